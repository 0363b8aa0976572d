"""The database and its publication: derived, commented, swapped whole, and never two builds at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.warehouse.conftest import small_tables, stage
from warehouse.ddl import column_comment
from warehouse.errors import WarehouseError
from warehouse.load import DATABASE, PARQUET, build_database, locked, publish, recover
from warehouse.parquet import read_table
from warehouse.tables import DOCUMENTS, TABLES

PROJECT = Path(__file__).resolve().parents[2]


def renamed(title: str) -> dict[str, pa.Table]:
    """The small tables with another title of the first document, to tell builds apart."""
    tables = small_tables()
    rows = tables["documents"].to_pylist()
    rows[0]["title"] = title
    return tables | {"documents": pa.Table.from_pylist(rows, schema=DOCUMENTS.schema)}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two staged builds, told apart by a title, to be copied."""
    folders = {title: stage(renamed(title), tmp_path_factory.mktemp(title)) for title in ("old", "new")}
    for title, folder in folders.items():
        (folder / "quality.md").write_text(title, encoding="utf-8")
    return folders


def stage_build(build: Path, warehouse: Path) -> Path:
    return Path(shutil.copytree(build, warehouse / ".work" / "scratch" / "staged"))


def titles(warehouse: Path) -> set[str]:
    """What Parquet, database and report say the first document's title is: one answer, if the build is whole."""
    with duckdb.connect(str(warehouse / DATABASE), read_only=True) as connection:
        [[loaded]] = connection.execute("SELECT title FROM documents WHERE doc_id = 'doc_courier'").fetchall()
    rows = read_table(DOCUMENTS, warehouse / PARQUET).to_pylist()
    written = next(row["title"] for row in rows if row["doc_id"] == "doc_courier")
    return {loaded, written, (warehouse / "quality.md").read_text(encoding="utf-8")}


# ---- the database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_hold_the_declared_types_comments_keys_and_rows(table, database):
    with duckdb.connect(str(database), read_only=True) as connection:
        loaded = connection.sql(f'FROM "{table.name}"').to_arrow_table()
        columns = connection.execute(
            "SELECT column_name, comment, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            [table.name],
        ).fetchall()
        [[comment]] = connection.execute(
            "SELECT comment FROM duckdb_tables() WHERE table_name = ?", [table.name]
        ).fetchall()
        [[key]] = connection.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
            [table.name],
        ).fetchall()
    assert comment == table.meaning
    assert columns == [(column.name, column_comment(column), column.nullable) for column in table.columns]
    assert tuple(key) == table.key
    rows = loaded.cast(table.schema)
    assert rows.equals(read_table(table, database.parent / PARQUET).combine_chunks())


def test_a_comment_says_unit_range_choices_and_reference(database):
    with duckdb.connect(str(database), read_only=True) as connection:
        comments = dict(
            connection.execute("SELECT table_name || '.' || column_name, comment FROM duckdb_columns()").fetchall()
        )
    assert "Unit: code points. Range: at least 0." in comments["quotes.start"]
    assert "One of: direct, mixed, indirect." in comments["quotes.kind"]
    assert "Refers to entities.entity_id." in comments["quotes.speaker_id"]
    assert "Each refers to entities.entity_id." in comments["quotes.speaker_ids"]


def test_the_file_is_in_the_format_that_older_readers_open(database):
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{database}' AS loaded (READ_ONLY)")
        [[tags]] = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'loaded'").fetchall()
    assert "v1.4" in str(tags)


def test_a_build_that_fails_leaves_the_old_database_and_no_litter(tmp_path):
    staged = stage(small_tables(), tmp_path / "staged")
    before = (staged / DATABASE).read_bytes()
    shutil.rmtree(staged / PARQUET / "facts")
    with pytest.raises(WarehouseError, match="table facts"):
        build_database(staged / PARQUET, staged / DATABASE)
    assert (staged / DATABASE).read_bytes() == before
    assert sorted(path.name for path in staged.iterdir()) == [DATABASE, PARQUET]


def test_rows_that_break_a_key_are_not_loaded(tmp_path):
    tables = small_tables()
    tables["facts"] = pa.concat_tables([tables["facts"]] * 2)
    with pytest.raises(WarehouseError, match=r"cannot be built from .* \(ALTER TABLE .facts. ADD PRIMARY KEY"):
        stage(tables, tmp_path / "staged")


# ---- publishing ------------------------------------------------------------------------------------------------------


