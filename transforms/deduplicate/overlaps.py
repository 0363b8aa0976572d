"""The rows of `overlaps`: every pair of documents that share text or a story, with offsets into both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.deduplicate.changes import Change, find_changes, is_update
from transforms.deduplicate.corpus import Corpus
from transforms.deduplicate.kinds import COPY_KINDS
from transforms.deduplicate.pairs import Judged, Pair, chunks
from transforms.deduplicate.passages import Alignment, Run, passages
from transforms.deduplicate.words import Words
from warehouse.tables import OVERLAPS

# Up to this many documents with one and the same text every pair of them is listed; beyond, each with the first only,
# or a story in a thousand papers would be half a million rows.
ALL_PAIRS = 50


def overlap_rows(corpus: Corpus, judged: Sequence[Judged]) -> pa.Table:
    """`overlaps`, from the judged pairs of distinct texts and the exact copies of each."""
    expanded = sorted([*_exact_pairs(corpus), *_document_pairs(corpus, judged)], key=lambda one: one.pair)
    words_in = corpus.words[corpus.text_of]
    pieces = [OVERLAPS.schema.empty_table()]
    first = 0
    for chunk in chunks([one.pair for one in expanded], words_in):
        pieces.append(_rows(corpus, expanded[first : first + len(chunk)]))
        first += len(chunk)
    return pa.concat_tables(pieces)


def _rows(corpus: Corpus, judged: Sequence[Judged]) -> pa.Table:
    """The rows of pairs of documents."""
    documents = sorted({document for one in judged for document in one.pair})
    place = {document: at for at, document in enumerate(documents)}
    words = corpus.texts.words(documents)
    texts = [corpus.texts[document] for document in documents]
    local = [(place[one.pair[0]], place[one.pair[1]]) for one in judged]
    shared = passages([one.alignment.runs for one in judged], words, local, texts)
    kinds: list[str] = []
    changed: list[list[Change]] = []
    for one, (a, b) in zip(judged, local, strict=True):
        kind, changes = _versions(corpus, one, words, (a, b), (texts[a], texts[b]))
        kinds.append(kind)
        changed.append(changes)
    columns: dict[str, Any] = {
        "doc_id_a": [corpus.doc_ids[one.pair[0]] for one in judged],
        "doc_id_b": [corpus.doc_ids[one.pair[1]] for one in judged],
        "kind": kinds,
        "jaccard": [one.alignment.jaccard for one in judged],
        "containment_a": [one.alignment.containment_a for one in judged],
        "containment_b": [one.alignment.containment_b for one in judged],
        "shared_passages": _nested("shared_passages", [list(map(tuple, found)) for found in shared]),
        "changes": _nested("changes", [list(map(_change_row, changes)) for changes in changed]),
    }
    return pa.table(columns, schema=OVERLAPS.schema)


def _nested(column: str, rows: Sequence[Sequence[tuple[Any, ...]]]) -> pa.Array[Any]:
    """A column that holds a list of structs a row, from a list of tuples a row."""
    kind = OVERLAPS.schema.field(column).type
    bounds = np.cumsum([0, *map(len, rows)])
    fields = list(kind.value_type)
    flat = list(zip(*(item for row in rows for item in row), strict=True)) or [()] * len(fields)
    arrays = [pa.array(values, field.type) for values, field in zip(flat, fields, strict=True)]
    items = pa.StructArray.from_arrays(arrays, fields=fields)
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), items, type=kind)


def _versions(
    corpus: Corpus, judged: Judged, words: Words, local: Pair, texts: tuple[str, str]
) -> tuple[str, list[Change]]:
    """The kind of a pair, `update` where a reprint is a later version, and then what changed."""
    if judged.kind != "reprint":
        return judged.kind, []
    shared = judged.alignment
    changes = find_changes(words, local, texts, shared.runs)
    outlets = [corpus.outlets[document] for document in judged.pair]
    same_outlet = outlets[0] is not None and outlets[0] == outlets[1]
    if is_update(changes, texts, (shared.containment_a, shared.containment_b), same_outlet):
        return "update", changes
    return "reprint", []


def _change_row(change: Change) -> tuple[str, int | None, int | None, int | None, int | None]:
    return (change.kind, *(change.a or (None, None)), *(change.b or (None, None)))


def _exact_pairs(corpus: Corpus) -> Iterator[Judged]:
    """Pairs of documents with the very same words."""
    for text, group in corpus.twins.items():
        whole = Alignment((Run(0, 0, int(corpus.words[text])),), 1.0, 1.0, 1.0)
        pairs: Iterable[Pair] = combinations(group, 2)
        if len(group) > ALL_PAIRS:
            pairs = ((group[0], other) for other in group[1:])
        for a, b in pairs:
            yield Judged((min(a, b), max(a, b)), whole, "exact")


def _document_pairs(corpus: Corpus, judged: Iterable[Judged]) -> Iterator[Judged]:
    """Pairs of distinct texts as pairs of the documents that carry them."""
    for one in judged:
        left, right = corpus.carriers(one.pair[0]), corpus.carriers(one.pair[1])
        if len(left) * len(right) > ALL_PAIRS:
            left, right = left[:1], right[:1]
        for a, b in product(left, right):
            yield Judged((a, b), one.alignment, one.kind) if a < b else _swapped(one, (b, a))


def _swapped(judged: Judged, pair: Pair) -> Judged:
    """The same finding with the sides exchanged: exact copies may sort the other way round."""
    shared = judged.alignment
    runs = tuple(sorted(Run(run.b, run.a, run.length) for run in shared.runs))
    return Judged(pair, Alignment(runs, shared.containment_b, shared.containment_a, shared.jaccard), judged.kind)


def is_copy(judged: Judged) -> bool:
    return judged.kind in COPY_KINDS
