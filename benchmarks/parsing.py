"""`python -m benchmarks.parsing`: what is saved by parsing each distinct paragraph once and keeping its parse.

Corpora of development stories in a temporary folder: without reprints, with a third of reprints as they stand (what a
wire gives its members), and with a third of edited ones. Each is extracted the way a build does it, and keeping nothing:
every document parsed and read by itself. All in one process, so CPU seconds are comparable.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pyarrow as pa

from benchmarks.reprints import KINDS, SEED, TREATMENTS
from benchmarks.speed import timed
from flows.environment import keep_quiet

STORIES = 60
MIN_WORDS, MAX_WORDS = 150, 1_500


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a build's two stages over a corpus, and how many words the model read."""

    parse: float
    extract: float
    parsed_words: int


def main() -> int:
    keep_quiet()
    from rich.console import Console
    from rich.table import Column, Table

    from benchmarks.quality.measure import data_folder, read_jsonl

    gold = data_folder() / "duplicates" / "allsides_stories.dev.jsonl"
    if not gold.is_file():
        print(f"There are no stories in {gold}; set NEWSLEDGER_EVAL to the folder of the sets.", file=sys.stderr)
        return 2
    texts = (record["text"] for record in read_jsonl(gold))
    stories = [text for text in texts if MIN_WORDS <= len(text.split()) <= MAX_WORDS][:STORIES]
    stories.sort(key=len, reverse=True)  # the longest is the one that is updated
    reprints = make_paragraph_reprints(stories[::2], stories[1::2])
    edited = [*stories, *(text for _, text in reprints)]
    chance = random.Random(SEED)
    updated = ["\n".join(TREATMENTS["updated"](stories[0].split("\n"), stories[1].split("\n"), chance)), *edited[1:]]

    table = Table(Column("corpus", no_wrap=True), box=None)
    for heading in ("words", "words parsed", "parse", "extract", "together", "nothing kept", "share"):
        table.add_column(heading, justify="right")

    def add(name: str, texts: Sequence[str], cost: Cost, plain: float) -> None:
        together = cost.parse + cost.extract
        table.add_row(
            name, f"{count(texts):,}", f"{cost.parsed_words:,}", f"{cost.parse:.1f}", f"{cost.extract:.1f}",
            f"{together:.1f}", f"{plain:.1f}", f"{together / plain:.0%}",
        )  # fmt: skip

    with tempfile.TemporaryDirectory() as folder:
        works = Path(folder)
        extract_alone(stories[:9])  # lexicons and the model are loaded once a process
        build(stories[:9], works / "warm")
        add(f"{len(stories)} stories", stories, build(stories, works / "alone"), extract_alone(stories))
        verbatim = [*stories, *stories[::2]]
        add("a third reprinted as they stand", verbatim, build(verbatim, works / "verbatim"), extract_alone(verbatim))
        plain = extract_alone(edited)
        add("a third reprinted and edited", edited, build(edited, works / "edited"), plain)
        size = sum(path.stat().st_size for path in works.glob("edited/parse/*/*/*")) / count(edited)
        shutil.rmtree(works / "edited" / "extract")  # what a change in an extractor's rules comes to
        add("the same after a change of rules", edited, build(edited, works / "edited"), plain)
        add("the same, one story updated", updated, build(updated, works / "edited"), extract_alone(updated[:1]))
    console = Console()
    console.print("CPU seconds; 'nothing kept': every document that is new parsed and read by itself")
    console.print(table)
    console.print(f"the shelf of parses takes {size:.1f} bytes a word of the corpus with edited reprints")
    for kind in KINDS:
        made = [(text, original) for (name, text), original in zip(reprints, stories[::2], strict=True) if name == kind]
        saved = 1 - sum(new_words(text, original) for text, original in made) / count([text for text, _ in made])
        console.print(f"words of a reprint that need no parsing, {kind}: {saved:.0%}", highlight=False)
    return 0


def make_paragraph_reprints(originals: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """A reprint of each of `originals`, with its kind: treated as `benchmarks.reprints` does, but by paragraphs."""
    chance = random.Random(SEED)
    lent = [paragraph for text in others for paragraph in text.split("\n") if paragraph.strip()]
    made = []
    for text, kind in zip(originals, cycle(KINDS)):
        paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
        made.append((kind, "\n".join(TREATMENTS[kind](paragraphs, chance.sample(lent, 30), chance))))
    return made


def count(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


def new_words(text: str, original: str) -> int:
    """Words in paragraphs of `text` that do not stand in `original`."""
    from transforms.language.paragraphs import paragraphs_of

    known = set(paragraphs_of(original))
    return count([paragraph for paragraph in paragraphs_of(text) if paragraph not in known])


def extract_alone(texts: Sequence[str]) -> float:
    """CPU seconds to extract from every text by itself, keeping no parse."""
    from flows.jobs import pipeline
    from flows.settings import Settings
    from transforms.extract import Reading, batch_tables
    from transforms.language.model import Published

    nlp = pipeline(Settings().model)
    readings = [Reading(f"doc_{place}", text, Published(), str(place)) for place, text in enumerate(texts)]
    return timed(lambda: [batch_tables(nlp, [reading]) for reading in readings])[1]


def build(texts: Sequence[str], work: Path) -> Cost:
    """Run a build's two stages over `texts` on the shelves in `work`."""
    import pyarrow.parquet as pq

    from flows import extraction
    from flows.executors import LocalExecutor
    from flows.progress import Silence
    from flows.settings import Settings

    settings = Settings(workers=1)
    scratch = work / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    shelves = extraction.Shelves.below(work, settings.model)
    unknown = pa.nulls(len(texts), pa.date32())
    copies = [place if place < STORIES else (place - STORIES) * 2 for place in range(len(texts))]  # of every second
    documents = pa.table({
        "doc_id": [f"doc_{place:04}" for place in range(len(texts))], "text": list(texts), "published_on": unknown,
        "published_from": unknown, "published_until": unknown, "copy_id": copies,
    })  # fmt: skip
    with LocalExecutor(1, Silence()) as executor:
        plan = extraction.plan_extraction(documents, settings, shelves)
        parsed, parse = timed(lambda: extraction.parse(plan, settings, shelves, scratch, executor))
        words = sum(
            count(pq.read_table(path, columns=["text"])["text"].to_pylist()) for path in scratch.glob("parse-*")
        )
        _, extract = timed(lambda: extraction.extract(plan, parsed, settings, shelves, scratch, executor))
    shutil.rmtree(scratch)
    return Cost(parse, extract, words)


if __name__ == "__main__":
    sys.exit(main())
