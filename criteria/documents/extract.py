# SPDX-License-Identifier: EUPL-1.2
"""The extract about a wording ("utdrag om lydelse") as document and as JSON, for a court and its clerk.

The properties of the document carry a date of the content, never of the export, and what hangs on the day of
the export stands on the last page alone: every page before it, and the file inside, is the same in each
extract of the same content. Source: DOMAIN, scenario 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from criteria.canonical import canonical_bytes
from criteria.documents.extract_criterion import criterion_blocks, criterion_facts, text_blocks
from criteria.documents.extract_line import held_revision, line_blocks, line_facts
from criteria.documents.extract_model import FORM, CriterionContent, Extract, Handler, LineContent
from criteria.documents.extract_parts import Telling, last_recorded, moment_text, people_in
from criteria.documents.extract_wording import FILE_NAME, extract_wording
from criteria.documents.model import (
    Attachment,
    Block,
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
    SealMark,
    Span,
    Table,
    words,
)
from criteria.documents.wording import Wording
from criteria.documents.writing import capitalised, day_text, grouped_digest, listed


def extract_json(extract: Extract) -> bytes:
    """The whole extract as canonical JSON: form, content with its SHA-256, and date page."""
    return canonical_bytes({**_content(extract), "date_page": extract.date_page})


def content_json(extract: Extract) -> bytes:
    """The extract without its date page: the same bytes in every extract of the same content."""
    return canonical_bytes(_content(extract))


def _content(extract: Extract) -> Mapping[str, object]:
    return {"form": FORM, "content": extract.content, "content_sha256": extract.content_sha256}


def extract_document(extract: Extract, language: str = "sv") -> Document:
    """The extract as a document; its last page, the date page, begins a page of its own."""
    say, content = extract_wording(language), extract.content
    people = {user_id: _mark(number, say) for number, user_id in enumerate(people_in(content), start=1)}
    tell = Telling(say, extract.names, MappingProxyType(people))
    day = day_text(content.as_of, language)
    ref = _shown_ref(content)
    subject = say.say("extract.subject", ref=ref, day=day)
    return Document(
        language=language,
        kicker=say.say("extract.kicker"),
        title=_title(extract, tell),
        blocks=(*_blocks(extract, tell), *_date_page(extract, tell)),
        metadata=Metadata(
            author=content.organisation if isinstance(content, LineContent) else "Kravkedjan",
            subject=subject,
            dated=last_recorded(content),
            running_head=f"{say.say('extract.kicker')}, {ref}, {day}",
            running_foot=say.say("extract.foot", digest=grouped_digest(extract.content_sha256)[:17]),
            page_word=say.say("page"),
        ),
        seal=extract.content_sha256,
        attachment=Attachment(FILE_NAME, say.say("extract.attachment"), content_json(extract)),
    )


def _mark(number: int, say: Wording) -> str:
    return say.say("extract.person.mark", number=number)


def _shown_ref(content: CriterionContent | LineContent) -> str:
    if isinstance(content, LineContent):
        return f"{content.diary or content.set_id}, {held_revision(content).number}"
    return content.ref.partition("@")[0]


def _title(extract: Extract, tell: Telling) -> Span:
    content = extract.content
    if isinstance(content, LineContent):
        title = held_revision(content).title
        number = f"{held_revision(content).number} "
    else:
        assert extract.read is not None  # noqa: S101 -- a criterion is always read; narrows the type
        title, number = extract.read.title, ""
    return Span(number + tell.say.pick(title), language=tell.say.language_of(title))


def _blocks(extract: Extract, tell: Telling) -> Iterator[Block]:
    say, content, version = tell.say, extract.content, extract.read
    day = day_text(content.as_of, say.language)
    facts = [Fact(say.say("extract.as_of"), (words(day),))]
    if isinstance(content, LineContent):
        facts += line_facts(content, tell)
    elif version is not None:
        facts += criterion_facts(content, version, tell)
    yield Facts(tuple(facts))
    yield Paragraph(words(say.say("extract.lead", day=day)), ParagraphStyle.LEAD)
    if isinstance(content, CriterionContent) and content.known_at is not None:
        known = say.say("extract.known", moment=moment_text(content.known_at))
        yield Paragraph(words(known))
    if isinstance(content, CriterionContent) and version is not None:
        yield from text_blocks(version, tell)
        yield _check(content, extract.content_sha256, say)
        yield from criterion_blocks(content, version, tell)
    elif isinstance(content, LineContent):
        yield from line_blocks(content, tell)
        yield _check(content, extract.content_sha256, say)
        if content.library is not None and version is not None:
            yield Heading(2, say.say("extract.library"), "kriterium", starts_page=True)
            yield Facts(tuple(criterion_facts(content.library, version, tell)))
            yield from criterion_blocks(content.library, version, tell)


def _check(content: CriterionContent | LineContent, digest: str, say: Wording) -> SealMark:
    """The digest that freezes the words, and the statement how anybody makes it again."""
    is_line = isinstance(content, LineContent)
    frozen = say.say("extract.check.locked" if is_line else "extract.check.frozen")
    how = say.pick(content.how_to_check)
    return SealMark(
        title=say.say("extract.check.title"),
        label=say.say("seal.digest" if is_line else "extract.check.fingerprint"),
        digest=held_revision(content).seal if isinstance(content, LineContent) else content.fingerprint,
        lines=(words(frozen),),
        details=(words(how), words(say.say("extract.check.content", digest=digest, file=FILE_NAME))),
    )


def _date_page(extract: Extract, tell: Telling) -> Iterator[Block]:
    say, page = tell.say, extract.date_page
    yield Heading(2, say.say("extract.date_page"), "datumsida", starts_page=True)
    yield Paragraph(words(say.say("extract.date_page.lead")))
    yield Facts(
        (
            Fact(say.say("extract.made"), (words(moment_text(page.made_at)),)),
            Fact(say.say("extract.made_by"), ((_named(page.made_by, say),),)),
            Fact(say.say("extract.made_for"), ((Span(page.organisation, language=say.foreign),),)),
        )
    )
    yield Heading(3, say.say("extract.archive"), "arkiv")
    yield Facts(tuple(_archive(extract, say)))
    yield Paragraph(words(say.say("extract.archive.kept")), ParagraphStyle.SMALL)
    if page.people:
        yield _people(extract, tell)
    head = say.say("extract.log", sequence=page.log_sequence, hash=grouped_digest(page.log_hash))
    yield Heading(3, say.say("extract.log.title"), "kontrollvarde")
    yield Paragraph(words(head))
    why = say.say("extract.log.why", sequence=page.log_sequence, digest=page.log_hash)
    yield Paragraph(words(why), ParagraphStyle.SMALL)
    yield Fields(
        say.say("extract.signature"),
        (
            Field("name", say.say("extract.signature.name")),
            Field("signed", say.say("extract.signature.sign"), rows=2),
        ),
    )


def _archive(extract: Extract, say: Wording) -> Iterator[Fact]:
    """Whose archive the record belongs to, its series, and the diary number of what was bought."""
    content, page = extract.content, extract.date_page
    creator = content.organisation if isinstance(content, LineContent) else page.organisation
    yield Fact(say.say("extract.organisation"), ((Span(creator, language=say.foreign),),))
    series = page.archive_series or say.say("extract.archive.no_series")
    yield Fact(say.say("extract.archive.series"), (words(series),))
    if isinstance(content, LineContent) and content.diary:
        yield Fact(say.say("diary"), (words(content.diary),))


def _people(extract: Extract, tell: Telling) -> Table:
    say = tell.say
    columns = (
        Column(say.say("extract.person"), 14),
        Column(say.say("extract.person.name"), 28),
        Column(say.say("extract.person.role"), 32),
        Column(say.say("extract.person.organisation"), 26),
    )
    rows = tuple(_person_row(person, tell) for person in extract.date_page.people)
    return Table(say.say("extract.people.caption"), columns, rows)


def _person_row(person: Handler, tell: Telling) -> tuple[Line, ...]:
    say = tell.say
    return (
        words(tell.person(person.id)),
        (_named(person, say),),
        words(_roles(person, say)),
        (Span(person.organisation or "–", language=say.foreign),),
    )


def _named(person: Handler, say: Wording) -> Span:
    """The name, or what stands in its place."""
    if person.name is not None:
        return Span(person.name, language=say.foreign)
    return Span(say.of("extract.person", person.shown))


def _roles(person: Handler, say: Wording) -> str:
    roles = capitalised(listed([say.of("role", role) for role in person.roles], say.language))
    return ", ".join(filter(None, (roles, person.unit))) or "–"
