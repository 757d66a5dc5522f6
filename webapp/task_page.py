# SPDX-License-Identifier: EUPL-1.2
"""What the page of a task, a requirement and an outcome show, put together from the use cases.

The requirement's words are those of the contract's seal, with the values the winner offered. What may be done
next is offered by the task's state; the use cases refuse what is not allowed.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale, gettext

from criteria.errors import NotFoundError, RefusedError
from criteria.library.model import FollowUpTemplate, Words
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Permission
from criteria.requirements.model import SealedLine
from criteria.services.sets_life import get_sealed_set
from followup.evidence.strength import Claim, strength_for
from followup.log.assessment import LEAST_VERIFIED
from followup.log.model import ShownAs
from followup.plan.lifecycle import REMINDERS_BEFORE_SILENCE, TaskStep
from followup.plan.model import CLOSED, TaskStatus
from followup.sampling.choice import choose
from followup.sampling.size import SampleSize
from followup.sampling.words import sampling_sentence
from followup.services.contract_views import ContractLine, ContractView, TaskView
from followup.services.contracts import show_contract
from followup.services.declarations import DeclaredLine, declared_lines, get_form
from followup.services.evidence import EvidenceView, list_evidence
from followup.services.outcomes import OutcomeView, list_outcomes
from webapp.context import actor, installation

#: Methods where somebody of ours looks for themselves, so that what was written down is the evidence.
OWN_EYES = frozenset({Method.DELIV, Method.VISIT, Method.OFFICE})
#: The most items a form lists; a larger sample is written down in a file of its own.
MOST_ITEMS = 32
_WAITING = frozenset({TaskStatus.PLANNED, TaskStatus.DUE, TaskStatus.POSTPONED})
#: What is never picked by hand: a declaration counts by itself, and comes in by its own form.
_NOT_PICKED = frozenset({ProofKind.DECLARATION})


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of evidence with the strength it would have for this requirement."""

    kind: ProofKind
    strength: int


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """One requirement of a contract with everything a check of it needs."""

    contract: ContractView
    line: ContractLine
    sealed: SealedLine
    text: Words
    template: FollowUpTemplate | None
    outcomes: tuple[OutcomeView, ...]
    evidence: tuple[EvidenceView, ...]
    declared: DeclaredLine | None
    tasks: tuple[TaskView, ...]

    @property
    def least(self) -> int:
        """The strength from which an outcome is shown as verified."""
        return max(LEAST_VERIFIED, self.line.min_strength or LEAST_VERIFIED)

    @property
    def pickable(self) -> tuple[EvidenceView, ...]:
        """Evidence that an outcome may be said to rest on, the latest first."""
        return tuple(reversed([item for item in self.evidence if item.kind not in _NOT_PICKED]))

    @property
    def finding_strength(self) -> int:
        """The strength that what somebody sees with their own eyes has for this requirement."""
        return strength_for(Claim(ProofKind.OBSERVATION), self.sealed)

    @property
    def kinds(self) -> tuple[KindChoice, ...]:
        """The kinds of evidence, the strongest for this requirement first."""
        found = [
            KindChoice(kind, strength_for(Claim(kind), self.sealed))
            for kind in ProofKind
            if kind not in _NOT_PICKED
        ]
        return tuple(sorted(found, key=lambda item: -item.strength))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: a sampled article, a copy of it, or a point of the template."""

    key: str
    label: str
    is_named: bool


def requirement_facts(contract_id: str, number: str | int) -> RequirementFacts:
    """One requirement of a contract; ``number`` is its number in the annex or its lasting number.

    Raises:
        NotFoundError: ``contract.unknown`` or ``outcome.line_unknown``.
    """
    view = show_contract(installation(), actor(), contract_id)
    line = next((item for item in view.lines if number in (item.line, item.number)), None)
    if line is None:
        raise NotFoundError(
            "outcome.line_unknown",
            where=str(number),
            given=number,
            contract=contract_id,
            lines=", ".join(item.number for item in view.lines),
        )
    sealed = get_sealed_set(installation(), actor(), view.set_id, view.set_revision).sealed
    pinned = next(item for item in sealed.lines if item.line == line.line)
    declared = declared_lines(installation(), actor(), contract_id)
    return RequirementFacts(
        contract=view,
        line=line,
        sealed=pinned,
        text=_binding_text(contract_id, pinned),
        template=pinned.requirement.follow_up,
        outcomes=list_outcomes(installation(), actor(), contract_id, line.number),
        evidence=tuple(
            item
            for item in list_evidence(installation(), actor(), contract_id)
            if item.line in (None, line.line)
        ),
        declared=next((item for item in declared if item.line == line.line), None),
        tasks=tuple(task for task in view.plan if task.line == line.line),
    )


def items_of(facts: RequirementFacts, task: TaskView) -> tuple[Item, ...]:
    """What a check with one's own eyes goes through; nothing for a check of papers.

    With a list of articles the sample is drawn from it by the task's seed, so that anybody can repeat it.
    """
    if task.method not in OWN_EYES:
        return ()
    if task.sample is None:
        points = () if facts.template is None else facts.template.look_at
        return tuple(Item(f"i{place}", text, is_named=True) for place, text in enumerate(points, 1))
    size = min(task.sample.size, MOST_ITEMS)
    articles = [
        item for item in facts.contract.bound.articles if not item.lines or facts.line.line in item.lines
    ]
    if not task.sample.assumed and len(articles) == task.sample.population:
        names = {f"{item.number} {item.name}".strip() for item in articles}
        drawn = choose(tuple(sorted(names)), min(size, len(names)), task.sample.seed).items
        return tuple(Item(f"i{place}", name, is_named=True) for place, name in enumerate(drawn, 1))
    return tuple(
        Item(f"i{place}", gettext("Exemplar %(place)s", place=place), is_named=False)
        for place in range(1, size + 1)
    )


def sample_words(task: TaskView) -> str:
    """What the sample can miss, in one sentence; nothing without a sample."""
    if task.sample is None:
        return ""
    size = SampleSize(task.sample.population, task.sample.size)
    return sampling_sentence(size, language="en" if str(get_locale()) == "en" else "sv")


def steps_for(task: TaskView) -> tuple[str, ...]:
    """The steps that the task's state and the reader's role allow, as the page offers them."""
    if task.status in CLOSED:
        return ()
    found: list[TaskStep] = []
    if actor().may(Permission.LOG_OUTCOMES):
        if task.status in _WAITING:
            found += [TaskStep.REQUEST, TaskStep.RECEIVE, TaskStep.POSTPONE]
        if task.status is TaskStatus.REQUESTED:
            found += [TaskStep.REMIND, TaskStep.RECEIVE, TaskStep.POSTPONE]
            if task.reminders >= REMINDERS_BEFORE_SILENCE:
                found.append(TaskStep.ASSESS)
        if task.status is TaskStatus.RECEIVED:
            found.append(TaskStep.RECEIVE)
    if actor().may(Permission.MANAGE_CONTRACTS):
        found.append(TaskStep.REASSIGN)
        if task.status in _WAITING:
            found.append(TaskStep.CANCEL)
    return tuple(step.value for step in found)


def why_shown(outcome: OutcomeView) -> str:
    """Why an outcome is shown as it is, in one or two sentences."""
    have, least = outcome.strength, max(LEAST_VERIFIED, outcome.min_strength)
    match outcome.shown_as:
        case ShownAs.VERIFIED | ShownAs.VERIFIED_WITH_REMARK:
            return gettext(
                "Underlaget har styrka %(have)s, och kravet behöver minst %(least)s.", have=have, least=least
            )
        case ShownAs.DECLARED_NOT_VERIFIED if have:
            return gettext("Bara leverantörens egna ord. För verifierad krävs styrka %(least)s.", least=least)
        case ShownAs.DECLARED_NOT_VERIFIED:
            return gettext("Inget underlag är sparat. För verifierad krävs styrka %(least)s.", least=least)
        case ShownAs.RECEIVED_NOT_VERIFIED:
            return gettext(
                "Underlaget har styrka %(have)s. För verifierad krävs styrka %(least)s.",
                have=have,
                least=least,
            )
        case ShownAs.NOT_VERIFIABLE:
            return gettext("Det räknas inte som uppfyllt i någon sammanställning.")
        case ShownAs.PARTLY_MET | ShownAs.NOT_MET:
            return gettext("En avvikelse är öppnad. Leverantören ska få veta det inom fem arbetsdagar.")
        case ShownAs.NOT_APPLICABLE:
            return gettext("Uppgiften är inställd, med skälet bredvid.")
        case ShownAs.REUSED:
            return gettext("Utfallet kommer från en annan organisations kontroll.")
        case _:
            return ""


def _binding_text(contract_id: str, line: SealedLine) -> Words:
    """The words with the values the winner offered; those of the seal where the line does not bind."""
    try:
        _contract, form = get_form(installation(), actor(), contract_id)
    except RefusedError:
        return line.text
    return next((item.text for item in form.requirements if item.line == line.line), line.text)
