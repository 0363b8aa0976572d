"""Token ranges to pieces of text: what remains of a clause or phrase as the content of a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.asides import after_dateline
from transforms.quotes.attribution import Reading
from transforms.quotes.speakers import GLUED

if TYPE_CHECKING:
    from spacy.tokens import Token

SEPARATORS = frozenset({",", ";", ":", "–", "—", "--", "-", ".", "!", "?", "…", "...", "(", ")", "[", "]"})
DANGLING = frozenset({"and", "but", "or", "likely", "yet"})  # left over where the next cue was cut off


def range_parts(reading: Reading, start: int, end: int) -> tuple[Span, ...]:
    """Tokens `start`..`end` (inclusive) as one piece: without "that", outer commas and space, whole quotations kept."""
    doc = reading.doc
    start = after_dateline(doc, start)
    while start <= end and (
        doc[start].is_space or doc[start].text in SEPARATORS or (doc[start].lower_ == "that" and _is_that(doc[start]))
    ):
        start += 1
    while end >= start and (
        doc[end].is_space or doc[end].text in SEPARATORS - {"?", "!", ")", "]"} or doc[end].lower_ in DANGLING
    ):
        end -= 1
    if start > end:
        return ()
    if end + 1 < len(doc) and reading.is_quoted(end + 1) and not reading.is_quoted(end):
        fragment = reading.quotations[reading.inside[end + 1]]
        if reading.text[fragment.inner.start].islower() and doc[end].whitespace_:
            end += 1  # the parser lost the rest of the sentence at the mark
    first, last = doc[start].idx, doc[end].idx + len(doc[end])
    for token in doc[start : end + 1]:
        if not token.is_lower and (glued := GLUED.match(token.text)):
            return (Span(first, token.idx + glued.end()),)
    if reading.is_quoted(start):
        first = min(first, reading.quotations[reading.inside[start]].outer.start)
    if reading.is_quoted(end):
        last = max(last, reading.quotations[reading.inside[end]].outer.end)
    return (Span(first, last),)


def _is_that(token: Token) -> bool:
    """The conjunction, not "that" as a determiner or subject."""
    return token.dep_ == "mark" or token.pos_ == "SCONJ"
