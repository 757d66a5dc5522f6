# SPDX-License-Identifier: EUPL-1.2
"""Texts about verifying the stored library: rows that differ from their content or from the log."""

from __future__ import annotations

from webapp.messages.model import Text

_RESTORE_SV = (
    "Databasen har skrivits förbi programmet. Läs in den senaste säkerhetskopian som går att verifiera."
)
_RESTORE_EN = (
    "The database has been changed past the program. Restore the latest backup that can be verified."
)

TEXTS: dict[str, Text] = {
    "store.version_differs": Text(
        "{ref}: det lagrade innehållet stämmer inte med sitt kontrollvärde.",
        "{ref}: the stored content does not agree with its fingerprint.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.publication_differs": Text(
        "{ref}: uppgifterna om publiceringen stämmer inte med versionen.",
        "{ref}: what is said of the publication does not agree with the version.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.event_differs": Text(
        "{ref}: händelse {number} stämmer inte med sitt kontrollvärde.",
        "{ref}: event {number} does not agree with its fingerprint.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.edges_differ": Text(
        "{ref}: efterträdarna stämmer inte med händelse {number}.",
        "{ref}: the successors do not agree with event {number}.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.filings_differ": Text(
        "{ref}: produktgrupperna stämmer inte med versionen och dess flyttar.",
        "{ref}: the product groups do not agree with the version and its moves.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.vanished": Text(
        "{ref}: händelseloggen har {kind}, men det finns inte lagrat som det var.",
        "{ref}: the event log has {kind}, but it is not stored as it was.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
    "store.not_logged": Text(
        "{ref}: {kind} är lagrat men finns inte i händelseloggen.",
        "{ref}: {kind} is stored but is not in the event log.",
        _RESTORE_SV,
        _RESTORE_EN,
    ),
}
