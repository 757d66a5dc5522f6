# SPDX-License-Identifier: EUPL-1.2
"""A whole group or package at a level: advanced = base + advanced − replaced, and so on upwards.

Source: DOMAIN 0.2 (level closure).
"""

from __future__ import annotations

from collections.abc import Iterable

from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import Level, RequirementType

_TYPE_ORDER = list(RequirementType)


def close_level(versions: Iterable[CriterionVersion], level: Level) -> tuple[CriterionVersion, ...]:
    """The versions that make up a level, ordered by type, criterion and level.

    ``versions`` are those in force. A version that a version at or below the level replaces is left out,
    also when what replaced it is itself replaced further up.
    """
    reached = [version for version in versions if version.level.rank <= level.rank]
    replaced = {line for version in reached for line in version.replaces}
    kept = [version for version in reached if f"{version.id}@{version.level.value}" not in replaced]
    return tuple(sorted(kept, key=_order))


def _order(version: CriterionVersion) -> tuple[int, str, int, int]:
    return _TYPE_ORDER.index(version.type), version.id, version.level.rank, version.version
