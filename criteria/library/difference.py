# SPDX-License-Identifier: EUPL-1.2
"""The difference of two criterion versions, field by field and word by word, with its change class.

The class is the one recorded when the later version took the place of the earlier. Where none is recorded,
one is proposed, and only where a rule can tell; a person decides. Source: DOMAIN 4.1, change class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

from criteria.library.model import ChangeClass, CriterionVersion, Parameter
from criteria.library.reading import Say, as_code, read_fields
from criteria.library.wording import WordChange, difference

_NUMBER = re.compile(r"\d[\d \u00a0]*(?:[.,]\d+)?")
_NO_LETTER = re.compile(r"[^\w{}]+")
#: What stands before a limit in the Swedish text, which prevails, and says in which direction it binds.
_UPPER = re.compile(r"\b(?:högst|max|maximalt|som mest|inte (?:mer|fler|högre) än|under|mindre än)\s+$", re.I)
_LOWER = re.compile(r"\b(?:minst|lägst|som minst|inte (?:mindre|färre|lägre) än|över|mer än)\s+$", re.I)
_BEFORE = 40
#: The fields where a limit is written; a stricter limit may change the numbers there and nothing else.
_LIMITS = ("text.", "parameters.", "declaration", "follow_up.deviation", "follow_up.min_strength")


class ChangeBasis(str, Enum):
    """Where a change class comes from; ``open`` means that nobody has set one and no rule can tell."""

    RECORDED = "recorded"
    PROPOSED = "proposed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """One recorded replacement on the way from the earlier version to the later."""

    before: str
    after: str
    change_class: ChangeClass
    note: str | None
    on: date


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field whose text differs; ``words`` are the runs that are the same, removed and added."""

    field: str
    before: str
    after: str
    words: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """How the later version differs from the earlier.

    ``change_class`` is ``None`` exactly when ``basis`` is ``open``. ``reason`` is what was written when the
    class was recorded. ``steps`` are the recorded replacements between the two, oldest first; ``unchanged``
    names the fields that read the same.
    """

    before: str
    after: str
    change_class: ChangeClass | None
    basis: ChangeBasis
    reason: str | None
    steps: tuple[RecordedStep, ...]
    fields: tuple[FieldDifference, ...]
    unchanged: tuple[str, ...]


def compare(
    before: CriterionVersion,
    after: CriterionVersion,
    steps: tuple[RecordedStep, ...] = (),
    say: Say = as_code,
) -> VersionDifference:
    """The difference of two versions; ``steps`` are what is recorded between them, if anything."""
    old = {item.name: item.text for item in read_fields(before, say)}
    new = {item.name: item.text for item in read_fields(after, say)}
    pairs = tuple((name, old.get(name, ""), new.get(name, "")) for name in _in_order(old, new))
    change_class, basis, reason = _class_of(before, after, steps)
    return VersionDifference(
        before=before.ref,
        after=after.ref,
        change_class=change_class,
        basis=basis,
        reason=reason,
        steps=steps,
        fields=tuple(FieldDifference(*pair, difference(*pair[1:])) for pair in pairs if pair[1] != pair[2]),
        unchanged=tuple(name for name, was, now in pairs if was == now and was),
    )


def propose_change(before: CriterionVersion, after: CriterionVersion) -> ChangeClass | None:
    """The change class that can be told from the two texts; ``None`` where a person must say.

    Weaker goes before stricter, since it asks for a written reason. Different words without a limit whose
    direction can be read tell nothing: "clarified" is never guessed. Source: product decision.
    """
    if before.level is not after.level:
        return ChangeClass.LEVEL_CHANGED
    if before.type is not after.type:
        return ChangeClass.TYPE_CHANGED
    if set(before.groups) != set(after.groups) or set(before.aspects) != set(after.aspects):
        return ChangeClass.SCOPE_CHANGED
    signs = _signs(before, after)
    if ChangeClass.WEAKER in signs:
        return ChangeClass.WEAKER
    if ChangeClass.STRICTER in signs:
        return ChangeClass.STRICTER if _binding(before, _LIMITS) == _binding(after, _LIMITS) else None
    return ChangeClass.EDITORIAL if _binding(before) == _binding(after) else None


