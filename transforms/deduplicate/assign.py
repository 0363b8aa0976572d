"""What clustering means for each document and each story: ids, who stands for whom, completed columns, the sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.deduplicate.corpus import Corpus, ordinals, places
from transforms.deduplicate.known import indices
from transforms.deduplicate.related import Dates, complete_dates
from transforms.deduplicate.terms import Weights
from transforms.deduplicate.words import Flags, Floats, Ints, is_new, spread
from transforms.ids import make_id
from warehouse.tables import DOCUMENTS, STORIES

ASSIGNED = (
    "doc_id", "story_id", "copy_id", "is_canonical", "published_on", "published_from", "published_until",
    "published_basis", "outlet", "title", "bylines",
)  # fmt: skip
ASSIGNMENTS = pa.schema([pa.field(name, DOCUMENTS.column(name).type) for name in ASSIGNED])
DATES = ("published_on", "published_from", "published_until", "published_basis")

KEYWORDS = 8
SCORE_STEPS = 100_000
SHEETS_AT_ONCE = 1000
WORD = re.compile(r"[^\W_\U00010000-\U0010ffff]+")  # as `transforms.deduplicate.words` cuts them
MOST_KEYWORDS = 24  # looked at for a text's keywords: numbers and stray letters are passed over


@dataclass(frozen=True, slots=True)
class Clusters:
    """Documents in clusters: `number[d]` is that of document `d`; `order` lists them cluster by cluster.

    Cluster `c` has the documents `order[bounds[c]]` to `order[bounds[c + 1] - 1]`, in the order of their numbers.
    """

    number: Ints
    order: Ints
    bounds: Ints

    def members(self, document: int) -> list[int]:
        """The documents of the cluster that `document` is in."""
        cluster = self.number[document]
        found: list[int] = self.order[self.bounds[cluster] : self.bounds[cluster + 1]].tolist()
        return found

    def first(self, rank: Ints) -> Ints:
        """Of each cluster the document with the smallest rank."""
        return np.lexsort((rank, self.number))[self.bounds[:-1]]


def by_document(corpus: Corpus, clusters: Sequence[int]) -> Clusters:
    """Clusters of documents, from the cluster of every distinct text."""
    named = np.asarray(clusters, np.int64)[corpus.text_of]
    order = np.argsort(named, kind="stable")
    new = is_new(named[order])
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(new) - 1
    return Clusters(number, order, np.append(np.flatnonzero(new), len(order)))


def assign(corpus: Corpus, copies: Clusters, stories: Clusters) -> pa.Table:
    """A row a document, see `ASSIGNED`."""
    table = corpus.table
    leader = copies.first(_standing(corpus))[copies.number]
    columns = {
        "doc_id": table["doc_id"],
        "story_id": _ids("sto", corpus, stories),
        "copy_id": _ids("cop", corpus, copies),
        "is_canonical": pa.array(leader == np.arange(len(leader))),
        **_dates(corpus, copies, stories),
        "outlet": table["outlet"],
        "title": _completed(table["title"], pc.utf8_length(table["title"]), leader),
        "bylines": _completed(table["bylines"], pc.list_value_length(table["bylines"]), leader),
    }
    return pa.table([columns[name] for name in ASSIGNED], schema=ASSIGNMENTS)


def story_sheet(
    corpus: Corpus, assignments: pa.Table, copies: Clusters, stories: Clusters, weights: Weights
) -> pa.Table:
    """The rows of `stories`."""
    standing = _standing(corpus)
    canonical = stories.first(standing)
    headlines = [corpus.titles[member] or _first_line(corpus.texts[member]) for member in canonical.tolist()]
    days = ordinals(assignments["published_on"])[stories.order]
    starts = stories.bounds[:-1]
    columns: dict[str, Any] = {
        "story_id": assignments["story_id"].combine_chunks().take(indices(canonical)),
        "headline": headlines,
        "canonical_doc_id": assignments["doc_id"].combine_chunks().take(indices(canonical)),
        "first_published_on": _days(np.fmin.reduceat(days, starts) if len(starts) else days),
        "last_published_on": _days(np.fmax.reduceat(days, starts) if len(starts) else days),
        "document_count": np.diff(stories.bounds),
        "outlet_count": _origins(corpus, copies.first(standing)[copies.number], stories),
        "keywords": keywords(corpus, corpus.text_of[canonical], weights),
    }
    arrays = [pa.array(columns[field.name], field.type) for field in STORIES.schema]
    return pa.table(arrays, schema=STORIES.schema).sort_by("story_id")


def _ids(prefix: str, corpus: Corpus, clusters: Clusters) -> pa.Array[Any]:
    """The id of each document's cluster, made from the id of the first to arrive."""
    ids = [make_id(prefix, corpus.doc_ids[member]) for member in clusters.first(corpus.arrival).tolist()]
    found: pa.Array[Any] = pa.array(ids, pa.string()).take(indices(clusters.number))
    return found


