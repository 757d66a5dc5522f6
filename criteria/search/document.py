# SPDX-License-Identifier: EUPL-1.2
"""An entry as the index keeps it: a head of plain values, and the texts it is found by, in sections.

Each document depends on its own entry alone: what a criterion inherits from its groups and labels is
joined when a generation is opened, so a changed group never leaves stale criteria behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from criteria.library.lifecycle import VersionStatus
from criteria.library.model import CriterionVersion, Parameter
from criteria.library.vocabulary import FilledBy, LabelCoverage
from criteria.requirements.parameters import blanks, default_values, shown_value
from criteria.search.model import (
    AnyEntry,
    Entry,
    GroupEntry,
    HelpEntry,
    LabelEntry,
    MissingEntry,
    PackageEntry,
)
from criteria.search.status import Intervals
from criteria.search.swedish import ENGLISH, english_words, indexed_words, name_heads

#: Raised whenever heads, sections or the cutting of words change: an older index is then ``index.outdated``.
FORM = 4

#: Stands between sections in a field, so that no phrase runs from one into the next. No query holds it.
SECTION_END = "¶"

#: The word fields of the index, strongest first.
FIELDS = ("title", "names", "text", "rest", "english_title", "english")

#: What is made of a label's name for things that carry it.
LABELLED = ("märkt", "märkning", "certifierad")

#: Which field a section's words go to; the order is that in which excerpts are looked for.
SECTIONS: dict[str, str] = {
    "title": "title",
    "names": "names",
    "text": "text",
    "purpose": "text",
    "applicability": "rest",
    "proof": "rest",
    "follow_up": "rest",
    "declaration": "rest",
    "sources": "rest",
    "guidance": "rest",
    "names_en": "names",
    "title_en": "english_title",
    "text_en": "english",
}
#: Sections in English; their words are marked, so that no Swedish word is taken for one of them.
IN_ENGLISH = frozenset(["names_en", "title_en", "text_en"])

#: A blank shows the reader something; it is no word of the requirement.
_SHOWN_BLANK = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Head:
    """What filtering, ordering and listing need of one entry; ``settled_by`` are labels that cover it all."""

    key: str
    kind: str
    id: str
    title: str
    version: int | None = None
    level: str | None = None
    type: str | None = None
    groups: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    upstream: tuple[tuple[str, str | None], ...] = ()
    successors: tuple[str, ...] = ()
    successors_from: date | None = None
    life: Intervals | None = None
    owner: str | None = None
    shared_with: frozenset[str] = frozenset()
    title_en: str | None = None
    shown_from: date | None = None
    shown_to: date | None = None
    settled_by: tuple[str, ...] = ()

    def is_shown_on(self, day: date) -> bool:
        """Whether the entry is there on a day: what is missing, a package, or a filing comes and goes."""
        return (self.shown_from is None or self.shown_from <= day) and (
            self.shown_to is None or day < self.shown_to
        )

    @property
    def ref(self) -> str:
        """The full reference of a criterion version; the id of anything else."""
        return self.id if self.level is None else f"{self.id}:{self.version}@{self.level}"


@dataclass(frozen=True, slots=True)
class Document:
    """A head and its sections, ``((section, text), ...)`` in the order of ``SECTIONS``."""

    head: Head
    sections: tuple[tuple[str, str], ...]

    def words(self) -> dict[str, list[str]]:
        """The words of each field in order, repeated as often as they stand there; sections stand apart."""
        found: dict[str, list[str]] = {name: [] for name in FIELDS}
        for section, text in self.sections:
            words = found[SECTIONS[section]]
            if words:
                words.append(SECTION_END)
            words.extend(section_words(section, text))
        return found

    def name_heads(self) -> frozenset[str]:
        """The words that say by themselves what the document is: heads of its title and its names."""
        heads: set[str] = set()
        for section, text in self.sections:
            if SECTIONS[section] in ("title", "names"):
                mark = ENGLISH if section in IN_ENGLISH else ""
                heads.update(f"{mark}{word}" for word in name_heads(text))
        return frozenset(heads)


def section_words(section: str, text: str) -> list[str]:
    """The words that a section's text is found by."""
    text = _SHOWN_BLANK.sub(" ", text) if "[" in text else text
    return english_words(text) if section in IN_ENGLISH else indexed_words(text)


