"""The words by which two figures are recognised as telling of one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

HEAD_WEIGHT = 2.0  # the last noun names the thing, the words before it tell it apart
STOP_WORDS = frozenset(
    [
        "the", "a", "an", "of", "in", "on", "at", "for", "to", "and", "or", "its",
        "his", "her", "their", "our", "this", "that", "these", "those", "with", "by", "from", "as",
        "is", "are", "was", "were", "be", "been", "new", "total", "other", "more", "than", "about",
        "some", "such", "all", "both", "between", "per",
    ]
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def weighted_words(row: Mapping[str, Any]) -> dict[str, float]:
    """Content words of the counted noun and the measured thing, the head noun of each weighing double."""
    weights: dict[str, float] = {}
    for text in (row["counted"], row["measure"]):
        if not text:
            continue
        core = re.split(r"\s(?:of|in|for|to|between|with|from|on|at)\s", text)[0]
        found = [stem(word) for word in WORD.findall(text.lower()) if word not in STOP_WORDS]
        heads = [stem(word) for word in WORD.findall(core.lower()) if word not in STOP_WORDS]
        for word in found:
            weights[word] = max(weights.get(word, 0.0), HEAD_WEIGHT if heads and word == heads[-1] else 1.0)
    return weights


def stem(word: str) -> str:
    word = re.sub(r"[’']s$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
