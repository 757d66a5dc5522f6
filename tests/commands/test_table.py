# SPDX-License-Identifier: EUPL-1.2
"""The table of commands and the modules that hold them say the same."""

from __future__ import annotations

import importlib
import pkgutil

import webapp.commands
from webapp.commands.main import MODULES


def test_every_command_of_every_module_is_in_the_table() -> None:
    held = {
        command.name: module.name
        for module in pkgutil.iter_modules(webapp.commands.__path__)
        if module.name not in ("main", "frame", "__main__")
        for command in getattr(importlib.import_module(f"webapp.commands.{module.name}"), "COMMANDS", ())
    }

    assert held == MODULES
