"""Scheduled builds: serves the flow on a clock, with a Prefect server of its own where none is named.

The server inside a flow run cannot schedule, so one is started beside: on this machine's loopback only, with its
database in the warehouse's work folder, and stopped with the schedule.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.environment import keep_quiet

START_SECONDS = 180  # a busy machine was measured to need over a minute


class ScheduleError(RuntimeError):
    """The schedule could not be set up; the message says why."""


@contextmanager
def prefect_server(home: Path) -> Iterator[str]:
    """The address of a Prefect API: the one in `PREFECT_API_URL`, else a server started for as long as the block."""
    named = os.environ.get("PREFECT_API_URL")
    if named:
        yield named
        return
    port = _free_port()
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home.resolve())
    address = f"http://127.0.0.1:{port}/api"
    log = home / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(address, server, log)
            os.environ["PREFECT_API_URL"] = address
            yield address
        finally:
            os.environ.pop("PREFECT_API_URL", None)
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    import httpx

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise ScheduleError(f"The Prefect server stopped while starting; its log is {log}.")
        try:
            if httpx.get(f"{address}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise ScheduleError(f"The Prefect server did not answer within {START_SECONDS} s; its log is {log}.")


def serve_builds(parameters: dict[str, object], *, cron: str | None, every: float | None, name: str) -> None:
    """Serve the build on a cron line (UTC) or every so many seconds, until interrupted. One build runs at a time."""
    keep_quiet()
    from flows.prefect_flow import build_flow

    build_flow.serve(
        name=name,
        cron=cron,
        interval=every,
        parameters=parameters,
        limit=1,
        global_limit=1,
        print_starting_message=False,
    )


UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse_interval(text: str) -> float:
    """Seconds in `90s`, `30m`, `6h` or `1d`. Raises `ScheduleError`."""
    number, unit = text[:-1], text[-1:]
    if unit not in UNITS or not number.isdigit() or int(number) == 0:
        raise ScheduleError(f"An interval is a number and s, m, h or d, such as 30m; {text!r} is not.")
    return float(int(number) * UNITS[unit])
