"""Headline, authors, day, outlet and agency of a text: from what is stated beside it, else from its own words.

Stated values win over what a page shows, that over the text, and that over the file's name; `published_basis` says
which it was. Nothing is guessed: a day without a year stays open unless a certain bracket leaves one year only, and
a weekday alone says nothing. The clock and the file's times are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.ingest.dateline import (
    Dateline,
    agency_credited,
    agency_in,
    agency_name,
    agency_signed,
    find_dateline,
    parted_from_agency,
)
from transforms.ingest.days import MONTH_NAMES, Period, find_day, make_day, month_and_day, month_period, read_period
from transforms.ingest.fields import as_text, as_texts
from transforms.ingest.model import Cut

MAX_HEADLINE = 180  # code points; of 1,933 development headlines three are longer; 99 % have under 120
MAX_HEADLINE_WORDS = 30
MAX_NAMES = 12  # a longer list of authors is a list of something else
FILE_DAYS_APART = 3  # a file is named after the day it was fetched: up to a long weekend after the dateline
MONTH_ALTERNATIVES = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
CREDIT_LINES = 3  # how near the start or the end a line must stand to be the story's own credit
MAX_CREDIT = 120  # code points
UNNAMED_AGENCY = "unnamed agency"

# /2022/12/30/, /2022-12-30-pier, /2022/1230/, /20221230/, /2022/dec/30/, and -2022-12-30 at the end of the path
URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"
    r"|/(?P<year2>(?:19|20)\d\d)/?(?P<month2>0[1-9]|1[0-2])(?P<day2>0[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"
    rf"|/(?P<year3>(?:19|20)\d\d)[/-](?P<name>{MONTH_ALTERNATIVES})[/-](?P<day3>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"
    r"|[-_](?P<year4>(?:19|20)\d\d)-(?P<month4>0[1-9]|1[0-2])-(?P<day4>0[1-9]|[12]\d|3[01])/?(?:\.\w{2,5})?(?=[?#]|$)",
    re.IGNORECASE,
)
URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/|$)")
FILE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_/.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
FILE_MONTH = re.compile(r"(?:^|/)((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?=/)")

NAME = r"[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|da|du|la|le|van|von|der|den|bin|al|el|ter|ten|dos)){1,4}"
BYLINE = re.compile(r"^\W*(?:Story |Written |Words |Report )?[Bb][Yy]:?\s+(?P<names>.{3,200})$")
CREDIT = re.compile(
    r"(?:(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Cc]ompiled|[Ww]ritten|[Rr]eported)"
    r"(?: and (?:writing|editing|additional reporting))?|Story) by (?P<names>[^;)\n]+)"
)
NAME_BREAK = re.compile(r"\s*(?:,|;|&|\||/|\band\b|\bwith\b)\s*")
WHERE = re.compile(r"\s+(?:in|at|from|for|of)\s+.*$")
PUBLISHED_LINE = re.compile(r"(?:published|posted|issued|first published|date)\b", re.IGNORECASE)
SIGN_OFF = re.compile(r"^[\s(\[–—-]*(?P<agency>[^()\n]{2,40}?)[\s)\]]*$")
TRAILING_AGENCY = re.compile(r"\((?P<agency>[A-Za-z][^()\n]{1,40})\)\s*$")


@dataclass(frozen=True, slots=True)
class Publication:
    """The day, or the bracket that is certain, and where it was read."""

    period: Period | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `documents` says about a text besides the text."""

    title: str | None
    bylines: tuple[str, ...]
    dateline: str | None
    outlet: str | None
    url: str | None
    licence: str | None
    wire_source: str | None
    publication: Publication


