"""Which documents have similar terms, and how alike documents of the same subject are that report something else.

Work is bounded: a dated document is compared with the documents of the weeks around it, an undated one is looked up in
an index of telling terms, so the cost of a document does not grow with the years a corpus covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from transforms.deduplicate.terms import COLUMN_BITS, COLUMNS
from transforms.deduplicate.words import Floats, Ints

MIN_COSINE = 0.06  # below it no date and no title makes a pair reach the threshold
STORY_DAYS = 7  # 10 of 762 dated development pairs lie further apart, most of them mislabelled
# A subject that many stories treat (an election, a war) makes strangers alike. How crowded it is shows in the most
# similar documents from other weeks, which cannot be the same story.
CROWD_FROM, CROWD_UNTIL, CROWD_SIZE = 4, 30, 5
CROWD_POOL = 1000
# Where no days are known, it shows in the documents that are no longer the closest: the fortieth of so many, taken
# evenly.
DENSE_RANK, DENSE_POOL = 40, 2000
# A corpus of a few documents cannot tell either; what it shows is mixed with what is usual, which counts as so many.
CROWD_USUAL, DENSE_USUAL, USUAL_DOCUMENTS = 0.08, 0.1, 100
CLOSEST = 64  # dated documents kept of those most like an undated one

SKETCH_TERMS = 128  # the most telling terms of a document, by which its neighbours are found
SKETCH_COSINE = 0.04
# Terms in more of the documents compared than this find no neighbours: they cost most of the time and tell the least.
COMMON_DOCUMENTS, COMMON_SHARE = 50, 0.02
# An undated document may be like any other: it is looked up by the terms that at most so many documents have, and so
# many of the most similar are kept. Clusters of the development stories without days and of ECB+ are the same as when
# all pairs are compared.
LISTED_DOCUMENTS, MOST_NEIGHBOURS = 250, 100
# Two short notices of one form (a hundred companies' results of a day) share little else: of their likeness at least
# this much must come from other terms.
NOTICE_TERMS, TELLING_SHARE = 80, 0.5
BLOCK = 512
SKETCH_ROWS = 4096  # with the bits of a weight and of a column, a row of so many is a number of 63 bits


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of documents with similar terms (numbers, the smaller first), and their cosine.

    `crowding` says of each dated document how alike the most similar documents are that cannot report the same
    happening, `density` of each undated one the logarithm of how alike the documents are that are not the closest (0
    for the others). `like[u]` are the dated documents most like undated document `undated[u]`, the most similar first:
    their days, and `likeness` their cosines (0 where there are no more).
    """

    a: Ints
    b: Ints
    cosine: Floats
    crowding: Floats
    density: Floats
    undated: Ints
    like: Floats
    likeness: Floats


def find_neighbours(vectors: sp.csr_matrix, days: Floats) -> Neighbours:
    """Pairs with a cosine that counts, at most `STORY_DAYS` apart or with an unknown day (NaN in `days`)."""
    order = np.lexsort((np.arange(len(days)), days))  # unknown days come last
    sketches = _sketches(vectors)[order]
    timeline = days[order]
    dated = int((~np.isnan(timeline)).sum())
    crowding, density = np.zeros(len(days)), np.zeros(len(days))
    found = [_Found(*(np.zeros(0, np.int64),) * 2, np.zeros(0))]
    for first in range(0, dated, BLOCK):
        last = min(first + BLOCK, dated)
        found.append(_of_one_week(sketches, timeline[:dated], first, last))
        crowding[order[first:last]] = _crowding(sketches, timeline[:dated], first, last)
    like, likeness = [np.zeros((0, CLOSEST))], [np.zeros((0, CLOSEST))]
    index = _inverted(sketches) if dated < len(order) else sketches
    for first in range(dated, len(order), BLOCK):
        last = min(first + BLOCK, len(order))
        near = _most_like(sketches, index, first, last)
        found.append(near)
        density[order[first:last]] = _density(sketches, first, last)
        known = near.column < dated
        when, how = _closest(near.row[known] - first, timeline[near.column[known]], near.cosine[known], last - first)
        like.append(when)
        likeness.append(how)
    a, b, told = _each_pair(found, order)
    cosine = row_cosines(vectors, a, b)
    is_notice = np.diff(vectors.indptr) < NOTICE_TERMS
    of_form = is_notice[a] & is_notice[b] & (told < TELLING_SHARE * cosine)
    close = (cosine >= MIN_COSINE) & ~of_form
    return Neighbours(
        a[close], b[close], cosine[close], crowding, density, order[dated:], np.concatenate(like),
        np.concatenate(likeness),
    )  # fmt: skip


