# SPDX-License-Identifier: EUPL-1.2
"""The examples in docstrings run."""

import doctest
import importlib
from pathlib import Path

import pytest

from tests.house.committed import committed_files, read

_MODULES = [
    path
    for path in committed_files()
    if path.suffix == ".py" and ">>>" in (read(path) or "")
    if path.parts[0] in {"criteria", "followup", "webapp"}
]


@pytest.mark.parametrize("path", _MODULES, ids=str)
def test_examples_of_module_run(path: Path) -> None:
    module = importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))

    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0
