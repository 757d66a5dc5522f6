# SPDX-License-Identifier: EUPL-1.2
"""Reading YAML that may come from anybody: plain data with the line of every value.

Anchors, aliases, tags and doubled keys are refused, and so is a file above the size limit, so that no file
can grow in memory or say one thing twice. Lines are kept because a fault is reported with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from criteria.errors import InvalidInputError

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24

#: The reader in C, ten times as fast; a PyYAML built without it has the one in Python only.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

PathKey = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a file, and the line (from 1) of each value by its path."""

    data: object
    lines: Mapping[PathKey, int]

    def line_of(self, path: PathKey) -> int:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> YamlFile:
    """The data of a YAML file.

    Raises:
        InvalidInputError: ``file.too_large``, ``file.not_utf8``, ``yaml.broken``, ``yaml.anchor``,
            ``yaml.tag``, ``yaml.duplicate_key`` or ``yaml.too_deep``, each with file and line.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InvalidInputError("file.too_large", where=str(path), limit_kb=MAX_BYTES // 1024)
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInputError("file.not_utf8", where=str(path), position=error.start) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> YamlFile:
    """The data of YAML text; ``name`` stands in the errors."""
    lines: dict[PathKey, int] = {}
    try:
        _refuse_what_is_not_plain(text, name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # What ends too soon is at the last line that is there, not at the one after it.
        line = 1 if mark is None else min(mark.line + 1, text.rstrip().count("\n") + 1)
        problem = getattr(error, "problem", None) or "not readable"
        raise InvalidInputError("yaml.broken", where=f"{name}:{line}", problem=str(problem)) from error
    return YamlFile(None if node is None else _value(node, (), lines, name), lines)


def _refuse_what_is_not_plain(text: str, name: str) -> None:
    """Refuse anchors, aliases, tags and depth, event by event, before anything is built from the text.

    Depth is refused here, because building goes as deep as the text does, in C.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        where = f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if getattr(event, "anchor", None) is not None:
            raise InvalidInputError("yaml.anchor", where=where)
        if getattr(event, "tag", None) is not None:
            raise InvalidInputError("yaml.tag", where=where)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH + 1:
                raise InvalidInputError("yaml.too_deep", where=where, limit=MAX_DEPTH)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: yaml.Node, path: PathKey, lines: dict[PathKey, int], name: str) -> object:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines, name) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise InvalidInputError(
                    "yaml.duplicate_key", where=f"{name}:{key_node.start_mark.line + 1}", key=key
                )
            found[key] = _value(value_node, (*path, key), lines, name)
        return found
    return _scalar(node, name)


def _scalar(node: yaml.Node, name: str) -> bool | int | date | str | None:
    text = str(node.value)
    line = node.start_mark.line + 1
    try:
        match node.tag.rsplit(":", 1)[-1]:
            case "null":
                return None
            case "bool":
                return text.lower() in ("true", "yes", "on")
            case "int":
                return int(text)
            case "timestamp":
                return date.fromisoformat(text)
            case _:
                return text
    except ValueError as error:
        raise InvalidInputError(
            "yaml.broken", where=f"{name}:{line}", problem=f"unreadable value {text}"
        ) from error
