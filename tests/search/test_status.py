# SPDX-License-Identifier: EUPL-1.2
"""The state of an indexed version by date."""

from datetime import date, timedelta

import pytest

from criteria.errors import InvalidInputError
from criteria.library.lifecycle import Life, VersionStatus
from criteria.library.model import ChangeClass, LibraryEvent, LibraryEventKind, Successor
from criteria.search.document import document_of, read_head, written_head
from criteria.search.model import entry_of
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import START, ask, make_entry, make_version

_REF = "FURN-01:1@base"


def _event(day: date, kind: LibraryEventKind, *refs: str) -> LibraryEvent:
    successors = tuple(Successor(ref, (), ChangeClass.CLARIFIED) for ref in refs)
    return LibraryEvent(day, kind, _REF, "Skäl.", successors)


_LIVES = {
    "open": (),
    "revised": (
        _event(date(2026, 2, 1), LibraryEventKind.START_REVISION),
        _event(date(2026, 2, 5), LibraryEventKind.STOP_REVISION),
        _event(date(2026, 2, 8), LibraryEventKind.START_REVISION),
        _event(date(2026, 2, 12), LibraryEventKind.SUPERSEDE, "FURN-01:2@base"),
    ),
    "gap": (
        _event(date(2026, 1, 20), LibraryEventKind.WITHDRAW_GAP),
        _event(date(2026, 2, 3), LibraryEventKind.FILL_GAP, "FURN-09:1@base"),
    ),
    "law": (_event(date(2026, 1, 9), LibraryEventKind.WITHDRAW_LAW),),
}


@pytest.mark.parametrize("name", _LIVES)
def test_intervals_say_the_same_as_the_library_on_every_day(name: str) -> None:
    life = Life(START, _LIVES[name])
    head = read_head(written_head(document_of(entry_of(make_version(_REF), life)).head))

    for day in (START + timedelta(days=number) for number in range(-5, 60)):
        assert head.life is not None
        assert head.life.status_on(day) is life.status_on(day), day


def test_draft_is_a_draft_on_any_day() -> None:
    head = document_of(make_entry(_REF, valid_from=None)).head

    assert head.life is not None
    assert head.life.status_on(date(2030, 1, 1)) is VersionStatus.DRAFT


def test_end_without_end_state_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"index\.entry_malformed"):
        make_entry(_REF, valid_to=date(2026, 5, 1))


def test_date_passing_changes_state_without_any_write(index: WhooshIndex) -> None:
    ends = date(2026, 6, 1)
    index.rebuild(
        (
            make_entry(
                "FURN-01:1@base",
                valid_to=ends,
                end_state=VersionStatus.SUPERSEDED,
                successors=("FURN-01:2@base",),
                successors_from=ends,
            ),
            make_entry("FURN-01:2@base", valid_from=ends),
        ),
        1,
    )

    before = index.query(ask("hållfasthet", as_of=date(2026, 5, 31)))
    after = index.query(ask("hållfasthet", as_of=ends))

    assert [(hit.version, hit.status, hit.superseded_by) for hit in before.hits] == [
        (1, "published", ()),
        (2, "coming", ()),
    ]
    assert [(hit.version, hit.status, hit.superseded_by) for hit in after.hits] == [
        (2, "published", ()),
        (1, "superseded", ("FURN-01:2@base",)),
    ]


def test_version_under_revision_stands_below_its_like_and_above_what_has_ended(index: WhooshIndex) -> None:
    day = date(2026, 3, 1)
    index.rebuild(
        (
            make_entry("FURN-01:1@base", valid_to=day, end_state=VersionStatus.WITHDRAWN_GAP),
            make_entry("FURN-02:1@base", revision_intervals=((day, None),)),
            make_entry("FURN-03:1@base"),
        ),
        1,
    )

    hits = index.query(ask("hållfasthet")).hits

    assert [hit.status for hit in hits] == ["published", "under_revision", "withdrawn_gap"]


def test_status_facet_and_filter_are_of_the_asked_day(index: WhooshIndex) -> None:
    ends = date(2026, 6, 1)
    index.rebuild((make_entry("FURN-01:1@base", valid_to=ends, end_state=VersionStatus.SUPERSEDED),), 1)

    facets = {facet.name: facet for facet in index.query(ask(as_of=date(2026, 7, 1))).facets}

    assert [(value.value, value.count) for value in facets["status"].values] == [("superseded", 1)]
