# SPDX-License-Identifier: EUPL-1.2
"""The store of what happens after award, on the same base as the library's."""
