"""Word shingles: hashes of every run of five words, of which one in four is kept to find candidate pairs.

Whether a shingle is kept depends on its hash alone, so two texts that share a passage keep the same shingles of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.deduplicate.words import Flags, Hashes, Words, is_new

SHINGLE_WORDS = 5
# One in eight finds as many of the real reprints, but misses one in four shared quotes of 25 words; the join stays
# a small part of the cost at one in four.
KEEP_ONE_IN = 4
SAMPLED_BELOW = np.uint64(2**64 // KEEP_ONE_IN)
SHINGLE_BASE = np.uint64(0x9FB21C651E98DF25)


@dataclass(frozen=True, slots=True)
class Samples:
    """The kept shingles of many texts: number of the text, and hash. Those of one text stand together.

    A shingle that recurs within its text is listed as often.
    """

    text: npt.NDArray[np.int32]
    hash: Hashes


def shingle_hashes(words: Words, size: int = SHINGLE_WORDS) -> tuple[Hashes, Flags]:
    """For every word, the hash of the `size` words from there on, and whether the text has that many left.

    The hash is a polynomial of the words' hashes, which are spread over all bits already, so its top bits are too.
    """
    total = len(words.hash)
    hashes = np.zeros(total, np.uint64)
    usable = total - size + 1
    if usable <= 0:
        return hashes, np.zeros(total, np.bool_)
    rolling = hashes[:usable]
    rolling[:] = words.hash[:usable]
    for step in range(1, size):
        rolling *= SHINGLE_BASE
        rolling += words.hash[step : step + usable]
    last = words.bounds[1:, None] - np.arange(1, size)
    complete = np.ones(total, np.bool_)
    complete[last[last >= words.bounds[:-1, None]]] = False
    return hashes, complete


def is_sampled(hashes: Hashes) -> Flags:
    """Which shingles belong to the sample."""
    kept: Flags = hashes < SAMPLED_BELOW
    return kept


def sample_shingles(words: Words, first_text: int = 0) -> Samples:
    """The kept shingles of a batch whose first text has the number `first_text`."""
    hashes, complete = shingle_hashes(words)
    kept = np.flatnonzero(is_sampled(hashes) & complete)
    counts = np.diff(np.searchsorted(kept, words.bounds))
    text = np.repeat(np.arange(first_text, first_text + len(counts), dtype=np.int32), counts)
    return Samples(text, hashes[kept])


@dataclass(frozen=True, slots=True)
class Recurring:
    """The sampled shingles that stand in two texts or more: `hash[shingle[i]]` stands in `text[i]`, listed once.

    `hash` is in order, and so are `shingle` and, within it, `text`. `repeats` lists, for every time that a text has
    one of its shingles again, the text.
    """

    hash: Hashes
    shingle: npt.NDArray[np.int32]
    text: npt.NDArray[np.int32]
    repeats: npt.NDArray[np.int32]


def find_recurring(samples: Samples) -> Recurring:
    """The shingles of `samples` that several texts have."""
    order = np.argsort(samples.hash)
    ranked = samples.hash[order]
    same = ranked[1:] == ranked[:-1]
    again = np.zeros(len(ranked), np.bool_)
    again[1:] = same
    again[:-1] |= same
    ranked, text = ranked[again], samples.text[order[again]].astype(np.int64)
    key = np.sort((np.cumsum(is_new(ranked)) - 1) << 32 | text)
    repeats = (key[~is_new(key)] & 0xFFFFFFFF).astype(np.int32)
    key = key[is_new(key)]
    shingle = key >> 32
    several = np.bincount(shingle) > 1
    kept = several[shingle]
    number = np.cumsum(several, dtype=np.int32) - np.int32(1)
    return Recurring(
        ranked[is_new(ranked)][several], number[shingle[kept]], (key[kept] & 0xFFFFFFFF).astype(np.int32), repeats
    )
