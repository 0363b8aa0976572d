"""Average linkage over a sparse graph: which nodes form a group, when a chain of weak links must not merge strangers.

Two groups merge while the mean affinity over ALL pairs across them, absent pairs counting zero, is the highest left
and at least a threshold (UPGMA). A single strong link between two groups of five is one pair in twenty-five.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
import scipy.sparse.csgraph  # noqa: F401  a part of scipy.sparse that is loaded by name only

from transforms.deduplicate.words import Flags, Floats, Ints, is_new

ROUNDING = 1e-9  # means are compared to nine decimals
Edge = tuple[int, int, float]  # two node numbers and their affinity, 0 to 1


def average_linkage(
    count: int, edges: Iterable[Edge], threshold: float, together: Sequence[Sequence[int]] = ()
) -> list[int]:
    """The group of every node, named by its smallest member.

    `edges` lists each pair at most once; `together` lists nodes that start in one group. Equal affinities merge in
    the order of the groups' smallest members, so the result depends on node numbers alone, not on the order of edges.
    """
    group = np.arange(count)
    size = np.ones(count, np.int64)
    for members in together:
        first = min(members)
        size[first] = len(members)
        group[list(members)] = first
    one, other, total = _between_groups(group, edges)
    kept = _may_merge(one, other, total / (size[one] * size[other]) >= threshold - ROUNDING, count)
    links: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for a, b, affinity in zip(one[kept].tolist(), other[kept].tolist(), total[kept].tolist(), strict=True):
        links[a][b] = links[b][a] = affinity
    absorbed = _merge(size.tolist(), links, threshold)
    return [_find(absorbed, number) for number in group.tolist()]


def _between_groups(group: Ints, edges: Iterable[Edge]) -> tuple[Ints, Ints, Floats]:
    """The pairs of starting groups that edges join, the smaller first, and the sum of the edges between them."""
    listed = np.array(list(edges), np.float64).reshape(-1, 3)
    a, b = group[listed[:, 0].astype(np.int64)], group[listed[:, 1].astype(np.int64)]
    key = np.minimum(a, b) * len(group) + np.maximum(a, b)
    order = np.lexsort((listed[:, 1], listed[:, 0], key))
    order = order[(a != b)[order]]
    new = is_new(key[order])
    pairs, first = key[order][new], np.flatnonzero(new)
    total = np.add.reduceat(listed[order, 2], first) if len(first) else np.zeros(0)
    return pairs // max(1, len(group)), pairs % max(1, len(group)), total


def _may_merge(one: Ints, other: Ints, strong: Flags, count: int) -> Flags:
    """Which links can play a part: two groups merge only if some of their members are strongly linked.

    So nothing ever merges across the components that strong links make.
    """
    graph = sp.csr_matrix((np.ones(int(strong.sum())), (one[strong], other[strong])), shape=(count, count))
    component = sp.csgraph.connected_components(graph, directed=False)[1]
    return np.asarray(component[one] == component[other])


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
