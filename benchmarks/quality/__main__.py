"""`python -m benchmarks.quality [NAME …] [--fast] [--json]`: score the extractors on the development sets.

The sets and their scorers stand beside the project (`NEWSLEDGER_EVAL` names another folder); where they are absent the
command says so and ends with code 2. The table shows each figure beside the best known tool and the target.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import sys
import time

from flows.environment import keep_quiet

NAMES = ("entities", "quotes", "figures", "events", "duplicates")


def main() -> int:
    keep_quiet()
    from benchmarks.quality.measure import RESULTS, Score, data_folder

    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="which to score; all if none is named")
    parser.add_argument("--fast", action="store_true", help="the small sets only")
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    arguments = parser.parse_args()
    data = data_folder()
    if not data.is_dir():
        print(f"There are no development sets in {data}; set NEWSLEDGER_EVAL to their folder.", file=sys.stderr)
        return 2
    scores: list[Score] = []
    for name in arguments.names or NAMES:
        start = time.perf_counter()
        scores += importlib.import_module(f"benchmarks.quality.{name}").score(data, fast=arguments.fast)
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    lines = [json.dumps(dataclasses.asdict(score)) for score in scores]
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "quality.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if arguments.json:
        print("\n".join(lines))
    else:
        print_scores(scores)
    return 0


def print_scores(scores: list[object]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("set", "measure", box=None)
    for heading in ("value", "precision", "recall", "best known", "target"):
        table.add_column(heading, justify="right")
    for score in scores:
        row = dataclasses.asdict(score)  # type: ignore[call-overload]
        reached = row["target"] is None or row["value"] >= row["target"]
        numbers = [row[name] for name in ("value", "precision", "recall", "best_known", "target")]
        cells = ["" if number is None else f"{number:.3f}" for number in numbers]
        cells[0] = cells[0] if reached else f"[yellow]{cells[0]}[/]"
        table.add_row(row["dataset"], row["measure"], *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
