"""Every passage two texts share, with exact offsets in both, for many pairs of texts at once.

All five-word shingles of a pair are matched (not a sample), matches on one diagonal are joined to runs, and of runs
that overlap the longer is kept. Standing text (see `standing`) matches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.deduplicate.sentences import closing_after, opening_before
from transforms.deduplicate.shingles import SHINGLE_WORDS, shingle_hashes
from transforms.deduplicate.standing import standing_shingles
from transforms.deduplicate.words import Floats, Hashes, Ints, Words, is_new, spread

MAX_REPEATS = 8  # a shingle that recurs inside one text is matched to its first eight places only


class Run(NamedTuple):
    """The same words in two texts: number of the first word in each, and how many."""

    a: int
    b: int
    length: int


class Passage(NamedTuple):
    """The same words in two texts, as offsets."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two texts share: runs in the order of a, and shares of shingles (0 to 1), standing text left out."""

    runs: tuple[Run, ...]
    containment_a: float
    containment_b: float
    jaccard: float

    @property
    def containment(self) -> float:
        return max(self.containment_a, self.containment_b)

    @property
    def longest(self) -> int:
        return max((run.length for run in self.runs), default=0)


@dataclass(frozen=True, slots=True)
class Alignments:
    """Many alignments as columns; `alignments[p]` is that of pair `p`.

    `longest` is the length of its longest run; `bounds[p]` is the first of its `runs` (see `Run`), which may overlap
    here. `wording` is the share of word pairs of both texts, 0 where nothing hangs on it.
    """

    containment_a: Floats
    containment_b: Floats
    jaccard: Floats
    longest: Ints
    bounds: Ints
    runs: tuple[npt.NDArray[np.int32], ...]
    wording: Floats

    def shares(self, pair: int) -> Alignment:
        """The alignment of a pair without its runs, which are dearer to come by."""
        shares = (self.containment_a, self.containment_b, self.jaccard)
        return Alignment((), *(float(share[pair]) for share in shares))

    def __getitem__(self, pair: int) -> Alignment:
        part = slice(self.bounds[pair], self.bounds[pair + 1])
        runs = [Run(*run) for run in zip(*(column[part].tolist() for column in self.runs), strict=True)]
        return Alignment(
            tuple(_without_overlap(runs) if _overlap(runs) else runs),
            float(self.containment_a[pair]),
            float(self.containment_b[pair]),
            float(self.jaccard[pair]),
        )


def align(words: Words, standing: Hashes, pairs: Sequence[tuple[int, int]] | Ints) -> Alignments:
    """The alignment of each pair of texts of `words`.

    `standing` lists, in order, the hashes of the sampled shingles that do not count (see `standing_shingles`).
    """
    hashes, complete = shingle_hashes(words)
    position = np.flatnonzero(complete & ~standing_shingles(words, hashes, complete, standing))
    size = np.diff(np.searchsorted(position, words.bounds))
    places = _recurring_places(words.bounds, position, hashes[position])
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    match_a, match_b, match_pair, shared_a, shared_b = _join(places, a, b)

    both = np.minimum(shared_a, shared_b)
    bounds, runs = _runs(
        match_a - words.bounds[a[match_pair]], match_b - words.bounds[b[match_pair]], match_pair, len(a)
    )
    longest = np.zeros(len(a), np.int64)
    shared = np.flatnonzero(np.diff(bounds))
    if len(shared):
        longest[shared] = np.maximum.reduceat(runs[2], bounds[shared])
    return Alignments(
        _ratio(shared_a, size[a]), _ratio(shared_b, size[b]), _ratio(both, size[a] + size[b] - both),
        longest, bounds, tuple(column.astype(np.int32) for column in runs), np.zeros(len(a)),
    )  # fmt: skip


def shared_word_pairs(words: Words, pairs: Sequence[tuple[int, int]] | Ints) -> Floats:
    """For each pair of texts, the share of distinct word pairs of the text with fewer of them that both have."""
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    asked = np.zeros(len(words.bounds) - 1, np.bool_)
    asked[a] = asked[b] = True
    hashes, complete = shingle_hashes(words, 2)
    position = np.flatnonzero(complete & np.repeat(asked, words.counts))
    order = np.argsort(hashes[position])
    number = np.cumsum(is_new(hashes[position[order]]))
    bits = int(words.bounds[-1]).bit_length()
    key = np.sort(np.searchsorted(words.bounds, position[order], "right") - 1 << bits | number)
    key = key[is_new(key)]
    bounds = np.searchsorted(key >> bits, np.arange(len(words.bounds)))
    size = np.diff(bounds)
    _, _, _, shared, _ = _join(_Places(bounds, key & ((1 << bits) - 1), key), a, b)
    return _ratio(shared, np.minimum(size[a], size[b]))


def passages(
    runs: Sequence[Sequence[Run]], words: Words, pairs: Sequence[tuple[int, int]], texts: Sequence[str]
) -> list[list[Passage]]:
    """Offsets of the runs of each pair, widened to the marks around a sentence where it begins or ends in both texts.

    `texts` are those whose words `words` holds.
    """
    a, b = (_Side(words, texts, runs, pairs, side) for side in (0, 1))
    found = []
    number = 0
    for (one, other), own in zip(pairs, runs, strict=True):
        places = []
        for _ in own:
            start_a, start_b, end_a, end_b = a.start[number], b.start[number], a.end[number], b.end[number]
            opening = opening_before(texts[one], a.before[number], start_a)
            if opening is not None:
                other_opening = opening_before(texts[other], b.before[number], start_b)
                if other_opening is not None:
                    start_a, start_b = opening, other_opening
            closing = closing_after(texts[one], end_a)
            if closing is not None:
                other_closing = closing_after(texts[other], end_b)
                if other_closing is not None:
                    end_a, end_b = closing, other_closing
            places.append(Passage(start_a, end_a, start_b, end_b))
            number += 1
        found.append(places)
    return found


