# SPDX-License-Identifier: EUPL-1.2
"""The site: one Flask application over one installation."""

from __future__ import annotations

import hashlib
import logging
import secrets
from importlib.metadata import version

from flask import Flask, Response, g, render_template, request
from flask_babel import Babel, get_locale, gettext
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix

from criteria.errors import CriteriaError
from criteria.people.model import Permission
from criteria.services.access import count_unread
from criteria.services.installation import Installation, installation_key
from webapp import words
from webapp.api import put_api
from webapp.api.errors import (
    answer_http_error,
    answer_refusal,
    answer_stale_form,
    answer_unexpected,
    is_api_call,
)
from webapp.app_language import LANGUAGE_COOKIE, LANGUAGES
from webapp.context import group_name
from webapp.http_status import status_of
from webapp.messages.catalogue import mend, message
from webapp.registry import register
from webapp.security import protect
from webapp.settings import Settings

_log = logging.getLogger(__name__)


def create_app(installation: Installation, settings: Settings) -> Flask:
    """The application; every view finds the installation as ``current_app.extensions["kravkedjan"]``."""
    app = Flask(__package__)
    secret = hashlib.sha256(b"flask" + installation_key(installation.home)).digest()
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
        RATELIMIT_HEADERS_ENABLED=True,
        BABEL_DEFAULT_LOCALE="sv",
    )
    app.jinja_env.undefined = StrictUndefined
    # Flask escapes by file ending and would let what is written in ``.html.j2`` macros through as markup.
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["kravkedjan"] = installation
    app.extensions["kravkedjan_settings"] = settings
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Babel(app, locale_selector=choose_language)
    limiter = protect(app, installation, settings)
    register(app, limiter, settings)
    put_api(app)
    _offer_words(app)
    _answer_errors(app)
    return app


def choose_language() -> str:
    """The reader's language: their choice, else Swedish, the product's first language.

    A program has no cookie of ours; it says in ``Accept-Language`` what it reads.
    """
    if is_api_call():
        return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else "sv"


def _offer_words(app: Flask) -> None:
    for name in ("long_date", "short_date", "number", "hours", "page_ref"):
        app.jinja_env.filters[name] = getattr(words, name)
    for name in (
        "LEVELS",
        "TYPES",
        "METHODS",
        "ROLES",
        "WHEN",
        "PROOF_WHEN",
        "PROOF_BY",
        "PROOF_KINDS",
        "ASPECTS",
        "STATUSES",
        "CHANGES",
        "TYPE_PLACES",
        "LIBRARY_EVENTS",
        "FACETS",
    ):
        app.jinja_env.globals[name] = getattr(words, name)
    app.jinja_env.globals.update(
        word=words.word,
        STATUS_MARKS=words.STATUS_MARKS,
        language=lambda: str(get_locale()),
        product_version=version("kravkedjan"),
        message_text=lambda code, values: message(code, values, str(get_locale())),
        mend_text=lambda code, values: mend(code, values, str(get_locale())),
    )

    @app.context_processor
    def frame() -> dict[str, object]:
        signed = g.get("signed")
        unread = 0
        installation: Installation = app.extensions["kravkedjan"]
        if signed is not None:
            unread = count_unread(installation, signed.user.id, signed.organisation_id)
        return {
            "signed": signed,
            "actor": g.get("actor"),
            "can_edit_sets": g.get("actor") is not None and g.actor.may(Permission.EDIT_SETS),
            "can_edit_library": g.get("actor") is not None and g.actor.may(Permission.EDIT_LIBRARY),
            "unread_notices": unread,
            "today": installation.clock.today(),
            "clock_set": installation.clock.is_set,
            "organisation_name": "" if signed is None else signed.organisation_name,
            "group_name": group_name,
        }


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(CriteriaError)
    def refused(error: CriteriaError) -> tuple[str, int] | Response:
        if is_api_call():
            return answer_refusal(error)
        values = {"where": error.where, **error.values}
        locale = str(get_locale())
        text = message(error.code, values, locale)
        return _error_page(status_of(error), text, mend(error.code, values, locale), error.code)

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> tuple[str, int] | Response:
        if is_api_call():
            return answer_stale_form()
        return _error_page(
            400,
            gettext("Formuläret är för gammalt för att tas emot."),
            gettext("Gå tillbaka, ladda om sidan och skicka igen. Inget har sparats."),
            "csrf",
        )

    @app.errorhandler(HTTPException)
    def refused_by_http(error: HTTPException) -> tuple[str, int] | Response:
        if is_api_call():
            return answer_http_error(error)
        status = error.code or 500
        told, hint = _HTTP_TEXTS.get(status, (gettext("Sidan kunde inte visas."), ""))
        return _error_page(status, str(told), str(hint), str(status))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[str, int] | Response:
        # A short code that a person can quote and an administrator finds in the log.
        quoted = secrets.token_hex(4)
        _log.exception("unexpected error %s", quoted, exc_info=error)
        if is_api_call():
            return answer_unexpected(quoted)
        return _error_page(
            InternalServerError.code,
            gettext("Något gick fel hos oss. Det du skrev är inte sparat."),
            gettext(
                "Försök igen. Händer det på nytt, lämna koden %(code)s till administratören.", code=quoted
            ),
            quoted,
        )


def _error_page(status: int, text: str, hint: str, code: str) -> tuple[str, int]:
    return render_template("error.html", status=status, text=text, hint=hint, code=code), status


_HTTP_TEXTS = {
    400: (words._("Frågan kunde inte läsas."), words._("Gå tillbaka och försök igen.")),
    401: (words._("Du behöver logga in."), ""),
    403: (
        words._("Din roll tillåter inte detta."),
        words._("Be administratören i er organisation om en roll som gör det."),
    ),
    404: (
        words._("Sidan finns inte."),
        words._(
            "Kontrollera adressen, eller sök. Ett kriterium som har publicerats försvinner aldrig härifrån."
        ),
    ),
    405: (words._("Så kan den här adressen inte användas."), words._("Gå tillbaka och försök igen.")),
    413: (words._("Det som skickades är för stort."), words._("Dela upp filen eller gör den mindre.")),
    429: (words._("För många försök på kort tid."), words._("Vänta en minut och försök igen.")),
}