def test_publishing_replaces_everything_and_leaves_nothing_behind(builds, tmp_path):
    warehouse = tmp_path / "warehouse"
    with locked(warehouse):
        publish(stage_build(builds["old"], warehouse), warehouse)
        (warehouse / "quality.html").write_text("only the old build wrote this page", encoding="utf-8")
        publish(stage_build(builds["new"], warehouse), warehouse)
    assert titles(warehouse) == {"new"}
    assert sorted(path.name for path in warehouse.iterdir()) == [".work", "build.lock", DATABASE, PARQUET, "quality.md"]


def test_an_incomplete_build_is_not_published(builds, tmp_path):
    warehouse = tmp_path / "warehouse"
    publish(stage_build(builds["old"], warehouse), warehouse)
    staged = stage_build(builds["new"], warehouse)
    (staged / DATABASE).unlink()
    with pytest.raises(WarehouseError, match=f"has no {DATABASE}"):
        publish(staged, warehouse)
    assert titles(warehouse) == {"old"}


class Crash(BaseException):
    """The process ends here."""


def test_a_crash_at_any_step_leaves_the_old_or_the_new_build(builds, tmp_path, monkeypatch):
    outcomes = []
    for steps in range(100):
        warehouse = tmp_path / str(steps)
        publish(stage_build(builds["old"], warehouse), warehouse)
        staged = stage_build(builds["new"], warehouse)
        with monkeypatch.context() as patch:
            crash_after(steps, patch)
            try:
                publish(staged, warehouse)
                finished = True
            except Crash:
                finished = False
        recover(warehouse)
        [title] = titles(warehouse)
        outcomes.append(title)
        assert not recover(warehouse), "nothing is left to finish"
        assert sorted(path.name for path in warehouse.iterdir()) == [".work", DATABASE, PARQUET, "quality.md"]
        if finished:
            break
    assert outcomes == sorted(outcomes, reverse=True), "after the first new build no crash brings the old one back"
    assert {"old", "new"} == set(outcomes)
    assert len(outcomes) > 6, "the crash must have been tried between all renames"


def crash_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """End the process, so to speak, after `steps` more changes to the file system."""
    left = [steps]

    def counted(change: Any) -> Any:
        def step(*arguments: Any, **options: Any) -> Any:
            if left[0] == 0:
                raise Crash
            left[0] -= 1
            return change(*arguments, **options)

        return step

    for name in ("rename", "replace", "mkdir", "unlink"):
        patch.setattr(Path, name, counted(getattr(Path, name)))
    patch.setattr(shutil, "rmtree", counted(shutil.rmtree))


def test_readers_of_the_old_build_are_not_disturbed(builds, tmp_path):
    warehouse = tmp_path / "warehouse"
    publish(stage_build(builds["old"], warehouse), warehouse)
    question = "SELECT title FROM documents WHERE doc_id = 'doc_courier'"
    program = (
        "import duckdb, sys\n"
        f"connection = duckdb.connect({str(warehouse / DATABASE)!r}, read_only=True)\n"
        f"ask = lambda: print(connection.execute({question!r}).fetchall()[0][0], flush=True)\n"
        "ask(); sys.stdin.readline(); ask()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin and reader.stdout
        assert reader.stdout.readline() == "old\n"
        publish(stage_build(builds["new"], warehouse), warehouse)
        reader.stdin.write("again\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "old\n"
        assert reader.wait(timeout=60) == 0
    assert titles(warehouse) == {"new"}


# ---- one build at a time ---------------------------------------------------------------------------------------------


def test_a_second_build_is_refused_until_the_first_is_gone(tmp_path):
    program = (
        "import sys; from pathlib import Path; from warehouse.load import locked\n"
        f"with locked(Path({str(tmp_path)!r})):\n"
        "    print('locked', flush=True); sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as first:
        assert first.stdout and first.stdout.readline() == "locked\n"
        with pytest.raises(WarehouseError, match=rf"Process {first.pid} on \S+ .* is writing .* wait until it is done"), locked(tmp_path):  # fmt: skip
            pass
        first.kill()
    with locked(tmp_path):
        pass  # the dead process holds nothing


def test_a_lock_is_given_back_when_the_build_fails(tmp_path):
    with pytest.raises(ValueError, match="no such rule"), locked(tmp_path):
        raise ValueError("no such rule")
    with locked(tmp_path):
        pass
