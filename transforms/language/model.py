"""What the language step hands to every extractor: spans, dates and entities of one document.

All offsets are code points into `documents.text`, end exclusive. The parsed text is an ordinary spaCy `Doc` of exactly
the same length, so `token.idx` is an offset into `documents.text` too.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of `documents.text`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Published:
    """When the document was published: the day if known, else the certain bracket, else nothing."""

    on: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as far as one document tells; `transforms.reconcile.entities` joins these across documents.

    `kind` is one of `warehouse.tables.ENTITY_KINDS`, `country` an ISO 3166-1 alpha-3 code.
    """

    name: str
    kind: str
    country: str | None = None
    role: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity stands. `entity` indexes `DocumentEntities.entities`; null where the text does not tell.

    A plural that means several ("the two leaders") lists them in `members`, and `entity` is then null.
    """

    start: int
    end: int
    form: str
    entity: int | None
    confidence: float
    members: tuple[int, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class DocumentEntities:
    """The entities of one document and their mentions, the latter sorted by offset and free of overlap."""

    entities: tuple[LocalEntity, ...] = ()
    mentions: tuple[Mention, ...] = field(default=())

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mention_at(self, offset: int) -> Mention | None:
        """The mention that covers the character at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self.mentions[index].end <= offset:
            return None
        return self.mentions[index]

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie wholly inside `start`..`end`, in text order."""
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of time. `from_on` and `until_on` are null where they cannot be known."""

    start: int
    end: int
    from_on: dt.date | None
    until_on: dt.date | None
    granularity: str
    basis: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
