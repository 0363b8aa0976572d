"""What an earlier run worked out about texts and pairs of texts, so that the next need not.

Each finding is a row under a 64-bit key over all that it depends on: the text's bytes, the two texts' words and which
of their shingles are standing text, and so on. A key that is there again has the same row again, whatever else the
corpus gained or lost, so a run that recalls gives the very tables of one that does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.deduplicate.words import Hashes, Ints, is_new, scramble
from warehouse.tables import OVERLAPS

KEY = pa.field("key", pa.uint64())
INTS = pa.list_(pa.int32())
RUNS = pa.list_(pa.struct([pa.field(name, pa.int32()) for name in ("a", "b", "length")]))
TEXTS = pa.schema(
    [KEY, pa.field("hash", pa.uint64()), pa.field("words", pa.int64()), pa.field("shingles", pa.list_(pa.uint64()))]
)
TERMS = pa.schema([KEY, *(pa.field(name, INTS) for name in ("column", "count", "start"))])
SHARES = ("containment_a", "containment_b", "jaccard", "wording")
FOUND = ("kind", "shared_passages", "changes")
SHARED: list[pa.Field[Any]] = [pa.field(name, pa.float64()) for name in SHARES]
ALIGNMENTS = pa.schema([KEY, *SHARED, pa.field("longest", pa.int64()), pa.field("runs", RUNS)])
ROWS = pa.schema([KEY, *(pa.field(name, OVERLAPS.column(name).type) for name in FOUND)])


@dataclass(frozen=True, slots=True)
class Known:
    """Findings by key: the shingles and the terms of texts, alignments of pairs, and what becomes a row of overlaps."""

    texts: pa.Table
    terms: pa.Table
    alignments: pa.Table
    rows: pa.Table

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name).schema.equals(SCHEMAS[field.name]):
                raise ValueError(f"{field.name} do not have the columns of this version; leave them out.")


SCHEMAS = {"texts": TEXTS, "terms": TERMS, "alignments": ALIGNMENTS, "rows": ROWS}
NOTHING = Known(**{name: schema.empty_table() for name, schema in SCHEMAS.items()})


def recall(known: pa.Table, keys: Hashes, make: Callable[[Ints], pa.Table]) -> pa.Table:
    """A row for each of `keys`, in their order: from `known` where it is there, else made.

    `make` gets the places in `keys` of those to make, each key once, and returns their rows in that order.
    """
    own = known["key"].to_numpy()
    order = np.argsort(own)
    at = find_keys(own[order], keys)
    index = np.where(at >= 0, order[at] if len(order) else 0, -1)
    missing = np.flatnonzero(at < 0)
    if len(missing):
        ranked = missing[np.argsort(keys[missing], kind="stable")]
        new = is_new(keys[ranked])
        first = np.sort(ranked[new])
        made = make(first)
        number = np.empty(len(keys), np.int64)
        number[first] = np.arange(len(first))
        index[ranked] = len(own) + number[ranked[new][np.cumsum(new) - 1]]
        known = pa.concat_tables([known, made]) if len(known) else made
    if len(index) == len(known) and bool((index == np.arange(len(index))).all()):
        return known.combine_chunks()
    return known.combine_chunks().take(indices(index))


def find_keys(ranked: Hashes, keys: Hashes) -> Ints:
    """The place of each of `keys` in the sorted `ranked`, -1 where it is not there."""
    if not len(ranked):
        return np.full(len(keys), -1, np.int64)
    place = np.minimum(np.searchsorted(ranked, keys), len(ranked) - 1)
    return np.where(ranked[place] == keys, place, -1)


def each_once(tables: Sequence[pa.Table]) -> pa.Table:
    """The rows of `tables`, the first of each key."""
    rows = pa.concat_tables(tables)
    keys = rows["key"].to_numpy()
    order = np.argsort(keys, kind="stable")
    new = is_new(keys[order])
    return rows if new.all() else rows.combine_chunks().take(indices(np.sort(order[new])))


def mix(*parts: Hashes) -> Hashes:
    """One hash over several, in this order."""
    mixed = np.zeros_like(parts[0])
    for part in parts:
        mixed = scramble(mixed * np.uint64(0x9E3779B97F4A7C15) + part + np.uint64(1))
    return mixed


def indices(numbers: Ints) -> Any:
    """Row numbers as Arrow's `take` wants them."""
    return pa.array(numbers, pa.int64())


def lists(bounds: Ints, values: Any, kind: Any) -> Any:
    """A column of lists: row `i` holds the values from `bounds[i]` to `bounds[i + 1]`."""
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), values, type=kind)


def flat(column: Any) -> tuple[Ints, Any]:
    """The bounds and the values of a column of lists."""
    array = column.combine_chunks()
    offsets = array.offsets.to_numpy().astype(np.int64)
    return offsets - offsets[0], array.flatten()
