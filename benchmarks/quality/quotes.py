"""Quotes against the development sets: `score(data)`, or `python -m benchmarks.quality.quotes --errors 20`."""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Score, data_folder, read_jsonl, run_scorer
from benchmarks.quality.parsed import parse_all
from transforms.language.model import DocumentEntities, Published
from transforms.quotes import confidence
from transforms.quotes.confidence import TABLE, expected_share, share_of
from transforms.quotes.extract import find_quotes, find_quotes_by_rule
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
RELATIVE = re.compile(r"[^.;:]{0,80}?\b(who|which|that)\b")
THAT = re.compile(r"""\bthat,?\s+["“‘']?\Z""", re.I)
SPEECH_ONLY = frozenset(
    {"ggt98.dev"}
)  # its gold leaves out what was thought, wanted or promised, and what was not said
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
        if dataset in SPEECH_ONLY and (quote.act != "speech" or quote.is_negated):
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
        "speaker": _speaker_spans(text, quote),
        "speaker_name": name,
        "confidence": quote.confidence,
    }


def _speaker_spans(text: str, quote: Quote) -> list[list[int]]:
    """The speaker's words and, behind them, the relative pronoun that PolNeAR marks in their stead ("a man who said")."""
    if quote.speaker is None:
        return []
    spans = [list(quote.speaker)]
    if quote.cue is not None and (
        match := RELATIVE.match(text, quote.speaker.end, max(quote.speaker.end, quote.cue.start))
    ):
        spans.append(list(match.span(1)))
    return spans


def entities_of(doc: Any) -> DocumentEntities:
    """The document's entities; none where that step is not there yet."""
    try:
        from transforms.language.mentions import find_entities
    except ImportError:
        return DocumentEntities()
    return find_entities(doc, Published())


# ---- calibration -----------------------------------------------------------------------------------------------------

Judged = tuple[str, str, bool]  # document, rule, whether the quote is right
SHRINK = 12  # a rule's own share counts as much as its kin's where it was seen this often; 4 was overconfident held out
HELD_OUT, EVERY = "polnear.train", 7  # texts the shares are tried on; a seventh of them says enough
MIN_SEEN = 8  # rules seen more rarely get no row of their own
HEADER = """\
# Written by `python -m benchmarks.quality.quotes --calibrate` from the development sets; do not edit.
# rule: act, cue class/frame, what is known of the speaker. right: share right, shrunk toward the rule's kin. seen: rows.
rule\tright\tseen
"""


def judged(data: Path, datasets: Sequence[str] = ("ggt98.dev", "polnear.dev"), every: int = 1) -> list[Judged]:
    """Every quote we find in the `datasets` (of each `every`th text): its document, its rule and whether it is right.

    Stands are judged on PolNeAR alone, because the other set's gold leaves them out.
    """
    scorer = _load(data / "quotes" / "score_quotes.py")
    results: list[Judged] = []
    for dataset in datasets:
        records = list(read_jsonl(data / "quotes" / f"{dataset}.jsonl"))[::every]
        for record, doc in zip(records, parse_all([record["text"] for record in records]), strict=True):
            entities = entities_of(doc)
            words = scorer.tokens(record["text"])
            gold = [(quote, scorer.tokset(quote["content"], words)) for quote in record["quotes"] if quote["content"]]
            for quote, rule in find_quotes_by_rule(doc, entities):
                if quote.act == "stand" and dataset in SPEECH_ONLY:
                    continue
                parts = [[part] for part in quote.parts] if dataset in PIECE_A_ROW else [list(quote.parts)]
                for piece in parts:
                    row = _row(record["text"], quote, [list(part) for part in piece], entities)
                    right = _is_right(scorer, record["text"], row, scorer.tokset(piece, words), gold)
                    results.append((f"{dataset} {record['doc_id']}", rule, right))
    return results


def _is_right(scorer: Any, text: str, row: dict[str, Any], words: set[int], gold: list[tuple[Any, set[int]]]) -> bool:
    best, likeness = None, 0.0
    for quote, others in gold:
        if words & others and len(words & others) / len(words | others) > likeness:
            best, likeness = quote, len(words & others) / len(words | others)
    if best is None or likeness < 0.5:
        return False
    name = best.get("speaker_name")
    if not best["speaker"] and not name:
        return True
    if best["speaker"] and scorer.overlap(scorer.heads(text, best["speaker"]), row["speaker"]):
        return True
    said = row["speaker_name"] or " ".join(text[start:end] for start, end in row["speaker"])
    return bool(name) and scorer.same_name(said, name)


