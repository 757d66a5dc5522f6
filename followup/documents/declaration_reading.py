# SPDX-License-Identifier: EUPL-1.2
"""Reading a filled declaration form back from XLSX, row by row, tied to the words that were asked.

Nothing is decided here: whether the declaration is taken in is said by followup.declarations.checking. A row
whose visible text is not the one that was sent out comes back with an empty hash, so that it is refused.
Source: DOMAIN 4.5, DC1 and DC2.
"""

from __future__ import annotations

import re
from datetime import date

from criteria.documents.xlsx_reading import AnswerRow, WorkbookContent, read_workbook
from criteria.errors import InvalidInputError
from followup.declarations.model import FrozenForm, FrozenRequirement, GivenAnswer, GivenDeclaration
from followup.documents.declaration import shown_text
from followup.documents.model import DeclarationOrigin

_LINE_MARK = re.compile(r"^(?P<line>[0-9]{1,6}) (?P<hash>[0-9a-f]{64})$")
_DATE = re.compile(r"^(?P<year>[0-9]{4})[-./]?(?P<month>[0-9]{2})[-./]?(?P<day>[0-9]{2})$")


def declaration_origin(data: bytes) -> DeclarationOrigin:
    """Which form, contract and seal a file says it answers to; empty where it says nothing.

    Raises:
        InvalidInputError: as criteria.documents.xlsx_reading.read_workbook.
    """
    marks = read_workbook(data).marks
    return DeclarationOrigin(marks.get("form", ""), marks.get("contract", ""), marks.get("seal", ""))


def read_declaration(data: bytes, form: FrozenForm) -> GivenDeclaration:
    """The answers in a file, read against the form they should answer.

    Raises:
        InvalidInputError: ``declaration.date_unreadable``, or as read_workbook.
    """
    content = read_workbook(data)
    marks, fields = content.marks, content.fields
    return GivenDeclaration(
        form=marks.get("form", ""),
        contract_id=marks.get("contract", ""),
        seal=marks.get("seal", ""),
        answers=tuple(_answer(row, content, form) for row in content.rows),
        name=fields.get("name", ""),
        title=fields.get("title", ""),
        authority=fields.get("authority", ""),
        signed_on=_signed_on(fields.get("date", "")),
    )


def _answer(row: AnswerRow, content: WorkbookContent, form: FrozenForm) -> GivenAnswer:
    asked = next((item for item in form.requirements if item.number == row.number), None)
    line, text_hash = (0, "") if asked is None else (asked.line, _hash_of(row, content, asked))
    return GivenAnswer(
        line=line,
        text_hash=text_hash,
        answer=row.answers.get("answer", ""),
        comment=row.answers.get("comment", ""),
        proof=row.answers.get("proof", ""),
    )


def _hash_of(row: AnswerRow, content: WorkbookContent, asked: FrozenRequirement) -> str:
    """The hash of the words in the row: what the file says, if they still are the words it was made of."""
    mark = _LINE_MARK.match(content.marks.get(f"line:{row.number}", ""))
    if mark is None or int(mark["line"]) != asked.line:
        return ""
    if mark["hash"] != asked.text_hash:
        return mark["hash"]
    language = "en" if content.marks.get("language") == "en" else "sv"
    return asked.text_hash if row.text == shown_text(asked, language) else ""


def _signed_on(text: str) -> date | None:
    if not text:
        return None
    match = _DATE.match(text)
    try:
        if match is not None:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        pass
    raise InvalidInputError("declaration.date_unreadable", where="date", given=text[:40])
