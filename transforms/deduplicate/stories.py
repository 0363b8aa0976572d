"""Stories: clusters of documents that report the same happening.

Average linkage over how likely each pair of similar documents is to report one happening (`affinity`), with copies of
one text together from the start. Dates matter more than any finer reading of the text; where one is unknown the text
alone must be closer.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.deduplicate.linkage import Edge, average_linkage
from transforms.deduplicate.neighbours import Neighbours
from transforms.deduplicate.words import Floats

# A document close to two strangers (a digest, a live page) cannot bring them together: its link to one is a mean of at
# most a half once it stands with the other. Cross-validated B³ is the same for all limits from .4 to .55.
THRESHOLD = 0.50001
UNLIKELY = 0.1  # less than this is no link at all, or faint likeness of two strangers could tip such a mean


def cluster_stories(count: int, near: Neighbours, likely: Floats, together: Sequence[Sequence[int]]) -> list[int]:
    """The story of each of `count` texts, named by the smallest number in it.

    `likely` says of each pair of neighbours how likely it reports one happening; `together` lists texts that are
    copies of each other.
    """
    strong = likely >= UNLIKELY
    edges: list[Edge] = list(
        zip(near.a[strong].tolist(), near.b[strong].tolist(), likely[strong].tolist(), strict=True)
    )
    return average_linkage(count, edges, THRESHOLD, together)
