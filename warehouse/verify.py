"""Whether a release, or a published warehouse, is whole and consistent with itself.

Nothing but the folder is needed: checksums, schemas, keys, references and offsets are all checked from its files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.checks import Check, cross_checks, literal, quoted, value_checks
from warehouse.datapackage import file_sha256, table_schema
from warehouse.errors import WarehouseError
from warehouse.export import CHECKSUMS, PACKAGE, files_below
from warehouse.load import DATABASE, PARQUET
from warehouse.parquet import find_files
from warehouse.query import spill_folder
from warehouse.schema import Table
from warehouse.tables import TABLES
from warehouse.views import load_views

NAMED_ROWS = 3  # that a problem names of those which break a rule
CHECKSUM_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be: the file, table or rule, and what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def verify(folder: Path) -> list[Problem]:
    """Everything wrong with the export or warehouse in `folder`; an empty list says that all holds.

    Raises `WarehouseError` where `folder` is neither.
    """
    if not (folder / PARQUET).is_dir() and not (folder / DATABASE).is_file():
        raise WarehouseError(f"{folder} is no export and no warehouse: it has neither {PARQUET}/ nor {DATABASE}.")
    problems = [*_checksum_problems(folder), *_package_problems(folder)]
    sound = []
    for table in TABLES:
        found = list(_schema_problems(table, folder / PARQUET))
        problems += found
        sound += [] if found else [table]
    problems += _unknown_tables(folder / PARQUET)
    with duckdb.connect(config={"temp_directory": spill_folder()}) as connection:
        for table in sound:
            files = ", ".join(literal(str(path)) for path in find_files(table, folder / PARQUET))
            connection.execute(f"CREATE VIEW {quoted(table.name)} AS SELECT * FROM read_parquet([{files}])")
        problems += _rule_problems(connection, sound, [*value_checks(), *cross_checks()])
        problems += _database_problems(connection, sound, folder / DATABASE)
    return problems


# ---- files -----------------------------------------------------------------------------------------------------------


def _checksum_problems(folder: Path) -> Iterator[Problem]:
    """A published warehouse keeps no checksums; an export, which its data package tells, must."""
    path = folder / CHECKSUMS
    if not path.is_file():
        if (folder / PACKAGE).is_file():
            yield Problem(CHECKSUMS, "is missing")
        return
    expected = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if found := CHECKSUM_LINE.fullmatch(line):
            expected[found[2]] = found[1]
        else:
            yield Problem(CHECKSUMS, f"line {number} is no checksum")
    present = files_below(folder)
    for name in sorted(expected.keys() | present.keys()):
        if name not in present:
            yield Problem(name, f"is missing, but stands in {CHECKSUMS}")
        elif name not in expected:
            yield Problem(name, f"does not belong to the export: {CHECKSUMS} does not know it")
        elif file_sha256(present[name]) != expected[name]:
            yield Problem(name, f"was changed: its checksum is not the one in {CHECKSUMS}")


def _package_problems(folder: Path) -> Iterator[Problem]:
    path = folder / PACKAGE
    if not path.is_file():
        if (folder / CHECKSUMS).is_file():
            yield Problem(PACKAGE, "is missing")
        return
    try:
        resources = {resource["name"]: resource for resource in json.loads(path.read_bytes())["resources"]}
    except (ValueError, KeyError, TypeError):
        yield Problem(PACKAGE, "is no data package that can be read")
        return
    for table in TABLES:
        resource = resources.get(table.name)
        if resource is None:
            yield Problem(PACKAGE, f"does not describe the table {table.name}")
        elif resource.get("schema") != json.loads(json.dumps(table_schema(table))):
            yield Problem(PACKAGE, f"describes {table.name} otherwise than this version of newsledger declares it")
    for resource in resources.values():
        for file in resource.get("parts", [resource]):
            yield from _described_file_problems(folder, file)


def _described_file_problems(folder: Path, described: dict[str, Any]) -> Iterator[Problem]:
    path = folder / str(described.get("path"))
    if not path.is_file():
        yield Problem(PACKAGE, f"describes {described.get('path')}, which is missing")
    elif described.get("bytes") != path.stat().st_size or described.get("hash") != f"sha256:{file_sha256(path)}":
        yield Problem(PACKAGE, f"gives another size or checksum of {described['path']}")


# ---- tables ----------------------------------------------------------------------------------------------------------


def _schema_problems(table: Table, parquet: Path) -> Iterator[Problem]:
    files = find_files(table, parquet)
    if not files:
        yield Problem(table.name, f"has no Parquet file in {PARQUET}/{table.name}")
    for path in files:
        where = f"{PARQUET}/{table.name}/{path.name}"
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowInvalid, OSError) as error:
            yield Problem(where, f"cannot be read as Parquet: {str(error).splitlines()[0]}")
            continue
        for what in _differences(table.schema, schema):
            yield Problem(where, what)


def _differences(declared: pa.Schema, found: pa.Schema) -> Iterator[str]:
    for field in declared:
        if field.name not in found.names:
            yield f"has no column {field.name}"
        elif not found.field(field.name).equals(field):
            theirs = found.field(field.name)
            yield (
                f"has {field.name} as {theirs.type}{'' if theirs.nullable else ' not null'}, "
                f"declared is {field.type}{'' if field.nullable else ' not null'}"
            )
    for name in found.names:
        if name not in declared.names:
            yield f"has a column {name} that is not declared"


def _unknown_tables(parquet: Path) -> Iterator[Problem]:
    known = {table.name for table in TABLES}
    for folder in sorted(parquet.iterdir()) if parquet.is_dir() else ():
        if folder.name not in known:
            yield Problem(f"{PARQUET}/{folder.name}", "is no table of the dataset")


def _rule_problems(connection: duckdb.DuckDBPyConnection, sound: list[Table], checks: list[Check]) -> Iterator[Problem]:
    """The rules that rows break. What a rule cannot be asked of because its files are broken is said once a table."""
    askable = {table.name for table in sound}
    for check in checks:
        if check.table not in askable:
            continue
        try:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE broken AS {check.sql}")
        except duckdb.CatalogException:
            continue  # it refers to a table that has no sound files
        except duckdb.Error as error:
            askable.discard(check.table)
            yield Problem(check.table, f"cannot be checked: {str(error).splitlines()[0]}")
            continue
        [[count]] = connection.execute("SELECT count(*) FROM broken").fetchall()
        if count:
            rows = connection.execute(f"FROM broken ORDER BY ALL LIMIT {NAMED_ROWS}").fetchall()
            examples = "; ".join(f"{key} {reason}" for key, reason in rows)
            yield Problem(check.name, f"{count:,} row{'s break' if count > 1 else ' breaks'} it: {examples}")


# ---- the database ----------------------------------------------------------------------------------------------------


def _database_problems(connection: duckdb.DuckDBPyConnection, sound: list[Table], database: Path) -> Iterator[Problem]:
    if not database.is_file():
        yield Problem(DATABASE, "is missing")
        return
    try:
        connection.execute(f"ATTACH {literal(str(database))} AS loaded (READ_ONLY)")
    except duckdb.Error as error:
        yield Problem(DATABASE, f"cannot be opened: {str(error).splitlines()[0]}")
        return
    for table in sound:
        name = quoted(table.name)
        try:
            there, here = (_content(connection, relation) for relation in (f"loaded.{name}", name))
        except duckdb.Error as error:
            yield Problem(DATABASE, f"cannot be asked for {table.name}: {str(error).splitlines()[0]}")
            continue
        if there[0] != here[0]:
            yield Problem(DATABASE, f"has {there[0]:,} rows of {table.name}, the Parquet files have {here[0]:,}")
        elif there != here:
            yield Problem(DATABASE, f"has other rows of {table.name} than the Parquet files")
    for view in load_views():
        try:
            connection.execute(f"FROM loaded.{quoted(view.name)} LIMIT 0").fetchall()
        except duckdb.Error as error:
            yield Problem(DATABASE, f"cannot be asked for the view {view.name}: {str(error).splitlines()[0]}")


def _content(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, int]:
    """How many rows there are, and a digest of them that does not depend on their order."""
    [row] = connection.execute(f"SELECT count(*), coalesce(sum(hash(r)::HUGEINT), 0) FROM {relation} AS r").fetchall()
    return row[0], row[1]
