# SPDX-License-Identifier: EUPL-1.2
"""The store: tables, stores and the unit of work, on SQLite and PostgreSQL."""
