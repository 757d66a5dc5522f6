# SPDX-License-Identifier: EUPL-1.2
"""What visitors tell the administrators."""

from __future__ import annotations

from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.people.model import Notice, Role
from criteria.services.access import SYSTEM
from criteria.services.installation import Installation
from criteria.storage.people_store import NoticeStore, PeopleStore


def report_barrier(installation: Installation, text: str, address: str, user_id: str | None) -> None:
    """A report about an accessibility barrier, as a message to every administrator.

    Source: lag (2018:1937) 14 §: a function for remarks must be there.
    """
    with installation.writing() as work:
        people, notices = PeopleStore(work.session), NoticeStore(work.session)
        values = {"text": text, "address": address or "–"}
        for organisation in people.list_organisations():
            for person in people.list_users(organisation.id):
                own = (m for m in person.memberships if m.organisation_id == organisation.id)
                if any(Role.ADMINISTRATOR in membership.roles for membership in own):
                    number = new_id("notice")
                    notices.add(
                        Notice(
                            number,
                            person.id,
                            organisation.id,
                            "accessibility.barrier",
                            "",
                            values,
                            work.clock.now(),
                        )
                    )
        work.record(NewEvent("accessibility.reported", "site", {}, user_id or SYSTEM, SYSTEM))
