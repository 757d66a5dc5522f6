# SPDX-License-Identifier: EUPL-1.2
"""What happens after award: contracts, plans, declarations, evidence, outcomes and deviations."""
