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

# Logistic regression of "same happening" on the development stories' pairs: `python -m benchmarks.fit_stories`. Pairs
# four to seven days apart are the base that the other gaps are measured against.
INTERCEPT = -6.18
WEIGHTS = {
    "cosine": 12.90,
    "cosine, undated": 10.67,
    "title": 4.66,
    "crowding": -11.20,
    "same day": 5.29,
    "next day": 4.16,
    "two or three days": 1.65,
    "undated": 0.43,
    "both undated": -0.79,
    "undated, other weekday": -1.38,
}
# Above one half, so that a document close to two strangers (a digest, a live page) cannot bring them together: its link
# to one is a mean of at most a half once it stands with the other. Cross-validated B³ is .915 where pairs with a
# likelihood of .25 to .45 are the limit; LENIENCY moves .45 up to the threshold.
THRESHOLD = 0.5
LENIENCY = 0.2

MIN_COSINE = 0.08  # below it no date and no title makes a pair reach the threshold
STORY_DAYS = 7  # 10 of 762 dated development pairs lie further apart, most of them mislabelled
# A subject that many stories treat (an election, a war) makes strangers alike. How crowded it is shows in the most
# similar documents from other weeks, which cannot be the same story.
CROWD_FROM, CROWD_UNTIL, CROWD_SIZE = 4, 30, 5
CROWD_POOL = 1000
CROWD_UNKNOWN = 0.08  # the mean over the undated development stories, taken for any that seems less crowded
TITLE_UNKNOWN = 0.15  # between the means of pairs of one story (.29) and of other neighbours (.07)

