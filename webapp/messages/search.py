# SPDX-License-Identifier: EUPL-1.2
"""Texts about searching and the index."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "search.query_cut": Text(
        "Frågan var lång. Bara början användes.", "The query was long. Only the beginning was used."
    ),
    "search.nothing_searchable": Text(
        "Frågan innehöll inget att söka på. Här är hela biblioteket.",
        "The query held nothing to search for. Here is the whole library.",
    ),
    "search.cpv_check_digit": Text(
        "Kontrollsiffran i CPV-koden stämmer inte. Sökningen gjordes på de åtta siffrorna.",
        "The check digit of the CPV code is not right. The eight digits were searched for.",
    ),
    "search.unknown_value": Text(
        "Avgränsningen ”{value}” finns inte. Den ger inga träffar.",
        "The filter value “{value}” does not exist. It finds nothing.",
    ),
    "search.past_busy": Text(
        "Biblioteket görs just nu i ordning som det var känt vid en annan tidpunkt.",
        "The library is being made ready as it was known at another moment.",
        "Pröva igen om en halv minut.",
        "Try again in half a minute.",
    ),
    "search.export_language": Text(
        "Språket {given} finns inte.",
        "There is no language {given}.",
        "Välj sv eller en.",
        "Choose sv or en.",
    ),
    "search.phrase_unknown": Text(
        "”{phrase}” står inte ordagrant någonstans. Sökningen gjordes på orden.",
        "“{phrase}” does not stand word for word anywhere. The words were searched for.",
    ),
    "search.nothing_in_force": Text(
        "Inget kriterium som gäller svarar mot orden. Saknar ni ett? Säg till i registret över luckor.",
        "No criterion in force answers to the words. Do you miss one? Say so in the register of gaps.",
    ),
    "search.no_dictionary": Text(
        "Ordboken för sökningen saknas. Den hittar då sämre: färre böjningar och sammansättningar.",
        "The dictionary of the search is missing. It finds less well: fewer inflections and compounds.",
        "Lägg tillbaka sv_SE.aff och sv_SE.dic i criteria/search/dictionary och starta om.",
        "Put sv_SE.aff and sv_SE.dic back into criteria/search/dictionary and start again.",
    ),
    "saved_search.unknown": Text(
        "Den sparade sökningen finns inte.",
        "There is no such saved search.",
        "Den kan ha tagits bort. Se Mina sökningar.",
        "It may have been removed. See My searches.",
    ),
    "saved_search.many": Text(
        "Ni har redan {limit} sparade sökningar.",
        "You already have {limit} saved searches.",
        "Ta bort någon först.",
        "Remove one first.",
    ),
    "saved_search.new": Text(
        "Nytt i sökningen ”{name}”: {refs}.",
        "New in the search “{name}”: {refs}.",
        "Läs kriteriet och pröva om det passar det ni köper.",
        "Read the criterion and see whether it fits what you buy.",
    ),
    "saved_search.under_revision": Text(
        "Revideras nu, i sökningen ”{name}”: {refs}.",
        "Now under revision, in the search “{name}”: {refs}.",
        "Det gäller tills en ny version tar vid.",
        "It is in force until a new version takes over.",
    ),
    "saved_search.replaced": Text(
        "Ersatt, i sökningen ”{name}”: {refs}.",
        "Replaced, in the search “{name}”: {refs}.",
        "Kriteriets sida visar vad som ersätter det och vad som skiljer.",
        "The criterion's page shows what replaces it and what differs.",
    ),
    "saved_search.withdrawn": Text(
        "Indraget, i sökningen ”{name}”: {refs}.",
        "Withdrawn, in the search “{name}”: {refs}.",
        "Kriteriets sida säger varför och vad ni kan använda i stället.",
        "The criterion's page says why and what you can use instead.",
    ),
    "index.missing": Text(
        "Sökindexet saknas.",
        "The search index is missing.",
        "Kör kravkedjan index rebuild.",
        "Run kravkedjan index rebuild.",
    ),
    "index.broken": Text(
        "Sökindexet går inte att läsa.",
        "The search index cannot be read.",
        "Kör kravkedjan index rebuild.",
        "Run kravkedjan index rebuild.",
    ),
    "index.outdated": Text(
        "Sökindexet har en äldre form.",
        "The search index has an older form.",
        "Kör kravkedjan index rebuild.",
        "Run kravkedjan index rebuild.",
    ),
    "index.behind": Text(
        "Sökindexet ligger efter.",
        "The search index is behind.",
        "Kör kravkedjan index rebuild.",
        "Run kravkedjan index rebuild.",
    ),
    "index.locked": Text(
        "Ett annat program bygger sökindexet just nu.",
        "Another program is building the search index.",
        "Vänta en stund och försök igen.",
        "Wait a while and try again.",
    ),
    "index.entry_missing": Text("{where} saknas i sökindexet.", "{where} is missing in the search index."),
    "index.entry_foreign": Text(
        "{where} hör inte hemma i sökindexet.", "{where} does not belong in the search index."
    ),
    "index.entry_differs": Text("{where} skiljer sig från lagret.", "{where} differs from the store."),
    "index.sequence": Text(
        "Sökindexet står inte vid lagrets senaste händelse.",
        "The search index does not stand at the store's last event.",
    ),
    "index.entry_malformed": Text(
        "En post till sökindexet är fel: {field}.", "An entry for the search index is wrong: {field}."
    ),
}
