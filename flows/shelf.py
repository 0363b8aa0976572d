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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

CONTENTS = "contents"  # the items of a batch, one digest a line; written last, so its presence marks a whole batch


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
            for item in contents.read_text(encoding="ascii").split():
                if item in wanted:
                    found.setdefault(item, contents.parent)
        return found

    def place(self, items: Sequence[str], write: Callable[[Path], None]) -> Path:
        """Let `write` fill a folder with the results for `items`, and put it on the shelf."""
        target = self.folder / digest(*items)
        if (target / CONTENTS).exists():
            return target
        part = self.folder / f".part-{uuid.uuid4().hex}"
        part.mkdir(parents=True)
        try:
            write(part)
            (part / CONTENTS).write_text("\n".join(items), encoding="ascii")
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
            if len(items) < len((folder / CONTENTS).read_text(encoding="ascii").split()):
                rows = rows.filter(pc.is_in(rows[item_column], pa.array(items, pa.string())))
            pieces.append(rows)
        return pa.concat_tables(pieces)

    def prune(self, keep: Iterable[Path]) -> None:
        """Remove the batches that the finished build did not use, and what killed builds left half written."""
        kept = set(keep)
        for folder in self.folder.glob("*"):  # half-written `.part-…` folders too
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def split(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """`items` in runs of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]
