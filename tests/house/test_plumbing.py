# SPDX-License-Identifier: EUPL-1.2
"""What the other tests stand on works, and nothing outside this machine is reached."""

import socket
from pathlib import Path

import psycopg
import pytest
import pytest_socket
from playwright.sync_api import Page
from sqlalchemy import create_engine, text


def test_network_outside_this_machine_is_blocked() -> None:
    with (
        socket.socket() as outward,
        pytest.warns(UserWarning, match=r"192\.0\.2\.1"),
        pytest.raises(pytest_socket.SocketConnectBlockedError),
    ):
        outward.connect(("192.0.2.1", 80))


def test_loopback_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as connection,
    ):
        assert connection.getpeername() == server.getsockname()


def test_database_is_empty_at_first_on_each_engine(database_url: str) -> None:
    engine = create_engine(database_url)

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE chair (id INTEGER PRIMARY KEY)"))
        found = connection.execute(text("SELECT count(*) FROM chair")).scalar_one()
    engine.dispose()

    assert found == 0


def test_postgres_sorts_swedish_and_searches_swedish(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "SELECT word FROM unnest(ARRAY['ö', 'a', 'å', 'z', 'ä']) AS word "
            'ORDER BY word COLLATE "sv-SE-x-icu"'
        ).fetchall()
        stem = connection.execute("SELECT to_tsvector('swedish', 'möbler')::text").fetchone()

    assert [row[0] for row in rows] == ["a", "z", "å", "ä", "ö"]
    assert stem == ("'möbl':1",)


def test_browser_shows_a_page(page: Page) -> None:
    page.set_content("<title>Kravkedjan</title><h1>Inget krav tas bort utan ersättare</h1>")

    assert page.get_by_role("heading").inner_text() == "Inget krav tas bort utan ersättare"


def test_standards_are_there(standards: Path) -> None:
    assert list(standards.iterdir())
