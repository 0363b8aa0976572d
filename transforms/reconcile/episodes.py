"""Episodes: the mentions of one happening, across sentences and documents of a story, brought together.

Mentions are compared within blocks of one story, type family and denial. Two that contradict each other (other sides,
another place, another day) never share an episode; the rest are joined by constrained average linkage, best pair
first, ties broken by id, so that the result does not depend on the order of the rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from transforms.events.arguments import is_symmetric
from transforms.ids import make_id
from transforms.reconcile.counting import count_sources, read_sources
from warehouse.tables import EPISODES, EVENTS

PHRASES = Path(__file__).parent / "episode_phrases.txt"

# Chosen on the cross-document chains of ECB+ train (CC BY 3.0); see benchmarks/quality/events.py.
JOIN_FROM = 0.45
SAME_WORD, SAME_MODE = 0.5, 0.15
SAME_SIDE, SAME_PLACE, SAME_DATE = 0.25, 0.1, 0.2
NEARNESS = 0.02
DISPUTED_DAYS = 1  # documents that differ by a day on an otherwise equal happening disagree; more, and it is another

TALKS = frozenset({"meeting", "talks", "phone", "multilateral", None})
DRILLS = frozenset({("COOPERATE", "exercise"), ("MOBILIZE", "exercise")})
CONFLICT = -1.0


class Episodes(NamedTuple):
    """`events` with `episode_id` filled, and the table of episodes."""

    events: pa.Table
    episodes: pa.Table


@dataclass(frozen=True, slots=True)
class Mention:
    """What comparing needs of an event row. Sides are entity ids; `countries` maps them to the states they act for."""

    row: Mapping[str, Any]
    word: str
    actors: frozenset[str]
    recipients: frozenset[str]
    symmetric: bool

    @property
    def event_id(self) -> str:
        return str(self.row["event_id"])

    @property
    def sides(self) -> frozenset[str]:
        return self.actors | self.recipients


def reconcile_episodes(events: pa.Table, documents: pa.Table, entities: pa.Table) -> Episodes:
    """Give every event its episode. Rows in and out follow `warehouse.tables.EVENTS` and `EPISODES`."""
    rows = events.to_pylist()
    states = {row["entity_id"]: row["country"] for row in entities.select(["entity_id", "country"]).to_pylist()}
    names = {row["entity_id"]: row["name"] for row in entities.select(["entity_id", "name"]).to_pylist()}
    blocks: defaultdict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for row in rows:
        blocks[_block(row)].append(_mention(row))
    groups = [group for key in sorted(blocks) for group in _cluster(blocks[key], states)]
    episode_of: dict[str, str] = {}
    built = []
    for group in groups:
        episode_id = make_id("epi", group[0].event_id)
        episode_of.update((mention.event_id, episode_id) for mention in group)
        built.append((episode_id, group))
    sources = read_sources(documents)
    counts = count_sources(((episode_of[row["event_id"]], row["doc_id"]) for row in rows), sources)
    episodes = [
        _episode(episode_id, group, names)
        | {"document_count": counts[episode_id].document_count, "outlet_count": counts[episode_id].outlet_count}
        for episode_id, group in built
    ]
    episodes.sort(key=lambda row: (row["happened_on"] is None, row["happened_on"] or dt.date.min, row["episode_id"]))
    filled = [row | {"episode_id": episode_of[row["event_id"]]} for row in rows]
    return Episodes(
        pa.Table.from_pylist(filled, schema=EVENTS.schema), pa.Table.from_pylist(episodes, schema=EPISODES.schema)
    )


# ---- comparing ---------------------------------------------------------------------------------------------------------


def _block(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What must be equal for two mentions to be compared at all."""
    event_type, mode = row["event_type"], row["mode"]
    if (event_type, mode) in DRILLS:
        family = "DRILL"
    elif event_type == "CONSULT":
        family = "CONSULT-talks" if mode in TALKS else f"CONSULT-{mode}"
    else:
        family = event_type
    return row["story_id"], family, "denied" if row["status"] == "negated" else "told"


