"""Each rule written by hand notices the row that breaks it, and lets a good row be."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from copy import deepcopy

import pytest

from expectations import rules
from expectations.dataset import open_dataset
from expectations.engine import find_unexpected
from expectations.rules import RuleError, cross_rules, cross_setup, measures, written_rules
from expectations.validate import add_conditions, validate_batch
from tests.expectations.ledger import Dataset, Row, small_dataset, to_table, write_dataset
from warehouse.tables import BY_NAME, TABLES

EARLIER, LATER = dt.date(2024, 1, 1), dt.date(2024, 6, 1)

# What to change in a good row so that it breaks the rule, and only has to break that one.
BREAKING: dict[str, Row] = {
    "documents.source_uri.relative": {"source_uri": "/home/somebody/raw/a.txt"},
    "documents.source_sha256.form": {"source_sha256": "abc"},
    "documents.language.form": {"language": "English"},
    "documents.url.form": {"url": "example.org/quay"},
    "documents.published_from.up_to_published_until": {"published_on": None, "published_from": LATER},
    "documents.published_on.in_bracket": {"published_on": LATER},
    "documents.published_on.has_bracket": {"published_from": None},
    "documents.published_basis.with_date": {"published_basis": None},
    "documents.published.plausible": {"published_from": dt.date(1066, 1, 1)},
    "documents.text.line_ends": {"text": "One line.\r\nAnother."},
    "documents.text.no_form_lines": {"text": "The quay opened.\n\nLeave a Reply\n"},
    "documents.text.no_markup": {"text": "The quay opened.<br/>It is long &amp; wide."},
    "documents.text.encoding": {"text": "The quay is â€œopenâ€ now."},
    "documents.text.is_a_story": {"word_count": 3},
    "documents.word_count.agrees": {"word_count": 900},
    "documents.title.one_line": {"title": "A new quay\nfor Ostraven"},
    "documents.bylines.are_names": {"bylines": ["Ana Lind", "newsdesk@example.org"]},
    "overlaps.pair.in_order": {"doc_id_a": "z"},
    "overlaps.exact.is_exact": {"containment_b": 0.5, "jaccard": 0.5},
    "overlaps.jaccard.within_containment": {"jaccard": 0.9, "containment_a": 0.5},
    "overlaps.shared.has_passages": {"shared_passages": []},
    "overlaps.update.has_changes": {"kind": "update"},
    "stories.first_published_on.up_to_last": {"first_published_on": LATER},
    "stories.outlet_count.within_documents": {"outlet_count": 4},
    "stories.dates.near": {"first_published_on": EARLIER},
    "entities.country.form": {"country": "Sweden"},
    "entities.wikidata_id.form": {"wikidata_id": "https://example.org/Q1"},
    "entities.bloc.has_no_country": {"kind": "bloc"},
    "entities.name.is_a_name": {"name": "the president"},
    "entities.name.not_glued": {"name": "Ostravenwhere"},
    "entities.aliases.are_others": {"aliases": ["M. Torvald", "M. Torvald"]},
    "mentions.text.one_line": {"text": "Mila\nTorvald"},
    "mentions.text.edges": {"text": "Mila Torval "},
    "mentions.pronoun.is_short": {"form": "pronoun"},
    "mentions.name.is_known": {"entity_id": None},
    "quotes.parts.given": {"parts": []},
    "quotes.parts.in_order": {"parts": [{"start": 110, "end": 180}, {"start": 170, "end": 192}]},
    "quotes.parts.within": {"parts": [{"start": 100, "end": 192}]},
    "quotes.speaker.named": {"speaker_id": None},
    "quotes.speaker.among_speakers": {"speaker_ids": ["ent_board"]},
    "quotes.speaker.not_via": {"via_id": "ent_mila"},
    "quotes.speaker.outside_content": {"speaker_start": 111},
    "quotes.cue.outside_content": {"cue_start": 115, "cue_end": 119},
    "quotes.direct.not_wrapped": {
        "text": "“Stay away from the quay”",
        "parts": [{"start": 110, "end": 135}],
        "end": 135,
    },
    "quotes.direct.marks_balanced": {"text": "” the chair said. “"},
    "quotes.edges.clean": {"text": " The old quay is tired"},
    "quotes.length.plausible": {"text": "The old quay is tired. " * 200},
    "quotes.text.no_form_lines": {"text": "Your email address will not be published."},
    "quotes.indirect.has_cue": {"kind": "indirect", "cue": None},
    "statements.speaker.named": {"speaker_name": None},
    "statements.text.among_wordings": {"wordings": ["Another wording"]},
    "statements.recurs_of.other": {"recurs_of": "{key}"},
    "statements.counts.nested": {"document_count": 9},
    "figures.value.up_to_value_high": {"value_high": 1.0},
    "figures.money.unit": {"unit": "$"},
    "figures.percent.unit": {"kind": "percent", "unit": "count"},
    "figures.percent.plausible": {"kind": "percent", "unit": "percent", "value": 2024.0},
    "figures.age.plausible": {"kind": "age", "unit": "year", "value": 400.0},
    "figures.magnitude.plausible": {"value": 4e18},
    "figures.count.not_a_year": {"kind": "count", "unit": "count", "text": "2024", "value": 2024.0},
    "figures.count.not_negative": {"kind": "count", "unit": "count", "value": -4.0},
    "figures.change.has_no_sign": {"change": "down", "value": -5.0},
    "figures.vague.is_a_bound": {"is_vague": True},
    "figures.text.has_a_number": {"text": "crowns"},
    "figures.text.one_line": {"text": "40\nmillion crowns"},
    "figures.period.in_order": {"period_start_on": LATER, "period_end_on": EARLIER},
    "dates.from_on.up_to_until_on": {"from_on": LATER},
    "dates.day.is_one_day": {"until_on": LATER},
    "dates.plausible": {"from_on": dt.date(204, 3, 4)},
    "dates.text.one_line": {"text": "Mon\nda"},
    "facts.value_low.up_to_value_high": {"value_low": 9e9},
    "facts.period.in_order": {"period_start_on": LATER, "period_end_on": EARLIER},
    "facts.disputed.has_two_sides": {"document_count": 1, "outlet_count": 1},
    "facts.counts.nested": {"outlet_count": 9},
    "events.trigger.in_sentence": {"sentence_end": 10},
    "events.happened_on.up_to_happened_until": {"happened_on": LATER},
    "events.date_basis.with_date": {"date_basis": None},
    "events.actor.among_actors": {"actor_ids": ["ent_mila"]},
    "events.recipient.among_recipients": {"recipient_ids": ["ent_mila"]},
    "events.actor.is_not_recipient": {"recipient_id": "ent_union"},
    "events.mode.of_type": {"mode": "ASSAULT-aerial"},
    "events.trigger.is_short": {"trigger": "met the board in Ostraven on Monday and agreed to it"},
    "events.place.position_is_whole": {"place_latitude": 59.9},
    "episodes.place.position_is_whole": {"place_latitude": 59.9},
    "episodes.happened_on.up_to_happened_until": {"happened_until": EARLIER},
    "episodes.stories.up_to_documents": {"story_count": 9},
    "episodes.counts.nested": {"outlet_count": 9},
    "episodes.disputed.are_columns": {"disputed": ["the day"]},
    "episodes.disputed.has_two_sides": {"document_count": 1, "outlet_count": 1},
    "rejects.reason.for_a_person": {"reason": "ValueError"},
    "rejects.row.is_json": {"row": "{'quote_id': 1}"},
    "rejects.traceable": {"source_uri": None},
    "runs.finished_at.after_started_at": {"finished_at": dt.datetime(2020, 1, 1)},
    "runs.json.valid": {"config": "workers=2"},
}


def breaking_rows(table_name: str) -> list[Row]:
    """The table's first good row once as it is and once broken for every rule; the key tells which is which."""
    good = small_dataset()[table_name][0]
    key = BY_NAME[table_name].key[-1]
    rows = [good]
    for rule in written_rules(table_name):
        change = {name: rule.name if value == "{key}" else value for name, value in BREAKING[rule.name].items()}
        rows.append({**deepcopy(good), key: rule.name, **change})
    return rows


