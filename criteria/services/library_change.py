# SPDX-License-Identifier: EUPL-1.2
"""Storing a change of the library: checked, written, told and searchable, as one.

Everything but the index happens in one unit of work, under the library's lock: what the cover rule was asked
about is what is stored (two withdrawals that lean on each other are not both let through). The index follows
the commit and can be wrong only by being late. Source: DOMAIN 4.2; ARCHITECTURE, Concurrency.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date

from criteria.errors import FindingsError
from criteria.events.model import NewEvent
from criteria.issues import Issue
from criteria.library.cover import Batch, check_change
from criteria.library.fingerprint import package_fingerprint
from criteria.library.model import LibraryEvent, Package
from criteria.library.packages import renewed
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor
from criteria.search.model import IndexUnusableError
from criteria.services.installation import Installation
from criteria.services.search import bring_index_up_to_date
from criteria.services.sets_updates import notify_pinning_sets
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)

#: What a refusal is called where several rules are broken: what would be left bare comes first.
_FOREMOST = ("cover.bare", "cover.not_carried", "cover.successor_not_in_force", "cover.cycle")


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """What a use case has done: what was published, what has left force, and the sets that were told."""

    on: date
    published: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    sets_told: int = 0


def apply_batch(installation: Installation, work: UnitOfWork, actor: Actor, batch: Batch) -> LibraryChange:
    """Check a batch against what is stored, store it, and carry it through; the library's lock is held.

    Raises:
        FindingsError: the code of the foremost rule it breaks, with every finding; nothing is stored.
    """
    refuse(check_change(StoredLedger(work.session), batch))
    store, at = LibraryStore(work.session), work.clock.now()
    for published in batch.publications:
        publication = published.publication
        version = replace(
            published.version,
            state=ShippedState.PUBLISHED,
            valid_from=publication.valid_from,
            draft_because=(),
        )
        mark = store.replace_draft(version, at, publication)
        valid = publication.valid_from.isoformat()
        _event(work, actor, "criterion.published", version.ref, fingerprint=mark, valid_from=valid)
    for event in batch.events:
        mark = store.add_event(event, at)
        kind, on = f"criterion.{event.kind.value}", event.on.isoformat()
        _event(work, actor, kind, event.subject, fingerprint=mark, on=on)
    return carry_through(installation, work, actor, batch)


def foremost(issues: tuple[Issue, ...]) -> Issue:
    """The finding that several are called by: what would be left bare comes first."""
    order = {code: place for place, code in enumerate(_FOREMOST)}
    return min(issues, key=lambda issue: order.get(issue.code, len(order)))


def refuse(issues: tuple[Issue, ...]) -> None:
    """Nothing when there are no findings.

    Raises:
        FindingsError: under the code and values of the foremost finding, with all of them.
    """
    if issues:
        first = foremost(issues)
        values = {name: value for name, value in first.values.items() if name != "count"}
        raise FindingsError(first.code, issues, where=first.where, **values)


def carry_through(installation: Installation, work: UnitOfWork, actor: Actor, batch: Batch) -> LibraryChange:
    """Do in the same transaction what follows from a stored batch, and let the index follow the commit.

    Packages that hold what has left force get a new version (I16), whoever made a set that pins it gets a
    notice (R2 to R5), and the installation's listeners are told.
    """
    ended = tuple(event.subject for event in batch.events if event.kind.is_ending)
    packages = _renew_packages(work, actor, batch)
    told = sum(
        notify_pinning_sets(work, event.subject, event.on) for event in batch.events if event.kind.is_ending
    )
    for listen in installation.library_listeners:
        listen(work, batch)
    work.after_commit(lambda: follow(installation))
    days = [event.on for event in batch.events] + [p.publication.valid_from for p in batch.publications]
    return LibraryChange(
        on=max(days, default=batch.recorded_on),
        published=tuple(item.publication.ref for item in batch.publications),
        ended=ended,
        changed=tuple(event.subject for event in batch.events if not event.kind.is_ending),
        packages=packages,
        sets_told=told,
    )


def follow(installation: Installation) -> None:
    """Let the index catch up; one that cannot be written now catches up at the next change or start.

    What is stored is stored: a full disk under the index must not make the use case look as if it failed.
    """
    try:
        bring_index_up_to_date(installation)
    except (OSError, IndexUnusableError):
        _log.exception("the search index could not follow the store")


def _renew_packages(work: UnitOfWork, actor: Actor, batch: Batch) -> tuple[str, ...]:
    store = LibraryStore(work.session)
    made: list[str] = []
    for versions in store.list_package_lines():
        for fresh in renewed(versions, batch.events, lambda ref: _recorded(store, ref)):
            put_package(work, actor, fresh)
            made.append(f"{fresh.id}:{fresh.version}")
    return tuple(made)


def put_package(work: UnitOfWork, actor: Actor, package: Package) -> None:
    """Store one new version of a package in a unit of work that goes on."""
    mark = package_fingerprint(package)
    LibraryStore(work.session).put_package(package, mark)
    subject = f"package:{package.id}:{package.version}"
    _event(work, actor, "package.renewed", subject, fingerprint=mark)


def _recorded(store: LibraryStore, ref: str) -> tuple[LibraryEvent, ...]:
    life = store.find_life(ref)
    return () if life is None else life.events


def _event(work: UnitOfWork, actor: Actor, kind: str, subject: str, **payload: str) -> None:
    work.record(NewEvent(kind, subject, payload, actor.user_id, actor.organisation_id))
