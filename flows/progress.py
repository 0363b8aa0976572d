"""What a build tells while it works, to whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console


class Listener(Protocol):
    """Hears of a stage's start with the number of its jobs, and of every job that is done."""

    def started(self, stage: str, jobs: int) -> None: ...

    def advanced(self, stage: str) -> None: ...

    def finished(self, stage: str) -> None: ...


class Silence:
    """A listener for `--quiet`, `--json` and unattended runs."""

    def started(self, stage: str, jobs: int) -> None:
        pass

    def advanced(self, stage: str) -> None:
        pass

    def finished(self, stage: str) -> None:
        pass


@contextmanager
def progress_bars(console: Console) -> Iterator[Listener]:
    """A rich display with a line for each stage."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    columns = (SpinnerColumn(), TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), Elapsed())

    class Bars(Silence):
        def __init__(self, display: Progress) -> None:
            self.display = display
            self.lines: dict[str, TaskID] = {}

        def started(self, stage: str, jobs: int) -> None:
            self.lines[stage] = self.display.add_task(stage, total=jobs)

        def advanced(self, stage: str) -> None:
            self.display.advance(self.lines[stage])

        def finished(self, stage: str) -> None:
            line = self.lines[stage]
            self.display.update(line, completed=self.display.tasks[line].total)
            self.display.stop_task(line)

    with Progress(*columns, console=console) as display:
        yield Bars(display)
