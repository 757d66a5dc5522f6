# SPDX-License-Identifier: EUPL-1.2
"""What a session for reading sees, on each engine."""

from __future__ import annotations

from criteria.storage.people_store import SettingStore
from tests.plumbing.installation import World


def test_i4_session_for_reading_sees_one_moment(world: World) -> None:
    with world.installation.writing() as work:
        SettingStore(work.session).put("a", "before")
        SettingStore(work.session).put("b", "before")

    with world.installation.reading() as session:
        first = SettingStore(session).find("a")
        with world.installation.writing() as work:
            SettingStore(work.session).put("a", "after")
            SettingStore(work.session).put("b", "after")
        second = SettingStore(session).find("b")

    assert (first, second) == ("before", "before")
    with world.installation.reading() as session:
        assert SettingStore(session).find("b") == "after"
