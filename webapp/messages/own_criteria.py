# SPDX-License-Identifier: EUPL-1.2
"""Texts about own criteria, proposals, questions, rounds of views and missing criteria."""

from __future__ import annotations

from webapp.messages.model import Text

TEXTS: dict[str, Text] = {
    "share.shared_library": Text(
        "{ref} hör till det gemensamma biblioteket och är redan allas.",
        "{ref} belongs to the shared library and is everybody’s already.",
        "Välj ett av era egna kriterier. Deras id börjar med er förkortning.",
        "Choose one of your own criteria. Their ids begin with your abbreviation.",
    ),
    "share.not_in_force": Text(
        "{ref} gäller inte i dag.",
        "{ref} is not in force today.",
        "Publicera det först, eller välj den version som gäller.",
        "Publish it first, or choose the version in force.",
    ),
    "share.own_organisation": Text(
        "{ref} är redan er egen.",
        "{ref} is your own already.",
        "Välj en annan organisation, eller alla.",
        "Choose another organisation, or every one.",
    ),
    "share.not_reviewed": Text(
        "{ref} är ej granskad av annan och kan inte delas.",
        "Nobody but its author has reviewed {ref}, so it cannot be shared.",
        "Be en kriterieförvaltare i en annan organisation att granska den.",
        "Ask an editor of another organisation to review it.",
    ),
    "share.exists": Text(
        "{ref} är redan delad med dem.",
        "{ref} is shared with them already.",
        "Inget mer behöver göras.",
        "Nothing more needs to be done.",
    ),
    "share.unknown": Text(
        "{ref} är inte delad med dem.",
        "{ref} is not shared with them.",
        "Se under Egna kriterier vilka den är delad med.",
        "See under Own criteria whom it is shared with.",
    ),
    "share.own_review": Text(
        "{ref} måste granskas av någon annan än den som skrev den, i en annan organisation.",
        "{ref} must be reviewed by somebody else than its author, in another organisation.",
        "Be en annan organisation om granskning.",
        "Ask another organisation for a review.",
    ),
    "share.given": Text(
        "{owner} delar kriteriet {ref} med er.",
        "{owner} shares the criterion {ref} with you.",
        "Det finns i sökningen och under Egna kriterier.",
        "It is found by searching and under Own criteria.",
    ),
    "share.review_asked": Text(
        "{owner} ber er granska kriteriet {ref}.",
        "{owner} asks you to review the criterion {ref}.",
        "Läs det och skriv vad ni kommit fram till under Egna kriterier.",
        "Read it and write what you found under Own criteria.",
    ),
    "share.reviewed": Text(
        "{ref} är granskad av en annan organisation och kan delas.",
        "{ref} has been reviewed by another organisation and can be shared.",
        "Dela det under Egna kriterier.",
        "Share it under Own criteria.",
    ),
    "borrow.own": Text(
        "{ref} är redan er egen.",
        "{ref} is your own already.",
        "Börja en omarbetning av den i stället.",
        "Start a revision of it instead.",
    ),
    "borrow.not_published": Text(
        "{ref} är ett utkast och kan inte lånas.",
        "{ref} is a draft and cannot be borrowed.",
        "Vänta tills det är publicerat.",
        "Wait until it is published.",
    ),
    "borrow.needs_prefix": Text(
        "Id {given} saknar er förkortning.",
        "The id {given} lacks your abbreviation.",
        "Skriv förkortningen, snedstreck och ett id, till exempel EKBY/LJUS-01.",
        "Write the abbreviation, a slash and an id, for instance EKBY/LJUS-01.",
    ),
    "proposal.unknown": Text(
        "Förslaget {given} finns inte.",
        "There is no proposal {given}.",
        "Se listan över förslag.",
        "See the list of proposals.",
    ),
    "proposal.exists": Text(
        "{ref} är redan föreslagen.",
        "{ref} is proposed already.",
        "Vänta på svar från dem som förvaltar biblioteket.",
        "Wait for an answer from those who keep the library.",
    ),
    "proposal.decided": Text(
        "Förslaget är redan avgjort.",
        "The proposal has been decided already.",
        "Läs beslutet i listan över förslag.",
        "Read the decision in the list of proposals.",
    ),
    "proposal.shared_id": Text(
        "”{given}” kan inte vara id i det gemensamma biblioteket.",
        "“{given}” cannot be an id of the shared library.",
        "Skriv versaler, bindestreck och två siffror, till exempel LJUS-01.",
        "Write capitals, a hyphen and two digits, for instance LJUS-01.",
    ),
    "proposal.made": Text(
        "{organisation} föreslår kriteriet {ref} för alla.",
        "{organisation} proposes the criterion {ref} to all.",
        "Läs det och svara under Förslag.",
        "Read it and answer under Proposals.",
    ),
    "proposal.accepted": Text(
        "Ert förslag {ref} är antaget som utkastet {accepted}.",
        "Your proposal {ref} has been accepted as the draft {accepted}.",
        "Det granskas innan det publiceras.",
        "It is reviewed before it is published.",
    ),
    "proposal.declined": Text(
        "Ert förslag {ref} är avslaget: {reason}",
        "Your proposal {ref} has been declined: {reason}",
        "Kriteriet är kvar som ert eget.",
        "The criterion remains your own.",
    ),
    "question.unknown": Text(
        "Frågan {given} finns inte.",
        "There is no question {given}.",
        "Se listan över frågor.",
        "See the list of questions.",
    ),
    "question.answered": Text(
        "Frågan är redan besvarad.",
        "The question has been answered already.",
        "Ett svar ändras inte. Skriv en ny fråga om det behövs.",
        "An answer does not change. Write a new question if need be.",
    ),
    "question.not_answered": Text(
        "Frågan är inte besvarad och kan inte visas.",
        "The question is not answered and cannot be shown.",
        "Svara först.",
        "Answer first.",
    ),
    "question.asked": Text(
        "Någon har ställt en fråga om {ref}.",
        "Somebody has asked a question about {ref}.",
        "Svara under Frågor om kriterier.",
        "Answer under Questions about criteria.",
    ),
    "question.answered_notice": Text(
        "Din fråga om {ref} är besvarad.",
        "Your question about {ref} has been answered.",
        "Svaret står på kriteriets sida.",
        "The answer is on the criterion’s page.",
    ),
    "round.unknown": Text(
        "Synpunktsrundan {given} finns inte.",
        "There is no round of views {given}.",
        "Se listan över synpunktsrundor.",
        "See the list of rounds of views.",
    ),
    "round.invitation_unknown": Text(
        "Länken finns inte i rundan, eller är redan återkallad.",
        "The link is not in the round, or has been taken back already.",
        "Ladda om sidan och se vilka som är inbjudna.",
        "Reload the page and see who is invited.",
    ),
    "round.link_dead": Text(
        "Länken går inte att använda. Den är återkallad, för gammal eller fel avskriven.",
        "The link cannot be used. It has been taken back, is too old or was copied wrongly.",
        "Be den som skickade länken om en ny.",
        "Ask whoever sent the link for a new one.",
    ),
    "round.not_a_draft": Text(
        "{ref} är inget öppet utkast.",
        "{ref} is no open draft.",
        "Börja en omarbetning och skicka ut det nya utkastet.",
        "Start a revision and send out the new draft.",
    ),
    "round.closes_on": Text(
        "Sista svarsdag ska ligga mellan i dag och {limit} dagar framåt.",
        "The last day to answer lies between today and {limit} days ahead.",
        "Välj en annan dag.",
        "Choose another day.",
    ),
    "round.closed": Text(
        "Synpunktsrundan är stängd.",
        "The round of views is closed.",
        "Svaren finns kvar att läsa.",
        "The answers remain to be read.",
    ),
    "round.many_referents": Text(
        "En runda kan ha högst {limit} referenter.",
        "A round has {limit} referents at most.",
        "Öppna en runda till.",
        "Open another round.",
    ),
    "round.many_answers": Text(
        "Med en länk går det att svara högst {limit} gånger.",
        "A link can be answered with {limit} times at most.",
        "Be om en ny länk.",
        "Ask for a new link.",
    ),
    "round.why": Text(
        "Skriv vad ni vill ändra, eller varför ni är emot.",
        "Write what you want changed, or why you are against.",
        "En mening räcker.",
        "A sentence is enough.",
    ),
    "round.answered": Text(
        "En referent har lämnat synpunkter på {ref}.",
        "A referent has given views on {ref}.",
        "Läs dem i synpunktsrundan.",
        "Read them in the round of views.",
    ),
    "gap.unknown": Text(
        "Det saknade kriteriet {given} finns inte i registret.",
        "There is no missing criterion {given} in the register.",
        "Se registret över saknade kriterier.",
        "See the register of missing criteria.",
    ),
    "gap.many_codes": Text(
        "Högst {limit} CPV-koder.",
        "{limit} CPV codes at most.",
        "Välj de koder som bäst säger vad ni ska köpa.",
        "Choose the codes that best say what you are buying.",
    ),
    "gap.step": Text(
        "Det saknade kriteriet kan inte gå från {found} till {wanted}.",
        "The missing criterion cannot go from {found} to {wanted}.",
        "Öppna det igen först.",
        "Open it again first.",
    ),
    "gap.reason_missing": Text(
        "Beslutet behöver ett skäl.",
        "The decision needs a reason.",
        "Skriv varför. Alla som behöver kriteriet får läsa det.",
        "Write why. Everybody who needs the criterion gets to read it.",
    ),
    "gap.filled_by_missing": Text(
        "Ange vilket kriterium som fyller luckan, och bara då den är fylld.",
        "Name the criterion that fills the gap, and only when it is filled.",
        "Skriv hela referensen, till exempel LJUS-01:1@base.",
        "Write the full reference, for instance LJUS-01:1@base.",
    ),
    "gap.not_in_force": Text(
        "{ref} gäller inte i dag och fyller ingen lucka.",
        "{ref} is not in force today and fills no gap.",
        "Välj ett kriterium som gäller.",
        "Choose a criterion in force.",
    ),
    "gap.stale": Text(
        "Någon annan har ändrat sedan ni läste (ni läste {given}, nu gäller {now}).",
        "Somebody else has changed it since you read it (you read {given}, it is now {now}).",
        "Ladda om sidan och besluta igen. Inget har sparats.",
        "Reload the page and decide again. Nothing was stored.",
    ),
    "gap.added": Text(
        "Någon saknar ett kriterium: {title}",
        "Somebody misses a criterion: {title}",
        "Se registret över saknade kriterier.",
        "See the register of missing criteria.",
    ),
    "gap_told.open": Text(
        "Det saknade kriteriet ”{title}” är öppet igen: {reason}",
        "The missing criterion “{title}” is open again: {reason}",
    ),
    "gap_told.in_work": Text(
        "Det saknade kriteriet ”{title}” har tagits upp till arbete.",
        "The missing criterion “{title}” is being worked on.",
    ),
    "gap_told.filled": Text(
        "Det saknade kriteriet ”{title}” finns nu: {ref}",
        "The missing criterion “{title}” is there now: {ref}",
    ),
    "gap_told.declined": Text(
        "Det saknade kriteriet ”{title}” blir inte av: {reason}",
        "The missing criterion “{title}” will not be made: {reason}",
    ),
}
