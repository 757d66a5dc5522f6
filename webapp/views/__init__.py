# SPDX-License-Identifier: EUPL-1.2
"""Pages: each module one blueprint named ``blueprint``; views do not know each other."""
