"""Results come in the order of the jobs, wherever the jobs run, and a killed worker is told in a sentence."""

from __future__ import annotations

import os
import signal

import pytest

from flows.executors import LocalExecutor, WorkerDied
from flows.progress import Silence


def square(number: int) -> int:
    return number * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(number: int) -> int:
    raise ValueError(f"no {number}")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_keep_the_order_of_the_jobs(workers: int) -> None:
    with LocalExecutor(workers, Silence()) as executor:
        assert executor.each("square", square, range(9)) == [n * n for n in range(9)]
        assert executor.each("square", square, []) == []


def test_a_killed_worker_names_the_stage() -> None:
    with LocalExecutor(2, Silence()) as executor, pytest.raises(WorkerDied, match="stage extract"):
        executor.each("extract", die, [1, 2])


def test_an_error_in_a_job_reaches_the_caller() -> None:
    with LocalExecutor(2, Silence()) as executor, pytest.raises(ValueError, match="no 1"):
        executor.each("extract", refuse, [1, 1])


def test_progress_is_told_for_every_job() -> None:
    heard: list[str] = []

    class Listener(Silence):
        def advanced(self, stage: str) -> None:
            heard.append(stage)

    with LocalExecutor(1, Listener()) as executor:
        executor.each("square", square, [1, 2, 3])
    assert heard == ["square"] * 3
