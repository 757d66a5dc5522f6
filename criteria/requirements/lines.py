# SPDX-License-Identifier: EUPL-1.2
"""Building a set: adding, filling, rewording, ordering and removing lines. Only a draft can be built on.

Every function gives a new set; the revision is counted up by the use case. Source: DOMAIN 4.3, R1 and R8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.library.checks import reachable_strength
from criteria.library.model import CriterionVersion, DeclarationTemplate, Proof, Words
from criteria.library.vocabulary import RequirementType
from criteria.requirements.model import (
    Answer,
    FollowUpChoice,
    Line,
    LineOrigin,
    LocalWording,
    RemovedLine,
    Requirement,
    RequirementSet,
    SetStatus,
)
from criteria.requirements.parameters import blanks, default_values, fill, parse_value, with_value

MAX_LINES = 500
MAX_TEXT = 4000
MAX_APPLIES_TO = 300
_OWN_TITLE = 80


@dataclass(frozen=True, slots=True)
class Pinned:
    """A criterion version with the fingerprint that a line pins."""

    version: CriterionVersion
    fingerprint: str


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What is changed in an own requirement; ``None`` leaves it as it is."""

    title: str | None = None
    text: str | None = None
    type: RequirementType | None = None
    proof: Proof | None = None


def requirement_of(version: CriterionVersion) -> Requirement:
    """What a criterion version says, as a set keeps it."""
    return Requirement(
        id=version.ref,
        title=version.title,
        type=version.type,
        level=version.level,
        text=version.text,
        parameters=version.parameters,
        groups=version.groups,
        aspects=version.aspects,
        proof=version.proof,
        labels=version.labels,
        law_floor=version.law_floor,
        upstream=version.upstream,
        follow_up=version.follow_up,
        declaration=version.declaration,
    )


def require_draft(set_: RequirementSet) -> None:
    """Nothing for a draft.

    Raises:
        RefusedError: ``set.not_draft`` with the state the set is in.
    """
    if set_.status is not SetStatus.DRAFT:
        raise RefusedError("set.not_draft", where=set_.id, status=set_.status.value)


def get_line(set_: RequirementSet, number: int) -> Line:
    """The line with a lasting number.

    Raises:
        NotFoundError: ``set.line_unknown``.
    """
    for line in set_.lines:
        if line.line == number:
            return line
    raise NotFoundError("set.line_unknown", where=f"{set_.id}:{number}", line=number)


def add_version(set_: RequirementSet, pinned: Pinned) -> RequirementSet:
    """The set with a criterion version last, its checked default values filled in.

    Raises:
        RefusedError: ``set.not_draft``, ``set.line_twice`` when the criterion is there at that level, or
            ``set.too_many_lines``.
    """
    require_draft(set_)
    version = pinned.version
    if holds(set_, version):
        raise RefusedError("set.line_twice", where=version.ref, ref=version.ref)
    line = Line(
        line=_next_number(set_),
        position=0,
        origin=LineOrigin.LIBRARY,
        ref=version.ref,
        fingerprint=pinned.fingerprint,
        requirement=requirement_of(version),
        values=default_values(version.parameters),
    )
    return _with_lines(set_, (*set_.lines, line))


def repeat_line(set_: RequirementSet, number: int) -> RequirementSet:
    """The set with the same criterion once more, after a line, for other rows or kinds of goods.

    What was filled in stays with the first, and so does what it applies to; local wording and the choice of
    follow-up go along. Source: product decision, since shrinkage or a reference value differs between rows of
    one price list.

    Raises:
        RefusedError: ``set.not_draft``, ``set.line_own`` for an own requirement, or ``set.too_many_lines``.
    """
    require_draft(set_)
    line = get_line(set_, number)
    if line.origin is not LineOrigin.LIBRARY:
        raise RefusedError("set.line_own", where=f"{number}", line=number)
    values = default_values(line.requirement.parameters)
    again = replace(line, line=_next_number(set_), values=values, answers=(), applies_to=None)
    place = set_.lines.index(line) + 1
    return _with_lines(set_, (*set_.lines[:place], again, *set_.lines[place:]))


def same_as_another(set_: RequirementSet) -> tuple[Line, ...]:
    """Each line that says what an earlier one of the same criterion says, of the same goods.

    A line that does not say what it applies to is about everything, and so about the other's goods too.
    """
    said: dict[tuple[str, Words], set[str | None]] = {}
    found: list[Line] = []
    for line in set_.lines:
        if (key := _key(line)) is not None:
            about = said.setdefault((key, _unscoped_text(line)), set())
            if about and (None in about or line.applies_to in {None, *about}):
                found.append(line)
            about.add(line.applies_to)
    return tuple(found)


def holds(set_: RequirementSet, version: CriterionVersion) -> bool:
    """Whether the set has the criterion at that level already, in whatever version."""
    key = f"{version.id}@{version.level.value}"
    return any(_key(line) == key for line in set_.lines)


