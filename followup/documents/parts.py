# SPDX-License-Identifier: EUPL-1.2
"""What follow-up documents have in common: the facts about the contract, dates, and file properties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from criteria.documents.model import Fact, Metadata, Span, words
from criteria.documents.wording import Wording
from criteria.documents.writing import day_text
from criteria.library.model import Words
from followup.documents.model import ContractHead


def contract_facts(head: ContractHead, say: Wording) -> tuple[Fact, ...]:
    """Contract, supplier, buyer and period, as labelled values."""
    title = f"{head.title} ({head.diary})" if head.diary else head.title
    return (
        Fact(say.say("contract"), (words(title, say.foreign),)),
        Fact(say.say("supplier"), (words(f"{head.supplier}, {head.supplier_number}"),)),
        Fact(say.say("buyer"), (words(head.buyer, say.foreign),)),
    )


def period_fact(head: ContractHead, say: Wording) -> Fact:
    """The period of the contract, both days included."""
    start, end = (day_text(day, say.language) for day in (head.starts_on, head.ends_on))
    return Fact(say.say("period"), (words(f"{start} – {end}"),))


def metadata(head: ContractHead, kind: str, subject: str, say: Wording) -> Metadata:
    """File properties of a document about a contract; ``kind`` is its name in the running head."""
    return Metadata(
        author=head.buyer,
        subject=subject,
        dated=head.made_at,
        running_head=f"{kind}, {head.diary or head.title}",
        running_foot=f"{say.say('contract')} {head.contract_id}",
        page_word=say.say("page"),
    )


def span(value: Words, say: Wording) -> Span:
    """A text of the library in the document's language, marked where it falls back to Swedish."""
    return Span(say.pick(value).strip(), language=say.language_of(value))


def iso(day: date | None) -> str:
    """A date as it stands in tables; a dash where there is none."""
    return "–" if day is None else day.isoformat()


def hours_text(hours: Decimal | None, say: Wording) -> str:
    """Hours as they stand in tables, quarters and all; a dash where nobody logged any.

    >>> from followup.documents.wording import follow_up_wording
    >>> hours_text(Decimal("1.50"), follow_up_wording("sv"))
    '1,5'
    """
    if hours is None:
        return "–"
    text = format(hours.normalize(), "f")
    return text.replace(".", ",") if say.language == "sv" else text
