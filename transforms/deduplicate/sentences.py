"""Sentences by plain rules: enough to name what an update changed and to widen a shared passage to whole sentences.

The two versions of a story are cut by the same rules, so an abbreviation taken for a sentence's end does no harm.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

CLOSERS = "\"'”’»)\\]"
OPENERS = "\"'“‘«(\\["
# A sentence ends at a mark with white space after it, at a blank line, or at a line break unless the next line goes on
# in lower case or the line was only full (wrapped agency copy).
SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSERS}]*(?=\s|\Z)|\n\s*\n|\n(?=\s*[^a-z\s])")
LAST_WORD = re.compile(r"(?:\w\.)*\w+\Z")
LEADING = re.compile(rf"[{OPENERS}]*\Z")
ENDS_BEFORE = re.compile(rf"(?:[.!?…][{CLOSERS}]*\s+|\n\s*)[{OPENERS}]*\Z")
ENDS_AFTER = re.compile(rf"[,;:]?[.!?…]+[{CLOSERS}]*(?=\s|\Z)|[{CLOSERS}]*(?=\n|\Z)")
LONGEST_ABBREVIATION = 12
# Wrapped copy has many lines that end within a long word of the right margin; a list or headlines have not.
FULL_LINES = 3
MARGIN = 12
WIDEST = 100  # longer lines are paragraphs, not wrapped


class Sentence(NamedTuple):
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of `text` in order, without the white space around them."""
    width = _width(text)
    ends = [match.end() for match in SENTENCE_END.finditer(text) if not _goes_on(text, match, width)]
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
    if previous_end and (between == " " or not ENDS_BEFORE.search(between)):
        return None
    marks = LEADING.search(between)
    return start - len(marks.group()) if marks else start


def closing_after(text: str, end: int) -> int | None:
    """If a sentence ends with the word before `end`, the offset it ends at, closing marks included; else null."""
    match = ENDS_AFTER.match(text, end)
    return match.end() if match else None


def _goes_on(text: str, end: re.Match[str], width: int) -> bool:
    """Whether the sentence goes on after what looks like its end: an abbreviation, or a line that was only full."""
    if end.group().isspace():
        return bool(width) and end.group() == "\n" and _is_full(text, end.start(), width)
    if end.group() != ".":
        return False
    word = LAST_WORD.search(text, max(0, end.start() - LONGEST_ABBREVIATION), end.start())
    return word is not None and word.group().lower() in _abbreviations()


def _is_full(text: str, line_end: int, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on the line before it."""
    following = text[line_end + 1 : line_end + 1 + WIDEST].split(maxsplit=1)
    if not following or text[line_end + 1].isspace():
        return False
    return line_end - (text.rfind("\n", 0, line_end) + 1) + 1 + len(following[0]) > width


def _width(text: str) -> int:
    """How long the lines of a wrapped text get; 0 for a text that is not wrapped."""
    lengths = [len(line) for line in text.split("\n")]
    width = max(lengths)
    full = sum(1 for length in lengths if length > width - MARGIN)
    return width if width <= WIDEST and full >= FULL_LINES else 0


@cache
def _abbreviations() -> frozenset[str]:
    lines = (Path(__file__).parent / "abbreviations.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
