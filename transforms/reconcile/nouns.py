"""The phrase around a noun that tells a happening: whether it is known which one is meant, and what tells it from others
of its kind: "the talks", "the second ruling", "the Ohio primary"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from transforms.language.lexicons import known_names

APART = Path(__file__).parent / "set_apart.txt"
POINTING = frozenset({"that", "this", "these", "those"})
DEFINITE = frozenset({"the", "their", "his", "her", "its", "our"})
STOPS_PHRASE = frozenset(
    {"a", "an", "any", "no", "some", "of", "in", "on", "at", "for", "to", "by", "with", "and", "or"}
)
PHRASE_WORDS = 4  # words before a noun among which its article stands: "the long closed-door peace talks"
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
ORDINAL, YEAR = re.compile(r"\d+(?:st|nd|rd|th)"), re.compile(r"(?:18|19|20)\d\d")
PLACES = ("country", "adjective", "capital", "place")
POSSESSIVE = re.compile(r"['’]s$")
WHERE = re.compile(r"\b(?:in|at|near|outside)\s+(?:(?:the|a|an)\s+)?((?:[A-Z][\w’'-]*\s?){1,3})")
CLAUSE_END = re.compile(r"[,;:.!?()\n\"“”]|\s(?:as|when|after|before|while|that|which|who|and|but)\s")
OF_WHAT = re.compile(r"\s+(?:in|of)\s+((?:[\w’'-]+ ?){1,4})")
BEHIND = re.compile(r"\s+(?:in|for|of|at)\s+((?:[A-Z][\w’'-]*\s?){1,4})")


def is_definite(before: str, trigger: str) -> bool:
    """Whether an article or pronoun before the noun says that it is known which: "the talks", "that second meeting"."""
    words = WORD.findall(before)[-PHRASE_WORDS:] + WORD.findall(trigger.lower())[:-1]
    for word in reversed(words):
        if word in POINTING or word in DEFINITE or word.endswith(("'s", "’s")):
            return True
        if word in STOPS_PHRASE:
            return False
    return False


def points_back(before: str, trigger: str) -> bool:
    """Whether "that" or "this" takes up what was told right before: "at that meeting"."""
    words = WORD.findall(before)[-PHRASE_WORDS:] + WORD.findall(trigger.lower())[:-1]
    stop = next((word for word in reversed(words) if word in POINTING or word in DEFINITE or word in STOPS_PHRASE), "")
    return stop in POINTING


def said_apart(before: str, trigger: str) -> frozenset[tuple[int, str]]:
    """The words before the noun that set it apart, each with the group of which it says one: ordinals, years, the lines
    of `set_apart.txt`."""
    found: set[tuple[int, str]] = set()
    for word in _modifiers(before, trigger.lower()):
        found |= {(-kind, word) for kind, form in enumerate((ORDINAL, YEAR), 1) if form.fullmatch(word)}
        found |= _set_apart().get(POSSESSIVE.sub("", word), set())
    return frozenset(found)


def months_in(phrase: str | None) -> frozenset[tuple[int, str]]:
    """The months a phrase names, as `said_apart` has them: "May hiring" is not that of June."""
    months = _set_apart()["january"]
    words = WORD.findall((phrase or "").lower()) if phrase else []
    group = next(iter(months))[0]
    return frozenset(
        said for word in words for said in _set_apart().get(POSSESSIVE.sub("", word), ()) if said[0] == group
    )


def names_before(row: Mapping[str, Any], text: str) -> frozenset[str]:
    """Words of a name right before the noun, lower case, but for those of who does it and of a possessor: "the Vietnam
    War", not "Sweden's war"."""
    words = _modifiers(text[row["sentence_start"] : row["start"]], str(row["trigger"]))
    doers = str(row["actor_text"] or "").lower().split()
    kept = (word for word in words if word[:1].isupper() and not POSSESSIVE.search(word))
    return frozenset(word.lower() for word in kept if word.lower() not in doers)


def words_beside(row: Mapping[str, Any], text: str) -> str:
    """The words of the noun's phrase: those before it and those of "of" or "in" right behind it."""
    words = _modifiers(text[row["sentence_start"] : row["start"]], str(row["trigger"]))
    behind = OF_WHAT.match(text[row["end"] : row["sentence_end"]])
    return " ".join([*(POSSESSIVE.sub("", word) for word in words), behind[1] if behind is not None else ""])


def places_of(row: Mapping[str, Any], text: str) -> frozenset[tuple[int, str]]:
    """Places before the noun or right behind it, states and others apart: "the Ohio primary", "the vote in Norway"."""
    words = _modifiers(text[row["sentence_start"] : row["start"]], str(row["trigger"]))[::-1]
    behind = BEHIND.match(text[row["end"] : row["sentence_end"]])
    words += WORD.findall(behind[1]) if behind is not None else []
    return _places_among(" ".join(POSSESSIVE.sub("", word) for word in words))


def places_behind(row: Mapping[str, Any], text: str) -> frozenset[tuple[int, str]]:
    """Places that the clause behind a verb names as where it took place, states and others apart: "was beaten at a Norrby
    station"."""
    clause = CLAUSE_END.split(text[row["end"] : row["sentence_end"]])[0]
    found: set[tuple[int, str]] = set()
    for where in WHERE.finditer(clause):
        found |= _places_among(where[1].strip())
    return frozenset(found)


def _modifiers(before: str, trigger: str) -> list[str]:
    """The words of the noun's phrase before it, from the nearest."""
    words = WORD.findall(before)[-PHRASE_WORDS:] + WORD.findall(trigger)[:-1]
    kept: list[str] = []
    for word in reversed(words):
        lowered = word.lower()
        if lowered in STOPS_PHRASE or lowered in DEFINITE or lowered in POINTING:
            break
        kept.append(word)
        if lowered.endswith(("'s", "’s")):
            break
    return kept


@lru_cache(maxsize=100_000)
def _places_among(phrase: str) -> frozenset[tuple[int, str]]:
    words = phrase.split()
    found: set[tuple[int, str]] = set()
    begin = 0
    while begin < len(words):
        for length in (3, 2, 1):
            form = " ".join(words[begin : begin + length])
            known = next((name for name in known_names().get(form[:2], ()) if name.form == form), None)
            if known is not None and known.kind in PLACES:
                found.add((known.kind == "place", known.name))
                begin += length - 1
                break
        begin += 1
    return frozenset(found)


@cache
def _set_apart() -> dict[str, set[tuple[int, str]]]:
    """Word to the groups it is of and what it says there."""
    found: dict[str, set[tuple[int, str]]] = {}
    lines = [line for line in APART.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for number, line in enumerate(lines):
        for words in line.split(","):
            first, *others = words.strip().split("/")
            for word in (first, *others):
                found.setdefault(word, set()).add((number, first))
    return found
