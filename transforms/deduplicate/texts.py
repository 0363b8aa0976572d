"""The texts of a corpus where the Arrow table holds them: numbered anew, read by batches, never copied as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.deduplicate.words import Hashes, Ints, Words, read_words

BATCH_BYTES = 400_000  # the working arrays of one batch then stay within a few megabytes and in the processor's cache


@dataclass(frozen=True, slots=True)
class Texts:
    """Text `n` stands in buffer `buffer[n]`, `size[n]` bytes of UTF-8 from `start[n]` on."""

    buffers: Sequence[memoryview]
    buffer: Ints
    start: Ints
    size: Ints

    def __len__(self) -> int:
        return len(self.size)

    def __getitem__(self, number: int) -> str:
        start = int(self.start[number])
        return str(self.buffers[self.buffer[number]][start : start + int(self.size[number])], "utf-8")

    def words(self, numbers: Sequence[int] | Ints) -> Words:
        """The words of the texts with these numbers, in this order."""
        numbers = np.asarray(numbers, np.int64)
        return read_words(self._join(numbers), self.size[numbers])

    def digests(self) -> Hashes:
        """A 64-bit hash of each text's bytes."""
        start = self.start
        places = zip(self.buffer.tolist(), start.tolist(), (start + self.size).tolist(), strict=True)
        found = [blake2b(self.buffers[buffer][head:tail], digest_size=8).digest() for buffer, head, tail in places]
        return np.frombuffer(b"".join(found), np.uint64)

    def batches(self, numbers: Ints | None = None) -> Iterator[tuple[int, Words]]:
        """The texts with these numbers (all where none are named) in batches small enough to hash at full speed.

        With each batch's words comes the place of its first text among those asked for.
        """
        chosen = np.arange(len(self)) if numbers is None else numbers
        for first, last in runs_of_size(self.size[chosen], BATCH_BYTES):
            yield first, self.words(chosen[first:last])

    def _join(self, at: Ints) -> bytes:
        start = self.start[at]
        places = zip(self.buffer[at].tolist(), start.tolist(), (start + self.size[at]).tolist(), strict=True)
        return b"".join([self.buffers[buffer][head:tail] for buffer, head, tail in places])


def read_texts(column: pa.ChunkedArray[Any], order: Ints) -> Texts:
    """The texts of `column`, numbered by `order` (the row of each); a missing text is an empty one."""
    buffers, buffer, start, size = [], [], [], []
    for number, chunk in enumerate(column.chunks):
        _, offsets, data = chunk.buffers()
        width = np.int64 if pa.types.is_large_string(chunk.type) else np.int32
        bounds = np.frombuffer(memoryview(offsets or b""), width)[chunk.offset : chunk.offset + len(chunk) + 1].astype(
            np.int64
        )
        buffers.append(memoryview(data or b""))
        buffer.append(np.full(len(chunk), number, np.int64))
        start.append(bounds[:-1])
        size.append(np.where(chunk.is_valid().to_numpy(zero_copy_only=False), np.diff(bounds), 0))
    none = [np.zeros(0, np.int64)]
    return Texts(buffers, *(np.concatenate(none + parts)[order] for parts in (buffer, start, size)))


def runs_of_size(sizes: Ints, limit: int) -> Iterator[tuple[int, int]]:
    """Consecutive items in runs that add up to at most `limit` (a single item may be larger): first, and one past."""
    total = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = int(total[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(total, before + limit, "right")))
        yield first, last
        first = last
