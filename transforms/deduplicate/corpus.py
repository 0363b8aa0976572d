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
from transforms.deduplicate.known import NOTHING, TERMS, TEXTS, Known, flat, indices, lists, recall
from transforms.deduplicate.shingles import Recurring, Samples, find_recurring, sample_shingles
from transforms.deduplicate.terms import Terms, count_terms, join_terms, weekday_counts
from transforms.deduplicate.texts import Texts, read_texts
from transforms.deduplicate.words import Floats, Hashes, Ints, spread, text_hashes

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
    unknown) and `arrival[d]` its place in the order of arrival; `digests[d]` is a hash of its text's bytes. `hashes`
    (of the words), `words` (how many) and `samples` are of the distinct texts. `signatures` holds a row a document,
    see `known.TEXTS`.
    """

    table: pa.Table
    texts: Texts
    known: Known
    digests: Hashes
    signatures: pa.Table
    days: Floats
    arrival: Ints
    heads: Ints
    text_of: Ints
    twins: Mapping[int, Sequence[int]]

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
    def hashes(self) -> Hashes:
        return np.asarray(self.signatures["hash"].to_numpy()[self.heads])

    @cached_property
    def words(self) -> Ints:
        return np.asarray(self.signatures["words"].to_numpy()[self.heads])

    @property
    def samples(self) -> Samples:
        """The sampled shingles of the distinct texts, made anew each time: they are large and seldom wanted."""
        bounds, shingles = flat(self.signatures["shingles"])
        first, sizes = bounds[self.heads], np.diff(bounds)[self.heads]
        text = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return Samples(text, shingles.to_numpy()[spread(first, sizes)])

    @cached_property
    def recurring(self) -> Recurring:
        """The sampled shingles that several distinct texts have."""
        return find_recurring(self.samples)

    @cached_property
    def counted(self) -> pa.Table:
        """The terms of the distinct texts, see `known.TERMS`."""
        keys = self.digests[self.heads]
        return recall(self.known.terms, keys, lambda places: _count(self.texts, self.heads[places], keys[places]))

    @cached_property
    def terms(self) -> Terms:
        """The terms of the distinct texts."""
        columns = [flat(self.counted[name]) for name in ("column", "count", "start")]
        text = np.repeat(np.arange(len(self.heads), dtype=np.int32), np.diff(columns[0][0]))
        return Terms(text, *(values.to_numpy() for _, values in columns))

    @cached_property
    def weekdays(self) -> Ints:
        """How often each distinct text names each day of the week, see `weekday_counts`."""
        return weekday_counts(self.terms, len(self.heads))

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


def read_corpus(documents: pa.Table, known: Known = NOTHING) -> Corpus:
    """The corpus in `documents`, whatever the order of its rows."""
    order = pc.sort_indices(documents, [("doc_id", "ascending")]).to_numpy()
    texts = read_texts(documents["text"], order)
    names = [name for name in documents.column_names if name != "text"]
    table = documents.select(names).take(indices(order.astype(np.int64)))

    digests = texts.digests()
    signatures = recall(known.texts, digests, lambda places: _sign(texts, places, digests[places]))
    arrival = places(np.lexsort((np.arange(len(order)), ordinals(table["published_on"]))))
    heads, text_of, twins = _exact_copies(signatures["hash"].to_numpy(), arrival)
    return Corpus(table, texts, known, digests, signatures, read_days(table), arrival, heads, text_of, twins)


def _sign(texts: Texts, numbers: Ints, keys: Hashes) -> pa.Table:
    """The hash, the number of words and the sampled shingles of texts."""
    hashes, counts, sampled, shingles = [], [], [], []
    for _, words in texts.batches(numbers):
        hashes.append(text_hashes(words))
        counts.append(words.counts)
        samples = sample_shingles(words)
        sampled.append(np.bincount(samples.text, minlength=len(words.counts)))
        shingles.append(samples.hash)
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(sampled))])
    columns = [
        pa.array(keys), pa.array(np.concatenate(hashes)), pa.array(np.concatenate(counts)),
        lists(bounds, pa.array(np.concatenate(shingles)), TEXTS.field("shingles").type),
    ]  # fmt: skip
    return pa.table(columns, schema=TEXTS)


def _count(texts: Texts, numbers: Ints, keys: Hashes) -> pa.Table:
    """The terms of texts."""
    terms = join_terms([count_terms(words, first) for first, words in texts.batches(numbers)])
    bounds = np.searchsorted(terms.text, np.arange(len(numbers) + 1))
    columns = [
        lists(bounds, pa.array(values), TERMS.field("column").type)
        for values in (terms.column, terms.count, terms.start)
    ]
    return pa.table([pa.array(keys), *columns], schema=TERMS)


def read_days(table: pa.Table) -> Floats:
    """`Release.day` of every row."""
    on, earliest, latest = (ordinals(table[f"published_{name}"]) for name in ("on", "from", "until"))
    narrow = latest - earliest <= BRACKET_DAYS
    return np.where(np.isnan(on) & narrow, earliest + (latest - earliest) // 2, on)


def ordinals(dates: pa.ChunkedArray[Any]) -> Floats:
    days = pc.cast(pc.cast(dates.combine_chunks(), pa.int32()), pa.float64())
    return days.to_numpy(zero_copy_only=False) + EPOCH


def places(order: Ints) -> Ints:
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
