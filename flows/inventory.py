"""What lies in the raw folders, and the address of every file's reading."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.code import READING, code_digest
from flows.shelf import digest
from transforms.ingest.model import IngestSettings, SourceFile
from transforms.ingest.sidecar import companions
from transforms.ingest.sources import list_sources


@dataclass(frozen=True, slots=True)
class RawFile:
    """A raw file; `item` addresses its reading: its bytes, its sidecars' bytes, the settings and the reading code."""

    source: SourceFile
    size: int
    item: str


def take_inventory(raw: Sequence[Path], settings: IngestSettings) -> list[RawFile]:
    """Every source file below `raw`, in order of its uri."""
    code = code_digest(*READING)
    return [
        RawFile(
            source,
            _size(source.path),
            digest(
                code,
                settings,
                source.uri,
                _checksum(source.path),
                *(_checksum(path) for path in companions(source)),
            ),
        )
        for source in list_sources(raw)
    ]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _checksum(path: Path) -> str:
    """Checksum of a file's bytes; of a file that cannot be read, just why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()
    except OSError as error:
        return f"unreadable: {error.strerror}"
