"""How many documents and outlets carry something, with copies of one text counted once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Source:
    """What counting needs to know of a document: whose text it is and when it came out.

    `origin` is the outlet of the document that stands for its copies, or the copy's own id where no outlet is known,
    so that five reprints of one agency story are one origin.
    """

    doc_id: str
    origin: str
    published_on: dt.date | None


@dataclass(frozen=True, slots=True)
class SourceCount:
    document_count: int
    outlet_count: int
    first_published_on: dt.date | None


def read_sources(documents: pa.Table) -> dict[str, Source]:
    """`doc_id` to `Source`, from the columns doc_id, outlet, copy_id, is_canonical and published_on of `documents`."""
    rows = documents.select(["doc_id", "outlet", "copy_id", "is_canonical", "published_on"]).to_pylist()
    origin = {row["copy_id"]: row["outlet"] or row["copy_id"] for row in rows if row["is_canonical"]}
    return {
        row["doc_id"]: Source(row["doc_id"], origin.get(row["copy_id"], row["copy_id"]), row["published_on"])
        for row in rows
    }


def count_sources(members: Iterable[tuple[str, str]], sources: Mapping[str, Source]) -> dict[str, SourceCount]:
    """Counts per group from (group id, doc_id) pairs; a document may occur in a group more than once."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for group, doc_id in members:
        groups[group].add(doc_id)
    counts = {}
    for group, doc_ids in groups.items():
        found = [sources[doc_id] for doc_id in doc_ids]
        days = [source.published_on for source in found if source.published_on]
        counts[group] = SourceCount(len(found), len({source.origin for source in found}), min(days, default=None))
    return counts
