"""A figure: one stated quantity in one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from transforms.language.model import Span


@dataclass(frozen=True, slots=True)
class Figure:
    """Field for field the columns of `warehouse.tables.FIGURES`; `place_entity` indexes `DocumentEntities.entities`.

    `date` indexes the document's date expressions: the one that gives the period. `holder` is whose the measured thing
    is: its possessor, which may stand inside of the measure or, meant by "his" or "its", before it; else the subject of
    the clause ("the bank charges a fee of 2 per cent": measure fee, holder the bank).
    """

    start: int
    end: int
    value: float
    value_high: float | None
    is_vague: bool
    unit: str
    unit_text: str | None
    counted: str | None
    kind: str
    bound: str
    change: str | None
    measure: Span | None
    period_start_on: dt.date | None
    period_end_on: dt.date | None
    period: Span | None
    confidence: float
    place_entity: int | None = None
    date: int | None = None
    holder: Span | None = None
