# SPDX-License-Identifier: EUPL-1.2
"""Which HTTP status one of our errors answers with, on pages and in the API."""

from __future__ import annotations

from criteria.errors import (
    CriteriaError,
    ForbiddenError,
    IntegrityError,
    InvalidInputError,
    NotFoundError,
    StaleRevisionError,
)

_STATUS: dict[type, int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    InvalidInputError: 400,
    StaleRevisionError: 409,
    IntegrityError: 500,
}


def status_of(error: CriteriaError) -> int:
    """The HTTP status an error answers with; a refusal is 422."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 422)
