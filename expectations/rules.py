"""The rules written by hand: of rows in `rules.yaml`, between tables in `cross_rules.sql`, of sums in `measures.yaml`.

Each file says in its head how an entry is written. They are read once and checked as they are read, so a slip of the
pen is a sentence and not a rule that never runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from expectations.model import Rule
from warehouse.checks import literal
from warehouse.schema import Severity
from warehouse.tables import BY_NAME, TABLES

HERE = Path(__file__).parent
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


class RuleError(ValueError):
    """A file of rules does not say what it must."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on a measure: beyond `value` it costs `severity`."""

    value: float
    severity: Severity
    why: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the whole dataset: `sql` gives it in one row and column, null where there is too little to judge.

    `rows` optionally gives offending rows as (id, shows). `remedy` is what to do when a bound is passed.
    """

    name: str
    table: str
    what: str
    sql: str
    minimum: Limit | None
    maximum: Limit | None
    remedy: str
    rows: str | None = None


@dataclass(frozen=True, slots=True)
class CrossRule:
    """A rule between rows or tables: `sql` returns the offending rows of `table` as (id, reason)."""

    name: str
    table: str
    severity: Severity
    why: str
    remedy: str
    sql: str


@cache
def written_rules(table_name: str) -> tuple[Rule, ...]:
    """The rules of `rules.yaml` for one table, in the order of the file."""
    entries, patterns = _read_rules()
    return tuple(_rule(table_name, entry, patterns) for entry in entries.get(table_name, []))


@cache
def measures() -> tuple[Measure, ...]:
    """The measures of `measures.yaml`, in the order of the file."""
    return tuple(_measure(entry) for entry in _load("measures.yaml"))


@cache
def cross_rules() -> tuple[CrossRule, ...]:
    """The rules of `cross_rules.sql`, in the order of the file."""
    pieces = re.split(r"^-- rule:", (HERE / "cross_rules.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return tuple(_cross_rule("-- rule:" + piece) for piece in pieces[1:])


def cross_setup() -> str:
    """The macros and temporary tables that the rules of `cross_rules.sql` use."""
    return (HERE / "cross_setup.sql").read_text(encoding="utf-8")


def _load(name: str) -> Any:
    import yaml

    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def _read_rules() -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    content = _load("rules.yaml")
    patterns = {name: literal(pattern["regex"]) for name, pattern in content.pop("patterns").items()}
    for table in TABLES:
        patterns[f"columns_of_{table.name}"] = f"[{', '.join(map(literal, table.column_names))}]"
    unknown = sorted(set(content) - set(BY_NAME))
    if unknown:
        raise RuleError(f"rules.yaml has rules for {unknown[0]!r}, which is no table of warehouse/tables.py.")
    return content, patterns


def _rule(table_name: str, entry: dict[str, Any], patterns: dict[str, str]) -> Rule:
    where = f"The rule {entry.get('rule', '?')!r} of {table_name} in rules.yaml"
    _need(entry, ("rule", "columns", "severity", "must", "why"), where)
    columns = tuple(entry["columns"])
    missing = [name for name in columns if name not in BY_NAME[table_name].column_names]
    if missing:
        raise RuleError(f"{where} names the column {missing[0]!r}, which the table does not have.")
    if ("holds" in entry) == ("expect" in entry):
        raise RuleError(f"{where} needs either `holds` (a condition) or `expect` (a class of Great Expectations).")
    name = f"{table_name}.{entry['rule']}"
    holds = _fill(entry["holds"], patterns, where) if "holds" in entry else None
    return Rule(
        name=name,
        table=table_name,
        columns=columns,
        severity=_severity(entry["severity"], where),
        must=_line(entry["must"]),
        why=_line(entry["why"]),
        expectation=entry.get("expect", "ExpectColumnValuesToBeInSet"),
        arguments=entry["with"] if holds is None else {"column": name, "value_set": [True]},
        holds=holds,
    )


def _cross_rule(piece: str) -> CrossRule:
    head = dict(re.findall(r"^-- (rule|severity|why|remedy): *(.+)$", piece, flags=re.MULTILINE))
    where = f"The rule {head['rule']!r} in cross_rules.sql"
    _need(head, ("severity", "why", "remedy"), where)
    table = head["rule"].split(".")[0]
    if table not in BY_NAME:
        raise RuleError(f"{where} is about {table!r}, which is no table of warehouse/tables.py.")
    severity = _severity(head["severity"], where)
    if severity == "reject":
        raise RuleError(f"{where} cannot reject: by then other rows count on the row. Make it fail or warn.")
    sql = "\n".join(line for line in piece.splitlines() if not line.startswith("--")).strip().rstrip(";")
    return CrossRule(head["rule"], table, severity, head["why"], head["remedy"], sql)


def _measure(entry: dict[str, Any]) -> Measure:
    where = f"The measure {entry.get('measure', '?')!r} in measures.yaml"
    patterns = _read_rules()[1]
    _need(entry, ("measure", "table", "what", "sql", "remedy"), where)
    if entry["table"] not in BY_NAME:
        raise RuleError(f"{where} is about {entry['table']!r}, which is no table of warehouse/tables.py.")
    minimum, maximum = (_limit(entry.get(bound), f"{where}, {bound},") for bound in ("minimum", "maximum"))
    if minimum is None and maximum is None:
        raise RuleError(f"{where} has neither a minimum nor a maximum.")
    return Measure(
        name=f"{entry['table']}.{entry['measure']}",
        table=entry["table"],
        what=_line(entry["what"]),
        sql=_fill(entry["sql"], patterns, where),
        minimum=minimum,
        maximum=maximum,
        remedy=_line(entry["remedy"]),
        rows=_fill(entry["rows"], patterns, where) if "rows" in entry else None,
    )


def _limit(entry: dict[str, Any] | None, where: str) -> Limit | None:
    if entry is None:
        return None
    _need(entry, ("value", "severity", "why"), where)
    return Limit(float(entry["value"]), _severity(entry["severity"], where), _line(entry["why"]))


def _need(entry: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    missing = [key for key in keys if key not in entry]
    if missing:
        raise RuleError(f"{where} lacks `{missing[0]}`.")


def _severity(value: str, where: str) -> Severity:
    if value in get_args(Severity):
        return cast("Severity", value)
    raise RuleError(f"{where} has the severity {value!r}; write one of {', '.join(get_args(Severity))}.")


def _fill(sql: str, patterns: dict[str, str], where: str) -> str:
    """`sql` with every `{{name}}` replaced by that pattern as an SQL string."""

    def pattern(match: re.Match[str]) -> str:
        if match[1] not in patterns:
            raise RuleError(f"{where} uses {match[1]!r}, which is no pattern of rules.yaml.")
        return patterns[match[1]]

    return PLACEHOLDER.sub(pattern, sql).strip()


def _line(text: str) -> str:
    return " ".join(text.split())
