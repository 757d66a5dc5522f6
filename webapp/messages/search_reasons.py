# SPDX-License-Identifier: EUPL-1.2
"""Why a hit came up, and the names of the places where a word was met."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "why.reference": Text("{asked} är dess beteckning.", "{asked} is its reference."),
    "why.krav_id": Text("Krav-ID {found} hör hit.", "Krav-ID {found} belongs here."),
    "why.cpv": Text(
        "CPV-koden {asked} hör till gruppens kod {found}.",
        "The CPV code {asked} belongs to the group's code {found}.",
    ),
    "why.label": Text("{asked} är en märkning som täcker kravet.", "{asked} is a label that covers it."),
    "why.word": Text("”{found}” står i {place}.", "“{found}” stands in {place}."),
    "why.inflection": Text(
        "”{found}”, en form av ”{asked}”, står i {place}.",
        "“{found}”, a form of “{asked}”, stands in {place}.",
    ),
    "why.compound": Text(
        "”{found}”, som innehåller ”{asked}”, står i {place}.",
        "“{found}”, which holds “{asked}”, stands in {place}.",
    ),
    "why.part": Text(
        "”{found}”, en del av ”{asked}”, står i {place}.",
        "“{found}”, a part of “{asked}”, stands in {place}.",
    ),
    "why.unaccented": Text(
        "”{found}”, som liknar ”{asked}” så när som på prickar och accenter, står i {place}.",
        "“{found}”, which is “{asked}” but for dots and accents, stands in {place}.",
    ),
    "why.spelling": Text(
        "”{asked}” finns inte i biblioteket. ”{found}” är likast och står i {place}.",
        "“{asked}” is not in the library. “{found}” is most like it and stands in {place}.",
    ),
    "why.beginning": Text(
        "”{found}”, som börjar med ”{asked}”, står i {place}.",
        "“{found}”, which begins with “{asked}”, stands in {place}.",
    ),
    "found_in.title": Text("rubriken", "the heading"),
    "found_in.names": Text("de vardagliga orden och CPV-namnen", "the everyday words and CPV names"),
    "found_in.text": Text("texten", "the text"),
    "found_in.purpose": Text("motivet", "the purpose"),
    "found_in.applicability": Text("när kravet passar", "when it fits"),
    "found_in.proof": Text("bevisen", "the proof"),
    "found_in.follow_up": Text("uppföljningen", "the follow-up"),
    "found_in.declaration": Text("försäkran", "the declaration"),
    "found_in.sources": Text("källorna", "the sources"),
    "found_in.guidance": Text("hjälpen", "the help"),
    "found_in.names_en": Text("det engelska namnet", "the English name"),
    "found_in.title_en": Text("den engelska rubriken", "the English heading"),
    "found_in.text_en": Text("den engelska texten", "the English text"),
    "found_in.group": Text("namnen på gruppen {name}", "the names of the group {name}"),
    "found_in.label": Text("namnet på märkningen {name}", "the name of the label {name}"),
}
