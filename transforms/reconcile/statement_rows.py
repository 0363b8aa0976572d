"""Rows of `statements`: of every cluster its wordings, who said it and who carried it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from transforms.reconcile.counting import count_sources, read_sources
from transforms.reconcile.recurrences import Voice, link_recurrences
from transforms.reconcile.said import Sentence
from warehouse.tables import STATEMENTS


@dataclass(slots=True)
class Cluster:
    """A statement in the making."""

    sentences: list[Sentence] = field(default_factory=list)
    further: list[Sentence] = field(default_factory=list)
    statement_id: str = ""
    story_id: str = ""


def statement_rows(
    clusters: Sequence[Cluster],
    rows: Sequence[Mapping[str, Any]],
    members: Sequence[Sequence[str]],
    documents: pa.Table,
    kinds: Mapping[str, Mapping[str, Any]],
) -> pa.Table:
    quoted: defaultdict[str, list[int]] = defaultdict(list)
    for index, statements in enumerate(members):
        for statement in statements:
            quoted[statement].append(index)
    sources = read_sources(documents)
    pairs = [(statement, rows[index]["doc_id"]) for statement, indices in quoted.items() for index in indices]
    counts = count_sources(pairs, sources)
    table: list[dict[str, Any]] = []
    for cluster in clusters:
        wordings = _wordings(cluster, rows)
        speaker_id, speaker_name = _speaker(cluster, rows, kinds)
        count = counts[cluster.statement_id]
        table.append(
            {
                "statement_id": cluster.statement_id,
                "speaker_id": speaker_id,
                "speaker_name": speaker_name,
                "text": wordings[0],
                "quote_count": len(quoted[cluster.statement_id]),
                "document_count": count.document_count,
                "outlet_count": count.outlet_count,
                "first_published_on": count.first_published_on,
                "wordings": wordings,
                "recurs_of": None,
                "formula_id": None,
            }
        )
    link_recurrences(table, [cluster.story_id for cluster in clusters], [_voice(cluster) for cluster in clusters])
    table.sort(key=lambda row: str(row["statement_id"]))
    return pa.Table.from_pylist(table, schema=STATEMENTS.schema)


def _voice(cluster: Cluster) -> Voice:
    return Voice(
        frozenset().union(*(sentence.speakers for sentence in cluster.sentences)),
        frozenset().union(*(sentence.spokesman_of for sentence in cluster.sentences)),
        all(sentence.is_person for sentence in cluster.sentences),
    )


def _wordings(cluster: Cluster, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Distinct wordings: the speaker's own words before retold ones, then the fullest first.

    Sentences whose main statement is another stand behind those that say this alone.
    """
    retold = {"direct": 0, "mixed": 1, "indirect": 2}
    seen: dict[str, tuple[bool, int, int, str]] = {}
    for aside, sentences_ in ((False, cluster.sentences), (True, cluster.further)):
        for sentence in sentences_:
            key = " ".join(sentence.text.lower().split()).strip("\"'“”‘’«».,!?… ")
            rank = (aside, retold[rows[sentence.quote]["kind"]], -len(sentence.words), sentence.text)
            seen[key] = min(seen.get(key, rank), rank)
    return [text for *_, text in sorted(seen.values())]


def _speaker(
    cluster: Cluster, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Mapping[str, Any]]
) -> tuple[str | None, str | None]:
    """The speaker most of the quotes name; a person before the medium or government that speaks for them."""
    named = Counter(
        (rows[sentence.quote]["speaker_id"], rows[sentence.quote]["speaker_name"])
        for sentence in cluster.sentences
        if rows[sentence.quote]["speaker_id"] in kinds
    )
    if not named:
        return None, None
    return min(named, key=lambda pair: (kinds[pair[0]]["kind"] != "person", -named[pair], str(pair[0])))
