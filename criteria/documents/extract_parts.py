# SPDX-License-Identifier: EUPL-1.2
"""What the parts of an extract share: days and moments in words, people as marks, codes said, events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from criteria.clock import STOCKHOLM
from criteria.documents.extract_model import CriterionContent, Days, ExtractEvent, LineContent
from criteria.documents.model import Column, Line, Span, Table, words
from criteria.documents.wording import Wording
from criteria.documents.writing import day_text

_DASH = "–"


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a language, the titles of groups and labels, and a mark for each person by id."""

    say: Wording
    names: Mapping[str, str]
    marks: Mapping[str, str]

    def code(self, vocabulary: str, code: str) -> str:
        """A code of the library in words; one that has none stays as it is."""
        if vocabulary in ("group", "label"):
            return self.names.get(f"{vocabulary}.{code}", code)
        if vocabulary == "default":
            return self.say.say("default", value=code)
        if vocabulary == "proof_days":
            return self.say.say("proof_days", days=code)
        found = self.say.texts.get(f"{vocabulary}.{code}", code)
        return f"{code}, {found}" if vocabulary == "strength" else found

    def field(self, name: str) -> str:
        """The name of a field in words."""
        head, _, rest = name.partition(".")
        if head == "parameters":
            return self.say.say("field.parameters", name=rest)
        return self.say.texts.get(f"field.{name}", name)

    def person(self, user_id: str | None) -> str:
        """The mark of a person, whose name stands on the date page."""
        return self.say.say("extract.unrecorded") if user_id is None else self.marks[user_id]

    def days(self, days: Days) -> str:
        """An interval in running text."""
        if days.since is None:
            return _DASH
        since = day_text(days.since, self.say.language)
        if days.until is None:
            return self.say.say("extract.from", since=since)
        return self.say.say("extract.from_to", since=since, until=day_text(days.until, self.say.language))

    def unit(self, unit: str) -> str:
        """A coverage unit, written group/aspect/level/type, in words."""
        parts = zip(("group", "aspect", "level", "type"), unit.split("/"), strict=True)
        return ", ".join(self.code(vocabulary, code) for vocabulary, code in parts)

    def events(self, events: tuple[ExtractEvent, ...]) -> Table:
        """The recorded events as a table, oldest first."""
        say = self.say
        columns = (
            Column(say.say("extract.event.sequence"), 8),
            Column(say.say("extract.event.at"), 17),
            Column(say.say("extract.event.kind"), 21),
            Column(say.say("extract.event.on"), 13),
            Column(say.say("extract.event.by"), 12),
            Column(say.say("extract.event.reason"), 29),
        )
        return Table(say.say("extract.events.caption"), columns, tuple(self._row(event) for event in events))

    def _row(self, event: ExtractEvent) -> tuple[Line, ...]:
        return (
            words(str(event.sequence)),
            words(moment_text(event.recorded_at)),
            words(self.say.texts.get(f"event.{event.kind}", event.kind)),
            words(_DASH if event.on is None else event.on.isoformat()),
            words(self.person(event.by)),
            (Span(event.reason.strip(), language=self.say.foreign),),
        )


def moment_text(moment: datetime) -> str:
    """A moment in Swedish civil time, to the minute."""
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


def people_in(content: CriterionContent | LineContent) -> tuple[str, ...]:
    """The ids of everybody in the content, in the order they are met there."""
    return tuple(dict.fromkeys(_people(content)))


def _people(content: CriterionContent | LineContent) -> Iterable[str]:
    if isinstance(content, LineContent):
        yield from (event.by for event in content.events)
        if content.library is not None:
            yield from _people(content.library)
        return
    yield from (found for found in (content.published_by, content.reviewed_by) if found is not None)
    yield from (event.by for event in content.events)


def last_recorded(content: CriterionContent | LineContent) -> datetime:
    """When the last event in the content was recorded: the date in the properties of the document."""
    events = content.events
    if isinstance(content, LineContent) and content.library is not None:
        events = (*events, *content.library.events)
    return max(event.recorded_at for event in events)