class _Side:
    """Where the runs of many pairs begin and end in one of the two texts, and the word before."""

    def __init__(
        self,
        words: Words,
        texts: Sequence[str],
        runs: Sequence[Sequence[Run]],
        pairs: Sequence[tuple[int, int]],
        side: int,
    ) -> None:
        text = np.repeat(np.array([pair[side] for pair in pairs], np.int64), [len(own) for own in runs])
        place = np.array([run[side] for own in runs for run in own], np.int64)
        length = np.array([run.length for own in runs for run in own], np.int64)
        head = words.bounds[text] + place
        tail = head + length - 1
        self.start: list[int] = words.start[head].tolist()
        self.end: list[int] = words.end[tail].tolist()
        self.before: list[int] = np.where(place > 0, words.end[head - 1], 0).tolist()


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the shingles that recur in a batch stand, by text, shingle and place: `bounds[t]` is the first of text t."""

    bounds: Ints
    shingle: Ints
    place: Ints


def _recurring_places(bounds: Ints, position: Ints, hashes: Hashes) -> _Places:
    """The places of the shingles `hashes` at the words `position` that stand at another place too."""
    order = np.argsort(hashes)
    ranked = hashes[order]
    again = np.zeros(len(ranked) + 1, np.bool_)
    again[1:-1] = ranked[1:] == ranked[:-1]
    kept = again[1:] | again[:-1]
    number = np.cumsum(~again[:-1])[kept]
    place = position[order[kept]]
    bits = int(bounds[-1]).bit_length()
    text = np.searchsorted(bounds, place, "right") - 1
    key = np.sort((text << bits | number) << bits | place)
    place = key & ((1 << bits) - 1)
    starts = np.searchsorted(key >> 2 * bits, np.arange(len(bounds)))
    return _Places(starts, key >> bits & ((1 << bits) - 1), place)


def _join(places: _Places, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Places with the same shingle in the same pair: word in a, word in b, pair; and how many places of a and of b."""
    at_a, pair_a = _gather(places, a)
    at_b, pair_b = _gather(places, b)
    bits = int(places.shingle.max(initial=0)).bit_length()
    key_a, key_b = pair_a << bits | places.shingle[at_a], pair_b << bits | places.shingle[at_b]
    low = np.searchsorted(key_b, key_a, "left")
    hit = np.flatnonzero(key_b[np.minimum(low, len(key_b) - 1)] == key_a) if len(key_b) else np.zeros(0, np.int64)
    low = low[hit]
    times = np.minimum(np.searchsorted(key_b, key_a[hit], "right"), low + MAX_REPEATS) - low
    from_b = spread(low, times)
    matched = np.zeros(len(key_b), np.bool_)
    matched[from_b] = True
    return (
        places.place[at_a[np.repeat(hit, times)]],
        places.place[at_b[from_b]],
        pair_b[from_b],
        np.bincount(pair_a[hit], minlength=len(a)),
        np.bincount(pair_b[matched], minlength=len(b)),
    )


def _gather(places: _Places, texts: Ints) -> tuple[Ints, Ints]:
    """The numbers in `places` of all that belong to each of `texts` in turn, and which of them it is."""
    first = places.bounds[texts]
    sizes = places.bounds[texts + 1] - first
    return spread(first, sizes), np.repeat(np.arange(len(texts)), sizes)


def _runs(at_a: Ints, at_b: Ints, pair: Ints, count: int) -> tuple[Ints, tuple[Ints, Ints, Ints]]:
    """Matches joined along diagonals: where the runs of each pair begin, and all in the order of a (see `Run`)."""
    bits = int(max(at_a.max(initial=0), at_b.max(initial=0)) + 1).bit_length()
    low = (1 << bits) - 1
    # One number a match: pair, diagonal, place in a. The next word of a run is then the next number.
    key = np.sort((pair << bits + 1 | at_b - at_a + low) << bits | at_a)
    heads = np.flatnonzero(np.diff(key, prepend=-2) != 1)
    length = np.diff(np.append(heads, len(key))) + SHINGLE_WORDS - 1
    first, key = key[heads] & low, key[heads] >> bits
    diagonal, pair = (key & (low << 1 | 1)) - low, key >> bits + 1
    order = np.argsort(pair << bits | first, kind="stable")
    first = first[order]
    return np.searchsorted(pair[order], np.arange(count + 1)), (first, first + diagonal[order], length[order])


def _overlap(runs: Sequence[Run]) -> bool:
    """Whether any two runs, in the order of a, share words on either side; runs that change order may not."""
    return any(one.a + one.length > two.a or one.b + one.length > two.b for one, two in pairwise(runs))


def _without_overlap(runs: list[Run]) -> list[Run]:
    """Longest first, each cut back to what earlier ones left free; what is left below a shingle is dropped."""
    chosen: list[Run] = []
    for a, b, length in sorted(runs, key=lambda run: (-run.length, run.a, run.b)):
        head, tail = 0, length
        for other in chosen:
            for start, taken in ((a, other.a), (b, other.b)):
                if start + tail <= taken or taken + other.length <= start + head:
                    continue
                if taken <= start + head:
                    head = taken + other.length - start
                else:
                    tail = taken - start
        if tail - head >= SHINGLE_WORDS:
            chosen.append(Run(a + head, b + head, tail - head))
    return sorted(chosen)


def _ratio(part: Ints, whole: Ints) -> Floats:
    ratio: Floats = part / np.maximum(whole, 1)
    return ratio
