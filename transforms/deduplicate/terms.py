"""What a text is about: its words weighted by how telling they are (TF-IDF), as sparse vectors.

How common a word is comes from two sources that are added up: the corpus at hand, and a background of general English
of a fixed size. The background keeps small corpora sensible (five stories cannot tell which words are rare) and keeps
weights, and with them story clusters, nearly the same when unrelated documents are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from transforms.deduplicate.words import Words, find_words, is_new

HERE = Path(__file__).parent
COLUMN_BITS = 20
COLUMNS = 1 << COLUMN_BITS  # hashed vocabulary: of 100,000 words one in ten shares a column, which does no harm
# The background counts as this many documents of this many words. Story clusters on the development set are the same
# for 30 to 1,000; the fewer, the better words that a small corpus uses throughout are discounted, the more, the less
# weights move as documents are added.
BACKGROUND_DOCUMENTS = 100
BACKGROUND_WORDS = 500
ZIPF = 10.5  # a word's share of running English text is 1 / (ZIPF * rank)
UNLISTED_RANK = 25_000
# A report says first what happened. Average precision of "one story" among development pairs with known days: .80 with
# every word alike, .82 with the opening raised, .84 with the headline too; flat from half to double these values.
OPENING, OPENING_BOOST, TITLE_BOOST = 1500, 0.5, 2.0
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """The distinct words of many texts but the stop words: text, column, how often, and where the first one stands."""

    text: npt.NDArray[np.int32]
    column: npt.NDArray[np.int32]
    count: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]


def count_terms(words: Words, first_text: int = 0) -> Terms:
    """The terms of a batch whose first text has the number `first_text`, sorted by text and column."""
    columns = (words.hash >> np.uint64(64 - COLUMN_BITS)).astype(np.int64)
    telling = np.flatnonzero(~stop_columns()[columns])
    # One number a word, text, column and place: it sorts many times as fast as the three.
    bits = len(columns).bit_length()
    key = np.sort((words.text_of_word()[telling] << COLUMN_BITS | columns[telling]) << bits | telling)
    first = np.flatnonzero(is_new(key >> bits))
    counts = np.diff(np.append(first, len(key)))
    where, key = key[first] & (1 << bits) - 1, key[first] >> bits
    text, column = (key >> COLUMN_BITS) + first_text, key & COLUMNS - 1
    return Terms(text.astype(np.int32), column.astype(np.int32), counts.astype(np.int32), words.start[where])


def join_terms(parts: Sequence[Terms]) -> Terms:
    """The terms of consecutive batches as one."""
    if not parts:
        return count_terms(find_words([]))
    return Terms(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("text", "column", "count", "start")))


def term_weights(terms: Terms, documents: int) -> Weights:
    """How telling each column is: minus the logarithm of the share of documents that use it, background included."""
    weights: Weights = _background_shares()
    weights *= BACKGROUND_DOCUMENTS
    weights += np.bincount(terms.column, minlength=COLUMNS)
    weights += 0.5
    weights /= documents + BACKGROUND_DOCUMENTS + 0.5
    np.log(weights, out=weights)
    np.negative(weights, out=weights)
    np.maximum(weights, 0.0, out=weights)
    return weights


def term_vectors(terms: Terms, weights: Weights, documents: int) -> sp.csr_matrix:
    """One row of length 1 a document: (1 + log count) times weight; a document without terms has an empty row."""
    return _unit_rows(_weighted((1 + np.log(terms.count)), terms, weights, documents))


def report_vectors(body: Terms, titles: Terms, weights: Weights, documents: int) -> sp.csr_matrix:
    """As `term_vectors` of `body`, with what its opening and its headline name counted for more."""
    opening = 1 + OPENING_BOOST * (body.start < OPENING)
    counted = _weighted((1 + np.log(body.count)) * opening, body, weights, documents)
    headlines = _weighted(TITLE_BOOST * (1 + np.log(titles.count)), titles, weights, documents)
    return _unit_rows(sp.csr_matrix(counted + headlines))


def _weighted(counts: Weights, terms: Terms, weights: Weights, documents: int) -> sp.csr_matrix:
    data = (counts * weights[terms.column]).astype(np.float32)
    starts = np.searchsorted(terms.text, np.arange(documents + 1))
    return sp.csr_matrix((data, terms.column, starts), shape=(documents, COLUMNS))


def _unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    squares = np.bincount(row, matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0])
    matrix.data /= np.sqrt(np.where(squares > 0, squares, 1.0))[row].astype(np.float32)
    return matrix


def weekday_counts(terms: Terms, documents: int) -> npt.NDArray[np.int64]:
    """How often each document names each day of the week: seven columns, Monday first."""
    days = columns_of(WEEKDAYS)
    counts = np.zeros((documents, len(days)), np.int64)
    for day, column in enumerate(days):
        named = terms.column == column
        counts[terms.text[named], day] = terms.count[named]
    return counts


@cache
def stop_columns() -> npt.NDArray[np.bool_]:
    stops = np.zeros(COLUMNS, np.bool_)
    stops[columns_of((HERE / "stop_words.txt").read_text(encoding="utf-8"))] = True
    return stops


def _background_shares() -> Weights:
    """For every column, the share of general English documents expected to use it."""
    listed = columns_of((HERE / "common_words.txt").read_text(encoding="utf-8"))
    ranks = np.full(COLUMNS, UNLISTED_RANK, np.float64)
    np.minimum.at(ranks, listed, np.arange(1, len(listed) + 1))
    shares: Weights = 1 - np.exp(-BACKGROUND_WORDS / (ZIPF * ranks))
    return shares


def columns_of(listing: str) -> npt.NDArray[np.int64]:
    """The columns of the words of a word list; a line that starts with # is a comment."""
    lines = [line for line in listing.splitlines() if not line.startswith("#")]
    return (find_words(["\n".join(lines)]).hash >> np.uint64(64 - COLUMN_BITS)).astype(np.int64)
