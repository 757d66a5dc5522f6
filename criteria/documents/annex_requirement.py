# SPDX-License-Identifier: EUPL-1.2
"""One requirement of an annex: its words, what shows that it is met, how it is valued and followed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import ascii_uppercase

from criteria.documents.model import (
    Bullets,
    Fact,
    Line,
    Note,
    NoteKind,
    Paragraph,
    ParagraphStyle,
    RequirementBlock,
    Span,
    SpanKind,
    Tag,
    words,
)
from criteria.documents.spans import changed_text, marked_text, paragraphs, sentences_with
from criteria.documents.wording import Wording
from criteria.documents.writing import capitalised, day_text, listed
from criteria.library.model import LawFloor, Parameter, Proof, ProofAlternative, Words
from criteria.library.vocabulary import FilledBy, ParameterType, ProofTime, RequirementType
from criteria.requirements.lines import with_scope
from criteria.requirements.model import ParameterValue, SealedLine
from criteria.requirements.parameters import fill, shown_value

_NUMERIC = (ParameterType.INTEGER, ParameterType.DECIMAL, ParameterType.PERCENT)


def requirement_block(line: SealedLine, locked_on: date, say: Wording) -> RequirementBlock:
    """The block of one line of a set locked on a day."""
    requirement = line.requirement
    return RequirementBlock(
        number=line.number,
        title=Span(say.pick(requirement.title), language=say.language_of(requirement.title)),
        anchor=f"krav-{line.number}",
        id=shown_id(line),
        tags=tuple(_tags(line, say)),
        text=binding_text(line, say),
        notes=tuple(_notes(line, locked_on, say)),
        facts=tuple(_facts(line, say)),
    )


def shown_id(line: SealedLine) -> str:
    """The criterion's id and version without level, or the own requirement's id."""
    return (line.ref or line.requirement.id).partition("@")[0]


def binding_text(line: SealedLine, say: Wording) -> tuple[Paragraph | Bullets, ...]:
    """The words that bind, with filled values strong and open blanks as fields."""
    language = say.language_of(line.text)
    blanks = {
        item.name: say.say("blank" if item.filled_by == FilledBy.TENDERER.value else "blank.open")
        for item in line.parameters
        if item.value is None
    }
    # A text changed locally has a template of its own, which the sealed line does not hold.
    template = line.text if line.original_text else with_scope(line.applies_to, line.requirement.text)
    return paragraphs(marked_text(say.pick(template), say.pick(line.text), blanks, language))


def _tags(line: SealedLine, say: Wording) -> Iterator[Tag]:
    level = line.requirement.level
    yield Tag(say.say("level"), say.say("level.none") if level is None else say.of("level", level))
    yield Tag(say.say("type"), say.of("type", line.requirement.type))
    if line.requirement.upstream:
        # R8: a changed text must never be called by the national id alone.
        key = "upstream" if line.original_text is None else "upstream.changed"
        ids = listed([item.krav_id for item in line.requirement.upstream], say.language)
        yield Tag(say.say("id"), say.say(key, krav_id=ids))


def _notes(line: SealedLine, locked_on: date, say: Wording) -> Iterator[Note]:
    if line.original_text is not None:
        yield _changed_note(line, line.original_text, say)
    floor = line.requirement.law_floor
    if floor is not None and _floor_is_useful(line, floor, locked_on):
        yield _law_note(floor, say)


def _changed_note(line: SealedLine, original: Words, say: Wording) -> Note:
    language = say.language_of(line.text) or say.language_of(original)
    # Both in one language, or the comparison says nothing.
    before, after = (original.sv, line.text.sv) if language else (say.pick(original), say.pick(line.text))
    shown: list[Paragraph] = [
        Paragraph(
            (Span(say.say("changed.original"), SpanKind.STRONG), Span(before.strip(), language=language))
        )
    ]
    change = changed_text(before.strip(), after.strip(), language)
    if change is not None:
        shown.append(Paragraph((Span(say.say("changed.difference"), SpanKind.STRONG), *change)))
    if line.change_reason:
        reason = Span(line.change_reason, language=say.foreign)
        shown.append(Paragraph((Span(say.say("changed.reason"), SpanKind.STRONG), reason)))
    return Note(NoteKind.CHANGED, say.say("changed.title"), tuple(shown))


def _floor_is_useful(line: SealedLine, floor: LawFloor, locked_on: date) -> bool:
    """Whether the tenderer must know the law's limit to read the requirement.

    It is where the requirement has a number of its own, to be read beside the law's, and where the law
    takes effect after the set was locked. Otherwise it is the procurer's matter and stays in the library.
    Source: product decision.
    """
    has_number = any(item.type in _NUMERIC for item in line.requirement.parameters) and any(
        character.isdigit() for character in floor.text
    )
    return has_number or (floor.in_force_from is not None and floor.in_force_from > locked_on)


def _law_note(floor: LawFloor, say: Wording) -> Note:
    reference = floor.reference
    if floor.in_force_from is not None:
        reference += ", " + say.say("law.from", day=day_text(floor.in_force_from, say.language))
    return Note(
        NoteKind.LAW,
        say.say("law.title"),
        (
            Paragraph(words(floor.text.strip(), say.foreign)),
            Paragraph(words(reference, say.foreign), ParagraphStyle.SMALL),
        ),
    )


def _facts(line: SealedLine, say: Wording) -> Iterator[Fact]:
    requirement = line.requirement
    if requirement.type is RequirementType.AWARD_CRITERION:
        yield Fact(say.say("valuing"), tuple(_valuing(line, say)))
    offers = tuple(_offers(line, say))
    if offers:
        yield Fact(say.say("offer"), offers)
    yield Fact(say.say("proof"), tuple(_proof(requirement.proof, say)))
    if requirement.proof is not None:
        yield Fact(say.say("proof_time"), (words(proof_time(requirement.proof, say)),))
    yield Fact(say.say("follow_up"), (tuple(_follow_up(line, say)),))


def _valuing(line: SealedLine, say: Wording) -> Iterator[Line]:
    """The sentences that say what an offer is worth: those with a value the procurer has set."""
    requirement = line.requirement
    names = frozenset(item.name for item in requirement.parameters if item.filled_by is FilledBy.PROCURER)
    values = [ParameterValue(item.name, item.value) for item in line.parameters if item.value is not None]
    found = [] if line.original_text else sentences_with(say.pick(requirement.text), names)
    for sentence in found:
        whole = fill(Words(sentence, sentence), requirement.parameters, values)
        yield words(whole.en or "" if say.language == "en" else whole.sv, say.language_of(requirement.text))
    if not found:
        yield words(say.say("valuing.text"))
    yield words(say.say("valuing.binding"))


def _offers(line: SealedLine, say: Wording) -> Iterator[Line]:
    open_names = {item.name for item in line.parameters if item.filled_by == FilledBy.TENDERER.value}
    for parameter in line.requirement.parameters:
        if parameter.name in open_names:
            yield _offer(parameter, say)


def _offer(parameter: Parameter, say: Wording) -> Line:
    unit = parameter.unit or ""
    spans = [Span(say.say("blank"), SpanKind.BLANK), Span(f" {unit}".rstrip())]
    limits = _range(parameter, say)
    if limits:
        spans.append(Span(f", {limits}"))
    guidance = say.pick(parameter.guidance).strip()
    spans += [Span(". "), Span(guidance, language=say.language_of(parameter.guidance))]
    return tuple(span for span in spans if span.text)


def _range(parameter: Parameter, say: Wording) -> str:
    low, high = (
        None if end is None else shown_value(format(end, "f"), ParameterType.DECIMAL, say.language)
        for end in (parameter.minimum, parameter.maximum)
    )
    if low is not None and high is not None:
        return say.say("offer.range", low=low, high=high)
    if low is not None:
        return say.say("offer.least", low=low)
    return "" if high is None else say.say("offer.most", high=high)


def _proof(proof: Proof | None, say: Wording) -> Iterator[Line]:
    if proof is None or not proof.alternatives:
        yield words(say.say("proof.none"))
        return
    if len(proof.alternatives) == 1:
        yield from _alternative("", proof.alternatives[0], say)
        return
    yield words(say.say("proof.any"))
    for letter, alternative in zip(_letters(len(proof.alternatives)), proof.alternatives, strict=True):
        yield from _alternative(f"{letter}.\N{NO-BREAK SPACE}", alternative, say)


def _alternative(lead: str, alternative: ProofAlternative, say: Wording) -> Iterator[Line]:
    items = [
        Span(say.pick(item.text).strip(), language=say.language_of(item.text)) for item in alternative.all_of
    ]
    start = (Span(lead, SpanKind.STRONG),) if lead else ()
    if len(items) == 1:
        yield (*start, items[0])
        return
    yield (*start, Span(say.say("proof.together")))
    for position, item in enumerate(items, start=1):
        yield (Span(f"{position})\N{NO-BREAK SPACE}"), item)


def _letters(count: int) -> Iterator[str]:
    """The letters A, B and so on to Z, then AA, AB and so on."""
    for position in range(count):
        first, last = divmod(position, len(ascii_uppercase))
        yield (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]


def proof_time(proof: Proof, say: Wording) -> str:
    """When proof is shown and by whom, as a sentence."""
    if proof.when is ProofTime.ON_REQUEST and proof.within_working_days is not None:
        when = say.say("proof_time.within", days=proof.within_working_days)
    else:
        when = say.of("proof_time", proof.when)
    return f"{capitalised(when)}, {say.of('proof_by', proof.by)}."


def _follow_up(line: SealedLine, say: Wording) -> Iterator[Span]:
    if line.not_followed_reason is not None:
        yield Span(say.say("follow_up.none"))
        yield Span(line.not_followed_reason.strip(), language=say.foreign)
        return
    methods = listed([say.of("method", item) for item in line.methods], say.language)
    times = listed([say.of("when", item) for item in line.when], say.language)
    planned = ", ".join(part for part in (methods, times) if part)
    sentences = [f"{capitalised(planned)}." if planned else say.say("follow_up.open")]
    if line.role is not None:
        sentences.append(say.say("follow_up.who", role=say.of("role", line.role)))
    if line.requirement.follow_up is not None:
        strength = line.requirement.follow_up.min_strength
        sentences.append(say.say("follow_up.strength", strength=strength, words=say.of("strength", strength)))
    yield Span(" ".join(sentences))
