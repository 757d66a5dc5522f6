# SPDX-License-Identifier: EUPL-1.2
"""A criterion version as the fields people read, each as one text: for comparing and for side by side.

Codes are said by whoever shows the text, since rules know no language. A list has a line for each entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from criteria.library.model import CriterionVersion, FollowUpTemplate, Parameter, ProofAlternative

#: Says a code of a vocabulary ("level", "group", "label" …) as a word; the code itself where it knows none.
Say = Callable[[str, str], str]


def as_code(vocabulary: str, code: str) -> str:
    """The code itself; what API and ``--json`` say."""
    return code


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field in words. ``name`` is stable (``text.sv``, ``parameters.limit``); no text, nothing there.

    ``is_binding`` marks what decides whether a requirement is met: the words, values, proof and follow-up.
    """

    name: str
    text: str
    is_binding: bool = False


def read_fields(version: CriterionVersion, say: Say = as_code) -> tuple[ReadField, ...]:
    """Every field that people read, in the order of the page; always the same names, parameters apart."""
    return tuple(_fields(version, say))


def _fields(version: CriterionVersion, say: Say) -> Iterator[ReadField]:
    yield ReadField("title.sv", version.title.sv)
    yield ReadField("title.en", version.title.en or "")
    yield ReadField("text.sv", version.text.sv.strip(), is_binding=True)
    yield ReadField("text.en", (version.text.en or "").strip(), is_binding=True)
    for parameter in version.parameters:
        yield ReadField(f"parameters.{parameter.name}", _parameter(parameter, say), is_binding=True)
    yield ReadField("level", say("level", version.level.value), is_binding=True)
    yield ReadField("type", say("type", version.type.value), is_binding=True)
    yield ReadField("groups", _codes("group", version.groups, say))
    yield ReadField("aspects", _enums("aspect", version.aspects, say))
    yield ReadField("purpose", version.purpose.strip())
    yield ReadField("use_when", _lines(version.applicability.use_when))
    yield ReadField("avoid_when", _lines(version.applicability.avoid_when))
    yes, no = say("answer", "yes"), say("answer", "no")
    questions = (
        f"{item.question} {yes}: {item.if_yes} {no}: {item.if_no}" for item in version.applicability.questions
    )
    yield ReadField("questions", _lines(questions))
    floor = version.law_floor
    yield ReadField("law_floor", "" if floor is None else f"{floor.text.strip()} {floor.reference}")
    yield from _proof(version, say)
    labels = (_label(item.label, item.coverage.value, item.note, say) for item in version.labels)
    yield ReadField("labels", _lines(labels))
    yield from _follow_up(version.follow_up, say)
    checklist = (item.sv for item in version.declaration.checklist)
    yield ReadField("declaration", _lines(checklist), is_binding=True)
    yield ReadField("supplier_effort", version.supplier_effort.strip())
    yield ReadField("objections", _lines(version.objections))
    yield ReadField("replaces", _lines(version.replaces))
    yield ReadField("upstream", _lines(f"{item.krav_id} ({item.owner})" for item in version.upstream))
    sources = (_joined((item.title, item.reference, item.read_on.isoformat())) for item in version.sources)
    yield ReadField("sources", _lines(sources))
    review = version.review
    yield ReadField("review", f"{say('legal', review.legal.value)}, {review.editor}, {review.read_on}")


def _proof(version: CriterionVersion, say: Say) -> Iterator[ReadField]:
    proof = version.proof
    yield ReadField("proof", _lines(_alternative(item, say) for item in proof.alternatives), is_binding=True)
    when = [say("proof_time", proof.when.value), say("proof_by", proof.by.value)]
    if proof.within_working_days is not None:
        when.append(say("proof_days", str(proof.within_working_days)))
    yield ReadField("proof_time", ", ".join(when), is_binding=True)


def _follow_up(template: FollowUpTemplate, say: Say) -> Iterator[ReadField]:
    yield ReadField("follow_up.methods", _enums("method", template.methods, say), is_binding=True)
    yield ReadField("follow_up.when", _enums("when", template.when, say))
    yield ReadField("follow_up.role", say("role", template.role.value))
    yield ReadField("follow_up.min_strength", say("strength", str(template.min_strength)), is_binding=True)
    yield ReadField("follow_up.sample", template.sample or "")
    for name in ("ask_for", "look_at", "remark", "deviation", "then"):
        is_binding = name in ("remark", "deviation")
        yield ReadField(f"follow_up.{name}", _lines(getattr(template, name)), is_binding)


def _parameter(parameter: Parameter, say: Say) -> str:
    """Range and unit, the value that may stand, who fills it, the choices and the guidance."""
    span = " – ".join(_number(item) for item in (parameter.minimum, parameter.maximum) if item is not None)
    default = "" if parameter.default is None else say("default", parameter.default)
    return _joined(
        (
            " ".join(filter(None, (span, parameter.unit))),
            default,
            ", ".join(parameter.choices),
            say("filled_by", parameter.filled_by.value),
            parameter.guidance.sv.strip(),
        )
    )


def _number(value: Decimal) -> str:
    return format(value, "f")


def _alternative(alternative: ProofAlternative, say: Say) -> str:
    return " + ".join(
        f"{say('proof_kind', item.kind.value)} ({item.strength}): {item.text.sv.strip()}"
        for item in alternative.all_of
    )


def _label(label: str, coverage: str, note: str | None, say: Say) -> str:
    return _joined((f"{say('label', label)} ({say('coverage', coverage)})", note))


def _enums(vocabulary: str, codes: tuple[Enum, ...], say: Say) -> str:
    return _codes(vocabulary, tuple(str(item.value) for item in codes), say)


def _codes(vocabulary: str, codes: tuple[str, ...], say: Say) -> str:
    return _lines(tuple(say(vocabulary, code) for code in codes))


def _joined(parts: tuple[str | None, ...]) -> str:
    return "; ".join(part for part in parts if part)


def _lines(texts: Iterator[str] | tuple[str, ...]) -> str:
    return "\n".join(text.strip() for text in texts)
