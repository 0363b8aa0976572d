"""What a rule is, what came of checking it, and how a build is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.schema import Severity

SAMPLES = 5  # offending rows a finding shows: enough to see a pattern, few enough to read
SHOWN_PROBLEMS = 8  # findings in the summary of a refused build; the quality report holds them all
SEVERITY_ORDER = {"fail": 0, "reject": 1, "warn": 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """Something every row of a table keeps, and what breaking it costs.

    `must` completes the sentence "This row's `columns` …". `expectation` is the class of Great Expectations that
    checks it and `arguments` what that class is called with. Where Great Expectations has none for it (conditions over
    several columns, list columns), `holds` is a DuckDB condition over one row: it is computed into a column of the
    rule's own name first, which is then expected to be true. As in SQL's CHECK, null counts as kept.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    severity: Severity
    must: str
    why: str
    expectation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    holds: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One offending row: its key, and the values that offend."""

    row_id: str
    shows: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one rule on one table: `unexpected` of `checked` rows broke it.

    `is_of_whole` marks a number of the whole table, with samples of what made it so and nothing to count.
    `message` says what is wrong in the first offender and what to do; for a rule that was kept, what the rule demands.
    """

    rule: str
    table: str
    severity: Severity
    passed: bool
    checked: int
    unexpected: int
    samples: tuple[Sample, ...]
    why: str
    message: str
    is_of_whole: bool = False

    @property
    def sample_ids(self) -> tuple[str, ...]:
        return tuple(sample.row_id for sample in self.samples)

    @property
    def extent(self) -> str:
        """How many of the rows it looked at broke the rule, in words."""
        if self.is_of_whole:
            return "the table as a whole"
        return f"{self.unexpected:,} of {self.checked:,}" if self.checked else "nothing to check"

    @property
    def refuses(self) -> bool:
        """Whether this alone keeps a build from being published."""
        return self.severity == "fail" and not self.passed


@dataclass(frozen=True)
class BatchResult:
    """The rows that were let in, those that were not (in the schema of `rejects`), and what every rule found."""

    kept: pa.Table
    rejected: pa.Table
    findings: list[Finding]


class BuildRefused(Exception):
    """The new dataset broke a rule that no published dataset may break; the last good one stays in place."""

    def __init__(self, findings: Iterable[Finding], report: Path | None = None) -> None:
        self.findings = [finding for finding in order_findings(findings) if finding.refuses]
        self.report = report
        super().__init__(self.summary())

    def __reduce__(self) -> tuple[type[BuildRefused], tuple[list[Finding], Path | None]]:
        return type(self), (self.findings, self.report)  # a worker process hands it over whole

    def summary(self) -> str:
        """A few lines for a terminal: how many rules broke, each with its message, and where to look."""
        count = len(self.findings)
        lines = [f"The build was not published: {count} rule{'s' if count != 1 else ''} that may not break did."]
        lines += [f"  {f.rule}, {f.extent}: {f.message}" for f in self.findings[:SHOWN_PROBLEMS]]
        if count > SHOWN_PROBLEMS:
            lines.append(f"  and {count - SHOWN_PROBLEMS} more")
        where = f": {self.report}" if self.report else "."
        lines.append(f"The last good warehouse is untouched. The quality report shows the rows{where}")
        return "\n".join(lines)


def refuse_if_failed(findings: Iterable[Finding], report: Path | None = None) -> None:
    """Raise `BuildRefused` if any finding keeps the build from being published; `report` says where it is described."""
    refused = [finding for finding in findings if finding.refuses]
    if refused:
        raise BuildRefused(refused, report)


def order_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Gravest first, then by table and rule: the same order whatever the order they came in."""
    return sorted(findings, key=_rank)


def _rank(finding: Finding) -> tuple[object, ...]:
    samples = [(sample.row_id, sample.shows) for sample in finding.samples]
    gravity = (finding.passed, SEVERITY_ORDER[finding.severity])
    return (*gravity, finding.table, finding.rule, finding.message, finding.checked, finding.unexpected, samples)


def merge_findings(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule from the findings of many batches: counts added, samples joined by id, ordered."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.table, finding.rule), []).append(finding)
    return order_findings(_merge_group(group) for group in groups.values())


def _merge_group(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    broken = sorted((f for f in group if not f.passed), key=lambda f: (f.sample_ids, *_rank(f)))
    shown = broken[0] if broken else min(group, key=_rank)
    samples = sorted({sample for f in broken for sample in f.samples}, key=lambda s: (s.row_id, s.shows))
    return Finding(
        rule=shown.rule,
        table=shown.table,
        severity=shown.severity,
        passed=not broken,
        checked=sum(f.checked for f in group),
        unexpected=sum(f.unexpected for f in group),
        samples=tuple(samples[:SAMPLES]),
        why=shown.why,
        message=shown.message,
        is_of_whole=shown.is_of_whole,
    )
