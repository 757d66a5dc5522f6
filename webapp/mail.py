# SPDX-License-Identifier: EUPL-1.2
"""The post: letters over SMTP to the organisation's own mail server, where one is set."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from criteria.clock import Clock
from criteria.documents.head_letter import Letter
from criteria.errors import RefusedError
from webapp.settings import Settings

_TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Post:
    """Sends letters as the settings say; ``clock`` dates them."""

    settings: Settings
    clock: Clock

    def send(self, letter: Letter) -> None:
        """Hand a letter to the mail server.

        Raises:
            RefusedError: ``mail.failed`` when the server cannot be reached or does not take it.
        """
        message = EmailMessage()
        message["From"] = self.settings.mail_from
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self.clock.now())
        message["Message-ID"] = make_msgid(domain=self.settings.mail_from.rpartition("@")[2])
        # What answers by itself leaves this alone. Source: RFC 3834.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        host, port = self.settings.mail_host, self.settings.mail_port
        try:
            with smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS) as server:
                if self.settings.mail_starttls:
                    server.starttls(context=ssl.create_default_context())
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            # What the server says may hold addresses; the kind of fault is enough to look it up there.
            raise RefusedError("mail.failed", where=f"{host}:{port}", fault=type(error).__name__) from error
