# SPDX-License-Identifier: EUPL-1.2
"""Text that looks like a Swedish personal identity number.

Source: DOMAIN 2.5 (data minimisation, GDPR art. 5: warn); the check digit is Luhn's, and a co-ordination
number has sixty added to the day. An organisation number has a third digit of two or more, so its first
six digits are never a date.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum import luhn

_CANDIDATE = re.compile(
    r"(?<![0-9])(?:(19|20)[ ]?)?([0-9]{2})([0-9]{2})([0-9]{2})[ ]?[-+–]?[ ]?([0-9]{4})(?![0-9])"
)
_COORDINATION = 60


def has_personal_number(text: str) -> bool:
    """Whether the text holds something with the form, the date and the check digit of such a number.

    >>> has_personal_number("Granskat av 19811218-9876")
    True
    >>> has_personal_number("Org.nr 556016-0680, protokoll 20270315-0001")
    False
    """
    return any(_is_number(*found.groups()) for found in _CANDIDATE.finditer(text))


def _is_number(century: str | None, year: str, month: str, day: str, last: str) -> bool:
    born = int(day) - (_COORDINATION if int(day) > _COORDINATION else 0)
    try:
        date(int((century or "20") + year), int(month), born)
    except ValueError:
        return False
    return bool(luhn.is_valid(year + month + day + last))
