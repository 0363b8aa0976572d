"""Pairs of distinct texts, examined: aligned a chunk of pairs at a time (or recalled), then judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.kinds import (
    COPY_KINDS,
    EDITED_CONTAINMENT,
    PASSAGE_WORDS,
    SIDE_PASSAGE_WORDS,
    is_form,
    judge,
    may_be_form,
    needs_wording,
    telling_runs,
)  # fmt: skip
from transforms.deduplicate.known import ALIGNMENTS, SHARES, find_keys, flat, lists, mix, recall
from transforms.deduplicate.passages import Alignments, Run, align, shared_word_pairs
from transforms.deduplicate.texts import runs_of_size
from transforms.deduplicate.words import Hashes, Ints, Words, scramble

Pair = tuple[int, int]
WHOLE_KINDS = (*COPY_KINDS, "excerpt")  # of these every passage is listed, see `telling_runs`
NONE_STANDING = np.zeros(0, np.uint64)
CHUNK_WORDS = 100_000  # words of both sides aligned at once: the working arrays stay within some ten megabytes


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of distinct texts, what that they share makes them, and where that stands among many alignments.

    `key` is a hash of all that the alignment depends on. `whole` are the alignments that the passages are read from,
    at `whole_place`; null before `Comparison.with_all_passages`.
    """

    pair: Pair
    kind: str
    key: int
    aligned: Alignments
    place: int
    whole: Alignments | None = None
    whole_place: int = 0

    @property
    def jaccard(self) -> float:
        return float(self.aligned.jaccard[self.place])

    @property
    def containments(self) -> tuple[float, float]:
        return float(self.aligned.containment_a[self.place]), float(self.aligned.containment_b[self.place])

    @property
    def runs(self) -> tuple[Run, ...]:
        """The passages worth listing for a pair of this kind."""
        aligned, place = self._listed
        return telling_runs(aligned[place], self.kind)

    @property
    def tells(self) -> bool:
        """Whether there is any."""
        aligned, place = self._listed
        return self.kind in WHOLE_KINDS or bool(aligned.longest[place] >= SIDE_PASSAGE_WORDS)

    @property
    def _listed(self) -> tuple[Alignments, int]:
        return (self.whole, self.whole_place) if self.whole else (self.aligned, self.place)

    def called(self, kind: str) -> Judged:
        return replace(self, kind=kind)


