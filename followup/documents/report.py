# SPDX-License-Identifier: EUPL-1.2
"""The follow-up report of a contract: first how sure we are, then every requirement, then what is open.

What nobody has checked weighs most and comes first; a declaration alone is never shown as fulfilled (T5).
Source: issue 2, part C; DESIGN section 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from criteria.documents.model import (
    Bar,
    BarKind,
    BarPart,
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Line,
    Paragraph,
    ParagraphStyle,
    SealMark,
    Span,
    SpanKind,
    Table,
    words,
)
from criteria.documents.wording import Wording
from criteria.documents.writing import day_text, grouped_digest, listed
from followup.declarations.model import Answer, DeclarationStatus
from followup.documents.model import ContractReport, ReportDeclaration, ReportLine
from followup.documents.parts import contract_facts, hours_text, iso, metadata, period_fact, span
from followup.documents.wording import follow_up_wording
from followup.log.model import ShownAs

_KINDS = {
    ShownAs.UNCHECKED: BarKind.UNCHECKED,
    ShownAs.DECLARED_NOT_VERIFIED: BarKind.DECLARED,
    ShownAs.RECEIVED_NOT_VERIFIED: BarKind.DECLARED,
    ShownAs.NOT_VERIFIABLE: BarKind.UNVERIFIABLE,
    ShownAs.PARTLY_MET: BarKind.DEVIATION,
    ShownAs.NOT_MET: BarKind.DEVIATION,
    ShownAs.REUSED: BarKind.REUSED,
    ShownAs.VERIFIED: BarKind.VERIFIED,
    ShownAs.VERIFIED_WITH_REMARK: BarKind.VERIFIED,
    ShownAs.NOT_APPLICABLE: BarKind.OTHER,
}
#: What "met" says too much about.
_UNVERIFIED = frozenset({ShownAs.DECLARED_NOT_VERIFIED, ShownAs.RECEIVED_NOT_VERIFIED})
#: Fewer than this and a bar says less than the sentence. Source: DESIGN section 6.
_BAR_FROM = 3


def report_document(report: ContractReport, language: str = "sv") -> Document:
    """The report of one contract."""
    say = follow_up_wording(language)
    kind, day = say.say("report.kicker"), day_text(report.as_of, language)
    return Document(
        language=language,
        kicker=kind,
        title=Span(report.head.title, language=say.foreign),
        blocks=tuple(_blocks(report, say)),
        metadata=metadata(report.head, kind, say.say("report.subject", day=day), say),
        seal=report.head.seal,
    )


def certainty_sentences(report: ContractReport, language: str = "sv") -> str:
    """How sure we are, in words: what is verified, what the rest is, and what is open."""
    say = follow_up_wording(language)
    counts, total = _counts(report), len(report.lines)
    open_deviations = len(report.deviations)
    if not total:
        sentences = [say.say("report.none")]
    else:
        verified = counts[BarKind.VERIFIED]
        sentences = [*_refused_sentences(report, say), _first_sentence(verified, total, say)]
        others = [(kind, counts[kind]) for kind in BarKind if kind is not BarKind.VERIFIED and counts[kind]]
        if others:
            parts = [_part(kind, count, say) for kind, count in others]
            sentences.append(_rest_sentence(parts, total, verified, say))
    if open_deviations == 1:
        sentences.append(say.say("report.deviations.one"))
    elif open_deviations:
        sentences.append(say.say("report.deviations.many", count=open_deviations))
    else:
        sentences.append(say.say("report.deviations.none"))
    return " ".join(sentences)


def _refused_sentences(report: ContractReport, say: Wording) -> Iterator[str]:
    """What the supplier itself says is not met, before anything else."""
    for answer in (Answer.NO, Answer.PARTLY):
        numbers = [line.number for line in report.lines if line.refused is answer]
        if numbers:
            which = say.say("report.refused", numbers=listed(numbers, say.language))
            yield f"{say.of('refused', answer)}: {which}."


def _first_sentence(verified: int, total: int, say: Wording) -> str:
    if total == 1:
        return say.say("report.first.single" if verified else "report.first.single_not")
    if verified == 0:
        return say.say("report.first.none", total=total)
    if verified == total:
        return say.say("report.first.all", total=total)
    if verified == 1:
        return say.say("report.first.one", total=total)
    return say.say("report.first.some", verified=verified, total=total)


def _part(kind: BarKind, count: int, say: Wording) -> str:
    text = say.of("one", kind) if count == 1 else say.say(f"many.{kind.value}", count=count)
    # A figure stays with its word.
    return text.replace(" ", "\N{NO-BREAK SPACE}", 1)


def _rest_sentence(parts: list[str], total: int, verified: int, say: Wording) -> str:
    if total == 1:
        # Without its figure, which always is one.
        return say.say("report.rest.single", part=parts[0].partition("\N{NO-BREAK SPACE}")[2])
    key = "report.rest" if verified else "report.rest.all"
    return say.say(key, parts=listed(parts, say.language))


def _counts(report: ContractReport) -> dict[BarKind, int]:
    counts = dict.fromkeys(BarKind, 0)
    for line in report.lines:
        counts[_KINDS[line.shown_as]] += 1
    return counts


def _blocks(report: ContractReport, say: Wording) -> Iterator[Block]:
    as_of = Fact(say.say("report.as_of"), (words(day_text(report.as_of, say.language)),))
    spent = Fact(say.say("report.hours.total"), (words(hours_text(report.hours, say)),))
    facts = (*contract_facts(report.head, say), period_fact(report.head, say), as_of)
    yield Facts(facts if report.hours is None else (*facts, spent))
    yield Paragraph(words(certainty_sentences(report, say.language)), ParagraphStyle.LEAD)
    if len(report.lines) >= _BAR_FROM:
        counts = _counts(report)
        parts = tuple(BarPart(kind, say.of("bar", kind), counts[kind]) for kind in BarKind if counts[kind])
        yield Bar(say.say("report.bar"), parts)
    if report.lines:
        yield Heading(2, say.say("report.table"), "krav")
        yield _requirements(report, say)
    yield from _checks(report, say)
    yield from _deviations(report, say)
    yield from _not_followed(report, say)
    yield from _notes(report, say)
    yield from _evidence(report, say)
    yield _seal_mark(report, say)


def _requirements(report: ContractReport, say: Wording) -> Table:
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.title"), 32),
        Column(say.say("report.shown"), 21),
        Column(say.say("report.strength"), 14),
        Column(say.say("report.declared"), 27),
    )
    caption = say.say("report.caption", day=day_text(report.as_of, say.language))
    # What the supplier itself says is not met comes before what nobody has said anything of.
    lines = sorted(report.lines, key=lambda line: line.refused is None)
    return Table(caption, columns, tuple(_row(line, say) for line in lines))


def _row(line: ReportLine, say: Wording) -> tuple[Line, ...]:
    if line.strength is None:
        strength = say.say("report.strength.none", minimum=line.min_strength)
    else:
        strength = say.say("report.strength.value", strength=line.strength, minimum=line.min_strength)
    # The least sure is the darkest on the page. Source: DESIGN section 1.
    weight = SpanKind.STRONG if line.shown_as is ShownAs.UNCHECKED else SpanKind.PLAIN
    return (
        words(line.number),
        (span(line.title, say),),
        (Span(_shown(line, say), weight),),
        words(strength),
        words(_declared(line.declaration, say)),
    )


def _shown(line: ReportLine, say: Wording) -> str:
    """How the requirement is shown; a supplier's own "no" is said first, though nobody has checked it."""
    shown = say.of("shown", line.shown_as)
    return shown if line.refused is None else f"{say.of('refused', line.refused)}. {shown}"


