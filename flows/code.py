"""Which code made a result: a digest over the source and data files of the rooms that shaped it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

READING = ("transforms/ids.py", "transforms/ingest", "warehouse/schema.py", "warehouse/tables.py")
COMPARING = ("transforms/deduplicate", "warehouse/schema.py", "warehouse/tables.py")
PARSING = (
    "transforms/language/data/headlines.tsv",
    "transforms/language/data/run_together.tsv",
    "transforms/language/headlines.py",
    "transforms/language/mending.py",
    "transforms/language/paragraphs.py",
    "transforms/language/parse.py",
)
EXTRACTION = (
    "transforms/ids.py",
    "transforms/extract.py",
    "transforms/language",
    "transforms/quotes",
    "transforms/figures",
    "transforms/events",
    "warehouse/schema.py",
    "warehouse/tables.py",
)
EVERYTHING = ("transforms", "warehouse/schema.py", "warehouse/tables.py", "expectations")


@cache
def code_digest(*places: str) -> str:
    """Digest of every file in `places` (files and folders below the project), names included."""
    state = hashlib.blake2b(digest_size=8)
    for place in places:
        path = ROOT / place
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                state.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return state.hexdigest()


def code_version() -> str:
    """The released version and the digest of the code that shapes rows, as in `runs.code_version`."""
    try:
        released = version("newsledger")
    except PackageNotFoundError:
        released = "0"
    return f"{released}+{code_digest(*EVERYTHING)}"
