"""The command line as a user meets it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import PROJECT
from warehouse.tables import TABLES


def newsledger(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, input=stdin, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build", "no/such/folder"], 2, "There is no file or folder no/such/folder"),
        (["build", "raw", "--workers", "0"], 2, "`workers` must be 1 or more"),
        (["build", "raw", "--column", "doc_id"], 2, "OURS=YOURS"),
        (["build", "raw", "--settings", "no.toml"], 2, "no.toml cannot be read"),
        (["build", "raw", "--model", "no_model", "-w", "{tmp}/w"], 2, "'no_model' is not installed"),
        (["build", "raw", "-w", "/dev/null/w"], 3, "/dev/null/w cannot be used"),
        (["sql", "SELECT 1", "-w", "{tmp}"], 3, "There is no warehouse"),
        (["show", "doc_1", "-w", "{tmp}"], 3, "There is no warehouse"),
        (["status", "-w", "{tmp}"], 3, "There is no warehouse"),
        (["export", "-w", "{tmp}"], 3, "There is no warehouse"),
        (["verify", "{tmp}"], 3, "is no export and no warehouse"),
        (["schedule", "raw"], 2, "either --cron or --every"),
        (["schedule", "raw", "--every", "soon"], 2, "An interval is"),
    ],
)
def test_a_mistake_ends_in_one_sentence(arguments: list[str], code: int, words: str, tmp_path: Path) -> None:
    done = newsledger(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_build_reports_to_people_and_to_machines(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(
        "Kiosk opens\n\nA kiosk opened in Tarn on 2 May 2024, said its owner, Ema Poe.\n", encoding="utf-8"
    )
    spoken = newsledger("build", raw, "-w", tmp_path / "w", "-j", "1")
    assert spoken.returncode == 0, spoken.stderr
    for words in ("documents", "rejects", "seconds", "newsledger.duckdb", "Try:", "who_said_what"):
        assert words in spoken.stdout
    silent = newsledger("build", raw, "-w", tmp_path / "w", "-j", "1", "--quiet")
    assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")
    machine = newsledger("build", raw, "-w", tmp_path / "w", "-j", "1", "--json")
    report = json.loads(machine.stdout)
    assert report["counts"]["documents"] == 1
    assert report["reused"] == {"files": 1, "documents": 1}


@pytest.mark.slow
def test_answers_come_in_every_format(sample_warehouse: Path, tmp_path: Path) -> None:
    query = "SELECT count(*) AS n FROM documents"
    ask = ["sql", query, "-w", sample_warehouse]
    assert "26" in newsledger(*ask).stdout
    assert newsledger(*ask, "-o", "csv").stdout == "n\n26\n"
    assert json.loads(newsledger(*ask, "-o", "json").stdout) == [{"n": 26}]
    assert newsledger("sql", "-w", sample_warehouse, "-o", "csv", stdin=query).stdout == "n\n26\n"
    newsledger(*ask, "-o", "parquet", "--to", tmp_path / "n.parquet")
    assert pq.read_table(tmp_path / "n.parquet").to_pylist() == [{"n": 26}]


@pytest.mark.slow
def test_a_query_cannot_change_the_warehouse(sample_warehouse: Path) -> None:
    done = newsledger("sql", "DELETE FROM quotes", "-w", sample_warehouse)
    assert done.returncode == 2
    assert "read-only" in done.stderr


@pytest.mark.slow
def test_every_kind_of_row_can_be_shown(sample_warehouse: Path) -> None:
    for table in TABLES:
        if len(table.key) == 1 and table.name not in ("rejects", "runs"):
            key = newsledger(
                "sql", f'SELECT {table.key[0]} FROM "{table.name}" LIMIT 1', "-w", sample_warehouse, "-o", "csv"
            )
            row_id = key.stdout.split()[1]
            shown = newsledger("show", row_id, "-w", sample_warehouse)
            assert shown.returncode == 0, shown.stderr
            assert row_id in shown.stdout


@pytest.mark.slow
def test_a_release_is_exported_and_verified_anywhere(sample_warehouse: Path, tmp_path: Path) -> None:
    exported = newsledger("export", "-w", sample_warehouse, "--to", tmp_path / "releases")
    folder = Path(exported.stdout.strip())
    assert newsledger("verify", folder).returncode == 0
    (folder / "README.md").write_text("changed", encoding="utf-8")
    verified = newsledger("verify", folder)
    assert verified.returncode == 1
    assert "README.md" in verified.stdout


@pytest.mark.slow
def test_status_tells_what_is_there(sample_warehouse: Path) -> None:
    assert "documents" in newsledger("status", "-w", sample_warehouse).stdout
    status = json.loads(newsledger("status", "-w", sample_warehouse, "--json").stdout)
    assert status["rows"]["documents"] == 26
    assert status["runs"] == 1