@pytest.mark.parametrize("table_name", [table.name for table in TABLES if written_rules(table.name)])
def test_each_written_rule_notices_the_row_that_breaks_it_and_no_good_one(table_name: str):
    written = written_rules(table_name)
    rows = to_table(table_name, breaking_rows(table_name))
    broken = find_unexpected(add_conditions(rows, written), written)
    for position, rule in enumerate(written, start=1):
        assert position in broken[rule.name], f"{rule.name} does not notice {BREAKING[rule.name]}"
        assert 0 not in broken[rule.name], f"{rule.name} finds fault with a good row"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_good_dataset_breaks_no_row_rule(table):
    result = validate_batch(table.name, to_table(table.name, small_dataset()[table.name]))
    assert [f.rule for f in result.findings if not f.passed] == []
    assert result.kept.num_rows == len(small_dataset()[table.name])


def test_every_written_rule_has_a_reason_and_an_example_that_breaks_it():
    written = [rule for table in TABLES for rule in written_rules(table.name)]
    assert {rule.name for rule in written} == set(BREAKING)
    assert all(rule.must.startswith("must ") and len(rule.why.split()) >= 5 for rule in written)


# ---- between tables ----------------------------------------------------------------------------------------------------


def _set(table: str, index: int, **values: object) -> Callable[[Dataset], None]:
    return lambda dataset: dataset[table][index].update(values)


