# SPDX-License-Identifier: EUPL-1.2
"""The index as a projection: kept up by changes it answers as if it were rebuilt."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.library.lifecycle import VersionStatus
from criteria.library.model import Synonyms
from criteria.search.model import AnyEntry, Changes, EntryKey, IndexUnusableError, SearchAnswer
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, ask, make_entry, make_group, make_label, small_library

_QUERIES = (
    "",
    "skrivbord",
    "parfym",
    "gungor",
    "svanen",
    "lekplats",
    "kontorsstol",
    "39130000",
    "furn-02",
    "gungr",
)


def _answers(index: WhooshIndex) -> list[SearchAnswer]:
    return [replace(index.query(ask(text, limit=100)), took_ms=0.0) for text in _QUERIES]


def _changed() -> tuple[Changes, tuple[AnyEntry, ...]]:
    """Changes to the small library, and what the store holds after them."""
    put: tuple[AnyEntry, ...] = (
        make_entry("TOY-01:1@base", title="Gungor och lekplatser", groups=("toys",)),
        make_group("toys", "Leksaker", synonyms=Synonyms(("gungställning", "lekplats"), "product decision")),
        make_group("furniture", "Möbler", synonyms=Synonyms(("sittmöbler",), "product decision")),
        make_label("svanen", "Nordiska Svanen"),
        make_entry(
            "CLC-01:1@base",
            groups=("cleaning_chemicals",),
            title="Utan doft",
            valid_to=date(2026, 6, 1),
            end_state=VersionStatus.WITHDRAWN_GAP,
        ),
    )
    removed = (EntryKey("criterion", "FURN-02:1@base"), EntryKey("group", "never_there"))
    gone = {str(entry.key) for entry in put} | {str(key) for key in removed}
    kept = tuple(entry for entry in small_library() if str(entry.key) not in gone)
    return Changes(7, put, removed), kept + put


def test_kept_up_index_answers_like_a_rebuilt_one(tmp_path: Path) -> None:
    changes, after = _changed()
    kept_up, rebuilt = WhooshIndex(tmp_path / "a", KEY), WhooshIndex(tmp_path / "b", KEY)
    kept_up.rebuild(small_library(), 7)

    kept_up.apply(changes, 12)
    rebuilt.rebuild(tuple(reversed(after)), 12)

    assert _answers(kept_up) == _answers(rebuilt)
    assert kept_up.verify(after, 12) == rebuilt.verify(after, 12) == ()


def test_many_small_changes_come_out_the_same(tmp_path: Path) -> None:
    kept_up, rebuilt = WhooshIndex(tmp_path / "a", KEY), WhooshIndex(tmp_path / "b", KEY)
    kept_up.rebuild(small_library()[:3], 0)

    for number, entry in enumerate(small_library()[3:], 1):
        kept_up.apply(
            Changes(number - 1, (entry, make_entry("FURN-01:1@base", title=f"Titel {number}"))), number
        )
    last = len(small_library()) - 3
    kept_up.apply(Changes(last, small_library()), last + 1)
    rebuilt.rebuild(small_library(), last + 1)

    assert _answers(kept_up) == _answers(rebuilt)


def test_applying_what_is_already_there_does_nothing(index: WhooshIndex) -> None:
    index.rebuild(small_library(), 7)

    assert index.apply(Changes(3, (make_entry(title="Gammalt"),)), 7) is False
    assert index.verify(small_library(), 7) == ()


def test_changes_with_a_hole_before_them_are_refused(index: WhooshIndex) -> None:
    index.rebuild(small_library(), 7)

    with pytest.raises(IndexUnusableError, match=r"index\.behind"):
        index.apply(Changes(9), 10)


def test_two_organisations_may_have_the_same_id(index: WhooshIndex) -> None:
    mine, theirs = make_entry(owner="org-a", title="Vår"), make_entry(owner="org-b", title="Deras")
    index.rebuild((mine, theirs), 1)

    hits = index.query(ask("", viewer_organisation="org-a")).hits

    assert [(hit.owner, hit.title) for hit in hits] == [("org-a", "Vår")]


def test_verify_names_every_difference(index: WhooshIndex) -> None:
    index.rebuild((make_entry("FURN-01:1@base"), make_entry("FURN-02:1@base")), 3)

    found = index.verify((make_entry("FURN-02:1@base", title="Annan"), make_entry("FURN-03:1@base")), 4)

    assert [(issue.code, issue.where) for issue in found] == [
        ("index.sequence", "sequence"),
        ("index.entry_foreign", "criterion|FURN-01:1@base|"),
        ("index.entry_differs", "criterion|FURN-02:1@base|"),
        ("index.entry_missing", "criterion|FURN-03:1@base|"),
    ]


def test_empty_library_is_answered(index: WhooshIndex) -> None:
    index.rebuild((), 0)

    assert index.query(ask("möbler")).total == 0
    assert index.apply(Changes(0, small_library()), 5) is True
    assert index.query(ask("skrivbord")).hits[0].id == "furniture"


def test_words_of_an_earlier_library_are_neither_found_nor_offered(index: WhooshIndex) -> None:
    index.rebuild((make_entry("FURN-01:1@base", title="Spånskivor", text="Spånskivans limning."),), 1)
    index.query(ask("spånskva"))
    index.rebuild((make_entry("FURN-01:1@base", title="Klädsel", text="Tygets slitstyrka."),), 2)

    answer = index.query(ask("spånskivor"))

    assert answer.is_fallback
    assert index.query(ask("spånskva")).suggestions == ()
    assert index.complete("spån", None, 5) == ()


def test_changes_lie_in_few_parts_however_many_they_are(index: WhooshIndex, folder: Path) -> None:
    index.rebuild((), 0)
    for number in range(1, 31):
        index.apply(Changes(number - 1, (make_entry(f"FURN-{number:02d}:1@base"),)), number)

    present = folder / (folder / "CURRENT").read_text().strip()

    assert len(list(present.glob("*.toc"))) <= 9
    assert index.query(ask("provning", limit=50)).total == 30
