"""What an expression of time says, apart from where it stands: the meanings that `dates` reads and resolves.

A `Phrase` is resolved against an anchor, the day of publication. `explicit` phrases need none; the others give nothing
without it, because a weekday or "last year" in an undated text can be any. Years, months and days are inclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Days = tuple[dt.date | None, dt.date | None]
UNKNOWN: Days = (None, None)
EXPLICIT, RELATIVE, DOCUMENT = "explicit", "relative", "document"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A meaning: how fine it is, what fixes it, and how to work it out from the anchor day and the tense around it."""

    granularity: str
    basis: str
    resolve: Callable[[dt.date | None, bool], Days]


def day(year: int | None, month: int, number: int) -> Phrase | None:
    """A day of the month; without its year the nearest one the tense allows. Null for the 31st of February."""
    if year is not None:
        made = _date(year, month, number)
        return Phrase("day", EXPLICIT, lambda anchor, future: (made, made)) if made else None
    if not 1 <= number <= (29 if month == 2 else calendar.monthrange(2023, month)[1]):
        return None

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        found = _date(_year_of(anchor, month, number, future), month, number)
        return found, found

    return Phrase("day", RELATIVE, resolve)


def month(year: int | None, number: int) -> Phrase:
    """A month; without its year the last one, the one running, or in the future tense the next."""
    if year is not None:
        return Phrase("month", EXPLICIT, lambda anchor, future: month_days(year, number))

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        found = anchor.year
        if future and number < anchor.month:
            found += 1
        elif not future and number > anchor.month:
            found -= 1
        return month_days(found, number)

    return Phrase("month", RELATIVE, resolve)


def months(year: int | None, first: int, last: int) -> Phrase:
    """From one month to another of the same year ("January-November"), or over the turn of it."""
    if year is not None:
        start = year if first <= last else year - 1
        return Phrase("span", EXPLICIT, lambda anchor, future: (dt.date(start, first, 1), month_days(year, last)[1]))

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        found = (
            anchor.year
            + (1 if future and last < anchor.month else 0)
            - (1 if not future and last > anchor.month else 0)
        )
        return dt.date(found - (first > last), first, 1), month_days(found, last)[1]

    return Phrase("span", RELATIVE, resolve)


def year(number: int) -> Phrase:
    return Phrase("year", EXPLICIT, lambda anchor, future: year_days(number))


def years(first: int, last: int, granularity: str = "span") -> Phrase:
    days = (year_days(first)[0], year_days(last)[1])
    return Phrase(granularity, EXPLICIT, lambda anchor, future: days)


def weekday(number: int, which: str) -> Phrase:
    """The last such day or the day of publication itself, as news writes it; `next`, or any in the future tense, after it."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        back = (anchor.weekday() - number) % 7
        if which == "next" or (future and not which and back):
            found = anchor + dt.timedelta(days=(7 - back) or 7)
        elif which == "last" and not back:
            found = anchor - dt.timedelta(days=7)
        else:
            found = anchor - dt.timedelta(days=back)
        return found, found

    return Phrase("day", RELATIVE, resolve)


def offset_days(days: int, granularity: str = "day") -> Phrase:
    """Today, yesterday, tomorrow."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        found = anchor + dt.timedelta(days=days)
        return found, found

    return Phrase(granularity, RELATIVE, resolve)


def unit_offset(unit: str, steps: int) -> Phrase:
    """Last, this or next week, month, quarter, year, decade: `steps` is -1, 0 or 1."""
    granularity = {"weekend": "span", "week": "week", "fortnight": "week"}.get(unit, unit)

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        return UNKNOWN if anchor is None else _unit_days(anchor, unit, steps)

    return Phrase(
        granularity if granularity in ("day", "week", "month", "quarter", "year", "decade") else "span",
        RELATIVE,
        resolve,
    )


def season(first: int, last: int, number: int | None, steps: int | None) -> Phrase:
    """A season of a stated year, or the last, this or next one."""

    def of(found: int) -> Days:
        return dt.date(found, first, 1), month_days(found + (first > last), last)[1]

    if number is not None:
        return Phrase("season", EXPLICIT, lambda anchor, future: of(number))

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        spans = [of(anchor.year + shift) for shift in (-2, -1, 0, 1, 2)]
        past = [days for days in spans if days[1] and days[1] < anchor]
        running = [days for days in spans if days[0] and days[1] and days[0] <= anchor <= days[1]]
        coming = [days for days in spans if days[0] and days[0] > anchor]
        if steps == -1:
            return past[-1]
        if steps == 1:
            return coming[0]
        if steps == 0:
            same_year = [days for days in spans if days[0] and days[0].year == anchor.year]
            return running[0] if running else same_year[0]
        return running[0] if running else (coming[0] if future else past[-1])

    return Phrase("season", RELATIVE, resolve)


def span_of(unit: str, count: int, forward: bool, granularity: str = "span") -> Phrase:
    """The past or next so many days, weeks, months, years, up to or from the day of publication."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        if anchor is None:
            return UNKNOWN
        other = shift(anchor, unit, count if forward else -count)
        if other is None:
            return UNKNOWN
        return (anchor, other) if forward else (other, anchor)

    return Phrase(granularity, RELATIVE, resolve)


def ago(unit: str, count: int) -> Phrase:
    """So many days, weeks, months, years before publication; as fine as its unit."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        found = shift(anchor, unit, -count) if anchor else None
        if found is None:
            return UNKNOWN
        if unit in ("month", "year", "decade", "week"):
            return _unit_days(
                found, "month" if unit == "month" else "year" if unit in ("year", "decade") else "week", 0
            )
        return found, found

    return Phrase(
        {"month": "month", "year": "year", "decade": "decade", "week": "week", "hour": "time", "minute": "time"}.get(
            unit, "day"
        ),
        RELATIVE,
        resolve,
    )