def _add(table: str, index: int, **values: object) -> Callable[[Dataset], None]:
    return lambda dataset: dataset[table].append({**deepcopy(dataset[table][index]), **values})


def _both(*changes: Callable[[Dataset], None]) -> Callable[[Dataset], None]:
    return lambda dataset: [change(dataset) for change in changes] and None


BREAKING_BETWEEN: dict[str, Callable[[Dataset], None]] = {
    "documents.copy.one_canonical": _set("documents", 1, is_canonical=True),
    "documents.copy.one_story": _set("documents", 1, story_id="sto_2"),
    "documents.source.once": _set("documents", 1, source_uri="a.txt"),
    "documents.not_also_rejected": _set("rejects", 0, doc_id="doc_a"),
    "documents.same_text.one_copy": _set("documents", 1, copy_id="copy_b"),
    "documents.has_mentions": _add("documents", 0, doc_id="doc_d", word_count=400),
    "overlaps.shared_passages.same_words": _set(
        "overlaps", 0, shared_passages=[{"start_a": 0, "end_a": 8, "start_b": 10, "end_b": 18}]
    ),
    "overlaps.copies.share_copy_id": _set("documents", 1, copy_id="copy_b"),
    "overlaps.same_story.shared": _both(_set("overlaps", 0, kind="same_story"), _set("documents", 1, story_id="sto_2")),
    "stories.document_count.adds_up": _set("stories", 0, document_count=4),
    "stories.outlet_count.adds_up": _set("stories", 0, outlet_count=3),
    "stories.published.adds_up": _set("stories", 0, last_published_on=LATER),
    "stories.canonical.is_member": _set("stories", 0, canonical_doc_id="doc_b"),
    "entities.document_count.adds_up": _set("entities", 0, document_count=2),
    "entities.one_row_each": _add("entities", 0, entity_id="ent_twin"),
    "entities.used": _add("entities", 0, entity_id="ent_nobody"),
    "mentions.free_of_overlap": _add("mentions", 0, mention_id="men_twin"),
    "mentions.name.one_person": _both(
        _set("entities", 1, kind="person"), _add("mentions", 0, mention_id="men_twin", entity_id="ent_board")
    ),
    "quotes.story.of_document": _set("quotes", 0, story_id="sto_2"),
    "quotes.speaker_name.of_entity": _set("quotes", 0, speaker_name="Milo Torvald"),
    "quotes.speaker.can_speak": _set("entities", 0, kind="place"),
    "quotes.direct.free_of_overlap": _add("quotes", 0, quote_id="quo_twin"),
    "quotes.statement.among_statements": _set("quotes", 0, statement_ids=["sta_2"]),
    "statements.quote_count.adds_up": _set("statements", 0, quote_count=4),
    "statements.documents.add_up": _set("statements", 0, outlet_count=3),
    "statements.speaker_name.of_entity": _set("statements", 0, speaker_name="Milo Torvald"),
    "statements.speaker.of_quotes": _set("statements", 0, speaker_id="ent_board"),
    "statements.recurs_of.same_speaker": _add(
        "statements", 0, statement_id="sta_2", speaker_id="ent_board", recurs_of="sta_1"
    ),
    "statements.recurs_of.earlier": _add(
        "statements", 0, statement_id="sta_2", first_published_on=EARLIER, recurs_of="sta_1"
    ),
    "figures.story.of_document": _set("figures", 0, story_id="sto_2"),
    "figures.quote.encloses": _set("figures", 0, quote_id="quo_doc_a"),
    "figures.free_of_overlap": _add("figures", 0, figure_id="fig_twin"),
    "figures.not_a_date": _add("dates", 0, date_id="dat_twin", start=0, end=120),
    "dates.belongs_to_own_document": _set("dates", 0, event_id="eve_doc_c"),
    "facts.figure_count.adds_up": _set("facts", 0, figure_count=4),
    "facts.documents.add_up": _set("facts", 0, document_count=2),
    "facts.kind.of_figures": _set("figures", 0, kind="count"),
    "facts.values.of_figures": _set("facts", 0, value_high=5e7),
    "events.story.of_document": _set("events", 0, story_id="sto_2"),
    "events.quote.encloses": _set("events", 0, quote_id="quo_doc_c"),
    "events.happened.before_published": _set("events", 0, happened_on=LATER),
    "events.planned.not_past": _set("events", 0, status="planned", happened_until=EARLIER),
    "episodes.event_count.adds_up": _set("episodes", 0, event_count=4),
    "episodes.documents.add_up": _set("episodes", 0, outlet_count=3),
    "episodes.type.of_events": _set("events", 0, event_type="AGREE"),
}


