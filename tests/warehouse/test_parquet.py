"""Parquet: the declared schema, a total order, and the same bytes for the same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.conftest import small_tables
from warehouse import parquet
from warehouse.errors import WarehouseError
from warehouse.parquet import iter_batches, order_clause, read_table, table_files, write_table
from warehouse.tables import BY_NAME, MENTIONS, QUOTES, TABLES


def written(rows: pa.Table | pa.RecordBatchReader, folder: Path) -> list[bytes]:
    write_table(MENTIONS, rows, folder)
    return [path.read_bytes() for path in table_files(MENTIONS, folder)]


def many_mentions(count: int) -> pa.Table:
    rows = [
        {"mention_id": f"men_{n:05}", "doc_id": f"doc_{n % 7}", "start": n, "end": n + 4, "text": f"w{n % 13}ø", "form": "name",
         "entity_id": None if n % 3 else f"ent_{n % 5}", "confidence": n % 10 / 10}
        for n in range(count)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=MENTIONS.schema)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_come_back_as_they_were_written(table, tmp_path):
    rows = small_tables()[table.name]
    assert write_table(table, rows, tmp_path) == rows.num_rows
    back = read_table(table, tmp_path)
    assert back.schema.equals(table.schema)
    assert sorted(map(str, back.to_pylist())) == sorted(map(str, rows.to_pylist()))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_without_rows_is_still_a_file_with_the_schema(table, tmp_path):
    assert write_table(table, table.schema.empty_table(), tmp_path) == 0
    assert [path.name for path in table_files(table, tmp_path)] == ["part-0000.parquet"]
    assert pq.read_schema(table_files(table, tmp_path)[0]).equals(table.schema)
    assert read_table(table, tmp_path).num_rows == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(40)), chunk=st.integers(1, 40))
def test_bytes_do_not_depend_on_order_or_chunks(order, chunk, tmp_path):
    rows = many_mentions(40)
    shuffled = rows.take(pa.array(order))
    chunked = pa.concat_tables([shuffled.slice(start, chunk) for start in range(0, 40, chunk)])
    assert written(chunked, tmp_path / "a") == written(rows, tmp_path / "b")


def test_a_sorted_stream_gives_the_same_bytes_as_a_table(tmp_path):
    rows = many_mentions(70_000)  # more than two row groups
    with duckdb.connect() as connection:
        connection.register("unsorted", rows)
        stream = connection.sql(f"FROM unsorted {order_clause(MENTIONS)}").to_arrow_reader(1_000)
        assert written(stream, tmp_path / "a") == written(rows, tmp_path / "b")


def test_an_unsorted_stream_is_refused(tmp_path):
    rows = many_mentions(50)
    stream = pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches(max_chunksize=10))
    with pytest.raises(WarehouseError, match="mentions are not sorted: add ORDER BY"):
        write_table(MENTIONS, stream, tmp_path)
    assert not (tmp_path / "mentions").exists()


def test_large_tables_are_split_and_read_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 10)
    monkeypatch.setattr(parquet, "FILE_ROWS", 30)
    rows = many_mentions(95)
    write_table(MENTIONS, rows, tmp_path)
    assert [path.name for path in table_files(MENTIONS, tmp_path)] == [f"part-000{n}.parquet" for n in range(4)]
    assert read_table(MENTIONS, tmp_path).equals(rows.sort_by([("doc_id", "ascending"), ("start", "ascending")]))
    assert sum(batch.num_rows for batch in iter_batches(MENTIONS, tmp_path, ["text"], 7)) == 95
    write_table(MENTIONS, rows.slice(0, 5), tmp_path)
    assert len(table_files(MENTIONS, tmp_path)) == 1, "parts of the rows that were there before must go"


def test_types_that_fit_are_cast(tmp_path):
    with duckdb.connect() as connection:  # DuckDB's integers are wider, its lists nullable and named otherwise
        connection.register("rows", small_tables()["quotes"])
        wide = connection.sql('SELECT * REPLACE ("start"::BIGINT AS "start") FROM rows').to_arrow_table()
    write_table(QUOTES, wide, tmp_path)
    assert read_table(QUOTES, tmp_path).schema.equals(QUOTES.schema)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows.drop_columns("text"), "the table quotes lack text"),
        (lambda rows: rows.append_column("mood", pa.array(["calm"] * len(rows))), "quotes have mood, which .* declare"),
        (lambda rows: rows.set_column(rows.column_names.index("start"), "start", pa.array(["one"] * len(rows))), "quotes.start holds string, which does not fit the declared int32"),
        (lambda rows: rows.set_column(rows.column_names.index("kind"), "kind", pa.nulls(len(rows), pa.string())), "quotes.kind is null in 6 of 6 rows"),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_are_refused_by_name(change, message, tmp_path):
    with pytest.raises(WarehouseError, match=message):
        write_table(QUOTES, change(small_tables()["quotes"]), tmp_path)


def test_reading_what_is_not_there_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match="build the warehouse again"):
        read_table(BY_NAME["facts"], tmp_path)


def test_files_with_other_columns_are_refused(tmp_path):
    facts = BY_NAME["facts"]
    write_table(facts, small_tables()["facts"], tmp_path)
    [path] = table_files(facts, tmp_path)
    pq.write_table(pq.read_table(path).drop_columns("unit"), path)
    with pytest.raises(WarehouseError, match=r"other columns than this version .* build the warehouse again"):
        read_table(facts, tmp_path)
