"""Sentences by plain rules: enough to name what an update changed and to widen a shared passage to whole sentences.

The two versions of a story are cut by the same rules, so an abbreviation taken for a sentence's end does no harm.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

CLOSERS = "\"'”’»)\\]"
OPENERS = "\"'“‘«(\\["
# A sentence ends at a mark with white space after it, at a blank line, or at a line break unless the next line goes on
# in lower case (wrapped agency copy).
SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSERS}]*(?=\s|$)|\n\s*\n|\n(?=\s*[^a-z\s])")
LEADING = re.compile(rf"[{OPENERS}]*$")
ENDS_BEFORE = re.compile(rf"(?:^|[.!?…][{CLOSERS}]*\s+|\n\s*)[{OPENERS}]*$")
ENDS_AFTER = re.compile(rf"[,;:]?[.!?…]+[{CLOSERS}]*(?=\s|$)|[{CLOSERS}]*(?=\n|$)")


class Sentence(NamedTuple):
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of `text` in order, without the white space around them."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    sentences: list[Sentence] = []
    for start, end in pairwise([0, *ends, len(text)]):
        piece = text[start:end]
        inside = piece.strip()
        if inside:
            first = start + len(piece) - len(piece.lstrip())
            sentences.append(Sentence(first, first + len(inside)))
    return sentences


def opening_before(text: str, previous_end: int, start: int) -> int | None:
    """If a sentence begins with the word at `start`, the offset it begins at, opening marks included; else null."""
    between = text[previous_end:start]
    if previous_end and between == " ":
        return None
    if previous_end and not ENDS_BEFORE.search(between):
        return None
    marks = LEADING.search(between)
    return start - len(marks.group()) if marks else start


def closing_after(text: str, end: int, next_start: int) -> int | None:
    """If a sentence ends with the word before `end`, the offset it ends at, closing marks included; else null."""
    match = ENDS_AFTER.match(text, end, next_start)
    return match.end() if match else None
