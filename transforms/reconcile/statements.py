"""Quotes to statements: what was said once, however many documents carry it and in whatever words.

A quote is cut into its sentences. Inside one story, sentences of the same speaker (or of a medium or government that
speaks for them) whose words overlap enough become one statement, by average linkage so that a chain of half-alike
sentences never joins strangers. Candidate pairs come from shared words, never from all pairs. The same words in another
story are another statement, linked to the earlier one by `recurs_of`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from transforms.ids import make_id
from transforms.reconcile.groups import joined_groups
from transforms.reconcile.said import (
    SPEAKS_FOR,
    Sentence,
    likeness_of,
    needed_likeness,
    says_other_things,
    sentences_of,
)
from transforms.reconcile.statement_rows import Cluster, statement_rows
from transforms.reconcile.wording import candidate_pairs, content_words, names_of, weigh
from warehouse.tables import QUOTES

FURTHER = 0.1  # likeness above what is needed at which a sentence makes a second statement too
COMMON_WORD = 200  # a word in more sentences of one story than this brings no pairs together
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Statements:
    """`quotes` with statement ids filled in, and the `statements` they make; both in the schemas of warehouse.tables."""

    quotes: pa.Table
    statements: pa.Table


def reconcile_statements(quotes: pa.Table, documents: pa.Table, entities: pa.Table) -> Statements:
    """Fill `statement_id` and `statement_ids` of `quotes` (final entity and story ids) and build `statements`.

    The result does not depend on the order of any input's rows. `statement_id` is never null: a quote that no other
    repeats is a statement of its own.
    """
    rows = sorted(quotes.to_pylist(), key=lambda row: row["quote_id"])
    kinds = {row["entity_id"]: row for row in entities.select(["entity_id", "kind", "country"]).to_pylist()}
    stories: defaultdict[str, list[Sentence]] = defaultdict(list)
    for index, row in enumerate(rows):
        stories[row["story_id"]].extend(sentences_of(index, row, kinds))
    clusters: list[Cluster] = []
    members: list[list[str]] = [[] for _ in rows]
    main: list[str] = [""] * len(rows)
    for story_id in sorted(stories):
        names = names_of(sentence.text for sentence in stories[story_id])
        for sentence in stories[story_id]:
            sentence.content = content_words(sentence.text, names)
        wordings = _same_wordings(stories[story_id])
        weights = weigh(sentence.words for sentence in stories[story_id])
        margins = _margins(wordings, weights)
        found = list(_cluster_story(wordings, margins))
        for cluster in found:
            cluster.story_id = story_id
            cluster.statement_id = make_id("sta", *_first_sentence(cluster, rows))
            for sentence in cluster.sentences:
                sentence.statements.append(cluster.statement_id)
        _add_further_statements(wordings, margins, {cluster.statement_id: cluster for cluster in found})
        _assign(stories[story_id], members, main)
        clusters.extend(found)
    for index, row in enumerate(rows):
        row["statement_id"], row["statement_ids"] = main[index], members[index]
    table = statement_rows(clusters, rows, members, documents, kinds)
    filled = pa.Table.from_pylist(rows, schema=QUOTES.schema).sort_by([(name, "ascending") for name in QUOTES.order])
    return Statements(filled, table)


# ---- clusters inside one story ---------------------------------------------------------------------------------------


def _same_wordings(found: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences of the same words by the same speakers together, so that copies of a text cost nothing."""
    same: defaultdict[tuple[object, ...], list[Sentence]] = defaultdict(list)
    for sentence in found:
        numbered = sentence.doc_id if any(word[:1].isdigit() for word in sentence.words) else None
        same[sentence.words, sentence.speakers, sentence.unknown, sentence.is_negated, numbered].append(sentence)
    return list(same.values())


def _margins(wordings: Sequence[Sequence[Sentence]], weights: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """For every pair of wordings that share words and may join: their likeness above what they need."""
    pairs = candidate_pairs([sentences_[0].words for sentences_ in wordings], COMMON_WORD)
    found = {(a, b): _margin(wordings[a][0], wordings[b][0], weights) for a, b in pairs}
    return {pair: margin for pair, margin in found.items() if margin is not None}


def _cluster_story(
    wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float]
) -> Iterator[Cluster]:
    """The story's statements, as groups of alike wordings."""
    components = joined_groups(len(wordings), [pair for pair, margin in margins.items() if margin >= 0])
    number = {index: n for n, component in enumerate(components) for index in component}
    inside: defaultdict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for (a, b), margin in margins.items():
        if number[a] == number[b]:
            inside[number[a]][a, b] = margin
    groups = [group for n, component in enumerate(components) for group in _average_linkage(component, inside[n])]
    for group in _with_excerpts(groups, wordings, margins):
        yield Cluster([sentence for index in group for sentence in wordings[index]])


