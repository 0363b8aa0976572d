"""Stories: clusters of documents that report the same happening.

Pairs of documents get an affinity from the cosine of their term vectors, of their titles, and the days between them;
average linkage over the affinities makes the clusters, with copies of one text together from the start. Dates matter
more than any finer reading of the text; where one is unknown the text alone must be closer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from transforms.deduplicate.dated import Release, days_apart
from transforms.deduplicate.linkage import Edge, average_linkage
from transforms.deduplicate.words import Flags, Ints

Floats = npt.NDArray[np.float64]

# Logistic regression of "same happening" on the development stories' pairs, by `benchmarks/fit_stories.py`.
INTERCEPT = -4.97
COSINE = 17.48
COSINE_UNDATED = 9.64
TITLE = 5.94
CROWDING = -7.36
GAPS = ((0, 2.74), (1, 2.15), (3, -0.19), (7, -2.56))  # up to this many days apart; later pairs are not considered
UNDATED = -2.40
# Where neither day is known the regression would join at a cosine of .33, among many stories on one subject too low;
# independent reports of one occasion reach .37 and reports of two occasions with the same people .35.
BOTH_UNDATED = -1.84
# B³ is level from .25 to .4.
THRESHOLD = 0.3

MIN_COSINE = 0.08  # below it no date and no title makes a pair reach the threshold
STORY_DAYS = 7  # 10 of 762 dated development pairs lie further apart, most of them mislabelled
# A subject that many stories treat (an election, a war) makes strangers alike. How crowded it is shows in the most
# similar documents from other weeks, which cannot be the same story.
CROWD_FROM, CROWD_UNTIL, CROWD_SIZE = 4, 30, 5
CROWD_UNKNOWN = 0.12  # the mean over the development stories
TITLE_UNKNOWN = 0.1

SKETCH_TERMS = 48  # the most telling terms of a document, by which its neighbours are found
SKETCH_COSINE = 0.05
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of documents with similar terms (numbers, the smaller first) and their cosine."""

    a: Ints
    b: Ints
    cosine: Floats


def cluster_stories(
    near: Neighbours, titles: sp.csr_matrix, releases: Sequence[Release], together: Sequence[Sequence[int]]
) -> list[int]:
    """The story of every document, named by the smallest number in it.

    `titles` holds a row a document (an empty one where the title is unknown); `together` lists documents that are
    copies of each other.
    """
    scores = affinities(near, titles, releases)
    strong = scores >= THRESHOLD / 20
    edges: list[Edge] = list(
        zip(near.a[strong].tolist(), near.b[strong].tolist(), scores[strong].tolist(), strict=True)
    )
    return average_linkage(len(releases), edges, THRESHOLD, together)


def find_neighbours(vectors: sp.csr_matrix, releases: Sequence[Release]) -> Neighbours:
    """Pairs with a cosine that counts, at most `CROWD_UNTIL` days apart or with an unknown day.

    Work is bounded by date: a dated document is compared with the documents of the weeks around it and with the
    undated ones, so the cost of a document does not grow with the years a corpus covers.
    """
    days = _days(releases)
    order = np.lexsort((np.arange(len(days)), days))  # unknown days (NaN) come last
    sketches = _strongest(vectors, SKETCH_TERMS)[order]
    sorted_days = days[order]
    dated = int((~np.isnan(sorted_days)).sum())
    found_a, found_b = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for first in range(0, len(order), BLOCK):
        last = min(first + BLOCK, len(order))
        columns = np.arange(first, len(order))
        if last <= dated:
            until = int(np.searchsorted(sorted_days[:dated], sorted_days[last - 1] + CROWD_UNTIL, "right"))
            columns = np.concatenate([np.arange(first, until), np.arange(dated, len(order))])
        product = (sketches[first:last] @ sketches[columns].T).tocoo()
        close = product.data >= SKETCH_COSINE
        row, column = product.row[close] + first, columns[product.col[close]]
        forward = row < column
        found_a.append(order[row[forward]])
        found_b.append(order[column[forward]])
    a, b = np.concatenate(found_a), np.concatenate(found_b)
    a, b = np.minimum(a, b), np.maximum(a, b)
    cosine = row_cosines(vectors, a, b)
    close = cosine >= MIN_COSINE
    return Neighbours(a[close], b[close], cosine[close])


