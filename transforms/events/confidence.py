"""How likely an event row is right as a whole: that it is a happening, of that type and status, with these sides.

A logistic regression over what a row shows of itself, fitted by `python -m benchmarks.quality.events_confidence` on rows
judged by hand; `confidence.tsv` holds its weights.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from transforms.events.model import Event
from transforms.language.model import DocumentEntities

TABLE = Path(__file__).parent / "confidence.tsv"
BIAS = "bias"
TOLD = "happened"


def rated(event: Event, entities: DocumentEntities) -> Event:
    """The event with its confidence."""
    return replace(event, confidence=confidence_of(features(event, entities)))


def features(event: Event, entities: DocumentEntities) -> Iterator[str]:
    """What tells right rows from wrong ones: how many sides are known entities and of how many countries, whether it is
    told as having happened, whether a type of PLOVER's covers it, and whether only the second opinion names it."""
    sides = (event.actor_entities, event.recipient_entities)
    countries = {entities.entities[i].country for side in sides for i in side} - {None}
    yield f"sides={sum(bool(side) for side in sides)}"
    yield f"countries={min(len(countries), 2)}"
    if event.status == TOLD:
        yield "happened"
    if event.event_type == "OTHER":
        yield "everyday"
    if event.mode == "general":
        yield "second opinion"


def confidence_of(names: Iterable[str]) -> float:
    """The share of rows with these features that is right, to two places."""
    weights = _weights()
    score = weights[BIAS] + sum(weights.get(name, 0.0) for name in names)
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def _weights() -> dict[str, float]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["feature"]: float(row["weight"]) for row in rows}
