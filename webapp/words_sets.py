# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of requirement sets on screen. Source: docs/glossary.md."""

from __future__ import annotations

from flask_babel import lazy_gettext

_ = lazy_gettext

SET_STATUSES = {
    "draft": _("Utkast"),
    "internal_review": _("Intern granskning"),
    "locked": _("Låst"),
    "published": _("Annonserad"),
    "closed_for_tenders": _("Anbudstiden är slut"),
    "contracted": _("Avtal tecknat"),
    "ended": _("Avslutad"),
    "cancelled": _("Avbruten"),
    "archived": _("Arkiverad"),
}
#: What has happened to a set, as events are named without their prefix.
SET_EVENTS = {
    "created": _("uppsättningen skapades"),
    "copied": _("uppsättningen kopierades"),
    "line_added": _("ett krav lades till"),
    "parameter_set": _("ett värde fylldes i"),
    "wording_changed": _("en lydelse ändrades"),
    "own_line_changed": _("ett eget krav ändrades"),
    "follow_up_chosen": _("en uppföljning ändrades"),
    "line_moved": _("ett krav flyttades"),
    "line_removed": _("ett krav togs bort"),
    "line_renewed": _("ett krav byttes till ny version"),
    "finding_answered": _("en fråga besvarades"),
    "assumptions_changed": _("antagandena ändrades"),
    "details_changed": _("uppgifterna ändrades"),
    "sent_for_review": _("uppsättningen skickades på granskning"),
    "returned": _("uppsättningen skickades tillbaka"),
    "locked": _("uppsättningen låstes"),
    "unlocked": _("uppsättningen låstes upp"),
    "published": _("uppsättningen annonserades"),
    "amended": _("uppsättningen ändrades med kompletterande upplysning"),
    "contracted": _("avtal tecknades"),
    "cancelled": _("uppsättningen avbröts"),
}
#: Steps in the history of a set.
DECISIONS = {
    "sent_for_review": _("Skickad på intern granskning"),
    "returned": _("Skickad tillbaka som utkast"),
    "locked": _("Låst"),
    "unlocked": _("Upplåst"),
    "published": _("Annonserad"),
    "amended": _("Ändrad med kompletterande upplysning"),
    "contracted": _("Avtal tecknat"),
    "cancelled": _("Avbruten"),
}
PARTS = {
    "all": _("Hela bilagan"),
    "specification": _("Tekniska specifikationer"),
    "award": _("Tilldelningskriterier"),
    "contract": _("Särskilda kontraktsvillkor"),
    "qualification": _("Kvalificeringskrav"),
}
SECTIONS = {
    "selection_requirement": _("Kvalificeringskrav"),
    "technical_specification": _("Tekniska specifikationer"),
    "award_criterion": _("Tilldelningskriterier"),
    "performance_condition": _("Särskilda kontraktsvillkor"),
}
#: How a pin of a copied set stands today, one line and many.
PINS = {
    "unchanged": _("Oförändrat"),
    "new_version": _("Ny version"),
    "replaced": _("Ersatt"),
    "gap": _("Lucka"),
    "law": _("Lagen räcker"),
    "own": _("Eget krav"),
}
FORMATS = {"pdf": _("PDF"), "docx": _("Word"), "xlsx": _("Excel"), "json": _("JSON")}
FORMAT_USES = {
    "pdf": _("för upphandlingsdokumenten"),
    "docx": _("för annonssystemet"),
    "xlsx": _("svarsmatris för leverantören"),
    "json": _("för andra system"),
}
#: The fields of the forms, as they are called where a person's own text is shown again.
FIELDS = {
    "text": _("Kravtext"),
    "text_en": _("Kravtext på engelska"),
    "reason": _("Skäl"),
    "title": _("Rubrik"),
    "proof": _("Bevis"),
    "proof_kind": _("Slag av bevis"),
    "type": _("Kravtyp"),
    "methods": _("Metod"),
    "when": _("När"),
    "role": _("Vem"),
    "choice": _("Val"),
    "not_followed_reason": _("Skäl att inte följa upp"),
    "position": _("Plats"),
    "suppliers": _("Leverantörer"),
    "articles": _("Artiklar"),
    "years": _("År"),
    "hours": _("Timmar per år"),
    "package": _("Grupp eller paket"),
    "level": _("Nivå"),
    "refs": _("Kriterium"),
    "published": _("Annonseras"),
    "deadline": _("Sista anbudsdag"),
    "diary": _("Diarienummer"),
    "informed": _("Alla fick upplysningen"),
    "substantial": _("Väsentlig ändring"),
    "default": _("Kontrollerat värde"),
}
