"""The derived checks: silent on sound tables, and naming the row for every kind of break."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.warehouse.conftest import small_tables
from warehouse.checks import Check, cross_checks, value_checks
from warehouse.tables import TABLES


def broken_rules(tables: dict[str, pa.Table]) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect() as connection:
        for name, rows in tables.items():
            connection.register(name, rows)
        found = {check.name: connection.execute(check.sql).fetchall() for check in [*cross_checks(), *value_checks()]}
    return {name: rows for name, rows in found.items() if rows}


def changed(table: str, row: int, **values: Any) -> dict[str, pa.Table]:
    tables = small_tables()
    rows = tables[table].to_pylist()
    rows[row] |= values
    nullable = pa.schema([field.with_nullable(True) for field in tables[table].schema])
    return tables | {table: pa.Table.from_pylist(rows, schema=nullable)}


def test_sound_tables_break_no_rule():
    assert broken_rules(small_tables()) == {}


def test_every_declared_rule_has_a_check():
    names = {check.name for check in [*cross_checks(), *value_checks()]}
    for table in TABLES:
        assert f"{table.name}.{'+'.join(table.key)}.unique" in names
        for span in table.spans:
            assert f"{table.name}.{span.text or span.start}.stands_in_text" in names
        for column in table.columns:
            rules = {"references": column.references, "allowed": column.allowed, "required": not column.nullable}
            for rule, declared in rules.items():
                assert (f"{table.name}.{column.name}.{rule}" in names) == bool(declared)
    assert len(names) == len(cross_checks()) + len(value_checks()), "names must not clash"


def test_a_check_carries_its_reason_and_the_severity_that_is_declared():
    checks: dict[str, Check] = {check.name: check for check in cross_checks()}
    assert checks["quotes.speaker_id.references"].severity == "reject"
    assert checks["quotes.quote_id.unique"].severity == "fail"
    assert all(check.why.endswith(".") for check in checks.values())


@pytest.mark.parametrize(
    ("tables", "rule", "row_id", "reason"),
    [
        (lambda: changed("quotes", 1, quote_id="quo_1a"), "quotes.quote_id.unique", "quo_1a", "stands in 2 rows"),
        (lambda: changed("quotes", 0, speaker_id="ent_nobody"), "quotes.speaker_id.references", "quo_1a", "ent_nobody is not in entities.entity_id"),
        (lambda: changed("events", 0, actor_ids=["ent_brandvik", "ent_x"]), "events.actor_ids.references", "eve_1", "ent_x is not in"),
        (lambda: changed("events", 0, actor_ids=[None]), "events.actor_ids.references", "eve_1", "null is not in"),
        (lambda: changed("statements", 0, recurs_of="sta_x"), "statements.recurs_of.references", "sta_easter", "sta_x is not in statements"),
        (lambda: changed("figures", 2, text="55 million euros"), "figures.text.stands_in_text", "fig_3", "text is «55 million euros», but the document has «55 million dollars»"),
        (lambda: changed("figures", 2, start=0), "figures.text.stands_in_text", "fig_3", "but the document has «Zoë’s Café"),
        (lambda: changed("quotes", 0, speaker_end=None), "quotes.speaker_text.stands_in_text", "quo_1a", "one of speaker_start and speaker_end is null"),
        (lambda: changed("quotes", 0, speaker_start=None, speaker_end=None), "quotes.speaker_text.stands_in_text", "quo_1a", "speaker_text has no speaker_start"),
        (lambda: changed("events", 0, sentence_end=100_000), "events.sentence_start.stands_in_text", "eve_1", "sentence_end is beyond the text"),
        (lambda: changed("mentions", 0, end=3), "mentions.text.stands_in_text", "men_1", "enclose nothing"),
        (lambda: changed("quotes", 0, parts=[]), "quotes.parts.within_row", "quo_1a", "parts is empty"),
        (lambda: changed("quotes", 0, parts=[{"start": 127, "end": 130}, {"start": 100, "end": 109}]), "quotes.parts.within_row", "quo_1a", "out of order"),
        (lambda: changed("quotes", 0, parts=[{"start": 1, "end": 5}]), "quotes.parts.within_row", "quo_1a", "outside start and end"),
        (lambda: changed("overlaps", 0, shared_passages=[{"start_a": 0, "end_a": 9, "start_b": 0, "end_b": 9_999}]), "overlaps.shared_passages.b.within_text", "doc_courier doc_gazette", "end_b is beyond the text"),
        (lambda: changed("quotes", 0, kind="shouted"), "quotes.kind.allowed", "quo_1a", "kind shouted is none of direct, mixed, indirect"),
        (lambda: changed("quotes", 0, confidence=1.5), "quotes.confidence.maximum", "quo_1a", "confidence 1.5 is above 1"),
        (lambda: changed("stories", 0, document_count=0), "stories.document_count.minimum", "sto_quay", "document_count 0 is below 1"),
        (lambda: changed("facts", 0, unit=None), "facts.unit.required", "fac_cost", "unit is null"),
    ],
)  # fmt: skip
def test_a_break_is_found_and_names_the_row(
    tables: Callable[[], dict[str, pa.Table]], rule: str, row_id: str, reason: str
):
    found = broken_rules(tables())
    assert rule in found
    assert row_id in [key for key, _ in found[rule]]
    assert reason in found[rule][0][1]


def test_offsets_count_code_points_not_bytes_or_graphemes():
    text = "e\u0301 👨‍👩‍👧 said \U0001f6a2 yes"
    start = text.index("yes")
    tables = small_tables()
    documents = tables["documents"].to_pylist()
    documents[3]["text"] = text
    mention = {"mention_id": "men_9", "doc_id": "doc_notice", "start": start, "end": start + 3, "text": "yes", "form": "name", "confidence": 1.0}  # fmt: skip
    tables["documents"] = pa.Table.from_pylist(documents, schema=tables["documents"].schema)
    tables["mentions"] = pa.Table.from_pylist([mention], schema=tables["mentions"].schema)
    assert "mentions.text.stands_in_text" not in broken_rules(tables)
    tables["mentions"] = pa.Table.from_pylist([mention | {"start": start - 1, "end": start + 2}], schema=tables["mentions"].schema)  # fmt: skip
    assert "mentions.text.stands_in_text" in broken_rules(tables)
