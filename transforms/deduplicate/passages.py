"""Every passage two texts share, with exact offsets in both, for many pairs of texts at once.

All five-word shingles of a pair are matched (not a sample), matches on one diagonal are joined to runs, and of runs
that overlap the longer is kept. Standing text (see `standing`) matches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.deduplicate.sentences import closing_after, opening_before
from transforms.deduplicate.shingles import SHINGLE_WORDS, shingle_hashes
from transforms.deduplicate.words import Flags, Hashes, Ints, Words, scramble

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


def align(words: Words, standing: Flags, pairs: Sequence[tuple[int, int]]) -> list[Alignment]:
    """The alignment of each pair of texts of `words`; `standing` flags the shingles that do not count."""
    if not pairs:
        return []
    hashes, complete = shingle_hashes(words)
    usable = complete & ~standing
    side_a, pair_a = _positions(words.bounds, np.array([a for a, _ in pairs]), usable)
    side_b, pair_b = _positions(words.bounds, np.array([b for _, b in pairs]), usable)
    match_a, match_b, match_pair = _join(hashes, side_a, pair_a, side_b, pair_b)

    count = len(pairs)
    size_a, size_b = np.bincount(pair_a, minlength=count), np.bincount(pair_b, minlength=count)
    shared_a = np.bincount(pair_a[np.isin(side_a * count + pair_a, match_a * count + match_pair)], minlength=count)
    shared_b = np.bincount(pair_b[np.isin(side_b * count + pair_b, match_b * count + match_pair)], minlength=count)
    both = np.minimum(shared_a, shared_b)
    union = size_a + size_b - both

    base_a, base_b = (words.bounds[np.array([pair[side] for pair in pairs])] for side in (0, 1))
    runs = _runs(match_a - base_a[match_pair], match_b - base_b[match_pair], match_pair, count)
    return [
        Alignment(tuple(runs[p]), *(float(share) for share in shares))
        for p, shares in enumerate(
            zip(_ratio(shared_a, size_a), _ratio(shared_b, size_b), _ratio(both, union), strict=True)
        )
    ]


def passages(runs: Sequence[Run], words: Words, pair: tuple[int, int], texts: tuple[str, str]) -> list[Passage]:
    """Offsets of `runs`, widened to the marks around a sentence where it begins or ends in both texts."""
    first = [int(words.bounds[text]) for text in pair]
    last = [int(words.bounds[text + 1]) for text in pair]
    found = []
    for run in runs:
        ends: list[tuple[int, int]] = []
        openings: list[int | None] = []
        closings: list[int | None] = []
        for side, at in enumerate((run.a, run.b)):
            head, tail = first[side] + at, first[side] + at + run.length - 1
            start, end = int(words.start[head]), int(words.end[tail])
            before = int(words.end[head - 1]) if at else 0
            after = int(words.start[tail + 1]) if tail + 1 < last[side] else len(texts[side])
            ends.append((start, end))
            openings.append(opening_before(texts[side], before, start))
            closings.append(closing_after(texts[side], end, after))
        if openings[0] is not None and openings[1] is not None:
            ends = [(openings[0], ends[0][1]), (openings[1], ends[1][1])]
        if closings[0] is not None and closings[1] is not None:
            ends = [(ends[0][0], closings[0]), (ends[1][0], closings[1])]
        found.append(Passage(*ends[0], *ends[1]))
    return found


def _positions(bounds: Ints, texts: Ints, usable: Flags) -> tuple[Ints, Ints]:
    """Word numbers of the usable shingles of `texts`, and for each the number of the pair it is listed for."""
    sizes = bounds[texts + 1] - bounds[texts]
    pair = np.repeat(np.arange(len(texts)), sizes)
    offset = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    position = np.arange(len(pair)) - np.repeat(offset, sizes) + np.repeat(bounds[texts], sizes)
    kept = usable[position]
    return position[kept], pair[kept]


def _join(hashes: Hashes, side_a: Ints, pair_a: Ints, side_b: Ints, pair_b: Ints) -> tuple[Ints, Ints, Ints]:
    """Places with the same shingle in the same pair: word in a, word in b, pair."""
    key_a = hashes[side_a] ^ scramble(pair_a.astype(np.uint64) + np.uint64(1))
    key_b = hashes[side_b] ^ scramble(pair_b.astype(np.uint64) + np.uint64(1))
    # sorting both sides first keeps the binary search in cache
    order_a, order_b = np.argsort(key_a), np.argsort(key_b, kind="stable")
    sorted_a, sorted_b = key_a[order_a], key_b[order_b]
    low = np.searchsorted(sorted_b, sorted_a, "left")
    high = np.minimum(np.searchsorted(sorted_b, sorted_a, "right"), low + MAX_REPEATS)
    times = high - low
    hit = times > 0
    low, times, from_a = low[hit], times[hit], order_a[hit]
    offset = np.concatenate([[0], np.cumsum(times)[:-1]]) if len(times) else np.zeros(0, np.int64)
    place = np.arange(int(times.sum())) - np.repeat(offset, times) + np.repeat(low, times)
    from_a = np.repeat(from_a, times)
    return side_a[from_a], side_b[order_b[place]], pair_a[from_a]


def _runs(at_a: Ints, at_b: Ints, pair: Ints, count: int) -> list[list[Run]]:
    """Matches joined along diagonals, per pair, free of overlap on either side, in the order of a."""
    diagonal = at_b - at_a
    order = np.lexsort((at_a, diagonal, pair))
    at_a, at_b, pair, diagonal = at_a[order], at_b[order], pair[order], diagonal[order]
    breaks = np.ones(len(at_a), np.bool_)
    breaks[1:] = (np.diff(pair) != 0) | (np.diff(diagonal) != 0) | (np.diff(at_a) != 1)
    heads = np.flatnonzero(breaks)
    lengths = np.diff(np.append(heads, len(at_a))) + SHINGLE_WORDS - 1
    found: list[list[Run]] = [[] for _ in range(count)]
    for p, a, b, n in zip(
        pair[heads].tolist(), at_a[heads].tolist(), at_b[heads].tolist(), lengths.tolist(), strict=True
    ):
        found[p].append(Run(a, b, n))
    return [_without_overlap(runs) if len(runs) > 1 else runs for runs in found]


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


def _ratio(part: Ints, whole: Ints) -> npt.NDArray[np.float64]:
    ratio: npt.NDArray[np.float64] = part / np.maximum(whole, 1)
    return ratio
