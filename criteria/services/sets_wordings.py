# SPDX-License-Identifier: EUPL-1.2
"""Every wording a requirement of a set has had, beside the library's own (DOMAIN, scenario 6, step 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from criteria.documents.extract_model import LineRevision
from criteria.errors import NotFoundError
from criteria.library.model import Words
from criteria.library.wording import WordChange, difference
from criteria.people.model import Actor, Permission
from criteria.services.extract_contents import line_revisions
from criteria.services.installation import Installation
from criteria.storage.set_store import SetStore


@dataclass(frozen=True, slots=True)
class LineWording:
    """One wording of a requirement, with how it differs from the one before it.

    ``revisions`` are the sealed revisions that read so, one after the other, oldest first; there are none of
    the library's wording. ``since`` and ``until`` are civil days, ``until`` being the first day on which
    another holds. ``changes`` is empty for the first wording, ``changes_en`` also where one of the two has no
    English.
    """

    text: Words
    changes: tuple[WordChange, ...]
    changes_en: tuple[WordChange, ...]
    revisions: tuple[LineRevision, ...]
    since: date | None
    until: date | None

    @property
    def change_reason(self) -> str | None:
        """Why the wording is not the library's, where somebody had to say so."""
        return self.revisions[0].change_reason if self.revisions else None


@dataclass(frozen=True, slots=True)
class LineWordings:
    """The wordings of a requirement in the order they came, the library's first unless it is an own one."""

    set_id: str
    set_title: str
    line: int
    number: str
    title: Words
    ref: str | None
    wordings: tuple[LineWording, ...]


def list_wordings(installation: Installation, actor: Actor, set_id: str, line: int) -> LineWordings:
    """Every sealed wording of a requirement by its lasting number, and the library's with the set's values.

    Revisions that follow each other and read the same stand as one. A requirement that a later revision took
    out is still shown, until the day it was taken out.

    Raises:
        NotFoundError: ``set.unknown``, ``set.not_sealed`` when nothing is sealed yet, or
            ``set.line_unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        store = SetStore(session)
        set_ = store.get(set_id, actor.organisation_id)
        sealed = [store.get_sealed(set_id, number) for number, _, _ in store.list_seals(set_id)]
    if not sealed:
        raise NotFoundError("set.not_sealed", where=set_id, given=set_id)
    revisions = tuple(line_revisions(sealed, line, set_))
    if not revisions:
        raise NotFoundError("set.line_unknown", where=f"{set_id}:{line}", line=line)
    ref = next(item.ref for version, _ in sealed for item in version.lines if item.line == line)
    return LineWordings(
        set_id=set_id,
        set_title=sealed[-1][0].title,
        line=line,
        number=revisions[-1].number,
        title=revisions[-1].title,
        ref=ref,
        wordings=tuple(_wordings(revisions, is_own=ref is None)),
    )


def _wordings(revisions: tuple[LineRevision, ...], *, is_own: bool) -> Iterator[LineWording]:
    before: Words | None = None
    if not is_own:
        before = revisions[0].original_text or revisions[0].text
        yield LineWording(before, (), (), (), None, None)
    for text, run in groupby(revisions, key=lambda item: item.text):
        alike = tuple(run)
        yield LineWording(
            text=text,
            changes=() if before is None else difference(before.sv.strip(), text.sv.strip()),
            changes_en=()
            if before is None or before.en is None or text.en is None
            else difference(before.en.strip(), text.en.strip()),
            revisions=alike,
            since=alike[0].in_force.since,
            until=alike[-1].in_force.until,
        )
        before = text
