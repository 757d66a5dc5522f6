# SPDX-License-Identifier: EUPL-1.2
"""Running the site: ``serve``, and ``run`` for the first time on an empty folder."""

from __future__ import annotations

import logging
import threading

import click
import waitress

from criteria.services.access import make_signin_link
from criteria.services.search import prepare_index
from criteria.services.setup import first_administrator, initialise
from webapp.app import create_app
from webapp.commands.address import keep_address
from webapp.commands.frame import Frame, SharedCommand, pass_frame
from webapp.settings import read_settings
from webapp.timer import Timer

_STEPS = {
    "people": "Skapar organisation och administratör …",
    "library": "Läser in kriteriebiblioteket …",
    "index": "Bygger sökindex …",
}
_host = click.option("--host", default="127.0.0.1", show_default=True)
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))


@click.command("serve", cls=SharedCommand)
@_host
@_port
@pass_frame
def serve(frame: Frame, host: str, port: int) -> None:
    """Run the site with a production WSGI server."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings()
    app = create_app(frame.installation, settings)
    keep_address(frame.home, host, port)
    Timer(frame.installation, settings).start()
    # The site answers meanwhile; a first question that comes sooner opens the index itself.
    threading.Thread(target=prepare_index, args=(frame.installation,), name="index", daemon=True).start()
    frame.say(f"Kravkedjan svarar på http://{host}:{port}/ (avsluta med Ctrl+C)")
    # The site reads the forwarding headers of as many proxies as it trusts; waitress would drop them.
    drop = settings.trusted_proxies == 0
    waitress.serve(
        app, host=host, port=port, threads=8, ident="kravkedjan", clear_untrusted_proxy_headers=drop
    )


@click.command("run", cls=SharedCommand)
@_host
@_port
@click.pass_context
def run(context: click.Context, host: str, port: int) -> None:
    """Make the installation ready, print a one-time sign-in link, and run the site."""
    frame = context.find_root().ensure_object(Frame)
    read_settings()
    initialise(frame.installation, progress=lambda step: frame.say(_STEPS[step]))
    actor = frame.actor
    token = make_signin_link(frame.installation, actor, first_administrator(frame.installation))
    frame.say(f"Adress:            http://{host}:{port}/")
    frame.say(f"Inloggningslänk:   http://{host}:{port}/logga-in/{token}")
    frame.say("Länken gäller ett dygn och kan användas en gång.")
    context.invoke(serve, host=host, port=port)


COMMANDS = (serve, run)
