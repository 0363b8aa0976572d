"""One row, whatever its kind, with the sentence it was read from, its source and the rows it is linked with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.checks import quoted
from warehouse.errors import QueryError
from warehouse.output import cell_text
from warehouse.query import reading
from warehouse.schema import Span, Table
from warehouse.tables import BY_NAME, TABLES

if TYPE_CHECKING:
    import duckdb
    from rich.console import RenderableType
    from rich.text import Text

LISTED_ROWS = 12  # of each kind of linked row; the rest is counted
REACH = 400  # code points within which a speaker or actor is shown together with the words it belongs to
# The column that says what a row is about, for the tables whose rows do not stand in a text.
LABELS = {
    "documents": "title",
    "stories": "headline",
    "entities": "name",
    "statements": "text",
    "facts": "measure",
    "episodes": "summary",
    "rejects": "reason",
    "runs": "started_at",
}
# What joins rows of other tables lists those; all else that is linked is counted.
MEMBERS = {"stories": "documents", "statements": "quotes", "facts": "figures", "episodes": "events"}
OWN_STYLE = "bold reverse"
STYLES = {"speaker": "cyan", "cue": "magenta", "measure": "cyan", "actor": "cyan", "recipient": "green"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `table`: its id and its values by column."""

    table: Table
    id: str
    values: dict[str, Any]


def show(database: Path, row_id: str) -> RenderableType:
    """The row whose id is `row_id` or alone begins with it, to be printed by rich.

    `QueryError` where no id begins so, or several do.
    """
    from rich.console import Group
    from rich.rule import Rule

    with reading(database) as connection:
        row = find_row(connection, row_id)
        parts: list[RenderableType] = [Rule(f"{row.table.name}  {row.id}", align="left")]
        if row.table.spans:
            parts += [_passage(connection, row), _source(connection, row.values["doc_id"])]
        parts += ["", _fields(connection, row), *_links(connection, row)]
        return Group(*parts)


def find_row(connection: duckdb.DuckDBPyConnection, row_id: str) -> Row:
    """The row whose id is `row_id`, else the only one whose id begins with it."""
    wanted = row_id.strip()
    if not wanted:
        raise QueryError("No id was given: ids stand in the first column of every table.")
    tables = [table for table in TABLES if len(table.key) == 1]
    union = " UNION ALL ".join(
        f"SELECT '{table.name}' AS name, {quoted(table.key[0])} AS id FROM {quoted(table.name)}" for table in tables
    )
    found = connection.execute(
        f"SELECT name, id FROM ({union}) WHERE starts_with(id, ?) ORDER BY id <> ?, id LIMIT 4", [wanted, wanted]
    ).fetchall()
    if not found:
        raise QueryError(f"No row has an id that begins with {wanted}: ids stand in the first column of every table.")
    if len(found) > 1 and found[0][1] != wanted:
        raise QueryError(f"Several ids begin with {wanted} ({', '.join(key for _, key in found)} …): type more of it.")
    name, key = found[0]
    values = _rows(connection, f"SELECT * FROM {quoted(name)} WHERE {quoted(BY_NAME[name].key[0])} = ?", key)[0]
    return Row(BY_NAME[name], key, values)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: Any) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# ---- where it stands -------------------------------------------------------------------------------------------------


def _passage(connection: duckdb.DuckDBPyConnection, row: Row) -> Text:
    """The sentence around the row's own words and what belongs to them, each highlighted."""
    from rich.text import Text

    own, *others = [span for span in row.table.spans if row.values[span.start] is not None]
    start, end = row.values[own.start], row.values[own.end]
    near = [span for span in others if start - REACH <= row.values[span.start] and row.values[span.end] <= end + REACH]
    first = min(start, *(row.values[span.start] for span in near)) if near else start
    last = max(end, *(row.values[span.end] for span in near)) if near else end
    text, sentence = connection.execute(
        "SELECT text, sentence_at(text, ?, ?) FROM documents WHERE doc_id = ?", [first, last, row.values["doc_id"]]
    ).fetchall()[0]
    offset = text.rfind(sentence, 0, first + len(sentence))
    passage = Text(sentence)
    for span in near:
        passage.stylize(_style(span), row.values[span.start] - offset, row.values[span.end] - offset)
    for piece in row.values.get("parts") or [{"start": start, "end": end}]:  # a quote leaves out its cue and marks
        passage.stylize(OWN_STYLE, piece["start"] - offset, piece["end"] - offset)
    return passage


