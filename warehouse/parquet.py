"""The tables as Parquet: `folder/<table>/part-0000.parquet` and on.

The same rows give the same bytes, however they were chunked and in whatever order they came: rows are sorted by the
table's declared order and cut at fixed counts, and nothing is written that depends on clock, machine or thread.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.checks import quoted
from warehouse.errors import WarehouseError
from warehouse.schema import Table

ROW_GROUP_ROWS = 32_768  # what is held in memory at a time: about 150 MB of `documents` at 5 kB a story
FILE_ROWS = 32 * ROW_GROUP_ROWS  # a million rows a file: a few hundred MB of quotes, a handful of files a big table
COMPRESSION: Final = "zstd"
COMPRESSION_LEVEL = 6  # the named level, because the library's default may change between its versions


def write_table(table: Table, rows: pa.Table | pa.RecordBatchReader, folder: Path) -> int:
    """Write all rows of `table` below `folder`, replacing what stands there, and return how many there are.

    `rows` has the declared columns in any order. A `pa.Table` is sorted here. A `pa.RecordBatchReader` must come
    sorted (`SELECT … ORDER BY` with `order_clause`), is written as it streams, and is checked to be sorted as far as
    neighbouring rows of different batches tell. A table without rows still gets one file, which holds the schema.
    `WarehouseError` names table and column where rows do not fit the declaration.
    """
    if isinstance(rows, pa.RecordBatchReader):
        _compare_columns(table, rows.schema.names)
        chunks = _in_order(table, (pa.Table.from_batches([batch]) for batch in rows))
    else:
        _compare_columns(table, rows.column_names)
        chunks = _sorted(table, rows)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{table.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    count = _write_parts(table, (conform(table, chunk) for chunk in chunks), partial)
    final = folder / table.name
    shutil.rmtree(final, ignore_errors=True)
    partial.replace(final)
    return count


def sort_columns(table: Table) -> tuple[str, ...]:
    """The columns rows are sorted by: the declared order, then the key, so that no two rows tie."""
    return tuple(dict.fromkeys((*table.order, *table.key)))


def order_clause(table: Table) -> str:
    """The same order for a DuckDB query whose result is streamed into `write_table`."""
    return "ORDER BY " + ", ".join(f"{quoted(name)} ASC NULLS LAST" for name in sort_columns(table))


def table_files(table: Table, folder: Path) -> list[Path]:
    """The Parquet files of `table` below `folder`, in reading order.

    `WarehouseError` where there are none, or where another version of newsledger wrote them with other columns.
    """
    files = find_files(table, folder)
    if not files:
        raise WarehouseError(
            f"No Parquet file of the table {table.name} stands in {folder / table.name}: build the warehouse again."
        )
    for path in files:
        if not pq.read_schema(path).equals(table.schema):
            raise WarehouseError(
                f"{path} has other columns than this version of newsledger declares: build the warehouse again."
            )
    return files


def find_files(table: Table, folder: Path) -> list[Path]:
    """The Parquet files of `table` below `folder`, whatever is in them."""
    return sorted((folder / table.name).glob("*.parquet"))


def read_table(table: Table, folder: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of `table` (or only the named columns), in the order they were written."""
    return pa.Table.from_batches(list(iter_batches(table, folder, columns)), schema=_selected(table.schema, columns))


def iter_batches(
    table: Table, folder: Path, columns: Sequence[str] | None = None, batch_rows: int = ROW_GROUP_ROWS
) -> Iterator[pa.RecordBatch]:
    """The rows of `table` in batches of at most `batch_rows`, in the order they were written."""
    schema = _selected(table.schema, columns)
    for path in table_files(table, folder):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=batch_rows, columns=schema.names):
                yield batch.cast(schema)


