"""A finished build in a few lines: for a terminal, for a Prefect artifact, for a machine."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from flows.build import BuildReport

COUNTED = ("files", "documents", "stories", "entities", "quotes", "statements", "figures", "facts", "events", "episodes", "rejects")  # fmt: skip
QUERIES = (
    "SELECT speaker_name, kind, text FROM who_said_what LIMIT 10",
    "SELECT * FROM disputed_facts",
    "SELECT happened_on, event_type, summary, outlet_count FROM timeline LIMIT 20",
)


def print_summary(report: BuildReport, console: Console) -> None:
    """What was made, where it is, and what to ask it first."""
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in COUNTED:
        table.add_row(name, f"{report.counts.get(name, 0):,}")
    table.add_row("seconds", f"{sum(report.seconds.values()):.1f}")
    console.print(table)
    counts = {**report.reused, "parsed paragraphs": report.paragraphs["reused"]}
    reused = [f"{count:,} {what}" for what, count in counts.items() if count]
    if reused:
        console.print(f"Reused from earlier builds: {', '.join(reused)}.", highlight=False)
    if report.warnings:
        console.print(f"{len(report.warnings)} rules found rows worth a look: see the report.", style="yellow", highlight=False)  # fmt: skip
    if report.counts.get("rejects"):
        console.print("What was not let in, and why: newsledger sql \"SELECT source_uri, reason FROM rejects\"", highlight=False, markup=False, soft_wrap=True)  # fmt: skip
    console.print()
    for label, name in (("Database", "newsledger.duckdb"), ("Parquet", "parquet"), ("Report", "quality.html")):
        console.print(f"{label:<9} {report.warehouse / name}", highlight=False, markup=False, soft_wrap=True)
    console.print("\nTry:")
    at = "" if str(report.warehouse) == "warehouse" else f" --warehouse {report.warehouse}"
    for query in QUERIES:
        console.print(f'  newsledger sql{at} "{query}"', highlight=False, markup=False, soft_wrap=True)


def summary_markdown(report: BuildReport) -> str:
    """The same as a Markdown table."""
    lines = ["| what | how many |", "|---|---:|"]
    lines += [f"| {name} | {report.counts.get(name, 0):,} |" for name in COUNTED]
    lines += [f"| seconds for {stage} | {seconds:.1f} |" for stage, seconds in report.seconds.items()]
    lines += ["", *(f"- {warning}" for warning in report.warnings)]
    return "\n".join(lines)


def summary_json(report: BuildReport) -> str:
    """The same as one JSON object."""
    return json.dumps(dataclasses.asdict(report), default=str, sort_keys=True)
