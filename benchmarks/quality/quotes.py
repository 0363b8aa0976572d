"""Quotes against the development sets: `score(data)`, or `python -m benchmarks.quality.quotes --errors 20`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Score, data_folder, read_jsonl, run_scorer
from benchmarks.quality.parsed import parse_all
from transforms.language.model import DocumentEntities, Published
from transforms.quotes.extract import find_quotes
from transforms.quotes.model import Quote

# Best measured tool and our target: (dataset, measure) to (best known, target).
AIMS = {
    ("ggt98.dev", "exact"): (0.75, 0.83),
    ("ggt98.dev", "direct"): (0.94, 0.96),
    ("ggt98.dev", "e2e"): (None, None),
    ("ggt98.dev", "e2e_name"): (0.45, 0.72),
    ("polnear.dev", "exact"): (None, None),
    ("polnear.dev", "direct"): (0.79, 0.92),
    ("polnear.dev", "e2e"): (0.54, 0.62),
}
THAT = re.compile(r"""\bthat,?\s+["“‘']?\Z""", re.I)
SPEECH_ONLY = frozenset({"ggt98.dev"})  # its gold leaves out thoughts, wishes, judgements and promises
PIECE_A_ROW = frozenset({"ggt98.dev"})  # its gold has one row for every unbroken piece of a quote


def score(data: Path, fast: bool = False) -> list[Score]:
    """Precision, recall and F1 of every aim on both development sets; `fast` leaves the larger one out."""
    results = []
    for dataset in ("ggt98.dev",) if fast else ("ggt98.dev", "polnear.dev"):
        gold = data / "quotes" / f"{dataset}.jsonl"
        scored = run_scorer(data / "quotes" / "score_quotes.py", gold, predictions(gold, dataset), "--json")["prf"]
        for (named, measure), (best, target) in AIMS.items():
            if named == dataset:
                row = scored[measure]
                results.append(Score(dataset, measure, row["F1"], row["P"], row["R"], best, target))
    return results


def predictions(gold: Path, dataset: str) -> list[dict[str, Any]]:
    """Our quotes of every text of `gold`, in its format."""
    records = list(read_jsonl(gold))
    docs = parse_all([record["text"] for record in records])
    return [to_prediction(record, doc, dataset) for record, doc in zip(records, docs, strict=True)]


def to_prediction(record: dict[str, Any], doc: Any, dataset: str) -> dict[str, Any]:
    """One text's quotes as the gold files write them: `that` is content there, and a piece may be a row."""
    entities = entities_of(doc)
    text = record["text"]
    rows = []
    for quote in find_quotes(doc, entities):
        if dataset in SPEECH_ONLY and quote.act != "speech":
            continue
        pieces = [[list(part)] for part in quote.parts] if dataset in PIECE_A_ROW else [[list(p) for p in quote.parts]]
        for content in pieces:
            if that := THAT.search(text, max(0, content[0][0] - 8), content[0][0]):
                content[0][0] = that.start()
            rows.append(_row(text, quote, content, entities))
    return {"doc_id": record["doc_id"], "quotes": rows}


def _row(text: str, quote: Quote, content: list[list[int]], entities: DocumentEntities) -> dict[str, Any]:
    known = quote.speaker_entity if quote.speaker_entity is not None else next(iter(quote.speaker_entities), None)
    name = entities.entities[known].name if known is not None else None
    return {
        "type": quote.kind,
        "content": content,
        "cue": [list(quote.cue)] if quote.cue else [],
        "speaker": [list(quote.speaker)] if quote.speaker else [],
        "speaker_name": name,
        "confidence": quote.confidence,
    }


def entities_of(doc: Any) -> DocumentEntities:
    """The document's entities; none where that step is not there yet."""
    try:
        from transforms.language.mentions import find_entities
    except ImportError:
        return DocumentEntities()
    return find_entities(doc, Published())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", default="ggt98.dev")
    parser.add_argument("--errors", type=int, default=0, help="print so many mistakes")
    parser.add_argument("--types", help="only these kinds, by commas")
    options = parser.parse_args()
    gold = data_folder() / "quotes" / f"{options.dataset}.jsonl"
    import json

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(json.dumps(p) + "\n" for p in predictions(gold, options.dataset)), encoding="utf-8")
        command = [sys.executable, str(data_folder() / "quotes" / "score_quotes.py"), str(gold), str(path)]
        command += ["--errors", str(options.errors)] if options.errors else []
        command += ["--types", options.types] if options.types else []
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
