"""Phrases: two telling words in a row, such as a name, or a number with what it counts.

Reports of one happening name the same people, places and sums; reports of one subject share its single words. Where
no date tells the two apart, phrases do.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from transforms.deduplicate.neighbours import row_cosines
from transforms.deduplicate.shingles import shingle_hashes
from transforms.deduplicate.standing import standing_shingles
from transforms.deduplicate.terms import COLUMN_BITS, stop_columns
from transforms.deduplicate.texts import Texts
from transforms.deduplicate.words import Floats, Hashes, Ints, Words

UNSEEN = 100  # as in `terms.BACKGROUND_DOCUMENTS`: so many other documents that use none of the phrases


def phrase_cosines(texts: Texts, numbers: Ints, standing: Hashes, a: Ints, b: Ints) -> Floats:
    """How alike the phrases of each pair of texts are; `a` and `b` are places in `numbers`, which name the texts.

    Phrases inside the sampled shingles `standing` do not count.
    """
    if not len(a):
        return np.zeros(0)
    text, phrase = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for first, words in texts.batches(numbers):
        where, hashes = _phrases(words, standing)
        text.append(where + first)
        phrase.append(hashes)
    rows, hashes = np.concatenate(text), np.concatenate(phrase)
    _, column, used_in = np.unique(hashes, return_inverse=True, return_counts=True)
    weight = np.log((len(numbers) + UNSEEN) / (used_in + 1))[column]
    norm = np.sqrt(np.bincount(rows, weight**2, minlength=len(numbers)))
    shared = used_in[column] > 1
    rows, column, weight = rows[shared], column[shared], weight[shared]
    vectors = sp.csr_matrix((weight / norm[rows], (rows, column)), shape=(len(numbers), len(used_in)))
    return row_cosines(vectors, a, b)


def _phrases(words: Words, standing: Hashes) -> tuple[Ints, Hashes]:
    """The distinct phrases of each text of a batch: its number in the batch, and the phrase's hash."""
    hashes, complete = shingle_hashes(words, 2)
    telling = ~stop_columns()[words.hash >> np.uint64(64 - COLUMN_BITS)]
    complete[:-1] &= telling[:-1] & telling[1:]
    complete &= ~standing_shingles(words, *shingle_hashes(words), standing)
    text, hashes = words.text_of_word()[complete], hashes[complete]
    order = np.lexsort((hashes, text))
    text, hashes = text[order], hashes[order]
    new = np.ones(len(text), np.bool_)
    new[1:] = (text[1:] != text[:-1]) | (hashes[1:] != hashes[:-1])
    return text[new], hashes[new]
