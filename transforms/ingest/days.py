"""Written dates to days, without the clock: what a stated date or a publication line says, and no more.

A `Period` is the first and last day a date can mean; `2022-12` is a month, `03/04/2022` runs from 4 March to 3 April,
because nobody can tell which of the two it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from email.utils import parsedate
from typing import Any, NamedTuple

EARLIEST_YEAR, LATEST_YEAR = 1600, 2200  # newspapers begin in 1605; beyond is a slip of the pen
SECONDS_FROM = 100_000_000  # a number from here on counts seconds since 1970 (March 1973), not a day written 20221230
MILLISECONDS_FROM = 100_000_000_000

MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = r"(?P<month>" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")\.?"
YEAR = r"(?P<year>1[6-9]\d\d|2[01]\d\d)"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"

NUMERIC = re.compile(rf"(?<!\d){YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.]{DAY}(?!\d)")
COMPACT = re.compile(rf"(?<!\d){YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
MONTH_FIRST = re.compile(rf"\b{MONTH}\s+{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}\b", re.IGNORECASE)
DAY_FIRST = re.compile(rf"\b{DAY}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{MONTH}[\s,-]+{YEAR}\b", re.IGNORECASE)
SLASHED = re.compile(r"(?<!\d)(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})(?!\d)")
MONTH_ONLY = re.compile(
    rf"^\s*(?:{YEAR}[-/](?P<number>0?[1-9]|1[0-2])|{MONTH}\s+(?P<year2>\d{{4}}))\s*$", re.IGNORECASE
)
YEAR_ONLY = re.compile(rf"^\s*{YEAR}\s*$")
DAY_OF_MONTH = re.compile(
    rf"\b(?:{MONTH}\s+{DAY}|(?P<day2>[0-3]?\d)\s+(?P<month2>[A-Za-z]{{3,9}})\.?)\b", re.IGNORECASE
)


class Period(NamedTuple):
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def includes(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def read_period(value: Any) -> Period | None:
    """What a stated date says: a date, a time (its day as written), a month, a year, or seconds since 1970 (UTC)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, dt.datetime):
        return _one(value.date())
    if isinstance(value, dt.date):
        return _one(value)
    if isinstance(value, (int, float)) or re.fullmatch(r"\d{9,13}(\.\d+)?", str(value).strip()):
        return _from_number(float(value))
    text = str(value)
    return _from_text(text) or _from_mail_date(text)


def find_day(text: str) -> dt.date | None:
    """The first full date in `text` that can be only one day."""
    period = _from_text(text)
    return period.first if period and period.is_day else None


def month_and_day(text: str) -> tuple[int, int] | None:
    """Month and day of a date without a year, such as `Dec 30` or `30 December`."""
    for found in DAY_OF_MONTH.finditer(text):
        name = (found["month"] or found["month2"]).lower()
        if name in MONTH_NAMES:
            month, day = MONTH_NAMES[name], int(found["day"] or found["day2"])
            return (month, day) if make_day(2000, month, day) else None  # a leap year: 29 February counts
    return None


def make_day(year: int, month: int, day: int) -> dt.date | None:
    """The day, or null if the calendar has none like it."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_period(year: int, month: int) -> Period | None:
    """The whole month."""
    first = make_day(year, month, 1)
    return Period(first, first.replace(day=calendar.monthrange(year, month)[1])) if first else None


def _one(day: dt.date) -> Period | None:
    return Period(day, day) if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _from_number(number: float) -> Period | None:
    if number < SECONDS_FROM:
        return read_period(str(int(number)))
    seconds = number / 1000 if number >= MILLISECONDS_FROM else number
    try:
        return _one(dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date())
    except (ValueError, OverflowError, OSError):
        return None


def _from_text(text: str) -> Period | None:
    day = _full_date(text)
    if day:
        return Period(day, day)
    slashed = SLASHED.search(text)
    if slashed:
        return _either_order(int(slashed["first"]), int(slashed["second"]), int(slashed["year"]))
    month = MONTH_ONLY.match(text)
    if month:
        number = int(month["number"]) if month["number"] else MONTH_NAMES[month["month"].lower()]
        return month_period(int(month["year"] or month["year2"]), number)
    year = YEAR_ONLY.match(text)
    if year:
        return Period(dt.date(int(year["year"]), 1, 1), dt.date(int(year["year"]), 12, 31))
    return None


def _full_date(text: str) -> dt.date | None:
    """The first full date by place in the text, whatever way it is written."""
    found = [match for pattern in (NUMERIC, COMPACT, MONTH_FIRST, DAY_FIRST) if (match := pattern.search(text))]
    for match in sorted(found, key=lambda match: match.start()):
        month = match["month"].lower()
        number = MONTH_NAMES[month] if month in MONTH_NAMES else int(month)
        day = make_day(int(match["year"]), number, int(match["day"]))
        if day:
            return day
    return None


def _either_order(first: int, second: int, year: int) -> Period | None:
    days = sorted(day for day in (make_day(year, first, second), make_day(year, second, first)) if day)
    return Period(days[0], days[-1]) if days else None


def _from_mail_date(text: str) -> Period | None:
    parsed = parsedate(text)
    day = make_day(*parsed[:3]) if parsed else None
    return Period(day, day) if day else None
