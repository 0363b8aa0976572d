"""Asking the database: read-only, and with answers to mistakes that a person can use."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.checks import literal
from warehouse.errors import QueryError, WarehouseError

NO_ANSWER = pa.schema([]).empty_table()  # what a statement without rows (SET, COPY) answers


def run_query(database: Path, sql: str) -> pa.Table:
    """The answer to `sql` (the last one, where it is several statements); `QueryError` says what is wrong with it."""
    with reading(database) as connection:
        return ask(connection, sql)


@contextmanager
def reading(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the database; it goes on reading the same build if another one is published."""
    if not database.is_file():
        raise WarehouseError(
            f"There is no warehouse at {database} yet: build one with `newsledger build RAW --warehouse "
            f"{database.parent}`."
        )
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{database} cannot be opened ({_first_line(error)}): build the warehouse again."
        ) from error
    with suppress(duckdb.Error):  # another connection of this process has set and used it already
        connection.execute(f"SET temp_directory = {literal(spill_folder())}")
    try:
        yield connection
    finally:
        connection.close()


def spill_folder() -> str:
    """Where DuckDB may put what does not fit into memory: not beside a database that may not be ours to write to."""
    return str(Path(tempfile.gettempdir()) / f"newsledger-spill-{os.getuid()}")


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """The answer to `sql` on an open connection; `QueryError` says what is wrong with it."""
    if not sql.strip().strip(";"):
        raise QueryError("The query is empty: type some SQL, such as `FROM documents LIMIT 5`.")
    try:
        relation = connection.sql(sql)
        answer: pa.Table = NO_ANSWER if relation is None else relation.to_arrow_table()
        return answer
    except duckdb.Error as error:
        raise QueryError(_explain(connection, error)) from error


def relation_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and views that can be asked, by name."""
    rows = connection.execute(
        "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    )
    return [name for (name,) in rows.fetchall()]


# ---- errors ----------------------------------------------------------------------------------------------------------


def _explain(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    text = str(error)
    if found := re.search(r"(?:Table|View) with name (\S+) does not exist", text):
        known = relation_names(connection)
        near = difflib.get_close_matches(found.group(1).lower(), known, n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}."
        return f"There is no table or view called {found.group(1)}: {advice}"
    if found := re.search(r'(?:Referenced column|Table ".+?" does not have a column named|column) "(.+?)"', text):
        candidates = re.search(r"Candidate bindings: (.+)", text)
        near = re.findall(r'"([^"]+)"', candidates.group(1)) if candidates else []
        advice = f"did you mean {' or '.join(near)}?" if near else "`DESCRIBE table` lists the columns of a table."
        return f"There is no column called {found.group(1)}: {advice}"
    if "read-only mode" in text or "attached in read-only" in text:
        return "The warehouse is read-only here: a query cannot change it, only a build can."
    if isinstance(error, duckdb.ParserException):
        place = re.search(r'at or near "(.+?)"', text)
        where = f' near "{place.group(1)}"' if place else ""
        return f"The SQL cannot be understood{where}: {_first_line(error)}."
    return f"The query failed: {_first_line(error)}."


def _first_line(error: Exception) -> str:
    return re.sub(r"^[\w ]+ Error: ", "", str(error).strip().split("\n")[0]).rstrip(".!")
