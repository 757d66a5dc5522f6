# SPDX-License-Identifier: EUPL-1.2
"""Finding criteria: Swedish analysis, the index as a projection of the event log, query with facets."""
