# SPDX-License-Identifier: EUPL-1.2
"""The words for codes on screen; the glossary's, in the reader's language. Source: docs/glossary.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from flask_babel import format_date, get_locale, gettext, lazy_gettext

from criteria.clock import STOCKHOLM

_ = lazy_gettext

LEVELS = {"base": _("Bas"), "advanced": _("Avancerad"), "leading_edge": _("Spjutspets")}
TYPES = {
    "selection_requirement": _("Kvalificeringskrav"),
    "technical_specification": _("Teknisk specifikation"),
    "award_criterion": _("Tilldelningskriterium"),
    "performance_condition": _("Särskilt kontraktsvillkor"),
}
#: Where a requirement of each type stands in the procurement documents, and what follows from it.
TYPE_PLACES = {
    "selection_requirement": _(
        "Prövas mot anbudsgivaren innan anbudet läses. Den som inte uppfyller det är ute ur upphandlingen."
    ),
    "technical_specification": _(
        "Står i kravspecifikationen och gäller det ni köper. Anbud som inte uppfyller det antas inte."
    ),
    "award_criterion": _(
        "Står bland tilldelningskriterierna. Ger värde när anbuden jämförs, och det som erbjuds blir "
        "bindande."
    ),
    "performance_condition": _(
        "Står bland kontraktsvillkoren. Prövas inte i utvärderingen utan följs upp under avtalstiden."
    ),
}
METHODS = {
    "DECL": _("Leverantörsförsäkran"),
    "LABEL": _("Licenskontroll"),
    "REG": _("Registerkontroll"),
    "DOC": _("Dokumentkontroll"),
    "TEST": _("Granskning av provningsrapport"),
    "STAT": _("Inköpsstatistik"),
    "DOCSAMPLE": _("Stickprov på underlag"),
    "DELIV": _("Leveranskontroll"),
    "LAB": _("Laboratorieprov"),
    "VISIT": _("Platsbesök"),
    "OFFICE": _("Kontorsrevision"),
    "FACTORY": _("Fabriksrevision"),
    "MEET": _("Uppföljningsmöte"),
}
ROLES = {
    "requester": _("Beställare"),
    "buyer": _("Inköpare"),
    "procurer": _("Upphandlare"),
    "contract_owner": _("Avtalsansvarig"),
    "environment_strategist": _("Miljöstrateg"),
    "library_editor": _("Kriterieförvaltare"),
    "reader": _("Läsare"),
    "administrator": _("Administratör"),
}
WHEN = {
    "before_award": _("Före tilldelning"),
    "contract_start": _("Vid avtalsstart"),
    "quarterly": _("Varje kvartal"),
    "half_yearly": _("Varje halvår"),
    "yearly": _("Varje år"),
    "on_delivery": _("Vid leverans"),
    "on_article_change": _("När en artikel byts"),
    "on_suspicion": _("Vid misstanke"),
    "contract_end": _("Vid avtalets slut"),
}
PROOF_WHEN = {
    "with_tender": _("med anbudet"),
    "before_award": _("före tilldelning"),
    "contract_start": _("vid avtalsstart"),
    "on_request": _("på begäran"),
}
PROOF_BY = {
    "all_tenderers": _("alla anbudsgivare"),
    "winner": _("den som ska tilldelas kontraktet"),
    "supplier": _("leverantören"),
}
PROOF_KINDS = {
    "declaration": _("Egen försäkran"),
    "data_sheet": _("Datablad"),
    "safety_data_sheet": _("Säkerhetsdatablad"),
    "own_document": _("Egen handling"),
    "statistics": _("Statistik"),
    "register_extract": _("Registerutdrag"),
    "test_report": _("Provningsrapport"),
    "verified_statement": _("Granskad redovisning"),
    "label_licence": _("Märkningslicens"),
    "certificate": _("Certifikat"),
    "audit_report": _("Revisionsrapport"),
    "marking": _("Märkning på varan"),
    "observation": _("Egen iakttagelse"),
}
ASPECTS = {
    "climate": _("Klimat"),
    "energy": _("Energi"),
    "renewable": _("Förnybart"),
    "transport": _("Transporter"),
    "chemicals": _("Kemikalier"),
    "emissions_indoor": _("Utsläpp inomhus"),
    "emissions_air_water": _("Utsläpp till luft och vatten"),
    "noise": _("Buller"),
    "organic": _("Ekologiskt"),
    "biodiversity": _("Biologisk mångfald"),
    "deforestation": _("Avskogning"),
    "pesticides": _("Bekämpningsmedel"),
    "animal_welfare": _("Djurskydd"),
    "antibiotics": _("Antibiotika"),
    "origin": _("Ursprung"),
    "durability": _("Hållbarhet i användning"),
    "repair": _("Reparation"),
    "reuse": _("Återbruk"),
    "recycled": _("Återvunnet material"),
    "packaging": _("Förpackningar"),
    "waste": _("Avfall"),
    "water": _("Vatten"),
    "safety": _("Säkerhet"),
    "accessibility": _("Tillgänglighet"),
    "social": _("Sociala villkor"),
    "labour_law": _("Arbetsrättsliga villkor"),
    "supply_chain": _("Leveranskedja"),
    "ems": _("Miljöledning"),
    "information": _("Information"),
}
STATUSES = {
    "draft": _("Utkast"),
    "review": _("I granskning"),
    "rejected": _("Avvisat"),
    "coming": _("Kommande"),
    "published": _("Gällande"),
    "under_revision": _("Omarbetas, gäller fortfarande"),
    "superseded": _("Ersatt"),
    "withdrawn_replaced": _("Indragen, ersatt"),
    "withdrawn_gap": _("Lucka"),
    "withdrawn_law": _("Indragen, lagen räcker"),
}
#: The mark of each state of a rule (macro ``st``); draft and coming are words without a mark.
STATUS_MARKS = {
    "published": "inforce",
    "under_revision": "revision",
    "superseded": "replaced",
    "withdrawn_replaced": "replaced",
    "withdrawn_gap": "gap",
    "withdrawn_law": "withdrawn",
}
CHANGES = {
    "editorial": _("Oförändrad innebörd"),
    "clarified": _("Förtydligad"),
    "stricter": _("Strängare"),
    "weaker": _("Svagare"),
    "type_changed": _("Ny kravtyp"),
    "level_changed": _("Ny nivå"),
    "scope_changed": _("Ny omfattning"),
    "split_part": _("Delad"),
    "merged": _("Sammanslagen"),
}
#: What has happened to a criterion version, as its history says it.
LIBRARY_EVENTS = {
    "drafted": _("Utkast inlagt"),
    "changed": _("Utkastet ändrat"),
    "submitted": _("Inlämnad för granskning"),
    "returned": _("Återsänd till utkast"),
    "rejected": _("Avvisad"),
    "published": _("Publicerad"),
    "start_revision": _("Omarbetas"),
    "stop_revision": _("Omarbetningen avbruten"),
    "supersede": _("Ersatt av ny version"),
    "withdraw_replaced": _("Indragen och ersatt"),
    "withdraw_gap": _("Indragen, lucka"),
    "withdraw_law": _("Indragen, lagen räcker"),
    "fill_gap": _("Luckan fylld"),
    "renew_notice": _("Luckbeskedet ändrat"),
    "move": _("Flyttad till annan produktgrupp"),
    "reviewed": _("Granskad"),
    "borrowed": _("Lånad till ett eget utkast"),
    "shared": _("Delad med andra"),
    "share_revoked": _("Delningen återkallad"),
}
FACETS = {
    "group": _("Produktgrupp"),
    "level": _("Nivå"),
    "type": _("Kravtyp"),
    "aspect": _("Hållbarhetsaspekt"),
    "label": _("Märkning"),
    "method": _("Följs upp med"),
    "status": _("Status"),
}
FACET_WORDS: dict[str, Mapping[str, object]] = {
    "level": LEVELS,
    "type": TYPES,
    "aspect": ASPECTS,
    "method": METHODS,
    "status": STATUSES,
}


def word(table: Mapping[str, object], code: object) -> str:
    """The word for a code or enum member; the code itself where there is none."""
    key = str(getattr(code, "value", code))
    return str(table.get(key, key))


_LEVEL_PATHS = {"base": "bas", "advanced": "avancerad", "leading_edge": "spjutspets"}


def page_ref(ref: str) -> str:
    """A full reference as it stands in the permanent address of its page: ``FURN-02:1/avancerad``."""
    head, _sign, level = ref.partition("@")
    return f"{head}/{_LEVEL_PATHS[level]}" if level in _LEVEL_PATHS else head


def long_date(day: date | datetime | None) -> str:
    """A date in running text: ``6 augusti 2026``."""
    if day is None:
        return ""
    civil = day.astimezone(STOCKHOLM).date() if isinstance(day, datetime) else day
    return str(format_date(civil, "d MMMM yyyy"))


def short_date(day: date | datetime | None) -> str:
    """A date in tables: ``2026-08-06``."""
    if day is None:
        return ""
    return (day.astimezone(STOCKHOLM).date() if isinstance(day, datetime) else day).isoformat()


def number(value: Decimal | int | str | None) -> str:
    """A number as the language writes it: ``1 234 567,5`` with hard spaces, in English ``1,234,567.5``."""
    if value is None:
        return ""
    try:
        exact = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    whole, _point, part = format(exact, "f").partition(".")
    sign = "−" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    between, point = (",", ".") if str(get_locale()) == "en" else ("\u00a0", ",")
    grouped = f"{int(digits):,}".replace(",", between) if len(digits) > 4 else digits
    return sign + grouped + (point + part if part else "")


def hours(value: Decimal | None) -> str:
    """Hours with their unit."""
    if value is None:
        return ""
    return gettext("1 timme") if value == 1 else gettext("%(hours)s timmar", hours=number(value.normalize()))
