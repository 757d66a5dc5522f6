# SPDX-License-Identifier: EUPL-1.2
"""What kind a piece of evidence is, and how strong it is for the claim it is said to be about.

Source: DOMAIN 3.5. Rule (a): strength counts only for the claim. So the requirement's own list of accepted
proof decides where it names the kind; a certificate, a licence or a register extract that it does not name
speaks of something else, and is no more than the supplier's own word until a person has said why it is
equivalent (9 kap. 14-15 §§ LOU: equivalent proof must be accepted). What the organisation found itself is
bound by the same rule: a photograph of a table says nothing of where its wood was felled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from criteria.errors import InvalidInputError
from criteria.issues import Issue, Severity
from criteria.library.vocabulary import OWN_FINDING_METHODS, PROOF_CEILING, LabelCoverage, ProofKind
from criteria.requirements.model import SealedLine

#: The supplier's own word. Source: DOMAIN 3.5.
OWN_WORD = 1
#: The supplier's own documents, which a photograph of a marking taken by the supplier is too.
OWN_DOCUMENT = 2
#: What the organisation found itself on what was delivered.
OWN_FINDING = 5

_FOUND_BY_US = frozenset({ProofKind.OBSERVATION, ProofKind.MARKING})
#: Kinds that become an own finding when the organisation ordered them on what was delivered.
_MAY_BE_OWN_FINDING = _FOUND_BY_US | {ProofKind.TEST_REPORT, ProofKind.AUDIT_REPORT}
#: Kinds that say something about a scheme's scope, and about this requirement only where it names them.
_SCHEMES = frozenset({ProofKind.CERTIFICATE, ProofKind.LABEL_LICENCE, ProofKind.REGISTER_EXTRACT})
_LAPSE = frozenset({ProofKind.CERTIFICATE, ProofKind.LABEL_LICENCE})

_WORDS = {
    "egen försäkran": ProofKind.DECLARATION,
    "försäkran": ProofKind.DECLARATION,
    "leverantörsförsäkran": ProofKind.DECLARATION,
    "datablad": ProofKind.DATA_SHEET,
    "produktblad": ProofKind.DATA_SHEET,
    "säkerhetsdatablad": ProofKind.SAFETY_DATA_SHEET,
    "sds": ProofKind.SAFETY_DATA_SHEET,
    "eget dokument": ProofKind.OWN_DOCUMENT,
    "eget underlag": ProofKind.OWN_DOCUMENT,
    "dokument": ProofKind.OWN_DOCUMENT,
    "statistik": ProofKind.STATISTICS,
    "inköpsstatistik": ProofKind.STATISTICS,
    "registerutdrag": ProofKind.REGISTER_EXTRACT,
    "provningsrapport": ProofKind.TEST_REPORT,
    "testrapport": ProofKind.TEST_REPORT,
    "granskat intyg": ProofKind.VERIFIED_STATEMENT,
    "intyg": ProofKind.VERIFIED_STATEMENT,
    "licens": ProofKind.LABEL_LICENCE,
    "märkningslicens": ProofKind.LABEL_LICENCE,
    "certifikat": ProofKind.CERTIFICATE,
    "revisionsrapport": ProofKind.AUDIT_REPORT,
    "märkning": ProofKind.MARKING,
    "iakttagelse": ProofKind.OBSERVATION,
    "observation": ProofKind.OBSERVATION,
    "platsbesök": ProofKind.OBSERVATION,
    "foto": ProofKind.OBSERVATION,
}


def parse_kind(text: str) -> ProofKind:
    """A kind from its code or a Swedish word.

    >>> parse_kind("Provningsrapport").value
    'test_report'

    Raises:
        InvalidInputError: ``evidence.kind_unknown`` with the codes there are.
    """
    key = " ".join(text.casefold().split())
    if key in _WORDS:
        return _WORDS[key]
    try:
        return ProofKind(key.replace("-", "_").replace(" ", "_"))
    except ValueError:
        kinds = ", ".join(kind.value for kind in ProofKind)
        raise InvalidInputError("evidence.kind_unknown", where="kind", given=text, kinds=kinds) from None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said about a piece of evidence when it is stored.

    ``own_finding`` is None where the kind decides: an observation and a marking are the organisation's own
    unless said otherwise. ``equivalent_because`` is why a kind the requirement does not name shows the same.
    """

    kind: ProofKind
    own_finding: bool | None = None
    equivalent_because: str | None = None

    @property
    def is_own_finding(self) -> bool:
        """Whether the organisation itself found it on what was delivered."""
        return self.kind in _FOUND_BY_US if self.own_finding is None else self.own_finding


