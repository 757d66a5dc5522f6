# SPDX-License-Identifier: EUPL-1.2
"""Making an installation ready: first organisation and administrator, shipped library, search index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from criteria.events.model import NewEvent
from criteria.exchange.library_files import shipped_folder
from criteria.identifiers import new_id
from criteria.people.model import Organisation, Role
from criteria.services.access import HOME, SYSTEM, actor_for, system_actor
from criteria.services.installation import Installation
from criteria.services.library_loading import load_library
from criteria.services.search import bring_index_up_to_date
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import PeopleStore, SettingStore

FIRST_ORGANISATION = "Min organisation"
FIRST_ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True)
class InitResult:
    """What the installation holds after ``init``; ``changed`` is false when it was ready already.

    ``held`` counts changes of a new release that do not fit what was changed here, and wait for an editor.
    """

    criteria: int
    versions: int
    groups: int
    index_sequence: int
    changed: bool
    held: int = 0


def initialise(
    installation: Installation,
    folder: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> InitResult:
    """Create what is missing; a second run changes nothing.

    ``progress`` is told the step by code: ``people``, ``library``, ``index``.
    """
    progress("people")
    created = first_people(installation)
    progress("library")
    loaded = load_library(installation, system_actor(), folder or shipped_folder())
    progress("index")
    sequence = bring_index_up_to_date(installation)
    with installation.reading() as session:
        store = LibraryStore(session)
        versions = store.list_versions()
        groups = store.list_groups()
    return InitResult(
        criteria=len({item.version.id for item in versions}),
        versions=len(versions),
        groups=len(groups),
        index_sequence=sequence,
        changed=created or bool(loaded.new or loaded.events or loaded.other),
        held=loaded.held,
    )


def first_administrator(installation: Installation) -> str:
    """The id of the administrator that a trusted shell acts as."""
    return actor_for(installation, None, None).user_id


def first_people(installation: Installation) -> bool:
    """Make the first organisation and its administrator; whether anything was missing."""
    with installation.reading() as session:
        if PeopleStore(session).list_organisations():
            return False
    with installation.writing() as work:
        people = PeopleStore(work.session)
        if people.list_organisations():
            return False
        now = work.clock.now()
        organisation = Organisation(new_id("org"), FIRST_ORGANISATION, None)
        people.add_organisation(organisation, now)
        SettingStore(work.session).put(HOME, organisation.id)
        user = people.add_user(FIRST_ADMINISTRATOR, None, now)
        roles = (Role.ADMINISTRATOR, Role.PROCURER, Role.CONTRACT_OWNER, Role.LIBRARY_EDITOR)
        people.set_memberships(user.id, organisation.id, roles, None)
        work.record(NewEvent("installation.made", "installation", {}, SYSTEM, organisation.id))
        work.record(NewEvent("user.added", user.id, {}, SYSTEM, organisation.id))
    return True
