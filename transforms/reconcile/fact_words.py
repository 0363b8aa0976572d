"""The words by which two figures are recognised as telling of one thing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "fact_words.toml"

HEAD_WEIGHT = 2.0  # the last noun names the thing, the words before it tell it apart
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@cache
def _words(name: str) -> frozenset[str]:
    """One of the lists of `fact_words.toml`."""
    return frozenset(tomllib.loads(DATA.read_text(encoding="utf-8"))[name])


def is_told_apart(words: Collection[str]) -> bool:
    """Whether stemmed words that two figures share say what is measured, and not only that something is."""
    return any(word not in _words("general") for word in words)


def weighted_words(row: Mapping[str, Any]) -> dict[str, float]:
    """Content words of the counted noun and the measured thing, the head noun of each weighing double.

    Whose amount it is stands in for a measured thing that is not told: "Arden paid $5 million".
    """
    weights: dict[str, float] = {}
    for text in (row["counted"], row["measure"] or row["holder"]):
        if not text:
            continue
        core = re.split(r"\s(?:of|in|for|to|between|with|from|on|at)\s", text)[0]
        found = [stem(word) for word in WORD.findall(text.lower()) if word not in _words("stop")]
        heads = [stem(word) for word in WORD.findall(core.lower()) if word not in _words("stop")]
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
