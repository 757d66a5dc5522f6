# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations: what is asked with frozen words, what is answered, and what that is worth."""
