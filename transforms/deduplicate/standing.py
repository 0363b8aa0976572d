"""Standing text: what recurs over so many documents that it says nothing of two that share it."""

from __future__ import annotations

import numpy as np

from transforms.deduplicate.shingles import is_sampled
from transforms.deduplicate.words import Flags, Hashes, Words


def standing_shingles(words: Words, hashes: Hashes, complete: Flags, standing: Hashes) -> Flags:
    """Which shingles of a batch are standing text (`hashes` and `complete` as `shingle_hashes` returns them).

    Only one shingle in a few is sampled, so its neighbours are judged by it: everything from one standing sample to
    the next, with no other sample between them, is standing text too.
    """
    flags = np.zeros(len(words.hash), np.bool_)
    if not len(standing):
        return flags
    sampled = np.flatnonzero(is_sampled(hashes) & complete)
    place = np.minimum(np.searchsorted(standing, hashes[sampled]), len(standing) - 1)
    is_standing = standing[place] == hashes[sampled]
    flags[sampled[is_standing]] = True
    joined = np.flatnonzero(is_standing[:-1] & is_standing[1:])
    text = np.searchsorted(words.bounds, sampled[joined], "right")
    joined = joined[text == np.searchsorted(words.bounds, sampled[joined + 1], "right")]
    for first, last in zip(sampled[joined].tolist(), sampled[joined + 1].tolist(), strict=True):
        flags[first:last] = True
    return flags
