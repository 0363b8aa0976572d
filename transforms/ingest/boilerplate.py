"""Cutting what is not story: whole lines that sites and agencies put before, after and amid it.

The lines are told by `boilerplate.toml`. A cut takes the line with its line break and leaves every other character as
it was, so offsets into the cut text map back to the raw one (`raw_offset`). Prose is never cut for merely naming a
photo or a comment, nor a line with quoted speech in it.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from transforms.ingest.model import Cut

LEXICON = Path(__file__).with_name("boilerplate.toml")
MAX_LINE = 700  # code points; chosen: room for a long caption, too short for a column's worth of prose
MAX_WRAPPED_LINES = 5  # of a credit that runs over several lines
MAX_LINK_WORDS = 25  # of a headline in a list of links
MIN_LINK_WORDS = 4  # a subhead has fewer
MIN_LINKS = 2  # one headline-like line after "Related" may be a subhead of the story

STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
AROUND = re.compile(r"^[\s•▪●◦*>·»|_–—-]*[\[(]?\s*|\s*[\])]?[\s|_*]*$")
LINE = re.compile(r"[^\n]*\n|[^\n]+$")
SPEECH = re.compile(r'"(?:\s*[^\s"]+){4,}')  # a mark and four words after it: the least that counts as a quote
PHOTO_HINT = re.compile(
    r"[/©|(\[]|hoto|HOTO|mage|MAGE|icture|File|FILE|redit|CREDIT| via |llustration|icens|ttention|\d:\d\d$|:"
)
UNFINISHED = re.compile(r"(?:[;,]|\b(?:and|by|in))$")  # a credit that goes on in the next line
ENDS_SENTENCE = re.compile(r"[.!?:;…][\"')\]]*$")

NAME = r"[A-ZÀ-Þ][\w.'-]*(?: (?:[A-ZÀ-Þ][\w.'-]*|de|da|van|von|der|den|bin|al|el|la|of|for|the|and)){0,6}"
TWO_NAMES = r"[A-ZÀ-Þ][\w.'-]*(?: [A-ZÀ-Þ][\w.'-]*){1,3}"
NAMES = (
    r"(?-i:(?:(?:[A-ZÀ-Þ0-9@][\w.'@-]*|and|in|of|the|for|from|at|by|with|de|da|du|la|le|van|von|der|den|bin|al|el|"
    r"additional|reporting|writing|editing|compiled|edited|staff|bureau|newsroom|desk|correspondent|reporter|writer|"
    r"contributor|agencies|agency|special|to|additionally)(?:[\s,;:&/|()]+|\.?\)?$)){1,80})"
)
MONTHS = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
DAYS = "(mon|tues?|wed(nes)?|thu(rs)?|fri|satur|sat|sun)(day)?"
DATE_WORDS = (
    rf"(?=.*\d)(?:(?:\d+(st|nd|rd|th)?|{MONTHS}|{DAYS}|[ap]\.?m\.?|at|on|by|ago|hours?|hrs?|minutes?|mins?|days?|"
    r"utc|gmt|[a-z]{1,3}[sd]?t|local|time|updated|published|last|modified|first|of|the|\d+[tz]\d+z?)"
    r"(?:[\s,.:/|()+–—-]+|$))+"
)
BREAK = r"(?:^|(?<=[.!?)\]\"|—–:])\s+)"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of boilerplate line."""

    name: str
    pattern: re.Pattern[str]
    is_wrapped: bool = False
    keeps_quotes: bool = True

    def matches(self, line: str) -> bool:
        return bool(self.pattern.fullmatch(line)) and not (self.keeps_quotes and SPEECH.search(line))


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    whole: str  # without white space around it, quotation marks straightened
    bare: str  # without the bullets and brackets around it either

    @property
    def is_blank(self) -> bool:
        return not self.bare


def cut_boilerplate(raw: str) -> tuple[str, tuple[Cut, ...]]:
    """The story in `raw` and what was cut from it, in text order and free of overlap."""
    lines = [_line(match) for match in LINE.finditer(raw)]
    kinds = _line_kinds(lines)
    _extend_to_links(lines, kinds)
    cuts = tuple(
        Cut(kind, raw[line.start : line.end], line.start, line.end)
        for line, kind in zip(lines, kinds, strict=True)
        if kind is not None
    )
    return _without(raw, cuts), cuts


def restore(text: str, cuts: Sequence[Cut]) -> str:
    """The raw text again: `cuts` put back into `text`."""
    pieces: list[str] = []
    position = written = 0
    for cut in cuts:
        pieces.append(text[position : position + cut.raw_start - written])
        position += cut.raw_start - written
        pieces.append(cut.text)
        written = cut.raw_end
    return "".join([*pieces, text[position:]])


def raw_offset(cuts: Sequence[Cut], offset: int) -> int:
    """Where the character at `offset` of the cut text stands in the raw text."""
    lengths = accumulate((cut.raw_end - cut.raw_start for cut in cuts), initial=0)
    removed = list(lengths)
    positions = [cut.raw_start - gone for cut, gone in zip(cuts, removed, strict=False)]
    return offset + removed[bisect_right(positions, offset)]


def _without(raw: str, cuts: Sequence[Cut]) -> str:
    edges = [0, *(edge for cut in cuts for edge in (cut.raw_start, cut.raw_end)), len(raw)]
    return "".join(raw[start:end] for start, end in list(pairwise(edges))[::2])


