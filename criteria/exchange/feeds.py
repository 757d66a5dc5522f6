# SPDX-License-Identifier: EUPL-1.2
"""Reading a feed of criteria: our JSON form, a library folder, or a table; each fault with its place.

Nothing is raised for a faulty item: it is rejected, with file and line or JSON pointer, and the others are
read. What cannot be read as a feed at all is refused whole. Source: DOMAIN 4.2, I8; the form is in
docs/feeds.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn, cast

from marshmallow import ValidationError

from criteria.errors import InvalidInputError
from criteria.exchange.library_files import ReadFile, read_library
from criteria.exchange.safe_yaml import read_yaml
from criteria.exchange.tables_in import read_mapping, read_rows
from criteria.library.feeds import FORM, FeedItem, Manifest, ReadFeed, Rejected
from criteria.library.fingerprint import version_fingerprint
from criteria.library.model import CriterionVersion
from criteria.library.written import iter_harm
from criteria.schemas.derived import dump, load

MAX_BYTES = 100 * 1024 * 1024
MAX_ITEMS = 20_000
MAX_ITEM_BYTES = 128 * 1024
MAX_DEPTH = 12
#: The manifest of a library folder that is a feed.
FOLDER_MANIFEST = "feed.yaml"
SOURCE = re.compile(r"[A-Z][A-Z0-9]{1,15}")
_BARE_ID = re.compile(r"[A-Z0-9][A-Z0-9ÅÄÖ]{0,15}(?:-[0-9]{1,4}[a-z]?)?")


_Path = tuple[str | int, ...]


class FeedFormat(str, Enum):
    """How a feed is written; ``yaml`` is a library folder."""

    JSON = "json"
    YAML = "yaml"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class FeedFile:
    """Where a feed lies and what is said of it from outside.

    ``source`` overrides the one it names itself; ``mapping`` belongs to a table; ``number`` is how many items
    the sender said there are, where the feed cannot say so itself.
    """

    path: Path
    format: FeedFormat | None = None
    mapping: Path | None = None
    source: str | None = None
    number: int | None = None


class _Object(dict[str, Any]):
    """A JSON object that knows which of its keys stood twice."""

    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Raw:
    """One item before it is read: which it is, its plain data, and how the place of a path in it is said."""

    item: str
    data: object
    where: Callable[[_Path], str]


def read_feed(file: FeedFile) -> ReadFeed:
    """Everything in a feed.

    Raises:
        InvalidInputError: ``feed.missing``, ``feed.too_large``, ``feed.unreadable``, ``feed.form``,
            ``feed.source``, ``feed.many_items``, ``feed.mapping_needed``, or a code of ``read_rows``.
    """
    path = file.path
    if not path.exists():
        raise InvalidInputError("feed.missing", where=str(path), given=path.name)
    chosen = file.format or _format_of(path)
    if chosen is FeedFormat.YAML:
        return _read_folder(file)
    if path.is_dir() or path.stat().st_size > MAX_BYTES:
        raise InvalidInputError("feed.too_large", where=str(path), limit_mb=MAX_BYTES // 1024 // 1024)
    return _read_json(file) if chosen is FeedFormat.JSON else _read_table(file)


def _format_of(path: Path) -> FeedFormat:
    if path.is_dir():
        return FeedFormat.YAML
    return _FORMAT_OF_NAME.get(path.suffix.lower(), FeedFormat.JSON)


_FORMAT_OF_NAME = {".csv": FeedFormat.CSV, ".tsv": FeedFormat.CSV, ".xlsx": FeedFormat.XLSX}


def _read_json(file: FeedFile) -> ReadFeed:
    content = file.path.read_bytes()
    data = _parsed(content, file.path)
    if not isinstance(data, _Object) or data.get("form") != FORM:
        raise InvalidInputError("feed.form", where=f"{file.path.name}#/form", form=FORM)
    unknown = sorted(data.keys() - {"form", "manifest", "items"})
    if unknown or data.doubled or not isinstance(data.get("items"), list):
        name = (*unknown, *data.doubled, "items")[0]
        raise InvalidInputError("feed.field", where=f"{file.path.name}#/{name}", field=name)
    manifest = _manifest(data.get("manifest"), file, f"{file.path.name}#/manifest")
    name = file.path.name
    raws = (_Raw(str(index), item, _pointer(name, index)) for index, item in enumerate(data["items"]))
    return _feed(manifest, tuple(raws))


def _pointer(name: str, index: int) -> Callable[[_Path], str]:
    """How places in an item of a JSON file are said. Source: RFC 6901."""
    return lambda path: "/".join((f"{name}#", "items", str(index), *map(str, path)))


def _parsed(content: bytes, path: Path) -> Any:
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_refuse_constant
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        problem = str(getattr(error, "msg", None) or "not readable as JSON")
        raise InvalidInputError("feed.unreadable", where=f"{path.name}:{line}", problem=problem) from error


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    made.doubled = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return made


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _manifest(data: object, file: FeedFile, where: str) -> Manifest:
    given = dict(data) if isinstance(data, dict) else {}
    source = file.source or given.get("source")
    if not isinstance(source, str) or not SOURCE.fullmatch(source):
        raise InvalidInputError("feed.source", where=f"{where}/source", given=str(source or ""))
    try:
        manifest = load(Manifest, {**given, "source": source, "run": given.get("run") or "–"})
    except ValidationError as error:
        fault = "; ".join(f"{name}: {text}" for name, text in _flat(error.messages))
        raise InvalidInputError("feed.manifest", where=where, fault=fault) from error
    return replace(manifest, number=manifest.number if file.number is None else file.number)


def _read_folder(file: FeedFile) -> ReadFeed:
    path = file.path / FOLDER_MANIFEST
    given = read_yaml(path).data if path.is_file() else {"form": FORM}
    if not isinstance(given, dict) or given.pop("form", None) != FORM:
        raise InvalidInputError("feed.form", where=FOLDER_MANIFEST, form=FORM)
    manifest = _manifest(given, file, FOLDER_MANIFEST)
    library = read_library(file.path)
    ended = {event.subject for event, _ in library.events if event.kind.is_ending}
    items: list[FeedItem] = []
    rejected: list[Rejected] = []
    for fault in library.faults:
        name = fault.where.partition(":")[0]
        if name.startswith("criteria/"):
            rejected.append(Rejected(name, fault.where, fault.code, fault.message, fault.values))
    faulty = {fault.item for fault in rejected}
    for version, read in library.versions:
        if version.ref in ended or read.name in faulty:
            continue
        raw = _Raw(read.name, dump(version), _line(read))
        made = tuple(_item(raw, manifest.source))
        items += [part for part in made if isinstance(part, FeedItem)]
        rejected += [part for part in made if isinstance(part, Rejected)]
    return _checked(manifest, items, rejected)


def _line(read: ReadFile) -> Callable[[_Path], str]:
    return lambda path: read.where(*path)


def _read_table(file: FeedFile) -> ReadFeed:
    if file.mapping is None:
        raise InvalidInputError("feed.mapping_needed", where="--mapping")
    read = read_mapping(file.mapping)
    content = file.path.read_bytes()
    run = hashlib.sha256(content).hexdigest()[:12]
    manifest = _manifest({"source": file.source, "run": run}, file, file.path.name)
    rows = read_rows(content, file.path.name, read)
    return _feed(manifest, tuple(_Raw(row.where, row.data, _row(row.where)) for row in rows))


def _row(where: str) -> Callable[[_Path], str]:
    return lambda path: where


def _feed(manifest: Manifest, raws: tuple[_Raw, ...]) -> ReadFeed:
    if len(raws) > MAX_ITEMS:
        raise InvalidInputError("feed.many_items", where=manifest.source, limit=MAX_ITEMS)
    items: list[FeedItem] = []
    rejected: list[Rejected] = []
    for raw in raws:
        for part in _item(raw, manifest.source):
            if isinstance(part, FeedItem):
                items.append(part)
            else:
                rejected.append(part)
    return _checked(manifest, items, rejected)


def _checked(manifest: Manifest, items: list[FeedItem], rejected: list[Rejected]) -> ReadFeed:
    """The feed without items whose key comes twice: which of them is meant, nobody can know."""
    counts = Counter(item.key for item in items)
    twice = [item for item in items if counts[item.key] > 1]
    for item in twice:
        message, values = f"{item.key} comes twice", {"key": item.key}
        rejected.append(Rejected(item.where, item.where, "feed.duplicate", message, values, item.key))
    kept = tuple(sorted((item for item in items if counts[item.key] == 1), key=lambda item: item.key))
    return ReadFeed(manifest, kept, tuple(rejected))


def _item(raw: _Raw, source: str) -> Iterator[FeedItem | Rejected]:
    data = raw.data
    if not isinstance(data, Mapping):
        yield _fault(raw, (), "feed.item_form", None, field="", fault="not an object")
        return
    key = _key(data, source)
    faults = tuple(_faults(raw, key))
    if faults:
        yield from faults
        return
    bare = str(data.get("id")).removeprefix(f"{source}/")
    if not _BARE_ID.fullmatch(bare):
        yield _fault(raw, ("id",), "feed.id", key, given=bare[:60])
        return
    try:
        version = load(CriterionVersion, {**data, "id": f"{source}/{bare}"})
    except ValidationError as error:
        for path, text in _paths(error.messages, ()):
            yield _fault(raw, path, "feed.item_form", key, field=".".join(map(str, path)), fault=text)
        return
    head = f"{bare}:{version.version}@{version.level.value}"
    yield FeedItem(head, version, version_fingerprint(version), raw.where(()))


def _faults(raw: _Raw, key: str | None) -> Iterator[Rejected]:
    if _is_deep(raw.data):
        yield _fault(raw, (), "feed.item_deep", key, limit=str(MAX_DEPTH))
        return
    size = len(json.dumps(raw.data, ensure_ascii=False, default=str).encode("utf-8", "replace"))
    if size > MAX_ITEM_BYTES:
        limit, found = MAX_ITEM_BYTES // 1024, size // 1024
        yield _fault(raw, (), "feed.item_too_large", key, limit_kb=str(limit), size_kb=str(found))
        return
    for path, name in _doubled(raw.data, ()):
        yield _fault(raw, path, "feed.doubled_field", key, field=name)
    for place, code in iter_harm(raw.data):
        yield _fault(raw, place, code, key)


def _fault(raw: _Raw, path: _Path, code: str, key: str | None, **values: str) -> Rejected:
    message = " ".join(f"{name}={value}" for name, value in values.items()) or code
    return Rejected(raw.item, raw.where(path), code, message, values, key)


def _is_deep(data: object) -> bool:
    """Whether data is nested beyond what a criterion can be; without recursion, since it may be very deep."""
    layer, depth = [data], 0
    while layer and depth <= MAX_DEPTH:
        inner = [item for item in layer if isinstance(item, Mapping | list)]
        layer = [part for item in inner for part in (item.values() if isinstance(item, Mapping) else item)]
        depth += 1
    return bool(layer)


def _key(data: Mapping[str, Any], source: str) -> str | None:
    """Upstream's key of an item that may be faulty otherwise, where it can be read."""
    bare, number, level = data.get("id"), data.get("version"), data.get("level")
    if isinstance(bare, str) and isinstance(level, str) and isinstance(number, int):
        return f"{bare.removeprefix(f'{source}/')}:{number}@{level}"
    return None


