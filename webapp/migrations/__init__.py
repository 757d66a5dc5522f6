# SPDX-License-Identifier: EUPL-1.2
"""The database's migrations and the one function that brings a database up to date."""
