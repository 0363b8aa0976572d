"""Fits the weights of `transforms.deduplicate.stories` on the development stories and prints them.

    python -m benchmarks.fit_stories

Prints the coefficients of a logistic regression over all neighbouring pairs, and the cluster quality for a range of
thresholds when each fifth of the stories is scored with weights fitted on the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.duplicates import documents_table, story_row
from benchmarks.quality.measure import data_folder, read_jsonl, run_scorer
from transforms.deduplicate.cluster import title_vectors
from transforms.deduplicate.corpus import read_corpus
from transforms.deduplicate.linkage import average_linkage
from transforms.deduplicate.stories import WEIGHTS, find_neighbours, pair_signs
from transforms.deduplicate.terms import term_vectors, term_weights

FOLDS = 5


def main() -> None:
    folder = data_folder() / "duplicates"
    stories = {story["doc_id"]: story for story in read_jsonl(folder / "allsides_stories.dev.jsonl")}
    corpus = read_corpus(documents_table(map(story_row, stories.values())))
    count = len(corpus.heads)
    releases = [corpus.release(number) for number in range(count)]
    weights = term_weights(corpus.terms, count)
    near = find_neighbours(term_vectors(corpus.terms, weights, count), releases)
    signs, excluded = pair_signs(near, title_vectors(corpus, weights), corpus.weekdays, releases)
    table = np.stack([signs[name] for name in WEIGHTS], 1)
    cluster = np.array([stories[release.doc_id]["cluster"] for release in releases])
    same = cluster[near.a] == cluster[near.b]
    print("pairs", len(same), "same", same.sum())

    fitted = fit(table[~excluded], same[~excluded])
    print("INTERCEPT", round(float(fitted.intercept_[0]), 2))
    for name, value in zip(WEIGHTS, fitted.coef_[0], strict=True):
        print(f'    "{name}": {value:.2f},')

    fold = np.unique(cluster, return_inverse=True)[1] % FOLDS
    likely = np.zeros(len(same))
    for held in range(FOLDS):
        inside = (fold[near.a] == held) | (fold[near.b] == held)
        likely[inside] = fit(table[~inside & ~excluded], same[~inside & ~excluded]).predict_proba(table[inside])[:, 1]
    likely[excluded] = 0
    for threshold in np.arange(0.15, 0.6, 0.05):
        edges = list(zip(near.a.tolist(), near.b.tolist(), likely.tolist(), strict=True))
        groups = average_linkage(count, edges, float(threshold))
        predicted = [{"doc_id": r.doc_id, "cluster": g} for r, g in zip(releases, groups, strict=True)]
        scored = run_scorer(folder / "score_dedup.py", folder / "allsides_stories.dev.jsonl", predicted)
        print(f"{threshold:.2f}", *(f"{name} {scored[name]:.4f}" for name in ("b3_f1", "b3_p", "b3_r", "ari")))


def fit(table: Any, same: Any) -> LogisticRegression:
    return LogisticRegression(C=100, max_iter=1000).fit(table, same)


if __name__ == "__main__":
    main()
