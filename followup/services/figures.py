# SPDX-License-Identifier: EUPL-1.2
"""How it went where a criterion was used, and the chain from an outcome back to the criterion's words."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.errors import IntegrityError
from criteria.identifiers import parse_reference
from criteria.library.model import Words
from criteria.people.model import Actor, Permission
from criteria.requirements.model import LineOrigin
from criteria.services.installation import Installation
from criteria.services.library import OutcomeFigures
from criteria.storage.library_store import LibraryStore
from followup.log.assessment import shown_as
from followup.log.model import VERIFIED, ShownAs
from followup.log.standing import in_force
from followup.storage.chain_store import ChainLink, ChainStore
from followup.storage.outcome_store import OutcomeStore


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way from an outcome back to the words it is about.

    ``text`` is the requirement as sealed for this purchase, ``original_text`` the library's words where they
    were changed locally. ``criterion_text`` and ``criterion_title`` are the pinned version's own, None for a
    requirement of the set's own.
    """

    outcome: str
    task: str
    contract: str
    set_id: str
    set_revision: int
    seal: str
    line: int
    number: str
    origin: LineOrigin
    ref: str | None
    fingerprint: str | None
    text: Words
    original_text: Words | None
    criterion_title: Words | None
    criterion_text: Words | None


def trace_outcome(installation: Installation, actor: Actor, outcome_id: str) -> Trace:
    """Outcome → task → contract → sealed line → criterion version, every pin proved on the way.

    Raises:
        NotFoundError: ``outcome.unknown``, also when it is another organisation's.
        IntegrityError: ``chain.broken`` with the link whose pin does not hold.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        link = ChainStore(session).get(outcome_id, actor.organisation_id)
    line = next((item for item in link.sealed.lines if item.line == link.line), None)
    broken = _broken(link, None if line is None else line.fingerprint)
    if line is None or broken is not None:
        raise IntegrityError("chain.broken", where=outcome_id, link=broken or "line")
    return Trace(
        outcome=link.outcome_id,
        task=link.task_id,
        contract=link.contract_id,
        set_id=link.sealed.set_id,
        set_revision=link.sealed.revision,
        seal=link.seal,
        line=line.line,
        number=line.number,
        origin=line.origin,
        ref=line.ref,
        fingerprint=line.fingerprint,
        text=line.text,
        original_text=line.original_text,
        criterion_title=None if link.version is None else link.version.title,
        criterion_text=None if link.version is None else link.version.text,
    )


def outcome_figures(installation: Installation, organisation_id: str, ref: str) -> OutcomeFigures:
    """What one organisation's own log says of a criterion version; ``ref`` is full (``FURN-01:1@base``).

    Each requirement of a contract counts once, by its latest outcome that nobody has corrected.
    """
    with installation.reading() as session:
        LibraryStore(session).get_version(parse_reference(ref), organisation_id)
        counts = ChainStore(session).count_uses(ref, organisation_id)
        latest: dict[tuple[str, int], ShownAs] = {}
        for outcome in in_force(OutcomeStore(session).list_about(ref, organisation_id)):
            latest[outcome.contract_id, outcome.line] = shown_as(outcome)
    shown = tuple(latest.values())
    return OutcomeFigures(
        sets=counts.sets,
        contracts=counts.contracts,
        followed_up=len(shown),
        met=sum(item in VERIFIED for item in shown),
        deviations=counts.deviations,
        not_verifiable=shown.count(ShownAs.NOT_VERIFIABLE),
    )


def _broken(link: ChainLink, sealed_fingerprint: str | None) -> str | None:
    """The first link whose pin does not hold, or None."""
    if not link.seal == link.stored_seal == link.computed_seal:
        return "seal"
    if link.fingerprint != sealed_fingerprint:
        return "line"
    if link.fingerprint is not None and link.version_fingerprint != link.fingerprint:
        return "criterion"
    return None
