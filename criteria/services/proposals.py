# SPDX-License-Identifier: EUPL-1.2
"""Proposing an own criterion to all, and what the steward of the shared library says to it.

Accepting makes a shared draft that goes through review like any other; the one who proposed stands as its
author, so that whoever accepts may be the second pair of eyes. Source: issue 3, Own criteria and gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import ShippedState
from criteria.library.written import written
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_change import follow
from criteria.services.library_drafts import add_draft
from criteria.services.library_notices import tell_editors, tell_person
from criteria.services.library_rights import exact, get_editable, require_editor, steward_id
from criteria.services.own_criteria import MAX_NOTE
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.own_store import OwnStore, Proposal, ProposalState
from criteria.storage.people_store import PeopleStore
from criteria.storage.unit_of_work import UnitOfWork

_SHARED_ID = re.compile(r"[A-Z][A-Z0-9]{0,7}-[0-9]{2}[b-z]?")


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with the words it is about, for its own organisation and for the steward."""

    id: str
    ref: str
    fingerprint: str
    organisation: str
    note: str
    state: ProposalState
    proposed_at: datetime
    decided_at: datetime | None
    reason: str | None
    accepted_ref: str | None
    version: CriterionVersion


def propose(installation: Installation, actor: Actor, ref: str, note: str) -> ProposalView:
    """Propose a version in force of the actor's own to all.

    Raises:
        RefusedError: ``share.shared_library``, ``share.not_in_force`` or ``proposal.exists``.
    """
    text = written(note, "note", MAX_NOTE)
    with installation.writing() as work:
        work.lock_library()
        found = get_editable(work.session, actor, ref)
        full = found.version.ref
        if found.owner_id is None:
            raise RefusedError("share.shared_library", where=ref, ref=full)
        if not found.status_on(work.clock.today()).is_in_force:
            raise RefusedError("share.not_in_force", where=ref, ref=full)
        store = OwnStore(work.session)
        before = store.list_proposals(actor.organisation_id)
        if any(item.ref == full and item.state is ProposalState.OPEN for item in before):
            raise RefusedError("proposal.exists", where=ref, ref=full)
        proposal = Proposal(
            id=new_id("proposal"),
            ref=full,
            fingerprint=found.fingerprint,
            organisation_id=actor.organisation_id,
            proposed_by=actor.user_id,
            proposed_at=work.clock.now(),
            note=text,
            state=ProposalState.OPEN,
        )
        store.add_proposal(proposal)
        _note(work, actor, "proposal.made", proposal)
        view = _view(work.session, proposal)
        values = {"ref": full, "organisation": view.organisation}
        tell_editors(work, None, "proposal.made", proposal.id, values)
        return view


def list_proposals(installation: Installation, actor: Actor) -> tuple[ProposalView, ...]:
    """The organisation's own proposals, newest first; for the steward everybody's."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.reading() as session:
        is_steward = actor.organisation_id == steward_id(session)
        found = OwnStore(session).list_proposals(None if is_steward else actor.organisation_id)
        return _views(session, found)


def accept_proposal(
    installation: Installation, actor: Actor, proposal_id: str, criterion_id: str
) -> ProposalView:
    """A proposal as a new shared draft under an id of the shared library.

    Raises:
        ForbiddenError: ``library.not_steward``.
        InvalidInputError: ``proposal.shared_id`` for an id with a prefix or of another form.
        RefusedError: ``proposal.decided``.
    """
    with installation.writing() as work:
        work.lock_library()
        proposal = _open(work.session, actor, proposal_id)
        if not _SHARED_ID.fullmatch(criterion_id):
            raise InvalidInputError("proposal.shared_id", where="id", given=criterion_id)
        found = _proposed(work.session, proposal)
        number = LibraryStore(work.session).last_version(criterion_id) + 1
        draft = replace(
            found.version,
            id=criterion_id,
            version=number,
            state=ShippedState.DRAFT,
            valid_from=None,
            draft_because=(f"Föreslaget som {proposal.ref}. Granska innan det publiceras för alla.",),
            replaces=(),
        )
        stored = add_draft(work, actor, draft, None)
        LibraryStore(work.session).take_over(stored.version.ref, found.author_id or proposal.proposed_by)
        decided = replace(
            proposal,
            state=ProposalState.ACCEPTED,
            decided_at=work.clock.now(),
            accepted_ref=stored.version.ref,
        )
        return _decide(installation, work, actor, decided)


def decline_proposal(installation: Installation, actor: Actor, proposal_id: str, reason: str) -> ProposalView:
    """A proposal turned down, with the reason its organisation gets to read.

    Raises:
        ForbiddenError: ``library.not_steward``.
        RefusedError: ``proposal.decided``.
    """
    text = written(reason, "reason", MAX_NOTE)
    with installation.writing() as work:
        work.lock_library()
        proposal = _open(work.session, actor, proposal_id)
        decided = replace(proposal, state=ProposalState.DECLINED, decided_at=work.clock.now(), reason=text)
        return _decide(installation, work, actor, decided)


def _open(session: Session, actor: Actor, proposal_id: str) -> Proposal:
    require_editor(session, actor, None)
    proposal = OwnStore(session).get_proposal(proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise RefusedError("proposal.decided", where=proposal_id, state=proposal.state.value)
    return proposal


def _decide(installation: Installation, work: UnitOfWork, actor: Actor, decided: Proposal) -> ProposalView:
    OwnStore(work.session).decide_proposal(decided, actor.user_id)
    _note(work, actor, f"proposal.{decided.state.value}", decided)
    values = {"ref": decided.ref, "reason": decided.reason or "", "accepted": decided.accepted_ref or ""}
    person = (decided.proposed_by, decided.organisation_id)
    is_accepted = decided.state is ProposalState.ACCEPTED
    tell_person(work, person, "proposal.accepted" if is_accepted else "proposal.declined", decided.id, values)
    work.after_commit(lambda: follow(installation))
    return _view(work.session, decided)


def _proposed(session: Session, proposal: Proposal) -> StoredVersion:
    return LibraryStore(session).get_version(exact(proposal.ref), proposal.organisation_id)


def _view(session: Session, proposal: Proposal) -> ProposalView:
    return _views(session, (proposal,))[0]


def _views(session: Session, proposals: Iterable[Proposal]) -> tuple[ProposalView, ...]:
    """The views of proposals; as many queries for many as for one."""
    listed = tuple(proposals)
    names = {item.id: item.name for item in PeopleStore(session).list_organisations()}
    # Whoever proposes a version lets the steward read it, whoever owns it.
    found = LibraryStore(session).list_of_any_owner(item.ref for item in listed)
    versions = {item.version.ref: item.version for item in found}
    return tuple(
        ProposalView(
            id=item.id,
            ref=item.ref,
            fingerprint=item.fingerprint,
            organisation=names[item.organisation_id],
            note=item.note,
            state=item.state,
            proposed_at=item.proposed_at,
            decided_at=item.decided_at,
            reason=item.reason,
            accepted_ref=item.accepted_ref,
            version=versions[item.ref],
        )
        for item in listed
    )


def _note(work: UnitOfWork, actor: Actor, kind: str, proposal: Proposal) -> None:
    payload = {"fingerprint": proposal.fingerprint, "ref": proposal.ref}
    if proposal.accepted_ref is not None:
        payload["accepted"] = proposal.accepted_ref
    work.record(NewEvent(kind, proposal.id, payload, actor.user_id, actor.organisation_id))
