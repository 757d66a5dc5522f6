# SPDX-License-Identifier: EUPL-1.2
"""The letter to the registry with the control value of the event log, once a month.

A head that is filed elsewhere is what shows that a log was written anew: such a log holds in itself. The
letter is in Swedish, as the registry is. Source: issue 3, "Reading the past".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from criteria.clock import STOCKHOLM
from criteria.documents.writing import day_text, grouped_digest
from criteria.events.model import Head

_SUBJECT = "Kontrollvärde för händelseloggen {month}, {organisation}"
_TEXT = """\
Till registraturen

Det här är kontrollvärdet för händelseloggen i Kravkedjan hos {organisation}, taget {day} klockan {time}.

    Post:           {sequence}
    Kontrollvärde:  {grouped}

Spara meddelandet. Värdet bygger på allt som dittills hade antecknats om kriterier, kravuppsättningar,
kontrakt och uppföljning. Om någon i efterhand ändrar en tidigare post blir värdet ett annat, även om loggen
i övrigt ser hel ut. Så prövas det, av den som förvaltar installationen:

    kravkedjan log verify --head {sequence}:{hash}

Meddelandet skickas automatiskt en gång i månaden. Det går inte att svara på.
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as plain text."""

    to: str
    subject: str
    text: str


def head_letter(head: Head, organisation: str, at: datetime, to: str) -> Letter:
    """The letter about a head of the log taken at a moment."""
    civil = at.astimezone(STOCKHOLM)
    values = {
        "organisation": organisation,
        "month": civil.strftime("%Y-%m"),
        "day": day_text(civil.date(), "sv").replace("\N{NO-BREAK SPACE}", " "),
        "time": civil.strftime("%H.%M"),
        "sequence": head.sequence,
        "hash": head.hash,
        "grouped": grouped_digest(head.hash),
    }
    return Letter(to, _SUBJECT.format(**values), _TEXT.format(**values))
