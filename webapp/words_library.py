# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of labels and goals on screen, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext

_ = lazy_gettext

LABEL_KINDS = {
    "type_1": _("Miljömärkning typ I"),
    "certification": _("Certifiering"),
    "energy": _("Energimärkning"),
    "company": _("Branschens egen märkning"),
    "rating": _("Betyg eller bedömning"),
}
#: The six points in the order of the law. Source: 9 kap. 13 § LOU.
LABEL_POINTS = {
    "link": _("Kraven gäller bara det som har anknytning till det som anskaffas"),
    "suitable": _("Kraven är lämpliga för att definiera det som anskaffas"),
    "objective": _("Kraven går att kontrollera objektivt och diskriminerar ingen"),
    "open_process": _("Märkningen är antagen i ett öppet och transparent förfarande"),
    "available": _("Märkningen är tillgänglig för alla berörda"),
    "independent": _("Kraven är fastställda av ett organ som den sökande inte avgörande kan påverka"),
}
POINT_VERDICTS = {
    "holds": _("Håller"),
    "part": _("Håller delvis"),
    "not_shown": _("Inte visat"),
    "fails": _("Håller inte"),
}
#: The mark of each verdict (macro ``st``).
VERDICT_MARKS = {"holds": "met", "part": "revision", "not_shown": "unver", "fails": "late"}
LABEL_USES = {
    "label": _("Får krävas som märkning"),
    "criteria": _("Hänvisa bara till kriterierna"),
    "property": _("Skriv egenskapen med egna ord"),
    "no_label": _("Ingen märkning i lagens mening"),
}
USE_ADVICE = {
    "label": _(
        "Alla sex punkter håller. Ni får kräva märkningen om ni behöver alla egenskaper den omfattar. "
        "Ta alltid emot likvärdig märkning."
    ),
    "criteria": _(
        "Märkningen får inte krävas som sådan. Ange de kriterier som gäller det ni köper, och godta "
        "märkningen som ett sätt att visa dem."
    ),
    "property": _(
        "Minst en av punkterna 2–6 är inte visad. Skriv egenskapen med egna ord och godta märkningen som "
        "ett av flera bevis, om den visar egenskapen."
    ),
    "no_label": _(
        "Det här är ingen märkning som får krävas enligt 9 kap. 12 § LOU. Skriv egenskapen och godta flera "
        "sätt att visa den."
    ),
}
GOAL_KINDS = {
    "sdg": _("Globala mål"),
    "environmental_objective": _("Miljökvalitetsmål"),
    "generation_goal": _("Generationsmålet"),
    "eforms": _("Koder i annonsen (eForms)"),
}
