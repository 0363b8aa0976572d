"""Tells the sign of a number from a dash: "fell to -5", "minus 20", but "a 75 -300 mm lens", "plus or minus 3"."""

from __future__ import annotations

import re

SIGN = re.compile(r"(?:(?<![\w)\]])[-−–]\s?|(?<![\w-])(?:minus|negative)(?:\s|-)|(?<![\w)\]])\+\s?)$", re.I)
EITHER_WAY = re.compile(r"\bplus\s(?:or|and)\sminus\s$|\+/[-−]\s?$", re.I)  # a margin, and no negative number
SPACED_DASH = re.compile(r"\d\s[-−]$")  # "a 75 -300 mm lens"; "Index 50 -1.3%" has a sign


def sign_before(text: str, start: int, end: int, is_words: bool, has_decimals: bool) -> str:
    """The sign of the number `text[start:end]` as it stands, with the space behind it; empty where there is none."""
    before = text[max(0, start - 16) : start]
    sign = SIGN.search(before[-10:])
    if sign is None or EITHER_WAY.search(before) or _is_dash(text, start):
        return ""
    if is_words and not sign.group().strip(" -").isalpha():
        return ""  # "Arden - one of the towns"
    if SPACED_DASH.search(before) and not has_decimals and not text.startswith("%", end):
        return ""
    return sign.group()


def _is_dash(text: str, start: int) -> bool:
    """Whether the mark before a number is punctuation: a dash between spaces after a word, or a list bullet."""
    return bool(
        re.search(
            r"(?:[\w,)”\"]\s*[-–−]\s|^\s*[-–−]\s|\n\s*[-–−]\s|--\s?|\w\s[–]\s?)$", text[max(0, start - 8) : start]
        )
    )
