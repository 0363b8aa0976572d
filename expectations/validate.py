"""One batch of one table against its rules: what is let in, what is turned away and why."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from expectations.engine import Outcome, column_labels, count_unexpected, find_unexpected, type_label
from expectations.model import SAMPLES, BatchResult, Finding, Rule, Sample, merge_findings
from expectations.suites import rules_of
from transforms.ids import make_id
from warehouse.schema import Table
from warehouse.tables import BY_NAME, REJECTS

INVISIBLE = re.compile("[\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]")  # a reason spells them out
VALUE_SHOWN = 80  # characters of a value that a reason repeats
REMEDIES = {
    "fail": "Mend the step that makes {table}; until then no build is published.",
    "reject": "Such rows went to `rejects`; look there, and mend the source or the step that makes {table}.",
    "warn": "Such rows were kept; look at the samples.",
}

POSITION = "@position"  # a row's place in its batch; no column of ours can bear this name
ROWS_AT_ONCE = 100_000  # the 62 rules of quotes take 1.3 s and 300 MB on as many


def validate_batch(table_name: str, rows: pa.Table) -> BatchResult:
    """Check `rows` of one table with Great Expectations and part them.

    Rows that break a rule of severity `reject` go to `rejected` (one reject a row, its reason naming every rule it
    broke); all others are `kept`, in their order. A broken rule of severity `fail` moves nothing: its finding
    `refuses`, and the caller ends the build. A batch of any size is checked `ROWS_AT_ONCE` rows at a time, so keys
    are compared within as many; over all rows `validate_dataset` compares them. Raises `engine.RuleNotRun` if a rule
    can't be checked.
    """
    table = BY_NAME[table_name]
    shape = check_columns(table, rows)
    if not shape.passed:
        return BatchResult(rows, REJECTS.schema.empty_table(), [shape])
    slices = [rows.slice(start, ROWS_AT_ONCE) for start in range(0, max(1, rows.num_rows), ROWS_AT_ONCE)]
    results = [_validate_slice(table, part) for part in slices]
    return BatchResult(
        kept=rows
        if all(result.rejected.num_rows == 0 for result in results)
        else pa.concat_tables(r.kept for r in results),
        rejected=pa.concat_tables(result.rejected for result in results),
        findings=[shape, *_merged([result.findings for result in results])],
    )


def _validate_slice(table: Table, rows: pa.Table) -> BatchResult:
    rules = rules_of(table.name)
    flagged = add_conditions(rows, rules)
    outcomes = count_unexpected(flagged, rules)
    broken = find_unexpected(flagged, [outcome.rule for outcome in outcomes if outcome.unexpected])
    findings = [_finding(table, rows, outcome, broken.get(outcome.rule.name, ())) for outcome in outcomes]
    return _part(table, rows, rules, broken, findings)


def _merged(findings: Sequence[list[Finding]]) -> list[Finding]:
    """One finding a rule, in the order of the rules."""
    return findings[0] if len(findings) == 1 else merge_findings(f for part in findings for f in part)


def add_conditions(rows: pa.Table, rules: Sequence[Rule]) -> pa.Table:
    """`rows` with a column of true and false for every rule given as a condition, named as the rule."""
    conditions = [rule for rule in rules if rule.holds is not None]
    if not conditions or rows.num_rows == 0:
        return rows
    import duckdb

    flags = ", ".join(f'coalesce(({rule.holds}), true) AS "{rule.name}"' for rule in conditions)
    placed = rows.append_column(POSITION, pa.array(range(rows.num_rows), pa.int64()))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("batch", placed)
        # A scan of an Arrow table in many chunks was seen to give its rows in another order, even with one thread.
        computed = connection.sql(f'SELECT {flags} FROM batch ORDER BY "{POSITION}"').to_arrow_table()
    for rule in conditions:
        rows = rows.append_column(rule.name, computed.column(rule.name))
    return rows


# ---- parting -----------------------------------------------------------------------------------------------------------


def _part(
    table: Table, rows: pa.Table, rules: Sequence[Rule], broken: Mapping[str, list[int]], findings: list[Finding]
) -> BatchResult:
    breaches: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.severity == "reject":
            for position in broken.get(rule.name, ()):
                breaches[position].append(rule)
    if not breaches:
        return BatchResult(rows, REJECTS.schema.empty_table(), findings)
    positions = sorted(breaches)
    offending = rows.take(pa.array(positions)).to_pylist()
    rejects = [_reject(table, row, breaches[position]) for position, row in zip(positions, offending, strict=True)]
    kept = rows.filter(pc.invert(pc.is_in(pa.array(range(rows.num_rows)), value_set=pa.array(positions))))
    return BatchResult(kept, pa.Table.from_pylist(rejects, schema=REJECTS.schema), findings)


def _reject(table: Table, row: Mapping[str, Any], rules: Sequence[Rule]) -> dict[str, Any]:
    row_json = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_as_json)
    reason = " ".join(f"{_shown(rule, row)}, but {rule.must}." for rule in rules)
    return {
        "reject_id": make_id("rej", "validate", table.name, rules[0].name, row_json),
        "stage": "validate",
        "source_uri": row.get("source_uri"),
        "doc_id": row.get("doc_id", row.get("doc_id_a")),
        "row": row_json,
        "rule": rules[0].name,
        "reason": f"{reason} {rules[0].why}",
    }


def _keys(table: Table, rows: pa.Table) -> list[str]:
    columns = [rows.column(name).to_pylist() for name in table.key]
    return [" ".join(map(str, key)) for key in zip(*columns, strict=True)]


# ---- findings ----------------------------------------------------------------------------------------------------------


def check_columns(table: Table, rows: pa.Table) -> Finding:
    """Whether `rows` has the declared columns, of the declared types, in the declared order."""
    labels = [f"{column.name}: {type_label(column.type)}" for column in table.columns]
    passed = column_labels(rows, labels)
    found = [f"{field.name}: {type_label(field.type)}" for field in rows.schema]
    return Finding(
        rule=f"{table.name}.columns",
        table=table.name,
        severity="fail",
        passed=passed,
        checked=len(labels),
        unexpected=0 if passed else max(1, len(set(labels) ^ set(found))),
        samples=() if passed else tuple(Sample(label, "") for label in sorted(set(labels) ^ set(found))[:SAMPLES]),
        why="Every reader and every later step counts on these columns, of these types and in this order.",
        message="has the declared columns and types, in order" if passed else _columns_message(table, labels, found),
    )


def _columns_message(table: Table, labels: Sequence[str], found: Sequence[str]) -> str:
    missing = [label for label in labels if label not in found]
    surplus = [label for label in found if label not in labels]
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has {', '.join(surplus)}, which is not declared"] if surplus else []
    wrong = " and ".join(parts) or "has its columns in another order than declared"
    return f"The table {table.name} {wrong}; make the step that writes it keep to warehouse/tables.py."


def _finding(table: Table, rows: pa.Table, outcome: Outcome, positions: Sequence[int]) -> Finding:
    rule = outcome.rule
    passed = outcome.unexpected == 0
    samples = () if passed else _samples(table, rows, rule, positions)
    return Finding(
        rule=rule.name,
        table=table.name,
        severity=rule.severity,
        passed=passed,
        checked=outcome.checked,
        unexpected=outcome.unexpected,
        samples=samples,
        why=rule.why,
        message=rule.must if passed else _message(rule, samples[0]),
    )


def _message(rule: Rule, first: Sample) -> str:
    return f"In {first.row_id} {first.shows}, but {rule.must}. {REMEDIES[rule.severity].format(table=rule.table)}"


def _samples(table: Table, rows: pa.Table, rule: Rule, positions: Sequence[int]) -> tuple[Sample, ...]:
    """The first offenders by key, so that the same rows are shown whatever order they came in."""
    keys = _keys(table, rows.take(pa.array(positions, pa.int64())))
    first = sorted(zip(keys, positions, strict=True))[:SAMPLES]
    shown = rows.take(pa.array([position for _, position in first], pa.int64())).to_pylist()
    return tuple(Sample(key, _shown(rule, row)) for (key, _), row in zip(first, shown, strict=True))


def _shown(rule: Rule, row: Mapping[str, Any]) -> str:
    """The values a rule looked at, as `column` is value, shortened."""
    return ", ".join(f"`{name}` is {_value(row.get(name))}" for name in rule.columns)


def _value(value: Any) -> str:
    if value is None:
        return "null"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_as_json)
    text = INVISIBLE.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)
    if len(text) > VALUE_SHOWN:
        text = text[: VALUE_SHOWN - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text.strip('"')


def _as_json(value: Any) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)
