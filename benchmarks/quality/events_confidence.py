"""Fit the confidence of event rows: `python -m benchmarks.quality.events_confidence` writes its weights.

`events_judged.tsv` holds how many rows of each kind somebody read against the text and found right as a whole: that it
is a happening, of that type, with these sides (blank only where the text names none) and this status.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from transforms.events.confidence import BIAS, TABLE

JUDGED = Path(__file__).parent / "events_judged.tsv"
FEATURES = ("sides", "countries", "happened", "everyday", "second opinion")
# The seed stories are of one subject, and extraction was written with them at hand: a row of theirs counts a quarter.
WEIGHT = {"news": 1.0, "seeds": 0.25}
STRENGTH = 1.0  # inverse of the penalty; .3 gives a log loss of .568, 1 of .565, without features it is .664
FOLDS = 10


def main() -> None:
    """Fit, print how well it holds across folds, write the weights."""
    names, right, weights = examples()
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(names)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    guesses = cross_val_predict(
        model, matrix, right, cv=folds, method="predict_proba", params={"sample_weight": weights}
    )
    print_reliability(guesses[:, 1], right, weights)
    model.fit(matrix, right, sample_weight=weights)
    found = dict(zip(vectorizer.feature_names_, model.coef_[0], strict=True)) | {BIAS: model.intercept_[0]}
    lines = [f"{name}\t{weight:.3f}" for name, weight in sorted(found.items())]
    head = [
        "# Weights of what an event row shows of itself for its being right as a whole: fitted on rows judged by hand by",
        "# benchmarks.quality.events_confidence (events_judged.tsv: counts, no text).",
        "feature\tweight",
    ]
    TABLE.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def examples() -> tuple[list[dict[str, float]], Any, Any]:
    """Feature values, whether right, and weight of every judged row."""
    names: list[dict[str, float]] = []
    right: list[int] = []
    weights: list[float] = []
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            values: dict[str, float] = {f"{name}={row[name]}": 1.0 for name in FEATURES[:2]}
            values |= {name: 1.0 for name in FEATURES[2:] if row[name] == "yes"}
            for verdict, count in ((1, int(row["right"])), (0, int(row["read"]) - int(row["right"]))):
                names += [values] * count
                right += [verdict] * count
                weights += [WEIGHT[row["texts"]]] * count
    return names, np.array(right), np.array(weights)


def print_reliability(guesses: Any, right: Any, weights: Any) -> None:
    """Rows by the confidence they would have had unseen: how many, its mean, the share that is right."""
    for texts, weight in WEIGHT.items():
        for low, high in ((0.0, 0.2), (0.2, 0.3), (0.3, 0.45), (0.45, 0.7), (0.7, 1.0)):
            chosen = (guesses >= low) & (guesses < high) & (weights == weight)
            if chosen.any():
                figures = guesses[chosen].mean(), right[chosen].mean()
                print(
                    f"{texts} {low:.2f} to {high:.2f}: {chosen.sum()} rows, mean {figures[0]:.2f}, right {figures[1]:.2f}"
                )


if __name__ == "__main__":
    main()
