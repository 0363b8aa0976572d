"""The rules that follow from `warehouse.tables`, a suite per table, and their form in Great Expectations.

Nothing here names a column: a new column, allowed value or bound in `warehouse.tables` is a new rule at the next run.
Rules that the declaration cannot express are written by hand in `rules.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa

from expectations.model import Rule
from expectations.rules import written_rules
from warehouse.checks import literal, quoted
from warehouse.schema import Column, Severity, Span, Table
from warehouse.tables import BY_NAME

if TYPE_CHECKING:
    import great_expectations as gx

# A row of these is read off one document, so it can be turned away and everything else made without it.
READ_FROM_DOCUMENTS = frozenset({"documents", "mentions", "quotes", "figures", "dates", "events"})


@cache
def rules_of(table_name: str) -> tuple[Rule, ...]:
    """Every row rule of the table: derived ones in column order, then those written by hand."""
    return (*derived_rules(BY_NAME[table_name]), *written_rules(table_name))


def derived_rules(table: Table) -> tuple[Rule, ...]:
    """The rules that the declaration of `table` implies."""
    rules: list[Rule] = []
    for column in table.columns:
        rules.extend(_column_rules(table, column))
    rules.append(_key_rule(table))
    for span in table.spans:
        rules.extend(_span_rules(table, span))
    return tuple(rules)


def expectation_suite(name: str, rules: Iterable[Rule]) -> gx.ExpectationSuite:
    """The rules as a suite of Great Expectations; each expectation carries its rule's name as `meta["rule"]`."""
    import great_expectations as gx
    import great_expectations.expectations as classes

    suite = gx.ExpectationSuite(name=name)
    suite.expectations = [
        getattr(classes, rule.expectation)(
            **rule.arguments, meta={"rule": rule.name}, description=rule.must, notes=rule.why
        )
        for rule in rules
    ]
    return suite


# ---- one column ------------------------------------------------------------------------------------------------------


def _column_rules(table: Table, column: Column) -> Iterator[Rule]:
    if not column.nullable:
        yield _native(table, column, "known", "ExpectColumnValuesToNotBeNull", {}, "must not be null")
    if column.is_list:
        yield from _list_rules(table, column)
        return
    if pa.types.is_string(column.type):
        rule = _native(
            table, column, "not_empty", "ExpectColumnValueLengthsToBeBetween", {"min_value": 1},
            "must not be an empty string", why="A null says unknown; an empty string never does.",
        )  # fmt: skip
        yield replace(rule, severity="warn") if column.nullable else rule  # null was meant: no reason to lose the row
    if pa.types.is_floating(column.type):
        yield _condition(
            table, column, "finite", f"isfinite({quoted(column.name)})", "must be a number, not NaN or infinite"
        )
    if column.allowed is not None:
        yield _native(
            table, column, "allowed", "ExpectColumnValuesToBeInSet", {"value_set": list(column.allowed)},
            f"must be one of {_listed(column.allowed)}",
        )  # fmt: skip
    if column.minimum is not None or column.maximum is not None:
        bounds = {"min_value": column.minimum, "max_value": column.maximum}
        yield _native(table, column, "range", "ExpectColumnValuesToBeBetween", bounds, _range_text(column))


def _list_rules(table: Table, column: Column) -> Iterator[Rule]:
    """A list's items, which Great Expectations cannot look into: conditions computed beforehand."""
    name, item = quoted(column.name), cast("pa.ListType[Any]", column.type).value_type
    yield _condition(
        table, column, "items_known", f"NOT list_contains(list_transform({name}, lambda x: x IS NULL), true)",
        "must not hold a null",
    )  # fmt: skip
    if pa.types.is_string(item):
        yield _condition(
            table, column, "items_not_empty", f"NOT list_contains({name}, '')", "must not hold an empty string"
        )
    if column.allowed is not None:
        allowed = ", ".join(literal(value) for value in column.allowed)
        yield _condition(
            table, column, "items_allowed", f"list_has_all([{allowed}], {name})",
            f"must hold only {_listed(column.allowed)}",
        )  # fmt: skip
    if column.minimum is not None:
        yield _condition(
            table, column, "items_minimum", f"list_min({name}) >= {column.minimum}",
            f"must hold nothing below {column.minimum:g}",
        )  # fmt: skip
    if column.maximum is not None:
        yield _condition(
            table, column, "items_maximum", f"list_max({name}) <= {column.maximum}",
            f"must hold nothing above {column.maximum:g}",
        )  # fmt: skip
    if pa.types.is_struct(item):
        for start, end in _offset_pairs(item):
            broken = f"x.{quoted(start)} < 0 OR x.{quoted(start)} >= x.{quoted(end)}"
            yield _condition(
                table, column, f"{start}_before_{end}",
                f"NOT list_contains(list_transform({name}, lambda x: {broken}), true)",
                f"must hold only pieces whose `{start}` is 0 or more and lies before their `{end}`",
            )  # fmt: skip


