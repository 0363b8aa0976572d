"""A release: a folder that can be copied anywhere, opened with common tools, and checked with `newsledger verify`."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.datapackage import data_package, file_sha256
from warehouse.dictionary import write_dictionary
from warehouse.errors import WarehouseError
from warehouse.load import DATABASE, PARQUET, REPORTS
from warehouse.parquet import read_table, table_files
from warehouse.tables import RUNS, TABLES
from warehouse.views import load_views

CHECKSUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
README = Path(__file__).parent / "release.md.j2"
DIGEST_BYTES = 4  # of the digest in a release's name: enough to tell a day's releases apart


@dataclass(frozen=True, slots=True)
class Run:
    """What a release is named and dated after: the warehouse's latest build."""

    id: str
    day: str
    input_digest: str
    code_version: str
    model_version: str
    config: str

    @property
    def release(self) -> str:
        """The day, and a digest of all that shaped the rows: the input, the code, the model and the settings."""
        shaped = "\x1f".join((self.input_digest, self.code_version, self.model_version, self.config))
        return f"{self.day}-{hashlib.blake2b(shaped.encode(), digest_size=DIGEST_BYTES).hexdigest()}"


def export(warehouse: Path, release: str | None = None, destination: Path | None = None) -> Path:
    """Write the published warehouse as `destination/<release>` and return that folder.

    `destination` is the warehouse's `exports/` and `release` the latest build's day and digest, unless given. Where the folder stands already with the same rows it is left as it is. `WarehouseError` where it
    holds other rows, where nothing is published yet, or where a build is published meanwhile.
    """
    run = latest_run(warehouse)
    name = release or run.release
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
        raise WarehouseError(f"{name!r} cannot name a release: use letters, digits, dots, dashes and underscores.")
    exports = destination or warehouse / "exports"
    final = exports / name
    if final.exists():
        return _same_or_refused(warehouse, final)
    exports.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=exports))
    try:
        partial = scratch / name
        partial.mkdir()
        _copy(warehouse, partial, run)
        _describe(partial, name, run)
        try:
            partial.rename(final)
        except OSError:  # another export of the same release was faster
            return _same_or_refused(warehouse, final)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return final


def latest_run(warehouse: Path) -> Run:
    """The build that the warehouse holds; `WarehouseError` where there is none."""
    if not (warehouse / PARQUET).is_dir() or not (warehouse / DATABASE).is_file():
        raise WarehouseError(
            f"There is no warehouse at {warehouse} yet: build one with `newsledger build RAW --warehouse {warehouse}`."
        )
    rows = read_table(RUNS, warehouse / PARQUET).to_pylist()
    if not rows:
        raise WarehouseError(f"The warehouse {warehouse} has no row in runs: build it again.")
    row = rows[-1]  # sorted by start
    shaping = (row[name] for name in ("input_digest", "code_version", "model_version", "config"))
    return Run(row["run_id"], f"{row['started_at']:%Y-%m-%d}", *shaping)


# ---- an export that stands already -----------------------------------------------------------------------------------


def _same_or_refused(warehouse: Path, final: Path) -> Path:
    if _row_digests(final) == _row_digests(warehouse):
        return final
    raise WarehouseError(
        f"{final} already holds a release with other rows: give this one another name with --release, "
        f"or move the old one away."
    )


def _row_digests(folder: Path) -> dict[str, list[str]] | None:
    """Checksums of the Parquet files of every table but `runs`, whose clock times say nothing about the content."""
    try:
        return {
            table.name: [file_sha256(path) for path in table_files(table, folder / PARQUET)]
            for table in TABLES
            if table is not RUNS
        }
    except WarehouseError:
        return None


# ---- a new one -------------------------------------------------------------------------------------------------------


def _copy(warehouse: Path, partial: Path, run: Run) -> None:
    try:
        for table in TABLES:
            target = partial / PARQUET / table.name
            target.mkdir(parents=True)
            for path in table_files(table, warehouse / PARQUET):
                shutil.copyfile(path, target / path.name)
        shutil.copyfile(warehouse / DATABASE, partial / DATABASE)
        for report in sorted(warehouse.glob(REPORTS)):
            shutil.copyfile(report, partial / report.name)
    except FileNotFoundError as error:
        raise _moved(warehouse) from error
    with duckdb.connect(str(partial / DATABASE), read_only=True) as connection:
        loaded = connection.execute("SELECT run_id FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1").fetchall()
    if loaded != [(run.id,)] or latest_run(partial) != run:
        raise _moved(warehouse)


def _moved(warehouse: Path) -> WarehouseError:
    return WarehouseError(f"A build was published into {warehouse} during the export: export again.")


def _describe(partial: Path, release: str, run: Run) -> None:
    write_dictionary(partial)
    package = data_package(partial, release, PARQUET, DATABASE)
    (partial / PACKAGE).write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (partial / "README.md").write_text(_readme(partial, release, run), encoding="utf-8")
    write_checksums(partial)


def _readme(partial: Path, release: str, run: Run) -> str:
    from jinja2 import Environment

    counts = {
        table.name: sum(pq.read_metadata(path).num_rows for path in table_files(table, partial / PARQUET))
        for table in TABLES
    }
    reports = sorted(report.name for report in partial.glob(REPORTS))
    template = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False)
    return template.from_string(README.read_text(encoding="utf-8")).render(
        release=release, run=run, tables=TABLES, counts=counts, views=load_views(), reports=reports
    )


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every other file in `folder`, as `sha256sum --check` reads it, sorted by path."""
    lines = [f"{file_sha256(path)}  {name}\n" for name, path in sorted(files_below(folder).items())]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def files_below(folder: Path) -> dict[str, Path]:
    """Every file below `folder` but the checksums, by its path with forward slashes."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in files.items() if name != CHECKSUMS}
