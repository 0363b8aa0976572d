"""The build: every stage in order, from the raw folder to a published warehouse.

Read it top to bottom in `build`. Where a stage's jobs run is the executor's business, where finished work lies the
shelves'. Nothing a reader sees changes before the last step.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pyarrow as pa

from expectations.model import Finding
from flows import corpus
from flows.code import COMPARING, code_digest, code_version
from flows.executors import Executor
from flows.extraction import Shelves, extract, parse, plan_extraction
from flows.findings import Findings
from flows.inventory import RawFile, take_inventory
from flows.jobs import ITEM, ReadJob, read_files
from flows.settings import Settings
from flows.shelf import Shelf, cut, digest
from flows.unchanged import Published, build_key, find_published, note_published, stage_published
from transforms.ids import make_id
from transforms.ingest.model import IngestSettings
from transforms.ingest.rows import DOCUMENT_SCHEMA
from transforms.language.parse import read_model_version
from warehouse.errors import WarehouseError
from warehouse.load import build_database, locked, publish, recover
from warehouse.parquet import read_table, write_table
from warehouse.tables import BY_NAME, REJECTS, RUNS, TABLES

FILES_A_JOB = 64
BYTES_A_JOB = 64 * 2**20


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: rows a table, files in, seconds a stage, what was reused, and what deserves a look.

    `paragraphs` counts the distinct ones of the documents that had to be read: parsed now, or reused from the shelf.
    """

    run_id: str
    warehouse: Path
    counts: dict[str, int]
    seconds: dict[str, float]
    reused: dict[str, int]
    paragraphs: dict[str, int]
    warnings: list[str]


