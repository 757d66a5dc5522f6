# SPDX-License-Identifier: EUPL-1.2
"""One piece of evidence (underlag) as the rules know it: what it is, what it is about, how strong, how long.

Source: DOMAIN 3.5 (the strength ladder and its rules a to c).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from criteria.library.vocabulary import ProofKind


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One received document, measurement or observation, known by the SHA-256 of its content.

    ``strength`` (0-5) is what it has for the claim of ``about_line``, the requirement's lasting number in the
    set; for any other requirement, and where ``about_line`` is None, it is no more than the supplier's own
    word. ``dated_on`` is the date of the document or of the finding; ``valid_to`` the last day it holds, None
    for what does not lapse. ``size`` is in bytes, ``received_at`` UTC.
    """

    id: str
    sha256: str
    kind: ProofKind
    strength: int
    about_line: int | None
    dated_on: date
    valid_to: date | None
    file_name: str
    size: int
    received_at: datetime
