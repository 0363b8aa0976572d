"""Entities of single documents become one across the corpus, and strangers stay two."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.reconcile.entities import LinkedEntities, link_entities
from warehouse.tables import ENTITIES

COLUMNS = ("doc_id", "name", "kind", "country", "role", "aliases")
Row = tuple[str, str, str, str | None, str | None, list[str]]


def link(rows: list[Row], stories: dict[str, str] | None = None) -> LinkedEntities:
    """Link rows of (doc_id, name, kind, country, role, aliases); `local_id` is doc and name."""
    data: dict[str, list[object]] = {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}
    local = pa.table(
        {
            "local_id": pa.array([f"{row[0]}/{row[1]}" for row in rows], pa.string()),
            **{
                name: pa.array(values, pa.list_(pa.string()) if name == "aliases" else pa.string())
                for name, values in data.items()
            },
            "wikidata_id": pa.nulls(len(rows), pa.string()),
        }
    )
    doc_ids = sorted({row[0] for row in rows})
    documents = pa.table(
        {"doc_id": doc_ids, "story_id": [(stories or {}).get(doc, f"story of {doc}") for doc in doc_ids]}
    )
    return link_entities(local, documents)


def ids(linked: LinkedEntities) -> dict[str, str]:
    return dict(zip(linked.links["local_id"].to_pylist(), linked.links["entity_id"].to_pylist(), strict=True))


def test_the_same_full_name_is_one_person_whatever_the_spelling() -> None:
    linked = link(
        [
            ("a", "Zuzana Krásna", "person", "SVK", "mayor", ["Krásna"]),
            ("b", "Zuzana Krasna", "person", None, None, []),
            ("c", "Zuzana M. Krasna", "person", "SVK", "mayor", []),
        ]
    )
    assert linked.entities.num_rows == 1
    row = linked.entities.to_pylist()[0]
    assert (row["country"], row["role"], row["document_count"]) == ("SVK", "mayor", 3)
    assert row["name"] not in row["aliases"] and "Krásna" in row["aliases"]


def test_namesakes_of_two_countries_stay_two() -> None:
    found = ids(link([("a", "Jan Moor", "person", "NLD", None, []), ("b", "Jan Moor", "person", "CZE", None, [])]))
    assert found["a/Jan Moor"] != found["b/Jan Moor"]


def test_a_goalkeeper_and_a_minister_of_one_name_stay_two() -> None:
    rows: list[Row] = [
        ("a", "Jan Moor", "person", "NLD", "finance minister", []),
        ("b", "Jan Moor", "person", "NLD", "goalkeeper", []),
    ]
    found = ids(link(rows))
    assert found["a/Jan Moor"] != found["b/Jan Moor"]


def test_a_lone_surname_joins_the_full_name_of_its_story() -> None:
    rows: list[Row] = [
        ("a", "Jan Moor", "person", "NLD", None, []),
        ("b", "Moor", "person", None, None, []),
        ("c", "Moor", "person", None, None, []),
    ]
    found = ids(link(rows, {"a": "one", "b": "one", "c": "two"}))
    assert found["a/Jan Moor"] == found["b/Moor"] != found["c/Moor"]


def test_a_lone_surname_stays_alone_where_two_people_of_its_story_bear_it() -> None:
    rows: list[Row] = [
        ("a", "Jan Moor", "person", None, None, []),
        ("a", "Ida Moor", "person", None, None, []),
        ("b", "Moor", "person", None, None, []),
    ]
    found = ids(link(rows, {"a": "one", "b": "one"}))
    assert found["b/Moor"] not in (found["a/Jan Moor"], found["a/Ida Moor"])


def test_unnamed_speakers_of_two_documents_are_two() -> None:
    rows: list[Row] = [(doc, "ministry spokesman", "person", None, None, []) for doc in "ab"]
    found = ids(link(rows))
    assert found["a/ministry spokesman"] != found["b/ministry spokesman"]


def test_an_institution_is_one_under_its_long_name_and_its_initials() -> None:
    linked = link(
        [("a", "NATO", "bloc", None, None, []), ("b", "North Atlantic Treaty Organization", "bloc", None, None, [])]
    )
    assert linked.entities["name"].to_pylist() == ["NATO"]
    assert linked.entities["aliases"].to_pylist() == [["North Atlantic Treaty Organization"]]


def test_a_ministry_is_one_however_its_country_is_put() -> None:
    names = ["Norway's Defence Ministry", "Norwegian Defense Ministry", "Ministry of Defence"]
    rows: list[Row] = [(doc, name, "government", "NOR", None, []) for doc, name in zip("abc", names, strict=True)]
    assert link(rows).entities.num_rows == 1


def test_a_short_form_joins_the_one_firm_of_its_story_that_it_begins_or_ends() -> None:
    rows: list[Row] = [
        ("a", "Norrvik Lines", "organisation", None, None, []),
        ("b", "Norrvik", "organisation", None, None, []),
        ("c", "Norrvik", "place", None, None, []),
        ("a", "Baltic Fish Council", "organisation", None, None, []),
        ("b", "Council", "organisation", None, None, []),
        ("z", "Norrvik", "organisation", None, None, []),
    ]
    linked = link(rows, {"a": "one", "b": "one", "c": "one"})
    found = ids(linked)
    assert found["a/Norrvik Lines"] == found["b/Norrvik"] == found["c/Norrvik"] != found["z/Norrvik"]
    assert found["a/Baltic Fish Council"] == found["b/Council"]
    firm = next(row for row in linked.entities.to_pylist() if row["entity_id"] == found["b/Norrvik"])
    assert (firm["name"], firm["kind"], firm["document_count"]) == ("Norrvik Lines", "organisation", 3)


def test_two_firms_that_share_a_first_word_stay_two() -> None:
    rows: list[Row] = [
        ("a", "Norrvik Lines", "organisation", None, None, []),
        ("b", "Norrvik Energy", "organisation", None, None, []),
        ("c", "Norrvik", "organisation", None, None, []),
    ]
    assert len(set(ids(link(rows, dict.fromkeys("abc", "one"))).values())) == 3


def test_a_surname_one_document_took_for_a_firm_is_the_person() -> None:
    rows: list[Row] = [
        ("a", "Karin Moor", "person", None, None, []),
        ("b", "Moor", "organisation", None, None, []),
        ("c", "Moor", "organisation", None, None, []),
    ]
    linked = link(rows, {"a": "one", "b": "one", "c": "two"})
    found = ids(linked)
    assert found["a/Karin Moor"] == found["b/Moor"] != found["c/Moor"]
    assert {row["name"]: row["kind"] for row in linked.entities.to_pylist()} == {
        "Karin Moor": "person",
        "Moor": "organisation",
    }


def test_a_name_is_of_one_kind_within_a_story() -> None:
    rows: list[Row] = [
        ("a", "Port Lindor", "place", None, None, []),
        ("b", "Port Lindor", "place", None, None, []),
        ("c", "Port Lindor", "organisation", None, None, []),
    ]
    linked = link(rows, dict.fromkeys("abc", "one"))
    assert linked.entities["kind"].to_pylist() == ["place"]


def test_a_name_one_document_of_a_story_gives_is_of_the_kind_that_most_documents_say() -> None:
    rows: list[Row] = [
        ("a", "Port Lindor", "place", None, None, []),
        ("b", "Port Lindor", "place", None, None, []),
        ("c", "Port Lindor", "organisation", None, None, []),
    ]
    assert link(rows, {"a": "one", "b": "one"}).entities["kind"].to_pylist() == ["place"]


@pytest.mark.parametrize("kind", ["organisation", "government", "group"])
def test_a_body_without_a_name_is_one_within_its_story(kind: str) -> None:
    found = ids(link([(doc, "port authority", kind, None, None, []) for doc in "abc"], {"a": "one", "b": "one"}))
    assert found["a/port authority"] == found["b/port authority"] != found["c/port authority"]


def test_a_state_and_the_land_it_governs_are_two() -> None:
    linked = link([("a", "Norway", "government", "NOR", None, []), ("b", "Norway", "place", "NOR", None, [])])
    assert linked.entities.num_rows == 2


def test_the_table_has_the_declared_schema_even_when_empty() -> None:
    assert link([]).entities.schema.equals(ENTITIES.schema)


NAMES = st.sampled_from(
    ["Jan Moor", "Ida Moor", "Moor", "Ida", "Norway", "Norway Lines", "Moor Ida Club", "ministry spokesman", "NATO"]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        NAMES,
        st.sampled_from(["person", "government", "bloc", "organisation", "place"]),
        st.sampled_from([None, "NOR", "NLD"]),
        st.sampled_from([None, "mayor", "coach"]),
        st.just([]),
    ),
    unique_by=lambda row: (row[0], row[1]),
    max_size=25,
)


@given(rows=ROWS, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_nothing(rows: list[Row], seed: int) -> None:
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    before, after = link(rows), link(shuffled)
    assert before.links.equals(after.links)
    assert before.entities.equals(after.entities)


@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_every_local_entity_has_one_entity_that_exists(rows: list[Row]) -> None:
    linked = link(rows)
    assert len(linked.links) == len(rows)
    assert set(linked.links["entity_id"].to_pylist()) == set(linked.entities["entity_id"].to_pylist())


@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_documents_about_others_rename_nobody(rows: list[Row]) -> None:
    others: list[Row] = [
        ("z", "Olga Strand", "person", "NOR", None, []),
        ("z", "Bergen Choir", "organisation", None, None, []),
    ]
    before, after = ids(link(rows)), ids(link(rows + others))
    assert all(after[local] == entity for local, entity in before.items())


@pytest.mark.parametrize("kind", ["person", "group"])
def test_a_group_with_a_country_is_one_across_documents_and_a_person_without_name_is_not(kind: str) -> None:
    found = ids(
        link([("a", "Norwegian troops", kind, "NOR", None, []), ("b", "Norwegian troops", kind, "NOR", None, [])])
    )
    assert (found["a/Norwegian troops"] == found["b/Norwegian troops"]) is (kind == "group")


# ---- places named after firms -------------------------------------------------------------------------------------------


def test_a_firm_is_not_the_stadium_called_after_it() -> None:
    rows: list[Row] = [
        ("a", "Halden", "organisation", None, None, []),
        ("b", "Halden Field", "organisation", None, None, []),
        ("c", "Halden", "organisation", None, None, []),
    ]
    found = ids(link(rows, dict.fromkeys("abc", "one story")))
    assert found["a/Halden"] == found["c/Halden"] != found["b/Halden Field"]
