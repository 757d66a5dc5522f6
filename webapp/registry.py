# SPDX-License-Identifier: EUPL-1.2
"""Every view module's blueprint, found in ``webapp.views`` and put on the application."""

from __future__ import annotations

import importlib
import pkgutil

from flask import Blueprint, Flask
from flask_limiter import Limiter

import webapp.views
from webapp.settings import Settings


def register(app: Flask, limiter: Limiter, settings: Settings) -> None:
    """Register each module's ``blueprint``; one named ``access`` gets the stricter sign-in limit."""
    for module in pkgutil.iter_modules(webapp.views.__path__):
        blueprint: Blueprint = importlib.import_module(f"webapp.views.{module.name}").blueprint
        if blueprint.name == "access":
            limiter.limit(settings.signin_limit, methods=["POST"])(blueprint)
        app.register_blueprint(blueprint)
