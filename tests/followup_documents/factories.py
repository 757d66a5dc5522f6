# SPDX-License-Identifier: EUPL-1.2
"""What the services hand over for follow-up documents; a test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from criteria.library.model import Words
from criteria.library.vocabulary import FollowUpRole, Level, Method, ProofKind, RequirementType
from followup.declarations.form import text_hash_of
from followup.declarations.model import FORM, Answer, DeclarationStatus, FrozenForm, FrozenRequirement
from followup.deviations.model import DeviationStatus, Severity
from followup.documents.model import (
    ContractHead,
    ContractReport,
    DeclarationForm,
    ReportDeclaration,
    ReportDeviation,
    ReportEvidence,
    ReportLine,
    TemplateForm,
)
from followup.log.model import Result, ShownAs
from tests.requirements.factories import make_template

SEAL = "a1b2c3d4" * 8


def make_head(**changes: object) -> ContractHead:
    """A two-year contract on furniture."""
    head = ContractHead(
        contract_id="contract-2m4k8w0x1z",
        title="Kontorsmöbler 2026",
        diary="KS 2026/311",
        buyer="Ekby kommun",
        supplier="Tranebo Möbel AB",
        supplier_number="556012-5790",
        starts_on=date(2027, 1, 4),
        ends_on=date(2028, 12, 31),
        seal=SEAL,
        made_at=datetime(2026, 12, 1, 10, tzinfo=UTC),
    )
    return replace(head, **changes)  # type: ignore[arg-type]


def make_template_form(**changes: object) -> TemplateForm:
    """The form of a requirement checked by a test report and a licence."""
    form = TemplateForm(
        head=make_head(),
        made_at=make_head().made_at,
        number="1.2",
        ref="FURN-02:1@advanced",
        title=Words("Låga halter av formaldehyd", "Low formaldehyde"),
        text=Words(
            "Skivorna ska avge högst 0,05 milligram.", "The panels shall emit at most 0.05 milligrams."
        ),
        type=RequirementType.TECHNICAL_SPECIFICATION,
        level=Level.ADVANCED,
        template=make_template(remark=("Rapporten är äldre än tre år.",)),
        methods=(Method.TEST, Method.LABEL),
        role=FollowUpRole.ENVIRONMENT_STRATEGIST,
        min_strength=3,
        due_on=date(2027, 1, 29),
        person="Lena Forsberg",
    )
    return replace(form, **changes)  # type: ignore[arg-type]


def make_frozen(
    number: str = "1.1", text: str = "Stommen ska hålla i tio år.", **changes: object
) -> FrozenRequirement:
    """A requirement as the supplier is asked about it."""
    words, checklist = Words(text, "The frame shall last ten years."), (Words("Vi har rapporten."),)
    ref = "FURN-01:1@base"
    frozen = FrozenRequirement(
        line=int(number.replace(".", "")),
        number=number,
        ref=ref,
        title=Words("Provad hållfasthet", "Tested strength"),
        text=words,
        checklist=checklist,
        text_hash=text_hash_of(number, ref, words, checklist),
    )
    return replace(frozen, **changes)  # type: ignore[arg-type]


def make_form(*requirements: FrozenRequirement, **changes: object) -> FrozenForm:
    """A frozen form with the requirements given, or with two."""
    form = FrozenForm(
        form=FORM,
        contract_id=make_head().contract_id,
        set_id="set-0123456789",
        set_revision=2,
        seal=SEAL,
        requirements=requirements
        or (make_frozen("1.1"), make_frozen("2.1", "Listan ska föras.\n- per artikel")),
    )
    return replace(form, **changes)  # type: ignore[arg-type]


def make_declaration_form(*requirements: FrozenRequirement) -> DeclarationForm:
    """A declaration form to be answered by a day."""
    return DeclarationForm(
        make_head(), make_form(*requirements), date(2027, 1, 20), "upphandling@ekby.example"
    )


def make_line(number: str = "1.1", shown: ShownAs = ShownAs.VERIFIED, **changes: object) -> ReportLine:
    """A requirement with an outcome, or without where it is unchecked."""
    line = ReportLine(number, "FURN-01:1@base", Words("Provad hållfasthet", "Tested strength"), 3, shown)
    if shown is not ShownAs.UNCHECKED:
        line = replace(
            line,
            result=Result.MET,
            method=Method.TEST,
            strength=3,
            observed_on=date(2027, 2, 3),
            logged_on=date(2027, 2, 5),
            assessor="Lena Forsberg",
            evidence=(ReportEvidence("0f" * 32, ProofKind.TEST_REPORT, 3, date(2026, 5, 5), None),),
        )
    return replace(line, **changes)  # type: ignore[arg-type]


def make_declared(**changes: object) -> ReportDeclaration:
    """A yes in a declaration that holds."""
    declared = ReportDeclaration(Answer.YES, DeclarationStatus.COMPLETE, date(2028, 1, 14))
    return replace(declared, **changes)  # type: ignore[arg-type]


def make_report(*lines: ReportLine, **changes: object) -> ContractReport:
    """A report without deviations on the lines given."""
    report = ContractReport(make_head(), date(2027, 2, 10), 121, "77aa55cc" * 8, lines, (), ())
    return replace(report, **changes)  # type: ignore[arg-type]


def make_deviation(**changes: object) -> ReportDeviation:
    """An open deviation that the supplier has been told of."""
    deviation = ReportDeviation(
        "1.5",
        Words("Inga halogenerade flamskyddsmedel"),
        Severity.MAJOR,
        DeviationStatus.NOTIFIED,
        date(2027, 2, 3),
        date(2027, 2, 5),
        date(2027, 2, 19),
    )
    return replace(deviation, **changes)  # type: ignore[arg-type]
