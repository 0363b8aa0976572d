"""Pairs of distinct texts, examined: aligned and judged, a chunk of pairs at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.deduplicate.candidates import standing_shingles
from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.dated import days_apart
from transforms.deduplicate.kinds import COPY_KINDS, PASSAGE_WORDS, judge, needs_wording, telling_runs, wording
from transforms.deduplicate.passages import Alignment, align
from transforms.deduplicate.words import Hashes, Ints, Words, find_words

Pair = tuple[int, int]
CHUNK_WORDS = 400_000  # words of both sides aligned at once: some 100 MB of working arrays


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
        number, words = words_of(corpus, chunk)
        local = [(number[a], number[b]) for a, b in chunk]
        alignments = align(words, standing_shingles(words, standing), local)
        for pair, place, alignment in zip(chunk, local, alignments, strict=True):
            close = wording(words, place) if needs_wording(alignment) else 0.0
            sizes = (int(corpus.words[pair[0]]), int(corpus.words[pair[1]]))
            kind = judge(alignment, close, sizes, days_apart(corpus.release(pair[0]), corpus.release(pair[1])))
            if kind:
                judged.append(Judged(pair, replace(alignment, runs=telling_runs(alignment, kind)), kind))
    return judged


def reports_of_one_story(corpus: Corpus, pairs: Sequence[Pair], standing: Hashes) -> list[Judged]:
    """The pairs as `same_story`, with the passages they share."""
    judged = []
    for chunk in chunks(pairs, corpus.words):
        number, words = words_of(corpus, chunk)
        local = [(number[a], number[b]) for a, b in chunk]
        for pair, found in zip(chunk, align(words, standing_shingles(words, standing), local), strict=True):
            judged.append(Judged(pair, replace(found, runs=telling_runs(found, "same_story")), "same_story"))
    return judged


def without_cluster(judged: Judged) -> Judged | None:
    """A copy that linkage kept out of the other's cluster: no copy, then, but a text with shared passages."""
    if judged.kind not in COPY_KINDS:
        return judged
    if judged.alignment.longest < PASSAGE_WORDS:
        return None
    runs = telling_runs(judged.alignment, "shared_passages")
    return Judged(judged.pair, replace(judged.alignment, runs=runs), "shared_passages")


def words_of(corpus: Corpus, pairs: Sequence[Pair]) -> tuple[dict[int, int], Words]:
    """The words of all texts in `pairs`, and each text's number among them."""
    texts = sorted({text for pair in pairs for text in pair})
    return {text: place for place, text in enumerate(texts)}, find_words([corpus.text(text) for text in texts])


def chunks(pairs: Sequence[Pair], sizes: Sequence[int] | Ints) -> Iterator[Sequence[Pair]]:
    """`pairs` in runs of at most `CHUNK_WORDS` words (of one pair, if that has more)."""
    first, total = 0, 0
    for place, (a, b) in enumerate(pairs):
        size = int(sizes[a]) + int(sizes[b])
        if total and total + size > CHUNK_WORDS:
            yield pairs[first:place]
            first, total = place, 0
        total += size
    if first < len(pairs):
        yield pairs[first:]
