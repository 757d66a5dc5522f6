# SPDX-License-Identifier: EUPL-1.2
"""The closed vocabularies of the library: levels, types, aspects, methods, proof kinds, times and roles.

The values are the codes written in files, the API and ``--json``; the Swedish words live in webapp.
Source: DOMAIN glossary and sections 3.3, 3.5 and 3.8 (docs/glossary.md).
"""

from __future__ import annotations

from enum import Enum


class Level(str, Enum):
    """Ambition of a criterion version, lowest first."""

    BASE = "base"
    ADVANCED = "advanced"
    LEADING_EDGE = "leading_edge"

    @property
    def rank(self) -> int:
        """Position from 1 (base) to 3 (leading edge)."""
        return list(Level).index(self) + 1


class RequirementType(str, Enum):
    """Where in the procurement documents a requirement stands; decides when it can be followed up."""

    SELECTION_REQUIREMENT = "selection_requirement"
    TECHNICAL_SPECIFICATION = "technical_specification"
    AWARD_CRITERION = "award_criterion"
    PERFORMANCE_CONDITION = "performance_condition"


class Aspect(str, Enum):
    """What a criterion is about; the closed list that coverage units are counted in."""

    CLIMATE = "climate"
    ENERGY = "energy"
    RENEWABLE = "renewable"
    TRANSPORT = "transport"
    CHEMICALS = "chemicals"
    EMISSIONS_INDOOR = "emissions_indoor"
    EMISSIONS_AIR_WATER = "emissions_air_water"
    NOISE = "noise"
    ORGANIC = "organic"
    BIODIVERSITY = "biodiversity"
    DEFORESTATION = "deforestation"
    PESTICIDES = "pesticides"
    ANIMAL_WELFARE = "animal_welfare"
    ANTIBIOTICS = "antibiotics"
    ORIGIN = "origin"
    DURABILITY = "durability"
    REPAIR = "repair"
    REUSE = "reuse"
    RECYCLED = "recycled"
    PACKAGING = "packaging"
    WASTE = "waste"
    WATER = "water"
    SAFETY = "safety"
    ACCESSIBILITY = "accessibility"
    SOCIAL = "social"
    LABOUR_LAW = "labour_law"
    SUPPLY_CHAIN = "supply_chain"
    EMS = "ems"
    INFORMATION = "information"


class Method(str, Enum):
    """How a requirement is followed up. Source: DOMAIN 3.3."""

    DECL = "DECL"
    LABEL = "LABEL"
    REG = "REG"
    DOC = "DOC"
    TEST = "TEST"
    STAT = "STAT"
    DOCSAMPLE = "DOCSAMPLE"
    DELIV = "DELIV"
    LAB = "LAB"
    VISIT = "VISIT"
    OFFICE = "OFFICE"
    FACTORY = "FACTORY"
    MEET = "MEET"


#: Methods whose evidence is the organisation's own finding; they reach strength 5 whatever papers exist.
OWN_FINDING_METHODS: frozenset[Method] = frozenset({Method.DELIV, Method.LAB, Method.VISIT, Method.OFFICE})

#: The strongest evidence a method can bring in when it rests on papers. Source: DOMAIN 3.3 with 3.5.
METHOD_CEILING: dict[Method, int] = {
    Method.DECL: 1,
    Method.MEET: 2,
    Method.STAT: 2,
    Method.TEST: 3,
    Method.LABEL: 4,
    Method.REG: 4,
    Method.DOC: 4,
    Method.DOCSAMPLE: 4,
    Method.FACTORY: 4,
    Method.DELIV: 5,
    Method.LAB: 5,
    Method.VISIT: 5,
    Method.OFFICE: 5,
}


class ProofKind(str, Enum):
    """What kind of thing shows that a requirement is met, ordered by the strength it can have."""

    DECLARATION = "declaration"
    DATA_SHEET = "data_sheet"
    SAFETY_DATA_SHEET = "safety_data_sheet"
    OWN_DOCUMENT = "own_document"
    STATISTICS = "statistics"
    REGISTER_EXTRACT = "register_extract"
    TEST_REPORT = "test_report"
    VERIFIED_STATEMENT = "verified_statement"
    LABEL_LICENCE = "label_licence"
    CERTIFICATE = "certificate"
    AUDIT_REPORT = "audit_report"
    MARKING = "marking"
    OBSERVATION = "observation"


