"""The grammar of expressions of time: patterns over the text, each with the meaning it gives its match.

Words come from `data/date_words.toml`. `RULES` is read in order only for equal matches: of two that begin at the same
place the longer one counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transforms.language import date_phrases as phrases
from transforms.language.date_phrases import Phrase

Reader = Callable[["re.Match[str]"], "Phrase | None"]
EARLIEST_YEAR, LATEST_YEAR = 1400, 2199  # outside it, four digits in a story are an amount far more often than a year


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    read: Reader


@cache
def date_words() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "date_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _either(names: Any) -> str:
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, compiled."""
    words = date_words()
    named = words["known_days_before"]
    forms = {
        "MONTH": rf"(?:{_either(words['months'])})\b\.?",
        "WEEKDAY": rf"(?:{_either(words['weekdays'])})(?![A-Za-z])",
        "SEASON": rf"(?:{_either(words['seasons'])})\b",
        "UNIT": rf"(?:{_either(words['units'])})",
        "HOLIDAY": rf"(?:{_either(words['holidays'])})\b",
        "KNOWN": rf"(?:{_either(words['known_days'])})",
        "NAMEDDAY": rf"(?:{_either(named['days'])})(?=\s(?:{_either(named['words'])})\b)",
        "VAGUE": rf"(?:{_either(words['vague'])})\b",
        "NUMBER": rf"(?:\d{{1,3}}|{_either(words['numbers'])})",
        "ORDINAL": rf"(?:{_either(words['ordinals'])})",
        "YEAR": r"(?:1[4-9]\d\d|20\d\d|21[0-9]\d)(?![\d,.]?\d|%)",
        "DAY": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d])(?!\.\d|,\d{3})",
        "DASH": r"\s?(?:-|‑|–|—|to|and|through)\s?",
        "PART": r"(?:early|late|mid|the\s+(?:start|beginning|end|middle|close|rest)\s+of|end\s+of|year)",
        "THIS": r"(?:last|next|this|past|previous|coming|current|following|same|that)",
    }
    return tuple(
        Rule(name, re.compile(r"(?<![\w/.-])" + _fill(pattern, forms), flags), read)
        for name, pattern, flags, read in _GRAMMAR
    )


def _fill(pattern: str, forms: dict[str, str]) -> str:
    """Put the word lists into a pattern: `{MONTH}` plain, `{MONTH:m}` as the group `m`."""

    def form(match: re.Match[str]) -> str:
        group = match.group(2)
        return f"(?P<{group}>{forms[match.group(1)]})" if group else forms[match.group(1)]

    return re.sub(r"\{([A-Z]+)(?::(\w+))?\}", form, pattern)


# ---- reading the pieces of a match -----------------------------------------------------------------------------------


def _month(text: str) -> int:
    return int(date_words()["months"][text.rstrip(".")])


def _number(text: str) -> int:
    return int(re.match(r"\d+", text).group()) if text[0].isdigit() else int(date_words()["numbers"][text.lower()])  # type: ignore[union-attr]


