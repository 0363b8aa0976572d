"""Copies: clusters of documents that carry one text.

A document joins a cluster while it is a copy (exact, reprint or update) of more than half of it: average linkage over
pairs that count 1 if they are copies and 0 if not, merging only above a mean of one half. A digest that holds three
stories in full is a copy of each, and still cannot pull them into one cluster.
"""

from __future__ import annotations

from collections.abc import Mapping

from transforms.deduplicate.linkage import average_linkage

MORE_THAN_HALF = 0.5 + 1e-5
CLOSENESS = 1e-6  # breaks ties among pairs that are copies in favour of the closer ones; too small to tip a mean


def cluster_copies(count: int, closeness: Mapping[tuple[int, int], float]) -> list[int]:
    """The cluster of every text, named by its smallest number; `closeness` (0 to 1) lists the pairs that are copies."""
    edges = [(a, b, 1 - CLOSENESS * (1 - close)) for (a, b), close in closeness.items()]
    return average_linkage(count, edges, MORE_THAN_HALF)


def groups_of(cluster: list[int]) -> dict[int, list[int]]:
    """Cluster number to its members, in order."""
    groups: dict[int, list[int]] = {}
    for member, number in enumerate(cluster):
        groups.setdefault(number, []).append(member)
    return groups
