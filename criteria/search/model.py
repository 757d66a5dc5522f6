# SPDX-License-Identifier: EUPL-1.2
"""What the index is handed, what it is asked, and what it answers: plain data, no engine.

Entries hold intervals, never a status: what is in force follows from the asked date (``status``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Protocol

from criteria.errors import IntegrityError, InvalidInputError
from criteria.issues import Issue
from criteria.library.lifecycle import Life, VersionStatus
from criteria.library.model import CriterionVersion, Label, LibraryEventKind, Package, ProductGroup


class IndexUnusableError(IntegrityError):
    """The index cannot be read as it lies; it is rebuilt from the store, never mended by hand.

    Codes: ``index.missing``, ``index.broken`` (half written, changed or foreign bytes, exposed folder),
    ``index.outdated`` (older form), ``index.behind`` (changes are missing in between), ``index.locked``.
    """


class HitKind(str, Enum):
    """What a hit is."""

    CRITERION = "criterion"
    GROUP = "group"
    PACKAGE = "package"
    TEMPLATE = "template"
    HELP = "help"
    GAP = "gap"
    UPSTREAM_REFERENCE = "upstream_reference"


class TemplatePart(str, Enum):
    """Which of a criterion's two forms a template hit is."""

    FOLLOW_UP = "follow_up"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class EntryKey:
    """What an entry is known by in the index; ``id`` is the full reference of a criterion version.

    What is filed elsewhere from a day on has an entry for each time, and ``since`` is the day of a later one.
    """

    kind: str
    id: str
    owner: str | None = None
    since: date | None = None

    def __str__(self) -> str:
        """The key as one word, for instance ``criterion|FURN-02:1@advanced|``."""
        later = "" if self.since is None else f"|{self.since.isoformat()}"
        return f"{self.kind}|{self.id}|{self.owner or ''}{later}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion version with its life as intervals, half open, in civil dates.

    ``owner`` is the organisation of a local criterion, ``None`` for the public library; ``shared_with``
    may read it too once it is published. ``valid_from`` is ``None`` exactly for a draft. The groups of
    ``version`` are those it is filed in from ``filed_from`` up to ``filed_to``; a version that moves has an
    entry for each time, of which one is there on any day (DOMAIN 4.2, I10).
    """

    version: CriterionVersion
    valid_from: date | None
    valid_to: date | None = None
    end_state: VersionStatus | None = None
    revision_intervals: tuple[tuple[date, date | None], ...] = ()
    successors: tuple[str, ...] = ()
    successors_from: date | None = None
    gap_filled_from: date | None = None
    owner: str | None = None
    shared_with: frozenset[str] = frozenset()
    filed_from: date | None = None
    filed_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse an interval without its end state, or the other way round."""
        if (self.valid_to is None) != (self.end_state is None):
            raise InvalidInputError("index.entry_malformed", where=self.version.ref, field="end_state")
        if self.valid_from is None and self.valid_to is not None:
            raise InvalidInputError("index.entry_malformed", where=self.version.ref, field="valid_from")

    @property
    def key(self) -> EntryKey:
        """The entry's key."""
        return EntryKey("criterion", self.version.ref, self.owner, self.filed_from)


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A product group: its title, synonyms and CPV codes lead to every criterion filed in it."""

    group: ProductGroup

    @property
    def key(self) -> EntryKey:
        """The entry's key."""
        return EntryKey("group", self.group.id)


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """One version of a package of criteria, shown while it is in force; ``groups`` are those of its members.

    ``since`` tells a later entry of a version whose members have moved.
    """

    package: Package
    groups: tuple[str, ...] = ()
    shown_from: date | None = None
    shown_to: date | None = None
    since: date | None = None

    @property
    def key(self) -> EntryKey:
        """The entry's key."""
        return EntryKey("package", f"{self.package.id}:{self.package.version}", None, self.since)


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label scheme: never a hit itself, its name leads to the criteria it covers."""

    label: Label

    @property
    def key(self) -> EntryKey:
        """The entry's key."""
        return EntryKey("label", self.label.id)


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """A section of a help page, by the name of the page and the anchor of its heading."""

    page: str
    anchor: str
    title: str
    text: str

    @property
    def key(self) -> EntryKey:
        """The entry's key; the id is the address within the help pages."""
        return EntryKey("help", f"{self.page}#{self.anchor}" if self.anchor else self.page)


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """What is missing in the library: an open gap notice, or an open line of the register of gaps.

    ``ref`` is the withdrawn version behind a notice; the id of a notice is that reference. It is shown from
    one day up to another; ``since`` tells a later entry of one that goes on in another group. Source: DOMAIN
    4.2, I7 (a gap is visible where the criterion was).
    """

    id: str
    title: str
    text: str
    shown_from: date
    shown_to: date | None = None
    groups: tuple[str, ...] = ()
    ref: str | None = None
    owner: str | None = None
    since: date | None = None

    @property
    def key(self) -> EntryKey:
        """The entry's key."""
        return EntryKey("gap", self.id, self.owner, self.since)


AnyEntry = Entry | GroupEntry | PackageEntry | LabelEntry | HelpEntry | MissingEntry


