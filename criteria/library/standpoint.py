# SPDX-License-Identifier: EUPL-1.2
"""What a referent says of a draft as a whole, in a round of views."""

from __future__ import annotations

from enum import Enum


class Standpoint(str, Enum):
    """Where a referent stands."""

    SUPPORTS = "supports"
    SUPPORTS_WITH_CHANGES = "supports_with_changes"
    OPPOSES = "opposes"
    NO_VIEW = "no_view"
