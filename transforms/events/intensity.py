"""How hard or friendly a type of act is, on an ordinal scale (`intensity.tsv`)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "intensity.tsv"
ANY_MODE = "-"


def intensity_of(event_type: str, mode: str | None) -> int | None:
    """-10 (mass violence) to 10 (giving way, helping at one's own cost); null for OTHER. Steps are not equal."""
    table = _table()
    return table.get((event_type, mode or ANY_MODE), table.get((event_type, ANY_MODE)))


@cache
def _table() -> dict[tuple[str, str], int]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {(row["type"], row["mode"]): int(row["intensity"]) for row in rows}
