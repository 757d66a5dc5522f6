# SPDX-License-Identifier: EUPL-1.2
"""Mailing the head of the event log to the registry, once per calendar month.

What was mailed is an event of the log itself. The post is handed in, since nothing here knows a mail server.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from criteria.clock import STOCKHOLM
from criteria.documents.head_letter import Letter, head_letter
from criteria.errors import CriteriaError
from criteria.events.model import Head, NewEvent
from criteria.people.model import Actor, Permission
from criteria.services.accounts import name_of_home
from criteria.services.installation import Installation
from criteria.storage.event_store import EventStore
from criteria.storage.people_store import SettingStore
from criteria.storage.unit_of_work import UnitOfWork

#: Sends a letter, or raises one of our errors.
Send = Callable[[Letter], None]
KIND = "log.head_mailed"
_SUBJECT = "log"
_CLAIM = "head_mail.claim"
#: A process that took the task and died leaves it to others after this time.
_CLAIM_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HeadMail:
    """Whether the head was mailed now, and the head of this month's letter, whenever it went."""

    month: str
    sent_now: bool
    head: Head | None


def mail_head_if_due(installation: Installation, actor: Actor, address: str, send: Send) -> HeadMail:
    """Mail the head of the log unless this month's letter has gone, or is on its way by another process.

    The task is claimed first, so that two processes send one letter; a letter that fails is tried again.

    Raises:
        RefusedError: what ``send`` raises; nothing is then recorded as mailed.
    """
    actor.require(Permission.ADMINISTER)
    month = installation.clock.now().astimezone(STOCKHOLM).strftime("%Y-%m")
    with installation.writing() as work:
        work.lock_mail()
        mailed = _mailed(work, month)
        if mailed is not None or _is_claimed(work, month):
            return HeadMail(month, sent_now=False, head=mailed)
        _claim(work, month, work.clock.now())
        store = EventStore(work.session)
        head, organisation = store.head(), name_of_home(work.session)
        now = work.clock.now()
    try:
        send(head_letter(head, organisation, now, address))
    except CriteriaError:
        with installation.writing() as work:
            _claim(work, month, None)
        raise
    with installation.writing() as work:
        payload = {"month": month, "sequence": str(head.sequence), "hash": head.hash}
        work.record(NewEvent(KIND, _SUBJECT, payload, actor.user_id, actor.organisation_id))
    return HeadMail(month, sent_now=True, head=head)


def _mailed(work: UnitOfWork, month: str) -> Head | None:
    """The head of the letter of a month, if it has gone."""
    for event in reversed(EventStore(work.session).list_about(_SUBJECT)):
        if event.kind == KIND and event.payload["month"] == month:
            return Head(int(event.payload["sequence"]), event.payload["hash"])
    return None


def _is_claimed(work: UnitOfWork, month: str) -> bool:
    kept = SettingStore(work.session).find(_CLAIM)
    claim = {} if kept is None else json.loads(kept)
    if claim.get("month") != month or claim.get("at") is None:
        return False
    return work.clock.now() - datetime.fromisoformat(claim["at"]) < _CLAIM_LIFE


def _claim(work: UnitOfWork, month: str, at: datetime | None) -> None:
    claim = {"month": month, "at": None if at is None else at.isoformat()}
    SettingStore(work.session).put(_CLAIM, json.dumps(claim))
