# SPDX-License-Identifier: EUPL-1.2
"""What a contract's page and the register show, arranged from the use cases' views.

Only arrangement is decided here: the order of the rows (the least certain first), which tasks stand
together in the timeline, and the sentence at the top. How an outcome is shown is decided in followup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import url_for
from flask_babel import gettext, ngettext

from criteria.library.vocabulary import Method
from followup.declarations.model import Answer
from followup.log.assessment import OWN_WORD
from followup.log.model import ShownAs
from followup.plan.model import CLOSED, TaskStatus
from followup.services.contract_views import ContractLine, ContractView, Overview, TaskView
from followup.services.deviations import DeviationView
from followup.services.figures import Trace
from followup.services.outcomes import OutcomeView
from webapp.words import METHODS, long_date, word
from webapp.words_followup import REFUSED

#: The order everything is listed in: what nobody has looked at first, what is verified last.
ORDER = (
    ShownAs.UNCHECKED,
    ShownAs.DECLARED_NOT_VERIFIED,
    ShownAs.RECEIVED_NOT_VERIFIED,
    ShownAs.NOT_VERIFIABLE,
    ShownAs.NOT_MET,
    ShownAs.PARTLY_MET,
    ShownAs.REUSED,
    ShownAs.VERIFIED_WITH_REMARK,
    ShownAs.VERIFIED,
    ShownAs.NOT_APPLICABLE,
)
_LEVELS = {"base": "bas", "advanced": "avancerad", "leading_edge": "spjutspets"}
_OWN_WORD = (ShownAs.DECLARED_NOT_VERIFIED, ShownAs.RECEIVED_NOT_VERIFIED)
_FAULTY = (ShownAs.NOT_MET, ShownAs.PARTLY_MET)
_VERIFIED = (ShownAs.VERIFIED, ShownAs.VERIFIED_WITH_REMARK)


@dataclass(frozen=True, slots=True)
class Certainty:
    """The counts of the certainty bar, in its own order; what does not apply is no part of it."""

    unchecked: int
    declared: int
    not_verifiable: int
    deviations: int
    reused: int
    verified: int

    @property
    def total(self) -> int:
        """Every requirement that is followed up and applies."""
        return (
            self.unchecked
            + self.declared
            + self.not_verifiable
            + self.deviations
            + self.reused
            + self.verified
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement, how it stands and what comes next; ``anchor`` is set on the first of each state."""

    line: ContractLine
    strength: int
    methods: tuple[Method, ...]
    next: TaskView | None
    outcome: OutcomeView | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in the timeline: outcomes or tasks that fall together, or today, which has neither."""

    on: date
    state: str
    tasks: tuple[TaskView, ...] = ()
    outcomes: tuple[OutcomeView, ...] = ()

    @property
    def numbers(self) -> str:
        """The requirements it is about, by number in the annex."""
        found = [*(task.number for task in self.tasks), *(outcome.number for outcome in self.outcomes)]
        return listed(tuple(dict.fromkeys(found)))


@dataclass(frozen=True, slots=True)
class ContractPage:
    """Everything a contract's page is made of besides the contract itself."""

    contract: ContractView
    certainty: Certainty
    states: tuple[tuple[str, int], ...]
    lead: str
    rows: tuple[Row, ...]
    not_followed: tuple[ContractLine, ...]
    moments: tuple[Moment, ...]
    next_task: TaskView | None
    chain: tuple[tuple[str, str, str | None, str], ...]


def certainty_of(counts: Mapping[str, int]) -> Certainty:
    """The bar of some counts by how requirements are shown."""

    def of(*states: ShownAs) -> int:
        return sum(counts.get(state.value, 0) for state in states)

    return Certainty(
        unchecked=of(ShownAs.UNCHECKED),
        declared=of(*_OWN_WORD),
        not_verifiable=of(ShownAs.NOT_VERIFIABLE),
        deviations=of(*_FAULTY),
        reused=of(ShownAs.REUSED),
        verified=of(*_VERIFIED),
    )