def _get(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _year(match: re.Match[str], name: str = "y") -> int | None:
    found = _get(match, name)
    return int(found) if found else None


def _part(match: re.Match[str], whole: Phrase | None) -> Phrase | None:
    found = _get(match, "part")
    if whole is None or not found:
        return whole
    return phrases.part_of(
        whole, next(part for word, part in date_words()["parts"].items() if word in found.lower().split())
    )


def _read_day(match: re.Match[str]) -> Phrase | None:
    year = _year(match)
    month, day = _month(match["m"]), _number(match["d"])
    which = _get(match, "which")
    if year is None and which:
        return _of_shifted_year(match, month, day)
    second = _get(match, "d2")
    if second:
        first, last = (
            phrases.day(year, month, day),
            phrases.day(year, _month(_get(match, "m2") or match["m"]), _number(second)),
        )
        return phrases.between(first, last) if first and last else None
    return phrases.day(year, month, day)


def _of_shifted_year(match: re.Match[str], month: int, day: int | None = None) -> Phrase | None:
    """ "August last year", "Dec. 30 this year"."""
    steps = date_words()["steps"].get(match["which"].lower())
    if steps is None:
        return phrases.unresolved("month" if day is None else "day", phrases.DOCUMENT)

    def resolve(anchor: Any, future: bool) -> phrases.Days:
        if anchor is None:
            return phrases.UNKNOWN
        number = anchor.year + steps
        made = phrases.month(number, month) if day is None else phrases.day(number, month, day)
        return made.resolve(anchor, future) if made else phrases.UNKNOWN

    return Phrase("month" if day is None else "day", phrases.RELATIVE, resolve)


def _read_month(match: re.Match[str]) -> Phrase | None:
    if _get(match, "which"):
        return _part(match, _of_shifted_year(match, _month(match["m"])))
    return _part(match, phrases.month(_year(match), _month(match["m"])))


def _read_this_month(match: re.Match[str]) -> Phrase | None:
    """ "last December", "next May": the one before or after, which is not always the last year's."""
    number, steps = _month(match["m"]), date_words()["steps"].get(match["which"].lower())
    if steps is None:
        return phrases.unresolved("month", phrases.DOCUMENT)

    def resolve(anchor: Any, future: bool) -> phrases.Days:
        if anchor is None:
            return phrases.UNKNOWN
        year = anchor.year
        if steps == -1 and number >= anchor.month:
            year -= 1
        if steps == 1 and number <= anchor.month:
            year += 1
        return phrases.month_days(year, number)

    return Phrase("month", phrases.RELATIVE, resolve)


def _read_months(match: re.Match[str]) -> Phrase | None:
    first, second = _year(match, "y1"), _year(match)
    if first and second:
        return phrases.between(phrases.month(first, _month(match["m"])), phrases.month(second, _month(match["m2"])))
    return phrases.months(second, _month(match["m"]), _month(match["m2"]))


def _read_year(match: re.Match[str]) -> Phrase | None:
    return _part(match, phrases.year(int(match["y"])))


def _read_years(match: re.Match[str]) -> Phrase | None:
    first, raw = int(match["y1"]), match["y2"]
    second = int(raw) if len(raw) == 4 else first // 100 * 100 + int(raw)
    if len(raw) == 2 and (second <= first or re.search(r"to|and|through", match.group())):
        return None  # "1996-97" is a pair of years, "2008 to 29" is not
    return phrases.years(first, second) if first < second else None


def _read_decade(match: re.Match[str]) -> Phrase | None:
    raw = match["decade"]
    if raw.isdigit():
        first = int(raw) if len(raw) == 4 else 1900 + int(raw)
        return _part(match, phrases.years(first, first + 9, "decade"))
    first = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}[raw.lower()]  # fmt: skip
    return _part(match, phrases.years(first, first + 9, "decade"))


def _read_century(match: re.Match[str]) -> Phrase | None:
    raw = match["c"].lower()
    number = int(re.match(r"\d+", raw).group()) if raw[0].isdigit() else date_words()["centuries"][raw]  # type: ignore[union-attr]
    if not 1 <= number <= 90:
        return None
    return _part(match, phrases.years(max(1, number * 100 - 99), number * 100))


def _read_weekday(match: re.Match[str]) -> Phrase | None:
    phrase = phrases.weekday(int(date_words()["weekdays"][match["w"]]), (_get(match, "which") or "").lower())
    return phrases.at_time(phrase) if _get(match, "hours") else phrase


def _read_unit(match: re.Match[str]) -> Phrase | None:
    steps = date_words()["steps"].get(match["which"].lower())
    unit = match["u"].lower()
    if steps is None or unit in ("second", "minute", "hour", "season", "semester", "century"):
        if match["which"].lower() in ("this", "that", "same") and unit in ("second", "minute", "hour"):
            return None
        return phrases.unresolved(_granularity(unit), phrases.DOCUMENT)
    if match["which"].lower() in ("previous", "following"):
        return phrases.unresolved(_granularity(unit), phrases.DOCUMENT)
    if match["which"].lower() == "past":
        return phrases.span_of(unit, 1, False)
    return _part(match, phrases.unit_offset(unit, steps))


