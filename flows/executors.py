"""Where a stage's jobs run: in this process, over a pool of processes, or as Prefect tasks over such a pool.

A build names its stages and jobs once (`flows.build`); an executor only decides where they run. Jobs and their results
are small frozen dataclasses that carry paths, never rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from functools import partial
from multiprocessing import get_context
from types import TracebackType
from typing import Protocol, TypeVar

from flows.environment import keep_quiet
from flows.progress import Listener

Job = TypeVar("Job")
Result = TypeVar("Result")


class WorkerDied(RuntimeError):
    """A worker process was killed from outside."""


class Executor(Protocol):
    def each(self, stage: str, work: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
        """The results of `work` on every job, in the order of the jobs."""

    def once(self, stage: str, work: Callable[[], Result]) -> Result:
        """The result of a stage that needs the whole corpus."""


class LocalExecutor(AbstractContextManager["LocalExecutor"]):
    """Runs jobs here when there is one worker or one job, else over a pool of `workers` fresh processes."""

    def __init__(self, workers: int, listener: Listener) -> None:
        self.workers = workers
        self.listener = listener
        self._pool: ProcessPoolExecutor | None = None

    def each(self, stage: str, work: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
        self.listener.started(stage, len(jobs))
        results = list(self._run(stage, work, jobs))
        self.listener.finished(stage)
        return results

    def once(self, stage: str, work: Callable[[], Result]) -> Result:
        self.listener.started(stage, 1)
        result = work()
        self.listener.finished(stage)
        return result

    def _run(self, stage: str, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        if self.workers == 1 or len(jobs) == 1:
            for job in jobs:
                yield work(job)
                self.listener.advanced(stage)
            return
        futures = [self.submit(work, job) for job in jobs]
        try:
            for done in as_completed(futures):
                done.result()
                self.listener.advanced(stage)
        except BrokenProcessPool as error:
            raise WorkerDied(worker_died(stage)) from error
        except BaseException:
            for future in futures:
                future.cancel()
            raise
        yield from (future.result() for future in futures)

    def submit(self, work: Callable[[Job], Result], job: Job) -> Future[Result]:
        if self._pool is None:
            # Fresh processes, because a forked one would inherit DuckDB's and Prefect's threads in an unknown state.
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=keep_quiet)
        try:
            return self._pool.submit(work, job)
        except BrokenProcessPool:  # a worker was killed earlier; a retry gets fresh ones
            self._pool = None
            return self.submit(work, job)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def worker_died(stage: str) -> str:
    return (
        f"A worker process was killed during the stage {stage}, most likely for want of memory: "
        "build again with fewer --workers; what was finished is kept."
    )


class PrefectExecutor(LocalExecutor):
    """Runs every job as a Prefect task of the flow around it; the work itself is done by the same process pool.

    Tasks are threads that wait for a process, so Prefect sees and retries each job while a core does it. Prefect's own
    result caching is off: finished work is found by its address (`flows.shelf`), which knows about changed code.
    """

    def _run(self, stage: str, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Result]:
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        def run_job(job: Job) -> Result:
            try:
                return self.submit(work, job).result()
            except BrokenProcessPool as error:
                raise WorkerDied(worker_died(stage)) from error

        job_task = task(run_job, name=stage, cache_policy=NO_CACHE, persist_result=False, retries=1)
        for future in [job_task.submit(job) for job in jobs]:
            yield future.result()
            self.listener.advanced(stage)

    def once(self, stage: str, work: Callable[[], Result]) -> Result:
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        stage_task = task(partial(work), name=stage, cache_policy=NO_CACHE, persist_result=False)
        self.listener.started(stage, 1)
        result = stage_task()
        self.listener.finished(stage)
        return result