def _declared(found: ReportDeclaration | None, say: Wording) -> str:
    """What the supplier said, and whether it still holds: the answer alone would look like a fulfilment."""
    if found is None:
        return say.say("report.declared.none")
    answer = say.say("report.declared.no_answer") if found.answer is None else say.of("answer", found.answer)
    state = say.of("declared", found.status)
    if found.status in (DeclarationStatus.COMPLETE, DeclarationStatus.EXPIRED):
        state = f"{state} {iso(found.valid_to)}"
    return f"{answer}, {state}{'. ' + found.comment.strip() if found.comment.strip() else ''}"


def _assessed(line: ReportLine, say: Wording) -> str:
    """What the assessor said; "met" on somebody's word alone is told as the word it is (T5)."""
    if line.result is None or line.shown_as in _UNVERIFIED:
        return say.of("shown", line.shown_as)
    return say.of("result", line.result)


def _checks(report: ContractReport, say: Wording) -> Iterator[Block]:
    """When and by whom each requirement was looked at, and when that was written down (T4, T8)."""
    checked = [line for line in report.lines if line.observed_on is not None]
    if not checked:
        return
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.result"), 20),
        Column(say.say("report.method"), 23),
        Column(say.say("report.when"), 12),
        Column(say.say("report.logged"), 12),
        Column(say.say("report.hours"), 9),
        Column(say.say("report.who"), 18),
    )
    rows = tuple(
        (
            words(line.number),
            words(_assessed(line, say)),
            words("–" if line.method is None else say.of("method", line.method)),
            words(iso(line.observed_on)),
            words(iso(line.logged_on)),
            words(hours_text(line.hours, say)),
            words(line.assessor or "–"),
        )
        for line in checked
    )
    yield Heading(2, say.say("report.checks"), "kontroller")
    yield Table(say.say("report.checks.caption"), columns, rows)


