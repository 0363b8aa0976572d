"""How the words around a number bound it, and whether they say it rose or fell.

Text before parse: a bound stands next to its number. A change is read from the verb, adverb or sign right before the
number; "to" between them makes the number the level reached and not the amount of change.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.figures.number_words import DATA

WIDEST_CUE = 34  # characters: the longest bound phrase and the small words that may follow it
SMALL_WORDS = r"(?:\s+(?:a|an|the|its|his|her|their|only|just|another|further|additional|combined|total|record|whopping|of|well))*"


@dataclass(frozen=True, slots=True)
class Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    meaning: dict[str, str]
    meaning_after: dict[str, str]
    up: frozenset[str]
    down: frozenset[str]
    level: frozenset[str]
    takes_object: frozenset[str]
    gathers: frozenset[str]
    skipped: frozenset[str]


@cache
def cues() -> Cues:
    """The cue words of `data/cues.toml`."""
    data: dict[str, Any] = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    meaning = {phrase: bound for bound, phrases in data["bounds_before"].items() for phrase in phrases}
    after = {phrase: bound for bound, phrases in data["bounds_after"].items() for phrase in phrases}
    changes = data["changes"]
    return Cues(
        re.compile(rf"(?:(?<![\w-])|(?=[<>≥≤~≈∼]))(?P<cue>{_longest_first(meaning)}){SMALL_WORDS}\s?$", re.I),
        re.compile(rf"[\s-]?(?P<cue>{_longest_first(after)})(?![\w-])", re.I),
        meaning, after, frozenset(changes["up"]), frozenset(changes["down"]), frozenset(changes["level"]),
        frozenset(data["takes_object"]["verbs"]), frozenset(data["gathers"]["verbs"]), frozenset(data["skipped"]["words"]),
    )  # fmt: skip


@cache
def measuring_words(name: str) -> frozenset[str]:
    """One of the word lists that tell the measured thing; `KeyError` if there is none by that name."""
    data: dict[str, Any] = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    return frozenset(data["measuring"][name])


@cache
def score_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the words before a score or vote and right behind it."""
    data: dict[str, Any] = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    before, after = (
        "|".join(sorted(map(re.escape, data["scores"][side]), key=len, reverse=True)) for side in ("before", "after")
    )
    return re.compile(rf"\b(?:{before})\b", re.I), re.compile(rf"\s(?:{after})\b", re.I)


def _longest_first(phrases: dict[str, str]) -> str:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def read_bound(text: str, start: int, end: int, counted_end: int | None = None, is_duration: bool = False) -> str:
    """The bound on the number whose quantity is `text[start:end]`; `=` where nothing bounds it."""
    found = cues().before.search(text[max(0, start - WIDEST_CUE) : start])
    lasts = bool(found) and is_duration and _lasts_over(text, start, end)
    if found and not lasts and not _is_other_word(text, start, found):
        return cues().meaning[" ".join(found["cue"].lower().split())]
    for place in (end, counted_end):
        if place is None:
            continue
        after = cues().after.match(text, place)
        if after and (
            after["cue"] not in ("tops", "plus", "maximum", "minimum", "odd")
            or not re.match(r"\s+[a-z]", text[after.end() : after.end() + 3])
        ):
            return cues().meaning_after[" ".join(after["cue"].lower().split())]
    return "="


OVER = re.compile(r"(?P<before>\S+)\s+over\s+(?:the\s+|a\s+period\s+of\s+)?$", re.I)
LONGER_BEFORE = re.compile(
    r"(?:for|after|lasted|lasts|took|takes|taken|spent|spend|of|than|in|by|with|within|is|was|are|were|be|been|just|well|and|or|to|a|an|served|waited|lived|ran|,|—|–)$",
    re.I,
)
LATER = re.compile(r"\s(?:ago|later|earlier|old|before|after)\b")


def _lasts_over(text: str, start: int, end: int) -> bool:
    """ "spend $2 billion over five years": the time that it takes, and no bound on it as in "waited over five years"."""
    found = OVER.search(text[max(0, start - WIDEST_CUE) : start])
    return bool(found) and not LONGER_BEFORE.search(found["before"]) and not LATER.match(text, end)  # type: ignore[index]


DEFINITE = re.compile(r"\s(?:the|its|his|her|their)\s+\W?$")


def _is_other_word(text: str, start: int, found: re.Match[str]) -> bool:
    """ "over" in "turned over", "under 21s", "within 3 days": words that stand before a number without bounding it."""
    cue = found["cue"].lower()
    before = text[max(0, start - WIDEST_CUE) : start][: found.start()]
    if cue.endswith(" than"):
        return bool(DEFINITE.search(found.group()))  # "shorter than the 135 cars" compares, it does not bound
    if cue == "over":
        return bool(
            re.search(
                r"\b(?:all|win|victory|lead|advantage|spread|staged|votes?|years|period|paid|paying|repaid|talks?|dispute|row)\s$",
                before,
                re.I,
            )
        )
    if cue == "about":
        return bool(
            re.search(
                r"\b(?:talk\w*|think\w*|thought|know\w*|learn\w*|wr[io]te\w*|concern\w*|worr\w+|debate|report|story|article|book|questions?|speak\w*|spoke|all|information|details)\s$",
                before,
                re.I,
            )
        )
    if cue == "around":
        return bool(re.search(r"\b(?:gathered|all|turn\w*|revolve\w*)\s$", before, re.I))
    return False


# ---- change ----------------------------------------------------------------------------------------------------------

WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)?")
CHANGE_WINDOW = 60
BY_BEFORE = re.compile(
    r"\bby\s+(?:(?:about|around|nearly|almost|some|roughly|approximately|at\s+least|more\s+than|less\s+than|over|up\s+to|as\s+much\s+as|just|only|an?|another|just\s+over|just\s+under|a\s+further)\s+)*$"
)


def read_change(text: str, start: int, end: int, lemma_at: Any, is_count_of_things: bool) -> str | None:
    """`up`, `down` or null for the number at `start`; `lemma_at` gives the lemma of the word at an offset."""
    sign = re.match(r"[-−–+]", text[start : start + 1])
    if (
        sign
        and not is_count_of_things
        and re.match(r"\S*%|[\d.,]+\s?(?:%|per\s?cent|pc|points?|pts)", text[start + 1 : start + 16])
    ):
        return "up" if sign.group() == "+" else "down"
    left = text[max(0, start - CHANGE_WINDOW) : start]
    left = re.split(r"[.;:!?\n()]\s|\n|[()]", left)[-1]
    offset = start - len(left)
    found = list(WORD.finditer(left))
    is_amount = bool(BY_BEFORE.search(left))
    has_article = False
    for match in reversed(found):
        word = match.group().lower()
        between = left[match.end() :]
        has_article = has_article or word in ("a", "an")
        if "," in between:
            return None
        if word in ("to", "from", "at"):
            if word == "at" and re.match(r"\s+least\b", between):
                continue
            if (
                re.match(r"\s+", between)
                and word == "to"
                and re.search(r"\bup\s+$|\b(?:close|equal|or\s+equal)\s+$", left[: match.start()])
            ):
                continue
            return None
        direction = _direction(word, str(lemma_at(offset + match.start())).lower(), left, match)
        if direction is not None:
            if (is_count_of_things or has_article) and direction[1] in cues().takes_object:
                return None
            if direction[1] in cues().gathers and not is_amount:
                return None
            return direction[0]
        if word not in cues().skipped and not is_amount:
            return None
    return None


@cache
def _phrasal(way: str) -> re.Pattern[str]:
    """A verb that the word `way` belongs to: "picked up 40 votes" and "pinned down 50" say nothing of a change."""
    data: dict[str, Any] = tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))
    stems = "|".join(sorted(data["phrasal"][way], key=len, reverse=True))
    return re.compile(rf"\b(?:{stems})\w*\s+(?:an?\s+|the\s+)?$", re.I)


def _direction(word: str, lemma: str, left: str, match: re.Match[str]) -> tuple[str, str] | None:
    known = cues()
    if word == "up" and re.match(r"\s+(?:to|from)\b", left[match.end() :]):
        return None
    if word in ("upward", "upwards") and re.match(r"\s+of\b", left[match.end() :]):
        return None  # a bound
    if word in ("up", "down") and _phrasal(word).search(left[: match.start()]):
        return None
    if word == "down" and re.match(r"\s+(?:from)\b", left[match.end() :]):
        return None
    for form in (word, lemma):
        if form in known.up and form not in ("be", "go"):
            return "up", form
        if form in known.down:
            return "down", form
    return None


CHANGE_AFTER = re.compile(
    r"\s(?:(?:[a-z]+\s){0,3}?)(?P<word>higher|lower|increase|rise|gain|jump|growth|hike|surge|boost|improvement|drop|fall|decline|"
    r"decrease|reduction|cut|loss|slump|plunge|dip|slide|discount|rebound|contraction|drop-off|downturn|raise)\b(?!\s+(?:than\s(?!in\b|at\b|during\b|last\b|an?\s(?:year|month|week)|the\s(?:year|month|week|same|previous))|edge|prices?\s))"
)
CHANGE_NOUN_BEFORE = re.compile(
    r"\b(?P<word>increase|rise|gain|jump|growth|hike|surge|improvement|drop|fall|decline|decrease|reduction|cut|loss|slump|"
    r"plunge|dip|slide|rebound|contraction)s?\s+of\s+(?:about\s|around\s|nearly\s|almost\s|more\s+than\s|over\s|some\s|up\s+to\s|at\s+least\s|just\s|only\s|less\s+than\s)*$"
)
UP_NOUNS = frozenset(
    [
        "higher",
        "increase",
        "rise",
        "gain",
        "jump",
        "growth",
        "hike",
        "surge",
        "boost",
        "improvement",
        "rebound",
        "raise",
    ]
)


def read_change_noun(text: str, start: int, end: int, kind: str, is_count_of_things: bool) -> str | None:
    """The change that a noun or comparative names: "an increase of 5 per cent", "a 3 per cent drop", "closed 2% higher"."""
    before = CHANGE_NOUN_BEFORE.search(text[max(0, start - 48) : start])
    if before and kind != "duration" and not (kind == "money" and before["word"].lower() in ("loss", "gain")):
        return "up" if before["word"].lower() in UP_NOUNS else "down"
    if kind not in ("percent", "money", "measurement", "ratio") or is_count_of_things:
        return None
    after = CHANGE_AFTER.match(text, end)
    if after is None or (kind == "money" and after["word"] in ("loss", "cut", "gain", "growth", "boost")):
        return None
    if re.search(r"\b(?:of|in|for|to|and|at|on|from|with|as|the|is|was)\b", after.group()[: -len(after["word"])]):
        return None
    return "up" if after["word"] in UP_NOUNS else "down"


UNCHANGED = re.compile(r"\b(?:unchanged|steady|flat|stable|the\s+same)\s+(?:at|on)\s+(?:about\s+|around\s+)?\W?$", re.I)


def read_level(text: str, start: int) -> str | None:
    """`level` where the text says that the number did not change."""
    return "level" if UNCHANGED.search(text[max(0, start - 40) : start]) else None
