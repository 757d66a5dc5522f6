# SPDX-License-Identifier: EUPL-1.2
"""Texts about calls to the API as such."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "request.malformed": Text(
        "Anropet går inte att läsa.",
        "The call cannot be read.",
        "Skicka giltig JSON i UTF-8, utan NUL-tecken.",
        "Send valid JSON in UTF-8, without NUL characters.",
    ),
    "request.invalid": Text(
        "Anropet stämmer inte med beskrivningen: {faults}",
        "The call does not fit the description: {faults}",
        "Jämför med /api/v1/openapi.json.",
        "Compare with /api/v1/openapi.json.",
    ),
    "request.unknown_field": Text(
        "Fältet {field} finns inte här.",
        "There is no field {field} here.",
        "Ta bort det, eller rätta namnet efter /api/v1/openapi.json.",
        "Remove it, or mend its name by /api/v1/openapi.json.",
    ),
    "request.field_missing": Text(
        "Fältet {field} saknas.",
        "The field {field} is missing.",
        "Skicka med det.",
        "Send it as well.",
    ),
    "request.method": Text(
        "Adressen tar inte emot den metoden.",
        "The address does not take that method.",
        "Använd en metod ur svarets Allow.",
        "Use a method from the answer's Allow header.",
    ),
    "request.too_large": Text(
        "Det som skickades är för stort.",
        "What was sent is too large.",
        "Dela upp filen eller gör den mindre.",
        "Split the file or make it smaller.",
    ),
    "request.media_type": Text(
        "Innehållet är inte märkt med en typ som adressen tar emot.",
        "The content is not marked with a type that the address takes.",
        "Skicka rubriken Content-Type: application/json, för en fil application/octet-stream.",
        "Send the header Content-Type: application/json, for a file application/octet-stream.",
    ),
    "request.too_many": Text(
        "För många anrop på kort tid.",
        "Too many calls in a short time.",
        "Vänta en minut och försök igen.",
        "Wait a minute and try again.",
    ),
    "request.refused": Text(
        "Anropet kunde inte besvaras (status {status}).",
        "The call could not be answered (status {status}).",
    ),
    "request.csrf": Text(
        "Anropet saknar en CSRF-nyckel som passar sessionen.",
        "The call lacks a CSRF token that fits the session.",
        "Skicka nyckeln ur sidans formulär i rubriken X-CSRFToken, eller anropa med en nyckel i rubriken "
        "Authorization.",
        "Send the token from the page's form in the header X-CSRFToken, or call with a token in the "
        "header Authorization.",
    ),
    "address.unknown": Text(
        "Adressen finns inte.",
        "There is no such address.",
        "Adresserna står i /api/v1/openapi.json.",
        "The addresses are in /api/v1/openapi.json.",
    ),
    "signin.needed": Text(
        "Du behöver logga in.",
        "You need to sign in.",
        "Skicka rubriken Authorization: Bearer med en nyckel från kravkedjan user token.",
        "Send the header Authorization: Bearer with a token from kravkedjan user token.",
    ),
    "token.days": Text(
        "En nyckel kan gälla i 1–{maximum} dagar, inte {given}.",
        "A token can be valid for 1–{maximum} days, not {given}.",
        "Välj ett antal dagar däremellan.",
        "Choose a number of days in between.",
    ),
    "request.if_match_missing": Text(
        "Ändringen säger inte vilken revision den gjordes från.",
        "The change does not say which revision it was made from.",
        "Läs objektet och skicka dess ETag i rubriken If-Match.",
        "Read the object and send its ETag in the header If-Match.",
    ),
    "request.if_match": Text(
        "If-Match innehåller ingen revision.",
        "If-Match holds no revision.",
        "Skicka ETag som den lästes, med citattecken, eller *.",
        "Send the ETag as it was read, with its quotation marks, or *.",
    ),
    "server.failed": Text(
        "Något gick fel hos oss. Inget har sparats.",
        "Something went wrong on our side. Nothing has been stored.",
        "Försök igen. Händer det på nytt, lämna koden {quoted} till administratören.",
        "Try again. If it happens again, give the code {quoted} to the administrator.",
    ),
}
