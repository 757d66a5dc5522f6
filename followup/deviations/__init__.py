# SPDX-License-Identifier: EUPL-1.2
"""Deviations: requirements not met, from finding to closing."""
