# SPDX-License-Identifier: EUPL-1.2
"""Texts about what the law check finds; the rules and their sources are data/law_check.yaml."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "law.L1": Text(
        "Standarden {found} nämns utan ”eller likvärdig” ({law}).",
        "The standard {found} is named without “or equivalent” ({law}).",
        "Lägg till ”eller likvärdig” efter standarden.",
        "Add “eller likvärdig” after the standard.",
    ),
    "law.L2": Text(
        "Märkningen {found} nämns utan ”eller likvärdig märkning” ({law}).",
        "The label {found} is named without “or equivalent label” ({law}).",
        "Lägg till ”eller likvärdig märkning”.",
        "Add “eller likvärdig märkning”.",
    ),
    "law.L3": Text(
        "Texten pekar ut ett varumärke: {found} ({law}).",
        "The text points at a trademark: {found} ({law}).",
        "Beskriv egenskapen i stället, eller lägg till ”eller likvärdigt”.",
        "Describe the property instead, or add “eller likvärdigt”.",
    ),
    "law.L3A": Text(
        "Texten verkar peka ut ett varumärke eller en modell: {found} ({law}).",
        "The text seems to point at a trademark or a model: {found} ({law}).",
        "Beskriv egenskapen i stället, eller lägg till ”eller likvärdigt”.",
        "Describe the property instead, or add “eller likvärdigt”.",
    ),
    "law.vague": Text(
        "Ordet ”{found}” går inte att kontrollera ({law}).",
        "The word “{found}” cannot be checked ({law}).",
        "Skriv vad som ska mätas eller visas, med ett värde.",
        "Write what is to be measured or shown, with a value.",
    ),
    "law.L4": Text(
        "Arbetsvillkor ({found}) hör inte hemma i denna kravtyp ({law}).",
        "Labour conditions ({found}) do not belong in this type of requirement ({law}).",
        "Gör det till ett särskilt kontraktsvillkor.",
        "Make it a performance condition.",
    ),
    "law.L4A": Text(
        "Kravet handlar om arbetsvillkor och hör inte hemma i denna kravtyp ({law}).",
        "The requirement is about labour conditions and does not belong in this type ({law}).",
        "Gör det till ett särskilt kontraktsvillkor.",
        "Make it a performance condition.",
    ),
    "law.L4B": Text(
        "Arbetsvillkor ({found}) som tilldelningskriterium är svåra att knyta till det som köps ({law}).",
        "Labour conditions ({found}) as an award criterion are hard to link to what is bought ({law}).",
        "Överväg ett särskilt kontraktsvillkor.",
        "Consider a performance condition.",
    ),
    "law.L5": Text(
        "Kravet gäller hela företaget ({found}) och saknar anknytning till det som köps ({law}).",
        "The requirement is about the whole company ({found}) and not linked to what is bought ({law}).",
        "Begränsa det till det som levereras i kontraktet.",
        "Limit it to what is delivered under the contract.",
    ),
    "law.L8": Text(
        "Tilldelningskriteriet säger inte vad det är värt ({law}).",
        "The award criterion does not say what it is worth ({law}).",
        "Ange poäng, vikt eller prisavdrag.",
        "Give points, a weight or a price reduction.",
    ),
    "law.L9": Text(
        "Inget villkor om lön, semester och arbetstid finns, fast branschen har hög risk: {groups} ({law}).",
        "There are no terms on pay, holiday and working time though the branch is risky: {groups} ({law}).",
        "Lägg till X-04, eller var beredd att förklara varför det inte behövs.",
        "Add X-04, or be ready to explain why it is not needed.",
    ),
    "law.L10": Text(
        "Standarden {found} kostar pengar och är det enda måttet ({law}).",
        "The standard {found} costs money and is the only measure ({law}).",
        "Skriv egenskapen i klartext och låt standarden vara ett sätt att visa den.",
        "State the property in words and let the standard be one way to prove it.",
    ),
    "law.L11": Text(
        "Samma krav är både kvalificeringskrav och tilldelningskriterium: {refs}.",
        "The same requirement is both a selection requirement and an award criterion: {refs}.",
        "Ta bort det ena. Det som ger kvalificering får inte räknas en gång till.",
        "Remove one of them. What qualifies may not be counted once more.",
    ),
    "law.TYPE1": Text(
        "Kvalificeringskrav handlar om leverantören, men texten ställer krav på varan: {found} ({law}).",
        "A selection requirement is about the supplier, but the text is about the goods: {found} ({law}).",
        "Gör det till en teknisk specifikation.",
        "Make it a technical specification.",
    ),
    "law.TYPE2": Text(
        "En teknisk specifikation handlar om det som köps, men texten gäller leverantören: {found} ({law}).",
        "A technical specification is about what is bought, but this is about a supplier: {found} ({law}).",
        "Gör det till ett kvalificeringskrav.",
        "Make it a selection requirement.",
    ),
    "law.TYPE3": Text(
        "Texten säger hur kontraktet ska fullgöras: {found} ({law}).",
        "The text says how the contract is to be performed: {found} ({law}).",
        "Gör det till ett särskilt kontraktsvillkor.",
        "Make it a performance condition.",
    ),
    "law.TYPE4": Text(
        "Bevis för ett kontraktsvillkor begärs redan i anbudet ({law}).",
        "Proof of a performance condition is asked for in the tender ({law}).",
        "Begär beviset vid kontraktets start eller på begäran.",
        "Ask for it at contract start or on request.",
    ),
    "law.limit": Text(
        "{found} ger inget utöver lagen. Sedan {since} är gränsen {limit} {unit} ({law}).",
        "{found} gives nothing beyond the law. Since {since} the limit is {limit} {unit} ({law}).",
        "Skärp värdet, eller ta bort kravet.",
        "Make the value stricter, or remove the requirement.",
    ),
}
