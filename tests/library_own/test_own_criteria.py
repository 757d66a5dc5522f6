# SPDX-License-Identifier: EUPL-1.2
"""An organisation's own criteria: used at home, reviewed elsewhere, shared, borrowed and proposed."""

from __future__ import annotations

import pytest

from criteria.errors import NotFoundError
from criteria.library.lifecycle import Stage, VersionStatus
from criteria.library.model import Words
from criteria.people.model import Actor, Role
from criteria.search.model import SearchQuery
from criteria.services.access import list_notices
from criteria.services.borrowings import borrow
from criteria.services.integrity import verify_log
from criteria.services.library import show_criterion
from criteria.services.library_drafts import create_draft, show_draft, submit_draft
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder
from criteria.services.library_publishing import change_library, withdraw
from criteria.services.own_criteria import ask_review, list_own, review_elsewhere, revoke_share, share
from criteria.services.proposals import accept_proposal, decline_proposal, list_proposals, propose
from criteria.services.search import search_library, verify_index
from criteria.services.sets import NewSet, add_criteria, create_set, show_set
from criteria.services.sets_change import EditAt
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.own_store import ProposalState
from tests.library_life.desk import DAY, as_draft, carries
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours, refusal
from tests.plumbing.installation import World


@pytest.fixture
def town(world: World) -> Neighbours:
    return make_neighbours(world)


def _finds(town: Neighbours, actor: Actor, text: str = "stolen håller") -> list[str]:
    query = SearchQuery(text, DAY, viewer_organisation=actor.organisation_id)
    answer = search_library(town.installation, query)
    return [f"{hit.id}:{hit.version}@{hit.level}" for hit in answer.hits if hit.kind.value == "criterion"]


def _title(town: Neighbours, ref: str, actor: Actor) -> str:
    return show_criterion(town.installation, ref, viewer=actor.organisation_id).title.sv


def _shareable(town: Neighbours, actor: Actor | None = None) -> str:
    """A version of Alvik's that a colleague has reviewed."""
    alvik = actor or town.alvik
    made = town.own(alvik, title=Words("Stolen håller", "The chair lasts"))
    return town.publish(alvik, made, town.colleague(alvik))


def test_own_criterion_is_used_at_home_and_seen_by_nobody_else(town: Neighbours) -> None:
    ref = _shareable(town)

    made = create_set(town.installation, town.alvik, NewSet("Ljus"))
    added = add_criteria(town.installation, town.alvik, EditAt(made.id), (ref,))

    assert [line.ref for line in added.lines] == [ref]
    assert _finds(town, town.alvik) == [ref]
    assert _finds(town, town.boda) == []
    with pytest.raises(NotFoundError):
        _title(town, ref, town.boda)


def test_only_editor_publishes_alone_and_it_says_so_for_ever(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))

    (line,) = list_own(town.installation, town.alvik).versions
    assert (line.ref, line.status) == (ref, VersionStatus.PUBLISHED)
    assert (line.reviewed_by_other, line.is_shareable) == (False, False)


def test_version_nobody_else_has_reviewed_is_not_shared(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))

    assert refusal(share, town.installation, town.alvik, ref, None) == "share.not_reviewed"


def test_review_elsewhere_makes_a_version_shareable_and_does_not_unsay_how_it_was_published(
    town: Neighbours,
) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    ask_review(town.installation, town.alvik, ref, "Boda kommun")

    assert _finds(town, town.boda) == []
    review_elsewhere(town.installation, town.boda, ref, "Läst och prövat mot vårt eget avtal.")

    (line,) = list_own(town.installation, town.alvik).versions
    assert (line.reviewed_by_other, line.reviewed_elsewhere, line.is_shareable) == (False, True, True)
    shared = share(town.installation, town.alvik, ref, None)
    assert [(item.organisation, item.purpose.value) for item in shared.shares] == [
        ("Boda kommun", "review"),
        (None, "use"),
    ]


def test_only_somebody_who_was_asked_reviews(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))

    assert refusal(review_elsewhere, town.installation, town.boda, ref, "Läst.") == "criterion.unknown"
    assert refusal(review_elsewhere, town.installation, town.alvik, ref, "Läst.") == "share.own_review"


