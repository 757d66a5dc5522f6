# SPDX-License-Identifier: EUPL-1.2
"""Bringing a draft up to the version that has come in force since it was begun, part by part.

Source: product decision: a part that only one side changed is that side's; where both did, the draft's stands
until its writer says otherwise, and the part is named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from criteria.library.model import CriterionVersion

#: What makes the draft this draft, whatever it is written against.
_OWN = frozenset({"id", "version", "level", "state", "valid_from", "draft_because"})


@dataclass(frozen=True, slots=True)
class Rebased:
    """The draft as it would be; ``taken`` parts come from the library, ``clashing`` ones both had changed."""

    version: CriterionVersion
    taken: tuple[str, ...]
    kept: tuple[str, ...]
    clashing: tuple[str, ...]


def rebased(base: CriterionVersion, now: CriterionVersion, draft: CriterionVersion) -> Rebased:
    """A draft that was written against ``base`` as one written against ``now``."""
    taken: dict[str, Any] = {}
    kept: list[str] = []
    clashing: list[str] = []
    for name in CriterionVersion.__slots__:
        was, there, mine = (getattr(item, name) for item in (base, now, draft))
        if name in _OWN or mine == there:
            continue
        if mine == was:
            taken[name] = there
        else:
            (kept if there == was else clashing).append(name)
    return Rebased(replace(draft, **taken), tuple(taken), tuple(kept), tuple(clashing))