SKETCH_TERMS = 128  # the most telling terms of a document, by which its neighbours are found
SKETCH_COSINE = 0.04
# Terms in more of the documents compared than this find no neighbours: they cost most of the time and tell the least.
COMMON_DOCUMENTS, COMMON_SHARE = 50, 0.02
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of documents with similar terms (numbers, the smaller first), and their cosine.

    `crowding` says of each document how alike the most similar documents are that cannot report the same happening.
    """

    a: Ints
    b: Ints
    cosine: Floats
    crowding: Floats


def cluster_stories(
    near: Neighbours,
    titles: sp.csr_matrix,
    weekdays: Ints,
    releases: Sequence[Release],
    together: Sequence[Sequence[int]],
) -> list[int]:
    """The story of every document, named by the smallest number in it.

    `titles` holds a row a document (an empty one where the title is unknown), `weekdays` the day of the week it speaks
    of most (0 to 6, -1 for none); `together` lists documents that are copies of each other.
    """
    scores = affinities(near, titles, weekdays, releases)
    strong = scores >= THRESHOLD / 20
    edges: list[Edge] = list(
        zip(near.a[strong].tolist(), near.b[strong].tolist(), scores[strong].tolist(), strict=True)
    )
    return average_linkage(len(releases), edges, THRESHOLD, together)


def find_neighbours(vectors: sp.csr_matrix, releases: Sequence[Release]) -> Neighbours:
    """Pairs with a cosine that counts, at most `STORY_DAYS` apart or with an unknown day, and how crowded it is.

    Work is bounded by date: a dated document is compared with the documents of the weeks around it and with the
    undated ones, so the cost of a document does not grow with the years a corpus covers.
    """
    days = _days(releases)
    order = np.lexsort((np.arange(len(days)), days))  # unknown days (NaN) come last
    sketches = _sketches(vectors)[order]
    timeline = days[order]
    dated = int((~np.isnan(timeline)).sum())
    found_a, found_b = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    crowding = np.full(len(days), CROWD_UNKNOWN)
    for first in range(0, len(order), BLOCK):
        last = min(first + BLOCK, len(order))
        row, column, _ = _similar(sketches, first, last, _story_window(timeline, dated, first, last))
        forward = (row < column) & ~(timeline[column] - timeline[row] > STORY_DAYS)
        found_a.append(order[row[forward]])
        found_b.append(order[column[forward]])
        crowding[order[first:last]] = _crowding(sketches, timeline, dated, first, last)
    a, b = np.concatenate(found_a), np.concatenate(found_b)
    a, b = np.minimum(a, b), np.maximum(a, b)
    cosine = row_cosines(vectors, a, b)
    close = cosine >= MIN_COSINE
    return Neighbours(a[close], b[close], cosine[close], crowding)


def _story_window(timeline: Floats, dated: int, first: int, last: int) -> Ints:
    """Places from `first` on that can be of one story with a place from `first` to `last`; undated places come last."""
    if last > dated:
        return np.arange(first, len(timeline))
    until = int(np.searchsorted(timeline[:dated], timeline[last - 1] + STORY_DAYS, "right"))
    return np.concatenate([np.arange(first, until), np.arange(dated, len(timeline))])


def _crowding(sketches: sp.csr_matrix, timeline: Floats, dated: int, first: int, last: int) -> Floats:
    """For each place, the mean cosine of the documents most like it that cannot be of one story with it.

    Those are documents dated some days before or after it (for an undated one: before or after the dated document most
    like it). In a dense corpus only the `CROWD_POOL` nearest in time on either side are looked at.
    """
    crowding = np.full(last - first, CROWD_UNKNOWN)
    if not dated:
        return crowding
    undated = np.isnan(timeline[first:last])
    columns = np.arange(dated)
    if last <= dated:
        days = timeline[:dated]
        early, late = timeline[first] - CROWD_FROM, timeline[last - 1] + CROWD_FROM
        low = max(
            np.searchsorted(days, timeline[first] - CROWD_UNTIL), np.searchsorted(days, early, "right") - CROWD_POOL
        )
        high = min(
            np.searchsorted(days, timeline[last - 1] + CROWD_UNTIL, "right"), np.searchsorted(days, late) + CROWD_POOL
        )
        columns = np.arange(max(low, 0), high)
    row, column, cosine = _similar(sketches, first, last, columns)
    order = np.lexsort((column, -cosine, row))
    row, column, cosine = row[order] - first, column[order], cosine[order]
    reference = timeline[first:last].copy()
    nearest = np.searchsorted(row, np.flatnonzero(undated))
    found = nearest < len(row)
    found[found] = row[nearest[found]] == np.flatnonzero(undated)[found]
    reference[np.flatnonzero(undated)[found]] = timeline[column[nearest[found]]]
    gap = np.abs(reference[row] - timeline[column])
    usable = (gap >= CROWD_FROM) & ((gap <= CROWD_UNTIL) | undated[row])
    row, cosine = row[usable], cosine[usable]
    top = np.arange(len(row)) - np.searchsorted(row, row) < CROWD_SIZE
    crowded = np.bincount(row[top], cosine[top], minlength=last - first) / CROWD_SIZE
    return np.where(undated, np.maximum(crowded, CROWD_UNKNOWN), crowded)


def _similar(sketches: sp.csr_matrix, first: int, last: int, columns: Ints) -> tuple[Ints, Ints, Floats]:
    """The places from `first` to `last` and among `columns` whose sketches are alike, and their cosine."""
    others, block = sketches[columns], sketches[first:last]
    used_in = np.bincount(others.indices, minlength=others.shape[1])
    block.data[used_in[block.indices] > max(COMMON_DOCUMENTS, COMMON_SHARE * len(columns))] = 0
    block.eliminate_zeros()
    product = (block @ others.T).tocoo()
    close = product.data >= SKETCH_COSINE
    return product.row[close] + first, columns[product.col[close]], product.data[close].astype(np.float64)


def affinities(near: Neighbours, titles: sp.csr_matrix, weekdays: Ints, releases: Sequence[Release]) -> Floats:
    """How likely each pair reports the same happening, 0 to 1."""
    signs, excluded = pair_signs(near, titles, weekdays, releases)
    score = INTERCEPT + LENIENCY + sum(WEIGHTS[name] * values for name, values in signs.items())
    likely = 1 / (1 + np.exp(-score))
    return np.where(excluded, 0.0, np.round(likely, 6))


def pair_signs(
    near: Neighbours, titles: sp.csr_matrix, weekdays: Ints, releases: Sequence[Release]
) -> tuple[dict[str, Floats], Flags]:
    """What speaks for and against each pair, by the names in `WEIGHTS`; and which pairs dates rule out."""
    days = _days(releases)
    gap = np.abs(days[near.a] - days[near.b])
    for place in np.flatnonzero(np.isnan(gap)):
        apart = days_apart(releases[near.a[place]], releases[near.b[place]])
        if apart is not None:
            gap[place] = apart
    undated = np.isnan(gap)
    weekday_a, weekday_b = weekdays[near.a], weekdays[near.b]
    titled = np.diff(titles.indptr) > 0
    both_titled = titled[near.a] & titled[near.b]
    signs = {
        "cosine": near.cosine,
        "cosine, undated": near.cosine * undated,
        "title": np.where(both_titled, row_cosines(titles, near.a, near.b), TITLE_UNKNOWN),
        "crowding": near.crowding[near.a] + near.crowding[near.b],
        "same day": gap == 0,
        "next day": gap == 1,
        "two or three days": (gap > 1) & (gap <= 3),
        "undated": undated,
        "both undated": np.isnan(days[near.a]) & np.isnan(days[near.b]) & undated,
        "undated, other weekday": undated & (weekday_a != weekday_b) & (weekday_a >= 0) & (weekday_b >= 0),
    }
    return {name: values.astype(np.float64) for name, values in signs.items()}, gap > STORY_DAYS


def row_cosines(vectors: sp.csr_matrix, a: Ints, b: Ints) -> Floats:
    """The products of the rows `a` with the rows `b`, pair by pair."""
    cosines = np.zeros(len(a))
    for first in range(0, len(a), 20_000):
        part = slice(first, first + 20_000)
        cosines[part] = np.asarray(vectors[a[part]].multiply(vectors[b[part]]).sum(axis=1)).ravel()
    return np.round(cosines, 6)


def _days(releases: Sequence[Release]) -> Floats:
    return np.array([np.nan if release.day is None else release.day for release in releases], np.float64)


def _sketches(vectors: sp.csr_matrix) -> sp.csr_matrix:
    """Each row's most telling entries."""
    sizes = np.diff(vectors.indptr)
    row = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((vectors.indices, -vectors.data, row))
    rank = np.arange(len(order)) - np.repeat(vectors.indptr[:-1], sizes)
    kept = np.sort(order[rank < SKETCH_TERMS])
    starts = np.searchsorted(row[kept], np.arange(len(sizes) + 1))
    return sp.csr_matrix((vectors.data[kept], vectors.indices[kept], starts), shape=vectors.shape)