def _deviations(report: ContractReport, say: Wording) -> Iterator[Block]:
    yield Heading(2, say.say("report.deviations"), "avvikelser")
    if not report.deviations:
        yield Paragraph(words(say.say("report.deviations.none")))
        return
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.title"), 32),
        Column(say.say("report.severity"), 10),
        Column(say.say("report.status"), 16),
        Column(say.say("report.found"), 12),
        Column(say.say("report.notified"), 12),
        Column(say.say("report.reply"), 12),
    )
    rows = tuple(
        (
            words(item.number),
            (span(item.title, say),),
            words(say.of("severity", item.severity)),
            words(say.of("deviation", item.status)),
            words(iso(item.found_on)),
            words(iso(item.notified_on)),
            words(iso(item.reply_by)),
        )
        for item in report.deviations
    )
    yield Table(say.say("report.deviations.caption"), columns, rows)


def _not_followed(report: ContractReport, say: Wording) -> Iterator[Block]:
    if not report.not_followed:
        return
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.title"), 40),
        Column(say.say("report.reason"), 54),
    )
    rows = tuple(
        (words(item.number), (span(item.title, say),), words(item.reason.strip(), say.foreign))
        for item in report.not_followed
    )
    yield Heading(2, say.say("report.not_followed"), "inte")
    yield Table(say.say("report.not_followed.caption"), columns, rows)


def _notes(report: ContractReport, say: Wording) -> Iterator[Block]:
    noted = [line for line in report.lines if line.note.strip()]
    if not noted:
        return
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.result"), 24),
        Column(say.say("report.note"), 70),
    )
    rows = tuple(
        (
            words(line.number),
            words(_assessed(line, say)),
            words(line.note.strip(), say.foreign),
        )
        for line in noted
    )
    yield Heading(2, say.say("report.notes"), "anteckningar")
    yield Table(say.say("report.notes.caption"), columns, rows)


def _evidence(report: ContractReport, say: Wording) -> Iterator[Block]:
    rows = tuple(
        (
            words(line.number),
            words(say.of("kind", item.kind)),
            words(str(item.strength)),
            words(iso(item.dated_on)),
            words(iso(item.valid_to)),
            (Span(grouped_digest(item.sha256), SpanKind.CODE),),
        )
        for line in report.lines
        for item in line.evidence
    )
    if not rows:
        return
    columns = (
        Column(say.say("report.number"), 6),
        Column(say.say("report.evidence.kind"), 18),
        Column(say.say("report.strength"), 11),
        Column(say.say("report.evidence.dated"), 12),
        Column(say.say("report.evidence.valid"), 12),
        Column(say.say("report.evidence.hash"), 41),
    )
    yield Heading(2, say.say("report.evidence"), "underlag")
    yield Table(say.say("report.evidence.caption"), columns, rows)


def _seal_mark(report: ContractReport, say: Wording) -> SealMark:
    log = say.say("report.seal.log", sequence=report.log_sequence, hash=grouped_digest(report.log_hash))
    return SealMark(
        title=say.say("report.seal.title"),
        label=say.say("seal.digest"),
        digest=report.head.seal,
        lines=(words(log),),
    )
