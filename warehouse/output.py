"""An answer as a person or a program wants it: table, CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

FORMATS = ("table", "csv", "json", "parquet")
SHOWN_ROWS = 40  # a screenful; the other formats have no limit
CELL_CHARACTERS = 240  # a long paragraph in a cell pushes all other rows off the screen
NARROWEST_TEXT = 14  # columns of text narrower than this are unreadable: then each row becomes a list instead


def write_csv(rows: pa.Table, out: TextIO) -> None:
    """Header and rows; null is an empty cell, a list JSON."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.column_names)
    for batch in rows.to_batches():
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            writer.writerow([_csv_cell(value) for value in row])


def write_json(rows: pa.Table, out: TextIO) -> None:
    """A JSON array with one object a row, one row a line; days and times in ISO 8601."""
    separator = "[\n"
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            out.write(separator + json.dumps(_plain(row), ensure_ascii=False))
            separator = ",\n"
    out.write("\n]\n" if separator == ",\n" else "[]\n")


def write_parquet(rows: pa.Table, out: BinaryIO | Path) -> None:
    """One Parquet file."""
    pq.write_table(rows, out, compression="zstd")


def print_table(rows: pa.Table, console: Console, limit: int = SHOWN_ROWS) -> None:
    """At most `limit` rows as a table, or one list a row where the columns do not fit, and how many rows there are."""
    shown = rows.slice(0, limit).to_pylist()
    if not rows.column_names:
        console.print("Done.", style="dim")
        return
    if shown and _fits(rows.column_names, shown, console.width):
        console.print(_grid(rows, shown))
    else:
        for number, row in enumerate(shown, 1):
            console.print(_record(row, number, len(shown)))
    console.print(_row_count(rows.num_rows, len(shown)), style="dim")


def cell_text(value: Any) -> str:
    """A value in a table's cell; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, list):
        return "; ".join(map(cell_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {cell_text(part)}" for name, part in value.items() if part is not None)
    return str(value)


def _row_count(total: int, shown: int) -> str:
    count = f"{total:,} row{'' if total == 1 else 's'}"
    return count if shown == total else f"{count}, the first {shown:,} of them shown: csv, json and parquet hold all"


def _fits(names: list[str], rows: list[dict[str, Any]], width: int) -> bool:
    needed = 1
    for name in names:
        longest = max([len(name), *(len(cell_text(row[name])) for row in rows)])
        needed += 3 + min(longest, max(NARROWEST_TEXT, len(name)))
    return needed <= width


def _grid(rows: pa.Table, shown: list[dict[str, Any]]) -> RenderableType:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for field in rows.schema:
        is_number = (
            pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
        )
        # Ids, days and numbers stay whole so that they can be copied; text gives way.
        longest = max((len(cell_text(row[field.name])) for row in shown), default=0)
        grid.add_column(
            field.name, justify="right" if is_number else "left", no_wrap=longest <= NARROWEST_TEXT, overflow="fold"
        )
    for row in shown:
        grid.add_row(*(Text(_shortened(cell_text(value))) for value in row.values()))
    return grid


def _record(row: dict[str, Any], number: int, count: int) -> RenderableType:
    from rich.console import Group
    from rich.rule import Rule
    from rich.table import Table as Grid
    from rich.text import Text

    fields = Grid.grid(padding=(0, 2))
    fields.add_column(style="cyan", no_wrap=True)
    fields.add_column(overflow="fold")
    for name, value in row.items():
        if value is not None and value != []:
            fields.add_row(name, Text(cell_text(value)))
    return Group(Rule(f"{number} of {count}", align="left", style="dim"), fields)


def _shortened(text: str) -> str:
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return _plain(value)


def _plain(value: Any) -> Any:
    """`value` in the types that JSON has."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
