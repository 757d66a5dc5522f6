# SPDX-License-Identifier: EUPL-1.2
"""The words of documents, per language.

They stand beside the renderers, since criteria knows nothing of webapp's catalogue (STYLE, Errors). The
terms are those of the glossary (DOMAIN 1), the words for methods and strengths those of DOMAIN 3.3 and 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from criteria.library.model import Words

LANGUAGES = ("sv", "en")

# key: (Swedish, English)
_TEXTS: dict[str, tuple[str, str]] = {
    "page": ("Sida", "Page"),
    "contents": ("Innehåll", "Contents"),
    "level": ("Nivå", "Level"),
    "level.base": ("Bas", "Base"),
    "level.advanced": ("Avancerad", "Advanced"),
    "level.leading_edge": ("Spjutspets", "Leading edge"),
    "level.none": ("Eget krav", "Own requirement"),
    "type": ("Kravtyp", "Type"),
    "type.selection_requirement": ("Kvalificeringskrav", "Selection requirement"),
    "type.technical_specification": ("Teknisk specifikation", "Technical specification"),
    "type.award_criterion": ("Tilldelningskriterium", "Award criterion"),
    "type.performance_condition": ("Särskilt kontraktsvillkor", "Contract performance condition"),
    "types.selection_requirement": ("Kvalificeringskrav", "Selection requirements"),
    "types.technical_specification": ("Tekniska specifikationer", "Technical specifications"),
    "types.award_criterion": ("Tilldelningskriterier", "Award criteria"),
    "types.performance_condition": ("Särskilda kontraktsvillkor", "Contract performance conditions"),
    "about.selection_requirement": (
        "Kraven gäller anbudsgivaren. De ska vara uppfyllda för att anbudet ska prövas.",
        "These requirements concern the tenderer. They must be met for the tender to be considered.",
    ),
    "about.technical_specification": (
        "Kraven gäller det som köps. De ska vara uppfyllda, annars antas inte anbudet.",
        "These requirements concern what is bought. A tender that does not meet them is not accepted.",
    ),
    "about.award_criterion": (
        "Kriterierna är inte obligatoriska. Det som erbjuds ger värde när anbuden jämförs och blir "
        "bindande i kontraktet.",
        "These criteria are not mandatory. What is offered counts when tenders are compared and becomes "
        "binding in the contract.",
    ),
    "about.performance_condition": (
        "Villkoren gäller hur kontraktet utförs. De godtas genom att anbud lämnas och prövas inte i "
        "utvärderingen.",
        "These conditions concern how the contract is performed. They are accepted by submitting a tender "
        "and are not part of the evaluation.",
    ),
    "annex.all": ("Kravbilaga", "Requirement annex"),
    "annex.specification": (
        "Kravbilaga: tekniska specifikationer",
        "Requirement annex: technical specifications",
    ),
    "annex.award": ("Kravbilaga: tilldelningskriterier", "Requirement annex: award criteria"),
    "annex.contract": ("Kravbilaga: särskilda kontraktsvillkor", "Requirement annex: contract conditions"),
    "annex.qualification": ("Kravbilaga: kvalificeringskrav", "Requirement annex: selection requirements"),
    "annex.empty": (
        "Uppsättningen har inga krav av den här typen.",
        "The set has no requirements of this type.",
    ),
    "annex.lead": (
        "Bilagan anger vad som ska uppfyllas, vad ni ska visa och hur vi följer upp. Där en märkning, en "
        "standard eller ett ursprung nämns godtas även likvärdig märkning, likvärdig standard eller annan "
        "utredning som visar samma sak.",
        "This annex states what must be met, what you must show and how we follow it up. Where a label, a "
        "standard or an origin is named, an equivalent label, an equivalent standard or other documentation "
        "showing the same is accepted.",
    ),
    "annex.translation": (
        "Den svenska texten gäller om texterna skiljer sig åt.",
        "This is a translation. The Swedish text prevails where the two differ. What has no English text "
        "stands in Swedish.",
    ),
    "annex.subject": ("Kravbilaga, revision {revision}", "Requirement annex, revision {revision}"),
    "organisation": ("Upphandlande organisation", "Contracting authority"),
    "diary": ("Diarienummer", "Reference number"),
    "cpv": ("CPV-kod", "CPV code"),
    "revision": ("Revision", "Revision"),
    "locked": ("Låst", "Locked"),
    "number_of": ("Krav i bilagan", "Requirements in this annex"),
    "set": ("Kravuppsättning", "Requirement set"),
    "seal.title": ("Låst {day}, revision {revision}", "Locked {day}, revision {revision}"),
    "seal.digest": ("Sigill (SHA-256)", "Seal (SHA-256)"),
    "seal.log": (
        "Kontrollvärde för händelseloggen vid låsningen, som blir ett annat om någon tidigare post ändras: "
        "post {sequence}, {hash}",
        "Control value of the event log when it was locked, which is another if any earlier entry is "
        "changed: entry {sequence}, {hash}",
    ),
    "seal.check": (
        "Så kontrollerar du att bilagan är oförändrad: be den upphandlande organisationen om sigillet för "
        "uppsättningen och jämför det med sigillet här och med den bifogade filen.",
        "To check that this annex is unchanged: ask the contracting authority for the seal of the set, and "
        "compare it with the seal here and with the attached file.",
    ),
    "seal.check.how": (
        "Filen {file} ligger i PDF-läsarens lista över bifogade filer. Dess SHA-256 ska vara lika med "
        "sigillet.",
        "The file {file} is in the PDF reader’s list of attachments. Its SHA-256 must equal the seal.",
    ),
    "seal.short": ("Sigill {digest}", "Seal {digest}"),
    "attachment": ("Kravuppsättningen i maskinläsbar form", "The requirement set in machine-readable form"),
    "id": ("Krav-ID", "Requirement ID"),
    "upstream": ("motsvarar krav-ID {krav_id}", "corresponds to krav-ID {krav_id}"),
    "upstream.changed": (
        "utgår från krav-ID {krav_id}, ändrad text",
        "based on krav-ID {krav_id}, text changed",
    ),
    "changed.title": (
        "Texten är ändrad för den här upphandlingen",
        "The text has been changed for this procurement",
    ),
    "changed.original": ("Bibliotekets lydelse: ", "Wording of the library: "),
    "changed.difference": ("Ändringen: ", "The change: "),
    "changed.reason": ("Skäl: ", "Reason: "),
    "law.title": ("Vad lagen redan kräver", "What the law already demands"),
    "law.from": ("gäller från {day}", "in force from {day}"),
    "draft.title": ("UTKAST, inte låst", "DRAFT, not locked"),
    "draft.text": (
        "Det här är en förhandsvisning. Utkastet har inget sigill, kan ändras och får inte lämnas ut som "
        "kravbilaga.",
        "This is a preview. The draft has no seal, may change and must not be handed out as the annex.",
    ),
    "blank.open": ("fylls i före låsning", "to be filled in before locking"),
    "blank": ("anbudsgivaren fyller i", "tenderer fills in"),
    "proof": ("Bevis", "Proof"),
    "proof.any": ("Ett av alternativen räcker.", "One of the alternatives is enough."),
    "proof.together": ("Allt av följande tillsammans:", "All of the following together:"),
    "proof.none": ("Inget bevis är angivet.", "No proof is stated."),
    "proof_time": ("Visas", "Shown"),
    "proof_time.with_tender": ("med anbudet", "with the tender"),
    "proof_time.before_award": ("före tilldelningsbeslutet", "before the award decision"),
    "proof_time.contract_start": ("vid avtalsstart", "at contract start"),
    "proof_time.on_request": ("på begäran", "on request"),
    "proof_time.within": (
        "på begäran, inom {days} arbetsdagar",
        "on request, within {days} working days",
    ),
    "proof_by.all_tenderers": ("av alla anbudsgivare", "by all tenderers"),
    "proof_by.winner": (
        "av den anbudsgivare som kontraktet ska tilldelas",
        "by the tenderer to be awarded the contract",
    ),
    "proof_by.supplier": ("av leverantören", "by the supplier"),
    "valuing": ("Värdering", "How it is valued"),
    "valuing.text": (
        "Se kravtexten och upphandlingsdokumenten.",
        "See the text and the procurement documents.",
    ),
    "valuing.binding": (
        "Det som erbjuds blir bindande i kontraktet och följs upp.",
        "What is offered becomes binding in the contract and is followed up.",
    ),
    "offer": ("Anbudsgivaren anger", "The tenderer states"),
    "offer.range": ("mellan {low} och {high}", "between {low} and {high}"),
    "offer.least": ("minst {low}", "at least {low}"),
    "offer.most": ("högst {high}", "at most {high}"),
    "follow_up": ("Uppföljning", "Follow-up"),
    "follow_up.who": ("Görs av {role}.", "Carried out by the {role}."),
    "follow_up.strength": (
        "Bevisstyrka minst {strength} av 5: {words}.",
        "Strength of evidence at least {strength} of 5: {words}.",
    ),
    "follow_up.open": ("Ingen metod är vald.", "No method has been chosen."),
    "follow_up.none": (
        "Ingen kontroll är planerad. Skäl: ",
        "No check is planned. Reason: ",
    ),
    "method.DECL": ("leverantörsförsäkran", "supplier declaration"),
    "method.LABEL": ("licenskontroll", "licence check in the label’s register"),
    "method.REG": ("registerkontroll", "check in a public register"),
    "method.DOC": ("dokumentkontroll", "check of documents"),
    "method.TEST": ("granskning av provningsrapport", "review of test report"),
    "method.STAT": ("inköpsstatistik", "purchase statistics"),
    "method.DOCSAMPLE": ("stickprov på underlag", "sample of documents"),
    "method.DELIV": ("leveranskontroll", "delivery check"),
    "method.LAB": ("laboratorieprov", "laboratory test"),
    "method.VISIT": ("platsbesök", "site visit"),
    "method.OFFICE": ("kontorsrevision", "office audit"),
    "method.FACTORY": ("fabriksrevision", "factory audit"),
    "method.MEET": ("uppföljningsmöte", "follow-up meeting"),
    "when.before_award": ("före tilldelning", "before award"),
    "when.contract_start": ("vid avtalsstart", "at contract start"),
    "when.quarterly": ("varje kvartal", "every quarter"),
    "when.half_yearly": ("varje halvår", "every six months"),
    "when.yearly": ("varje år", "every year"),
    "when.on_delivery": ("vid leverans", "on delivery"),
    "when.on_article_change": ("när en artikel byts ut", "when an article is replaced"),
    "when.on_suspicion": ("vid misstanke", "on suspicion"),
    "when.contract_end": ("vid avtalsslut", "at contract end"),
    "role.requester": ("beställare", "requester"),
    "role.buyer": ("inköpare", "buyer"),
    "role.procurer": ("upphandlare", "procurer"),
    "role.contract_owner": ("avtalsansvarig", "contract owner"),
    "role.environment_strategist": ("miljöstrateg", "environment strategist"),
    "strength.0": ("inget underlag", "nothing"),
    "strength.1": ("leverantörens eget ord", "the supplier’s own word"),
    "strength.2": ("leverantörens egna handlingar", "the supplier’s own documents"),
    "strength.3": ("oberoende provning", "independent testing"),
    "strength.4": ("löpande tredjepartsgranskning", "ongoing third-party scheme"),
    "strength.5": ("köparens egen kontroll av det levererade", "the buyer’s own check of what was delivered"),
    "answers": ("Anbudsgivarens svar", "Answers of the tenderer"),
    "answers.lead": (
        "Ett svar för varje krav. Uteblivet svar räknas inte som ja.",
        "One answer for each requirement. No answer does not count as yes.",
    ),
    "answers.caption": ("Svar krav för krav", "Answers requirement by requirement"),
    "answers.number": ("Nr", "No."),
    "answers.title": ("Krav", "Requirement"),
    "answers.text": ("Kravtext", "Text of the requirement"),
    "answers.notes": ("Anmärkning", "Note"),
    "answers.answer": ("Svar", "Answer"),
    "answers.offer": ("Erbjudet värde", "Value offered"),
    "answers.where": ("Bevis, var i anbudet", "Proof, where in the tender"),
    "answers.comment": ("Kommentar", "Comment"),
    "answers.sheet": ("Svarsmatris", "Answers"),
    "answers.details": ("Kraven i sin helhet", "Requirements in full"),
    "answers.choose": ("Välj i listan.", "Choose from the list."),
    "answers.offers": ("Anbudsgivaren", "The tenderer"),
    "yes": ("Ja", "Yes"),
    "no": ("Nej", "No"),
    "tenderer.name": ("Anbudsgivarens namn", "Name of the tenderer"),
    "tenderer.number": ("Organisationsnummer", "Registration number"),
    "tenderer.signed": ("Datum och underskrift", "Date and signature"),
    "sheet.about": ("Om", "About"),
    "sheet.facts": ("Uppgifter", "Details"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language; an unknown key is a fault of the program and raises ``KeyError``."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A text with its values filled."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def of(self, prefix: str, code: Enum | int) -> str:
        """The word for a code of a vocabulary."""
        return self.texts[f"{prefix}.{code.value if isinstance(code, Enum) else code}"]

    def language_of(self, value: Words) -> str | None:
        """``"sv"`` where the text falls back to Swedish in a document of another language."""
        return None if self.language == "sv" or value.en is not None else "sv"

    def pick(self, value: Words) -> str:
        """The text in this language, in Swedish where it is not translated."""
        return value.sv if self.language == "sv" or value.en is None else value.en

    @property
    def foreign(self) -> str | None:
        """The language mark for a text that exists in Swedish only."""
        return None if self.language == "sv" else "sv"


def wording(language: str, more: Mapping[str, tuple[str, str]] | None = None) -> Wording:
    """The words of a language (``sv`` or ``en``), with a room's own added.

    Raises:
        ValueError: for another language, or for a key said twice.
    """
    if language not in LANGUAGES:
        raise ValueError(f"documents are written in {' and '.join(LANGUAGES)}, not in {language!r}")
    twice = _TEXTS.keys() & (more or {}).keys()
    if twice:
        raise ValueError(f"said twice: {sorted(twice)}")
    column = LANGUAGES.index(language)
    return Wording(
        language,
        MappingProxyType({key: pair[column] for key, pair in {**_TEXTS, **(more or {})}.items()}),
    )
