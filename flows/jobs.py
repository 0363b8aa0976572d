"""The stages whose work is cut into batches: reading raw files, parsing paragraphs, extracting from documents.

A job carries what a worker needs to know (paths, digests, settings) and its worker puts the rows on a shelf. What a
worker loads once (the language model) stays for its next job.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.shelf import Shelf
from transforms.ingest.model import IngestSettings, SourceFile

if TYPE_CHECKING:
    from spacy.language import Language

ITEM = "item_digest"  # staging column: the address of the file reading a row comes from
PARSES_USED = "parses"  # in a batch of extracted rows: the names of the batches of parses they were read from


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
class ParseJob:
    """Paragraphs to parse: a Parquet file with their keys and texts, no paragraph twice."""

    paragraphs: Path
    model: str
    shelf: Shelf


def parse_texts(job: ParseJob) -> Path:
    """Parse a batch of paragraphs and shelve their parses."""
    from transforms.language.paragraphs import KEY, parse_paragraphs

    paragraphs = pq.read_table(job.paragraphs)

    def write(folder: Path) -> None:
        nlp = pipeline(job.model)
        with nlp.memory_zone():  # keeps the model's string store level from batch to batch
            parses = parse_paragraphs(nlp, paragraphs["text"].to_pylist())
        pq.write_table(parses, folder / "parses.parquet", compression="zstd")

    return job.shelf.place(paragraphs[KEY].to_pylist(), write)


@dataclass(frozen=True, slots=True)
class ExtractJob:
    """Documents to extract from, in a Parquet file with the columns that `transforms.extract.read_batch` reads, and
    the batches of parses their paragraphs stand in."""

    documents: Path
    parses: tuple[Path, ...]
    model: str
    shelf: Shelf


def extract_rows(job: ExtractJob) -> Path:
    """Put a batch of documents together from their parses and shelve everything read from them."""
    from transforms.extract import batch_tables, read_batch

    readings = read_batch(pq.read_table(job.documents))

    def write(folder: Path) -> None:
        parses = _parses_of([reading.text for reading in readings], job.parses)
        for name, rows in batch_tables(pipeline(job.model), readings, parses).items():
            pq.write_table(rows, folder / f"{name}.parquet", compression="zstd")
        (folder / PARSES_USED).write_text("\n".join(batch.name for batch in job.parses), encoding="ascii")

    return job.shelf.place([reading.digest for reading in readings], write)


def _parses_of(texts: Sequence[str], batches: Sequence[Path]) -> Iterator[pa.Table]:
    """The parses of the paragraphs of `texts` from every one of `batches`.

    A batch that cannot be read is taken off the shelf: its paragraphs are parsed again, now and in the next build.
    """
    from transforms.language.paragraphs import KEY, PARSES, paragraph_key, paragraphs_of

    wanted = pa.array(sorted({paragraph_key(words) for text in texts for words in paragraphs_of(text)}), pa.string())
    for batch in batches:
        try:
            parses = pq.read_table(batch / "parses.parquet", schema=PARSES, use_threads=False)
        except (pa.ArrowException, OSError):
            shutil.rmtree(batch, ignore_errors=True)
        else:
            yield parses.filter(pc.is_in(parses[KEY], wanted))


@cache
def pipeline(model: str) -> Language:
    from transforms.language.parse import load_pipeline

    return load_pipeline(model)
