# SPDX-License-Identifier: EUPL-1.2
"""What holds for every file of the project."""

import ast
import re
from pathlib import Path

from tests.house.committed import ROOT, committed_files, read

_LONGEST_MODULE = 500
_CODE = {".py", ".html", ".css", ".js", ".j2", ".sh", ".java", ".toml", ".cfg", ".mako"}
# Put together here, so that this file does not name them itself.
_HOSTS = "|".join(
    re.escape(host)
    for host in ("pypi" + ".org", "pythonhosted" + ".org", "deb.debian" + ".org", "npmjs" + ".org")
)
_FOREIGN = re.compile(
    rf"(?<![\w.])/(?:work|farm)/[\w.]|/tmp/{'bash'}_jobs|(?<![\w.])/opt/{'pypi'}|(?<![\w.])/{'root'}/|{_HOSTS}"
)


def _is_code(path: Path) -> bool:
    if path.suffix in _CODE or path.name == "Makefile":
        return True
    text = read(path) if not path.suffix else None
    return text is not None and text.startswith("#!")


def test_code_names_its_licence() -> None:
    missing = [
        str(path)
        for path in committed_files()
        if _is_code(path)
        and "SPDX-License-Identifier: EUPL-1.2" not in "".join((read(path) or "").splitlines(True)[:5])
    ]

    assert missing == []


def test_data_name_their_licence() -> None:
    missing = [
        str(path)
        for path in committed_files()
        if path.parts[0] == "data"
        and path.suffix in {".yaml", ".yml"}
        and "SPDX-License-Identifier: CC-BY-4.0" not in "".join((read(path) or "").splitlines(True)[:5])
    ]

    assert missing == []


def test_licence_texts_are_there() -> None:
    assert (read(Path("LICENSE")) or "").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Attribution 4.0 International" in (read(Path("data/LICENSE")) or "")
    for folder in {path.parent for path in committed_files() if path.suffix in {".ttf", ".woff2"}}:
        assert "SIL OPEN FONT LICENSE" in (read(folder / "OFL.txt") or "")


def test_no_file_names_the_machine_it_was_made_on_or_a_registry() -> None:
    found = [
        f"{path}:{number}"
        for path in committed_files()
        for number, line in enumerate((read(path) or "").splitlines(), start=1)
        if _FOREIGN.search(line)
    ]

    assert found == []


def test_modules_are_short_enough_to_answer_one_question() -> None:
    too_long = {
        str(path): lines
        for path in committed_files()
        if path.suffix == ".py" and path.parts[0] != "tests"
        if (lines := len((read(path) or "").splitlines())) > _LONGEST_MODULE
    }

    assert too_long == {}


def test_every_room_is_a_package() -> None:
    # A folder without __init__.py is in the checkout but neither in the wheel nor in the import contracts.
    missing = {
        str(folder)
        for path in committed_files()
        if path.suffix == ".py" and path.parts[0] in {"criteria", "followup", "webapp"}
        for folder in path.parents[:-1]
        if not (ROOT / folder / "__init__.py").exists()
    }

    assert missing == set()


def test_test_files_hold_only_tests_fixtures_and_private_functions() -> None:
    stray = [
        f"{path}:{function.lineno} {function.name}"
        for path in committed_files()
        if path.parts[0] == "tests" and (path.name.startswith("test_") or path.name == "conftest.py")
        for function in _functions(ast.parse(read(path) or ""))
        if not _is_collected_or_private(function)
    ]

    assert stray == []


def test_every_folder_of_tests_is_collected() -> None:
    misnamed = [
        str(path)
        for path in committed_files()
        if path.parts[0] == "tests" and path.suffix == ".py" and not path.name.startswith("test_")
        for function in _functions(ast.parse(read(path) or ""))
        if function.name.startswith("test_")
    ]

    assert misnamed == []


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    # What a class with _ holds is as private as the class.
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    bodies = [tree.body, *(node.body for node in classes)]
    return [
        node for body in bodies for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _is_collected_or_private(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if function.name.startswith(("test_", "_", "pytest_")):
        return True
    return any("fixture" in ast.unparse(decorator) for decorator in function.decorator_list)
