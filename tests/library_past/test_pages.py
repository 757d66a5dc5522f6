# SPDX-License-Identifier: EUPL-1.2
"""The reader's pages of the past: permanent addresses, other days, comparing, extracts, groups that moved."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from criteria.people.model import Role
from tests.library_past.lighting import GAP, LIFE, NEW, OLD, SPLIT_OFF
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, browser_of
from tests.webapp.calls import caller, error_of, site
from webapp.commands.main import build


@pytest.mark.parametrize(
    "address",
    [
        "/kriterium/LIG-04:1/bas",
        "/kriterium/LIG-04:3/bas",
        "/kriterium/LIG-04:3",
        "/kriterium/LIG-04:3@base",
        "/kriterium/lig-04:3/base",
        "/kriterium/LIG-09:1/bas",
        "/kriterium/LIG-09",
        "/grupp/lighting",
    ],
)
def test_address_of_what_is_gone_answers_for_ever(visitor: Browser, address: str) -> None:
    page = visitor.get(address)

    assert page.status == 200
    assert "LIG-0" in page.text


def test_replaced_version_says_what_when_why_and_which_part_went_where(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-04:3/bas")

    assert "Ersatt 15 januari 2027" in page.text
    assert "Skäl. Två frågor i ett kriterium." in page.text
    assert "LIG-04:4 Ljuskällor . Delad. Livslängden. För vidare: hållbarhet i användning" in page.text
    assert 'href="/jamfor?fran=LIG-04:3@base&amp;till=LIG-14:1@base"' in page.source
    assert LIFE in page.text


def test_version_replaced_more_than_once_leads_to_the_end_of_the_chain(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-04:1/bas")

    assert "LIG-04:2 Ljuskällor . Strängare." in page.text
    assert "I dag gäller i stället: LIG-04:4 Ljuskällor , LIG-14:1 Ljuskällor ." in page.text
    assert re.search(r'class="btn main" href="/kriterium/LIG-04:4/bas"', page.source)


def test_gap_shows_its_notice_as_it_reads_and_as_it_read(visitor: Browser) -> None:
    now, then = visitor.get("/kriterium/LIG-09:1/bas"), visitor.get("/kriterium/LIG-09:1/bas?dag=2026-06-01")

    assert "Lucka sedan 1 mars 2026" in now.text
    assert "Så länge. Köp LED-armaturer." in now.text
    assert "Så länge. Fråga efter LED." in then.text
    assert "Beslutat av Redaktion" in now.text


def test_other_day_shows_what_held_then_under_the_names_of_then(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-04?dag=2026-10-14")

    assert page.title.startswith("LIG-04:3 Ljuskällor")
    assert "Du läser vad som gällde 14 oktober 2026." in page.text
    assert "Belysning" in page.text
    assert "Ljus och armaturer" not in page.text


def test_day_as_known_before_the_split_knows_nothing_of_it(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-04?dag=2027-01-15&kant=2026-12-01")

    assert page.title.startswith("LIG-04:3")
    assert "Så som det var antecknat 1 december 2026." in page.text
    assert "LIG-14" not in page.text


def test_id_without_anything_in_force_shows_every_version_and_its_notice(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-09")

    assert "Ingen version gäller längre. Inget är borta" in page.text
    assert "Köp LED-armaturer." in page.text
    assert 'href="/kriterium/LIG-09:1/bas"' in page.source


def test_what_was_never_there_is_not_found(visitor: Browser) -> None:
    assert visitor.get("/kriterium/LIG-77").status == 404
    assert visitor.get("/kriterium/LIG-04:9/bas").status == 404


def test_form_for_a_day_leads_to_the_permanent_address(visitor: Browser) -> None:
    page = visitor.get("/kriterium-dag?ref=LIG-04&dag=2026-10-14&kant=")
    group = visitor.get("/grupp-dag?grupp=lighting&dag=2026-10-14")

    assert page.location == "/kriterium/LIG-04?dag=2026-10-14"
    assert group.location == "/grupp/lighting?dag=2026-10-14"


@pytest.mark.parametrize("query", ["dag=i+går", "kant=nyss", "dag=2026-02-30"])
def test_day_that_is_none_is_told_and_not_guessed(visitor: Browser, query: str) -> None:
    assert visitor.get(f"/kriterium/LIG-04?{query}").status == 400


def test_json_twin_and_asking_for_json_give_what_the_api_gives(visitor: Browser, old_world: World) -> None:
    of_api = caller(old_world).get("/criteria/LIG-04:3@base?as_of=2026-10-14")

    twin = visitor.client.get("/kriterium/LIG-04:3/bas.json?dag=2026-10-14")
    wanted = {"Accept": "application/json"}
    asked = visitor.client.get("/kriterium/LIG-04:3/bas?dag=2026-10-14", headers=wanted)
    page = visitor.client.get("/kriterium/LIG-04:3/bas", headers={"Accept": "text/html,*/*;q=0.8"})

    assert twin.content_type == "application/json"
    assert twin.get_json() == asked.get_json() == of_api
    assert page.mimetype == "text/html"
    assert {answer.headers["Vary"] for answer in (twin, asked)} == {"Accept"}
    assert "Accept" in page.headers["Vary"]
    assert '<link rel="alternate" type="application/json" href="/kriterium/LIG-04:3/bas.json">' in page.text


def test_json_of_an_id_that_holds_no_more_lists_the_editions(visitor: Browser) -> None:
    body = visitor.client.get("/kriterium/LIG-09.json").get_json()

    assert [item["ref"] for item in body["editions"]] == [GAP]
    assert body["editions"][0]["gap_notice"]["meanwhile"] == "Köp LED-armaturer."


def test_history_names_people_to_their_own_and_roles_to_visitors(visitor: Browser, old_world: World) -> None:
    signed = browser_of(site(old_world), old_world).get("/kriterium/LIG-04:4/bas")
    unsigned = visitor.get("/kriterium/LIG-04:4/bas")

    assert "Antecknat 8 januari 2027 av Bo Alm." in signed.text
    assert "Bo Alm" not in unsigned.text
    assert "Antecknat 8 januari 2027 av kriterieförvaltare, Miljöenheten Bo, Ekby kommun." in unsigned.text


def test_page_says_what_it_costs_where_it_goes_and_how_to_follow_it(visitor: Browser) -> None:
    page = visitor.get("/kriterium/LIG-04:4/bas")

    assert re.search(r"Arbete för er [\d,]+ timmar uppföljning första året, med 1 leverantör", page.text)
    assert "Här hamnar kravet Särskilt kontraktsvillkor. Står bland kontraktsvillkoren." in page.text
    assert 'href="/kriterier/atom.xml?grupp=buildings"' in page.source


def test_group_that_moved_says_where_and_what_it_was_called(visitor: Browser) -> None:
    now, then = visitor.get("/grupp/lighting"), visitor.get("/grupp/lighting?dag=2026-10-14")

    assert "Flyttad till Byggnadens installationer" in now.text
    assert "Den här adressen gäller för alltid." in now.text
    assert "Flyttade härifrån LIG-04:4" in now.text
    assert "2 maj 2025: Belysning" in now.text
    assert then.title.startswith("Belysning")
    assert "Flyttad till" not in then.text


def test_gap_is_seen_in_its_group_and_where_the_group_went(visitor: Browser) -> None:
    for address in ("/grupp/lighting?dag=2026-12-01", "/grupp/lighting", "/grupp/buildings"):
        page = visitor.get(address)
        assert "Luckor LIG-09:1 Ljuskällor Lucka sedan 1 mars 2026" in page.text, address
        assert "Köp LED-armaturer." in page.text


def test_gap_is_seen_in_the_search_of_the_day(visitor: Browser) -> None:
    page = visitor.get("/sok?q=kvicksilver&dag=2026-12-01")

    assert "LIG-09:1" in page.text
    assert "Lucka" in page.text


def test_group_compares_what_is_ticked(visitor: Browser) -> None:
    source = visitor.get("/grupp/buildings").source

    assert 'name="ref" value="LIG-04:4@base"' in source
    page = visitor.get("/jamfor?ref=LIG-04:4@base&ref=LIG-14:1@base")
    assert page.status == 200
    assert "Sida vid sida" in page.text


def test_difference_has_its_class_in_plain_swedish_and_each_word(visitor: Browser) -> None:
    page = visitor.get("/jamfor?fran=LIG-04:2&till=LIG-04:3")

    assert "Ändringsklass: strängare. Ny gräns." in page.text
    assert re.search(r'<del><span class="vh">struket: </span>30', page.source)
    assert re.search(r'<ins><span class="vh">nytt: </span>50', page.source)
    assert "Version 2 och version 3 av LIG-04" in page.text


def test_difference_over_several_versions_shows_each_step(visitor: Browser) -> None:
    page = visitor.get("/jamfor?fran=LIG-04:1&till=LIG-04:4")

    assert page.text.count("Jämför de två") == 3
    assert "LIG-04:3 → LIG-04:4 , 15 januari 2027. Delad." in page.text


def test_versions_named_the_wrong_way_round_are_turned(visitor: Browser) -> None:
    assert "Version 2 och version 3" in visitor.get("/jamfor?fran=LIG-04:3&till=LIG-04:2").text


def test_three_beside_each_other_show_what_differs_first(visitor: Browser) -> None:
    page = visitor.get("/jamfor?ref=LIG-04:3&ref=LIG-04:4&ref=LIG-14")

    assert page.text.index("Kravtext") < page.text.index("Varför")
    assert page.source.count('class="same"') > 10


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("ref=LIG-04:4", 400, "1 kriterier går inte att ställa bredvid varandra."),
        ("ref=LIG-04:1&ref=LIG-04:2&ref=LIG-04:3&ref=LIG-04:4", 400, "Välj två till 3 olika."),
        ("ref=LIG-77&ref=LIG-04:4", 404, "Kriteriet LIG-77 finns inte."),
        ("fran=LIG-04:4&till=LIG-04", 400, "kan inte jämföras med sig själv"),
        ("fran=LIG-04:4&till=%3Cscript%3E", 400, "är ingen kriteriereferens"),
        ("", 200, "Jämför kriterier"),
    ],
)
def test_comparing_what_cannot_be_compared_asks_again(
    visitor: Browser, query: str, status: int, told: str
) -> None:
    page = visitor.get(f"/jamfor?{query}")

    assert page.status == status
    assert told in page.text
    assert "<script>" not in page.source.partition("<main")[2]


def test_extract_is_for_who_has_signed_in_and_comes_as_a_file(visitor: Browser, old_world: World) -> None:
    address = "/utdrag?om=LIG-04&dag=2026-10-14"
    reader = browser_of(site(old_world), old_world, Role.READER)

    turned_away = visitor.get(address)
    pdf, data = reader.client.get(address), reader.client.get(f"{address}&form=json")

    assert turned_away.location.startswith("/logga-in?till=")
    assert pdf.headers["Content-Disposition"] == "attachment; filename=utdrag-LIG-04-2026-10-14.pdf"
    assert "Utdrag om lydelse" in PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert json.loads(data.data)["content"]["ref"] == OLD
    assert (
        'href="/utdrag?om=LIG-04:4@base&amp;dag=2029-03-05"' in reader.get("/kriterium/LIG-04:4/bas").source
    )
    assert "/utdrag" not in visitor.get("/kriterium/LIG-04:4/bas").source


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("om=LIG-77", 404),
        ("om=set-none:1", 404),
        ("om=LIG-04&form=docx", 400),
        ("om=LIG-04&sprak=fi", 400),
        ("", 400),
    ],
)
def test_extract_of_what_is_not_there_is_refused(old_world: World, query: str, status: int) -> None:
    reader = browser_of(site(old_world), old_world)

    assert reader.get(f"/utdrag?{query}").status == status


def test_api_reads_the_past(old_world: World) -> None:
    api = caller(old_world)

    compared = api.get("/compare?before=LIG-04:2&after=LIG-04:3")
    beside = api.get("/side-by-side?ref=LIG-04:3&ref=LIG-04:4")
    chain = api.get("/criteria/LIG-04:1@base/chain")
    editions = api.get("/criteria/LIG-04/editions?as_of=2026-10-14")
    names = api.get("/groups/lighting/names")
    extract = api.get("/extract?about=LIG-04&as_of=2026-10-14&format=json")

    assert (compared["change_class"], compared["basis"]) == ("stricter", "recorded")
    assert [field["field"] for field in compared["fields"]] == ["text.sv"]
    assert beside["refs"] == [OLD, NEW]
    assert [step["after"] for step in chain["steps"]] == ["LIG-04:2@base", OLD, NEW, SPLIT_OFF]
    assert {end["ref"] for end in chain["ends"]} == {NEW, SPLIT_OFF}
    assert [item["status"] for item in editions["editions"]] == [
        "coming",
        "published",
        "superseded",
        "superseded",
    ]
    assert (names["moved_to"], names["is_open"]) == ("buildings", False)
    assert extract["content"]["ref"] == OLD


def test_api_refuses_in_the_one_error_body(old_world: World) -> None:
    api = caller(old_world)

    answers = {
        "/compare?before=LIG-04:3&after=LIG-04:3": "compare.same",
        "/side-by-side?ref=LIG-04:3": "compare.count",
        "/criteria/LIG-77:1@base/chain": "criterion.unknown",
        "/groups/nowhere/names": "group.unknown",
        "/extract?as_of=2026-10-14": "request.field_missing",
    }

    for path, code in answers.items():
        assert error_of(api.call("GET", path))["code"] == code, path


def _run(world: World, *words: str) -> Any:
    home = str(world.installation.home)
    return CliRunner().invoke(build(), [*words, "--home", home, "--today", "2029-03-05"])


def test_command_shows_the_difference_to_people_and_to_programs(old_world: World) -> None:
    told = _run(old_world, "criterion", "diff", "LIG-04:3", "LIG-04:2")
    data = json.loads(_run(old_world, "criterion", "diff", "LIG-04:2", "LIG-04:3", "--json").stdout)
    english = _run(old_world, "criterion", "diff", "LIG-04:2", "LIG-04:3", "--language", "en")

    assert "Ändringsklass: strängare" in told.stdout
    assert "[-30-]{+50+} 000" in told.stdout
    assert "Change class: stricter" in english.stdout
    assert data["change_class"] == "stricter"
    assert {"field", "before", "after", "words"} == set(data["fields"][0])


def test_command_writes_the_extract_and_says_what_it_is(old_world: World, tmp_path: Path) -> None:
    pdf, data = tmp_path / "folder" / "u.pdf", tmp_path / "u.json"

    first = _run(old_world, "lookup", "LIG-04", "--as-of", "2026-10-14", "-o", str(pdf), "--json")
    second = _run(old_world, "lookup", "LIG-04", "--as-of", "2026-10-14", "--format", "json", "-o", str(data))
    known = _run(old_world, "lookup", "LIG-04", "--as-of", "2027-01-15", "--known-at", "2026-12-01", "--json")
    misuse = _run(old_world, "lookup", "LIG-04", "--as-of", "2026-10-14", "--known-at", "nyss")
    refused = _run(
        old_world, "lookup", "LIG-09", "--as-of", "2026-10-14", "-o", str(tmp_path / "x"), "--json"
    )

    assert pdf.read_bytes().startswith(b"%PDF")
    said = json.loads(first.stdout)
    assert said["content_sha256"] == json.loads(data.read_bytes())["content_sha256"]
    assert said["content_sha256"] in second.stdout
    assert json.loads(known.stdout)["ref"] == OLD
    assert (misuse.exit_code, refused.exit_code) == (2, 3)
    assert json.loads(refused.stdout)["error"]["code"] == "criterion.not_in_force"
    assert not (tmp_path / "x").exists()