def strength_for(claim: Claim, line: SealedLine | None) -> int:
    """The strength (0-5) for a requirement; for no requirement at all it is that of the kind alone.

    Raises:
        InvalidInputError: ``evidence.not_own_finding`` for a kind that cannot be an own finding.
    """
    kind = claim.kind
    if claim.is_own_finding:
        if kind not in _MAY_BE_OWN_FINDING:
            raise InvalidInputError("evidence.not_own_finding", where="own-finding", kind=kind.value)
        if finding_counts(kind, line):
            return OWN_FINDING
        return OWN_DOCUMENT if claim.equivalent_because else OWN_WORD
    ceiling = OWN_DOCUMENT if kind in _FOUND_BY_US else PROOF_CEILING[kind]
    named = named_strength(kind, line)
    if named is not None:
        return min(ceiling, named) if kind not in _FOUND_BY_US else min(PROOF_CEILING[kind], named)
    if line is not None and kind in _SCHEMES and not claim.equivalent_because:
        return OWN_WORD
    return ceiling


def finding_counts(kind: ProofKind, line: SealedLine | None) -> bool:
    """Whether what the organisation found itself is about the requirement at all (DOMAIN 3.5, rule a).

    It is where a method that finds for itself follows the requirement up, or its proof names the kind.
    """
    if line is None or named_strength(kind, line) is not None:
        return True
    template = line.requirement.follow_up
    methods = (*line.methods, *(() if template is None else template.methods))
    return any(method in OWN_FINDING_METHODS for method in methods)


def named_strength(kind: ProofKind, line: SealedLine | None) -> int | None:
    """The strength a requirement itself gives a kind of proof; None where it does not name the kind.

    A label that settles the whole requirement is named by being listed among its labels.
    """
    if line is None:
        return None
    requirement = line.requirement
    alternatives = requirement.proof.alternatives if requirement.proof else ()
    found = [item.strength for way in alternatives for item in way.all_of if item.kind is kind]
    if kind is ProofKind.LABEL_LICENCE and any(
        label.coverage is LabelCoverage.FULL for label in requirement.labels
    ):
        found.append(PROOF_CEILING[kind])
    return max(found, default=None)


def claim_issues(claim: Claim, line: SealedLine | None, *, lapses: bool) -> Iterator[Issue]:
    """What a person should look at again; ``lapses`` says whether a last day of validity was given."""
    where = line.number if line else ""
    if line is None:
        yield _yellow("evidence.about_nothing", where)
    elif named_strength(claim.kind, line) is None and not claim.is_own_finding:
        if claim.kind in _SCHEMES and not claim.equivalent_because:
            yield _yellow("evidence.kind_not_named_scheme", where, kind=claim.kind.value)
        elif claim.kind is not ProofKind.DECLARATION:
            yield _yellow("evidence.kind_not_named", where, kind=claim.kind.value)
    elif claim.is_own_finding and not finding_counts(claim.kind, line):
        yield _yellow("evidence.finding_not_about", where, kind=claim.kind.value)
    if claim.kind in _LAPSE and not lapses:
        yield _yellow("evidence.validity_unknown", where, kind=claim.kind.value)


def _yellow(code: str, where: str, **values: str) -> Issue:
    return Issue(Severity.YELLOW, code, where or "evidence", code, values)
