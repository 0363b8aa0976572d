"""Attributions without a verb of saying: "according to X", "in X's words", "per X"."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.indirect import range_parts
from transforms.quotes.speakers import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def according_attributions(reading: Reading, taken: Container[int | None]) -> Iterator[Attribution]:
    """One attribution for every "according to X" outside of marks but those at `taken`: its sentence is the content."""
    doc = reading.doc
    for token in doc:
        if (
            token.lower_ != "according"
            or token.i + 1 >= len(doc)
            or doc[token.i + 1].lower_ != "to"
            or reading.is_quoted(token.i)
            or token.i in taken
        ):
            continue
        to = doc[token.i + 1]
        head = next((word for word in to.rights if word.dep_ == "pobj"), None)
        if head is None:
            continue
        parts = _around(reading, token, head)
        if parts:
            speaker = noun_phrase(head)
            yield Attribution(parts, "according", "report", Span(token.idx, to.idx + len(to)), token.i, speaker, head)


def _full_stop(head: Token) -> int | None:
    """A full stop inside the speaker's phrase, followed by a capital: there the sentence ends."""
    for i in range(head.i, min(head.right_edge.i, len(head.doc) - 2)):
        token, following = head.doc[i], head.doc[i + 1]
        stops = (token.text.endswith(".") and len(token.text) > 4) or token.text == "."
        if stops and following.is_title and following.i > head.i:
            return i
    return None


def _around(reading: Reading, cue: Token, head: Token) -> tuple[Span, ...]:
    sentence = cue.sent
    stop = _full_stop(head)
    if stop is not None:  # the parser ran on into the next sentence
        return range_parts(reading, sentence.start, cue.i - 1)
    last = max(head.right_edge.i, cue.i + 1)
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
