# SPDX-License-Identifier: EUPL-1.2
"""Handing out a file: always as an attachment, so that nothing received is ever run or shown in place."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def attachment(content: bytes, media_type: str, file_name: str, sha256: str) -> Response:
    """The file to save; its SHA-256 stands in the answer as well."""
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=file_name, etag=sha256
    )
    response.headers["X-Content-SHA256"] = sha256
    return response
