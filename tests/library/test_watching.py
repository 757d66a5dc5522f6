# SPDX-License-Identifier: EUPL-1.2
"""What a watched search tells: every change once, and nothing but changes."""

from __future__ import annotations

import pytest

from criteria.library.lifecycle import VersionStatus as Status
from criteria.library.watching import WatchChange, look

A, B = "FURN-01:1@base", "FURN-01:2@base"


@pytest.mark.parametrize(
    ("known", "found", "stands", "told", "after"),
    [
        ({}, {A: Status.PUBLISHED}, {}, {WatchChange.NEW: (A,)}, {A}),
        ({}, {A: Status.COMING}, {}, {WatchChange.NEW: (A,)}, {A}),
        ({}, {A: Status.WITHDRAWN_GAP}, {}, {}, set()),
        ({A: Status.COMING}, {A: Status.PUBLISHED}, {}, {}, {A}),
        ({A: Status.PUBLISHED}, {A: Status.PUBLISHED}, {}, {}, {A}),
        (
            {A: Status.PUBLISHED},
            {A: Status.UNDER_REVISION},
            {},
            {WatchChange.UNDER_REVISION: (A,)},
            {A},
        ),
        ({A: Status.UNDER_REVISION}, {A: Status.PUBLISHED}, {}, {}, {A}),
        (
            {A: Status.PUBLISHED},
            {A: Status.SUPERSEDED, B: Status.PUBLISHED},
            {},
            {WatchChange.NEW: (B,), WatchChange.REPLACED: (A,)},
            {B},
        ),
        ({A: Status.PUBLISHED}, {}, {A: Status.WITHDRAWN_GAP}, {WatchChange.WITHDRAWN: (A,)}, set()),
        ({A: Status.PUBLISHED}, {}, {A: Status.WITHDRAWN_LAW}, {WatchChange.WITHDRAWN: (A,)}, set()),
        ({A: Status.PUBLISHED}, {}, {A: Status.WITHDRAWN_REPLACED}, {WatchChange.REPLACED: (A,)}, set()),
        # Outranked by better hits: nothing has happened to it, and it is still known when it comes back.
        ({A: Status.PUBLISHED}, {}, {A: Status.PUBLISHED}, {}, {A}),
        # No longer shared: neither told nor known.
        ({A: Status.PUBLISHED}, {}, {}, {}, set()),
    ],
)
def test_look_tells_what_has_happened_and_keeps_what_may_still_happen(
    known: dict[str, Status],
    found: dict[str, Status],
    stands: dict[str, Status],
    told: dict[WatchChange, tuple[str, ...]],
    after: set[str],
) -> None:
    seen = look(known, found, stands)

    assert dict(seen.changes) == told
    assert set(seen.known) == after
    assert look(seen.known, found, stands).changes == {}
