# SPDX-License-Identifier: EUPL-1.2
"""Who the supplier is: a Swedish organisation number, an EU VAT number or a foreign id, each in one form.

A Swedish VAT number is the organisation number with ``SE`` and ``01`` around it and is kept as the latter, so
that one legal entity has one number (DOMAIN 3.9 compares by it). Check digits follow python-stdnum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from stdnum import luhn
from stdnum.eu import vat
from stdnum.exceptions import InvalidComponent, ValidationError

from criteria.errors import InvalidInputError

_FOREIGN = re.compile(r"^(?P<country>[A-Z]{2}):(?P<number>[A-Z0-9][A-Z0-9 ./-]{0,38}[A-Z0-9]|[A-Z0-9])$")
_MAX_NAME = 200


class SupplierIdKind(str, Enum):
    """Which register a supplier's number belongs to."""

    SWEDISH = "se_organisation_number"
    EU_VAT = "eu_vat"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SupplierIdentity:
    """A supplier's number in its one form: ten digits, ``DE123456789`` or ``NO:923609016``.

    ``sole_trader`` is true when a Swedish number has the shape of a personal number: the firm is a person,
    and the number is personal data (GDPR) in every document it stands in.
    """

    kind: SupplierIdKind
    number: str
    country: str
    sole_trader: bool = False


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier as an organisation knows it; ``name`` may be missing where a number stands for it."""

    id: str
    identity: SupplierIdentity
    name: str | None

    @property
    def shown(self) -> str:
        """The name, or the number where there is none."""
        return self.name or shown_number(self.identity)


def parse_supplier_number(text: str) -> SupplierIdentity:
    """A Swedish organisation number or an EU VAT number, as people write them.

    >>> parse_supplier_number("556012-5790").number
    '5560125790'

    Raises:
        InvalidInputError: ``supplier.number_form``, ``supplier.check_digit`` with the digit that was
            expected, ``supplier.vat_country`` or ``supplier.vat_wrong``.
    """
    compact = re.sub(r"[\s.+\u2010-\u2015-]", "", text).upper()
    if re.match(r"[A-Z]{2}.*[0-9]", compact):
        return _vat(compact, text)
    if not re.fullmatch(r"[0-9]{10}|(?:16|18|19|20)[0-9]{10}", compact):
        raise InvalidInputError("supplier.number_form", where="supplier", given=text, digits=len(compact))
    return _swedish(compact[-10:], text)


def parse_foreign_id(text: str) -> SupplierIdentity:
    """A foreign supplier's own register number, written ``COUNTRY:ID`` (``NO:923609016``).

    Raises:
        InvalidInputError: ``supplier.foreign_form``, or ``supplier.foreign_swedish`` for SE.
    """
    match = _FOREIGN.match(" ".join(text.upper().split()))
    if match is None:
        raise InvalidInputError("supplier.foreign_form", where="supplier-id", given=text)
    if match["country"] == "SE":
        raise InvalidInputError("supplier.foreign_swedish", where="supplier-id", given=text)
    number = re.sub(r"[ ./-]", "", match["number"])
    return SupplierIdentity(SupplierIdKind.FOREIGN, f"{match['country']}:{number}", match["country"])


def clean_name(name: str | None, identity: SupplierIdentity) -> str | None:
    """The supplier's name without surplus spaces; a foreign id must have one.

    Raises:
        InvalidInputError: ``supplier.name_missing`` or ``supplier.name_long``.
    """
    clean = " ".join((name or "").split())
    if len(clean) > _MAX_NAME:
        raise InvalidInputError("supplier.name_long", where="supplier-name", limit=_MAX_NAME)
    if not clean and identity.kind is SupplierIdKind.FOREIGN:
        raise InvalidInputError("supplier.name_missing", where="supplier-name", given=identity.number)
    return clean or None


def shown_number(identity: SupplierIdentity) -> str:
    """The number as people write it: a Swedish one with its hyphen."""
    if identity.kind is SupplierIdKind.SWEDISH:
        return f"{identity.number[:6]}-{identity.number[6:]}"
    return identity.number


def _swedish(digits: str, given: str) -> SupplierIdentity:
    expected = luhn.calc_check_digit(digits[:9])
    if digits[9] != expected:
        raise InvalidInputError(
            "supplier.check_digit", where="supplier", given=given, expected=expected, found=digits[9]
        )
    return SupplierIdentity(SupplierIdKind.SWEDISH, digits, "SE", _has_personal_shape(digits))


def _has_personal_shape(digits: str) -> bool:
    """Whether the number begins with a birth date; the third digit of a legal person's is at least 2.

    Source: lag (1974:174) om identitetsbeteckning för juridiska personer m.fl. A co-ordination number has 60
    added to the day.
    """
    day = int(digits[4:6])
    try:
        # The century does not matter for whether the day exists, except for 29 February: 2000 has one.
        date(2000 + int(digits[:2]), int(digits[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _vat(compact: str, given: str) -> SupplierIdentity:
    try:
        number = str(vat.validate(compact))
    except InvalidComponent as error:
        raise InvalidInputError(
            "supplier.vat_country", where="supplier", given=given, country=compact[:2]
        ) from error
    except ValidationError as error:
        if compact.startswith("SE") and re.fullmatch(r"SE[0-9]{12}", compact):
            _swedish(compact[2:12], given)
        raise InvalidInputError(
            "supplier.vat_wrong", where="supplier", given=given, country=compact[:2]
        ) from error
    if number.startswith("SE"):
        return _swedish(number[2:12], given)
    country = "GR" if number.startswith("EL") else number[:2]
    return SupplierIdentity(SupplierIdKind.EU_VAT, number, country)
