"""What a warehouse holds and where it came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import WarehouseError
from warehouse.parquet import read_table, table_files
from warehouse.tables import RUNS, TABLES

if TYPE_CHECKING:
    from rich.console import Console


def read_status(warehouse: Path) -> dict[str, Any]:
    """Rows a table, the last run, the number of runs and the exported releases. `WarehouseError` if nothing is built."""
    import pyarrow.parquet as pq

    parquet = warehouse / "parquet"
    if not parquet.is_dir():
        raise WarehouseError(
            f"There is no warehouse in {warehouse} yet: build one with newsledger build RAW -w {warehouse}."
        )
    rows = {
        table.name: sum(pq.read_metadata(path).num_rows for path in table_files(table, parquet)) for table in TABLES
    }
    runs = read_table(RUNS, parquet).to_pylist()
    last = runs[-1]
    exports = warehouse / "exports"
    return {
        "warehouse": str(warehouse),
        "rows": rows,
        "runs": len(runs),
        "last_run": {
            **last, "counts": json.loads(last["counts"]), "seconds": json.loads(last["seconds"]),
            "config": json.loads(last["config"]),
        },
        "releases": sorted(path.name for path in exports.iterdir() if path.is_dir()) if exports.is_dir() else [],
    }  # fmt: skip


def print_status(status: dict[str, Any], console: Console) -> None:
    from rich.table import Table

    run = status["last_run"]
    console.print(f"{status['warehouse']}: built {run['finished_at']:%Y-%m-%d %H:%M} UTC, run {status['runs']}", highlight=False)  # fmt: skip
    console.print(f"code {run['code_version']}, model {run['model_version']}", highlight=False)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, count in status["rows"].items():
        table.add_row(name, f"{count:,}")
    console.print(table)
    seconds = ", ".join(f"{stage} {value:.1f}" for stage, value in run["seconds"].items())
    console.print(f"seconds: {seconds}", highlight=False)
    console.print(f"releases: {', '.join(status['releases']) or 'none exported yet'}", highlight=False)
