# SPDX-License-Identifier: EUPL-1.2
"""One text per time: of a criterion, level and type one version is in force. Source: DOMAIN 4.2, I3."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.issues import Issue, Severity
from criteria.library.ledger import Card, Ledger
from criteria.library.model import CriterionVersion


def check_texts(ledger: Ledger, version: CriterionVersion) -> Iterator[Issue]:
    """A finding for each version of the same line and type that holds on a day the given one holds.

    The exception is a declared transition: from a day that the old version's ending names until it ends,
    the old and the new version both hold.
    """
    line = [card for card in ledger.line(version.id, version.level) if card.type is version.type]
    own = next((card for card in line if card.ref == version.ref), None)
    if own is None:
        return
    for other in line:
        if other.ref != own.ref and _overlap(own, other) and not (_handed(own, other) or _handed(other, own)):
            yield Issue(
                Severity.RED,
                "life.two_texts",
                own.ref,
                f"{other.ref} is in force at the same time",
                {"ref": own.ref, "other": other.ref},
            )


def _overlap(one: Card, other: Card) -> bool:
    starts = [card.life.valid_from for card in (one, other) if card.life.valid_from is not None]
    ends = [card.life.valid_to for card in (one, other) if card.life.valid_to is not None]
    return not ends or max(starts) < min(ends)


def _handed(old: Card, new: Card) -> bool:
    """Whether the old version's ending declares a transition to the new one that holds their overlap."""
    ending = old.life.ending
    if ending is None or ending.transition_from is None or new.life.valid_from is None:
        return False
    named = any(successor.ref == new.ref for successor in ending.successors)
    return named and ending.transition_from <= new.life.valid_from
