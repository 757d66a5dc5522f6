# SPDX-License-Identifier: EUPL-1.2
"""Use cases: one function, one unit of work, explicit installation, actor and data."""
