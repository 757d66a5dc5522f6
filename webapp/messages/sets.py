# SPDX-License-Identifier: EUPL-1.2
"""Texts about requirement sets: refusals, the gate and the law check."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "set.unknown": Text(
        "Kravuppsättningen ”{given}” finns inte.",
        "There is no requirement set “{given}”.",
        "Listan över kravuppsättningar visar dem ni har.",
        "The list of sets shows those you have.",
    ),
    "set.stale": Text(
        "Någon annan har ändrat kravuppsättningen sedan du läste den: {changes} ({by}, {at}). "
        "Du såg revision {seen}, nu gäller {revision}.",
        "Somebody else has changed the set since you read it: {changes} ({by}, {at}). "
        "You saw revision {seen}, it is now {revision}.",
        "Läs om den och gör din ändring på nytt. Inget har skrivits över.",
        "Read it again and redo your change. Nothing was overwritten.",
    ),
    "set.stale_write": Text(
        "Någon annan ändrade uppsättningen i samma ögonblick. Din ändring gjordes från revision {revision}.",
        "Somebody else changed the set at the same moment. Your change was made from revision {revision}.",
        "Läs om den och gör din ändring på nytt. Inget har skrivits över.",
        "Read it again and redo your change. Nothing was overwritten.",
    ),
    "set.not_draft": Text(
        "Kravuppsättningen är inget utkast ({status}) och kan inte ändras.",
        "The set is no draft ({status}) and cannot be changed.",
        "Lås upp den om den är låst men inte annonserad. En annonserad ändras genom rättelse.",
        "Unlock it if it is locked but not published. A published one is changed by an amendment.",
    ),
    "set.wrong_state": Text(
        "Steget {step} går inte från läget {status}.",
        "The step {step} is not possible from the state {status}.",
        "Uppsättningen visar sitt läge.",
        "The set shows its state.",
    ),
    "set.tenders_closed": Text(
        "Anbudstiden gick ut {deadline}. Efter det ändras inget före kontrakt.",
        "The deadline for tenders was {deadline}. After that nothing changes before the contract.",
        "Avbryt upphandlingen och gör om den om felet är väsentligt.",
        "Cancel the procurement and start again if the fault is material.",
    ),
    "set.line_unknown": Text(
        "Rad {line} finns inte i kravuppsättningen.",
        "There is no line {line} in the set.",
        "Uppsättningen visar radernas nummer.",
        "The set shows the numbers of its lines.",
    ),
    "set.line_twice": Text(
        "{ref} finns redan i kravuppsättningen på den nivån.",
        "{ref} is already in the set at that level.",
        "Ska kravet stå en gång till, för andra rader eller slag: öppna raden och välj ”Ta med kravet en "
        "gång till”. Ta bort den gamla raden först om den ska bytas.",
        "If it is to stand once more, for other rows or kinds: open the line and choose “Include the "
        "requirement once more”. Remove the old line first if it is to be exchanged.",
    ),
    "set.line_own": Text(
        "Rad {line} är ett eget krav och tas inte med en gång till.",
        "Line {line} is an own requirement and is not included once more.",
        "Skriv ett nytt eget krav.",
        "Write another own requirement.",
    ),
    "set.applies_to_blank": Text(
        "Det kravet gäller kan inte ha ett fält att fylla i, som {{{name}}}.",
        "What the requirement applies to cannot have a blank to fill in, such as {{{name}}}.",
        "Skriv raderna eller varorna i klartext.",
        "Write the rows or the goods themselves.",
    ),
    "set.applies_to_long": Text(
        "Vad kravet gäller är {length} tecken, och högst {limit} får plats.",
        "What the requirement applies to is {length} characters, and there is room for {limit}.",
        "Skriv raderna i prislistan, till exempel ”rad 1–6”, eller namnet på varugruppen.",
        "Write the rows of the price list, such as “rows 1–6”, or the name of the group of goods.",
    ),
    "set.line_not_own": Text(
        "Rad {line} kommer från biblioteket ({ref}) och är inget eget krav.",
        "Line {line} comes from the library ({ref}) and is no own requirement.",
        "Ändra lydelsen i stället, så visas ändringen mot biblioteket.",
        "Change its wording instead; the change is shown against the library.",
    ),
    "set.too_many_lines": Text(
        "En kravuppsättning rymmer högst {limit} rader.",
        "A set holds at most {limit} lines.",
        "Dela upp den på flera.",
        "Divide it into several.",
    ),
    "set.text_empty": Text(
        "Kravtexten är tom.",
        "The requirement text is empty.",
        "Skriv vad som krävs.",
        "Write what is demanded.",
    ),
    "set.text_long": Text(
        "Kravtexten har {length} tecken. Högst {limit} går.",
        "The text has {length} characters. At most {limit} are possible.",
        "Dela upp kravet i flera.",
        "Divide the requirement into several.",
    ),
    "set.wording_blank": Text(
        "Texten har ett tomt fält {{{name}}} som kravet inte har.",
        "The text has a blank {{{name}}} that the requirement does not have.",
        "Skriv värdet i klartext eller använd ett av kravets egna fält.",
        "Write the value out or use one of the requirement's own blanks.",
    ),
    "set.position": Text(
        "Plats {given} finns inte. Sista platsen är {last}.",
        "There is no place {given}. The last one is {last}.",
        "Ange en plats från 1 till {last}.",
        "Give a place from 1 to {last}.",
    ),
    "set.reason_missing": Text(
        "Skälet saknas.", "The reason is missing.", "Skriv varför. Det sparas.", "Write why. It is kept."
    ),
    "set.assumption": Text(
        "{field} är {given}, men måste ligga mellan {minimum} och {maximum}.",
        "{field} is {given} but must be between {minimum} and {maximum}.",
        "Ange ett värde inom gränserna.",
        "Give a value within the limits.",
    ),
    "set.criterion_not_in_force": Text(
        "{ref} gäller inte i dag ({status}). Ersätts av: {successors}.",
        "{ref} is not in force today ({status}). Carried on by: {successors}.",
        "Lägg till det som ersätter.",
        "Add what carries it on.",
    ),
    "set.no_successor": Text(
        "Det finns inget i biblioteket som ersätter {ref} i dag.",
        "Nothing in the library carries {ref} on today.",
        "Behåll det med skäl, eller ta bort raden.",
        "Keep it with a reason, or remove the line.",
    ),
    "set.successor_ambiguous": Text(
        "Flera kriterier ersätter {ref}: {refs}.",
        "Several criteria carry {ref} on: {refs}.",
        "Ange vilket.",
        "Say which.",
    ),
    "set.finding_not_answerable": Text(
        "Anmärkningen {finding} kan inte besvaras med ett skäl, den måste åtgärdas.",
        "The finding {finding} cannot be answered by a reason; it must be mended.",
        "Kontrollen före låsning säger hur.",
        "The check before locking says how.",
    ),
    "set.gate": Text(
        "Röda anmärkningar står i vägen för låsning: {red}. Inget har ändrats.",
        "Red findings stand in the way of locking: {red}. Nothing was changed.",
        "Åtgärda de röda raderna, eller besvara dem med skäl där det går.",
        "Mend the red ones, or answer them with a reason where possible.",
    ),
    "set.not_sealed": Text(
        "Kravuppsättningen har inget gällande sigill.",
        "The set has no seal in force.",
        "Lås den först.",
        "Lock it first.",
    ),
    "set.not_sealed_on": Text(
        "Kravuppsättningen hade inget sigill den {on}.",
        "The set had no seal on {on}.",
        "kravkedjan set show visar när den låstes.",
        "kravkedjan set show tells when it was locked.",
    ),
    "set.seal_broken": Text(
        "Det lagrade innehållet i revision {revision} stämmer inte med sitt sigill.",
        "What is stored of revision {revision} does not agree with its seal.",
        "Återställ från säkerhetskopia och kör doctor.",
        "Restore from backup and run doctor.",
    ),
    "set.deadline_before_publication": Text(
        "Sista anbudsdag {deadline} måste komma efter annonseringen {published}.",
        "The deadline {deadline} must come after publication {published}.",
        "Rätta datumen.",
        "Correct the dates.",
    ),
    "set.amendment_empty": Text(
        "Rättelsen ändrar ingenting.",
        "The amendment changes nothing.",
        "Ange vad som ändras, eller en ny sista anbudsdag.",
        "Say what changes, or give a new deadline.",
    ),
    "set.deadline_not_later": Text(
        "En ny sista anbudsdag ska vara senare än {deadline}. En väsentlig ändring kräver en.",
        "A new deadline must be later than {deadline}. A substantial change needs one.",
        "Ange en senare dag.",
        "Give a later day.",
    ),
    "set.information_late": Text(
        "Upplysningen gick ut {informed}, senare än sex dagar före {deadline} (19 kap. 13 § LOU).",
        "The information went out {informed}, later than six days before {deadline} (ch. 19 s. 13 LOU).",
        "Förläng anbudstiden.",
        "Extend the deadline.",
    ),
    "set.equivalent_there": Text(
        "Texten nämner ingen standard eller märkning som saknar ”eller likvärdig”.",
        "The text names no standard or label without “eller likvärdig”.",
        "Läs om uppsättningen, den kan ha ändrats.",
        "Read the set again; it may have changed.",
    ),
    "set.substantial_unsaid": Text(
        "Säg om ändringen är väsentlig.",
        "Say whether the change is substantial.",
        "Det avgör om anbudstiden måste förlängas.",
        "It decides whether the deadline must be extended.",
    ),
    "set.sealed_already": Text(
        "”{title}” är låst och har en färdig bilaga.",
        "“{title}” is locked and has an annex of its own.",
        "Visa bilagan i stället.",
        "Show the annex instead.",
    ),
    "set.copy_empty": Text(
        "”{title}” har inga krav att kopiera.",
        "“{title}” has no requirements to copy.",
        "Börja en ny kravuppsättning i stället.",
        "Begin a new requirement set instead.",
    ),
    "set.skipped_in_set": Text("finns redan", "already there"),
    "set.skipped_not_in_force": Text("gäller inte i dag", "not in force today"),
    "set.skipped_unknown": Text("finns inte i biblioteket", "not in the library"),
    "set.criterion_changed": Text(
        "{ref} på rad {line} i ”{title}” gäller inte längre. Kravuppsättningen är oförändrad.",
        "{ref} on line {line} of “{title}” is no longer in force. The set is unchanged.",
        "Välj: behåll, eller ta det nya om det är ett utkast.",
        "Choose: keep it, or take the new one in a draft.",
    ),
    "package.unknown": Text(
        "”{name}” är varken produktgrupp eller kravpaket.",
        "“{name}” is neither a product group nor a package.",
        "Välj i listan över grupper och paket.",
        "Choose from the list of groups and packages.",
    ),
    "package.empty": Text(
        "”{name}” har inget gällande kriterium på nivån {level}.",
        "“{name}” has no criterion in force at the level {level}.",
        "Välj en högre nivå.",
        "Choose a higher level.",
    ),
    "field.long": Text(
        "Fältet {field} är för långt. Högst {limit} tecken går.",
        "The field {field} is too long. At most {limit} characters are possible.",
        "Korta texten.",
        "Shorten the text.",
    ),
    "parameter.unknown": Text(
        "Kravet har inget fält {name}. Fälten är: {names}.",
        "The requirement has no blank {name}. The blanks are: {names}.",
        "Skriv ett av fältens namn.",
        "Write one of the blanks' names.",
    ),
    "parameter.empty": Text(
        "Fältet {name} fick inget värde.",
        "The blank {name} got no value.",
        "Ange ett värde. Tillåtet: {range}",
        "Give a value. Allowed: {range}",
    ),
    "parameter.number": Text(
        "”{given}” är inget tal för {name}.",
        "“{given}” is no number for {name}.",
        "Skriv siffror, med decimalkomma eller punkt. Tillåtet: {range}",
        "Write digits, with a decimal comma or point. Allowed: {range}",
    ),
    "parameter.whole_number": Text(
        "”{given}” är inget heltal för {name}.",
        "“{given}” is no whole number for {name}.",
        "Skriv ett heltal. Tillåtet: {range}",
        "Write a whole number. Allowed: {range}",
    ),
    "parameter.range": Text(
        "{given} för {name} ligger utanför det tillåtna: {range}.",
        "{given} for {name} is outside what is allowed: {range}.",
        "Välj ett värde inom gränserna. Vägledningen på kriteriets sida säger varför de finns.",
        "Choose a value within the limits. The criterion's page says why they are there.",
    ),
    "parameter.choice": Text(
        "”{given}” är inget av valen för {name}.",
        "“{given}” is none of the choices for {name}.",
        "Välj ett av: {choices}.",
        "Choose one of: {choices}.",
    ),
    "parameter.date": Text(
        "”{given}” är inget datum för {name}.",
        "“{given}” is no date for {name}.",
        "Skriv ÅÅÅÅ-MM-DD.",
        "Write YYYY-MM-DD.",
    ),
    "parameter.text": Text(
        "Texten för {name} går inte att använda.",
        "The text for {name} cannot be used.",
        "Högst {limit} tecken på en rad, utan klammerparenteser.",
        "At most {limit} characters on one line, without braces.",
    ),
    "parameter.tenderer": Text(
        "Fältet {name} fylls i av anbudsgivaren.",
        "The blank {name} is filled in by the tenderer.",
        "Lämna det tomt.",
        "Leave it empty.",
    ),
    "paste.too_large": Text(
        "Filen är för stor. Högst {limit_mb} MB går att läsa.",
        "The file is too large. At most {limit_mb} MB can be read.",
        "Dela upp den, eller klistra in bara tabellen.",
        "Divide it, or paste only the table.",
    ),
    "paste.unreadable": Text(
        "Filen går inte att läsa som text, Word eller Excel.",
        "The file cannot be read as text, Word or Excel.",
        "Spara den som .docx, .xlsx eller text i UTF-8.",
        "Save it as .docx, .xlsx or UTF-8 text.",
    ),
    "paste.empty": Text(
        "Det fanns inga krav att läsa.",
        "There were no requirements to read.",
        "Skriv ett krav per rad, eller en tabell med en kolumn som heter Krav.",
        "Write one requirement to a row, or a table with a column named Krav.",
    ),
    "paste.too_many": Text(
        "{found} rader är för många på en gång. Högst {limit} går.",
        "{found} rows are too many at once. At most {limit} are possible.",
        "Dela upp dem.",
        "Divide them.",
    ),
    "annex.language": Text(
        "Kravbilagan finns inte på språket ”{given}”.",
        "The annex does not exist in the language “{given}”.",
        "Välj sv eller en.",
        "Choose sv or en.",
    ),
    "annex.part_whole": Text(
        "JSON är alltid hela den låsta kravuppsättningen, inte bara {given}.",
        "JSON is always the whole sealed set, not only {given}.",
        "Utelämna del, eller välj ett annat format.",
        "Leave the part out, or choose another format.",
    ),
    "gate.empty": Text(
        "Kravuppsättningen har inga krav.",
        "The set has no requirements.",
        "Lägg till ett kriterium eller ett paket.",
        "Add a criterion or a package.",
    ),
    "gate.line_repeated": Text(
        "”{title}” står två gånger lika för samma varor.",
        "“{title}” stands twice alike for the same goods.",
        "Skriv vad var och en av raderna gäller, ge dem olika värden eller ta bort den ena.",
        "Write what each of the lines applies to, give them different values or remove one.",
    ),
    "gate.parameter_empty": Text(
        "”{title}” saknar värde för {name}.",
        "“{title}” has no value for {name}.",
        "Ange ett värde{given_range}. {guidance}",
        "Give a value{given_range}.",
    ),
    "gate.parameter_dropped": Text(
        "Fältet {name} finns inte kvar i den ändrade texten till ”{title}”.",
        "The blank {name} is no longer in the changed text of “{title}”.",
        "Se efter att kravet fortfarande går att kontrollera.",
        "See that the requirement can still be checked.",
    ),
    "gate.proof_missing": Text(
        "”{title}” saknar bevis.",
        "“{title}” has no proof.",
        "Skriv vad leverantören ska visa.",
        "Write what the supplier shall show.",
    ),
    "gate.method_missing": Text(
        "”{title}” saknar metod för uppföljning.",
        "“{title}” has no method of follow-up.",
        "Välj en metod, eller besluta med skäl att inte följa upp.",
        "Choose a method, or decide with a reason not to follow up.",
    ),
    "gate.method_too_weak": Text(
        "{methods} ger högst bevisstyrka {reach} för ”{title}”, men {minimum} behövs.",
        "{methods} reaches strength {reach} at most for “{title}”, but {minimum} is needed.",
        "Lägg till en metod ur mallen: {template}.",
        "Add a method from the template: {template}.",
    ),
    "gate.role_missing": Text(
        "”{title}” saknar ansvarig roll.",
        "“{title}” has no role.",
        "Välj vem som följer upp.",
        "Choose who follows up.",
    ),
    "gate.not_followed": Text(
        "”{title}” ska inte följas upp: {reason}",
        "“{title}” will not be followed up: {reason}",
        "Ett krav som inte följs upp gynnar den som inte uppfyller det. Överväg att ta bort det.",
        "A requirement that is not followed up favours whoever does not meet it. Consider removing it.",
    ),
    "gate.criterion_changed": Text(
        "{ref} gäller inte längre ({status}). Ersätts av: {successors}.",
        "{ref} is no longer in force ({status}). Carried on by: {successors}.",
        "Ta det nya, behåll med skäl eller ta bort raden.",
        "Take the new one, keep it with a reason, or remove the line.",
    ),
    "gate.criterion_under_revision": Text(
        "{ref} omarbetas men gäller fortfarande.", "{ref} is under revision but still in force."
    ),
    "gate.wording_changed": Text(
        "”{title}” har egen lydelse och kallas därför inte bara {ref}.",
        "“{title}” has its own wording and is therefore not called {ref} alone.",
    ),
    "own.proposed": Text(
        "Bevis och metod är förslag, läs dem: ”{title}”{source}.",
        "Proof and method are proposals, read them: “{title}”{source}.",
        "Ändra beviset eller uppföljningen, eller behåll förslaget med ett skäl.",
        "Change the proof or the follow-up, or keep the proposal with a reason.",
    ),
    "gate.cpv_doubtful": Text(
        "CPV-koden {code} har en kontrollsiffra som brukar vara en annan: {usual}.",
        "The CPV code {code} has a check digit that is usually another one: {usual}.",
        "Jämför med den officiella listan och rätta koden under Ändra uppgifter.",
        "Compare with the official list and correct the code in the set's details.",
    ),
    "gate.answered": Text(
        "{finding} är besvarad för ”{title}”: {reason}", "{finding} is answered for “{title}”: {reason}"
    ),
    "gate.hours_yellow": Text(
        "Uppföljningen tar {first_year} timmar första året och {later_year} sedan. Ni har {available}.",
        "Follow-up takes {first_year} hours in the first year and {later_year} later. You have {available}.",
        "Det räcker från andra året. Ta bort ett krav, eller godta det.",
        "It is enough from the second year. Remove a requirement, or accept it.",
    ),
    "gate.hours_red": Text(
        "Uppföljningen tar {first_year} timmar första året och {later_year} sedan. Ni har {available}.",
        "Follow-up takes {first_year} hours in the first year and {later_year} later. You have {available}.",
        "Ta bort krav eller visa dem med märkning. Varje rad säger vad den kostar.",
        "Remove requirements or show them by label. Every line says what it costs.",
    ),
}