def _granularity(unit: str) -> str:
    return str(date_words()["units"].get(unit.lower(), "span"))


def _read_the_unit(match: re.Match[str]) -> Phrase | None:
    """ "the end of the year" in a dated text is the year it came out in."""
    return _part(match, phrases.unit_offset(match["u"].lower(), 0))


def _read_season(match: re.Match[str]) -> Phrase | None:
    first, last = date_words()["seasons"][match["s"].lower()]
    which = (_get(match, "which") or "").lower()
    steps = date_words()["steps"].get(which)
    if which and steps is None:
        return phrases.unresolved("season", phrases.DOCUMENT)
    return _part(match, phrases.season(first, last, _year(match), steps))


def _read_span(match: re.Match[str]) -> Phrase | None:
    """ "the last three months", "over the next two years", "the past decade"."""
    unit = match["u"].lower()
    count = match["n"]
    forward = match["way"].lower() in ("next", "coming", "following")
    if match["way"].lower() in ("following", "previous") or unit in ("season", "semester", "weekend"):
        return phrases.unresolved("span", phrases.DOCUMENT)
    if count is not None and re.match(r"(?:few|several|couple|dozen|number)", count.strip(), re.I):
        return phrases.unresolved("span", phrases.RELATIVE)
    return phrases.span_of(unit, _number(count.strip()) if count else 1, forward)


def _read_recent(match: re.Match[str]) -> Phrase | None:
    return phrases.unresolved("span", phrases.RELATIVE)


def _read_ago(match: re.Match[str]) -> Phrase | None:
    count, unit = match["n"], match["u"].lower()
    if match.group().lower().endswith("earlier"):
        return phrases.unresolved(_granularity(unit), phrases.DOCUMENT)
    if (
        count is None
        or not re.fullmatch(r"\d+|[a-z]+", count.strip(), re.I)
        or (count.strip().lower() not in date_words()["numbers"] and not count.strip().isdigit())
    ):
        return phrases.unresolved(_granularity(unit), phrases.RELATIVE)
    if unit in ("second", "minute", "season", "semester", "century", "weekend"):
        return phrases.unresolved(_granularity(unit), phrases.RELATIVE)
    return phrases.ago(unit, _number(count.strip()))


def _read_from_event(match: re.Match[str]) -> Phrase | None:
    return phrases.unresolved(_granularity(match["u"]), phrases.DOCUMENT)


def _read_piece(match: re.Match[str]) -> Phrase | None:
    """ "the third quarter of 2018", "the first half", "the first 11 months of 2022"."""
    order = int(date_words()["ordinals"][match["o"].lower()]) if _get(match, "o") else int(match["q"])
    unit = (_get(match, "u") or "quarter").lower().rstrip("s")
    count = _number(match["n"]) if _get(match, "n") else 1
    year = _year(match)
    which = (_get(match, "which") or "").lower()
    if year is None and not which and re.match(r"(?:last|final)", match.group(), re.I) and unit != "quarter":
        return None
    if _get(match, "fiscal"):
        return phrases.unresolved("quarter" if unit == "quarter" else "span", phrases.DOCUMENT)
    if which and which not in date_words()["steps"]:
        return phrases.unresolved("quarter" if unit == "quarter" else "span", phrases.DOCUMENT)
    whole = phrases.year(year) if year else phrases.unit_offset("year", date_words()["steps"].get(which, 0))
    if year is None and not which:
        # "the fourth quarter" told in January is last year's: without its year it stays unknown
        return phrases.unresolved("quarter" if unit == "quarter" else "span", phrases.RELATIVE)
    return phrases.piece_of(whole, unit, order, count)