def row_cosines(vectors: sp.csr_matrix, a: Ints, b: Ints) -> Floats:
    """The products of the rows `a` with the rows `b`, pair by pair."""
    cosines = np.zeros(len(a))
    for first in range(0, len(a), 20_000):
        part = slice(first, first + 20_000)
        cosines[part] = np.asarray(vectors[a[part]].multiply(vectors[b[part]]).sum(axis=1)).ravel()
    return np.round(cosines, 6)


@dataclass(frozen=True, slots=True)
class _Found:
    """Places in the timeline with similar sketches, and the cosine of those."""

    row: Ints
    column: Ints
    cosine: Floats


def _of_one_week(sketches: sp.csr_matrix, timeline: Floats, first: int, last: int) -> _Found:
    """The dated places from `first` to `last`, and those behind them that can be of one story with them."""
    until = int(np.searchsorted(timeline, timeline[last - 1] + STORY_DAYS, "right"))
    row, column, cosine = _similar(sketches, first, last, np.arange(first, until), COMMON_DOCUMENTS)
    forward = (row < column) & (timeline[column] - timeline[row] <= STORY_DAYS)
    return _Found(row[forward], column[forward], cosine[forward])


def _inverted(sketches: sp.csr_matrix) -> sp.csr_matrix:
    """For each term the documents whose sketches have it; none where it is too common to find neighbours by."""
    kept = (np.bincount(sketches.indices, minlength=sketches.shape[1]) <= LISTED_DOCUMENTS)[sketches.indices]
    bounds = np.append(0, np.cumsum(kept))[sketches.indptr]
    return sp.csr_matrix((sketches.data[kept], sketches.indices[kept], bounds), shape=sketches.shape).T.tocsr()


def _most_like(sketches: sp.csr_matrix, index: sp.csr_matrix, first: int, last: int) -> _Found:
    """The undated places from `first` to `last` and the places most like each, the most similar first."""
    product = (sketches[first:last] @ index).tocoo()
    near = (product.data >= SKETCH_COSINE) & (product.row + first != product.col)
    row, column, cosine = _ranked(
        product.row[near].astype(np.int64), product.col[near].astype(np.int64), product.data[near].astype(np.float64)
    )
    top = _places(row) < MOST_NEIGHBOURS
    return _Found(row[top] + first, column[top], cosine[top])


def _each_pair(found: Sequence[_Found], order: Ints) -> tuple[Ints, Ints, Floats]:
    """The pairs by the documents' numbers, the smaller first, each once, with the cosine of their sketches."""
    row, column = (order[np.concatenate([getattr(part, name) for part in found])] for name in ("row", "column"))
    cosine = np.concatenate([part.cosine for part in found])
    key = np.minimum(row, column) * len(order) + np.maximum(row, column)
    key, first = np.unique(key, return_index=True)
    return key // max(1, len(order)), key % max(1, len(order)), cosine[first]


def _crowding(sketches: sp.csr_matrix, timeline: Floats, first: int, last: int) -> Floats:
    """For each dated place, the mean cosine of the documents most like it that are dated some days before or after.

    In a dense corpus only the `CROWD_POOL` nearest in time on either side are looked at.
    """
    start, end = timeline[first], timeline[last - 1]
    low = max(
        np.searchsorted(timeline, start - CROWD_UNTIL),
        np.searchsorted(timeline, start - CROWD_FROM, "right") - CROWD_POOL,
    )
    high = min(
        np.searchsorted(timeline, end + CROWD_UNTIL, "right"),
        np.searchsorted(timeline, end + CROWD_FROM) + CROWD_POOL,
    )
    row, column, cosine = _similar(sketches, first, last, np.arange(max(low, 0), high), COMMON_DOCUMENTS)
    gap = np.abs(timeline[row] - timeline[column])
    usable = (gap >= CROWD_FROM) & (gap <= CROWD_UNTIL)
    row, _, cosine = _ranked(row[usable] - first, column[usable], cosine[usable])
    top = _places(row) < CROWD_SIZE
    crowding = np.bincount(row[top], cosine[top], minlength=last - first) / CROWD_SIZE
    return _with_usual(crowding, CROWD_USUAL, sketches.shape[0])


