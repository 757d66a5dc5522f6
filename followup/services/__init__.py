# SPDX-License-Identifier: EUPL-1.2
"""Use cases of follow-up: contract, tasks, declarations, evidence, outcomes, deviations, reports."""
