"""Finds every expression of time in a document and resolves it as far as text and publication date allow.

Text-first: a grammar of patterns (`date_grammar`) finds the expressions, `date_phrases` says what they mean. What hangs
on the day of publication is resolved against it where it is known; where only a bracket is known, an expression is
resolved if both ends of the bracket give the same days; otherwise its days stay unknown. Nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.language.date_grammar import date_words, rules
from transforms.language.date_phrases import UNKNOWN, Days, Phrase, at_time, between, bounded, ended
from transforms.language.date_tense import is_future
from transforms.language.model import DateExpression, Published

if TYPE_CHECKING:
    from spacy.tokens import Doc

BOUND_WORD = re.compile(r"(?:(?P<bound>[Ss]ince|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Bb]efore|[Aa]fter)\s)$")
OWNING = re.compile(r"['’]s\s\w")
ENDED = re.compile(
    r"\b(?:the\s)?(?:(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-])?"
    r"(?P<u>day|week|month|quarter|year)s?\s(?:period\s)?(?:that\s)?(?:ended|ending|to)\s(?:on\s)?$",
    re.I,
)
RANGE_START = re.compile(r"(?:[Ff]rom|[Bb]etween)\s$")
RANGE_GAP = re.compile(r"\s?(?:to|until|through|and|–|-)\s?")
SAME_TIME_GAP = re.compile(r"(?:,?\s(?:on\s|at\s|around\s|about\s)?(?:the\s)?|,\s)")
BARE_DECADE = re.compile(r"(?:[a-z]+[\s-])?(?P<decade>\d0)s", re.I)
FIRST_BARE_DECADE = 50  # "the mid-80s" is mostly a time, "the mid-20s" an age or a score
MODAL_MAY = re.compile(r"May\b\.?$")
YEAR_CONTEXT = re.compile(
    r"(?:\b(?:in|since|by|until|till|before|after|from|of|during|through|for|late|early|mid|to|and|between|year|than|and|"
    r"around|circa|about|over|as|the|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"[\s-]|[(–,-]\s?|^|\n|[\"“‘']|[a-z]\s)$",
    re.I,
)
AMOUNT_BEFORE = re.compile(
    r"(?:[$£€¥#+]|\b(?:RM|Rs\.?|No\.?|nearly|almost|roughly|approximately|least|most|some|total\s+of|average\s+of|sum\s+of|mean\s+of|only|exactly|than|about|up\s+to)\s?)$",
    re.I,
)
# "as soon as", "sooner or later", "three days later", "too soon", "how soon" and "later this week" are no times of their own.
NOT_A_TIME_BEFORE = re.compile(
    r"(?:\b(?:as|or|too|so|how|very|no|until|most|more|years?|months?|weeks?|days?|hours?|minutes?|decades?|moments?)\s|-)$",
    re.I,
)
NOT_A_TIME_AFTER = re.compile(r"\s(?:as|than|enough|this|that|next|in\s(?:the|that)|on|generations?|stages?)\b|-", re.I)
TIME_BEFORE = re.compile(
    r"\b(?:until|till|by|since|before|after|through|in|to)\s(?:at\sleast|about|around|roughly|approximately|only)\s$"
)
VERB_AFTER = re.compile(r"\s(?:will|was|is|has|had|would|were)\b")
AMOUNT_AFTER = re.compile(
    r"\s?(?:%|percent|per\s+cent|people|workers|jobs|times|points|miles|km|kilomet|met(?:er|re)s?\b|feet|ft\b|sq\b|square|"
    r"dollars|euros|pounds|yen|yuan|tons|tonnes|barrels|kg\b|lbs?\b|words|pages|calories|seats|votes|parts\s+per|hours|"
    r"minutes|days|weeks|cases|deaths|students|homes|troops|soldiers|MW\b|kW\b|mAh\b|hp\b|bhp\b|x\s?\d|-\s?(?:year|page|seat))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    phrase: Phrase
    rule: str


def find_dates(doc: Doc, published: Published) -> tuple[DateExpression, ...]:
    """The document's expressions of time in text order, free of overlap; offsets are code points into its text.

    `published` is when the document came out; with nothing in it only what the words themselves fix gets its days.
    """
    text = doc.text
    found = _merge(text, _longest(text, _matches(text)))
    return tuple(_resolved(doc, item, published) for item in found)


def _matches(text: str) -> list[_Found]:
    found: list[_Found] = []
    for rule in rules():
        for match in rule.pattern.finditer(text):
            if match.end() == match.start() or not _is_date(text, match, rule.name):
                continue
            phrase = rule.read(match)
            if phrase is not None:
                found.append(_Found(match.start(), match.end() - _loose_dot(text, match), phrase, rule.name))
    return found


def _loose_dot(text: str, match: re.Match[str]) -> int:
    """1 where the match's last full stop ends the sentence and not an abbreviation: the "May." of "in May."."""
    if not match.group().endswith("."):
        return 0
    word = re.split(r"[\s–—-]", match.group().rstrip("."))[-1]
    return int(
        bool(
            re.fullmatch(r"January|February|March|April|May|June|July|August|September|October|November|December", word)
        )
    )


