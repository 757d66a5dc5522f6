# SPDX-License-Identifier: EUPL-1.2
"""Shapes: one marshmallow schema per dataclass, the same for file, API and ``--json``."""
