# SPDX-License-Identifier: EUPL-1.2
"""Own requirements in a set: typed, pasted, or out of a table, each with what was proposed for it."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.documents.package_check import check_workbook_package
from criteria.errors import InvalidInputError
from criteria.exchange.own_lines import read_own_lines
from criteria.library.model import Proof, ProofAlternative, ProofItem, Words
from criteria.library.vocabulary import PROOF_CEILING, ProofBy, ProofKind, ProofTime, RequirementType
from criteria.people.model import Actor
from criteria.requirements import lines as building
from criteria.requirements.model import RequirementSet
from criteria.requirements.own_lines import CROSS, NearestCriteria, OwnLine
from criteria.services.installation import Installation
from criteria.services.sets_change import EditAt, Editing, change_set
from criteria.services.sets_details import shares_cpv
from criteria.services.sets_views import SetView
from criteria.storage.library_store import LibraryStore

_MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class OwnLineChange:
    """What is changed in an own requirement; ``None`` leaves it as it is."""

    title: str | None = None
    text: str | None = None
    type: RequirementType | None = None
    proof_text: str | None = None
    proof_kind: ProofKind | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """One own line as it went in: its number, and the criterion that proof and follow-up come from."""

    line: int
    title: str
    type: RequirementType
    proposed_from: str | None
    nearness: str


@dataclass(frozen=True, slots=True)
class LinesPasted:
    """The set after own lines were added, with what was proposed for each."""

    set: SetView
    added: tuple[Proposed, ...]


def add_own_line(installation: Installation, actor: Actor, at: EditAt, own: OwnLine) -> LinesPasted:
    """The set with an own requirement last ("eget krav")."""
    return _add(installation, actor, at, (own,))


def paste_lines(
    installation: Installation, actor: Actor, at: EditAt, content: bytes, name: str
) -> LinesPasted:
    """The set with every row of a text, a Word file or an Excel file as an own requirement; all or none.

    Raises:
        InvalidInputError: ``paste.*``, ``workbook.*``, ``set.text_empty`` or ``set.text_long`` with the row.
        RefusedError: ``set.not_draft`` or ``set.too_many_lines``.
    """
    if content.startswith(b"PK") and b"xl/workbook.xml" in content:
        check_workbook_package(content)
    return _add(installation, actor, at, read_own_lines(content, name))


def change_own_line(
    installation: Installation, actor: Actor, at: EditAt, line: int, change: OwnLineChange
) -> SetView:
    """The set with an own requirement's title, text, type or proof changed.

    Raises:
        RefusedError: ``set.line_not_own`` for a line from the library.
    """
    text = None if change.text is None else building.clean_text(change.text, f"{line}")
    title = None if change.title is None else _title(change.title)
    built = building.OwnChange(title=title, text=text, type=change.type, proof=_proof(change))

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.own_line_changed", line=line)
        return building.change_own(editing.set, line, built)

    return change_set(installation, actor, at, edit)


def _add(installation: Installation, actor: Actor, at: EditAt, lines: tuple[OwnLine, ...]) -> LinesPasted:
    added: list[Proposed] = []

    def edit(editing: Editing) -> RequirementSet:
        building.require_draft(editing.set)
        nearest = _nearest(editing)
        groups = _groups(editing)
        for own in lines:
            proposal = nearest.propose(own, groups)
            editing.set = building.add_own(editing.set, proposal.requirement, proposal.proposed_from)
            line = editing.set.lines[-1].line
            editing.note("set.line_added", line=line, proposed_from=proposal.proposed_from or "")
            added.append(
                Proposed(
                    line,
                    proposal.requirement.title.sv,
                    proposal.requirement.type,
                    proposal.proposed_from,
                    f"{proposal.nearness:.2f}",
                )
            )
        return editing.set

    view = change_set(installation, actor, at, edit)
    return LinesPasted(view, tuple(added))


def _nearest(editing: Editing) -> NearestCriteria:
    stored = LibraryStore(editing.work.session).list_versions(viewer=editing.actor.organisation_id)
    return NearestCriteria(item.version for item in stored if item.status_on(editing.today).is_in_force)


def _groups(editing: Editing) -> frozenset[str]:
    """The product groups of what is bought: those of the library's lines, and those with the set's CPV codes.

    A cross-cutting line is meant for many groups and says nothing about which one this is.
    """
    of_lines = (
        group
        for line in editing.set.lines
        if line.ref is not None and CROSS not in line.requirement.groups
        for group in line.requirement.groups
    )
    codes = tuple(entry.code for entry in editing.set.cpv)
    return frozenset(of_lines) | {
        group.id for group in LibraryStore(editing.work.session).list_groups() if shares_cpv(group, codes)
    }


def _proof(change: OwnLineChange) -> Proof | None:
    if change.proof_text is None and change.proof_kind is None:
        return None
    if change.proof_text is None or not change.proof_text.strip():
        raise InvalidInputError("field.empty", where="proof", field="proof")
    kind = change.proof_kind or ProofKind.OWN_DOCUMENT
    words = Words(building.clean_text(change.proof_text, "proof"))
    item = ProofItem(kind=kind, strength=PROOF_CEILING[kind], text=words)
    return Proof((ProofAlternative((item,)),), ProofTime.ON_REQUEST, ProofBy.SUPPLIER, 10)


def _title(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise InvalidInputError("field.empty", where="title", field="title")
    if len(clean) > _MAX_TITLE:
        raise InvalidInputError("field.long", where="title", field="title", limit=_MAX_TITLE)
    return clean
