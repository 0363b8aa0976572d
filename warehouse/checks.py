"""Rules between rows and tables as SQL, derived from `warehouse.tables`.

Each `Check` is a query over relations named as the tables. It returns the rows that break the rule as (`id`, `reason`):
`id` is the row's key (parts of a longer key joined by a space), `reason` a clause. No rows means the rule holds; a row
that breaks it in two places may come twice.
The expectations run these on every build and `warehouse.verify` on every export, so they cannot come to differ.

`cross_checks` holds what needs more than one row or table: keys, references, offsets. `value_checks` holds what one
row tells by itself: required, allowed and bounded values. Rules about meaning (counts that add up, days in order) are
no derivation and stand in `expectations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from warehouse.schema import Column, Severity, Span, Table
from warehouse.tables import TABLES

EXCERPT = 60  # characters of a text that a reason repeats


@dataclass(frozen=True, slots=True)
class Check:
    """A rule on one table. `sql` returns the offending rows of `table` as (`id`, `reason`)."""

    name: str
    sql: str
    why: str
    table: str
    severity: Severity = "fail"


def cross_checks() -> list[Check]:
    """Keys, references and offsets of every table, in the order of the tables."""
    return [check for table in TABLES for check in _cross_checks(table)]


def value_checks() -> list[Check]:
    """Required, allowed and bounded values of every column, in the order of the tables."""
    return [check for table in TABLES for column in table.columns for check in _value_checks(table, column)]


def quoted(name: str) -> str:
    """`name` as an SQL identifier; several columns bear reserved words (`end`)."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _cross_checks(table: Table) -> Iterator[Check]:
    yield _unique_key(table)
    for column in table.columns:
        if column.references:
            yield _reference(table, column, column.references)
    for span in table.spans:
        yield _span(table, span)
    for column in table.columns:
        yield from _pieces(table, column)


def _id(table: Table, alias: str = "r") -> str:
    return " || ' ' || ".join(f"{alias}.{quoted(name)}" for name in table.key)


# ---- keys and references ---------------------------------------------------------------------------------------------


def _unique_key(table: Table) -> Check:
    columns = ", ".join(f"r.{quoted(name)}" for name in table.key)
    return Check(
        f"{table.name}.{'+'.join(table.key)}.unique",
        f"SELECT {_id(table)} AS id, 'stands in ' || count(*) || ' rows' AS reason\n"
        f"FROM {quoted(table.name)} AS r GROUP BY {columns} HAVING count(*) > 1",
        f"{' and '.join(table.key)} name one row of {table.name}.",
        table.name,
    )


def _reference(table: Table, column: Column, target: str) -> Check:
    target_table, target_column = target.split(".")
    if column.is_list:
        source = f"SELECT {_id(table)} AS id, unnest(r.{quoted(column.name)}) AS target FROM {quoted(table.name)} AS r"
    else:
        name = f"r.{quoted(column.name)}"
        source = f"SELECT {_id(table)} AS id, {name} AS target FROM {quoted(table.name)} AS r WHERE {name} IS NOT NULL"
    return Check(
        f"{table.name}.{column.name}.references",
        f"SELECT id, {literal(column.name + ' ')} || coalesce(target, 'null') || {literal(f' is not in {target}')} AS reason\n"
        f"FROM ({source}) AS r\n"
        f"ANTI JOIN {quoted(target_table)} AS t ON r.target = t.{quoted(target_column)}",
        f"Every {column.name} leads to a row of {target_table}.",
        table.name,
        column.severity,
    )


# ---- offsets ---------------------------------------------------------------------------------------------------------


def _span(table: Table, span: Span) -> Check:
    """The declared pair lies in the text and, where the row keeps a copy of the words, the copy is exact.

    DuckDB's `length` and `substring` count code points, as Python's slices do (`substring_grapheme` would not).
    """
    start, end = f"r.{quoted(span.start)}", f"r.{quoted(span.end)}"
    cases = _bounds_cases(span.start, span.end, start, end, "d.text")
    if span.text:
        copy, stands = f"r.{quoted(span.text)}", f"substring(d.text, {start} + 1, {end} - {start})"
        cases += (
            f"WHEN {copy} IS DISTINCT FROM {stands} THEN {literal(span.text + ' is ')} || {_excerpt(copy)}"
            f" || ', but the document has ' || {_excerpt(stands)} || ' at ' || {start} || ' to ' || {end}\n"
        )
        unplaced = f"WHEN {start} IS NULL AND {copy} IS NOT NULL THEN {literal(f'{span.text} has no {span.start}')}\n"
        cases = unplaced + cases
    return Check(
        f"{table.name}.{span.text or span.start}.stands_in_text",
        "SELECT id, reason FROM (\n"
        f"SELECT {_id(table)} AS id, CASE\n{cases}END AS reason\n"
        f'FROM {quoted(table.name)} AS r JOIN "documents" AS d USING ("doc_id"))\nWHERE reason IS NOT NULL',
        f"documents.text[{span.start}:{span.end}] is {span.text or 'within the text'}, to the character.",
        table.name,
    )