@dataclass(frozen=True, slots=True)
class Changes:
    """Entries as they are now, and keys that are gone, since the event with sequence ``after``."""

    after: int
    put: tuple[AnyEntry, ...] = ()
    removed: tuple[EntryKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen facet values: any of several within one facet, all facets together.

    ``cpv`` takes codes with or without check digit; a group with the code, a parent or a child passes.
    ``labels`` takes ids or names. ``kinds`` limits to kinds of hit and lets in kinds not shown unasked.
    """

    groups: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question. Without ``text`` it lists criteria by group, id and level.

    ``viewer_organisation`` decides which local criteria are seen, ``include_drafts`` whether drafts are:
    those of the public library and of the viewer's own organisation. ``explain`` asks why each hit came up.
    Who wants no excerpts, for a list or an export, is spared the reading of the texts.
    """

    text: str
    as_of: date
    filters: Filters = Filters()
    limit: int = 20
    offset: int = 0
    viewer_organisation: str | None = None
    include_drafts: bool = False
    explain: bool = False
    with_excerpts: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an excerpt; ``is_hit`` marks what the query found."""

    text: str
    is_hit: bool = False


class ReasonKind(str, Enum):
    """Why something came up: what of the query met what of it, nearest first."""

    REFERENCE = "reference"
    KRAV_ID = "krav_id"
    CPV = "cpv"
    LABEL = "label"
    WORD = "word"
    INFLECTION = "inflection"
    COMPOUND = "compound"
    PART = "part"
    UNACCENTED = "unaccented"
    SPELLING = "spelling"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of the query, what it met, and where: a section of the text, or a group or label it is in.

    ``where`` is a section (``title``, ``text``, ``purpose``, ...), ``names``, or ``code``; ``via`` is the id
    of the group or label whose name it was, ``None`` when the hit says it itself.
    """

    asked: str
    found: str
    kind: ReasonKind
    where: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``type`` and ``level`` are ``None`` where the kind has none.

    ``superseded_by`` holds our references, for an upstream reference the national krav-ID that took
    over; ``related`` then holds our references that answer to it. ``part`` is set for templates. ``reasons``
    are told where the query asks for them.
    """

    kind: HitKind
    id: str
    version: int | None
    level: str | None
    title: str
    type: str | None
    groups: tuple[str, ...]
    status: str | None
    score: float
    excerpt: tuple[Segment, ...] = ()
    superseded_by: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    owner: str | None = None
    part: TemplatePart | None = None
    title_en: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value and the number of hits it would give; ``label`` where the library has a name for it."""

    value: str
    count: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet, counted under the choices made in all other facets."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """A product group worth looking in next."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What one generation of the index answers, complete with the sequence it stands at.

    ``suggestions`` are whole queries ("menade du"). ``is_fallback`` says that nothing matched the words
    and the hits are the product groups to go on from. ``notices`` tell what was done to the question.
    """

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestions: tuple[str, ...] = ()
    related_groups: tuple[RelatedGroup, ...] = ()
    notices: tuple[Issue, ...] = field(default=())
    is_fallback: bool = False
    sequence: int = 0


class SearchIndex(Protocol):
    """A projection of the event log that can be thrown away and made again from the store.

    Every method may raise ``IndexUnusableError``; the caller answers with ``rebuild``.
    """

    @property
    def sequence(self) -> int:
        """The last event sequence applied."""
        ...

    @property
    def fault(self) -> IndexUnusableError | None:
        """Why the newest generation cannot be read while an older one still answers."""
        ...

    def rebuild(self, entries: tuple[AnyEntry, ...], sequence: int) -> None:
        """Make a new generation beside the present one and put it in place in one step."""
        ...

    def apply(self, changes: Changes, sequence: int) -> bool:
        """Bring the index from ``changes.after`` to ``sequence``; ``False`` when it already was there."""
        ...

    def query(self, query: SearchQuery) -> SearchAnswer:
        """Answer from one generation, the newest readable one."""
        ...

    def prepare(self) -> None:
        """Open the newest generation and make what a first question would have to wait for."""
        ...

    def complete(self, text: str, viewer_organisation: str | None, limit: int) -> tuple[str, ...]:
        """Queries that go on from what has been typed, likeliest first; no word that may not be known of."""
        ...

    def verify(self, entries: tuple[AnyEntry, ...], sequence: int) -> tuple[Issue, ...]:
        """Every difference between the index and what the store says it should hold."""
        ...

    def close(self) -> None:
        """Let go of files; the index can be used again afterwards."""
        ...


def entry_of(version: CriterionVersion, life: Life) -> Entry:
    """The entry of a public version with the life that the library events gave it.

    Owner and sharing are added with ``dataclasses.replace`` where the version is a local one.
    """
    with_successors = [event for event in life.events if event.successors]
    ending = life.ending
    return Entry(
        version=version,
        valid_from=life.valid_from,
        valid_to=life.valid_to,
        end_state=None if ending is None else _END_STATES[ending.kind],
        revision_intervals=life.revision_intervals(),
        successors=tuple(successor.ref for event in with_successors for successor in event.successors),
        successors_from=with_successors[0].on if with_successors else None,
        gap_filled_from=life.gap_filled_on,
    )


_END_STATES = {
    LibraryEventKind.SUPERSEDE: VersionStatus.SUPERSEDED,
    LibraryEventKind.WITHDRAW_REPLACED: VersionStatus.WITHDRAWN_REPLACED,
    LibraryEventKind.WITHDRAW_GAP: VersionStatus.WITHDRAWN_GAP,
    LibraryEventKind.WITHDRAW_LAW: VersionStatus.WITHDRAWN_LAW,
}
