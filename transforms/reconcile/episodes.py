"""Episodes: the mentions of one happening, across sentences, documents and stories, and the row that tells it once."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from transforms.events.intensity import intensity_of
from transforms.ids import make_id
from transforms.reconcile.chronicle import summarize
from transforms.reconcile.counting import count_sources, read_sources
from transforms.reconcile.likeness import days_disagree
from transforms.reconcile.linking import link_stories, link_story
from transforms.reconcile.mention import Mention, read_known, read_mentions
from transforms.reconcile.parties import with_parties
from warehouse.tables import EPISODES, EVENTS


class Episodes(NamedTuple):
    """`events` with `episode_id` filled, and the table of episodes."""

    events: pa.Table
    episodes: pa.Table


def reconcile_episodes(events: pa.Table, documents: pa.Table, entities: pa.Table) -> Episodes:
    """Give every event its episode. Rows in and out follow `warehouse.tables.EVENTS` and `EPISODES`."""
    rows = with_parties(events, entities).to_pylist()
    known = read_known(entities)
    names = {row["entity_id"]: row["name"] for row in entities.select(["entity_id", "name"]).to_pylist()}
    published = {row["doc_id"]: row["published_on"] for row in documents.select(["doc_id", "published_on"]).to_pylist()}
    texts: dict[str, str] = {}
    if "text" in documents.column_names:
        texts = {row["doc_id"]: row["text"] for row in documents.select(["doc_id", "text"]).to_pylist()}
    stories: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in read_mentions(rows, published, texts):
        stories[mention.row["story_id"]].append(mention)
    groups = link_stories([group for story in sorted(stories) for group in link_story(stories[story], known)], known)
    built = {make_id("epi", group[0].event_id): group for group in groups}
    episode_of = {mention.event_id: episode_id for episode_id, group in built.items() for mention in group}
    counts = count_sources(((episode_of[row["event_id"]], row["doc_id"]) for row in rows), read_sources(documents))
    episodes = [
        _episode(episode_id, group, names, texts)
        | {
            "document_count": counts[episode_id].document_count,
            "outlet_count": counts[episode_id].outlet_count,
            "first_published_on": counts[episode_id].first_published_on,
        }
        for episode_id, group in built.items()
    ]
    episodes.sort(key=lambda row: (row["happened_on"] is None, row["happened_on"] or dt.date.min, row["episode_id"]))
    filled = [row | {"episode_id": episode_of[row["event_id"]]} for row in rows]
    return Episodes(
        pa.Table.from_pylist(filled, schema=EVENTS.schema), pa.Table.from_pylist(episodes, schema=EPISODES.schema)
    )


# ---- the episode's own row ----------------------------------------------------------------------------------------------


def _episode(
    episode_id: str, group: Sequence[Mention], names: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    rows = [mention.row for mention in group]
    event_type = _common(row["event_type"] for row in rows) or "OTHER"
    mode = _common(row["mode"] for row in rows if row["event_type"] == event_type)
    status = _status(rows)
    actors, recipients = _sides(group)
    place_id = _common(row["place_id"] for row in rows)
    placed = next((row for row in rows if row["place_id"] == place_id and place_id is not None), {})
    happened_on, happened_until = _days([row for row in rows if _vouches_for(status, row)] or rows)
    episode = {
        "episode_id": episode_id,
        "event_type": event_type,
        "mode": mode,
        "intensity": intensity_of(event_type, mode),
        "contexts": sorted({context for row in rows for context in row["contexts"] or ()}),
        "actor_id": next(iter(actors), None),
        "actor_ids": actors or None,
        **_told_of_side("actor", next(iter(actors), None), rows),
        "recipient_id": next(iter(recipients), None),
        "recipient_ids": recipients or None,
        **_told_of_side("recipient", next(iter(recipients), None), rows),
        "place_id": place_id,
        **{column: placed.get(column) for column in ("place_country", "place_latitude", "place_longitude")},
        "happened_on": happened_on,
        "happened_until": happened_until,
        "status": status,
        "event_count": len(rows),
        "story_count": len({row["story_id"] for row in rows}),
        "disputed": _disputed(group),
    }
    return episode | {"summary": summarize(rows, episode, names, texts)}


def _common(values: Iterable[str | None]) -> str | None:
    """The most frequent known value, the smaller one on a tie."""
    return next(iter(_ranked(values)), None)


def _ranked(values: Iterable[str | None]) -> list[str]:
    """The known values, the most frequent first, the smaller one on a tie."""
    counts = Counter(value for value in values if value is not None)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _sides(group: Sequence[Mention]) -> tuple[list[str], list[str]]:
    """Who did it and to whom by any mention, those most mentions name first; a side a mention leaves blank is filled by
    the others. Of a meeting the one most named is the actor, whichever side a sentence puts first."""
    if all(mention.symmetric for mention in group):
        named = Counter(entity for mention in group for entity in mention.actors | mention.recipients)
        first = Counter(mention.row["actor_id"] for mention in group)
        ranked = sorted(named, key=lambda entity: (-named[entity], -first[entity], entity))
        return ranked[:1], ranked[1:]
    actors = _ranked(entity for mention in group for entity in sorted(mention.actors))
    recipients = _ranked(entity for mention in group for entity in sorted(mention.recipients))
    return actors, [entity for entity in recipients if entity not in actors[:1]]


def _told_of_side(side: str, entity_id: str | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    """Country and sector of a side, as its own mentions have them."""
    told: defaultdict[str, list[str | None]] = defaultdict(list)
    for row in rows:
        for named in ("actor", "recipient"):
            if row[f"{named}_id"] == entity_id and (entity_id is not None or named == side):
                told["country"].append(row[f"{named}_country"])
                told["sector"].append(row[f"{named}_sector"])
    return {f"{side}_country": _common(told["country"]), f"{side}_sector": _common(told["sector"])}


def _days(rows: Sequence[Mapping[str, Any]]) -> tuple[dt.date | None, dt.date | None]:
    """The stretch of days most mentions give among the shortest stretches given: a day rather than its month."""
    spans = Counter((row["happened_on"], row["happened_until"]) for row in rows if row["happened_on"])
    if not spans:
        return None, None

    def preference(span: tuple[dt.date, dt.date | None]) -> tuple[int, int, dt.date]:
        starts, ends = span
        return ((ends or dt.date.max) - starts).days, -spans[span], starts

    return min(spans, key=preference)


def _status(rows: Sequence[Mapping[str, Any]]) -> str:
    """The status most mentions give; a plan that any mention says was carried out happened, and one that any says did
    not take place was called off."""
    counts = Counter(row["status"] for row in rows)
    if counts["planned"]:
        carried_out = [row["status"] for row in rows if row["status"] in ("happened", "ongoing") and _vouches(row)]
        if carried_out:
            return "happened" if "happened" in carried_out else "ongoing"
        return "negated" if counts["negated"] else "planned"
    return str(min(counts, key=lambda status: (-counts[status], status)))


def _vouches_for(status: str, row: Mapping[str, Any]) -> bool:
    """Whether the row tells the fate of the episode: of a visit paid, the day it was paid, not the one it was planned for."""
    return bool(row["status"] == status)


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
