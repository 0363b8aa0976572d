"""The rows of `overlaps`: every pair of documents that share text or a story, with offsets into both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.deduplicate.changes import Change, find_changes, is_update, turned
from transforms.deduplicate.corpus import Corpus, ordinals
from transforms.deduplicate.kinds import COPY_KINDS
from transforms.deduplicate.known import FOUND, ROWS, indices, lists, mix, recall
from transforms.deduplicate.pairs import CHUNK_WORDS, Judged, Pair
from transforms.deduplicate.passages import Run, passages
from transforms.deduplicate.texts import runs_of_size
from transforms.deduplicate.words import Hashes, Ints, Words
from warehouse.tables import OVERLAPS

# Two reports of one story that share no passage.
BARE = pa.Table.from_pylist([{"key": 0, "kind": "same_story", "shared_passages": [], "changes": []}], schema=ROWS)
KINDS = OVERLAPS.column("kind").allowed or ()
# Up to this many documents with one and the same text every pair of them is listed; beyond, each with the first only,
# or a story in a thousand papers would be half a million rows.
ALL_PAIRS = 50


def overlap_rows(corpus: Corpus, judged: Sequence[Judged]) -> tuple[pa.Table, pa.Table]:
    """`overlaps`, from the judged pairs of distinct texts and the exact copies of each; and its rows as findings."""
    listed = sorted([*_exact_pairs(corpus), *_document_pairs(corpus, judged)], key=lambda one: one.pair)
    telling = [one for one in listed if one.tells]
    keys = _keys(corpus, telling)
    rows = recall(corpus.known.rows, keys, lambda places: _made(corpus, [telling[at] for at in places], keys[places]))
    tells = np.array([one.tells for one in listed], np.bool_)
    found = pa.concat_tables([rows, BARE]).take(indices(np.where(tells, np.cumsum(tells) - 1, len(rows))))
    a, b = np.array([one.pair for one in listed], np.int64).reshape(-1, 2).T
    doc_ids = corpus.table["doc_id"].combine_chunks()
    columns: dict[str, Any] = {
        "doc_id_a": doc_ids.take(indices(a)),
        "doc_id_b": doc_ids.take(indices(b)),
        "jaccard": [one.jaccard for one in listed],
        "containment_a": [one.containment_a for one in listed],
        "containment_b": [one.containment_b for one in listed],
        "later_doc_id": _later(corpus, a, b, doc_ids),
        **{name: found[name] for name in FOUND},
    }
    return pa.table([columns[name] for name in OVERLAPS.column_names], schema=OVERLAPS.schema), rows


@dataclass(frozen=True, slots=True)
class _Listed:
    """A pair of documents to be listed, and the finding about their texts (null for the same `words` in both).

    `turned` says that its sides are exchanged: exact copies may sort the other way round.
    """

    pair: Pair
    kind: str
    jaccard: float
    containment_a: float
    containment_b: float
    judged: Judged | None = None
    turned: bool = False
    words: int = 0

    @property
    def tells(self) -> bool:
        """Whether there is a passage to list, or a change to look for."""
        return self.judged is None or self.judged.tells

    @property
    def runs(self) -> tuple[Run, ...]:
        if not self.judged:
            return (Run(0, 0, self.words),)
        runs = self.judged.runs
        return tuple(sorted(Run(run.b, run.a, run.length) for run in runs)) if self.turned else runs


def _keys(corpus: Corpus, listed: Sequence[_Listed]) -> Hashes:
    """A hash of all that the passages and changes of each row hang on."""
    a, b = np.array([one.pair for one in listed], np.int64).reshape(-1, 2).T
    kinds = np.array([KINDS.index(one.kind) for one in listed], np.uint64)
    shared = np.array([one.judged.key if one.judged else 0 for one in listed], np.uint64)
    outlets = np.array([_same_outlet(corpus, one.pair) for one in listed], np.uint64)
    later = _later_side(corpus, a, b).astype(np.uint64)
    return mix(corpus.digests[a], corpus.digests[b], kinds, shared, outlets, later)


def _later_side(corpus: Corpus, a: Ints, b: Ints) -> Ints:
    """Which document of each pair appeared on a later day: 1 for a, 2 for b, 0 where that is not known."""
    on, earliest, latest = (ordinals(corpus.table[f"published_{name}"]) for name in ("on", "from", "until"))
    earliest, latest = np.where(np.isnan(on), earliest, on), np.where(np.isnan(on), latest, on)
    return np.where(earliest[a] > latest[b], 1, np.where(earliest[b] > latest[a], 2, 0))


def _later(corpus: Corpus, a: Ints, b: Ints, doc_ids: Any) -> Any:
    side = _later_side(corpus, a, b)
    return doc_ids.take(pa.array(np.where(side == 1, a, b), pa.int64(), mask=side == 0))


def _same_outlet(corpus: Corpus, pair: Pair) -> bool:
    a, b = (corpus.outlets[document] for document in pair)
    return a is not None and a == b


def _made(corpus: Corpus, listed: Sequence[_Listed], keys: Hashes) -> pa.Table:
    """Rows of `known.ROWS`."""
    words_in = corpus.words[corpus.text_of]
    a, b = np.array([one.pair for one in listed], np.int64).reshape(-1, 2).T
    pieces = [ROWS.empty_table()]
    for first, last in runs_of_size(words_in[a] + words_in[b], CHUNK_WORDS):
        pieces.append(_rows(corpus, listed[first:last], keys[first:last]))
    return pa.concat_tables(pieces)


def _rows(corpus: Corpus, listed: Sequence[_Listed], keys: Hashes) -> pa.Table:
    documents = sorted({document for one in listed for document in one.pair})
    place = {document: at for at, document in enumerate(documents)}
    words = corpus.texts.words(documents)
    texts = [corpus.texts[document] for document in documents]
    local = [(place[one.pair[0]], place[one.pair[1]]) for one in listed]
    runs = [one.runs for one in listed]
    kinds: list[str] = []
    changed: list[list[Change]] = []
    first, second = np.array([one.pair for one in listed], np.int64).reshape(-1, 2).T
    sides = _later_side(corpus, first, second).tolist()
    for one, own, (a, b), later in zip(listed, runs, local, sides, strict=True):
        kind, changes = _versions(corpus, one, own, words, (a, b), (texts[a], texts[b]))
        kinds.append(kind)
        changed.append(turned(changes) if later == 1 else changes)
    columns: list[pa.Array[Any]] = [
        pa.array(keys),
        pa.array(kinds, pa.string()),
        _nested("shared_passages", [list(map(tuple, found)) for found in passages(runs, words, local, texts)]),
        _nested("changes", [list(map(_change_row, changes)) for changes in changed]),
    ]
    return pa.table(columns, schema=ROWS)


def _versions(
    corpus: Corpus, listed: _Listed, runs: Sequence[Run], words: Words, local: Pair, texts: tuple[str, str]
) -> tuple[str, list[Change]]:
    """The kind of a pair, `update` where a reprint is a later version, and then what changed."""
    if listed.kind != "reprint":
        return listed.kind, []
    changes = find_changes(words, local, texts, runs)
    containments = (listed.containment_a, listed.containment_b)
    if is_update(changes, texts, containments, _same_outlet(corpus, listed.pair)):
        return "update", changes
    return "reprint", []


def _nested(column: str, rows: Sequence[Sequence[tuple[Any, ...]]]) -> Any:
    """A column that holds a list of structs a row, from a list of tuples a row."""
    kind = OVERLAPS.schema.field(column).type
    bounds = np.cumsum([0, *map(len, rows)])
    fields = list(kind.value_type)
    flat = list(zip(*(item for row in rows for item in row), strict=True)) or [()] * len(fields)
    arrays = [pa.array(values, field.type) for values, field in zip(flat, fields, strict=True)]
    items = pa.StructArray.from_arrays(arrays, fields=fields)
    return lists(bounds, items, kind)


def _change_row(change: Change) -> tuple[str, int | None, int | None, int | None, int | None]:
    return (change.kind, *(change.a or (None, None)), *(change.b or (None, None)))


def _exact_pairs(corpus: Corpus) -> Iterator[_Listed]:
    """Pairs of documents with the very same words."""
    for text, group in corpus.twins.items():
        pairs: Iterable[Pair] = combinations(group, 2)
        if len(group) > ALL_PAIRS:
            pairs = ((group[0], other) for other in group[1:])
        for a, b in pairs:
            yield _Listed((min(a, b), max(a, b)), "exact", 1.0, 1.0, 1.0, words=int(corpus.words[text]))


def _document_pairs(corpus: Corpus, judged: Iterable[Judged]) -> Iterator[_Listed]:
    """Pairs of distinct texts as pairs of the documents that carry them."""
    for one in judged:
        left, right = corpus.carriers(one.pair[0]), corpus.carriers(one.pair[1])
        if len(left) * len(right) > ALL_PAIRS:
            left, right = left[:1], right[:1]
        of_a, of_b = one.containments
        for a, b in product(left, right):
            if a < b:
                yield _Listed((a, b), one.kind, one.jaccard, of_a, of_b, one)
            else:
                yield _Listed((b, a), one.kind, one.jaccard, of_b, of_a, one, turned=True)


def is_copy(judged: Judged) -> bool:
    return judged.kind in COPY_KINDS
