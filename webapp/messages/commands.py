# SPDX-License-Identifier: EUPL-1.2
"""Texts about a command as such and where its installation lies."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "command.failed": Text(
        "Kommandot misslyckades oväntat ({fault}).",
        "The command failed unexpectedly ({fault}).",
        "Raderna ovanför visar var. Skicka dem till den som sköter installationen.",
        "The lines above show where. Send them to whoever looks after the installation.",
    ),
    "database.address": Text(
        "Databasens adress går inte att läsa.",
        "The address of the database cannot be read.",
        "Skriv den som postgresql://användare@värd/databas.",
        "Write it as postgresql://user@host/database.",
    ),
    "database.unreachable": Text(
        "Databasen svarar inte.",
        "The database does not answer.",
        "Kontrollera att den är igång och att adress och lösenord stämmer.",
        "Check that it is running and that address and password are right.",
    ),
    "home.unusable": Text(
        "Mappen går inte att använda: {why}.",
        "The folder cannot be used: {why}.",
        "Välj med --home en mapp som du får skriva i.",
        "Choose with --home a folder that you may write to.",
    ),
}
