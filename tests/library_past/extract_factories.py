# SPDX-License-Identifier: EUPL-1.2
"""Extracts without a database: LIG-04@3 on the day Belysning-26 was advertised, and a line of that set."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from criteria.canonical import fingerprint, to_plain
from criteria.documents.extract_model import (
    CriterionContent,
    DatePage,
    Days,
    Extract,
    ExtractEvent,
    Handler,
    LineContent,
    LineRevision,
    NameShown,
    Part,
    ThenGroup,
)
from criteria.documents.extract_wording import how_to_check
from criteria.library.fingerprint import frozen_content, version_fingerprint
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import ChangeClass, Words
from criteria.people.model import Role
from criteria.requirements.model import SealedParameter
from tests.requirements.factories import with_limit

ADVERTISED = date(2026, 10, 14)
VERSION = with_limit("LIG-04:3@base", groups=("lighting",))
MADE = datetime(2029, 3, 5, 8, 30, tzinfo=UTC)
HEAD = "ab" * 32


def make_event(sequence: int = 812, kind: str = "published", by: str = "user-1") -> ExtractEvent:
    """An event recorded before LIG-04@3 came in force."""
    recorded = datetime(2025, 5, 20, 9, 0, tzinfo=UTC)
    return ExtractEvent(sequence, recorded, kind, date(2025, 6, 1), by, "Ny gräns.", "cd" * 32)


def make_criterion_content(**changes: object) -> CriterionContent:
    """LIG-04@3, later split in two."""
    parts = tuple(
        Part(
            ref,
            "Ljuskällor",
            ChangeClass.SPLIT_PART,
            "Delad.",
            ("lighting/durability/base/technical_specification",),
            date(2027, 1, 15),
        )
        for ref in ("LIG-04:4@base", "LIG-14:1@base")
    )
    content = CriterionContent(
        ref=VERSION.ref,
        as_of=ADVERTISED,
        known_at=None,
        status=VersionStatus.PUBLISHED,
        in_force=Days(date(2025, 6, 1), date(2027, 1, 15)),
        groups=(ThenGroup("lighting", Words("Belysning")),),
        version=frozen_content(VERSION),
        fingerprint=version_fingerprint(VERSION),
        published_by="user-1",
        reviewed_by="user-2",
        reviewed_by_other=True,
        parts=parts,
        gap_notice=None,
        law=None,
        events=(make_event(), make_event(1700, "withdraw_replaced", "user-2")),
        how_to_check=how_to_check("extract.check.criterion", version_fingerprint(VERSION), "['version']"),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def make_date_page(made_at: datetime = MADE) -> DatePage:
    """A date page with one open and one closed account."""
    clerk = Handler("user-3", NameShown.SHOWN, "Karin Ek", (Role.PROCURER,), "Upphandling", "Ekby kommun")
    closed = Handler("user-1", NameShown.CLOSED, None, (Role.LIBRARY_EDITOR,), "Miljöenheten", "Ekby kommun")
    other = Handler("user-2", NameShown.SHOWN, "Bo Alm", (Role.LIBRARY_EDITOR,), None, "Alviks kommun")
    return DatePage(made_at, made_at.date(), clerk, "Ekby kommun", 4711, HEAD, (closed, other))


def make_extract(content: CriterionContent | LineContent | None = None, **changes: object) -> Extract:
    """An extract of the content, about LIG-04@3 unless told otherwise."""
    held = content or make_criterion_content()
    extract = Extract(
        content=held,
        content_sha256=fingerprint(held),
        date_page=make_date_page(),
        read=VERSION,
        names={"group.lighting": "Belysning"},
    )
    return replace(extract, **changes)  # type: ignore[arg-type]


def make_line_content() -> LineContent:
    """Requirement 4.2 of Belysning-26: 50 000 hours in the library, 60 000 here, worded anew once."""
    revisions = (_revision(1, 60), _revision(2, 60, " Likvärdigt godtas."))
    return LineContent(
        set_id="set-belysning26",
        set_title="Belysning-26",
        organisation="Ekby kommun",
        diary="KS 2026/311",
        line=7,
        as_of=date(2026, 10, 14),
        revision=1,
        published_on=ADVERTISED,
        deadline_on=date(2026, 12, 1),
        level=VERSION.level,
        revisions=revisions,
        library=make_criterion_content(),
        events=(make_event(900, "locked"), make_event(950, "amended")),
        how_to_check=how_to_check(
            "extract.check.line", revisions[0].seal, "['revisions'][0]['sealed_set']", index=0
        ),
    )


def _revision(number: int, hours: int, more: str = "") -> LineRevision:
    sealed = to_plain({"form": "kravkedjan/sealed-set/1", "revision": number, "lines": []})
    assert isinstance(sealed, dict)
    library, own = (Words(f"Minst {value} 000 h.", f"At least {value} 000 h.") for value in (50, hours))
    start = date(2026, 10, 12 if number == 1 else 28)
    return LineRevision(
        revision=number,
        seal=fingerprint(sealed),
        in_force=Days(start, date(2026, 10, 28) if number == 1 else None),
        number="4.2",
        title=Words("Ljuskällor"),
        text=Words(own.sv + more, None),
        original_text=library,
        change_reason="Lamporna sitter högt.",
        parameters=(SealedParameter("limit", "h", "60000", "procurer"),),
        reason="Fråga från en leverantör." if more else None,
        informed_on=date(2026, 10, 28) if more else None,
        log_sequence=890 + number,
        log_hash=HEAD,
        sealed_set=sealed,
    )


def content_of(data: bytes) -> object:
    """The content of an extract's JSON, read as anybody reads it."""
    return json.loads(data)["content"]