def document_of(entry: AnyEntry) -> Document:
    """The document of an entry."""
    if isinstance(entry, Entry):
        return _criterion(entry)
    if isinstance(entry, GroupEntry):
        return _group(entry)
    if isinstance(entry, PackageEntry):
        return _package(entry)
    if isinstance(entry, HelpEntry):
        return _help(entry)
    if isinstance(entry, MissingEntry):
        return _missing(entry)
    return _label(entry)


def written_head(head: Head) -> str:
    """The head as JSON, the same text for the same entry; read again by ``read_head``."""
    return json.dumps(
        {
            name: _plain(value)
            for name in Head.__slots__
            if (value := getattr(head, name)) not in (None, (), frozenset())
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_head(text: str) -> Head:
    """The head that ``written_head`` wrote."""
    values = json.loads(text)
    for name in ("groups", "aspects", "labels", "methods", "cpv", "related", "successors", "settled_by"):
        if name in values:
            values[name] = tuple(values[name])
    if "upstream" in values:
        values["upstream"] = tuple((krav_id, follower) for krav_id, follower in values["upstream"])
    if "shared_with" in values:
        values["shared_with"] = frozenset(values["shared_with"])
    for name in ("successors_from", "shown_from", "shown_to"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "life" in values:
        valid_from, valid_to, end_state, revisions, filled = values["life"]
        values["life"] = Intervals(
            _day(valid_from),
            _day(valid_to),
            None if end_state is None else VersionStatus(end_state),
            tuple((date.fromisoformat(start), _day(end)) for start, end in revisions),
            _day(filled),
        )
    return Head(**values)


def written_sections(sections: tuple[tuple[str, str], ...]) -> str:
    """The sections as JSON."""
    return json.dumps(sections, ensure_ascii=False, separators=(",", ":"))


def read_sections(text: str) -> tuple[tuple[str, str], ...]:
    """The sections that ``written_sections`` wrote."""
    return tuple((section, words) for section, words in json.loads(text))


def _criterion(entry: Entry) -> Document:
    version = entry.version
    head = Head(
        key=str(entry.key),
        kind="criterion",
        id=version.id,
        title=version.title.sv,
        title_en=version.title.en,
        version=version.version,
        level=version.level.value,
        type=version.type.value,
        groups=version.groups,
        aspects=tuple(aspect.value for aspect in version.aspects),
        labels=tuple(dict.fromkeys(cover.label for cover in version.labels)),
        settled_by=tuple(cover.label for cover in version.labels if cover.coverage is LabelCoverage.FULL),
        methods=tuple(dict.fromkeys(method.value for method in version.follow_up.methods)),
        upstream=tuple((reference.krav_id, reference.replaced_by) for reference in version.upstream),
        successors=tuple(dict.fromkeys(entry.successors)),
        successors_from=entry.successors_from,
        life=Intervals(
            entry.valid_from,
            entry.valid_to,
            entry.end_state,
            entry.revision_intervals,
            entry.gap_filled_from,
        ),
        owner=entry.owner,
        shared_with=entry.shared_with,
        shown_from=entry.filed_from,
        shown_to=entry.filed_to,
    )
    return Document(head, _sections_of(version))


def _sections_of(version: CriterionVersion) -> tuple[tuple[str, str], ...]:
    template = version.follow_up
    use = version.applicability
    sections = _filled(
        ("title", (version.title.sv,)),
        ("text", (version.text.sv,)),
        ("purpose", (version.purpose,)),
        (
            "applicability",
            (*use.use_when, *(question.question for question in use.questions), *use.avoid_when),
        ),
        ("proof", tuple(item.text.sv for way in version.proof.alternatives for item in way.all_of)),
        ("follow_up", (*template.ask_for, *template.look_at, *template.deviation, *template.then)),
        ("declaration", tuple(line.sv for line in version.declaration.checklist)),
        ("sources", tuple(_sources(version))),
        ("title_en", (version.title.en or "",)),
        ("text_en", (version.text.en or "",)),
    )
    return tuple((name, _with_shown_blanks(text, version.parameters)) for name, text in sections)


def _with_shown_blanks(text: str, parameters: tuple[Parameter, ...]) -> str:
    """The text with each blank as a reader of the library meets it: "[5]", never "{weight}"."""
    kinds = {parameter.name: parameter for parameter in parameters}
    values = {item.name: item.value for item in default_values(parameters)}
    for name in blanks(text):
        parameter = kinds.get(name)
        if parameter is not None and parameter.filled_by is FilledBy.TENDERER:
            shown = "anbudsgivaren fyller i"
        elif parameter is not None and name in values:
            shown = shown_value(values[name], parameter.type, "sv")
        else:
            shown = "välj"
        text = text.replace(f"{{{name}}}", f"[{shown}]")
    return text


def _sources(version: CriterionVersion) -> Iterator[str]:
    for source in version.sources:
        yield source.title if source.reference is None else f"{source.title}, {source.reference}"
    if version.law_floor is not None:
        yield version.law_floor.reference


def _group(entry: GroupEntry) -> Document:
    group = entry.group
    head = Head(
        key=str(entry.key),
        kind="group",
        id=group.id,
        title=group.title.sv,
        title_en=group.title.en,
        groups=(group.id,),
        cpv=tuple(code.code for code in group.cpv),
        related=group.related,
    )
    # Commas keep the names apart for the heads of each.
    names = ", ".join((*group.synonyms.words, *(code.label for code in group.cpv)))
    return Document(
        head,
        _filled(
            ("title", (group.title.sv,)),
            ("names", (names,)),
            ("text", (group.summary,)),
            # The English name too: some who buy think in it, and the library speaks it.
            ("names_en", (group.title.en or "",)),
        ),
    )


def _package(entry: PackageEntry) -> Document:
    package = entry.package
    head = Head(
        key=str(entry.key),
        kind="package",
        id=package.id,
        title=package.title.sv,
        title_en=package.title.en,
        version=package.version,
        groups=entry.groups,
        related=package.members,
        shown_from=entry.shown_from,
        shown_to=entry.shown_to,
    )
    return Document(
        head,
        _filled(
            ("title", (package.title.sv,)),
            ("text", (package.purpose,)),
            ("title_en", (package.title.en or "",)),
        ),
    )


def _help(entry: HelpEntry) -> Document:
    head = Head(key=str(entry.key), kind="help", id=entry.key.id, title=entry.title)
    return Document(head, _filled(("title", (entry.title,)), ("guidance", (entry.text,))))


def _missing(entry: MissingEntry) -> Document:
    head = Head(
        key=str(entry.key),
        kind="gap",
        id=entry.id,
        title=entry.title,
        groups=entry.groups,
        related=() if entry.ref is None else (entry.ref,),
        owner=entry.owner,
        shown_from=entry.shown_from,
        shown_to=entry.shown_to,
    )
    return Document(head, _filled(("title", (entry.title,)), ("text", (entry.text,))))


def _label(entry: LabelEntry) -> Document:
    label = entry.label
    head = Head(key=str(entry.key), kind="label", id=label.id, title=label.name)
    # "Kravmärkt" asks for the label, though "krav" is a word of its own. Source: DOMAIN section 6.
    is_word = label.name.isalpha()
    names = tuple(f"{label.name}{ending}" for ending in LABELLED) if is_word else ()
    return Document(head, _filled(("title", (label.name,)), ("names", names)))


def _filled(*sections: tuple[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    joined = ((name, " ".join(" ".join(text.split()) for text in texts).strip()) for name, texts in sections)
    return tuple((name, text) for name, text in joined if text)


def _plain(value: object) -> object:
    if isinstance(value, Intervals):
        return (
            _plain(value.valid_from),
            _plain(value.valid_to),
            None if value.end_state is None else value.end_state.value,
            [(_plain(start), _plain(end)) for start, end in value.revisions],
            _plain(value.gap_filled_from),
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