def test_author_who_edits_for_two_organisations_is_no_second_pair_of_eyes(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    ask_review(town.installation, town.alvik, ref, "Boda kommun")
    same_person = Actor(town.alvik.user_id, town.boda.organisation_id, frozenset({Role.LIBRARY_EDITOR}))

    assert refusal(review_elsewhere, town.installation, same_person, ref, "Läst.") == "share.own_review"


def test_shared_version_is_searched_and_set_by_whom_it_is_shared_with(town: Neighbours) -> None:
    ref = _shareable(town)

    share(town.installation, town.alvik, ref, "Boda kommun")

    assert _finds(town, town.boda) == [ref]
    assert _finds(town, town.steward) == []
    made = create_set(town.installation, town.boda, NewSet("Ljus"))
    added = add_criteria(town.installation, town.boda, EditAt(made.id), (ref,))
    assert [line.ref for line in added.lines] == [ref]
    assert verify_index(town.installation).ok


def test_version_shared_with_every_one_is_found_by_all_who_have_signed_in(town: Neighbours) -> None:
    ref = _shareable(town)

    share(town.installation, town.alvik, ref, None)

    assert (_finds(town, town.boda), _finds(town, town.steward)) == ([ref], [ref])
    visitor = search_library(town.installation, SearchQuery("stolen håller", DAY))
    assert [hit for hit in visitor.hits if hit.kind.value == "criterion"] == []


def test_share_is_revoked_forward_only(town: Neighbours) -> None:
    ref = _shareable(town)
    share(town.installation, town.alvik, ref, "Boda kommun")
    made = create_set(town.installation, town.boda, NewSet("Ljus"))
    add_criteria(town.installation, town.boda, EditAt(made.id), (ref,))

    revoke_share(town.installation, town.alvik, ref, "Boda kommun")

    assert _finds(town, town.boda) == []
    (line,) = show_set(town.installation, town.boda, made.id).lines
    assert line.ref == ref
    assert _title(town, ref, town.boda) == "Stolen håller"
    other = create_set(town.installation, town.boda, NewSet("Mer ljus"))
    assert (
        refusal(add_criteria, town.installation, town.boda, EditAt(other.id), (ref,)) == "criterion.unknown"
    )


def test_shares_are_in_the_log_without_names(town: Neighbours) -> None:
    ref = _shareable(town)
    share(town.installation, town.alvik, ref, "Boda kommun")
    revoke_share(town.installation, town.alvik, ref, "Boda kommun")

    with town.installation.reading() as session:
        events = EventStore(session).list_about(ref)
    kinds = [event.kind for event in events]
    assert kinds[-2:] == ["criterion.shared", "criterion.share_revoked"]
    assert all("Boda" not in value for event in events for value in event.payload.values())
    assert verify_log(town.installation).ok


def test_what_is_not_there_to_share_is_refused(town: Neighbours) -> None:
    ref = _shareable(town)
    share(town.installation, town.alvik, ref, "Boda kommun")
    public = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]

    assert refusal(share, town.installation, town.alvik, ref, "Boda kommun") == "share.exists"
    assert refusal(revoke_share, town.installation, town.alvik, ref, None) == "share.unknown"
    assert refusal(share, town.installation, town.alvik, ref, "Alviks kommun") == "share.own_organisation"
    assert refusal(share, town.installation, town.alvik, ref, "Ingenstans") == "organisation.unknown"
    assert refusal(share, town.installation, town.steward, public, None) == "share.shared_library"
    assert (
        refusal(share, town.installation, town.boda, ref.replace("LJUS", "MORK"), None) == "criterion.unknown"
    )


def test_reader_shares_nothing(town: Neighbours) -> None:
    ref = _shareable(town)
    reader = town.colleague(town.alvik, Role.READER)

    assert refusal(share, town.installation, reader, ref, None) == "role.not_allowed"


def test_receiver_is_told_of_a_share(town: Neighbours) -> None:
    ref = _shareable(town)

    share(town.installation, town.alvik, ref, "Boda kommun")

    (notice,) = list_notices(town.installation, town.boda)
    assert (notice.code, notice.values) == ("share.given", {"ref": ref, "owner": "Alviks kommun"})
    (given,) = list_own(town.installation, town.boda).given
    assert (given.ref, given.owner) == (ref, "Alviks kommun")


def test_borrowed_copy_is_an_own_draft_with_its_origin_pinned(town: Neighbours) -> None:
    public = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]
    fingerprint = town.desk.stored(public).fingerprint

    made = borrow(town.installation, town.alvik, public)

    assert (made.ref, made.origin_ref, made.fingerprint) == (
        f"{town.prefix(town.alvik)}/CLS-01:1@base",
        public,
        fingerprint,
    )
    view = show_draft(town.installation, town.alvik, made.ref)
    assert (view.stage, view.owner_id) == (Stage.DRAFT, town.alvik.organisation_id)
    (line,) = list_own(town.installation, town.alvik).versions
    assert line.origin is not None
    assert (line.origin.ref, line.origin.fingerprint, line.origin.status) == (
        public,
        fingerprint,
        VersionStatus.PUBLISHED,
    )


def test_borrower_sees_that_the_origin_has_left_force(town: Neighbours) -> None:
    public, other = town.desk.publish(
        as_draft(version("CLS-01:1@base")), as_draft(version("CLS-02:1@base"))
    ).published
    borrow(town.installation, town.alvik, public)

    withdraw(town.installation, town.steward, EventOrder(public, "Skäl.", successors=(carries(other),)))

    (line,) = list_own(town.installation, town.alvik).versions
    assert line.origin is not None
    assert line.origin.status is VersionStatus.WITHDRAWN_REPLACED


