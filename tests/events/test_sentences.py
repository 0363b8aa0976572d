"""Every row of `sentences.txt`: trigger, type, status, parties, day and claimant as a reader expects them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from transforms.extract import Reading, batch_tables
from transforms.language.model import Published

if TYPE_CHECKING:
    from spacy.language import Language

TABLE = Path(__file__).parent / "sentences.txt"
COLUMNS = ("text", "trigger", "type", "status", "actor", "recipient", "date", "claimed_by")
PUBLISHED = Published(dt.date(2030, 5, 10), dt.date(2030, 5, 10), dt.date(2030, 5, 10))
Cells = dict[str, str]


def _cases() -> list[Cells]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    split = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(COLUMNS, cells + [""] * (len(COLUMNS) - len(cells)), strict=True)) for cells in split]


@dataclass(frozen=True)
class _Found:
    """One document's event rows, and what its entities are called."""

    rows: list[dict[str, object]]
    names: dict[object, object]

    def party(self, row: dict[str, object], role: str) -> set[str]:
        """Every way the table may write a party: its words, or the names of its entities."""
        if row[f"{role}_text"] is None:
            return {"-"}
        ids = row[f"{role}_ids"] or []
        assert isinstance(ids, list)
        return {str(row[f"{role}_text"]), "+".join(str(self.names[one]) for one in ids)}


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case['trigger']}: {case['text'][:70]}")
def test_a_reader_s_row(nlp: Language, case: Cells) -> None:
    reading = Reading("doc_test", case["text"], PUBLISHED, "digest")
    tables = {name: table.to_pylist() for name, table in batch_tables(nlp, [reading]).items()}
    found = _Found(tables["events"], {row["local_id"]: row["name"] for row in tables["local_entities"]})
    rows = [row for row in found.rows if _is_trigger(str(row["trigger"]), case["trigger"])]
    if case["type"] == "none":
        assert not rows, [row["coded_by"] for row in rows]
        return
    assert rows, [row["trigger"] for row in found.rows]
    row = rows[-1]  # a happening named twice in a case is asked for where it is named last
    said = {"type": row["event_type"], "status": row["status"], "date": str(row["happened_on"])}
    assert {name: said[name] for name in said if case[name]} == {name: case[name] for name in said if case[name]}
    for role in ("actor", "recipient"):
        if case[role]:
            assert case[role] in found.party(row, role)
    if case["claimed_by"]:
        claimant = found.names.get(row["claimed_by_id"], "-")
        assert claimant == case["claimed_by"]


def _is_trigger(found: str, wanted: str) -> bool:
    """The word asked for, alone or inside a phrase of light verb and noun."""
    return found == wanted or (" " not in wanted and wanted in found.split()) or found.startswith(wanted)
