# SPDX-License-Identifier: EUPL-1.2
"""Texts about references, files, people, sign-in, the log and the installation."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "reference.malformed": Text(
        "”{given}” är ingen kriteriereferens.",
        "“{given}” is no criterion reference.",
        "Skriv id, id:version eller id:version@nivå, till exempel FURN-01:1@bas.",
        "Write the id, id:version or id:version@level, for instance FURN-01:1@base.",
    ),
    "level.unknown": Text(
        "Nivån ”{given}” finns inte.",
        "There is no level “{given}”.",
        "Skriv bas, avancerad eller spjutspets.",
        "Write base, advanced or leading_edge.",
    ),
    "cpv.malformed": Text(
        "”{given}” är ingen CPV-kod.",
        "“{given}” is no CPV code.",
        "En CPV-kod har åtta siffror och kan ha en kontrollsiffra efter bindestreck: 39130000-2.",
        "A CPV code has eight digits and may have a check digit after a hyphen: 39130000-2.",
    ),
    "file.too_large": Text(
        "Filen är för stor. Högst {limit_kb} kB går att läsa in.",
        "The file is too large. At most {limit_kb} kB can be read.",
        "Dela upp filen.",
        "Split the file.",
    ),
    "file.not_utf8": Text(
        "Filen är inte text i UTF-8 (byte {position}).",
        "The file is not UTF-8 text (byte {position}).",
        "Spara den som UTF-8.",
        "Save it as UTF-8.",
    ),
    "file.form": Text(
        "{fault}",
        "{fault}",
        "Jämför med formen i data/README.md.",
        "Compare with the form in data/README.md.",
    ),
    "yaml.broken": Text(
        "Filen går inte att läsa som YAML: {problem}.",
        "The file cannot be read as YAML: {problem}.",
        "Rätta raden. Text som innehåller kolon eller börjar med citattecken ska stå inom citattecken.",
        "Mend the line. Text that holds a colon or begins with a quotation mark must be quoted.",
    ),
    "yaml.anchor": Text(
        "Ankare och alias (& och *) är inte tillåtna.",
        "Anchors and aliases (& and *) are not allowed.",
        "Skriv ut värdet på varje ställe.",
        "Write the value out in each place.",
    ),
    "yaml.tag": Text(
        "Taggar (!) är inte tillåtna.",
        "Tags (!) are not allowed.",
        "Ta bort taggen.",
        "Remove the tag.",
    ),
    "yaml.duplicate_key": Text(
        "Nyckeln {key} står två gånger.",
        "The key {key} stands twice.",
        "Behåll en av dem.",
        "Keep one of them.",
    ),
    "yaml.too_deep": Text(
        "Filen har fler än {limit} nivåer.",
        "The file is more than {limit} levels deep.",
        "Jämför med formen i data/README.md.",
        "Compare with the form in data/README.md.",
    ),
    "library.no_folder": Text(
        "Här finns inget kriteriebibliotek.",
        "There is no criteria library here.",
        "Ange en mapp som innehåller mappen criteria.",
        "Name a folder that holds the folder criteria.",
    ),
    "library.faulty": Text(
        "Biblioteket har {count} fel. Inget lästes in.",
        "The library has {count} faults. Nothing was loaded.",
        "Rätta felen. kravkedjan library check visar dem alla.",
        "Mend them. kravkedjan library check shows them all.",
    ),
    "criterion.published_changed": Text(
        "{ref} är publicerat och har ändrats i filen.",
        "{ref} is published and has been changed in the file.",
        "Återställ filen och skriv ändringen som en ny version.",
        "Put the file back and write the change as a new version.",
    ),
    "criterion.exists": Text(
        "{ref} finns redan.", "{ref} exists already.", "Välj nästa version.", "Take the next version."
    ),
    "criterion.unknown": Text(
        "Kriteriet {ref} finns inte.",
        "There is no criterion {ref}.",
        "Sök efter det du ska köpa, eller kontrollera id och version.",
        "Search for what you are buying, or check id and version.",
    ),
    "criterion.not_in_force": Text(
        "Ingen version av {ref} gäller {on}.",
        "No version of {ref} is in force on {on}.",
        "Ange version och nivå för att läsa en text som inte gäller: {refs}.",
        "Give version and level to read a text that is not in force: {refs}.",
    ),
    "criterion.ambiguous": Text(
        "{ref} finns på flera nivåer.",
        "{ref} exists at several levels.",
        "Välj en av {refs}.",
        "Choose one of {refs}.",
    ),
    "group.unknown": Text(
        "Produktgruppen {name} finns inte.",
        "There is no product group {name}.",
        "Se listan över produktgrupper.",
        "See the list of product groups.",
    ),
    "group.related_unknown": Text("Gruppen {name} ingår inte ännu.", "The group {name} does not ship yet."),
    "label.unknown": Text(
        "Märkningen {name} finns inte i labels.yaml.",
        "There is no label {name} in labels.yaml.",
        "Lägg till den där, eller rätta namnet.",
        "Add it there, or mend the name.",
    ),
    "package.member": Text(
        "{ref} är inget publicerat kriterium.",
        "{ref} is no published criterion.",
        "Ta bort det ur paketet eller rätta referensen.",
        "Remove it from the package or mend the reference.",
    ),
    "cover.bare": Text(
        "{ref} kan inte dras in: ingenting tar vid för {units}.",
        "{ref} cannot be withdrawn: nothing carries on {units}.",
        "Ange en gällande efterträdare, ett luckbesked eller en lag för varje del.",
        "Name a successor in force, a gap notice or a law for each part.",
    ),
    "lock.vanished": Text(
        "{ref} står i published.lock men saknas.",
        "{ref} is in published.lock and is missing.",
        "Det som är publicerat får inte försvinna. Lägg tillbaka filen.",
        "What is published may not vanish. Put the file back.",
    ),
    "lock.changed": Text(
        "{ref} har ändrats sedan det publicerades.",
        "{ref} has changed since it was published.",
        "Återställ filen och skriv ändringen som en ny version.",
        "Put the file back and write the change as a new version.",
    ),
    "lock.missing": Text(
        "{ref} är publicerat men står inte i published.lock.",
        "{ref} is published and not in published.lock.",
        "Lägg till raden som kravkedjan library lock skriver.",
        "Add the line that kravkedjan library lock prints.",
    ),
    "text.control_character": Text(
        "Texten innehåller styrtecken.", "The text holds control characters.", "Ta bort dem.", "Remove them."
    ),
    "text.markup": Text(
        "Texten ser ut som HTML eller mallkod.",
        "The text looks like HTML or template code.",
        "Skriv ren text.",
        "Write plain text.",
    ),
    "text.no_english": Text(
        "{field} saknas: leverantören ska kunna läsa kravet på engelska.",
        "{field} is missing: suppliers must be able to read the requirement in English.",
        "Skriv den engelska texten.",
        "Write the English text.",
    ),
    "parameter.undeclared": Text(
        "{{{name}}} används i texten men är inte deklarerad.",
        "{{{name}}} is used in the text and not declared.",
        "Deklarera den under parameters.",
        "Declare it under parameters.",
    ),
    "parameter.unused": Text(
        "{name} är deklarerad men används inte i texten.",
        "{name} is declared and not used in the text.",
        "Använd den i båda språken eller ta bort den.",
        "Use it in both languages or remove it.",
    ),
    "parameter.twice": Text("En parameter är deklarerad två gånger.", "A parameter is declared twice."),
    "parameter.no_range": Text(
        "{name} saknar intervall.",
        "{name} has no range.",
        "Ange minimum och maximum.",
        "Give minimum and maximum.",
    ),
    "parameter.range_reversed": Text(
        "{name}: minimum är större än maximum.", "{name}: minimum is above maximum."
    ),
    "parameter.choices": Text(
        "{name}: valmöjligheter ska finnas exakt när typen är choice.",
        "{name}: choices belong to the type choice, and only to it.",
    ),
    "parameter.tenderer_default": Text(
        "Det anbudsgivaren fyller i kan inte ha ett förvalt värde.",
        "What the tenderer fills in cannot have a default.",
    ),
    "proof.too_strong": Text(
        "{kind} når högst bevisstyrka {ceiling}.",
        "{kind} reaches evidence strength {ceiling} at most.",
        "Sänk styrkan eller begär ett starkare bevis.",
        "Lower the strength or ask for stronger proof.",
    ),
    "proof.days": Text(
        "Antal arbetsdagar anges exakt när beviset visas på begäran.",
        "Working days are given exactly when proof is shown on request.",
    ),
    "follow_up.unreachable": Text(
        "Lägsta bevisstyrka är {minimum}, men kriteriets bevis och metoder når bara {reach}.",
        "The minimum strength is {minimum}, but the criterion's own proof and methods reach {reach}.",
        "Sänk till {reach}, eller lägg till ett bevis eller en metod som når dit.",
        "Lower it to {reach}, or add a proof or method that reaches it.",
    ),
    "state.draft": Text(
        "Ett utkast ska säga vad som återstår att kontrollera och inte ha datum.",
        "A draft must say what is left to check and have no date.",
    ),
    "state.published": Text(
        "En publicerad version ska ha datum och inget utkastsskäl.",
        "A published version must have a date and no reason to be a draft.",
    ),
    "source.unchecked": Text(
        "En publicerad version vilar på en källa som inte är kontrollerad.",
        "A published version rests on a source that has not been checked.",
        "Läs källan och märk den K eller F, eller gör versionen till utkast.",
        "Read the source and mark it K or F, or make the version a draft.",
    ),
    "award.no_value": Text(
        "Ett tilldelningskriterium måste säga vad det är värt.",
        "An award criterion must say what it is worth.",
        "Lägg till en parameter för prisavdrag eller poäng.",
        "Add a parameter for price deduction or points.",
    ),
    "role.not_allowed": Text(
        "Din roll tillåter inte detta.",
        "Your role does not allow this.",
        "Be administratören i er organisation om en roll som gör det.",
        "Ask your organisation's administrator for a role that does.",
    ),
    "organisation.unknown": Text("Organisationen {given} finns inte.", "There is no organisation {given}."),
    "organisation.exists": Text(
        "Organisationen {name}, eller en med samma nummer, finns redan.",
        "The organisation {name}, or one with the same number, exists already.",
    ),
    "organisation.name_long": Text(
        "Namnet är för långt; högst {maximum} tecken.",
        "The name is too long; {maximum} characters at most.",
        "Skriv det namn som ska stå i kravbilagan.",
        "Write the name that is to stand in the annex.",
    ),
    "organisation.number_wrong": Text(
        "Organisationsnumret {given} stämmer inte.",
        "The organisation number {given} is not right.",
        "Tio siffror, där den sista är en kontrollsiffra. Kontrollera att inget är omkastat.",
        "Ten digits, the last of which is a check digit. Check that none are swapped.",
    ),
    "unit.exists": Text("Enheten {name} finns redan.", "The unit {name} exists already."),
    "user.unknown": Text("Personen {given} finns inte.", "There is no person {given}."),
    "user.exists": Text(
        "Namnet {name} är upptaget.", "The name {name} is taken.", "Välj ett annat.", "Choose another."
    ),
    "accessibility.barrier": Text(
        "Någon har rapporterat ett hinder i tjänsten: ”{text}”",
        "Somebody has reported a barrier in the service: “{text}”",
        "Svar till: {address}",
        "Reply to: {address}",
    ),
    "notice.unknown": Text("Meddelandet finns inte.", "There is no such message."),
    "field.empty": Text(
        "Fältet {field} är tomt.", "The field {field} is empty.", "Fyll i det.", "Fill it in."
    ),
    "signin.link_unusable": Text(
        "Länken går inte att använda. Den är använd, återkallad eller äldre än ett dygn.",
        "The link cannot be used. It has been used, revoked, or is older than a day.",
        "Be administratören om en ny.",
        "Ask the administrator for a new one.",
    ),
    "signin.wrong": Text(
        "Namn eller lösenord stämmer inte.",
        "Name or password is not right.",
        "Försök igen, eller be administratören om en inloggningslänk.",
        "Try again, or ask the administrator for a sign-in link.",
    ),
    "password.short": Text(
        "Lösenordet ska ha minst {minimum} tecken.", "The password needs at least {minimum} characters."
    ),
    "password.long": Text(
        "Lösenordet får ha högst {maximum} tecken.", "The password may have {maximum} characters at most."
    ),
    "setting.malformed": Text(
        "Inställningen {where} kan inte vara ”{given}”.",
        "The setting {where} cannot be “{given}”.",
        "Skriv ett av {wanted}. Inställningarna står i docs/administration.md.",
        "Write one of {wanted}. The settings are listed in docs/administration.md.",
    ),
    "installation.empty": Text(
        "Här finns ingen installation.",
        "There is no installation here.",
        "Kör kravkedjan init först.",
        "Run kravkedjan init first.",
    ),
    "installation.is_live": Text("Installationen är redan i drift.", "The installation is live already."),
    "clock.set_but_live": Text(
        "Klockan kan inte ställas i en installation som är i drift.",
        "The clock cannot be set in a live installation.",
        "Ta bort --today (eller KRAVKEDJAN_TODAY).",
        "Remove --today (or KRAVKEDJAN_TODAY).",
    ),
    "database.newer": Text(
        "Databasen är skriven av ett nyare program (revision {found}; det här känner {known}).",
        "The database was written by a newer program (revision {found}; this one knows {known}).",
        "Uppgradera programmet. Inget har ändrats.",
        "Upgrade the program. Nothing was changed.",
    ),
    "backup.not_embedded": Text(
        "Säkerhetskopian gäller den inbyggda databasen.",
        "The backup is for the embedded database.",
        "Använd PostgreSQL:s egna verktyg och kopiera mappen evidence.",
        "Use PostgreSQL's own tools and copy the folder evidence.",
    ),
    "backup.exists": Text(
        "Filen finns redan.", "The file exists already.", "Välj ett annat namn.", "Choose another name."
    ),
    "backup.not_readable": Text(
        "Filen är ingen säkerhetskopia från Kravkedjan, eller går inte att läsa.",
        "The file is no backup of Kravkedjan's, or cannot be read.",
    ),
    "backup.damaged": Text(
        "Säkerhetskopian stämmer inte med sina egna kontrollsummor ({files}). Inget återställdes.",
        "The backup does not agree with its own check sums ({files}). Nothing was restored.",
        "Använd en annan kopia.",
        "Use another copy.",
    ),
    "restore.not_empty": Text(
        "Mappen innehåller redan en installation.",
        "The folder holds an installation already.",
        "Välj en tom mapp med --home.",
        "Choose an empty folder with --home.",
    ),
    "log.gap": Text(
        "Händelse {sequence} följer inte på den före.", "Event {sequence} does not follow the one before."
    ),
    "log.previous_differs": Text(
        "Händelse {sequence} pekar inte på den före.", "Event {sequence} does not point at the one before."
    ),
    "log.payload_differs": Text(
        "Innehållet i händelse {sequence} har ändrats.", "The payload of event {sequence} has changed."
    ),
    "log.hash_differs": Text("Händelse {sequence} har ändrats.", "Event {sequence} has changed."),
}
