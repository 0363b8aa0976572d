"""Where a named place lies: degrees north and east of a city, by an offline list; null where the name is ambiguous."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from transforms.language.lexicons import fold

CITIES = Path(__file__).parent / "cities.tsv"
CALLED = {"new york": "new york city", "kiev": "kyiv", "washington, d.c.": "washington", "washington dc": "washington"}


class Position(NamedTuple):
    """Degrees north (`latitude`) and east (`longitude`), WGS 84, to two places: about a kilometre."""

    latitude: float
    longitude: float


def position_of(name: str | None, country: str | None) -> Position | None:
    """Where the city of that name in that country (ISO 3166 alpha-3) lies. Without a country only a name that means one
    city wherever it stands has a position; a country or region has none."""
    if name is None:
        return None
    folded = fold(name)
    folded = CALLED.get(folded, folded)
    by_country, alone = _cities()
    return alone.get(folded) if country is None else by_country.get((folded, country))


@cache
def _cities() -> tuple[dict[tuple[str, str], Position], dict[str, Position]]:
    by_country: dict[tuple[str, str], Position] = {}
    alone: dict[str, Position] = {}
    with CITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            position = Position(float(row["latitude"]), float(row["longitude"]))
            by_country[fold(row["name"]), row["country"]] = position
            if row["alone"] == "yes":
                alone[fold(row["name"])] = position
    return by_country, alone
