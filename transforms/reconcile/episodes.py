"""Episodes: the mentions of one happening, across sentences and documents of a story, brought together.

Mentions of one story that share a word, a family of words or a kind of act are compared (`likeness`). Two that
contradict each other never share an episode; the rest are joined by constrained average linkage, best pair first, ties
broken by id, so that the result does not depend on the order of the rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from transforms.ids import make_id
from transforms.reconcile.chronicle import summarize
from transforms.reconcile.counting import count_sources, read_sources
from transforms.reconcile.likeness import (
    JOIN_FROM,
    Known,
    Mention,
    buckets,
    days_disagree,
    likeness,
    read_known,
    read_mention,
)
from warehouse.tables import EPISODES, EVENTS


class Episodes(NamedTuple):
    """`events` with `episode_id` filled, and the table of episodes."""

    events: pa.Table
    episodes: pa.Table


def reconcile_episodes(events: pa.Table, documents: pa.Table, entities: pa.Table) -> Episodes:
    """Give every event its episode. Rows in and out follow `warehouse.tables.EVENTS` and `EPISODES`."""
    rows = events.to_pylist()
    known = read_known(entities)
    names = {row["entity_id"]: row["name"] for row in entities.select(["entity_id", "name"]).to_pylist()}
    published = dict(zip(documents["doc_id"].to_pylist(), documents["published_on"].to_pylist(), strict=True))
    told = documents.column_names
    texts = (
        dict(zip(*(documents[name].to_pylist() for name in ("doc_id", "text")), strict=True)) if "text" in told else {}
    )
    stories: defaultdict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        stories[row["story_id"]].append(read_mention(row, published.get(row["doc_id"])))
    groups = [group for story in sorted(stories) for group in _cluster(stories[story], known)]
    episode_of: dict[str, str] = {}
    built = []
    for group in groups:
        episode_id = make_id("epi", group[0].event_id)
        episode_of.update((mention.event_id, episode_id) for mention in group)
        built.append((episode_id, group))
    sources = read_sources(documents)
    counts = count_sources(((episode_of[row["event_id"]], row["doc_id"]) for row in rows), sources)
    episodes = [
        _episode(episode_id, group, names, texts)
        | {"document_count": counts[episode_id].document_count, "outlet_count": counts[episode_id].outlet_count}
        for episode_id, group in built
    ]
    episodes.sort(key=lambda row: (row["happened_on"] is None, row["happened_on"] or dt.date.min, row["episode_id"]))
    filled = [row | {"episode_id": episode_of[row["event_id"]]} for row in rows]
    return Episodes(
        pa.Table.from_pylist(filled, schema=EVENTS.schema), pa.Table.from_pylist(episodes, schema=EPISODES.schema)
    )


# ---- grouping ----------------------------------------------------------------------------------------------------------


def _cluster(mentions: Sequence[Mention], known: Mapping[str, Known]) -> list[list[Mention]]:
    """Groups of mentions, each and all in order of event id."""
    ordered = sorted(mentions, key=lambda mention: mention.event_id)
    scored = ((pair, likeness(ordered[pair[0]], ordered[pair[1]], known)) for pair in _pairs(ordered))
    alike = {pair: score for pair, score in scored if score >= JOIN_FROM}
    groups: list[list[int]] = []
    for component in _components(len(ordered), alike):
        groups += _link(component, ordered, alike, known)
    return [[ordered[i] for i in group] for group in sorted(groups)]


def _components(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The indices below `count`, parted into those that chains of links hold together."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in links:
        a, b = sorted((root(i), root(j)))
        parent[b] = a
    found: defaultdict[int, list[int]] = defaultdict(list)
    for i in range(count):
        found[root(i)].append(i)
    return list(found.values())


def _link(
    component: Sequence[int],
    ordered: Sequence[Mention],
    alike: Mapping[tuple[int, int], float],
    known: Mapping[str, Known],
) -> list[list[int]]:
    """Constrained average linkage within one component: sums of likeness between groups are kept as groups merge, and
    one contradiction, minus infinity, keeps two groups apart for good."""
    size = len(component)
    if size == 1:
        return [list(component)]
    sums = np.zeros((size, size))
    for x, y in combinations(range(size), 2):
        i, j = component[x], component[y]
        score = alike.get((i, j))
        sums[x, y] = sums[y, x] = likeness(ordered[i], ordered[j], known) if score is None else score
    members = {x: [x] for x in range(size)}
    group_of = list(range(size))
    wanted = [(x, y) for x, y in combinations(range(size), 2) if (component[x], component[y]) in alike]
    # Mentions that name a side first: a bare "the talks" then joins the happening it fits, instead of bridging two.
    bare = [not ordered[i].is_anchored for i in component]
    wanted.sort(key=lambda pair: (bare[pair[0]] + bare[pair[1]], -float(sums[pair]), pair))
    for x, y in wanted:
        a, b = sorted((group_of[x], group_of[y]))
        if a == b or sums[a, b] < JOIN_FROM * len(members[a]) * len(members[b]):
            continue
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        members[a] += members.pop(b)
        for z in members[a]:
            group_of[z] = a
    return [sorted(component[x] for x in group) for group in members.values()]


def _pairs(ordered: Sequence[Mention]) -> set[tuple[int, int]]:
    """Pairs of mentions that share a bucket, as indices, the smaller first."""
    shared: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, mention in enumerate(ordered):
        for key in buckets(mention):
            shared[key].append(index)
    return {pair for indices in shared.values() for pair in combinations(indices, 2)}


# ---- the episode's own row ----------------------------------------------------------------------------------------------


def _episode(
    episode_id: str, group: Sequence[Mention], names: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    rows = [mention.row for mention in group]
    actor = _common(row["actor_id"] for row in rows)
    recipient = _common(row["recipient_id"] for row in rows if row["recipient_id"] != actor)
    happened_on = _common_day(rows)
    place = _common(row["place_id"] for row in rows)
    event_type = _common(row["event_type"] for row in rows) or "OTHER"
    status = _status(rows)
    episode = {
        "episode_id": episode_id,
        "event_type": event_type,
        "actor_id": actor,
        "recipient_id": recipient,
        "place_id": place,
        "happened_on": happened_on,
        "status": status,
        "event_count": len(rows),
        "disputed": _disputed(group),
    }
    return episode | {"summary": summarize(rows, episode, names, texts)}


def _common(values: Iterable[str | None]) -> str | None:
    """The most frequent known value, the smaller one on a tie."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _common_day(rows: Sequence[Mapping[str, Any]]) -> dt.date | None:
    """The day most mentions give; a month or year is no day, but its first day where nothing finer is known."""
    exact = Counter(r["happened_on"] for r in rows if r["happened_on"] and r["happened_on"] == r["happened_until"])
    broad = Counter(row["happened_on"] for row in rows if row["happened_on"])
    counts = exact or broad
    return min(counts, key=lambda day: (-counts[day], day)) if counts else None


def _status(rows: Sequence[Mapping[str, Any]]) -> str:
    """The status most mentions give; a plan that any mention says was carried out happened."""
    counts = Counter(row["status"] for row in rows)
    if counts["planned"]:
        carried_out = [row["status"] for row in rows if row["status"] in ("happened", "ongoing") and _vouches(row)]
        return "happened" if "happened" in carried_out else "ongoing" if carried_out else "planned"
    return str(min(counts, key=lambda status: (-counts[status], status)))


def _vouches(row: Mapping[str, Any]) -> bool:
    """Whether the words say that it came about: a verb or phrase with its own tense, or a date. A bare "the visit" may
    speak of a plan."""
    return "/v/" in (row["coded_by"] or "") or " " in row["trigger"] or row["happened_on"] is not None


def _disputed(group: Sequence[Mention]) -> list[str]:
    """Columns in which documents contradict each other; unknown, or the same less exactly, is no contradiction."""
    found = []
    rows = [mention.row for mention in group]
    if any(days_disagree(one, other) for one in rows for other in rows if one["doc_id"] < other["doc_id"]):
        found.append("happened_on")
    return found
