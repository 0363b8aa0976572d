"""Groups of mentions that tell of one happening: within a story, then across stories where day and sides agree.

Within a story, mentions that share a word, a family of words or a kind of act are compared (`likeness`). Two that
contradict each other never share a group; the rest are joined by constrained linkage, best pair first, ties broken by
id, so that the result does not depend on the order of the rows. Across stories only what says who and whom is
compared, and is dated, named by the same month in undated texts, or lasts: a war, a measure in force.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from transforms.reconcile.likeness import (
    CONFLICT,
    JOIN_FROM,
    VISIT,
    buckets,
    days_meet,
    is_one_refusal,
    likeness,
    share_side,
)
from transforms.reconcile.mention import TALK, Known, Mention

Group = list[Mention]
Floats = npt.NDArray[np.float64]

# Two groups are as alike as the better half of their pairs: a happening is told by unlike words ("sent troops",
# "the invasion"), and the mean of all pairs would keep such mentions apart (ECB+ train: CoNLL F1 .596 against .594,
# dev .630 against .626; the best third .598 and .633, at the cost of joining more that is apart in longer stories).
BETTER_PART = 0.5
# Stretches of days longer than this date nothing well enough to join stories by; a plan may be told more loosely.
DATED_DAYS, PLANNED_DAYS = 31, 190
# Pairs are joined in the order of their likeness, less this for every share of the component their mentions contradict:
# one misread date must not part those that agree (ECB+ train: .5819 without, .5832 with; 0.3 and 1 lie between).
CONTRADICTING = 3.0
TAKEN_UP_FIRST = 2 * CONTRADICTING
LASTING_MODES = frozenset({"invade", "war"})


def link_story(mentions: Iterable[Mention], known: Mapping[str, Known]) -> list[Group]:
    """The mentions of one story in groups, each and all in order of event id."""
    ordered = sorted(mentions, key=lambda mention: mention.event_id)
    scored = ((pair, likeness(ordered[pair[0]], ordered[pair[1]], known)) for pair in _pairs(ordered))
    alike = {pair: score for pair, score in scored if score >= JOIN_FROM}
    groups: list[list[int]] = []
    for component in _components(len(ordered), alike):
        groups += _link(component, ordered, alike, known)
    found = [[ordered[i] for i in group] for group in sorted(groups)]
    return _with_talks_of_the_story(found, known)


def _pairs(ordered: Sequence[Mention]) -> set[tuple[int, int]]:
    """Pairs of mentions that share a bucket, as indices, the smaller first."""
    shared: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, mention in enumerate(ordered):
        for key in buckets(mention):
            shared[key].append(index)
    return {pair for indices in shared.values() for pair in combinations(indices, 2)}


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
    """Constrained linkage within one component, best pair first; one contradiction keeps two groups apart for good."""
    size = len(component)
    if size == 1:
        return [list(component)]
    scores = np.zeros((size, size))
    for x, y in combinations(range(size), 2):
        i, j = component[x], component[y]
        score = alike.get((i, j))
        scores[x, y] = scores[y, x] = likeness(ordered[i], ordered[j], known) if score is None else score
    bare = [not ordered[i].is_anchored for i in component]
    whole = [ordered[i].names_both_sides for i in component]
    wanted = [(x, y) for x, y in combinations(range(size), 2) if (component[x], component[y]) in alike]
    urgency = _urgency([ordered[i] for i in component], scores)
    # Mentions that name a side first: a bare "the talks" then joins the happening it fits, instead of bridging two.
    wanted.sort(key=lambda pair: (bare[pair[0]] + bare[pair[1]], -float(urgency[pair]), pair))
    members = {x: [x] for x in range(size)}
    group_of = list(range(size))
    refused: dict[tuple[int, int], int] = {}
    for x, y in wanted:
        a, b = sorted((group_of[x], group_of[y]))
        together = len(members[a]) + len(members[b])
        if a == b or refused.get((a, b)) == together:
            continue
        if (
            _between(scores[np.ix_(members[a], members[b])], _who_speaks(members[a], members[b], bare, whole))
            < JOIN_FROM
        ):
            refused[a, b] = together
            continue
        for z in members[b]:
            group_of[z] = a
        members[a] += members.pop(b)
    return [sorted(component[x] for x in group) for group in members.values()]


def _urgency(mentions: Sequence[Mention], scores: Floats) -> Floats:
    """How early each pair is to be joined: by likeness, later what contradicts many, first of all what one takes up."""
    contradicts = (scores == CONFLICT).mean(axis=0)
    urgency: Floats = scores - CONTRADICTING * (contradicts[:, None] + contradicts[None, :])
    for x, y in combinations(range(len(mentions)), 2):
        if is_one_refusal(mentions[x], mentions[y]):
            urgency[x, y] += TAKEN_UP_FIRST
            urgency[y, x] += TAKEN_UP_FIRST
    number = {mention.event_id: index for index, mention in enumerate(mentions)}
    for index, mention in enumerate(mentions):
        taken_up = number.get(mention.antecedent or "")
        if taken_up is not None:
            urgency[index, taken_up] += TAKEN_UP_FIRST
            urgency[taken_up, index] += TAKEN_UP_FIRST
    return urgency


def _who_speaks(
    one: Sequence[int], other: Sequence[int], bare: Sequence[bool], whole: Sequence[bool]
) -> npt.NDArray[np.bool_]:
    """Which pairs decide on two groups: where both have mentions that name both sides, or else a side, only those. A bare
    "the ruling" fits the rulings of two judges and must not make them one, nor "criticism of the mayor" two critics."""
    for speaks in (whole, [not is_bare for is_bare in bare]):
        named = [np.array([speaks[x] for x in group]) for group in (one, other)]
        if named[0].any() and named[1].any():
            return np.outer(*named)
    return np.ones((len(one), len(other)), dtype=bool)


def _between(scores: Floats, deciding: npt.NDArray[np.bool_]) -> float:
    """How alike two groups are: the mean of the better part of the pairs that decide; any contradiction forbids."""
    if scores.min() == CONFLICT:
        return CONFLICT
    flat = np.sort(scores[deciding])[::-1]
    return float(flat[: max(1, math.ceil(len(flat) * BETTER_PART))].mean())


# ---- the talks a story is about ----------------------------------------------------------------------------------------


def _with_talks_of_the_story(groups: list[Group], known: Mapping[str, Known]) -> list[Group]:
    """Bare "the talks" of documents that tell no other meeting, joined to the one meeting their story is about."""
    anchored = [group for group in groups if _is_talk(group) and any(mention.is_anchored for mention in group)]
    main = max(anchored, key=lambda group: (len(_documents(group)), len(group), group[0].event_id), default=None)
    if main is None:
        return groups
    kept: list[Group] = []
    for group in groups:
        others = [talk for talk in anchored if talk is not main and _documents(talk) & _documents(group)]
        if group is not main and _is_left_open(group) and not others and not _contradict(group, main, known):
            main += group
        else:
            kept.append(group)
    main.sort(key=lambda mention: mention.event_id)
    return sorted(kept, key=lambda group: group[0].event_id)


def _is_talk(group: Group) -> bool:
    return all(m.row["event_type"] == TALK and m.row["mode"] != VISIT and not m.occasions for m in group)


def _is_left_open(group: Group) -> bool:
    told = any(mention.is_definite for mention in group) and all(m.row["status"] == "happened" for m in group)
    return told and _is_talk(group) and not any(mention.is_anchored for mention in group)


def _documents(group: Group) -> set[str]:
    return {str(mention.row["doc_id"]) for mention in group}


def _contradict(one: Group, other: Group, known: Mapping[str, Known]) -> bool:
    return any(likeness(a, b, known) == CONFLICT for a in one for b in other)


# ---- across stories ------------------------------------------------------------------------------------------------------


def link_stories(groups: Sequence[Group], known: Mapping[str, Known]) -> list[Group]:
    """Groups of several stories that are one happening, brought together: a kind of act, two sides, and days that meet.

    `groups` come from `link_story`. A visit planned in one story and paid in another is one; what is undated, or names
    one side only, stays with its story.
    """
    merged: dict[int, Group] = dict(enumerate(groups))
    stands_for = list(range(len(groups)))

    def root(index: int) -> int:
        while stands_for[index] != index:
            index = stands_for[index]
        return index

    shared: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        for key in _keys(group, known):
            shared[key].append(index)
    pairs = {pair for indices in shared.values() for pair in combinations(indices, 2)}
    for first, second in sorted(pairs):
        a, b = sorted((root(first), root(second)))
        if a != b and _is_one_across(merged[a], merged[b], known):
            merged[a] = sorted(merged[a] + merged.pop(b), key=lambda mention: mention.event_id)
            stands_for[b] = a
    return sorted(merged.values(), key=lambda group: group[0].event_id)


def _keys(group: Group, known: Mapping[str, Known]) -> Iterator[tuple[object, ...]]:
    """Of every mention that can be known again: the kind of act and the states or people on both sides, in any order."""
    seen: set[tuple[object, ...]] = set()
    for mention in group:
        if mention.row["event_type"] == "OTHER" or not _is_recognisable(mention):
            continue
        if _is_pinned(mention):
            seen.add(
                (
                    mention.row["event_type"],
                    mention.row["mode"] == VISIT,
                    mention.row["place_id"],
                    mention.row["happened_on"],
                )
            )
        for actor in mention.actors:
            for recipient in mention.recipients:
                pair = tuple(sorted((_stands_for(actor, known), _stands_for(recipient, known))))
                seen.add((mention.row["event_type"], mention.row["mode"] == VISIT, *pair))
    yield from sorted(seen, key=str)


def _stands_for(entity_id: str, known: Mapping[str, Known]) -> str:
    entity = known.get(entity_id)
    return entity.state if entity is not None and entity.state is not None else entity_id


def _is_recognisable(mention: Mention) -> bool:
    """Whether another story can be seen to tell the same: it is dated, or it lasts."""
    return _is_dated(mention) or mention.month is not None or _lasts(mention)


def _is_pinned(mention: Mention) -> bool:
    """Whether its place and its very day are known: one march a day in a town."""
    row = mention.row
    return (
        row["place_id"] is not None and row["happened_on"] is not None and row["happened_on"] == row["happened_until"]
    )


def _lasts(mention: Mention) -> bool:
    """Whether it is a war, a measure in force or a refusal that stands, of which two sides have one at a time."""
    return mention.row["mode"] in LASTING_MODES or mention.row["status"] in ("ongoing", "negated")


def _is_dated(mention: Mention) -> bool:
    starts, ends = mention.row["happened_on"], mention.row["happened_until"]
    if starts is None or ends is None:
        return False
    longest = PLANNED_DAYS if mention.row["status"] == "planned" else DATED_DAYS
    return bool(ends - starts <= dt.timedelta(longest))


def _is_one_across(one: Group, other: Group, known: Mapping[str, Known]) -> bool:
    stories = [{str(mention.row["story_id"]) for mention in group} for group in (one, other)]
    if stories[0] & stories[1] or _contradict(one, other, known):
        return False
    return any(_agree(a, b, known) for a in one for b in other)


def _agree(one: Mention, other: Mention, known: Mapping[str, Known]) -> bool:
    """Whether both sides, the kind of act and the time of two mentions agree."""
    if (one.row["event_type"], one.row["mode"] == VISIT) != (other.row["event_type"], other.row["mode"] == VISIT):
        return False
    ways = [(one.actors, other.actors, one.recipients, other.recipients)]
    if one.symmetric and other.symmetric:
        ways.append((one.actors, other.recipients, one.recipients, other.actors))
    sides = any(share_side(a, b, known) and share_side(c, d, known) for a, b, c, d in ways)
    pinned = _is_pinned(one) and _is_pinned(other) and one.row["place_id"] == other.row["place_id"]
    return (sides or pinned) and _times_agree(one, other) and likeness(one, other, known) >= JOIN_FROM


def _times_agree(one: Mention, other: Mention) -> bool:
    if _is_dated(one) and _is_dated(other):
        return bool(days_meet(one.row, other.row))
    if _lasts(one) and _lasts(other):
        return True
    return one.month is not None and one.month == other.month
