# SPDX-License-Identifier: EUPL-1.2
"""The head of the log in the registry: mailed once a month, and what shows that a log was written anew."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, text

from criteria.clock import SetClock
from criteria.documents.head_letter import Letter, head_letter
from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import GENESIS, Head, NewEvent, chain, parse_head
from criteria.services.head_mail import KIND, mail_head_if_due
from criteria.services.installation import Installation
from criteria.services.integrity import verify_log
from criteria.storage.event_store import EventStore
from criteria.storage.people_store import SettingStore
from criteria.storage.tables import EventRow
from criteria.storage.unit_of_work import event_row
from tests.library_past.postbox import AnyPort, Postbox
from tests.plumbing.installation import World
from webapp.commands.main import build
from webapp.settings import Settings, read_settings
from webapp.timer import Timer, mail_head, tick

_REGISTRY = "registrator@ekby.example"
_HEAD_LINE = re.compile(r"log verify --head (\d+:[0-9a-f]{64})")


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Settings]]:
    box = Postbox()
    server = AnyPort(box, hostname="127.0.0.1", port=0)
    server.start()
    settings = Settings(
        registry_address=_REGISTRY,
        mail_host="127.0.0.1",
        mail_port=server.port,
        mail_from="kravkedjan@ekby.example",
    )
    yield box, settings
    server.stop()


def _on(installation: Installation, day: date) -> Installation:
    return replace(installation, clock=SetClock(day))


def _mailed(installation: Installation) -> list[str]:
    with installation.reading() as session:
        return [
            event.payload["month"] for event in EventStore(session).list_about("log") if event.kind == KIND
        ]


def test_letter_says_in_words_what_it_is_and_how_it_is_checked(world: World) -> None:
    head = Head(812, "ab" * 32)

    letter = head_letter(head, "Ekby kommun", world.installation.clock.now(), _REGISTRY)

    assert letter.subject == "Kontrollvärde för händelseloggen 2026-11, Ekby kommun"
    assert "23 november 2026 klockan 12.00" in letter.text
    assert f"kravkedjan log verify --head 812:{'ab' * 32}" in letter.text
    assert parse_head(_HEAD_LINE.findall(letter.text)[0]) == head


def test_head_is_mailed_once_a_month_and_each_letter_is_an_event(
    world: World, postbox: tuple[Postbox, Settings]
) -> None:
    box, settings = postbox
    december = _on(world.installation, date(2026, 12, 1))
    before = verify_log(world.installation).head

    first = tick(world.installation, settings)
    again = tick(world.installation, settings)
    next_month = tick(december, settings)

    assert first is not None and again is not None and next_month is not None
    assert (first.sent_now, again.sent_now, next_month.sent_now) == (True, False, True)
    assert first.head == again.head == before
    assert box.recipients == [_REGISTRY, _REGISTRY]
    assert [_HEAD_LINE.findall(str(letter.get_content())) for letter in box.letters] == [
        [f"{head.sequence}:{head.hash}"] for head in (first.head, next_month.head) if head is not None
    ]
    assert box.letters[0]["From"] == "kravkedjan@ekby.example"
    assert box.letters[0]["Auto-Submitted"] == "auto-generated"
    assert _mailed(world.installation) == ["2026-11", "2026-12"]
    assert verify_log(world.installation, first.head).ok


def test_letter_that_is_refused_is_not_recorded_and_is_tried_again(
    world: World, postbox: tuple[Postbox, Settings], caplog: pytest.LogCaptureFixture
) -> None:
    box, settings = postbox
    box.refusal = "554 no"

    failed = tick(world.installation, settings)
    box.refusal = ""
    sent = tick(world.installation, settings)

    assert failed is None
    assert "mail.failed" in caplog.text
    assert _REGISTRY not in caplog.text
    assert sent is not None and sent.sent_now
    assert _mailed(world.installation) == ["2026-11"]


def test_two_processes_at_once_send_one_letter(world: World) -> None:
    letters: list[Letter] = []
    both = threading.Barrier(2)

    def mail() -> None:
        both.wait(10)
        mail_head_if_due(world.installation, world.actor, _REGISTRY, letters.append)

    threads = [threading.Thread(target=mail) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(letters) == 1
    assert _mailed(world.installation) == ["2026-11"]


@pytest.mark.parametrize(("hours", "sent"), [(0, False), (2, True)])
def test_task_of_a_process_that_died_is_taken_over_after_an_hour(
    world: World, hours: int, sent: bool
) -> None:
    letters: list[Letter] = []
    begun = world.installation.clock.now().replace(hour=11 - hours)
    with world.installation.writing() as work:
        claim = json.dumps({"month": "2026-11", "at": begun.isoformat()})
        SettingStore(work.session).put("head_mail.claim", claim)

    result = mail_head_if_due(world.installation, world.actor, _REGISTRY, letters.append)

    assert (result.sent_now, len(letters)) == (sent, int(sent))


def test_server_mails_by_itself(world: World, postbox: tuple[Postbox, Settings]) -> None:
    box, settings = postbox
    timer = Timer(world.installation, settings, every=0.01)

    timer.start()
    deadline = threading.Event()
    while not box.letters and not deadline.wait(0.05):
        pass
    timer.stop()

    assert len(box.letters) == 1


def _write_anew(installation: Installation, *, keep: int | None = None) -> None:
    """What somebody with the database in hand can do: a whole new chain that holds in itself."""
    with installation.reading() as session:
        events = list(EventStore(session).iter_events())
    head = Head(0, GENESIS)
    rows = []
    for event in events[:keep]:
        subject = "forged" if event.sequence == 1 else event.subject
        new = NewEvent(
            event.kind, subject, event.payload, event.actor_id, event.organisation_id, event.stream
        )
        made = chain(new, head, event.at, clock_set=event.clock_set)
        rows.append(event_row(made))
        head = Head(made.sequence, made.hash)
    with installation.writing() as work:
        on = "" if installation.database.is_sqlite else " ON events"
        work.session.execute(text(f"DROP TRIGGER events_no_delete{on}"))
        work.session.execute(delete(EventRow))
        work.session.add_all(rows)


def test_log_written_anew_holds_in_itself_and_is_shown_by_the_mailed_head(
    world: World, postbox: tuple[Postbox, Settings]
) -> None:
    box, settings = postbox
    tick(world.installation, settings)
    known = parse_head(_HEAD_LINE.findall(str(box.letters[0].get_content()))[0])

    _write_anew(world.installation)

    assert verify_log(world.installation).ok
    found = verify_log(world.installation, known)
    assert not found.ok
    assert [issue.code for issue in found.findings] == ["log.head_differs"]


def test_log_that_was_cut_is_shown_by_the_mailed_head(world: World) -> None:
    known = verify_log(world.installation).head

    _write_anew(world.installation, keep=1)

    assert verify_log(world.installation).ok
    assert [issue.code for issue in verify_log(world.installation, known).findings] == ["log.head_gone"]


def test_head_is_read_as_it_is_printed_also_in_its_older_shorter_form() -> None:
    assert parse_head(" 812 : ABABABAB abababab abababab abababab") == Head(812, "ab" * 16)


@pytest.mark.parametrize(
    "given", ["", "812", "x:" + "ab" * 32, "812:abab", "812:" + "zz" * 32, "-1:" + "ab" * 32]
)
def test_what_is_no_head_is_refused(given: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_head(given)
    assert refused.value.code == "log.head_malformed"


def test_command_compares_with_a_head(sqlite_world: World) -> None:
    head = verify_log(sqlite_world.installation).head
    home = str(sqlite_world.installation.home)

    def run(known: str) -> Any:
        words = ["log", "verify", "--head", known, "--json", "--home", home, "--today", "2026-11-23"]
        return CliRunner().invoke(build(), words)

    right = run(f"{head.sequence}:{head.hash[:32]}")
    wrong = run(f"{head.sequence}:{'0' * 64}")
    nonsense = run("nonsense")

    assert (right.exit_code, wrong.exit_code, nonsense.exit_code) == (0, 1, 3)
    assert json.loads(wrong.stdout)["findings"][0]["code"] == "log.head_differs"
    assert json.loads(nonsense.stdout)["error"]["code"] == "log.head_malformed"


def test_command_mails_once(sqlite_world: World, postbox: tuple[Postbox, Settings]) -> None:
    box, settings = postbox
    words = [
        "log",
        "mail-head",
        "--json",
        "--home",
        str(sqlite_world.installation.home),
        "--today",
        "2026-11-23",
    ]
    environment = {
        "KRAVKEDJAN_REGISTRY_ADDRESS": _REGISTRY,
        "KRAVKEDJAN_MAIL_HOST": settings.mail_host,
        "KRAVKEDJAN_MAIL_PORT": str(settings.mail_port),
        "KRAVKEDJAN_MAIL_FROM": settings.mail_from,
    }

    runs = [CliRunner().invoke(build(), words, env=environment) for _ in range(2)]
    unset = CliRunner().invoke(build(), words)

    assert [json.loads(run.stdout)["sent_now"] for run in runs] == [True, False]
    assert len(box.letters) == 1
    assert json.loads(unset.stdout)["error"]["code"] == "mail.not_set"


@pytest.mark.parametrize(
    ("environment", "code", "where"),
    [
        ({"REGISTRY_ADDRESS": _REGISTRY}, "setting.needed", "KRAVKEDJAN_MAIL_HOST"),
        ({"REGISTRY_ADDRESS": _REGISTRY, "MAIL_HOST": "mx"}, "setting.needed", "KRAVKEDJAN_MAIL_FROM"),
        ({"REGISTRY_ADDRESS": "a@b\nBcc: c@d"}, "setting.malformed", "KRAVKEDJAN_REGISTRY_ADDRESS"),
        ({"MAIL_FROM": "Ekby kommun"}, "setting.malformed", "KRAVKEDJAN_MAIL_FROM"),
    ],
)
def test_half_a_mail_setting_stops_the_start(environment: dict[str, str], code: str, where: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_settings({f"KRAVKEDJAN_{name}": value for name, value in environment.items()})
    assert (refused.value.code, refused.value.where) == (code, where)


def test_server_that_cannot_be_reached_is_named_without_the_letter(sqlite_world: World) -> None:
    settings = Settings(
        registry_address=_REGISTRY, mail_host="127.0.0.1", mail_port=1, mail_from="a@b.example"
    )

    with pytest.raises(RefusedError) as refused:
        mail_head(sqlite_world.installation, settings)

    assert (refused.value.code, refused.value.where) == ("mail.failed", "127.0.0.1:1")
    assert _mailed(sqlite_world.installation) == []
