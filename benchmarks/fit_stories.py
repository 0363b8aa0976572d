"""Fits the weights of `transforms.deduplicate.affinity` on labelled stories and prints them.

    python -m benchmarks.fit_stories

Learned from: the development stories with their days as known, with half of the days hidden and with none; reports of
the ECB+ training topics, which have no days; and small folders (neighbourhoods of the former, single topics of the
latter), because a handful of texts cannot tell which words are common. Prints the weights; then for each collection
the cluster quality with the weights as printed (which have seen it) and with each fifth of the stories scored by
weights fitted on the others, for a range of thresholds.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.quality.duplicates import documents_table, story_row
from benchmarks.quality.measure import data_folder, read_jsonl, run_scorer
from transforms.deduplicate.affinity import ONE_OUTLET, Case, pair_cases
from transforms.deduplicate.cluster import title_terms
from transforms.deduplicate.corpus import read_corpus
from transforms.deduplicate.linkage import average_linkage
from transforms.deduplicate.neighbours import Neighbours, find_neighbours
from transforms.deduplicate.terms import report_vectors, term_vectors, term_weights

FOLDS = 5
FOLDERS, SMALLEST, LARGEST = 120, 4, 40  # small folders drawn, and their documents
CASES = ("BOTH_DATED", "ONE_DATED", "UNDATED")
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6)
SEED = 20240229
SET = ("always", "one outlet")  # not fitted

Row = dict[str, Any]


@dataclass(frozen=True)
class Labelled:
    """A corpus, its pairs by case, and the story that each text belongs to."""

    doc_ids: list[str]
    stories: np.ndarray[Any, Any]
    near: Neighbours
    cases: tuple[Case, Case, Case]

    @property
    def same(self) -> np.ndarray[Any, Any]:
        return self.stories[self.near.a] == self.stories[self.near.b]

    @property
    def folds(self) -> np.ndarray[Any, Any]:
        """The fifth that each text's story is in, the same in every collection."""
        return np.array([crc32(story.encode()) % FOLDS for story in self.stories.tolist()])


def main() -> None:
    folder = data_folder()
    stories = list(read_jsonl(folder / "duplicates" / "allsides_stories.dev.jsonl"))
    events = list(read_jsonl(folder / "events" / "ecbplus.train.jsonl"))
    label = {story["doc_id"]: story["cluster"] for story in stories}
    label |= {event["doc_id"]: event["subtopic"] for event in events}
    known = [story_row(story) for story in stories]
    undated = [row | {"published_on": None} for row in known]
    chance = random.Random(SEED)
    half = [chance.choice(pair) for pair in zip(known, undated, strict=True)]
    told = [event_row(event) for event in events]
    topics = sorted({event["topic"] for event in events})
    small = neighbourhoods(labelled(undated, label), undated, chance)
    single = [[row for row, event in zip(told, events, strict=True) if event["topic"] == topic] for topic in topics]

    as_known = labelled(known, label)
    collections = {
        "days as known": [as_known],
        "half the days hidden": [labelled(half, label)],
        "no days": [labelled(undated, label)],
        "ECB+": [labelled(told, label)],
        "small folders": [labelled(rows, label) for rows in small],
        "ECB+ topics": [labelled(rows, label) for rows in single],
    }
    learned_from = (
        ["days as known"], ["days as known", "half the days hidden"], [*collections],
    )  # fmt: skip
    sources = [[one for name in names for one in collections[name]] for names in learned_from]

    weights = [fit(sources[case], case) for case in range(3)]
    for name, found in zip(CASES, weights, strict=True):
        print(f"{name} = {{")
        print("\n".join(f'    "{sign}": {value:.2f},' for sign, value in found.items()) + "\n}")
    held_out = [[fit(sources[case], case, held) for case in range(3)] for held in range(FOLDS)]
    for name, corpora in collections.items():
        print(name)
        report("  as printed", corpora, [score(one, [weights] * FOLDS) for one in corpora])
        report("  held out", corpora, [score(one, held_out) for one in corpora])


def labelled(rows: Sequence[Row], label: Mapping[str, str]) -> Labelled:
    corpus = read_corpus(documents_table(rows))
    count = len(corpus.heads)
    weights, titles = term_weights(corpus.terms, count), title_terms(corpus)
    near = find_neighbours(report_vectors(corpus.terms, titles, weights, count), corpus.days[corpus.heads])
    doc_ids = [corpus.doc_ids[head] for head in corpus.heads.tolist()]
    cases = pair_cases(corpus, near, term_vectors(titles, weights, count), range(count))
    return Labelled(doc_ids, np.array([label[doc_id] for doc_id in doc_ids]), near, cases)