def _offset_pairs(item: pa.StructType) -> list[tuple[str, str]]:
    """The fields of a list's items that are offset pairs: `start` with `end`, `start_a` with `end_a`, and so on."""
    fields = [item.field(i).name for i in range(item.num_fields)]
    pairs = [(field, re.sub("start", "end", field, count=1)) for field in fields if "start" in field.split("_")]
    return [(start, end) for start, end in pairs if end in fields]


def _range_text(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    if column.minimum is None:
        return f"must be at most {column.maximum:g}{unit}"
    if column.maximum is None:
        return f"must be at least {column.minimum:g}{unit}"
    return f"must lie between {column.minimum:g} and {column.maximum:g}{unit}"


# ---- keys and spans --------------------------------------------------------------------------------------------------


def _key_rule(table: Table) -> Rule:
    """Keys are unique within a batch; over all batches the cross-table checks see to it."""
    single = len(table.key) == 1
    return Rule(
        name=f"{table.name}.key.unique",
        table=table.name,
        columns=table.key,
        severity="fail",
        must="must be unique: no two rows share it",
        why="People cite rows by their key. Two rows under one key mean a row was written twice, or two things were "
        "taken for one; either way every count is wrong.",
        expectation="ExpectColumnValuesToBeUnique" if single else "ExpectCompoundColumnsToBeUnique",
        arguments={"column": table.key[0]} if single else {"column_list": list(table.key)},
    )


def _span_rules(table: Table, span: Span) -> Iterator[Rule]:
    start, end = quoted(span.start), quoted(span.end)
    yield Rule(
        name=f"{table.name}.{span.start}.before_{span.end}",
        table=table.name,
        columns=(span.start, span.end),
        severity="reject",
        must=f"must enclose at least one character: `{span.start}` before `{span.end}`, which is exclusive",
        why="An empty or backward span points at nothing; no one could look the row up in its text.",
        expectation="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={
            "column_A": span.end,
            "column_B": span.start,
            "or_equal": False,
            "ignore_row_if": "either_value_is_missing",
        },
    )
    together = [start, end, *([quoted(span.text)] if span.text else [])]
    columns = tuple(name for name in (span.start, span.end, span.text) if name)
    if any(table.column(name).nullable for name in columns):
        known = " + ".join(f"({name} IS NOT NULL)::INT" for name in together)
        yield _spanning(
            table, f"{span.start}.complete", columns, f"{known} IN (0, {len(together)})",
            "must be known together or unknown together",
            "Half a span cannot be looked up, and words without a span cannot be checked against the text.",
        )  # fmt: skip
    if span.text:
        yield _spanning(
            table, f"{span.text}.length", columns, f"length({quoted(span.text)}) = {end} - {start}",
            f"must agree: `{span.text}` has as many characters as lie between `{span.start}` and `{span.end}`",
            "Offsets are worth something only while they lead to the very words of the row. A wrong length shows it without "
            "the document at hand, so that one row is turned away instead of the whole build.",
        )  # fmt: skip


def _spanning(table: Table, kind: str, columns: tuple[str, ...], holds: str, must: str, why: str) -> Rule:
    return _rule_of_condition(f"{table.name}.{kind}", table.name, columns, "reject", holds, must, why)


# ---- making rules ----------------------------------------------------------------------------------------------------


def severity_of(table: Table, column: Column) -> Severity:
    """The column's declared severity, but `fail` instead of `reject` in the tables that are made from other rows.

    A row read off a document can be turned away and everything made again without it. A broken row among stories,
    statements or overlaps is our own error and not a bad input; without it, others would point nowhere.
    """
    if column.severity == "reject" and table.name not in READ_FROM_DOCUMENTS:
        return "fail"
    return column.severity


def _native(
    table: Table,
    column: Column,
    kind: str,
    expectation: str,
    arguments: Mapping[str, object],
    must: str,
    why: str | None = None,
) -> Rule:
    return Rule(
        name=f"{table.name}.{column.name}.{kind}",
        table=table.name,
        columns=(column.name,),
        severity=severity_of(table, column),
        must=must,
        why=column.why or why or _meaning(table, column),
        expectation=expectation,
        arguments={"column": column.name, **arguments},
    )


def _condition(table: Table, column: Column, kind: str, holds: str, must: str) -> Rule:
    return _rule_of_condition(
        f"{table.name}.{column.name}.{kind}",
        table.name,
        (column.name,),
        severity_of(table, column),
        holds,
        must,
        column.why or _meaning(table, column),
    )


def _rule_of_condition(
    name: str, table: str, columns: tuple[str, ...], severity: Severity, holds: str, must: str, why: str
) -> Rule:
    return Rule(
        name=name,
        table=table,
        columns=columns,
        severity=severity,
        must=must,
        why=why,
        expectation="ExpectColumnValuesToBeInSet",
        arguments={"column": name, "value_set": [True]},
        holds=holds,
    )


def _meaning(table: Table, column: Column) -> str:
    return f"`{column.name}` is declared in warehouse/tables.py as: {column.meaning}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
