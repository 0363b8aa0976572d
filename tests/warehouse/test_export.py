"""Releases: complete, described, the same for the same rows, and verified down to the character."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.warehouse.conftest import small_tables
from warehouse.ddl import column_comment
from warehouse.errors import WarehouseError
from warehouse.export import CHECKSUMS, PACKAGE, export, latest_run, write_checksums
from warehouse.load import DATABASE, PARQUET
from warehouse.parquet import write_table
from warehouse.tables import BY_NAME, DOCUMENTS, RUNS, TABLES
from warehouse.verify import verify


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, database: Path) -> Path:
    """An export of the small warehouse, not to be changed."""
    warehouse = tmp_path_factory.mktemp("released")
    shutil.copytree(database.parent, warehouse, dirs_exist_ok=True)
    (warehouse / "quality.md").write_text("# Quality\n", encoding="utf-8")
    return export(warehouse)


@pytest.fixture
def release(released: Path, tmp_path: Path) -> Path:
    """A copy of the export that a test may damage."""
    return Path(shutil.copytree(released, tmp_path / "release"))


# ---- the export ------------------------------------------------------------------------------------------------------


def test_a_release_is_named_after_the_builds_day_and_all_that_shaped_it(released):
    run = latest_run(released.parents[1])
    assert released.name == run.release
    assert re.fullmatch(r"2024-03-06-[0-9a-f]{8}", run.release)
    assert replace(run, id="run_other").release == run.release
    for field in ("input_digest", "code_version", "model_version", "config"):
        assert replace(run, **{field: "other"}).release != run.release


def test_a_release_holds_everything_a_downloader_needs(released):
    files = {path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file()}
    assert files == {
        *(f"{PARQUET}/{table.name}/part-0000.parquet" for table in TABLES),
        DATABASE, CHECKSUMS, PACKAGE, "dictionary.md", "dictionary.html", "quality.md", "README.md",
    }  # fmt: skip
    readme = (released / "README.md").read_text(encoding="utf-8")
    assert "| `quotes` | 6 |" in readme


def test_what_the_readme_says_about_opening_it_is_true(released, monkeypatch):
    monkeypatch.chdir(released)
    readme = (released / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    exec(compile(code, "README.md", "exec"), {})
    with duckdb.connect(DATABASE, read_only=True) as connection:
        offsets = 'substring(text, start + 1, "end" - start)'
        assert offsets in readme
        rows = connection.sql(f"SELECT q.text AS said, (SELECT {offsets} FROM documents AS d WHERE d.doc_id = q.doc_id) AS found FROM quotes AS q")  # fmt: skip
        assert rows.columns == ["said", "found"]


def test_checksums_are_what_coreutils_reads(released):
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", CHECKSUMS], cwd=released, check=True)
    lines = (released / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    assert [line[66:] for line in lines] == sorted(line[66:] for line in lines)


def test_exporting_again_leaves_the_release_as_it_is(make_warehouse):
    warehouse = make_warehouse()
    first = export(warehouse)
    stamp = (first / CHECKSUMS).stat().st_mtime_ns
    assert export(warehouse) == first
    assert (first / CHECKSUMS).stat().st_mtime_ns == stamp
    assert [path.name for path in first.parent.iterdir()] == [first.name], "no litter"


def test_the_same_rows_are_the_same_release_even_if_built_twice(make_warehouse):
    warehouse = make_warehouse()
    first = export(warehouse)
    tables = small_tables()
    [run] = tables["runs"].to_pylist()
    later = run | {"run_id": "run_2", "started_at": run["finished_at"]}
    make_warehouse(tables | {"runs": pa.Table.from_pylist([run, later], schema=RUNS.schema)})
    assert export(warehouse) == first


def test_other_rows_under_the_same_name_are_refused(make_warehouse):
    warehouse = make_warehouse()
    export(warehouse, "spring")
    tables = small_tables()
    documents = tables["documents"].to_pylist()
    documents[0]["title"] = "Another"
    make_warehouse(tables | {"documents": pa.Table.from_pylist(documents, schema=DOCUMENTS.schema)})
    with pytest.raises(WarehouseError, match=r"spring already holds a release with other rows: .* --release"):
        export(warehouse, "spring")
    assert verify(export(warehouse, "summer")) == []


def test_the_same_build_is_exported_in_the_same_bytes(make_warehouse, tmp_path):
    warehouse = make_warehouse()
    first, second = (export(warehouse, "one", tmp_path / place) for place in ("here", "there"))
    assert (first / CHECKSUMS).read_bytes() == (second / CHECKSUMS).read_bytes()


@pytest.mark.parametrize("name", ["../up", "", "a b", ".hidden"])
def test_a_name_that_is_no_folder_name_is_refused(name, make_warehouse):
    if name:
        with pytest.raises(WarehouseError, match="cannot name a release"):
            export(make_warehouse(), name)


def test_without_a_warehouse_the_answer_is_what_to_run(tmp_path):
    with pytest.raises(WarehouseError, match=r"no warehouse at .* yet: build one"):
        export(tmp_path)


# ---- the package metadata --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package(released: Path) -> dict[str, Any]:
    return json.loads((released / PACKAGE).read_text(encoding="utf-8"))


def test_the_package_describes_every_file_of_data(package, released):
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == [*(table.name for table in TABLES), "database"]
    for resource in resources.values():
        path = released / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert f"{resource['hash'].removeprefix('sha256:')}  {resource['path']}\n" in (released / CHECKSUMS).read_text()
    assert resources["quotes"]["rowCount"] == 6
    assert package["created"] == "2024-03-06T07:30:09Z"
    assert package["version"] == released.name
    assert {"title": "Velmora Daily"} in package["sources"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_package_describes_every_column_as_declared(table, package):
    schema = next(resource["schema"] for resource in package["resources"] if resource["name"] == table.name)
    fields = {field["name"]: field for field in schema["fields"]}
    assert list(fields) == list(table.column_names)
    assert schema["primaryKey"] == list(table.key)
    assert schema["missingValues"] == []
    foreign = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", [])}
    for column in table.columns:
        field = fields[column.name]
        constraints = field.get("constraints", {})
        assert field["description"] == column_comment(column)
        assert constraints.get("required", False) == (not column.nullable)
        assert column.is_list or constraints.get("enum") == (list(column.allowed) if column.allowed else None)
        assert constraints.get("minimum") == (None if column.is_list else column.minimum)
        if column.references and not column.is_list:
            target, name = column.references.split(".")
            assert foreign[column.name]["fields"] == [name]
            assert foreign[column.name].get("resource", table.name) == target
        else:
            assert column.name not in foreign


def test_licences_that_documents_state_are_listed(make_warehouse):
    tables = small_tables()
    documents = tables["documents"].to_pylist()
    for document, licence in zip(
        documents, ("CC-BY-4.0", "https://example.org/terms", "Ask the editor", None), strict=True
    ):
        document["licence"] = licence
    warehouse = make_warehouse(tables | {"documents": pa.Table.from_pylist(documents, schema=DOCUMENTS.schema)})
    package = json.loads((export(warehouse) / PACKAGE).read_text(encoding="utf-8"))
    assert package["licenses"] == [
        {"name": "Ask-the-editor", "title": "Ask the editor"}, {"name": "CC-BY-4.0"}, {"path": "https://example.org/terms"},
    ]  # fmt: skip


# ---- verifying -------------------------------------------------------------------------------------------------------


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in verify(folder)]


def rewrite(release: Path, table: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change rows of a table in the release, and forge the checksums so that only the rows tell."""
    rows = small_tables()[table].to_pylist()
    change(rows)
    write_table(BY_NAME[table], pa.Table.from_pylist(rows, schema=BY_NAME[table].schema), release / PARQUET)
    write_checksums(release)


