# SPDX-License-Identifier: EUPL-1.2
"""What calls may ask: query parameters, which arrive as text and need their own schemas, and small bodies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from marshmallow import Schema, fields, validate

from criteria.documents.annex import AnnexPart
from criteria.requirements.lines import MAX_APPLIES_TO
from criteria.services.annex import LANGUAGES, AnnexFormat
from criteria.services.extracts import ExtractFormat
from followup.deviations.model import Severity, StepKind
from followup.services import declaration_forms, reports, templates
from followup.services.made_files import FileFormat

#: What a database can count to.
MAX_NUMBER = 2_000_000_000
_TEXT = validate.Length(max=400)


def _words(about: str) -> fields.List:
    return fields.List(
        fields.String(validate=validate.Length(max=100)),
        load_default=(),
        validate=validate.Length(max=50),
        metadata={"description": about},
    )


class SearchQueryArgs(Schema):
    """A question to the library."""

    q = fields.String(load_default="", validate=_TEXT, metadata={"description": "What you are buying."})
    group = _words("Product groups, any of them.")
    cpv = _words("CPV codes, with or without check digit.")
    level = _words("Levels, as codes or Swedish words.")
    type = _words("Requirement types.")
    aspect = _words("Sustainability aspects.")
    label = _words("Labels, by id or name.")
    method = _words("Follow-up methods.")
    status = _words("States on the day.")
    as_of = fields.Date(load_default=None, metadata={"description": "The day asked about; default today."})
    known_at = fields.AwareDateTime(
        load_default=None, metadata={"description": "As recorded by this moment; default now."}
    )
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 1000))
    offset = fields.Integer(load_default=0, validate=validate.Range(0, MAX_NUMBER))
    why = fields.Boolean(load_default=False, metadata={"description": "Tell why each hit came up."})


class CompletionArgs(Schema):
    """What has been typed so far."""

    q = fields.String(required=True, validate=_TEXT, metadata={"description": "What has been typed so far."})
    limit = fields.Integer(load_default=8, validate=validate.Range(1, 50))


class GroupsArgs(Schema):
    """Which product groups."""

    cpv = fields.String(
        load_default=None,
        validate=_TEXT,
        metadata={"description": "Only groups with this code, its parents or children."},
    )


class DayArgs(Schema):
    """Which day."""

    as_of = fields.Date(load_default=None, metadata={"description": "The day asked about; default today."})


class LookupArgs(Schema):
    """Which text, on which day, as recorded by when."""

    ref = fields.String(required=True, validate=_TEXT, metadata={"description": "A criterion reference."})
    as_of = fields.Date(required=True, metadata={"description": "The day asked about."})
    known_at = fields.AwareDateTime(
        load_default=None, metadata={"description": "As recorded by this moment; default now."}
    )


class PastArgs(Schema):
    """Which day, and as recorded by when."""

    as_of = fields.Date(load_default=None, metadata={"description": "The day asked about; default today."})
    known_at = fields.AwareDateTime(
        load_default=None, metadata={"description": "As recorded by this moment; default now."}
    )


class CompareArgs(Schema):
    """Which two versions."""

    before = fields.String(required=True, validate=_TEXT, metadata={"description": "A criterion reference."})
    after = fields.String(required=True, validate=_TEXT, metadata={"description": "A criterion reference."})


class BesideArgs(Schema):
    """Which versions."""

    ref = _words("Criterion references, two or three.")


class ExtractArgs(LookupArgs):
    """Which extract."""

    class Meta:
        """A set's line has a name of its own."""

        exclude = ("ref",)

    about = fields.String(
        required=True,
        validate=_TEXT,
        metadata={"description": "A criterion reference, or a set's id, a colon and the number of the line."},
    )
    format = fields.Enum(ExtractFormat, by_value=True, load_default=ExtractFormat.PDF)
    lang = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


class AnnexArgs(Schema):
    """Which annex."""

    format = fields.Enum(AnnexFormat, by_value=True, load_default=AnnexFormat.PDF)
    part = fields.Enum(AnnexPart, by_value=True, load_default=AnnexPart.ALL)
    lang = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    sealed = fields.Integer(
        load_default=None,
        validate=validate.Range(1, MAX_NUMBER),
        metadata={"description": "An earlier sealed revision; default the one in force."},
    )


