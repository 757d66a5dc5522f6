# SPDX-License-Identifier: EUPL-1.2
"""Texts about evidence, samples, and the files of follow-up."""

from __future__ import annotations

from webapp.messages.model import Text

_TAKEN_SV = "Ta emot PDF, bild (PNG, JPEG, WEBP, HEIC), DOCX, XLSX, ODT, ODS, CSV, TXT, XML eller EML."
_TAKEN_EN = "Take PDF, pictures (PNG, JPEG, WEBP, HEIC), DOCX, XLSX, ODT, ODS, CSV, TXT, XML or EML."
_AGAIN_SV = "Be leverantören skicka filen på nytt."
_AGAIN_EN = "Ask the supplier to send the file again."
_NUMBER_SV = "Ta bort numret och lägg in underlaget på nytt om det är en persons. Underlaget är sparat."
_NUMBER_EN = "Remove the number and add the evidence again if it is a person's. The evidence is stored."

TEXTS: dict[str, Text] = {
    "evidence.unknown": Text(
        "Underlaget ”{given}” finns inte.",
        "There is no evidence “{given}”.",
        "Välj det bland kontraktets underlag.",
        "Choose it among the evidence of the contract.",
    ),
    "evidence.line_unknown": Text(
        "Kontraktet har inget krav ”{given}”.",
        "The contract has no requirement “{given}”.",
        "Skriv kravets nummer i kravbilagan: {numbers}.",
        "Write the requirement's number in the annex: {numbers}.",
    ),
    "evidence.kind_unknown": Text(
        "”{given}” är ingen sorts underlag.",
        "“{given}” is no kind of evidence.",
        "Välj en av: {kinds}.",
        "Choose one of: {kinds}.",
    ),
    "evidence.file_empty": Text("Filen {name} är tom.", "The file {name} is empty.", _AGAIN_SV, _AGAIN_EN),
    "evidence.file_too_large": Text(
        "Filen {name} är större än {limit_mb} MB.",
        "The file {name} is larger than {limit_mb} MB.",
        "Dela upp den eller spara den med lägre upplösning.",
        "Split it or save it with lower resolution.",
    ),
    "evidence.file_type": Text(
        "Filen {name} är av ett slag som inte tas emot, eller har ett namn som inte stämmer med innehållet.",
        "The file {name} is of a kind that is not taken, or has a name that does not fit its content.",
        _TAKEN_SV,
        _TAKEN_EN,
    ),
    "evidence.file_runs": Text(
        "Filen {name} är eller innehåller ett program, ett skript eller en webbsida.",
        "The file {name} is or holds a program, a script or a web page.",
        "Be om samma uppgifter som PDF.",
        "Ask for the same information as PDF.",
    ),
    "evidence.file_macros": Text(
        "Filen {name} innehåller makron.",
        "The file {name} holds macros.",
        "Spara den utan makron (.docx, .xlsx, .odt) eller som PDF.",
        "Save it without macros (.docx, .xlsx, .odt) or as PDF.",
    ),
    "evidence.file_old_office": Text(
        "Filen {name} är i ett äldre Office-format, där makron inte går att se.",
        "The file {name} is in an old Office format, where macros cannot be seen.",
        "Spara den som .docx, .xlsx eller PDF.",
        "Save it as .docx, .xlsx or PDF.",
    ),
    "evidence.file_damaged": Text(
        "Filen {name} är skadad och går inte att läsa.",
        "The file {name} is damaged and cannot be read.",
        _AGAIN_SV,
        _AGAIN_EN,
    ),
    "evidence.file_entities": Text(
        "XML-filen {name} har en dokumenttyp eller egna entiteter.",
        "The XML file {name} has a document type or entities of its own.",
        "Ta bort DOCTYPE och ENTITY ur filen, eller be om den som PDF.",
        "Remove DOCTYPE and ENTITY from the file, or ask for it as PDF.",
    ),
    "evidence.dated_in_future": Text(
        "Underlaget är daterat {dated_on}, som inte har varit än.",
        "The evidence is dated {dated_on}, which has not been yet.",
        "Skriv dagen då handlingen skrevs eller iakttagelsen gjordes.",
        "Write the day the document was written or the observation made.",
    ),
    "evidence.valid_to_before_dated": Text(
        "Underlaget slutar gälla {valid_to}, före sitt eget datum {dated_on}.",
        "The evidence stops being valid on {valid_to}, before its own date {dated_on}.",
        "Kontrollera båda datumen i handlingen.",
        "Check both dates in the document.",
    ),
    "evidence.before_contract": Text(
        "Den egna iakttagelsen är från {dated_on}, före avtalets start {starts_on}. Då var inget levererat.",
        "The own finding is from {dated_on}, before the contract's start on {starts_on}. Nothing was "
        "delivered then.",
        "Rätta dagen, eller spara filen som leverantörens handling.",
        "Mend the day, or keep the file as the supplier's document.",
    ),
    "evidence.finding_not_about": Text(
        "Kravet följs inte upp genom egen kontroll av det levererade. En egen iakttagelse säger inget om det "
        "och får högst styrka 2.",
        "The requirement is not followed up by own checks of what was delivered. An own finding says nothing "
        "of it and gets strength 2 at most.",
        "Begär det underlag som kravet nämner. Visar iakttagelsen ändå samma sak, lägg in den på nytt och "
        "skriv varför.",
        "Ask for the proof that the requirement names. If the finding still shows the same, add it again and "
        "write why.",
    ),
    "evidence.not_own_finding": Text(
        "Underlag av slaget {kind} kan inte vara en egen iakttagelse.",
        "Evidence of the kind {kind} cannot be an own finding.",
        "Egna iakttagelser är observation, marking, test_report och audit_report.",
        "Own findings are observation, marking, test_report and audit_report.",
    ),
    "evidence.text_too_long": Text(
        "Texten i {field} är längre än {limit} tecken.",
        "The text in {field} is longer than {limit} characters.",
        "Korta texten, eller lägg den i en fil.",
        "Shorten the text, or put it in a file.",
    ),
    "evidence.secrecy_incomplete": Text(
        "En begäran om sekretess behöver vem som ber, för vilken del och varför; {field} saknas.",
        "A request for secrecy needs who asks, for which passage and why; {field} is missing.",
        "Fyll i det som saknas. Markeringen beslutar ingenting, varje begäran om utlämnande prövas för sig.",
        "Fill in what is missing. The mark decides nothing, each request to see the file is judged.",
    ),
    "evidence.hash_malformed": Text(
        "”{given}” är ingen SHA-256.",
        "“{given}” is no SHA-256.",
        "Skriv de 64 tecken som kontrollen av underlagen visar.",
        "Write the 64 characters that the check of the evidence shows.",
    ),
    "evidence.no_orphan": Text(
        "Filen {sha256} hör redan till ett underlag.",
        "The file {sha256} already belongs to a piece of evidence.",
        "Ingenting behöver göras.",
        "Nothing needs to be done.",
    ),
    "evidence.file_missing": Text(
        "Filen {sha256} saknas i mappen för underlag.",
        "The file {sha256} is missing from the evidence folder.",
        "Hämta den ur en säkerhetskopia, eller lägg in samma fil på nytt.",
        "Take it from a backup, or add the same file again.",
    ),
    "evidence.file_changed": Text(
        "Filen {sha256} har ändrats sedan den togs emot och lämnas inte ut.",
        "The file {sha256} has changed since it was received and is not handed out.",
        "Hämta den ur en säkerhetskopia, eller lägg in samma fil på nytt.",
        "Take it from a backup, or add the same file again.",
    ),
    "evidence.missing": Text(
        "Filen {sha256} saknas.",
        "The file {sha256} is missing.",
        "Hämta den ur en säkerhetskopia, eller lägg in samma fil på nytt.",
        "Take it from a backup, or add the same file again.",
    ),
    "evidence.changed": Text(
        "Filen {sha256} har ett annat innehåll än när den togs emot.",
        "The file {sha256} has another content than when it was received.",
        "Hämta den ur en säkerhetskopia, eller lägg in samma fil på nytt.",
        "Take it from a backup, or add the same file again.",
    ),
    "evidence.orphan": Text(
        "Filen {sha256} hör inte till något underlag. Ett avbrott kom mellan fil och registrering.",
        "The file {sha256} belongs to no evidence. Something broke off between file and row.",
        "Registrera den med kravkedjan evidence adopt, eller ta bort den med --remove-orphans.",
        "Give it its row with kravkedjan evidence adopt, or remove it with --remove-orphans.",
    ),
    "evidence.orphan_changed": Text(
        "Filen {sha256} hör inte till något underlag, och innehållet stämmer inte med namnet.",
        "The file {sha256} belongs to no evidence, and its content does not fit its name.",
        "Ta bort den med kravkedjan evidence verify --remove-orphans.",
        "Remove it with kravkedjan evidence verify --remove-orphans.",
    ),
    "evidence.unfinished": Text(
        "Filen {name} blev aldrig färdigskriven och är inget underlag.",
        "The file {name} was never finished and is no evidence.",
        "Ta bort den med kravkedjan evidence verify --remove-orphans.",
        "Remove it with kravkedjan evidence verify --remove-orphans.",
    ),
    "evidence.renamed": Text(
        "Filen {given} fick namnet {name}, som stämmer med innehållet.",
        "The file {given} was named {name}, which fits its content.",
    ),
    "evidence.about_nothing": Text(
        "Underlaget säger inte vilket krav det gäller och räknas därför bara som leverantörens eget ord.",
        "The evidence does not say which requirement it is about and so counts only as the supplier's word.",
        "Spara det på nytt och välj kravet.",
        "Add it again and choose the requirement.",
    ),
    "evidence.kind_not_named": Text(
        "Kravet nämner inte underlag av slaget {kind}. Styrkan gäller bara om det verkligen avser kravet.",
        "The requirement does not name evidence of the kind {kind}. Its strength holds only if it truly is "
        "about the requirement.",
        "Läs vad underlaget avser: varan, gränsvärdet, tiden.",
        "Read what the evidence is about: the article, the limit, the time.",
    ),
    "evidence.kind_not_named_scheme": Text(
        "Kravet nämner inte underlag av slaget {kind}. Det intygar något annat och får styrka 1.",
        "The requirement does not name evidence of the kind {kind}. It certifies something else and gets "
        "strength 1.",
        "Visar det ändå samma sak, spara det på nytt och skriv skälet (9 kap. 14–15 §§ LOU).",
        "If it still shows the same, add it again and write why (LOU 9:14–15).",
    ),
    "evidence.validity_unknown": Text(
        "Ett underlag av slaget {kind} slutar gälla en dag, och den dagen är inte ifylld.",
        "Evidence of the kind {kind} stops being valid some day, and that day is not given.",
        "Spara det på nytt med sista giltighetsdag.",
        "Add it again with its last day of validity.",
    ),
    "evidence.personal_number_name": Text(
        "Filnamnet ser ut att innehålla ett personnummer.",
        "The file name seems to hold a personal identity number.",
        _NUMBER_SV,
        _NUMBER_EN,
    ),
    "evidence.personal_number_note": Text(
        "Anteckningen ser ut att innehålla ett personnummer.",
        "The note seems to hold a personal identity number.",
        _NUMBER_SV,
        _NUMBER_EN,
    ),
    "evidence.personal_number_content": Text(
        "Filens text ser ut att innehålla ett personnummer.",
        "The text of the file seems to hold a personal identity number.",
        _NUMBER_SV,
        _NUMBER_EN,
    ),
    "document.format": Text(
        "Dokumentet finns inte som {given}.",
        "The document is not made as {given}.",
        "Välj en av: {formats}.",
        "Choose one of: {formats}.",
    ),
    "template.none": Text(
        "Krav {number} har ingen uppföljningsmall.",
        "Requirement {number} has no follow-up form.",
        "Kravet är eget och skrevs utan mall. Följ upp det efter kravets text.",
        "The requirement was written for this purchase without a form. Check it against its text.",
    ),
    "sample.population": Text(
        "Det finns inget att välja ur.",
        "There is nothing to choose from.",
        "Ange minst en vara.",
        "Name at least one item.",
    ),
    "sample.size": Text(
        "Det går inte att välja {size} av {population}.",
        "It is not possible to choose {size} of {population}.",
        "Välj minst en och högst alla.",
        "Choose at least one and at most all.",
    ),
    "sample.share": Text(
        "Andelen {given} är inte mellan inget och allt.",
        "The share {given} is not between nothing and all.",
        "Skriv en andel som är större än 0 och mindre än 1.",
        "Write a share above 0 and below 1.",
    ),
    "sample.duplicate": Text(
        "”{given}” står två gånger i listan.",
        "“{given}” stands twice in the list.",
        "Ta bort den ena, annars väljs den dubbelt så ofta.",
        "Remove one of them, or it is chosen twice as often.",
    ),
    "sample.seed": Text(
        "Slumpvalet saknar startvärde och skulle inte gå att göra om.",
        "The random choice has no seed and could not be repeated.",
        "Ange ett startvärde, till exempel diarienumret.",
        "Name a seed, for instance the diary number.",
    ),
}
