# SPDX-License-Identifier: EUPL-1.2
"""Valid entries for the search tests; a test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.library.model import (
    Applicability,
    CpvEntry,
    CriterionVersion,
    DeclarationTemplate,
    FollowUpTemplate,
    GroupRisk,
    Label,
    LabelAssessment,
    LabelCover,
    Package,
    ProductGroup,
    Proof,
    ProofAlternative,
    ProofItem,
    Question,
    Review,
    Source,
    Synonyms,
    UpstreamReference,
    Words,
)
from criteria.library.vocabulary import (
    Aspect,
    FollowUpRole,
    FollowUpTime,
    LabelCoverage,
    LabelUse,
    LegalReview,
    Level,
    Method,
    ProofBy,
    ProofKind,
    ProofTime,
    RequirementType,
    ShippedState,
    SourceMark,
)
from criteria.search.model import AnyEntry, Entry, GroupEntry, LabelEntry, PackageEntry, SearchQuery

KEY = b"a key that only tests know of"
START = date(2026, 1, 1)
TODAY = date(2026, 11, 21)
_SOURCE = Source("Upphandlingsmyndighetens exempel", None, START, SourceMark.KNOWN)


def make_version(ref: str = "FURN-01:1@base", **changes: object) -> CriterionVersion:
    """A published criterion version with the given reference; ``title`` and ``text`` may be plain Swedish."""
    key, _, level = ref.partition("@")
    criterion_id, _, number = key.partition(":")
    for name in ("title", "text"):
        if isinstance(changes.get(name), str):
            changes[name] = Words(str(changes[name]))
    version = CriterionVersion(
        id=criterion_id,
        version=int(number),
        level=Level(level),
        type=RequirementType.TECHNICAL_SPECIFICATION,
        state=ShippedState.PUBLISHED,
        valid_from=START,
        draft_because=(),
        groups=("furniture",),
        aspects=(Aspect.DURABILITY,),
        title=Words("Provad hållfasthet"),
        text=Words("Varan ska klara provning enligt likvärdig metod."),
        parameters=(),
        purpose="Varor som håller länge sparar pengar.",
        applicability=Applicability(
            ("Varan används varje dag.",), ("Engångsköp.",), (Question("Ofta?", "Ja", "Nej"),)
        ),
        proof=Proof(
            (ProofAlternative((ProofItem(ProofKind.TEST_REPORT, 3, Words("Provningsrapport.")),)),),
            ProofTime.BEFORE_AWARD,
            ProofBy.WINNER,
        ),
        labels=(),
        law_floor=None,
        replaces=(),
        supplier_effort="Litet.",
        objections=(),
        sources=(_SOURCE,),
        upstream=(),
        follow_up=FollowUpTemplate(
            methods=(Method.TEST, Method.DOC),
            when=(FollowUpTime.CONTRACT_START,),
            role=FollowUpRole.CONTRACT_OWNER,
            min_strength=3,
            ask_for=("Rapporten för varje artikel.",),
            look_at=("Är laboratoriet ackrediterat?",),
            remark=(),
            deviation=("Rapport saknas.",),
            then=("Påtala skriftligt.",),
        ),
        declaration=DeclarationTemplate((Words("Vi har rapporten."),)),
        review=Review(LegalReview.NOT_REVIEWED, "Redaktionen", START),
    )
    return replace(version, **changes)  # type: ignore[arg-type]


def make_entry(ref: str = "FURN-01:1@base", **changes: object) -> Entry:
    """A public entry in force since 2026-01-01; entry fields and version fields may both be given."""
    own = {name: changes.pop(name) for name in list(changes) if name in Entry.__slots__}
    return replace(Entry(make_version(ref, **changes), START), **own)  # type: ignore[arg-type]


def make_group(group_id: str = "furniture", title: str = "Möbler", **changes: object) -> GroupEntry:
    """A product group without synonyms or codes."""
    group = ProductGroup(
        id=group_id,
        title=Words(title),
        summary="Det som köps i gruppen.",
        cpv=(),
        risk=GroupRisk(2, "Invägt."),
        law_floors=(),
        synonyms=Synonyms((), "product decision"),
        related=(),
        questions=(),
        sources=(),
    )
    return GroupEntry(replace(group, **changes))  # type: ignore[arg-type]


def make_label(label_id: str, name: str) -> LabelEntry:
    """A label scheme."""
    review = Review(LegalReview.NOT_REVIEWED, "Redaktionen", START)
    assessment = LabelAssessment("Prövad.", (), LabelUse.CRITERIA, (), review)
    return LabelEntry(Label(label_id, name, "Ägaren", "type_1", "Varor", None, 4, assessment, ()))


def ask(text: str = "", **changes: object) -> SearchQuery:
    """A query as of 2026-11-21."""
    return replace(SearchQuery(text, TODAY), **changes)  # type: ignore[arg-type]


def small_library() -> tuple[AnyEntry, ...]:
    """Four groups, their labels and some criteria, small enough to know by heart."""
    svanen = LabelCover("svanen", LabelCoverage.FULL)
    fsc = LabelCover("fsc", LabelCoverage.PART)
    return (
        make_group(
            cpv=(CpvEntry("39100000-3", "Möbler"), CpvEntry("39130000-2", "Kontorsmöbler")),
            synonyms=Synonyms(("skrivbord", "kontorsstolar", "höj- och sänkbara bord"), "product decision"),
            related=("it",),
        ),
        make_group(
            "it",
            "IT-utrustning",
            cpv=(CpvEntry("30213100-6", "Bärbara datorer"),),
            synonyms=Synonyms(("datorer", "skärmar"), "product decision"),
        ),
        make_group(
            "cleaning_chemicals",
            "Städkemikalier",
            cpv=(CpvEntry("39831000-6", "Rengöringsmedel"),),
            synonyms=Synonyms(("tvättmedel", "diskmedel", "handsprit"), "product decision"),
        ),
        make_group("food", "Livsmedel", synonyms=Synonyms(("mat", "kaffe", "mjölk"), "product decision")),
        make_label("svanen", "Svanen"),
        make_label("fsc", "FSC"),
        make_label("mobelfakta", "Möbelfakta"),
        make_label("krav", "KRAV"),
        PackageEntry(
            Package(
                "giftfri_forskola",
                1,
                Words("Giftfri förskola"),
                "Varor utan farliga ämnen.",
                ("FURN-02:1@base",),
            ),
            ("furniture",),
        ),
        make_entry(
            "FURN-01:1@base",
            labels=(LabelCover("mobelfakta", LabelCoverage.FULL),),
            text="Möbeln ska klara provning enligt EN 16139 eller likvärdig.",
        ),
        make_entry("FURN-01:1@advanced", title="Provad hållfasthet för hård användning"),
        make_entry(
            "FURN-02:1@base",
            title="Låga halter av formaldehyd",
            text="Spånskivor ska avge högst 0,05 mg formaldehyd per kubikmeter luft.",
            aspects=(Aspect.EMISSIONS_INDOOR, Aspect.CHEMICALS),
            labels=(svanen, LabelCover("mobelfakta", LabelCoverage.PART)),
        ),
        make_entry(
            "FURN-03:1@base",
            title="Trä från lagligt skogsbruk",
            labels=(fsc,),
            aspects=(Aspect.BIODIVERSITY,),
        ),
        make_entry(
            "IT-01:1@base",
            title="Utbytbart batteri",
            text="Batteriet ska klara minst 800 cykler och gå att byta.",
            groups=("it",),
            type=RequirementType.AWARD_CRITERION,
        ),
        make_entry(
            "CLC-01:1@base",
            title="Tvättmedel utan parfym",
            text="Medlet ska vara fritt från parfym.",
            groups=("cleaning_chemicals",),
            aspects=(Aspect.CHEMICALS,),
            labels=(svanen,),
        ),
        make_entry(
            "FOOD-01:1@base",
            title="Ekologisk mjölk",
            groups=("food",),
            aspects=(Aspect.ORGANIC,),
            labels=(LabelCover("krav", LabelCoverage.FULL),),
            upstream=(UpstreamReference("11386:1", "UHM", "11567:1"),),
        ),
        make_entry(
            "X-02:1@base",
            title="ILO:s kärnkonventioner",
            groups=("cross", "food", "it", "furniture"),
            aspects=(Aspect.SOCIAL,),
            type=RequirementType.PERFORMANCE_CONDITION,
        ),
    )
