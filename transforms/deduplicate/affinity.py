"""How likely two documents report the same happening: a logistic regression over a few signs.

What counts depends on what is known of the days. Where both are known, the days between them tell most. Where one is,
the other document may name the weekday, and what else is like it may lie in other weeks. Where none is, the wording
must agree more closely. Each case has weights of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from transforms.deduplicate.candidates import STANDING_STORIES
from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.dated import BRACKET_DAYS
from transforms.deduplicate.neighbours import CROWD_FROM, CROWD_SIZE, STORY_DAYS, Neighbours, row_cosines
from transforms.deduplicate.phrases import phrase_cosines
from transforms.deduplicate.words import Floats, Hashes, Ints

# Two reports of one outlet are alike by its style and its stock of background, and newsrooms seldom report a happening
# twice but as versions of one text. Set, not fitted: the development stories were collected one an outlet. An outlet
# with more than this share of the documents (an agency's archive) is no sign of anything.
ONE_OUTLET = -3.0
MAIN_OUTLET = 0.25

# Logistic regressions of "same happening": `python -m benchmarks.fit_stories`.
BOTH_DATED = {
    "always": -8.27,
    "one outlet": ONE_OUTLET,
    "cosine": 0.94,
    "closeness": 8.54,
    "title": 3.04,
    "crowding": -9.06,
    "same day": 4.56,
    "next day": 3.44,
    "two or three days": 0.72,
}
ONE_DATED = {
    "always": -2.74,
    "one outlet": ONE_OUTLET,
    "cosine": 2.54,
    "closeness": 7.38,
    "title": 2.71,
    "crowding": -4.98,
    "elsewhere": -9.51,
    "weekday": 0.87,
    "quoted": 1.26,
}
UNDATED = {
    "always": -9.04,
    "one outlet": ONE_OUTLET,
    "cosine": 0.72,
    "closeness": 1.98,
    "title": 5.60,
    "density": -0.88,
    "phrases": 50.04,
    "weekdays": 1.54,
}

TITLE_UNKNOWN = 0.15  # between the means of pairs of one story (.29) and of other neighbours (.07)
CLOSE = 0.15  # texts less alike than this are not close, even if nothing is closer
# Of the weekdays that dated development stories name: the day of publication, the day before, two days before, ...
WEEKDAYS_NAMED = (0.54, 0.265, 0.065, 0.036, 0.018, 0.029, 0.047)
WEEKDAYS_AGREE = 0.45  # the mean over undated neighbours that both name weekdays
QUOTED_TEXTS = 8  # a sampled shingle in more texts than this is no passage of one happening
QUOTED_SHINGLES = 4  # beyond these, more of them say no more
PAIRS_AT_ONCE = 20_000

Signs = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Case:
    """The pairs (places in `Neighbours`) of which days are known alike, and what speaks for and against each."""

    pairs: Ints
    signs: Signs


def affinities(corpus: Corpus, near: Neighbours, titles: sp.csr_matrix, copies: Sequence[int]) -> Floats:
    """How likely each pair reports the same happening, 0 to 1; see `pair_cases`."""
    likely = np.zeros(len(near.a))
    cases = _unread_cases(corpus, near, titles, copies)
    for case, weights in zip(cases, (BOTH_DATED, ONE_DATED, UNDATED), strict=True):
        for first in range(0, len(case.pairs), case.at_once):
            pairs = case.pairs[first : first + case.at_once]
            score = np.zeros(len(pairs))
            for name, values in case.read(pairs).items():
                score += weights[name] * values
            likely[pairs] = np.round(1 / (1 + np.exp(-score)), 6)
    return likely


def pair_cases(
    corpus: Corpus, near: Neighbours, titles: sp.csr_matrix, copies: Sequence[int]
) -> tuple[Case, Case, Case]:
    """The pairs with both days known, with one and with none; pairs that dates rule out are in neither.

    `titles` holds a row a text (an empty one where the title is unknown), `copies` names the cluster of copies that
    each text is in.
    """
    dated, one, none = (Case(case.pairs, case.read(case.pairs)) for case in _unread_cases(corpus, near, titles, copies))
    return dated, one, none


@dataclass(frozen=True, slots=True)
class _Unread:
    """A case whose signs are read for `at_once` of its pairs at a time, which bounds the memory."""

    pairs: Ints
    read: Callable[[Ints], Signs]
    at_once: int


def _unread_cases(
    corpus: Corpus, near: Neighbours, titles: sp.csr_matrix, copies: Sequence[int]
) -> tuple[_Unread, _Unread, _Unread]:
    """The cases of `pair_cases`. How telling a phrase is hangs on all pairs without days, so those are read as one."""
    days = corpus.days[corpus.heads]
    gap = _days_between(corpus, near, days)
    possible = ~(gap > STORY_DAYS)
    known = ~np.isnan(gap)
    both_unknown = np.isnan(days[near.a]) & np.isnan(days[near.b])
    closest = _closest_report(near, np.asarray(copies), len(days))
    outlets = _outlet_numbers(corpus.outlets, corpus.heads)

    def common(pairs: Ints) -> Signs:
        a, b, cosine = near.a[pairs], near.b[pairs], near.cosine[pairs]
        return {
            "always": np.ones(len(pairs)),
            "cosine": np.log(cosine),
            "closeness": np.minimum(1, cosine / np.minimum(closest[a], closest[b])),
            "title": _title_cosines(titles, a, b),
            "one outlet": ((outlets[a] == outlets[b]) & (outlets[a] >= 0)).astype(np.float64),
        }

    dated = np.flatnonzero(possible & known)
    one = np.flatnonzero(possible & ~known & ~both_unknown)
    none = np.flatnonzero(possible & ~known & both_unknown)
    return (
        _Unread(dated, lambda pairs: common(pairs) | _signs_of_days(near, pairs, gap[pairs]), PAIRS_AT_ONCE),
        _Unread(one, lambda pairs: common(pairs) | _signs_of_one_day(corpus, near, pairs, days), max(1, len(one))),
        _Unread(none, lambda pairs: common(pairs) | _signs_without_days(corpus, near, pairs), max(1, len(none))),
    )


# ---- signs -----------------------------------------------------------------------------------------------------------


def _signs_of_days(near: Neighbours, pairs: Ints, gap: Floats) -> Signs:
    return {
        "crowding": near.crowding[near.a[pairs]] + near.crowding[near.b[pairs]],
        "same day": (gap == 0).astype(np.float64),
        "next day": (gap == 1).astype(np.float64),
        "two or three days": ((gap > 1) & (gap <= 3)).astype(np.float64),
    }


def _signs_of_one_day(corpus: Corpus, near: Neighbours, pairs: Ints, days: Floats) -> Signs:
    """Whether the undated text fits the day of the dated one: `elsewhere` is its best match in other weeks."""
    a, b = near.a[pairs], near.b[pairs]
    a_is_dated = ~np.isnan(days[a])
    dated, undated = np.where(a_is_dated, a, b), np.where(a_is_dated, b, a)
    crowding, elsewhere = _other_weeks(near, undated, days[dated])
    return {
        "crowding": near.crowding[dated] + crowding,
        "elsewhere": elsewhere,
        "weekday": _weekday_fit(corpus.weekdays)[undated, (days[dated].astype(np.int64) - 1) % 7],
        "quoted": _shared_shingles(corpus, a, b),
    }


def _signs_without_days(corpus: Corpus, near: Neighbours, pairs: Ints) -> Signs:
    numbers, place = np.unique(np.concatenate([near.a[pairs], near.b[pairs]]), return_inverse=True)
    a, b = place[: len(pairs)], place[len(pairs) :]
    return {
        "density": near.density[near.a[pairs]] + near.density[near.b[pairs]],
        "phrases": phrase_cosines(corpus.texts, corpus.heads[numbers], _widespread(corpus), a, b),
        "weekdays": _weekdays_alike(corpus.weekdays[numbers], a, b),
    }


def _days_between(corpus: Corpus, near: Neighbours, days: Floats) -> Floats:
    """As `dated.days_apart`: NaN where unknown, unless what is known of the two lies more than a few days apart."""
    gap = np.abs(days[near.a] - days[near.b])
    bounds = [corpus.release(text) for text in range(len(days))] if np.isnan(days).any() else []
    if bounds:
        earliest = np.array([np.nan if one.earliest is None else one.earliest for one in bounds], np.float64)
        latest = np.array([np.nan if one.latest is None else one.latest for one in bounds], np.float64)
        apart = np.fmax(earliest[near.a] - latest[near.b], earliest[near.b] - latest[near.a])
        gap = np.where(np.isnan(gap) & (apart > BRACKET_DAYS), apart, gap)
    return gap


def _closest_report(near: Neighbours, copies: Ints, count: int) -> Floats:
    """For each text, the cosine of the neighbour most like it that is no copy of it."""
    closest = np.full(count, CLOSE)
    other = copies[near.a] != copies[near.b]
    for side in (near.a, near.b):
        np.maximum.at(closest, side[other], near.cosine[other])
    return closest


def _title_cosines(titles: sp.csr_matrix, a: Ints, b: Ints) -> Floats:
    titled = np.diff(titles.indptr) > 0
    return np.where(titled[a] & titled[b], row_cosines(titles, a, b), TITLE_UNKNOWN)


def _outlet_numbers(outlets: Sequence[str | None], heads: Ints) -> Ints:
    """A number for the outlet of each text; -1 where it is unknown or the corpus is mostly that outlet's."""
    names, number, counts = np.unique(
        [outlets[head] or "" for head in heads.tolist()], return_inverse=True, return_counts=True
    )
    usable = (names != "") & (counts <= MAIN_OUTLET * len(heads))
    return np.where(usable[number], number, -1) if len(names) else number


