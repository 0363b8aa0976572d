"""The words that open an agency story: place, day, agency. `SAMARKAND, Sept 15 (AP) —`, `Dec 30 (Reuters) –`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

AGENCIES = Path(__file__).with_name("agencies.toml")
PARAGRAPHS_LOOKED_AT = 12  # headline, byline and bullet points may stand before the dateline
MAX_DATELINE = 100  # code points; more is a sentence with a dash in it

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\.?"
)
DATE = rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\s+{MONTH})(?:,?\s+\d{{4}})?"
WEEKDAY_NAME = r"(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Satur|Sat|Sun)(?:day)?"
WEEKDAY = rf"(?:{WEEKDAY_NAME}\.?,?\s+)?"
NO_DATE = rf"(?!{MONTH}\s+\d|{WEEKDAY_NAME}\b)"
WORD = NO_DATE + r"(?:[A-ZÀ-Þ][\w.'’-]*|of|de|la|le|el|al|the|and|on|upon|da|do|das|dos|du|di)"
COUNTRY = r"(?:\s\[[A-ZÀ-Þ][\w .'’-]{1,30}\])?"  # the Indian way: Agra (Uttar Pradesh) [India]
PLACE = rf"(?P<place>{NO_DATE}[A-ZÀ-Þ][\w.'’-]*(?:(?:,?\s|/){WORD}){{0,6}}){COUNTRY}"
AGENCY = r"(?P<agency>\((?P<inside>[^()\n]{2,40})\)|/(?P<slashed>[A-Z][\w. -]{2,30})/)"
DASH = r"(?:\s*(?:[–—_]|--?|―)(?=\s|$)|\s*[–—](?=\w))"
PATTERN = re.compile(
    rf"(?P<dateline>(?:{PLACE})?(?(place)(?:,?\s+|\.\s+)?)(?P<date>{WEEKDAY}{DATE})?\.?(?:\s*(?:[–—-]\s)?{AGENCY})?)\.?(?P<dash>{DASH})?"
)
# After a place alone a sentence has to begin; headings and tables have dashes too.
STORY_GOES_ON = re.compile(r"\s*[\"“'‘]?[A-ZÀ-Þ0-9$£€](?:\S*\s+\S+){5}")
MAX_PLACE_WORDS = 4  # the longest cities have three or four words (LAKE BUENA VISTA); headings in capitals have more


class Dateline(NamedTuple):
    """The opening words as they stand, where they stand, and what they say."""

    text: str
    start: int
    date: str | None
    agency: str | None


def find_dateline(text: str) -> Dateline | None:
    """The dateline of `text`: of the first paragraph that opens with one. Offsets are code points."""
    paragraphs = re.finditer(r"[^\n]*\S[^\n]*", text)
    for _, match in zip(range(PARAGRAPHS_LOOKED_AT), paragraphs, strict=False):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        found = _at_start(text[start : match.end()])
        if found:
            return found._replace(start=start)
    return None


def agency_name(text: str) -> str | None:
    """The agency that `text` is the name of, full or short."""
    return _agencies()[0].get(" ".join(text.split()).strip(" .").lower())


def agency_in(text: str) -> str | None:
    """The first agency that `text` names, short forms too; for credits, not for prose."""
    match = _agencies()[1].search(text)
    return _agencies()[0][match.group().lower()] if match else None


def agency_signed(credit: str) -> str | None:
    """The agency whose way of signing `credit` is, though it does not name it."""
    line = " ".join(credit.split())
    return next((name for name, sign in _signs() if sign.fullmatch(line)), None)


def agency_credited(line: str, place: str) -> str | None:
    """The first agency that a whole `line` credits which stands in one `place` of a text: `opening` or `closing`."""
    line = " ".join(line.split())
    if not any(form.fullmatch(line) for form in _credit_lines(place)):
        return None
    named = re.search(_agencies()[1].pattern, line, re.IGNORECASE)
    return _agencies()[0][named.group().lower()] if named else None


def parted_from_agency(names: str) -> str:
    """`Ann Ash Associated Press` as `Ann Ash, Associated Press`."""
    return re.sub(rf"(?<=\w) (?=(?:{_agencies()[1].pattern})$)", ", ", names)


def _at_start(paragraph: str) -> Dateline | None:
    match = PATTERN.match(paragraph[: MAX_DATELINE + 20])
    if not match:
        return None
    words = match["dateline"].strip().rstrip(",")
    place, date = match["place"], match["date"]
    agency = agency_name(match["inside"] or match["slashed"] or "")
    if place and match["dash"] and not match["agency"]:
        agency = agency_name(place)  # it stands where a place would: AP —
    if not words or len(words) > MAX_DATELINE:
        return None
    if match.end() == len(paragraph) and not (date and match["dash"]):
        return None  # a line of its own opens a story only when the dash says that it goes on
    if match["agency"] and not agency and not date and not (place and _is_capitals(place) and _is_outlet(match)):
        return None  # brackets that hold something else
    if agency:
        is_dateline = bool(date) or bool(match["dash"]) or bool(place and place.isupper())
    elif date:
        is_dateline = bool(match["dash"]) and place is not None and _is_place(place)
    else:
        is_dateline = (
            bool(match["dash"])
            and place is not None
            and _is_place(place)
            and _is_capitals(place)
            and bool(STORY_GOES_ON.match(paragraph, match.end()))
        )
    return Dateline(words, 0, date, agency) if is_dateline else None


def _is_outlet(match: re.Match[str]) -> bool:
    """Whether the brackets can hold a newsroom's name (CNN), and not a party's letter or an age."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z ]{2,30}", match["inside"] or match["slashed"] or ""))


