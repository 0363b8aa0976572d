"""Facts: figures of one story that report the same thing."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.figures.unit_list import units
from transforms.ids import make_id
from transforms.reconcile.facts import Facts, reconcile_facts
from warehouse import tables

LAST_YEAR = {"period_start_on": dt.date(2021, 1, 1), "period_end_on": dt.date(2021, 12, 31), "period_text": "last year"}


def figure(
    number: int, doc: str, value: float, measure: str | None = "bilateral trade", **columns: Any
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(tables.FIGURES.column_names)
    row |= {
        "figure_id": make_id("fig", number), "doc_id": doc, "story_id": "story", "start": number, "end": number + 1,
        "text": "x", "value": value, "is_vague": False, "unit": "USD", "kind": "money", "bound": "=", "measure": measure,
        "confidence": 0.9, "fact_id": "",
    }  # fmt: skip
    return row | columns


def document(doc: str, copy: str | None = None, outlet: str | None = None) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(tables.DOCUMENTS.column_names)
    return row | {
        "doc_id": doc, "source_uri": f"{doc}.txt", "source_format": "txt", "source_sha256": "0", "bylines": [],
        "language": "en", "text": "x", "boilerplate": [], "word_count": 1, "story_id": "story", "copy_id": copy or doc,
        "is_canonical": copy is None or copy == doc, "outlet": outlet,
    }  # fmt: skip


def reconciled(rows: list[dict[str, Any]], documents: list[dict[str, Any]] | None = None) -> Facts:
    documents = documents or [document(doc) for doc in sorted({row["doc_id"] for row in rows})]
    return reconcile_facts(
        pa.Table.from_pylist(rows, schema=tables.FIGURES.schema),
        pa.Table.from_pylist(documents, schema=tables.DOCUMENTS.schema),
    )


def groups(facts: Facts) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in facts.figures.to_pylist():
        found.setdefault(row["fact_id"], set()).add(row["figure_id"])
    return {frozenset(members) for members in found.values()}


def test_a_bound_and_the_number_it_bounds_are_one_undisputed_fact() -> None:
    facts = reconciled([figure(1, "a", 140e9, bound=">"), figure(2, "b", 146.9e9)]).facts.to_pylist()
    assert [(f["figure_count"], f["document_count"], f["is_disputed"]) for f in facts] == [(2, 2, False)]
    assert (facts[0]["value_low"], facts[0]["value_high"]) == (140e9, 146.9e9)


def test_a_rounded_number_agrees_with_the_exact_one() -> None:
    (fact,) = reconciled([figure(1, "a", 147e9), figure(2, "b", 146.9e9)]).facts.to_pylist()
    assert not fact["is_disputed"]


def test_documents_that_contradict_each_other_dispute_the_fact() -> None:
    (fact,) = reconciled([figure(1, "a", 140e9), figure(2, "b", 190e9)]).facts.to_pylist()
    assert fact["is_disputed"]
    assert (fact["value_low"], fact["value_high"]) == (140e9, 190e9)


@pytest.mark.parametrize(
    "columns",
    [
        {"measure": "increase", "kind": "percent", "unit": "percent", "change": "up"},
        {"measure": None, "counted": "things", "kind": "count", "unit": "count"},
        {"measure": "Parliament", "kind": "money", "unit": "USD"},
    ],
    ids=["an increase of something", "things", "a sum of which only the giver is known"],
)
def test_what_is_not_told_apart_cannot_be_disputed(columns: dict[str, Any]) -> None:
    facts = reconciled([figure(1, "a", 20, **columns), figure(2, "b", 180, **columns)]).facts.to_pylist()
    assert [fact["is_disputed"] for fact in facts] == [False, False]


def test_small_counts_are_not_rounded() -> None:
    rows = [
        figure(1, "a", 10, None, unit="count", kind="count", counted="miners"),
        figure(2, "b", 12, None, unit="count", kind="count", counted="miners"),
    ]
    (fact,) = reconciled(rows).facts.to_pylist()
    assert fact["is_disputed"]


def counts_of(*sentences: str) -> Facts:
    """The facts of one count a document, each a number and "people" in a sentence of its own."""
    rows, documents = [], []
    for index, text in enumerate(sentences):
        number = next(word for word in text.split() if word.isdigit())
        start = text.index(number)
        rows.append(figure(index, f"d{index}", float(number), "fire" if "fire" in text[:start] else None, unit="count", kind="count", counted="people") | {"start": start, "end": start + len(number)})  # fmt: skip
        documents.append(document(f"d{index}") | {"text": text})
    return reconciled(rows, documents)


def test_people_of_one_fate_dispute_their_number() -> None:
    (fact,) = counts_of("The fire injured 12 people.", "In all 14 people were taken to hospital.").facts.to_pylist()
    assert fact["is_disputed"]
    assert (fact["value_low"], fact["value_high"]) == (12, 14)


@pytest.mark.parametrize(
    "sentence",
    [
        "In all 14 people were killed.",
        "About 300 people were hurt in the storm.",
        "Police arrested 14 people.",
        "Some 14 people came.",
    ],
)
def test_people_of_another_fate_or_number_are_another_fact(sentence: str) -> None:
    assert counts_of("The fire injured 12 people.", sentence).facts.num_rows == 2


def test_a_figure_that_is_sooner_wrong_than_right_joins_no_other() -> None:
    two: dict[str, Any] = {"unit": "count", "kind": "count", "counted": "leaders"}
    rows = [figure(1, "a", 2, None, confidence=0.3, **two), figure(2, "b", 2, None, confidence=0.3, **two)]
    assert reconciled(rows).facts["figure_count"].to_pylist() == [1, 1]


@pytest.mark.parametrize(
    "difference",
    [
        {"unit": "EUR"},
        {"kind": "percent", "unit": "percent"},
        {"change": "up"},
        {"story_id": "another"},
        {"measure": "harbour fees"},
        {"place_id": "ent_north"},
        LAST_YEAR,
    ],
    ids=str,
)
def test_another_unit_kind_change_story_thing_place_or_period_is_another_fact(difference: dict[str, Any]) -> None:
    known = {
        "place_id": "ent_south", "period_start_on": dt.date(2020, 1, 1), "period_end_on": dt.date(2020, 12, 31), "period_text": "2020",
    }  # fmt: skip
    rows = [figure(1, "a", 140e9, **known), figure(2, "b", 140e9, **(known | difference))]
    assert reconciled(rows).facts.num_rows == 2


def test_a_period_told_by_one_document_holds_for_the_fact() -> None:
    (fact,) = reconciled([figure(1, "a", 140e9), figure(2, "b", 140e9, **LAST_YEAR)]).facts.to_pylist()
    assert (fact["period_start_on"], fact["period_end_on"]) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def test_counts_of_two_hours_are_two_facts() -> None:
    by_noon = figure(1, "a", 38, None, counted="ships", kind="count", unit="count", period_text="by noon")
    later = figure(
        2, "b", 51, None, counted="ships", kind="count", unit="count", **(LAST_YEAR | {"period_text": "by dawn"})
    )
    assert reconciled([by_noon, later]).facts.num_rows == 2


def test_two_amounts_in_one_document_are_two_facts() -> None:
    rows = [figure(1, "a", 140e9), figure(2, "a", 200e9), figure(3, "b", 140e9)]
    assert groups(reconciled(rows)) == {
        frozenset({make_id("fig", 1), make_id("fig", 3)}),
        frozenset({make_id("fig", 2)}),
    }


def test_units_are_converted_for_comparing_only() -> None:
    rows = [
        figure(1, "a", 8, "new tunnels", unit="mile", kind="measurement", bound="~"),
        figure(2, "b", 13, "new tunnels", unit="kilometre", kind="measurement"),
    ]
    result = reconciled(rows)
    (fact,) = result.facts.to_pylist()
    assert not fact["is_disputed"]
    assert sorted(zip(result.figures["value"].to_pylist(), result.figures["unit"].to_pylist(), strict=True)) == [
        (8.0, "mile"),
        (13.0, "kilometre"),
    ]


def test_copies_count_once_for_outlets() -> None:
    documents = [document("a", "a", "Courier"), document("b", "a", "Herald"), document("c", None, "Gazette")]
    (fact,) = reconciled([figure(i, d, 140e9) for i, d in enumerate("abc")], documents).facts.to_pylist()
    assert (fact["document_count"], fact["outlet_count"]) == (3, 2)


def test_no_figures_give_no_facts() -> None:
    assert reconciled([], [document("a")]).facts.num_rows == 0


ROWS = st.builds(
    lambda doc, value, measure, bound, unit: (doc, value, measure, bound, unit),
    st.sampled_from("abcd"),
    st.sampled_from([1.0, 1.4e11, 1.469e11, 1.5e11, 2e11]),
    st.sampled_from([None, "trade", "bilateral trade", "record trade volume", "aid"]),
    st.sampled_from(tables.BOUNDS),
    st.sampled_from(["USD", "EUR"]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_facts_do_not_depend_on_the_order_of_rows(drawn: list[tuple[Any, ...]], shuffler: random.Random) -> None:
    rows = [figure(i, d, v, m, bound=b, unit=u) for i, (d, v, m, b, u) in enumerate(drawn)]
    shuffled = shuffler.sample(rows, len(rows))
    first, second = reconciled(rows), reconciled(shuffled)
    assert first.facts.equals(second.facts)
    assert groups(first) == groups(second)
    assert sum(first.facts["figure_count"].to_pylist()) == len(rows)
    ids = set(first.facts["fact_id"].to_pylist())
    assert ids == set(first.figures["fact_id"].to_pylist())
    for fact in first.facts.to_pylist():
        assert fact["value_low"] <= fact["value_high"]


def _convertible() -> list[tuple[str, str]]:
    """Pairs of units of one base, by the names the dataset gives them."""
    by_base: dict[str, list[str]] = {}
    for unit in units().by_name.values():
        if unit.kind == "measurement" and unit.base and unit.factor:
            by_base.setdefault(unit.base, []).append(unit.name)
    return [(one, two) for names in by_base.values() for one in names for two in names if one != two]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(_convertible()), st.floats(1e-3, 1e6), st.booleans())
def test_the_same_length_in_two_units_is_one_undisputed_fact(pair: tuple[str, str], value: float, swap: bool) -> None:
    one, two = (units().by_name[name] for name in pair)
    assert one.factor and two.factor
    other = value * one.factor / two.factor
    rows = [
        figure(1, "a", value, "tunnel", unit=one.name, kind="measurement"),
        figure(2, "b", other, "tunnel", unit=two.name, kind="measurement"),
    ]
    (fact,) = reconciled(rows[::-1] if swap else rows).facts.to_pylist()
    assert not fact["is_disputed"]
    stated = {one.name: value, two.name: other}[fact["unit"]]
    assert fact["value_low"] == pytest.approx(stated, rel=1e-9)  # there and back again
    assert fact["value_high"] == pytest.approx(stated, rel=1e-9)


BOUNDED = st.tuples(
    st.sampled_from([10.0, 12.0, 95.0, 1e3, 1.4e5, 1.469e5, 1.5e5, 1e6]), st.sampled_from(tables.BOUNDS)
)


@settings(max_examples=120, deadline=None)
@given(BOUNDED, BOUNDED, st.sampled_from(["money", "percent", "count"]))
def test_two_figures_agree_whichever_is_asked_first(one: tuple[float, str], two: tuple[float, str], kind: str) -> None:
    def told(first: tuple[float, str], second: tuple[float, str]) -> tuple[int, bool]:
        rows = [
            figure(i, doc, value, "bilateral trade", bound=bound, kind=kind)
            for i, (doc, (value, bound)) in enumerate((("a", first), ("b", second)))
        ]
        facts = reconciled(rows).facts.to_pylist()
        return len(facts), any(fact["is_disputed"] for fact in facts)

    assert told(one, two) == told(two, one)
    assert told(one, one) == (1, False)


def test_money_of_two_currencies_is_never_compared() -> None:
    rows = [figure(1, "a", 3.5e6, "aid"), figure(2, "b", 3.5e6, "aid", unit="EUR")]
    assert reconciled(rows).facts.num_rows == 2