def _other_weeks(near: Neighbours, undated: Ints, days: Floats) -> tuple[Floats, Floats]:
    """How alike documents are to each undated text that lie away from the day of its partner: a mean, and the best."""
    row = np.searchsorted(near.undated, undated)
    crowding, best = np.zeros(len(undated)), np.zeros(len(undated))
    for first in range(0, len(undated), 20_000):
        part = slice(first, first + 20_000)
        likeness, gap = near.likeness[row[part]], np.abs(near.like[row[part]] - days[part, None])
        away = gap >= CROWD_FROM
        counted = away & (np.cumsum(away, axis=1) <= CROWD_SIZE)
        crowding[part] = (likeness * counted).sum(axis=1) / CROWD_SIZE
        best[part] = np.where(gap > STORY_DAYS, likeness, 0).max(axis=1, initial=0)
    return crowding, best


def _weekday_fit(counts: Ints) -> Floats:
    """How well each weekday of publication fits the weekdays a text names: mean log likelihood ratio, 0 for none."""
    named = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    ratio = np.log(np.array(WEEKDAYS_NAMED) * 7)
    return np.stack([named @ ratio[(published - np.arange(7)) % 7] for published in range(7)], axis=1)


def _weekdays_alike(counts: Ints, a: Ints, b: Ints) -> Floats:
    """The cosine of the weekdays two texts name, against the usual one; 0 where one of them names none."""
    norms = np.sqrt((counts.astype(np.float64) ** 2).sum(axis=1))
    alike = (counts[a] * counts[b]).sum(axis=1) / np.maximum(1, norms[a] * norms[b])
    return np.where((norms[a] > 0) & (norms[b] > 0), alike - WEEKDAYS_AGREE, 0.0)


def _shared_shingles(corpus: Corpus, a: Ints, b: Ints) -> Floats:
    """The logarithm of the number of sampled shingles two texts share, beyond what stands in many texts."""
    if not len(a):
        return np.zeros(0)
    recurring = corpus.recurring
    used_in = np.bincount(recurring.shingle, minlength=len(recurring.hash))
    kept = used_in[recurring.shingle] <= QUOTED_TEXTS
    text, column = recurring.text[kept], recurring.shingle[kept]
    vectors = sp.csr_matrix((np.ones(len(text)), (text, column)), shape=(len(corpus.heads), len(used_in)))
    counted: Floats = np.log1p(np.minimum(row_cosines(vectors, a, b), QUOTED_SHINGLES))
    return counted


def _widespread(corpus: Corpus) -> Hashes:
    """The sampled shingles of so many texts that they are rather a disclaimer or stock background than a quotation."""
    recurring = corpus.recurring
    return recurring.hash[np.bincount(recurring.shingle, minlength=len(recurring.hash)) >= STANDING_STORIES]
