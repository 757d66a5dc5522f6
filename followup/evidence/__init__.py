# SPDX-License-Identifier: EUPL-1.2
"""Evidence: what was received or observed, how strong it is and how long it holds."""
