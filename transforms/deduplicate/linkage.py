"""Average linkage over a sparse graph: which nodes form a group, when a chain of weak links must not merge strangers.

Two groups merge while the mean affinity over ALL pairs across them, absent pairs counting zero, is the highest left
and at least a threshold (UPGMA). A single strong link between two groups of five is one pair in twenty-five.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

Edge = tuple[int, int, float]  # two node numbers and their affinity, 0 to 1


def average_linkage(
    count: int, edges: Iterable[Edge], threshold: float, together: Sequence[Sequence[int]] = ()
) -> list[int]:
    """The group of every node, named by its smallest member.

    `edges` lists each pair at most once; `together` lists nodes that start in one group. Equal affinities merge in
    the order of the groups' smallest members, so the result depends on node numbers alone, not on the order of edges.
    """
    group = list(range(count))
    size = [1] * count
    for members in together:
        first = min(members)
        size[first] = len(members)
        for member in members:
            group[member] = first
    links: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for a, b, affinity in sorted(edges):
        one, other = group[a], group[b]
        if one != other:
            links[one][other] = links[other][one] = links[one].get(other, 0.0) + affinity
    absorbed = _merge(size, links, threshold)
    return [_find(absorbed, number) for number in group]


def _merge(size: list[int], links: dict[int, dict[int, float]], threshold: float) -> dict[int, int]:
    """Merge until no mean reaches `threshold`; returns which group each vanished group went into."""
    absorbed: dict[int, int] = {}

    def mean(a: int, b: int) -> float:
        return round(links[a][b] / (size[a] * size[b]), 9)

    queue = [(-mean(a, b), a, b) for a in links for b in links[a] if a < b]
    queue = [entry for entry in queue if -entry[0] >= threshold]
    heapq.heapify(queue)
    while queue:
        score, a, b = heapq.heappop(queue)
        if a in absorbed or b in absorbed or score != -mean(a, b):
            continue  # an entry from before one of the two grew
        absorbed[b] = a
        changed = links.pop(b)
        size[a] += size[b]
        del links[a][b], changed[a]
        for other, total in changed.items():
            del links[other][b]
            links[a][other] = links[other][a] = links[a].get(other, 0.0) + total
        for other in links[a]:
            value = mean(a, other)
            if value >= threshold:
                heapq.heappush(queue, (-value, min(a, other), max(a, other)))
    return absorbed


def _find(absorbed: dict[int, int], number: int) -> int:
    while number in absorbed:
        number = absorbed[number]
    return number
