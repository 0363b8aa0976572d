"""Words that one act is told by: "negotiate" and "negotiation" share a stem, "hit" and "run over" a family."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path

ENDINGS = Path(__file__).parent / "derivations.tsv"
BARE = Path(__file__).parent / "bare_verbs.txt"
FAMILIES = Path(__file__).parent / "happening_words.txt"
UNDOUBLED = ("ing", "ings", "al", "als", "ed", "e")  # after these, stabb- is stab and programm- program
KEPT_DOUBLE = "sl"  # pass, kill
SHORTEST_DOUBLED = 5


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The word without the ending that derives it, lower case: explode and explosion both give "explod"."""
    endings, whole = _endings()
    if word in whole:
        return word
    for ending, becomes, shortest in endings:
        if word.endswith(ending) and word != ending and len(word) - len(ending) + len(becomes) >= shortest:
            return _undoubled(word[: -len(ending)] + becomes, ending)
    return word


def _undoubled(stem: str, ending: str) -> str:
    double = len(stem) >= SHORTEST_DOUBLED and stem[-1] == stem[-2] and stem[-1] not in KEPT_DOUBLE
    return stem[:-1] if double and ending in UNDOUBLED else stem


@cache
def _endings() -> tuple[tuple[tuple[str, str, int], ...], frozenset[str]]:
    """Endings, longest first, and the words that have none."""
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    whole = frozenset(row["ending"] for row in rows if row["becomes"] == "=")
    endings = [(row["ending"], row["becomes"], int(row["shortest"])) for row in rows if row["becomes"] != "="]
    return tuple(sorted(endings, key=lambda ending: (-len(ending[0]), ending))), whole


@cache
def families() -> dict[str, frozenset[int]]:
    """Word to the numbers of the families it stands in."""
    found: dict[str, set[int]] = {}
    lines = FAMILIES.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for word in line.split(","):
            found.setdefault(word.strip(), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def bare_words() -> frozenset[str]:
    """Verbs that say little by themselves."""
    lines = BARE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
