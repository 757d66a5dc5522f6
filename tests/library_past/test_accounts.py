# SPDX-License-Identifier: EUPL-1.2
"""Closing an account, and how people are shown where the log names them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from criteria.documents.extract_model import NameShown
from criteria.errors import ForbiddenError, NotFoundError, RefusedError
from criteria.people.model import Role
from criteria.services.access import (
    SYSTEM,
    add_user,
    find_signed,
    make_signin_link,
    make_token,
    sign_in_by_link,
)
from criteria.services.accounts import close_account, home_name
from criteria.services.handlers import list_handlers
from criteria.storage.event_store import EventStore
from criteria.storage.people_store import PeopleStore
from tests.plumbing.installation import World, another_organisation, member
from webapp.commands.main import build


def test_closed_account_can_do_nothing_and_is_in_no_list(world: World) -> None:
    installation, actor = world.installation, world.actor
    person = add_user(installation, actor, "Anna Ek", Role.PROCURER, actor.organisation_id)
    session = sign_in_by_link(installation, make_signin_link(installation, actor, person.id))
    token = make_token(installation, actor, person.id, 10)

    closed = close_account(installation, actor, "Anna Ek")

    assert closed == person.id
    assert find_signed(installation, session) is None
    assert find_signed(installation, token) is None
    with installation.reading() as reading:
        people = PeopleStore(reading)
        assert people.find_user("Anna Ek") is None
        assert "Anna Ek" not in [user.name for user in people.list_users(actor.organisation_id)]
        assert [event.kind for event in EventStore(reading).list_about(person.id)][-1] == "user.closed"
    with pytest.raises(NotFoundError):
        close_account(installation, actor, "Anna Ek")


def test_only_administrator_is_not_closed_and_nobody_elsewhere_is(world: World) -> None:
    other = another_organisation(world)

    with pytest.raises(RefusedError) as last:
        close_account(world.installation, world.actor, world.actor.user_id)
    with pytest.raises(NotFoundError) as foreign:
        close_account(world.installation, world.actor, other.user_id)
    with pytest.raises(ForbiddenError):
        close_account(world.installation, member(world, Role.PROCURER), world.actor.user_id)

    assert (last.value.code, foreign.value.code) == ("user.last_administrator", "user.unknown")


def test_person_is_named_at_home_and_told_by_role_elsewhere(world: World) -> None:
    editor = member(world, Role.LIBRARY_EDITOR, "Bo Alm")
    other = another_organisation(world)
    ids = (editor.user_id, SYSTEM, "user-gone")

    at_home = list_handlers(world.installation, ids, world.actor.organisation_id)
    elsewhere = list_handlers(world.installation, ids, other.organisation_id)
    visitor = list_handlers(world.installation, ids, None)

    assert (at_home[editor.user_id].shown, at_home[editor.user_id].name) == (NameShown.SHOWN, "Bo Alm")
    for seen in (elsewhere, visitor):
        shown = seen[editor.user_id]
        assert (shown.shown, shown.name) == (NameShown.ELSEWHERE, None)
        assert (shown.roles, shown.organisation) == ((Role.LIBRARY_EDITOR,), home_name(world.installation))
    assert [at_home[key].shown for key in ids[1:]] == [NameShown.SYSTEM, NameShown.UNKNOWN]


def test_command_closes_an_account(sqlite_world: World) -> None:
    member(sqlite_world, Role.READER, "Anna Ek")
    words = ["user", "close", "Anna Ek", "--json", "--today", "2026-11-23"]
    home = ["--home", str(sqlite_world.installation.home)]

    first, second = (CliRunner().invoke(build(), [*words, *home]) for _ in range(2))

    assert json.loads(first.stdout)["closed"] is True
    assert (second.exit_code, json.loads(second.stdout)["error"]["code"]) == (3, "user.unknown")
