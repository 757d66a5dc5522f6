# SPDX-License-Identifier: EUPL-1.2
"""The verification log: outcomes, the strength they rest on, and how each is shown."""
