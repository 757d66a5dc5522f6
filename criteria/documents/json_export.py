# SPDX-License-Identifier: EUPL-1.2
"""The sealed set as canonical JSON: the bytes that the seal is the SHA-256 of.

Source: ARCHITECTURE, invariant 4; RFC 8785.
"""

from __future__ import annotations

from criteria.requirements.model import SealedSet
from criteria.requirements.seal import sealed_bytes

#: The name of the file inside the PDF, and of the JSON export.
FILE_NAME = "kravuppsattning.json"


def sealed_json(sealed: SealedSet) -> bytes:
    """The canonical JSON of a sealed set; its SHA-256 is the seal."""
    return sealed_bytes(sealed)
