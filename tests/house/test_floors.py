# SPDX-License-Identifier: EUPL-1.2
"""The import contracts bite: each of them, when one bad import is planted in a copy of the packages."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PACKAGES = ("criteria", "followup", "webapp")


def _copy(repository: Path, folder: Path) -> None:
    for package in _PACKAGES:
        shutil.copytree(
            repository / package,
            folder / package,
            ignore=lambda _, names: [name for name in names if "." in name and not name.endswith(".py")],
        )
    shutil.copy(repository / "setup.cfg", folder)


def _plant(folder: Path, module: str, line: str) -> None:
    *packages, name = module.split(".")
    for depth in range(1, len(packages) + 1):
        package = folder.joinpath(*packages[:depth])
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
    folder.joinpath(*packages, f"{name}.py").write_text(f"{line}\n")


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache", *options],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("packages", "criteria.library.planted", "import followup"),
        ("packages", "followup.contracts.planted", "import webapp"),
        ("floors-of-criteria", "criteria.library.planted", "import criteria.requirements.model"),
        ("floors-of-criteria", "criteria.search.planted", "import criteria.storage"),
        ("floors-of-criteria", "criteria.utils", "import re"),
        ("floors-of-followup", "followup.contracts.planted", "import followup.log.planted"),
        ("floors-of-followup", "followup.helpers", "import re"),
        ("rules", "criteria.requirements.planted", "import flask"),
        ("rules", "criteria.services.planted", "import marshmallow"),
        ("rules", "followup.contracts.planted", "import openpyxl"),
        ("pdf", "criteria.documents.planted", "from weasyprint import HTML"),
        ("index", "criteria.services.planted", "import whoosh.index"),
        ("tables", "criteria.library.planted", "from sqlalchemy import select"),
        ("tables", "webapp.views.planted", "from sqlalchemy.orm import Session"),
        ("views", "webapp.views.planted", "import webapp.views.other"),
        ("views-and-storage", "webapp.views.planted", "import criteria.storage"),
        ("views-and-storage", "webapp.api.planted", "import followup.storage"),
    ],
)
def test_planted_import_breaks_its_contract(
    contract: str, module: str, line: str, repository: Path, tmp_path: Path
) -> None:
    _copy(repository, tmp_path)
    _plant(tmp_path, "followup.log.planted", "import re")
    _plant(tmp_path, "webapp.views.other", "import re")
    _plant(tmp_path, module, line)

    result = _lint(tmp_path, "--contract", contract)

    assert result.returncode == 1, result.stdout
    assert "0 kept, 1 broken" in result.stdout


def test_copy_without_planted_imports_keeps_every_contract(repository: Path, tmp_path: Path) -> None:
    _copy(repository, tmp_path)

    result = _lint(tmp_path)

    assert result.returncode == 0, result.stdout
