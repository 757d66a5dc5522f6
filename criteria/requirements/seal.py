# SPDX-License-Identifier: EUPL-1.2
"""The sealed set: literal numbers, filled texts, and the seal over its canonical JSON.

Source: ARCHITECTURE, invariant 4; DOMAIN 4.3, R1, R2 and R7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import cast

from criteria.canonical import Plain, canonical_bytes, to_plain
from criteria.events.model import Head
from criteria.library.vocabulary import FilledBy, RequirementType
from criteria.requirements.lines import filled_text
from criteria.requirements.model import Line, RequirementSet, SealedLine, SealedParameter, SealedSet
from criteria.requirements.parameters import blanks, fill
from criteria.requirements.workload import known_methods, planned_role, planned_times

#: The shape of the sealed set; a change of shape gets a new name, and old seals keep theirs.
FORM = "kravkedjan/sealed-set/2"
_FORM_1 = "kravkedjan/sealed-set/1"
#: What a line does not have in form 1.
_SINCE_FORM_2 = frozenset({"applies_to"})
_SECTIONS = tuple(RequirementType)


@dataclass(frozen=True, slots=True)
class SealContext:
    """What a sealed set says beyond the set itself: whose it is, when and after which event it was locked."""

    organisation: str
    organisation_number: str | None
    head: Head
    locked_at: datetime
    locked_on: date


def seal_set(set_: RequirementSet, context: SealContext) -> SealedSet:
    """The set as it is sealed; sections are numbered through, in the order of the requirement types."""
    return SealedSet(
        form=FORM,
        set_id=set_.id,
        revision=set_.revision,
        title=set_.title,
        organisation=context.organisation,
        organisation_number=context.organisation_number,
        diary=set_.diary,
        cpv=set_.cpv,
        assumptions=set_.assumptions,
        locked_on=context.locked_on,
        locked_at=context.locked_at,
        log_sequence=context.head.sequence,
        log_hash=context.head.hash,
        lines=tuple(_sealed_line(number, line) for number, line in numbered(set_)),
    )


def numbered(set_: RequirementSet) -> Iterator[tuple[str, Line]]:
    """Each line with its literal number ("2.1"), section by section: the numbers the annex will have."""
    section = 0
    for kind in _SECTIONS:
        lines = [line for line in set_.lines if line.requirement.type is kind]
        if not lines:
            continue
        section += 1
        for place, line in enumerate(sorted(lines, key=lambda item: item.position), start=1):
            yield f"{section}.{place}", line


def seal_of(sealed: SealedSet) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return sha256(sealed_bytes(sealed)).hexdigest()


def sealed_bytes(sealed: SealedSet) -> bytes:
    """The canonical JSON that the seal is the hash of, as UTF-8."""
    return canonical_bytes(sealed_plain(sealed))


def sealed_plain(sealed: SealedSet) -> dict[str, Plain]:
    """The sealed set as plain data, in the shape that its form names."""
    plain = cast(dict[str, Plain], to_plain(sealed))
    if sealed.form == _FORM_1:
        lines = cast(list[dict[str, Plain]], plain["lines"])
        plain["lines"] = [
            {name: value for name, value in line.items() if name not in _SINCE_FORM_2} for line in lines
        ]
    return plain


def _sealed_line(number: str, line: Line) -> SealedLine:
    requirement = line.requirement
    original = fill(requirement.text, requirement.parameters, line.values)
    return SealedLine(
        number=number,
        line=line.line,
        origin=line.origin,
        ref=line.ref,
        fingerprint=line.fingerprint,
        requirement=requirement,
        parameters=_parameters(line),
        text=filled_text(line),
        original_text=None if line.wording is None else original,
        change_reason=None if line.wording is None else line.wording.reason,
        methods=known_methods(line),
        when=planned_times(line),
        role=planned_role(line),
        not_followed_reason=line.follow_up.not_followed_reason,
        applies_to=line.applies_to,
    )


def _parameters(line: Line) -> tuple[SealedParameter, ...]:
    values = {item.name: item.value for item in line.values}
    text = line.requirement.text if line.wording is None else line.wording.text
    used = blanks(text.sv)
    return tuple(
        SealedParameter(
            name=item.name,
            unit=item.unit,
            value=values.get(item.name) if item.filled_by is FilledBy.PROCURER else None,
            filled_by=item.filled_by.value,
        )
        for item in line.requirement.parameters
        if item.name in used
    )