def _doubled(data: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    if isinstance(data, _Object):
        for name in data.doubled:
            yield path, name
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _doubled(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _doubled(value, (*path, index))


def _paths(messages: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _paths(value, path if key == "_schema" else (*path, cast(str | int, key)))
    else:
        yield path, " ".join(str(item) for item in messages)


def _flat(messages: Any) -> Iterator[tuple[str, str]]:
    for path, text in _paths(messages, ()):
        yield ".".join(map(str, path)), text


def held_json(read: ReadFeed) -> str:
    """What a stopped run would bring, as JSON for the store; read again by ``read_held``."""
    items = [{"key": item.key, "where": item.where, "version": dump(item.version)} for item in read.items]
    keys = sorted({fault.item: fault.key for fault in read.rejected}.values(), key=str)
    return json.dumps({"items": items, "rejected": keys}, ensure_ascii=False)


def read_held(manifest: Manifest, text: str) -> ReadFeed:
    """The feed of a stopped run; its rejected items were told of when it stopped."""
    data = json.loads(text)
    items = []
    for held in data["items"]:
        version = load(CriterionVersion, held["version"])
        items.append(FeedItem(held["key"], version, version_fingerprint(version), held["where"]))
    keys = enumerate(data["rejected"])
    rejected = tuple(Rejected(str(number), "", "feed.held", "", {}, key) for number, key in keys)
    return ReadFeed(manifest, tuple(items), rejected)
