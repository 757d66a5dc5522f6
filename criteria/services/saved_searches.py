# SPDX-License-Identifier: EUPL-1.2
"""Saved searches, and watches that tell when something happens to what they find.

A saved search is a person's own, in the organisation they act for. A watched one knows what it has told, so
that every change is told once, whoever looks and however often. Looking is cheap when nothing has happened:
one reading of the log's last library event. Source: issue 5, Answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime

from criteria.errors import NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.lifecycle import VersionStatus
from criteria.library.watching import look
from criteria.library.written import written, written_or_empty
from criteria.people.model import Actor, Permission
from criteria.search.model import Filters, HitKind, SearchQuery
from criteria.services.installation import Installation
from criteria.services.library_notices import tell_person
from criteria.services.search import bring_index_up_to_date, search_library
from criteria.services.search_entries import LIBRARY_KINDS
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import PeopleStore, SettingStore
from criteria.storage.saved_store import SavedSearch, SavedSearchStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_NAME = 200
MAX_TEXT = 2000
MAX_VALUES = 100
#: Of one person in one organisation; more than anybody reads the messages of.
MAX_SAVED = 100
#: References named in one message; the page of the search shows the rest.
_NAMED = 8
_ALL = 1_000_000
_LOOKED = "saved_searches.looked"
_FACETS = tuple(item.name for item in fields(Filters))


@dataclass(frozen=True, slots=True)
class SearchToSave:
    """What a search is to be saved as: its name, its words, what is chosen, and whether it is watched.

    Without a name the words are its name.
    """

    name: str
    text: str
    filters: Filters = field(default_factory=Filters)
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved search; ``total`` is how many criteria in force it finds today."""

    id: str
    name: str
    text: str
    filters: Filters
    is_watched: bool
    made_at: datetime
    changed_at: datetime | None
    total: int


def save_search(installation: Installation, actor: Actor, question: SearchToSave) -> SavedView:
    """Save a search; a watched one tells of what happens from now on.

    Raises:
        InvalidInputError: ``field.empty`` (neither name, words nor choice), ``field.long`` or
            ``text.control_character``.
        RefusedError: ``saved_search.many``.
    """
    actor.require(Permission.READ)
    words = written_or_empty(question.text, "text", MAX_TEXT)
    chosen = _chosen(question.filters)
    name = written(question.name.strip() or words or _name_of(chosen), "name", MAX_NAME)
    with installation.writing() as work:
        store = SavedSearchStore(work.session)
        if len(store.list_of(actor.user_id, actor.organisation_id)) >= MAX_SAVED:
            raise RefusedError("saved_search.many", where="name", limit=MAX_SAVED)
        saved = SavedSearch(
            id=new_id("search"),
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            name=name,
            text=words,
            filters=chosen,
            is_watched=question.is_watched,
            known={},
            made_at=work.clock.now(),
        )
        if saved.is_watched:
            saved = replace(saved, known=_first_look(installation, saved))
        store.put(saved)
        # The log says that, never what: what somebody searches for is their own.
        work.record(NewEvent("saved_search.added", saved.id, {}, actor.user_id, actor.organisation_id))
    return _view(installation, saved)


def list_saved(installation: Installation, actor: Actor) -> tuple[SavedView, ...]:
    """The actor's own searches, by name."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        found = SavedSearchStore(session).list_of(actor.user_id, actor.organisation_id)
    return tuple(_view(installation, saved) for saved in found)


def change_saved(
    installation: Installation,
    actor: Actor,
    saved_id: str,
    *,
    name: str | None = None,
    is_watched: bool | None = None,
) -> SavedView:
    """Rename a search, or begin or stop watching it.

    A watch that begins again tells of what happens from then on, not of what it slept through.

    Raises:
        NotFoundError: ``saved_search.unknown``.
        InvalidInputError: as ``save_search``.
    """
    actor.require(Permission.READ)
    with installation.writing() as work:
        store = SavedSearchStore(work.session)
        before = saved = store.get(saved_id, actor.user_id, actor.organisation_id)
        if name is not None:
            saved = replace(saved, name=written(name, "name", MAX_NAME))
        if is_watched is not None and is_watched != saved.is_watched:
            known = _first_look(installation, saved) if is_watched else {}
            saved = replace(saved, is_watched=is_watched, known=known)
        if saved != before:
            store.put(saved)
            work.record(NewEvent("saved_search.changed", saved.id, {}, actor.user_id, actor.organisation_id))
    return _view(installation, saved)


def forget_search(installation: Installation, actor: Actor, saved_id: str) -> None:
    """Take a saved search away; messages about it stay.

    Raises:
        NotFoundError: ``saved_search.unknown``.
    """
    actor.require(Permission.READ)
    with installation.writing() as work:
        store = SavedSearchStore(work.session)
        store.get(saved_id, actor.user_id, actor.organisation_id)
        store.remove(saved_id)
        work.record(NewEvent("saved_search.removed", saved_id, {}, actor.user_id, actor.organisation_id))


def find_saved(installation: Installation, actor: Actor, saved_id: str) -> SavedView | None:
    """The actor's search with this id, or ``None``, for a message about a search that may be gone."""
    with installation.reading() as session:
        try:
            found = SavedSearchStore(session).get(saved_id, actor.user_id, actor.organisation_id)
        except NotFoundError:
            return None
    return _view(installation, found)


