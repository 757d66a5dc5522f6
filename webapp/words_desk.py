# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of the editors' pages, in the reader's language. Source: docs/glossary.md."""

from __future__ import annotations

from flask_babel import lazy_gettext

_ = lazy_gettext

RISKS = {
    "high": _("Varje halvår: vilar på en bevakad uppgift"),
    "middle": _("Varje år: vilar på märkning, lag eller standard"),
    "low": _("Vartannat år: vilar på annat"),
}
WATCH_KINDS = {
    "candidate_list": _("Kandidatförteckning"),
    "energy_class": _("Energiklass"),
    "law_floor": _("Ny lag"),
    "label_criteria": _("Märkningens kriterier"),
    "standard": _("Standard"),
}
TASK_KINDS = {
    "upstream_missing": _("Saknas i källan"),
    "silent_change": _("Ändrad i källan utan nytt versionsnummer"),
    "upgrade_conflict": _("Hålls tillbaka vid uppgradering"),
}
TASK_DECISIONS = {
    "keep": _("Behåll vårt"),
    "replaced": _("Ersatt"),
    "gap": _("Indraget, lucka"),
    "law": _("Indraget, lagen räcker"),
    "rejected": _("Avvisat"),
    "seen": _("Läst"),
}
RUN_STATES = {
    "applied": _("Inläst"),
    "stopped": _("Stoppad, väntar på beslut"),
    "confirmed": _("Inläst efter beslut"),
    "dropped": _("Bortvald"),
}
GAP_REASONS = {
    "outdated_fact": _("Uppgiften har blivit gammal"),
    "label_failed_legal_test": _("Märkningen håller inte för lagens villkor"),
    "upstream_removed": _("Borttaget i källan"),
    "product_gone": _("Varan finns inte längre"),
    "error": _("Texten var fel"),
    "other": _("Annat"),
}
RELEASE_STATES = {
    "planned": _("Planerad"),
    "published": _("Publicerad"),
    "cancelled": _("Inställd"),
}
NOTE_KINDS = {
    "new": _("Nya kriterier"),
    "new_version": _("Nya versioner"),
    "clarification": _("Förtydliganden"),
    "removed": _("Borttagna kriterier"),
}
DRAFT_NOTES = {
    "submitted": _("Inlämnat"),
    "returned": _("Återsänt"),
    "rejected": _("Avvisat"),
}
STAGES = {"draft": _("Utkast"), "review": _("I granskning"), "rejected": _("Avvisat")}
