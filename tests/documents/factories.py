# SPDX-License-Identifier: EUPL-1.2
"""A sealed set with one of everything an annex can show; a test changes one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

from criteria.documents.model import Document, Metadata, Paragraph, Span, words
from criteria.library.model import (
    CpvEntry,
    LawFloor,
    Proof,
    ProofAlternative,
    ProofItem,
    UpstreamReference,
    Words,
)
from criteria.library.vocabulary import (
    FilledBy,
    FollowUpRole,
    FollowUpTime,
    Level,
    Method,
    ParameterType,
    ProofBy,
    ProofKind,
    ProofTime,
    RequirementType,
)
from criteria.requirements.model import (
    Assumptions,
    LineOrigin,
    ParameterValue,
    Requirement,
    SealedLine,
    SealedParameter,
    SealedSet,
)
from criteria.requirements.parameters import fill
from tests.requirements.factories import make_parameter, make_template, make_version

LOCKED_AT = datetime(2026, 10, 21, 7, 30, tzinfo=UTC)

TWO_PROOFS = Proof(
    (
        ProofAlternative(
            (ProofItem(ProofKind.LABEL_LICENCE, 4, Words("Giltig licens.", "A valid licence.")),)
        ),
        ProofAlternative(
            (
                ProofItem(ProofKind.TEST_REPORT, 3, Words("Provningsrapport.", "Test report.")),
                ProofItem(ProofKind.DATA_SHEET, 2, Words("Datablad.", "Data sheet.")),
            )
        ),
    ),
    ProofTime.ON_REQUEST,
    ProofBy.SUPPLIER,
    within_working_days=10,
)


def make_requirement(ref: str = "FURN-01:1@base", **changes: object) -> Requirement:
    """What a criterion version says, as a set keeps it."""
    version = make_version(ref if "@" in ref else "OWN-01:1@base")
    requirement = Requirement(
        id=ref,
        title=version.title,
        type=version.type,
        level=version.level,
        text=version.text,
        parameters=version.parameters,
        groups=version.groups,
        aspects=version.aspects,
        proof=version.proof,
        labels=version.labels,
        law_floor=version.law_floor,
        upstream=version.upstream,
        follow_up=version.follow_up,
        declaration=version.declaration,
    )
    return replace(requirement, **changes)  # type: ignore[arg-type]


def make_line(number: str = "1.1", requirement: Requirement | None = None, **changes: object) -> SealedLine:
    """A sealed line; ``values`` fill the blanks of its text."""
    requirement = requirement or make_requirement()
    given = changes.pop("values", {})
    assert isinstance(given, dict)
    values = tuple(ParameterValue(name, value) for name, value in given.items())
    line = SealedLine(
        number=number,
        line=int(number.replace(".", "")),
        origin=LineOrigin.LIBRARY,
        ref=requirement.id,
        fingerprint="ab" * 32,
        requirement=requirement,
        parameters=tuple(
            SealedParameter(item.name, item.unit, given.get(item.name), item.filled_by.value)
            for item in requirement.parameters
        ),
        text=fill(requirement.text, requirement.parameters, values),
        original_text=None,
        change_reason=None,
        methods=requirement.follow_up.methods if requirement.follow_up else (),
        when=requirement.follow_up.when if requirement.follow_up else (),
        role=requirement.follow_up.role if requirement.follow_up else None,
        not_followed_reason=None,
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def make_sealed(*lines: SealedLine, **changes: object) -> SealedSet:
    """A locked set of Ekby kommun with the lines given, or with ``every_kind_of_line``."""
    sealed = SealedSet(
        form="kravkedjan/sealed-set/1",
        set_id="set-0123456789",
        revision=2,
        title="Kontorsmöbler 2026",
        organisation="Ekby kommun",
        organisation_number="212000-0000",
        diary="KS 2026/311",
        cpv=(CpvEntry("39130000-2", "Kontorsmöbler"),),
        assumptions=Assumptions(),
        locked_on=date(2026, 10, 21),
        locked_at=LOCKED_AT,
        log_sequence=48,
        log_hash="9f3c27a1" * 8,
        lines=lines or every_kind_of_line(),
    )
    return replace(sealed, **changes)  # type: ignore[arg-type]


def every_kind_of_line() -> tuple[SealedLine, ...]:
    """A plain line, one with a value and a law floor, a changed one, an award criterion, an own one."""
    return (plain_line(), limit_line(), changed_line(), award_line(), own_line())


def plain_line() -> SealedLine:
    """Two ways to prove, and a national id it answers to."""
    reference = UpstreamReference("10166:1", "UHM")
    return make_line("1.1", make_requirement(proof=TWO_PROOFS, upstream=(reference,)))


def limit_line() -> SealedLine:
    """A value that the procurer chose, where the law has a limit of its own."""
    text = Words(
        "Skivorna ska avge högst {limit} milligram per kubikmeter luft.",
        "The panels shall emit at most {limit} milligrams per cubic metre.",
    )
    floor = LawFloor("Lagen tillåter högst 0,062 mg.", "Reach, bilaga XVII post 77", date(2026, 8, 6))
    requirement = make_requirement(
        "FURN-02:1@advanced",
        level=Level.ADVANCED,
        title=Words("Låga halter av formaldehyd", "Low formaldehyde"),
        text=text,
        parameters=(make_parameter(),),
        law_floor=floor,
    )
    return make_line("1.2", requirement, values={"limit": "0.05"})


def changed_line() -> SealedLine:
    """A text changed for this purchase, of a criterion that answers to a national one."""
    original = Words("Stolen ska hålla i minst fem år.")
    return make_line(
        "1.3",
        make_requirement(
            "FURN-03:1@base",
            title=Words("Hållbara stolar"),
            text=original,
            upstream=(UpstreamReference("10167", "UHM"),),
        ),
        text=Words("Stolen ska hålla i minst sju år."),
        original_text=original,
        change_reason="Skolan behåller stolarna längre.",
    )


def award_line() -> SealedLine:
    """A value that the tenderer states and one that says what it is worth."""
    offered = make_parameter(
        "share",
        type=ParameterType.PERCENT,
        unit="%",
        minimum=Decimal(0),
        maximum=Decimal(100),
        filled_by=FilledBy.TENDERER,
        guidance=Words("Räknas i antal möbler.", "Counted in pieces."),
    )
    deduction = make_parameter("deduction", type=ParameterType.DECIMAL, unit="kr", minimum=None, maximum=None)
    text = Words(
        "Anbudsgivaren anger andelen renoverade möbler: {share} procent. "
        "För varje procentenhet dras {deduction} kronor från jämförelsesumman.",
        "The tenderer states the share of refurbished furniture: {share} per cent. "
        "For each percentage point SEK {deduction} is deducted from the comparison sum.",
    )
    requirement = make_requirement(
        "FURN-07:1@leading_edge",
        level=Level.LEADING_EDGE,
        type=RequirementType.AWARD_CRITERION,
        title=Words("Andel renoverade möbler", "Share of refurbished furniture"),
        text=text,
        parameters=(offered, deduction),
    )
    return make_line("2.1", requirement, values={"deduction": "12500"})


def own_line() -> SealedLine:
    """A requirement written for this purchase, that nobody plans to check."""
    requirement = make_requirement(
        "EGET-01",
        level=None,
        type=RequirementType.PERFORMANCE_CONDITION,
        title=Words("Hämtning av emballage"),
        text=Words("Leverantören ska ta med sig:\n- kartong,\n- plast."),
        follow_up=make_template(Method.DELIV, role=FollowUpRole.REQUESTER, when=(FollowUpTime.ON_DELIVERY,)),
    )
    return make_line(
        "3.1", requirement, origin=LineOrigin.OWN, ref=None, fingerprint=None, not_followed_reason="Låg risk."
    )


def make_document(*blocks: object, **changes: object) -> Document:
    """A small document with the blocks given, or with one paragraph."""
    document = Document(
        language="sv",
        kicker="Prov",
        title=Span("Ett dokument"),
        blocks=blocks or (Paragraph(words("Text.")),),  # type: ignore[arg-type]
        metadata=Metadata("Ekby kommun", "Ett prov", LOCKED_AT, "Prov"),
    )
    return replace(document, **changes)  # type: ignore[arg-type]


class _Words(HTMLParser):
    """Collects the text of a page, style and title apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._skipped += tag in ("title", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("title", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def text_of_html(html: str) -> str:
    """The words of a page, with one space between them."""
    reader = _Words()
    reader.feed(html)
    return squeezed(" ".join(reader.found))


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()
