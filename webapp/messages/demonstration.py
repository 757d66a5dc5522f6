# SPDX-License-Identifier: EUPL-1.2
"""Texts about the demonstration organisation."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "demo.exists": Text(
        "{name} finns redan.",
        "{name} exists already.",
        "Ta bort den med kravkedjan demo --remove och gör en ny.",
        "Remove it with kravkedjan demo --remove and make a new one.",
    ),
    "demo.live": Text(
        "Installationen är i drift. Påhittade utfall hör inte hemma i dess logg.",
        "The installation is live. Invented outcomes have no place in its log.",
        "Gör demonstrationen i en egen mapp med --home.",
        "Make the demonstration in a folder of its own with --home.",
    ),
    "demo.none": Text("Det finns ingen demonstration att ta bort.", "There is no demonstration to remove."),
}
