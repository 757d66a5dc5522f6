# SPDX-License-Identifier: EUPL-1.2
"""The event log: what is recorded, and the hash chain that shows a rewritten past."""
