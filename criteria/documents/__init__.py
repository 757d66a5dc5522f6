# SPDX-License-Identifier: EUPL-1.2
"""Sealed set → annex as plain document data → PDF, DOCX, XLSX and JSON, and reading answers back."""
