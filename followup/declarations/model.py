# SPDX-License-Identifier: EUPL-1.2
"""A supplier declaration: the frozen form, the answers, the signatory and the states.

Source: DOMAIN 4.5 with DC1 to DC4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from criteria.issues import Issue
from criteria.library.model import Words

#: The shape of the form; a file that names another is not read.
FORM = "kravkedjan/declaration-form/1"


class Answer(str, Enum):
    """What a supplier can answer to a requirement; an empty answer is none of them (DC2)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class DeclarationStatus(str, Enum):
    """The life of a declaration. ``expired`` is computed from the day, never stored."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    COMPLETE = "complete"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class FrozenRequirement:
    """A requirement as the supplier is asked about it (DC1).

    ``text_hash`` is the SHA-256 of the canonical JSON of number, reference, text and checklist.
    """

    line: int
    number: str
    ref: str | None
    title: Words
    text: Words
    checklist: tuple[Words, ...]
    text_hash: str


@dataclass(frozen=True, slots=True)
class FrozenForm:
    """Everything that is asked, for one contract and one seal."""

    form: str
    contract_id: str
    set_id: str
    set_revision: int
    seal: str
    requirements: tuple[FrozenRequirement, ...]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One row as the supplier filled it in; ``answer`` is the word in the cell."""

    line: int
    text_hash: str
    answer: str
    comment: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who answers for the declaration; ``authority`` is what the right to sign rests on."""

    name: str
    title: str
    authority: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class GivenDeclaration:
    """A form as it came back. ``signed_on`` is None where the cell was empty."""

    form: str
    contract_id: str
    seal: str
    answers: tuple[GivenAnswer, ...]
    name: str
    title: str
    authority: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer to one requirement, with the words it was given to; ``answer`` None is no answer."""

    line: int
    number: str
    ref: str | None
    title: str
    text: Words
    text_hash: str
    answer: Answer | None
    comment: str
    proof: str


@dataclass(frozen=True, slots=True)
class CheckedDeclaration:
    """A declaration that was taken in. ``lacks`` is empty when it is complete."""

    answers: tuple[LineAnswer, ...]
    signatory: Signatory
    valid_to: date
    lacks: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class StateChange:
    """One step in the life of a declaration. ``by`` is the user who took it in or returned it; UTC."""

    status: DeclarationStatus
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A received declaration; everything but ``states`` is fixed for ever at arrival (DC4).

    ``sha256`` is the file it came in, kept as evidence. ``states`` are oldest first.
    """

    id: str
    organisation_id: str
    contract_id: str
    form: FrozenForm
    checked: CheckedDeclaration
    sha256: str
    received_at: datetime
    received_by: str
    states: tuple[StateChange, ...]

    @property
    def stored_status(self) -> DeclarationStatus:
        """The last state, before the day is looked at."""
        return self.states[-1].status

    def status_on(self, day: date) -> DeclarationStatus:
        """The state on a day: a complete declaration expires when its last day has passed."""
        if self.stored_status is DeclarationStatus.COMPLETE and day > self.checked.valid_to:
            return DeclarationStatus.EXPIRED
        return self.stored_status

    def answer_to(self, line: int) -> LineAnswer | None:
        """The answer to a requirement, if it was asked."""
        return next((answer for answer in self.checked.answers if answer.line == line), None)
