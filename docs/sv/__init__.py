# SPDX-License-Identifier: EUPL-1.2
"""The help pages, installed as the package ``criteria.shipped_help``; it has no code."""
