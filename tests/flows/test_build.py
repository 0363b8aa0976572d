"""The promises of a build: the same bytes every time, nothing lost, nothing made twice, nothing half published."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from expectations.model import BuildRefused
from flows.build import BuildReport, build
from flows.clock import utc_now
from flows.executors import LocalExecutor
from flows.progress import Silence
from flows.settings import Settings
from tests.conftest import PROJECT
from warehouse.errors import WarehouseError
from warehouse.load import locked
from warehouse.parquet import read_table
from warehouse.tables import BY_NAME, RUNS, TABLES

pytestmark = pytest.mark.slow


def run(raw: Path, warehouse: Path, workers: int = 1, batch: int = 64) -> BuildReport:
    with LocalExecutor(workers, Silence()) as executor:
        return build(
            Settings(raw=(raw,), warehouse=warehouse, workers=workers, batch_documents=batch), executor, utc_now
        )


def published_bytes(warehouse: Path) -> dict[str, bytes]:
    """Every published Parquet file but the diary of runs, which holds clock times."""
    files = (warehouse / "parquet").rglob("*.parquet")
    return {
        path.relative_to(warehouse).as_posix(): path.read_bytes() for path in files if path.parent.name != RUNS.name
    }


def test_workers_and_batches_do_not_change_a_byte(sample_warehouse: Path, tmp_path: Path) -> None:
    run(PROJECT / "raw", tmp_path / "other", workers=1, batch=5)
    assert published_bytes(tmp_path / "other") == published_bytes(sample_warehouse)


def test_files_in_are_documents_and_rejects(sample_warehouse: Path) -> None:
    files = [path for path in (PROJECT / "raw").rglob("*") if path.is_file()]
    sources = {path for path in files if not path.name.endswith(".meta.json") and path.name != "sources.yml"}
    documents = read_table(BY_NAME["documents"], sample_warehouse / "parquet")
    rejects = read_table(BY_NAME["rejects"], sample_warehouse / "parquet")
    told = set(documents["source_uri"].to_pylist()) | set(rejects["source_uri"].to_pylist())
    assert told == {path.relative_to(PROJECT / "raw").as_posix() for path in sources}
    unread = [row["source_uri"] for row in rejects.to_pylist() if row["stage"] == "ingest"]
    assert Counter(unread) == {"archive/briefs.jsonl": 1, "archive/damaged.txt.gz": 1}


def test_every_table_of_the_sample_is_filled(sample_warehouse: Path) -> None:
    for table in TABLES:
        assert len(read_table(table, sample_warehouse / "parquet")), table.name


def test_every_row_points_at_its_words(sample_warehouse: Path) -> None:
    parquet = sample_warehouse / "parquet"
    documents = read_table(BY_NAME["documents"], parquet, ["doc_id", "text"]).to_pylist()
    texts = {row["doc_id"]: row["text"] for row in documents}
    checked = 0
    for table in TABLES:
        for row in read_table(table, parquet).to_pylist() if table.spans else []:
            for span in table.spans:
                if row[span.start] is not None and span.text is not None:
                    assert texts[row["doc_id"]][row[span.start] : row[span.end]] == row[span.text]
                    checked += 1
    assert checked > 500


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A raw folder of two stories."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(
        "Bakers of Ostrava end their strike\n\nThe bakers of Ostrava went back to work on Monday, 4 March 2024. "
        '"Bread is a promise," said their leader, Hana Dvorska.\n',
        encoding="utf-8",
    )
    (raw / "b.txt").write_text(
        "Bridge opens\n\nA new bridge over the Sava opened near Brod on 9 May 2023. It cost 36 million euros, "
        "said the builder, Sava Works.\n",
        encoding="utf-8",
    )
    return raw


def test_an_unchanged_folder_is_not_read_again_and_a_new_file_alone_is(small: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    first = run(small, warehouse)
    assert first.reused == {"files": 0, "documents": 0}
    before = published_bytes(warehouse)
    second = run(small, warehouse)
    assert second.reused == {"files": 2, "documents": 2}
    assert published_bytes(warehouse) == before
    (small / "c.txt").write_text(
        "Snow closes the pass\n\nSnow closed the Vrsic pass on 2 January 2024.\n", encoding="utf-8"
    )
    third = run(small, warehouse)
    assert third.reused == {"files": 2, "documents": 2}
    assert third.counts["documents"] == 3
    assert (first.paragraphs, second.paragraphs) == ({"parsed": 4, "reused": 0}, {"parsed": 0, "reused": 0})
    assert third.paragraphs == {"parsed": 2, "reused": 0}  # headline and text
    assert len(read_table(RUNS, warehouse / "parquet")) == 3


def test_without_news_only_the_diary_grows(small: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    first = run(small, warehouse)
    before, report = published_bytes(warehouse), (warehouse / "quality.html").read_bytes()
    again = run(small, warehouse)
    assert set(again.seconds) == {"inventory", "load"}
    assert (again.counts, again.warnings) == (first.counts, first.warnings)
    assert published_bytes(warehouse) == before
    assert (warehouse / "quality.html").read_bytes() == report
    with duckdb.connect(warehouse / "newsledger.duckdb", read_only=True) as connection:
        told = connection.execute("SELECT run_id FROM runs ORDER BY started_at").fetchall()
    assert told == [(first.run_id,), (again.run_id,)]

    # Whoever touches what is published gets it made anew, and so does who changes a setting.
    next((warehouse / "parquet" / "documents").glob("*.parquet")).unlink()
    assert "validate" in run(small, warehouse).seconds
    assert published_bytes(warehouse) == before
    with LocalExecutor(1, Silence()) as executor:
        other = Settings(raw=(small,), warehouse=warehouse, workers=1, max_text_length=500_000)
        assert "validate" in build(other, executor, utc_now).seconds


def test_an_incremental_build_equals_a_fresh_one(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "grown")
    shutil.copy(small / "a.txt", small / "copy.txt")
    (small / "b.txt").unlink()
    run(small, tmp_path / "grown")
    run(small, tmp_path / "fresh")
    assert published_bytes(tmp_path / "grown") == published_bytes(tmp_path / "fresh")


def test_a_changed_sidecar_changes_its_document(small: Path, tmp_path: Path) -> None:
    run(small, tmp_path / "w")
    (small / "a.txt.meta.json").write_text('{"outlet": "Ostrava Herald"}', encoding="utf-8")
    assert run(small, tmp_path / "w").reused["files"] == 1
    assert "Ostrava Herald" in read_table(BY_NAME["documents"], tmp_path / "w" / "parquet")["outlet"].to_pylist()


def test_a_refused_build_leaves_the_published_warehouse(small: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    run(small, warehouse)
    before = published_bytes(warehouse)
    database = (warehouse / "newsledger.duckdb").read_bytes()
    for file in small.iterdir():
        file.write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(BuildRefused, match="documents"):
        run(small, warehouse)
    assert published_bytes(warehouse) == before
    assert (warehouse / "newsledger.duckdb").read_bytes() == database


def test_two_builds_do_not_share_a_warehouse(small: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    with locked(warehouse), pytest.raises(WarehouseError, match="is writing to the warehouse"):
        run(small, warehouse)


def test_parquet_is_compressed_with_zstd(sample_warehouse: Path) -> None:
    for path in (sample_warehouse / "parquet").rglob("*.parquet"):
        meta = pq.read_metadata(path)
        codecs = {
            meta.row_group(g).column(c).compression for g in range(meta.num_row_groups) for c in range(meta.num_columns)
        }
        assert codecs <= {"ZSTD"}
