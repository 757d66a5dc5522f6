# SPDX-License-Identifier: EUPL-1.2
"""The languages of the pages and where a reader's choice is kept."""

LANGUAGES = ("sv", "en")
LANGUAGE_COOKIE = "kravkedjan_language"