def _density(sketches: sp.csr_matrix, first: int, last: int) -> Floats:
    """The logarithm of the cosine of the `DENSE_RANK`th most similar document, mixed with what is usual."""
    documents = sketches.shape[0]
    pool = np.arange(0, documents, 1 + (documents - 1) // DENSE_POOL)
    row, column, cosine = _similar(sketches, first, last, pool, DENSE_POOL)
    row, _, cosine = _ranked(row - first, column, cosine)
    found = np.full(last - first, SKETCH_COSINE)
    at_rank = _places(row) == DENSE_RANK - 1
    found[row[at_rank]] = cosine[at_rank]
    return _with_usual(np.log(found), float(np.log(DENSE_USUAL)), documents)


def _with_usual(shown: Floats, usual: float, documents: int) -> Floats:
    known = documents / (documents + USUAL_DOCUMENTS)
    mixed: Floats = known * shown + (1 - known) * usual
    return mixed


def _closest(row: Ints, days: Floats, cosine: Floats, rows: int) -> tuple[Floats, Floats]:
    """The days of the first entries of each row, and their cosines; NaN and 0 where a row has fewer."""
    closest_days, closest = np.full((rows, CLOSEST), np.nan), np.zeros((rows, CLOSEST))
    place = _places(row)
    top = place < CLOSEST
    closest_days[row[top], place[top]] = days[top]
    closest[row[top], place[top]] = cosine[top]
    return closest_days, closest


def _ranked(row: Ints, column: Ints, cosine: Floats) -> tuple[Ints, Ints, Floats]:
    """The entries row by row, the highest cosine first."""
    order = np.lexsort((column, -cosine, row))
    return row[order], column[order], cosine[order]


def _places(row: Ints) -> Ints:
    """The place of each entry within its row, for sorted rows."""
    places: Ints = np.arange(len(row)) - np.searchsorted(row, row)
    return places


def _similar(sketches: sp.csr_matrix, first: int, last: int, columns: Ints, common: int) -> tuple[Ints, Ints, Floats]:
    """The places from `first` to `last` and others among `columns` whose sketches are alike, and their cosine.

    Terms in more than `common` of the columns, and in more than `COMMON_SHARE` of them, do not count.
    """
    others, block = _rows(sketches, columns), sketches[first:last]
    used_in = np.bincount(others.indices, minlength=others.shape[1])
    block.data[used_in[block.indices] > max(common, COMMON_SHARE * len(columns))] = 0
    block.eliminate_zeros()
    product = (others @ block.T).tocoo()  # this way round the smaller of the two is turned over
    near = np.flatnonzero(product.data >= SKETCH_COSINE)
    row, column = product.col[near].astype(np.int64) + first, columns[product.row[near]]
    cosine = product.data[near].astype(np.float64)
    other = row != column
    return row[other], column[other], cosine[other]


def _rows(matrix: sp.csr_matrix, rows: Ints) -> sp.csr_matrix:
    """Rows of a matrix; those that stand together are cut out as a whole."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
        return matrix[rows[0] : rows[-1] + 1]
    return matrix[rows]


def _sketches(vectors: sp.csr_matrix) -> sp.csr_matrix:
    """Each row's most telling entries, of columns that more than one row has (the others find nobody)."""
    parts = []
    for first in range(0, vectors.shape[0], SKETCH_ROWS):
        part = vectors[first : first + SKETCH_ROWS]
        sizes = np.diff(part.indptr)
        row = np.repeat(np.arange(len(sizes)), sizes)
        # One number an entry: row, weight from the highest down (the bits of a float sort as it does), column.
        bits = np.int64(0x7FFFFFFF) - part.data.astype(np.float32).view(np.int32)
        key = np.sort((row << 31 | bits) << COLUMN_BITS | part.indices)
        kept = np.arange(len(key)) - np.repeat(part.indptr[:-1].astype(np.int64), sizes) < SKETCH_TERMS
        key = key[kept]
        data = (np.int64(0x7FFFFFFF) - (key >> COLUMN_BITS & 0x7FFFFFFF)).astype(np.int32).view(np.float32)
        place = (key >> 31 + COLUMN_BITS, key & COLUMNS - 1)
        parts.append(sp.csr_matrix((data, place), shape=part.shape))
    sketches = sp.csr_matrix(sp.vstack(parts, "csr")) if parts else vectors
    used = np.bincount(sketches.indices, minlength=sketches.shape[1]) > 1
    kept = used[sketches.indices]
    bounds = np.append(0, np.cumsum(kept))[sketches.indptr]
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    columns = number[sketches.indices[kept]]
    return sp.csr_matrix((sketches.data[kept], columns, bounds), shape=(sketches.shape[0], int(used.sum())))
