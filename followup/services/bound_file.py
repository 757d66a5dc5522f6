# SPDX-License-Identifier: EUPL-1.2
"""The file of ``--bound``: what the winner bound itself to, in YAML or JSON, read and proposed.

Numbers may be written bare; they are kept as the text that stands there.
"""

from __future__ import annotations

import json
from typing import Any

from criteria.errors import InvalidInputError
from criteria.exchange.safe_yaml import MAX_BYTES, parse_yaml
from criteria.library.vocabulary import FilledBy
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.sets_life import get_sealed_set
from followup.contracts.bound import GivenBound, lines_to_answer
from followup.schemas.reading import read_shape


def read_bound(content: bytes, name: str) -> GivenBound:
    """What a bound file says; ``name`` stands in the errors.

    Raises:
        InvalidInputError: ``file.too_large``, ``file.not_utf8``, ``yaml.…`` or ``contract.bound_form``.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError("file.too_large", where=name, limit_kb=MAX_BYTES // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("file.not_utf8", where=name, position=error.start) from error
    data = _data(text, name)
    texts = _with_texts(data) if isinstance(data, dict) else data
    return read_shape(GivenBound, texts, name, "contract.bound_form")


def propose_bound(installation: Installation, actor: Actor, set_id: str) -> str:
    """A bound file for a sealed set, with a row for each award criterion, to be filled in.

    Raises:
        NotFoundError: ``set.unknown`` or ``set.not_sealed``.
    """
    sealed = get_sealed_set(installation, actor, set_id).sealed
    lines = ["# Vad vinnaren band sig till. Fyll i och ge filen till contract open --bound.", "award:"]
    for line in lines_to_answer(sealed):
        lines += [f"  # {line.requirement.title.sv}", f'  - line: "{line.number}"', "    offered: false"]
        names = [item for item in line.parameters if item.filled_by == FilledBy.TENDERER.value]
        if names:
            lines.append("    # Om offered är true, fyll i värdet mellan citattecknen.")
            lines.append("    values:")
            lines += [f'      {item.name}: ""' for item in names]
    if len(lines) == 2:
        lines[-1] = "award: []"
    return "\n".join((*lines, "articles: []", "proof_checked: []", ""))


def _data(text: str, name: str) -> Any:
    if not text.lstrip().startswith("{"):
        return parse_yaml(text, name).data
    try:
        # JSON may be indented with tabs, which YAML does not read.
        return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_once(name))
    except json.JSONDecodeError as error:
        raise InvalidInputError("yaml.broken", where=f"{name}:{error.lineno}", problem=error.msg) from error
    except RecursionError as error:
        raise InvalidInputError("yaml.too_deep", where=name, limit=24) from error


def _once(name: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in found]
        for key in keys:
            if keys.count(key) > 1:
                raise InvalidInputError("yaml.duplicate_key", where=name, key=key)
        return dict(found)

    return pairs


def _with_texts(data: dict[str, Any]) -> dict[str, Any]:
    """The data with line numbers and values as text; anything else is left for the schema to judge."""
    return {
        key: [_row(row) for row in rows] if isinstance(rows, list) else rows for key, rows in data.items()
    }


def _row(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    found = dict(row)
    for key in ("line", "number"):
        if key in found:
            found[key] = _text(found[key])
    if isinstance(found.get("lines"), list):
        found["lines"] = [_text(item) for item in found["lines"]]
    if isinstance(found.get("values"), dict):
        found["values"] = {key: _text(value) for key, value in found["values"].items()}
    if found.get("values", {}) is None:
        del found["values"]
    return found


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        # YAML reads "ja" as text but "yes" as true; a tenderer's yes is written "ja" in the criteria.
        return "ja" if value else "nej"
    return str(value) if isinstance(value, int) else value
