# SPDX-License-Identifier: EUPL-1.2
"""Commands about the installation: init, live, people, backup, restore, index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from criteria.issues import Issue
from criteria.people.model import Role
from criteria.services.access import (
    add_organisation,
    add_unit,
    add_user,
    change_organisation,
    get_organisation,
    make_signin_link,
    make_token,
    revoke_access,
)
from criteria.services.accounts import close_account, set_archive_series
from criteria.services.integrity import back_up, go_live, restore
from criteria.services.search import rebuild_index, verify_index
from criteria.services.setup import initialise
from webapp.commands.address import last_address
from webapp.commands.frame import FINDINGS, Frame, SharedCommand, noun, pass_frame

_STEPS = {
    "people": "Skapar organisation och administratör …",
    "library": "Läser in kriteriebiblioteket …",
    "index": "Bygger sökindex …",
}


@click.command("init", cls=SharedCommand)
@pass_frame
def init(frame: Frame) -> None:
    """Create or upgrade the installation, load the shipped library and build the index."""
    result = initialise(frame.installation, progress=lambda step: frame.say(_STEPS[step]))
    frame.give(
        result,
        f"{result.criteria} kriterier, {result.versions} versioner, index vid {result.index_sequence}.",
    )
    if result.held:
        frame.say(f"{result.held} ändringar väntar på beslut. Se kravkedjan library tasks.")


@click.command("live", cls=SharedCommand)
@pass_frame
def live(frame: Frame) -> None:
    """Mark the installation live for good; a set clock is refused from then on."""
    go_live(frame.installation, frame.actor)
    frame.give({"live": True}, "Installationen är i drift. Klockan kan inte längre ställas.")


org = noun("org", "Organisations.")
user = noun("user", "People, roles and sign-in links.")
index = noun("index", "The search index.")


@org.command("add")
@click.argument("name")
@click.option("--number", help="Organisation number.")
@pass_frame
def org_add(frame: Frame, name: str, number: str | None) -> None:
    """Add an organisation."""
    added = add_organisation(frame.installation, frame.actor, name, number)
    frame.give(added, f"{added.name} ({added.id})")


@org.command("rename")
@click.option("--name", help="The name that annexes, forms and reports print.")
@click.option("--number", help="Organisation number; empty takes it away.")
@pass_frame
def org_rename(frame: Frame, name: str | None, number: str | None) -> None:
    """Give the organisation another name or number; what is locked keeps the one it has."""
    actor = frame.actor
    present = get_organisation(frame.installation, actor.organisation_id)
    changed = change_organisation(
        frame.installation,
        actor,
        present.name if name is None else name,
        present.number if number is None else number,
    )
    frame.give(changed, ", ".join(filter(None, (changed.name, changed.number))))


@org.command("archive")
@click.option("--series", required=True, help="Series of the archive plan; empty takes it away.")
@pass_frame
def org_archive(frame: Frame, series: str) -> None:
    """Say which archive series the organisation's procurements belong to, for extracts about a wording."""
    kept = set_archive_series(frame.installation, frame.actor, series)
    frame.give({"series": kept}, kept or "Ingen arkivserie.")


@org.command("unit")
@click.argument("name")
@click.option("--contact", metavar="USER", help="Contact person of the unit.")
@pass_frame
def org_unit(frame: Frame, /, name: str, contact: str | None) -> None:
    """Add a unit, with its contact person, to the organisation named by --org."""
    added = add_unit(frame.installation, frame.actor, name, contact)
    frame.give(added, f"{added.name} ({added.id})")


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@pass_frame
def user_add(frame: Frame, name: str, role: str) -> None:
    """Add a person, or give one another role, in the organisation named by --org."""
    actor = frame.actor
    added = add_user(frame.installation, actor, name, Role(role), actor.organisation_id)
    frame.give(added, f"{added.name} ({added.id})")


@user.command("link")
@click.argument("name")
@click.option("--base", help="Address of the site (default: where it last was started).")
@pass_frame
def user_link(frame: Frame, name: str, base: str | None) -> None:
    """Make a new one-time sign-in link, valid for 24 hours."""
    token = make_signin_link(frame.installation, frame.actor, name)
    address = base or last_address(frame.home)
    link = f"{address.rstrip('/')}/logga-in/{token}"
    frame.give({"user": name, "link": link}, link)


@user.command("token")
@click.argument("name")
@click.option("--days", default=90, show_default=True, help="How long it can be used.")
@pass_frame
def user_token(frame: Frame, name: str, days: int) -> None:
    """Make a token for programs that call the API as this person; shown once."""
    token = make_token(frame.installation, frame.actor, name, days)
    frame.give({"user": name, "token": token, "days": days}, token)


@user.command("revoke")
@click.argument("name")
@pass_frame
def user_revoke(frame: Frame, name: str) -> None:
    """End every session, token and sign-in link of a person."""
    revoke_access(frame.installation, frame.actor, name)
    frame.give({"user": name, "revoked": True}, f"{name}: alla sessioner, nycklar och länkar är återkallade.")


@user.command("close")
@click.argument("name")
@pass_frame
def user_close(frame: Frame, name: str) -> None:
    """Close a person's account for good; what they did stays in the log."""
    closed = close_account(frame.installation, frame.actor, name)
    frame.give({"user": closed, "closed": True}, f"{name}: kontot är avslutat.")


@index.command("verify")
@pass_frame
def index_verify(frame: Frame) -> None:
    """Compare the index with the store."""
    result = verify_index(frame.installation)
    frame.give(result, f"{result.entries} poster vid {result.sequence}, {'rätt' if result.ok else 'FEL'}.")
    _end(frame, result.ok, result.findings)


@index.command("rebuild")
@pass_frame
def index_rebuild(frame: Frame) -> None:
    """Make the index anew from the store."""
    sequence = rebuild_index(frame.installation)
    frame.give({"ok": True, "sequence": sequence, "findings": []}, f"Index byggt vid {sequence}.")


@click.command("backup", cls=SharedCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_frame
def backup(frame: Frame, file: Path) -> None:
    """Put database, evidence, key and log head of the embedded installation into one archive."""
    result = back_up(frame.installation, file)
    frame.give(result, f"{result.file}: {result.files} filer, logg till och med {result.head.sequence}.")


@click.command("restore", cls=SharedCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_frame
def restore_command(frame: Frame, file: Path) -> None:
    """Lay a backup out in an empty home, after it has been verified."""
    result = restore(file, frame.home)
    rebuild_index(frame.installation)
    frame.give(result, f"{result.files} filer återställda, logg till och med {result.head.sequence}.")


def _end(frame: Frame, ok: bool, findings: tuple[Issue, ...]) -> None:
    for issue in findings[:50]:
        frame.say(frame.issue_text(issue))
    if not ok:
        sys.exit(FINDINGS)


COMMANDS = (init, live, org, user, index, backup, restore_command)
