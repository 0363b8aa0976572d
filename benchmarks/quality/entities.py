"""Entities: given where a quote's speaker stands, is it resolved to the right full name?

The oracle is the gold speaker span of the development quotes: the mention at the head of that span must resolve to the
gold name by the scorer's own `same_name`. Quotes without a speaker span are the quote step's to solve and left out.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.quality.measure import Score, data_folder, read_jsonl
from benchmarks.quality.parsed import parse_all
from transforms.language.mentions import find_entities
from transforms.language.model import DocumentEntities, Published

PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "who", "i", "we"])
FAST_DOCUMENTS = 12
TARGET = 0.90


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gold quote: what its speaker span resolved to."""

    doc_id: str
    speaker: str
    form: str
    expected: str
    resolved: str
    confidence: float
    right: bool


def score(data: Path | None = None, fast: bool = False) -> list[Score]:
    """Share of speaker spans resolved to the right name, over all and by form of the span."""
    outcomes = list(judge(data or data_folder(), fast))
    total, right = Counter[str](), Counter[str]()
    for outcome in outcomes:
        for form in ("all", outcome.form):
            total[form] += 1
            right[form] += outcome.right
    return [
        Score(
            "ggt98.dev",
            f"speaker span resolved, {form}",
            right[form] / total[form],
            target=TARGET if form == "all" else None,
        )
        for form in ("all", "name", "nominal", "pronoun")
        if total[form]
    ]


def judge(data: Path, fast: bool = False, dataset: str = "ggt98.dev") -> Iterator[Outcome]:
    """Every gold quote with speaker span and name, resolved."""
    scorer = _scorer(data / "quotes" / "score_quotes.py")
    documents = list(read_jsonl(data / "quotes" / f"{dataset}.jsonl"))[: FAST_DOCUMENTS if fast else None]
    for document, doc in zip(documents, parse_all([document["text"] for document in documents]), strict=True):
        entities = find_entities(doc, Published())
        for quote in document["quotes"]:
            if quote["speaker"] and quote.get("speaker_name"):
                yield _judge_quote(document, quote, entities, scorer)


def _judge_quote(
    document: dict[str, Any], quote: dict[str, Any], entities: DocumentEntities, scorer: ModuleType
) -> Outcome:
    text = document["text"]
    speaker = " | ".join(text[start:end] for start, end in quote["speaker"])
    found: list[str] = []
    form, confidence = "nominal", 0.0
    for start, _ in scorer.heads(text, quote["speaker"]):
        mention = entities.mention_at(start)
        if mention is None:
            continue
        form, confidence = mention.form, mention.confidence
        meant = mention.members or (() if mention.entity is None else (mention.entity,))
        found += [name for entity in meant if (name := entities.entities[entity].name) not in found]
    if speaker.lower() in PRONOUNS:
        form = "pronoun"
    resolved = " and ".join(found) or speaker
    right = bool(scorer.same_name(resolved, quote["speaker_name"]))
    return Outcome(document["doc_id"], speaker, form, quote["speaker_name"], resolved, confidence, right)


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    for row in score():
        print(f"{row.measure:40s} {row.value:.3f}")
