"""Finished work, kept by address: the incremental build, crash recovery and sharing of work in one mechanism.

A stage's shelf is a folder of batches. A batch is named by the digest of the items in it, an item by the digest of all
it was made from (its raw bytes, the code that reads it, the model, the settings that shape it). A batch appears whole
or not at all, because it is written beside the shelf and renamed into place. An item that stands on a shelf is never
made again; an item whose digest has changed is simply not found.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# In every batch: its items, one digest a line, an empty line, and the sizes and names of its files; written last, so a
# batch without it, or with a file of another size, is not whole.
CONTENTS = "contents"

Item = TypeVar("Item")


def digest(*parts: object) -> str:
    """32 hex digits over the parts' text."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    folder: Path

    def find(self, items: Iterable[str]) -> dict[str, Path]:
        """Where each of `items` that is done stands: item digest to batch folder."""
        wanted = set(items)
        found: dict[str, Path] = {}
        for contents in sorted(self.folder.glob(f"*/{CONTENTS}")):
            for item in items_of(contents.parent):
                if item in wanted:
                    found.setdefault(item, contents.parent)
        return found

    def place(self, items: Sequence[str], write: Callable[[Path], None]) -> Path:
        """Let `write` fill a folder with the results for `items`, and put it on the shelf."""
        target = self.folder / digest(*items)
        if items_of(target):
            return target
        part = self.folder / f".part-{uuid.uuid4().hex}"
        part.mkdir(parents=True)
        try:
            write(part)
            sizes = [f"{file.stat().st_size} {file.name}" for file in sorted(part.iterdir())]
            (part / CONTENTS).write_text("\n".join([*items, "", *sizes, ""]), encoding="ascii")
            if target.exists():
                shutil.rmtree(target)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return target

    def read(self, table: str, found: dict[str, Path], item_column: str, schema: pa.Schema) -> pa.Table:
        """The rows of `table` that belong to the items of `found`, from all their batches."""
        by_batch: dict[Path, list[str]] = {}
        for item, folder in found.items():
            by_batch.setdefault(folder, []).append(item)
        pieces = [schema.empty_table()]
        for folder, items in sorted(by_batch.items()):
            rows = pq.read_table(folder / f"{table}.parquet", schema=schema)
            if len(items) < len(items_of(folder)):
                rows = rows.filter(pc.is_in(rows[item_column], pa.array(items, pa.string())))
            pieces.append(rows)
        return pa.concat_tables(pieces)

    def prune(self, keep: Iterable[Path]) -> None:
        """Remove the batches that the finished build did not use, and what killed builds left half written."""
        kept = set(keep)
        for folder in self.folder.glob("*"):  # half-written `.part-…` folders too
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def items_of(batch: Path) -> list[str]:
    """The items of a batch; none of one that is not whole: half written, or with a file cut short."""
    try:
        items, _, files = (batch / CONTENTS).read_text(encoding="ascii").partition("\n\n")
        sizes = [line.split(" ", 1) for line in files.splitlines()]
        if all((batch / name).stat().st_size == int(size) for size, name in sizes) and files.endswith("\n"):
            return items.split()
    except (OSError, ValueError):
        pass
    return []


def cut(
    items: Iterable[Item], weigh: Callable[[Item], int], heaviest: int, most: int | None = None
) -> Iterator[list[Item]]:
    """`items` in runs of at most `most` and no heavier than `heaviest`, unless one alone is heavier."""
    batch: list[Item] = []
    weight = 0
    for item in items:
        own = weigh(item)
        if batch and (len(batch) == most or weight + own > heaviest):
            yield batch
            batch, weight = [], 0
        batch.append(item)
        weight += own
    if batch:
        yield batch
