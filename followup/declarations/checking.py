# SPDX-License-Identifier: EUPL-1.2
"""Taking a filled form in: refused when it answers to something else, lacking when answers are missing.

Source: DOMAIN 4.5, DC1 and DC2: "no answer" is never "yes".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from criteria.errors import FindingsError, InvalidInputError, RefusedError
from criteria.issues import Issue, Severity
from followup.declarations.model import (
    FORM,
    Answer,
    CheckedDeclaration,
    FrozenForm,
    FrozenRequirement,
    GivenAnswer,
    GivenDeclaration,
    LineAnswer,
    Signatory,
)

#: How long a declaration holds. Source: DOMAIN 4.5 (assumption).
VALID_MONTHS = 12
MAX_COMMENT = 4_000
MAX_NAME = 200
_NEEDS_COMMENT = frozenset({Answer.PARTLY, Answer.NO, Answer.NOT_APPLICABLE})
_WORDS: Mapping[str, Answer] = {
    "ja": Answer.YES,
    "yes": Answer.YES,
    "delvis": Answer.PARTLY,
    "partly": Answer.PARTLY,
    "nej": Answer.NO,
    "no": Answer.NO,
    "ej tillämpligt": Answer.NOT_APPLICABLE,
    "inte tillämpligt": Answer.NOT_APPLICABLE,
    "not applicable": Answer.NOT_APPLICABLE,
    "not_applicable": Answer.NOT_APPLICABLE,
}


def check_declaration(form: FrozenForm, given: GivenDeclaration, today: date) -> CheckedDeclaration:
    """The declaration as it is kept, with the list of what it lacks.

    Raises:
        InvalidInputError: ``declaration.form_unknown``, ``declaration.signatory_incomplete``,
            ``declaration.text_too_long``.
        RefusedError: ``declaration.other_contract``, ``declaration.other_seal``,
            ``declaration.signed_in_future`` or ``declaration.signed_too_long_ago``.
        FindingsError: ``declaration.text_changed`` with every row that is not the one that was asked.
    """
    _check_origin(form, given)
    rows = _check_rows(form, given)
    signatory = _signatory(given)
    valid_to = months_after(signatory.signed_on, VALID_MONTHS)
    if signatory.signed_on > today:
        raise RefusedError("declaration.signed_in_future", where="date", signed_on=signatory.signed_on)
    if valid_to < today:
        signed = signatory.signed_on
        raise RefusedError(
            "declaration.signed_too_long_ago", where="date", signed_on=signed, valid_to=valid_to
        )
    answers = tuple(_answer(item, rows.get(item.line)) for item in form.requirements)
    unread = tuple(_unread(form.requirements, rows))
    return CheckedDeclaration(answers, signatory, valid_to, (*unread, *_lacks(answers, rows)))


def parse_answer(text: str) -> Answer | None:
    """An answer from its word in Swedish or English; None for anything else, above all for nothing.

    >>> parse_answer("Ej tillämpligt").value, parse_answer("  ")
    ('not_applicable', None)
    """
    return _WORDS.get(" ".join(text.casefold().split()))


def months_after(day: date, months: int) -> date:
    """The last day of a period that begins on ``day``: the same day of the month, or the month's last."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


def _check_origin(form: FrozenForm, given: GivenDeclaration) -> None:
    if given.form != FORM:
        raise InvalidInputError("declaration.form_unknown", where="form", given=given.form, known=FORM)
    if given.contract_id != form.contract_id:
        raise RefusedError(
            "declaration.other_contract", where="contract", found=given.contract_id, wanted=form.contract_id
        )
    if given.seal != form.seal:
        raise RefusedError(
            "declaration.other_seal", where="seal", found=given.seal[:12], wanted=form.seal[:12]
        )


def _check_rows(form: FrozenForm, given: GivenDeclaration) -> dict[int, GivenAnswer]:
    asked = {item.line: item for item in form.requirements}
    counts = Counter(row.line for row in given.answers)
    issues = [
        Issue(Severity.RED, "declaration.row_twice", asked[line].number, f"line {line} twice")
        for line, times in counts.items()
        if times > 1 and line in asked
    ]
    for row in given.answers:
        found = asked.get(row.line)
        if found is None:
            issues.append(_red("declaration.row_unknown", str(row.line), f"line {row.line} was not asked"))
        elif row.text_hash != found.text_hash:
            issues.append(_red("declaration.row_changed", found.number, f"text of line {row.line} differs"))
    if issues:
        raise FindingsError("declaration.text_changed", tuple(issues), where=form.contract_id)
    return {row.line: row for row in given.answers}


def _signatory(given: GivenDeclaration) -> Signatory:
    parts = {"name": given.name, "title": given.title, "authority": given.authority}
    missing = [name for name, value in parts.items() if not value.strip()]
    if given.signed_on is None:
        missing.append("date")
    if missing or given.signed_on is None:
        raise InvalidInputError(
            "declaration.signatory_incomplete", where=missing[0], missing=", ".join(missing)
        )
    for name, value in parts.items():
        if len(value) > MAX_NAME:
            raise InvalidInputError("declaration.text_too_long", where=name, limit=MAX_NAME)
    return Signatory(given.name.strip(), given.title.strip(), given.authority.strip(), given.signed_on)


def _answer(item: FrozenRequirement, row: GivenAnswer | None) -> LineAnswer:
    comment, proof = ("", "") if row is None else (row.comment.strip(), row.proof.strip())
    if max(len(comment), len(proof)) > MAX_COMMENT:
        raise InvalidInputError("declaration.text_too_long", where=item.number, limit=MAX_COMMENT)
    return LineAnswer(
        line=item.line,
        number=item.number,
        ref=item.ref,
        title=item.title.sv,
        text=item.text,
        text_hash=item.text_hash,
        answer=None if row is None else parse_answer(row.answer),
        comment=comment,
        proof=proof,
    )


def _unread(asked: tuple[FrozenRequirement, ...], rows: Mapping[int, GivenAnswer]) -> Iterator[Issue]:
    """Cells that hold something that is none of the four answers."""
    for item in asked:
        row = rows.get(item.line)
        if row is not None and row.answer.strip() and parse_answer(row.answer) is None:
            values = {"number": item.number, "given": row.answer.strip()[:60]}
            yield Issue(
                Severity.RED,
                "declaration.answer_unknown",
                item.number,
                f"{item.number}: not an answer",
                values,
            )


def _lacks(answers: tuple[LineAnswer, ...], rows: Mapping[int, GivenAnswer]) -> Iterator[Issue]:
    for answer in answers:
        values = {"number": answer.number, "title": answer.title}
        row = rows.get(answer.line)
        if answer.answer is None and (row is None or not row.answer.strip()):
            yield Issue(Severity.RED, "declaration.answer_missing", answer.number, "no answer", values)
        elif answer.answer in _NEEDS_COMMENT and not answer.comment:
            yield Issue(Severity.RED, "declaration.comment_missing", answer.number, "no comment", values)


def _red(code: str, where: str, message: str) -> Issue:
    return Issue(Severity.RED, code, where, message, {"number": where})
