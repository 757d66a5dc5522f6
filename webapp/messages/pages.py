# SPDX-License-Identifier: EUPL-1.2
"""Texts about what is typed into forms and addresses: dates, numbers, pages of help."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "help.not_found": Text(
        "Det finns ingen hjälpsida som heter ”{where}”.",
        "There is no help page called “{where}”.",
        "Välj bland sidorna under Hjälp.",
        "Choose among the pages under Help.",
    ),
    "date.malformed": Text(
        "”{given}” är inget datum.",
        "“{given}” is no date.",
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2026-08-06.",
        "Write YYYY-MM-DD, for instance 2026-08-06.",
    ),
    "number.malformed": Text(
        "”{given}” är inget tal.",
        "“{given}” is no number.",
        "Skriv siffror, med decimalkomma om det behövs.",
        "Write digits, with a decimal point if needed.",
    ),
    "choice.unknown": Text(
        "”{given}” är inget av valen.",
        "“{given}” is none of the choices.",
        "Välj ett av dem som sidan visar.",
        "Choose one of those on the page.",
    ),
    "file.missing": Text(
        "Ingen fil är vald.", "No file is chosen.", "Välj en fil från datorn.", "Choose a file."
    ),
    "set.warnings_unread": Text(
        "Varningarna är inte lästa.",
        "The warnings have not been read.",
        "Läs dem och kryssa i att ni har gjort det, eller gå tillbaka och ändra.",
        "Read them and tick that you have, or go back and change.",
    ),
    "revision.missing": Text(
        "Formuläret saknar uppgift om vilken revision det bygger på.",
        "The form does not say which revision it was made from.",
        "Ladda om sidan och gör ändringen på nytt. Inget har sparats.",
        "Reload the page and make the change again. Nothing was saved.",
    ),
}
