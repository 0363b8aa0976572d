"""A shelf gives back what was put on it, never half of it, and only for the very items asked for."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.shelf import Shelf, cut, digest

SCHEMA = pa.schema([("value", pa.int64()), ("item", pa.string())])


def fill(shelf: Shelf, items: list[str]) -> Path:
    def write(folder: Path) -> None:
        rows = pa.table({"value": list(range(len(items))), "item": items}, schema=SCHEMA)
        pq.write_table(rows, folder / "rows.parquet")

    return shelf.place(items, write)


def test_items_are_found_whatever_batch_they_came_in(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    a, b, c = digest("a"), digest("b"), digest("c")
    fill(shelf, [a, b])
    assert set(shelf.find([a, c])) == {a}
    fill(shelf, [c])
    found = shelf.find([c, a])
    assert sorted(shelf.read("rows", found, "item", SCHEMA)["item"].to_pylist()) == sorted([a, c])


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")

    def write(folder: Path) -> None:
        (folder / "rows.parquet").write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        shelf.place([digest("a")], write)
    assert shelf.find([digest("a")]) == {}
    assert list((tmp_path / "shelf").iterdir()) == []


def test_a_killed_batch_is_not_found_and_is_made_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    item = digest("a")
    done = fill(shelf, [item])
    (done / "contents").unlink()  # as if the process had died before the last write
    assert shelf.find([item]) == {}
    fill(shelf, [item])
    assert shelf.find([item]) == {item: done}


def test_a_file_cut_short_or_lost_is_made_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    item = digest("a")
    rows = fill(shelf, [item]) / "rows.parquet"
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-9])
    assert shelf.find([item]) == {}
    fill(shelf, [item])
    assert rows.read_bytes() == whole
    rows.unlink()
    assert shelf.find([item]) == {}


def test_contents_cut_short_hide_the_batch(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    items = [digest("a"), digest("b")]
    contents = fill(shelf, items) / "contents"
    whole = contents.read_text()
    for length in range(len(whole)):
        contents.write_text(whole[:length])
        assert shelf.find(items) == {}


def test_pruning_keeps_what_the_build_used(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    kept, lost = fill(shelf, [digest("a")]), fill(shelf, [digest("b")])
    (tmp_path / ".part-dead").mkdir()
    shelf.prune([kept])
    assert kept.is_dir()
    assert not lost.exists()
    assert not (tmp_path / ".part-dead").exists()


def test_digests_tell_values_apart_that_concatenate_alike() -> None:
    assert digest("ab", "c") != digest("a", "bc")


@given(st.lists(st.integers(0, 9)), st.integers(1, 30), st.integers(1, 7))
def test_cutting_loses_nothing_and_keeps_both_bounds(weights: list[int], heaviest: int, most: int) -> None:
    batches = list(cut(weights, lambda weight: weight, heaviest, most))
    assert [weight for batch in batches for weight in batch] == weights
    assert all(1 <= len(batch) <= most and (sum(batch) <= heaviest or len(batch) == 1) for batch in batches)
