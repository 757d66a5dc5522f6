# SPDX-License-Identifier: EUPL-1.2
"""Handing the library on: the shared one, or an organisation's own criteria, as a feed or a folder.

What is published goes out, never a draft. A feed holds what is in force; a folder has its history with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import NewEvent
from criteria.exchange.feed_writing import Outgoing, write_folder, write_json_feed
from criteria.exchange.feeds import SOURCE
from criteria.identifiers import new_id
from criteria.library.feeds import Manifest
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_rights import own_prefix
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore, StoredVersion

#: Whose the shared library's feed is, unless another name is given.
SHARED_SOURCE = "KRAVKEDJAN"


class ExportFormat(str, Enum):
    """How the library is written out; ``yaml`` is a folder."""

    JSON = "json"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What goes out: the shared library, or the organisation's own criteria; under which name as a source."""

    format: ExportFormat
    is_own: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. ``left_out`` came from other sources, which hand it on themselves."""

    file: str
    source: str
    run: str
    versions: int
    in_force: int
    events: int
    left_out: tuple[str, ...]


def export_library(installation: Installation, actor: Actor, target: Path, order: ExportOrder) -> Exported:
    """Write the library to a new file or folder.

    Raises:
        RefusedError: ``export.exists`` when there is something already.
        InvalidInputError: ``feed.source`` for a name no source can have, ``export.unwritable``.
    """
    actor.require(Permission.READ)
    if target.exists():
        raise RefusedError("export.exists", where=str(target))
    with installation.writing() as work:
        prefix = own_prefix(work.session, actor.organisation_id) if order.is_own else SHARED_SOURCE
        source = order.source or prefix
        if not SOURCE.fullmatch(source):
            raise InvalidInputError("feed.source", where="--name", given=source)
        owner_id = actor.organisation_id if order.is_own else None
        outgoing, left_out = _outgoing(installation, work.session, owner_id, source)
        is_feed = order.format is ExportFormat.JSON
        ended = {event.subject for event in outgoing.events if event.kind.is_ending}
        in_force = tuple(version for version in outgoing.versions if version.ref not in ended)
        sent = in_force if is_feed else outgoing.versions
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            (write_json_feed if is_feed else write_folder)(replace(outgoing, versions=sent), target)
        except OSError as error:
            raise InvalidInputError(
                "export.unwritable", where=str(target), why=error.strerror or ""
            ) from error
        run = outgoing.manifest.run
        payload = {"run": run, "versions": str(len(sent))}
        work.record(NewEvent("library.exported", source, payload, actor.user_id, actor.organisation_id))
    events = 0 if is_feed else len(outgoing.events)
    return Exported(str(target), source, run, len(sent), len(in_force), events, left_out)


def _outgoing(
    installation: Installation, session: Session, owner_id: str | None, source: str
) -> tuple[Outgoing, tuple[str, ...]]:
    store, today = LibraryStore(session), installation.clock.today()
    stored = store.list_owned(owner_id) if owner_id else store.list_versions()
    published = [
        item for item in stored if item.life.valid_from is not None and item.life.valid_from <= today
    ]
    ours = [item for item in published if item.version.id.rpartition("/")[0] in ("", source)]
    refs = {item.version.ref for item in ours}
    # An event is handed on once its day has come, with successors that are handed on too.
    events = sorted(
        (event for item in ours for event in item.life.events if event.on <= today),
        key=lambda event: event.on,
    )
    manifest = Manifest(
        source=source,
        run=new_id("run"),
        made_at=installation.clock.now(),
        number=len(ours) - len({event.subject for event in events if event.kind.is_ending}),
    )
    outgoing = Outgoing(
        manifest=manifest,
        versions=tuple(_as_published(item) for item in ours),
        groups=store.list_groups(),
        labels=store.list_labels(),
        packages=tuple(item for item in store.list_packages() if set(item.members) <= refs),
        events=tuple(events),
    )
    left_out = tuple(item.version.ref for item in published if item.version.ref not in refs)
    return outgoing, left_out


def _as_published(item: StoredVersion) -> CriterionVersion:
    return replace(
        item.version, state=ShippedState.PUBLISHED, valid_from=item.life.valid_from, draft_because=()
    )
