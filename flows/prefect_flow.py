"""The build as a Prefect flow: the same stages, with every job a task that Prefect shows, times and retries."""

from __future__ import annotations

from flows.environment import keep_quiet

keep_quiet()

from prefect import flow  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from flows.build import BuildReport, build  # noqa: E402

# Tasks are threads that wait for a worker process; this many may wait at once, whatever the number of processes.
WAITING_TASKS = 8


@flow(
    name="newsledger-build",
    task_runner=ThreadPoolTaskRunner(max_workers=WAITING_TASKS),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=True,
)
def build_flow(
    raw: list[str] | None = None,
    warehouse: str | None = None,
    workers: int | None = None,
    model: str | None = None,
    columns: dict[str, str] | None = None,
    limits: dict[str, int] | None = None,
    batch_documents: int | None = None,
    export: bool = False,
) -> BuildReport:
    """Bring a warehouse up to date with its raw folders and return its report.

    Parameters left out come from `newsledger.toml` in the working folder, else from the defaults. With `export` the
    release is also laid out for download. The run's report is kept as the artifact `newsledger-build`.
    """
    from flows.clock import utc_now
    from flows.executors import PrefectExecutor
    from flows.progress import Silence
    from flows.settings import load_settings
    from flows.summary import summary_markdown

    settings = load_settings(
        raw=raw, warehouse=warehouse, workers=workers, model=model, columns=columns, batch_documents=batch_documents,
        **(limits or {}),
    )  # fmt: skip
    with PrefectExecutor(settings.workers, Silence()) as executor:
        report = build(settings, executor, utc_now)
    if export:
        from warehouse.export import export as export_release

        export_release(settings.warehouse)
    create_markdown_artifact(key="newsledger-build", markdown=summary_markdown(report), description="What was built")
    return report
