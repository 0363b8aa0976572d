"""The two stages that cost most: every distinct paragraph is parsed once, then every document is read from its parses.

Parsing comes first and by itself, because documents that share a paragraph may be read by different workers: so no two
of them meet it, and each stage is balanced over the workers. Parses stay on a shelf of their own. A document that gains
a paragraph has that one parsed; after a change of the extractors' rules nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.code import EXTRACTION, PARSING, code_digest
from flows.executors import Executor
from flows.jobs import PARSES_USED, ExtractJob, ParseJob, extract_rows, parse_texts
from flows.settings import Settings
from flows.shelf import Shelf, cut, digest
from transforms.extract import EXTRACTED, LOCAL_ENTITIES, staging_schema
from transforms.language.paragraphs import KEY, paragraph_key, paragraphs_of
from transforms.language.parse import read_model_version

READING_INPUT = ("doc_id", "text", "published_on", "published_from", "published_until")

# Small corpora are cut finer than `batch_documents`, so that every worker gets several batches and none waits long for
# the last one; what a batch holds does not change a row.
BATCHES_A_WORKER = 4
LIGHTEST_BATCH = 20_000  # characters, about a second's work: less is not worth a task of its own
HEAVIEST_BATCH = 1_000_000  # characters: bounds memory where texts are long
HEAVIEST_PARSE = 200_000  # characters, some ten seconds' work: what a killed build loses at most in each worker


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where the finished work of both stages stands. Parses of another model or other code have a folder of their own."""

    parses: Shelf
    rows: Shelf

    @classmethod
    def below(cls, work: Path, model: str) -> Shelves:
        maker = digest(code_digest(*PARSING), version("spacy"), read_model_version(model))
        return cls(Shelf(work / "parse" / maker), Shelf(work / "extract"))

    def prune(self, kept: frozenset[Path]) -> None:
        """Remove what none of the `kept` batches of rows was made from or is."""
        self.rows.prune(kept)
        used = {name for batch in kept for name in (batch / PARSES_USED).read_text(encoding="ascii").split()}
        self.parses.prune(self.parses.folder / name for name in used)
        Shelf(self.parses.folder.parent).prune([self.parses.folder])


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses of all documents, and batches of those that no earlier build has read."""

    items: list[str]
    batches: list[pa.Table]
    batch_weight: int

    @property
    def reused(self) -> int:
        return len(self.items) - sum(map(len, self.batches))


def plan_extraction(documents: pa.Table, settings: Settings, shelves: Shelves) -> Plan:
    """What there is to do. Copies of one text stand together, so that a batch finds its parses in few places."""
    maker = (code_digest(*EXTRACTION), read_model_version(settings.model))
    inputs = documents.select(READING_INPUT)
    items = [digest(*maker, *row.values()) for batch in inputs.to_batches() for row in batch.to_pylist()]
    done = shelves.rows.find(items)
    order = pc.sort_indices(documents, [("copy_id", "ascending"), ("doc_id", "ascending")]).to_pylist()
    todo = [place for place in order if items[place] not in done]
    # Taken once, because every `take` from a chunked column copies all of it; `large_string` holds texts beyond 2 GiB.
    inputs = inputs.set_column(READING_INPUT.index("text"), "text", inputs["text"].cast(pa.large_string()))
    inputs = inputs.append_column("doc_digest", pa.array(items, pa.string())).take(pa.array(todo, pa.int64()))
    weights = pc.utf8_length(inputs["text"]).to_pylist()
    share = sum(weights) // (BATCHES_A_WORKER * settings.workers)
    weight = min(max(LIGHTEST_BATCH, share), HEAVIEST_BATCH)
    batches = cut(range(len(todo)), weights.__getitem__, weight, settings.batch_documents)
    return Plan(items, [inputs.slice(batch[0], len(batch)) for batch in batches], weight)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Where the parses of every batch of a plan stand, and how many paragraphs were parsed now and by earlier builds."""

    folders: list[tuple[Path, ...]]
    parsed: int
    reused: int


def parse(plan: Plan, settings: Settings, shelves: Shelves, scratch: Path, executor: Executor) -> Parsed:
    """Have every paragraph of the plan's batches on the shelf, each parsed at most once."""
    keys = [sorted({paragraph_key(words) for words in _paragraphs(batch)}) for batch in plan.batches]
    wanted = {key for batch in keys for key in batch}
    done = shelves.parses.find(wanted)
    missing = _new_paragraphs(plan.batches, set(done))
    weight = min(plan.batch_weight, HEAVIEST_PARSE)
    jobs = []
    for number, batch in enumerate(cut(missing, lambda paragraph: len(paragraph[1]), weight)):
        path = scratch / f"parse-{number:06}.parquet"
        pq.write_table(pa.table(list(zip(*batch, strict=True)), names=[KEY, "text"]), path)
        jobs.append(ParseJob(path, settings.model, shelves.parses))
    executor.each("parse", parse_texts, jobs)
    found = shelves.parses.find(wanted) if jobs else done
    folders = [tuple(sorted({found[key] for key in batch if key in found})) for batch in keys]
    return Parsed(folders, len(wanted) - len(done), len(done))


def _paragraphs(batch: pa.Table) -> Iterator[str]:
    return (paragraph for text in batch["text"].to_pylist() for paragraph in paragraphs_of(text))


def _new_paragraphs(batches: Iterable[pa.Table], known: set[str]) -> Iterator[tuple[str, str]]:
    """The keys and words of the paragraphs whose keys are not `known`, each once, in the order of `batches`."""
    for words in chain.from_iterable(map(_paragraphs, batches)):
        key = paragraph_key(words)
        if key not in known:
            known.add(key)
            yield key, words


@dataclass(frozen=True, slots=True)
class Extracted:
    """The staged rows of all documents, by table name, and the batches they stand in."""

    staged: dict[str, pa.Table]
    batches: frozenset[Path]


def extract(
    plan: Plan, parsed: Parsed, settings: Settings, shelves: Shelves, scratch: Path, executor: Executor
) -> Extracted:
    """Read the plan's documents from their parses, and gather the rows of all."""
    jobs = []
    for number, (batch, folders) in enumerate(zip(plan.batches, parsed.folders, strict=True)):
        path = scratch / f"extract-{number:06}.parquet"
        pq.write_table(batch, path)
        jobs.append(ExtractJob(path, folders, settings.model, shelves.rows))
    executor.each("extract", extract_rows, jobs)
    found = shelves.rows.find(plan.items)
    staged = {
        name: shelves.rows.read(name, found, "doc_digest", staging_schema(name)).drop_columns("doc_digest")
        for name in (LOCAL_ENTITIES, *EXTRACTED)
    }
    return Extracted(staged, frozenset(found.values()))
