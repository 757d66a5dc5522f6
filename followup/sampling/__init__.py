# SPDX-License-Identifier: EUPL-1.2
"""How many of many are looked at, which ones, and what that can miss."""
