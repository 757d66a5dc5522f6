# SPDX-License-Identifier: EUPL-1.2
"""The part of an extract that shows a requirement of a set: each wording it has had, against the one before.

Source: DOMAIN, scenario 6, steps 2 and 3; R8 (a local change is shown against the original for ever).
"""

from __future__ import annotations

from collections.abc import Iterator

from criteria.documents.extract_model import LineContent, LineRevision
from criteria.documents.extract_parts import Telling
from criteria.documents.model import (
    Block,
    Column,
    Fact,
    Heading,
    Paragraph,
    ParagraphStyle,
    Span,
    SpanKind,
    Table,
    words,
)
from criteria.documents.spans import changed_text, marked_text, paragraphs
from criteria.documents.writing import day_text, grouped_digest
from criteria.library.vocabulary import FilledBy


def line_facts(content: LineContent, tell: Telling) -> Iterator[Fact]:
    """What identifies the requirement, and which revision of its set held on the day."""
    say, held = tell.say, held_revision(content)
    yield Fact(
        say.say("extract.set"),
        ((Span(f"{content.set_title}, ", language=say.foreign), Span(content.set_id, SpanKind.CODE)),),
    )
    title = Span(say.pick(held.title), language=say.language_of(held.title))
    yield Fact(say.say("extract.requirement"), ((Span(f"{held.number} "), title),))
    yield Fact(say.say("extract.organisation"), ((Span(content.organisation, language=say.foreign),),))
    if content.diary:
        yield Fact(say.say("diary"), (words(content.diary),))
    for key, day in (("extract.published", content.published_on), ("extract.deadline", content.deadline_on)):
        if day is not None:
            yield Fact(say.say(key), (words(day_text(day, say.language)),))
    interval = tell.days(held.in_force)
    shown = say.say("extract.revision.value", revision=held.revision, interval=interval)
    yield Fact(say.say("extract.revision"), (words(shown),))
    pinned = say.say("extract.own") if content.library is None else content.library.ref
    yield Fact(say.say("extract.pinned"), (words(pinned),))


def held_revision(content: LineContent) -> LineRevision:
    """The revision that held on the day asked about."""
    return next(item for item in content.revisions if item.revision == content.revision)


def line_blocks(content: LineContent, tell: Telling) -> Iterator[Block]:
    """The words that held, every wording in order, and the seal of each revision."""
    say, held = tell.say, held_revision(content)
    yield Heading(2, say.say("extract.text"), "lydelse")
    yield from _binding(held, tell)
    yield Heading(2, say.say("extract.wordings"), "lydelser")
    yield Paragraph(words(say.say("extract.wordings.lead")), ParagraphStyle.SMALL)
    yield from _wordings(content, tell)
    yield Heading(2, say.say("extract.seals"), "sigill")
    yield _seals(content, tell)
    yield Heading(2, say.say("extract.events"), "handelser-uppsattning")
    yield tell.events(content.events)


def _binding(held: LineRevision, tell: Telling) -> Iterator[Block]:
    for text, language in ((held.text.sv, tell.say.foreign), (held.text.en, "en")):
        if text:
            line = marked_text(text, text.strip(), _blanks(held, tell), language)
            yield from paragraphs(line, ParagraphStyle.BINDING)


def _blanks(held: LineRevision, tell: Telling) -> dict[str, str]:
    who = {item.name: item.filled_by for item in held.parameters if item.value is None}
    key = {FilledBy.TENDERER.value: "blank"}
    return {name: tell.say.say(key.get(filled_by, "blank.open")) for name, filled_by in who.items()}


def _wordings(content: LineContent, tell: Telling) -> Iterator[Block]:
    """The library's words with the set's values, then each revision against the wording before it."""
    say, first = tell.say, content.revisions[0]
    before: str | None = None
    if content.library is not None:
        before = (first.original_text or first.text).sv.strip()
        ref = content.library.ref.partition("@")[0]
        yield Heading(3, say.say("extract.wording.library", ref=ref), "lydelse-bibliotek")
        yield Paragraph((Span(before, language=say.foreign),))
    for item in content.revisions:
        title = say.say("extract.wording.revision", revision=item.revision, interval=tell.days(item.in_force))
        yield Heading(3, title, f"lydelse-{item.revision}")
        yield from _against(before, item, tell)
        before = item.text.sv.strip()


def _against(before: str | None, item: LineRevision, tell: Telling) -> Iterator[Block]:
    say, after = tell.say, item.text.sv.strip()
    changed = None if before in (None, after) else changed_text(str(before), after, say.foreign)
    yield Paragraph(changed or (Span(after, language=say.foreign),))
    if before == after:
        yield Paragraph(words(say.say("extract.wording.same")), ParagraphStyle.SMALL)
    if item.change_reason:
        yield _said("extract.wording.reason", item.change_reason, tell)
    if item.reason and item.informed_on is not None:
        day = day_text(item.informed_on, say.language)
        yield _said("extract.wording.informed", item.reason, tell, day=day)


def _said(key: str, text: str, tell: Telling, **values: object) -> Paragraph:
    lead = Span(tell.say.say(key, **values), SpanKind.STRONG)
    return Paragraph((lead, Span(text.strip(), language=tell.say.foreign)))


def _seals(content: LineContent, tell: Telling) -> Table:
    say = tell.say
    columns = (
        Column(say.say("revision"), 12),
        Column(say.say("seal.digest"), 44),
        Column(say.say("extract.seals.log"), 44),
    )
    rows = tuple(
        (
            words(str(item.revision)),
            (Span(grouped_digest(item.seal), SpanKind.CODE),),
            words(
                say.say("extract.seals.entry", sequence=item.log_sequence, hash=grouped_digest(item.log_hash))
            ),
        )
        for item in content.revisions
    )
    return Table(say.say("extract.seals.caption"), columns, rows)
