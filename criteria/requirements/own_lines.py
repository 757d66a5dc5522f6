# SPDX-License-Identifier: EUPL-1.2
"""Own requirements ("eget krav"): type, proof and follow-up proposed from the nearest criterion.

Nearness is counted in shared word stems, rare ones weighing more, so that no index is needed and the same
text always gives the same proposal. Only criteria for what is bought are compared, and several words must be
shared: a proof borrowed from another kind of goods is worse than a general one (product decision). What is
proposed goes through the same gate as everything else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.library.model import (
    CriterionVersion,
    DeclarationTemplate,
    FollowUpTemplate,
    Proof,
    ProofAlternative,
    ProofItem,
    Words,
)
from criteria.library.vocabulary import (
    FollowUpRole,
    FollowUpTime,
    Method,
    ProofBy,
    ProofKind,
    ProofTime,
    RequirementType,
)
from criteria.requirements.lines import clean_text, own_title
from criteria.requirements.model import Requirement

#: Below this share of the text's weight a criterion is not near; found by trying texts on the library.
NEAR = 0.42
#: One word in common says nothing ("monterade" stands in criteria on desks and on alcohol interlocks).
SHARED_WORDS = 2
#: The group of criteria that are meant for whatever is bought.
CROSS = "cross"
#: What the title names weighs this much more.
_TITLE_BONUS = 0.25
#: From these lengths on, a stem inside another is taken as part of a compound, or as the same word inflected
#: where it stands first; shorter ones are in too many words to tell.
_COMPOUND = 5
_BEGINNING = 4
#: Words the library does not know say little about which criterion is near.
_UNKNOWN = 0.6
_WORD = re.compile(r"[0-9a-zåäöéü]{3,}")
_BLANK = re.compile(r"\{[a-z0-9_]+\}")
_ENDINGS = (
    "heterna", "heter", "heten", "arnas", "ernas", "ornas", "andet", "arna", "erna", "orna", "ande", "ades",
    "aste", "ens", "ets", "are", "ast", "ade", "het", "ar", "er", "or", "en", "et", "an", "as", "es", "na",
    "ad", "at", "a", "e", "t", "s", "n",
)  # fmt: skip
_COMMON = frozenset((
    "alla", "andra", "ange", "anges", "antal", "användas", "används", "att", "avse", "avtalstiden",
    "bland", "bli", "blir", "dagar", "den", "denna", "dess", "dessa", "det", "efter", "ej", "eller",
    "enligt", "erbjuda", "erbjudna", "ett", "eventuella", "finnas", "finns", "fram", "från", "för",
    "ge", "gäller", "ha", "har", "hos", "här", "högst", "inga", "ingen", "innehålla", "innehåller",
    "inom", "inte", "kan", "klara", "klarar", "kommer", "kontraktet", "kontraktstiden", "krav",
    "kravet", "kunna", "leverantör", "leverantören", "leverantörens", "leverera", "levererade",
    "levereras", "man", "med", "men", "mer", "minst", "månader", "måste", "när", "någon", "något",
    "några", "och", "också", "om", "per", "procent", "produkt", "produkten", "produkterna", "redovisa",
    "samt", "samtliga", "sin", "sina", "sitt", "ska", "skall", "som", "till", "under", "upp",
    "uppfylla", "uppfyller", "ut", "utan", "vad", "var", "vara", "varan", "varje", "varor", "varorna",
    "vid", "visa", "visar", "än", "är", "över",
))  # fmt: skip
_AWARD = re.compile(r"\b(?:poäng|mervärde|prisavdrag|utvärderas|viktas|tilldelningskriterium)", re.IGNORECASE)
_SELECTION = re.compile(
    r"\b(?:anbudsgivaren|leverantören|företaget) ska (?:ha en omsättning|vara certifierad|vara registrerad|"
    r"ha erfarenhet|ha ett (?:miljö|kvalitets)ledningssystem)|\breferensuppdrag\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\bunder (?:hela )?(?:avtals|kontrakts|leverans)(?:tiden|perioden)\b|"
    r"\bunder (?:hela )?(?:avtalet|kontraktet)\b|\bleverantören ska\b|\bleverans(?:tid|dag|datum)\w*|"
    r"\blevereras? (?:senast|inom)\b|\binom [0-9]+ (?:arbets)?dag(?:ar)? (?:från|efter)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An own requirement as it came in; ``where`` names the row it was read from."""

    text: str
    where: str = ""
    title: str | None = None
    type: RequirementType | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An own requirement with what was proposed for it, from which criterion, and how near that is (0–1)."""

    requirement: Requirement
    proposed_from: str | None
    nearness: float


class NearestCriteria:
    """The criteria in force, ready to be compared with many texts."""

    def __init__(self, versions: Iterable[CriterionVersion]) -> None:
        """Count the stems of every criterion once."""
        self._versions = tuple(sorted(versions, key=lambda version: version.ref))
        self._bags = tuple(_bag(version) for version in self._versions)
        spread = Counter(stem for bag in self._bags for stem in bag)
        count = len(self._bags)
        self._weight = {stem: math.log(1 + count / found) for stem, found in spread.items()}
        self._titles = tuple(_stems(version.title.sv) for version in self._versions)
        self._unknown = _UNKNOWN * math.log(1 + count)

    def propose(self, own: OwnLine, groups: frozenset[str] = frozenset()) -> Proposal:
        """The requirement made of an own text, from criteria of ``groups`` (what is bought) or for all."""
        text = clean_text(own.text, own.where or "text")
        said = own.type or _hinted(text)
        nearest, nearness = self._nearest(text, groups | {CROSS}, said)
        kind = said or (nearest.type if nearest else RequirementType.TECHNICAL_SPECIFICATION)
        words = Words(text)
        requirement = Requirement(
            id="EGET",
            title=Words(own.title or own_title(text)),
            type=kind,
            level=None,
            text=words,
            parameters=(),
            groups=nearest.groups if nearest else (),
            aspects=nearest.aspects if nearest else (),
            proof=nearest.proof if nearest else _usual_proof(kind),
            labels=(),
            law_floor=None,
            upstream=(),
            follow_up=nearest.follow_up if nearest else _usual_follow_up(kind),
            declaration=DeclarationTemplate((words,)),
        )
        return Proposal(requirement, nearest.ref if nearest else None, nearness)

    def _nearest(
        self, text: str, groups: frozenset[str], kind: RequirementType | None
    ) -> tuple[CriterionVersion | None, float]:
        own = {stem: self._kin(stem) for stem in sorted(_stems(text))}
        whole = sum(self._weight.get(stem, self._unknown) for stem in own)
        best: tuple[float, float, CriterionVersion] | None = None
        for version, bag, title in zip(self._versions, self._bags, self._titles, strict=True):
            if not groups & set(version.groups) or not _same_time(version.type, kind):
                continue
            credits = [self._credit(stem, kin, bag) for stem, kin in own.items()]
            if sum(credit > 0 for credit in credits) < SHARED_WORDS:
                continue
            covered = sum(credits)
            # Among criteria that hold as much of the text, the one that says least else is nearest.
            said = sum(self._weight[stem] for stem in bag)
            covered += _TITLE_BONUS * sum(self._credit(stem, kin, title) for stem, kin in own.items())
            score = covered / whole
            if best is None or (score, -said) > best[:2]:
                best = (score, -said, version)
        if best is None:
            return None, 0.0
        return (best[2] if best[0] >= NEAR else None), min(best[0], 1.0)

    def _kin(self, stem: str) -> frozenset[str]:
        """Stems of the library that hold this one, or that it holds, as compounds do."""
        return frozenset(other for other in self._weight if other != stem and _are_kin(stem, other))

    def _credit(self, stem: str, kin: frozenset[str], bag: frozenset[str]) -> float:
        if stem in bag:
            return self._weight[stem]
        shared = kin & bag
        return 0.6 * max(self._weight[other] for other in shared) if shared else 0.0


def _same_time(type_: RequirementType, kind: RequirementType | None) -> bool:
    # What is shown in the tender and what is shown under the contract are asked for at different times.
    condition = RequirementType.PERFORMANCE_CONDITION
    return kind is None or (type_ is condition) == (kind is condition)


def _are_kin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) >= _COMPOUND:
        return short in long
    return len(short) >= _BEGINNING and long.startswith(short)


def _bag(version: CriterionVersion) -> frozenset[str]:
    return _stems(f"{version.title.sv} {version.text.sv}")


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(_BLANK.sub(" ", text.lower()))
    return frozenset(_stem(word) for word in words if word not in _COMMON and not word.isdigit())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (4 if len(ending) > 1 else 5):
            return word[: -len(ending)]
    return word


def _hinted(text: str) -> RequirementType | None:
    if _AWARD.search(text):
        return RequirementType.AWARD_CRITERION
    if _SELECTION.search(text):
        return RequirementType.SELECTION_REQUIREMENT
    if _CONDITION.search(text):
        return RequirementType.PERFORMANCE_CONDITION
    return None


def _usual_proof(kind: RequirementType) -> Proof:
    """The supplier's own document, at the time that fits the type. Source: DOMAIN 2.1; 17 kap. LOU."""
    item = ProofItem(
        kind=ProofKind.OWN_DOCUMENT,
        strength=2,
        text=Words(
            "Daterad handling från leverantören som visar att kravet är uppfyllt och säger vad den gäller.",
            "A dated document from the supplier showing that the requirement is met and what it is about.",
        ),
    )
    alternatives = (ProofAlternative((item,)),)
    match kind:
        case RequirementType.AWARD_CRITERION:
            return Proof(alternatives, ProofTime.WITH_TENDER, ProofBy.ALL_TENDERERS)
        case RequirementType.SELECTION_REQUIREMENT | RequirementType.TECHNICAL_SPECIFICATION:
            return Proof(alternatives, ProofTime.BEFORE_AWARD, ProofBy.WINNER)
        case RequirementType.PERFORMANCE_CONDITION:
            return Proof(alternatives, ProofTime.ON_REQUEST, ProofBy.SUPPLIER, 10)


def _usual_follow_up(kind: RequirementType) -> FollowUpTemplate:
    of_contract = kind is RequirementType.PERFORMANCE_CONDITION
    return FollowUpTemplate(
        methods=(Method.DOC,),
        when=(FollowUpTime.YEARLY if of_contract else FollowUpTime.CONTRACT_START,),
        role=FollowUpRole.CONTRACT_OWNER,
        min_strength=2,
        ask_for=("Den handling som visar att kravet är uppfyllt.",),
        look_at=(
            "Gäller handlingen det som levereras, och är den daterad?",
            "Visar den hela kravet, eller bara en del?",
        ),
        remark=("Handlingen är äldre än ett år men inget har ändrats. Be om en ny.",),
        deviation=("Handlingen visar inte att kravet är uppfyllt, eller saknas.",),
        then=("Påtala skriftligt och begär rättelse inom tio arbetsdagar.",),
    )