def unresolved(granularity: str, basis: str) -> Phrase:
    """A time the text fixes by something else than a calendar: "hours before", "three days later", "5 p.m."."""
    return Phrase(granularity, basis, lambda anchor, future: UNKNOWN)


def at_time(day: Phrase) -> Phrase:
    """A day told with its hour or its part: "Thursday evening"."""
    return Phrase("time", day.basis, day.resolve)


def part_of(whole: Phrase, part: str) -> Phrase:
    """The `early`, `mid` or `late` half of a period, or its `start` or `end` (a quarter): what the words can mean at most."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        start, end = whole.resolve(anchor, future)
        if start is None or end is None:
            return UNKNOWN
        length = (end - start).days + 1
        low, high = {
            "early": (0.0, 0.5),
            "mid": (0.25, 0.75),
            "late": (0.5, 1.0),
            "start": (0.0, 0.25),
            "end": (0.75, 1.0),
        }[part]
        return start + dt.timedelta(days=int(length * low + 0.5)), start + dt.timedelta(
            days=max(0, int(length * high) - 1)
        )

    return Phrase(whole.granularity, whole.basis, resolve)


def piece_of(whole: Phrase, unit: str, order: int, count: int = 1) -> Phrase:
    """The first half, the third quarter, the first eleven months of a year."""
    size = {"half": 6, "quarter": 3, "month": 1}[unit] * count

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        start, end = whole.resolve(anchor, future)
        if start is None or end is None:
            return UNKNOWN
        pieces = 12 // size if unit != "month" else 1
        index = pieces - 1 if order == -1 else order - 1
        first = 12 - size if unit == "month" and order == -1 else index * size
        if start.month != 1 or first + size > 12 or first < 0:
            return UNKNOWN
        return dt.date(start.year, first + 1, 1), month_days(start.year, first + size)[1]

    return Phrase("quarter" if unit == "quarter" else "span", whole.basis, resolve)


def bounded(whole: Phrase, word: str) -> Phrase:
    """Since, until, by, before, after a time: reaching from or to the day of publication, or open."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        start, end = whole.resolve(anchor, future)
        if start is None or end is None:
            return UNKNOWN
        if word == "since":
            return start, (anchor if anchor and anchor >= start else None)
        if word in ("until", "till", "through", "by"):
            return (anchor if anchor and anchor <= end else None), end
        if word == "before":
            return None, start - dt.timedelta(days=1)
        return end + dt.timedelta(days=1), None

    return Phrase("span", whole.basis, resolve)


def ended(whole: Phrase, unit: str, count: int) -> Phrase:
    """So many weeks or months up to and including a day: "the 12 months ended Dec. 31"."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        _, end = whole.resolve(anchor, future)
        if end is None:
            return UNKNOWN
        start = shift(end + dt.timedelta(days=1), unit, -count)
        return (start, end) if start else UNKNOWN

    return Phrase("span", whole.basis, resolve)


def between(first: Phrase, last: Phrase) -> Phrase:
    """From one time to another."""

    def resolve(anchor: dt.date | None, future: bool) -> Days:
        start, _ = first.resolve(anchor, future)
        _, end = last.resolve(anchor, future)
        return (start, end) if start and end and start <= end else UNKNOWN

    return Phrase("span", RELATIVE if RELATIVE in (first.basis, last.basis) else first.basis, resolve)


# ---- the calendar ----------------------------------------------------------------------------------------------------


def _date(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def month_days(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _year_of(anchor: dt.date, month: int, number: int, future: bool) -> int:
    after = (month, number) > (anchor.month, anchor.day)
    if future:
        return anchor.year if after or (month, number) == (anchor.month, anchor.day) else anchor.year + 1
    return anchor.year - 1 if after else anchor.year


def shift(anchor: dt.date, unit: str, count: int) -> dt.date | None:
    """The day `count` units later; null outside the calendar."""
    try:
        if unit in ("second", "minute", "hour"):
            return anchor
        if unit in ("day", "week", "fortnight"):
            return anchor + dt.timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
        total = (
            anchor.year * 12
            + anchor.month
            - 1
            + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        )
        found, number = divmod(total, 12)
        return dt.date(found, number + 1, min(anchor.day, calendar.monthrange(found, number + 1)[1]))
    except (ValueError, OverflowError, KeyError):
        return None


def _unit_days(anchor: dt.date, unit: str, steps: int) -> Days:
    if unit in ("week", "fortnight"):
        monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(days=7 * steps)
        return monday, monday + dt.timedelta(days=6)
    if unit == "weekend":
        saturday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(days=5 + 7 * steps)
        if steps == -1 and anchor.weekday() == 6:
            saturday = anchor - dt.timedelta(days=8)
        return saturday, saturday + dt.timedelta(days=1)
    if unit == "day":
        found = anchor + dt.timedelta(days=steps)
        return found, found
    if unit == "month":
        moved = shift(anchor.replace(day=1), "month", steps)
        return month_days(moved.year, moved.month) if moved else UNKNOWN
    if unit == "quarter":
        first = (anchor.month - 1) // 3 * 3 + 1
        moved = shift(anchor.replace(day=1, month=first), "quarter", steps)
        return (moved, month_days(moved.year, moved.month + 2)[1]) if moved else UNKNOWN
    if unit == "year":
        return year_days(anchor.year + steps)
    if unit == "decade":
        first = anchor.year // 10 * 10 + 10 * steps
        return year_days(first)[0], year_days(first + 9)[1]
    return UNKNOWN
