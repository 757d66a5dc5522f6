# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of follow-up on screen, and their marks. Source: docs/glossary.md."""

from __future__ import annotations

from flask_babel import lazy_gettext

_ = lazy_gettext

#: How an outcome is shown; the same words wherever it is shown.
SHOWN_AS = {
    "unchecked": _("Okontrollerad"),
    "declared_not_verified": _("Försäkrad, ej verifierad"),
    "received_not_verified": _("Mottagen, ej verifierad"),
    "not_verifiable": _("Gick inte att verifiera"),
    "not_met": _("Uppfylls inte"),
    "partly_met": _("Uppfylls delvis"),
    "reused": _("Återanvänd"),
    "not_applicable": _("Inte tillämpligt"),
    "verified_with_remark": _("Verifierad, med anmärkning"),
    "verified": _("Verifierad"),
}
#: The mark (macro ``st``) of each way an outcome is shown; what does not apply is words without a mark.
SHOWN_MARKS = {
    "unchecked": "unchecked",
    "declared_not_verified": "declared",
    "received_not_verified": "declared",
    "not_verifiable": "unver",
    "not_met": "deviation",
    "partly_met": "deviation",
    "reused": "reused",
    "verified_with_remark": "met",
    "verified": "met",
}
TASK_STATUSES = {
    "planned": _("Planerad"),
    "due": _("Aktuell"),
    "requested": _("Underlag begärt"),
    "received": _("Underlag inkommet"),
    "assessing": _("Bedöms"),
    "done_ok": _("Klar"),
    "done_remark": _("Klar, med anmärkning"),
    "done_deviation": _("Klar, avvikelse"),
    "done_unverifiable": _("Klar, gick inte att verifiera"),
    "reused": _("Återanvänt utfall"),
    "postponed": _("Uppskjuten"),
    "cancelled": _("Inställd"),
}
#: What happened to a task, as its history says it.
TASK_STEPS = {
    "plan": _("Planerad"),
    "request": _("Underlag begärt"),
    "remind": _("Påminnelse skickad"),
    "receive": _("Underlag inkommet"),
    "assess": _("Bedömning påbörjad"),
    "conclude": _("Utfall registrerat"),
    "reuse": _("Utfall återanvänt"),
    "postpone": _("Uppskjuten"),
    "cancel": _("Inställd"),
    "reassign": _("Överlåten"),
}
#: Results in words of what was seen; the judgement follows from them.
RESULTS_SEEN = {
    "met": _("Allt stämmer med kravet"),
    "met_with_remark": _("Det stämmer, men något är värt en anmärkning"),
    "partly_met": _("En del stämmer, något saknas"),
    "not_met": _("Det stämmer inte med kravet"),
    "not_verifiable": _("Det gick inte att se eller få fram"),
    "not_applicable": _("Kravet gäller inte det som köps"),
}
#: What each choice leads to, under it.
RESULT_CONSEQUENCES = {
    "met": _("Visas som verifierad om underlaget räcker, annars som mottagen eller försäkrad."),
    "met_with_remark": _("Som ovan, med anmärkningen bredvid. Skriv vad den gäller."),
    "partly_met": _("Blir en avvikelse att påtala. Skriv vad som saknas."),
    "not_met": _("Blir en avvikelse att påtala. Skriv vad du fann."),
    "not_verifiable": _("Räknas inte som uppfyllt. Skriv varför det inte gick."),
    "not_applicable": _("Uppgiften ställs in. Skriv varför."),
}
RESULTS = {
    "met": _("Uppfyllt"),
    "met_with_remark": _("Uppfyllt med anmärkning"),
    "partly_met": _("Uppfylls delvis"),
    "not_met": _("Uppfylls inte"),
    "not_verifiable": _("Gick inte att verifiera"),
    "not_applicable": _("Inte tillämpligt"),
}
DEVIATION_STATUSES = {
    "found": _("Konstaterad"),
    "notified": _("Påtalad"),
    "contested": _("Bestriden"),
    "plan_wanted": _("Åtgärdsplan väntas"),
    "remedying": _("Åtgärdas"),
    "recheck": _("Ny kontroll"),
    "escalated": _("Sanktion prövas"),
    "closed_remedied": _("Avhjälpt"),
    "closed_unfounded": _("Ogrundad"),
    "waived": _("Eftergiven"),
}
SEVERITIES = {"minor": _("Liten"), "major": _("Stor"), "severe": _("Allvarlig")}
SEVERITY_MEANINGS = {
    "minor": _("Formfel eller ett papper som kom sent."),
    "major": _("Kravet uppfylls inte men det går att rätta till."),
    "severe": _("Falsk uppgift, säkerhet, barn- eller tvångsarbete, eller gång på gång."),
}
#: What happened to a deviation, as its history says it.
DEVIATION_STEPS = {
    "find": _("Konstaterad"),
    "notify": _("Påtalad"),
    "drop": _("Avskriven"),
    "accept": _("Leverantören godtar"),
    "contest": _("Leverantören bestrider"),
    "uphold": _("Påtalandet står fast"),
    "give_way": _("Invändningen godtagen"),
    "plan": _("Åtgärdsplan godtagen"),
    "recheck": _("Åtgärderna rapporterade klara"),
    "close": _("Avhjälpt"),
    "escalate": _("Sanktion prövas"),
    "waive": _("Eftergift"),
}
ANSWERS = {
    "yes": _("Ja"),
    "partly": _("Delvis"),
    "no": _("Nej"),
    "not_applicable": _("Inte tillämpligt"),
}
#: What the form asks of who signs it.
SIGNATORY = {
    "name": _("Namn"),
    "title": _("Befattning"),
    "authority": _("Rätt att teckna"),
    "date": _("Datum"),
}
#: An answer that nobody has checked and that is to be seen first; shown_as stays unchecked.
REFUSED = {"no": _("Leverantören svarar nej"), "partly": _("Leverantören svarar delvis")}
DECLARATION_STATUSES = {
    "submitted": _("Mottagen, inte fullständig"),
    "returned": _("Återsänd för komplettering"),
    "complete": _("Fullständig"),
    "superseded": _("Ersatt av en ny"),
    "expired": _("Utgången"),
}
NOT_FOLLOWED = {
    "not_offered": _("Erbjöds inte"),
    "decided": _("Följs inte upp"),
}
