"""Which pairs of texts are worth a closer look: those that share sampled shingles, found by a join in DuckDB.

Nine in ten shingles stand in one text only and are set aside by a sort before. The join spills to disk in the scratch
folder, so its size is bounded by the disk and not by memory. Text that recurs over many documents (site chrome,
disclaimers, standing background) is recognised here and makes no pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from transforms.deduplicate.shingles import Recurring, Samples
from transforms.deduplicate.words import Floats, Hashes, Ints, is_new

# A shingle in more texts than this is standing text (measured on labelled reprints: 24 loses none of them). Exact copies
# count once, and so do texts with the same smallest shingle: those are likely to be versions of one text, and a story
# that a hundred papers print each in its own edit is not standing text.
STANDING_DOCUMENTS = 24
# Texts of few days are enough where those are weeks apart: reprints of one story come out within days of each other, and
# what has the same smallest shingle months later is the same form, not a version of one text.
SPREAD_DOCUMENTS = 4  # and as many days
SPREAD_DAYS = 21
# A quotation or a paragraph of background goes round the reports of a happening and perhaps of its sequel; what reports
# of this many happenings hold is standing text.
STANDING_STORIES = 4
# What no other outlet has is rather the outlet's furniture (link lists, rights lines) than a quotation: of the passages
# that reports of one outlet share across stories on AllSides, half were.
OUTLET_STORIES = 3
# A pair is looked at closer when it shares two sampled shingles, or one that is a good part of a very short text.
SHARED_SAMPLES = 2
SHORT_SHARE = 0.2
# A second thread saves little on what is left to join, and costs memory and the time to start it.
ENGINE: dict[str, Any] = {"threads": 1, "preserve_insertion_order": False}

STANDING = """
create temp table standing as
with often as (select text, shingle from recurring
               semi join (select shingle from recurring group by shingle having count(*) >= $spread_documents)
               using (shingle))
select shingle from often join texts using (text) group by shingle
having count(distinct version) > $documents
    or (count(distinct day) >= $spread_documents and max(day) - min(day) > $spread_days)
"""
PAIRS = """
with usable as (select text, shingle from recurring anti join standing using (shingle)),
     ignored as (select text, count(*) as ignored from recurring semi join standing using (shingle) group by text),
     sizes as (select text, size - coalesce(ignored, 0) as size from texts left join ignored using (text)),
     shared as (select a.text as a, b.text as b, count(*) as shared
                from usable a join usable b on a.shingle = b.shingle and a.text < b.text group by all)
select a, b from shared join sizes sa on sa.text = a join sizes sb on sb.text = b
where shared >= $shared or shared >= $share * least(sa.size, sb.size)
"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of text numbers (smaller first, in order), and the sorted hashes of the sampled standing shingles."""

    pairs: list[tuple[int, int]]
    standing: Hashes


def find_candidates(samples: Samples, recurring: Recurring, days: Floats, scratch: Path) -> Candidates:
    """The candidate pairs among the texts that `samples` were taken from, and `recurring` found in.

    `days` is the day each text was published, as a number, or NaN. `scratch` is a folder for what does not fit memory.
    """
    texts = pa.table(
        {
            "text": pa.array(np.arange(len(days), dtype=np.int32)),
            "size": pa.array(_sizes(samples, recurring, len(days))),
            "version": pa.array(_versions(samples, len(days))),
            "day": pa.array(days, from_pandas=True),
        }
    )
    with duckdb.connect(config={**ENGINE, "temp_directory": str(scratch)}) as connection:
        connection.register(
            "recurring", pa.table({"text": pa.array(recurring.text), "shingle": pa.array(recurring.shingle)})
        )
        connection.register("texts", texts)
        limits = {"documents": STANDING_DOCUMENTS, "spread_documents": SPREAD_DOCUMENTS, "spread_days": SPREAD_DAYS}
        connection.execute(STANDING, limits)
        found = connection.execute(PAIRS, {"shared": SHARED_SAMPLES, "share": SHORT_SHARE}).fetchnumpy()
        standing = connection.execute("select shingle from standing order by shingle").fetchnumpy()["shingle"]
    order = np.lexsort((found["b"], found["a"]))
    pairs = list(zip(found["a"][order].tolist(), found["b"][order].tolist(), strict=True))
    return Candidates(pairs, recurring.hash[np.asarray(standing, np.int64)])


def _sizes(samples: Samples, recurring: Recurring, texts: int) -> Ints:
    """How many different sampled shingles each text has."""
    return np.bincount(samples.text, minlength=texts) - np.bincount(recurring.repeats, minlength=texts)


def _versions(samples: Samples, texts: int) -> Hashes:
    """The smallest sampled shingle of each text, by which versions of one text know each other."""
    versions = np.zeros(texts, np.uint64)
    first = np.flatnonzero(is_new(samples.text))
    if len(first):
        versions[samples.text[first]] = np.minimum.reduceat(samples.hash, first)
    return versions


def recurring_shingles(recurring: Recurring, stories: Sequence[int], outlets: Sequence[str | None]) -> Hashes:
    """The sampled shingles, sorted, that stand in the texts of many stories, or of several and one outlet alone.

    `stories` and `outlets` are those of every text; null for an unknown outlet, which may be any.
    """
    numbers: dict[str, int] = {}
    outlet = np.array([0 if name is None else numbers.setdefault(name, len(numbers) + 1) for name in outlets], np.int64)
    in_stories = _groups_with(recurring, np.asarray(stories, np.int64))
    of_unknown = np.bincount(recurring.shingle[outlet[recurring.text] == 0], minlength=len(recurring.hash))
    alone = (_groups_with(recurring, outlet) == 1) & (of_unknown == 0)
    standing: Hashes = recurring.hash[(in_stories >= STANDING_STORIES) | (alone & (in_stories >= OUTLET_STORIES))]
    return standing


def _groups_with(recurring: Recurring, group: Ints) -> Ints:
    """In how many groups each shingle stands; `group` is that of every text."""
    key = np.sort(recurring.shingle.astype(np.int64) << 32 | group[recurring.text])
    return np.bincount(key[is_new(key)] >> 32, minlength=len(recurring.hash))
