# SPDX-License-Identifier: EUPL-1.2
"""What follow-up puts on paper: the template form, the declaration form and its way back, and the report."""