def _line(match: re.Match[str]) -> _Line:
    whole = match.group().translate(STRAIGHT).strip()
    return _Line(match.start(), match.end(), whole, AROUND.sub("", whole) or whole)


def _line_kinds(lines: Sequence[_Line]) -> list[str | None]:
    kinds: list[str | None] = [None] * len(lines)
    index = 0
    while index < len(lines):
        line, length = lines[index], 1
        kind = _kind_of(line) if not _goes_on(lines, index) and not UNFINISHED.search(line.bare) else None
        if kind is None:
            kind, length = _wrapped_kind(lines, index)
        if kind is None:
            kind = _kind_of(line) if not _goes_on(lines, index) else None
        for covered in range(index, index + length):
            kinds[covered] = kind
        index += length
    return kinds


def _goes_on(lines: Sequence[_Line], index: int) -> bool:
    """Whether the line is a part of hard-wrapped prose: it, or the line after it, carries on in lower case."""
    before = lines[index - 1].bare if index else ""
    after = lines[index + 1].bare if index + 1 < len(lines) else ""
    carries_on = lines[index].whole[:1].islower() and bool(before) and not ENDS_SENTENCE.search(before)
    return carries_on or (after[:1].islower() and not ENDS_SENTENCE.search(lines[index].bare))


def _wrapped_kind(lines: Sequence[_Line], index: int) -> tuple[str | None, int]:
    """The kind of an item that runs from this line to the end of its paragraph, and its number of lines."""
    end = index
    while end < len(lines) and not lines[end].is_blank and end - index <= MAX_WRAPPED_LINES:
        end += 1
    length = end - index
    starts_paragraph = index == 0 or lines[index - 1].is_blank
    if not (starts_paragraph and 1 < length <= MAX_WRAPPED_LINES):
        return None, 1
    joined = " ".join(line.whole for line in lines[index:end])
    bare = AROUND.sub("", joined)
    for kind in _kinds():
        if kind.is_wrapped and len(joined) <= MAX_LINE and kind.matches(bare):
            return kind.name, length
    return ("photo", length) if _is_photo(joined) and _is_hard_wrapped(lines[index:end]) else (None, 1)


def _is_hard_wrapped(lines: Sequence[_Line]) -> bool:
    return all(not ENDS_SENTENCE.search(line.bare) for line in lines[:-1])


def _kind_of(line: _Line) -> str | None:
    if line.is_blank or len(line.whole) > MAX_LINE:
        return None
    for kind in _kinds():
        if kind.matches(line.bare):
            return kind.name
    return "photo" if _is_photo(line.whole) else None


def _is_photo(paragraph: str) -> bool:
    if len(paragraph) > MAX_LINE or not PHOTO_HINT.search(paragraph) or SPEECH.search(paragraph):
        return False
    whole, ending = _photo_patterns()
    return bool(whole.fullmatch(paragraph) or ending.search(paragraph))


def _extend_to_links(lines: Sequence[_Line], kinds: list[str | None]) -> None:
    """Mark the headlines that a heading such as "Related articles" announces, where they are a list of links.

    That is so for two or more headline-like lines in a row that end the text (but for other boilerplate).
    """
    for index, kind in enumerate(kinds):
        if kind != "related" or lines[index].bare.count(" ") > 5:
            continue
        rest = [at for at in range(index + 1, len(lines)) if not lines[at].is_blank and kinds[at] is None]
        if len(rest) >= MIN_LINKS and all(_looks_like_link(lines[at].bare) for at in rest):
            for at in rest:
                kinds[at] = "related"


def _looks_like_link(line: str) -> bool:
    words = len(line.split())
    return MIN_LINK_WORDS <= words <= MAX_LINK_WORDS and not ENDS_SENTENCE.search(line) and not SPEECH.search(line)


@cache
def _kinds() -> tuple[Kind, ...]:
    lexicon = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    agencies = lexicon["photo"]["agencies"]
    return tuple(
        Kind(
            str(kind["name"]),
            re.compile("|".join(f"(?:{_filled(p, agencies)})" for p in kind["patterns"]), re.IGNORECASE),
            bool(kind.get("wrapped", False)),
            bool(kind.get("keeps_quotes", True)),
        )
        for kind in lexicon["kind"]
    )


@cache
def _photo_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a caption matches as a whole, and what it ends in."""
    photo = tomllib.loads(LEXICON.read_text(encoding="utf-8"))["photo"]
    whole = "|".join(f"(?:{_filled(p)})" for p in [*photo["openings"], *photo["alone"]])
    tails = "|".join(photo["tails"])
    credits = "|".join(f"(?:{_filled(p, photo['agencies'])})" for p in photo["credits"])
    return re.compile(whole), re.compile(rf"(?:{credits})(?:{tails})*\s*$")


def _filled(pattern: str, agencies: Sequence[str] = ()) -> str:
    agency = "(?:" + "|".join(re.escape(name) for name in sorted(agencies, key=len, reverse=True)) + ")"
    fillings = {
        "MONTHS": f"(?:{MONTHS})",
        "DAYS": f"(?:{DAYS})",
        "DATE_WORDS": DATE_WORDS,
        "NAMES": NAMES,
        "TWO_NAMES": TWO_NAMES,
        "NAME": NAME,
        "AGENCY": agency,
        "BREAK": BREAK,
    }
    return re.sub("|".join(sorted(fillings, key=len, reverse=True)), lambda found: fillings[found.group()], pattern)