def _read_deictic(match: re.Match[str]) -> Phrase | None:
    word = match["word"].lower()
    if word in ("noon", "midday", "midnight"):
        return phrases.unresolved("time", phrases.DOCUMENT)
    days = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    return phrases.offset_days(days)


def _read_second_day(match: re.Match[str]) -> Phrase | None:
    """ "the day after tomorrow", "the day before yesterday"."""
    return phrases.offset_days(2 if match["after"] else -2)


def _read_known_day(match: re.Match[str]) -> Phrase | None:
    words = date_words()
    known = words["known_days"] | words["known_days_before"]["days"]
    return phrases.day(*known[match.group()])


def _read_this_part(match: re.Match[str]) -> Phrase | None:
    which = match["which"].lower()
    return phrases.offset_days({"last": -1, "this": 0, "tomorrow": 1, "yesterday": -1}.get(which, 0))


def _read_clock(match: re.Match[str]) -> Phrase | None:
    return phrases.unresolved("time", phrases.DOCUMENT)


def _read_iso(match: re.Match[str]) -> Phrase | None:
    return phrases.day(int(match["y"]), int(match["mm"]), int(match["dd"])) if 1 <= int(match["mm"]) <= 12 else None


def _read_slashes(match: re.Match[str]) -> Phrase | None:
    """30/12/2022 one way, 12/30/2022 the other; 5/6/2022 stays unknown."""
    first, second, raw = int(match["a"]), int(match["b"]), match["y"]
    year = int(raw) if len(raw) == 4 else 2000 + int(raw) if int(raw) < 50 else 1900 + int(raw)
    if first > 31 or second > 31 or (first > 12 and second > 12) or not first or not second:
        return None
    if first == second:
        return phrases.day(year, first, second)
    if first > 12:
        return phrases.day(year, second, first)
    if second > 12:
        return phrases.day(year, first, second)
    return phrases.unresolved("day", phrases.EXPLICIT)


def _read_holiday(match: re.Match[str]) -> Phrase | None:
    month, day = date_words()["holidays"][match["h"]]
    return phrases.day(_year(match), month, day)


def _read_unresolved_year(match: re.Match[str]) -> Phrase | None:
    """A fiscal or school year: its months differ by country."""
    return phrases.unresolved("year", phrases.EXPLICIT if _year(match) else phrases.RELATIVE)


def _read_vague(match: re.Match[str]) -> Phrase | None:
    """ "recently", "shortly after": a time told from now or from an event that no calendar fixes."""
    return phrases.unresolved("span", str(date_words()["vague"][" ".join(match["when"].lower().split())]))


def _read_overnight(match: re.Match[str]) -> Phrase | None:
    return phrases.unresolved("time", phrases.RELATIVE)


I = re.IGNORECASE  # noqa: E741 - as in the re module
PLURAL_UNIT = r"{UNIT:u}s?\b"
VAGUE_COUNT = r"(?:(?:a\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|(?:a\s+)?dozen(?:\s+of)?)"
HALVES = r"(?:half|quarter)"

