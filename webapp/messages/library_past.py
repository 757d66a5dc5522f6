# SPDX-License-Identifier: EUPL-1.2
"""Texts about reading the past: comparing, extracts, the head of the log and its letter."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "compare.same": Text(
        "{ref} kan inte jämföras med sig själv.",
        "{ref} cannot be compared with itself.",
        "Välj två versioner, eller två kriterier.",
        "Choose two versions, or two criteria.",
    ),
    "compare.count": Text(
        "{count} kriterier går inte att ställa bredvid varandra.",
        "{count} criteria cannot be set side by side.",
        "Välj två till {maximum} olika.",
        "Choose two to {maximum} different ones.",
    ),
    "extract.format": Text(
        "Ett utdrag görs inte som ”{given}”.",
        "No extract is made as “{given}”.",
        "Välj pdf eller json.",
        "Choose pdf or json.",
    ),
    "user.last_administrator": Text(
        "Kontot är organisationens enda administratör och kan inte avslutas.",
        "The account is the organisation’s only administrator and cannot be closed.",
        "Ge någon annan rollen administratör först.",
        "Give somebody else the role of administrator first.",
    ),
    "log.head_malformed": Text(
        "”{given}” är inget kontrollvärde för händelseloggen.",
        "“{given}” is no control value of the event log.",
        "Skriv postens nummer, kolon och minst 32 tecken av värdet, som det står i brevet eller bilagan.",
        "Write the entry’s number, a colon and at least 32 digits of the value, as in the letter or annex.",
    ),
    "log.head_gone": Text(
        "Händelseloggen har ingen post {sequence}. Den tar slut före det kontrollvärde som är känt.",
        "The event log has no entry {sequence}. It ends before the control value that is known.",
        "Loggen har kortats eller skrivits om. Rör ingenting, och jämför med den senaste säkerhetskopian.",
        "The log has been cut or written anew. Touch nothing, and compare with the last backup.",
    ),
    "log.head_differs": Text(
        "Post {sequence} i händelseloggen har ett annat kontrollvärde än det som är känt.",
        "Entry {sequence} of the event log has another control value than the one that is known.",
        "Loggen har skrivits om. Rör ingenting, och jämför med den senaste säkerhetskopian.",
        "The log has been written anew. Touch nothing, and compare with the last backup.",
    ),
    "mail.failed": Text(
        "E-postservern {where} tog inte emot brevet ({fault}).",
        "The mail server {where} did not take the letter ({fault}).",
        "Kontrollera MAIL_HOST, MAIL_PORT och MAIL_STARTTLS. Brevet skickas igen om en timme.",
        "Check MAIL_HOST, MAIL_PORT and MAIL_STARTTLS. The letter is sent again in an hour.",
    ),
    "mail.not_set": Text(
        "Ingen registratur är angiven, så brevet har ingen mottagare.",
        "No registry is set, so the letter has nobody to go to.",
        "Sätt KRAVKEDJAN_REGISTRY_ADDRESS, KRAVKEDJAN_MAIL_HOST och KRAVKEDJAN_MAIL_FROM.",
        "Set KRAVKEDJAN_REGISTRY_ADDRESS, KRAVKEDJAN_MAIL_HOST and KRAVKEDJAN_MAIL_FROM.",
    ),
    "setting.needed": Text(
        "Inställningen {where} saknas, och {by} behöver den.",
        "The setting {where} is missing, and {by} needs it.",
        "Ange den, eller ta bort {by}. Inställningarna står i docs/administration.md.",
        "Give it, or take {by} away. The settings are listed in docs/administration.md.",
    ),
}
