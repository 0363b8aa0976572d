"""A batch is parted: good rows go on, bad ones are turned away with a reason, and some rules end the build."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from itertools import pairwise

import pyarrow as pa
import pytest

from expectations.model import BuildRefused, order_findings, refuse_if_failed
from expectations.validate import validate_batch
from tests.conftest import PROJECT
from tests.expectations.ledger import small_dataset, to_table
from warehouse.tables import BY_NAME, REJECTS


def quotes(**changes: object) -> pa.Table:
    """Three good quotes, the middle one changed."""
    rows = small_dataset()["quotes"]
    rows[1].update(changes)
    return to_table("quotes", rows)


def finding_of(result, rule: str):
    return next(finding for finding in result.findings if finding.rule == rule)


def test_a_row_that_contradicts_itself_is_turned_away_and_the_others_stay_in_order():
    result = validate_batch("quotes", quotes(kind="spoken"))
    assert result.kept.column("quote_id").to_pylist() == ["quo_doc_a", "quo_doc_c"]
    assert result.kept.schema == quotes().schema
    assert result.rejected.schema == REJECTS.schema
    assert finding_of(result, "quotes.kind.allowed").unexpected == 1


def test_a_reject_keeps_the_row_and_says_in_words_what_is_wrong():
    [reject] = validate_batch("quotes", quotes(kind="spoken")).rejected.to_pylist()
    assert json.loads(reject["row"])["quote_id"] == "quo_doc_b"
    assert json.loads(reject["row"])["parts"] == small_dataset()["quotes"][1]["parts"]
    assert (reject["stage"], reject["doc_id"], reject["rule"]) == ("validate", "doc_b", "quotes.kind.allowed")
    assert reject["reason"].startswith('`kind` is "spoken", but must be one of direct, mixed, indirect.')


def test_a_row_that_breaks_several_rules_is_one_reject_that_names_them_all():
    [reject] = validate_batch("quotes", quotes(kind="spoken", confidence=1.4)).rejected.to_pylist()
    assert "`kind` is" in reject["reason"]
    assert "`confidence` is 1.4, but must lie between 0 and 1" in reject["reason"]


def test_a_reason_spells_out_what_cannot_be_seen_and_shortens_what_is_long():
    rows = small_dataset()["entities"]
    rows[0]["name"], rows[1]["name"] = "Torvald\u200b", "Board\n" + "of the harbour " * 20
    finding = finding_of(validate_batch("entities", to_table("entities", rows)), "entities.name.is_a_name")
    shown = {sample.row_id: sample.shows for sample in finding.samples}
    assert shown["ent_mila"] == '`name` is "Torvald\\u200b"'
    assert shown["ent_board"].startswith('`name` is "Board\\u000aof the harbour') and len(shown["ent_board"]) < 110


def test_a_reject_has_the_same_id_wherever_its_row_stands_in_the_batch():
    rows = quotes(kind="spoken")
    turned = rows.take([2, 1, 0])
    ids = [validate_batch("quotes", batch).rejected.column("reject_id").to_pylist() for batch in (rows, turned)]
    assert ids[0] == ids[1]


def test_a_rejected_document_keeps_its_file_so_that_files_in_still_add_up():
    rows = small_dataset()["documents"]
    rows[0]["language"] = "English"
    result = validate_batch("documents", to_table("documents", rows))
    assert result.rejected.column("source_uri").to_pylist() == ["a.txt"]
    assert result.kept.num_rows + result.rejected.num_rows == 3


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"doc_id": None}, "quotes.doc_id.known"),
        ({"text": ""}, "quotes.text.not_empty"),
        ({"text": "The old quay"}, "quotes.text.length"),
        ({"start": 300}, "quotes.start.before_end"),
        ({"start": -1}, "quotes.start.range"),
        ({"cue_end": None}, "quotes.cue_start.complete"),
        ({"confidence": float("nan")}, "quotes.confidence.finite"),
        ({"confidence": -0.1}, "quotes.confidence.range"),
        ({"speaker_ids": ["ent_mila", None]}, "quotes.speaker_ids.items_known"),
        ({"parts": [{"start": 120, "end": 110}]}, "quotes.parts.start_before_end"),
    ],
)
def test_derived_rules_turn_the_row_away(changes, rule):
    result = validate_batch("quotes", quotes(**changes))
    assert finding_of(result, rule).sample_ids == ("quo_doc_b",)
    assert result.rejected.num_rows == 1


def test_two_rows_under_one_key_refuse_the_build_and_move_no_row():
    result = validate_batch("quotes", quotes(quote_id="quo_doc_a"))
    assert result.kept.num_rows == 3
    with pytest.raises(BuildRefused, match=r"quotes\.key\.unique, 2 of 3"):
        refuse_if_failed(result.findings)


def test_a_pair_is_the_key_of_an_overlap():
    rows = small_dataset()["overlaps"] * 2
    assert finding_of(validate_batch("overlaps", to_table("overlaps", rows)), "overlaps.key.unique").refuses


def test_a_warning_keeps_the_row_and_shows_it():
    result = validate_batch("quotes", quotes(text=quotes().column("text")[1].as_py(), via_id="ent_mila"))
    finding = finding_of(result, "quotes.speaker.not_via")
    assert (finding.severity, finding.passed, finding.sample_ids) == ("warn", False, ("quo_doc_b",))
    assert result.kept.num_rows == 3


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda rows: rows.drop_columns(["cue"]), "lacks cue: string"),
        (lambda rows: rows.append_column("mood", pa.array(["calm"] * 3)), "has mood: string, which is not declared"),
        (lambda rows: rows.select(rows.column_names[::-1]), "another order"),
        (
            lambda rows: rows.set_column(3, "start", rows.column("start").cast(pa.int64())),
            "lacks start: int32 and has start: int64",
        ),
    ],
)
def test_other_columns_than_declared_refuse_the_build(change, complaint):
    [finding] = validate_batch("quotes", change(quotes())).findings
    assert finding.refuses
    assert complaint in finding.message


def test_how_parquet_names_the_items_of_a_list_makes_no_difference():
    other = pa.list_(pa.field("element", pa.string()))
    rows = quotes()
    position = rows.column_names.index("speaker_ids")
    rows = rows.set_column(position, "speaker_ids", rows.column("speaker_ids").cast(other))
    assert validate_batch("quotes", rows).findings[0].passed


def test_an_empty_batch_is_fine():
    result = validate_batch("quotes", BY_NAME["quotes"].schema.empty_table())
    assert (result.kept.num_rows, result.rejected.num_rows) == (0, 0)
    assert all(finding.passed for finding in result.findings)


def test_a_large_batch_is_checked_in_slices_and_comes_back_whole(monkeypatch):
    rows = quotes(kind="spoken")
    whole = validate_batch("quotes", rows)
    monkeypatch.setattr("expectations.validate.ROWS_AT_ONCE", 2)
    sliced = validate_batch("quotes", rows)
    assert (sliced.kept, sliced.rejected) == (whole.kept, whole.rejected)
    assert order_findings(sliced.findings) == order_findings(whole.findings)


def test_a_result_travels_between_processes():
    result = validate_batch("quotes", quotes(kind="spoken"))
    again = pickle.loads(pickle.dumps(result))
    assert again.findings == result.findings
    assert again.rejected == result.rejected


@pytest.mark.slow
def test_it_prints_nothing_and_writes_nothing(tmp_path):
    script = (
        "from tests.expectations.ledger import small_dataset, to_table\n"
        "from expectations.validate import validate_batch\n"
        "rows = small_dataset()['quotes']; rows[0]['kind'] = 'spoken'\n"
        "assert validate_batch('quotes', to_table('quotes', rows)).kept.num_rows == 2\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(home.iterdir()) == []


def test_importing_it_does_not_load_the_slow_library():
    script = (
        "import sys, expectations.validate, expectations.dataset, expectations.report\n"
        "print(sorted({'great_expectations', 'pandas', 'duckdb', 'jinja2'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_in_a_batch_of_many_chunks_the_very_rows_that_break_a_rule_are_turned_away():
    """DuckDB was seen to scan an Arrow table of uneven chunks in another order, and the wrong rows were turned away."""
    [template, *_] = small_dataset()["figures"]
    rows = [
        {**template, "figure_id": f"fig_{n:05}", "kind": "percent" if n % 97 == 5 else template["kind"]}
        for n in range(3800)
    ]
    table = to_table("figures", rows)
    cuts = [0, 0, 64, 150, 235, 299, 420, 548, 676, 900, 1180, 1308, 1650, 1778, 2210, 2500, 2628, 3100, 3228, 3800]
    pieces = [table.slice(start, end - start) for start, end in pairwise(cuts)]
    chunked = pa.concat_tables(pa.Table.from_pylist(piece.to_pylist(), schema=table.schema) for piece in pieces)
    whole = chunked.set_column(  # columns that reconciling fills are in one chunk beside others in many
        chunked.column_names.index("fact_id"), chunked.schema.field("fact_id"), chunked["fact_id"].combine_chunks()
    )
    rejected = validate_batch("figures", whole).rejected
    turned_away = {json.loads(row)["figure_id"] for row in rejected.column("row").to_pylist()}
    assert turned_away == {row["figure_id"] for row in rows if row["kind"] == "percent"}