def affinities(near: Neighbours, titles: sp.csr_matrix, releases: Sequence[Release]) -> Floats:
    """How likely each pair reports the same happening, 0 to 1."""
    days = _days(releases)
    gap = np.abs(days[near.a] - days[near.b])
    undated = np.isnan(gap)
    for place in np.flatnonzero(undated):
        apart = days_apart(releases[near.a[place]], releases[near.b[place]])
        if apart is not None:
            gap[place] = apart
    neither = np.isnan(days[near.a]) & np.isnan(days[near.b])
    crowding = _crowding(near, days)
    titled = np.diff(titles.indptr) > 0
    title = np.where(titled[near.a] & titled[near.b], row_cosines(titles, near.a, near.b), TITLE_UNKNOWN)
    score = INTERCEPT + (COSINE + COSINE_UNDATED * undated) * near.cosine + TITLE * title
    score += CROWDING * (crowding[near.a] + crowding[near.b])
    score += UNDATED * undated + BOTH_UNDATED * neither
    previous = -1.0
    for until, effect in GAPS:
        score += effect * (~undated & (gap > previous) & (gap <= until))
        previous = until
    likely = 1 / (1 + np.exp(-score))
    return np.where(gap > STORY_DAYS, 0.0, np.round(likely, 6))


def row_cosines(vectors: sp.csr_matrix, a: Ints, b: Ints) -> Floats:
    """The products of the rows `a` with the rows `b`, pair by pair."""
    cosines = np.zeros(len(a))
    for first in range(0, len(a), 20_000):
        part = slice(first, first + 20_000)
        cosines[part] = np.asarray(vectors[a[part]].multiply(vectors[b[part]]).sum(axis=1)).ravel()
    return np.round(cosines, 6)


def _crowding(near: Neighbours, days: Floats) -> Floats:
    """For each document, the mean cosine of the documents most like it that cannot be the same story.

    For an undated document these are dated ones more than `CROWD_FROM` days from the one most like it.
    """
    count = len(days)
    one, other = np.concatenate([near.a, near.b]), np.concatenate([near.b, near.a])
    cosine = np.tile(near.cosine, 2)
    order = np.lexsort((other, -cosine, one))
    one, other, cosine = one[order], other[order], cosine[order]
    reference = days.copy()
    usable: Flags = ~np.isnan(days[other])
    candidates = np.flatnonzero(usable & np.isnan(days[one]))
    undated, first = np.unique(one[candidates], return_index=True)
    reference[undated] = days[other[candidates[first]]]
    gap = np.abs(reference[one] - days[other])
    usable &= (gap >= CROWD_FROM) & ((gap <= CROWD_UNTIL) | np.isnan(days[one]))
    one, cosine = one[usable], cosine[usable]
    rank = np.arange(len(one)) - np.searchsorted(one, one)
    top = rank < CROWD_SIZE
    crowding = np.bincount(one[top], cosine[top], minlength=count) / CROWD_SIZE
    return np.where(np.isnan(reference), CROWD_UNKNOWN, crowding)


def _days(releases: Sequence[Release]) -> Floats:
    return np.array([np.nan if release.day is None else release.day for release in releases], np.float64)


def _strongest(vectors: sp.csr_matrix, count: int) -> sp.csr_matrix:
    """Each row's `count` largest entries."""
    sizes = np.diff(vectors.indptr)
    row = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((vectors.indices, -vectors.data, row))
    rank = np.arange(len(order)) - np.repeat(vectors.indptr[:-1], sizes)
    kept = np.sort(order[rank < count])
    starts = np.searchsorted(row[kept], np.arange(len(sizes) + 1))
    return sp.csr_matrix((vectors.data[kept], vectors.indices[kept], starts), shape=vectors.shape)
