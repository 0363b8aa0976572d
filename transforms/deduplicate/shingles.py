"""Word shingles: hashes of every run of five words, of which one in four is kept to find candidate pairs.

Whether a shingle is kept depends on its hash alone, so two texts that share a passage keep the same shingles of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.deduplicate.words import Flags, Hashes, Words, powers_of, scramble

SHINGLE_WORDS = 5
# One in eight finds as many of the real reprints, but misses one in four shared quotes of 25 words; the join stays
# a small part of the cost at one in four.
KEEP_ONE_IN = 4
SHINGLE_BASE = 0xD6E8FEB86659FD93


@dataclass(frozen=True, slots=True)
class Samples:
    """The kept shingles of many texts: number of the text, and hash."""

    text: npt.NDArray[np.int32]
    hash: Hashes


def shingle_hashes(words: Words, size: int = SHINGLE_WORDS) -> tuple[Hashes, Flags]:
    """For every word, the hash of the `size` words from there on, and whether the text has that many left."""
    total = len(words.hash)
    hashes = np.zeros(total, np.uint64)
    complete = np.zeros(total, np.bool_)
    usable = total - size + 1
    if usable <= 0:
        return hashes, complete
    weights = powers_of(SHINGLE_BASE, size)
    rolling = words.hash[:usable] * weights[0]
    for step in range(1, size):
        rolling = rolling + words.hash[step : step + usable] * weights[step]
    hashes[:usable] = scramble(rolling)
    last_start = np.repeat(words.bounds[1:] - size, words.counts)
    complete[:] = np.arange(total) <= last_start
    return hashes, complete


def is_sampled(hashes: Hashes) -> Flags:
    """Which shingles belong to the sample."""
    kept: Flags = hashes % np.uint64(KEEP_ONE_IN) == 0
    return kept


def sample_shingles(words: Words, first_text: int = 0) -> Samples:
    """The kept shingles of a batch whose first text has the number `first_text`; a text's repeats are kept once."""
    hashes, complete = shingle_hashes(words)
    kept = np.flatnonzero(complete & is_sampled(hashes))
    text, chosen = words.text_of_word()[kept], hashes[kept]
    order = np.lexsort((chosen, text))
    text, chosen = text[order], chosen[order]
    new = np.ones(len(kept), np.bool_)
    new[1:] = (text[1:] != text[:-1]) | (chosen[1:] != chosen[:-1])
    return Samples((text[new] + first_text).astype(np.int32), chosen[new])
