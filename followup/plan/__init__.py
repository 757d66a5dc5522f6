# SPDX-License-Identifier: EUPL-1.2
"""The follow-up plan: which checks, by whom, when, and the life of each task."""
