# SPDX-License-Identifier: EUPL-1.2
"""What the server does by itself where a registry is set: once an hour it mails what is due."""

from __future__ import annotations

import logging
import threading

from criteria.errors import CriteriaError
from criteria.services.access import actor_for
from criteria.services.head_mail import HeadMail, mail_head_if_due
from criteria.services.installation import Installation
from webapp.mail import Post
from webapp.settings import Settings

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 3600.0


class Timer:
    """A background thread that ends with the process, or when it is stopped."""

    def __init__(self, installation: Installation, settings: Settings, every: float = _EVERY_SECONDS) -> None:
        """Prepare; nothing runs before ``start``."""
        self._installation = installation
        self._settings = settings
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kravkedjan-timer", daemon=True)

    def start(self) -> None:
        """Begin, with a first look at once."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until it has."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            tick(self._installation, self._settings)
            self._stopped.wait(self._every)


def tick(installation: Installation, settings: Settings) -> HeadMail | None:
    """One look: mail what is due; ``None`` where it failed, which is logged."""
    try:
        return mail_head(installation, settings)
    except CriteriaError as error:
        _log.warning("the head of the log could not be mailed: %s", error)
    except Exception:
        # The site goes on, and the next look tries again.
        _log.exception("the head of the log could not be mailed")
    return None


def mail_head(installation: Installation, settings: Settings) -> HeadMail:
    """The head of the log to the registry that is set, if this month's letter has not gone."""
    actor = actor_for(installation, None, None)
    post = Post(settings, installation.clock)
    return mail_head_if_due(installation, actor, settings.registry_address, post.send)
