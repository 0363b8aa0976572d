"""What the rows of event data say of a side: the country it stands for and the part of society it acts for."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from transforms.events.intensity import intensity_of
from transforms.language.lexicons import countries_by_name, fold
from transforms.reconcile.places import position_of

SECTORS = Path(__file__).parent / "sectors.tsv"
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
PLACE_KINDS = ("place", "government")

Row = dict[str, Any]


def with_parties(events: pa.Table, entities: pa.Table) -> pa.Table:
    """`events` with intensity, sectors, countries and the position of the place filled, in the same order and schema.

    `entities` has the columns of `warehouse.tables.ENTITIES`.
    """
    columns = ["entity_id", "name", "kind", "country", "role"]
    known = {row["entity_id"]: row for row in entities.select(columns).to_pylist()}
    return pa.Table.from_pylist([row | _told_of(row, known) for row in events.to_pylist()], schema=events.schema)


def _told_of(row: Row, known: Mapping[str, Row]) -> Row:
    found: Row = {"intensity": intensity_of(row["event_type"], row["mode"])}
    for side in ("actor", "recipient"):
        entity = known.get(row[f"{side}_id"] or "")
        found[f"{side}_country"] = country_of(row[f"{side}_text"], entity)
        found[f"{side}_sector"] = sector_of(row[f"{side}_text"], entity)
    place = known.get(row["place_id"] or "")
    found["place_country"] = place["country"] if place is not None else None
    name = place["name"] if place is not None else row["place_text"]
    position = position_of(name, found["place_country"])
    found["place_latitude"], found["place_longitude"] = position if position is not None else (None, None)
    return found


def country_of(text: str | None, entity: Mapping[str, Any] | None) -> str | None:
    """ISO 3166-1 alpha-3 of the state a side belongs to or speaks for: its entity's; without an entity, that of the one
    country its words name ("Swedish doctors"); null where they name none or several."""
    if entity is not None:
        return str(entity["country"]) if entity["country"] is not None else None
    named = {
        countries_by_name()[word].country for word in map(fold, WORD.findall(text or "")) if word in countries_by_name()
    }
    return named.pop() if len(named) == 1 else None


def sector_of(text: str | None, entity: Mapping[str, Any] | None) -> str | None:
    """The part of society a side acts for, one of the sectors of `sectors.tsv`; null where its words do not tell."""
    name = entity["name"] if entity is not None else ""
    is_person = entity is not None and entity["kind"] == "person"
    # Of a person the role tells; the words around a name may name another ("the minister's lawyer").
    spoken = "" if is_person else _padded(f"{text or ''} | {name}")
    role = _padded(str(entity["role"] or "")) if entity is not None else ""
    for sector, by, cues in _sectors():
        if by == "kind":
            if entity is not None and entity["kind"] in cues:
                return sector
        elif any(f" {cue} " in (spoken if by == "words" else role) for cue in cues):
            return sector
    return None


def _padded(text: str) -> str:
    return f" {' '.join(WORD.findall(fold(text)))} "


@cache
def _sectors() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    with SECTORS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return tuple((row["sector"], row["by"], tuple(row["words"].split(", "))) for row in rows)