def _is_amount(before: str, after: str, bare: bool) -> bool:
    """Whether four digits count something: "2018 people", "at least 2021" but not "until at least 2021"."""
    if re.match(r"-\d{1,3}\b|[-–]\d{5}|[A-Za-z]", after) or AMOUNT_AFTER.match(after):
        return True
    if before.endswith("up to "):  # "up to 2,000" is mostly written with its comma; "data up to 2015" never is
        return bool(re.match(r"\s(?:[a-z]+\s)?[a-z]{3,}s\b", after))
    if before.endswith("about ") and VERB_AFTER.match(after):
        return False  # "the best thing about 2019 was its summer"
    return bare and bool(AMOUNT_BEFORE.search(before)) and not TIME_BEFORE.search(before)


def _is_date(text: str, match: re.Match[str], rule: str) -> bool:
    """Whether a match that could be something else stands where a time stands."""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 14]
    if rule == "month":
        return _is_month(match, before, after)
    if rule == "year":
        bare = bool(re.fullmatch(r"\d{4}", match.group()))
        if _is_amount(text[max(0, match.start() - 24) : match.start()], after, bare):
            return False
        return not bare or bool(YEAR_CONTEXT.search(before)) or not re.match(r"\s[a-z]{3,}s\b", after)
    if rule == "years":
        return not AMOUNT_AFTER.match(after) and not re.search(r"[$£€]$|\babout\s$", before)
    if rule in ("ago of nothing", "from an event"):
        return not re.search(r"\b(?:\d[\d,.]*|million|billion|thousand)\s$", before)
    if rule == "vague":
        return not NOT_A_TIME_BEFORE.search(before) and not NOT_A_TIME_AFTER.match(after)
    if rule == "clock of 24":
        return not re.search(r"\b(?:verse|ratio|Psalm|Matthew|Luke|John|Mark|Genesis)\s$", before) and not re.match(
            r"\.\d", after
        )
    if rule == "weekday" and _last_word(before) in date_words()["weekday_names"]["before"]:
        return False  # "Super Tuesday"
    if (
        rule == "deictic"
        and match.group().lower() == "today"
        and _last_word(before) in date_words()["today_names"]["before"]
    ):
        return match.group().islower()  # "USA TODAY"
    if rule == "decade":
        return _is_decade(match, before)
    if rule == "weekday" and re.match(r"(?:Sun|Sat|Wed|Mon)\.", match.group()):
        return bool(re.match(r",?\s|$", after))
    return True


def _is_decade(match: re.Match[str], before: str) -> bool:
    """Whether "the 60s" or "the mid-80s" tells a time; "her mid-30s", "the low 40s" are ages and scores."""
    bare = BARE_DECADE.fullmatch(match.group())
    if bare is None or match.group().lower().startswith("the"):
        return True
    in_part = match.group()[0].isalpha() and _last_word(before).lower() == "the"
    return in_part and int(bare["decade"]) >= FIRST_BARE_DECADE


def _last_word(before: str) -> str:
    words = before.split()
    return words[-1] if words and before.endswith(" ") else ""


def _is_month(match: re.Match[str], before: str, after: str) -> bool:
    """A bare "May" or "March" must be introduced as a time; "Jan" and "Jun" alone are names."""
    if match.group() not in (
        "May",
        "March",
        "Mar",
        "Jan",
        "Jun",
        "Jul",
        "Dec",
        "Mar.",
        "May.",
        "August",
        "April",
        "June",
        "March.",
    ):
        return True
    introduced = re.search(
        r"\b(?:in|since|until|till|by|of|from|last|next|this|after|before|between|to|and|through|during|each|every|for|late|early|mid)[\s-]$|[(\"“,-]\s?$|[-–]$",
        before,
        re.I,
    )
    if match.group() in ("August", "April", "June"):
        return bool(introduced) or not re.match(r"\s[A-Z][a-z]+\s(?:said|told|was|is)\b|['’]s\b|\s[A-Z][a-z]", after)
    return bool(introduced) and not re.match(r"\s(?:be|have|not|also|I)\b|\s[A-Z][a-z]+\b(?!\s(?:said|told))", after)


