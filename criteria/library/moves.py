# SPDX-License-Identifier: EUPL-1.2
"""Moving a version between groups, and closing a group. Source: DOMAIN 4.2, I10."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from criteria.issues import Issue, Severity
from criteria.library.ledger import Card, Ledger
from criteria.library.model import LibraryEvent


def check_move(ledger: Ledger, subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    """Every fault of a move: a version keeps a group in force, and each group it leaves has an heir."""
    move = event.move
    if move is None or not (move.leave or move.join):
        yield _issue("move.nothing", subject.ref, "a move leaves or joins a group")
        return
    before = subject.life.groups_on(event.on)
    for group in dict.fromkeys((*move.leave, *(line.old_group for line in move.rebased))):
        if group not in before or group not in move.leave:
            yield _issue("move.not_filed", subject.ref, f"is not filed in {group}", name=group)
    for group in move.join:
        line = ledger.find_group(group)
        if line is None:
            yield _issue("group.unknown", subject.ref, f"no group {group}", name=group)
        elif line.closed_on is not None:
            on = line.closed_on.isoformat()
            yield _issue("group.closed", subject.ref, f"{group} is closed", name=group, on=on)
    after = {group for group in before if group not in move.leave} | set(move.join)
    if set(move.leave) & set(move.join) or set(before) & set(move.join):
        yield _issue("move.already_filed", subject.ref, "joins a group it is in or leaves")
    if not after:
        yield _issue("move.no_group", subject.ref, "would be in no group")
    heirs = {line.old_group: line.new_group for line in move.rebased}
    for group in move.leave:
        if heirs.get(group) not in after:
            yield _issue("move.not_rebased", subject.ref, f"says not where {group} goes on", name=group)


def check_closing(filed: Iterable[Card], group_id: str, day: date) -> Iterator[Issue]:
    """A finding for each version that would be in force in a group on or after the day it is closed."""
    for card in filed:
        # A move or an ending that takes effect later is recorded already: only the last day counts.
        last = max([day, *(event.on for event in card.life.events)])
        ended = card.life.valid_to is not None and card.life.valid_to <= day
        if not ended and (group_id in card.life.groups_on(day) or group_id in card.life.groups_on(last)):
            yield Issue(
                Severity.RED,
                "group.not_empty",
                card.ref,
                f"{card.ref} is filed in {group_id}",
                {"name": group_id, "ref": card.ref},
            )


def _issue(code: str, ref: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, ref, message, {"ref": ref, **values})