_GRAMMAR: tuple[tuple[str, str, int | re.RegexFlag, Reader], ...] = (
    ("iso", r"(?P<y>1[89]\d\d|20\d\d)[-/](?P<mm>\d\d)[-/](?P<dd>\d\d)(?!\d)", 0, _read_iso),
    ("slashes", r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4}|(?<=/)\d\d)(?![\d/.]\d)", 0, _read_slashes),
    ("known day", r"(?:{KNOWN}(?![\d/])|{NAMEDDAY})", 0, _read_known_day),
    ("month day", r"(?:{WEEKDAY},?\s)?{MONTH:m}\s{DAY:d}(?:{DASH}(?:{MONTH:m2}\s)?{DAY:d2})?(?:(?:,\s?|\s){YEAR:y}|,?\s(?:of\s)?(?P<which>last|this|next)\syear)?", 0, _read_day),
    ("day month", r"(?:{WEEKDAY},?\s)?(?:the\s)?{DAY:d}(?:{DASH}(?:the\s)?{DAY:d2})?\s(?:of\s)?{MONTH:m}(?:(?:,\s?|\s){YEAR:y}|,?\s(?:of\s)?(?P<which>last|this|next)\syear)?", 0, _read_day),
    ("months", r"{MONTH:m}(?:\s{YEAR:y1})?{DASH}{MONTH:m2}(?:,?\s(?:of\s)?{YEAR:y})?", 0, _read_months),
    ("month", r"(?:(?P<part>{PART})[\s-])?{MONTH:m}(?:,?\s(?:of\s)?{YEAR:y}|,?\s(?:of\s)?(?P<which>last|this|next|that|the same|the following)\syear)?", 0, _read_month),
    ("this month", r"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his past)\s{MONTH:m}\b", 0, _read_this_month),
    ("year", r"(?:(?P<part>{PART})[\s-])?(?:the\s+year\s+)?{YEAR:y}(?!\s?-\s?(?:year|page|word|mile|foot|seat|member|metre|meter|acre|pound|strong))", I, _read_year),
    ("years", r"{YEAR:y1}\s?(?:-|–|—|/|to|and|through)\s?(?P<y2>{YEAR}|\d\d(?![\d,]|\.\d))", 0, _read_years),
    ("decade", r"(?:(?P<part>{PART})[\s-])?(?:the\s)?['’‘]?(?P<decade>1[5-9]\d0|20[0-9]0|[2-9]0)['’]?s\b", I, _read_decade),
    ("decade in words", r"(?:(?P<part>{PART})[\s-])?the\s(?P<decade>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b", I, _read_decade),
    ("century", r"(?:(?P<part>{PART})[\s-])?(?:the\s)?(?P<c>\d{1,2}(?:st|nd|rd|th)|first|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first)[\s-]century\b", I, _read_century),
    ("weekday", r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his past|[Tt]his coming)\s)?{WEEKDAY:w}s?(?P<hours>\s(?:morning|afternoon|evening|night))?", 0, _read_weekday),
    ("this unit", r"(?:(?P<part>{PART})\s|(?:later|earlier|sometime)\s)?(?:the\s)?(?P<which>{THIS})[\s-]{UNIT:u}\b(?!s)(?!\s+old)", I, _read_unit),
    ("part of the unit", r"(?:later\s+in|earlier\s+in|late\s+in|early\s+in|(?P<part>the\s(?:end|start|beginning|middle|close|rest)\sof|mid))[\s-](?:the\s)?(?P<u>year|month|week|decade|quarter)\b(?!s)", I, _read_the_unit),
    ("year end", r"(?P<part>year)[\s-](?P<u>)end\b", I, lambda match: phrases.part_of(phrases.unit_offset("year", 0), "end")),
    ("season", r"(?:(?P<part>{PART})[\s-])?(?:the\s)?(?P<which>last|next|this|coming|past|previous|following)\s{SEASON:s}", I, _read_season),
    ("season of a year", r"(?:(?P<part>{PART})[\s-])?(?:the\s)?{SEASON:s}(?:\s(?:of\s)?{YEAR:y})", I, _read_season),
    ("bare season", r"(?<=\b[Ii]n )(?:the\s)?{SEASON:s}(?!\s+of\s+[a-z])", 0, _read_season),
    ("last so many", r"(?:the\s)?(?P<way>last|past|next|coming|following|previous)\s(?P<n>{NUMBER}\s|" + VAGUE_COUNT + r"\s)(?:or\s(?:so|{NUMBER})\s)?(?:full\s|fiscal\s|business\s|trading\s)?" + PLURAL_UNIT, I, _read_span),
    ("recent", r"recent\s(?:days|weeks|months|years|decades|hours|times)\b", I, _read_recent),
    ("ago", r"(?:(?:about|around|nearly|almost|some|more\sthan|over|less\sthan|just)\s)?(?P<n>{NUMBER}|" + VAGUE_COUNT + r"|many|some|\d[\d,.]{0,14}(?:\s(?:million|billion|thousand))?)(?:\s(?:and\sa\shalf))?\s" + PLURAL_UNIT + r"\s(?:ago|earlier|back)\b", I, _read_ago),
    ("ago of nothing", r"(?P<n>)" + r"(?P<u>year|month|week|decade|day|hour|centurie|minute)s\s(?:ago|earlier)\b", I, _read_recent),
    ("from an event", r"(?:(?:{NUMBER}|" + VAGUE_COUNT + r"|many|just)\s)?(?P<u>second|minute|hour|day|week|month|year|decade)s?\s(?:before|after|later|afterwards?|prior\sto|following|since)\b", I, _read_from_event),
    ("piece of a year", r"(?:the\s)?{ORDINAL:o}(?:\s|-)(?:(?P<fiscal>fiscal|financial)\s)?(?P<u>half|quarter)\b(?:\s(?:of\s)?(?:(?:fiscal|the\syear)\s)?{YEAR:y}|\sof\s(?:the\s)?(?P<which>last|this|next|same|previous)\syear)?(?!\s(?:of\s)?(?:the\s)?(?:a|game|match|season|final)\b)", I, _read_piece),
    ("quarter by number", r"Q(?P<q>[1-4])(?:\s(?:of\s)?{YEAR:y})?(?!\w)", 0, _read_piece),
    ("first months", r"(?:the\s)?{ORDINAL:o}\s{NUMBER:n}\s(?P<u>month|quarter)s\b(?:\s(?:of\s)?(?:the\s)?(?:{YEAR:y}|(?P<which>last|this|next|same|current|previous)\syear|year))?", I, _read_piece),
    ("deictic", r"(?P<word>yesterday|today|tomorrow|tonight|midnight|noon|midday)(?:\s(?:morning|afternoon|evening|night))?\b", I, _read_deictic),
    ("second day", r"the\sday\s(?:before\syesterday|(?P<after>after\stomorrow))\b", I, _read_second_day),
    ("part of a day", r"(?P<which>this|last)\s(?:morning|afternoon|evening|night)\b", I, _read_this_part),
    ("overnight", r"overnight\b", I, _read_overnight),
    ("clock", r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d(?:[:.][0-5]\d)?)?\s?(?:a\.?\s?m\.?|p\.?\s?m\.?|o['’]clock)(?![A-Za-z])(?:\s(?:GMT|UTC|BST|CET|EST|EDT|ET|PT|PST|PDT|Eastern|Pacific|local\stime|Moscow\stime)\b(?:\stime)?)?", I, _read_clock),
    ("clock of 24", r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d.:])(?:\s?(?:GMT|UTC|BST|CET|EST|EDT|ET|local\stime))?", 0, _read_clock),
    ("military clock", r"\d{4}\s(?:GMT|UTC|BST|CET|hrs|hours\sGMT|local\stime)\b", 0, _read_clock),
    ("vague", r"(?P<when>{VAGUE})", I, _read_vague),
    ("new year", r"(?:the\s)?New\sYear\b(?!['’\s]s\b|\s(?:Eve|Day)\b|s\b)", 0, lambda match: phrases.unresolved("day", phrases.RELATIVE)),
    ("holiday", r"{HOLIDAY:h}(?:,?\s{YEAR:y})?", 0, _read_holiday),
    ("fiscal year", r"(?:the\s)?(?:(?:last|this|next|current|previous)\s)?(?:fiscal|financial|academic|school|calendar|tax|business)[\s-]years?(?:\s{YEAR:y}(?:\s?[-/–]\s?\d{2,4})?)?\b", I, _read_unresolved_year),
    ("fiscal", r"(?:fiscal|financial|FY)\s?{YEAR:y}", I, _read_unresolved_year),
)  # fmt: skip
