"""All rules on one page, for people who ask what "validated" means here."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.rules import cross_rules, measures
from expectations.suites import rules_of
from warehouse.checks import cross_checks
from warehouse.schema import Table
from warehouse.tables import TABLES

HEAD = """# Rules

Every build checks every rule below. A broken rule costs one of three things:

- **fail**: the build is not published, the last good warehouse stays;
- **reject**: the row goes to `rejects` with the reason, and everything is made again without it;
- **warn**: the row stays, the quality report shows it.

This page is made from `warehouse/tables.py` and the files in `expectations/`; don't edit it.
"""


def rules_page() -> str:
    """The page as Markdown: a table of rules for every table of the dataset."""
    return HEAD + "".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    rows = "".join(f"| `{name}` | {severity} | {_cell(text)} |\n" for name, severity, text in _rows(table))
    return f"\n## {table.name}\n\n| rule | if broken | what and why |\n|---|---|---|\n{rows}"


def _rows(table: Table) -> Iterator[tuple[str, str, str]]:
    for rule in rules_of(table.name):
        columns = ", ".join(f"`{column}`" for column in rule.columns)
        yield rule.name, rule.severity, f"{columns}: {rule.must}. {rule.why}"
    for check in cross_checks():
        if check.table == table.name:
            yield check.name, "warn" if check.severity == "warn" else "fail", check.why
    for written in cross_rules():
        if written.table == table.name:
            yield written.name, written.severity, written.why
    for measure in measures():
        for word, limit in (("at least", measure.minimum), ("at most", measure.maximum)):
            if limit and measure.table == table.name:
                yield measure.name, limit.severity, f"{measure.what}: {word} {limit.value:g}. {limit.why}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
