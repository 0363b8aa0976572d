"""The command `newsledger`. Each command loads what it needs when it is called, so that `--help` answers at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.environment import keep_quiet

if TYPE_CHECKING:
    from rich.console import Console

    from flows.build import BuildReport
    from flows.settings import Settings

EPILOG = (
    "Exit codes: 0 done; 1 the build was refused, or an export does not verify; "
    "2 something in the command, the settings or the query is wrong; 3 the warehouse cannot be read or written; "
    "4 a worker process died."
)
REFUSED, WRONG_USE, NO_WAREHOUSE, WORKER_DIED = 1, 2, 3, 4

app = typer.Typer(
    name="newsledger",
    help="Turns a folder of raw news stories into events, quotes and figures that can be trusted and queried.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Output(StrEnum):
    """How a query's answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


Warehouse = Annotated[Path, typer.Option("--warehouse", "-w", help="Folder of the warehouse.", show_default=True)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="Settings file; newsledger.toml in this folder if there is one.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", "-c", metavar="OURS=YOURS", help="Name of a field in your files, such as id=doc_id."),
]
Workers = Annotated[int | None, typer.Option("--workers", "-j", help="Processes to use; one a core if not given.")]
Model = Annotated[str | None, typer.Option("--model", help="spaCy English pipeline: package name or folder.")]
RawPaths = Annotated[list[Path] | None, typer.Argument(help="Files and folders to read; raw/ if none is named.")]
OptionalWarehouse = Annotated[
    Path | None, typer.Option("--warehouse", "-w", help="Folder to build.  [default: warehouse]")
]