def conform(table: Table, rows: pa.Table) -> pa.Table:
    """`rows` with the declared columns, types and nullability; `WarehouseError` names the column that does not fit."""
    _compare_columns(table, rows.column_names)
    columns = []
    for field in table.schema:
        column = rows.column(field.name)
        if not field.nullable and column.null_count:
            raise WarehouseError(
                f"{table.name}.{field.name} is null in {column.null_count} of {rows.num_rows} rows, but the table is "
                f"declared to have a value in every row: mend the step that fills it."
            )
        try:
            columns.append(column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise WarehouseError(
                f"{table.name}.{field.name} holds {str(column.type).removeprefix('large_')}, which does not fit the declared {field.type}: {error}."
            ) from error
    return pa.Table.from_arrays(columns, schema=table.schema)


def _compare_columns(table: Table, names: Sequence[str]) -> None:
    missing = [name for name in table.column_names if name not in names]
    unknown = [name for name in names if name not in table.column_names]
    if missing or unknown:
        faults = [f"lack {', '.join(missing)}"] if missing else []
        faults += [f"have {', '.join(unknown)}, which warehouse/tables.py does not declare"] if unknown else []
        raise WarehouseError(f"The rows for the table {table.name} {' and '.join(faults)}.")


def _sorted(table: Table, rows: pa.Table) -> Iterator[pa.Table]:
    """The rows in order, a row group at a time. Text is widened meanwhile: taking rows out of more than 2 GB of
    `string` overflows its 32-bit offsets, and a few hundred thousand stories are that much."""
    wide = [field.with_type(pa.large_string()) if pa.types.is_string(field.type) else field for field in rows.schema]
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [(name, "ascending") for name in sort_columns(table)]
    places = pc.sort_indices(rows.select(sort_columns(table)), sort_keys=keys)
    whole = rows.cast(pa.schema(wide)).combine_chunks()  # else every `take` would join the chunks again
    for start in range(0, rows.num_rows, ROW_GROUP_ROWS):
        yield whole.take(places.slice(start, ROW_GROUP_ROWS))


def _in_order(table: Table, chunks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same chunks; `WarehouseError` where one begins before the last one ended."""
    previous: tuple[tuple[bool, Any], ...] = ()
    for chunk in chunks:
        if chunk.num_rows == 0:
            continue
        first, last = (_place(table, chunk, index) for index in (0, chunk.num_rows - 1))
        if first < previous or last < first:
            raise WarehouseError(
                f"The rows streamed for the table {table.name} are not sorted: add {order_clause(table)}."
            )
        previous = last
        yield chunk


def _place(table: Table, chunk: pa.Table, index: int) -> tuple[tuple[bool, Any], ...]:
    values = (chunk.column(name)[index].as_py() for name in sort_columns(table))
    return tuple((value is None, value) for value in values)


def _selected(schema: pa.Schema, columns: Sequence[str] | None) -> pa.Schema:
    return schema if columns is None else pa.schema([schema.field(name) for name in columns])


# ---- writing ---------------------------------------------------------------------------------------------------------


def _write_parts(table: Table, chunks: Iterator[pa.Table], folder: Path) -> int:
    count = 0
    writer: pq.ParquetWriter | None = None
    try:
        for group in _row_groups(table, chunks):
            if count % FILE_ROWS == 0:
                if writer is not None:
                    writer.close()
                writer = _open_part(table, folder / f"part-{count // FILE_ROWS:04d}.parquet")
            assert writer is not None  # count starts at 0, so the first group opens a file
            writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
            count += group.num_rows
        if writer is None:
            writer = _open_part(table, folder / "part-0000.parquet")
    finally:
        if writer is not None:
            writer.close()
    for path in [*folder.iterdir(), folder]:
        flush_to_disk(path)
    return count


def _open_part(table: Table, path: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, table.schema, compression=COMPRESSION, compression_level=COMPRESSION_LEVEL)


def _row_groups(table: Table, chunks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The rows in tables of exactly `ROW_GROUP_ROWS` (the last may be shorter), each of one chunk a column: page
    boundaries follow chunk boundaries, so the bytes would otherwise depend on how the rows came."""
    held = table.schema.empty_table()
    for chunk in chunks:
        held = pa.concat_tables([held, chunk])
        while held.num_rows >= ROW_GROUP_ROWS:
            yield held.slice(0, ROW_GROUP_ROWS).combine_chunks()
            held = held.slice(ROW_GROUP_ROWS)
    if held.num_rows:
        yield held.combine_chunks()


def flush_to_disk(path: Path) -> None:
    """Wait until a file's bytes (or a folder's entries) are on disk, so that a power cut cannot undo them."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
