"""From Parquet to the database, and from a staged build to the published warehouse.

Publishing moves a whole staged folder into place by renames. The first rename is the commit: before it the old
warehouse stands, after it `recover` finishes the move whatever stopped it, so that a crash leaves the old or the new
and never a mixture. A reader that has the old database open goes on reading it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.checks import literal, quoted
from warehouse.ddl import finishing_statements, table_statements
from warehouse.errors import WarehouseError
from warehouse.parquet import flush_to_disk, table_files
from warehouse.tables import TABLES
from warehouse.views import view_statements

DATABASE = "newsledger.duckdb"
PARQUET = "parquet"
REPORTS = "quality.*"  # what the validation says of the build, published with it
LOCK = "build.lock"
STORAGE_VERSION = "v1.4.0"  # read by DuckDB 1.4 and later and by DuckDB-Wasm; 2.0's own default is not
INCOMING = ".work/publishing"  # a staged build that is being moved into place
OUTGOING = ".work/replaced"  # what it replaces, until it is deleted


# ---- the database ----------------------------------------------------------------------------------------------------


def build_database(parquet: Path, target: Path) -> None:
    """Build the database `target` from the Parquet tables in `parquet`: tables, keys, comments and views.

    The file is written beside `target` and renamed over it when it is whole. `WarehouseError` where a table is missing
    or its rows break what the database declares.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _fill(parquet, scratch / target.name, scratch)
        flush_to_disk(scratch / target.name)
        (scratch / target.name).replace(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fill(parquet: Path, database: Path, scratch: Path) -> None:
    with duckdb.connect(config={"temp_directory": str(scratch / "spill")}) as connection:
        connection.execute(f"ATTACH {literal(str(database))} AS filled (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        connection.execute("USE filled")
        for statement in table_statements():
            connection.execute(statement)
        for table in TABLES:
            files = ", ".join(literal(str(path)) for path in table_files(table, parquet))
            _run(connection, f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM read_parquet([{files}])", parquet)
        for statement in (*finishing_statements(), *view_statements()):
            _run(connection, statement, parquet)
        connection.execute("CHECKPOINT filled")
        connection.execute("USE memory")
        connection.execute("DETACH filled")


def _run(connection: duckdb.DuckDBPyConnection, statement: str, parquet: Path) -> None:
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise WarehouseError(
            f"The database cannot be built from {parquet}: {reason} ({statement.splitlines()[0][:80]} …)"
        ) from error


# ---- one build at a time ---------------------------------------------------------------------------------------------


@contextmanager
def locked(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse for writing; `WarehouseError` says which process has it. A dead process holds nothing."""
    warehouse.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(warehouse / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise WarehouseError(f"The lock file {warehouse / LOCK} cannot be locked: {error.strerror}.") from error
            raise WarehouseError(
                f"{_holder(descriptor)} is writing to the warehouse {warehouse}: wait until it is done, "
                f"or build into another folder."
            ) from error
        os.ftruncate(descriptor, 0)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "command": " ".join(sys.argv)}
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 65_536, 0))
        return f"Process {holder['pid']} on {holder['host']} ({holder['command']})"
    except (ValueError, KeyError, TypeError):
        return "Another process"  # it has only just taken the lock


# ---- publishing ------------------------------------------------------------------------------------------------------


def publish(staged: Path, warehouse: Path) -> None:
    """Put the staged build (`parquet/`, `newsledger.duckdb`, `quality.*`) in the place of the published one.

    Call it while the warehouse is `locked`. `staged` must lie on the same disk, and is gone afterwards.
    `WarehouseError` where it is incomplete; the warehouse is then untouched.
    """
    for table in TABLES:
        table_files(table, staged / PARQUET)
    if not (staged / DATABASE).is_file():
        raise WarehouseError(f"The staged build {staged} has no {DATABASE}: load it before publishing.")
    recover(warehouse)
    incoming = warehouse / INCOMING
    incoming.parent.mkdir(parents=True, exist_ok=True)
    try:
        staged.rename(incoming)
    except OSError as error:
        raise WarehouseError(
            f"The staged build {staged} cannot be moved into {warehouse} ({error.strerror}): stage it on the same disk."
        ) from error
    flush_to_disk(incoming.parent)
    recover(warehouse)


def recover(warehouse: Path) -> bool:
    """Finish a publication that was interrupted after its commit, and clear what dead builds left behind.

    Call it while the warehouse is `locked`, before anything reads from it. True where something had to be finished.
    """
    incoming, outgoing = warehouse / INCOMING, warehouse / OUTGOING
    unfinished = incoming.is_dir()
    if unfinished:
        _move_into_place(incoming, outgoing, warehouse)
    shutil.rmtree(outgoing, ignore_errors=True)
    for leftover in warehouse.glob(f".{DATABASE}.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    return unfinished


def _move_into_place(incoming: Path, outgoing: Path, warehouse: Path) -> None:
    """Every step may have been done before an interruption: one that finds nothing left to move has been."""
    if (incoming / PARQUET).is_dir():  # then nothing of the new build has come in, and all that stands here is old
        outgoing.mkdir(parents=True, exist_ok=True)
        for old in [*warehouse.glob(PARQUET), *warehouse.glob(REPORTS)]:
            old.rename(outgoing / old.name)
        (incoming / PARQUET).rename(warehouse / PARQUET)
    for report in sorted(incoming.glob(REPORTS)):
        report.replace(warehouse / report.name)
    if (incoming / DATABASE).is_file():
        (incoming / DATABASE).replace(warehouse / DATABASE)
    flush_to_disk(warehouse)
    shutil.rmtree(incoming)
