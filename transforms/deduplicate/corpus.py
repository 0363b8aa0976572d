"""The documents as the deduplication sees them: read once, exact copies set aside, everything numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from transforms.deduplicate.dated import Release, read_release
from transforms.deduplicate.shingles import Samples, sample_shingles
from transforms.deduplicate.terms import Terms, count_terms, join_terms, main_weekdays
from transforms.deduplicate.words import Flags, Hashes, Ints, text_hashes, word_batches

RELEASE_COLUMNS = [
    "doc_id", "outlet", "wire_source", "word_count", "published_on", "published_from", "published_until",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents, sorted by id, and the distinct texts among them.

    `groups[t]` lists the numbers of the documents that carry distinct text `t` (same words, whatever the marks), the
    first to arrive in front; texts are numbered in the order of those first documents. `samples` and `terms` number
    the distinct texts, `words` counts their words and `weekdays` names the day of the week each
    speaks of most (0 for Monday, -1 for none).
    """

    releases: Sequence[Release]
    texts: Sequence[str]
    titles: Sequence[str | None]
    groups: Sequence[Sequence[int]]
    words: Ints
    weekdays: Ints
    samples: Samples
    terms: Terms

    def text(self, number: int) -> str:
        """Distinct text `number`, as its first document has it."""
        return self.texts[self.groups[number][0]]

    def release(self, number: int) -> Release:
        """The first document to carry distinct text `number`."""
        return self.releases[self.groups[number][0]]


def read_corpus(documents: pa.Table) -> Corpus:
    """The corpus in `documents`, whatever the order of its rows."""
    documents = documents.sort_by("doc_id")
    releases = [read_release(row) for row in documents.select(RELEASE_COLUMNS).to_pylist()]
    texts = [text or "" for text in documents.column("text").to_pylist()]
    titles: list[str | None] = documents.column("title").to_pylist()

    hashes, counts, samples, terms = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [], []
    for first, words in word_batches(texts):
        hashes.append(text_hashes(words))
        counts.append(words.counts)
        samples.append(sample_shingles(words, first))
        terms.append(count_terms(words, first))
    groups = _exact_groups(np.concatenate(hashes), releases)

    joined = join_terms(terms)
    number = np.full(len(texts), -1, np.int32)
    heads = np.array([group[0] for group in groups], np.int64)
    number[heads] = np.arange(len(groups), dtype=np.int32)
    return Corpus(
        releases, texts, titles, groups, np.concatenate(counts)[heads], main_weekdays(joined, len(texts))[heads],
        _renumber_samples(samples, number), _renumber_terms(joined, number),
    )  # fmt: skip


def _exact_groups(hashes: Hashes, releases: Sequence[Release]) -> list[list[int]]:
    """Documents with the same words, the first to arrive in front; a document without words is alone."""
    order = np.argsort(hashes, kind="stable")
    edges = np.flatnonzero(np.diff(hashes[order], prepend=np.uint64(0), append=np.uint64(0))).tolist()
    alone = np.flatnonzero(hashes == 0).tolist()
    groups = [[member] for member in alone]
    for first, last in pairwise(sorted({int(np.count_nonzero(hashes == 0)), *edges, len(order)})):
        members = order[first:last].tolist()
        groups.append(sorted(members, key=lambda member: releases[member].arrival))
    return sorted(groups, key=lambda group: group[0])


def _renumber_samples(parts: Sequence[Samples], number: np.ndarray) -> Samples:
    if not parts:
        return Samples(np.zeros(0, np.int32), np.zeros(0, np.uint64))
    text = number[np.concatenate([part.text for part in parts])]
    kept: Flags = text >= 0
    return Samples(text[kept], np.concatenate([part.hash for part in parts])[kept])


def _renumber_terms(terms: Terms, number: np.ndarray) -> Terms:
    text = number[terms.text]
    kept: Flags = text >= 0
    return Terms(text[kept], terms.column[kept], terms.count[kept], terms.start[kept], terms.end[kept])