def look_at_watches(installation: Installation) -> int:
    """Tell everybody what has happened to what they watch; how many messages were written.

    Asked often: as long as neither the library nor the day has changed since the last look, nothing is done.
    The index is brought up to date first, since a watch that looks at an older one would miss the change.
    """
    day = installation.clock.today()
    with installation.reading() as session:
        stands_at = _standpoint(session, day)
        if SettingStore(session).find(_LOOKED) == stands_at:
            return 0
        watched = SavedSearchStore(session).list_watched()
    bring_index_up_to_date(installation)
    found = {saved.id: _found(installation, saved, day) for saved in watched}
    told = 0
    with installation.writing() as work:
        store = SavedSearchStore(work.session)
        for saved in store.list_watched():
            # Of two who look at once, the second finds here what the first has told.
            if saved.id in found:
                told += _tell(work, saved, found[saved.id])
        SettingStore(work.session).put(_LOOKED, stands_at)
    return told


def query_of(saved: SavedSearch | SavedView, day: date, viewer: str) -> SearchQuery:
    """The question that a saved search asks on a day."""
    filters = saved.filters if isinstance(saved.filters, Filters) else _filters(saved.filters)
    return SearchQuery(saved.text, day, filters, viewer_organisation=viewer)


def _standpoint(session: Session, day: date) -> str:
    return f"{EventStore(session).last_of_kinds(LIBRARY_KINDS)} {day.isoformat()}"


def _tell(work: UnitOfWork, saved: SavedSearch, found: Mapping[str, VersionStatus]) -> int:
    day, now = work.clock.today(), work.clock.now()
    missing = [ref for ref in saved.known if ref not in found]
    stored = LibraryStore(work.session).list_by_refs(missing, saved.organisation_id)
    seen = look(saved.known, found, {item.version.ref: item.status_on(day) for item in stored})
    if seen.changes or seen.known != saved.known:
        changed_at = now if seen.changes else saved.changed_at
        SavedSearchStore(work.session).put(replace(saved, known=seen.known, changed_at=changed_at))
    if not _is_member(work.session, saved.user_id, saved.organisation_id):
        return 0
    for change, refs in seen.changes.items():
        values = {"name": saved.name, "refs": _named(refs), "count": str(len(refs))}
        person = (saved.user_id, saved.organisation_id)
        tell_person(work, person, f"saved_search.{change.value}", saved.id, values)
    return len(seen.changes)


def _first_look(installation: Installation, saved: SavedSearch) -> Mapping[str, VersionStatus]:
    return look({}, _found(installation, saved, installation.clock.today()), {}).known


def _found(installation: Installation, saved: SavedSearch, day: date) -> dict[str, VersionStatus]:
    query = query_of(saved, day, saved.organisation_id)
    answer = search_library(installation, replace(query, limit=_ALL, with_excerpts=False))
    if answer.is_fallback:
        return {}
    return {
        f"{hit.id}:{hit.version}@{hit.level}": VersionStatus(hit.status)
        for hit in answer.hits
        if hit.kind is HitKind.CRITERION and hit.status is not None
    }


def _view(installation: Installation, saved: SavedSearch) -> SavedView:
    found = _found(installation, saved, installation.clock.today())
    return SavedView(
        id=saved.id,
        name=saved.name,
        text=saved.text,
        filters=_filters(saved.filters),
        is_watched=saved.is_watched,
        made_at=saved.made_at,
        changed_at=saved.changed_at,
        total=sum(status.is_in_force for status in found.values()),
    )


def _chosen(filters: Filters) -> dict[str, tuple[str, ...]]:
    kept: dict[str, tuple[str, ...]] = {}
    for name, values in asdict(filters).items():
        clean = tuple(written(value, name, MAX_NAME) for value in values[:MAX_VALUES] if value.strip())
        if clean:
            kept[name] = clean
    return kept


def _filters(chosen: Mapping[str, tuple[str, ...]]) -> Filters:
    # A facet that a later version of the product no longer has is passed over, not a search that fails.
    return Filters(**{name: values for name, values in chosen.items() if name in _FACETS})


def _name_of(chosen: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(value for values in chosen.values() for value in values)[:MAX_NAME]


def _named(refs: tuple[str, ...]) -> str:
    shown = ", ".join(ref.split("@")[0] for ref in refs[:_NAMED])
    return shown if len(refs) <= _NAMED else f"{shown} …"


def _is_member(session: Session, user_id: str, organisation_id: str) -> bool:
    user = PeopleStore(session).find_user(user_id)
    return user is not None and any(item.organisation_id == organisation_id for item in user.memberships)
