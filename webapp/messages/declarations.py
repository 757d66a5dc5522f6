# SPDX-License-Identifier: EUPL-1.2
"""Texts about supplier declarations; suppliers see them, so the English is whole."""

from __future__ import annotations

from webapp.messages.model import Text

_FRESH_SV = "Hämta formuläret på nytt och fyll i det."
_FRESH_EN = "Take the form anew and fill it in."

TEXTS: dict[str, Text] = {
    "declaration.unknown": Text(
        "Försäkran ”{given}” finns inte.",
        "There is no declaration “{given}”.",
        "Välj den bland kontraktets försäkringar.",
        "Choose it among the declarations of the contract.",
    ),
    "declaration.contract_unknown": Text(
        "Formuläret gäller ett kontrakt som inte finns här.",
        "The form is for a contract that does not exist here.",
        "Kontrollera att rätt fil skickades, och att ni arbetar i rätt organisation.",
        "Check that the right file was sent, and that you act for the right organisation.",
    ),
    "declaration.other_contract": Text(
        "Formuläret gäller ett annat kontrakt än det här.",
        "The form is for another contract than this one.",
        "Be leverantören skicka formuläret för rätt kontrakt.",
        "Ask the supplier for the form of the right contract.",
    ),
    "declaration.other_seal": Text(
        "Formuläret är gjort för en annan kravbilaga (sigill {found} …) än kontraktets ({wanted} …).",
        "The form was made for another annex (seal {found} …) than the contract's ({wanted} …).",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "declaration.form_unknown": Text(
        "Filen är inget formulär för leverantörsförsäkran i en form som kan läsas.",
        "The file is no supplier declaration form of a kind that can be read.",
        _FRESH_SV,
        _FRESH_EN,
    ),
    "declaration.not_xlsx": Text(
        "Filen {name} är inte en Excelfil.",
        "The file {name} is not an Excel file.",
        "Skicka tillbaka samma fil som hämtades, ifylld och sparad som .xlsx. PDF:en är till för att läsas.",
        "Send back the very file that was fetched, filled in and saved as .xlsx. The PDF is for reading.",
    ),
    "declaration.nothing_to_ask": Text(
        "Kontraktet har inga krav som leverantören kan försäkra.",
        "The contract has no requirement that the supplier can declare.",
        "Kontrollera kravbilagan och vad vinnaren band sig till.",
        "Check the annex and what the winner bound itself to.",
    ),
    "declaration.text_changed": Text(
        "Rader i formuläret som inte är de som skickades ut: {count}.",
        "Rows of the form that are not the ones that were sent out: {count}.",
        "Svara i de gula cellerna och låt kravens text stå. " + _FRESH_SV,
        "Answer in the yellow cells and leave the requirements' text alone. " + _FRESH_EN,
    ),
    "declaration.row_changed": Text(
        "Texten i krav {number} är ändrad.", "The text of requirement {number} has been changed."
    ),
    "declaration.row_unknown": Text(
        "Formuläret har en rad för ett krav som inte ingår.",
        "The form has a row for a requirement that is not part of the contract.",
    ),
    "declaration.row_twice": Text("Krav {where} står två gånger.", "Requirement {where} stands twice."),
    "declaration.signatory_incomplete": Text(
        "Uppgifter om den som undertecknar saknas: {missing}.",
        "Details of the signatory are missing: {missing}.",
        "Fyll i namn, befattning, rätt att teckna och datum på sidan för underskrift.",
        "Fill in name, title, authority to sign and date on the sheet for the signature.",
    ),
    "declaration.signed_in_future": Text(
        "Försäkran är undertecknad {signed_on}, som inte har varit än.",
        "The declaration is signed on {signed_on}, which has not been yet.",
        "Rätta datumet.",
        "Correct the date.",
    ),
    "declaration.signed_too_long_ago": Text(
        "Försäkran undertecknades {signed_on} och slutade gälla {valid_to}.",
        "The declaration was signed on {signed_on} and stopped being valid on {valid_to}.",
        "Be leverantören gå igenom svaren och underteckna på nytt.",
        "Ask the supplier to go through the answers and sign anew.",
    ),
    "declaration.text_too_long": Text(
        "En text är längre än {limit} tecken.",
        "A text is longer than {limit} characters.",
        "Korta den, eller skicka resten som bilaga.",
        "Shorten it, or send the rest as an attachment.",
    ),
    "declaration.already_received": Text(
        "Samma fil är redan mottagen.",
        "The same file has already been received.",
        "Ingenting behöver göras. Ska något ändras, skicka en ny ifylld fil.",
        "Nothing needs to be done. To change something, send a newly filled file.",
    ),
    "declaration.answer_missing": Text(
        "Krav {number} ({title}) saknar svar. Ett tomt svar räknas aldrig som ja.",
        "Requirement {number} ({title}) has no answer. An empty answer never counts as yes.",
        "Välj ja, delvis, nej eller inte tillämpligt.",
        "Choose yes, partly, no or not applicable.",
    ),
    "declaration.answer_unknown": Text(
        "Svaret ”{given}” på krav {number} är inget av de fyra svaren.",
        "The answer “{given}” to requirement {number} is none of the four answers.",
        "Välj ja, delvis, nej eller inte tillämpligt, och skriv resten som kommentar.",
        "Choose yes, partly, no or not applicable, and write the rest as a comment.",
    ),
    "declaration.comment_missing": Text(
        "Svaret på krav {number} ({title}) behöver en kommentar.",
        "The answer to requirement {number} ({title}) needs a comment.",
        "Skriv vad som inte uppfylls, eller varför kravet inte är tillämpligt.",
        "Write what is not met, or why the requirement does not apply.",
    ),
    "declaration.not_complete": Text(
        "Försäkran har {count} brister och är inte fullständig.",
        "The declaration lacks {count} things and is not complete.",
        "Återsänd den för komplettering.",
        "Send it back to be completed.",
    ),
    "declaration.reason_missing": Text(
        "Det saknas ett skäl till att försäkran återsänds.",
        "There is no reason why the declaration is sent back.",
        "Skriv vad leverantören ska komplettera.",
        "Write what the supplier must add.",
    ),
    "declaration.step": Text(
        "En försäkran som är {found} kan inte bli {wanted}.",
        "A declaration that is {found} cannot become {wanted}.",
        "Öppna försäkran och se vilket läge den har.",
        "Open the declaration and see its state.",
    ),
    "declaration.damaged": Text(
        "Försäkran stämmer inte med sin kontrollsumma.",
        "The declaration does not agree with its check sum.",
        "Återställ databasen ur en säkerhetskopia och kontrollera loggen.",
        "Restore the database from a backup and check the log.",
    ),
    "declaration_status.submitted": Text("inkommen", "submitted"),
    "declaration_status.returned": Text("återsänd för komplettering", "returned"),
    "declaration_status.complete": Text("fullständig", "complete"),
    "declaration_status.superseded": Text("ersatt", "superseded"),
    "declaration_status.expired": Text("utgången", "expired"),
    "declaration_answer.yes": Text("ja", "yes"),
    "declaration_answer.partly": Text("delvis", "partly"),
    "declaration_answer.no": Text("nej", "no"),
    "declaration_answer.not_applicable": Text("inte tillämpligt", "not applicable"),
}
