# SPDX-License-Identifier: EUPL-1.2
"""The follow-up form of one requirement: one page to print and fill in, made for a person who was not there.

What to ask for, what to look at, what counts as what, boxes to tick, and a signature.
Source: DOMAIN glossary 28; issue 2, part C.
"""

from __future__ import annotations

from collections.abc import Iterator

from criteria.documents.model import (
    Block,
    Checklist,
    Column,
    Document,
    Fact,
    Facts,
    Field,
    Fields,
    Heading,
    Line,
    Metadata,
    Paragraph,
    ParagraphStyle,
    Span,
    SpanKind,
    Table,
    Tick,
    words,
)
from criteria.documents.spans import paragraphs
from criteria.documents.wording import Wording
from criteria.documents.writing import capitalised, day_text, listed
from followup.documents.model import TemplateForm
from followup.documents.parts import contract_facts, metadata, span
from followup.documents.wording import follow_up_wording
from followup.log.model import Result

#: Who made a form that no buyer's contract stands behind.
_PRODUCT = "Kravkedjan"


def template_document(form: TemplateForm, language: str = "sv") -> Document:
    """The form of one requirement. Templates are written in Swedish; other languages get them marked so."""
    say = follow_up_wording(language)
    kind = say.say("template.kicker")
    return Document(
        language=language,
        kicker=kind,
        title=Span(f"{form.number} {span(form.title, say).text}", language=say.language_of(form.title)),
        blocks=tuple(_blocks(form, say)),
        metadata=_metadata(form, kind, say),
        seal="" if form.head is None else form.head.seal,
        is_compact=True,
    )


def _metadata(form: TemplateForm, kind: str, say: Wording) -> Metadata:
    subject = say.say("template.subject", number=form.number)
    if form.head is not None:
        return metadata(form.head, kind, subject, say)
    return Metadata(
        author=_PRODUCT,
        subject=subject,
        dated=form.made_at,
        running_head=f"{kind}, {form.number}",
        page_word=say.say("page"),
    )


def _blocks(form: TemplateForm, say: Wording) -> Iterator[Block]:
    template = form.template
    # A criterion in the library is of no contract: nothing stands where contract and supplier would.
    of_contract = () if form.head is None else contract_facts(form.head, say)[:2]
    yield Facts((*of_contract, *_how(form, say)))
    yield Heading(2, say.say("template.text"), "kravet")
    yield Paragraph(words(_tags(form, say)), ParagraphStyle.SMALL)
    yield from paragraphs((span(form.text, say),), ParagraphStyle.BINDING)
    yield Heading(2, say.say("template.ask"), "be-om")
    yield Checklist("", tuple(Tick(_swedish(text, say)) for text in template.ask_for))
    yield _look_at(form, say)
    yield Heading(2, say.say("template.counts"), "raknas")
    yield Facts(tuple(_counts(form, say)))
    yield Heading(2, say.say("template.result"), "resultat")
    yield Fields("", _result_fields(say))


def _how(form: TemplateForm, say: Wording) -> Iterator[Fact]:
    who = say.of("role", form.role)
    if form.person:
        who = f"{form.person} ({who})"
    methods = capitalised(listed([say.of("method", item) for item in form.methods], say.language))
    yield Fact(say.say("template.how"), (words(methods),))
    if form.due_on is not None:
        who += f", {say.say('template.when')} {day_text(form.due_on, say.language)}"
    yield Fact(say.say("template.who"), (words(who),))
    sample = form.sample or form.template.sample
    if sample:
        yield Fact(say.say("template.sample"), (words(sample, say.foreign),))
    strength = say.say(
        "template.at_least", strength=form.min_strength, words=say.of("strength", form.min_strength)
    )
    yield Fact(say.say("template.strength"), (words(strength),))


def _tags(form: TemplateForm, say: Wording) -> str:
    level = say.say("level.none") if form.level is None else say.of("level", form.level)
    identity = (form.ref or "").partition("@")[0]
    return "  ·  ".join(part for part in (identity, level, say.of("type", form.type)) if part)


def _look_at(form: TemplateForm, say: Wording) -> Table:
    box = (Span("☐", SpanKind.BOX),)
    columns = (
        Column(say.say("template.question"), 64),
        Column(say.say("look.ok"), 10),
        Column(say.say("look.not"), 12),
        Column(say.say("look.unseen"), 14),
    )
    rows = tuple((_swedish(text, say), box, box, box) for text in form.template.look_at)
    return Table(say.say("template.look"), columns, rows)


def _counts(form: TemplateForm, say: Wording) -> Iterator[Fact]:
    template = form.template
    yield Fact(say.say("template.met"), (words(say.say("template.met.text")),))
    lists = (("remark", template.remark), ("deviation", template.deviation), ("then", template.then))
    for key, texts in lists:
        if texts:
            yield Fact(say.say(f"template.{key}"), tuple(_swedish(text, say) for text in texts))


def _result_fields(say: Wording) -> tuple[Field, ...]:
    results = tuple(say.of("result", item) for item in Result)
    return (
        Field("result", say.say("template.outcome"), choices=results),
        Field("seen", say.say("template.seen"), rows=2),
        Field("evidence", say.say("template.evidence"), is_short=True),
        Field("date", say.say("template.date"), is_short=True),
        Field("name", say.say("template.name"), is_short=True),
        Field("signature", say.say("template.sign"), is_short=True),
    )


def _swedish(text: str, say: Wording) -> Line:
    return words(text.strip(), say.foreign)
