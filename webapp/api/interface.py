# SPDX-License-Identifier: EUPL-1.2
"""Putting the API on the application, with its OpenAPI description at ``/api/v1/openapi.json``."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import version

from flask import Flask
from flask_smorest import Api

import webapp.api
from criteria.schemas.derived import PlainDecimal, schema_of
from webapp.api.errors import PREFIX
from webapp.api.frame import ApiBlueprint
from webapp.security import COOKIE
from webapp.shapes import ErrorBody

_ABOUT = (
    "The same use cases as the pages and the command line. Every error answers with one body, "
    "`{error: {code, message, where, mend}}`; messages follow Accept-Language (sv, en). A change of a "
    "requirement set carries If-Match with the revision that was read."
)


class _OneErrorBodyApi(Api):
    """The API without flask-smorest's own error form: the application answers errors in ours."""

    ERROR_SCHEMA = schema_of(ErrorBody)

    def _register_error_handlers(self) -> None:
        """Leave the application's handlers in place."""


def put_api(app: Flask) -> None:
    """Register every ``blueprint`` in this folder under ``/api/v1``."""
    app.config.update(
        API_TITLE="Kravkedjan",
        API_VERSION=version("kravkedjan"),
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
    )
    api = _OneErrorBodyApi(
        app,
        spec_kwargs={
            "info": {
                "description": _ABOUT,
                "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            },
            "security": [{"token": []}, {"session": []}],
        },
    )
    api.register_field(PlainDecimal, "string", "decimal")
    schemes = api.spec.components
    schemes.security_scheme("token", {"type": "http", "scheme": "bearer"})
    schemes.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": COOKIE})
    for module in pkgutil.iter_modules(webapp.api.__path__):
        found = getattr(importlib.import_module(f"webapp.api.{module.name}"), "blueprint", None)
        if isinstance(found, ApiBlueprint):
            api.register_blueprint(found, url_prefix=PREFIX)
