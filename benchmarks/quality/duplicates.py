"""How well copies and stories are told apart: same-happening clusters of real stories, and reprints made from them."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.quality.measure import Score, read_jsonl, run_scorer
from benchmarks.reprints import KINDS, SEED, Reprint, make_reprints
from transforms.deduplicate.cluster import Deduplicated, deduplicate
from warehouse.tables import DOCUMENTS

LATER = ("story_id", "copy_id", "is_canonical")
COPIES = ("exact", "reprint", "update", "excerpt")
PER_KIND = {False: 150, True: 40}
# Best tools measured on the same task: TF-IDF with time for stories, semhash at .9 for made reprints.
BEST_B3, BEST_ARI, BEST_REPRINTS = 0.91, 0.78, 0.88
TARGETS = {"reworded": 0.93}


def score(data: Path, fast: bool = False) -> list[Score]:
    """Story clusters (B³, ARI) and made reprints (F1 a kind and over all) on the development stories in `data`."""
    stories = list(read_jsonl(data / "duplicates" / "allsides_stories.dev.jsonl"))
    return [*score_stories(data, stories), *score_reprints(stories, PER_KIND[fast])]


def score_stories(data: Path, stories: Sequence[Mapping[str, Any]]) -> list[Score]:
    found = run(documents_table(map(story_row, stories)))
    predicted = (
        {"doc_id": row["doc_id"], "cluster": row["story_id"]}
        for row in found.assignments.select(["doc_id", "story_id"]).to_pylist()
    )
    folder = data / "duplicates"
    result = run_scorer(folder / "score_dedup.py", folder / "allsides_stories.dev.jsonl", predicted)
    name = "allsides_stories.dev"
    return [
        Score(name, "B³ F1", result["b3_f1"], result["b3_p"], result["b3_r"], BEST_B3, 0.94),
        Score(name, "ARI", result["ari"], best_known=BEST_ARI, target=0.85),
    ]


def score_reprints(stories: Sequence[Mapping[str, Any]], per_kind: int) -> list[Score]:
    """A pair is found when it is listed as a copy of any kind; a made reprint's pair with a stranger is a false one."""
    reprints = make_reprints([story["text"] for story in stories], per_kind)
    rows = [story_row(story) for story in stories]
    found = run(documents_table([*rows, *reprint_rows(rows, reprints)]))
    listed = {
        frozenset((row["doc_id_a"], row["doc_id_b"]))
        for row in found.overlaps.select(["doc_id_a", "doc_id_b", "kind"]).to_pylist()
        if row["kind"] in COPIES
    }
    gold = {kind: [pair_of(rows, n, r) for n, r in enumerate(reprints) if r.kind == kind] for kind in KINDS}
    gold["all"] = [pair for kind in KINDS for pair in gold[kind]]
    return [pair_score(kind, set(pairs), listed) for kind, pairs in gold.items()]


def pair_score(kind: str, gold: set[frozenset[str]], listed: Iterable[frozenset[str]]) -> Score:
    made = {doc_id for pair in gold for doc_id in pair if doc_id.startswith("made ")}
    predicted = {pair for pair in listed if pair & made}
    right = len(predicted & gold)
    precision, recall = right / max(1, len(predicted)), right / len(gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    best = BEST_REPRINTS if kind == "all" else None
    return Score("made reprints", f"{kind} F1", f1, precision, recall, best, TARGETS.get(kind, 0.98))


def run(documents: pa.Table) -> Deduplicated:
    with tempfile.TemporaryDirectory() as scratch:
        return deduplicate(documents, Path(scratch))


def story_row(story: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "doc_id": story["doc_id"],
        "text": story["text"],
        "title": story["title"],
        "outlet": story["source"],
        "published_on": read_day(story["published"]),
    }


def reprint_rows(rows: Sequence[Mapping[str, Any]], reprints: Sequence[Reprint]) -> list[dict[str, Any]]:
    """A made reprint appears in a paper of its own, on the day of its original or one or two later."""
    chance = random.Random(SEED)
    made = []
    for number, reprint in enumerate(reprints):
        day = rows[reprint.original]["published_on"]
        made.append(
            {
                "doc_id": f"made {number}",
                "text": reprint.text,
                "title": None,
                "outlet": f"Paper {number}",
                "published_on": day + dt.timedelta(days=chance.randint(0, 2)) if day else None,
            }
        )
    return made


def pair_of(rows: Sequence[Mapping[str, Any]], number: int, reprint: Reprint) -> frozenset[str]:
    return frozenset((rows[reprint.original]["doc_id"], f"made {number}"))


def documents_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows with doc_id, text, title, outlet and published_on as the table that `deduplicate` takes."""
    schema = pa.schema([field for field in DOCUMENTS.schema if field.name not in LATER])
    defaults = {
        "source_format": "jsonl", "source_sha256": "", "bylines": [], "boilerplate": [], "language": "en",
    }  # fmt: skip
    full = [
        {
            **defaults,
            **row,
            "source_uri": row["doc_id"],
            "word_count": len(row["text"].split()),
            "published_from": row["published_on"],
            "published_until": row["published_on"],
            "published_basis": "metadata" if row["published_on"] else None,
        }
        for row in rows
    ]
    return pa.Table.from_pylist(full, schema=schema)


def read_day(text: str | None) -> dt.date | None:
    from dateutil.parser import parse

    return parse(text).date() if text else None