@dataclass(slots=True)
class Stopwatch:
    """Seconds of each stage, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 2)


def build(settings: Settings, executor: Executor, now: Callable[[], dt.datetime]) -> BuildReport:
    """Bring `settings.warehouse` up to date with `settings.raw`.

    Raises `BuildRefused` when the rows break a rule that fails a build (the warehouse stays as it was),
    `WarehouseError` when it cannot be written or another build is at work, `ModelError`, `WorkerDied`.
    """
    warehouse = settings.warehouse
    warehouse.mkdir(parents=True, exist_ok=True)
    with locked(warehouse):
        recover(warehouse)
        return _build(settings, executor, now)


def _build(settings: Settings, executor: Executor, now: Callable[[], dt.datetime]) -> BuildReport:
    started, watch = now(), Stopwatch()
    read_model_version(settings.model)  # a wrong name is told now, not after the files are read
    work = settings.warehouse / ".work"
    reading, shelves = Shelf(work / "read"), Shelves.below(work, settings.model)
    scratch = work / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)

    ingest = settings.ingest()
    with watch.time("inventory"):
        files = executor.once("inventory", partial(take_inventory, settings.raw, ingest))
    key = build_key(settings, files)
    if published := find_published(settings.warehouse, key):
        return _publish_again(published, settings, files, started, now, watch, scratch, executor)
    with watch.time("ingest"):
        read = _read(files, ingest, reading, executor)
    with watch.time("deduplicate"):
        compared = Findings(work / "compared", code_digest(*COMPARING))
        clustered = executor.once("deduplicate", partial(corpus.cluster, read.documents, scratch, compared))
    with watch.time("parse"):
        plan = plan_extraction(clustered.tables["documents"], settings, shelves)
        parsed = parse(plan, settings, shelves, scratch, executor)
    with watch.time("extract"):
        extracted = extract(plan, parsed, settings, shelves, scratch, executor)
    with watch.time("reconcile"):
        reconciled = executor.once("reconcile", partial(corpus.reconcile_valid, extracted.staged, clustered))
    rejects = pa.concat_tables([read.rejects, clustered.rejects, reconciled.rejects])
    rejects = corpus.name_sources(rejects, read.documents)
    tables = {**clustered.tables, **reconciled.tables, "rejects": rejects}
    counts = {"files": len(files), **{name: len(rows) for name, rows in sorted(tables.items())}}

    staged = scratch / "staged"
    run = partial(_run_row, settings, files, started, counts)
    with watch.time("validate"):
        _write(tables, run(now(), watch.seconds), settings.warehouse, staged / "parquet")
        rows_findings = [*clustered.findings, *reconciled.findings]
        uris = [file.source.uri for file in files]
        findings = executor.once(
            "validate", partial(corpus.validate, staged, scratch, work / "refused", rows_findings, uris)
        )
    with watch.time("load"):
        row = run(now(), watch.seconds)
        _write({}, row, settings.warehouse, staged / "parquet")
        executor.once("load", partial(_load, staged, settings.warehouse))
    warnings = [finding.message for finding in _warned(findings)]
    note_published(settings.warehouse, key, counts, warnings)
    reading.prune(read.batches)
    shelves.prune(extracted.batches)
    shutil.rmtree(scratch, ignore_errors=True)
    return BuildReport(
        row["run_id"], settings.warehouse, counts, dict(watch.seconds),
        {"files": read.reused, "documents": plan.reused}, {"parsed": parsed.parsed, "reused": parsed.reused}, warnings,
    )  # fmt: skip


def _publish_again(
    published: Published,
    settings: Settings,
    files: list[RawFile],
    started: dt.datetime,
    now: Callable[[], dt.datetime],
    watch: Stopwatch,
    scratch: Path,
    executor: Executor,
) -> BuildReport:
    """Add this run to the diary of a warehouse that is up to date."""
    staged, counts = scratch / "staged", published.counts
    with watch.time("load"):
        stage_published(settings.warehouse, staged)
        row = _run_row(settings, files, started, counts, now(), watch.seconds)
        _write({}, row, settings.warehouse, staged / "parquet")
        executor.once("load", partial(_load, staged, settings.warehouse))
    note_published(settings.warehouse, published.key, counts, published.warnings)
    shutil.rmtree(scratch, ignore_errors=True)
    return BuildReport(
        str(row["run_id"]), settings.warehouse, counts, dict(watch.seconds),
        {"files": len(files), "documents": counts["documents"]}, {"parsed": 0, "reused": 0}, published.warnings,
    )  # fmt: skip


def _warned(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.passed and finding.severity != "reject"]


# ---- batched stages --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadResult:
    documents: pa.Table
    rejects: pa.Table
    batches: frozenset[Path]
    reused: int


def _read(files: list[RawFile], settings: IngestSettings, shelf: Shelf, executor: Executor) -> ReadResult:
    items = [file.item for file in files]
    done = shelf.find(items)
    todo = [file for file in files if file.item not in done]
    jobs = [
        ReadJob(tuple(file.source for file in batch), tuple(file.item for file in batch), settings, shelf)
        for batch in cut(todo, lambda file: file.size, BYTES_A_JOB, FILES_A_JOB)
    ]
    executor.each("ingest", read_files, jobs)
    found = shelf.find(items)
    documents = shelf.read("documents", found, ITEM, DOCUMENT_SCHEMA.append(pa.field(ITEM, pa.string())))
    rejects = shelf.read("rejects", found, ITEM, REJECTS.schema.append(pa.field(ITEM, pa.string())))
    return ReadResult(
        documents.drop_columns(ITEM), rejects.drop_columns(ITEM), frozenset(found.values()), len(files) - len(todo)
    )


# ---- writing ---------------------------------------------------------------------------------------------------------


def _run_row(
    settings: Settings,
    files: list[RawFile],
    started: dt.datetime,
    counts: dict[str, int],
    finished: dt.datetime,
    seconds: dict[str, float],
) -> dict[str, object]:
    inputs = digest(*(part for file in files for part in (file.source.uri, file.item)))
    return {
        "run_id": make_id("run", started.isoformat(), inputs),
        "started_at": started,
        "finished_at": finished,
        "code_version": code_version(),
        "model_version": read_model_version(settings.model),
        "input_digest": inputs,
        "config": settings.shaping(),
        "counts": json.dumps(counts, sort_keys=True),
        "seconds": json.dumps(seconds),
    }


def _write(tables: dict[str, pa.Table], run: dict[str, object], warehouse: Path, parquet: Path) -> None:
    """Write `tables`, and the diary of runs with `run` added, as Parquet."""
    for name, rows in tables.items():
        write_table(BY_NAME[name], rows, parquet)
    row = pa.Table.from_pylist([run], schema=RUNS.schema)
    write_table(RUNS, pa.concat_tables([_earlier_runs(warehouse), row]), parquet)


def _earlier_runs(warehouse: Path) -> pa.Table:
    try:
        return read_table(RUNS, warehouse / "parquet")
    except (WarehouseError, OSError):  # the first build, or a diary in an older layout: it begins afresh
        return RUNS.schema.empty_table()


def _load(staged: Path, warehouse: Path) -> None:
    build_database(staged / "parquet", staged / "newsledger.duckdb")
    missing = [table.name for table in TABLES if not (staged / "parquet" / table.name).is_dir()]
    assert not missing, f"tables without files: {missing}"
    publish(staged, warehouse)
