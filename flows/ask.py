"""Answers queries for `newsledger sql`: one from the command line, or many at a prompt with history and completion."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_state_path

from warehouse.errors import QueryError
from warehouse.output import print_table, write_csv, write_json, write_parquet
from warehouse.query import ask as ask_open
from warehouse.query import reading, relation_names, run_query

if TYPE_CHECKING:
    import pyarrow as pa
    from prompt_toolkit import PromptSession
    from rich.console import Console

HISTORY_FILE = "sql-history"
GREETING = (
    "Ends a query: ;   Tables: .tables   Columns: DESCRIBE quotes;   Leave: .quit or Ctrl-D\n"
    "Try: FROM who_said_what LIMIT 10;"
)


def ask(database: Path, query: str, output: str, to: Path | None, console: Console) -> None:
    """Answer one query as table, csv, json or parquet, on standard output or in the file `to`."""
    if output == "parquet" and to is None and sys.stdout.isatty():
        raise QueryError("Parquet is not for a terminal: name a file with --to, or send the output on with >.")
    answer = run_query(database, query)
    if output == "table" and to is None:
        print_table(answer, console)
    elif output == "parquet":
        write_parquet(answer, to or sys.stdout.buffer)
    elif to is None:
        _write_text(answer, output, sys.stdout)
    else:
        with to.open("w", encoding="utf-8", newline="") as file:
            _write_text(answer, output, file)


def _write_text(answer: pa.Table, output: str, out: object) -> None:
    if output == "table":
        from rich.console import Console

        print_table(answer, Console(file=out, width=200), limit=answer.num_rows)  # type: ignore[arg-type]
    else:
        {"csv": write_csv, "json": write_json}[output](answer, out)  # type: ignore[arg-type]


def prompt(database: Path, console: Console) -> None:
    """Read queries until the end of input; several lines make one query, a semicolon ends it.

    The database that was open at the start goes on being read, even if a build publishes a newer one meanwhile.
    """
    with reading(database) as connection:
        names = relation_names(connection)
        lines = _session(connection, names)
        console.print(GREETING, style="dim", markup=False, highlight=False)
        while True:
            try:
                query = _read_query(lines)
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if query in (".quit", ".exit"):
                return
            if query == ".tables":
                console.print("\n".join(names), highlight=False)
                continue
            try:
                print_table(ask_open(connection, query), console)
            except QueryError as error:
                console.print(str(error), style="red", markup=False, highlight=False)


def _session(connection: object, names: list[str]) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.lexers import PygmentsLexer
    from pygments.lexers.sql import SqlLexer

    columns = ask_open(connection, "SELECT DISTINCT column_name FROM duckdb_columns() WHERE NOT internal")  # type: ignore[arg-type]
    words = sorted({*names, *columns["column_name"].to_pylist()})
    folder = user_state_path("newsledger")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        history: FileHistory | InMemoryHistory = FileHistory(str(folder / HISTORY_FILE))
    except OSError:  # a home that cannot be written to costs the history, not the prompt
        history = InMemoryHistory()
    return PromptSession(history=history, completer=WordCompleter(words), lexer=PygmentsLexer(SqlLexer))


def _read_query(session: PromptSession[str]) -> str:
    lines: list[str] = []
    while True:
        line = session.prompt("newsledger> " if not lines else "        ... ")
        if not lines and (line.strip().startswith(".") or not line.strip()):
            if line.strip():
                return line.strip()
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            return "\n".join(lines)
