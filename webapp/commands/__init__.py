# SPDX-License-Identifier: EUPL-1.2
"""The command line: ``kravkedjan NOUN VERB``; one module a noun, found by its ``COMMANDS``."""

from webapp.commands.main import main

__all__ = ["main"]
