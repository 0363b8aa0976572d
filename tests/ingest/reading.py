"""Writing small raw files and reading them, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from transforms.ingest.model import Document, IngestSettings, Reject, SourceFile
from transforms.ingest.read import read_source

STORY = (
    "The harbour board of Eastmere voted on Thursday to reopen the northern pier after eleven months of repairs.\n\n"
    "“The work came in under its budget,” said board chair Imke Olander, who thanked the crews.\n\n"
    "The pier had been closed since a freighter struck it in heavy fog."
)


def read(path: Path, content: str | bytes | None = None, **settings: object) -> list[Document | Reject]:
    """Write `content` to `path`, if given, and read it as a source named after the file."""
    if content is not None:
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return list(read_source(SourceFile(path, path.name), IngestSettings(**settings)))  # type: ignore[arg-type]


def documents(items: list[Document | Reject]) -> list[Document]:
    return [item for item in items if isinstance(item, Document)]


def rejects(items: list[Document | Reject]) -> list[Reject]:
    return [item for item in items if isinstance(item, Reject)]


def only_document(items: list[Document | Reject]) -> Document:
    assert len(items) == 1, items
    assert isinstance(items[0], Document), items[0]
    return items[0]


def only_reject(items: list[Document | Reject]) -> Reject:
    assert len(items) == 1, items
    assert isinstance(items[0], Reject), items[0]
    return items[0]
