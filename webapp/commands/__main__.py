# SPDX-License-Identifier: EUPL-1.2
"""``python -m webapp.commands`` is the command line."""

from webapp.commands.main import main

main()
