"""`datapackage.json`: the export described for machines, after the Frictionless Data Package standard, version 2.

https://datapackage.org/standard/data-package/ names every property used here but `unit`, `items`, `rowCount` and
`parts`, which it leaves room for. (Its `jsonSchema` constraint could say what the items of a list are, but the
standard's own validator refuses it: seen with frictionless 5.21.)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.ddl import column_comment
from warehouse.parquet import iter_batches, read_table, table_files
from warehouse.schema import Column, Table
from warehouse.tables import DOCUMENTS, RUNS, TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PARQUET_TYPE = "application/vnd.apache.parquet"
FIELD_TYPES = {
    pa.string(): "string",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.date32(): "date",
    pa.bool_(): "boolean",
    pa.timestamp("us"): "datetime",
}


def data_package(folder: Path, release: str, parquet: str, database: str) -> dict[str, Any]:
    """The description of the export in `folder`, whose tables stand in its subfolder `parquet`.

    Everything in it follows from the files, so the same export is described by the same bytes.
    """
    resources = [_table_resource(folder, table, parquet) for table in TABLES]
    resources.append(
        {
            "name": "database",
            "title": "All tables and the views as one DuckDB database",
            **_file(folder, folder / database),
            "format": "duckdb",
            "mediatype": "application/octet-stream",
        }
    )
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "newsledger",
        "title": "newsledger dataset",
        "description": "Events, quotes and figures from news stories, each with its exact place in the text.",
        "version": release,
        "created": _created(folder / parquet),
        "licenses": sorted(_licences(folder / parquet), key=str),
        "sources": sorted(_sources(folder / parquet), key=str),
        "resources": resources,
    }
    return {name: value for name, value in package.items() if value not in (None, [])}


def file_sha256(path: Path) -> str:
    """The checksum of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- resources -------------------------------------------------------------------------------------------------------


def _table_resource(folder: Path, table: Table, parquet: str) -> dict[str, Any]:
    files = table_files(table, folder / parquet)
    parts = [_file(folder, path) for path in files]
    resource: dict[str, Any] = {"name": table.name, "type": "table", "title": table.meaning}
    if len(parts) == 1:
        resource |= parts[0]
    else:  # the standard gives a resource of several files no place for the hash of each
        resource |= {"path": [part["path"] for part in parts], "bytes": sum(p["bytes"] for p in parts), "parts": parts}
    return {
        **resource,
        "format": "parquet",
        "mediatype": PARQUET_TYPE,
        "rowCount": sum(pq.read_metadata(path).num_rows for path in files),
        "schema": table_schema(table),
    }


def _file(folder: Path, path: Path) -> dict[str, Any]:
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of `table`. References of list columns, which it cannot express, stand in the description."""
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "fieldsMatch": "exact",
        "missingValues": [],  # Parquet has nulls of its own; an empty string is a value
        "primaryKey": list(table.key),
    }
    foreign = [_foreign_key(table, column) for column in table.columns if column.references and not column.is_list]
    return {**schema, "foreignKeys": foreign} if foreign else schema


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if column.is_list else FIELD_TYPES[column.type],
        "description": column_comment(column),
    }
    if column.unit:
        field["unit"] = column.unit
    if isinstance(column.type, pa.ListType):
        field["items"] = _item_schema(column.type.value_type, column)
    constraints = dict(_constraints(table, column))
    return {**field, "constraints": constraints} if constraints else field


def _constraints(table: Table, column: Column) -> Iterator[tuple[str, Any]]:
    if not column.nullable:
        yield "required", True
    if table.key == (column.name,):
        yield "unique", True
    if column.is_list:
        return
    if column.allowed:
        yield "enum", list(column.allowed)
    if column.minimum is not None:
        yield "minimum", column.minimum
    if column.maximum is not None:
        yield "maximum", column.maximum


def _item_schema(kind: pa.DataType, column: Column) -> dict[str, Any]:
    if isinstance(kind, pa.StructType):
        fields = {field.name: _json_type(field) for field in kind}
        return {"type": "object", "properties": fields}
    limits = {"enum": list(column.allowed)} if column.allowed else {}
    return {"type": FIELD_TYPES[kind], **limits}


def _json_type(field: pa.Field[Any]) -> dict[str, Any]:
    name = FIELD_TYPES[field.type]
    return {"type": [name, "null"] if field.nullable else name}


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    assert column.references is not None
    target, name = column.references.split(".")
    resource = {} if target == table.name else {"resource": target}
    return {"fields": [column.name], "reference": {**resource, "fields": [name]}}


# ---- where it comes from ---------------------------------------------------------------------------------------------


def _created(parquet: Path) -> str | None:
    runs = read_table(RUNS, parquet, ["finished_at"]).to_pylist()
    return f"{max(run['finished_at'] for run in runs):%Y-%m-%dT%H:%M:%SZ}" if runs else None


def _licences(parquet: Path) -> list[dict[str, str]]:
    return [_licence(terms) for terms in _distinct(parquet, "licence")]


def _licence(terms: str) -> dict[str, str]:
    """A licence object: an address is its path, an identifier its name, and free text gets an identifier made of it."""
    if re.match(r"https?://", terms):
        return {"path": terms}
    if re.fullmatch(r"[\w.+-]+", terms):
        return {"name": terms}
    return {"name": re.sub(r"[^\w.+-]+", "-", terms).strip("-"), "title": terms}


def _sources(parquet: Path) -> list[dict[str, str]]:
    return [{"title": outlet} for outlet in _distinct(parquet, "outlet")]


def _distinct(parquet: Path, column: str) -> set[str]:
    found: set[str] = set()
    for batch in iter_batches(DOCUMENTS, parquet, [column]):
        found.update(value for value in batch.column(0).unique().to_pylist() if value is not None)
    return found
