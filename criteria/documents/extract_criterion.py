# SPDX-License-Identifier: EUPL-1.2
"""The part of an extract that shows a criterion version: its words, where it stood, what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.documents.extract_model import CriterionContent, Part
from criteria.documents.extract_parts import Telling
from criteria.documents.model import (
    Block,
    Column,
    Fact,
    Facts,
    Heading,
    Line,
    Note,
    NoteKind,
    Paragraph,
    ParagraphStyle,
    Span,
    SpanKind,
    Table,
    words,
)
from criteria.documents.spans import marked_text, paragraphs
from criteria.documents.writing import capitalised, day_text
from criteria.library.model import CriterionVersion, Words
from criteria.library.reading import ReadField, read_fields


def criterion_facts(content: CriterionContent, version: CriterionVersion, tell: Telling) -> Iterator[Fact]:
    """What identifies the version, and how it stood on the day."""
    say = tell.say
    level, kind = tell.code("level", version.level.value), tell.code("type", version.type.value)
    shown = f"{content.ref.partition('@')[0]}, {level.lower()}, {kind.lower()}"
    yield Fact(say.say("extract.criterion"), (words(shown),))
    yield Fact(say.say("extract.status"), (words(say.of("status", content.status)),))
    yield Fact(say.say("extract.in_force"), (words(tell.days(content.in_force)),))
    groups = tuple(_title(group.title, tell) for group in content.groups)
    if groups:
        yield Fact(say.say("extract.groups"), groups)
    yield Fact(say.say("extract.published_by"), (words(tell.person(content.published_by)),))
    yield Fact(say.say("extract.reviewed_by"), (words(_reviewer(content, version, tell)),))


def _reviewer(content: CriterionContent, version: CriterionVersion, tell: Telling) -> str:
    """Who reviewed the version; of one that came with the product, what its own file says."""
    if not content.reviewed_by_other:
        return tell.say.say("extract.not_reviewed")
    if content.reviewed_by is not None:
        return tell.person(content.reviewed_by)
    return f"{version.review.editor}, {day_text(version.review.read_on, tell.say.language)}"


def criterion_blocks(content: CriterionContent, version: CriterionVersion, tell: Telling) -> Iterator[Block]:
    """Everything the version says, field by field, and what is recorded to carry it on."""
    say = tell.say
    fields = (item for item in read_fields(version, tell.code) if item.text)
    yield Heading(2, say.say("extract.fields"), "falt")
    yield Facts(tuple(_field(item, tell) for item in fields))
    yield Heading(2, say.say("extract.after"), "sedan")
    yield from _after(content, tell)
    yield Heading(2, say.say("extract.events"), "handelser")
    yield tell.events(content.events)


def text_blocks(version: CriterionVersion, tell: Telling) -> Iterator[Block]:
    """The words of the version, as frozen, in both languages; Swedish first, since it prevails."""
    say = tell.say
    yield Heading(2, say.say("extract.text"), "lydelse")
    yield from _binding(version, version.text.sv, say.foreign)
    if version.text.en:
        yield Heading(3, say.say("extract.text.en"), "lydelse-en")
        yield from _binding(version, version.text.en, "en" if say.language == "sv" else None)


def _binding(version: CriterionVersion, text: str, language: str | None) -> Iterator[Block]:
    """The words as they are frozen; a blank shows its name, whose range stands among the fields."""
    blanks = {parameter.name: parameter.name for parameter in version.parameters}
    yield from paragraphs(marked_text(text, text.strip(), blanks, language), ParagraphStyle.BINDING)


def _field(item: ReadField, tell: Telling) -> Fact:
    language = None if item.name.endswith(".en") else tell.say.foreign
    lines = tuple((Span(line, language=language),) for line in item.text.split("\n") if line.strip())
    return Fact(tell.field(item.name), lines)


def _after(content: CriterionContent, tell: Telling) -> Iterator[Block]:
    say = tell.say
    if content.parts:
        columns = (
            Column(say.say("extract.successor"), 24),
            Column(say.say("extract.part"), 34),
            Column(say.say("extract.change"), 30),
            Column(say.say("extract.on"), 12),
        )
        rows = tuple(_part_row(part, tell) for part in content.parts)
        yield Table(say.say("extract.after.caption"), columns, rows)
    notice, law = content.gap_notice, content.law
    if notice is not None:
        texts = [(None, notice.text), ("meanwhile", notice.meanwhile), ("planned", notice.planned)]
        yield Note(
            NoteKind.WARNING,
            say.say("extract.gap"),
            tuple(_said(f"extract.gap.{key}" if key else None, text, tell) for key, text in texts if text),
        )
    if law is not None:
        yield Note(
            NoteKind.LAW, say.say("extract.law"), (_said(None, f"{law.text.strip()} {law.reference}", tell),)
        )
    if not content.parts and notice is None and law is None:
        yield Paragraph(words(say.say("extract.after.none")))


def _part_row(part: Part, tell: Telling) -> tuple[Line, ...]:
    change = capitalised(tell.say.of("change", part.change_class))
    note = f". {part.note.strip()}" if part.note else ""
    return (
        words(f"{part.ref} {part.title}"),
        words("; ".join(tell.unit(unit) for unit in part.units)),
        (Span(f"{change}{note}", language=tell.say.foreign if note else None),),
        words(part.on.isoformat()),
    )


def _said(key: str | None, text: str, tell: Telling) -> Paragraph:
    lead = () if key is None else (Span(tell.say.say(key), SpanKind.STRONG),)
    return Paragraph((*lead, Span(text.strip(), language=tell.say.foreign)))


def _title(title: Words, tell: Telling) -> Line:
    return (Span(tell.say.pick(title), language=tell.say.language_of(title)),)
