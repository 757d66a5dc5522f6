# SPDX-License-Identifier: EUPL-1.2
"""The tender annex (kravbilaga): a sealed requirement set as a document.

It says what must be met, what must be shown and how it is followed up, with the seal on page one.
Source: DOMAIN glossary 7; ARCHITECTURE, invariant 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from itertools import groupby

from criteria.documents.annex_requirement import requirement_block
from criteria.documents.json_export import FILE_NAME, sealed_json
from criteria.documents.model import (
    AnswerColumn,
    AnswerMatrix,
    Attachment,
    Block,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Fact,
    Facts,
    Field,
    Fields,
    Heading,
    Line,
    Mark,
    Metadata,
    Note,
    NoteKind,
    Paragraph,
    ParagraphStyle,
    RequirementBlock,
    SealMark,
    Span,
    SpanKind,
    Table,
    words,
)
from criteria.documents.wording import Wording, wording
from criteria.documents.writing import day_text, grouped_digest
from criteria.errors import IntegrityError
from criteria.library.vocabulary import FilledBy, RequirementType
from criteria.requirements.model import SealedLine, SealedSet
from criteria.requirements.seal import seal_of

#: What the hidden sheet of an answer matrix says it is.
ANSWER_FORM = "kravkedjan/annex-answers/1"
_CONTENTS_FROM = 4


class AnnexPart(str, Enum):
    """Which requirements an annex holds. Source: CLI, ``annex --part``."""

    ALL = "all"
    SPECIFICATION = "specification"
    AWARD = "award"
    CONTRACT = "contract"
    QUALIFICATION = "qualification"


_TYPES = {
    AnnexPart.ALL: frozenset(RequirementType),
    AnnexPart.SPECIFICATION: frozenset({RequirementType.TECHNICAL_SPECIFICATION}),
    AnnexPart.AWARD: frozenset({RequirementType.AWARD_CRITERION}),
    AnnexPart.CONTRACT: frozenset({RequirementType.PERFORMANCE_CONDITION}),
    AnnexPart.QUALIFICATION: frozenset({RequirementType.SELECTION_REQUIREMENT}),
}


def annex_document(
    sealed: SealedSet, seal: str, part: AnnexPart = AnnexPart.ALL, language: str = "sv"
) -> Document:
    """The annex of a sealed set, or of one part of it, with the whole sealed set attached.

    Numbers are those of the sealed lines whatever part is shown. In another language than Swedish, what
    is not translated stands in Swedish, marked so.

    Raises:
        IntegrityError: ``document.seal_mismatch`` when the seal is not the one of this set.
    """
    if seal_of(sealed) != seal:
        raise IntegrityError("document.seal_mismatch", where=sealed.set_id, seal=seal)
    say = wording(language)
    return Document(
        language=language,
        kicker=say.say(f"annex.{part.value}"),
        title=Span(sealed.title, language=say.foreign),
        blocks=_blocks(sealed, _seal_mark(sealed, seal, say), part, say),
        metadata=_metadata(sealed, seal, part, say),
        seal=seal,
        attachment=Attachment(FILE_NAME, say.say("attachment"), sealed_json(sealed)),
        answers=_matrix(say),
        marks=(
            Mark("form", ANSWER_FORM),
            Mark("set", sealed.set_id),
            Mark("revision", str(sealed.revision)),
            Mark("part", part.value),
            Mark("seal", seal),
        ),
    )


def draft_document(draft: SealedSet, part: AnnexPart = AnnexPart.ALL, language: str = "sv") -> Document:
    """The annex as it would be if a draft were sealed now, said so where the seal will stand.

    It carries no seal, no attachment and no answer matrix, so that it cannot be mistaken for the annex.
    """
    say = wording(language)
    head = say.say(f"annex.{part.value}")
    return Document(
        language=language,
        kicker=say.say("draft.title"),
        title=Span(draft.title, language=say.foreign),
        blocks=_blocks(draft, _draft_mark(say), part, say),
        metadata=Metadata(
            author=draft.organisation,
            subject=say.say("draft.title"),
            dated=draft.locked_at,
            running_head=f"{head}, {draft.diary or draft.title}",
            running_foot=say.say("draft.title"),
            page_word=say.say("page"),
        ),
    )


def _blocks(sealed: SealedSet, mark: SealMark | Note, part: AnnexPart, say: Wording) -> tuple[Block, ...]:
    """What an annex holds, with the seal or what stands in its place."""
    lines = tuple(line for line in sealed.lines if line.requirement.type in _TYPES[part])
    sections = tuple(_sections(lines, sealed.locked_on, say))
    blocks: list[Block] = [
        _identity(sealed, len(lines), say),
        Paragraph(words(say.say("annex.lead")), ParagraphStyle.LEAD),
    ]
    if say.language != "sv":
        blocks.append(Paragraph(words(say.say("annex.translation")), ParagraphStyle.SMALL))
    blocks.append(mark)
    if len(lines) >= _CONTENTS_FROM:
        blocks.append(_contents(sections, say))
    blocks += sections
    if lines:
        blocks += _answers(lines, say)
    else:
        blocks.append(Paragraph(words(say.say("annex.empty"))))
    return tuple(blocks)


def _draft_mark(say: Wording) -> Note:
    return Note(NoteKind.WARNING, say.say("draft.title"), (Paragraph(words(say.say("draft.text"))),))


def _metadata(sealed: SealedSet, seal: str, part: AnnexPart, say: Wording) -> Metadata:
    head = say.say(f"annex.{part.value}")
    return Metadata(
        author=sealed.organisation,
        subject=say.say("annex.subject", revision=sealed.revision),
        dated=sealed.locked_at,
        running_head=f"{head}, {sealed.diary or sealed.title}",
        running_foot=say.say("seal.short", digest=grouped_digest(seal)[:17]),
        page_word=say.say("page"),
    )


def _identity(sealed: SealedSet, count: int, say: Wording) -> Facts:
    number = f", {sealed.organisation_number}" if sealed.organisation_number else ""
    name = (Span(sealed.organisation, language=say.foreign), Span(number))
    rows = [Fact(say.say("organisation"), (name,))]
    if sealed.diary:
        rows.append(Fact(say.say("diary"), (words(sealed.diary),)))
    if sealed.cpv:
        # The official labels of the shipped data are the Swedish ones.
        cpv = tuple((Span(f"{item.code}  "), Span(item.label, language=say.foreign)) for item in sealed.cpv)
        rows.append(Fact(say.say("cpv"), cpv))
    rows.append(Fact(say.say("number_of"), (words(str(count)),)))
    return Facts(tuple(rows))


def _seal_mark(sealed: SealedSet, seal: str, say: Wording) -> SealMark:
    day = day_text(sealed.locked_on, say.language)
    return SealMark(
        title=say.say("seal.title", day=day, revision=sealed.revision),
        lines=(
            (Span(f"{say.say('set')} "), Span(sealed.set_id, SpanKind.CODE)),
            words(say.say("seal.check")),
        ),
        details=(
            words(say.say("seal.check.how", file=FILE_NAME)),
            words(say.say("seal.log", sequence=sealed.log_sequence, hash=grouped_digest(sealed.log_hash))),
        ),
        label=say.say("seal.digest"),
        digest=seal,
    )


def _sections(
    lines: Iterable[SealedLine], locked_on: date, say: Wording
) -> Iterable[Heading | Paragraph | RequirementBlock]:
    """A heading and an explanation per requirement type, then its requirements, in the sealed order."""
    for kind, members in groupby(lines, key=lambda line: line.requirement.type):
        numbered = tuple(members)
        number = numbered[0].number.partition(".")[0]
        yield Heading(2, say.say(f"types.{kind.value}"), anchor=f"del-{number}", number=number)
        yield Paragraph(words(say.say(f"about.{kind.value}")), ParagraphStyle.SMALL)
        for line in numbered:
            yield requirement_block(line, locked_on, say)


def _contents(sections: Iterable[Heading | Paragraph | RequirementBlock], say: Wording) -> Contents:
    entries = []
    for block in sections:
        if isinstance(block, Heading):
            entries.append(ContentsEntry(1, block.number, Span(block.text), block.anchor))
        elif isinstance(block, RequirementBlock):
            entries.append(ContentsEntry(2, block.number, block.title, block.anchor))
    entries.append(ContentsEntry(1, "", Span(say.say("answers")), "svar"))
    return Contents(say.say("contents"), tuple(entries))


def _answers(lines: Iterable[SealedLine], say: Wording) -> Iterable[Block]:
    """What the tenderer fills in on paper; the answer matrix in XLSX asks the same."""
    box = (Span("☐", SpanKind.BOX),)
    columns = (
        Column(say.say("answers.number"), 7),
        Column(say.say("answers.title"), 41),
        Column(say.say("yes"), 7),
        Column(say.say("no"), 7),
        Column(say.say("answers.where"), 38),
    )
    rows = tuple(
        (words(line.number), (_title(line, say),), box, box, _offer_cell(line, say)) for line in lines
    )
    yield Heading(2, say.say("answers"), anchor="svar", starts_page=True)
    yield Paragraph(words(say.say("answers.lead")), ParagraphStyle.SMALL)
    yield Table(say.say("answers.caption"), columns, rows)
    yield Fields(
        say.say("answers.offers"),
        (
            Field("tenderer", say.say("tenderer.name")),
            Field("number", say.say("tenderer.number")),
            Field("signed", say.say("tenderer.signed"), rows=2),
        ),
    )


def _title(line: SealedLine, say: Wording) -> Span:
    title = line.requirement.title
    return Span(say.pick(title), language=say.language_of(title))


def _offer_cell(line: SealedLine, say: Wording) -> Line:
    """Where in the tender the proof is; for a value the tenderer states, the place to write it."""
    units = [item.unit or "" for item in line.parameters if item.filled_by == FilledBy.TENDERER.value]
    if not units:
        return words("")
    spans = [Span(f"{say.say('answers.offer')}: ")]
    for unit in units:
        spans += [Span(say.say("blank"), SpanKind.BLANK), Span(f" {unit} ")]
    return tuple(spans)


def _matrix(say: Wording) -> AnswerMatrix:
    choices = (say.say("yes"), say.say("no"))
    return AnswerMatrix(
        sheet=say.say("answers.sheet"),
        details=say.say("answers.details"),
        number=say.say("answers.number"),
        id=say.say("id"),
        title=say.say("answers.title"),
        text=say.say("answers.text"),
        notes=say.say("answers.notes"),
        facts=(say.say("proof"),),
        columns=(
            AnswerColumn("answer", say.say("answers.answer"), 10, choices, say.say("answers.choose")),
            AnswerColumn("offer", say.say("answers.offer"), 14, max_length=100),
            AnswerColumn("where", say.say("answers.where"), 32),
            AnswerColumn("comment", say.say("answers.comment"), 40),
        ),
    )
