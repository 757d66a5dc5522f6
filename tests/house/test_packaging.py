# SPDX-License-Identifier: EUPL-1.2
"""The wheel has what the checkout has, the editable install finds the library, and the locks fit."""

import configparser
import importlib.resources
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.committed import ROOT, committed_files

# What serves only the making of the product, not its use.
_NOT_SHIPPED = {".cfg", ".pot"}


def _pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def _direct(section: str, option: str) -> dict[str, str]:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = settings[section][option].split()
    return {re.sub("[_.]", "-", name).lower(): pin for name, pin in (line.split("==") for line in lines)}


def test_locks_hold_the_direct_versions() -> None:
    product, tests = _pins(ROOT / ".ci" / "product.lock"), _pins(ROOT / ".ci" / "tests.lock")

    assert _direct("options", "install_requires").items() <= product.items()
    assert _direct("options.extras_require", "test").items() <= tests.items()


def test_tests_run_the_versions_that_are_shipped() -> None:
    product, tests = _pins(ROOT / ".ci" / "product.lock"), _pins(ROOT / ".ci" / "tests.lock")

    assert product.items() <= tests.items()


def test_editable_install_finds_the_library() -> None:
    shipped = importlib.resources.files("criteria.shipped")

    assert shipped.joinpath("criteria").is_dir()


@pytest.mark.slow
def test_wheel_has_every_file_of_the_packages(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in committed_files():
        if path.parts[0] != "tests":
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, source / path)

    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", tmp_path, source),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    wanted = {
        "/".join(("criteria", "shipped", *path.parts[1:]) if path.parts[0] == "data" else path.parts)
        for path in committed_files()
        if path.parts[0] in {"criteria", "followup", "webapp", "data"} and path.suffix not in _NOT_SHIPPED
    }
    assert wanted - shipped == set()
