# SPDX-License-Identifier: EUPL-1.2
"""Releases: many criteria published, replaced and withdrawn as one, checked on the whole, dated ahead.

Source: DOMAIN 0.2 (each overhaul is reported as new, new version, clarification or removed) and 4.2.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.release_notes import ReleaseNote, release_notes
from criteria.people.model import Actor, Permission
from criteria.schemas.derived import dump, dump_json, read_json
from criteria.services.installation import Installation
from criteria.services.library_change import apply_batch
from criteria.services.library_orders import ChangePlan, batch_of, dated
from criteria.services.library_publishing import Preview, changing, preview_change
from criteria.services.library_rights import get_editable, require_editor, steward_id
from criteria.storage.library_store import LibraryStore
from criteria.storage.release_store import ReleaseState, ReleaseStore, StoredRelease
from criteria.storage.unit_of_work import UnitOfWork

MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with its plan and, once it is published, its notes."""

    id: str
    title: str
    state: ReleaseState
    takes_effect_on: date
    plan: ChangePlan
    notes: tuple[ReleaseNote, ...]
    recorded_at: datetime


def plan_release(
    installation: Installation, actor: Actor, title: str, takes_effect_on: date, plan: ChangePlan
) -> ReleaseView:
    """A release planned for a day; nothing in it happens before it is published.

    Raises:
        InvalidInputError: ``field.empty``, ``field.long``, ``library.empty_plan`` or ``release.in_the_past``.
        NotFoundError, ForbiddenError: where something in it is not the actor's to write.
    """
    clean = " ".join(title.split())
    if not clean:
        raise InvalidInputError("field.empty", where="title", field="title")
    if len(clean) > MAX_TITLE:
        raise InvalidInputError("field.long", where="title", field="title", limit=MAX_TITLE)
    if not plan.publications and not plan.events:
        raise InvalidInputError("library.empty_plan", where="plan")
    with changing(installation, actor) as work:
        today = work.clock.today()
        if takes_effect_on < today:
            raise InvalidInputError("release.in_the_past", where="on", on=takes_effect_on, today=today)
        require_editor(work.session, actor, None)
        for ref in (*(item.ref for item in plan.publications), *(item.ref for item in plan.events)):
            get_editable(work.session, actor, ref)
        release_id = new_id("release")
        whole = dated(plan, takes_effect_on, release_id)
        stored = StoredRelease(
            release_id,
            clean,
            ReleaseState.PLANNED,
            takes_effect_on,
            dump_json(whole),
            "[]",
            work.clock.now(),
        )
        return _keep(work, actor, stored, "release.planned")


def add_to_release(
    installation: Installation, actor: Actor, release_id: str, plan: ChangePlan
) -> ReleaseView:
    """A planned release with more in it; everything in it takes effect on the release's day.

    What is added need not hold by itself: the cover rule is asked about the whole.

    Raises:
        RefusedError: ``release.not_planned``, or ``release.holds`` for a version that it is about already.
        InvalidInputError: ``library.empty_plan``.
        NotFoundError, ForbiddenError: where something in it is not the actor's to write.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        stored = _planned(work, release_id)
        before = read_json(ChangePlan, stored.plan)
        if not plan.publications and not plan.events:
            raise InvalidInputError("library.empty_plan", where="plan")
        for kind, orders in (("publications", plan.publications), ("events", plan.events)):
            held = {item.ref for item in getattr(before, kind)}
            for order in orders:
                get_editable(work.session, actor, order.ref)
                if order.ref in held:
                    raise RefusedError("release.holds", where=order.ref, ref=order.ref)
        whole = replace(
            before,
            publications=(*before.publications, *(replace(o, valid_from=None) for o in plan.publications)),
            events=(*before.events, *(replace(o, on=None) for o in plan.events)),
        )
        return _replanned(work, actor, stored, whole)


def remove_from_release(installation: Installation, actor: Actor, release_id: str, ref: str) -> ReleaseView:
    """A planned release without what it was to do to one version; the draft stays as it is.

    Raises:
        NotFoundError: ``release.holds_not``.
        RefusedError: ``release.not_planned``, or ``release.last`` for the last change in it.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        stored = _planned(work, release_id)
        before = read_json(ChangePlan, stored.plan)
        publications = tuple(item for item in before.publications if item.ref != ref)
        events = tuple(item for item in before.events if item.ref != ref)
        if (publications, events) == (before.publications, before.events):
            raise NotFoundError("release.holds_not", where=ref, ref=ref)
        if not publications and not events:
            raise RefusedError("release.last", where=ref, ref=ref)
        whole = replace(before, publications=publications, events=events)
        return _replanned(work, actor, stored, whole)


