"""Asking and showing: answers in every form, mistakes answered in one sentence, nothing changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from rich.text import Text

from tests.warehouse.conftest import COURIER
from warehouse.errors import QueryError, WarehouseError
from warehouse.output import print_table, write_csv, write_json, write_parquet
from warehouse.query import reading, run_query
from warehouse.show import _passage, find_row, show
from warehouse.tables import BY_NAME


def printed(renderable: object, width: int = 120) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(renderable)
    return console.file.getvalue()  # type: ignore[attr-defined]


def as_table(rows: pa.Table, width: int = 120, **options: int) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    print_table(rows, console, **options)
    return console.file.getvalue()  # type: ignore[attr-defined]


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_an_arrow_table(database):
    answer = run_query(database, "SELECT count(*) AS n FROM documents")
    assert answer.to_pylist() == [{"n": 4}]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("FROM documnts", "There is no table or view called documnts: did you mean documents"),
        ("FROM zzzzzzz", "There is no table or view called zzzzzzz: there are coverage, dates, disputed_facts"),
        ("SELECT outlt FROM documents", "There is no column called outlt: did you mean outlet"),
        ("SELEC 1", 'The SQL cannot be understood near "SELEC"'),
        ("DELETE FROM documents", "The warehouse is read-only here"),
        ("CREATE TABLE mine (a INT)", "The warehouse is read-only here"),
        ("SELECT 'a'::INT", "The query failed: Could not convert string 'a' to INT32."),
        ("  ;", "The query is empty"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(sql, message, database):
    with pytest.raises(QueryError) as caught:
        run_query(database, sql)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_a_warehouse_the_answer_is_what_to_run(tmp_path):
    with pytest.raises(WarehouseError, match=r"no warehouse at .* yet: build one with `newsledger build"):
        run_query(tmp_path / "newsledger.duckdb", "SELECT 1")


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "newsledger.duckdb").write_text("not a database" * 1000)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        run_query(tmp_path / "newsledger.duckdb", "SELECT 1")


# ---- printing --------------------------------------------------------------------------------------------------------

ANSWER = pa.table(
    {
        "name": ["Zoë, “the boat”", None],
        "value": [1.5, float("nan")],
        "day": pa.array([dt.date(2024, 3, 4), None]),
        "outlets": [["A", "B"], []],
        "parts": [[{"start": 1, "end": 2}], None],
    }
)


def test_csv_can_be_read_back():
    out = io.StringIO()
    write_csv(ANSWER, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows[0] == {"name": "Zoë, “the boat”", "value": "1.5", "day": "2024-03-04", "outlets": '["A", "B"]', "parts": '[{"start": 1, "end": 2}]'}  # fmt: skip
    assert rows[1] == {"name": "", "value": "", "day": "", "outlets": "[]", "parts": ""}


def test_json_can_be_read_back():
    out = io.StringIO()
    write_json(ANSWER, out)
    assert json.loads(out.getvalue()) == [
        {"name": "Zoë, “the boat”", "value": 1.5, "day": "2024-03-04", "outlets": ["A", "B"], "parts": [{"start": 1, "end": 2}]},
        {"name": None, "value": None, "day": None, "outlets": [], "parts": None},
    ]  # fmt: skip
    empty = io.StringIO()
    write_json(ANSWER.slice(0, 0), empty)
    assert json.loads(empty.getvalue()) == []


def test_parquet_can_be_read_back(tmp_path):
    write_parquet(ANSWER, tmp_path / "answer.parquet")
    assert pq.read_table(tmp_path / "answer.parquet").schema == ANSWER.schema


def test_a_table_stops_at_the_limit_and_says_so():
    text = as_table(pa.table({"n": range(1_234)}), limit=3)
    assert "1,234 rows, the first 3 of them shown" in text
    assert len(text.splitlines()) < 12


def test_rows_too_wide_for_the_screen_become_lists():
    wide = pa.table({f"column_{n}": ["a rather long text in this column"] for n in range(12)})
    assert "column_11  a rather long text" in as_table(wide, width=80)
    assert "column_11" in as_table(wide, width=400).splitlines()[1], "a header where there is room"


def test_brackets_in_a_text_are_text_and_not_markup():
    assert "the quay [would] [/open]" in as_table(pa.table({"marked": ["the quay [would] [/open]"]}))


# ---- showing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, table in BY_NAME.items() if len(table.key) == 1])
def test_every_kind_of_row_can_be_shown(name, database):
    table = BY_NAME[name]
    for row in run_query(database, f'FROM "{name}"').to_pylist():
        text = printed(show(database, row[table.key[0]]))
        assert row[table.key[0]] in text
        assert name in text


def test_a_quote_is_shown_in_its_sentence_with_source_and_links(database):
    text = printed(show(database, "quo_1a"))
    assert "“The quay,” Brandvik said, “will reopen before Easter.”" in text
    assert "Northfield Courier, 2024-03-04, Quay to reopen, minister says, courier.txt" in text
    assert "ent_brandvik  Ilse Brandvik" in text


@pytest.mark.parametrize("row_id", ["quo_1b", "quo_3a", "fig_3", "eve_3", "men_4", "dat_1"])
def test_the_highlight_is_exactly_the_words_of_the_row(row_id, database):
    with reading(database) as connection:
        row = find_row(connection, row_id)
        passage = _passage(connection, row)
    assert isinstance(passage, Text)
    own = row.table.spans[0]
    marked = [passage.plain[span.start : span.end] for span in passage.spans if "reverse" in str(span.style)]
    assert marked == [row.values[own.text]]


def test_the_highlight_of_a_broken_quote_leaves_its_cue_out(database):
    with reading(database) as connection:
        passage = _passage(connection, find_row(connection, "quo_1a"))
    marked = [passage.plain[span.start : span.end] for span in passage.spans if "reverse" in str(span.style)]
    assert marked == ["The quay,", "will reopen before Easter."]
    assert "said" in [passage.plain[span.start : span.end] for span in passage.spans if str(span.style) == "magenta"]


def test_what_joins_rows_lists_them_with_their_sentences(database):
    statement = printed(show(database, "sta_easter"))
    assert "quotes: 3" in statement
    assert "promised that the quay would open by Easter" in statement
    fact = printed(show(database, "fac_cost"))
    assert "By the union’s count the closure has cost 55 million dollars." in fact
    assert "events: 3" in printed(show(database, "epi_meeting"))


def test_a_document_counts_what_was_found_in_it(database):
    text = printed(show(database, "doc_courier"))
    assert "quotes: 2" in text
    assert "figures: 1" in text
    assert COURIER.splitlines()[1][:40] in text


def test_the_beginning_of_an_id_is_enough_if_only_one_has_it(database):
    assert "quo_3a" in printed(show(database, "quo_3"))
    with pytest.raises(QueryError, match=r"Several ids begin with quo_1 \(quo_1a, quo_1b"):
        show(database, "quo_1")
    with pytest.raises(QueryError, match="No row has an id that begins with nothing"):
        show(database, "nothing")
    with pytest.raises(QueryError, match="No id was given"):
        show(database, " ")


def test_another_connection_of_the_same_program_is_no_obstacle(database):
    with duckdb.connect(str(database), read_only=True) as other, reading(database), reading(database) as connection:
        assert other.execute("SELECT count(*) FROM documents").fetchall() == [(4,)]
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(4,)]


def test_reading_changes_no_byte(database, tmp_path):
    copy = tmp_path / "newsledger.duckdb"
    shutil.copyfile(database, copy)
    before = copy.read_bytes()
    run_query(copy, "FROM coverage")
    show(copy, "quo_1a")
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["newsledger.duckdb"]
