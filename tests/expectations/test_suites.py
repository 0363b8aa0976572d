"""Suites follow the declared tables: nobody writes a rule down twice, and nobody can forget one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from expectations.suites import READ_FROM_DOCUMENTS, derived_rules, expectation_suite, rules_of, severity_of
from warehouse.schema import Column, Span, Table
from warehouse.tables import BY_NAME, TABLES

COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]

SHIPS = Table(
    "ships",
    "A table that only this test knows.",
    (
        Column("ship_id", pa.string(), "Key.", nullable=False, severity="fail"),
        Column("kind", pa.string(), "Sort.", allowed=("barge", "tug's"), severity="warn", why="Ports ask."),
        Column("tons", pa.float64(), "Weight.", minimum=0, maximum=500_000, unit="t"),
        Column("flags", pa.list_(pa.string()), "Flags.", nullable=False, allowed=("N", "S")),
        Column("holds", pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])), "Pieces.", nullable=False),
        Column("depths", pa.list_(pa.float64()), "Depths.", minimum=1, maximum=9),
        Column("start", pa.int32(), "From.", nullable=False),
        Column("end", pa.int32(), "To.", nullable=False),
        Column("name", pa.string(), "Name.", nullable=False),
        Column("port", pa.string(), "Port."),
        Column("port_start", pa.int32(), "From."),
        Column("port_end", pa.int32(), "To."),
    ),
    key=("ship_id",),
    order=("ship_id",),
    spans=(Span("start", "end", "name"), Span("port_start", "port_end", "port")),
)


def rules_by_name(table: Table):
    return {rule.name: rule for rule in derived_rules(table)}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_that_may_not_be_null_is_expected_to_be_known(table: Table, column: Column):
    rule = rules_by_name(table).get(f"{table.name}.{column.name}.known")
    assert (rule is not None) == (not column.nullable)
    if rule:
        assert (rule.expectation, rule.arguments) == ("ExpectColumnValuesToNotBeNull", {"column": column.name})


@pytest.mark.parametrize(("table", "column"), [p for p in COLUMNS if p.values[1].allowed])
def test_every_closed_vocabulary_is_expected(table: Table, column: Column):
    rules = rules_by_name(table)
    if column.is_list:
        assert all(value in rules[f"{table.name}.{column.name}.items_allowed"].holds for value in column.allowed)
    else:
        assert rules[f"{table.name}.{column.name}.allowed"].arguments["value_set"] == list(column.allowed)


@pytest.mark.parametrize(
    ("table", "column"), [p for p in COLUMNS if (p.values[1].minimum, p.values[1].maximum) != (None, None)]
)
def test_every_bound_is_expected(table: Table, column: Column):
    rule = rules_by_name(table)[f"{table.name}.{column.name}.range"]
    assert (rule.arguments["min_value"], rule.arguments["max_value"]) == (column.minimum, column.maximum)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_is_expected_to_be_unique_and_every_span_to_enclose_its_words(table: Table):
    rules = rules_by_name(table)
    assert rules[f"{table.name}.key.unique"].severity == "fail"
    for span in table.spans:
        assert f"{table.name}.{span.start}.before_{span.end}" in rules
        assert span.text is None or f"{table.name}.{span.text}.length" in rules


def test_a_table_declared_today_has_its_rules_today():
    assert list(rules_by_name(SHIPS)) == [
        "ships.ship_id.known",
        "ships.ship_id.not_empty",
        "ships.kind.not_empty",
        "ships.kind.allowed",
        "ships.tons.finite",
        "ships.tons.range",
        "ships.flags.known",
        "ships.flags.items_known",
        "ships.flags.items_not_empty",
        "ships.flags.items_allowed",
        "ships.holds.known",
        "ships.holds.items_known",
        "ships.holds.start_before_end",
        "ships.depths.items_known",
        "ships.depths.items_minimum",
        "ships.depths.items_maximum",
        "ships.start.known",
        "ships.end.known",
        "ships.name.known",
        "ships.name.not_empty",
        "ships.port.not_empty",
        "ships.key.unique",
        "ships.start.before_end",
        "ships.name.length",
        "ships.port_start.before_port_end",
        "ships.port_start.complete",
        "ships.port.length",
    ]


def test_severity_and_reason_come_from_the_declaration():
    rules = rules_by_name(SHIPS)
    assert (rules["ships.kind.allowed"].severity, rules["ships.kind.allowed"].why) == ("warn", "Ports ask.")
    assert rules["ships.ship_id.known"].severity == "fail"
    assert rules["ships.tons.range"].severity == "fail"  # ships are not read off documents
    assert rules["ships.tons.range"].must == "must lie between 0 and 500000 (t)"


def test_an_empty_string_where_null_was_meant_costs_no_row():
    rules = {rule.name: rule for rule in derived_rules(BY_NAME["documents"])}
    assert rules["documents.licence.not_empty"].severity == "warn"
    assert rules["documents.source_uri.not_empty"].severity == "reject"


def test_a_row_that_was_made_from_others_cannot_be_turned_away():
    assert severity_of(BY_NAME["entities"], BY_NAME["entities"].column("kind")) == "fail"
    assert severity_of(BY_NAME["overlaps"], BY_NAME["overlaps"].column("kind")) == "fail"
    assert severity_of(BY_NAME["quotes"], BY_NAME["quotes"].column("kind")) == "reject"
    assert severity_of(BY_NAME["quotes"], BY_NAME["quotes"].column("quote_id")) == "fail"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_only_rows_read_off_documents_are_ever_turned_away(table: Table):
    rejecting = [rule.name for rule in rules_of(table.name) if rule.severity == "reject"]
    assert table.name in READ_FROM_DOCUMENTS or table.name in ("rejects", "runs") or not rejecting


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_rule_is_an_expectation_of_great_expectations_with_its_name_and_reason(table: Table):
    rules = rules_of(table.name)
    suite = expectation_suite(table.name, rules)
    assert [expectation.meta["rule"] for expectation in suite.expectations] == [rule.name for rule in rules]
    assert all(expectation.notes and expectation.description for expectation in suite.expectations)
    assert len({rule.name for rule in rules}) == len(rules)
