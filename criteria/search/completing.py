# SPDX-License-Identifier: EUPL-1.2
"""How a query that is being typed may go on: known words for the one that stands last.

By bisection in the ordered list of unstemmed words. Words that name goods come first, for a buyer types what
is bought; among equals the most used. Source: SEARCH.md, "Recommended design" 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from criteria.search.lexicon import Lexicon
from criteria.search.question import MAX_CHARACTERS
from criteria.search.swedish import STOP_WORDS, normal

_LAST_WORD = re.compile(r"[^\W\d_]{2,}$")


def completions(
    text: str, lexicon: Lexicon, goods: frozenset[str], may_show: Callable[[str], bool], limit: int
) -> tuple[str, ...]:
    """At most ``limit`` queries, likeliest first; nothing for codes and for a word of one letter.

    ``goods`` are words that name product groups; ``may_show`` keeps words out that the asker may not know of.
    """
    text = normal(text)
    last = _LAST_WORD.search(text)
    if last is None or len(text) > MAX_CHARACTERS:
        return ()
    start = last.group().lower()
    found = [word for word in lexicon.completions(start) if word != start and word not in STOP_WORDS]
    ordered = sorted(found, key=lambda word: word not in goods)
    answer: list[str] = []
    for word in ordered:
        if len(answer) >= limit:
            break
        if may_show(word):
            answer.append(text[: last.start()] + word)
    return tuple(answer)