def states_of(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The counts by state, the least certain first; those that are nought are left out."""
    return tuple((state.value, counts[state.value]) for state in ORDER if counts.get(state.value))


def build_contract_page(
    view: ContractView, outcomes: tuple[OutcomeView, ...], today: date, me: str
) -> ContractPage:
    """The page of a contract; ``me`` is who reads it, whose next task comes first."""
    certainty = certainty_of(view.overview.shown_as)
    holding = {item.id: item for item in outcomes if item.corrected_by is None}
    waiting = tuple(task for task in view.plan if task.status not in CLOSED)
    return ContractPage(
        contract=view,
        certainty=certainty,
        states=states_of(view.overview.shown_as),
        lead=" ".join((*refused_words(view), lead_of(certainty, view.overview))),
        rows=_rows(view, holding, waiting),
        not_followed=tuple(line for line in view.lines if line.not_followed is not None),
        moments=_moments(waiting, tuple(holding.values()), today),
        next_task=min(waiting, key=lambda task: (task.person_id != me, task.due, task.number), default=None),
        chain=chain_of(view),
    )


def refused_words(view: ContractView) -> tuple[str, ...]:
    """What the supplier itself says is not met, where nobody has checked; it is said before anything else."""
    said = []
    for answer in (Answer.NO, Answer.PARTLY):
        numbers = tuple(line.number for line in view.lines if line.is_refused and line.answer is answer)
        if numbers:
            words = word(REFUSED, answer)
            said.append(gettext("%(said)s: krav %(numbers)s.", said=words, numbers=listed(numbers)))
    return tuple(said)


def lead_of(certainty: Certainty, overview: Overview) -> str:
    """What the figures say, in words, before any picture."""
    total = certainty.total
    if not total:
        return gettext("Inget krav i avtalet ska följas upp.")
    parts = [
        ngettext(
            "%(num)s av %(total)s krav är verifierat.",
            "%(num)s av %(total)s krav är verifierade.",
            certainty.verified,
            total=total,
        )
        if certainty.verified
        else gettext("Inget av %(total)s krav är verifierat ännu.", total=total)
    ]
    if certainty.unchecked:
        parts.append(
            ngettext(
                "%(num)s har ingen tittat på.",
                "%(num)s har ingen tittat på.",
                certainty.unchecked,
            )
        )
    if certainty.declared:
        parts.append(
            ngettext(
                "%(num)s bygger på leverantörens ord.",
                "%(num)s bygger på leverantörens ord.",
                certainty.declared,
            )
        )
    parts.append(
        ngettext("%(num)s avvikelse är öppen.", "%(num)s avvikelser är öppna.", overview.deviations_open)
        if overview.deviations_open
        else gettext("Ingen avvikelse är öppen.")
    )
    return " ".join(parts)


def chain_of(view: ContractView, here: str = "contract") -> tuple[tuple[str, str, str | None, str], ...]:
    """The chain bar of a contract and what belongs to it."""
    pinned = sum(line.ref is not None for line in view.lines)
    # A declaration is no outcome, and neither is a decision not to follow something up.
    logged = sum(line.outcome is not None for line in view.lines)
    return (
        (
            gettext("Kriterium"),
            ngettext("%(num)s version fäst", "%(num)s versioner fästa", pinned),
            url_for("contracts.show", contract_id=view.id, _anchor="krav"),
            "done",
        ),
        (
            gettext("Kravuppsättning"),
            gettext("Låst, sigill %(seal)s", seal=short_hash(view.seal)),
            url_for("sets.show", set_id=view.set_id),
            "done",
        ),
        (
            gettext("Kravbilaga"),
            gettext("Revision %(revision)s", revision=view.set_revision),
            url_for("annex.show", set_id=view.set_id),
            "done",
        ),
        (
            gettext("Kontrakt"),
            gettext("%(start)s – %(end)s", start=long_date(view.start), end=long_date(view.end)),
            url_for("contracts.show", contract_id=view.id),
            "here" if here == "contract" else "done",
        ),
        (
            gettext("Uppföljning"),
            gettext(
                "%(done)s av %(total)s krav har utfall",
                done=logged,
                total=sum(view.overview.shown_as.values()),
            ),
            url_for("contracts.show", contract_id=view.id, _anchor="plan") if here == "contract" else None,
            "here" if here == "followup" else "ahead",
        ),
    )


def outcome_chain(
    view: ContractView, trace: Trace, outcome: OutcomeView
) -> tuple[tuple[str, str, str | None, str], ...]:
    """The chain of one outcome, back to the words of the criterion version."""
    return (*_back_to_words(view, trace.ref, trace.number), _outcome_link(view, outcome, "here"))


def deviation_chain(
    view: ContractView, deviation: DeviationView, outcome: OutcomeView
) -> tuple[tuple[str, str, str | None, str], ...]:
    """The chain of a deviation."""
    return (
        *_back_to_words(view, deviation.ref, deviation.number),
        _outcome_link(view, outcome, "done"),
        (
            gettext("Avvikelse"),
            gettext("Konstaterad %(day)s", day=long_date(deviation.found_on)),
            url_for("deviations.show", deviation_id=deviation.id),
            "here",
        ),
    )


def criterion_url(ref: str) -> str:
    """The permanent address of a criterion version."""
    head, _at, level = ref.partition("@")
    return url_for("library.criterion", ref=f"{head}/{_LEVELS.get(level, level)}" if level else head)


def _back_to_words(
    view: ContractView, ref: str | None, number: str
) -> tuple[tuple[str, str, str | None, str], ...]:
    return (
        (
            gettext("Kriterium"),
            gettext("eget krav") if ref is None else ref.partition("@")[0],
            None if ref is None else criterion_url(ref),
            "done",
        ),
        (
            gettext("Krav"),
            gettext("%(number)s, sigill %(seal)s", number=number, seal=short_hash(view.seal)),
            url_for("annex.show", set_id=view.set_id),
            "done",
        ),
        (
            gettext("Kontrakt"),
            view.supplier.name or view.supplier.number,
            url_for("contracts.show", contract_id=view.id),
            "done",
        ),
    )


def _outcome_link(view: ContractView, outcome: OutcomeView, state: str) -> tuple[str, str, str | None, str]:
    return (
        gettext("Utfall"),
        f"{word(METHODS, outcome.method)}, {long_date(outcome.observed_on)}",
        url_for("outcomes.show", contract_id=view.id, outcome_id=outcome.id),
        state,
    )


def short_hash(text: str) -> str:
    """A check sum short enough for the chain bar: both ends of it."""
    return f"{text[:4]}…{text[-4:]}"


def _rows(
    view: ContractView, holding: Mapping[str, OutcomeView], waiting: tuple[TaskView, ...]
) -> tuple[Row, ...]:
    followed = [line for line in view.lines if line.not_followed is None]
    followed.sort(
        key=lambda line: (
            not line.is_refused,
            ORDER.index(line.shown_as),
            [int(part) for part in line.number.split(".")],
        )
    )
    seen: set[ShownAs] = set()
    rows = []
    for line in followed:
        own = tuple(task for task in view.plan if task.line == line.line)
        outcome = None if line.outcome is None else holding.get(line.outcome)
        rows.append(
            Row(
                line=line,
                strength=_strength(line),
                methods=(outcome.method,) if outcome else tuple(dict.fromkeys(task.method for task in own)),
                next=next((task for task in waiting if task.line == line.line), None),
                outcome=outcome,
                anchor="" if line.shown_as in seen else f"lage-{line.shown_as.value}",
            )
        )
        seen.add(line.shown_as)
    return tuple(rows)


def _strength(line: ContractLine) -> int:
    """The strength to show: that of the outcome, or of the supplier's own word where it is all there is."""
    if line.strength is not None:
        return line.strength
    return OWN_WORD if line.shown_as is ShownAs.DECLARED_NOT_VERIFIED else 0


def _moments(
    waiting: tuple[TaskView, ...], outcomes: tuple[OutcomeView, ...], today: date
) -> tuple[Moment, ...]:
    """Oldest first, with today in its place; what is late stands before today, where its date was."""
    done = [
        Moment(key[0], "done", outcomes=tuple(inside))
        for key, inside in groupby(sorted(outcomes, key=_outcome_key), key=_outcome_key)
    ]
    to_come = [
        Moment(key[0], "late" if key[0] < today else "todo", tasks=tuple(inside))
        for key, inside in groupby(sorted(waiting, key=_task_key), key=_task_key)
    ]
    # Today stands after what has been and before what comes, also on the same day.
    rank = {"done": 0, "late": 1, "now": 2, "todo": 3}
    every = [*done, *to_come, Moment(today, "now")]
    return tuple(sorted(every, key=lambda moment: (moment.on, rank[moment.state])))


def _outcome_key(outcome: OutcomeView) -> tuple[date, str, str, str]:
    return outcome.observed_on, outcome.method.value, outcome.shown_as.value, outcome.assessor_id


def _task_key(task: TaskView) -> tuple[date, str, str, str, str]:
    status = "" if task.status in (TaskStatus.PLANNED, TaskStatus.DUE) else task.status.value
    # Each template names its own role, so tasks of different roles are told apart.
    return task.due, task.method.value, task.person_id or "", task.role.value, status


def listed(items: tuple[str, ...]) -> str:
    """Words in a row with "och" before the last."""
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s och %(last)s", first=", ".join(items[:-1]), last=items[-1])