class Comparison:
    """Alignments of the texts of a corpus, each made once; `seen` are those of an earlier run and of this one."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.seen = corpus.known.alignments
        self.used: list[pa.Table] = [ALIGNMENTS.empty_table()]

    def examine(self, pairs: Sequence[Pair], standing: Hashes) -> list[Judged]:
        """The pairs that share enough to be of a kind, in order."""
        aligned, keys = self._align(pairs, standing)
        words = self.corpus.words
        judged = []
        for place in np.flatnonzero(_is_worth(aligned)).tolist():
            a, b = pairs[place]
            sizes = (int(words[a]), int(words[b]))
            kind = judge(aligned[place], float(aligned.wording[place]), sizes, self.corpus.gap(a, b))
            if kind:
                judged.append(Judged((a, b), kind, int(keys[place]), aligned, place))
        return [one for one in map(self._read, judged) if one]

    def _read(self, judged: Judged) -> Judged | None:
        """`judged`, and a reprint whose texts turn out to share a form only as what is no copy."""
        a, b = judged.pair
        sizes = (int(self.corpus.words[a]), int(self.corpus.words[b]))
        if judged.kind not in COPY_KINDS or not may_be_form(judged.aligned.shares(judged.place), sizes):
            return judged
        return as_no_copy(judged) if is_form(self.corpus.text(a), self.corpus.text(b)) else judged

    def reports_of_one_story(self, pairs: Sequence[Pair], standing: Hashes) -> list[Judged]:
        """The pairs as `same_story`, with the passages they share."""
        aligned, keys = self._align(pairs, standing)
        return [
            Judged(pair, "same_story", key, aligned, place)
            for place, (pair, key) in enumerate(zip(pairs, keys.tolist(), strict=True))
        ]

    def with_all_passages(self, judged: Sequence[Judged]) -> list[Judged]:
        """The same pairs, with the passages that standing text would hide: it makes no pair and cuts none either."""
        aligned, _ = self._align([one.pair for one in judged], NONE_STANDING)
        return [replace(one, whole=aligned, whole_place=place) for place, one in enumerate(judged)]

    def versions(self, standing: Hashes) -> Hashes:
        """For each text a hash of all that its alignments hang on: its words, and which of its shingles are standing."""
        is_standing = find_keys(standing, self.corpus.recurring.hash) >= 0
        own = is_standing[self.corpus.recurring.shingle]
        sums = np.zeros(len(self.corpus.heads), np.uint64)
        np.add.at(
            sums,
            self.corpus.recurring.text[own],
            scramble(self.corpus.recurring.hash)[self.corpus.recurring.shingle[own]],
        )
        return mix(self.corpus.hashes, sums)

    def _align(self, pairs: Sequence[Pair], standing: Hashes) -> tuple[Alignments, Hashes]:
        a, b = np.array(pairs, np.int64).reshape(-1, 2).T
        versions = self.versions(standing)
        keys = mix(versions[a], versions[b])
        table = recall(self.seen, keys, lambda places: self._made(a[places], b[places], keys[places], standing))
        self.used.append(table)
        self.seen = pa.concat_tables([self.seen, table])
        return _read_alignments(table), keys

    def _made(self, a: Ints, b: Ints, keys: Hashes, standing: Hashes) -> pa.Table:
        pieces = [ALIGNMENTS.empty_table()]
        for first, last in runs_of_size(self.corpus.words[a] + self.corpus.words[b], CHUNK_WORDS):
            part = slice(first, last)
            words, local = words_of(self.corpus, a[part], b[part])
            aligned = align(words, standing, local)
            unclear = [
                place for place in np.flatnonzero(_is_worth(aligned)).tolist() if needs_wording(aligned.shares(place))
            ]
            wording = np.zeros(last - first)
            wording[unclear] = shared_word_pairs(words, local[unclear])
            pieces.append(_write_alignments(keys[part], aligned, wording))
        return pa.concat_tables(pieces)


def without_cluster(judged: Judged) -> Judged | None:
    """A copy that linkage kept out of the other's cluster: no copy, then, but a text with shared passages."""
    return as_no_copy(judged) if judged.kind in COPY_KINDS else judged


def as_no_copy(judged: Judged) -> Judged | None:
    """The pair by the passages it shares, null where they are short."""
    return judged.called("shared_passages") if judged.aligned.longest[judged.place] >= PASSAGE_WORDS else None


def words_of(corpus: Corpus, a: Ints, b: Ints) -> tuple[Words, Ints]:
    """The words of all texts in pairs, and the pairs by the texts' numbers among them."""
    texts, places = np.unique(np.stack([a, b], 1), return_inverse=True)
    return corpus.texts.words(corpus.heads[texts]), places.reshape(-1, 2)


def _is_worth(aligned: Alignments) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which pairs share enough to be of any kind."""
    alike = np.maximum(aligned.containment_a, aligned.containment_b) >= EDITED_CONTAINMENT
    return np.asarray(alike | (aligned.longest >= PASSAGE_WORDS))


def _write_alignments(keys: Hashes, aligned: Alignments, wording: np.ndarray) -> pa.Table:
    kind = ALIGNMENTS.field("runs").type
    runs = pa.StructArray.from_arrays([pa.array(column) for column in aligned.runs], fields=list(kind.value_type))
    columns = [keys, aligned.containment_a, aligned.containment_b, aligned.jaccard, wording, aligned.longest]
    return pa.table([*map(pa.array, columns), lists(aligned.bounds, runs, kind)], schema=ALIGNMENTS)


def _read_alignments(table: pa.Table) -> Alignments:
    bounds, runs = flat(table["runs"])
    share = {name: table[name].to_numpy() for name in SHARES}
    return Alignments(
        share["containment_a"], share["containment_b"], share["jaccard"], table["longest"].to_numpy(),
        bounds, tuple(column.to_numpy() for column in runs.flatten()), share["wording"],
    )  # fmt: skip
