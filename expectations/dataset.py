"""The whole dataset, as staged Parquet, against the rules between its tables: the last gate before it is published.

Rows by themselves were checked as they were made (`expectations.validate`), but for `rejects` and `runs`, which grow to
the end. Checked here is what needs more than one row: keys, references and offsets as SQL from `warehouse.checks`,
counts and agreements from `cross_rules.sql`, numbers of the whole from `measures.yaml`. By now rows count on each other
and none can be turned away: what would be a reject in a batch refuses the build here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine import count_unexpected
from expectations.model import SAMPLES, Finding, Rule, Sample, order_findings
from expectations.rules import Limit, Measure, cross_rules, cross_setup, measures
from expectations.validate import check_columns, validate_batch
from warehouse.checks import Check, cross_checks, literal, quoted
from warehouse.schema import Severity, Table
from warehouse.tables import REJECTS, RUNS, TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GROWING = (REJECTS, RUNS)
WRITTEN_LAST = frozenset({"runs"})  # a build's own row is complete only when the build is


@dataclass(frozen=True, slots=True)
class _Query:
    """A rule as SQL, from whichever source: `sql` returns offending rows as (id, reason)."""

    name: str
    table: str
    severity: Severity
    why: str
    promise: str
    remedy: str
    sql: str


def validate_dataset(folder: Path, scratch: Path) -> list[Finding]:
    """Check the Parquet files `folder/<table>/*.parquet` against every rule that looks further than one row.

    `scratch` is a folder DuckDB may spill to. Returns one finding a rule, gravest first.
    """
    shapes = [finding for table in TABLES for finding in _check_shape(folder, table)]
    if any(not finding.passed for finding in shapes):
        return order_findings(shapes)
    with open_dataset(folder, scratch) as connection:
        rows = {table.name: _scalar(connection, f"SELECT count(*) FROM {quoted(table.name)}") for table in TABLES}
        connection.execute(cross_setup())
        findings = [finding for table in GROWING for finding in _check_rows(connection, table)]
        findings += [_run(connection, query, int(rows[query.table] or 0)) for query in _queries()]
        findings += _check_measures(connection)
    return order_findings([*shapes, *findings])


def _check_rows(connection: DuckDBPyConnection, table: Table) -> list[Finding]:
    """The row rules of a table whose rows were not checked when they were made."""
    rows = connection.sql(f"SELECT * FROM {quoted(table.name)}").to_arrow_table()
    _shape, *findings = validate_batch(table.name, rows).findings
    return [replace(finding, severity=_final(finding.severity)) for finding in findings]


def _final(severity: Severity) -> Severity:
    return "warn" if severity == "warn" else "fail"


def _queries() -> Iterator[_Query]:
    for check in cross_checks():
        yield _query_of(check)
    for rule in cross_rules():
        yield _Query(rule.name, rule.table, rule.severity, rule.why, rule.why, rule.remedy, rule.sql)


def _query_of(check: Check) -> _Query:
    remedy = f"mend the step that makes {check.table}, or what it reads"
    return _Query(check.name, check.table, _final(check.severity), check.why, check.why, remedy, check.sql)


def _run(connection: DuckDBPyConnection, query: _Query, checked: int) -> Finding:
    offenders = connection.execute(
        f"SELECT id, min(reason) AS reason, count(*) OVER () AS offenders FROM ({query.sql}) AS broken "
        f"GROUP BY id ORDER BY id LIMIT {SAMPLES}"
    ).fetchall()
    unexpected = int(offenders[0][2]) if offenders else 0
    return Finding(
        rule=query.name,
        table=query.table,
        severity=query.severity,
        passed=not offenders,
        checked=checked,
        unexpected=unexpected,
        samples=tuple(Sample(str(row_id), str(reason)) for row_id, reason, _ in offenders),
        why=query.why,
        message=query.promise if not offenders else _message(query, *offenders[0][:2]),
    )


def _message(query: _Query, row_id: object, reason: object) -> str:
    return f"In {query.table}, {row_id}: {reason}. What to do: {query.remedy}{'' if query.remedy[-1] in '.?' else '.'}"


# ---- the files -----------------------------------------------------------------------------------------------------------


def _check_shape(folder: Path, table: Table) -> Iterator[Finding]:
    """Every file of a table has the declared columns; a table without files is a step that did not run."""
    files = sorted((folder / table.name).glob("*.parquet"))
    if not files and table.name not in WRITTEN_LAST:
        yield Finding(
            rule=f"{table.name}.present",
            table=table.name,
            severity="fail",
            passed=False,
            checked=1,
            unexpected=1,
            samples=(),
            why="A table without rows still has a file that says so; one without a file was forgotten.",
            message=f"No Parquet file of {table.name} was written; look at the step that makes it.",
        )
        return
    schemas = {pq.read_schema(file).remove_metadata() for file in files} or {table.schema}
    findings = [check_columns(table, schema.empty_table()) for schema in sorted(schemas, key=str)]
    yield next((finding for finding in findings if not finding.passed), findings[0])


def open_dataset(folder: Path, scratch: Path) -> DuckDBPyConnection:
    """An in-memory database with a view a table over the Parquet files; a table without files is empty."""
    import duckdb

    connection = duckdb.connect(config={"temp_directory": str(scratch)})
    for table in TABLES:
        if any((folder / table.name).glob("*.parquet")):
            source = f"read_parquet({literal(str(folder / table.name / '*.parquet'))})"
        else:
            connection.register(f"empty_{table.name}", table.schema.empty_table())
            source = f"empty_{table.name}"
        connection.execute(f"CREATE TEMP VIEW {quoted(table.name)} AS SELECT * FROM {source}")
    return connection


# ---- numbers of the whole --------------------------------------------------------------------------------------------------


def _check_measures(connection: DuckDBPyConnection) -> list[Finding]:
    """The measures, side by side in one row, against their bounds with Great Expectations."""
    values = {measure.name: _scalar(connection, measure.sql) for measure in measures()}
    row = pa.table({name: pa.array([value], pa.float64()) for name, value in values.items()})
    bounds = [(measure, *bound) for measure in measures() for bound in _bounds(measure)]
    outcomes = count_unexpected(row, [rule for _, rule, _ in bounds])
    return [
        _measure_finding(connection, measure, rule, limit, values[measure.name], outcome.unexpected == 0)
        for (measure, rule, limit), outcome in zip(bounds, outcomes, strict=True)
    ]


def _bounds(measure: Measure) -> Iterator[tuple[Rule, Limit]]:
    for side, limit, word in (("min", measure.minimum, "at least"), ("max", measure.maximum, "at most")):
        if limit is None:
            continue
        rule = Rule(
            name=f"{measure.name}.{side}imum",
            table=measure.table,
            columns=(measure.name,),
            severity=limit.severity,
            must=f"{measure.what[0].upper()}{measure.what[1:]}: {word} {limit.value:g}",
            why=limit.why,
            expectation="ExpectColumnValuesToBeBetween",
            arguments={"column": measure.name, f"{side}_value": limit.value},
        )
        yield rule, limit


def _measure_finding(
    connection: DuckDBPyConnection, measure: Measure, rule: Rule, limit: Limit, value: float | None, passed: bool
) -> Finding:
    shown = "too little to judge" if value is None else f"{value:.4g}"
    samples = [] if passed or measure.rows is None else _rows(connection, measure.rows)
    return Finding(
        rule=rule.name,
        table=measure.table,
        severity=rule.severity,
        passed=passed,
        checked=0 if value is None else 1,
        unexpected=0 if passed else 1,
        is_of_whole=True,
        samples=tuple(samples),
        why=limit.why,
        message=f"{rule.must}; here {shown}." if passed else f"{rule.must}; here {shown}. {measure.remedy}",
    )


def _rows(connection: DuckDBPyConnection, sql: str) -> list[Sample]:
    rows = connection.execute(f"SELECT id, shows FROM ({sql}) AS broken (id, shows) LIMIT {SAMPLES}")
    return [Sample(str(row_id), str(shows)) for row_id, shows in rows.fetchall()]


def _scalar(connection: DuckDBPyConnection, sql: str) -> float | None:
    row = connection.execute(sql).fetchone()
    return None if row is None or row[0] is None else float(row[0])
