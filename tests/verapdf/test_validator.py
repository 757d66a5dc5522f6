# SPDX-License-Identifier: EUPL-1.2
"""The PDF validator tells good files from bad ones."""

from pathlib import Path

import pytest
from weasyprint import HTML

from tests.verapdf.validator import validate

_PAGE = """<!doctype html><html lang="sv"><head><title>Kravbilaga</title><style>
@font-face { font-family: Annex; src: url(file:FONT) }
body { font-family: Annex }
</style></head><body><h1>Kravbilaga</h1><p>Stolen ska hålla i tio år.</p></body></html>"""


def _written(path: Path, variant: str | None, repository: Path) -> Path:
    font = repository / "criteria" / "documents" / "fonts" / "SourceSans3-Regular.ttf"
    html = _PAGE.replace("FONT", str(font))
    HTML(string=html).write_pdf(path, **({"pdf_variant": variant} if variant else {}))
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "flavour"), [("pdf/ua-1", "ua1"), ("pdf/a-3a", "3a")])
def test_file_made_for_a_flavour_passes_it(
    variant: str, flavour: str, tmp_path: Path, repository: Path
) -> None:
    result = validate(_written(tmp_path / "good.pdf", variant, repository), flavour)

    assert result.failures == ()
    assert result.passed


@pytest.mark.slow
def test_plain_file_fails_and_its_failures_are_named(tmp_path: Path, repository: Path) -> None:
    result = validate(_written(tmp_path / "plain.pdf", None, repository), "ua1")

    assert not result.passed
    assert any(failure.startswith("7.1-") for failure in result.failures)


@pytest.mark.slow
def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("not a PDF")

    with pytest.raises(RuntimeError):
        validate(path, "ua1")
