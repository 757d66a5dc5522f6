# SPDX-License-Identifier: EUPL-1.2
"""The law check: rules kept as data, applied to a criterion version or to a requirement in a set.

The check warns and explains; it never decides. What it found may be overruled with a reason that is stored.
Source: DOMAIN 2.1 (L1–L12); each rule names its own source in ``data/law_check.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache

from criteria.issues import Issue, Severity
from criteria.library.model import CriterionVersion, Label, Parameter, Proof, Source
from criteria.library.vocabulary import Aspect, FilledBy, ProofTime, RequirementType


class RuleKind(str, Enum):
    """How a rule is applied.

    ``words``: ``pattern`` stands in a sentence and ``unless`` does not stand there or in the next one.
    ``label``: the same for the name of any label scheme. ``no_value``: nothing says what an award criterion
    is worth. ``paid_only``: a standard that costs money is the only measure. ``aspect``: one of ``aspects``
    under one of ``types``. ``proof_time``: proof is asked for with the tender.
    """

    WORDS = "words"
    LABEL = "label"
    NO_VALUE = "no_value"
    PAID_ONLY = "paid_only"
    ASPECT = "aspect"
    PROOF_TIME = "proof_time"


class RuleField(str, Enum):
    """Which words a rule reads."""

    TEXT = "text"
    PROOF = "proof"


class FloorDirection(str, Enum):
    """Whether the law sets a highest or a lowest value."""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"


@dataclass(frozen=True, slots=True)
class LawRule:
    """One rule; ``types`` and ``groups`` narrow it down where given, and ``own_only`` to own requirements.

    ``pattern`` and ``unless`` are regular expressions.
    """

    id: str = field(metadata={"pattern": r"^(?:[A-Z][A-Z0-9_]{0,20}|[a-z][a-z_]{0,20})$"})
    kind: RuleKind
    severity: Severity
    law: str
    source: Source
    types: tuple[RequirementType, ...] = ()
    groups: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    fields: tuple[RuleField, ...] = (RuleField.TEXT,)
    pattern: str | None = None
    unless: str | None = None
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class LawLimit:
    """A value that the law demands anyway: a requirement that asks for no more gives nothing.

    ``words`` and ``unit`` are regular expressions for the subject and the unit after the number.
    """

    id: str = field(metadata={"pattern": r"^[a-z][a-z0-9_]{0,30}$"})
    words: str
    unit: str
    shown_unit: str
    limit: Decimal
    direction: FloorDirection
    groups: tuple[str, ...]
    law: str
    in_force_from: date
    source: Source


@dataclass(frozen=True, slots=True)
class LabourBranches:
    """Groups where labour terms should have been set; a set there without any is warned about (L9)."""

    groups: tuple[str, ...]
    law: str
    source: Source


@dataclass(frozen=True, slots=True)
class LawRules:
    """The shape of ``data/law_check.yaml``."""

    rules: tuple[LawRule, ...]
    limits: tuple[LawLimit, ...]
    labour_branches: LabourBranches


@dataclass(frozen=True, slots=True)
class LawBook:
    """The rules, with the names of the label schemes that they look for."""

    rules: LawRules
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LawSubject:
    """What a rule looks at; ``text`` has its blanks filled where they are, and ``where`` names the place.

    ``paid_source`` is ``None`` where sources are not kept, as for an own requirement. ``own`` marks words
    that no editor of the library has read.
    """

    where: str
    type: RequirementType
    text: str
    proof_text: str
    groups: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    parameters: tuple[Parameter, ...]
    proof: Proof | None
    paid_source: bool | None = None
    own: bool = False


#: Kinds of label scheme that are no label in the sense of 9 kap. 12 § LOU.
_NO_LABELS = ("energy", "company")
_STANDARD = re.compile(
    r"\b(?:(?:SS|SIS|EN|ISO|IEC|CEN|ETSI|ASTM|DIN|INSTA|CISPR)[ /-]?)+(?:TS |TR )?"
    r"[0-9][0-9A-Z]*(?:[-:][0-9]+)*"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ{])|\n+")
_SCORE = re.compile(
    r"poäng|prisavdrag|mervärde|utvärderingspris|jämförelsepris|avdrag|påslag|vikt(?:as|ning)?\b|"
    r"\bkronor\b|\bkr\b|procent av priset",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\{[a-z]|[0-9]")
_SAYS_EQUIVALENT = re.compile(r"equivalent", re.IGNORECASE)
#: What is put after one name, after several, and after a name bent into a property ("Svanenmärkt").
_EQUIVALENT = {
    ("L1", "sv"): (" eller likvärdig", " eller likvärdiga standarder", ""),
    ("L2", "sv"): (
        " eller likvärdig märkning",
        " eller likvärdiga märkningar",
        " eller ha likvärdig märkning",
    ),
    ("L1", "en"): (" or equivalent", " or equivalent standards", ""),
    ("L2", "en"): (" or an equivalent label", " or equivalent labels", ""),
}


def law_book(rules: LawRules, labels: Iterable[Label]) -> LawBook:
    """The rules together with the label schemes whose naming they watch."""
    return LawBook(rules, tuple(sorted(label.name for label in labels if label.kind not in _NO_LABELS)))


def subject_of_version(version: CriterionVersion) -> LawSubject:
    """What the law check looks at in a criterion version; places are the paths of its fields."""
    return LawSubject(
        where="text.sv",
        type=version.type,
        text=version.text.sv,
        proof_text=proof_words(version.proof),
        groups=version.groups,
        aspects=version.aspects,
        parameters=version.parameters,
        proof=version.proof,
        paid_source=any(source.paid for source in version.sources),
    )


def proof_words(proof: Proof | None) -> str:
    """The Swedish words of every accepted proof, one to a line."""
    if proof is None:
        return ""
    return "\n".join(item.text.sv for alternative in proof.alternatives for item in alternative.all_of)


def check_law(subject: LawSubject, book: LawBook, day: date) -> Iterator[Issue]:
    """Every warning about one requirement on a civil day.

    Codes are ``law.<rule>``, and ``law.limit`` for what the law demands anyway.
    """
    for rule in book.rules.rules:
        if rule.types and subject.type not in rule.types:
            continue
        if rule.groups and not set(rule.groups) & set(subject.groups):
            continue
        if rule.own_only and not subject.own:
            continue
        found = _find(rule, subject, book)
        if found is not None:
            yield _issue(f"law.{rule.id}", rule.severity, subject, found=found, law=rule.law)
    for limit in book.rules.limits:
        value = _asked_beyond(limit, subject, day)
        if value is not None:
            yield _issue(
                "law.limit",
                Severity.YELLOW,
                subject,
                found=value,
                limit=_swedish(limit.limit),
                unit=limit.shown_unit,
                law=limit.law,
                since=limit.in_force_from.isoformat(),
            )


def check_labour_terms(
    groups: Iterable[str], aspects: Iterable[Aspect], types: Iterable[RequirementType], book: LawBook
) -> Iterator[Issue]:
    """A warning when a set in a risk branch has no labour terms (L9)."""
    branches = book.rules.labour_branches
    risky = sorted(set(groups) & set(branches.groups))
    pairs = set(zip(aspects, types, strict=True))
    if risky and (Aspect.LABOUR_LAW, RequirementType.PERFORMANCE_CONDITION) not in pairs:
        values = {"groups": ", ".join(risky), "law": branches.law}
        yield Issue(Severity.YELLOW, "law.L9", "", "risk branch without labour terms", values)


def with_equivalent(text: str, book: LawBook, language: str = "sv") -> str | None:
    """The text with "eller likvärdig" after each standard and label that lacks it; ``None`` if none does.

    What is put in is a proposal for a person to read. Source: DOMAIN 2.1, L1 and L2; 9 kap. 4 and 14 §§ LOU.
    """
    rules = (rule for rule in book.rules.rules if (rule.id, language) in _EQUIVALENT)
    # Both rules read the text as it was, so that what one puts in does not satisfy the other.
    additions = [found for rule in rules for found in _additions(text, rule, book, language)]
    for place, words in sorted(additions, reverse=True):
        text = text[:place] + words + text[place:]
    return text if additions else None


def names_standard(text: str) -> tuple[str, ...]:
    """The standards named in a text.

    >>> names_standard("Enligt SS-EN 1335-1 eller EN ISO 12947-2.")
    ('SS-EN 1335-1', 'EN ISO 12947-2')
    """
    return tuple(found.group(0).strip() for found in _STANDARD.finditer(text))


def _find(rule: LawRule, subject: LawSubject, book: LawBook) -> str | None:
    match rule.kind:
        case RuleKind.WORDS:
            return _find_words(_compiled(rule.pattern or r"(?!)"), rule, subject)
        case RuleKind.LABEL:
            return _find_words(_label_pattern(book.labels), rule, subject) if book.labels else None
        case RuleKind.ASPECT:
            shared = [aspect.value for aspect in subject.aspects if aspect in rule.aspects]
            return shared[0] if shared else None
        case RuleKind.PROOF_TIME:
            asked = subject.proof is not None and subject.proof.when is ProofTime.WITH_TENDER
            return ProofTime.WITH_TENDER.value if asked else None
        case RuleKind.NO_VALUE:
            return None if _has_value(subject) else subject.type.value
        case RuleKind.PAID_ONLY:
            return _paid_only(subject)


def _find_words(pattern: re.Pattern[str], rule: LawRule, subject: LawSubject) -> str | None:
    unless = None if rule.unless is None else _compiled(rule.unless)
    if RuleField.TEXT in rule.fields:
        sentences = [part for part in _SENTENCE.split(subject.text) if part.strip()]
        for place, sentence in enumerate(sentences):
            found = pattern.search(sentence)
            around = " ".join(sentences[place : place + 2])
            if found is not None and (unless is None or not unless.search(around)):
                return found.group(0)
    if RuleField.PROOF in rule.fields:
        # Alternatives stand on their own lines, and one of them may be the equivalent of another.
        found = pattern.search(subject.proof_text)
        if found is not None and (unless is None or not unless.search(subject.proof_text)):
            return found.group(0)
    return None


def _additions(text: str, rule: LawRule, book: LawBook, language: str) -> Iterator[tuple[int, str]]:
    """Where in a text a rule wants words put in, and which."""
    if rule.kind is RuleKind.LABEL:
        pattern = _label_pattern(book.labels) if book.labels else re.compile(r"(?!)")
    else:
        pattern = _compiled(rule.pattern or r"(?!)")
    unless = _SAYS_EQUIVALENT if language == "en" else _compiled(rule.unless or r"(?!)")
    starts = [0, *(gap.end() for gap in _SENTENCE.finditer(text)), len(text), len(text)]
    for start, end, next_end in zip(starts, starts[1:], starts[2:], strict=False):
        names = list(pattern.finditer(text, start, end))
        if names and not unless.search(text, start, next_end):
            yield names[-1].end(), _addition(rule.id, language, names)


def _addition(rule_id: str, language: str, names: list[re.Match[str]]) -> str:
    one, several, bent = _EQUIVALENT[rule_id, language]
    if bent and re.search(r"(?i)-?(?:märkt|certifi)", names[-1].group(0)):
        return bent
    return several if len({name.group(0) for name in names}) > 1 else one


def _has_value(subject: LawSubject) -> bool:
    worth = any(item.filled_by is FilledBy.PROCURER for item in subject.parameters)
    # Words alone ("mervärde") say nothing until a figure or a blank stands with them.
    return worth or bool(_SCORE.search(subject.text) and _FIGURE.search(subject.text))


def _paid_only(subject: LawSubject) -> str | None:
    named = names_standard(subject.text)
    if not named or subject.paid_source is False:
        return None
    rest = _STANDARD.sub(" ", subject.text)
    return None if _FIGURE.search(rest) else named[0]


def _asked_beyond(limit: LawLimit, subject: LawSubject, day: date) -> str | None:
    if day < limit.in_force_from or not _compiled(limit.words).search(subject.text):
        return None
    if limit.groups and subject.groups and not set(limit.groups) & set(subject.groups):
        return None
    for found in re.finditer(
        rf"([0-9]+(?:[.,][0-9]+)?)[\s\u00a0]*(?:{limit.unit})", subject.text, re.IGNORECASE
    ):
        asked = Decimal(found.group(1).replace(",", "."))
        if asked >= limit.limit if limit.direction is FloorDirection.MAXIMUM else asked <= limit.limit:
            return f"{found.group(1)} {limit.shown_unit}"
    return None


def _swedish(number: Decimal) -> str:
    return format(number, "f").replace(".", ",")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _label_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for name in sorted(names, key=len, reverse=True):
        word = re.escape(name)
        # A name in capitals (KRAV) is a common word in small letters; the others are read either way.
        parts.append(word if name.isupper() else f"(?i:{word})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?:s|-?märk\w*|-?certifi\w*|-?licens\w*)?(?!\w)")


def _issue(code: str, severity: Severity, subject: LawSubject, **values: str) -> Issue:
    return Issue(severity, code, subject.where, f"{code}: {values.get('found', '')}", values)
