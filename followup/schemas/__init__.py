# SPDX-License-Identifier: EUPL-1.2
"""Shapes of files, the API and ``--json`` for what happens after award."""
