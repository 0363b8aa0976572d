"""The build under a real Prefect: the same bytes as without it, and runs that a real schedule starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.flows.test_build import published_bytes, run
from warehouse.errors import WarehouseError
from warehouse.parquet import read_table
from warehouse.tables import RUNS

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 420  # a server start took 76 s on a busy machine, a build a minute


@pytest.fixture
def story(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(
        "Ferry returns\n\nThe ferry to Hvaldal sailed again on 3 May 2024 after 12 days. "
        '"We missed the horn," said harbour master Ida Lunde.\n',
        encoding="utf-8",
    )
    return raw


def test_the_flow_builds_the_same_bytes(story: Path, tmp_path: Path) -> None:
    from prefect.testing.utilities import prefect_test_harness

    from flows.prefect_flow import build_flow

    with prefect_test_harness(server_startup_timeout=PATIENCE_SECONDS):
        report = build_flow(raw=[str(story)], warehouse=str(tmp_path / "flow"), workers=1)
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            artifacts = client.read_artifacts()
    assert report.counts["documents"] == 1
    assert [artifact.key for artifact in artifacts] == ["newsledger-build"]
    run(story, tmp_path / "plain")
    assert published_bytes(tmp_path / "flow") == published_bytes(tmp_path / "plain")


def test_a_schedule_builds_again_and_again(story: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "schedule",
        str(story),
        "--every",
        "5s",
        "-w",
        str(warehouse),
        "-j",
        "1",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True) as schedule:
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while count_runs(warehouse) < 2:
                assert schedule.poll() is None, "the schedule ended by itself"
                assert time.monotonic() < deadline, "two scheduled runs did not come"
                time.sleep(1)
        finally:
            os.killpg(schedule.pid, signal.SIGINT)
            try:
                schedule.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(schedule.pid, signal.SIGKILL)
    runs = read_table(RUNS, warehouse / "parquet").to_pylist()
    assert runs[0]["finished_at"] < runs[1]["started_at"]


def count_runs(warehouse: Path) -> int:
    try:
        return len(read_table(RUNS, warehouse / "parquet"))
    except (WarehouseError, OSError):  # not published yet, or being published just now
        return 0
