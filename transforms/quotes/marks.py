"""Quotation marks to quotations: a small automaton over the text, any style of marks, broken ones included.

It reads one paragraph at a time with a single open quotation, so whatever is wrong with the marks of a paragraph is
forgotten at its end and never reaches the rest of the document. What a mark does is told by its surroundings first
(a mark after a space and before a letter opens, whichever way it curls) and by its shape only where they do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from transforms.language.model import Span

DOUBLE = re.compile(r"''|``|‘‘|’’|[\"“”„‟«»〝〞＂]")
SINGLE = re.compile(r"['‘’‚‛‹›`]")
OPENING_SHAPES = frozenset("“„‟«〝‘‚‛‹`") | {"``", "‘‘"}
CLOSING_SHAPES = frozenset("”»〞’›") | {"''", "’’"}
BRACKETS = frozenset("([{—–-/")  # after one of these a mark opens
PARAGRAPH = re.compile(r"[^\n]+")
# Words that begin with an apostrophe: no quotation opens there.
ELIDED = re.compile(r"(?:em|til|tis|twas|cause|bout|n|nuff|\d0s|\d\d)\b", re.I)
BLANK_BETWEEN = re.compile(r"\s*\Z")


class Role(Enum):
    """What a mark's surroundings say it does."""

    OPENS = 1
    CLOSES = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: where it stands and what it does there."""

    start: int
    end: int
    shape: str
    role: Role

    @property
    def opens(self) -> bool:
        return self.role is Role.OPENS or (self.role is Role.UNKNOWN and self.shape in OPENING_SHAPES)

    @property
    def closes(self) -> bool:
        return self.role is Role.CLOSES or (self.role is Role.UNKNOWN and self.shape in CLOSING_SHAPES)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks. `outer` includes the marks, `parts` (one a paragraph) leave them and outer space out.

    `opened` and `closed` tell whether that mark is really there; where it is not, the paragraph's edge stands for it.
    """

    outer: Span
    parts: tuple[Span, ...]
    opened: bool = True
    closed: bool = True

    @property
    def inner(self) -> Span:
        return Span(self.parts[0].start, self.parts[-1].end)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every outermost quotation in `text`, in text order and free of overlap; quotations inside one are left alone."""
    found: list[Quotation] = []
    for paragraph in PARAGRAPH.finditer(text):
        marks = _double_marks(text, paragraph.start(), paragraph.end())
        pieces = list(_pair(text, Span(*paragraph.span()), marks))
        if pieces and found and _continues(text, found[-1], pieces[0]):
            before, piece = found.pop(), pieces[0]
            pieces[0] = Quotation(
                Span(before.outer.start, piece.outer.end), before.parts + piece.parts, before.opened, piece.closed
            )
        found.extend(pieces)
        found.extend(_single_quotations(text, Span(*paragraph.span()), [piece.outer for piece in pieces]))
    return tuple(sorted((q for q in found if q.parts), key=lambda quotation: quotation.outer))


def _continues(text: str, before: Quotation, piece: Quotation) -> bool:
    """Whether `piece` re-opens a quotation that the paragraph just before it left open."""
    return (
        not before.closed
        and piece.opened
        and BLANK_BETWEEN.match(text, before.outer.end, piece.outer.start) is not None
        and text.count("\n", before.outer.end, piece.outer.start) > 0
    )


def _double_marks(text: str, start: int, end: int) -> list[Mark]:
    return [
        Mark(match.start(), match.end(), match.group(), _role(text, match.start(), match.end(), start, end))
        for match in DOUBLE.finditer(text, start, end)
    ]


def _role(text: str, start: int, end: int, first: int, last: int) -> Role:
    """Role by surroundings: open space or bracket before and a letter after opens, the reverse closes."""
    before = text[start - 1] if start > first else " "
    after = text[end] if end < last else " "
    free_before = before.isspace() or before in BRACKETS
    free_after = after.isspace() or not after.isalnum()
    if start == first or not text[first:start].strip():
        return Role.OPENS
    if end == last or not text[end:last].strip():
        return Role.CLOSES
    if before.isspace() and not after.isspace():
        return Role.OPENS
    if after.isspace() and not before.isspace():
        return Role.CLOSES
    if free_before and not free_after:
        return Role.OPENS
    if free_after and not free_before:
        return Role.CLOSES
    return Role.UNKNOWN


def _pair(text: str, paragraph: Span, marks: Sequence[Mark]) -> Iterator[Quotation]:
    """The automaton: two states (outside, inside) and a depth for quotations inside a quotation."""
    opened: Mark | None = None
    depth = 0
    for index, mark in enumerate(marks):
        if opened is None:
            if mark.closes:
                yield from _unopened(text, paragraph, marks[:index], mark)
            else:
                opened, depth = mark, 0
        elif mark.closes or not mark.opens:
            if depth:
                depth -= 1
            else:
                yield _quotation(text, opened, mark)
                opened = None
        elif _is_nested(marks, index):
            depth += 1
        # else: opened once more without a close between: the same quotation goes on.
    part = trim(text, opened.end, paragraph.end) if opened is not None else None
    if opened is not None and part is not None:
        yield Quotation(Span(opened.start, part.end), (part,), closed=False)


def _is_nested(marks: Sequence[Mark], index: int) -> bool:
    """Whether the mark that opens at `index` inside a quotation has a close of its own: two closes follow it."""
    following = marks[index + 1 : index + 3]
    return len(following) == 2 and all(mark.closes or not mark.opens for mark in following)


def _quotation(text: str, opened: Mark, closing: Mark) -> Quotation:
    part = trim(text, opened.end, closing.start)
    return Quotation(Span(opened.start, closing.end), (part,) if part else ())


def _unopened(text: str, paragraph: Span, before: Sequence[Mark], closing: Mark) -> Iterator[Quotation]:
    """A close without an open, after a comma or full stop: the quotation began with the paragraph.

    Only for the paragraph's first mark; a later stray mark tells nothing about where its quotation began.
    """
    if before or closing.start == paragraph.start or text[closing.start - 1] not in ",.!?…":
        return
    part = trim(text, paragraph.start, closing.start)
    if part:
        yield Quotation(Span(part.start, closing.end), (part,), opened=False)


def _single_quotations(text: str, paragraph: Span, taken: Sequence[Span]) -> Iterator[Quotation]:
    """Quotations in single marks, outside those in double ones. An apostrophe is no mark."""
    opened: re.Match[str] | None = None
    for match in SINGLE.finditer(text, paragraph.start, paragraph.end):
        if any(span.start <= match.start() < span.end for span in taken):
            continue
        if opened is None or any(opened.end() <= span.start < match.start() for span in taken):
            opened = match if _opens_single(text, match, paragraph) else None
        elif _closes_single(text, opened, match, paragraph):
            part = trim(text, opened.end(), match.start())
            if part:
                yield Quotation(Span(opened.start(), match.end()), (part,))
            opened = None


def _opens_single(text: str, match: re.Match[str], paragraph: Span) -> bool:
    start, end = match.span()
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return (
        (before.isspace() or before in BRACKETS or before in ":,") and after.isalnum() and not ELIDED.match(text, end)
    )


def _closes_single(text: str, opened: re.Match[str], match: re.Match[str], paragraph: Span) -> bool:
    """A mark at a word's end closes, unless it is the apostrophe of a plural ("the workers' pay")."""
    if match.group() in OPENING_SHAPES - {"‘", "`"}:
        return False
    start, end = match.span()
    after = text[end] if end < paragraph.end else " "
    if text[start - 1].isspace() or after.isalnum():
        return False
    plural = text[start - 1] == "s" and after == " "
    later = SINGLE.search(text, end, paragraph.end)
    return not (plural and later is not None and not text[later.start() - 1].isspace() and opened.group() == "'")


def trim(text: str, start: int, end: int) -> Span | None:
    """`start`..`end` without white space at its ends; nothing where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