def test_a_release_and_a_warehouse_that_are_sound_have_no_problems(released, make_warehouse):
    assert problems(released) == []
    assert problems(make_warehouse()) == []


def test_a_release_of_no_rows_is_sound(make_warehouse):
    empty = {table.name: table.schema.empty_table() for table in TABLES}
    assert problems(export(make_warehouse(empty | {"runs": small_tables()["runs"]}))) == []


def test_a_changed_missing_or_added_file_is_named(release):
    (release / "README.md").write_text("Trust me.")
    (release / "dictionary.md").unlink()
    (release / "extra.txt").write_text("?")
    assert problems(release) == [
        "README.md: was changed: its checksum is not the one in SHA256SUMS",
        "dictionary.md: is missing, but stands in SHA256SUMS",
        "extra.txt: does not belong to the export: SHA256SUMS does not know it",
    ]


def test_missing_checksums_or_package_are_named(release):
    (release / CHECKSUMS).unlink()
    assert problems(release) == ["SHA256SUMS: is missing"]
    write_checksums(release)
    (release / PACKAGE).unlink()
    write_checksums(release)
    assert problems(release) == ["datapackage.json: is missing"]


def test_broken_checksum_and_package_files_are_named(release):
    (release / CHECKSUMS).write_text("nonsense\n" + (release / CHECKSUMS).read_text())
    assert problems(release) == ["SHA256SUMS: line 1 is no checksum"]
    (release / PACKAGE).write_text("[]")
    write_checksums(release)
    assert problems(release) == ["datapackage.json: is no data package that can be read"]