def _standing(corpus: Corpus) -> Ints:
    """The place of each document in the order of `Release.standing`."""
    on = ordinals(corpus.table["published_on"])
    credited = [corpus.table[name].combine_chunks().is_valid() for name in ("wire_source", "outlet")]
    both = np.logical_and(*(flags.to_numpy(zero_copy_only=False) for flags in credited))
    other = np.ones(len(on), np.bool_)
    for member in np.flatnonzero(both).tolist():
        other[member] = not corpus.releases[member].is_agency
    words = corpus.table["word_count"].to_numpy()
    return places(np.lexsort((np.arange(len(on)), -words, other, on)))  # unknown days (NaN) come last


def _dates(corpus: Corpus, copies: Clusters, stories: Clusters) -> dict[str, pa.Array[Any]]:
    """The documents' own dates; where a document has none, what its relations tell."""
    own = {name: corpus.table[name].combine_chunks() for name in DATES}
    unknown = np.ones(len(corpus.texts), np.bool_)
    for name in DATES[:3]:
        unknown &= own[name].is_null().to_numpy(zero_copy_only=False)
    asked = np.flatnonzero(unknown).tolist()
    found = []
    for member in asked:
        circles = (corpus.carriers(int(corpus.text_of[member])), copies.members(member), stories.members(member))
        relations = ([corpus.releases[other] for other in circle if other != member] for circle in circles)
        found.append(complete_dates(Dates(None, None, None, own["published_basis"][member].as_py()), *relations))
    told = ([getattr(one, name) for one in found] for name in ("on", "earliest", "latest", "basis"))
    mask = pa.array(unknown)
    return {
        name: pc.replace_with_mask(own[name], mask, pa.array(values, own[name].type))
        for name, values in zip(DATES, told, strict=True)
    }


def _is_filled(sizes: Any) -> Flags:
    """Which rows hold something, from its length or null."""
    return np.asarray(np.nan_to_num(sizes.combine_chunks().to_numpy(zero_copy_only=False)) > 0)


def _completed(column: Any, sizes: Any, leader: Ints) -> pa.Array[Any]:
    """`column` with that of the leader where a row's own is empty."""
    own = np.where(_is_filled(sizes), np.arange(len(leader)), leader)
    found: pa.Array[Any] = column.combine_chunks().take(indices(own))
    return found


def _origins(corpus: Corpus, leader: Ints, stories: Clusters) -> Ints:
    """How many outlets each story's texts come from: the outlet of the document that stands for its copies counts.

    Where that is unknown the text counts as one, see `transforms.reconcile.counting`.
    """
    outlets = corpus.table["outlet"].combine_chunks().dictionary_encode()
    known = _is_filled(pc.utf8_length(corpus.table["outlet"]))
    codes = np.where(known, np.nan_to_num(outlets.indices.to_numpy(zero_copy_only=False)), 0).astype(np.int64)
    origin = np.where(known[leader], codes[leader], len(outlets.dictionary) + leader)
    key = np.sort(stories.number * (origin.max(initial=0) + 1) + origin)
    return np.bincount(key[is_new(key)] // (origin.max(initial=0) + 1), minlength=len(stories.bounds) - 1)


def _days(ordinal: Floats) -> list[dt.date | None]:
    return [None if day != day else dt.date.fromordinal(int(day)) for day in ordinal.tolist()]


def _first_line(text: str) -> str | None:
    return next((line.strip() for line in text.splitlines() if line.strip()), None)


def keywords(corpus: Corpus, texts: Ints, weights: Weights) -> list[list[str]]:
    """The most telling words of distinct texts, as their first documents write them."""
    terms = corpus.terms
    bounds = np.searchsorted(terms.text, np.arange(len(corpus.heads) + 1))
    found: list[list[str]] = []
    for first in range(0, len(texts), SHEETS_AT_ONCE):
        chosen = texts[first : first + SHEETS_AT_ONCE]
        sizes = bounds[chosen + 1] - bounds[chosen]
        own = spread(bounds[chosen], sizes)
        score = (1 + np.log(terms.count[own])) * weights[terms.column[own]]
        starts = _by_score(np.repeat(np.arange(len(chosen)), sizes), score, terms.start[own])
        ends = np.cumsum(sizes)
        for text, start, end in zip(chosen.tolist(), (ends - sizes).tolist(), ends.tolist(), strict=True):
            found.append(_telling(corpus.text(text), starts[start : min(end, start + MOST_KEYWORDS)].tolist()))
    return found


def _by_score(text: Ints, score: Floats, start: npt.NDArray[np.int32]) -> Ints:
    """Where terms stand, text by text, those with the highest score first, of equal ones what stands first.

    One number a term sorts many times as fast as three; scores are told apart to a hundred thousandth.
    """
    places = int(start.max(initial=0)).bit_length()
    steps = ((score.max(initial=0.0) - score) * SCORE_STEPS).astype(np.int64)
    scores = int(steps.max(initial=0)).bit_length()
    return np.sort((text << scores | steps) << places | start) & (1 << places) - 1


def _telling(content: str, starts: Iterable[int]) -> list[str]:
    """The first `KEYWORDS` of the words that start at `starts` that are more than a letter or a number."""
    words = (WORD.match(content, start) for start in starts)
    telling = (
        word
        for word in (match.group() for match in words if match)
        if (len(word) > 2 or word[0].isupper()) and not word[0].isdigit()
    )
    return list(islice(telling, KEYWORDS))
