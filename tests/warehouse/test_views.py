"""The views answer the questions they open with, on the small warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.warehouse.conftest import small_tables, stage
from warehouse.load import DATABASE
from warehouse.tables import BY_NAME
from warehouse.views import load_views

QUESTIONS = ("coverage", "disputed_facts", "quote_variants", "story_sheet", "timeline", "who_said_what")


@pytest.fixture
def ask(database: Path) -> Any:
    with duckdb.connect(str(database), read_only=True) as connection:

        def answer(sql: str) -> list[dict[str, Any]]:
            return connection.sql(sql).to_arrow_table().to_pylist()

        yield answer


def test_every_view_of_the_dataset_is_there():
    assert tuple(view.name for view in load_views()) == QUESTIONS


@pytest.mark.parametrize("view", load_views(), ids=lambda view: view.name)
def test_a_view_explains_itself_and_every_column(view, ask):
    [row] = ask(f"SELECT comment FROM duckdb_views() WHERE view_name = '{view.name}'")
    assert row["comment"] == view.meaning
    assert "?" in view.meaning or view.meaning.startswith("Everything")
    columns = ask(
        f"SELECT column_name, comment FROM duckdb_columns() WHERE table_name = '{view.name}' ORDER BY column_index"
    )
    assert all(column["comment"] for column in columns), [c["column_name"] for c in columns if not c["comment"]]
    assert [column["column_name"] for column in columns] == list(view.columns)


def test_views_work_where_the_file_is_attached_under_another_name(database):
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{database}' AS elsewhere (READ_ONLY)")
        for view in load_views():
            assert connection.execute(f"FROM elsewhere.{view.name}").fetchall()


def test_coverage_tells_who_carried_retold_and_left_out_a_statement(ask):
    rows = ask("SELECT statement_id, outlet, status FROM coverage WHERE story_id = 'sto_quay'")
    assert {(row["statement_id"], row["outlet"]): row["status"] for row in rows} == {
        ("sta_easter", "Northfield Courier"): "carried",
        ("sta_easter", "Velmora Daily"): "paraphrased",
        ("sta_pay", "Northfield Courier"): "carried",
        ("sta_pay", "Velmora Daily"): "left_out",
    }, "the Gazette only copies the Courier and does not count"


def test_coverage_shows_the_outlets_own_wording(ask):
    [row] = ask("FROM coverage WHERE statement_id = 'sta_easter' AND outlet = 'Velmora Daily'")
    assert row["wording"] == "the quay would open by Easter"
    assert row["outlets_in_story"] == 2


def test_disputed_facts_stand_side_by_side_with_their_sentences(ask):
    rows = ask("FROM disputed_facts")
    assert [(row["value"], row["outlet"], row["claimed_by"], row["is_copy"]) for row in rows] == [
        (40e6, "Northfield Courier", "Harbour Ministry", False),
        (40e6, "Tarn Gazette", "Harbour Ministry", True),
        (55e6, "Velmora Daily", "Dockers’ Union", False),
    ]
    assert rows[0]["sentence"] == "The closure has cost 40 million dollars, the ministry said."
    assert rows[2]["sentence"] == "By the union’s count the closure has cost 55 million dollars."


def test_quote_variants_mark_what_differs(ask):
    fullest, other = ask("FROM quote_variants")
    assert fullest["wording"] == "The quay, will reopen before Easter."
    assert fullest["outlets"] == ["Northfield Courier", "Tarn Gazette"]
    assert other["marked"] == "the quay [would] [open] [by] Easter"
    assert other["left_out_words"] == ["will", "reopen", "before"]


def test_a_quote_of_two_statements_gives_each_its_own_words(tmp_path):
    tables = small_tables()
    [daily] = [row for row in tables["quotes"].to_pylist() if row["quote_id"] == "quo_3a"]
    both = "the quay would open by Easter after all and that no worker would lose a day’s pay"
    text = f"Minister Ilse Brandvik promised that {both}."
    documents = tables["documents"].to_pylist()
    documents[2]["text"] = text
    start = text.index(both)
    daily |= {"start": start, "end": start + len(both), "text": both, "parts": [{"start": start, "end": start + len(both)}], "statement_ids": ["sta_easter", "sta_pay"]}  # fmt: skip
    statements = tables["statements"].to_pylist()
    statements[1]["wordings"].append("no worker would lose a day’s pay")
    changes = {"documents": documents, "statements": statements, "quotes": [*tables["quotes"].to_pylist()[:4], daily]}
    for name, rows in changes.items():
        tables[name] = pa.Table.from_pylist(rows, schema=BY_NAME[name].schema)
    database = stage(tables, tmp_path) / DATABASE
    with duckdb.connect(str(database), read_only=True) as connection:
        sql = "SELECT statement_id, wording FROM coverage WHERE outlet = 'Velmora Daily'"
        assert dict(connection.execute(sql).fetchall()) == {
            "sta_easter": "the quay would open by Easter",
            "sta_pay": "no worker would lose a day’s pay",
        }


def test_the_timeline_has_one_row_an_episode_with_its_dispute(ask):
    [row] = ask("FROM timeline")
    assert (str(row["happened_on"]), row["actor"], row["recipient"]) == (
        "2024-03-04",
        "Ilse Brandvik",
        "Tomas Oyelaran",
    )
    assert row["disputed"] == ["happened_on"]
    assert row["story_ids"] == ["sto_quay"]


def test_who_said_what_names_speaker_and_outlets(ask):
    rows = ask("FROM who_said_what WHERE speaker_name ILIKE '%brandvik%'")
    assert [(row["statement_id"], row["kind"], row["outlet_count"]) for row in rows] == [
        ("sta_easter", "direct", 2),
        ("sta_pay", "direct", 1),
    ]
    assert rows[0]["outlets"] == ["Northfield Courier", "Tarn Gazette", "Velmora Daily"]
    assert rows[0]["role"] == "harbour minister"


def test_the_story_sheet_reads_in_order_and_can_leave_copies_out(ask):
    rows = ask("FROM story_sheet WHERE story_id = 'sto_quay' AND NOT is_copy")
    assert [(row["doc_id"], row["kind"]) for row in rows] == [
        ("doc_courier", kind) for kind in ("document", "event", "quote", "quote", "figure")
    ] + [("doc_daily", kind) for kind in ("document", "quote", "event", "figure")]
    assert [row["place"] for row in rows] == list(range(1, 10))
    assert rows[2]["text"] == "The quay, will reopen before Easter.", "without the cue that breaks it"
    assert rows[2]["same_as"] == "sta_easter"


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("The ship left. It came back late. Nobody waved.", "back", "It came back late."),
        ("Mr. Olsen met Dr. Vane on Dec. 3 in the U.S. capital.", "Vane", "Mr. Olsen met Dr. Vane on Dec. 3 in the U.S. capital."),
        ("Profit rose 2.5 percent. Costs fell.", "2.5", "Profit rose 2.5 percent."),
        ("A headline without a stop\nThe first line begins here.", "first", "The first line begins here."),
        ("“We leave.” She left. So did he.", "She", "She left."),
        ("Only this", "this", "Only this"),
        ("Waves. 🚢 sails on! End.", "sails", "🚢 sails on!"),
    ],
)  # fmt: skip
def test_sentence_at_finds_the_sentence_around_a_span(text, words, sentence, database):
    start = text.index(words)
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute("SELECT sentence_at(?, ?, ?)", [text, start, start + len(words)]).fetchall()
    assert found == [(sentence,)]