def date_release(installation: Installation, actor: Actor, release_id: str, on: date) -> ReleaseView:
    """A planned release that takes effect on another day.

    Raises:
        InvalidInputError: ``release.in_the_past``.
        RefusedError: ``release.not_planned``.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        stored, today = _planned(work, release_id), work.clock.today()
        if on < today:
            raise InvalidInputError("release.in_the_past", where="on", on=on, today=today)
        plan = dated(read_json(ChangePlan, stored.plan), on, release_id)
        return _replanned(work, actor, replace(stored, takes_effect_on=on), plan)


def publish_release(installation: Installation, actor: Actor, release_id: str) -> ReleaseView:
    """Everything in a release stored as one, in force from its day; the cover rule holds for the whole.

    Raises:
        FindingsError: the code of the foremost rule the whole breaks; nothing is stored.
        RefusedError: ``release.not_planned``.
    """
    with changing(installation, actor) as work:
        stored = _planned(work, release_id)
        plan = read_json(ChangePlan, stored.plan)
        batch = batch_of(work.session, actor, plan, work.clock.today())
        titles = LibraryStore(work.session).titles(event.subject for event in batch.events)
        apply_batch(installation, work, actor, batch)
        notes = json.dumps([dump(note) for note in release_notes(batch, titles)], ensure_ascii=False)
        published = replace(stored, state=ReleaseState.PUBLISHED, notes=notes, recorded_at=work.clock.now())
        return _keep(work, actor, published, "release.published")


def preview_release(installation: Installation, actor: Actor, release_id: str) -> Preview:
    """What stands in the way of a planned release; nothing is written."""
    return preview_change(installation, actor, show_release(installation, release_id).plan)


def cancel_release(installation: Installation, actor: Actor, release_id: str) -> ReleaseView:
    """A planned release called off; its drafts stay as they are.

    Raises:
        RefusedError: ``release.not_planned``.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        stored = _planned(work, release_id)
        cancelled = replace(stored, state=ReleaseState.CANCELLED, recorded_at=work.clock.now())
        return _keep(work, actor, cancelled, "release.cancelled")


def show_release(installation: Installation, release_id: str) -> ReleaseView:
    """One release.

    Raises:
        NotFoundError: ``release.unknown``.
    """
    with installation.reading() as session:
        return _view(ReleaseStore(session).get(release_id))


def list_releases(installation: Installation) -> tuple[ReleaseView, ...]:
    """Every release, the one that takes effect last first."""
    with installation.reading() as session:
        return tuple(_view(item) for item in ReleaseStore(session).list_all())


def planned_releases(installation: Installation, actor: Actor) -> tuple[ReleaseView, ...]:
    """The releases that an editor of the shared library may still put changes into, the soonest first."""
    with installation.reading() as session:
        if actor.organisation_id != steward_id(session) or not actor.may(Permission.EDIT_LIBRARY):
            return ()
        found = ReleaseStore(session).list_all()
        return tuple(_view(item) for item in reversed(found) if item.state is ReleaseState.PLANNED)


def _planned(work: UnitOfWork, release_id: str) -> StoredRelease:
    stored = ReleaseStore(work.session).get(release_id)
    if stored.state is not ReleaseState.PLANNED:
        raise RefusedError("release.not_planned", where=release_id, state=stored.state.value)
    return stored


def _replanned(work: UnitOfWork, actor: Actor, stored: StoredRelease, plan: ChangePlan) -> ReleaseView:
    changed = replace(stored, plan=dump_json(plan), recorded_at=work.clock.now())
    return _keep(work, actor, changed, "release.planned")


def _keep(work: UnitOfWork, actor: Actor, stored: StoredRelease, kind: str) -> ReleaseView:
    ReleaseStore(work.session).put(stored)
    payload = {"on": stored.takes_effect_on.isoformat()}
    work.record(NewEvent(kind, stored.id, payload, actor.user_id, actor.organisation_id))
    return _view(stored)


def _view(stored: StoredRelease) -> ReleaseView:
    return ReleaseView(
        stored.id,
        stored.title,
        stored.state,
        stored.takes_effect_on,
        read_json(ChangePlan, stored.plan),
        tuple(read_json(ReleaseNote, json.dumps(note)) for note in json.loads(stored.notes)),
        stored.recorded_at,
    )
