# SPDX-License-Identifier: EUPL-1.2
"""One file a revision, in order."""
