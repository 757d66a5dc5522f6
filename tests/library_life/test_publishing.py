# SPDX-License-Identifier: EUPL-1.2
"""Drafts, four eyes and the life cycle over the store, on both engines. Source: DOMAIN 4.1."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen
from sqlalchemy.exc import DatabaseError

from criteria.errors import (
    FindingsError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
    StaleRevisionError,
)
from criteria.library.lifecycle import Stage, VersionStatus
from criteria.library.model import ChangeClass, LawReference, LibraryEventKind, Words
from criteria.library.vocabulary import Aspect
from criteria.people.model import Role
from criteria.services.draft_base import find_behind, rebase_draft
from criteria.services.integrity import verify_log
from criteria.services.library import list_groups, list_packages, show_criterion, show_group
from criteria.services.library_drafts import (
    change_draft,
    create_draft,
    reject_draft,
    send_back,
    show_draft,
    submit_draft,
)
from criteria.services.library_history import look_up
from criteria.services.library_orders import ChangePlan, EventOrder, LawOrder, PublicationOrder
from criteria.services.library_publishing import (
    fill_gap,
    merge,
    preview_change,
    publish,
    record_review,
    reinstate,
    renew_notice,
    split,
    start_revision,
    stop_revision,
    supersede,
    withdraw,
)
from criteria.services.library_rights import own_prefix
from criteria.services.search import verify_index
from criteria.storage.library_store import LibraryStore
from tests.library_life.desk import DAY, Desk, as_draft, carries, gap_order, open_desk, put_package
from tests.library_life.factories import unit, version
from tests.plumbing.installation import World, another_organisation, member

OLD = as_draft(version("CLS-01:1@base"))
NEW = as_draft(version("CLS-11:1@base", title="Farliga ämnen"))
NEXT = as_draft(version("CLS-01:2@base"))
REF = "CLS-01:1@base"


def test_draft_goes_through_review_and_is_published_by_another(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(OLD)

    done = publish(desk.installation, desk.reviewer, PublicationOrder(ref))

    stored = desk.stored(ref)
    assert done.published == (ref,)
    assert stored.status_on(DAY) is VersionStatus.PUBLISHED
    with desk.installation.reading() as session:
        found = LibraryStore(session).find_publication(ref)
    assert found is not None
    assert (found.author_id, found.reviewer_id) == (desk.author.user_id, desk.reviewer.user_id)
    assert found.reviewed_by_other


def test_shared_criterion_is_never_published_by_its_author(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(OLD)

    with pytest.raises(FindingsError) as refused:
        publish(desk.installation, desk.author, PublicationOrder(ref))

    assert refused.value.code == "publication.same_person"
    assert desk.stored(ref).life.stage is Stage.REVIEW


def test_who_edits_a_draft_that_another_proposed_does_not_publish_it(world: World) -> None:
    desk = open_desk(world)
    made = create_draft(desk.installation, desk.author, OLD)
    changed = change_draft(
        desk.installation, desk.reviewer, replace(OLD, purpose="Ett annat syfte."), made.revision
    )
    ref = submit_draft(desk.installation, desk.author, made.ref, changed.revision).ref

    with pytest.raises(FindingsError) as refused:
        publish(desk.installation, desk.reviewer, PublicationOrder(ref))

    assert refused.value.code == "publication.same_person"
    assert show_draft(desk.installation, desk.author, ref).writer_ids == tuple(
        sorted((desk.author.user_id, desk.reviewer.user_id))
    )
    third = member(world, Role.LIBRARY_EDITOR, "Tredje redaktören")
    done = publish(desk.installation, third, PublicationOrder(ref))
    assert done.published == (ref,)


def test_own_criterion_of_a_lone_editor_says_for_ever_that_nobody_else_has_reviewed_it(world: World) -> None:
    desk = open_desk(world)
    alvik = another_organisation(world)
    own = replace(OLD, id="ALVIKS/STAD-01")
    ref = desk.submit(own, alvik)

    publish(desk.installation, alvik, PublicationOrder(ref))

    view = show_criterion(desk.installation, ref, viewer=alvik.organisation_id)
    assert view.publication is not None
    assert not view.publication.reviewed_by_other
    with pytest.raises(NotFoundError):
        show_criterion(desk.installation, ref, viewer=desk.author.organisation_id)


def test_own_criterion_needs_the_colleague_where_there_is_one(world: World) -> None:
    desk = open_desk(world)
    alvik = another_organisation(world)
    member(World(world.installation, alvik), Role.LIBRARY_EDITOR, "Kollega i Alvik")
    ref = desk.submit(replace(OLD, id="ALVIKS/STAD-01"), alvik)

    with pytest.raises(FindingsError) as refused:
        publish(desk.installation, alvik, PublicationOrder(ref))

    assert refused.value.code == "publication.has_colleague"


def test_prefix_is_made_once_and_is_nobody_elses(world: World) -> None:
    desk = open_desk(world)
    first, second = another_organisation(world), another_organisation(world, "Alviks bolag")

    with desk.installation.writing() as work:
        made = [own_prefix(work.session, actor.organisation_id) for actor in (first, second, first)]

    assert made == ["ALVIKS", "ALVIKS2", "ALVIKS"]
    with pytest.raises(NotFoundError) as refused:
        create_draft(desk.installation, second, replace(OLD, id="ALVIKS/STAD-01"))
    assert refused.value.code == "library.foreign_prefix"


def test_other_organisations_do_not_write_the_shared_library(world: World) -> None:
    desk = open_desk(world)
    alvik = another_organisation(world)
    reader = member(world, Role.READER)

    for actor, code in ((alvik, "library.not_steward"), (reader, "role.not_allowed")):
        with pytest.raises(ForbiddenError) as refused:
            create_draft(desk.installation, actor, OLD)
        assert refused.value.code == code


def test_reviewer_sends_back_with_a_comment_that_stays(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(OLD)

    view = send_back(desk.installation, desk.reviewer, ref, "Säg vilka ämnen.")

    assert view.stage is Stage.DRAFT
    assert [(note.kind, note.text) for note in view.notes] == [("returned", "Säg vilka ämnen.")]
    with pytest.raises(InvalidInputError):
        send_back(desk.installation, desk.reviewer, ref, " ")


def test_rejected_draft_stays_readable_and_goes_no_further(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(OLD)

    reject_draft(desk.installation, desk.reviewer, ref, "Finns redan.")

    assert show_draft(desk.installation, desk.author, ref).stage is Stage.REJECTED
    assert desk.stored(ref).status_on(DAY) is VersionStatus.REJECTED
    with pytest.raises(RefusedError) as refused:
        publish(desk.installation, desk.reviewer, PublicationOrder(ref))
    assert refused.value.code == "draft.not_in_review"


def test_stale_writing_of_a_draft_overwrites_nothing(world: World) -> None:
    desk = open_desk(world)
    made = create_draft(desk.installation, desk.author, OLD)
    mine = replace(OLD, title=Words("Min", "Mine"))
    change_draft(desk.installation, desk.reviewer, mine, made.revision)

    with pytest.raises(StaleRevisionError) as refused:
        change_draft(desk.installation, desk.author, OLD, made.revision)

    assert refused.value.values["now"] == made.revision + 1
    assert desk.stored(REF).version.title.sv == "Min"


def test_change_after_submission_is_submitted_anew(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(OLD)
    read = desk.stored(ref).revision

    view = change_draft(desk.installation, desk.author, replace(OLD, purpose="Annat."), read)

    assert view.stage is Stage.DRAFT
    with pytest.raises(RefusedError):
        publish(desk.installation, desk.reviewer, PublicationOrder(ref, revision=read))


def test_draft_that_lacks_something_is_not_submitted(world: World) -> None:
    desk = open_desk(world)
    unfiled = replace(OLD, groups=("okand",))

    with pytest.raises(FindingsError) as refused:
        desk.submit(unfiled)

    assert refused.value.code == "draft.not_ready"
    assert [issue.code for issue in refused.value.issues] == ["group.unknown"]


@pytest.mark.parametrize("words", ["<script>x</script>", "{{ 7 * 7 }}", "nolla\x00"])
def test_markup_and_control_characters_are_not_even_stored_as_a_draft(
    sqlite_world: World, words: str
) -> None:
    desk = open_desk(sqlite_world)

    with pytest.raises(FindingsError):
        create_draft(desk.installation, desk.author, replace(OLD, text=Words(words, "x")))

    with desk.installation.reading() as session:
        assert LibraryStore(session).list_every_version() == ()


def test_i2_published_row_can_be_neither_changed_nor_deleted(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)

    for statement in (
        "UPDATE criterion_versions SET content = '{}'",
        "DELETE FROM criterion_versions",
        "UPDATE publications SET content = '{}'",
        "UPDATE criterion_filings SET group_id = 'it'",
        "DELETE FROM criterion_filings",
        "DELETE FROM group_history",
    ):
        with pytest.raises(DatabaseError, match="append-only"), desk.installation.writing() as work:
            work.session.execute(text(statement))


def test_i1_every_version_ever_published_still_answers(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD, NEW)
    withdraw(desk.installation, desk.reviewer, EventOrder(REF, "Skäl.", successors=(carries(NEW.ref),)))

    view = show_criterion(desk.on(date(2040, 1, 1)).installation, REF)

    assert view.text == OLD.text
    assert (view.status, view.in_force.until) == (VersionStatus.WITHDRAWN_REPLACED, DAY)
    assert [(item.ref, item.on) for item in view.successors] == [(NEW.ref, DAY)]
    back = show_criterion(desk.installation, NEW.ref)
    assert [item.ref for item in back.predecessors] == [REF]


def test_new_version_supersedes_in_one_transaction(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    later = DAY + timedelta(days=30)
    order = PublicationOrder(desk.submit(NEXT), later, change_class=ChangeClass.STRICTER)
    ending = EventOrder(REF, "Skarpare.", on=later, successors=(carries(NEXT.ref, ChangeClass.STRICTER),))

    supersede(desk.installation, desk.reviewer, ending, order)

    asked = [look_up(desk.installation, "CLS-01", later - timedelta(days=1)).ref]
    asked.append(look_up(desk.installation, "CLS-01", later).ref)
    assert asked == [REF, NEXT.ref]


def test_refused_change_stores_nothing_of_it(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    ref = desk.submit(NEW)
    unrelated = EventOrder(REF, "Skäl.", successors=())

    with pytest.raises(FindingsError) as refused:
        desk.change(unrelated, publish=(PublicationOrder(ref),))

    assert refused.value.code == "cover.bare"
    assert refused.value.values["units"] == "cleaning_services/chemicals/base/technical_specification"
    assert desk.stored(ref).life.valid_from is None
    assert desk.stored(REF).life.ending is None
    assert verify_log(desk.installation).ok


def test_preview_says_the_same_and_writes_nothing(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    put_package(desk, REF)

    found = preview_change(desk.installation, desk.reviewer, ChangePlan(events=(EventOrder(REF, "Skäl."),)))

    assert [issue.code for issue in found.issues] == ["cover.no_other_criterion", "cover.bare"]
    assert (found.ended, found.packages) == ((REF,), ("cleaning_terms",))
    assert desk.stored(REF).life.ending is None


def test_i6_i7_gap_is_shown_where_the_criterion_was_until_it_is_filled(world: World) -> None:
    desk = open_desk(world)
    wide = as_draft(version(REF, aspects=(Aspect.CHEMICALS, Aspect.WATER)))
    desk.publish(wide)
    withdraw(desk.installation, desk.reviewer, EventOrder(REF, "Skäl.", gap=gap_order()))
    water, both = (
        as_draft(version("CLS-12:1@base", aspects=(Aspect.WATER,))),
        desk.on(DAY + timedelta(days=9)),
    )

    page = show_group(desk.installation, "cleaning_services")
    assert [(item.ref, state) for item, state in page.versions] == [(REF, VersionStatus.WITHDRAWN_GAP)]
    assert page.figures.gaps == list_groups(desk.installation)[0].gaps == 1
    both.publish(water)
    fill = EventOrder(REF, "Vattnet är tillbaka.", successors=(carries(water.ref),))
    fill_gap(both.installation, both.reviewer, fill)
    half = show_criterion(both.installation, REF)
    assert half.gap_notice is not None
    assert half.gap_notice.units == (unit(),)
    renew_notice(
        both.installation, both.reviewer, EventOrder(REF, "Nytt.", gap=gap_order(planned="Våren 2028"))
    )
    both.publish(NEW)
    fill_gap(
        both.installation, both.reviewer, EventOrder(REF, "Allt är tillbaka.", successors=(carries(NEW.ref),))
    )

    assert show_criterion(both.installation, REF).status is VersionStatus.WITHDRAWN_REPLACED
    read = show_criterion(both.installation, REF, as_of=DAY).gap_notice
    assert read is not None
    assert (read.planned, read.units) == ("Hösten 2027", (unit(), unit(aspect=Aspect.WATER)))


def test_law_that_has_caught_up_is_named_with_its_day(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    order = LawOrder("Förordning (EU) 2023/1464", date(2026, 8, 6), "Högst 0,062 mg/m³.")

    withdraw(desk.installation, desk.reviewer, EventOrder(REF, "Lagen räcker.", law=order))

    view = show_criterion(desk.installation, REF)
    assert view.status is VersionStatus.WITHDRAWN_LAW
    assert view.law == LawReference((unit(),), order.reference, order.in_force_from, order.text)


def test_i11_split_names_every_part(world: World) -> None:
    desk = open_desk(world)
    wide = as_draft(version(REF, aspects=(Aspect.CHEMICALS, Aspect.WATER)))
    desk.publish(wide)
    parts = (NEXT, as_draft(version("CLS-12:1@base", aspects=(Aspect.WATER,))))
    orders = tuple(PublicationOrder(desk.submit(part)) for part in parts)
    edges = tuple(carries(part.ref, ChangeClass.SPLIT_PART) for part in parts)

    split(desk.installation, desk.reviewer, EventOrder(REF, "Delas.", successors=edges), *orders)

    view = show_criterion(desk.installation, REF)
    assert view.status is VersionStatus.SUPERSEDED
    assert [item.ref for item in view.successors] == [part.ref for part in parts]
    with pytest.raises(InvalidInputError):
        split(desk.installation, desk.reviewer, EventOrder(NEXT.ref, "Delas.", successors=edges[:1]))


def test_i12_merge_takes_all_out_in_one_transaction(world: World) -> None:
    desk = open_desk(world)
    second = as_draft(version("CLS-02:1@base"))
    desk.publish(OLD, second)
    edge = (carries(NEW.ref, ChangeClass.MERGED),)
    endings = tuple(EventOrder(ref, "Slås ihop.", successors=edge) for ref in (REF, second.ref))

    merge(desk.installation, desk.reviewer, PublicationOrder(desk.submit(NEW)), *endings)

    before = show_criterion(desk.installation, NEW.ref).predecessors
    assert [(item.ref, item.change_class) for item in before] == [(REF, "merged"), (second.ref, "merged")]


def test_revision_keeps_the_text_in_force_and_makes_a_draft(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)

    made = start_revision(desk.installation, desk.author, REF, "Märkningen ändras.")

    assert made.ref == NEXT.ref
    assert show_criterion(desk.installation, "CLS-01").status is VersionStatus.UNDER_REVISION
    stop_revision(desk.installation, desk.author, REF, "Ändringen uteblev.")
    assert show_criterion(desk.installation, "CLS-01").status is VersionStatus.PUBLISHED
    assert start_revision(desk.installation, desk.author, REF, "Märkningen ändras.").ref == NEXT.ref


def test_reinstating_makes_a_new_draft_and_leaves_the_old_row_alone(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    with pytest.raises(RefusedError) as refused:
        reinstate(desk.installation, desk.author, REF)
    assert refused.value.code == "life.still_in_force"
    withdraw(desk.installation, desk.reviewer, EventOrder(REF, "Skäl.", gap=gap_order()))

    made = reinstate(desk.installation, desk.author, REF)

    assert made.ref == NEXT.ref
    assert desk.stored(made.ref).version.text == OLD.text
    assert desk.stored(REF).status_on(DAY) is VersionStatus.WITHDRAWN_GAP


def test_review_without_change_moves_the_day_last_reviewed(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)

    record_review(desk.installation, desk.author, REF, "Faktan står.")

    assert show_criterion(desk.installation, REF).last_reviewed_on == DAY


def test_i16_package_gets_a_new_version_in_the_same_transaction(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD, NEW)
    put_package(desk, REF)
    later = DAY + timedelta(days=30)
    order = EventOrder(REF, "Skäl.", on=later, successors=(carries(NEW.ref),))

    done = withdraw(desk.installation, desk.reviewer, order)

    assert done.packages == ("cleaning_terms:2",)
    assert [item.members for item in list_packages(desk.installation)] == [(REF,)]
    assert [item.members for item in list_packages(desk.on(later).installation)] == [(NEW.ref,)]


def test_i16_member_without_heir_is_marked(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    put_package(desk, REF)

    withdraw(desk.installation, desk.reviewer, EventOrder(REF, "Skäl.", gap=gap_order()))

    (package,) = list_packages(desk.installation)
    assert (package.version, package.members, package.warnings) == (2, (REF,), (REF,))


def test_i14_index_follows_each_change_with_the_changed_entries_alone(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD, NEW)
    put_package(desk, REF)
    order = EventOrder(REF, "Skäl.", successors=(carries(NEW.ref),))

    withdraw(desk.installation, desk.reviewer, order)

    assert verify_index(desk.installation).findings == ()


def test_i15_as_of_answers_from_the_store_what_held_and_what_was_known(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    known = desk.installation.clock.now()
    later = desk.on(DAY + timedelta(days=30))
    order = PublicationOrder(later.submit(NEXT), change_class=ChangeClass.CLARIFIED)
    supersede(
        later.installation,
        later.reviewer,
        EventOrder(REF, "Klarare.", successors=(carries(NEXT.ref),)),
        order,
    )

    day = DAY + timedelta(days=60)
    assert look_up(later.installation, "CLS-01", day).ref == NEXT.ref
    assert look_up(later.installation, "CLS-01", day, known_at=known).ref == REF
    assert look_up(later.installation, "CLS-01", DAY).ref == REF


def test_version_of_another_organisation_is_not_found_to_be_changed(world: World) -> None:
    desk = open_desk(world)
    alvik = another_organisation(world)
    ref = desk.submit(replace(OLD, id="ALVIKS/STAD-01"), alvik)
    publish(desk.installation, alvik, PublicationOrder(ref))

    with pytest.raises(NotFoundError) as refused:
        desk.change(EventOrder(ref, "Skäl.", gap=gap_order()))

    assert refused.value.code == "criterion.unknown"


def test_second_ending_is_refused(world: World) -> None:
    desk = open_desk(world)
    desk.publish(OLD)
    order = EventOrder(REF, "Skäl.", kind=LibraryEventKind.WITHDRAW_GAP, gap=gap_order())
    desk.change(order)

    with pytest.raises(FindingsError) as refused:
        desk.change(order)

    assert refused.value.code == "life.ended"


def test_several_versions_are_looked_up_by_an_index_like_one(sqlite_world: World) -> None:
    refs = tuple(f"CLS-{number:02}:1@base" for number in range(1, 4))
    asked: list[tuple[str, object]] = []
    engine = sqlite_world.installation.database.engine
    listen(engine, "before_cursor_execute", lambda *words: asked.append((str(words[2]), words[3])))
    with sqlite_world.installation.reading() as session:
        store = LibraryStore(session)
        store.list_by_refs(refs)
        store.list_of_any_owner(refs)
        store.titles(refs)
        queries = [item for item in asked if item[0].startswith("SELECT")]
        plans = [
            str(row)
            for query, values in queries
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
        ]

    assert len(queries) == 5
    assert [
        plan for plan in plans if "SCAN criterion_versions" in plan or "SCAN library_events" in plan
    ] == []


def _overtaken(desk: Desk) -> tuple[Desk, str]:
    """A draft begun against the first version, while another second version came in force; both changed."""
    desk.publish(OLD)
    made = start_revision(desk.installation, desk.author, REF, "Ny fakta.")
    mine = replace(
        desk.stored(made.ref).version, purpose="Mitt motiv.", title=Words("Min rubrik", "Mine"), version=3
    )
    create_draft(desk.installation, desk.author, mine)
    later = desk.on(DAY + timedelta(days=5))
    second = replace(
        later.stored(made.ref).version, title=Words("Ny rubrik", "New"), supplier_effort="Mindre."
    )
    changed = change_draft(later.installation, later.author, second, 1)
    ref = submit_draft(later.installation, later.author, changed.ref, changed.revision).ref
    ending = EventOrder(REF, "Ny fakta.", successors=(carries(ref),))
    supersede(later.installation, later.reviewer, ending, PublicationOrder(ref))
    return later, "CLS-01:3@base"


def test_draft_overtaken_by_a_new_version_takes_in_what_only_that_changed(world: World) -> None:
    desk, ref = _overtaken(open_desk(world))

    behind = find_behind(desk.installation, desk.author, ref)
    done = rebase_draft(desk.installation, desk.author, ref, 1, keep_mine=False)

    assert behind is not None
    assert (behind.base.ref, behind.now.ref) == (REF, "CLS-01:2@base")
    assert (behind.brought_up.taken, behind.brought_up.kept, behind.brought_up.clashing) == (
        ("supplier_effort",),
        ("purpose",),
        ("title",),
    )
    assert (done.version.supplier_effort, done.version.purpose, done.version.title.sv) == (
        "Mindre.",
        "Mitt motiv.",
        "Min rubrik",
    )
    assert find_behind(desk.installation, desk.author, ref) is None


def test_draft_overtaken_by_a_new_version_may_stay_as_it_is(world: World) -> None:
    desk, ref = _overtaken(open_desk(world))

    done = rebase_draft(desk.installation, desk.reviewer, ref, 1, keep_mine=True)

    assert done.version.supplier_effort == OLD.supplier_effort
    assert done.writer_ids == (desk.author.user_id,)
    with pytest.raises(RefusedError) as refused:
        rebase_draft(desk.installation, desk.author, ref, 1, keep_mine=True)
    assert refused.value.code == "draft.not_behind"
