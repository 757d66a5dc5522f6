# SPDX-License-Identifier: EUPL-1.2
"""A whole search result as a file: every hit of one generation of the index, in the order of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from hashlib import sha256

from criteria.documents.extract_wording import extract_wording
from criteria.documents.wording import LANGUAGES
from criteria.errors import InvalidInputError
from criteria.exchange.tables_out import csv_table, xlsx_table
from criteria.schemas.derived import dump
from criteria.search.model import Hit, SearchAnswer, SearchQuery
from criteria.services.installation import Installation
from criteria.services.search import search_library

#: More hits than any library has; the index gives no more than there are.
_ALL = 1_000_000


class HitsFormat(str, Enum):
    """The file formats a result is written in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


_MEDIA_TYPES = {
    HitsFormat.CSV: "text/csv; charset=utf-8",
    HitsFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    HitsFormat.JSON: "application/json",
}
# column: (Swedish, English)
_HEAD = {
    "kind": ("Slag", "Kind"),
    "reference": ("Referens", "Reference"),
    "title": ("Rubrik", "Title"),
    "level": ("Nivå", "Level"),
    "type": ("Kravtyp", "Type"),
    "status": ("Status", "Status"),
    "groups": ("Produktgrupper", "Product groups"),
    "successors": ("Ersatt av", "Replaced by"),
    "related": ("Hör till", "Related"),
}
_KINDS = {
    "criterion": ("Kriterium", "Criterion"),
    "group": ("Produktgrupp", "Product group"),
    "package": ("Paket", "Package"),
    "template": ("Mall", "Template"),
    "help": ("Hjälp", "Help"),
    "gap": ("Lucka", "Gap"),
    "upstream_reference": ("Krav-ID", "Krav-ID"),
}
_SHEET = ("Träffar", "Hits")
_NAMES = ("kravkedjan-traffar", "kravkedjan-hits")


@dataclass(frozen=True, slots=True)
class ExportedHits:
    """The file; ``total`` hits stand in it."""

    file_name: str
    media_type: str
    content: bytes
    sha256: str
    total: int


def export_hits(
    installation: Installation,
    query: SearchQuery,
    file_format: HitsFormat,
    language: str = "sv",
    known_at: datetime | None = None,
) -> ExportedHits:
    """All hits of a query, not only a page of them, without excerpts.

    Raises:
        InvalidInputError: ``search.export_language``.
    """
    if language not in LANGUAGES:
        raise InvalidInputError("search.export_language", where="language", given=language)
    whole = replace(query, limit=_ALL, offset=0, with_excerpts=False)
    answer = search_library(installation, whole, known_at)
    content = _content(query, answer, file_format, language, known_at)
    return ExportedHits(
        file_name=f"{_NAMES[LANGUAGES.index(language)]}.{file_format.value}",
        media_type=_MEDIA_TYPES[file_format],
        content=content,
        sha256=sha256(content).hexdigest(),
        total=answer.total,
    )


def _content(
    query: SearchQuery,
    answer: SearchAnswer,
    file_format: HitsFormat,
    language: str,
    known_at: datetime | None,
) -> bytes:
    if file_format is HitsFormat.JSON:
        told = {
            "query": query.text,
            "as_of": query.as_of.isoformat(),
            "known_at": None if known_at is None else known_at.isoformat(),
            "total": answer.total,
            "sequence": answer.sequence,
            "hits": [dump(hit) for hit in answer.hits],
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode()
    column = LANGUAGES.index(language)
    head = tuple(words[column] for words in _HEAD.values())
    say = extract_wording(language).say
    rows = [_row(hit, column, say) for hit in answer.hits]
    if file_format is HitsFormat.CSV:
        return csv_table(head, rows)
    return xlsx_table(_SHEET[column], head, rows)


def _row(hit: Hit, column: int, say: Callable[[str], str]) -> tuple[str, ...]:
    """One hit in the order of the head."""
    reference = hit.id
    if hit.version is not None:
        reference += f":{hit.version}" + (f"@{hit.level}" if hit.level else "")
    is_criterion = hit.level is not None
    return (
        _KINDS[hit.kind.value][column],
        reference,
        hit.title_en if column and hit.title_en else hit.title,
        say(f"level.{hit.level}") if is_criterion else "",
        say(f"type.{hit.type}") if is_criterion and hit.type else "",
        say(f"status.{hit.status}") if hit.status else "",
        ", ".join(hit.groups),
        ", ".join(hit.superseded_by),
        ", ".join(hit.related),
    )
