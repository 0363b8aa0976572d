"""Pairs of distinct texts, examined: aligned and judged, a chunk of pairs at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.kinds import (
    COPY_KINDS,
    EDITED_CONTAINMENT,
    PASSAGE_WORDS,
    judge,
    needs_wording,
    telling_runs,
)  # fmt: skip
from transforms.deduplicate.passages import Alignment, align, shared_word_pairs
from transforms.deduplicate.texts import runs_of_size
from transforms.deduplicate.words import Hashes, Ints, Words

Pair = tuple[int, int]
CHUNK_WORDS = 100_000  # words of both sides aligned at once: the working arrays stay within some ten megabytes


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of distinct texts, what they share, and what that makes them."""

    pair: Pair
    alignment: Alignment
    kind: str


def examine(corpus: Corpus, pairs: Sequence[Pair], standing: Hashes) -> list[Judged]:
    """The pairs that share enough to be of a kind, in order."""
    judged = []
    for chunk in chunks(pairs, corpus.words):
        words, local = words_of(corpus, chunk)
        aligned = align(words, standing, local)
        alike = np.maximum(aligned.containment_a, aligned.containment_b) >= EDITED_CONTAINMENT
        worth = {place: aligned[place] for place in np.flatnonzero(alike | (aligned.longest >= PASSAGE_WORDS)).tolist()}
        unclear = [place for place, alignment in worth.items() if needs_wording(alignment)]
        wording = dict(zip(unclear, shared_word_pairs(words, [local[place] for place in unclear]), strict=True))
        for place, alignment in worth.items():
            a, b = chunk[place]
            sizes = (int(corpus.words[a]), int(corpus.words[b]))
            kind = judge(alignment, wording.get(place, 0.0), sizes, corpus.gap(a, b))
            if kind:
                judged.append(Judged((a, b), _telling(alignment, kind), kind))
    return judged


def reports_of_one_story(corpus: Corpus, pairs: Sequence[Pair], standing: Hashes) -> list[Judged]:
    """The pairs as `same_story`, with the passages they share."""
    judged = []
    for chunk in chunks(pairs, corpus.words):
        words, local = words_of(corpus, chunk)
        aligned = align(words, standing, local)
        judged += [
            Judged(pair, _telling(aligned[place], "same_story"), "same_story") for place, pair in enumerate(chunk)
        ]
    return judged


def _telling(alignment: Alignment, kind: str) -> Alignment:
    runs = telling_runs(alignment, kind)
    return Alignment(runs, alignment.containment_a, alignment.containment_b, alignment.jaccard)


def without_cluster(judged: Judged) -> Judged | None:
    """A copy that linkage kept out of the other's cluster: no copy, then, but a text with shared passages."""
    if judged.kind not in COPY_KINDS:
        return judged
    if judged.alignment.longest < PASSAGE_WORDS:
        return None
    return Judged(judged.pair, _telling(judged.alignment, "shared_passages"), "shared_passages")


def words_of(corpus: Corpus, pairs: Sequence[Pair]) -> tuple[Words, list[Pair]]:
    """The words of all texts in `pairs`, and the pairs by the texts' numbers among them."""
    texts, places = np.unique(np.array(pairs, np.int64), return_inverse=True)
    return corpus.texts.words(corpus.heads[texts]), [(a, b) for a, b in places.reshape(-1, 2).tolist()]


def chunks(pairs: Sequence[Pair], sizes: Ints) -> Iterator[Sequence[Pair]]:
    """`pairs` in runs of at most `CHUNK_WORDS` words (of one pair, if that has more)."""
    if pairs:
        a, b = np.array(pairs, np.int64).T
        for first, last in runs_of_size(sizes[a] + sizes[b], CHUNK_WORDS):
            yield pairs[first:last]
