# SPDX-License-Identifier: EUPL-1.2
"""What a typed query asks for: codes, words with their meanings, and whether it wants a form.

Nothing typed is an error: text is cleaned and cut, operators are words, and what is not understood is
left out with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from criteria.issues import Issue, Severity
from criteria.search.codes import Codes, find_codes, iter_standards
from criteria.search.compounds import PROPERTY_HEADS
from criteria.search.lexicon import Lexicon, Meaning
from criteria.search.model import TemplatePart
from criteria.search.scoring import Term
from criteria.search.swedish import (
    ENGLISH_STOP_WORDS,
    NEVER_FILTER,
    STOP_WORDS,
    Token,
    borrowed,
    completed_ellipses,
    iter_tokens,
    normal,
)

MAX_CHARACTERS = 500
MAX_WORDS = 32

#: What stands after these is where the goods go, not what they are; the head of a Swedish phrase stands
#: before. Source: product decision, docs/search.md.
_TO_PLACES = frozenset(["till", "åt", "hos", "inom", "i"])
_PLACE_EMPHASIS = 0.3
#: What a word that Swedish has too weighs as Swedish in a query that is English.
_ALSO_SWEDISH = 0.8
_WHICH_EMPHASIS = 0.7

#: "Certifierad" and "märkt" alone say nothing about what; the word beside them does.
_NEVER_DECIDING = NEVER_FILTER | PROPERTY_HEADS

#: Words that ask for a form of a criterion. Source: DOMAIN glossary 20 and 28.
_ASKS_FOR = {
    TemplatePart.FOLLOW_UP: (
        "uppföljningsmall",
        "uppföljningsblankett",
        "uppföljningsformulär",
        "kontrollmall",
    ),
    TemplatePart.DECLARATION: ("leverantörsförsäkran", "leverantörsdeklaration", "försäkransmall"),
}
#: How these begin, in any form of theirs.
_ASKS_SO = tuple({word[:5] for words in _ASKS_FOR.values() for word in words})
#: Straight, curly and pointed quotation marks; an odd one is left over and says nothing.
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')
_STANDARD_NAMES = frozenset(["ss", "en", "iso", "iec", "insta", "ts", "euro", "iv", "v", "vi"])


@dataclass(frozen=True, slots=True)
class Question:
    """A query understood over one lexicon. ``asked`` is the cleaned text.

    ``phrases`` are the words of each quoted part, without stop words, as they must stand one after the
    other in a field; codes are no words of a phrase.
    """

    asked: str
    codes: Codes
    terms: tuple[Term, ...]
    wants: TemplatePart | None
    other_terms: tuple[Term, ...]
    suggestions: tuple[str, ...]
    notices: tuple[Issue, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing searchable was asked: the answer is a listing."""
        return not self.asked


def understand(text: str, lexicon: Lexicon, *, is_suggestable: Callable[[str], bool]) -> Question:
    """The question a text asks. ``is_suggestable`` keeps words out that the asker may not know of."""
    notices: list[Issue] = []
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        notices.append(_notice("search.query_cut", "the query was cut", limit=str(MAX_CHARACTERS)))
    text = " ".join(normal(text).split())
    codes = find_codes(text)
    tokens = _tokens(codes.rest, lexicon)[:MAX_WORDS]
    names_standard = any(True for _ in iter_standards(codes.rest))
    if not (tokens or names_standard or codes.references or codes.cpv or codes.numbers):
        if text:
            notices.append(_notice("search.nothing_searchable", "the query has no words to look for"))
        return Question("", codes, (), None, (), (), tuple(notices))
    wants = next((part for token, _ in tokens if (part := _asked_part(token, lexicon)) is not None), None)
    terms: list[Term] = []
    other: list[Term] = []
    corrected: dict[str, str] = {}
    places = _place_words(codes.rest)
    is_english = _is_english(tokens, lexicon)
    for token, is_deciding in tokens:
        if len(tokens) > 1 and (_is_letter(token) or (is_english and token.text in ENGLISH_STOP_WORDS)):
            continue
        emphasis = _PLACE_EMPHASIS if token.text in places else 1.0
        # "möb*" is cut on purpose; a star after what no word begins with says nothing.
        cut = lexicon.beginnings(token.text) if _is_cut(token, codes.rest) else ()
        meanings = cut or _meanings(token, lexicon, is_english=is_english)
        offered = [word for meaning in meanings for word in meaning.corrections if is_suggestable(word)]
        if offered:
            corrected[token.text] = offered[0]
        decides = is_deciding and token.text not in _NEVER_DECIDING
        last = len(meanings) - 1
        found = [
            # The last part of a compound is the thing, what stands before says which.
            Term(meaning, decides, emphasis if place == last else emphasis * _WHICH_EMPHASIS)
            for place, meaning in enumerate(meanings)
        ]
        terms += found
        if _asked_part(token, lexicon) is None:
            other += found
    return Question(
        asked=text,
        codes=codes,
        terms=_with_a_deciding(terms),
        wants=wants,
        other_terms=_with_a_deciding(other),
        suggestions=_suggestions(text, corrected),
        notices=tuple(notices),
        phrases=_phrases(codes.rest),
    )


