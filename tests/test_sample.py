"""The sample in raw/ shows a newcomer what the dataset is for: every promise of the README on stories of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from warehouse.query import run_query
from warehouse.views import load_views

pytestmark = pytest.mark.slow

Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ask(sample_warehouse: Path) -> Ask:
    return lambda sql: run_query(sample_warehouse / "newsledger.duckdb", sql).to_pylist()


def test_every_view_answers_something(ask: Ask) -> None:
    for view in load_views():
        assert ask(f"FROM {view.name} LIMIT 1"), view.name


@pytest.mark.parametrize(
    ("document", "other", "kind"),
    [
        ("northwire/2024-03-11-strike.txt", "meridian-daily/wire-copy.txt", "exact"),
        ("northwire/2024-05-14-rail.txt", "lakeside-post/rail-reprint.txt", "reprint"),
        ("northwire/2024-03-11-strike.txt", "northwire/2024-03-12-strike-update.txt", "update"),
        ("northwire/2024-03-11-strike.txt", "archive/briefs.jsonl", "excerpt"),
        ("northwire/2024-03-11-strike.txt", "varnholm-courier/strike.txt", "same_story"),
    ],
)
def test_what_documents_are_to_each_other_is_told(ask: Ask, document: str, other: str, kind: str) -> None:
    found = ask(
        f"""SELECT DISTINCT o.kind FROM "overlaps" o
        JOIN documents a ON a.doc_id = o.doc_id_a JOIN documents b ON b.doc_id = o.doc_id_b
        WHERE '{document}' IN (a.source_uri, b.source_uri) AND '{other}' IN (a.source_uri, b.source_uri)"""
    )
    assert {"kind": kind} in found


def test_an_update_says_what_changed(ask: Ask) -> None:
    [pair] = ask(
        """SELECT a.source_uri AS first, o.changes, a.text AS text_a, b.text AS text_b FROM "overlaps" o
        JOIN documents a ON a.doc_id = o.doc_id_a JOIN documents b ON b.doc_id = o.doc_id_b
        WHERE o.kind = 'update' AND a.outlet = b.outlet"""
    )
    numbers = {"2,400", "2,600"}
    changed = [
        {
            text
            for text in numbers
            if text in pair["text_a"][c["start_a"] : c["end_a"]] + pair["text_b"][c["start_b"] : c["end_b"]]
        }
        for c in pair["changes"]
        if c["kind"] == "changed"
    ]
    assert numbers in changed


def test_a_quote_translated_back_is_one_statement_in_two_wordings(ask: Ask) -> None:
    [statement] = ask(
        "SELECT * FROM statements WHERE speaker_name = 'Elena Marchetti' AND text LIKE '%Budapest%breakfast%'"
    )
    assert statement["document_count"] == 3
    assert statement["outlet_count"] == 2, "a reprint is no second source"
    assert len(statement["wordings"]) == 2


def test_who_left_a_statement_out_is_told(ask: Ask) -> None:
    rows = ask("SELECT outlet, status FROM coverage WHERE text LIKE 'We did not come to Trieste%'")
    assert {(row["outlet"], row["status"]) for row in rows} == {
        ("Northwire", "carried"),
        ("Danube Observer", "left_out"),
    }


def test_reports_that_disagree_on_a_number_are_disputed(ask: Ask) -> None:
    rows = ask(
        "SELECT DISTINCT outlet, value FROM disputed_facts WHERE unit = 'tonne' AND period_start_on = DATE '2023-01-01'"
    )
    assert {(row["outlet"], row["value"]) for row in rows} >= {("Northwire", 4_100_000), ("Danube Observer", 3_800_000)}


def test_one_happening_is_one_episode_whoever_reports_it(ask: Ask) -> None:
    [pact] = ask(
        """SELECT happened_on, document_count, outlet_count FROM episodes
        WHERE summary LIKE 'Adriatic Rail Council%Danube Freight Union%' AND happened_on = DATE '2024-05-14'"""
    )
    assert pact["happened_on"] == dt.date(2024, 5, 14)
    assert pact["document_count"] >= 2


def test_an_old_encoding_is_read(ask: Ask) -> None:
    [document] = ask("SELECT text, bylines, outlet FROM documents WHERE source_uri LIKE '%1252%'")
    assert "café owners" in document["text"]
    assert "€3 million" in document["text"]
    assert document["bylines"] == ["Renée Dubé"]


def test_no_boilerplate_is_in_any_row(ask: Ask) -> None:
    cut = ask("SELECT doc_id, unnest(boilerplate, recursive := true) FROM documents")
    assert len(cut) >= 8
    for words in ("Your email address", "Sign up for", "Reporting by", "Read more", "Related articles", "Share this"):
        for table, column in (("documents", "text"), ("quotes", "text"), ("mentions", "text"), ("figures", "text")):
            assert not ask(f"SELECT 1 FROM {table} WHERE {column} ILIKE '%{words}%'"), (words, table)


def test_people_have_their_full_names_and_offices(ask: Ask) -> None:
    people = {row["name"]: row["role"] for row in ask("SELECT name, role FROM entities WHERE kind = 'person'")}
    assert {
        "Karin Aldevik",
        "Peter Lindqvist",
        "Ulla Brandt",
        "Elena Marchetti",
        "Tomas Havlik",
        "Ingrid Solheim",
    } <= set(people)
    assert people["Lucia Ferrante"] == "mayor"
    speakers = ask("SELECT DISTINCT speaker_name FROM quotes WHERE speaker_text IN ('he', 'she', 'He', 'She')")
    assert all(row["speaker_name"] and " " in row["speaker_name"] for row in speakers)