def _style(span: Span) -> str:
    return STYLES.get(span.start.removesuffix("_start"), "")


def _source(connection: duckdb.DuckDBPyConnection, doc_id: str) -> Text:
    from rich.text import Text

    document = _rows(connection, "SELECT * FROM documents WHERE doc_id = ?", doc_id)[0]
    key = f" ({document['source_key']})" if document["source_key"] else ""
    known = [document["outlet"], document["published_on"], document["title"], document["source_uri"] + key]
    return Text("— " + ", ".join(str(part) for part in known if part is not None), style="dim")


# ---- what it says ----------------------------------------------------------------------------------------------------


def _fields(connection: duckdb.DuckDBPyConnection, row: Row) -> RenderableType:
    """Every value that is known, but for offsets; an id is followed by what it stands for."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    offsets = {name for span in row.table.spans for name in (span.start, span.end)}
    for column in row.table.columns:
        value = row.values[column.name]
        if value is None or value == [] or column.name in offsets:
            continue
        shown = cell_text(value)
        if column.references:
            target = BY_NAME[column.references.split(".")[0]]
            keys = value if isinstance(value, list) else [value]
            shown = "; ".join(_named(connection, target, key) for key in keys)
        grid.add_row(column.name, Text(shown))
    return grid


def _named(connection: duckdb.DuckDBPyConnection, table: Table, key: str) -> str:
    label = LABELS.get(table.name)
    if label is None:
        return key
    found = connection.execute(
        f"SELECT {quoted(label)} FROM {quoted(table.name)} WHERE {quoted(table.key[0])} = ?", [key]
    ).fetchall()
    return f"{key}  {found[0][0]}" if found and found[0][0] is not None else key


# ---- what it is linked with ------------------------------------------------------------------------------------------


def _links(connection: duckdb.DuckDBPyConnection, row: Row) -> Iterator[RenderableType]:
    """The rows of other tables that refer to this one: the members listed, the rest counted."""
    from rich.text import Text

    counted = []
    for table in TABLES:
        where = " OR ".join(_refers(row, table))
        if not where:
            continue
        source = f"FROM {quoted(table.name)} WHERE {where}"
        [[count]] = connection.execute(f"SELECT count(*) {source}", {"id": row.id}).fetchall()
        if count and MEMBERS.get(row.table.name) == table.name:
            yield Text(f"\n{table.name}: {count:,}", style="bold")
            yield from _members(connection, row, table, source)
            if count > LISTED_ROWS:
                yield Text(f"  and {count - LISTED_ROWS:,} more", style="dim")
        elif count:
            counted.append(f"{table.name}: {count:,}")
    if counted:
        yield Text("\nlinked with " + ", ".join(counted), style="dim")


def _members(connection: duckdb.DuckDBPyConnection, row: Row, table: Table, source: str) -> Iterator[RenderableType]:
    cursor = connection.execute(
        f"SELECT * {source} ORDER BY {', '.join(map(quoted, table.order))} LIMIT {LISTED_ROWS}", {"id": row.id}
    )
    names = [column[0] for column in cursor.description or []]
    for values in cursor.fetchall():
        yield from _linked(
            connection, Row(table, values[names.index(table.key[0])], dict(zip(names, values, strict=True)))
        )


def _refers(row: Row, table: Table) -> Iterator[str]:
    target = f"{row.table.name}.{row.table.key[0]}"
    for column in table.columns:
        if column.references == target:
            name = quoted(column.name)
            yield f"list_contains({name}, $id)" if column.is_list else f"{name} = $id"


def _linked(connection: duckdb.DuckDBPyConnection, row: Row) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Text(f"  {row.id}", style="cyan")
    if row.table.spans:
        yield Padding(_passage(connection, row), (0, 0, 0, 4))
        yield Padding(_source(connection, row.values["doc_id"]), (0, 0, 0, 4))
    else:
        yield Padding(_source(connection, row.id), (0, 0, 0, 4))
