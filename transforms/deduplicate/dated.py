"""When each document appeared, as far as it is known, and the order that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BRACKET_DAYS = 3  # a bracket no wider than this is as good as a day for telling stories apart
NEVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Release:
    """What tells one document's place among others: when it appeared, whose it is and how much it says.

    `day` is a proleptic ordinal: the day of publication, or the middle of a narrow bracket; null where unknown.
    `earliest` and `latest` bound it, where the document tells.
    """

    doc_id: str
    outlet: str | None
    wire_source: str | None
    word_count: int
    published_on: dt.date | None
    day: int | None
    earliest: int | None
    latest: int | None

    @property
    def arrival(self) -> tuple[dt.date, str]:
        """Sorts the cluster's first document first: earliest known day, then smallest id."""
        return (self.published_on or NEVER, self.doc_id)

    @property
    def standing(self) -> tuple[dt.date, bool, int, str]:
        """Sorts the canonical document first: earliest known day, the agency's own, fullest, smallest id."""
        return (self.published_on or NEVER, not self.is_agency, -self.word_count, self.doc_id)

    @property
    def is_agency(self) -> bool:
        """Whether the agency that the text credits published this copy itself."""
        if not self.outlet or not self.wire_source:
            return False
        outlet, agency = self.outlet.casefold(), self.wire_source.casefold()
        return agency in outlet or outlet in agency


def read_release(row: Mapping[str, Any]) -> Release:
    """A row of `documents` as a `Release`."""
    on, earliest, latest = row["published_on"], row["published_from"], row["published_until"]
    day = on
    if on is None and earliest and latest and (latest - earliest).days <= BRACKET_DAYS:
        day = earliest + (latest - earliest) // 2
    return Release(
        row["doc_id"],
        row["outlet"],
        row["wire_source"],
        row["word_count"],
        on,
        day.toordinal() if day else None,
        (on or earliest).toordinal() if on or earliest else None,
        (on or latest).toordinal() if on or latest else None,
    )


def days_apart(a: Release, b: Release) -> int | None:
    """Days between two documents; null where that is unknown, unless their brackets lie more than a few days apart."""
    if a.day is not None and b.day is not None:
        return abs(a.day - b.day)
    apart = 0
    for one, other in ((a, b), (b, a)):
        if one.earliest is not None and other.latest is not None:
            apart = max(apart, one.earliest - other.latest)
    return apart if apart > BRACKET_DAYS else None
