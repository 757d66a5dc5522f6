# SPDX-License-Identifier: EUPL-1.2
"""What a set can begin with: packages first, and what each whole group has more than its package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from criteria.library.model import CpvEntry
from criteria.services.library import GroupView, list_groups, list_packages
from criteria.services.sets_views import SetView
from webapp.context import installation

_WORD = re.compile(r"[0-9a-zåäöé]{4,}")
_ENDINGS = ("arna", "erna", "orna", "ar", "er", "or", "en", "et", "na", "a", "n", "t")


@dataclass(frozen=True, slots=True)
class Offer:
    """A group or a package to choose, with how many requirements it gives."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything there is to choose, packages before whole groups."""

    packages: tuple[Offer, ...]
    groups: tuple[Offer, ...]


def offers(groups: Iterable[GroupView]) -> Offers:
    """The packages and the whole groups, each with its number of requirements."""
    packages = list_packages(installation())
    sizes = {item.id: len(item.members) for item in packages}
    return Offers(
        tuple(Offer(item.id, _with_count(item.title.sv, len(item.members))) for item in packages),
        tuple(Offer(item.id, _whole(item, sizes.get(f"{item.id}_base"))) for item in groups),
    )


def default_offer(group: str) -> str:
    """The group's package for the base level where there is one, otherwise the group itself."""
    name = f"{group}_base"
    return name if any(item.id == name for item in list_packages(installation())) else group


def near_offer(view: SetView) -> str:
    """What the form for whole packages begins at: the package of the set's own group, while there is one."""
    groups = {group for line in view.lines if "cross" not in line.groups for group in line.groups}
    for entry in view.cpv if not groups else ():
        groups |= {item.id for item in list_groups(installation(), entry.code[:8])}
    return default_offer(groups.pop()) if len(groups) == 1 else ""


def nearest_cpv(entries: Sequence[CpvEntry], query: str) -> tuple[CpvEntry, ...]:
    """The codes whose label is like what was searched for, most alike first; all of them where none is.

    A code for something else (chairs, when desks are bought) would be wrong in the notice, so those that are
    not alike are left for the procurer to add.
    """
    stems = _stems(query)
    weights = {entry.code: sum(_likeness(stem, _stems(entry.label)) for stem in stems) for entry in entries}
    alike = [entry for entry in entries if weights[entry.code]]
    return tuple(sorted(alike, key=lambda entry: -weights[entry.code])) or tuple(entries)


def _likeness(stem: str, others: frozenset[str]) -> int:
    if stem in others:
        return 2
    # The last part of a compound says what it is: "kontorsstol" is a "stol".
    return int(any(stem.endswith(other) or other.endswith(stem) for other in others))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()))


def _stem(word: str) -> str:
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), "")
    return word.removesuffix(ending)


def _whole(group: GroupView, in_package: int | None) -> str:
    whole = _with_count(gettext("%(group)s, hela gruppen", group=group.title.sv), group.in_force)
    more = 0 if in_package is None else group.in_force - in_package
    if more <= 0:
        return whole
    return gettext("%(whole)s (%(more)s fler än baspaketet, alla nivåer)", whole=whole, more=more)


def _with_count(title: str, count: int) -> str:
    return ngettext("%(title)s, %(num)s krav", "%(title)s, %(num)s krav", count, title=title)
