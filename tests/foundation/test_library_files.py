# SPDX-License-Identifier: EUPL-1.2
"""Reading a library folder: what is refused, and where the fault is said to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from criteria.errors import FindingsError, InvalidInputError, RefusedError
from criteria.exchange.library_files import lock_lines, read_library
from criteria.exchange.safe_yaml import parse_yaml
from criteria.library.lifecycle import VersionStatus
from criteria.schemas.derived import dump
from criteria.services.integrity import verify_log
from criteria.services.library import show_criterion
from criteria.services.library_history import history, look_up
from criteria.services.library_loading import check_library, load_library
from tests.plumbing.installation import TODAY, World
from tests.search.factories import make_group, make_version


def _write(folder: Path, name: str, data: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _criterion(ref: str = "FURN-01:1@base", **changes: object) -> dict:
    data = dump(make_version(ref)) | changes
    data["text"] = {"sv": "Stolen ska hålla.", "en": "The chair shall hold."}
    return data | changes


def _place(ref: str) -> str:
    head, level = ref.split("@")
    criterion, version = head.split(":")
    return f"criteria/furniture/{criterion}/{version}.{level}.yaml"


def _relock(folder: Path) -> None:
    (folder / "published.lock").write_text(
        "\n".join(lock_lines(read_library(folder))) + "\n", encoding="utf-8"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A correct little library of two criteria in one group."""
    library = tmp_path / "library"
    for ref in ("FURN-01:1@base", "FURN-02:1@base"):
        _write(library, _place(ref), _criterion(ref))
    _write(library, "groups/furniture.yaml", dump(make_group("furniture").group))
    _write(library, "labels.yaml", {"labels": []})
    _relock(library)
    return library


def _codes(folder: Path) -> set[str]:
    return {issue.code for issue in check_library(folder)}


def test_correct_library_has_no_fault(folder: Path) -> None:
    assert check_library(folder) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x\n", "yaml.anchor"),
        ("a: !!python/object:os.system x\n", "yaml.tag"),
        ("a: 1\na: 2\n", "yaml.duplicate_key"),
        ("a: [1, 2\n", "yaml.broken"),
        ("a: \x07\n", "yaml.broken"),
        ("a: " + "[" * 60 + "]" * 60, "yaml.too_deep"),
        ("a: 2026-13-45\n", "yaml.broken"),
    ],
)
def test_dangerous_or_broken_yaml_is_refused_with_its_line(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_yaml(text, "file.yaml")
    assert refused.value.code == code
    assert refused.value.where.startswith("file.yaml")


def test_fault_in_a_field_is_reported_with_file_and_line(folder: Path) -> None:
    path = _write(folder, _place("FURN-02:1@base"), _criterion("FURN-02:1@base", level="guld"))
    line = path.read_text(encoding="utf-8").splitlines().index("level: guld") + 1

    found = [issue for issue in check_library(folder) if issue.code == "file.form"]

    assert [issue.where for issue in found] == [f"criteria/furniture/FURN-02/1.base.yaml:{line}"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": {"sv": "Minst {x} år.", "en": "At least {x} years."}}, "parameter.undeclared"),
        ({"text": {"sv": "Bra.", "en": None}}, "text.no_english"),
        ({"purpose": "Se <b>här</b>."}, "text.markup"),
        ({"purpose": "Ring \u202e{{ 7*7 }}"}, "text.markup"),
        ({"purpose": "Klocka \x0b"}, "text.control_character"),
        ({"groups": ["furniture", "unknown"]}, "group.unknown"),
        ({"labels": [{"label": "none_such", "coverage": "full", "note": None}]}, "label.unknown"),
        ({"valid_from": None}, "state.published"),
        ({"state": "draft"}, "state.draft"),
        ({"id": "FURN-03"}, "file.form"),
    ],
)
def test_fault_in_content_is_found(folder: Path, changes: dict, code: str) -> None:
    _write(folder, _place("FURN-02:1@base"), _criterion("FURN-02:1@base", **changes))

    assert code in _codes(folder)


def test_criterion_that_cannot_reach_its_own_minimum_is_refused(folder: Path) -> None:
    data = _criterion("FURN-02:1@base")
    data["proof"]["alternatives"] = [
        {"all_of": [{"kind": "declaration", "strength": 1, "text": {"sv": "Intyg.", "en": "Letter."}}]}
    ]
    data["follow_up"] |= {"methods": ["DOC"], "min_strength": 3}
    _write(folder, _place("FURN-02:1@base"), data)

    (issue,) = [issue for issue in check_library(folder) if issue.code == "follow_up.unreachable"]

    assert issue.values == {"minimum": "3", "reach": "1"}
    assert issue.where.startswith("criteria/furniture/FURN-02/1.base.yaml:")