def add_own(set_: RequirementSet, requirement: Requirement, proposed_from: str | None) -> RequirementSet:
    """The set with an own requirement last; it is named ``EGET-nn`` after its line.

    Raises:
        RefusedError: ``set.not_draft`` or ``set.too_many_lines``.
    """
    require_draft(set_)
    number = _next_number(set_)
    line = Line(
        line=number,
        position=0,
        origin=LineOrigin.OWN,
        ref=None,
        fingerprint=None,
        requirement=replace(requirement, id=f"EGET-{number:02d}"),
        values=default_values(requirement.parameters),
        proposed_from=proposed_from,
    )
    return _with_lines(set_, (*set_.lines, line))


def clean_text(text: str, where: str) -> str:
    """A requirement's text with its white space in order.

    Raises:
        InvalidInputError: ``set.text_empty`` or ``set.text_long``.
    """
    lines = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n"))
    clean = "\n".join(lines).strip()
    if not clean:
        raise InvalidInputError("set.text_empty", where=where)
    if len(clean) > MAX_TEXT:
        raise InvalidInputError("set.text_long", where=where, limit=MAX_TEXT, length=len(clean))
    return clean


def own_title(text: str) -> str:
    """A title made from the first words of a requirement."""
    first = text.split("\n", 1)[0]
    if len(first) <= _OWN_TITLE:
        return first.rstrip(".")
    return first[:_OWN_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def set_value(set_: RequirementSet, number: int, name: str, given: str) -> RequirementSet:
    """The set with a blank filled.

    Raises:
        NotFoundError: ``parameter.unknown`` with the names that there are.
        InvalidInputError: as ``parse_value``.
    """
    require_draft(set_)
    line = get_line(set_, number)
    parameter = next((item for item in line.requirement.parameters if item.name == name), None)
    if parameter is None:
        names = ", ".join(item.name for item in line.requirement.parameters) or "-"
        raise NotFoundError("parameter.unknown", where=f"{number}:{name}", name=name, names=names)
    values = with_value(line.values, name, parse_value(parameter, given))
    return _put(set_, replace(line, values=values, answers=_kept_answers(line)))


def reword(set_: RequirementSet, number: int, wording: LocalWording) -> RequirementSet:
    """The set with a text changed for this purchase; an own requirement's text is simply replaced.

    The library's own words put back end the local wording.

    Raises:
        InvalidInputError: ``set.wording_blank`` when the text holds a blank the requirement does not have.
    """
    require_draft(set_)
    line = get_line(set_, number)
    known = {item.name for item in line.requirement.parameters}
    for text in (wording.text.sv, wording.text.en or ""):
        for name in blanks(text):
            if name not in known:
                raise InvalidInputError("set.wording_blank", where=f"{number}", name=name)
    if line.origin is LineOrigin.OWN:
        return change_own(set_, number, OwnChange(text=wording.text.sv))
    same = wording.text.sv.strip() == line.requirement.text.sv.strip()
    return _put(set_, replace(line, wording=None if same else wording, answers=_kept_answers(line)))


def change_own(set_: RequirementSet, number: int, change: OwnChange) -> RequirementSet:
    """The set with an own requirement changed.

    Raises:
        RefusedError: ``set.line_not_own`` for a line from the library.
    """
    require_draft(set_)
    line = get_line(set_, number)
    if line.origin is not LineOrigin.OWN:
        raise RefusedError("set.line_not_own", where=f"{number}", line=number, ref=str(line.ref))
    requirement = line.requirement
    if change.text is not None:
        old_title = own_title(requirement.text.sv)
        title = own_title(change.text) if requirement.title.sv == old_title else requirement.title.sv
        words = Words(change.text)
        requirement = replace(
            requirement, text=words, title=Words(title), declaration=DeclarationTemplate((words,))
        )
    if change.title is not None:
        requirement = replace(requirement, title=Words(change.title))
    requirement = replace(
        requirement, type=change.type or requirement.type, proof=change.proof or requirement.proof
    )
    changed = replace(
        line,
        requirement=_reachable(requirement, line.follow_up),
        answers=_kept_answers(line),
        proposal_edited=line.proposal_edited or change.proof is not None,
    )
    return _put(set_, changed)


def apply_to(set_: RequirementSet, number: int, given: str | None) -> RequirementSet:
    """The set with it said which rows of the price list, or which goods, a line is about.

    Nothing given is everything that is bought. It stands first in the words that bind, so that annex,
    contract, declaration and outcome all say it. Source: product decision.

    Raises:
        InvalidInputError: ``set.applies_to_long``, or ``set.applies_to_blank`` when it holds a ``{name}``.
    """
    require_draft(set_)
    line = get_line(set_, number)
    clean = " ".join((given or "").split()).rstrip(".") or None
    if clean is not None and len(clean) > MAX_APPLIES_TO:
        raise InvalidInputError(
            "set.applies_to_long", where="applies_to", limit=MAX_APPLIES_TO, length=len(clean)
        )
    for name in blanks(clean or ""):
        raise InvalidInputError("set.applies_to_blank", where="applies_to", name=name)
    return _put(set_, replace(line, applies_to=clean, answers=_kept_answers(line)))


def choose_follow_up(set_: RequirementSet, number: int, choice: FollowUpChoice) -> RequirementSet:
    """The set with it decided how a line is followed up, or that it is not.

    An own requirement's minimum strength follows what the chosen methods can reach; a library one's stands.
    """
    require_draft(set_)
    line = get_line(set_, number)
    if line.origin is not LineOrigin.OWN:
        return _put(set_, replace(line, follow_up=choice))
    requirement = _reachable(line.requirement, choice)
    return _put(set_, replace(line, requirement=requirement, follow_up=choice, proposal_edited=True))


def move_line(set_: RequirementSet, number: int, position: int) -> RequirementSet:
    """The set with a line at another place, counted from 1.

    Raises:
        InvalidInputError: ``set.position`` with the last place there is.
    """
    require_draft(set_)
    line = get_line(set_, number)
    if not 1 <= position <= len(set_.lines):
        raise InvalidInputError("set.position", where=f"{number}", given=position, last=len(set_.lines))
    others = [item for item in set_.lines if item.line != number]
    return _with_lines(set_, (*others[: position - 1], line, *others[position - 1 :]))


def remove_line(set_: RequirementSet, removed: RemovedLine) -> RequirementSet:
    """The set without a line; what it was and why it went is kept."""
    require_draft(set_)
    line = get_line(set_, removed.line)
    note = replace(removed, ref=line.ref, title=line.requirement.title.sv)
    rest = tuple(item for item in set_.lines if item.line != line.line)
    return replace(_with_lines(set_, rest), removed=(*set_.removed, note))


def answer_line(set_: RequirementSet, number: int, answer: Answer) -> RequirementSet:
    """The set with a finding answered by a reason; a later answer takes the place of an earlier one."""
    line = get_line(set_, number)
    kept = tuple(item for item in line.answers if item.code != answer.code)
    return _put(set_, replace(line, answers=(*kept, answer)))


def renew_line(set_: RequirementSet, number: int, pinned: Pinned) -> RequirementSet:
    """The set with a line's criterion exchanged for what carries it on.

    Values that still fit are kept; local wording and answers were about the old text and go.
    """
    require_draft(set_)
    line = get_line(set_, number)
    version = pinned.version
    # A criterion that stands several times is renewed line by line, and is there until the last is done.
    if _key(line) != f"{version.id}@{version.level.value}" and holds(set_, version):
        raise RefusedError("set.line_twice", where=version.ref, ref=version.ref)
    values = default_values(version.parameters)
    for parameter in version.parameters:
        old = next((item.value for item in line.values if item.name == parameter.name), None)
        if old is not None:
            try:
                values = with_value(values, parameter.name, parse_value(parameter, old))
            except InvalidInputError:
                continue
    renewed = replace(
        line,
        ref=version.ref,
        fingerprint=pinned.fingerprint,
        requirement=requirement_of(version),
        values=values,
        wording=None,
        answers=(),
    )
    return _put(set_, renewed)


def filled_text(line: Line) -> Words:
    """The line's text as it now reads, with what it is about first and the values that there are."""
    return with_scope(line.applies_to, _unscoped_text(line))


def with_scope(applies_to: str | None, text: Words) -> Words:
    """A requirement's text that begins with what it is about, where that is said."""
    if applies_to is None:
        return text
    english = None if text.en is None else f"Applies to: {applies_to}.\n{text.en}"
    return Words(f"Gäller: {applies_to}.\n{text.sv}", english)


def _unscoped_text(line: Line) -> Words:
    text = line.requirement.text if line.wording is None else line.wording.text
    return fill(text, line.requirement.parameters, line.values)


def _reachable(requirement: Requirement, choice: FollowUpChoice) -> Requirement:
    template = requirement.follow_up
    if template is None or requirement.proof is None:
        return requirement
    methods = choice.methods or template.methods
    reach = max(1, reachable_strength(requirement.proof, replace(template, methods=methods)))
    if template.min_strength <= reach:
        return requirement
    return replace(requirement, follow_up=replace(template, min_strength=reach))


def _kept_answers(line: Line) -> tuple[Answer, ...]:
    # An answer to the law check was about the words as they stood.
    return tuple(answer for answer in line.answers if not answer.code.startswith("law."))


def _key(line: Line) -> str | None:
    if line.ref is None:
        return None
    head, _, level = line.ref.partition("@")
    return f"{head.split(':')[0]}@{level}"


def _next_number(set_: RequirementSet) -> int:
    if len(set_.lines) >= MAX_LINES:
        raise RefusedError("set.too_many_lines", where=set_.id, limit=MAX_LINES)
    used = [line.line for line in set_.lines] + [line.line for line in set_.removed]
    return max(used, default=0) + 1


def _put(set_: RequirementSet, line: Line) -> RequirementSet:
    return _map(set_, lambda item: line if item.line == line.line else item)


def _map(set_: RequirementSet, change: Callable[[Line], Line]) -> RequirementSet:
    return replace(set_, lines=tuple(change(line) for line in set_.lines))


def _with_lines(set_: RequirementSet, lines: Iterable[Line]) -> RequirementSet:
    placed = tuple(replace(line, position=place) for place, line in enumerate(lines, start=1))
    return replace(set_, lines=placed)
