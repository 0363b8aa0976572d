"""The rows of `overlaps`: every pair of documents that share text or a story, with offsets into both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pyarrow as pa

from transforms.deduplicate.changes import Change, find_changes, is_update
from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.kinds import COPY_KINDS
from transforms.deduplicate.pairs import Judged, Pair, chunks
from transforms.deduplicate.passages import Alignment, Run, passages
from transforms.deduplicate.words import Words, find_words
from warehouse.tables import OVERLAPS

# Up to this many documents with one and the same text every pair of them is listed; beyond, each with the first only,
# or a story in a thousand papers would be half a million rows.
ALL_PAIRS = 50


def overlap_rows(corpus: Corpus, judged: Sequence[Judged]) -> pa.Table:
    """`overlaps`, from the judged pairs of distinct texts and the exact copies of each."""
    expanded = sorted([*_exact_pairs(corpus), *_document_pairs(corpus, judged)], key=lambda one: one.pair)
    sizes = [len(text) // 5 for text in corpus.texts]
    rows: list[dict[str, Any]] = []
    for chunk in chunks([one.pair for one in expanded], sizes):
        numbers = sorted({number for pair in chunk for number in pair})
        place = {number: at for at, number in enumerate(numbers)}
        words = find_words([corpus.texts[number] for number in numbers])
        for one in expanded[len(rows) : len(rows) + len(chunk)]:
            rows.append(_row(corpus, one, words, (place[one.pair[0]], place[one.pair[1]])))
    columns = {name: [row[name] for row in rows] for name in OVERLAPS.column_names}
    return pa.table(columns, schema=OVERLAPS.schema)


def _row(corpus: Corpus, judged: Judged, words: Words, place: Pair) -> dict[str, Any]:
    a, b = judged.pair
    texts = (corpus.texts[a], corpus.texts[b])
    shared = judged.alignment
    kind, changes = judged.kind, list[Change]()
    if kind == "reprint":
        found = find_changes(words, place, texts, shared.runs)
        outlets = corpus.releases[a].outlet, corpus.releases[b].outlet
        same_outlet = outlets[0] is not None and outlets[0] == outlets[1]
        if is_update(found, texts, (shared.containment_a, shared.containment_b), same_outlet):
            kind, changes = "update", found
    return {
        "doc_id_a": corpus.releases[a].doc_id,
        "doc_id_b": corpus.releases[b].doc_id,
        "kind": kind,
        "jaccard": shared.jaccard,
        "containment_a": shared.containment_a,
        "containment_b": shared.containment_b,
        "shared_passages": [passage._asdict() for passage in passages(shared.runs, words, place, texts)],
        "changes": [_change_row(change) for change in changes],
    }


def _change_row(change: Change) -> dict[str, Any]:
    start_a, end_a = change.a or (None, None)
    start_b, end_b = change.b or (None, None)
    return {"kind": change.kind, "start_a": start_a, "end_a": end_a, "start_b": start_b, "end_b": end_b}


def _exact_pairs(corpus: Corpus) -> Iterator[Judged]:
    """Pairs of documents with the very same words."""
    for number, group in enumerate(corpus.groups):
        count = int(corpus.words[number])
        pairs: Iterable[Pair] = combinations(group, 2)
        if len(group) > ALL_PAIRS:
            pairs = ((group[0], other) for other in group[1:])
        for a, b in pairs:
            yield Judged((min(a, b), max(a, b)), Alignment((Run(0, 0, count),), 1.0, 1.0, 1.0), "exact")


def _document_pairs(corpus: Corpus, judged: Iterable[Judged]) -> Iterator[Judged]:
    """Pairs of distinct texts as pairs of the documents that carry them."""
    for one in judged:
        left, right = corpus.groups[one.pair[0]], corpus.groups[one.pair[1]]
        if len(left) * len(right) > ALL_PAIRS:
            left, right = left[:1], right[:1]
        for a, b in product(left, right):
            yield replace(one, pair=(a, b)) if a < b else _swapped(one, (b, a))


def _swapped(judged: Judged, pair: Pair) -> Judged:
    """The same finding with the sides exchanged: exact copies may sort the other way round."""
    shared = judged.alignment
    runs = tuple(sorted(Run(run.b, run.a, run.length) for run in shared.runs))
    return Judged(pair, Alignment(runs, shared.containment_b, shared.containment_a, shared.jaccard), judged.kind)


def is_copy(judged: Judged) -> bool:
    return judged.kind in COPY_KINDS
