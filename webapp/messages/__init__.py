# SPDX-License-Identifier: EUPL-1.2
"""The message catalogue: code of an error, issue or notice → text for people, in Swedish and English."""
