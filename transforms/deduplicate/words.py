"""The words of many texts as arrays: where each stands and a 64-bit hash of how it reads.

Everything the deduplication compares is built from these arrays, and comparing texts word by word in Python is nearly
all the cost of tools that do. A word is a run of letters and digits; case and accents do not count, punctuation and
spacing separate words and are otherwise ignored. Two words are taken for equal where their hashes are.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

BATCH_CHARACTERS = 400_000  # the working arrays of one batch then stay within a few megabytes
PLANE = 0x10000  # letters beyond the first plane (historic scripts, emoji) do not form words
MULTIPLIER = 0x9E3779B97F4A7C15
LONGEST_WORD = 64  # beyond it, characters share weights; only made-up words are longer


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a batch of texts, text after text.

    Text `t` owns the words `bounds[t]` to `bounds[t + 1]`; `start` and `end` are code points into that text.
    """

    bounds: Ints
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    hash: Hashes

    @property
    def counts(self) -> Ints:
        return np.diff(self.bounds)

    def text_of_word(self) -> Ints:
        return np.repeat(np.arange(len(self.bounds) - 1), self.counts)


def find_words(texts: Sequence[str]) -> Words:
    """The words of `texts`, in order."""
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    text_start = np.concatenate([[0], np.cumsum(lengths + 1)])

    folds, mixed, powers = _tables()
    letters = folds[np.minimum(codes, PLANE - 1)]
    is_word = letters > 0
    edges = np.flatnonzero(np.diff(is_word, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    sizes = ends - starts

    inside = mixed[letters[is_word]]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else np.zeros(0, np.int64)
    place = np.arange(len(inside)) - np.repeat(first, sizes)
    inside *= powers[place % LONGEST_WORD]
    hashes = scramble(np.add.reduceat(inside, first)) if len(first) else np.zeros(0, np.uint64)

    bounds = np.searchsorted(starts, text_start)
    offset = np.repeat(text_start[:-1], np.diff(bounds))
    return Words(bounds, (starts - offset).astype(np.int32), (ends - offset).astype(np.int32), hashes)


def word_batches(texts: Sequence[str]) -> Iterator[tuple[int, Words]]:
    """`texts` in batches small enough to hash at full speed: the number of the first text, and the batch's words."""
    first, size = 0, 0
    for number, text in enumerate(texts):
        if size and size + len(text) > BATCH_CHARACTERS:
            yield first, find_words(texts[first:number])
            first, size = number, 0
        size += len(text)
    if first < len(texts):
        yield first, find_words(texts[first:])


def scramble(values: Hashes) -> Hashes:
    """Spread every input bit over all output bits (the finaliser of MurmurHash3, a bijection on 64 bits)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))


def powers_of(base: int, count: int) -> Hashes:
    """`base` to the power 0, 1, 2 ..., modulo 2^64."""
    steps = np.full(count, base, np.uint64)
    steps[:1] = 1
    return np.cumprod(steps, dtype=np.uint64)


def text_hashes(words: Words) -> Hashes:
    """One hash a text, equal for texts with the same words in the same order; 0 for a text without words."""
    counts = words.counts
    hashes = np.zeros(len(counts), np.uint64)
    filled = counts > 0
    if not filled.any():
        return hashes
    place = np.arange(len(words.hash)) - np.repeat(words.bounds[:-1], counts)
    weighted = words.hash * powers_of(MULTIPLIER, int(counts.max()))[place]
    hashes[filled] = scramble(np.add.reduceat(weighted, words.bounds[:-1][filled]) + counts[filled].astype(np.uint64))
    return hashes


@cache
def _tables() -> tuple[npt.NDArray[np.uint32], Hashes, Hashes]:
    """What a code point counts as (0: separates words), the hash of each letter, and the weight of each position."""
    folds = np.zeros(PLANE, np.uint32)
    for code in range(PLANE):
        character = chr(code)
        if character.isalnum():
            plain = unicodedata.normalize("NFKD", character)[0].lower()[0]
            folds[code] = ord(plain) if plain.isalnum() and ord(plain) < PLANE else code
    mixed = scramble(np.arange(1, PLANE + 1, dtype=np.uint64) * np.uint64(MULTIPLIER)) | np.uint64(1)
    return folds, mixed, powers_of(MULTIPLIER | 1, LONGEST_WORD)


if sys.byteorder != "little":  # pragma: no cover
    raise ImportError("transforms.deduplicate.words reads UTF-32 in little-endian order; this machine is big-endian.")