def _mention(row: Mapping[str, Any]) -> Mention:
    coded = (row["coded_by"] or "").split("/")
    word = coded[2] if len(coded) > 2 else str(row["trigger"]).lower()
    actors = frozenset(row["actor_ids"] or ([row["actor_id"]] if row["actor_id"] else ()))
    recipients = frozenset(row["recipient_ids"] or ([row["recipient_id"]] if row["recipient_id"] else ()))
    return Mention(row, word, actors, recipients, is_symmetric(row["event_type"], row["mode"]))


def likeness(one: Mention, other: Mention, states: Mapping[str, str | None]) -> float:
    """How much speaks for one happening, 0 to about 1.3; `CONFLICT` where the mentions contradict each other."""
    if not _statuses_agree(one.row["status"], other.row["status"]):
        return CONFLICT
    sides = _sides(one, other, states)
    place = _places(one.row["place_id"], other.row["place_id"], states)
    day = _days(one.row, other.row)
    if CONFLICT in (sides, place):
        return CONFLICT
    score = sides + place
    if day == CONFLICT:
        if one.row["doc_id"] == other.row["doc_id"] or not _only_the_day_differs(one, other, sides):
            return CONFLICT
    else:
        score += day
    if one.word == other.word:
        score += SAME_WORD
    elif one.row["mode"] == other.row["mode"] or one.row["event_type"] == "CONSULT":
        score += SAME_MODE
    if one.row["doc_id"] == other.row["doc_id"]:
        score += NEARNESS / (1 + abs(one.row["start"] - other.row["start"]) / 1000)
    return score


def _statuses_agree(one: str, other: str) -> bool:
    """A plan and its fulfilment go together; a mere possibility and a fact do not."""
    return not ({one, other} & {"happened", "ongoing"} and "hypothetical" in (one, other))


def _sides(one: Mention, other: Mention, states: Mapping[str, str | None]) -> float:
    if one.symmetric:
        return _symmetric_sides(one.sides, other.sides, states)
    actors = _role(one.actors, other.actors, states)
    recipients = _role(one.recipients, other.recipients, states)
    return CONFLICT if CONFLICT in (actors, recipients) else actors + recipients


def _symmetric_sides(one: frozenset[str], other: frozenset[str], states: Mapping[str, str | None]) -> float:
    small, large = sorted((one, other), key=len)
    if not small:
        return 0.0
    met = sum(any(_same_side(a, b, states) for b in large) for a in small)
    if met < min(len(small), 2):
        return CONFLICT
    return SAME_SIDE * met


def _role(one: frozenset[str], other: frozenset[str], states: Mapping[str, str | None]) -> float:
    if not one or not other:
        return 0.0
    return SAME_SIDE if any(_same_side(a, b, states) for a in one for b in other) else CONFLICT


def _same_side(one: str, other: str, states: Mapping[str, str | None]) -> bool:
    """The same entity, or one that acts for the state the other is or leads."""
    state = states.get(one)
    return one == other or (state is not None and state == states.get(other))


def _places(one: str | None, other: str | None, states: Mapping[str, str | None]) -> float:
    if one is None or other is None:
        return 0.0
    return SAME_PLACE if _same_side(one, other, states) else CONFLICT


def _days(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    if one["happened_on"] is None or other["happened_on"] is None:
        return 0.0
    first = max(one["happened_on"], other["happened_on"])
    last = min(one["happened_until"] or dt.date.max, other["happened_until"] or dt.date.max)
    return SAME_DATE if first <= last else CONFLICT


def _only_the_day_differs(one: Mention, other: Mention, sides: float) -> bool:
    apart = abs((one.row["happened_on"] - other.row["happened_on"]).days)
    exact = (
        one.row["happened_on"] == one.row["happened_until"] and other.row["happened_on"] == other.row["happened_until"]
    )
    return exact and apart <= DISPUTED_DAYS and one.word == other.word and sides >= 2 * SAME_SIDE


# ---- grouping ----------------------------------------------------------------------------------------------------------


def _cluster(mentions: Sequence[Mention], states: Mapping[str, str | None]) -> list[list[Mention]]:
    """Groups of mentions, each and all in order of event id."""
    ordered = sorted(mentions, key=lambda mention: mention.event_id)
    scores: dict[tuple[int, int], float] = {}
    for i in range(len(ordered)):
        for j in range(i + 1, len(ordered)):
            scores[i, j] = likeness(ordered[i], ordered[j], states)
    group_of = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in range(len(ordered))}
    wanted = sorted((pair for pair, score in scores.items() if score >= JOIN_FROM), key=lambda p: (-scores[p], p))
    for i, j in wanted:
        a, b = sorted((group_of[i], group_of[j]))
        if a == b:
            continue
        links = [scores[min(x, y), max(x, y)] for x in members[a] for y in members[b]]
        if CONFLICT in links or sum(links) / len(links) < JOIN_FROM:
            continue
        members[a] += members.pop(b)
        for x in members[a]:
            group_of[x] = a
    return [[ordered[i] for i in sorted(group)] for _, group in sorted(members.items())]