def event_row(event: Mapping[str, Any]) -> Row:
    return {"doc_id": event["doc_id"], "text": event["text"], "title": None, "outlet": None, "published_on": None}


def neighbourhoods(whole: Labelled, rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Small folders of documents on one subject: some of the nearest neighbours of a document drawn at random."""
    by_id = {row["doc_id"]: row for row in rows}
    like: list[list[tuple[float, int]]] = [[] for _ in whole.doc_ids]
    for a, b, cosine in zip(whole.near.a.tolist(), whole.near.b.tolist(), whole.near.cosine.tolist(), strict=True):
        like[a].append((-cosine, b))
        like[b].append((-cosine, a))
    folders = []
    for _ in range(FOLDERS):
        first = chance.randrange(len(like))
        size = round(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
        near = [text for _, text in sorted(like[first])[: 2 * size] if chance.random() < 0.6]
        folders.append([by_id[whole.doc_ids[text]] for text in [first, *near[: size - 1]]])
    return folders


def fit(sources: Iterable[Labelled], case: int, held: int | None = None) -> dict[str, float]:
    """The weights of one case, from the pairs of `sources` without a text of the fifth `held`.

    Pairs of one outlet teach nothing here: the development stories were collected one an outlet.
    """
    tables, targets, names = [], [], list[str]()
    for one in sources:
        pairs, signs = one.cases[case].pairs, one.cases[case].signs
        names = [name for name in signs if name not in SET]
        kept = (one.folds[one.near.a[pairs]] != held) & (one.folds[one.near.b[pairs]] != held)
        kept &= signs["one outlet"] == 0
        tables.append(np.stack([signs[name] for name in names], 1)[kept])
        targets.append(one.same[pairs][kept])
    scaler = StandardScaler().fit(np.concatenate(tables))
    found = LogisticRegression(max_iter=3000).fit(scaler.transform(np.concatenate(tables)), np.concatenate(targets))
    slopes = found.coef_[0] / scaler.scale_
    always = float(found.intercept_[0] - slopes @ scaler.mean_)
    return {"always": always, "one outlet": ONE_OUTLET, **dict(zip(names, slopes.tolist(), strict=True))}


def score(one: Labelled, by_fold: Sequence[Sequence[Mapping[str, float]]]) -> np.ndarray[Any, Any]:
    """How likely each pair is one story: the mean over the weights for the two folds it is in."""
    likely = np.zeros(len(one.near.a))
    for held, weights in enumerate(by_fold):
        share = ((one.folds == held)[one.near.a] * 0.5) + ((one.folds == held)[one.near.b] * 0.5)
        for case, values in zip(one.cases, weights, strict=True):
            sums = sum(values[name] * sign for name, sign in case.signs.items())
            likely[case.pairs] += share[case.pairs] / (1 + np.exp(-sums))
    return likely


def report(title: str, corpora: Sequence[Labelled], likely: Sequence[np.ndarray[Any, Any]]) -> None:
    """B³ (its precision) and ARI over all `corpora` for each threshold."""
    gold, shown = [], []
    for number, one in enumerate(corpora):
        for doc_id, story in zip(one.doc_ids, one.stories.tolist(), strict=True):
            gold.append({"doc_id": f"{number} {doc_id}", "cluster": f"{number} {story}"})
    for threshold in THRESHOLDS:
        predicted = []
        for number, (one, scores) in enumerate(zip(corpora, likely, strict=True)):
            edges = zip(one.near.a.tolist(), one.near.b.tolist(), scores.tolist(), strict=True)
            groups = average_linkage(len(one.doc_ids), edges, threshold)
            predicted += [
                {"doc_id": f"{number} {doc_id}", "cluster": f"{number} {group}"}
                for doc_id, group in zip(one.doc_ids, groups, strict=True)
            ]
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "gold.jsonl"
            path.write_text("\n".join(json.dumps(row) for row in gold), encoding="utf-8")
            found = run_scorer(data_folder() / "duplicates" / "score_dedup.py", path, predicted)
        shown.append(f"{threshold}: {found['b3_f1']:.4f} ({found['b3_p']:.3f}) {found['ari']:.4f}")
    print(f"{title:12}", " | ".join(shown))


if __name__ == "__main__":
    main()
