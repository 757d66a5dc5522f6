# SPDX-License-Identifier: EUPL-1.2
"""The command that writes a tender annex."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria.documents.annex import AnnexPart
from criteria.services.annex import LANGUAGES, AnnexFormat, AnnexRequest, export_annex
from webapp.commands.frame import Frame, SharedCommand, pass_frame


@click.command("annex", cls=SharedCommand)
@click.argument("set_id", metavar="SET")
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in AnnexFormat]),
    default=AnnexFormat.PDF.value,
    show_default=True,
)
@click.option(
    "--part",
    type=click.Choice([item.value for item in AnnexPart]),
    default=AnnexPart.ALL.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("--sealed", "revision", type=int, help="An earlier sealed revision.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@pass_frame
def annex(frame: Frame, /, set_id: str, kind: str, output: Path, **given: Any) -> None:
    """Write the tender annex of a locked set; the first export is stored and handed out ever after."""
    request = AnnexRequest(AnnexFormat(kind), AnnexPart(given["part"]), given["lang"], given["revision"])
    export = export_annex(frame.installation, frame.actor, set_id, request)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(export.content)
    body = {
        "file": str(output),
        "sha256": export.sha256,
        "seal": export.seal,
        "revision": export.revision,
        "media_type": export.media_type,
        "bytes": len(export.content),
    }
    frame.give(body, f"{output}\nsha256 {export.sha256}\nsigill {export.seal}")


COMMANDS = (annex,)
