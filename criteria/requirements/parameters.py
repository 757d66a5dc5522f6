# SPDX-License-Identifier: EUPL-1.2
"""Typed blanks: reading what a procurer types, and writing it into the text.

A value is kept in canonical form (point as decimal sign, ISO dates) and written in each language's own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from criteria.errors import InvalidInputError
from criteria.library.model import Parameter, Words
from criteria.library.vocabulary import FilledBy, ParameterType
from criteria.requirements.model import ParameterValue

MAX_TEXT = 500
_MAX_DIGITS = 30
_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMBER = re.compile(r"^(?P<sign>[-−+]?)(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<part>[0-9]+))?$")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_THOUSANDS = "\u00a0"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMERIC = (ParameterType.INTEGER, ParameterType.DECIMAL, ParameterType.PERCENT)
_PERCENT = (Decimal(0), Decimal(100))


def blanks(text: str) -> tuple[str, ...]:
    """The names of the blanks in a text, in order, each once."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def parse_value(parameter: Parameter, given: str) -> str:
    """The canonical form of a value as a person types it.

    Swedish decimal comma, a decimal point, thousands in groups set apart by spaces, and the unit after the
    number are all read.

    Raises:
        InvalidInputError: ``parameter.empty``, ``parameter.number``, ``parameter.whole_number``,
            ``parameter.range``, ``parameter.choice``, ``parameter.date``, ``parameter.text`` or
            ``parameter.tenderer``, each with name, what was given, unit and range.
    """
    if parameter.filled_by is FilledBy.TENDERER:
        raise _error("parameter.tenderer", parameter, given)
    text = _SPACES.sub(" ", given).strip()
    if not text:
        raise _error("parameter.empty", parameter, given)
    if parameter.type in _NUMERIC:
        return _plain(_number(parameter, text))
    if parameter.type is ParameterType.CHOICE:
        return _choice(parameter, text)
    if parameter.type is ParameterType.DATE:
        return _date(parameter, text)
    if len(text) > MAX_TEXT or "{" in text or "}" in text or _CONTROL.search(text):
        raise _error("parameter.text", parameter, text[:40], limit=MAX_TEXT)
    return text


def shown_range(parameter: Parameter) -> str:
    """The range with unit as people read it: ``0,01–0,06 mg/m³``; empty where there is none."""
    low, high = _limits(parameter)
    if low is None and high is None:
        return ""
    shown = [
        "" if end is None else shown_value(_plain(end), ParameterType.DECIMAL, "sv") for end in (low, high)
    ]
    if _THOUSANDS in shown[1] and re.fullmatch("[0-9]{4}", shown[0]):
        # Four figures are written together, but not beside a number that is set apart.
        shown[0] = shown[0][0] + _THOUSANDS + shown[0][1:]
    return f"{'–'.join(shown)} {_unit(parameter)}".strip()


def shown_value(value: str, kind: ParameterType, language: str) -> str:
    """A canonical value as it is written in a text; thousands are set apart by a no-break space in Swedish.

    >>> shown_value("0.05", ParameterType.DECIMAL, "sv")
    '0,05'
    """
    if kind not in _NUMERIC:
        return value
    whole, _, part = value.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    separator, point = (_THOUSANDS, ",") if language == "sv" else (",", ".")
    grouped = f"{int(digits):,}".replace(",", separator) if len(digits) > 4 else digits
    return sign + grouped + (point + part if part else "")


def fill(text: Words, parameters: Iterable[Parameter], values: Iterable[ParameterValue]) -> Words:
    """The text with its blanks filled; a blank without value is left as it is."""
    kinds = {parameter.name: parameter.type for parameter in parameters}
    known = {value.name: value.value for value in values}
    english = None if text.en is None else _fill(text.en, kinds, known, "en")
    return Words(_fill(text.sv, kinds, known, "sv"), english)


def with_value(values: tuple[ParameterValue, ...], name: str, value: str) -> tuple[ParameterValue, ...]:
    """The values with one set, by name."""
    kept = [item for item in values if item.name != name]
    return tuple(sorted((*kept, ParameterValue(name, value)), key=lambda item: item.name))


def default_values(parameters: Iterable[Parameter]) -> tuple[ParameterValue, ...]:
    """The checked values that may stand as they are."""
    filled = (
        ParameterValue(item.name, parse_value(item, item.default))
        for item in parameters
        if item.default is not None and item.filled_by is FilledBy.PROCURER
    )
    return tuple(sorted(filled, key=lambda item: item.name))


def _fill(text: str, kinds: Mapping[str, ParameterType], known: Mapping[str, str], language: str) -> str:
    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        return (
            shown_value(known[name], kinds[name], language)
            if name in known and name in kinds
            else found.group(0)
        )

    # One pass, so that a value can never be read as a blank in its turn.
    return _BLANK.sub(put, text)


def _number(parameter: Parameter, text: str) -> Decimal:
    unit = _unit(parameter)
    bare = text.removesuffix(unit).strip() if unit else text
    match = _NUMBER.match(bare)
    if match is None or len(bare) > _MAX_DIGITS:
        raise _error("parameter.number", parameter, text)
    part = match.group("part")
    if part is not None and parameter.type is ParameterType.INTEGER:
        raise _error("parameter.whole_number", parameter, text)
    sign = "-" if match.group("sign") in ("-", "−") else ""
    number = Decimal(sign + match.group("whole").replace(" ", "") + (f".{part}" if part else ""))
    low, high = _limits(parameter)
    if (low is not None and number < low) or (high is not None and number > high):
        raise _error("parameter.range", parameter, text)
    return number


def _choice(parameter: Parameter, text: str) -> str:
    for choice in parameter.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise _error("parameter.choice", parameter, text, choices=", ".join(parameter.choices))


def _date(parameter: Parameter, text: str) -> str:
    # fromisoformat also takes week dates and dates without hyphens; one form is enough.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise _error("parameter.date", parameter, text)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _error("parameter.date", parameter, text) from None


def _limits(parameter: Parameter) -> tuple[Decimal | None, Decimal | None]:
    if parameter.type is ParameterType.PERCENT:
        low = _PERCENT[0] if parameter.minimum is None else parameter.minimum
        high = _PERCENT[1] if parameter.maximum is None else parameter.maximum
        return low, high
    return parameter.minimum, parameter.maximum


def _unit(parameter: Parameter) -> str:
    if parameter.unit is None and parameter.type is ParameterType.PERCENT:
        return "%"
    return parameter.unit or ""


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _error(code: str, parameter: Parameter, given: str, **values: object) -> InvalidInputError:
    shown = {
        "name": parameter.name,
        "given": given,
        "range": shown_range(parameter),
        "unit": _unit(parameter),
    }
    return InvalidInputError(code, where=parameter.name, **shown, **values)