def _is_english(tokens: list[tuple[Token, bool]], lexicon: Lexicon) -> bool:
    """Whether a query is to be read as English: most of it can be, and some of it hardly as Swedish."""
    asked = [token.text for token, _ in tokens if token.text not in ENGLISH_STOP_WORDS]
    read = [word for word in asked if lexicon.english(word) is not None]
    return 2 * len(read) > len(asked) and any(lexicon.is_english(word) for word in read)


def _meanings(token: Token, lexicon: Lexicon, *, is_english: bool) -> tuple[Meaning, ...]:
    """What a token stands for; in an English query its English words come with the Swedish ones."""
    english = lexicon.english(token.text) if is_english else None
    if english is None:
        return lexicon.meanings(token)
    if lexicon.is_english(token.text):
        return (english,)
    return tuple(
        replace(
            meaning,
            words=english.words + tuple((word, weight * _ALSO_SWEDISH) for word, weight in meaning.words),
        )
        if place == 0
        else meaning
        for place, meaning in enumerate(lexicon.meanings(token))
    )


def _is_cut(token: Token, text: str) -> bool:
    """Whether an asterisk follows a word of the text."""
    return token.end > 0 and text[token.end : token.end + 1] == "*"


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The quoted parts of a query as words, in order."""
    quoted = (
        tuple(token.text for token in iter_tokens(found.group(1)) if token.text not in STOP_WORDS)
        for found in _QUOTED.finditer(text)
    )
    return tuple(dict.fromkeys(words for words in quoted if words))


def _place_words(text: str) -> frozenset[str]:
    """The words that only say where or for whom: "skolan" in "kontorsstolar till skolan"."""
    found: set[str] = set()
    before = None
    for token in iter_tokens(text):
        if before in _TO_PLACES and token.text not in STOP_WORDS:
            found.add(token.text)
        before = token.text
    return frozenset(found)


def number_terms(numbers: tuple[tuple[str, str | None], ...], lexicon: Lexicon) -> tuple[Term, ...]:
    """Numbers that turned out to be no codes, as ordinary words."""
    return tuple(Term(meaning) for number, _ in numbers for meaning in lexicon.meanings(Token(number, 0, 0)))


def meaning_words(terms: tuple[Term, ...]) -> frozenset[str]:
    """Every known word the terms stand for, for marking hits in excerpts."""
    return frozenset(word for term in terms for word, _ in term.meaning.words)


def _tokens(text: str, lexicon: Lexicon) -> list[tuple[Token, bool]]:
    """The words that count, each with whether it decides what is found."""
    named = tuple(dict.fromkeys(iter_standards(text)))
    # A standard that nothing names is not its pieces: "EN ISO 20345" is no "iso".
    standards = [code for code in named if code in lexicon]
    wholes = dict(
        filter(None, (_whole(first, second, lexicon) for first, second in completed_ellipses(text)))
    )
    found: list[tuple[Token, bool]] = []
    for token in iter_tokens(text):
        if token.text in STOP_WORDS and not _is_cut(token, text):
            continue
        if named and _is_piece_of_standard(token):
            continue
        whole = wholes.pop(token.text, None)
        found.append((token if whole is None else whole, True))
    # A precise part number is looked for as such; its standard without part as a help.
    found = [(Token(code, 0, 0), True) for code in standards] + _glued(found, lexicon)
    unique: dict[str, tuple[Token, bool]] = {}
    for token, is_deciding in found:
        if token.text not in unique or is_deciding:
            unique.setdefault(token.text, (token, is_deciding))
    return list(unique.values())


def _glued(tokens: list[tuple[Token, bool]], lexicon: Lexicon) -> list[tuple[Token, bool]]:
    """The same words with wrongly split compounds put together: "krav märkt" is also kravmärkt."""
    answer: list[tuple[Token, bool]] = []
    place = 0
    while place < len(tokens):
        token, is_deciding = tokens[place]
        following = tokens[place + 1][0] if place + 1 < len(tokens) else None
        joined = None if following is None else _joined(token.text, following.text, lexicon)
        if joined is None or following is None:
            answer.append((token, is_deciding))
        else:
            # What was written apart may still help the order.
            if lexicon.knows(token.text) and lexicon.knows(following.text):
                answer += [(token, False), (following, False)]
            answer.append((Token(joined, 0, 0), True))
            place += 1
        place += 1
    return answer


def _joined(first: str, second: str, lexicon: Lexicon) -> str | None:
    if not (first.isalpha() and second.isalpha()):
        return None
    return next((word for word in (first + second, f"{first}s{second}") if lexicon.knows(word)), None)


def _whole(first: str, second: str, lexicon: Lexicon) -> tuple[str, Token] | None:
    """What the piece "städ" of "städ- och tvättmedel" stands for, keyed by the piece as it is typed."""
    whole = borrowed(first, second)
    if whole is not None:
        return first, Token(whole, 0, 0, (first,) if not lexicon.knows(whole) else ())
    parts = lexicon.parts(second)
    if not parts:
        return None
    head = parts[-1]
    known = next((word for word in (first + head, f"{first}s{head}") if lexicon.knows(word)), None)
    return first, Token(known or first + head, 0, 0, () if known else (first, head))


def _asked_part(token: Token, lexicon: Lexicon) -> TemplatePart | None:
    if not token.text.startswith(_ASKS_SO):
        return None
    asked = lexicon.stem(token.text)
    return next(
        (part for part, words in _ASKS_FOR.items() if asked in {lexicon.stem(word) for word in words}), None
    )


def _is_letter(token: Token) -> bool:
    """Whether a word is a single letter, which stands everywhere: "bisfenol A"."""
    return len(token.text) == 1 and token.text.isalpha()


def _is_piece_of_standard(token: Token) -> bool:
    pieces = token.parts or (token.text,)
    return all(piece in _STANDARD_NAMES or piece.replace(".", "").isdigit() for piece in pieces)


def _with_a_deciding(terms: list[Term]) -> tuple[Term, ...]:
    """The terms; when none of them decides, as in "utan", all do."""
    if any(term.is_deciding for term in terms):
        return tuple(terms)
    return tuple(Term(term.meaning, emphasis=term.emphasis) for term in terms)


def _suggestions(text: str, corrected: dict[str, str]) -> tuple[str, ...]:
    if not corrected:
        return ()
    pieces: list[str] = []
    end = 0
    for token in iter_tokens(text):
        better = corrected.get(token.text)
        if better is not None:
            pieces += [text[end : token.start], better]
            end = token.end
    pieces.append(text[end:])
    suggestion = "".join(pieces)
    return () if suggestion.lower() == text.lower() else (suggestion,)


def _notice(code: str, message: str, **values: str) -> Issue:
    return Issue(Severity.NOTE, code, "query", message, values)