def describe(text: str, cuts: Sequence[Cut], fields: Mapping[str, Any], uri: str) -> Metadata:
    """The metadata of a story `text`, the lines cut from it, the fields stated about it and its file's uri."""
    dateline = find_dateline(text)
    authors = _authors(fields) or _credited(cuts)
    url = as_text(fields.get("url"))
    return Metadata(
        title=as_text(fields.get("title")) or find_headline(text),
        bylines=tuple(name for name in authors if not agency_name(name)),
        dateline=as_text(fields.get("dateline")) or (dateline.text if dateline else None),
        outlet=as_text(fields.get("outlet")),
        url=url,
        licence=as_text(fields.get("licence")),
        wire_source=as_text(fields.get("wire_source")) or _wire_source(text, cuts, dateline, authors),
        publication=find_publication(fields.get("published"), url, dateline, cuts, uri),
    )


# ---- headline and authors --------------------------------------------------------------------------------------------


def find_headline(text: str) -> str | None:
    """The first line, if it is one: short, no sentence, and set apart by a blank line or by a whole paragraph after."""
    lines = text.lstrip().split("\n")
    first = lines[0].strip()
    rest = [line.strip() for line in lines[1:]]
    if not any(rest) or not _reads_like_headline(first):
        return None
    if not rest[0] or re.match(r"[•*–—-]\s", rest[0]):
        return first
    is_paragraph = len(rest[0]) > len(first) and bool(re.search(r"[.!?][\"'”’)\]]*$", rest[0]))
    return first if is_paragraph else None


def _reads_like_headline(line: str) -> bool:
    words = line.split()
    if not 2 <= len(words) <= MAX_HEADLINE_WORDS or len(line) > MAX_HEADLINE:
        return False
    if re.search(r"(?<!U\.S)(?<!U\.K)(?<!U\.N)(?<!\b[A-Z]\.[A-Z])[.,:;][\"'”’)]*$", line) or re.match(
        r"[•*–—-]\s", line
    ):
        return False
    return not line[0].islower() and find_dateline(line) is None


def _authors(fields: Mapping[str, Any]) -> list[str]:
    names: list[str] = []
    for stated in as_texts(fields.get("bylines")):
        names.extend(_names(re.sub(r"^[Bb][Yy]\s+", "", stated), is_stated=True))
    return _unique(names)


def _credited(cuts: Sequence[Cut]) -> list[str]:
    """Who a byline or a reporting credit names; editors are not authors."""
    names: list[str] = []
    for cut in cuts:
        line = " ".join(cut.text.split())
        byline = BYLINE.match(line) if cut.kind == "byline" else None
        if byline:
            names.extend(_names(byline["names"]))
        elif cut.kind == "credits":
            for credit in CREDIT.finditer(line):
                names.extend(_names(credit["names"]))
    return _unique(names)


def _names(text: str, is_stated: bool = False) -> list[str]:
    """The people in `A B, C D in London and E F`; a name stated as data may be a single word or in any script."""
    pieces = [WHERE.sub("", piece).strip(" .()[]") for piece in NAME_BREAK.split(parted_from_agency(text))]
    if is_stated:
        return [piece for piece in pieces if piece and not re.search(r"https?:|@|\d", piece)][:MAX_NAMES]
    return [_natural(piece) for piece in pieces if re.fullmatch(NAME, piece) or agency_name(piece)][:MAX_NAMES]


def _natural(name: str) -> str:
    """`JANE DOE` as `Jane Doe`; anything else as it stands."""
    return name.title() if name.isupper() and not agency_name(name) else name


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


# ---- agency ----------------------------------------------------------------------------------------------------------


def _wire_source(text: str, cuts: Sequence[Cut], dateline: Dateline | None, authors: Sequence[str]) -> str | None:
    if dateline and dateline.agency:
        return dateline.agency
    for name in authors:
        if agency_name(name):
            return agency_name(name)
    credits = [cut.text for cut in cuts if cut.kind in ("credits", "standards", "source_link", "byline")]
    for credit in credits:
        named = agency_in(credit)
        if named:
            return named
    signed = _credited_line(text) or _sign_off(text)
    if signed:
        return signed
    for credit in credits:
        if agency_signed(credit):
            return agency_signed(credit)
    unnamed = re.compile(r"\b(wire|agency|agencies|syndicat\w+)\b", re.IGNORECASE)
    return (
        UNNAMED_AGENCY
        if any(unnamed.search(cut.text) for cut in cuts if cut.kind in ("standards", "credits"))
        else None
    )


