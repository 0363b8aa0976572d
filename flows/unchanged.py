"""Nothing new in the raw folders and nothing changed in the program: what is published stands, only the diary grows.

A finished build notes what it was made from and how its files look. The next one compares both before it starts, so a
scheduled build without news costs the checksums of the raw files and a fresh database.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from flows.code import ROOT, code_digest
from flows.inventory import RawFile
from flows.settings import Settings
from flows.shelf import digest
from transforms.language.parse import read_model_version
from warehouse.load import DATABASE, PARQUET, REPORTS

NOTE = ".work/published.json"
ROOMS = ("transforms", "expectations", "flows", "warehouse/views")
LIBRARIES = ("spacy", "numpy", "scipy", "pyarrow", "duckdb", "pandas", "great-expectations")


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the warehouse: `key` of all it was made from, and of each file its size and time of change."""

    key: str
    counts: dict[str, int]
    warnings: list[str]
    files: dict[str, list[int]]


def build_key(settings: Settings, files: Sequence[RawFile]) -> str:
    """The address of a whole build: raw files, settings, model, every line of code and the libraries under it."""
    warehouse_code = (path.relative_to(ROOT).as_posix() for path in (ROOT / "warehouse").glob("*.*"))
    places = sorted(place for place in warehouse_code if place.endswith((".py", ".j2")))
    return digest(
        *(part for file in files for part in (file.source.uri, file.item)),
        settings.shaping(),
        read_model_version(settings.model),
        code_digest(*ROOMS, *places),
        *(version(library) for library in LIBRARIES),
    )


def find_published(warehouse: Path, key: str) -> Published | None:
    """What is published, if a build with this `key` made it and no file was touched since."""
    try:
        note = Published(**json.loads((warehouse / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return note if note.key == key and note.files == _looks(warehouse) else None


def note_published(warehouse: Path, key: str, counts: Mapping[str, int], warnings: Sequence[str]) -> None:
    """Leave the note that `find_published` reads."""
    note = Published(key, dict(counts), list(warnings), _looks(warehouse))
    part = (warehouse / NOTE).with_suffix(".part")
    part.write_text(json.dumps(asdict(note)), encoding="utf-8")
    part.replace(warehouse / NOTE)


def stage_published(warehouse: Path, staged: Path) -> None:
    """Stage the published tables and reports once more: as links where the disk has them, which cost nothing."""
    for path in (*(warehouse / PARQUET).rglob("*"), *warehouse.glob(REPORTS)):
        target = staged / path.relative_to(warehouse)
        if path.is_dir():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:
            shutil.copy2(path, target)


def _looks(warehouse: Path) -> dict[str, list[int]]:
    paths = [*(warehouse / PARQUET).rglob("*"), *warehouse.glob(REPORTS), warehouse / DATABASE]
    looks = {path.relative_to(warehouse).as_posix(): path.stat() for path in paths if path.is_file()}
    return {name: [look.st_size, look.st_mtime_ns] for name, look in sorted(looks.items())}