def _in_order(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    """The names of both; a parameter that only the later has stands where parameters stand."""
    extra = [name for name in new if name not in old]
    found: list[str] = []
    for name in old:
        if name == "level":
            found += extra
        found.append(name)
    return tuple(found)


def _class_of(
    before: CriterionVersion, after: CriterionVersion, steps: tuple[RecordedStep, ...]
) -> tuple[ChangeClass | None, ChangeBasis, str | None]:
    classes = {step.change_class for step in steps}
    if len(classes) == 1:
        notes = [step.note for step in steps if step.note]
        return classes.pop(), ChangeBasis.RECORDED, " ".join(notes) or None
    # Over several replacements of different classes no single recorded word says what has become of the text.
    proposed = propose_change(before, after)
    return proposed, ChangeBasis.OPEN if proposed is None else ChangeBasis.PROPOSED, None


def _signs(before: CriterionVersion, after: CriterionVersion) -> set[ChangeClass]:
    """What the limits and the demanded strength of evidence say, each by itself."""
    found: set[ChangeClass] = set()
    old = {item.name: item for item in before.parameters}
    for parameter in after.parameters:
        if parameter.name in old:
            direction = _direction(after.text.sv, parameter.name)
            found |= _moved(_values(old[parameter.name]), _values(parameter), direction)
    found |= _moved(_literals(before.text.sv), _literals(after.text.sv), None)
    strengths = before.follow_up.min_strength, after.follow_up.min_strength
    if strengths[0] != strengths[1]:
        found.add(ChangeClass.STRICTER if strengths[1] > strengths[0] else ChangeClass.WEAKER)
    return found


Limits = tuple[tuple[Decimal | None, int | None], ...]


def _moved(before: Limits, after: Limits, direction: int | None) -> set[ChangeClass]:
    """Stricter or weaker for each limit that moved; nothing where the two texts cannot be paired."""
    found: set[ChangeClass] = set()
    if len(before) != len(after):
        return found
    for (old, old_way), (new, new_way) in zip(before, after, strict=True):
        way = new_way or direction
        if old is None or new is None or old == new or way is None or old_way != new_way:
            continue
        found.add(ChangeClass.STRICTER if (new - old) * way > 0 else ChangeClass.WEAKER)
    return found


def _values(parameter: Parameter) -> Limits:
    default = None if parameter.default is None else _decimal(parameter.default)
    return ((default, None), (parameter.minimum, None), (parameter.maximum, None))


def _literals(text: str) -> Limits:
    """The numbers written in a text, each with the direction in which it binds where the words say so."""
    return tuple(
        (_decimal(found.group()), _way(text[max(0, found.start() - _BEFORE) : found.start()]))
        for found in _NUMBER.finditer(text)
    )


def _direction(text: str, name: str) -> int | None:
    start = text.find("{" + name + "}")
    return None if start < 0 else _way(text[max(0, start - _BEFORE) : start])


def _way(words: str) -> int | None:
    """+1 where more is stricter ("minst"), -1 where less is ("högst"), ``None`` where no word says."""
    if _LOWER.search(words):
        return 1
    return -1 if _UPPER.search(words) else None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[ \u00a0]", "", text).replace(",", "."))
    except InvalidOperation:
        return None


def _binding(version: CriterionVersion, limits: tuple[str, ...] = ()) -> dict[str, str]:
    """What decides whether the requirement is met, without signs and spaces; numbers alike in ``limits``."""
    return {
        item.name: _bare(_NUMBER.sub("0 ", item.text) if item.name.startswith(limits) else item.text)
        for item in read_fields(version)
        if item.is_binding
    }


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).casefold().strip()
