# SPDX-License-Identifier: EUPL-1.2
"""What the server does by itself: it looks at watched searches, and mails to the registry what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from criteria.errors import CriteriaError
from criteria.services.access import actor_for
from criteria.services.head_mail import HeadMail, mail_head_if_due
from criteria.services.installation import Installation
from criteria.services.saved_searches import look_at_watches
from webapp.mail import Post
from webapp.settings import Settings

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 60.0
#: Letters are looked at every so many looks: a mail server that is down is not asked each minute.
_LOOKS_PER_LETTER = 60


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
        looks = 0
        while not self._stopped.is_set():
            tick(self._installation, self._settings, with_letters=looks % _LOOKS_PER_LETTER == 0)
            looks += 1
            self._stopped.wait(self._every)


def tick(installation: Installation, settings: Settings, *, with_letters: bool = True) -> HeadMail | None:
    """One look: tell who watches, and mail what is due; ``None`` where nothing was or it failed.

    A failure is logged; the site goes on, and the next look tries again.
    """
    _try(lambda: look_at_watches(installation), "the watched searches could not be looked at")
    if not with_letters or not settings.registry_address:
        return None
    mails: list[HeadMail] = []
    _try(lambda: mails.append(mail_head(installation, settings)), "the head of the log could not be mailed")
    return mails[0] if mails else None


def _try(do: Callable[[], object], failed: str) -> None:
    try:
        do()
    except CriteriaError as error:
        _log.warning("%s: %s", failed, error)
    except Exception:
        _log.exception("%s", failed)


def mail_head(installation: Installation, settings: Settings) -> HeadMail:
    """The head of the log to the registry that is set, if this month's letter has not gone."""
    actor = actor_for(installation, None, None)
    post = Post(settings, installation.clock)
    return mail_head_if_due(installation, actor, settings.registry_address, post.send)
