# SPDX-License-Identifier: EUPL-1.2
"""The error base of the whole product: a stable code, where it happened, and the values.

The text for people (what is wrong, how to mend it) is made from code and values by the catalogue in
webapp, one for pages, API and commands. The classes say only which kind of answer an error is.
"""

from __future__ import annotations

from criteria.issues import Issue


class CriteriaError(Exception):
    """An error a person can understand and mend.

    ``code`` is stable and dotted (``set.locked``); ``where`` names the field, file and line or object;
    ``values`` fill the catalogue's text and never hold secrets or personal data.
    """

    def __init__(self, code: str, *, where: str = "", **values: object) -> None:
        """Keep code, place and values; the log text is built from them."""
        self.code = code
        self.where = where
        self.values: dict[str, object] = values
        shown = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(f"{code} at {where or '-'}" + (f" ({shown})" if shown else ""))


class NotFoundError(CriteriaError):
    """The thing named does not exist, or is not this organisation's to see."""


class InvalidInputError(CriteriaError):
    """A value is malformed or out of its range."""


class RefusedError(CriteriaError):
    """A well-formed request breaks a rule; nothing was stored."""


class ForbiddenError(CriteriaError):
    """The actor's role does not allow this."""


class StaleRevisionError(CriteriaError):
    """Somebody else changed the thing since it was read; nothing was overwritten."""


class FindingsError(CriteriaError):
    """A check found what must be mended first; ``issues`` holds every finding."""

    def __init__(self, code: str, issues: tuple[Issue, ...], *, where: str = "", **values: object) -> None:
        """Keep the findings beside code and values."""
        self.issues = issues
        super().__init__(code, where=where, count=len(issues), **values)


class IntegrityError(CriteriaError):
    """What is stored does not agree with its own check sums or log."""
