# SPDX-License-Identifier: EUPL-1.2
"""Texts about label schemes, their six-point assessment, and goals."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "label.not_found": Text(
        "Märkningen {name} finns inte.",
        "There is no label {name}.",
        "Se listan över märkningar.",
        "See the list of labels.",
    ),
    "label.twice": Text(
        "Märkningen {name} står två gånger i labels.yaml.",
        "The label {name} stands twice in labels.yaml.",
        "Behåll en av dem.",
        "Keep one of them.",
    ),
    "label.points": Text(
        "Märkningen är inte prövad mot de sex punkterna i 9 kap. 13 § LOU, en gång var och i lagens ordning.",
        "The label is not judged against the six points of chapter 9, section 13 LOU, once each, in order.",
        "Skriv link, suitable, objective, open_process, available och independent, med omdöme och skäl.",
        "Write link, suitable, objective, open_process, available and independent, with verdict and reason.",
    ),
    "label.conclusion": Text(
        "Omdömena om de sex punkterna bär inte slutsatsen {conclusion}.",
        "The verdicts on the six points do not carry the conclusion {conclusion}.",
        "label kräver att alla sex håller, criteria att de fem efter anknytningen håller. Annars är den "
        "property eller no_label.",
        "label needs all six to hold, criteria the five after the link to the subject. Otherwise it is "
        "property or no_label.",
    ),
    "goal.twice": Text(
        "{name} står två gånger i goals.yaml.",
        "{name} stands twice in goals.yaml.",
        "Behåll en av dem.",
        "Keep one of them.",
    ),
    "goal.unknown": Text(
        "Målet {name} finns inte i goals.yaml.",
        "There is no goal {name} in goals.yaml.",
        "Lägg till det under goals, eller rätta namnet.",
        "Add it under goals, or mend the name.",
    ),
    "goal.aspect_missing": Text(
        "Aspekten {aspect} har inget mål i goals.yaml.",
        "The aspect {aspect} has no goal in goals.yaml.",
        "Lägg till den under aspects med minst ett mål och ett skäl.",
        "Add it under aspects with at least one goal and a reason.",
    ),
}
