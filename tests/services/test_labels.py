# SPDX-License-Identifier: EUPL-1.2
"""Labels in an installation: what a page shows, and rows from before the six points were a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, update

from criteria.errors import NotFoundError
from criteria.library.vocabulary import LabelUse, LegalReview
from criteria.services.labels import list_label_lines, show_label
from criteria.services.library import list_labels
from criteria.services.library_loading import check_library, load_library
from criteria.storage.tables import LabelRow
from tests.library.label_factories import POINTS, label_data, write_data, write_label_library
from tests.plumbing.installation import TODAY, World

_OLD_TEXT = "Öppen för alla. Bedömningen är vår egen och ej juridiskt granskad."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library = tmp_path / "library"
    write_label_library(library)
    return library


def test_label_shows_what_is_in_force_in_full_in_part_and_not(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)

    page = show_label(world.installation, "swan")

    (furniture,) = page.groups
    assert page.as_of == TODAY
    assert furniture.title.sv == "Möbler"
    assert [version.ref for version in furniture.cover.full] == ["FURN-01:1@base"]
    assert [(version.ref, note) for version, note in furniture.cover.part] == [
        ("FURN-02:1@base", "Bara trä.")
    ]
    assert [version.ref for version in furniture.cover.none] == ["FURN-03:1@base"]


def test_group_that_is_judged_otherwise_says_so_and_others_stand_apart(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)

    page = show_label(world.installation, "swan")

    assert page.label.assessment.conclusion is LabelUse.CRITERIA
    assert page.groups[0].conclusion is LabelUse.PROPERTY
    assert [item.group for item in page.elsewhere] == ["boats"]


def test_list_counts_what_each_label_settles(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)

    lines = {line.label.id: line for line in list_label_lines(world.installation)}

    assert list(lines) == ["blomma", "swan"]
    assert (lines["swan"].full, lines["swan"].part, lines["swan"].groups) == (1, 1, ("furniture",))
    assert (lines["blomma"].full, lines["blomma"].part, lines["blomma"].groups) == (0, 0, ())


def test_unknown_label_is_not_found(sqlite_world: World) -> None:
    with pytest.raises(NotFoundError) as refused:
        show_label(sqlite_world.installation, "nosuch")

    assert refused.value.code == "label.not_found"


def _store_in_the_old_form(world: World) -> None:
    """Turn the stored labels into rows as they were written before the assessment was a record."""
    with world.installation.writing() as work:
        for label_id, content in work.session.execute(select(LabelRow.id, LabelRow.content)).all():
            old = json.loads(content) | {"assessment": _OLD_TEXT}
            work.session.execute(
                update(LabelRow)
                .where(LabelRow.id == label_id)
                .values(content=json.dumps(old, ensure_ascii=False), fingerprint="0" * 64)
            )


def test_label_stored_in_the_old_form_is_read_and_never_said_to_be_demandable(
    world: World, folder: Path
) -> None:
    load_library(world.installation, world.actor, folder)
    _store_in_the_old_form(world)

    found = {label.id: label.assessment for label in list_labels(world.installation)}

    assert found.keys() == {"blomma", "swan"}
    for assessment in found.values():
        assert assessment.summary == _OLD_TEXT
        assert assessment.points == ()
        assert assessment.conclusion is LabelUse.PROPERTY
        assert assessment.review.legal is LegalReview.NOT_REVIEWED
    assert [version.id for version in show_label(world.installation, "swan").groups[0].cover.full] == [
        "FURN-01"
    ]


def test_loading_the_library_puts_the_new_form_in_place_of_the_old(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)
    _store_in_the_old_form(world)

    loaded = load_library(world.installation, world.actor, folder)

    found = {label.id: label.assessment for label in list_labels(world.installation)}
    assert loaded.other == 2
    assert found["blomma"].conclusion is LabelUse.LABEL
    assert [item.point.value for item in found["swan"].points] == list(POINTS)


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ([label_data("swan", "label", "part"), label_data("blomma", "label")], "label.conclusion"),
        ([label_data("swan", "label", points=[]), label_data("blomma", "label")], "label.points"),
        ([label_data("swan", "label"), label_data("swan", "label")], "label.twice"),
    ],
)
def test_fault_of_a_label_is_told_with_its_line(
    folder: Path, labels: list[dict[str, object]], code: str
) -> None:
    write_data(folder, "labels.yaml", {"labels": labels})

    (issue,) = [issue for issue in check_library(folder) if issue.severity.value == "red"]

    assert issue.code == code
    assert issue.where.startswith("labels.yaml:")
    assert int(issue.where.partition(":")[2]) > 1


def test_fault_of_the_goals_is_told_with_its_line(folder: Path) -> None:
    goals = {
        "goals": [{"id": "SDG-12", "kind": "sdg", "name": {"sv": "Hållbar konsumtion", "en": "Consumption"}}],
        "aspects": [{"aspect": "climate", "goals": [{"goal": "SDG-13", "reason": "Skäl."}]}],
        "sources": [],
    }
    write_data(folder, "goals.yaml", goals)

    found = {(issue.code, issue.where) for issue in check_library(folder)}

    assert ("goal.unknown", "goals.yaml:10") in found
    assert "goal.aspect_missing" in {code for code, _ in found}
