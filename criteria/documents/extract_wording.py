# SPDX-License-Identifier: EUPL-1.2
"""The words of extracts about a wording, added to those of documents.

They are written for somebody who has never seen the product: a clerk at a court. Source: DOMAIN, scenario 6.
"""

from __future__ import annotations

from criteria.documents.version_wording import TEXTS as VERSION_TEXTS
from criteria.documents.wording import Wording, wording
from criteria.library.model import Words

#: The name of the JSON inside the PDF, which the statement points at.
FILE_NAME = "utdrag.json"
#: What makes the digest of an object in the JSON; printed, and run by a test as it is printed.
_COMMAND = (
    "python3 -c \"import hashlib, json, rfc8785; d = json.load(open('{file}'))['content']; "
    'print(hashlib.sha256(rfc8785.dumps(d{path})).hexdigest())"'
)

# key: (Swedish, English)
_TEXTS: dict[str, tuple[str, str]] = {
    "extract.kicker": ("Utdrag om lydelse", "Extract about a wording"),
    "extract.foot": ("Utdrag {digest}", "Extract {digest}"),
    "extract.subject": ("Lydelsen av {ref} {day}", "The wording of {ref} on {day}"),
    "extract.lead": (
        "Utdraget visar den lydelse som gällde {day} och vad som är antecknat om den. Sista sidan säger "
        "när och av vem utdraget gjordes; allt före den blir likadant i varje utdrag på samma fråga, så "
        "länge inget nytt antecknas.",
        "This extract shows the wording in force on {day} and what is recorded about it. The last page says "
        "when and by whom the extract was made; everything before it is the same in every extract on the "
        "same question, as long as nothing new is recorded.",
    ),
    "extract.known": (
        "Utdraget visar det som var antecknat {moment}.",
        "The extract shows what had been recorded by {moment}.",
    ),
    "extract.criterion": ("Kriterium", "Criterion"),
    "extract.version": ("Version", "Version"),
    "extract.as_of": ("Dagen det gäller", "The day in question"),
    "extract.status": ("Läge den dagen", "State on that day"),
    "extract.in_force": ("Gällde", "In force"),
    "extract.from": ("från och med {since}", "from {since}"),
    "extract.from_to": (
        "från och med {since}, inte längre från {until}",
        "from {since}, no longer from {until}",
    ),
    "extract.groups": ("Produktgrupp då", "Product group then"),
    "extract.published_by": ("Publicerad av", "Published by"),
    "extract.reviewed_by": ("Granskad av", "Reviewed by"),
    "extract.not_reviewed": ("ej granskad av annan", "not reviewed by another person"),
    "extract.unrecorded": ("inte antecknat", "not recorded"),
    "extract.text": ("Lydelsen", "The wording"),
    "extract.text.en": ("Lydelsen på engelska", "The wording in English"),
    "extract.fields": ("Hela versionen, fält för fält", "The whole version, field by field"),
    "extract.after": ("Vad som sedan hände", "What happened later"),
    "extract.after.caption": ("Vad som för kravet vidare", "What carries the requirement on"),
    "extract.after.none": (
        "Inget är antecknat om att versionen har upphört att gälla.",
        "Nothing is recorded about the version leaving force.",
    ),
    "extract.successor": ("Ersätts av", "Replaced by"),
    "extract.part": ("Del som förs vidare", "Part carried on"),
    "extract.change": ("Ändring", "Change"),
    "extract.on": ("Från", "From"),
    "extract.gap": ("Luckbesked", "Gap notice"),
    "extract.gap.meanwhile": ("Så länge: ", "Meanwhile: "),
    "extract.gap.planned": ("Planerat: ", "Planned: "),
    "extract.law": ("Lagen har tagit över", "The law has taken over"),
    "extract.events": ("Vad händelseloggen säger", "What the event log says"),
    "extract.events.caption": ("Antecknade händelser, äldst först", "Recorded events, oldest first"),
    "extract.event.sequence": ("Post", "Entry"),
    "extract.event.at": ("Antecknad", "Recorded"),
    "extract.event.kind": ("Händelse", "Event"),
    "extract.event.on": ("Gäller från", "Effective"),
    "extract.event.by": ("Vem", "Who"),
    "extract.event.reason": ("Skäl", "Reason"),
    "extract.set": ("Kravuppsättning", "Requirement set"),
    "extract.organisation": ("Arkivbildare", "Archive creator"),
    "extract.requirement": ("Krav", "Requirement"),
    "extract.revision": ("Revision som gällde", "Revision in force"),
    "extract.revision.value": ("revision {revision}, {interval}", "revision {revision}, {interval}"),
    "extract.published": ("Annonserad", "Advertised"),
    "extract.deadline": ("Sista anbudsdag", "Deadline for tenders"),
    "extract.pinned": ("Bygger på", "Rests on"),
    "extract.own": ("eget krav, inte ur biblioteket", "own requirement, not from the library"),
    "extract.wordings": ("Lydelserna i tur och ordning", "The wordings in order"),
    "extract.wordings.lead": (
        "Understruket är nytt, överstruket är borttaget, jämfört med lydelsen närmast före.",
        "Underlined is new, struck out is gone, compared with the wording just before.",
    ),
    "extract.wording.library": (
        "Bibliotekets lydelse, {ref}, med uppsättningens värden",
        "Wording of the library, {ref}, with the values of the set",
    ),
    "extract.wording.revision": (
        "Revision {revision}, {interval}",
        "Revision {revision}, {interval}",
    ),
    "extract.wording.same": ("Lika med lydelsen före.", "The same as the wording before."),
    "extract.wording.reason": ("Skäl till ändringen: ", "Reason for the change: "),
    "extract.wording.informed": (
        "Kompletterande upplysning lämnad till alla {day}: ",
        "Supplementary information given to all on {day}: ",
    ),
    "extract.seals": ("Sigill för varje revision", "The seal of each revision"),
    "extract.seals.caption": (
        "Varje revision med sitt sigill och händelseloggens kontrollvärde vid låsningen",
        "Each revision with its seal and the control value of the event log when it was locked",
    ),
    "extract.seals.log": ("Händelseloggen", "Event log"),
    "extract.seals.entry": ("post {sequence}, {hash}", "entry {sequence}, {hash}"),
    "extract.library": ("Kriterieversionen i biblioteket", "The criterion version in the library"),
    "extract.check.title": ("Så kontrolleras lydelsen", "How the wording is checked"),
    "extract.check.fingerprint": ("Kontrollsumma (SHA-256)", "Fingerprint (SHA-256)"),
    "extract.check.frozen": (
        "Texten frystes när den publicerades. Kontrollsumman räknades då och ändras om ett enda tecken "
        "ändras.",
        "The text was frozen when it was published. The fingerprint was made then, and changes if a single "
        "character does.",
    ),
    "extract.check.locked": (
        "Kravuppsättningen låstes med sigillet ovan. Sigillet ändras om ett enda tecken ändras.",
        "The requirement set was locked with the seal above. The seal changes if a single character does.",
    ),
    "extract.check.criterion": (
        "Så räknas kontrollsumman om: objektet content.version i filen {file} skrivs som kanonisk JSON "
        "(RFC 8785) i UTF-8, och SHA-256 räknas över de byten. Resultatet ska vara {digest}. Med Python och "
        "paketet rfc8785: {command}",
        "How the fingerprint is made again: the object content.version in the file {file} is written as "
        "canonical JSON (RFC 8785) in UTF-8, and SHA-256 is taken over those bytes. The result must be "
        "{digest}. With Python and the package rfc8785: {command}",
    ),
    "extract.check.line": (
        "Så räknas sigillet om: objektet content.revisions[{index}].sealed_set i filen {file} skrivs som "
        "kanonisk JSON (RFC 8785) i UTF-8, och SHA-256 räknas över de byten. Resultatet ska vara {digest}. "
        "Med Python och paketet rfc8785: {command}",
        "How the seal is made again: the object content.revisions[{index}].sealed_set in the file {file} is "
        "written as canonical JSON (RFC 8785) in UTF-8, and SHA-256 is taken over those bytes. The result "
        "must be {digest}. With Python and the package rfc8785: {command}",
    ),
    "extract.check.content": (
        "Utdragets innehåll (objektet content) har SHA-256 {digest}. Filen {file} ligger i PDF-läsarens "
        "lista över bifogade filer.",
        "The content of the extract (the object content) has SHA-256 {digest}. The file {file} is in the PDF "
        "reader’s list of attachments.",
    ),
    "extract.attachment": ("Utdraget i maskinläsbar form", "The extract in machine-readable form"),
    "extract.date_page": ("Datumsida", "Date page"),
    "extract.date_page.lead": (
        "Den här sidan hör till just detta utdrag. Inget i lydelsen hänger på den.",
        "This page belongs to this very extract. Nothing in the wording hangs on it.",
    ),
    "extract.made": ("Utdraget gjort", "Extract made"),
    "extract.made_by": ("Av", "By"),
    "extract.made_for": ("Hos", "At"),
    "extract.archive": ("Arkiv", "Archive"),
    "extract.archive.series": ("Arkivserie", "Archive series"),
    "extract.archive.no_series": ("Inte angiven", "Not given"),
    "extract.archive.kept": (
        "En lydelse gallras inte så länge ett bevarat kontrakt hänvisar till den.",
        "A wording is not disposed of as long as a kept contract refers to it.",
    ),
    "extract.people": ("Personer i händelseloggen", "People in the event log"),
    "extract.people.caption": (
        "Namn så långt de visas i dag; för ett konto som är avslutat står roll och enhet",
        "Names as far as they are shown today; for an account that is closed, role and unit",
    ),
    "extract.person": ("Beteckning", "Mark"),
    "extract.person.mark": ("Person {number}", "Person {number}"),
    "extract.person.name": ("Namn", "Name"),
    "extract.person.role": ("Roll och enhet", "Role and unit"),
    "extract.person.organisation": ("Organisation", "Organisation"),
    "extract.person.closed": ("kontot är avslutat", "the account is closed"),
    "extract.person.elsewhere": ("namnet lämnas av organisationen", "the organisation gives the name"),
    "extract.person.system": ("installationen själv", "the installation itself"),
    "extract.person.unknown": ("okänd", "unknown"),
    "extract.log.title": ("Kontrollvärde för händelseloggen", "Control value of the event log"),
    "extract.log": (
        "När utdraget gjordes: post {sequence}, {hash}",
        "When the extract was made: entry {sequence}, {hash}",
    ),
    "extract.log.why": (
        "Värdet bygger på allt som dittills antecknats. Hade någon ändrat en tidigare post skulle värdet ha "
        "blivit ett annat. Den som förvaltar installationen prövar det med: kravkedjan log verify --head "
        "{sequence}:{digest}",
        "The value rests on everything recorded until then. Had anybody changed an earlier entry, the value "
        "would be another. Whoever keeps the installation checks it with: kravkedjan log verify --head "
        "{sequence}:{digest}",
    ),
    "extract.signature": ("Handläggarens underskrift", "Signature of the case handler"),
    "extract.signature.name": ("Namn och titel", "Name and title"),
    "extract.signature.sign": ("Datum och underskrift", "Date and signature"),
    "diff.class": ("Ändringsklass", "Change class"),
    "diff.proposed": ("uträknad ur texterna, inte antecknad", "worked out from the texts, not recorded"),
    "diff.open": ("inte antecknad", "not recorded"),
    "status.draft": ("utkast", "draft"),
    "status.review": ("granskning", "in review"),
    "status.rejected": ("avvisad", "rejected"),
    "status.coming": ("inte gällande än", "not yet in force"),
    "status.published": ("gällande", "in force"),
    "status.under_revision": ("gällande, under omarbetning", "in force, under revision"),
    "status.superseded": ("ersatt av ny version", "replaced by a new version"),
    "status.withdrawn_replaced": ("indragen, ersatt", "withdrawn, replaced"),
    "status.withdrawn_gap": ("indragen, lucka", "withdrawn, gap"),
    "status.withdrawn_law": ("indragen, lagen räcker", "withdrawn, the law suffices"),
    "change.editorial": ("oförändrad innebörd", "meaning unchanged"),
    "change.clarified": ("förtydligad", "clarified"),
    "change.stricter": ("strängare", "stricter"),
    "change.weaker": ("svagare", "weaker"),
    "change.type_changed": ("ny kravtyp", "other type"),
    "change.level_changed": ("ny nivå", "other level"),
    "change.scope_changed": ("ny omfattning", "other scope"),
    "change.split_part": ("delad", "split"),
    "change.merged": ("sammanslagen", "merged"),
    "role.library_editor": ("kriterieförvaltare", "library editor"),
    "role.reader": ("läsare", "reader"),
    "role.administrator": ("administratör", "administrator"),
    "event.drafted": ("utkast inlagt", "draft stored"),
    "event.published": ("publicerad", "published"),
    "event.start_revision": ("omarbetning börjad", "revision begun"),
    "event.stop_revision": ("omarbetning avbruten", "revision stopped"),
    "event.supersede": ("ersatt av ny version", "replaced by a new version"),
    "event.withdraw_replaced": ("indragen och ersatt", "withdrawn and replaced"),
    "event.withdraw_gap": ("indragen, lucka", "withdrawn, gap"),
    "event.withdraw_law": ("indragen, lagen räcker", "withdrawn, the law suffices"),
    "event.fill_gap": ("luckan fylld", "gap filled"),
    "event.renew_notice": ("luckbeskedet ändrat", "gap notice renewed"),
    "event.move": ("flyttad till annan grupp", "moved to another group"),
    "event.reviewed": ("granskad", "reviewed"),
    "event.created": ("uppsättning skapad", "set created"),
    "event.locked": ("låst", "locked"),
    "event.unlocked": ("upplåst", "unlocked"),
    "event.amended": ("ändrad efter annonsering", "amended after publication"),
    "event.exported": ("bilaga utlämnad", "annex handed out"),
    "event.contracted": ("avtalad", "contracted"),
    "event.cancelled": ("avbruten", "cancelled"),
}


def extract_wording(language: str) -> Wording:
    """The words of a language for extracts."""
    return wording(language, {**VERSION_TEXTS, **_TEXTS})


def how_to_check(key: str, digest: str, path: str, **values: object) -> Words:
    """The statement, in both languages, how a digest is made again from an object of the JSON.

    ``path`` is where the object lies below ``content``, as Python writes it.
    """
    filled = {"file": FILE_NAME, "digest": digest, "command": _COMMAND.format(file=FILE_NAME, path=path)}
    swedish, english = _TEXTS[key]
    return Words(swedish.format(**filled, **values), english.format(**filled, **values))
