# SPDX-License-Identifier: EUPL-1.2
"""Who is asking, what they may reach, and the headers of every answer.

The headers are few and fixed, so they are written here; the library for it (flask-talisman) has not been
released since 2023. CSRF tokens are Flask-WTF's, limits Flask-Limiter's.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from criteria.people.model import Actor, Permission
from criteria.services.access import Signed, find_signed
from criteria.services.installation import Installation
from webapp.permissions import TABLE, Access
from webapp.settings import Settings

COOKIE = "kravkedjan"
COOKIE_DAYS = 14
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask, installation: Installation, settings: Settings) -> Limiter:
    """Put sign-in, the permission table, CSRF, limits and headers before every view."""
    # CSRF is asked for below, once it is known whether the call speaks for itself with a token.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf = CSRFProtect(app)
    limiter = Limiter(
        get_remote_address, app=app, default_limits=[settings.request_limit], storage_uri="memory://"
    )
    limiter.request_filter(lambda: request.endpoint == "static")

    @app.before_request
    def know_who() -> BaseResponse | None:
        bearer = bearer_token()
        token = request.cookies.get(COOKIE, "") if bearer is None else bearer
        g.signed = find_signed(installation, token) if token else None
        g.actor = None if g.signed is None else _actor(g.signed)
        if bearer is not None and g.signed is None:
            abort(401)
        turned_away = check_access(settings)
        if turned_away is None and request.endpoint is not None:
            if bearer is None:
                csrf.protect()
            refuse_unstorable_text()
        return turned_away

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if g.get("signed") is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return limiter


def bearer_token() -> str | None:
    """The token a program signs its call with, or ``None`` where the session cookie speaks.

    No browser sends this header on its own account, so a call with it needs no CSRF token; the cookie is
    then not looked at. Pages know the cookie only.
    """
    if not request.path.startswith("/api/") or "Authorization" not in request.headers:
        return None
    given = request.authorization
    return given.token or "" if given is not None and given.type == "bearer" else ""


def refuse_unstorable_text() -> None:
    """End the call with 400 when address or form holds NUL, which PostgreSQL cannot store."""
    given = (*(request.view_args or {}).values(), *_texts(request.args), *_texts(request.form))
    if any("\x00" in text for text in given if isinstance(text, str)):
        abort(400)


def _texts(given: MultiDict[str, str]) -> Iterator[str]:
    for name, texts in given.lists():
        yield name
        yield from texts


def check_access(settings: Settings) -> BaseResponse | None:
    """Nothing when the endpoint is open to who is asking; else the way to sign in, or 403."""
    if request.endpoint is None:
        return None
    wanted = TABLE.get(request.endpoint)
    if wanted is None:
        abort(403)
    if wanted is Access.PUBLIC or (wanted is Access.LIBRARY and settings.public_library):
        return None
    actor: Actor | None = g.actor
    if actor is None:
        if request.path.startswith("/api/"):
            abort(401)
        back = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("access.sign_in", till=back or None))
    if isinstance(wanted, Permission) and not actor.may(wanted):
        abort(403)
    return None


def _actor(signed: Signed) -> Actor:
    roles = next(
        (m.roles for m in signed.user.memberships if m.organisation_id == signed.organisation_id), frozenset()
    )
    return Actor(signed.user.id, signed.organisation_id, roles)


def set_cookie(response: BaseResponse, token: str, settings: Settings) -> None:
    """Hand the session token to the browser, out of reach of scripts."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        secure=settings.https,
        samesite="Lax",
    )
