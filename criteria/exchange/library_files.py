# SPDX-License-Identifier: EUPL-1.2
"""Reading a library folder: criteria, groups, packages, labels, goals and events, each fault with its line.

The form is described in ``data/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

from marshmallow import ValidationError

from criteria.errors import FindingsError, InvalidInputError, RefusedError
from criteria.exchange.safe_yaml import MAX_BYTES, PathKey, YamlFile, parse_yaml, read_yaml
from criteria.issues import Issue, Severity
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.goals import GoalBook
from criteria.library.model import CriterionVersion, Label, LibraryEvent, Package, ProductGroup
from criteria.library.vocabulary import ShippedState
from criteria.schemas.derived import load

T = TypeVar("T")
LOCK_NAME = "published.lock"
GOALS_NAME = "goals.yaml"
FORM_NAME = "form.yaml"
#: The form of library folders that this program reads.
FORM = 1


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Where an object was read: the file, and the line of each of its values."""

    name: str
    source: YamlFile
    base: PathKey = ()

    def where(self, *path: str | int) -> str:
        """``file:line`` of a value."""
        return f"{self.name}:{self.source.line_of((*self.base, *path))}"


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """Everything read from a folder; ``faults`` holds what could not be read.

    ``goals`` has at most one member: only the shipped folder needs to say what aspects are good for.
    """

    versions: tuple[tuple[CriterionVersion, ReadFile], ...]
    groups: tuple[tuple[ProductGroup, ReadFile], ...]
    packages: tuple[tuple[Package, ReadFile], ...]
    labels: tuple[tuple[Label, ReadFile], ...]
    events: tuple[tuple[LibraryEvent, ReadFile], ...]
    goals: tuple[tuple[GoalBook, ReadFile], ...] = ()
    lock: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Issue, ...] = ()
    content: int = 0


@dataclass(frozen=True, slots=True)
class LibraryForm:
    """Which form a library folder is written in, and which content it is; both are counted upwards."""

    form: int = field(metadata={"minimum": 1})
    content: int = field(metadata={"minimum": 0})


def shipped_folder() -> Path:
    """The folder of the library that ships with the product."""
    return Path(str(resources.files("criteria.shipped")))


def read_library(folder: Path) -> LibraryFolder:
    """Everything in a library folder; nothing is raised for a faulty file, its faults are listed.

    Raises:
        InvalidInputError: ``library.no_folder`` when there is no such folder.
        RefusedError: ``library.newer_form`` when it is written in a form that came after this program.
    """
    if not (folder / "criteria").is_dir():
        raise InvalidInputError("library.no_folder", where=str(folder))
    faults: list[Issue] = []
    form = _read_form(folder, faults)
    versions = tuple(_read_each(folder, "criteria/**/*.yaml", CriterionVersion, faults))
    return LibraryFolder(
        versions=versions,
        groups=tuple(_read_each(folder, "groups/*.yaml", ProductGroup, faults)),
        packages=tuple(_read_each(folder, "packages/*.yaml", Package, faults)),
        labels=tuple(_read_list(folder, "labels.yaml", "labels", Label, faults)),
        events=tuple(_read_list(folder, "events/*.yaml", "events", LibraryEvent, faults)),
        goals=tuple(_read_each(folder, GOALS_NAME, GoalBook, faults)),
        lock=_read_lock(folder),
        faults=(*faults, *_misplaced(versions)),
        content=form.content,
    )


def _read_form(folder: Path, faults: list[Issue]) -> LibraryForm:
    """The form of a folder; one that says nothing is of the first form and of no counted content."""
    # What is written in a later form may say things this program would not understand and would leave out.
    found = next(_read_each(folder, FORM_NAME, LibraryForm, faults), None)
    if found is None:
        return LibraryForm(1, 0)
    if found[0].form > FORM:
        raise RefusedError("library.newer_form", where=FORM_NAME, found=found[0].form, known=FORM)
    return found[0]


def read_one(path: Path, shape: type[T]) -> T:
    """One object in a file of the library's form, such as a criterion version or an order.

    Raises:
        FindingsError: ``file.not_in_form`` with every fault, each with file and line.
    """
    faults: list[Issue] = []
    read = _open(path, path.parent, faults)
    found = None if read is None else _load(shape, read.source.data, read, faults)
    if found is None:
        raise FindingsError("file.not_in_form", tuple(faults), where=path.name)
    return found


