"""What people write down beside a raw file: `NAME.meta.json` for one file, `sources.yml` for a folder.

A sidecar is a JSON object of fields (outlet, url, date, licence, title, bylines, language). `sources.yml` holds the
same fields for every file in its folder and the folders below, and under `files` more of them by file name or pattern:

    outlet: The Harbour Gazette
    licence: CC-BY-4.0
    files:
      "2022-12-30-*.txt": {date: 2022-12-30}

The nearer statement wins: file over folder, folder over the folder above.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from transforms.ingest.fields import canonical_fields
from transforms.ingest.model import Problem, SourceFile

SIDECAR_SUFFIX = ".meta.json"
FOLDER_FILES = ("sources.yml", "sources.yaml")
MAX_SIDECAR_BYTES = 5_000_000  # far above any real one; a larger file is something else


class SidecarError(ValueError):
    """A sidecar that cannot be used; the message says why and what to do."""


def is_sidecar(path: Path) -> bool:
    """Whether the file describes other files and is no story itself."""
    return path.name.endswith(SIDECAR_SUFFIX) or path.name in FOLDER_FILES


def companions(source: SourceFile) -> list[Path]:
    """The existing files whose content shapes this source's rows, farthest first: folders' files, then its own."""
    return [*_folder_files(source), *_own_sidecars(source)]


def stated_beside(source: SourceFile) -> tuple[dict[str, Any], list[Problem]]:
    """The fields that sidecars state about `source`, and what is wrong with sidecars that had to be ignored."""
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in companions(source):
        try:
            if path.name in FOLDER_FILES:
                fields.update(_folder_fields(path, source.path))
            else:
                fields.update(canonical_fields(_read_json(path)))
        except SidecarError as error:
            problems.append(
                Problem("malformed_sidecar", f"The sidecar {path.name} was ignored: {error}", place=path.name)
            )
    return fields, problems


def _folder_files(source: SourceFile) -> list[Path]:
    """`sources.yml` of the root folder, then of every folder on the way down; the uri tells how deep the file lies."""
    depth = source.uri.count("/") + 1
    folders = list(source.path.parents)[:depth]
    return [folder / name for folder in reversed(folders) for name in FOLDER_FILES if (folder / name).is_file()]


def _own_sidecars(source: SourceFile) -> list[Path]:
    """`story.txt.meta.json`, else `story.meta.json`."""
    names = [source.path.name]
    while "." in names[-1].lstrip("."):
        names.append(names[-1].rpartition(".")[0])
    candidates = [source.path.with_name(name + SIDECAR_SUFFIX) for name in names]
    return [path for path in candidates if path.is_file()][:1]


def _read_json(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(_read_text(path))
    except (ValueError, RecursionError) as error:
        raise SidecarError(f"it is not valid JSON ({error}); mend or remove it.") from error
    if not isinstance(value, dict):
        raise SidecarError('it must hold one JSON object, such as {"outlet": "…", "date": "2022-12-30"}.')
    return value


def _folder_fields(path: Path, story: Path) -> dict[str, Any]:
    content = _read_yaml(str(path), path.stat().st_mtime_ns, path.stat().st_size)
    fields = canonical_fields(content)
    below = story.relative_to(path.parent).as_posix()
    for pattern, more in (content.get("files") or {}).items():
        if fnmatchcase(below, str(pattern)) or (story.parent == path.parent and story.name == str(pattern)):
            fields.update(canonical_fields(more))
    return fields


@lru_cache(maxsize=64)
def _read_yaml(path: str, modified_ns: int, size: int) -> Mapping[str, Any]:
    """The parsed `sources.yml`; time and size of the file stand among the arguments so that a change is seen."""
    import yaml

    try:
        value = yaml.safe_load(_read_text(Path(path)))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        detail = " ".join(str(error).split())
        raise SidecarError(f"it is not valid YAML ({detail}); mend or remove it.") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SidecarError("it must hold fields, one a line, such as `outlet: The Harbour Gazette`.")
    files = value.get("files")
    if files is not None and not (isinstance(files, dict) and all(isinstance(more, dict) for more in files.values())):
        raise SidecarError("`files` must map file names or patterns to fields.")
    return value


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_SIDECAR_BYTES:
            raise SidecarError(f"it is larger than {MAX_SIDECAR_BYTES:,} bytes.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SidecarError(f"it cannot be opened ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SidecarError("it is not UTF-8 text; save it as UTF-8.") from error
