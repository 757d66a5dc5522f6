# SPDX-License-Identifier: EUPL-1.2
"""Texts about the editor's desk: the watch list and the forms of drafts and changes."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "watch.unknown": Text(
        "”{given}” står inte på bevakningslistan.",
        "“{given}” is not on the watch list.",
        "Välj en uppgift på redaktionens sida.",
        "Choose a fact on the editors’ page.",
    ),
    "watch.next_not_later": Text(
        "Nästa gång måste ligga efter i dag ({today}).",
        "The next time must be later than today ({today}).",
        "Välj en senare dag, eller lämna fältet tomt om uppgiften är avslutad.",
        "Choose a later day, or leave the field empty if the fact is settled.",
    ),
    "draft.other_ref": Text(
        "Texten är {ref}, men utkastet är {expected}.",
        "The text is {ref}, but the draft is {expected}.",
        "Ändra id, version och nivå tillbaka, eller lägg in texten som ett nytt utkast.",
        "Change id, version and level back, or put the text in as a new draft.",
    ),
}