def read_text(text: str, name: str, shape: type[T]) -> T:
    """One object in text of the library's form; ``name`` stands in the faults where a file's would.

    Raises:
        FindingsError: ``file.not_in_form`` with every fault, each with its line.
        InvalidInputError: as ``read_yaml``.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise InvalidInputError("file.too_large", where=name, limit_kb=MAX_BYTES // 1024)
    faults: list[Issue] = []
    read = ReadFile(name, parse_yaml(text, name))
    found = _load(shape, read.source.data, read, faults)
    if found is None:
        raise FindingsError("file.not_in_form", tuple(faults), where=name)
    return found


def lock_lines(library: LibraryFolder) -> tuple[str, ...]:
    """The lines of ``published.lock`` for what is published in a folder, sorted."""
    versions = (
        f"{version.ref} {version.valid_from} {version_fingerprint(version)}"
        for version, _ in library.versions
        if version.state is ShippedState.PUBLISHED
    )
    events = (
        f"event {event.on} {event.kind.value} {event.subject} {event_fingerprint(event)}"
        for event, _ in library.events
    )
    return (*sorted(versions), *sorted(events))


def _read_lock(folder: Path) -> Mapping[str, str]:
    path = folder / LOCK_NAME
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))


def _read_each(
    folder: Path, pattern: str, shape: type[T], faults: list[Issue]
) -> Iterator[tuple[T, ReadFile]]:
    for path in sorted(folder.glob(pattern)):
        read = _open(path, folder, faults)
        if read is None:
            continue
        found = _load(shape, read.source.data, read, faults)
        if found is not None:
            yield found, read


def _read_list(
    folder: Path, pattern: str, key: str, shape: type[T], faults: list[Issue]
) -> Iterator[tuple[T, ReadFile]]:
    for path in sorted(folder.glob(pattern)):
        read = _open(path, folder, faults)
        if read is None:
            continue
        data = read.source.data
        if not isinstance(data, dict) or not isinstance(data.get(key), list):
            faults.append(_fault(read.where(), f"the file must hold a list under the key {key}"))
            continue
        for index, item in enumerate(data[key]):
            part = ReadFile(read.name, read.source, (key, index))
            found = _load(shape, item, part, faults)
            if found is not None:
                yield found, part


def _open(path: Path, folder: Path, faults: list[Issue]) -> ReadFile | None:
    name = str(path.relative_to(folder))
    try:
        return ReadFile(name, read_yaml(path))
    except InvalidInputError as error:
        where = error.where.replace(str(path), name)
        values = {key: str(value) for key, value in error.values.items()}
        faults.append(Issue(Severity.RED, error.code, where, str(error), values))
        return None


def _load(shape: type[T], data: object, read: ReadFile, faults: list[Issue]) -> T | None:
    if not isinstance(data, dict):
        faults.append(_fault(read.where(), "the file must hold keys and values"))
        return None
    try:
        return load(shape, data)
    except ValidationError as error:
        for path, words in _flatten(error.messages, ()):
            shown = ".".join(str(part) for part in path)
            faults.append(_fault(read.where(*path), f"{shown}: {words}"))
        return None


def _flatten(messages: Any, path: PathKey) -> Iterator[tuple[PathKey, str]]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _flatten(value, path if key == "_schema" else (*path, cast(str | int, key)))
    else:
        yield path, " ".join(str(item) for item in messages)


def _misplaced(versions: tuple[tuple[CriterionVersion, ReadFile], ...]) -> Iterator[Issue]:
    """Files whose path does not say the same as their content, and keys that come twice."""
    seen: dict[str, str] = {}
    for version, read in versions:
        expected = f"criteria/{version.groups[0]}/{version.id}/{version.version}.{version.level.value}.yaml"
        if read.name != expected:
            yield _fault(read.where("id"), f"the file must lie at {expected}")
        if version.ref in seen:
            yield _fault(read.where("id"), f"{version.ref} is also in {seen[version.ref]}")
        seen[version.ref] = read.name


def _fault(where: str, message: str) -> Issue:
    return Issue(Severity.RED, "file.form", where, message, {"fault": message})
