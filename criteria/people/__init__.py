# SPDX-License-Identifier: EUPL-1.2
"""People and organisations: who may do what."""
