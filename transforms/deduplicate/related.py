"""What a document does not say of its own publication and a related document does.

Never a guess at a day: a copy's day bounds this document's, it does not set it, because papers print agency copy a day
or two late. Only when copies with the very same words all came out on one day is that taken as the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.deduplicate.dated import Release

AGREEING = 2  # exact copies that must agree before their day is taken over
COPY_DAYS = 3  # as far apart as copies are looked for, see `kinds.REPRINT_DAYS`
STORY_DAYS = 3  # 752 of 762 dated development pairs of one story


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of publication, or the days it lies between; `basis` is `related` where a related document told."""

    on: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    basis: str | None


def complete_dates(own: Dates, exact: Iterable[Release], copies: Iterable[Release], story: Iterable[Release]) -> Dates:
    """`own`, completed from the exact copies, the other copies or the other documents of the story.

    A document that states a day or a bracket keeps it; the closest relation that has dated documents is used.
    """
    if own.on or own.earliest or own.latest:
        return own
    days = _days(exact)
    if len(days) >= AGREEING and len(set(days)) == 1:
        return Dates(days[0], days[0], days[0], "related")
    for relation, margin, widest in (
        (days, COPY_DAYS, 7),
        (_days(copies), COPY_DAYS, 7),
        (_days(story), STORY_DAYS, 7),
    ):
        if relation and (max(relation) - min(relation)).days <= widest:
            around = dt.timedelta(days=margin)
            return Dates(None, min(relation) - around, max(relation) + around, "related")
    return own


def _days(releases: Iterable[Release]) -> Sequence[dt.date]:
    return [release.published_on for release in releases if release.published_on]
