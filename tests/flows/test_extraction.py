"""Each distinct paragraph is parsed once and its parse kept, whatever is cut, changed, added or broken around it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import extraction
from flows.executors import LocalExecutor
from flows.extraction import Extracted, Parsed, Shelves
from flows.progress import Silence
from flows.settings import Settings
from transforms.language.paragraphs import KEY, paragraph_key, paragraphs_of

pytestmark = pytest.mark.slow

STRIKE = "Weavers in Aldmoor ended their strike on Monday, 4 March 2024, after nine days."
PAY = '"We got the night rate back," said Runa Feld, who speaks for the 1,200 weavers.'
OWNER = "The mill's owner, Corvel Textiles, put its loss at 2.4 million euros."
MAYOR = "Mayor Otto Brand had met both sides twice."
STORIES = {
    "a": "\n\n".join((STRIKE, PAY, OWNER)),
    "b": "\n".join((MAYOR, PAY)),
    "c": "\n\n".join((STRIKE, PAY, OWNER, MAYOR)),
}


@dataclass
class Ledger:
    """A folder for the work of builds over given stories."""

    folder: Path

    @property
    def shelves(self) -> Shelves:
        return Shelves.below(self.folder, Settings().model)

    def build(self, stories: dict[str, str], workers: int = 1, batch: int = 64) -> tuple[Parsed, Extracted]:
        settings = Settings(workers=workers, batch_documents=batch)
        scratch = self.folder / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        with LocalExecutor(workers, Silence()) as executor:
            plan = extraction.plan_extraction(documents(stories), settings, self.shelves)
            parsed = extraction.parse(plan, settings, self.shelves, scratch, executor)
            extracted = extraction.extract(plan, parsed, settings, self.shelves, scratch, executor)
        self.shelves.prune(extracted.batches)
        return parsed, extracted

    def parses(self) -> list[Path]:
        return sorted(self.shelves.parses.folder.glob("*/parses.parquet"))

    def parsed(self) -> Counter[str]:
        """How often which paragraph's parse stands on the shelf."""
        return Counter(key for path in self.parses() for key in pq.read_table(path)[KEY].to_pylist())

    def forget_rows(self) -> None:
        """As if an extractor's rules had changed: no row is found by its address any more."""
        shutil.rmtree(self.shelves.rows.folder)


def documents(stories: dict[str, str]) -> pa.Table:
    unknown = pa.nulls(len(stories), pa.date32())
    return pa.table({
        "doc_id": list(stories), "text": list(stories.values()), "published_on": unknown, "published_from": unknown,
        "published_until": unknown, "copy_id": ["copy"] * len(stories),
    })  # fmt: skip


def rows(extracted: Extracted) -> dict[str, list[str]]:
    return {name: sorted(map(repr, table.to_pylist())) for name, table in extracted.staged.items()}


def keys(stories: Sequence[str]) -> set[str]:
    return {paragraph_key(words) for text in stories for words in paragraphs_of(text)}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "work")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rows of `STORIES`, each read in a build of its own."""
    alone = [Ledger(tmp_path_factory.mktemp(name)).build({name: text})[1] for name, text in STORIES.items()]
    found = [rows(one) for one in alone]
    return {name: sorted(row for one in found for row in one[name]) for name in found[0]}


def test_every_distinct_paragraph_is_on_the_shelf_once(ledger: Ledger, plain: dict[str, list[str]]) -> None:
    parsed, extracted = ledger.build(STORIES)
    assert parsed.reused == 0
    assert ledger.parsed() == Counter(keys([STRIKE, PAY, OWNER, MAYOR]))
    assert rows(extracted) == plain
    assert plain["quotes"]


@pytest.mark.parametrize(("workers", "batch"), [(2, 1), (1, 2)])
def test_neither_workers_nor_batches_matter(
    ledger: Ledger, plain: dict[str, list[str]], workers: int, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "LIGHTEST_BATCH", 100)  # several batches of parses even of so little
    assert rows(ledger.build(dict(reversed(STORIES.items())), workers, batch)[1]) == plain
    assert len(ledger.parses()) > 1
    assert ledger.parsed() == Counter(keys([STRIKE, PAY, OWNER, MAYOR]))


def test_a_new_document_has_only_its_new_paragraphs_parsed(ledger: Ledger) -> None:
    ledger.build({"a": STORIES["a"]})
    old = ledger.parses()
    parsed, _ = ledger.build(STORIES)
    (new,) = set(ledger.parses()) - set(old)
    assert pq.read_table(new)[KEY].to_pylist() == [paragraph_key(MAYOR)]
    assert parsed.reused == 3


def test_changed_rules_need_no_parsing(ledger: Ledger, plain: dict[str, list[str]]) -> None:
    ledger.build(STORIES)
    before = [(path, path.stat().st_mtime_ns) for path in ledger.parses()]
    ledger.forget_rows()
    parsed, extracted = ledger.build(STORIES)
    assert parsed.reused == 4
    assert rows(extracted) == plain
    assert [(path, path.stat().st_mtime_ns) for path in ledger.parses()] == before


def test_what_no_document_needs_is_pruned(ledger: Ledger) -> None:
    ledger.build({"b": STORIES["b"]})
    other_model = ledger.shelves.parses.folder.parent / "other"
    other_model.mkdir()
    ledger.build({"a": OWNER})
    assert ledger.parsed() == Counter(keys([OWNER]))
    assert not other_model.exists()


def test_an_unchanged_build_keeps_its_parses(ledger: Ledger) -> None:
    ledger.build(STORIES)
    before = ledger.parses()
    ledger.build(STORIES)
    assert ledger.parses() == before


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x00" * path.stat().st_size)


@pytest.mark.parametrize("damage", [cut_short, overwrite, Path.unlink])
def test_damaged_parses_are_made_again(ledger: Ledger, plain: dict[str, list[str]], damage: object) -> None:
    assert callable(damage)
    ledger.build(STORIES)
    (path,) = ledger.parses()
    damage(path)
    ledger.forget_rows()
    assert rows(ledger.build(STORIES)[1]) == plain
    ledger.forget_rows()
    assert rows(ledger.build(STORIES)[1]) == plain
    assert ledger.parsed() == Counter(keys([STRIKE, PAY, OWNER, MAYOR]))


def test_a_build_killed_between_the_stages_parses_nothing_again(ledger: Ledger, plain: dict[str, list[str]]) -> None:
    settings = Settings(workers=1)
    scratch = ledger.folder / "scratch"
    scratch.mkdir(parents=True)
    with LocalExecutor(1, Silence()) as executor:
        plan = extraction.plan_extraction(documents(STORIES), settings, ledger.shelves)
        extraction.parse(plan, settings, ledger.shelves, scratch, executor)
    parsed, extracted = ledger.build(STORIES)
    assert parsed.reused == 4
    assert rows(extracted) == plain
