# SPDX-License-Identifier: EUPL-1.2
"""The register of missing criteria: adding, voting, deciding, and finding; with the gap notices beside it.

Who needs a missing criterion is told to its own organisation and to the steward; everybody else sees how many
do. Source: issue 3, Own criteria and gaps; DOMAIN 4.2, I7 (a gap is visible where the criterion was).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from criteria.errors import InvalidInputError, RefusedError, StaleRevisionError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.gaps import GapDecision, GapEntry, GapStatus, decided
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import GapNotice
from criteria.library.written import written, written_or_empty
from criteria.people.model import Actor, Permission
from criteria.search.forms import swedish_forms
from criteria.search.swedish import STOP_WORDS, iter_tokens
from criteria.services.installation import Installation
from criteria.services.library_change import follow
from criteria.services.library_notices import tell_editors, tell_person
from criteria.services.library_rights import exact, require_editor, steward_id
from criteria.services.sets_details import cpv_entry
from criteria.storage.database import Session
from criteria.storage.gap_store import GapStep, GapStore
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.people_store import PeopleStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_TITLE = 200
MAX_TEXT = 4000
MAX_CODES = 20


@dataclass(frozen=True, slots=True)
class NewGap:
    """A criterion that somebody misses: what it would be called, and what they want to buy."""

    title: str
    wanted: str
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapLine:
    """A missing criterion. ``organisations`` are named to the steward, and one's own to oneself."""

    id: str
    title: str
    wanted: str
    cpv: tuple[str, ...]
    status: GapStatus
    filled_by: str | None
    made_at: datetime
    votes: int
    is_mine: bool
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapStepLine:
    """A change of status, with the reason."""

    status: GapStatus
    filled_by: str | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GapView:
    """A missing criterion with what has happened to it, oldest first."""

    gap: GapLine
    revision: int
    steps: tuple[GapStepLine, ...]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A criterion that was withdrawn with a gap notice which is still open."""

    ref: str
    title: str
    since: date
    notice: GapNotice


@dataclass(frozen=True, slots=True)
class GapRegister:
    """The register: what is missed, most needed first, and what was withdrawn without a successor."""

    gaps: tuple[GapLine, ...]
    notices: tuple[NoticeLine, ...]


def add_gap(installation: Installation, actor: Actor, new: NewGap) -> GapView:
    """A new missing criterion, which the actor's organisation thereby needs.

    Raises:
        InvalidInputError: ``field.empty``, ``field.long``, ``text.control_character``, ``cpv.malformed`` or
            ``gap.many_codes``.
    """
    actor.require(Permission.READ)
    title = written(" ".join(new.title.split()), "title", MAX_TITLE)
    wanted = written(new.wanted, "wanted", MAX_TEXT)
    if len(new.cpv) > MAX_CODES:
        raise InvalidInputError("gap.many_codes", where="cpv", limit=MAX_CODES)
    with installation.writing() as work:
        codes = tuple(dict.fromkeys(cpv_entry(work.session, text).code for text in new.cpv))
        entry = GapEntry(
            id=new_id("gap"),
            title=title,
            wanted=wanted,
            cpv=codes,
            organisation_id=actor.organisation_id,
            made_by=actor.user_id,
            made_at=work.clock.now(),
            status=GapStatus.OPEN,
            filled_by=None,
            revision=1,
        )
        store = GapStore(work.session)
        store.add(entry)
        store.add_vote(entry.id, actor.organisation_id, actor.user_id, work.clock.now())
        _note(work, actor, "gap.added", entry.id)
        tell_editors(work, None, "gap.added", entry.id, {"title": title})
        work.after_commit(lambda: follow(installation))
        return _view(work.session, entry, actor)


def vote(installation: Installation, actor: Actor, gap_id: str, *, is_needed: bool = True) -> GapView:
    """Let the actor's organisation need a missing criterion, or no longer; voting twice is one vote.

    Raises:
        NotFoundError: ``gap.unknown``.
    """
    actor.require(Permission.READ)
    with installation.writing() as work:
        work.lock_library()
        store = GapStore(work.session)
        entry = store.get(gap_id)
        if is_needed:
            changed = store.add_vote(gap_id, actor.organisation_id, actor.user_id, work.clock.now())
        else:
            changed = store.take_vote_back(gap_id, actor.organisation_id)
        if changed:
            _note(work, actor, "gap.voted" if is_needed else "gap.vote_taken_back", gap_id)
        return _view(work.session, entry, actor)


def decide_gap(
    installation: Installation, actor: Actor, gap_id: str, decision: GapDecision, revision: int | None = None
) -> GapView:
    """A missing criterion taken up, filled by a criterion in force, declined with a reason, or opened again.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
        NotFoundError: ``gap.unknown``, or ``criterion.unknown`` for what fills it.
        RefusedError: ``gap.step`` or ``gap.not_in_force``.
        InvalidInputError: ``gap.reason_missing`` or ``gap.filled_by_missing``.
        StaleRevisionError: ``gap.stale``.
    """
    reason = written_or_empty(decision.reason, "reason", MAX_TEXT)
    with installation.writing() as work:
        work.lock_library()
        require_editor(work.session, actor, None)
        store = GapStore(work.session)
        before = store.get(gap_id)
        if revision is not None and revision != before.revision:
            raise StaleRevisionError("gap.stale", where=gap_id, given=revision, now=before.revision)
        after = decided(before, decision)
        if after.filled_by is not None:
            _require_public(work, after.filled_by)
        at = work.clock.now()
        store.write_step(after, GapStep(after.status, after.filled_by, reason, actor.user_id, at))
        _note(work, actor, f"gap.{after.status.value}", gap_id)
        work.after_commit(lambda: follow(installation))
        values = {"title": after.title, "ref": after.filled_by or "", "reason": reason}
        for organisation_id, user_id in store.voters().get(gap_id, {}).items():
            tell_person(work, (user_id, organisation_id), f"gap_told.{after.status.value}", gap_id, values)
        return _view(work.session, after, actor)


def show_gap(installation: Installation, gap_id: str, actor: Actor | None) -> GapView:
    """A missing criterion with what has happened to it.

    Raises:
        NotFoundError: ``gap.unknown``.
    """
    with installation.reading() as session:
        return _view(session, GapStore(session).get(gap_id), actor)


def list_gaps(installation: Installation, actor: Actor | None, text: str = "") -> GapRegister:
    """The whole register, or what has a word in common with ``text``; open ones and the most needed first."""
    wanted = _stems(text)
    viewer = None if actor is None else actor.organisation_id
    with installation.reading() as session:
        voters, names = GapStore(session).voters(), _names(session)
        knows = actor is not None and actor.organisation_id == steward_id(session)
        found = [
            _line(entry, voters.get(entry.id, {}), viewer, names if knows else {})
            for entry in GapStore(session).list_all()
            if not wanted or wanted & _stems(f"{entry.title} {entry.wanted}")
        ]
        day = installation.clock.today()
        withdrawn = LibraryStore(session).list_withdrawn_with_gap(viewer)
        notices = tuple(_notice(item, day) for item in withdrawn if _has_notice(item, day, wanted))
    over = (GapStatus.FILLED, GapStatus.DECLINED)
    ordered = sorted(found, key=lambda line: (line.status in over, -line.votes))
    return GapRegister(tuple(ordered), notices)


def _require_public(work: UnitOfWork, ref: str) -> None:
    found = LibraryStore(work.session).get_version(exact(ref))
    if not found.status_on(work.clock.today()).is_in_force:
        raise RefusedError("gap.not_in_force", where="filled_by", ref=found.version.ref)


def _stems(text: str) -> set[str]:
    """The words of a text without their inflection, so that "leksak" finds "leksaker"."""
    stem = swedish_forms().stem
    return {stem(token.text) for token in iter_tokens(text) if token.text not in STOP_WORDS}


def _names(session: Session) -> dict[str, str]:
    return {item.id: item.name for item in PeopleStore(session).list_organisations()}


def _has_notice(item: StoredVersion, day: date, wanted: set[str]) -> bool:
    if item.status_on(day) is not VersionStatus.WITHDRAWN_GAP:
        return False
    return not wanted or bool(wanted & _stems(f"{item.version.title.sv} {item.version.text.sv}"))


def _notice(item: StoredVersion, day: date) -> NoticeLine:
    notice = item.life.gap_notice_on(day)
    since = item.life.valid_to
    assert notice is not None  # noqa: S101 -- what is withdrawn with a gap has both; narrows the types
    assert since is not None  # noqa: S101 -- as above
    return NoticeLine(item.version.ref, item.version.title.sv, since, notice)


def _view(session: Session, entry: GapEntry, actor: Actor | None) -> GapView:
    store = GapStore(session)
    viewer = None if actor is None else actor.organisation_id
    names = _names(session) if actor is not None and viewer == steward_id(session) else {}
    steps = tuple(
        GapStepLine(step.status, step.filled_by, step.reason, step.taken_at)
        for step in store.list_steps(entry.id)
    )
    return GapView(_line(entry, store.voters().get(entry.id, {}), viewer, names), entry.revision, steps)


def _line(entry: GapEntry, voters: dict[str, str], viewer: str | None, names: dict[str, str]) -> GapLine:
    return GapLine(
        id=entry.id,
        title=entry.title,
        wanted=entry.wanted,
        cpv=entry.cpv,
        status=entry.status,
        filled_by=entry.filled_by,
        made_at=entry.made_at,
        votes=len(voters),
        is_mine=viewer is not None and viewer in voters,
        organisations=tuple(sorted(names[item] for item in voters if item in names)),
    )


def _note(work: UnitOfWork, actor: Actor, kind: str, gap_id: str) -> None:
    work.record(NewEvent(kind, gap_id, {}, actor.user_id, actor.organisation_id))