def _is_capitals(place: str) -> bool:
    """Whether it opens in capitals: `WASHINGTON`, `SAMARKAND, Uzbekistan`, `St. JOHN'S`."""
    first = re.split(r",|/", place)[0]
    if len(first.split()) > MAX_PLACE_WORDS or any(char.isdigit() for char in first):
        return False
    letters = [char for char in first if char.isalpha()]
    return len(letters) >= 3 and sum(char.isupper() for char in letters) >= 0.7 * len(letters)


def _is_place(place: str) -> bool:
    words = re.split(r"[,\s]+", place.upper())
    return words[0] not in _not_places() and place.upper() not in _not_places()


@cache
def _not_places() -> frozenset[str]:
    return frozenset(tomllib.loads(AGENCIES.read_text(encoding="utf-8"))["not_a_place"]["words"])


@cache
def _agencies() -> tuple[dict[str, str], re.Pattern[str]]:
    """Canonical name by lower-cased name, and a pattern that finds any name in a credit."""
    by_name: dict[str, str] = {}
    found_as: list[str] = []
    for agency in tomllib.loads(AGENCIES.read_text(encoding="utf-8"))["agency"]:
        for name in [agency["name"], *agency["names"], *agency.get("short", [])]:
            by_name[name.lower()] = agency["name"]
            found_as.append(name)
    longest_first = sorted(set(found_as), key=lambda name: (-len(name), name))
    return by_name, re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms of signing, each with the agency whose it is."""
    listed = tomllib.loads(AGENCIES.read_text(encoding="utf-8"))["agency"]
    return tuple(
        (agency["name"], re.compile(sign, re.IGNORECASE)) for agency in listed for sign in agency.get("signs", [])
    )


@cache
def _credit_lines(place: str) -> tuple[re.Pattern[str], ...]:
    forms = tomllib.loads(AGENCIES.read_text(encoding="utf-8"))["credited"][place]
    one = rf"(?:the )?(?:{_agencies()[1].pattern})"
    several = rf"{one}(?:(?: ?[/,|] ?| and | & ){one})*"
    return tuple(re.compile(form.replace("AGENCIES", several).replace("AGENCY", one), re.IGNORECASE) for form in forms)
