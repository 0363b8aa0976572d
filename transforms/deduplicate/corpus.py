"""The documents as the deduplication sees them: read once, exact copies set aside, everything numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.deduplicate.dated import BRACKET_DAYS, Release, days_apart, read_release
from transforms.deduplicate.shingles import Samples, sample_shingles
from transforms.deduplicate.terms import Terms, count_terms, join_terms, main_weekdays
from transforms.deduplicate.texts import Texts, read_texts
from transforms.deduplicate.words import Flags, Floats, Hashes, Ints, text_hashes

RELEASE_COLUMNS = [
    "doc_id", "outlet", "wire_source", "word_count", "published_on", "published_from", "published_until",
]  # fmt: skip
EPOCH = 719_163  # the proleptic ordinal of 1970-01-01, which Arrow counts days from


@dataclass(frozen=True)
class Corpus:
    """All documents, numbered in the order of their ids, and the distinct texts among them.

    `heads[t]` is the first document to carry distinct text `t` (same words, whatever the marks) and `text_of[d]` the
    text that document `d` carries; texts are numbered in the order of their heads. `twins` lists the documents of the
    texts that several carry, in the order they arrived. `days[d]` is the day of a document as in `Release` (NaN where
    unknown) and `arrival[d]` its place in the order of arrival; `hashes`, `words` and `samples` are of the distinct
    texts.
    """

    table: pa.Table
    texts: Texts
    days: Floats
    arrival: Ints
    heads: Ints
    text_of: Ints
    twins: Mapping[int, Sequence[int]]
    hashes: Hashes
    words: Ints
    samples: Samples

    @cached_property
    def doc_ids(self) -> list[str]:
        return [str(doc_id) for doc_id in self.table["doc_id"].to_pylist()]

    @cached_property
    def outlets(self) -> list[str | None]:
        return self.table["outlet"].to_pylist()

    @cached_property
    def titles(self) -> list[str | None]:
        return self.table["title"].to_pylist()

    @cached_property
    def releases(self) -> list[Release]:
        return [read_release(row) for row in self.table.select(RELEASE_COLUMNS).to_pylist()]

    @cached_property
    def terms(self) -> Terms:
        """The terms of the distinct texts."""
        counted = [count_terms(words, first) for first, words in self.texts.batches(self.heads)]
        return join_terms(counted)

    @cached_property
    def weekdays(self) -> Ints:
        """The day of the week each distinct text speaks of most, see `main_weekdays`."""
        return main_weekdays(self.terms, len(self.heads))

    def release(self, text: int) -> Release:
        """The first document to carry distinct text `text`."""
        return self.releases[int(self.heads[text])]

    def carriers(self, text: int) -> Sequence[int]:
        """The documents that carry distinct text `text`, the first to arrive in front."""
        return self.twins.get(text) or (int(self.heads[text]),)

    def text(self, number: int) -> str:
        """Distinct text `number`, as its first document has it."""
        return self.texts[int(self.heads[number])]

    def gap(self, a: int, b: int) -> int | None:
        """Days between the first documents of two distinct texts, see `days_apart`."""
        gap = abs(self.days[self.heads[a]] - self.days[self.heads[b]])
        if gap == gap:
            return int(gap)
        return days_apart(self.release(a), self.release(b))


def read_corpus(documents: pa.Table) -> Corpus:
    """The corpus in `documents`, whatever the order of its rows."""
    order = pc.sort_indices(documents, [("doc_id", "ascending")]).to_numpy()
    texts = read_texts(documents["text"], order)
    names = [name for name in documents.column_names if name != "text"]
    table = documents.select(names).take(pa.array(order))

    hashes, counts, samples = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], []
    for first, words in texts.batches():
        hashes.append(text_hashes(words))
        counts.append(words.counts)
        samples.append(sample_shingles(words, first))
    every = np.concatenate(hashes)
    arrival = _places(np.lexsort((np.arange(len(order)), _ordinals(table["published_on"]))))
    heads, text_of, twins = _exact_copies(every, arrival)
    return Corpus(
        table, texts, read_days(table), arrival, heads, text_of, twins, every[heads],
        np.concatenate(counts)[heads], _of_heads(samples, heads, len(order)),
    )  # fmt: skip


def read_days(table: pa.Table) -> Floats:
    """`Release.day` of every row."""
    on, earliest, latest = (_ordinals(table[f"published_{name}"]) for name in ("on", "from", "until"))
    narrow = latest - earliest <= BRACKET_DAYS
    return np.where(np.isnan(on) & narrow, earliest + (latest - earliest) // 2, on)


def _ordinals(dates: pa.ChunkedArray[Any]) -> Floats:
    days = pc.cast(pc.cast(dates.combine_chunks(), pa.int32()), pa.float64())
    return days.to_numpy(zero_copy_only=False) + EPOCH


def _places(order: Ints) -> Ints:
    """The place of each item in `order`."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _exact_copies(hashes: Hashes, arrival: Ints) -> tuple[Ints, Ints, dict[int, list[int]]]:
    """`heads`, `text_of` and `twins` of a `Corpus`; a document without words is alone."""
    order = np.lexsort((arrival, hashes))
    ranked = hashes[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (ranked[1:] != ranked[:-1]) | (ranked[1:] == 0)
    first = np.flatnonzero(new)
    heads, number = np.sort(order[first]), np.empty(len(first), np.int64)
    number[np.argsort(order[first])] = np.arange(len(first))
    text_of = np.empty(len(order), np.int64)
    text_of[order] = number[np.cumsum(new) - 1]
    sizes = np.diff(np.append(first, len(order)))
    twins = {
        int(number[group]): order[first[group] : first[group] + sizes[group]].tolist()
        for group in np.flatnonzero(sizes > 1)
    }
    return heads, text_of, twins


def _of_heads(parts: Sequence[Samples], heads: Ints, documents: int) -> Samples:
    """The samples of the first document of each distinct text, numbered by text."""
    if not parts:
        return Samples(np.zeros(0, np.int32), np.zeros(0, np.uint64))
    number = np.full(documents, -1, np.int32)
    number[heads] = np.arange(len(heads), dtype=np.int32)
    text = number[np.concatenate([part.text for part in parts])]
    kept: Flags = text >= 0
    return Samples(text[kept], np.concatenate([part.hash for part in parts])[kept])
