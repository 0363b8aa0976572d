"""The DuckDB tables and their comments, derived from `warehouse.tables`.

Primary keys are constraints, added once the rows are in: building an index over a million rows at once takes half the
time of growing it with them (1.7 s against 3.7 s). References are not declared as foreign keys: tables refer to each other in circles
(`stories.canonical_doc_id` and `documents.story_id`), which DuckDB cannot declare, lists cannot carry them at all, and
they would slow every load. Each is written in the column's comment instead and proved by `warehouse.checks` on every
build.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from warehouse.checks import literal, quoted
from warehouse.schema import Column, Table
from warehouse.tables import TABLES

SCALAR_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("us"): "TIMESTAMP",
}


def table_statements() -> Iterator[str]:
    """Every statement that an empty database needs to hold the dataset's rows."""
    return map(create_table, TABLES)


def finishing_statements() -> Iterator[str]:
    """Keys and comments, for a database that has the rows."""
    for table in TABLES:
        yield f"ALTER TABLE {quoted(table.name)} ADD PRIMARY KEY ({', '.join(map(quoted, table.key))})"
        yield from comments(table)


def duckdb_type(kind: pa.DataType) -> str:
    """The DuckDB type that holds values of an Arrow type; `KeyError` for one the dataset does not use."""
    if isinstance(kind, pa.ListType):
        return f"{duckdb_type(kind.value_type)}[]"
    if isinstance(kind, pa.StructType):
        return f"STRUCT({', '.join(f'{quoted(field.name)} {duckdb_type(field.type)}' for field in kind)})"
    return SCALAR_TYPES[kind]


def create_table(table: Table) -> str:
    """`CREATE TABLE` with types and NOT NULL."""
    lines = [
        f"{quoted(column.name)} {duckdb_type(column.type)}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def comments(table: Table) -> Iterator[str]:
    """`COMMENT ON` the table and each of its columns."""
    yield f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.meaning)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(column.name)} IS {literal(column_comment(column))}"


def column_comment(column: Column) -> str:
    """Meaning, then whatever is declared of unit, range, allowed values and reference, in sentences."""
    sentences = [column.meaning]
    if column.unit:
        sentences.append(f"Unit: {column.unit}.")
    bounds = value_range(column)
    if bounds and bounds != column.unit:
        sentences.append(f"Range: {bounds}.")
    if column.allowed:
        sentences.append(f"One of: {', '.join(column.allowed)}.")
    if column.references:
        sentences.append(f"{'Each r' if column.is_list else 'R'}efers to {column.references}.")
    return " ".join(sentences)


def value_range(column: Column) -> str:
    """The declared bounds in words, or an empty string."""
    if column.minimum is None and column.maximum is None:
        return ""
    if column.maximum is None:
        return f"at least {column.minimum:g}"
    if column.minimum is None:
        return f"at most {column.maximum:g}"
    return f"{column.minimum:g} to {column.maximum:g}"
