# SPDX-License-Identifier: EUPL-1.2
"""The shape of an extract about a wording ("utdrag om lydelse"): what it says, and its date page.

``content`` follows from the question alone (what, which day, as known when) and from what is recorded about
it, so that a second extract has the same bytes there. Everything that hangs on the day the extract is made
stands on the date page: when and by whom, names as far as they are shown that day, and the head of the event
log. Source: DOMAIN, scenario 6; product decision for where the line is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from criteria.canonical import Plain
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import ChangeClass, CriterionVersion, GapNotice, LawReference, Words
from criteria.library.vocabulary import Level
from criteria.people.model import Role
from criteria.requirements.model import SealedParameter

#: The shape of the JSON; a change of shape gets a new name.
FORM = "kravkedjan/extract/1"


@dataclass(frozen=True, slots=True)
class Days:
    """Civil days, half open; ``until`` is ``None`` while open."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ThenGroup:
    """A product group as it was named on the day asked about."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True)
class Part:
    """What carries on a part of a version, and which part: groups and aspects, at one level and type."""

    ref: str
    title: str
    change_class: ChangeClass
    note: str | None
    units: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ExtractEvent:
    """One recorded event; ``by`` is who did it, named on the date page; ``hash`` its own in the log."""

    sequence: int
    recorded_at: datetime
    kind: str
    on: date | None
    by: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class CriterionContent:
    """A criterion version on a day. ``version`` is the object that ``fingerprint`` is the SHA-256 of.

    ``parts`` is what is recorded to carry the version on, also after the day asked about.
    """

    ref: str
    as_of: date
    known_at: datetime | None
    status: VersionStatus
    in_force: Days
    groups: tuple[ThenGroup, ...]
    version: Mapping[str, Plain]
    fingerprint: str
    published_by: str | None
    reviewed_by: str | None
    reviewed_by_other: bool
    parts: tuple[Part, ...]
    gap_notice: GapNotice | None
    law: LawReference | None
    events: tuple[ExtractEvent, ...]
    how_to_check: Words


@dataclass(frozen=True, slots=True)
class LineRevision:
    """A requirement in one sealed revision. ``sealed_set`` is the object that ``seal`` is the SHA-256 of.

    ``reason`` and ``informed_on`` say why the revision was made and when everybody was told, where it is an
    amendment of what was advertised.
    """

    revision: int
    seal: str
    in_force: Days
    number: str
    title: Words
    text: Words
    original_text: Words | None
    change_reason: str | None
    parameters: tuple[SealedParameter, ...]
    reason: str | None
    informed_on: date | None
    log_sequence: int
    log_hash: str
    sealed_set: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class LineContent:
    """A requirement of a set on a day, with every sealed revision of it and the criterion version it pins.

    ``revision`` is the one in force on the day. ``library`` is ``None`` for an own requirement.
    """

    set_id: str
    set_title: str
    organisation: str
    diary: str | None
    line: int
    as_of: date
    revision: int
    published_on: date | None
    deadline_on: date | None
    level: Level | None
    revisions: tuple[LineRevision, ...]
    library: CriterionContent | None
    events: tuple[ExtractEvent, ...]
    how_to_check: Words


class NameShown(str, Enum):
    """Whether a person's name stands on the date page, and why not."""

    SHOWN = "shown"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    SYSTEM = "system"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Handler:
    """Who stands behind an id in the events, as far as it is shown on the day of the extract.

    The name of somebody at another organisation is that organisation's to give; of a closed account role
    and unit remain. ``name`` is ``None`` unless ``shown`` says that it stands there.
    """

    id: str
    shown: NameShown
    name: str | None = None
    roles: tuple[Role, ...] = ()
    unit: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class DatePage:
    """What hangs on the day of the extract: when and by whom, the people, and the head of the event log.

    ``organisation`` creates the archive that the record belongs to; ``archive_series`` is the series of its
    own plan, where it has said one.
    """

    made_at: datetime
    made_on: date
    made_by: Handler
    organisation: str
    log_sequence: int
    log_hash: str
    people: tuple[Handler, ...]
    archive_series: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract as it leaves the installation; ``content_sha256`` is of the content's canonical JSON.

    ``read`` is the library's version as it is read, which ``content`` holds as it is hashed; ``names`` are
    the titles of groups and labels by id. Both are for the document and no part of the JSON.
    """

    content: CriterionContent | LineContent
    content_sha256: str
    date_page: DatePage
    read: CriterionVersion | None
    names: Mapping[str, str]
