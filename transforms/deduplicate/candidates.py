"""Which pairs of texts are worth a closer look: those that share sampled shingles, found by a join in DuckDB.

The join spills to disk in the scratch folder, so its size is bounded by the disk and not by memory. Text that recurs
over many documents (site chrome, disclaimers, standing background) is recognised here and makes no pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.deduplicate.shingles import Samples, is_sampled, shingle_hashes
from transforms.deduplicate.words import Flags, Hashes, Words

# A shingle in more texts than this is standing text (measured on labelled reprints: 24 loses none of them). Exact copies
# count once, and so do texts with the same smallest shingle: those are likely to be versions of one text, and a story
# that a hundred papers print each in its own edit is not standing text.
STANDING_DOCUMENTS = 24
# Few texts are enough where they are weeks apart: reprints of one story come out within days of each other.
SPREAD_DOCUMENTS = 4
SPREAD_DAYS = 21
# A quotation or a paragraph of background goes round the reports of a happening and perhaps of its sequel; what reports
# of this many happenings hold is standing text.
STANDING_STORIES = 4
# A pair is looked at closer when it shares two sampled shingles, or one that is a good part of a very short text.
SHARED_SAMPLES = 2
SHORT_SHARE = 0.2

QUERY = """
with usable as (select text, hash from samples anti join standing using (hash)),
     sizes as (select text, count(*) as size from usable group by text),
     recurring as (select text, hash from usable semi join (select hash from usable group by hash having count(*) > 1)
                   using (hash)),
     shared as (select a.text as a, b.text as b, count(*) as shared
                from recurring a join recurring b on a.hash = b.hash and a.text < b.text group by all)
select a, b from shared join sizes sa on sa.text = a join sizes sb on sb.text = b
where shared >= $shared or shared >= $share * least(sa.size, sb.size)
order by a, b
"""
STANDING = """
create temp table standing as
with often as (select text, hash from samples
               semi join (select hash from samples group by hash having count(*) >= $spread_documents) using (hash)),
     versions as (select text, min(hash) as version from samples group by text)
select hash from often join versions using (text) left join days using (text) group by hash
having count(distinct version) > $documents
    or (count(distinct version) filter (day is not null) >= $spread_documents
        and count(distinct day) >= $spread_documents and max(day) - min(day) > $spread_days)
"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of text numbers (smaller first, in order), and the sorted hashes of the sampled standing shingles."""

    pairs: list[tuple[int, int]]
    standing: Hashes


def find_candidates(samples: Samples, days: Sequence[int | None], scratch: Path) -> Candidates:
    """The candidate pairs among the texts that `samples` were taken from.

    `days` is the day each text was published, as a number, or null. `scratch` is a folder for what does not fit memory.
    """
    table = pa.table({"text": pa.array(samples.text), "hash": pa.array(samples.hash)})
    dated = pa.table({"text": pa.array(range(len(days)), pa.int32()), "day": pa.array(days, pa.int32())})
    with duckdb.connect(config={"temp_directory": str(scratch), "preserve_insertion_order": False}) as connection:
        connection.register("samples", table)
        connection.register("days", dated)
        limits = {"documents": STANDING_DOCUMENTS, "spread_documents": SPREAD_DOCUMENTS, "spread_days": SPREAD_DAYS}
        connection.execute(STANDING, limits)
        pairs = connection.execute(QUERY, {"shared": SHARED_SAMPLES, "share": SHORT_SHARE}).fetchall()
        standing = connection.execute("select hash from standing order by hash").fetchnumpy()["hash"]
    return Candidates(pairs, np.asarray(standing, np.uint64))


def recurring_shingles(samples: Samples, stories: Sequence[int]) -> Hashes:
    """The sampled shingles, sorted, that stand in the texts of many stories; `stories` is the story of every text."""
    story = np.asarray(stories, np.int64)[samples.text]
    order = np.lexsort((story, samples.hash))
    hashes, story = samples.hash[order], story[order]
    new = np.ones(len(hashes), np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]) | (story[1:] != story[:-1])
    found, counts = np.unique(hashes[new], return_counts=True)
    return found[counts >= STANDING_STORIES]


def standing_shingles(words: Words, standing: Hashes) -> Flags:
    """Which shingles of a batch are standing text.

    Only one shingle in a few is sampled, so its neighbours are judged by it: everything from one standing sample to
    the next, with no other sample between them, is standing text too.
    """
    flags = np.zeros(len(words.hash), np.bool_)
    if not len(standing):
        return flags
    hashes, complete = shingle_hashes(words)
    sampled = np.flatnonzero(complete & is_sampled(hashes))
    place = np.minimum(np.searchsorted(standing, hashes[sampled]), len(standing) - 1)
    is_standing = standing[place] == hashes[sampled]
    text: npt.NDArray[np.int64] = words.text_of_word()[sampled]
    flags[sampled[is_standing]] = True
    joined = is_standing[:-1] & is_standing[1:] & (text[:-1] == text[1:])
    edges = np.zeros(len(flags) + 1, np.int64)
    np.add.at(edges, sampled[:-1][joined], 1)
    np.add.at(edges, sampled[1:][joined], -1)
    return flags | (np.cumsum(edges[:-1]) > 0)
