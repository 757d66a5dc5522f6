# SPDX-License-Identifier: EUPL-1.2
"""What DOMAIN 4.2 says, by brute force over what stands in the tables, for every day that matters.

Nothing of the code under test is used here: rows are read as SQL and JSON, and COVER is looked for as it is
written, by walking every replacement chain on every day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

_ENDINGS = ("supersede", "withdraw_replaced", "withdraw_gap", "withdraw_law")
_ELSEWHERE = ("type_changed", "level_changed", "scope_changed", "split_part", "merged")

#: (group, aspect, level, type)
Unit = tuple[str, str, str, str]


@dataclass(slots=True)
class Row:
    """A published version as it stands in its row."""

    ref: str
    id: str
    level: str
    type: str
    owner: str | None
    since: date
    groups: tuple[str, ...]
    aspects: tuple[str, ...]
    fingerprint: str


@dataclass(slots=True)
class Happening:
    """An event as it stands in its row."""

    number: int
    ref: str
    kind: str
    on: date
    said: dict[str, Any]


@dataclass(slots=True)
class Stored:
    """Everything stored so far; ``read`` takes in what is new."""

    rows: dict[str, Row] = field(default_factory=dict)
    events: list[Happening] = field(default_factory=list)
    closed: dict[str, date] = field(default_factory=dict)
    packages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    by_ref: dict[str, list[Happening]] = field(default_factory=dict)

    def read(self, connection: Connection) -> None:
        """Take in what has been stored since; what stood there before must stand there still (I1, I2)."""
        seen = set()
        for row in connection.execute(
            text("SELECT id, version, level, valid_from, fingerprint FROM criterion_versions")
        ):
            if row.valid_from is None:
                continue
            ref = f"{row.id}:{row.version}@{row.level}"
            seen.add(ref)
            known = self.rows.get(ref)
            if known is None:
                self.rows[ref] = _row(connection, ref, row)
            else:
                assert (known.fingerprint, known.since) == (row.fingerprint, _day(row.valid_from)), ref
        assert seen == set(self.rows), "I1: a published version has vanished"
        after = self.events[-1].number if self.events else 0
        found = connection.execute(
            text(
                "SELECT number, subject_id, subject_version, subject_level, kind, effective_on, content "
                "FROM library_events WHERE number > :after ORDER BY number"
            ),
            {"after": after},
        )
        for row in found:
            ref = f"{row.subject_id}:{row.subject_version}@{row.subject_level}"
            event = Happening(row.number, ref, row.kind, _day(row.effective_on), json.loads(row.content))
            self.events.append(event)
            self.by_ref.setdefault(ref, []).append(event)
        for row in connection.execute(text("SELECT id, since FROM group_history WHERE state = 'closed'")):
            self.closed[row.id] = _day(row.since)
        self.packages = {}
        for row in connection.execute(text("SELECT id, content FROM packages ORDER BY id, version")):
            self.packages.setdefault(row.id, []).append(json.loads(row.content))

    # ---- what held on a day ----

    def ending(self, ref: str) -> Happening | None:
        return next((event for event in self.by_ref.get(ref, []) if event.kind in _ENDINGS), None)

    def in_force(self, ref: str, day: date) -> bool:
        row, ending = self.rows.get(ref), self.ending(ref)
        return row is not None and row.since <= day and (ending is None or day < ending.on)

    def groups(self, ref: str, day: date) -> set[str]:
        held = set(self.rows[ref].groups)
        for event in self.by_ref.get(ref, []):
            if event.kind == "move" and event.on <= day:
                held = (held - set(event.said["move"]["leave"])) | set(event.said["move"]["join"])
        return held

    def cov(self, ref: str, day: date) -> set[Unit]:
        row = self.rows[ref]
        return {(g, a, row.level, row.type) for g in self.groups(ref, day) for a in row.aspects}

    # ---- the rules ----

    def faults(self) -> Iterator[str]:
        """Every way in which what is stored breaks DOMAIN 4.2."""
        days = self._days()
        yield from self._one_ending()
        yield from self._circles()
        yield from self._edges()
        yield from self._bare(days)
        yield from self._texts(days)
        yield from self._filed(days)
        yield from self._packages(days)

    def _days(self) -> list[date]:
        marks = {row.since for row in self.rows.values()} | {event.on for event in self.events}
        for event in self.events:
            if event.said.get("law"):
                marks.add(_day(event.said["law"]["in_force_from"]))
        return sorted(marks | {day - timedelta(days=1) for day in marks} | {max(marks) + timedelta(days=400)})

    def _one_ending(self) -> Iterator[str]:
        for ref, events in self.by_ref.items():
            if sum(event.kind in _ENDINGS for event in events) > 1:
                yield f"{ref} has left force twice"

    def _circles(self) -> Iterator[str]:
        edges: dict[str, set[str]] = {}
        for event in self.events:
            edges.setdefault(event.ref, set()).update(edge["ref"] for edge in event.said["successors"])
        state: dict[str, int] = {}

        def walk(ref: str) -> bool:
            if state.get(ref) == 1:
                return True
            if state.get(ref) == 2:
                return False
            state[ref] = 1
            found = any(walk(heir) for heir in sorted(edges.get(ref, ())))
            state[ref] = 2
            return found

        for ref in sorted(edges):
            if walk(ref):
                yield f"I5: a circle through {ref}"

    def _edges(self) -> Iterator[str]:
        for event in self.events:
            for edge in event.said["successors"]:
                told = bool((edge["note"] or "").strip())
                if edge["change_class"] == "weaker" and not told:
                    yield f"I12: {event.ref} to {edge['ref']} is weaker without a reason"
                if edge["carried_as"] and not (told and edge["change_class"] in _ELSEWHERE):
                    yield f"I13: {event.ref} to {edge['ref']} carries elsewhere without saying so"
                heir = self.rows.get(edge["ref"])
                if heir is not None and heir.owner not in (None, self.rows[event.ref].owner):
                    yield f"{event.ref} is carried on by what others cannot see"

    def _bare(self, days: list[date]) -> Iterator[str]:
        for ref in self.rows:
            ending = self.ending(ref)
            if ending is None:
                continue
            left = self.cov(ref, ending.on)
            for day in days:
                if day < ending.on:
                    continue
                for unit in left:
                    if not self._covered(ref, unit, day, frozenset()):
                        yield f"COVER: {ref} left on {ending.on}; {unit} is bare on {day}"

    def _covered(self, ref: str, unit: Unit, day: date, seen: frozenset[tuple[str, Unit]]) -> bool:
        """Whether (1), (2) or (3) of COVER holds for a unit of a version that has left force by a day."""
        if (ref, unit) in seen:
            return False
        seen |= {(ref, unit)}
        open_notice: set[Unit] = set()
        for event in self.by_ref.get(ref, []):
            if event.on > day:
                continue
            notice, law = event.said["gap_notice"], event.said["law"]
            if notice is not None:
                open_notice = set(map(_unit, notice["units"]))
            if event.kind == "fill_gap":
                # From here on the filling answers for the unit, not the notice.
                open_notice -= {_unit(item) for edge in event.said["successors"] for item in edge["units"]}
            if (
                law is not None
                and _day(law["in_force_from"]) <= day
                and unit in set(map(_unit, law["units"]))
            ):
                return True
            for edge in event.said["successors"]:
                if unit not in set(map(_unit, edge["units"])):
                    continue
                heir = edge["ref"]
                if heir not in self.rows:
                    continue
                targets = {unit} | {
                    _unit(item["carried_unit"]) for item in edge["carried_as"] if _unit(item["unit"]) == unit
                }
                for target in targets:
                    image = self._rebased(heir, target, event, day)
                    if self.in_force(heir, day):
                        if image in self.cov(heir, day):
                            return True
                    elif self._has_left(heir, day) and self._covered(heir, image, day, seen):
                        return True
        return unit in open_notice

    def _has_left(self, ref: str, day: date) -> bool:
        ending = self.ending(ref)
        return ending is not None and ending.on <= day

    def _rebased(self, ref: str, unit: Unit, edge_of: Happening, day: date) -> Unit:
        """The unit after the moves of a version that were not yet counted when the edge was drawn (I10)."""
        for event in self.by_ref.get(ref, []):
            counted = event.number < edge_of.number and event.on <= edge_of.on
            if event.kind != "move" or event.on > day or counted:
                continue
            heirs = {line["old_group"]: line["new_group"] for line in event.said["move"]["rebased"]}
            if unit[0] in event.said["move"]["leave"]:
                unit = (heirs[unit[0]], *unit[1:])
        return unit

    def _texts(self, days: list[date]) -> Iterator[str]:
        lines: dict[tuple[str, str, str], list[str]] = {}
        for row in self.rows.values():
            lines.setdefault((row.id, row.level, row.type), []).append(row.ref)
        for refs in lines.values():
            for day in days if len(refs) > 1 else ():
                held = [ref for ref in refs if self.in_force(ref, day)]
                for place, one in enumerate(held):
                    for other in held[place + 1 :]:
                        if not (self._handing(one, other, day) or self._handing(other, one, day)):
                            yield f"I3: {one} and {other} both hold on {day}"

    def _handing(self, old: str, new: str, day: date) -> bool:
        ending = self.ending(old)
        if ending is None or ending.said["transition_from"] is None:
            return False
        named = any(edge["ref"] == new for edge in ending.said["successors"])
        return named and _day(ending.said["transition_from"]) <= day < ending.on

    def _filed(self, days: list[date]) -> Iterator[str]:
        for ref in self.rows:
            for day in days:
                if not self.in_force(ref, day):
                    continue
                held = self.groups(ref, day)
                if not held:
                    yield f"I10: {ref} is in no group on {day}"
                for group in held:
                    if group in self.closed and self.closed[group] <= day:
                        yield f"I10: {ref} is in {group} on {day}, which is closed"

    def _packages(self, days: list[date]) -> Iterator[str]:
        for name, versions in self.packages.items():
            for day in days:
                begun = [item for item in versions if _since(item) <= day]
                if not begun:
                    continue
                package = max(begun, key=lambda item: (_since(item), item["version"]))
                for ref in package["members"]:
                    if self._has_left(ref, day) and ref not in package["warnings"]:
                        yield f"I16: {name}:{package['version']} holds {ref} unmarked on {day}"
                if len(package["members"]) < len(versions[0]["members"]):
                    yield f"I16: {name}:{package['version']} has become shorter"


def _row(connection: Connection, ref: str, row: Any) -> Row:
    found = connection.execute(
        text(
            "SELECT content, owner_id, type FROM criterion_versions "
            "WHERE id = :id AND version = :version AND level = :level"
        ),
        {"id": row.id, "version": row.version, "level": row.level},
    ).one()
    said = json.loads(found.content)
    return Row(
        ref=ref,
        id=row.id,
        level=row.level,
        type=found.type,
        owner=found.owner_id,
        since=_day(row.valid_from),
        groups=tuple(said["groups"]),
        aspects=tuple(said["aspects"]),
        fingerprint=row.fingerprint,
    )


def _unit(data: dict[str, str]) -> Unit:
    return data["group"], data["aspect"], data["level"], data["type"]


def _since(package: dict[str, Any]) -> date:
    return date.min if package["valid_from"] is None else _day(package["valid_from"])


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