@pytest.mark.parametrize("rule", cross_rules(), ids=lambda rule: rule.name)
def test_each_rule_between_tables_finds_what_breaks_it_and_nothing_in_a_good_dataset(rule, tmp_path):
    broken = small_dataset()
    BREAKING_BETWEEN[rule.name](broken)
    found = {}
    for name, dataset in (("good", small_dataset()), ("broken", broken)):
        folder = write_dataset({**dataset}, tmp_path / name)
        with open_dataset(folder, tmp_path / "scratch") as connection:
            connection.execute(cross_setup())
            found[name] = connection.execute(rule.sql).fetchall()
    assert found["good"] == []
    assert len(found["broken"]) >= 1
    assert all(row_id and reason for row_id, reason in found["broken"])


def test_every_rule_between_tables_has_an_example_that_breaks_it():
    assert {rule.name for rule in cross_rules()} == set(BREAKING_BETWEEN)


# ---- the files themselves ------------------------------------------------------------------------------------------------


def test_every_bound_of_a_measure_says_why():
    assert all(limit.why for m in measures() for limit in (m.minimum, m.maximum) if limit)
    assert {m.name for m in measures()} >= {"documents.rows", "quotes.share_without_speaker", "rejects.share_of_rows"}


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"rule": "x", "columns": ["nose"], "holds": "true"}, "'nose', which the table does not have"),
        ({"rule": "x", "columns": ["text"], "holds": "true", "severity": "shrug"}, "write one of fail, reject, warn"),
        ({"rule": "x", "columns": ["text"]}, "needs either `holds`"),
        ({"rule": "x", "columns": ["text"], "holds": "{{nothing}}"}, "'nothing', which is no pattern"),
        ({"rule": "x", "columns": ["text"], "holds": "true", "why": None}, "lacks `why`"),
    ],
)
def test_a_slip_in_a_rule_is_a_sentence(entry, complaint, monkeypatch, tmp_path):
    whole = {"severity": "warn", "must": "must be", "why": "because", **entry}
    rule = {key: value for key, value in whole.items() if value is not None}
    (tmp_path / "rules.yaml").write_text(json.dumps({"patterns": {}, "quotes": [rule]}))  # JSON is YAML
    monkeypatch.setattr(rules, "HERE", tmp_path)
    rules._read_rules.cache_clear()
    rules.written_rules.cache_clear()
    try:
        with pytest.raises(RuleError, match=complaint):
            rules.written_rules("quotes")
    finally:
        rules._read_rules.cache_clear()
