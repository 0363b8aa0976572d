"""The two stages whose work is cut into batches: reading raw files and extracting from documents.

A job carries what a worker needs to know (paths, digests, settings) and its worker puts the rows on a shelf. What a
worker loads once (the language model) stays for its next job.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from flows.shelf import Shelf
from transforms.ingest.model import IngestSettings, SourceFile

if TYPE_CHECKING:
    from spacy.language import Language

ITEM = "item_digest"  # staging column: the address of the file reading a row comes from


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Raw files to read; `items` holds their addresses in the same order."""

    sources: tuple[SourceFile, ...]
    items: tuple[str, ...]
    settings: IngestSettings
    shelf: Shelf


def read_files(job: ReadJob) -> Path:
    """Read a batch of raw files and shelve their documents and rejects."""
    from transforms.ingest.read import read_source
    from transforms.ingest.rows import documents_table, rejects_table

    def write(folder: Path) -> None:
        documents, rejects = [], []
        for source, item in zip(job.sources, job.items, strict=True):
            found = list(read_source(source, job.settings))
            documents.append(_with_item(documents_table(found), item))
            rejects.append(_with_item(rejects_table(found), item))
        pq.write_table(pa.concat_tables(documents), folder / "documents.parquet", compression="zstd")
        pq.write_table(pa.concat_tables(rejects), folder / "rejects.parquet", compression="zstd")

    return job.shelf.place(job.items, write)


def _with_item(rows: pa.Table, item: str) -> pa.Table:
    return rows.append_column(ITEM, pa.array([item] * len(rows), pa.string()))


@dataclass(frozen=True, slots=True)
class ExtractJob:
    """Documents to extract from: a Parquet file with the columns that `transforms.extract.read_batch` reads."""

    documents: Path
    model: str
    shelf: Shelf


def extract_rows(job: ExtractJob) -> Path:
    """Parse a batch of documents once and shelve everything read from the parses."""
    from transforms.extract import batch_tables, read_batch

    readings = read_batch(pq.read_table(job.documents))

    def write(folder: Path) -> None:
        tables: Mapping[str, pa.Table] = batch_tables(_pipeline(job.model), readings)
        for name, rows in tables.items():
            pq.write_table(rows, folder / f"{name}.parquet", compression="zstd")

    return job.shelf.place([reading.digest for reading in readings], write)


@cache
def _pipeline(model: str) -> Language:
    from transforms.language.parse import load_pipeline

    return load_pipeline(model)
