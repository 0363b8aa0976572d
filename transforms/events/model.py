"""An event: one mention of a happening in one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from transforms.language.model import Span


@dataclass(frozen=True, slots=True)
class Event:
    """Field for field the columns of `warehouse.tables.EVENTS`; `…_entities` index `DocumentEntities.entities`.

    `trigger` is what `start` and `end` of the row enclose. `date` indexes the document's date expressions, `quote` the quote
    whose speaker says that it happened. The words of a bare noun's sides may stand in another sentence.
    """

    trigger: Span
    sentence: Span
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    actor: Span | None
    actor_entities: tuple[int, ...]
    recipient: Span | None
    recipient_entities: tuple[int, ...]
    place: Span | None
    place_entity: int | None
    happened_on: dt.date | None
    happened_until: dt.date | None
    date_basis: str | None
    status: str
    coded_by: str
    confidence: float
    date: int | None = None
    quote: int | None = None
