# SPDX-License-Identifier: EUPL-1.2
"""Comparing evidence rows with evidence files, and settling what a crash left behind.

Source: ARCHITECTURE, Storage (rows and files are reconciled by a command; a crash loses nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import NewEvent
from criteria.issues import Issue, Severity
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from followup.services.evidence import AddedEvidence, NewEvidence, NewFile, add_evidence
from followup.storage.evidence_files import EvidenceFolder
from followup.storage.evidence_store import EvidenceStore


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What comparing found: ``files`` that rows point at, ``orphans`` without row, ``unfinished`` ones."""

    ok: bool
    files: int
    orphans: tuple[str, ...]
    unfinished: tuple[str, ...]
    findings: tuple[Issue, ...]


def verify_evidence(installation: Installation) -> EvidenceCheck:
    """Compare every row with its file, and every file with its rows; changes nothing."""
    folder = EvidenceFolder(installation.evidence_folder)
    with folder.alone(), installation.reading() as session:
        rows = EvidenceStore(session).list_hashes()
        names, unfinished = set(folder.iter_hashes()), folder.list_unfinished()
    # Reading every file takes long; rows and names never go, so it can be done while others store.
    orphans = tuple(sorted(names - {sha256 for sha256, _, _ in rows}))
    findings = (
        *(issue for row in rows for issue in _check_file(folder, row)),
        *(issue for sha256 in orphans for issue in _check_orphan(folder, sha256)),
        *(_issue(Severity.YELLOW, "evidence.unfinished", name, name=name) for name in unfinished),
    )
    return EvidenceCheck(not findings, len(rows), orphans, unfinished, findings)


def remove_orphans(installation: Installation, actor: Actor) -> tuple[str, ...]:
    """Take away files that no row points at and files whose writing was cut off; what went, by name.

    What was cut off had not been received: the person who sent it was not told that it was stored.
    """
    actor.require(Permission.ADMINISTER)
    folder = EvidenceFolder(installation.evidence_folder)
    with folder.alone(), installation.writing() as work:
        known = {sha256 for sha256, _, _ in EvidenceStore(work.session).list_hashes()}
        orphans = tuple(sha256 for sha256 in folder.iter_hashes() if sha256 not in known)
        unfinished = folder.list_unfinished()
        for sha256 in orphans:
            work.record(NewEvent("evidence.orphan_removed", sha256, {}, actor.user_id, actor.organisation_id))
        for name in unfinished:
            folder.remove_unfinished(name)
        for sha256 in orphans:
            folder.remove(sha256)
    return (*orphans, *unfinished)


def adopt_orphan(
    installation: Installation, actor: Actor, contract_id: str, file: tuple[str, str], new: NewEvidence
) -> AddedEvidence:
    """Give a file without row the row that a crash took; ``file`` is its SHA-256 and the name it shall have.

    Raises:
        InvalidInputError: ``evidence.hash_malformed``.
        RefusedError: ``evidence.no_orphan`` when rows point at it already.
        IntegrityError: ``evidence.file_missing`` or ``evidence.file_changed``.
    """
    sha256, name = file
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise InvalidInputError("evidence.hash_malformed", where="sha256", given=sha256)
    folder = EvidenceFolder(installation.evidence_folder)
    with installation.reading() as session:
        if any(sha256 == known for known, _, _ in EvidenceStore(session).list_hashes()):
            raise RefusedError("evidence.no_orphan", where=sha256, sha256=sha256)
    return add_evidence(installation, actor, contract_id, NewFile(name, folder.read(sha256)), new)


def _check_file(folder: EvidenceFolder, row: tuple[str, int, str]) -> Iterator[Issue]:
    sha256, size, evidence_id = row
    found = folder.size_of(sha256)
    if found is None:
        yield _issue(Severity.RED, "evidence.missing", evidence_id, sha256=sha256)
    elif found != size or not folder.is_whole(sha256):
        yield _issue(Severity.RED, "evidence.changed", evidence_id, sha256=sha256)


def _check_orphan(folder: EvidenceFolder, sha256: str) -> Iterator[Issue]:
    code = "evidence.orphan" if folder.is_whole(sha256) else "evidence.orphan_changed"
    if folder.size_of(sha256) is not None:
        yield _issue(Severity.YELLOW, code, sha256, sha256=sha256)


def _issue(severity: Severity, code: str, where: str, **values: str) -> Issue:
    return Issue(severity, code, where, f"{code} {where}", values)
