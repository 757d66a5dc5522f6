# SPDX-License-Identifier: EUPL-1.2
"""What a criterion version must hold beyond its schema; the checks behind ``library check``.

Each check yields issues; ``where`` is the path of the field, which the caller turns into file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from criteria.issues import Issue, Severity
from criteria.library.model import CriterionVersion, FollowUpTemplate, Parameter, Proof, Words
from criteria.library.vocabulary import (
    METHOD_CEILING,
    OWN_FINDING_METHODS,
    PROOF_CEILING,
    FilledBy,
    ParameterType,
    ProofTime,
    RequirementType,
    ShippedState,
    SourceMark,
)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]|\{\{|\{%")


@dataclass(frozen=True, slots=True)
class Known:
    """What exists elsewhere in the library that a version may name."""

    groups: frozenset[str]
    labels: frozenset[str]
    refs: frozenset[str]


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the blanks in a text, in order."""
    return tuple(_PLACEHOLDER.findall(text))


def reachable_strength(proof: Proof, follow_up: FollowUpTemplate) -> int:
    """The highest evidence strength that a criterion's own proof and methods can reach (0-5).

    Source: DOMAIN 3.5 (d): minimum strength is set to what proof and methods can reach.
    """
    if any(method in OWN_FINDING_METHODS for method in follow_up.methods):
        return 5
    best = max(max(item.strength for item in alternative.all_of) for alternative in proof.alternatives)
    return min(best, max(METHOD_CEILING[method] for method in follow_up.methods))


def check_version(version: CriterionVersion, known: Known) -> Iterator[Issue]:
    """Every fault of one version."""
    yield from _check_texts(version)
    yield from _check_parameters(version)
    yield from _check_proof(version)
    yield from _check_names(version, known)
    yield from _check_state(version)


def _issue(code: str, path: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, path, message, values)


def _check_texts(version: CriterionVersion) -> Iterator[Issue]:
    for path, text in iter_texts(version):
        if _CONTROL.search(text):
            yield _issue("text.control_character", path, "control character in text")
        if _MARKUP.search(text):
            yield _issue("text.markup", path, "looks like HTML or template syntax")


def iter_texts(version: CriterionVersion) -> Iterator[tuple[str, str]]:
    """The texts people read, each with its dotted path."""
    for name in ("title", "text"):
        words: Words = getattr(version, name)
        yield f"{name}.sv", words.sv
        if words.en is not None:
            yield f"{name}.en", words.en
    yield "purpose", version.purpose
    for index, line in enumerate(version.declaration.checklist):
        yield f"declaration.checklist.{index}.sv", line.sv
    for name in ("ask_for", "look_at", "remark", "deviation", "then"):
        for index, text in enumerate(getattr(version.follow_up, name)):
            yield f"follow_up.{name}.{index}", text


def _check_parameters(version: CriterionVersion) -> Iterator[Issue]:
    declared = {parameter.name for parameter in version.parameters}
    for language, text in (("sv", version.text.sv), ("en", version.text.en)):
        if text is None:
            yield _issue("text.no_english", "text", "the supplier's text has no English", field="text.en")
            continue
        used = set(placeholders(text))
        for name in sorted(used - declared):
            yield _issue("parameter.undeclared", f"text.{language}", f"{{{name}}} is not declared", name=name)
        for name in sorted(declared - used):
            yield _issue(
                "parameter.unused", f"text.{language}", f"{name} is declared but not used", name=name
            )
    if len(declared) != len(version.parameters):
        yield _issue("parameter.twice", "parameters", "a parameter is declared twice")
    for index, parameter in enumerate(version.parameters):
        yield from _check_parameter(parameter, f"parameters.{index}")


def _check_parameter(parameter: Parameter, path: str) -> Iterator[Issue]:
    numeric = parameter.type in (ParameterType.INTEGER, ParameterType.DECIMAL, ParameterType.PERCENT)
    if numeric and (parameter.minimum is None or parameter.maximum is None):
        yield _issue("parameter.no_range", path, f"{parameter.name} has no range", name=parameter.name)
    elif (
        parameter.minimum is not None
        and parameter.maximum is not None
        and parameter.minimum > parameter.maximum
    ):
        yield _issue(
            "parameter.range_reversed", path, f"{parameter.name}: range reversed", name=parameter.name
        )
    if (parameter.type is ParameterType.CHOICE) != bool(parameter.choices):
        yield _issue(
            "parameter.choices", path, f"{parameter.name}: choices and type differ", name=parameter.name
        )
    if parameter.filled_by is FilledBy.TENDERER and parameter.default is not None:
        yield _issue(
            "parameter.tenderer_default", path, f"{parameter.name}: a tenderer's value has no default"
        )


def _check_proof(version: CriterionVersion) -> Iterator[Issue]:
    for index, alternative in enumerate(version.proof.alternatives):
        for place, item in enumerate(alternative.all_of):
            if item.strength > PROOF_CEILING[item.kind]:
                yield _issue(
                    "proof.too_strong",
                    f"proof.alternatives.{index}.all_of.{place}.strength",
                    f"{item.kind.value} reaches at most {PROOF_CEILING[item.kind]}",
                    kind=item.kind.value,
                    ceiling=str(PROOF_CEILING[item.kind]),
                )
    on_request = version.proof.when is ProofTime.ON_REQUEST
    if on_request != (version.proof.within_working_days is not None):
        yield _issue("proof.days", "proof.within_working_days", "days are given exactly for on_request")
    reach = reachable_strength(version.proof, version.follow_up)
    if version.follow_up.min_strength > reach:
        yield _issue(
            "follow_up.unreachable",
            "follow_up.min_strength",
            f"minimum {version.follow_up.min_strength}, but proof and methods reach {reach}",
            minimum=str(version.follow_up.min_strength),
            reach=str(reach),
        )


def _check_names(version: CriterionVersion, known: Known) -> Iterator[Issue]:
    for index, group in enumerate(version.groups):
        if group not in known.groups:
            yield _issue("group.unknown", f"groups.{index}", f"no group {group}", name=group)
    for index, cover in enumerate(version.labels):
        if cover.label not in known.labels:
            yield _issue("label.unknown", f"labels.{index}", f"no label {cover.label}", name=cover.label)
    lines = {ref.split(":")[0] + "@" + ref.split("@")[1] for ref in known.refs}
    for index, line in enumerate(version.replaces):
        if line not in lines:
            yield _issue("criterion.unknown", f"replaces.{index}", f"no criterion {line}", ref=line)


def _check_state(version: CriterionVersion) -> Iterator[Issue]:
    if version.state is ShippedState.DRAFT:
        if not version.draft_because or version.valid_from is not None:
            yield _issue("state.draft", "state", "a draft says why and has no date")
        return
    if version.valid_from is None or version.draft_because:
        yield _issue("state.published", "valid_from", "a published version has a date and no draft reason")
    for index, source in enumerate(version.sources):
        if source.mark is SourceMark.CHECK:
            yield _issue(
                "source.unchecked", f"sources.{index}.mark", "a published version rests on checked sources"
            )
    is_award = version.type is RequirementType.AWARD_CRITERION
    if is_award and not any(parameter.filled_by is FilledBy.PROCURER for parameter in version.parameters):
        yield _issue(
            "award.no_value", "parameters", "an award criterion has a parameter that says what it is worth"
        )
