# SPDX-License-Identifier: EUPL-1.2
"""Reading labels: what each may be used for, and what it settles in each product group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.errors import NotFoundError
from criteria.library.labels import LabelInGroupCover, cover_by_group
from criteria.library.model import CriterionVersion, Label, LabelInGroup, Words
from criteria.library.vocabulary import LabelUse
from criteria.services.installation import Installation
from criteria.storage.library_store import LibraryStore


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label with how many criteria in force it settles in full and in part, and the groups they are in."""

    label: Label
    full: int
    part: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelGroup:
    """What a label settles in one product group, and how it may be used there.

    ``own`` is the group's own conclusion, where the label is judged otherwise there than elsewhere.
    """

    group: str
    title: Words
    conclusion: LabelUse
    own: LabelInGroup | None
    cover: LabelInGroupCover


@dataclass(frozen=True, slots=True)
class LabelPage:
    """Everything a label's page shows, as it stands on ``as_of``.

    ``elsewhere`` holds the conclusions for groups where the label settles no criterion in force.
    """

    label: Label
    as_of: date
    groups: tuple[LabelGroup, ...]
    elsewhere: tuple[LabelInGroup, ...]


def list_label_lines(
    installation: Installation, *, as_of: date | None = None, viewer: str | None = None
) -> tuple[LabelLine, ...]:
    """Every label by name, with how much of the library it settles on ``as_of`` (default today)."""
    labels, _, filed = _read(installation, as_of or installation.clock.today(), viewer)
    return tuple(_line(label, filed) for label in sorted(labels, key=lambda item: item.name.casefold()))


def show_label(
    installation: Installation, label_id: str, *, as_of: date | None = None, viewer: str | None = None
) -> LabelPage:
    """One label with its assessment and what it settles on ``as_of`` (default today).

    Raises:
        NotFoundError: ``label.not_found``.
    """
    day = as_of or installation.clock.today()
    labels, titles, filed = _read(installation, day, viewer)
    label = next((item for item in labels if item.id == label_id), None)
    if label is None:
        raise NotFoundError("label.not_found", where="label", name=label_id)
    own = {item.group: item for item in label.assessment.groups}
    groups = tuple(
        LabelGroup(
            group=cover.group,
            title=titles.get(cover.group, Words(cover.group)),
            conclusion=own[cover.group].conclusion if cover.group in own else label.assessment.conclusion,
            own=own.get(cover.group),
            cover=cover,
        )
        for cover in cover_by_group(label_id, filed)
    )
    used = {item.group for item in groups}
    elsewhere = tuple(item for item in label.assessment.groups if item.group not in used)
    return LabelPage(label, day, groups, elsewhere)


def _read(
    installation: Installation, day: date, viewer: str | None
) -> tuple[tuple[Label, ...], dict[str, Words], tuple[tuple[str, CriterionVersion], ...]]:
    """Labels, titles of groups, and what is in force on a day with the group it is filed in then."""
    with installation.reading() as session:
        store = LibraryStore(session)
        titles = {group.id: group.title for group in store.list_groups()}
        stored = store.list_versions(viewer=viewer)
        labels = store.list_labels()
    in_force = (item for item in stored if item.status_on(day).is_in_force)
    return labels, titles, tuple((item.life.groups_on(day)[0], item.version) for item in in_force)


def _line(label: Label, filed: tuple[tuple[str, CriterionVersion], ...]) -> LabelLine:
    covers = cover_by_group(label.id, filed)
    return LabelLine(
        label=label,
        full=sum(len(cover.full) for cover in covers),
        part=sum(len(cover.part) for cover in covers),
        groups=tuple(cover.group for cover in covers),
    )