def test_second_level_borrowed_under_one_id_belongs_to_the_same_version(town: Neighbours) -> None:
    refs = town.desk.publish(
        as_draft(version("CLS-01:1@base")), as_draft(version("CLS-01:1@advanced"))
    ).published

    made = [borrow(town.installation, town.alvik, ref).ref for ref in refs]

    prefix = town.prefix(town.alvik)
    assert sorted(made) == [f"{prefix}/CLS-01:1@advanced", f"{prefix}/CLS-01:1@base"]


def test_what_cannot_be_borrowed_is_refused(town: Neighbours) -> None:
    mine = _shareable(town)
    public = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]
    draft = create_draft(town.installation, town.desk.author, as_draft(version("CLS-09:1@base"))).ref

    assert refusal(borrow, town.installation, town.alvik, mine) == "borrow.own"
    assert refusal(borrow, town.installation, town.boda, mine) == "criterion.unknown"
    assert refusal(borrow, town.installation, town.alvik, draft) == "borrow.not_published"
    assert refusal(borrow, town.installation, town.alvik, public, "LJUS-01") == "borrow.needs_prefix"
    assert refusal(borrow, town.installation, town.alvik, public, "BODA/LJUS-01") == "library.foreign_prefix"


def test_proposal_is_accepted_as_a_shared_draft_by_its_author(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    proposal = propose(town.installation, town.alvik, ref, "Alla köper ljus.")

    done = accept_proposal(town.installation, town.steward, proposal.id, "LJUS-01")

    assert (done.state, done.accepted_ref) == (ProposalState.ACCEPTED, "LJUS-01:1@base")
    draft = show_draft(town.installation, town.steward, "LJUS-01:1@base")
    assert (draft.owner_id, draft.author_id) == (None, town.alvik.user_id)
    (notice,) = [n for n in list_notices(town.installation, town.alvik) if n.code.startswith("proposal.")]
    assert notice.values["accepted"] == "LJUS-01:1@base"


def test_one_who_accepts_may_review_and_publish_what_another_proposed(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    proposal = propose(town.installation, town.alvik, ref, "Alla köper ljus.")
    accept_proposal(town.installation, town.steward, proposal.id, "LJUS-01")
    draft = show_draft(town.installation, town.steward, "LJUS-01:1@base")
    submit_draft(town.installation, town.steward, draft.ref, draft.revision)

    change_library(town.installation, town.steward, ChangePlan((PublicationOrder(draft.ref),)))

    with town.installation.reading() as session:
        publication = LibraryStore(session).find_publication(draft.ref)
    assert publication is not None
    assert publication.reviewed_by_other


def test_declined_proposal_has_a_reason_and_leaves_the_criterion_as_it_was(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    proposal = propose(town.installation, town.alvik, ref, "Alla köper ljus.")

    assert refusal(decline_proposal, town.installation, town.steward, proposal.id, " ") == "field.empty"
    declined = decline_proposal(town.installation, town.steward, proposal.id, "Finns redan.")

    assert (declined.state, declined.reason) == (ProposalState.DECLINED, "Finns redan.")
    assert town.desk.stored(ref).status_on(DAY) is VersionStatus.PUBLISHED
    assert (
        refusal(accept_proposal, town.installation, town.steward, proposal.id, "LJUS-01")
        == "proposal.decided"
    )


def test_proposal_is_seen_by_its_organisation_and_the_steward_only(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    propose(town.installation, town.alvik, ref, "Alla köper ljus.")

    seen = [list_proposals(town.installation, actor) for actor in (town.alvik, town.steward, town.boda)]

    assert [len(found) for found in seen] == [1, 1, 0]
    assert seen[1][0].version.id == ref.partition(":")[0]


def test_what_cannot_be_proposed_or_decided_is_refused(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik))
    proposal = propose(town.installation, town.alvik, ref, "Alla köper ljus.")

    assert refusal(propose, town.installation, town.alvik, ref, "Igen.") == "proposal.exists"
    assert (
        refusal(accept_proposal, town.installation, town.alvik, proposal.id, "LJUS-01")
        == "library.not_steward"
    )
    assert (
        refusal(accept_proposal, town.installation, town.steward, proposal.id, "x/1") == "proposal.shared_id"
    )
    assert refusal(decline_proposal, town.installation, town.steward, "nosuch", "Nej.") == "proposal.unknown"


def test_decided_share_and_proposal_are_kept_as_they_were_decided(town: Neighbours) -> None:
    ref = _shareable(town)
    share(town.installation, town.alvik, ref, None)
    revoke_share(town.installation, town.alvik, ref, None)

    with pytest.raises(Exception, match="append-only"), town.installation.writing() as work:
        work.session.connection().exec_driver_sql("UPDATE criterion_shares SET revoked_at = NULL")
    with pytest.raises(Exception, match="append-only"), town.installation.writing() as work:
        work.session.connection().exec_driver_sql("DELETE FROM criterion_shares")