def _with_excerpts(
    groups: Sequence[list[int]], wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """`groups`, but a wording alone that stands word for word in one of another group goes with it.

    "a “slow” winter" is no statement beside "the town is ready for what she called a “slow” winter". Only the excerpt
    moves: groups are never joined by it.
    """
    group_of = {index: group for group in groups for index in group}
    homes: dict[int, tuple[float, int]] = {}
    for (a, b), margin in margins.items():
        for excerpt, whole in ((a, b), (b, a)):
            part, text = wordings[excerpt][0], wordings[whole][0].text
            alone = len(group_of[excerpt]) == 1 and margin >= 0 and len(part.words) > 1
            if alone and len(part.text) < len(text) and part.text in text:
                homes[excerpt] = min(homes.get(excerpt, (-margin, whole)), (-margin, whole))
    merged: defaultdict[int, list[int]] = defaultdict(list)
    for group in groups:
        home = group[0]
        while home in homes:
            home = homes[home][1]
        merged[group_of[home][0]].extend(group)
    return [sorted(group) for group in merged.values()]


def _margin(a: Sentence, b: Sentence, weights: Mapping[str, float]) -> float | None:
    """Likeness above what this pair needs; null where the speakers or the matters differ."""
    needed = needed_likeness(a, b)
    if needed is None or says_other_things(a, b):
        return None
    return likeness_of(a, b, weights) - needed


def _average_linkage(component: Sequence[int], margins: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """`component` cut into groups whose mean margin, group to group, stays at least 0.

    A pair that was no candidate, or may not join, counts as the worst margin.
    """
    if len(component) == 1:
        return [list(component)]
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    place = {index: position for position, index in enumerate(component)}
    distances = np.full((len(component), len(component)), SPEAKS_FOR + 1.0)
    for (a, b), margin in margins.items():
        distances[place[a], place[b]] = 1.0 - margin
    upper = np.triu_indices(len(component), 1)
    labels = fcluster(linkage(distances[upper], method="average"), t=1.0 + ROUNDING, criterion="distance")
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, label in zip(component, labels, strict=True):
        groups[int(label)].append(index)
    return sorted(groups.values())


def _first_sentence(cluster: Cluster, rows: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
    """The quote id and position that name the statement: its first sentence's, whatever order the rows came in."""
    return min((rows[sentence.quote]["quote_id"], sentence.position) for sentence in cluster.sentences)


def _add_further_statements(
    wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float], clusters: Mapping[str, Cluster]
) -> None:
    """Give sentences the statements they make besides their own: those whose wordings they are, on average, alike to.

    "In the face of such pressure, we agree on trade" can be one wording of a statement on pressure and of one on trade.
    """
    own = [sentences_[0].statements[0] for sentences_ in wordings]
    sizes = Counter(own)
    likeness: defaultdict[tuple[int, str], float] = defaultdict(float)
    for (a, b), margin in margins.items():
        if own[a] != own[b]:
            likeness[a, own[b]] += margin + SPEAKS_FOR
            likeness[b, own[a]] += margin + SPEAKS_FOR
    for (index, statement), total in sorted(likeness.items()):
        if total / sizes[statement] >= SPEAKS_FOR + FURTHER:
            clusters[statement].further.extend(wordings[index])
            for sentence in wordings[index]:
                sentence.statements.append(statement)


def _assign(found: Sequence[Sentence], members: list[list[str]], main: list[str]) -> None:
    """Write every quote's statements; its main one is that of its weightiest sentence."""
    heaviest: dict[int, int] = {}
    for sentence in found:
        for statement in sentence.statements:
            if statement not in members[sentence.quote]:
                members[sentence.quote].append(statement)
        if len(sentence.words) > heaviest.get(sentence.quote, -1):
            heaviest[sentence.quote] = len(sentence.words)
            main[sentence.quote] = sentence.statements[0]
