# SPDX-License-Identifier: EUPL-1.2
"""The supplier declaration as a form: the frozen texts, a place to answer each, and the signatory.

The same document becomes PDF to read and sign, and XLSX to fill in and send back. The workbook carries
contract, seal and the hash of each text in its hidden sheet. Source: DOMAIN 4.5, DC1 and DC2.
"""

from __future__ import annotations

from collections.abc import Iterator

from criteria.documents.limits import clean
from criteria.documents.model import (
    AnswerColumn,
    AnswerMatrix,
    Block,
    Document,
    Fact,
    Facts,
    Field,
    Fields,
    Heading,
    Mark,
    Note,
    NoteKind,
    Paragraph,
    ParagraphStyle,
    RequirementBlock,
    SealMark,
    Span,
    Tag,
    plain_blocks,
    words,
)
from criteria.documents.spans import paragraphs
from criteria.documents.wording import Wording
from criteria.documents.writing import day_text, grouped_digest
from followup.declarations.model import Answer, FrozenRequirement
from followup.documents.model import DeclarationForm
from followup.documents.parts import contract_facts, metadata, period_fact, span
from followup.documents.wording import follow_up_wording


def declaration_document(form: DeclarationForm, language: str = "sv") -> Document:
    """The declaration form of a contract in a language; the texts are those frozen in it."""
    say = follow_up_wording(language)
    kind = say.say("declaration.kicker")
    return Document(
        language=language,
        kicker=kind,
        title=Span(form.head.title, language=say.foreign),
        blocks=tuple(_blocks(form, say)),
        metadata=metadata(
            form.head, kind, say.say("declaration.subject", contract=form.head.contract_id), say
        ),
        seal=form.frozen.seal,
        answers=_matrix(say),
        marks=tuple(_marks(form, say)),
    )


def shown_text(requirement: FrozenRequirement, language: str) -> str:
    """The requirement's text as it stands in a cell of the form."""
    say = follow_up_wording(language)
    return clean(plain_blocks(paragraphs((span(requirement.text, say),)))).strip()


def _blocks(form: DeclarationForm, say: Wording) -> Iterator[Block]:
    facts = [*contract_facts(form.head, say), period_fact(form.head, say)]
    if form.reply_by is not None:
        day = day_text(form.reply_by, say.language)
        facts.append(Fact(say.say("declaration.reply"), (words(day),)))
    if form.contact:
        facts.append(Fact(say.say("declaration.contact"), (words(form.contact),)))
    yield Facts(tuple(facts))
    yield Paragraph(words(say.say("declaration.lead")), ParagraphStyle.LEAD)
    yield Note(
        NoteKind.INFORMATION,
        say.say("declaration.means.title"),
        (Paragraph(words(say.say("declaration.means"))),),
    )
    yield _seal_mark(form, say)
    yield Heading(2, say.say("declaration.requirements"), "kraven")
    for requirement in form.frozen.requirements:
        yield _requirement(requirement, say)
    yield Heading(2, say.say("declaration.signatory"), "underskrift")
    yield Fields("", _signatory(say))


def _seal_mark(form: DeclarationForm, say: Wording) -> SealMark:
    frozen = form.frozen
    return SealMark(
        title=say.say("declaration.seal.title", set=frozen.set_id, revision=frozen.set_revision),
        label=say.say("seal.digest"),
        digest=frozen.seal,
        lines=(words(say.say("declaration.seal.text")),),
    )


def _requirement(requirement: FrozenRequirement, say: Wording) -> RequirementBlock:
    statements = tuple((span(item, say),) for item in requirement.checklist)
    return RequirementBlock(
        number=requirement.number,
        title=span(requirement.title, say),
        anchor=f"krav-{requirement.number}",
        id=(requirement.ref or requirement.number).partition("@")[0],
        tags=(Tag("SHA-256", f"SHA-256 {grouped_digest(requirement.text_hash[:16])} …"),),
        text=paragraphs((span(requirement.text, say),)),
        facts=(Fact(say.say("declaration.yes_means"), statements),),
        fields=Fields(
            "",
            (
                Field("answer", say.say("declaration.answer"), choices=_answers(say)),
                Field("comment", say.say("declaration.comment")),
                Field("proof", say.say("declaration.proof")),
            ),
        ),
    )


def _answers(say: Wording) -> tuple[str, ...]:
    return tuple(say.of("answer", item) for item in Answer)


def _signatory(say: Wording) -> tuple[Field, ...]:
    return (
        Field("name", say.say("declaration.name"), is_short=True),
        Field("title", say.say("declaration.title"), is_short=True),
        Field("authority", say.say("declaration.authority"), hint=say.say("declaration.authority.hint")),
        Field("date", say.say("declaration.date"), hint=say.say("declaration.date.hint"), is_short=True),
        Field("signature", say.say("declaration.signature"), is_short=True),
    )


def _matrix(say: Wording) -> AnswerMatrix:
    comment, proof = say.say("declaration.comment"), say.say("declaration.proof")
    return AnswerMatrix(
        sheet=say.say("declaration.sheet"),
        details=say.say("declaration.details"),
        number=say.say("answers.number"),
        id=say.say("id"),
        title=say.say("answers.title"),
        text=say.say("answers.text"),
        notes=say.say("answers.notes"),
        facts=(say.say("declaration.yes_means"),),
        columns=(
            AnswerColumn(
                "answer", say.say("declaration.answer"), 17, _answers(say), say.say("answers.choose")
            ),
            AnswerColumn("comment", comment, 40, prompt=say.say("declaration.comment.hint")),
            AnswerColumn("proof", proof, 40, prompt=say.say("declaration.proof.hint")),
        ),
    )


def _marks(form: DeclarationForm, say: Wording) -> Iterator[Mark]:
    frozen = form.frozen
    yield Mark("form", frozen.form)
    yield Mark("contract", frozen.contract_id)
    yield Mark("set", frozen.set_id)
    yield Mark("revision", str(frozen.set_revision))
    yield Mark("seal", frozen.seal)
    yield Mark("language", say.language)
    for item in frozen.requirements:
        yield Mark(f"line:{item.number}", f"{item.line} {item.text_hash}")
