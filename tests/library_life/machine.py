# SPDX-License-Identifier: EUPL-1.2
"""A hypothesis state machine: every operation on the library, in every order, well and badly formed.

Each step is one transaction through the same code as the use cases: lock, check, store, events, commit. What
was let through is then held against the oracle, which reads the tables; what was refused must have left
nothing behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import insert, text

from criteria.clock import SetClock
from criteria.errors import CriteriaError, FindingsError
from criteria.library.cover import Batch, Published
from criteria.library.ledger import Card, GroupLine, Laid, card_of
from criteria.library.lifecycle import Stage
from criteria.library.model import (
    Carried,
    ChangeClass,
    CoverageUnit,
    CriterionVersion,
    GapNotice,
    GapReason,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Move,
    Package,
    Rebase,
    Successor,
)
from criteria.library.publication import Publication, shipped_publication
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.library_change import apply_batch
from criteria.services.library_groups import close_group, move_group
from criteria.services.library_publishing import changing
from criteria.storage.catalogue_store import GroupEntry
from criteria.storage.library_store import LibraryStore
from criteria.storage.tables import CriterionVersionRow
from tests.library_life.desk import make_group
from tests.library_life.factories import version
from tests.library_life.oracle import Stored

FIRST_DAY = date(2027, 1, 1)
GROUPS = ("furniture", "it", "laundry")
_ASPECTS = ((Aspect.REUSE,), (Aspect.WASTE,), (Aspect.REUSE, Aspect.WASTE))
_LEVELS = (Level.BASE, Level.ADVANCED)
_TYPES = (RequirementType.TECHNICAL_SPECIFICATION, RequirementType.PERFORMANCE_CONDITION)

# Hypothesis likes small numbers, and every choice here is one among many: they are spread.
_pick = st.integers(0, 1_000_000).map(lambda number: number * 2_654_435_761 % 1_000_003)
_ahead = st.sampled_from((0, 0, 0, 0, 1, 3))
_few = st.integers(0, 9)


#: What every example begins with.
BEGINNING = (
    version("A-00:1@base", groups=("furniture",), aspects=(Aspect.REUSE,)),
    version("A-01:1@base", groups=("furniture",), aspects=(Aspect.REUSE, Aspect.WASTE)),
    version("A-02:1@base", groups=("furniture", "it"), aspects=(Aspect.REUSE, Aspect.WASTE)),
    version("A-03:1@base", groups=GROUPS, aspects=(Aspect.WASTE,)),
)


def begin(installation: Installation) -> None:
    """Groups, a few versions in force, and a package of three of them."""
    with installation.writing() as work:
        store, now = LibraryStore(work.session), work.clock.now()
        for name in GROUPS:
            store.put_group(make_group(name), name.ljust(64, "0"))
            store.add_group_entry(
                GroupEntry(make_group(name), FIRST_DAY, True, None, now), name.ljust(64, "0")
            )
        for item in BEGINNING:
            store.add_version(item, None, now, shipped_publication(item, FIRST_DAY))
        members = tuple(item.ref for item in BEGINNING[:3])
        package = Package("terms", 1, make_group("it").title, "Ett paket.", members)
        store.put_package(package, "e" * 64)


@dataclass(slots=True)
class Tally:
    """What a run has done: steps, what was let through, and why the rest was refused."""

    steps: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the machine works: ``fresh`` gives an installation that has just begun."""

    fresh: Callable[[], Installation]
    actor: Actor
    tally: Tally


