# SPDX-License-Identifier: EUPL-1.2
"""What the modules of the API share: reading a call, the revision it was made from, and answering."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, Protocol, TypeVar

from flask import Request, Response, abort, request
from flask_babel import get_locale
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.core import missing
from webargs.flaskparser import FlaskParser

from webapp.shapes import plain

#: Endpoints that need no signing in while the library is public.
OPEN: list[dict[str, list[str]]] = [{}, {"token": []}, {"session": []}]
View = TypeVar("View", bound=Callable[..., Response])
_FILE = {"type": "string", "format": "binary"}
#: The description of a call whose body is a file.
FILE_BODY = {"required": True, "content": {"application/octet-stream": {"schema": {}}}}
_REVISION = re.compile(r'^"([0-9]{1,9})"$')
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": 'The revision that was read, as its ETag said ("7"), or * for whichever stands now.',
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"description": "The revision, for If-Match.", "schema": {"type": "string"}}}


class StrictParser(FlaskParser):
    """Reads a call and refuses what is not JSON, what no schema names, and text that cannot be stored."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 -- as the base class declares it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": RAISE,
        "query": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body of a call; nothing at all is a body without fields."""
        content = req.get_data(cache=True)
        if not content:
            return missing
        if not req.is_json:
            abort(415)
        try:
            data = json.loads(content, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            abort(400)
        if not is_storable(data):
            abort(400)
        return data


class ApiBlueprint(Blueprint):
    """A part of the API; its calls are read strictly."""

    ARGUMENTS_PARSER = StrictParser()

    def files(self, media_types: Iterable[str]) -> Callable[[View], View]:
        """Describe an answer that is a file, in one of several formats."""

        def describe(view: View) -> View:
            for media_type in media_types:
                shape = {"type": "object"} if media_type == "application/json" else _FILE
                view = self.response(200, shape, content_type=media_type)(view)
            return view

        return describe


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


class FileMade(Protocol):
    """A file that a use case hands out."""

    @property
    def content(self) -> bytes:
        """The bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Their hash."""
        ...

    @property
    def media_type(self) -> str:
        """What they are."""
        ...

    @property
    def file_name(self) -> str:
        """What the file is called."""
        ...


def file_answer(made: FileMade) -> Response:
    """A file to be saved; its hash is the ETag."""
    answered = Response(made.content, content_type=made.media_type)
    # A name of ours is ASCII; one of a supplier's may be anything and goes in the form of RFC 8187.
    answered.headers.set("Content-Disposition", "attachment", filename=made.file_name)
    answered.set_etag(made.sha256)
    return answered


def sent_file() -> bytes:
    """The bytes of a call whose body is a file as it lies; a form would have to be taken apart first."""
    if request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded"):
        abort(415)
    return request.get_data(cache=False)


def is_storable(data: object) -> bool:
    """Whether every text can be stored: no NUL, which PostgreSQL refuses, and no half of a surrogate pair."""
    if isinstance(data, str):
        return "\x00" not in data and not any("\ud800" <= letter <= "\udfff" for letter in data)
    if isinstance(data, Mapping):
        return all(is_storable(key) and is_storable(item) for key, item in data.items())
    if isinstance(data, Iterable):
        return all(is_storable(item) for item in data)
    return True


def language() -> str:
    """The language that messages in an answer are in."""
    return str(get_locale())


def seen_revision() -> int | None:
    """The revision an editor saw; ``None`` for ``*``, whichever stands now.

    Without ``If-Match`` the call ends with 428, with one that is no revision with 412.
    """
    given = request.headers.get("If-Match")
    if given is None:
        abort(428)
    if given.strip() == "*":
        return None
    found = _REVISION.match(given.strip())
    if found is None:
        abort(412)
    return int(found.group(1))


def answer(value: object, status: int = 200, *, revision: int | None = None) -> Response:
    """A use case's answer as JSON, made by the same function as ``--json``."""
    text = json.dumps(plain(value), ensure_ascii=False)
    made = Response(text, status, content_type="application/json")
    if revision is not None:
        made.set_etag(str(revision))
    return made
