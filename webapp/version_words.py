# SPDX-License-Identifier: EUPL-1.2
"""The words for fields and codes of a criterion version: those of the extract, on page and in terminal."""

from __future__ import annotations

from criteria.documents.extract_parts import Telling
from criteria.documents.extract_wording import extract_wording
from criteria.services.installation import Installation
from criteria.services.library import list_labels
from criteria.services.library_past import list_group_titles


def version_words(language: str, installation: Installation) -> Telling:
    """The words of a language, with the titles of the installation's groups and labels."""
    titles = {f"group.{key}": title.sv for key, title in list_group_titles(installation).items()}
    names = {f"label.{label.id}": label.name for label in list_labels(installation)}
    return Telling(extract_wording(language), {**titles, **names}, {})
