"""Which files a build reads: every file below the raw folders, named so that its name is the same on every machine."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from transforms.ingest.model import SourceFile
from transforms.ingest.sidecar import is_sidecar


def list_sources(roots: Sequence[Path]) -> list[SourceFile]:
    """All source files below `roots`, sorted by uri; a file is listed once, however many roots lead to it.

    A uri is the path below its root, or the name of a root that is a file; where roots would give two files the same
    uri, all of those roots' uris begin with the root's own name. Hidden files and folders and sidecars are left out.
    A folder that cannot be listed is returned as a source, so that reading it says why. Raises `FileNotFoundError`
    for a root that does not exist.
    """
    for root in roots:
        if not root.exists() and not root.is_symlink():
            raise FileNotFoundError(f"There is no file or folder {root}: name the folder that holds the raw stories.")
    below = {root: _below(root) for root in _outermost(roots)}
    clashing = _clashing_roots(below)
    prefixes = _prefixes(clashing)
    seen: set[str] = set()
    sources: dict[str, SourceFile] = {}
    for root, files in below.items():
        for path, name in files:
            target = os.path.realpath(path)
            if target not in seen:
                seen.add(target)
                uri = prefixes.get(root, "") + name
                sources[uri] = SourceFile(path, uri)
    return [sources[uri] for uri in sorted(sources)]


def _outermost(roots: Sequence[Path]) -> list[Path]:
    """The roots sorted, without those that lie in another: order and nesting of the arguments change nothing."""
    kept: list[Path] = []
    for root in sorted({Path(os.path.realpath(root)) if root.is_dir() else _absolute(root) for root in roots}):
        if not any(root.is_relative_to(other) for other in kept):
            kept.append(root)
    return kept


def _absolute(path: Path) -> Path:
    return Path(os.path.realpath(path.parent)) / path.name


def _below(root: Path) -> list[tuple[Path, str]]:
    """Path and uri of every source file below `root`."""
    if not root.is_dir():
        return [(root, _readable(root.name))]
    return sorted((path, _readable(path.relative_to(root).as_posix())) for path in _walk(root))


def _walk(root: Path) -> Iterator[Path]:
    unlisted: list[OSError] = []
    visited: set[str] = set()
    for folder, folders, names in os.walk(root, followlinks=True, onerror=unlisted.append):
        real = os.path.realpath(folder)
        if real in visited:  # a link that leads back up
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and not is_sidecar(path):
                yield path
    for error in unlisted:
        yield Path(os.fsdecode(error.filename))


def _clashing_roots(below: dict[Path, list[tuple[Path, str]]]) -> list[Path]:
    owners = Counter(name for files in below.values() for name in {name for _, name in files})
    return [root for root, files in below.items() if any(owners[name] > 1 for _, name in files)]


def _prefixes(roots: Sequence[Path]) -> dict[Path, str]:
    """`name/` for each root, with as many of its parents' names as it takes to tell the roots apart."""
    folders = {root: root if root.is_dir() else root.parent for root in roots}
    depth = 1
    while True:
        prefixes = {root: "/".join(folder.parts[1:][-depth:]) for root, folder in folders.items()}
        longest = max((len(folder.parts) for folder in folders.values()), default=0)
        distinct = len(set(prefixes.values())) == len(set(folders.values()))
        if distinct or depth >= longest:
            return {root: _readable(prefix) + "/" for root, prefix in prefixes.items()}
        depth += 1


def _readable(name: str) -> str:
    """A name that can be written as UTF-8; bytes of a file name that are not text become `\\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
