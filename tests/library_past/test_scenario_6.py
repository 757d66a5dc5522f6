# SPDX-License-Identifier: EUPL-1.2
"""DOMAIN, scenario 6, step by step: an appeals court asks which text was in force.

Kammarrätten asks on the 5th of March 2029 for the exact wording of requirement 1.1 "Ljuskällor" in the set
Belysning-26, advertised the 14th of October 2026, and of the library criterion on that day. LIG-04@3 was in
force from June 2025 until it was split in January 2027; its group was renamed and moved in 2028. The library
is brought there day by day by the product's own use cases.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pikepdf
import pytest
import rfc8785
from pypdf import PdfReader

from criteria.clock import SetClock
from criteria.documents.extract_model import LineContent, NameShown
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import Words
from criteria.services.accounts import close_account, set_archive_series
from criteria.services.extract_contents import Question
from criteria.services.extracts import ExtractFormat, read_extract
from criteria.services.integrity import verify_log
from criteria.services.library import show_criterion, show_group
from criteria.services.library_history import look_up
from criteria.services.library_past import EndKind, follow_chain, group_then, list_editions
from criteria.services.sets_lookup import look_up_line
from criteria.services.sets_wordings import list_wordings
from tests.library_past.court import ADVERTISED, AMENDED, OWN, Court, belysning
from tests.library_past.lighting import (
    GAP,
    LIFE,
    NEW,
    OLD,
    SPLIT_OFF,
    SPLIT_ON,
    begin,
    divide,
    leave_gap,
    rename_and_move,
)
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, browser_of
from tests.webapp.calls import site

_ASKED = date(2029, 3, 5)


@pytest.fixture
def court(database_url: str, tmp_path: Path) -> Iterator[Court]:
    town = begin(database_url, tmp_path / "home")
    leave_gap(town)
    set_id = belysning(town)
    divide(town)
    rename_and_move(town)
    asked = town.on(_ASKED)
    close_account(asked.installation, asked.clerk, town.author.user_id)
    yield Court(asked, set_id)
    town.installation.index.close()
    town.installation.database.close()


def test_step_1_criterion_on_the_day_with_interval_hash_people_and_its_then_group(court: Court) -> None:
    installation = court.town.installation

    found = look_up(installation, "LIG-04", ADVERTISED)
    extract = read_extract(installation, court.town.clerk, "LIG-04", Question(ADVERTISED))
    content = extract.content
    assert not isinstance(content, LineContent)

    assert (found.ref, found.text.sv) == (OLD, LIFE)
    assert (found.interval.since, found.interval.until) == (date(2025, 6, 1), SPLIT_ON)
    assert found.fingerprint == content.fingerprint
    assert [item.title.sv for item in content.groups] == ["Belysning"]
    assert content.published_by == court.town.reviewer.user_id
    assert content.reviewed_by == court.town.reviewer.user_id
    assert content.reviewed_by_other
    assert group_then(installation, "lighting", as_of=ADVERTISED).title.sv == "Belysning"


def test_step_2_requirement_of_the_set_with_its_local_change_and_the_revision_that_held(court: Court) -> None:
    installation, clerk = court.town.installation, court.town.clerk

    first = look_up_line(installation, clerk, court.set_id, "1.1", ADVERTISED)
    second = look_up_line(installation, clerk, court.set_id, "1.1", date(2026, 10, 28))
    content = read_extract(installation, clerk, f"{court.set_id}:1.1", Question(ADVERTISED)).content
    assert isinstance(content, LineContent)

    assert (first.ref, first.text.sv) == (OLD, OWN)
    assert first.original_text is not None and first.original_text.sv == LIFE
    assert second.text.sv == AMENDED
    assert second.interval.since == date(2026, 10, 28)
    assert second.revision > first.revision
    assert content.deadline_on == date(2026, 12, 1)
    assert [item.informed_on for item in content.revisions] == [None, date(2026, 10, 28)]


def test_step_3_library_text_first_and_second_revision_against_each_other(court: Court) -> None:
    pdf = court.extract(f"{court.set_id}:1.1", Question(ADVERTISED))

    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())

    assert "Bibliotekets lydelse, LIG-04:3, med uppsättningens värden" in text
    library = text.index(LIFE)
    assert library < text.index("Revision", library) < text.index("Likvärdig provning godtas.")
    assert "Skäl till ändringen: Armaturerna sitter högt." in text
    assert "Kompletterande upplysning lämnad till alla 28 oktober 2026: Fråga från en leverantör." in text


def test_step_3_wordings_stand_side_by_side_with_what_each_changed(court: Court) -> None:
    found = list_wordings(court.town.installation, court.town.clerk, court.set_id, 1)

    library, first, second = found.wordings
    assert (found.ref, found.number) == (OLD, "1.1")
    assert (library.text.sv, library.revisions, library.changes) == (LIFE, (), ())
    assert (first.text.sv, first.change_reason) == (OWN, "Armaturerna sitter högt.")
    assert (first.since, first.until) == (date(2026, 10, 12), date(2026, 10, 28))
    assert (second.since, second.until) == (date(2026, 10, 28), None)
    assert [(item.kind.value, item.text.strip()) for item in second.changes if item.kind.value != "same"] == [
        ("added", "Likvärdig provning godtas.")
    ]
    assert "".join(item.text for item in first.changes if item.kind.value != "removed") == OWN
    assert [item.informed_on for item in second.revisions] == [date(2026, 10, 28)]


def test_step_3_wordings_stand_side_by_side_on_screen(court: Court) -> None:
    browser, link = _linked(court, r"/kravuppsattning/[^\"]+/lydelser")

    page = browser.get(link)

    heads = re.findall(r'<th scope="col">(.*?)</th>', page.source)
    assert [re.sub("<[^>]+>", "", head) for head in heads] == [
        "Bibliotekets lydelse, LIG-04:3",
        "Revision 4",
        "Revision 6",
    ]
    assert LIFE in page.source
    assert "nytt: </span> Likvärdig provning godtas.</ins>" in page.source
    assert "28 oktober 2026. " in page.source and "Fråga från en leverantör." in page.source


@pytest.mark.parametrize("about", ["LIG-04", "set"])
def test_step_4_extract_has_hashes_that_can_be_made_again_and_the_same_bytes_next_time(
    court: Court, about: str
) -> None:
    asked = Question(ADVERTISED)
    name = f"{court.set_id}:1.1" if about == "set" else about
    first_pdf, first = (
        court.extract(name, asked),
        json.loads(court.extract(name, asked, format=ExtractFormat.JSON)),
    )

    later = replace(court, town=court.town.on(date(2029, 9, 1)))
    second_pdf = later.extract(name, asked)
    second = json.loads(later.extract(name, asked, format=ExtractFormat.JSON))

    content = first["content"]
    hashed = content["revisions"][0]["sealed_set"] if about == "set" else content["version"]
    promised = content["revisions"][0]["seal"] if about == "set" else content["fingerprint"]
    assert hashlib.sha256(rfc8785.dumps(hashed)).hexdigest() == promised
    assert promised in content["how_to_check"]["sv"]
    assert second["content"] == content
    assert second["content_sha256"] == first["content_sha256"]
    assert second["date_page"] != first["date_page"]
    assert _pages(second_pdf)[:-1] == _pages(first_pdf)[:-1]
    assert _pages(second_pdf)[-1] != _pages(first_pdf)[-1]


def _pages(pdf: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [page.Contents.read_bytes() for page in opened.pages]


def test_step_4_extract_bears_the_head_of_the_log(court: Court) -> None:
    head = verify_log(court.town.installation).head

    page = read_extract(court.town.installation, court.town.clerk, "LIG-04", Question(ADVERTISED)).date_page

    assert (page.log_sequence, page.log_hash) == (head.sequence, head.hash)
    assert verify_log(court.town.on(date(2030, 1, 1)).installation, head).ok


def test_step_5_closed_account_is_shown_as_role_and_unit(court: Court) -> None:
    town = court.town

    page = read_extract(town.installation, town.clerk, "LIG-04", Question(date(2025, 5, 5))).date_page
    before = look_up(town.installation, "LIG-04", date(2025, 5, 5))

    people = {person.id: person for person in page.people}
    assert people[town.reviewer.user_id].name == "Bo Alm"
    closed = people[town.author.user_id]
    assert (closed.shown, closed.name, closed.unit) == (NameShown.CLOSED, None, "Miljöenheten Anna")
    assert closed.organisation == "Ekby kommun"
    assert town.author.user_id in {line.actor_id for line in before.events}


def test_step_6_diary_number_and_archive_creator_are_shown(court: Court) -> None:
    content = read_extract(
        court.town.installation, court.town.clerk, f"{court.set_id}:1.1", Question(ADVERTISED)
    ).content

    assert isinstance(content, LineContent)
    assert (content.diary, content.organisation) == ("KS 2026/311", "Ekby kommun")


def test_step_6_archive_series_and_diary_number_stand_on_the_date_page_alone(court: Court) -> None:
    installation, about = court.town.installation, f"{court.set_id}:1.1"
    before = court.extract(about, Question(ADVERTISED))
    set_archive_series(installation, court.town.clerk, "F 2:1  Upphandlingar ")

    after = court.extract(about, Question(ADVERTISED))

    last = " ".join(PdfReader(io.BytesIO(after)).pages[-1].extract_text().split())
    assert "Arkivbildare Ekby kommun" in last
    assert "Arkivserie F 2:1 Upphandlingar" in last
    assert "KS 2026/311" in last
    assert "gallras inte så länge ett bevarat kontrakt hänvisar till den" in last
    assert _pages(after)[:-1] == _pages(before)[:-1]


def test_step_4_xml_holds_the_very_texts_that_the_hashes_are_of(court: Court) -> None:
    asked = Question(ADVERTISED)
    about = f"{court.set_id}:1.1"

    found = fromstring(court.extract(about, asked, format=ExtractFormat.XML))  # noqa: S314 -- made here
    told = json.loads(court.extract(about, asked, format=ExtractFormat.JSON))

    space = "{urn:kravkedjan:extract:1}"
    texts = found.findall(f"{space}canonical_json")
    seals = [item["seal"] for item in told["content"]["revisions"]]
    assert [item.get("sha256") for item in texts] == [*seals, told["content"]["library"]["fingerprint"]]
    for item in texts:
        assert hashlib.sha256((item.text or "").encode()).hexdigest() == item.get("sha256")
    assert found.get("content_sha256") == told["content_sha256"]
    assert found.findtext(f"{space}content/{space}revisions/{space}item/{space}text/{space}sv") == OWN
    assert found.findtext(f"{space}date_page/{space}log_hash") == told["date_page"]["log_hash"]


def test_step_7_day_before_the_split_and_the_day_of_it(court: Court) -> None:
    installation = court.town.installation

    before = show_criterion(installation, "LIG-04", as_of=date(2027, 1, 14))
    on_the_day = show_criterion(installation, "LIG-04", as_of=SPLIT_ON)
    chain = follow_chain(installation, OLD, as_of=SPLIT_ON)

    assert before.ref == OLD
    assert on_the_day.ref == NEW
    assert show_criterion(installation, "LIG-14", as_of=SPLIT_ON).ref == SPLIT_OFF
    assert {step.after: step.units for step in chain.next} == {
        NEW: ("lighting/durability/base/performance_condition",),
        SPLIT_OFF: ("lighting/energy/base/performance_condition",),
    }
    assert {(end.kind, end.ref) for end in chain.ends} == {
        (EndKind.IN_FORCE, NEW),
        (EndKind.IN_FORCE, SPLIT_OFF),
    }


@pytest.mark.parametrize(
    ("day", "meanwhile"),
    [(date(2026, 6, 1), "Fråga efter LED."), (date(2026, 10, 14), "Köp LED-armaturer.")],
)
def test_step_8_day_in_a_gap_gives_the_notice_as_it_read_that_day(
    court: Court, day: date, meanwhile: str
) -> None:
    installation = court.town.installation

    content = read_extract(installation, court.town.clerk, GAP, Question(day)).content
    page = show_group(installation, "lighting", as_of=day)

    assert not isinstance(content, LineContent)
    assert content.status is VersionStatus.WITHDRAWN_GAP
    assert content.gap_notice is not None and content.gap_notice.meanwhile == meanwhile
    assert [gap.notice.meanwhile for gap in page.gaps] == [meanwhile]


def test_court_that_asks_as_known_before_the_split_sees_nothing_of_it(court: Court) -> None:
    known = SetClock(date(2026, 12, 1)).now()
    installation = court.town.installation

    found = look_up(installation, "LIG-04", SPLIT_ON, known_at=known)
    content = read_extract(installation, court.town.clerk, OLD, Question(SPLIT_ON, known)).content

    assert (found.ref, found.interval.until) == (OLD, None)
    assert not isinstance(content, LineContent)
    assert (content.parts, content.in_force.until) == ((), None)
    assert show_criterion(installation, "LIG-04", as_of=SPLIT_ON, known_at=known).ref == OLD


def test_group_answers_for_ever_under_its_old_address(court: Court) -> None:
    installation = court.town.installation

    now, then = group_then(installation, "lighting"), group_then(installation, "lighting", as_of=ADVERTISED)
    page = show_group(installation, "lighting")

    assert (now.is_open, now.moved_to, now.title.sv) == (False, "buildings", "Ljus och armaturer")
    assert now.moved_to_title == Words("Byggnadens installationer")
    assert [name.title.sv for name in now.names] == ["Ljus och armaturer", "Belysning"]
    assert (then.is_open, then.moved_to) == (True, None)
    assert {item.ref for item in page.moved} == {NEW, SPLIT_OFF}
    assert [gap.ref for gap in show_group(installation, "buildings").gaps] == [GAP]


def test_every_edition_of_the_criterion_is_listed_whatever_became_of_it(court: Court) -> None:
    found = list_editions(court.town.installation, "LIG-04")

    assert [item.ref for item in found] == [NEW, OLD, "LIG-04:2@base", "LIG-04:1@base"]
    assert {item.ref: item.next for item in found}[OLD] == (NEW, SPLIT_OFF)
    assert [item.status.is_in_force for item in found] == [True, False, False, False]


def test_page_of_the_requirement_leads_to_its_extract(court: Court) -> None:
    browser, link = _linked(court, r"/utdrag[?]om=[^\"]+")

    assert browser.client.get(link).data.startswith(b"%PDF")


def _linked(court: Court, pattern: str) -> tuple[Browser, str]:
    """The clerk's browser, and where the page of the requirement leads by a link of this form."""
    world = World(court.town.installation, court.town.clerk)
    browser = browser_of(site(world), world)
    found = re.search(f'href="({pattern})"', browser.get(f"/kravuppsattning/{court.set_id}/rad/1").source)
    assert found is not None, pattern
    return browser, found.group(1)