#: Highest evidence strength (0-5) each kind can carry. Source: DOMAIN 3.5.
PROOF_CEILING: dict[ProofKind, int] = {
    ProofKind.DECLARATION: 1,
    ProofKind.DATA_SHEET: 2,
    ProofKind.SAFETY_DATA_SHEET: 2,
    ProofKind.OWN_DOCUMENT: 2,
    ProofKind.STATISTICS: 2,
    ProofKind.REGISTER_EXTRACT: 4,
    ProofKind.TEST_REPORT: 3,
    ProofKind.VERIFIED_STATEMENT: 3,
    ProofKind.LABEL_LICENCE: 4,
    ProofKind.CERTIFICATE: 4,
    ProofKind.AUDIT_REPORT: 4,
    ProofKind.MARKING: 5,
    ProofKind.OBSERVATION: 5,
}


class ProofTime(str, Enum):
    """When proof is shown, earliest first."""

    WITH_TENDER = "with_tender"
    BEFORE_AWARD = "before_award"
    CONTRACT_START = "contract_start"
    ON_REQUEST = "on_request"


class ProofBy(str, Enum):
    """Who shows the proof."""

    ALL_TENDERERS = "all_tenderers"
    WINNER = "winner"
    SUPPLIER = "supplier"


class FollowUpTime(str, Enum):
    """When during a contract a check is due."""

    BEFORE_AWARD = "before_award"
    CONTRACT_START = "contract_start"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ON_DELIVERY = "on_delivery"
    ON_ARTICLE_CHANGE = "on_article_change"
    ON_SUSPICION = "on_suspicion"
    CONTRACT_END = "contract_end"


class FollowUpRole(str, Enum):
    """Who carries out a check. Source: DOMAIN 3.8; the same values as the roles of people."""

    REQUESTER = "requester"
    BUYER = "buyer"
    PROCURER = "procurer"
    CONTRACT_OWNER = "contract_owner"
    ENVIRONMENT_STRATEGIST = "environment_strategist"


class ParameterType(str, Enum):
    """What kind of value fills a blank."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"


class FilledBy(str, Enum):
    """Who fills a blank: the procurer before the set is locked, or the tenderer in the tender."""

    PROCURER = "procurer"
    TENDERER = "tenderer"


class LabelCoverage(str, Enum):
    """How much of a requirement a label settles."""

    FULL = "full"
    PART = "part"


class LabelPoint(str, Enum):
    """The six points a label is held against, in the order of the law. Source: 9 kap. 13 § LOU."""

    LINK = "link"
    SUITABLE = "suitable"
    OBJECTIVE = "objective"
    OPEN_PROCESS = "open_process"
    AVAILABLE = "available"
    INDEPENDENT = "independent"


class PointVerdict(str, Enum):
    """How a label stands against one of the six points."""

    HOLDS = "holds"
    PART = "part"
    NOT_SHOWN = "not_shown"
    FAILS = "fails"


class LabelUse(str, Enum):
    """How a label may be used in the procurement documents. Source: 9 kap. 12-13 §§ LOU.

    ``label``: demanded as such, since all six points hold. ``criteria``: only its criteria may be referred
    to, since all but the link to the subject hold (13 § last paragraph). ``property``: the property is
    written in words of one's own and the label is one way to show it. ``no_label``: no label as the law
    means it.
    """

    LABEL = "label"
    CRITERIA = "criteria"
    PROPERTY = "property"
    NO_LABEL = "no_label"


class SourceMark(str, Enum):
    """How sure a fact is: known, found in the source, or still to be checked. Source: DOMAIN 0."""

    KNOWN = "K"
    FOUND = "F"
    CHECK = "C"


class ShippedState(str, Enum):
    """In which state a data file enters an installation."""

    PUBLISHED = "published"
    DRAFT = "draft"


class LegalReview(str, Enum):
    """Whether a lawyer has read the text; said openly where not."""

    NOT_REVIEWED = "not_reviewed"
    REVIEWED = "reviewed"
