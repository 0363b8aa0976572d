"""The words of many texts as arrays: where each stands and a 64-bit hash of how it reads.

Everything the deduplication compares is built from these arrays, and comparing texts word by word in Python is nearly
all the cost of tools that do. A word is a run of letters and digits; case and accents do not count, punctuation and
spacing separate words and are otherwise ignored. Two words are taken for equal where their hashes are.

Texts are first folded to one byte a character, 0 for whatever separates words, so that a word of up to eight letters
is one 64-bit integer: the cost is one load a word, not one a letter.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

PLANE = 0x10000  # letters beyond the first plane (historic scripts, emoji) do not form words
LATIN = 0x100
MULTIPLIER = 0x9E3779B97F4A7C15
LOAD = 8  # letters read at once
LONGEST_WORD = 64  # of a longer run (only made-up words) the first 64 letters, the last 8 and the length count


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
    joined = "".join(texts)
    folded = _fold_ascii(joined.encode("ascii")) if joined.isascii() else _fold_text(joined)
    return _cut(folded, np.fromiter(map(len, texts), np.int64, len(texts)))


def read_words(texts: bytes, sizes: Ints) -> Words:
    """The words of texts that stand one after the other in UTF-8, `sizes` bytes each."""
    if texts.isascii():
        return _cut(_fold_ascii(texts), sizes)
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum((np.frombuffer(texts, np.uint8) & 0xC0) != 0x80, out=begins[1:])  # all bytes but continuations
    return _cut(_fold_text(texts.decode()), np.diff(begins[_offsets(sizes)]))


def _fold_ascii(text: bytes) -> Bytes:
    latin, _ = _tables()
    return np.frombuffer(b"".join((text, bytes(LOAD))).translate(latin), np.uint8)


def _fold_text(text: str) -> Bytes:
    latin, folds = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    folded = np.frombuffer(bytearray(codes.astype(np.uint8).tobytes().translate(latin) + bytes(LOAD)), np.uint8)
    other = np.flatnonzero(codes >= LATIN)
    folded[other] = folds[np.minimum(codes[other], PLANE - 1)]
    return folded


def _cut(folded: Bytes, lengths: Ints) -> Words:
    """The words in `folded`: texts of `lengths` characters, and `LOAD` zeros behind them."""
    offsets = _offsets(lengths)
    is_word = folded[: offsets[-1]] != 0
    inside = offsets[1:-1][(offsets[1:-1] > 0) & (offsets[1:-1] < offsets[-1])]
    before, after = np.zeros(len(is_word), np.bool_), np.zeros(len(is_word), np.bool_)
    before[1:], after[:-1] = is_word[:-1], is_word[1:]
    before[inside] = after[inside - 1] = False  # a word ends where its text does
    starts, ends = np.flatnonzero(is_word > before), np.flatnonzero(is_word > after) + 1

    bounds = np.searchsorted(starts, offsets)
    offset = np.repeat(offsets[:-1], np.diff(bounds))
    hashes = _hash_words(folded, starts, ends - starts)
    return Words(bounds, (starts - offset).astype(np.int32), (ends - offset).astype(np.int32), hashes)


def _hash_words(folded: Bytes, starts: Ints, sizes: Ints) -> Hashes:
    """Eight letters at a time, unaligned, what lies behind the word masked out."""
    loads: Hashes = np.ndarray((len(folded) - LOAD + 1,), "<u8", folded.data, strides=(1,))
    masks = np.array([(1 << 8 * size) - 1 for size in range(LOAD + 1)], np.uint64)
    hashes = scramble((loads[starts] & masks[np.minimum(sizes, LOAD)]) * np.uint64(MULTIPLIER))
    longer = np.flatnonzero(sizes > LOAD)
    for at in range(LOAD, LONGEST_WORD, LOAD):
        left = sizes[longer] - at
        hashes[longer] = scramble(hashes[longer] + (loads[starts[longer] + at] & masks[np.minimum(left, LOAD)]))
        longer = longer[left > LOAD]
        if not len(longer):
            return hashes
    tails = loads[starts[longer] + sizes[longer] - LOAD] + sizes[longer].astype(np.uint64)
    hashes[longer] = scramble(hashes[longer] + tails)
    return hashes


def _offsets(lengths: Ints) -> Ints:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def scramble(values: Hashes) -> Hashes:
    """Spread every input bit over all output bits (the finaliser of MurmurHash3, a bijection on 64 bits)."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def is_new(ranked: npt.NDArray[np.generic]) -> Flags:
    """Which items of a sorted array differ from the one before."""
    new = np.ones(len(ranked), np.bool_)
    new[1:] = ranked[1:] != ranked[:-1]
    return new


def spread(first: Ints, sizes: Ints) -> Ints:
    """`sizes[i]` numbers from `first[i]` on, one run after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first - ends + sizes, sizes)


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
def _tables() -> tuple[bytes, Bytes]:
    """What a code point counts as (0: separates words): of the first 256 for `bytes.translate`, and of all.

    A letter of Latin script is the plain letter it is drawn from; one of another script its place among 128, which
    tells the letters of an alphabet apart and of ideographs all but one in 128.
    """
    folds = np.zeros(PLANE, np.uint8)
    for code in range(PLANE):
        character = chr(code)
        if character.isalnum():
            plain = unicodedata.normalize("NFKD", character)[0].lower()[0]
            kept = ord(plain) if plain.isalnum() and ord(plain) < PLANE else code
            folds[code] = kept if kept < 0x80 else 0x80 | (kept & 0x7F)
    return folds[:LATIN].tobytes(), folds


if sys.byteorder != "little":  # pragma: no cover
    raise ImportError("transforms.deduplicate.words reads letters in little-endian order; this machine is big-endian.")
