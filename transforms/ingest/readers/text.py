"""A plain-text file is one story."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.ingest.contents import Contents
from transforms.ingest.decode import decode
from transforms.ingest.model import IngestSettings, Record


def read_text(contents: Contents, settings: IngestSettings) -> Iterator[Record]:
    """The file's text, to the letter."""
    yield Record(text=decode(contents.whole(settings.max_file_bytes)))
