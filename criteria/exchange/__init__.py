# SPDX-License-Identifier: EUPL-1.2
"""Bringing criteria in and out: files and, later, foreign formats."""
