# SPDX-License-Identifier: EUPL-1.2
"""The folder of standards: schemas and samples of others, which lie beside the project and not in it.

Without the folder a person's run leaves these tests out and says so in its last lines; with `CI=true`
they fail, so that CI cannot pass by having lost its reference material.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

_MARKER = "needs_standards"
_LEFT_OUT = pytest.StashKey[int]()


def _folder() -> Path:
    named = os.environ.get("KRAVKEDJAN_STANDARDS")
    return Path(named) if named else Path(__file__).parents[3] / "shared" / "standards"


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _folder().is_dir() or _is_ci():
        return
    left_out = [item for item in items if item.get_closest_marker(_MARKER)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(_MARKER)]
    config.stash[_LEFT_OUT] = len(left_out)
    # Under xdist only the workers collect; each has the same count, and the last one to end tells it.
    output: dict[str, int] | None = getattr(config, "workeroutput", None)
    if output is not None:
        output[_MARKER] = len(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    output: dict[str, int] = getattr(node, "workeroutput", {})
    config.stash[_LEFT_OUT] = output.get(_MARKER, 0)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker(_MARKER) and not _folder().is_dir():
        pytest.fail(_reason(), pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    count = config.stash.get(_LEFT_OUT, 0)
    if count:
        terminalreporter.write_line(f"{count} tests that need the standards were left out: {_reason()}")


def _reason() -> str:
    return "no folder ../shared/standards beside the checkout, and KRAVKEDJAN_STANDARDS names none."


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder of standards. Read it; nothing of it is committed."""
    return _folder()


def pytest_report_header() -> Sequence[str]:
    return [f"standards: {'found' if _folder().is_dir() else 'missing'}"]