def _longest(text: str, found: list[_Found]) -> list[_Found]:
    """Of overlapping matches the one that starts first, then the longest."""
    chosen: list[_Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not chosen or item.start >= chosen[-1].end:
            chosen.append(item)
    return chosen


def _merge(text: str, found: list[_Found]) -> list[_Found]:
    """Join a clock time to its day, the two ends of a range, and a word like `since` to its time."""
    merged: list[_Found] = []
    for item in found:
        last = merged[-1] if merged else None
        joined = _join(text, last, item) if last else None
        if joined and last:
            merged[-1] = joined
            continue
        merged.append(_with_bound(text, item, merged[-1].end if merged else 0))
    return merged


CLOCKS = ("clock", "clock of 24", "military clock")
DAYS = ("weekday", "month day", "day month", "deictic", "iso", "slashes", "part of a day", "holiday")


def _join(text: str, last: _Found, item: _Found) -> _Found | None:
    gap = text[last.end : item.start]
    if len(gap) > 9 or "\n" in gap:
        return None
    if last.rule in CLOCKS and item.rule in DAYS and (SAME_TIME_GAP.fullmatch(gap)):
        return _Found(last.start, item.end, at_time(item.phrase), "time of day")
    if last.rule in DAYS and item.rule in CLOCKS and SAME_TIME_GAP.fullmatch(gap):
        return _Found(last.start, item.end, at_time(last.phrase), "time of day")
    if last.rule == "weekday" and item.rule in ("month day", "day month") and gap in (", ", " ", ", the "):
        return _Found(last.start, item.end, item.phrase, item.rule)
    before = text[max(0, last.start - 8) : last.start]
    opening = RANGE_START.search(before)
    if opening and RANGE_GAP.fullmatch(gap) and last.rule != "from an event":
        return _Found(last.start - len(opening.group()), item.end, between(last.phrase, item.phrase), "range")
    return None


def _with_bound(text: str, item: _Found, free_from: int) -> _Found:
    """Take in the `since`, `until`, `by`, `before` or `after` that turns a time into a stretch."""
    stretch = ENDED.search(text[max(free_from, item.start - 48) : item.start])
    if stretch and item.rule in DAYS:
        count = date_words()["numbers"].get((stretch["n"] or "one").lower(), stretch["n"])
        whole = ended(item.phrase, stretch["u"].lower(), int(count))
        return _Found(item.start - len(stretch.group()), item.end, whole, "stretch")
    match = BOUND_WORD.search(text[max(free_from, item.start - 8) : item.start])
    if match is None or item.rule in ("from an event", "ago", "ago of nothing", "recent", "overnight", "vague"):
        return item
    if OWNING.match(text, item.end):
        return item  # "after Tuesday's vote": the vote bounds, its day does not
    return _Found(item.start - len(match.group()), item.end, bounded(item.phrase, match["bound"].lower()), "bound")


# ---- resolving -------------------------------------------------------------------------------------------------------


def _resolved(doc: Doc, item: _Found, published: Published) -> DateExpression:
    future = is_future(doc, item.start, item.end, item.rule)
    days = _days(item.phrase, future, published)
    return DateExpression(item.start, item.end, days[0], days[1], item.phrase.granularity, item.phrase.basis)


def _days(phrase: Phrase, future: bool, published: Published) -> Days:
    if published.on is not None:
        return _safely(phrase, published.on, future)
    without = _safely(phrase, None, future)
    if without != UNKNOWN or published.earliest is None or published.latest is None:
        return without
    first, last = _safely(phrase, published.earliest, future), _safely(phrase, published.latest, future)
    return first if first == last else UNKNOWN


def _safely(phrase: Phrase, anchor: dt.date | None, future: bool) -> Days:
    """A calendar has ends: days outside the years 1 to 9999 are unknown."""
    try:
        return phrase.resolve(anchor, future)
    except (ValueError, OverflowError):
        return UNKNOWN