def test_changed_published_file_is_refused_by_the_lock(folder: Path) -> None:
    _write(folder, _place("FURN-02:1@base"), _criterion("FURN-02:1@base", purpose="Något annat."))

    assert _codes(folder) == {"lock.changed"}


def test_removed_published_file_is_refused_by_the_lock(folder: Path) -> None:
    (folder / _place("FURN-02:1@base")).unlink()

    assert _codes(folder) == {"lock.vanished"}


def _withdrawal(successor: str | None) -> dict:
    unit = {
        "group": "furniture",
        "aspect": make_version().aspects[0].value,
        "level": "base",
        "type": make_version().type.value,
    }
    edges = (
        [{"ref": successor, "units": [unit], "change_class": "scope_changed", "note": None}]
        if successor
        else []
    )
    return {
        "on": "2026-11-20",
        "kind": "withdraw_replaced",
        "subject": "FURN-01:1@base",
        "reason": "Märkningen höll inte.",
        "successors": edges,
        "gap_notice": None,
        "law": None,
    }


def test_withdrawal_without_successor_is_refused_with_the_units_left_bare(folder: Path) -> None:
    _write(folder, "events/2026.yaml", {"events": [_withdrawal(None)]})

    (issue,) = [issue for issue in check_library(folder) if issue.code == "cover.bare"]

    assert "furniture/" in issue.values["units"]


def test_loading_brings_everything_in_and_a_second_run_changes_nothing(world: World, folder: Path) -> None:
    first = load_library(world.installation, world.actor, folder)
    events = verify_log(world.installation).events

    second = load_library(world.installation, world.actor, folder)

    assert (first.new, second.new, second.unchanged) == (2, 0, 2)
    assert verify_log(world.installation).events == events


def test_faulty_library_stores_nothing(world: World, folder: Path) -> None:
    _write(folder, _place("FURN-02:1@base"), _criterion("FURN-02:1@base", groups=["none"]))

    with pytest.raises(FindingsError) as refused:
        load_library(world.installation, world.actor, folder)

    assert refused.value.issues
    with pytest.raises(Exception, match=r"criterion\.unknown"):
        show_criterion(world.installation, "FURN-01:1@base")


def test_changed_published_version_is_refused_by_the_store_too(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)
    _write(folder, _place("FURN-02:1@base"), _criterion("FURN-02:1@base", purpose="Något annat."))
    _relock(folder)

    with pytest.raises(RefusedError) as refused:
        load_library(world.installation, world.actor, folder)

    assert refused.value.code == "criterion.published_changed"


def test_replaced_criterion_stays_readable_and_names_its_successor(world: World, folder: Path) -> None:
    _write(folder, "events/2026.yaml", {"events": [_withdrawal("FURN-02:1@base")]})
    _relock(folder)
    load_library(world.installation, world.actor, folder)

    old = show_criterion(world.installation, "FURN-01:1@base")
    new = show_criterion(world.installation, "FURN-02")

    assert old.status is VersionStatus.WITHDRAWN_REPLACED
    assert [edge.ref for edge in old.successors] == ["FURN-02:1@base"]
    assert [edge.ref for edge in new.predecessors] == ["FURN-01:1@base"]
    assert [line.kind for line in history(world.installation, "FURN-01").events] == [
        "withdraw_replaced",
        "published",
    ]
    day_before = TODAY.replace(day=19)
    assert look_up(world.installation, "FURN-01", day_before).status is VersionStatus.PUBLISHED
    with pytest.raises(Exception, match=r"criterion\.not_in_force"):
        look_up(world.installation, "FURN-01", TODAY)


def test_lookup_answers_as_it_was_recorded_then(world: World, folder: Path) -> None:
    load_library(world.installation, world.actor, folder)
    now = world.installation.clock.now()

    assert look_up(world.installation, "FURN-01", TODAY, known_at=now).fingerprint
    with pytest.raises(Exception, match=r"criterion\.unknown"):
        look_up(world.installation, "FURN-01", TODAY, known_at=now.replace(year=2020))


def test_published_version_cannot_be_overwritten_in_the_database(world: World, folder: Path) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    load_library(world.installation, world.actor, folder)

    for statement in ("UPDATE criterion_versions SET content = '{}'", "DELETE FROM criterion_versions"):
        with pytest.raises(DBAPIError, match="append-only"), world.installation.writing() as work:
            work.session.execute(text(statement))
