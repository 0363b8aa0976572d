"""How the cost and the memory of the deduplication grow with the corpus.

    python -m benchmarks.scale [--documents 2000 20000 60000 200000] [--undated]

Corpora are made in memory from the Reuters stories: each story, and of every fifth a reprint by another outlet within
two days. Beyond their number the same stories come again, months later and in other words (every word but the common
ones gets an ending of its own), so that a larger corpus covers a longer time with as many documents a day, as a real
archive does. Each size is measured in a process of its own. `--undated` leaves out every date.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.quality.measure import data_folder, read_jsonl

SIZES = (2_000, 20_000, 60_000, 200_000)
SEED = 20240229
REPRINTED_ONE_IN = 5
PERIOD = dt.timedelta(days=280)  # the Reuters stories cover 245 days
ENDING = "\x01"  # where a word's ending goes
WORD = re.compile(r"[A-Za-z0-9]+")


class Template(NamedTuple):
    """A story whose telling words wait for an ending."""

    text: str
    title: str
    outlet: str
    day: dt.date


def main() -> None:
    options = argparse.ArgumentParser(description="How the cost of the deduplication grows with the corpus.")
    options.add_argument("--documents", type=int, nargs="+", default=SIZES)
    options.add_argument("--undated", action="store_true", help="corpora in which no document has a date")
    options.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.prepare:
        write_corpus(chosen.prepare, chosen.documents[0], chosen.undated)
        return
    if chosen.measure:
        print(json.dumps(measure(chosen.measure)))
        return
    print(f"{'documents':>10}{'CPU s':>9}{'wall s':>9}{'ms/doc':>9}{'docs/CPU s':>12}{'peak MB':>9}{'overlaps':>10}")
    for count in chosen.documents:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "documents.arrow")
            command = [sys.executable, "-m", "benchmarks.scale"]
            undated = ["--undated"] if chosen.undated else []
            subprocess.run([*command, "--prepare", path, "--documents", str(count), *undated], check=True)
            done = subprocess.run([*command, "--measure", path], check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        cpu, size = found["cpu"], found["documents"]
        print(
            f"{size:>10,}{cpu:>9.1f}{found['wall']:>9.1f}{1000 * cpu / size:>9.3f}{size / cpu:>12,.0f}"
            f"{found['peak']:>9,.0f}{found['overlaps']:>10,}",
            flush=True,
        )


def measure(path: Path) -> dict[str, Any]:
    from benchmarks.duplicates import read_table
    from transforms.deduplicate.cluster import deduplicate

    documents = read_table(path)
    with tempfile.TemporaryDirectory() as scratch:
        cpu, wall = time.process_time(), time.perf_counter()
        found = deduplicate(documents, Path(scratch))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {
        "documents": len(documents),
        "cpu": cpu,
        "wall": wall,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "overlaps": found.overlaps.num_rows,
        "stories": found.stories.num_rows,
    }


def write_corpus(path: Path, count: int, undated: bool) -> None:
    import pyarrow as pa

    writer = None
    with pa.OSFile(str(path), "wb") as sink:
        for table in corpus(count, undated):
            writer = writer or pa.ipc.new_file(sink, table.schema)
            writer.write_table(table)
        if writer:
            writer.close()


def corpus(count: int, undated: bool = False) -> Iterator[Any]:
    """`count` documents as tables, one a period."""
    from benchmarks.quality.duplicates import documents_table

    stories = templates()
    for period in range(-(-count // len(stories))):
        ending = chr(ord("a") + period // 26) + chr(ord("a") + period % 26) if period else ""
        yield documents_table(
            {
                "doc_id": f"{period:03}-{number:06}",
                "text": story.text.replace(ENDING, ending),
                "title": story.title.replace(ENDING, ending),
                "outlet": story.outlet,
                "published_on": None if undated else story.day + period * PERIOD,
            }
            for number, story in enumerate(stories[: count - period * len(stories)])
        )


def templates() -> list[Template]:
    """The stories and their reprints, in the order of their days."""
    from dateutil.parser import parse

    from benchmarks.reprints import light, split, truncated

    chance = random.Random(SEED)
    found = []
    for number, story in enumerate(read_jsonl(data_folder() / "duplicates" / "reuters21578.jsonl")):
        day = parse(story["published"].strip()[:11]).date()
        found.append(Template(mark(story["text"]), mark(story["title"] or ""), story["source"], day))
        if number % REPRINTED_ONE_IN == 0:
            change = light if number % (2 * REPRINTED_ONE_IN) else truncated
            text = "\n".join(change(split(story["text"]), [], chance))
            later = day + dt.timedelta(days=chance.randint(0, 2))
            found.append(Template(mark(text), mark(story["title"] or ""), f"Paper {number % 97}", later))
    return sorted(found, key=lambda story: story.day)


def mark(text: str) -> str:
    return WORD.sub(lambda word: word.group() if len(word.group()) < 4 else word.group() + ENDING, text)


if __name__ == "__main__":
    main()
