# SPDX-License-Identifier: EUPL-1.2
"""The one error body, for every error there is: ours, the framework's and the unexpected.

Source: CLI contract, ``{"error": {"code", "message", "where", "mend"}}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, jsonify, request
from flask_babel import get_locale
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from criteria.errors import CriteriaError, StaleRevisionError
from webapp.http_status import status_of
from webapp.shapes import error_body

PREFIX = "/api/v1"
_SHOWN = 5
_CODES = {
    400: "request.malformed",
    401: "signin.needed",
    403: "role.not_allowed",
    404: "address.unknown",
    405: "request.method",
    412: "request.if_match",
    413: "request.too_large",
    415: "request.media_type",
    422: "request.invalid",
    428: "request.if_match_missing",
    429: "request.too_many",
}
#: What marshmallow says about a key that must or must not be there.
_MISSING = fields.Field.default_error_messages["required"]
_UNKNOWN = Schema.error_messages.get("unknown", "Unknown field.")


def is_api_call() -> bool:
    """Whether the answer goes to a program, which reads JSON."""
    return request.path.startswith("/api/")


def answer_refusal(error: CriteriaError) -> Response:
    """The answer to one of our errors; a revision that is no longer the newest is a failed precondition."""
    status = 412 if isinstance(error, StaleRevisionError) else status_of(error)
    return _answer(error, status)


def answer_http_error(error: HTTPException) -> Response:
    """The answer to an error of the framework: address, method, size, form, signing in."""
    status = error.code or 500
    told = next(_faults(getattr(error, "data", None)), None) if status in (400, 422) else None
    answer = _answer(told or CriteriaError(_CODES.get(status, "request.refused"), status=status), status)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="kravkedjan"'
    return answer


def answer_stale_form() -> Response:
    """The answer when a browser's call has no CSRF token that fits."""
    return _answer(CriteriaError("request.csrf", where="X-CSRFToken"), 400)


def answer_unexpected(quoted: str) -> Response:
    """The answer when we failed; ``quoted`` is the code by which an administrator finds it in the log."""
    return _answer(CriteriaError("server.failed", quoted=quoted), 500)


def _answer(error: CriteriaError, status: int) -> Response:
    answer = jsonify(error_body(error, str(get_locale())))
    answer.status_code = status
    return answer


def _faults(data: Mapping[str, Any] | None) -> Iterator[CriteriaError]:
    """One error for what the schemas found; its code is that of the first fault."""
    messages = (data or {}).get("messages")
    found = list(_flatten(messages, ())) if messages else []
    if not found:
        return
    where, first = found[0]
    if first == _UNKNOWN:
        yield CriteriaError("request.unknown_field", where=where, field=where)
    if first == _MISSING:
        yield CriteriaError("request.field_missing", where=where, field=where)
    shown = "; ".join(f"{place}: {text}" if place else text for place, text in found[:_SHOWN])
    yield CriteriaError("request.invalid", where=where, faults=shown)


def _flatten(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Faults with their place; the outermost key is the part of the request and is left out."""
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            yield from _flatten(value, (*path, str(key)))
    else:
        texts = messages if isinstance(messages, list) else [messages]
        yield ".".join(part for part in path[1:] if part != "_schema"), " ".join(map(str, texts))
