# SPDX-License-Identifier: EUPL-1.2
"""The library: criterion versions, what they must hold, and how they live and are replaced."""