# ---- the episode's own row ----------------------------------------------------------------------------------------------


def _episode(episode_id: str, group: Sequence[Mention], names: Mapping[str, str]) -> dict[str, Any]:
    rows = [mention.row for mention in group]
    actor = _common(row["actor_id"] for row in rows)
    recipient = _common(row["recipient_id"] for row in rows if row["recipient_id"] != actor)
    happened_on = _common_day(rows)
    place = _common(row["place_id"] for row in rows)
    event_type = _common(row["event_type"] for row in rows) or "OTHER"
    status = _status(rows)
    return {
        "episode_id": episode_id,
        "event_type": event_type,
        "actor_id": actor,
        "recipient_id": recipient,
        "place_id": place,
        "happened_on": happened_on,
        "status": status,
        "event_count": len(rows),
        "disputed": _disputed(group),
        "summary": _summary(rows, event_type, status, actor, recipient, place, happened_on, names),
    }


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
    for status in ("happened", "ongoing"):
        if counts[status] and counts["planned"]:
            return status
    return str(min(counts, key=lambda status: (-counts[status], status)))


def _disputed(group: Sequence[Mention]) -> list[str]:
    """Columns in which documents contradict each other; unknown, or the same less exactly, is no contradiction."""
    found = []
    rows = [mention.row for mention in group]
    if any(_days(one, other) == CONFLICT for one in rows for other in rows if one["doc_id"] < other["doc_id"]):
        found.append("happened_on")
    return found


# ---- the line it reads as -------------------------------------------------------------------------------------------------


def _summary(
    rows: Sequence[Mapping[str, Any]],
    event_type: str,
    status: str,
    actor: str | None,
    recipient: str | None,
    place: str | None,
    day: dt.date | None,
    names: Mapping[str, str],
) -> str:
    mode = _common(row["mode"] for row in rows if row["event_type"] == event_type)
    fullest = max(rows, key=lambda r: (sum(r[c] is not None for c in ("actor_text", "recipient_text")), r["event_id"]))
    who = names.get(actor or "") or fullest["actor_text"]
    whom = names.get(recipient or "") or fullest["recipient_text"]
    if whom == who:
        whom = None
    line = _line(event_type, mode, status, _one_line(who), _one_line(whom), _one_line(str(fullest["trigger"])) or "")
    where = names.get(place or "") or next((_one_line(row["place_text"]) for row in rows if row["place_text"]), None)
    if where and where not in line:
        line += f", {where}"
    if day is not None:
        line += f", {day.day} {day:%B %Y}" if _is_exact(rows, day) else f", {day:%B %Y}"
    return line[:1].upper() + line[1:]


def _line(event_type: str, mode: str | None, status: str, who: str | None, whom: str | None, trigger: str) -> str:
    phrases = _phrases().get((event_type, mode or "-")) or _phrases().get((event_type, "-"))
    if phrases is None or who is None or (whom is None and "{r}" in phrases[0]):
        sides = " – ".join(side for side in (who, trigger, whom) if side)
        return sides if status in ("happened", "ongoing") else f"{sides} ({status})"
    column = {"happened": 0, "ongoing": 0, "planned": 1, "hypothetical": 1, "negated": 2}[status]
    return phrases[column].format(a=who, r=whom)


def _is_exact(rows: Sequence[Mapping[str, Any]], day: dt.date) -> bool:
    return any(row["happened_on"] == row["happened_until"] == day for row in rows)


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, *phrases = (field.strip() for field in line.split("|"))
            event_type, mode = head.split()
            found[event_type, mode] = tuple(phrases)
    return found
