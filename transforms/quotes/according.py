"""Attributions without a verb of saying: "according to X", "in X's words", "per X"."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.pieces import range_parts
from transforms.quotes.speakers import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OPENERS = frozenset({"according", "per", "in"})
SOURCES = frozenset({"PERSON", "ORG", "GPE", "NORP"})  # "per day" and "per cent" credit nobody


@dataclass(frozen=True, slots=True)
class Credit:
    """ "according to the ministry": the words of the phrase before and behind the source's head word."""

    first: Token
    cue: Span
    head: Token
    last: int


def according_attributions(reading: Reading, taken: Container[int | None]) -> Iterator[Attribution]:
    """One attribution for every credit outside of marks but those at `taken`: its sentence is the content."""
    for token in reading.doc:
        if token.lower_ not in OPENERS or reading.is_quoted(token.i) or token.i in taken:
            continue
        credit = _credit(token)
        if credit is None:
            continue
        parts = _around(reading, credit)
        if parts:
            yield Attribution(
                parts, "according", "report", credit.cue, token.i, noun_phrase(credit.head), credit.head
            )  # fmt: skip


def _credit(token: Token) -> Credit | None:
    """What begins at `token`: "according to X", "in X's words", "in the words of X" or "per X"."""
    if token.lower_ == "according":
        to = next((word for word in token.rights if word.lower_ == "to"), None)
        head = _object(to)
        if to is not None and head is not None:
            return Credit(token, Span(token.idx, to.idx + len(to)), head, max(head.right_edge.i, to.i))
    if token.lower_ == "per":
        head = _object(token)
        if head is not None and (head.ent_type_ in SOURCES or any(word.lower_ == "the" for word in head.lefts)):
            return Credit(token, Span(token.idx, token.idx + len(token)), head, head.right_edge.i)
    if token.lower_ == "in":
        words = _object(token)
        if words is not None and words.lower_ == "words":
            head = next((word for word in words.lefts if word.dep_ == "poss"), None)
            head = head or _object(next((word for word in words.rights if word.lower_ == "of"), None))
            if head is not None:
                return Credit(token, Span(words.idx, words.idx + len(words)), head, words.right_edge.i)
    return None


def _object(preposition: Token | None) -> Token | None:
    if preposition is None:
        return None
    return next((word for word in preposition.rights if word.dep_ == "pobj"), None)


def _full_stop(head: Token) -> int | None:
    """A full stop inside the speaker's phrase, followed by a capital: there the sentence ends."""
    for i in range(head.i, min(head.right_edge.i, len(head.doc) - 2)):
        token, following = head.doc[i], head.doc[i + 1]
        stops = (token.text.endswith(".") and len(token.text) > 4) or token.text == "."
        if stops and following.is_title and following.i > head.i:
            return i
    return None


def _around(reading: Reading, credit: Credit) -> tuple[Span, ...]:
    """The sentence without the credit, or what stands before it where the next clause is another matter."""
    cue, head = credit.first, credit.head
    sentence = cue.sent
    stop = _full_stop(head)
    if stop is not None:  # the parser ran on into the next sentence
        return range_parts(reading, sentence.start, cue.i - 1)
    last = credit.last
    if cue.i == sentence.start:
        for i in range(head.i + 1, last + 1):  # "According to X, the ..." where the parser took too much
            if reading.doc[i].text == "," and reading.doc[i + 1 : last + 1].text:
                last = i - 1
                break
    before = range_parts(reading, sentence.start, cue.i - 1)
    if before and _is_next_clause(reading.doc, last + 1, sentence.end):
        return before
    return before + range_parts(reading, last + 1, sentence.end - 1)


def _is_next_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens `start`..`end` go on with ", but ..." or ", while ...": a clause the source is not named for."""
    words = [token for token in doc[start : min(start + 3, end)] if not token.is_punct]
    return bool(words) and words[0].lower_ in ("but", "and", "while", "though", "although", "whereas")
