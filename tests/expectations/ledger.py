"""A small dataset that keeps every rule: three stories of our own writing, two of them copies, and all they give rise to.

Tests change one thing in it and say which rule must notice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.tables import BY_NAME, TABLES

Row = dict[str, Any]
Dataset = dict[str, list[Row]]

HARBOUR = (
    "OSTRAVEN, March 4 (Tessen Press) - The harbour board of Ostraven will spend 40 million crowns on a new quay.\n"
    "“The old quay is tired,” chair Mila Torvald said on Monday, “and so are its cranes.”\n"
    "The port workers' union met the board in Ostraven on Monday and agreed to a two-year wage deal."
)
OTHER = (
    "Ostraven's harbour board has put the price of its new quay at 43 million crowns, the union said on Tuesday after "
    "it met the board. Mila Torvald said that the old quay was worn out and could not be saved."
)
MONDAY, TUESDAY = dt.date(2024, 3, 4), dt.date(2024, 3, 5)


def small_dataset() -> Dataset:
    """Rows of every table, complete and consistent with each other."""
    dataset: Dataset = {table.name: [] for table in TABLES}
    dataset["documents"] = [
        _document("doc_a", "a.txt", "Tessen Press", HARBOUR, MONDAY, copy="copy_a", canonical=True),
        _document("doc_b", "b.txt", "Ostraven Courier", HARBOUR, MONDAY, copy="copy_a", canonical=False),
        _document("doc_c", "c.txt", "Lowland Times", OTHER, TUESDAY, copy="copy_c", canonical=True),
    ]
    dataset["overlaps"] = [_overlap()]
    dataset["stories"] = [
        {
            "story_id": "sto_1", "headline": "A new quay", "canonical_doc_id": "doc_a", "first_published_on": MONDAY,
            "last_published_on": TUESDAY, "document_count": 3, "outlet_count": 2, "keywords": ["quay", "harbour"],
        }
    ]  # fmt: skip
    dataset["entities"] = [
        _entity("ent_mila", "Mila Torvald", "person", documents=3),
        _entity("ent_board", "Ostraven harbour board", "organisation", documents=3),
        _entity("ent_union", "port workers' union", "organisation", documents=3),
    ]
    for doc_id, text in (("doc_a", HARBOUR), ("doc_b", HARBOUR), ("doc_c", OTHER)):
        _read_off(dataset, doc_id, text)
    dataset["statements"] = [
        {
            "statement_id": "sta_1", "speaker_id": "ent_mila", "speaker_name": "Mila Torvald",
            "text": dataset["quotes"][0]["text"], "quote_count": 3, "document_count": 3, "outlet_count": 2,
            "first_published_on": MONDAY, "wordings": [dataset["quotes"][0]["text"], dataset["quotes"][2]["text"]],
            "recurs_of": None,
        }
    ]  # fmt: skip
    dataset["facts"] = [
        {
            "fact_id": "fac_1", "measure": "quay", "unit": "SEK", "kind": "money", "period_start_on": None,
            "period_end_on": None, "value_low": 4e7, "value_high": 4.3e7, "is_disputed": True, "figure_count": 3,
            "document_count": 3, "outlet_count": 2,
        }
    ]  # fmt: skip
    dataset["episodes"] = [
        {
            "episode_id": "epi_1", "event_type": "CONSULT", "contexts": [], "story_count": 1, "actor_id": "ent_union", "recipient_id": "ent_board",
            "place_id": None, "happened_on": MONDAY, "status": "happened", "event_count": 3, "document_count": 3,
            "outlet_count": 2, "disputed": ["happened_on"], "summary": "The union met the board on 4 March 2024",
        }
    ]  # fmt: skip
    dataset["rejects"] = [
        {
            "reject_id": "rej_1", "stage": "ingest", "source_uri": "d.txt", "doc_id": None, "row": None,
            "rule": "empty", "reason": "The file is empty; remove it or fetch it again.",
        }
    ]  # fmt: skip
    dataset["runs"] = [
        {
            "run_id": "run_1", "started_at": dt.datetime(2024, 3, 6, 8), "finished_at": dt.datetime(2024, 3, 6, 9),
            "code_version": "1", "model_version": "m 1", "input_digest": "x", "config": "{}",
            "counts": json.dumps({"files": 4}), "seconds": "{}",
        }
    ]  # fmt: skip
    return dataset


def to_table(name: str, rows: list[Row]) -> pa.Table:
    """Rows as a table in the declared schema, nulls let through so that tests can break that rule too."""
    schema = pa.schema([field.with_nullable(True) for field in BY_NAME[name].schema])
    return pa.Table.from_pylist(rows, schema=schema)


def write_dataset(dataset: Mapping[str, list[Row]], folder: Path) -> Path:
    """The dataset as staged Parquet: a folder a table."""
    for name, rows in dataset.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        pq.write_table(to_table(name, rows), folder / name / "part-0.parquet")
    return folder


def _document(doc_id: str, uri: str, outlet: str, text: str, published: dt.date, *, copy: str, canonical: bool) -> Row:
    return {
        "doc_id": doc_id, "source_uri": uri, "source_key": None, "source_format": "txt", "source_sha256": "0f" * 32,
        "url": "https://example.org/quay", "licence": None, "outlet": outlet, "title": "A new quay",
        "bylines": ["Ana Lind"], "dateline": None, "published_on": published, "published_from": published,
        "published_until": published, "published_basis": "metadata", "language": "en", "text": text,
        "boilerplate": [{"kind": "share", "text": "Share", "raw_start": 0, "raw_end": 5}],
        "word_count": len(text.split()), "wire_source": None, "story_id": "sto_1", "copy_id": copy,
        "is_canonical": canonical,
    }  # fmt: skip


def _overlap() -> Row:
    return {
        "doc_id_a": "doc_a", "doc_id_b": "doc_b", "kind": "exact", "jaccard": 1.0, "containment_a": 1.0,
        "containment_b": 1.0, "changes": [],
        "shared_passages": [{"start_a": 0, "end_a": len(HARBOUR), "start_b": 0, "end_b": len(HARBOUR)}],
    }  # fmt: skip


def _entity(entity_id: str, name: str, kind: str, documents: int) -> Row:
    return {
        "entity_id": entity_id, "name": name, "kind": kind, "country": "SWE", "role": None, "aliases": [],
        "wikidata_id": None, "document_count": documents,
    }  # fmt: skip


def _read_off(dataset: Dataset, doc_id: str, text: str) -> None:
    """The mentions, quote, figure, date and event that stand in one of the stories."""
    for entity_id, words in (("ent_mila", "Mila Torvald"), ("ent_board", "board"), ("ent_union", "union")):
        start, end = _find(text, words)
        dataset["mentions"].append(
            {
                "mention_id": f"men_{doc_id}_{start}", "doc_id": doc_id, "start": start, "end": end, "text": words,
                "form": "name" if entity_id == "ent_mila" else "nominal", "entity_id": entity_id, "confidence": 0.9,
            }
        )  # fmt: skip
    dataset["quotes"].append(_quote(doc_id, text))
    dataset["figures"].append(_figure(doc_id, text))
    dataset["dates"].append(_date(doc_id, text))
    dataset["events"].append(_event(doc_id, text))


def _quote(doc_id: str, text: str) -> Row:
    direct = text == HARBOUR
    pieces = ["The old quay is tired,", "and so are its cranes."] if direct else ["the old quay was worn out"]
    parts = [dict(zip(("start", "end"), _find(text, piece), strict=True)) for piece in pieces]
    start, end = parts[0]["start"], parts[-1]["end"]
    cue, speaker = _find(text, "said on" if direct else "said that"), _find(text, "Mila Torvald")
    return {
        "quote_id": f"quo_{doc_id}", "doc_id": doc_id, "story_id": "sto_1", "start": start, "end": end,
        "text": text[start:end], "parts": parts, "kind": "direct" if direct else "indirect",
        "speaker_text": "Mila Torvald", "speaker_start": speaker[0], "speaker_end": speaker[1],
        "speaker_id": "ent_mila", "speaker_name": "Mila Torvald", "speaker_ids": ["ent_mila"], "via_id": None,
        "cue": "said", "cue_start": cue[0], "cue_end": cue[0] + 4, "is_negated": False, "statement_id": "sta_1",
        "statement_ids": ["sta_1"], "confidence": 0.8,
    }  # fmt: skip


def _figure(doc_id: str, text: str) -> Row:
    words = "40 million crowns" if text == HARBOUR else "43 million crowns"
    start, end = _find(text, words)
    measure = _find(text, "quay")
    return {
        "figure_id": f"fig_{doc_id}", "doc_id": doc_id, "story_id": "sto_1", "start": start, "end": end, "text": words,
        "value": float(words[:2]) * 1e6, "value_high": None, "is_vague": False, "unit": "SEK", "unit_text": "crowns",
        "counted": None, "kind": "money", "bound": "=", "change": None, "measure": "quay",
        "measure_start": measure[0], "measure_end": measure[1], "holder": None, "holder_start": None, "holder_end": None,
        "period_start_on": None, "period_end_on": None,
        "period_text": None, "place_id": None, "claimed_by_id": None, "quote_id": None, "fact_id": "fac_1",
        "confidence": 0.8,
    }  # fmt: skip


def _date(doc_id: str, text: str) -> Row:
    words, day = ("Monday", MONDAY) if text == HARBOUR else ("Tuesday", TUESDAY)
    start, end = _find(text, words)
    return {
        "date_id": f"dat_{doc_id}", "doc_id": doc_id, "start": start, "end": end, "text": words, "from_on": day,
        "until_on": day, "granularity": "day", "basis": "relative", "event_id": f"eve_{doc_id}", "figure_id": None,
    }  # fmt: skip


def _event(doc_id: str, text: str) -> Row:
    start, end = _find(text, "met")
    actor, recipient = _find(text, "union"), _find(text, "board")
    return {
        "event_id": f"eve_{doc_id}", "doc_id": doc_id, "story_id": "sto_1", "start": start, "end": end,
        "trigger": "met", "sentence_start": 0, "sentence_end": len(text), "event_type": "CONSULT",
        "mode": "CONSULT-meeting", "contexts": ["economic"], "actor_id": "ent_union", "actor_ids": ["ent_union"],
        "actor_text": "union", "actor_start": actor[0], "actor_end": actor[1], "recipient_id": "ent_board",
        "recipient_ids": ["ent_board"], "recipient_text": "board", "recipient_start": recipient[0],
        "recipient_end": recipient[1], "place_id": None, "place_text": None, "happened_on": MONDAY,
        "happened_until": MONDAY, "date_basis": "relative", "status": "happened", "claimed_by_id": None,
        "quote_id": None, "episode_id": "epi_1", "coded_by": "lexicon", "confidence": 0.7,
    }  # fmt: skip


def _find(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
