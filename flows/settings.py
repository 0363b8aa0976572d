"""Everything a build can be told, from `newsledger.toml` and the command line, checked once."""

from __future__ import annotations

import dataclasses
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transforms.ingest.model import FIELDS, IngestSettings
from transforms.language.parse import DEFAULT_MODEL

SETTINGS_FILE = "newsledger.toml"
LIMITS = ("max_file_bytes", "max_record_bytes", "max_text_length")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What to build, where to, and how.

    `columns` maps our names for a record's fields (`FIELDS`) to the names in JSONL and CSV files.
    The limits bound a file that is read whole, a record of a file of many, and a text in characters.
    `batch_documents` is the most documents in a unit of work: many enough that a task's overhead vanishes, few enough
    that a killed build loses little.
    """

    raw: tuple[Path, ...] = (Path("raw"),)
    warehouse: Path = Path("warehouse")
    workers: int = field(default_factory=lambda: min(os.cpu_count() or 1, 8))
    model: str = DEFAULT_MODEL
    columns: Mapping[str, str] = field(default_factory=dict)
    max_file_bytes: int = 200_000_000
    max_record_bytes: int = 32_000_000
    max_text_length: int = 1_000_000
    batch_documents: int = 64

    def __post_init__(self) -> None:
        if not self.raw:
            raise SettingsError("Nothing to read: name at least one file or folder (`raw`).")
        for path in self.raw:
            if not path.exists():
                raise SettingsError(f"There is no file or folder {path} to read stories from.")
        for name in ("workers", "batch_documents", *LIMITS):
            if getattr(self, name) < 1:
                raise SettingsError(f"`{name}` must be 1 or more, not {getattr(self, name)}.")
        unknown = sorted(set(self.columns) - set(FIELDS))
        if unknown:
            raise SettingsError(
                f"`columns` cannot map {', '.join(unknown)}: the fields it knows are {', '.join(FIELDS)}."
            )

    def shaping(self) -> str:
        """The settings that change rows, as JSON: what stands in `runs.config`. Worker counts do not belong here."""
        return json.dumps({"columns": dict(self.columns), "model": self.model, **self.limits()}, sort_keys=True)

    def limits(self) -> dict[str, int]:
        """What may be read at most."""
        return {name: getattr(self, name) for name in LIMITS}

    def ingest(self) -> IngestSettings:
        """What reading needs to know of the settings."""
        return IngestSettings(columns=dict(self.columns), **self.limits())


def parse_columns(pairs: list[str]) -> dict[str, str]:
    """`["id=doc_id", "text=body"]` as a mapping. Raises `SettingsError` for a pair without `=`."""
    columns = {}
    for pair in pairs:
        role, found, name = pair.partition("=")
        if not found or not role.strip() or not name.strip():
            raise SettingsError(f"A column mapping is written OURS=YOURS, such as id=doc_id; {pair!r} is not.")
        columns[role.strip()] = name.strip()
    return columns


def load_settings(file: Path | None = None, **given: Any) -> Settings:
    """Settings from `file` (or `newsledger.toml` in the working folder, if there), overridden by `given` values that
    are not null; given columns are added to the file's. Raises `SettingsError`."""
    values = _read_file(file)
    given["columns"] = {**values.get("columns", {}), **(given.get("columns") or {})}
    values.update({name: value for name, value in given.items() if value not in (None, (), {}, [])})
    if "raw" in values:
        raw = values["raw"]
        values["raw"] = tuple(Path(path) for path in ([raw] if isinstance(raw, str | Path) else raw))
    if "warehouse" in values:
        values["warehouse"] = Path(values["warehouse"])
    return Settings(**values)


def _read_file(file: Path | None) -> dict[str, Any]:
    path = file or Path(SETTINGS_FILE)
    if file is None and not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error}.") from error
    kinds: dict[str, tuple[type, ...]] = {
        "raw": (str, list), "warehouse": (str,), "workers": (int,), "model": (str,), "columns": (dict,),
        "batch_documents": (int,), **dict.fromkeys(LIMITS, (int,)),
    }  # fmt: skip
    known = [spec.name for spec in dataclasses.fields(Settings)]
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{path}: there is no setting {name!r}; there are {', '.join(known)}.")
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise SettingsError(f"{path}: {name} = {value!r} is not of the right kind.")
    return values
