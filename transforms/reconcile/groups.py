"""Things joined in pairs to groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def joined_groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of the indices 0 to `count` - 1 joined by any chain of `pairs`, each in order, the first index first."""
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, b in pairs:
        parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(count):
        groups[root(index)].append(index)
    return list(groups.values())
