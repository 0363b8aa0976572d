"""Train the second opinion on happenings: `python -m benchmarks.quality.events_training` writes its weights.

Trained on the validated sentences of ECB+ train (A. Cybulska and P. Vossen, CC BY 3.0). Cross-validated by topic, so
that no happening stands in both parts.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.quality.measure import data_folder, read_jsonl
from benchmarks.quality.parsed import parse_all, pipeline
from transforms.events.happenings import TABLE, VECTOR, candidates, features, unit_vector

if TYPE_CHECKING:
    from spacy.tokens import Doc

RARE = 3  # a feature seen less often says more about the text than about the language
STRENGTH = 0.5  # inverse of the penalty on large weights; .25 to 1 give the same F1 within a point


def main() -> None:
    """Train, print the cross-validated figures, write the weights."""
    named, vectors, labels, topics = examples(data_folder())
    counts = Counter(name for names in named for name in names)
    kept = [{name: 1.0 for name in names if counts[name] >= RARE} for names in named]
    table = DictVectorizer()
    matrix = np.hstack([table.fit_transform(kept).toarray(), np.array(vectors)])
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    guesses = cross_val_predict(model, matrix, labels, groups=topics, cv=GroupKFold(5))
    figures = [measure(labels, guesses) for measure in (precision_score, recall_score, f1_score)]
    print(
        f"{len(labels)} words, {sum(labels)} happenings; by topic: P {figures[0]:.3f} R {figures[1]:.3f} F1 {figures[2]:.3f}"
    )
    model.fit(matrix, labels)
    weights = model.coef_[0]
    size = len(table.feature_names_)
    write(TABLE, dict(zip(table.feature_names_, weights[:size], strict=True)), weights[size:], model.intercept_[0])


def examples(data: Path) -> tuple[list[list[str]], list[Any], list[int], list[str]]:
    """Feature names, vectors, labels and topics of every candidate word in the validated sentences."""
    records = list(read_jsonl(data / "events" / "ecbplus.train.jsonl"))
    docs = parse_all([record["text"] for record in records])
    named: list[list[str]] = []
    vectors: list[Any] = []
    labels: list[int] = []
    topics: list[str] = []
    for record, doc in zip(records, docs, strict=True):
        roots, inside = _gold_words(record, doc)
        chosen = [(s[1], s[2]) for s in record["sents"] if s[0] in record["selected_sents"]]
        for token in candidates(doc):
            if not any(start <= token.idx < end for start, end in chosen) or (
                token.i in inside and token.i not in roots
            ):
                continue
            named.append(features(token))
            vectors.append(unit_vector(token))
            labels.append(int(token.i in roots))
            topics.append(record["topic"])
    return named, vectors, labels, topics


def _gold_words(record: dict[str, Any], doc: Doc) -> tuple[set[int], set[int]]:
    """The head words of the gold triggers, and all words in them."""
    roots: set[int] = set()
    inside: set[int] = set()
    for event in record["events"]:
        span = doc.char_span(*event["trigger"], alignment_mode="expand")
        if span is not None and len(span):
            roots.add(span.root.i)
            inside |= {token.i for token in span}
    return roots, inside


def write(path: Path, weights: dict[str, float], vector: Any, bias: float) -> None:
    """The weights as a table, four digits each."""
    lines = [
        "# Weights of the second opinion on happenings. Trained by benchmarks/quality/events_training.py on ECB+ train",
        '# (A. Cybulska and P. Vossen, "Using a sledgehammer to crack a nut?", LREC 2014; CC BY 3.0).',
        f"vectors\t{pipeline().vocab.vectors.name}",
        f"bias\t{bias:.4f}",
        f"{VECTOR}\t{' '.join(f'{x:.4f}' for x in vector)}",
        *(f"{name}\t{weight:.4f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.00005),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