class LibraryMachine(RuleBasedStateMachine):
    """The library's life; ``ground`` is set by the test that runs it."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.installation = self.ground.fresh()
        self.today = FIRST_DAY
        self.laid = Laid(groups=[GroupLine(name) for name in GROUPS])
        for item in BEGINNING:
            self.laid.put(card_of(item, FIRST_DAY, None))
        self.refs = [item.ref for item in BEGINNING]
        self.numbers = Counter({item.id: item.version for item in BEGINNING})
        self.stored = Stored()
        self.counted = self._count()

    # ---- the operations ----

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.installation = replace(self.installation, clock=SetClock(self.today))
        self.ground.tally.steps += 1
        self.ground.tally.done["days_pass"] += 1

    @rule(which=_pick, how=_few, days=_ahead)
    def publish(self, which: int, how: int, days: int) -> None:
        item = self._version(which, which // 7, which // 11, how)
        self._try("publish", publish=[self._published(item, days)])

    @rule(which=_pick, how=_few, days=_ahead)
    def supersede(self, which: int, how: int, days: int) -> None:
        """A new version of the line, as it was or narrower or elsewhere, with or without a transition."""
        old = self._card(which)
        fresh = self._next(old, how)
        opens = self.today if how in (3, 4) else None
        late = days + (2 if opens else 0)
        ending = self._event(
            LibraryEventKind.SUPERSEDE,
            old,
            late,
            successors=(self._edge(old, card_of(fresh, self._day(days), None), how, which),),
            transition_from=opens,
        )
        self._try("supersede", ending, publish=[self._published(fresh, 0 if opens else days)])

    @rule(which=_pick, other=_pick, third=_pick, how=_few, days=_ahead)
    def withdraw_replaced(self, which: int, other: int, third: int, how: int, days: int) -> None:
        old = self._card(which)
        heirs = [self._heir(old, other)] if how < 7 else [self._heir(old, other), self._card(third)]
        edges = tuple(self._edge(old, heir, how, which) for heir in heirs) if how != 9 else ()
        ending = self._event(LibraryEventKind.WITHDRAW_REPLACED, old, days, successors=edges)
        self._try("withdraw_replaced", ending)

    @rule(which=_pick, how=_few, days=_ahead)
    def withdraw_for_a_new_one(self, which: int, how: int, days: int) -> None:
        """A successor in another line, published in the same transaction."""
        old = self._card(which)
        fresh = self._next(old, how, criterion=f"N-{which % 5:02}")
        edge = self._edge(old, card_of(fresh, self._day(days), None), how, which)
        ending = self._event(LibraryEventKind.WITHDRAW_REPLACED, old, days, successors=(edge,))
        self._try("withdraw_for_a_new_one", ending, publish=[self._published(fresh, days)])

    @rule(which=_pick, other=_pick, how=_few, days=_ahead)
    def withdraw_with_gap(self, which: int, other: int, how: int, days: int) -> None:
        old = self._card(which)
        units = sorted(old.life.units_on(self._day(days)))
        edges = (self._edge(old, self._card(other), how, which),) if how in (5, 6) else ()
        named = [unit for unit in units if not edges or unit not in edges[0].units]
        told = self._notice(old, named[1:] if how == 7 else named, how)
        kind = LibraryEventKind.WITHDRAW_GAP
        ending = self._event(kind, old, days, successors=edges, gap_notice=told)
        self._try("withdraw_with_gap", ending)

    @rule(which=_pick, how=_few, days=_ahead)
    def withdraw_for_law(self, which: int, how: int, days: int) -> None:
        old = self._card(which)
        units = sorted(old.life.units_on(self._day(days)))
        since = self._day(days) + timedelta(days=1 if how == 9 else -how)
        law = LawReference(tuple(units[1:] if how == 8 else units), "Förordning", since, "Lagen räcker.")
        self._try("withdraw_for_law", self._event(LibraryEventKind.WITHDRAW_LAW, old, days, law=law))

    @precondition(lambda self: self._gaps())
    @rule(which=_pick, other=_pick, how=_few, days=_ahead)
    def fill_gap(self, which: int, other: int, how: int, days: int) -> None:
        old, heir = self._gap(which), self._card(other)
        if how > 2:
            heir = self._heir(old, other)
        notice = old.life.gap_notice_on(self._day(days))
        left = () if notice is None else notice.units
        units = left if how > 8 else tuple(u for u in left if u in heir.life.units_on(self._day(days)))
        elsewhere = ()
        if how in (5, 6) and left:
            targets = [u for u in sorted(heir.life.units_on(self._day(days))) if u.aspect is left[0].aspect]
            elsewhere = tuple(Carried(left[0], target) for target in targets[:1])
            units = (left[0],)
        change = ChangeClass.SCOPE_CHANGED if elsewhere else ChangeClass.CLARIFIED
        edge = Successor(heir.ref, units, change, "Annan grupp.", elsewhere)
        self._try("fill_gap", self._event(LibraryEventKind.FILL_GAP, old, days, successors=(edge,)))

    @precondition(lambda self: self._gaps())
    @rule(which=_pick, how=_few, days=_ahead)
    def renew_notice(self, which: int, how: int, days: int) -> None:
        old = self._gap(which)
        notice = old.life.gap_notice_on(self._day(days))
        units = list(() if notice is None else notice.units)
        told = self._notice(old, units[1:] if how == 9 else units, how)
        self._try("renew_notice", self._event(LibraryEventKind.RENEW_NOTICE, old, days, gap_notice=told))

    @rule(which=_pick, how=_few, days=_ahead)
    def revise_or_review(self, which: int, how: int, days: int) -> None:
        card = self._card(which)
        running = card.life.revision_intervals()[-1:]
        is_open = bool(running) and running[0][1] is None
        kind = LibraryEventKind.STOP_REVISION if is_open else LibraryEventKind.START_REVISION
        if how in (0, 1):
            kind = LibraryEventKind.REVIEWED
        elif how == 2:
            kind = LibraryEventKind.START_REVISION
        self._try(kind.value, self._event(kind, card, days))

    @rule(which=_pick, there=_pick, how=_few, days=_ahead)
    def move(self, which: int, there: int, how: int, days: int) -> None:
        card = self._card(which)
        self._try("move", self._moved(card, GROUPS[there % 3], how, days))

    @rule(which=_pick, how=_few, days=_ahead)
    def split(self, which: int, how: int, days: int) -> None:
        """One into two: by aspect or by group where it has several, otherwise badly."""
        old = self._card(which)
        day = self._day(days)
        parts = (self._next(old, 0), self._next(old, 0, criterion=f"N-{which % 5:02}"))
        if len({unit.aspect for unit in old.life.units}) > 1 and how < 7:
            first, second = sorted({unit.aspect for unit in old.life.units})
            parts = (replace(parts[0], aspects=(first,)), replace(parts[1], aspects=(second,)))
        edges = tuple(
            Successor(
                part.ref,
                tuple(sorted(old.life.units_on(day) & card_of(part, day, None).life.units_on(day))),
                ChangeClass.SPLIT_PART,
                "Delas.",
            )
            for part in parts
        )
        ending = self._event(LibraryEventKind.SUPERSEDE, old, days, successors=edges[: 1 if how == 9 else 2])
        self._try("split", ending, publish=[self._published(part, days) for part in parts])

    @rule(which=_pick, other=_pick, how=_few, days=_ahead)
    def merge(self, which: int, other: int, how: int, days: int) -> None:
        """Two into a new one that covers both, or only the first."""
        one, two = self._card(which), self._card(other)
        fresh = self._next(one, 0, criterion=f"N-{which % 5:02}")
        both = one.life.units | (two.life.units if how < 7 else frozenset())
        groups = {group for card in (one, two) for group in card.life.groups_on(self._day(days))}
        fresh = replace(
            fresh,
            groups=tuple(sorted(groups)) if how < 7 else fresh.groups,
            aspects=tuple(sorted({unit.aspect for unit in both})),
        )
        target = card_of(fresh, self._day(days), None)
        endings = [
            self._event(
                LibraryEventKind.WITHDRAW_REPLACED,
                card,
                days,
                successors=(replace(self._edge(card, target, 0, which), change_class=ChangeClass.MERGED),),
            )
            for card in (one, two)
        ]
        self._try("merge", *endings, publish=[self._published(fresh, days)])

    @rule(which=_pick, other=_pick, apart=st.booleans())
    def lean_on_each_other(self, which: int, other: int, apart: bool) -> None:
        """Two withdrawals that cover each other, in one transaction or one after the other."""
        one, two = self._card(which), self._card(other)
        endings = [
            self._event(
                LibraryEventKind.WITHDRAW_REPLACED, old, 0, successors=(self._edge(old, new, 0, which),)
            )
            for old, new in ((one, two), (two, one))
        ]
        if not apart:
            self._try("lean_on_each_other", *endings)
            return
        for ending in endings:
            self._try("lean_on_each_other", ending)

    @rule(one=_pick, two=_pick, there=_pick, how=_few, days=_ahead)
    def release(self, one: int, two: int, there: int, how: int, days: int) -> None:
        """A new text, a move and a withdrawal as one."""
        old, other = self._card(one), self._card(two)
        fresh = self._next(old, how)
        day = card_of(fresh, self._day(days), None)
        events = [
            self._event(LibraryEventKind.SUPERSEDE, old, days, successors=(self._edge(old, day, how, one),)),
            self._moved(other, GROUPS[there % 3], how, days),
            self._event(
                LibraryEventKind.WITHDRAW_GAP,
                other,
                days,
                gap_notice=self._notice(other, sorted(other.life.units), 0),
            ),
        ]
        if one % 3:
            # What is moved and withdrawn as one is withdrawn in the groups it has been moved to.
            moved = replace(other.life, events=(*other.life.events, events[1]))
            told = self._notice(other, sorted(moved.units_on(self._day(days))), 0)
            events[2] = replace(events[2], gap_notice=told)
        self._try("release", *events[: 2 + how % 2], publish=[self._published(fresh, days)])

    @rule(which=_pick, there=_pick, really=_few)
    def shut_group(self, which: int, there: int, really: int) -> None:
        """Close a group, or move what is in it first; seldom, since a closed group is never opened again."""
        name, into = GROUPS[which % 3], GROUPS[there % 3]
        installation, actor = self.installation, self.ground.actor
        if really == 0 and name != into:
            self._use("move_group", lambda: move_group(installation, actor, name, into, "Flyttas."))
            # What is left empty is closed; where the move was refused this is refused too.
            self._use("close_group", lambda: close_group(installation, actor, name))
        elif really == 1:
            self._use("close_group", lambda: close_group(installation, actor, name))
        else:
            self.days_pass(1)

    # ---- carrying out ----

    def _try(self, name: str, *events: LibraryEvent, publish: list[Published] | None = None) -> None:
        batch = Batch(self.today, tuple(publish or ()), events)

        def carry_out() -> None:
            with changing(self.installation, self.ground.actor) as work:
                # Publishing writes the whole row; writing drafts is tested where drafts are.
                drafts = {item.version.ref: _blank(item.version) for item in batch.publications}
                if drafts:
                    work.session.execute(insert(CriterionVersionRow), list(drafts.values()))
                apply_batch(self.installation, work, self.ground.actor, batch)

        if self._carried_out(name, carry_out):
            for item in batch.publications:
                self.laid.put(card_of(item.version, item.publication.valid_from, item.owner_id))
                self.refs.append(item.version.ref)
                self.numbers[item.version.id] = max(self.numbers[item.version.id], item.version.version)
            for event in batch.events:
                self.laid.add_event(event)
            self._judge(name)

    def _use(self, name: str, use: Callable[[], object]) -> None:
        """A use case about a group; the machine's own picture is then read anew from what is stored."""
        if not self._carried_out(name, use):
            return
        before = len(self.stored.events)
        self._judge(name)
        for event in self.stored.events[before:]:
            move = event.said["move"]
            heirs = tuple(Rebase(line["old_group"], line["new_group"]) for line in move["rebased"])
            told = Move(tuple(move["leave"]), tuple(move["join"]), heirs)
            self.laid.add_event(
                LibraryEvent(event.on, LibraryEventKind.MOVE, event.ref, "Flyttas.", move=told)
            )

    def _carried_out(self, name: str, use: Callable[[], object]) -> bool:
        tally = self.ground.tally
        tally.steps += 1
        try:
            use()
        except CriteriaError as error:
            tally.refused[f"{name} {error.code}"] += 1
            assert not isinstance(error, FindingsError) or error.issues
            assert self._count() == self.counted, f"{name} was refused ({error}) and left something behind"
            return False
        tally.done[name] += 1
        self.counted = self._count()
        return True

    def _judge(self, name: str) -> None:
        with self.installation.database.engine.connect() as connection:
            self.stored.read(connection)
        faults = list(self.stored.faults())
        assert not faults, f"after {name} on {self.today}: {faults}"

    def _count(self) -> tuple[int, ...]:
        """How much stands in the tables that a change begins with; a transaction stores all or nothing."""
        query = text(
            "SELECT (SELECT COUNT(*) FROM criterion_versions), (SELECT COUNT(*) FROM library_events), "
            "(SELECT COUNT(*) FROM packages), (SELECT COUNT(*) FROM group_history)"
        )
        with self.installation.database.engine.connect() as connection:
            return tuple(connection.execute(query).one())

    # ---- making ----

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _cards(self) -> list[Card]:
        found = [self.laid.find_card(ref) for ref in self.refs]
        return [card for card in found if card is not None]

    def _card(self, which: int) -> Card:
        """Mostly a version in force without an end, now and then any."""
        cards = self._cards()
        holding = [card for card in cards if card.life.ending is None and card.is_in_force(self.today)]
        chosen = holding if holding and which % 8 else cards
        return chosen[which // 8 % len(chosen)]

    def _heir(self, old: Card, which: int) -> Card:
        """Mostly a version that covers all the old one covers, where there is one."""
        had = old.life.units_on(self._day(3))
        able = [
            card
            for card in self._cards()
            if card.ref != old.ref and card.life.ending is None and had <= card.life.units_on(self._day(3))
        ]
        return able[which // 4 % len(able)] if able and which % 4 else self._card(which)

    def _gap(self, which: int) -> Card:
        """A version with an open gap where there is one, mostly."""
        gone = self._gaps()
        return gone[which // 8 % len(gone)] if gone and which % 8 else self._card(which)

    def _gaps(self) -> list[Card]:
        return [card for card in self._cards() if card.life.gap_notice_on(self._day(3)) is not None]

    def _version(self, which: int, groups: int, aspects: int, how: int) -> CriterionVersion:
        criterion = f"A-{which % 6:02}"
        chosen = GROUPS if groups % 4 == 3 else (GROUPS[groups % 4 % 2],)
        return version(
            f"{criterion}:{self.numbers[criterion] + 1}@{_LEVELS[how == 4].value}",
            groups=chosen,
            aspects=_ASPECTS[aspects % 3],
            type=_TYPES[how == 6],
        )

    def _next(self, old: Card, how: int, criterion: str | None = None) -> CriterionVersion:
        """A version like an old one: as it is (mostly), narrower, at another level or of another type."""
        name = criterion or old.id
        aspects = sorted({unit.aspect for unit in old.life.units})
        level = {7: Level.ADVANCED if old.level is Level.BASE else Level.BASE}.get(how, old.level)
        kind = {8: _TYPES[old.type is _TYPES[0]]}.get(how, old.type)
        return version(
            f"{name}:{self.numbers[name] + 1}@{level.value}",
            groups=old.life.groups_on(self._day(3)),
            aspects=tuple(aspects[: 1 if how == 9 else 3]),
            type=kind,
        )

    def _published(self, item: CriterionVersion, days: int = 0) -> Published:
        publication = Publication(
            item.ref, self._day(days), None, None, None, None, "user-1", "user-2", True, None, ()
        )
        return Published(item, publication)

    def _event(self, kind: LibraryEventKind, card: Card, days: int, **parts: object) -> LibraryEvent:
        return LibraryEvent(self._day(days), kind, card.ref, "Skäl.", **parts)  # type: ignore[arg-type]

    def _edge(self, old: Card, new: Card, how: int, which: int) -> Successor:
        """An edge for what the two share; sometimes for too much, too little, or what is elsewhere."""
        day = self._day(3)
        had, held = old.life.units_on(day), new.life.units_on(day)
        units = had if how in (6, 9) else had & held
        elsewhere: tuple[Carried, ...] = ()
        if which % 3 == 0 or how in (7, 8):
            pairs = ((unit, _target(unit, held)) for unit in sorted(had - held))
            elsewhere = tuple(Carried(unit, target) for unit, target in pairs if target is not None)
            units |= {item.unit for item in elsewhere}
        if how == 5:
            units = frozenset(sorted(units)[1:])
        change = ChangeClass.SCOPE_CHANGED if elsewhere else ChangeClass.CLARIFIED
        if which % 17 == 0:
            change = ChangeClass.WEAKER
        note = None if which % 19 == 0 else "Annorlunda."
        return Successor(new.ref, tuple(sorted(units)), change, note, elsewhere)

    def _notice(self, card: Card, units: list[CoverageUnit], how: int) -> GapNotice:
        planned = "" if how == 8 else "no plan"
        return GapNotice(
            tuple(units), GapReason.OTHER, "Borta.", "Vänta.", planned, "Kriterieförvaltaren", card.ref
        )

    def _moved(self, card: Card, there: str, how: int, days: int) -> LibraryEvent:
        filed = card.life.groups_on(self._day(days))
        away = [group for group in filed if group != there]
        if how == 9:
            move = Move(filed, (there,), ())
        elif away and how != 0:
            join = () if there in filed else (there,)
            move = Move((away[0],), join, (Rebase(away[0], there),))
        else:
            move = Move((), (there,), ())
        return self._event(LibraryEventKind.MOVE, card, days, move=move)


def _blank(item: CriterionVersion) -> dict[str, object]:
    return {
        "id": item.id,
        "version": item.version,
        "level": item.level.value,
        "type": item.type.value,
        "content": "{}",
        "fingerprint": "",
        "recorded_at": datetime(2027, 1, 1, tzinfo=UTC),
        "stage": Stage.REVIEW.value,
        "author_id": "user-1",
        "revision": 1,
    }


def _target(unit: CoverageUnit, held: frozenset[CoverageUnit]) -> CoverageUnit | None:
    return next((item for item in sorted(held) if item.aspect is unit.aspect), None)
