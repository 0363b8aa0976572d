"""The quality report: what was checked, what broke and why it matters, as Markdown and as one page of HTML.

The page needs no network and follows the reader's light or dark setting. Nothing in either depends on a clock: the same
rows and findings give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.model import Finding, merge_findings
from warehouse.checks import literal, quoted
from warehouse.schema import Table
from warehouse.tables import BY_NAME, TABLES

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
MARKDOWN_NAME, HTML_NAME = "quality.md", "quality.html"
VERDICTS = {"fail": "refuses the build", "reject": "rows turned away", "warn": "worth a look"}


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """How many rows of a column are null, or hold an empty list."""

    name: str
    meaning: str
    nulls: int
    empties: int


@dataclass(frozen=True, slots=True)
class TableProfile:
    name: str
    meaning: str
    rows: int
    columns: tuple[ColumnProfile, ...]


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The rejects of one rule: how many, and one of them as an example."""

    stage: str
    rule: str
    count: int
    example: str
    reason: str


@dataclass(frozen=True)
class QualityReport:
    """All a report shows. `findings` are merged over batches and ordered, gravest first."""

    findings: list[Finding]
    tables: list[TableProfile]
    turned_away: list[TurnedAway]

    @cached_property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.passed]

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)

    def count(self, severity: str) -> int:
        """Rules of that severity that were broken."""
        return sum(1 for finding in self.broken if finding.severity == severity)

    def of_table(self, name: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.table == name]

    @property
    def verdict(self) -> str:
        """One sentence: may this be published, and what should a reader know."""
        if self.is_refused:
            broken = _counted(self.count("fail"), "rule that may not break", "rules that may not break")
            return f"Refused: {broken} did. The last good warehouse stays in place."
        notes = []
        if self.count("reject"):
            notes.append(f"{_counted(self.count('reject'), 'rule', 'rules')} turned rows away")
        if self.count("warn"):
            notes.append(f"{_counted(self.count('warn'), 'rule', 'rules')} found rows worth a look")
        return "Fit to publish: " + (" and ".join(notes) if notes else "every rule was kept") + "."


def build_report(folder: Path, findings: Iterable[Finding]) -> QualityReport:
    """The report on the Parquet files `folder/<table>/*.parquet` and on what `findings` say of them, batches merged."""
    import duckdb

    with duckdb.connect() as connection:
        profiles = [_profile(connection, folder, table) for table in TABLES]
        turned_away = _turned_away(connection, folder)
    return QualityReport(merge_findings(findings), profiles, turned_away)


def write_report(folder: Path, findings: Iterable[Finding], into: Path) -> QualityReport:
    """Write `quality.md` and `quality.html` into the folder `into`, and return what they show."""
    report = build_report(folder, findings)
    into.mkdir(parents=True, exist_ok=True)
    (into / MARKDOWN_NAME).write_text(render_markdown(report), encoding="utf-8")
    (into / HTML_NAME).write_text(render_html(report), encoding="utf-8")
    return report


def render_markdown(report: QualityReport) -> str:
    """The report for a terminal or a repository page."""
    return _render("quality.md.j2", report, escape=False)


def render_html(report: QualityReport) -> str:
    """The report as one page that needs nothing else."""
    return _render("quality.html.j2", report, escape=True)


def _render(template: str, report: QualityReport, *, escape: bool) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(share=_share, number=_number, cell=_cell, prose=_prose)
    return environment.get_template(template).render(report=report, verdicts=VERDICTS, groups=_groups(report))


def _groups(report: QualityReport) -> Mapping[str, list[Finding]]:
    """The broken rules by severity, gravest first."""
    return {severity: [f for f in report.broken if f.severity == severity] for severity in VERDICTS}


# ---- figures of the files -------------------------------------------------------------------------------------------------


def _profile(connection: Any, folder: Path, table: Table) -> TableProfile:
    source = _source(folder, table.name)
    if source is None:
        columns = tuple(ColumnProfile(c.name, c.meaning, 0, 0) for c in table.columns)
        return TableProfile(table.name, table.meaning, 0, columns)
    counts = ", ".join(
        f"count(*) - count({quoted(c.name)}), {f'count(*) FILTER (len({quoted(c.name)}) = 0)' if c.is_list else '0'}"
        for c in table.columns
    )
    rows, *numbers = connection.execute(f"SELECT count(*), {counts} FROM {source}").fetchone()
    pairs = zip(table.columns, numbers[::2], numbers[1::2], strict=True)
    columns = tuple(ColumnProfile(c.name, c.meaning, nulls, empties) for c, nulls, empties in pairs)
    return TableProfile(table.name, table.meaning, rows, columns)


def _turned_away(connection: Any, folder: Path) -> list[TurnedAway]:
    source = _source(folder, "rejects")
    if source is None:
        return []
    rows = connection.execute(
        "SELECT stage, rule, count(*), min_by(coalesce(source_uri, doc_id, reject_id), reject_id), "
        f"min_by(reason, reject_id) FROM {source} GROUP BY stage, rule ORDER BY count(*) DESC, stage, rule"
    ).fetchall()
    return [TurnedAway(*row) for row in rows]


def _source(folder: Path, table: str) -> str | None:
    if not any((folder / table).glob("*.parquet")):
        return None
    return f"read_parquet({literal(str(folder / BY_NAME[table].name / '*.parquet'))})"


# ---- how things are written --------------------------------------------------------------------------------------------------


def _share(part: int, whole: int) -> str:
    """A share in per cent that never rounds something to nothing or less than all to all."""
    if whole == 0 or part == 0:
        return "0 %"
    if part == whole:
        return "100 %"
    percent = 100 * part / whole
    return "< 1 %" if percent < 1 else "> 99 %" if percent > 99 else f"{percent:.0f} %"


def _number(value: int) -> str:
    return f"{value:,}"


def _cell(text: str) -> str:
    """Text inside a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _prose(text: str) -> Markup:
    """Text for the page: escaped, with what stands between backticks set as code."""
    from markupsafe import Markup, escape

    pieces = str(escape(text)).split("`")
    if len(pieces) % 2 == 0:  # a stray backtick of the data
        return Markup("`".join(pieces))
    return Markup("".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces)))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
