# SPDX-License-Identifier: EUPL-1.2
"""An index over the small library, and one to write in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, small_library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshIndex]:
    """The small library, indexed once; for reading only."""
    index = WhooshIndex(tmp_path_factory.mktemp("library") / "index", KEY)
    index.rebuild(small_library(), 7)
    yield index
    index.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a test's own index lies."""
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[WhooshIndex]:
    """An index without content."""
    index = WhooshIndex(folder, KEY)
    yield index
    index.close()
