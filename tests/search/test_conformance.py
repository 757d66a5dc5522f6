# SPDX-License-Identifier: EUPL-1.2
"""The engine against the same rule over SQLite FTS5: totals, filters, facets and as-of are the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from criteria.library.lifecycle import VersionStatus
from criteria.search import scoring
from criteria.search.model import AnyEntry, Changes, Entry, Filters, SearchAnswer, SearchQuery
from criteria.search.whoosh_index import WhooshIndex
from tests.benchmarks.search_corpus import CLASSES, Corpus, group_id, questions
from tests.search.factories import KEY, ask
from tests.search.plain_engine import PlainEngine

_VERSIONS = 320
_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Pair:
    """The engine and the plain one over the same entries, and the corpus they come from."""

    index: WhooshIndex
    plain: PlainEngine
    corpus: Corpus


def _entries(corpus: Corpus) -> tuple[AnyEntry, ...]:
    """A library with drafts, local and shared criteria, some under revision, some in many groups."""
    entries: list[AnyEntry] = []
    for number, entry in enumerate(corpus.entries(_VERSIONS)):
        if isinstance(entry, Entry):
            if number % 11 == 0:
                entry = replace(entry, valid_from=None, valid_to=None, end_state=None)
            if number % 7 == 0:
                entry = replace(entry, owner="org-a", shared_with=frozenset({"org-b"}))
            if number % 13 == 0:
                everywhere = tuple(group_id(place) for place in range(12))
                entry = replace(entry, version=replace(entry.version, groups=everywhere))
            if number % 5 == 0 and entry.valid_from is not None:
                entry = replace(entry, revision_intervals=((date(2026, 1, 1), date(2026, 12, 1)),))
        entries.append(entry)
    return tuple(entries)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    corpus = Corpus()
    index = WhooshIndex(tmp_path_factory.mktemp("conformance") / "index", KEY)
    entries = _entries(corpus)
    index.rebuild(entries, 1)
    yield Pair(index, PlainEngine(entries), corpus)
    index.close()


def _counts(answer: SearchAnswer) -> dict[str, dict[str, int]]:
    return {facet.name: {value.value: value.count for value in facet.values} for facet in answer.facets}


def _assert_same(index: WhooshIndex, plain: PlainEngine, query: SearchQuery) -> None:
    """The same documents and the same counts for one question."""
    answer = index.query(replace(query, limit=_ALL, with_excerpts=False))
    expected = plain.found(query)
    if not expected and answer.is_fallback:
        return
    told = sorted((hit.kind.value, hit.id, hit.version, hit.level, hit.owner) for hit in answer.hits)
    assert told == sorted((head.kind, head.id, head.version, head.level, head.owner) for head in expected)
    assert answer.total == len(expected)
    assert _counts(answer) == plain.facets(query)


@pytest.mark.parametrize("kind", CLASSES)
def test_same_documents_and_counts_for_every_class_of_question(pair: Pair, kind: str) -> None:
    asked = [question for question in questions(pair.corpus) if question.kind == kind]

    assert len(asked) >= 20
    for question in asked:
        _assert_same(pair.index, pair.plain, question.query)


@pytest.mark.parametrize(
    "day", [date(2017, 12, 31), date(2020, 6, 1), date(2026, 6, 1), date(2026, 12, 2), date(2031, 1, 1)]
)
def test_same_state_on_any_day(pair: Pair, day: date) -> None:
    for status in VersionStatus:
        for question in questions(pair.corpus)[::25]:
            filters = Filters(statuses=(status.value,))
            _assert_same(pair.index, pair.plain, replace(question.query, as_of=day, filters=filters))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(groups=(group_id(0), group_id(1)), levels=("base",)),
        Filters(types=("award_criterion",), methods=("DOC", "LABEL")),
        Filters(labels=("marka", "markb"), aspects=("energy", "climate"), statuses=("published",)),
        Filters(levels=("nosuch",)),
    ],
    ids=["groups and level", "type and methods", "labels, aspects, status", "nothing"],
)
def test_same_under_several_choices(pair: Pair, filters: Filters) -> None:
    for question in questions(pair.corpus)[::8]:
        _assert_same(pair.index, pair.plain, replace(question.query, filters=filters))


@pytest.mark.parametrize("viewer", [None, "org-a", "org-b", "org-c"])
@pytest.mark.parametrize("drafts", [False, True])
def test_same_for_every_viewer(pair: Pair, viewer: str | None, *, drafts: bool) -> None:
    for question in questions(pair.corpus)[::20]:
        query = replace(question.query, viewer_organisation=viewer, include_drafts=drafts)
        _assert_same(pair.index, pair.plain, query)


def test_same_after_changes_one_by_one(tmp_path: Path) -> None:
    corpus = Corpus()
    entries = {str(entry.key): entry for entry in corpus.entries(300)}
    index = WhooshIndex(tmp_path / "index", KEY)
    index.rebuild(tuple(entries.values()), 0)
    asked = [question.query for question in questions(corpus)[::10]]

    for number in range(1, 41):
        fresh, gone = corpus.version(300 + number), corpus.version(number * 7)
        changed = replace(corpus.version(number), version=corpus.version(1000 + number).version)
        entries[str(fresh.key)], entries[str(changed.key)] = fresh, changed
        entries.pop(str(gone.key), None)
        index.apply(Changes(number - 1, (fresh, changed), (gone.key,)), number)
        if number % 10 == 0:
            plain = PlainEngine(entries.values())
            for query in asked:
                _assert_same(index, plain, query)

    assert index.verify(tuple(entries.values()), 40) == ()
    index.close()


def test_phrase_is_found_where_the_text_says_it(pair: Pair) -> None:
    phrase = "licens eller certifikat"
    held = [
        document.head
        for document in pair.plain.documents
        if phrase in " ".join(text for _, text in document.sections).lower()
    ]

    query = replace(
        ask(f'"{phrase}"', limit=_ALL), include_drafts=True, viewer_organisation="org-a", with_excerpts=False
    )
    answer = pair.index.query(query)

    assert {(hit.id, hit.version, hit.level) for hit in answer.hits} == {
        (head.id, head.version, head.level) for head in held
    }
    assert answer.total == len(held) > 10


def test_cut_word_finds_every_word_that_begins_so(pair: Pair) -> None:
    held = [
        document.head
        for document in pair.plain.documents
        if document.head.kind == "criterion"
        and any(word.startswith("leve") for words in document.words().values() for word in words)
    ]

    query = replace(ask("leve*", limit=_ALL), include_drafts=True, viewer_organisation="org-a")
    answer = pair.index.query(replace(query, with_excerpts=False))

    assert {(hit.id, hit.version, hit.level) for hit in answer.hits} == {
        (head.id, head.version, head.level) for head in held
    }
    assert pair.index.query(ask("zzz*")).is_fallback


def test_what_is_forgotten_for_room_is_answered_the_same_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scoring, "_MAX_POSTINGS_KEPT", 200)
    forgetful = WhooshIndex(tmp_path / "index", KEY)
    forgetful.rebuild(_entries(pair.corpus), 1)
    asked = [question.query for question in questions(pair.corpus)[::4]]

    for query in asked * 2:
        told, kept = forgetful.query(query), pair.index.query(query)
        assert [(hit.id, hit.score) for hit in told.hits] == [(hit.id, hit.score) for hit in kept.hits]
        assert (told.total, told.facets) == (kept.total, kept.facets)

    forgetful.close()
