# SPDX-License-Identifier: EUPL-1.2
"""The contract: who was chosen, for how long, and what the winner bound itself to."""
