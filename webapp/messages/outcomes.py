# SPDX-License-Identifier: EUPL-1.2
"""Texts about outcomes and deviations, and the words an outcome is shown with."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "shown.verified": Text("verifierad", "verified"),
    "shown.verified_with_remark": Text("verifierad med anmärkning", "verified with a remark"),
    "shown.received_not_verified": Text("mottagen, ej verifierad", "received, not verified"),
    "shown.declared_not_verified": Text("försäkrad, ej verifierad", "declared, not verified"),
    "shown.partly_met": Text("uppfylls delvis", "partly met"),
    "shown.not_met": Text("uppfylls inte", "not met"),
    "shown.not_verifiable": Text("gick inte att verifiera", "could not be verified"),
    "shown.not_applicable": Text("inte tillämpligt", "not applicable"),
    "shown.reused": Text("återanvänd", "reused"),
    "shown.unchecked": Text("okontrollerad", "unchecked"),
    "deviation_status.found": Text("konstaterad", "found"),
    "deviation_status.notified": Text("påtalad", "notified"),
    "deviation_status.contested": Text("bestriden", "contested"),
    "deviation_status.plan_wanted": Text("åtgärdsplan väntas", "plan wanted"),
    "deviation_status.remedying": Text("åtgärdas", "being remedied"),
    "deviation_status.recheck": Text("ny kontroll", "recheck"),
    "deviation_status.closed_remedied": Text("avhjälpt", "remedied"),
    "deviation_status.closed_unfounded": Text("ogrundad", "unfounded"),
    "deviation_status.escalated": Text("sanktion prövas", "escalated"),
    "deviation_status.waived": Text("eftergiven", "waived"),
    "severity.minor": Text("liten", "minor"),
    "severity.major": Text("stor", "major"),
    "severity.severe": Text("allvarlig", "severe"),
    "colour.green": Text("grön", "green"),
    "colour.yellow": Text("gul", "yellow"),
    "colour.red": Text("röd", "red"),
    "outcome.unknown": Text(
        "Utfallet {given} finns inte.",
        "There is no outcome {given}.",
        "Välj det bland kontraktets utfall.",
        "Choose it among the outcomes of the contract.",
    ),
    "outcome.line_unknown": Text(
        "Kontraktet {contract} har inget krav {given}.",
        "The contract {contract} has no requirement {given}.",
        "Kraven har numren {lines}. En referens går också bra om den finns en gång.",
        "The requirements have the numbers {lines}. A reference will do too if it occurs once.",
    ),
    "outcome.not_offered": Text(
        "Krav {number} erbjöds inte av vinnaren och är inget krav i kontraktet.",
        "Requirement {number} was not offered by the winner and is no requirement of the contract.",
        "Det som inte erbjöds följs inte upp.",
        "What was not offered is not followed up.",
    ),
    "outcome.note_missing": Text(
        "Resultatet {result} behöver en anteckning om vad som konstaterades.",
        "The result {result} needs a note of what was found.",
        "Skriv vad du fann.",
        "Write what you found.",
    ),
    "outcome.note_long": Text(
        "Anteckningen är för lång. Högst {limit} tecken går att spara.",
        "The note is too long. At most {limit} characters can be stored.",
        "Lägg texten i ett underlag i stället.",
        "Store the text as evidence instead.",
    ),
    "outcome.hours": Text(
        "{given} timmar går inte att spara.",
        "{given} hours cannot be stored.",
        "Ange tiden i hela kvartar, till exempel 0,25 eller 1,5, högst 1000.",
        "Give the time in whole quarters, for instance 0.25 or 1.5, at most 1000.",
    ),
    "outcome.observed_later": Text(
        "Dagen {given} har inte varit än.",
        "The day {given} has not been yet.",
        "Ange dagen då det som konstateras gällde.",
        "Give the day that the finding refers to.",
    ),
    "outcome.corrects_other": Text(
        "Utfallet {where} gäller krav {number} och kan inte rättas av ett utfall om ett annat krav.",
        "The outcome {where} is about requirement {number} and cannot be corrected by one about another.",
        "Rätta det med samma kontrakt och krav.",
        "Correct it with the same contract and requirement.",
    ),
    "outcome.corrected_already": Text(
        "Utfallet {where} är redan rättat av {by}.",
        "The outcome {where} is already corrected by {by}.",
        "Rätta det senare utfallet i stället.",
        "Correct the later outcome instead.",
    ),
    "outcome.other_task": Text(
        "Uppgiften {where} gäller inte krav {number} i kontraktet.",
        "The task {where} is not about requirement {number} of the contract.",
        "Välj ingen uppgift, så tas kravets första öppna.",
        "Choose no task, and the requirement's first open one is taken.",
    ),
    "outcome.evidence_ambiguous": Text(
        "{given} är flera underlag: {ids}.",
        "{given} is several pieces of evidence: {ids}.",
        "Ange ett av deras id.",
        "Give one of their ids.",
    ),
    "outcome.unused_evidence": Text(
        "Det finns underlag om kravet som utfallet inte vilar på: {ids}. Rätta utfallet och välj underlaget "
        "om det ska räknas.",
        "There is evidence about the requirement that the outcome does not rest on: {ids}. Correct the "
        "outcome and choose the evidence if it is to count.",
    ),
    "chain.broken": Text(
        "Kedjan från utfallet {where} är bruten vid {link}. Något har ändrats i databasen.",
        "The chain from the outcome {where} is broken at {link}. The database was changed.",
        "Återställ en säkerhetskopia och kontrollera loggen.",
        "Restore a backup and check the log.",
    ),
    "deviation.unknown": Text(
        "Avvikelsen {given} finns inte.",
        "There is no deviation {given}.",
        "Välj den i förteckningen över avvikelser.",
        "Choose it from the list of deviations.",
    ),
    "deviation.exists": Text(
        "Utfallet {where} har redan avvikelsen {deviation}.",
        "The outcome {where} already has the deviation {deviation}.",
        "Öppna den i stället.",
        "Open that one instead.",
    ),
    "deviation.no_outcome": Text(
        "Krav {number} har inget utfall. En avvikelse pekar alltid på ett utfall.",
        "Requirement {number} has no outcome. A deviation always points at one.",
        "Registrera vad kontrollen visade. Uppfylls kravet inte öppnas avvikelsen då.",
        "Log what the check showed. If it is not met, that opens the deviation.",
    ),
    "deviation.nothing_found": Text(
        "Utfallet har resultatet {result}. Det är ingen avvikelse.",
        "The outcome has the result {result}. That is no deviation.",
        "Rätta utfallet om kontrollen visade något annat.",
        "Correct the outcome if the check showed something else.",
    ),
    "deviation.wrong_state": Text(
        "Avvikelsen är i läget {status}. Steget {step} går inte att ta därifrån.",
        "The deviation is in the state {status}. The step {step} cannot be taken from there.",
        "Öppna avvikelsen och se vad som kan göras nu.",
        "Open the deviation and see what can be done now.",
    ),
    "deviation.text_missing": Text(
        "Steget behöver en text.",
        "The step needs a text.",
        "Skriv påtalandet, svaret, planen eller skälet.",
        "Write the notice, the answer, the plan or the reason.",
    ),
    "deviation.text_long": Text(
        "Texten är för lång. Högst {limit} tecken går att spara.",
        "The text is too long. At most {limit} characters can be stored.",
        "Lägg den i ett underlag i stället.",
        "Store it as evidence instead.",
    ),
    "deviation.date_passed": Text(
        "Datumet {given} har passerat. I dag är det {today}.",
        "The date {given} has passed. Today is {today}.",
        "Välj en dag som kommer.",
        "Choose a day to come.",
    ),
    "deviation.drop_late": Text(
        "En avvikelse kan avskrivas som ogrundad till och med {limit}. Därefter ska leverantören höras.",
        "A deviation can be dropped as unfounded until {limit}. After that the supplier must be heard.",
        "Påtala den, och låt leverantören yttra sig.",
        "Notify it, and let the supplier answer.",
    ),
    "deviation.not_remedied": Text(
        "Inget senare utfall visar att krav {number} är uppfyllt med minst samma bevisstyrka.",
        "No later outcome shows requirement {number} as met with at least the same strength of evidence.",
        "Logga utfallet av den nya kontrollen först.",
        "Log the outcome of the new check first.",
    ),
}
