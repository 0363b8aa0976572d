"""What ingest reads and gives: source files in, documents and rejects out.

Offsets are code points. `Document` has the columns of `documents` that one file alone can tell; the story, the copy
group and the canonical flag need the whole corpus and come with deduplication.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What a record may state about itself, by the names that users see; other columns are ignored.
FIELDS = (
    "id", "text", "html", "title", "published", "outlet", "url", "language", "licence", "bylines", "dateline",
    "wire_source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One raw file. `uri` is its path below the raw folder with forward slashes: the name the dataset knows it by."""

    path: Path
    uri: str


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """What a user may change about reading.

    `columns` maps a field of `FIELDS` to the name it has in the user's JSONL or CSV files, e.g. `{"id": "doc_id"}`.
    `languages` are ISO 639-1 codes; a text identified as another language is turned away.
    `max_file_bytes` bounds a file that must be held whole (text, HTML, feed), packed or unpacked; files of many
    records are streamed and may be of any size, but each record is bounded by `max_record_bytes`. A text longer than
    `max_text_length` code points is no news story, and more than the language model takes.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    max_file_bytes: int = 200_000_000
    max_record_bytes: int = 32_000_000  # generous for a page with inline images; a story has some 5,000
    max_text_length: int = 1_000_000  # spaCy's `max_length`: a longer paragraph raises in the parser

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - set(FIELDS))
        if unknown:
            raise ValueError(f"Cannot map {', '.join(unknown)}: the fields that can be mapped are {', '.join(FIELDS)}.")
        if not self.languages:
            raise ValueError("`languages` is empty: name at least one language, such as en.")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that is not part of the story. `text` is `raw[raw_start:raw_end]`, its line break included."""

    kind: str
    text: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One news text, in the columns of `documents`."""

    doc_id: str
    source_uri: str
    source_key: str | None
    source_format: str
    source_sha256: str
    url: str | None
    licence: str | None
    outlet: str | None
    title: str | None
    bylines: tuple[str, ...]
    dateline: str | None
    published_on: dt.date | None
    published_from: dt.date | None
    published_until: dt.date | None
    published_basis: str | None
    language: str
    text: str
    boilerplate: tuple[Cut, ...]
    word_count: int
    wire_source: str | None


@dataclass(frozen=True, slots=True)
class Reject:
    """What was not let in. `rule` is a stable short name, `reason` says what is wrong and what to do."""

    source_uri: str
    rule: str
    reason: str
    row: str | None = None  # JSON: where in the file, and what identifies the record
    doc_id: str | None = None
    stage: str = "ingest"


@dataclass(frozen=True, slots=True)
class Record:
    """One text as a reader finds it, before anything is judged.

    `text` is plain text or `html` a page or fragment. `stated` are fields that somebody wrote down as data (a JSONL
    column), `found` those that a page or feed gives beside its story. `place` says where in the file, for a person.
    """

    key: str | None = None
    place: str | None = None
    text: str | None = None
    html: str | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A record, or the rest of a file, that a reader cannot make a `Record` of."""

    rule: str
    reason: str
    place: str | None = None
    key: str | None = None


class UnreadableError(Exception):
    """A file that cannot be read any further; carries what the reject will say."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.reason = reason
