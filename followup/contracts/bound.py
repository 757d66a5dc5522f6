# SPDX-License-Identifier: EUPL-1.2
"""Checking what the winner bound itself to against the sealed set.

Every award criterion must be answered: one that is forgotten would be followed up by nobody, though it gave
the tender its place (DOMAIN 3.2: otherwise the evaluation was unfair).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from criteria.errors import CriteriaError, FindingsError
from criteria.issues import Issue, Severity
from criteria.library.model import Parameter
from criteria.library.vocabulary import FilledBy, ParameterType, RequirementType
from criteria.requirements.model import ParameterValue, SealedLine, SealedSet
from criteria.requirements.parameters import parse_value
from followup.contracts.model import Article, Bound, BoundAward, CheckedProof

MAX_ARTICLES = 20_000
_YES, _NO = "ja", "nej"


@dataclass(frozen=True, slots=True)
class GivenAward:
    """A statement as written. ``line`` is the number in the annex ("3.1"), its own or its reference."""

    line: str
    offered: bool
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GivenArticle:
    """An article as written."""

    number: str = field(metadata={"min_length": 1, "max_length": 80})
    name: str = field(default="", metadata={"max_length": 200})
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenProof:
    """Proof checked before award, as written."""

    line: str
    checked_on: date
    note: str = field(default="", metadata={"max_length": 1000})


@dataclass(frozen=True, slots=True)
class GivenBound:
    """The file of ``--bound`` as written."""

    award: tuple[GivenAward, ...] = ()
    articles: tuple[GivenArticle, ...] = ()
    proof_checked: tuple[GivenProof, ...] = ()


def lines_to_answer(sealed: SealedSet) -> tuple[SealedLine, ...]:
    """The lines the winner must have made a statement about: every award criterion."""
    return tuple(line for line in sealed.lines if line.requirement.type is RequirementType.AWARD_CRITERION)


def check_bound(given: GivenBound | None, sealed: SealedSet) -> Bound:
    """What the winner bound itself to, each statement on a line of the set and each value in its range.

    Raises:
        FindingsError: ``contract.bound_missing`` when award criteria are unanswered and no file was given,
            else ``contract.bound_wrong``; each finding names the line.
    """
    if given is None:
        missing = tuple(_unanswered(line) for line in lines_to_answer(sealed))
        if missing:
            raise FindingsError("contract.bound_missing", missing, where="bound")
        return Bound()
    reader = _Reader(sealed)
    bound = reader.read(given)
    if reader.issues:
        raise FindingsError("contract.bound_wrong", tuple(reader.issues), where="bound")
    return bound


class _Reader:
    """Reads a whole file and keeps every fault, so that all of them can be mended at once."""

    def __init__(self, sealed: SealedSet) -> None:
        self._sealed = sealed
        self.issues: list[Issue] = []

    def read(self, given: GivenBound) -> Bound:
        if len(given.articles) > MAX_ARTICLES:
            self._fault("contract.bound_articles", "articles", limit=MAX_ARTICLES)
            return Bound()
        award = tuple(self._award(given))
        answered = Counter(item.line for item in award)
        for line in lines_to_answer(self._sealed):
            if not answered[line.line]:
                self.issues.append(_unanswered(line))
        for number in (number for number, times in answered.items() if times > 1):
            self._fault("contract.bound_twice", str(number))
        self._doubled_articles(given)
        return Bound(award, tuple(self._articles(given)), tuple(self._proof(given)))

    def _award(self, given: GivenBound) -> Iterator[BoundAward]:
        for item in given.award:
            line = self._line(item.line)
            if line is None:
                continue
            if line.requirement.type is not RequirementType.AWARD_CRITERION:
                self._fault("contract.bound_not_award", item.line, title=line.requirement.title.sv)
                continue
            yield BoundAward(line.line, item.offered, tuple(self._values(line, item)))

    def _values(self, line: SealedLine, given: GivenAward) -> Iterator[ParameterValue]:
        if not given.offered:
            return
        open_names = {item.name for item in line.parameters if item.filled_by == FilledBy.TENDERER.value}
        parameters = [item for item in line.requirement.parameters if item.name in open_names]
        for name in sorted(given.values.keys() - open_names):
            self._fault(
                "contract.bound_value_unknown", given.line, name=name, names=", ".join(sorted(open_names))
            )
        for parameter in parameters:
            text = given.values.get(parameter.name, _YES if _is_yes_or_no(parameter) else "")
            try:
                # The blank was the tenderer's to fill, and now it is filled: read it as any other.
                value = parse_value(replace(parameter, filled_by=FilledBy.PROCURER), text)
            except CriteriaError as error:
                values = {key: str(item) for key, item in error.values.items()}
                self.issues.append(Issue(Severity.RED, error.code, given.line, str(error), values))
                continue
            if _is_yes_or_no(parameter) and value == _NO:
                self._fault("contract.bound_contradicts", given.line, name=parameter.name)
                continue
            yield ParameterValue(parameter.name, value)

    def _articles(self, given: GivenBound) -> Iterator[Article]:
        for item in given.articles:
            found = [self._line(text) for text in item.lines]
            yield Article(item.number.strip(), item.name.strip(), tuple(line.line for line in found if line))

    def _doubled_articles(self, given: GivenBound) -> None:
        counts = Counter(item.number.strip() for item in given.articles)
        for number in (number for number, times in counts.items() if times > 1):
            self._fault("contract.bound_article_twice", number)

    def _proof(self, given: GivenBound) -> Iterator[CheckedProof]:
        for item in given.proof_checked:
            line = self._line(item.line)
            if line is not None:
                yield CheckedProof(line.line, item.checked_on, item.note.strip())

    def _line(self, text: str) -> SealedLine | None:
        found = find_line(self._sealed, text)
        if found is None:
            self._fault("contract.bound_line_unknown", text, given=text)
        return found

    def _fault(self, code: str, where: str, **values: object) -> None:
        shown = {name: str(value) for name, value in values.items()}
        self.issues.append(Issue(Severity.RED, code, where, code, shown))


def find_line(sealed: SealedSet, text: str) -> SealedLine | None:
    """A line by its number in the annex ("3.1"), its lasting number or its reference, if it is one only."""
    key = text.strip()
    by_number = [line for line in sealed.lines if key == line.number or key == str(line.line)]
    if by_number:
        return by_number[0]
    wanted = key.upper()
    by_ref = [
        line
        for line in sealed.lines
        if line.ref is not None and wanted in (line.ref.upper(), *_short_forms(line.ref.upper()))
    ]
    return by_ref[0] if len(by_ref) == 1 else None


def _short_forms(ref: str) -> tuple[str, str]:
    version = ref.partition("@")[0]
    return version, version.partition(":")[0]


def _is_yes_or_no(parameter: Parameter) -> bool:
    return parameter.type is ParameterType.CHOICE and {item.casefold() for item in parameter.choices} == {
        _YES,
        _NO,
    }


def _unanswered(line: SealedLine) -> Issue:
    names = [item.name for item in line.parameters if item.filled_by == FilledBy.TENDERER.value]
    values = {"number": line.number, "title": line.requirement.title.sv, "names": ", ".join(names) or "–"}
    return Issue(Severity.RED, "contract.bound_unanswered", line.number, f"{line.number} unanswered", values)