@dataclass(frozen=True, slots=True)
class AddCriteria:
    """Criteria to add, in order."""

    refs: tuple[str, ...] = field(metadata={"min_items": 1, "max_items": 200})


@dataclass(frozen=True, slots=True)
class AddPackage:
    """A product group or package to add, at a level."""

    name: str = field(metadata={"min_length": 1, "max_length": 100})
    level: str = field(default="base", metadata={"max_length": 20})


@dataclass(frozen=True, slots=True)
class FillParameters:
    """Blanks to fill, by name; what a person would type."""

    values: dict[str, str] = field(metadata={"min_items": 1, "max_items": 50})


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Why."""

    reason: str = field(metadata={"min_length": 1, "max_length": 1000})


@dataclass(frozen=True, slots=True)
class ApplyTo:
    """Which rows of the price list, or which goods, a line is about; ``None`` is everything."""

    applies_to: str | None = field(metadata={"max_length": MAX_APPLIES_TO})


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """A finding and the reason that answers it."""

    code: str = field(metadata={"min_length": 1, "max_length": 80})
    reason: str = field(metadata={"min_length": 1, "max_length": 1000})


def _how(formats: tuple[FileFormat, ...]) -> fields.Enum:
    return fields.Enum(
        FileFormat,
        by_value=True,
        load_default=formats[0],
        validate=validate.OneOf(formats),
        metadata={"enum": [item.value for item in formats]},
    )


class DeclarationFormArgs(Schema):
    """Which form."""

    format = _how(declaration_forms.FORMATS)
    lang = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    reply_by = fields.Date(load_default=None, metadata={"description": "When an answer is wanted by."})


class TemplateArgs(Schema):
    """Which follow-up form."""

    format = _how(templates.FORMATS)
    lang = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


class ReportArgs(Schema):
    """Which report."""

    format = _how(reports.FORMATS)
    lang = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


class TasksArgs(Schema):
    """Which tasks."""

    due_before = fields.Date(load_default=None, metadata={"description": "Due earlier than this day."})
    person = fields.String(load_default=None, validate=_TEXT)
    contract = fields.String(load_default=None, validate=_TEXT)
    everything = fields.Boolean(load_default=False, metadata={"description": "Also done and cancelled."})


class OutcomesArgs(Schema):
    """Which outcomes."""

    line = fields.String(
        load_default=None, validate=_TEXT, metadata={"description": "Number of a requirement."}
    )


class DeviationsArgs(Schema):
    """Which deviations."""

    contract = fields.String(load_default=None, validate=_TEXT)
    only_open = fields.Boolean(load_default=False)


class EvidenceArgs(Schema):
    """What the file of the body is and what it shows."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    kind = fields.String(required=True, validate=_TEXT, metadata={"description": "Kind of proof."})
    about = _words("Numbers of requirements.")
    dated_on = fields.Date(required=True)
    valid_to = fields.Date(load_default=None)
    own_finding = fields.Boolean(load_default=None, allow_none=True)
    equivalent_because = fields.String(load_default=None, validate=validate.Length(max=1000))
    note = fields.String(load_default="", validate=validate.Length(max=1000))


class FileNameArgs(Schema):
    """What the file of the body is called."""

    name = fields.String(required=True, validate=validate.Length(1, 200))


@dataclass(frozen=True, slots=True)
class AskSupplier:
    """Until when an answer is wanted (default ten working days), and who was asked."""

    reply_by: date | None = None
    contact: str = field(default="", metadata={"max_length": 200})


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """Evidence that has come, by id or SHA-256."""

    evidence: tuple[str, ...] = field(default=(), metadata={"max_items": 100})


@dataclass(frozen=True, slots=True)
class Postpone:
    """A later day, and why."""

    to: date
    reason: str = field(metadata={"min_length": 1, "max_length": 1000})


@dataclass(frozen=True, slots=True)
class Assign:
    """The person who shall do it; ``None`` is nobody."""

    person: str | None


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """The finding; empty is the outcome's own note."""

    text: str = field(default="", metadata={"max_length": 4000})


@dataclass(frozen=True, slots=True)
class TakeDeviationStep:
    """One step of a deviation."""

    kind: StepKind
    text: str = field(metadata={"max_length": 4000})
    by_date: date | None = None
    severity: Severity | None = None
