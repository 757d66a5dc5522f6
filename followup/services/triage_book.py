# SPDX-License-Identifier: EUPL-1.2
"""The limits of the risk model, read from the shipped data file once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from criteria.errors import InvalidInputError
from criteria.exchange.library_files import shipped_folder
from criteria.exchange.safe_yaml import read_yaml
from followup.plan.risk import TriageBook
from followup.schemas.reading import read_shape

NAME = "triage.yaml"


@cache
def shipped_triage() -> TriageBook:
    """Spend classes, supplier factors and bands, as shipped (``triage.yaml``)."""
    return read_triage(shipped_folder())


def read_triage(folder: Path) -> TriageBook:
    """The risk model's limits from a library folder.

    Raises:
        InvalidInputError: ``file.form`` with the fault, also when the bands do not rise or leave scores out.
    """
    book = read_shape(TriageBook, read_yaml(folder / NAME).data, NAME, "file.form")
    limits = [band.up_to for band in book.bands]
    highest = 27
    if limits != sorted(set(limits)) or limits[-1] < highest:
        raise InvalidInputError("file.form", where=NAME, fault=f"bands must rise to {highest}")
    return book
