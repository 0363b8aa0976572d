"""Which documents overlap, which are copies of one text, and which report one happening.

    documents ──► corpus ──► candidates ──► pairs ──► copies ──► stories ──► overlaps, assignments

Only compact keys of all documents are held at once (sampled shingles, terms); texts are aligned pair by pair. The
result depends on the documents alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa

from transforms.deduplicate.affinity import affinities
from transforms.deduplicate.assign import assign, by_document, story_sheet
from transforms.deduplicate.candidates import Candidates, find_candidates, recurring_shingles
from transforms.deduplicate.copies import cluster_copies, groups_of
from transforms.deduplicate.corpus import Corpus, read_corpus
from transforms.deduplicate.known import NOTHING, Known, each_once
from transforms.deduplicate.neighbours import Neighbours, find_neighbours
from transforms.deduplicate.overlaps import ALL_PAIRS, is_copy, overlap_rows
from transforms.deduplicate.pairs import Comparison, Judged, Pair, without_cluster
from transforms.deduplicate.stories import cluster_stories
from transforms.deduplicate.terms import Terms, count_terms, join_terms, report_vectors, term_vectors, term_weights
from transforms.deduplicate.words import find_words

# Pairs this alike are aligned even if they share no sampled shingle: rewording breaks shingles and keeps most terms (the
# cosines of made reworded copies start at .91, those of heavily edited ones at .56).
ALIGN_COSINE = 0.6
TITLES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """`assignments` has a row a document (see `ASSIGNED`), `overlaps` and `stories` are the tables of those names.

    `known` is what the run used of what it was told, and what it found out besides.
    """

    assignments: pa.Table
    overlaps: pa.Table
    stories: pa.Table
    known: Known


def deduplicate(documents: pa.Table, scratch: Path, known: Known = NOTHING) -> Deduplicated:
    """Compare all `documents` with each other.

    `documents` has the columns of `warehouse.tables.DOCUMENTS` but story_id, copy_id and is_canonical; `scratch` is a
    folder for what does not fit into memory; `known` may be that of any earlier run of this code and changes nothing
    but the time it takes. The assignments from `published_on` on are the documents' own, completed
    where they were unknown: the day from related documents (basis `related`), headline and authors from the copy that
    stands for the text. The outlet is never borrowed: who published this copy, another copy cannot tell.
    """
    corpus = read_corpus(documents, known)
    count = len(corpus.heads)
    weights = term_weights(corpus.terms, count)
    titles = title_terms(corpus)
    near = find_neighbours(report_vectors(corpus.terms, titles, weights, count), corpus.days[corpus.heads])

    candidates = find_candidates(corpus.samples, corpus.recurring, corpus.days[corpus.heads], scratch)
    compare = Comparison(corpus)
    judged = compare.examine(_with_alike(candidates.pairs, near), candidates.standing)
    copies = cluster_copies(count, {one.pair: one.jaccard for one in judged if is_copy(one)})
    settled = [_settle(one, copies) for one in judged]
    judged = [one for one in settled if one]

    likely = affinities(corpus, near, term_vectors(titles, weights, count), copies)
    together = [group for group in groups_of(copies).values() if len(group) > 1]
    stories = cluster_stories(count, near, likely, together)
    del near, likely, titles, settled  # what follows needs the room
    judged = _without_standing_text(compare, judged, stories, candidates)
    listed = {one.pair for one in judged}
    rest = [pair for pair in _story_pairs(stories) if pair not in listed]
    judged += compare.reports_of_one_story(rest, candidates.standing)

    overlaps, rows = overlap_rows(corpus, compare.with_all_passages(judged))
    copies_of, stories_of = by_document(corpus, copies), by_document(corpus, stories)
    assignments = assign(corpus, copies_of, stories_of)
    sheets = story_sheet(corpus, assignments, copies_of, stories_of, weights)
    tables = ([corpus.signatures], [corpus.counted], compare.used, [rows])
    return Deduplicated(assignments, overlaps, sheets, Known(*map(each_once, tables)))


def _with_alike(pairs: Sequence[Pair], near: Neighbours) -> list[Pair]:
    alike = near.cosine >= ALIGN_COSINE
    return sorted({*pairs, *zip(near.a[alike].tolist(), near.b[alike].tolist(), strict=True)})


def _settle(judged: Judged, copies: Sequence[int]) -> Judged | None:
    a, b = judged.pair
    return judged if copies[a] == copies[b] else without_cluster(judged)


def _without_standing_text(
    compare: Comparison, judged: list[Judged], stories: Sequence[int], candidates: Candidates
) -> list[Judged]:
    """`judged` without pairs across stories that share only what many stories hold: disclaimers, stock background."""
    corpus = compare.corpus
    outlets = [corpus.outlets[head] for head in corpus.heads.tolist()]
    recurring = np.union1d(candidates.standing, recurring_shingles(corpus.recurring, stories, outlets))
    changed = compare.versions(candidates.standing) != compare.versions(recurring)
    kept, again = list[Judged](), list[Pair]()
    for one in judged:
        a, b = one.pair
        if stories[a] != stories[b] and (changed[a] or changed[b]):
            again.append(one.pair)
        else:
            kept.append(one)
    found = (without_cluster(one) for one in compare.examine(again, recurring))
    return [*kept, *(one for one in found if one)]


def _story_pairs(stories: list[int]) -> list[Pair]:
    """All pairs of texts of one story; in a story of very many only those with its first."""
    found: list[Pair] = []
    for group in groups_of(stories).values():
        found += combinations(group, 2) if len(group) <= ALL_PAIRS else ((group[0], other) for other in group[1:])
    return found


def title_terms(corpus: Corpus) -> Terms:
    """The terms of the headline of each distinct text; none where it is unknown."""
    titles = [corpus.titles[head] or "" for head in corpus.heads.tolist()]
    firsts = range(0, len(titles), TITLES_AT_ONCE)
    return join_terms([count_terms(find_words(titles[first : first + TITLES_AT_ONCE]), first) for first in firsts])
