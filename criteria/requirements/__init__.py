# SPDX-License-Identifier: EUPL-1.2
"""What is demanded this time: the requirement set, its gate, its hours and its seal."""
