# SPDX-License-Identifier: EUPL-1.2
"""One entry of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """What is wrong (or said) and how to mend it; ``{name}`` is filled from the error's values."""

    sv: str
    en: str
    mend_sv: str = ""
    mend_en: str = ""
