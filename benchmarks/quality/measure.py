"""What every quality benchmark shares: where the data is, the external scorers, and one row of a result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parent / "results"


def data_folder() -> Path:
    """The folder of development sets and scorers: `NEWSLEDGER_EVAL`, else `shared/eval` beside the checkout."""
    named = os.environ.get("NEWSLEDGER_EVAL")
    return Path(named) if named else HERE.parents[2] / "shared" / "eval"


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of a result. `best_known` is the best published or measured tool, `target` what we aim at (0 to 1)."""

    dataset: str
    measure: str
    value: float
    precision: float | None = None
    recall: float | None = None
    best_known: float | None = None
    target: float | None = None


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def run_scorer(script: Path, gold: Path, predictions: Iterable[Mapping[str, Any]], *options: str) -> dict[str, Any]:
    """Write `predictions` as JSON lines, run the scorer on them and return the JSON it prints."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as out:
            for record in predictions:
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        done = subprocess.run(
            [sys.executable, str(script), str(gold), str(predicted), *options],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return json.loads(done.stdout)  # type: ignore[no-any-return]
