# SPDX-License-Identifier: EUPL-1.2
"""People, links, passwords and sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from criteria.clock import SetClock
from criteria.errors import CriteriaError, ForbiddenError, InvalidInputError, NotFoundError, RefusedError
from criteria.people.model import PERMISSIONS, Actor, Permission, Role
from criteria.services import access
from tests.plumbing.installation import TODAY, World, another_organisation, member


def _later(world: World, **by: int):
    return replace(world.installation, clock=SetClock(TODAY + timedelta(**by)))


def test_sign_in_link_works_once(world: World) -> None:
    token = access.make_signin_link(world.installation, world.actor, "admin")

    assert access.is_link_usable(world.installation, token)
    session = access.sign_in_by_link(world.installation, token)

    signed = access.find_signed(world.installation, session)
    assert signed is not None
    assert signed.user.name == "admin"
    with pytest.raises(RefusedError) as refused:
        access.sign_in_by_link(world.installation, token)
    assert refused.value.code == "signin.link_unusable"


def test_sign_in_link_expires(sqlite_world: World) -> None:
    token = access.make_signin_link(sqlite_world.installation, sqlite_world.actor, "admin")

    with pytest.raises(RefusedError):
        access.sign_in_by_link(_later(sqlite_world, days=2), token)


def test_tokens_are_not_kept_in_the_clear(sqlite_world: World) -> None:
    token = access.make_signin_link(sqlite_world.installation, sqlite_world.actor, "admin")
    session = access.sign_in_by_link(sqlite_world.installation, token)

    with sqlite_world.installation.reading() as database:
        kept = [
            *database.scalars(text("SELECT token_hash FROM sessions")),
            *database.scalars(text("SELECT token_hash FROM signin_links")),
        ]
    assert kept
    assert not {token, session} & set(kept)


def test_session_ends_by_sign_out_and_by_time(sqlite_world: World) -> None:
    installation = sqlite_world.installation
    session = access.sign_in_by_link(
        installation, access.make_signin_link(installation, sqlite_world.actor, "admin")
    )

    assert access.find_signed(_later(sqlite_world, days=15), session) is None
    access.sign_out(installation, session)
    assert access.find_signed(installation, session) is None


def test_password_signs_in_and_ends_all_other_sessions(world: World) -> None:
    installation = world.installation
    old = access.sign_in_by_link(installation, access.make_signin_link(installation, world.actor, "admin"))

    access.set_password(installation, world.actor.user_id, "en lång mening om krav")

    assert access.find_signed(installation, old) is None
    fresh = access.sign_in_by_password(installation, "admin", "en lång mening om krav")
    assert access.find_signed(installation, fresh) is not None


@pytest.mark.parametrize("name", ["admin", "nobody"])
def test_wrong_sign_in_does_not_tell_what_was_wrong(sqlite_world: World, name: str) -> None:
    access.set_password(sqlite_world.installation, sqlite_world.actor.user_id, "en lång mening om krav")

    with pytest.raises(RefusedError) as refused:
        access.sign_in_by_password(sqlite_world.installation, name, "fel")
    assert (refused.value.code, refused.value.values) == ("signin.wrong", {})


def test_short_password_is_refused(sqlite_world: World) -> None:
    with pytest.raises(InvalidInputError) as refused:
        access.set_password(sqlite_world.installation, sqlite_world.actor.user_id, "kort")
    assert refused.value.code == "password.short"


@pytest.mark.parametrize("number", ["212000-1355", "2120001355"])
def test_organisation_number_is_kept_as_ten_digits(sqlite_world: World, number: str) -> None:
    added = access.add_organisation(sqlite_world.installation, sqlite_world.actor, "Ekby kommun", number)
    assert added.number == "2120001355"


@pytest.mark.parametrize("number", ["212000-1354", "12", "abc"])
def test_wrong_organisation_number_is_refused(sqlite_world: World, number: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        access.add_organisation(sqlite_world.installation, sqlite_world.actor, "Ekby kommun", number)
    assert refused.value.code == "organisation.number_wrong"


def test_same_organisation_twice_is_refused(world: World) -> None:
    access.add_organisation(world.installation, world.actor, "Ekby kommun", None)
    with pytest.raises(RefusedError) as refused:
        access.add_organisation(world.installation, world.actor, "Ekby kommun", None)
    assert refused.value.code == "organisation.exists"


def test_person_may_act_for_several_organisations(world: World) -> None:
    installation = world.installation
    other = another_organisation(world)
    person = access.add_user(installation, world.actor, "Lena", Role.PROCURER, world.actor.organisation_id)
    access.add_user(installation, world.actor, "Lena", Role.READER, other.organisation_id)
    session = access.sign_in_by_link(installation, access.make_signin_link(installation, world.actor, "Lena"))

    access.choose_organisation(installation, session, other.organisation_id)

    signed = access.find_signed(installation, session)
    assert signed is not None
    assert (signed.user.id, signed.organisation_id) == (person.id, other.organisation_id)


def test_nobody_acts_for_an_organisation_they_are_no_member_of(world: World) -> None:
    installation = world.installation
    other = another_organisation(world)
    session = access.sign_in_by_link(
        installation, access.make_signin_link(installation, world.actor, "admin")
    )

    with pytest.raises(NotFoundError):
        access.choose_organisation(installation, session, other.organisation_id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_administers(sqlite_world: World, role: Role) -> None:
    actor = member(sqlite_world, role)
    with pytest.raises(ForbiddenError):
        access.add_organisation(sqlite_world.installation, actor, "Ny kommun", None)


def test_every_role_may_read_and_has_its_row() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(Permission.READ in allowed for allowed in PERMISSIONS.values())
    assert not Actor("u", "o", frozenset()).may(Permission.READ)


@pytest.mark.parametrize(
    ("name", "contact", "code"),
    [
        (" ", None, "field.empty"),
        ("Skolan", "nobody", "user.unknown"),
        ("Skolan", "admin Alviks kommun", "user.unknown"),
    ],
)
def test_unit_without_name_or_with_a_foreign_contact_is_refused(
    world: World, name: str, contact: str | None, code: str
) -> None:
    another_organisation(world)

    with pytest.raises(CriteriaError) as refused:
        access.add_unit(world.installation, world.actor, name, contact)
    assert refused.value.code == code


def test_unit_of_a_name_that_is_taken_is_refused(world: World) -> None:
    access.add_unit(world.installation, world.actor, "Skolan", None)

    with pytest.raises(RefusedError) as refused:
        access.add_unit(world.installation, world.actor, " Skolan ", None)
    assert refused.value.code == "unit.exists"


def test_unit_has_a_contact_person(world: World) -> None:
    unit = access.add_unit(world.installation, world.actor, "Skolkansliet", "admin")
    assert unit.contact_user_id == world.actor.user_id


def test_organisation_gets_its_name_and_number_and_the_log_says_so(world: World) -> None:
    changed = access.change_organisation(world.installation, world.actor, "  Ekby   kommun ", "212000-0142")

    kept = access.get_organisation(world.installation, world.actor.organisation_id)
    assert (changed.name, changed.number) == ("Ekby kommun", "2120000142")
    assert kept == changed
    with world.installation.reading() as session:
        kinds = list(session.scalars(text("SELECT kind FROM events ORDER BY sequence")))
    assert kinds[-1] == "organisation.changed"


def test_same_name_again_writes_no_event(sqlite_world: World) -> None:
    access.change_organisation(sqlite_world.installation, sqlite_world.actor, "Ekby kommun", None)
    access.change_organisation(sqlite_world.installation, sqlite_world.actor, "Ekby kommun", " ")

    with sqlite_world.installation.reading() as session:
        kinds = list(session.scalars(text("SELECT kind FROM events")))
    assert kinds.count("organisation.changed") == 1


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        (" ", None, "field.empty"),
        ("x" * 201, None, "organisation.name_long"),
        ("Ekby kommun", "212000-0143", "organisation.number_wrong"),
        ("Alby kommun", None, "organisation.exists"),
        ("Ekby kommun", "212000-0142", "organisation.exists"),
    ],
)
def test_wrong_name_or_number_changes_nothing(world: World, name: str, number: str | None, code: str) -> None:
    access.add_organisation(world.installation, world.actor, "Alby kommun", "2120000142")
    before = access.get_organisation(world.installation, world.actor.organisation_id)

    with pytest.raises((InvalidInputError, RefusedError)) as refused:
        access.change_organisation(world.installation, world.actor, name, number)

    assert refused.value.code == code
    assert access.get_organisation(world.installation, world.actor.organisation_id) == before


def test_only_an_administrator_changes_the_organisation(sqlite_world: World) -> None:
    procurer = replace(sqlite_world.actor, roles=frozenset({Role.PROCURER}))

    with pytest.raises(ForbiddenError):
        access.change_organisation(sqlite_world.installation, procurer, "Ekby kommun", None)


def test_home_without_the_setting_acts_for_the_organisation_made_first(world: World) -> None:
    access.add_organisation(_later(world, days=1), world.actor, "Alby kommun", None)
    with world.installation.writing() as work:
        work.session.execute(text("DELETE FROM settings WHERE name = :name"), {"name": access.HOME})

    found = access.actor_for(world.installation, None, None)

    assert found == world.actor
    with world.installation.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM settings WHERE name = 'home_organisation'")) == 0
