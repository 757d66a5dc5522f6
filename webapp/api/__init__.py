# SPDX-License-Identifier: EUPL-1.2
"""The JSON API ``/api/v1``: the same use cases as pages and commands, the same objects as ``--json``."""

from webapp.api.interface import put_api

__all__ = ["put_api"]
