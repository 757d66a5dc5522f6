# SPDX-License-Identifier: EUPL-1.2
"""The faces of Kravkedjan: pages, API and commands over the use cases. No rule lives here."""