def shares_of(results: Sequence[Judged]) -> tuple[dict[str, float], dict[str, int]]:
    """The share right of every rule seen often enough, shrunk toward what its kin let expect, and how often it was seen."""
    counts: dict[str, list[int]] = {}
    for _, rule, is_right in results:
        act, frame, speaker = rule.split(" ")
        for key in {rule, f"{act} {frame} any", f"{act} any {speaker}", f"{act} any any", "any any any"}:
            count = counts.setdefault(key, [0, 0])
            count[0] += is_right
            count[1] += 1
    shares: dict[str, float] = {}
    for key in sorted(counts, key=lambda key: (-key.split(" ").count("any"), key)):
        act, frame, speaker = key.split(" ")
        right, seen = counts[key]
        if "any" not in (frame, speaker):
            prior = expected_share(key, shares)
        else:
            prior = shares.get(f"{act} any any", shares.get("any any any", right / seen))
        if seen >= MIN_SEEN:
            shares[key] = (right + SHRINK * prior) / (seen + SHRINK)
    return shares, {key: seen for key, (_, seen) in counts.items()}


def calibration_table(results: Sequence[Judged]) -> str:
    """The rows of `transforms/quotes/calibration.tsv`."""
    shares, seen = shares_of(results)
    return HEADER + "".join(f"{key}\t{shares[key]:.3f}\t{seen[key]}\n" for key in sorted(shares))


def reliability(results: Sequence[Judged]) -> str:
    """A Markdown table: of the quotes at each confidence, how many are right.

    Each half of the documents is judged by the shares of the other half, so that no quote vouches for itself.
    """
    halves = [[row for row in results if zlib.crc32(row[0].encode()) % 2 == side] for side in (0, 1)]
    pairs = []
    for mine, other in (halves, halves[::-1]):
        shares, _ = shares_of(other)
        pairs += [(share_of(rule, shares), is_right) for _, rule, is_right in mine]
    return _banded(pairs)


def held_out(data: Path) -> str:
    """The same table for texts that had no part in the shares: every `EVERY`th of `HELD_OUT`, by the shares that ship."""
    return _banded([(confidence.confidence_of(rule), right) for _, rule, right in judged(data, (HELD_OUT,), EVERY)])


def _banded(pairs: Sequence[tuple[float, bool]]) -> str:
    bins: dict[int, list[float]] = {}
    for share, is_right in pairs:
        row = bins.setdefault(min(int(share * 10), 9), [0, 0.0, 0])
        row[0] += 1
        row[1] += share
        row[2] += is_right
    lines = ["| confidence | quotes | mean confidence | right |", "|---|---|---|---|"]
    for key, (seen, total, right) in sorted(bins.items()):
        lines.append(
            f"| {key / 10:.1f} to {key / 10 + 0.1:.1f} | {seen:.0f} | {total / seen:.2f} | {right / seen:.2f} |"
        )
    return "\n".join(lines)


def _load(script: Path) -> Any:
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", default="ggt98.dev")
    parser.add_argument("--errors", type=int, default=0, help="print so many mistakes")
    parser.add_argument("--types", help="only these kinds, by commas")
    parser.add_argument("--calibrate", action="store_true", help="write transforms/quotes/calibration.tsv anew")
    options = parser.parse_args()
    if options.calibrate:
        results = judged(data_folder())
        table = Path(confidence.__file__).parent / TABLE
        table.write_text(calibration_table(results), encoding="utf-8")
        confidence._table.cache_clear()
        print(reliability(results))
        print(f"\nHeld out, every {EVERY}th text of {HELD_OUT}:\n{held_out(data_folder())}")
        return
    gold = data_folder() / "quotes" / f"{options.dataset}.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(json.dumps(p) + "\n" for p in predictions(gold, options.dataset)), encoding="utf-8")
        command = [sys.executable, str(data_folder() / "quotes" / "score_quotes.py"), str(gold), str(path)]
        command += ["--errors", str(options.errors)] if options.errors else []
        command += ["--types", options.types] if options.types else []
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