@app.command()
def build(
    raw: RawPaths = None,
    warehouse: OptionalWarehouse = None,
    workers: Workers = None,
    model: Model = None,
    column: Columns = None,
    settings_file: SettingsFile = None,
    export_release: Annotated[bool, typer.Option("--export", help="Lay the release out for download too.")] = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run as a Prefect flow, shown by your Prefect server.")
    ] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Read raw stories and bring the warehouse up to date. Only what is new or changed is worked on again."""
    with errors_in_a_line():
        settings = _settings(raw, warehouse, workers, model, column, settings_file)
        report = _build_in_prefect(settings) if prefect else _build_here(settings, silent=quiet or as_json)
        released = _export(settings.warehouse, None, None) if export_release else None
        if as_json:
            from flows.summary import summary_json

            print(summary_json(report))
        elif not quiet:
            from flows.summary import print_summary

            print_summary(report, _console())
            if released:
                _console().print(f"Release   {released}", highlight=False)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="A query; without one it is read from standard input, or a prompt opens.")
    ] = None,
    warehouse: Warehouse = Path("warehouse"),
    output: Annotated[Output, typer.Option("--output", "-o", help="How to write the answer.")] = Output.TABLE,
    to: Annotated[Path | None, typer.Option("--to", help="File to write to; needed for parquet.")] = None,
) -> None:
    """Ask the warehouse in SQL (DuckDB's dialect). It is opened for reading only."""
    with errors_in_a_line():
        from flows.ask import ask, prompt

        database = warehouse / "newsledger.duckdb"
        if query is None and sys.stdin.isatty():
            prompt(database, _console())
        else:
            ask(database, sys.stdin.read() if query is None else query, output.value, to, _console())


@app.command()
def show(
    row_id: Annotated[str, typer.Argument(metavar="ID", help="Any row's id, or the beginning of it.")],
    warehouse: Warehouse = Path("warehouse"),
) -> None:
    """Show a row with its sentence, the words highlighted, and where they come from."""
    with errors_in_a_line():
        from warehouse.show import show as show_row

        _console().print(show_row(warehouse / "newsledger.duckdb", row_id))


@app.command()
def export(
    warehouse: Warehouse = Path("warehouse"),
    release: Annotated[str | None, typer.Option("--release", help="Name; day and content digest if not given.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder for releases; exports/ in the warehouse if not given.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Lay out the published warehouse for download: Parquet, database, dictionary, checksums, quality report."""
    with errors_in_a_line():
        folder = _export(warehouse, release, to)
        if not quiet:
            print(folder)


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="An export, or a warehouse.")],
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Check an export's checksums, schema, keys and offsets, wherever it lies. Exit code 1 if anything is wrong."""
    with errors_in_a_line():
        from warehouse.verify import verify as find_problems

        problems = find_problems(folder)
        if as_json:
            import dataclasses
            import json

            print(json.dumps([dataclasses.asdict(problem) for problem in problems], default=str))
        elif not quiet:
            for problem in problems:
                print(problem)
            print(f"{folder}: {len(problems)} problems" if problems else f"{folder}: everything is as it should be")
        if problems:
            raise typer.Exit(REFUSED)


@app.command()
def status(warehouse: Warehouse = Path("warehouse"), as_json: AsJson = False) -> None:
    """Tell what the warehouse holds, when it was built and from what."""
    with errors_in_a_line():
        from flows.status import print_status, read_status

        found = read_status(warehouse)
        if as_json:
            import json

            print(json.dumps(found, default=str, sort_keys=True))
        else:
            print_status(found, _console())


@app.command()
def schedule(
    raw: RawPaths = None,
    cron: Annotated[str | None, typer.Option("--cron", help='Cron line in UTC, such as "15 3 * * *".')] = None,
    every: Annotated[str | None, typer.Option("--every", help="Interval instead: 90s, 30m, 6h or 1d.")] = None,
    warehouse: OptionalWarehouse = None,
    workers: Workers = None,
    model: Model = None,
    column: Columns = None,
    settings_file: SettingsFile = None,
    export_release: Annotated[bool, typer.Option("--export", help="Lay out each release for download too.")] = False,
    name: Annotated[str, typer.Option("--name", help="Name of the deployment.")] = "scheduled",
) -> None:
    """Build on a clock until interrupted. Uses the Prefect server in PREFECT_API_URL, else starts one."""
    with errors_in_a_line():
        from flows.schedule import parse_interval, prefect_server, serve_builds

        settings = _settings(raw, warehouse, workers, model, column, settings_file)
        seconds = parse_interval(every) if every else None
        if (cron is None) == (seconds is None):
            stop("Give either --cron or --every.", WRONG_USE)
        console = _console()
        settings.warehouse.mkdir(parents=True, exist_ok=True)
        with prefect_server(settings.warehouse / ".prefect") as address:
            console.print(f"Prefect   {address.removesuffix('/api')}", highlight=False)
            console.print(f"Building  {settings.warehouse} {f'on {cron} (UTC)' if cron else f'every {every}'}; Ctrl-C stops", highlight=False)  # fmt: skip
            serve_builds(_flow_parameters(settings, export_release), cron=cron, every=seconds, name=name)


@app.command()
def dictionary(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write the pages to.")] = Path("docs"),
) -> None:
    """Write the data dictionary and the list of rules that every build checks."""
    from expectations.catalogue import rules_page
    from warehouse.dictionary import write_dictionary

    pages = write_dictionary(output)
    (output / "rules.md").write_text(rules_page(), encoding="utf-8")
    print(*pages, output / "rules.md", sep="\n")


# ---- shared ----------------------------------------------------------------------------------------------------------


def _settings(
    raw: list[Path] | None,
    warehouse: Path | None,
    workers: int | None,
    model: str | None,
    column: list[str] | None,
    file: Path | None,
) -> Settings:
    from flows.settings import load_settings, parse_columns

    columns = parse_columns(column or [])
    return load_settings(file, raw=raw, warehouse=warehouse, workers=workers, model=model, columns=columns)


def _flow_parameters(settings: Settings, export_release: bool) -> dict[str, object]:
    """The settings as a Prefect deployment keeps them: absolute paths, because it runs in a folder of its own."""
    return {
        "raw": [str(path.resolve()) for path in settings.raw],
        "warehouse": str(settings.warehouse.resolve()),
        "workers": settings.workers,
        "model": settings.model,
        "columns": dict(settings.columns),
        "limits": settings.limits(),
        "batch_documents": settings.batch_documents,
        "export": export_release,
    }


def _build_here(settings: Settings, *, silent: bool) -> BuildReport:
    from flows.build import build as run_build
    from flows.clock import utc_now
    from flows.executors import LocalExecutor
    from flows.progress import Silence, progress_bars

    if silent:
        with LocalExecutor(settings.workers, Silence()) as executor:
            return run_build(settings, executor, utc_now)
    with progress_bars(_console(error=True)) as listener, LocalExecutor(settings.workers, listener) as executor:
        return run_build(settings, executor, utc_now)


def _build_in_prefect(settings: Settings) -> BuildReport:
    from flows.prefect_flow import build_flow

    return build_flow(**_flow_parameters(settings, export_release=False))


def _export(warehouse: Path, release: str | None, to: Path | None) -> Path:
    from warehouse.export import export as export_release

    return export_release(warehouse, release, to)


def _console(*, error: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=error)


def stop(message: str, code: int) -> NoReturn:
    """End the command with one line on standard error."""
    print(message, file=sys.stderr)
    raise typer.Exit(code)


@contextmanager
def errors_in_a_line() -> Iterator[None]:
    """Turn the errors a user can do something about into their sentence and an exit code; others keep their traceback."""
    from flows.settings import SettingsError
    from transforms.language.parse import ModelError
    from warehouse.errors import QueryError, WarehouseError

    try:
        yield
    except (SettingsError, ModelError, QueryError) as error:
        stop(str(error), WRONG_USE)
    except WarehouseError as error:
        stop(str(error), NO_WAREHOUSE)
    except OSError as error:
        place = f"{error.filename} " if error.filename else ""
        stop(
            f"{place}cannot be used ({error.strerror or error}): check the path, its permissions and the disk.",
            NO_WAREHOUSE,
        )
    except KeyboardInterrupt:
        stop("Stopped. What was finished is kept; the published warehouse is as it was.", 130)
    except Exception as error:
        from expectations.model import BuildRefused
        from flows.executors import WorkerDied
        from flows.schedule import ScheduleError

        codes = {BuildRefused: REFUSED, ScheduleError: WRONG_USE, WorkerDied: WORKER_DIED}
        code = next((code for kind, code in codes.items() if isinstance(error, kind)), None)
        if code is None:
            raise
        stop(str(error), code)


def main() -> None:
    """Entry point of the console script."""
    keep_quiet()
    app()


if __name__ == "__main__":
    main()