def test_a_package_that_describes_other_columns_is_named(release):
    package = json.loads((release / PACKAGE).read_text())
    package["resources"][0]["schema"]["fields"].pop()
    (release / PACKAGE).write_text(json.dumps(package))
    write_checksums(release)
    assert problems(release) == [
        "datapackage.json: describes documents otherwise than this version of newsledger declares it"
    ]


def test_a_shifted_offset_is_found_with_its_row(release):
    def shift(rows: list[dict[str, Any]]) -> None:
        rows[2]["start"] += 1

    rewrite(release, "figures", shift)
    found = problems(release)
    assert any("figures.text.stands_in_text" in problem and "fig_3" in problem for problem in found), found
    assert "newsledger.duckdb: has other rows of figures than the Parquet files" in found
    assert "datapackage.json: gives another size or checksum of parquet/figures/part-0000.parquet" in found


@pytest.mark.parametrize(
    ("table", "change", "expected"),
    [
        ("quotes", lambda rows: rows[0].update(speaker_id="ent_x"), "quotes.speaker_id.references: 1 row breaks it: quo_1a"),
        ("quotes", lambda rows: rows[0].update(statement_ids=["sta_x"]), "quotes.statement_ids.references"),
        ("facts", lambda rows: rows.append(rows[0]), "facts.fact_id.unique"),
        ("quotes", lambda rows: rows[0].update(kind="loud"), "quotes.kind.allowed"),
        ("mentions", lambda rows: rows.pop(), "has 6 rows of mentions, the Parquet files have 5"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(table, change, expected, release):
    rewrite(release, table, change)
    assert any(expected in problem for problem in problems(release)), problems(release)


def test_another_schema_is_found(release):
    path = release / PARQUET / "facts" / "part-0000.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.drop_columns("kind").append_column("mood", pa.array(["calm"] * len(rows))), path)
    found = problems(release)
    assert "parquet/facts/part-0000.parquet: has no column kind" in found
    assert "parquet/facts/part-0000.parquet: has a column mood that is not declared" in found


def test_unreadable_missing_and_unknown_tables_are_found(release):
    (release / PARQUET / "facts" / "part-0000.parquet").write_bytes(b"not parquet at all")
    shutil.rmtree(release / PARQUET / "dates")
    (release / PARQUET / "gossip").mkdir()
    found = problems(release)
    assert any("parquet/facts/part-0000.parquet: cannot be read as Parquet" in problem for problem in found)
    assert "dates: has no Parquet file in parquet/dates" in found
    assert "parquet/gossip: is no table of the dataset" in found


def test_damaged_pages_behind_a_sound_footer_are_found(release):
    path = release / PARQUET / "documents" / "part-0000.parquet"
    content = bytearray(path.read_bytes())
    content[4:400] = bytes(396)
    path.write_bytes(content)
    write_checksums(release)
    assert any(problem.startswith("documents: cannot be checked") for problem in problems(release)), problems(release)


def test_a_missing_or_broken_database_is_found(release):
    (release / DATABASE).write_bytes(b"no database" * 999)
    assert any("newsledger.duckdb: cannot be opened" in problem for problem in problems(release))
    (release / DATABASE).unlink()
    assert "newsledger.duckdb: is missing" in problems(release)


def test_a_database_without_a_view_is_found(release):
    with duckdb.connect(str(release / DATABASE)) as connection:
        connection.execute("DROP VIEW coverage")
    assert any("newsledger.duckdb: cannot be asked for the view coverage" in problem for problem in problems(release))


def test_a_folder_that_is_neither_is_refused(tmp_path):
    with pytest.raises(WarehouseError, match="is no export and no warehouse"):
        verify(tmp_path)
