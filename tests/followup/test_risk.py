# SPDX-License-Identifier: EUPL-1.2
"""The risk of a contract, with its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from criteria.errors import InvalidInputError
from followup.plan.risk import SupplierHistory, SupplierStanding, score_risk, standing_of
from followup.services.triage_book import read_triage, shipped_triage
from tests.followup.contract_factories import seal
from tests.requirements.factories import make_version

_TODAY = date(2027, 1, 4)
_RISKS = {"furniture": 2, "textiles": 3}


@pytest.mark.parametrize(
    ("value", "spend"),
    [(Decimal(700_000), 1), (Decimal("700000.01"), 2), (Decimal(7_000_001), 3), (None, 2)],
)
def test_spend_class_follows_the_value(value: Decimal | None, spend: int) -> None:
    assert shipped_triage().spend_class(value) == spend


def test_score_shows_its_parts() -> None:
    sealed = seal(make_version())

    risk = score_risk(sealed, Decimal(480_000), _RISKS, SupplierStanding.UNKNOWN, shipped_triage())

    assert (risk.spend_class, risk.group, risk.group_risk, risk.supplier_factor) == (1, "furniture", 2, 2)
    assert (risk.score, risk.band) == (4, "low")


def test_the_riskiest_group_decides_and_only_a_requirements_own_group_counts() -> None:
    both = seal(make_version(), make_version("TEX-01:1@base", groups=("textiles",)))
    filed_twice = seal(make_version(groups=("furniture", "textiles")))

    risks = [
        score_risk(sealed, None, _RISKS, SupplierStanding.DEVIATION, shipped_triage()).score
        for sealed in (both, filed_twice)
    ]

    assert risks == [18, 12]


def test_unknown_group_counts_as_middle_risk() -> None:
    sealed = seal(make_version(groups=("boats",)))

    assert score_risk(sealed, None, _RISKS, SupplierStanding.GOOD, shipped_triage()).group is None


@pytest.mark.parametrize(
    ("history", "standing"),
    [
        (SupplierHistory(), SupplierStanding.UNKNOWN),
        (SupplierHistory(latest_verified_on=date(2025, 1, 1)), SupplierStanding.GOOD),
        (SupplierHistory(latest_verified_on=date(2023, 12, 1)), SupplierStanding.UNKNOWN),
        (SupplierHistory(1, None, date(2026, 12, 1)), SupplierStanding.DEVIATION),
        (SupplierHistory(0, date(2026, 2, 1), date(2026, 12, 1)), SupplierStanding.DEVIATION),
        (SupplierHistory(0, date(2025, 12, 1), date(2026, 12, 1)), SupplierStanding.GOOD),
    ],
)
def test_supplier_stands_by_its_history(history: SupplierHistory, standing: SupplierStanding) -> None:
    assert standing_of(history, shipped_triage(), _TODAY) is standing


@pytest.mark.parametrize(
    ("score", "band"),
    [(1, "low"), (4, "low"), (6, "medium"), (9, "medium"), (12, "high"), (18, "high"), (27, "highest")],
)
def test_every_score_has_the_band_of_the_method(score: int, band: str) -> None:
    assert shipped_triage().band(score).code == band


def test_raised_band_ends_at_the_highest() -> None:
    assert shipped_triage().band(27, steps=1).code == "highest"


def test_file_whose_bands_do_not_reach_the_highest_score_is_refused(tmp_path: Path, repository: Path) -> None:
    text = (repository / "data" / "triage.yaml").read_text(encoding="utf-8")
    (tmp_path / "triage.yaml").write_text(text.replace("up_to: 27", "up_to: 26"), encoding="utf-8")

    with pytest.raises(InvalidInputError, match="bands must rise"):
        read_triage(tmp_path)


def test_band_is_data_and_can_be_changed() -> None:
    book = shipped_triage()

    assert replace(book, bands=book.bands[-1:]).band(1).code == "highest"
