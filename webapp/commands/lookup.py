# SPDX-License-Identifier: EUPL-1.2
"""Which text was in force on a day, and the extract about it for whoever asks in earnest."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from criteria.services.annex import LANGUAGES
from criteria.services.extract_contents import Question
from criteria.services.extracts import ExtractFormat, ExtractRequest, make_extract
from criteria.services.library_history import look_up
from criteria.services.sets_lookup import look_up_line
from webapp.commands.frame import DATE, KNOWN_AT, MOMENT, Frame, SharedCommand, pass_frame

_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command("lookup", cls=SharedCommand)
@click.argument("ref")
@click.option("--as-of", type=DATE, required=True)
@click.option("--known-at", type=MOMENT, help=KNOWN_AT)
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in ExtractFormat]),
    default=ExtractFormat.PDF.value,
    show_default=True,
    help="Format of the extract, with -o.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("-o", "--output", type=_OUTPUT, help="Write the extract (utdrag om lydelse) to this file.")
@pass_frame
def lookup(
    frame: Frame, /, ref: str, as_of: date, known_at: datetime | None, output: Path | None, **given: str
) -> None:
    """Show which text was in force on a day; with -o, write the extract about it.

    REF is a criterion (FURN-01, FURN-01:1@base) or a requirement of a set (SET:LINE).
    """
    if output is not None:
        asked = Question(as_of, known_at, frame.actor.organisation_id)
        _write(frame, ExtractRequest(ref, asked, ExtractFormat(given["kind"]), given["lang"]), output)
    elif ref.startswith("set-"):
        set_id, _, line = ref.partition(":")
        held = look_up_line(frame.installation, frame.actor, set_id, line, as_of)
        frame.give(held, f"{set_id} {held.number} {as_of}\n\n{held.text.sv}\n\nsigill {held.seal}")
    else:
        viewer = frame.actor.organisation_id
        found = look_up(frame.installation, ref, as_of, known_at=known_at, viewer=viewer)
        frame.give(found, f"{found.ref} {as_of}\n\n{found.text.sv.strip()}\n\nsha256 {found.fingerprint}")


def _write(frame: Frame, request: ExtractRequest, output: Path) -> None:
    made = make_extract(frame.installation, frame.actor, request)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(made.content)
    body = {
        "file": str(output),
        "sha256": made.sha256,
        "content_sha256": made.content_sha256,
        "media_type": made.media_type,
        "bytes": len(made.content),
    }
    frame.give(body, f"{output}\nsha256 {made.sha256}\ninnehåll {made.content_sha256}")


COMMANDS = (lookup,)
