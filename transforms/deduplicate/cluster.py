"""Which documents overlap, which are copies of one text, and which report one happening.

    documents ──► corpus ──► candidates ──► pairs ──► copies ──► stories ──► overlaps, assignments

Only compact keys of all documents are held at once (sampled shingles, terms); texts are aligned pair by pair. The
result depends on the documents alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.deduplicate.candidates import Candidates, find_candidates, recurring_shingles
from transforms.deduplicate.copies import cluster_copies, groups_of
from transforms.deduplicate.corpus import Corpus, read_corpus
from transforms.deduplicate.known import NOTHING, Known, each_once
from transforms.deduplicate.overlaps import ALL_PAIRS, is_copy, overlap_rows
from transforms.deduplicate.pairs import Comparison, Judged, Pair, without_cluster
from transforms.deduplicate.related import Dates, complete_dates
from transforms.deduplicate.stories import Neighbours, cluster_stories, find_neighbours
from transforms.deduplicate.terms import Weights, count_terms, term_vectors, term_weights
from transforms.deduplicate.words import find_words
from transforms.ids import make_id
from transforms.reconcile.counting import count_sources, read_sources
from warehouse.tables import DOCUMENTS, STORIES

ASSIGNED = (
    "doc_id", "story_id", "copy_id", "is_canonical", "published_on", "published_from", "published_until",
    "published_basis", "outlet", "title", "bylines",
)  # fmt: skip
ASSIGNMENTS = pa.schema([pa.field(name, DOCUMENTS.column(name).type) for name in ASSIGNED])

# Pairs this alike are aligned even if they share no sampled shingle: rewording breaks shingles and keeps most terms (the
# cosines of made reworded copies start at .91, those of heavily edited ones at .56).
ALIGN_COSINE = 0.6
KEYWORDS = 8
MOST_KEYWORDS = 24  # looked at for a text's keywords: numbers and stray letters are passed over


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
    vectors = term_vectors(corpus.terms, weights, count)
    releases = [corpus.release(number) for number in range(count)]
    near = find_neighbours(vectors, releases)

    candidates = find_candidates(corpus.samples, corpus.days[corpus.heads], scratch)
    compare = Comparison(corpus, candidates.recurring)
    judged = compare.examine(_with_alike(candidates.pairs, near), candidates.standing)
    copies = cluster_copies(count, {one.pair: one.jaccard for one in judged if is_copy(one)})
    settled = [_settle(one, copies) for one in judged]
    judged = [one for one in settled if one]

    titles = title_vectors(corpus, weights)
    together = [group for group in groups_of(copies).values() if len(group) > 1]
    stories = cluster_stories(near, titles, corpus.weekdays, releases, together)
    judged = _without_standing_text(compare, judged, stories, candidates)
    listed = {one.pair for one in judged}
    rest = [pair for pair in _story_pairs(stories) if pair not in listed]
    judged += compare.reports_of_one_story(rest, candidates.standing)

    overlaps, rows = overlap_rows(corpus, judged)
    assignments, sheets = _tables(documents, corpus, copies, stories, weights)
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
    recurring = np.union1d(candidates.standing, recurring_shingles(candidates.recurring, stories))
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


def title_vectors(corpus: Corpus, weights: Weights) -> Any:
    """One row a distinct text; an empty one where its title is unknown."""
    titles = [corpus.titles[head] or "" for head in corpus.heads.tolist()]
    return term_vectors(count_terms(find_words(titles)), weights, len(titles))


# ---- rows ------------------------------------------------------------------------------------------------------------


def _tables(
    documents: pa.Table, corpus: Corpus, copies: list[int], stories: list[int], weights: Weights
) -> tuple[pa.Table, pa.Table]:
    """The assignments, and the sheet of stories."""
    copy_of, story_of = _by_document(corpus, copies), _by_document(corpus, stories)
    copy_groups, story_groups = groups_of(copy_of), groups_of(story_of)
    own = documents.sort_by("doc_id").select([name for name in ASSIGNED if name in documents.column_names]).to_pylist()
    releases = corpus.releases
    copy_ids = {key: make_id("cop", min(releases[m].arrival for m in group)[1]) for key, group in copy_groups.items()}
    story_ids = {key: make_id("sto", min(releases[m].arrival for m in group)[1]) for key, group in story_groups.items()}
    stands_for = {key: min(group, key=lambda m: releases[m].standing) for key, group in copy_groups.items()}

    rows = []
    for member, row in enumerate(own):
        dates = complete_dates(
            Dates(row["published_on"], row["published_from"], row["published_until"], row["published_basis"]),
            *([releases[m] for m in group if m != member]
              for group in (corpus.carriers(int(corpus.text_of[member])), copy_groups[copy_of[member]], story_groups[story_of[member]])),
        )  # fmt: skip
        rows.append(
            {
                "doc_id": row["doc_id"],
                "story_id": story_ids[story_of[member]],
                "copy_id": copy_ids[copy_of[member]],
                "is_canonical": member == stands_for[copy_of[member]],
                "published_on": dates.on,
                "published_from": dates.earliest,
                "published_until": dates.latest,
                "published_basis": dates.basis,
                "outlet": row["outlet"],
                "title": row["title"] or own[stands_for[copy_of[member]]]["title"],
                "bylines": row["bylines"] or own[stands_for[copy_of[member]]]["bylines"],
            }
        )
    assignments = pa.Table.from_pylist(rows, schema=ASSIGNMENTS)
    return assignments, _story_rows(corpus, assignments, story_groups, story_ids, weights)


def _by_document(corpus: Corpus, clusters: list[int]) -> list[int]:
    """The cluster of every document, from the cluster of every distinct text."""
    found: list[int] = np.array(clusters, np.int64)[corpus.text_of].tolist()
    return found


def _story_rows(
    corpus: Corpus, assignments: pa.Table, groups: dict[int, list[int]], ids: dict[int, str], weights: Weights
) -> pa.Table:
    members = [(row["story_id"], row["doc_id"]) for row in assignments.select(["story_id", "doc_id"]).to_pylist()]
    counts = count_sources(members, read_sources(assignments))
    days = assignments.column("published_on").to_pylist()
    stands_for = {key: min(group, key=lambda m: corpus.releases[m].standing) for key, group in groups.items()}
    keywords = _keywords(corpus, weights, list(stands_for.values()))
    rows = []
    for key, group in groups.items():
        canonical = stands_for[key]
        counted = counts[ids[key]]
        rows.append(
            {
                "story_id": ids[key],
                "headline": corpus.titles[canonical] or _first_line(corpus.texts[canonical]),
                "canonical_doc_id": corpus.releases[canonical].doc_id,
                "first_published_on": counted.first_published_on,
                "last_published_on": max((day for day in (days[m] for m in group) if day), default=None),
                "document_count": counted.document_count,
                "outlet_count": counted.outlet_count,
                "keywords": keywords[int(corpus.text_of[canonical])],
            }
        )
    return pa.Table.from_pylist(rows, schema=STORIES.schema).sort_by("story_id")


def _first_line(text: str) -> str | None:
    return next((line.strip() for line in text.splitlines() if line.strip()), None)


def _keywords(corpus: Corpus, weights: Weights, documents: Sequence[int]) -> dict[int, list[str]]:
    """The most telling words of the texts that `documents` carry, as the first document with that text writes them."""
    terms = corpus.terms
    asked = np.zeros(len(corpus.heads), np.bool_)
    asked[corpus.text_of[documents]] = True
    own = np.flatnonzero(asked[terms.text])
    text, start = terms.text[own], terms.start[own]
    score = (1 + np.log(terms.count[own])) * weights[terms.column[own]]
    order = np.lexsort((start, -score, text))
    first = np.searchsorted(text, np.flatnonzero(asked))
    found: dict[int, list[str]] = {}
    for number, at in zip(np.flatnonzero(asked).tolist(), first.tolist(), strict=True):
        content = corpus.text(number)
        top = own[order[at : at + MOST_KEYWORDS]]
        top = top[terms.text[top] == number]
        words = (content[a:b] for a, b in zip(terms.start[top].tolist(), terms.end[top].tolist(), strict=True))
        telling = (word for word in words if (len(word) > 2 or word[0].isupper()) and not word[0].isdigit())
        found[number] = list(islice(telling, KEYWORDS))
    return found