def _credited_line(text: str) -> str | None:
    """The agency that one of the first or the last lines is a credit to."""
    lines = [line for line in text.split("\n") if line.strip()]
    for place, some in (("opening", lines[:CREDIT_LINES]), ("closing", lines[-CREDIT_LINES:])):
        for line in some:
            agency = agency_credited(line, place) if len(line) <= MAX_CREDIT else None
            if agency:
                return agency
    return None


def _sign_off(text: str) -> str | None:
    """The agency that a story ends with: `(AFP)` after the last sentence, or a last line of its own."""
    last = text.rstrip().rpartition("\n")[2]
    match = TRAILING_AGENCY.search(last) or SIGN_OFF.match(last)
    return agency_name(match["agency"]) if match else None


# ---- day -------------------------------------------------------------------------------------------------------------


def find_publication(
    stated: Any, url: str | None, dateline: Dateline | None, cuts: Sequence[Cut], uri: str
) -> Publication:
    """When the text was published, from the surest source that says; a sure month or year completes a dateline."""
    metadata = read_period(stated) or _in_url(url)
    if metadata and metadata.is_day:
        return Publication(metadata, "metadata")
    file = _in_file_name(uri)
    day = _dateline_day(dateline, metadata, file)
    if day:
        return Publication(Period(day, day), "dateline")
    printed = _printed_day(cuts)
    if printed and (metadata is None or metadata.includes(printed)):
        return Publication(Period(printed, printed), "text")
    if metadata:
        return Publication(metadata, "metadata")
    return Publication(file, "file") if file else Publication()


def _dateline_day(dateline: Dateline | None, metadata: Period | None, file: Period | None) -> Any:
    """The dateline's day: with its own year, else with the only year that a sure bracket leaves it."""
    if dateline is None or dateline.date is None:
        return None
    whole = find_day(dateline.date)
    if whole:
        return whole
    month_day = month_and_day(dateline.date)
    bracket = metadata or file
    if month_day is None or bracket is None:
        return None
    days = [make_day(year, *month_day) for year in range(bracket.first.year - 1, bracket.last.year + 2)]
    slack = FILE_DAYS_APART if metadata is None and bracket.is_day else 0
    near = [day for day in days if day and -slack <= (bracket.first - day).days <= slack] if bracket.is_day else [
        day for day in days if day and bracket.includes(day)
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _printed_day(cuts: Sequence[Cut]) -> Any:
    """The day that a line such as `Published 30 December 2022` gives; one that says only `Updated` is later than it."""
    lines = [cut.text for cut in cuts if cut.kind == "published_line"]
    first = [line for line in lines if PUBLISHED_LINE.search(line)]
    for line in first:
        day = find_day(line[PUBLISHED_LINE.search(line).start() :])  # type: ignore[union-attr]
        if day:
            return day
    return None


def _in_url(url: str | None) -> Period | None:
    """The day, else the month, in an address: `/2022/12/30/`."""
    match = URL_DAY.search(url or "")
    if match:
        said = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
        month = MONTH_NAMES[said["name"].lower()] if "name" in said else int(said["month"])
        day = make_day(int(said["year"]), month, int(said["day"]))
        if day:
            return Period(day, day)
    match = URL_MONTH.search(url or "")
    return month_period(int(match[1]), int(match[2])) if match else None


def _in_file_name(uri: str) -> Period | None:
    """The day in `2022-12-30-name.txt` or `2022/12/30/name.txt`, else the month of a folder `2022/12/`."""
    days = {day for match in FILE_DAY.finditer(uri) if (day := make_day(int(match[1]), int(match[3]), int(match[4])))}
    if len(days) == 1:
        day = days.pop()
        return Period(day, day)
    match = FILE_MONTH.search(uri)
    return month_period(int(match[1]), int(match[2])) if match and not days else None