def _bounds_cases(start_name: str, end_name: str, start: str, end: str, text: str) -> str:
    pair = f"{start_name} and {end_name}"
    at = f"' (' || coalesce({start}::VARCHAR, 'null') || ', ' || coalesce({end}::VARCHAR, 'null') || ')'"
    return (
        f"WHEN ({start} IS NULL) <> ({end} IS NULL) THEN {literal(f'one of {pair} is null')} || {at}\n"
        f"WHEN {start} < 0 OR {start} >= {end} THEN {literal(f'{pair} enclose nothing')} || {at}\n"
        f"WHEN {end} > length({text}) THEN {literal(f'{end_name} is beyond the text')} || {at}\n"
    )


def _excerpt(expression: str) -> str:
    short = (
        f"CASE WHEN length({expression}) > {EXCERPT} THEN left({expression}, {EXCERPT}) || '…' ELSE {expression} END"
    )
    return f"coalesce('«' || {short} || '»', 'null')"


def _pieces(table: Table, column: Column) -> Iterator[Check]:
    """Checks on a column that lists stretches of text: `start`/`end` in the row's own document and span, or
    `start_x`/`end_x` in the document that `doc_id_x` names."""
    if not (isinstance(column.type, pa.ListType) and isinstance(column.type.value_type, pa.StructType)):
        return
    fields = {field.name for field in column.type.value_type}
    if {"start", "end"} <= fields and {"start", "end"} <= set(table.column_names):
        yield _pieces_in_row(table, column)
    for suffix in ("a", "b"):
        if {f"start_{suffix}", f"end_{suffix}"} <= fields:
            yield _pieces_in_document(table, column, suffix)


def _pieces_in_row(table: Table, column: Column) -> Check:
    name = quoted(column.name)
    return Check(
        f"{table.name}.{column.name}.within_row",
        "SELECT id, reason FROM (\n"
        f"SELECT {_id(table)} AS id, CASE\n"
        f"WHEN len(r.{name}) = 0 THEN {literal(f'{column.name} is empty')}\n"
        f'WHEN piece."start" >= piece."end" THEN {literal(f"a piece of {column.name} encloses nothing")}\n'
        f'WHEN piece."start" < r."start" OR piece."end" > r."end"'
        f" THEN {literal(f'a piece of {column.name} lies outside start and end')}\n"
        f'WHEN piece."start" < r.{name}[place - 1]."end" THEN {literal(f"pieces of {column.name} are out of order")}\n'
        "END AS reason\n"
        f"FROM {quoted(table.name)} AS r\n"
        f"LEFT JOIN (SELECT {', '.join(quoted(key) for key in table.key)}, unnest({name}) AS piece,"
        f" generate_subscripts({name}, 1) AS place FROM {quoted(table.name)})"
        f" USING ({', '.join(quoted(key) for key in table.key)}))\nWHERE reason IS NOT NULL",
        f"{column.name} are stretches of the row's own span, in reading order, at least one.",
        table.name,
    )


def _pieces_in_document(table: Table, column: Column, suffix: str) -> Check:
    start, end, doc_id = f"start_{suffix}", f"end_{suffix}", f"doc_id_{suffix}"
    cases = _bounds_cases(start, end, f"piece.{quoted(start)}", f"piece.{quoted(end)}", "d.text")
    return Check(
        f"{table.name}.{column.name}.{suffix}.within_text",
        "SELECT id, reason FROM (\n"
        f"SELECT r.id, CASE\n{cases}END AS reason\n"
        f"FROM (SELECT {_id(table, 't')} AS id, t.{quoted(doc_id)} AS doc_id, unnest(t.{quoted(column.name)}) AS piece"
        f" FROM {quoted(table.name)} AS t) AS r\n"
        'JOIN "documents" AS d USING (doc_id))\nWHERE reason IS NOT NULL',
        f"{start} and {end} enclose a stretch of the text of {doc_id}.",
        table.name,
    )


# ---- values ----------------------------------------------------------------------------------------------------------


def _value_checks(table: Table, column: Column) -> Iterator[Check]:
    rows = f"SELECT {_id(table)} AS id, r.{quoted(column.name)} AS value FROM {quoted(table.name)} AS r"
    if not column.nullable:
        yield _value_check(table, column, "required", rows, "value IS NULL", "is null", "has a value in every row")
    if column.is_list:
        rows = f"SELECT {_id(table)} AS id, unnest(r.{quoted(column.name)}) AS value FROM {quoted(table.name)} AS r"
    if column.allowed:
        among = ", ".join(literal(value) for value in column.allowed)
        choices = ", ".join(column.allowed)
        yield _value_check(
            table, column, "allowed", rows, f"value NOT IN ({among})", f"is none of {choices}", f"is one of {choices}"
        )
    if column.minimum is not None:
        least = f"{column.minimum:g}"
        yield _value_check(
            table, column, "minimum", rows, f"value < {least}", f"is below {least}", f"is at least {least}"
        )
    if column.maximum is not None:
        most = f"{column.maximum:g}"
        yield _value_check(table, column, "maximum", rows, f"value > {most}", f"is above {most}", f"is at most {most}")


def _value_check(table: Table, column: Column, rule: str, rows: str, broken: str, fault: str, promise: str) -> Check:
    return Check(
        f"{table.name}.{column.name}.{rule}",
        f"SELECT id, {literal(column.name + ' ')} || coalesce(value::VARCHAR || ' ', '') || {literal(fault)} AS reason\n"
        f"FROM ({rows}) AS r WHERE {broken}",
        f"{table.name}.{column.name} {promise}.",
        table.name,
        column.severity,
    )
