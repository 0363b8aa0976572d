"""Quotes of one utterance become one statement, whatever the order, the wording or the medium; strangers never do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.ids import make_id
from transforms.reconcile.statements import Statements, reconcile_statements
from transforms.reconcile.wording import sentences, stem, telling_words
from warehouse.schema import Table
from warehouse.tables import DOCUMENTS, ENTITIES, QUOTES, STATEMENTS

PEOPLE = {
    "ana": ("Ana Lind", "person", "ISL"),
    "ole": ("Ole Brandt", "person", "ISL"),
    "radio": ("Island Radio", "organisation", "ISL"),
    "far": ("Far Away Herald", "organisation", "NZL"),
}


def table(rows: list[dict[str, Any]], declared: Table) -> pa.Table:
    schema = pa.schema([pa.field(column.name, column.type) for column in declared.columns])
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema=schema)


def quote(doc: str, text: str, speaker: str | None = "ana", story: str = "story", **more: Any) -> dict[str, Any]:
    return {
        "quote_id": make_id("quo", doc, text), "doc_id": doc, "story_id": story, "start": 0, "end": len(text),
        "text": text, "parts": [{"start": 0, "end": len(text)}], "kind": "direct", "speaker_id": speaker,
        "speaker_name": PEOPLE[speaker][0] if speaker else None, "is_negated": False, "confidence": 1.0, **more,
    }  # fmt: skip


def reconcile(quotes: list[dict[str, Any]], days: dict[str, dt.date] | None = None) -> Statements:
    docs = sorted({row["doc_id"] for row in quotes})
    documents = [
        {"doc_id": doc, "outlet": doc, "copy_id": doc, "is_canonical": True, "published_on": (days or {}).get(doc)}
        for doc in docs
    ]
    people = [
        {"entity_id": key, "name": name, "kind": kind, "country": country}
        for key, (name, kind, country) in PEOPLE.items()
    ]
    return reconcile_statements(table(quotes, QUOTES), table(documents, DOCUMENTS), table(people, ENTITIES))


def statement_of(result: Statements, row: dict[str, Any]) -> str:
    return {r["quote_id"]: r["statement_id"] for r in result.quotes.to_pylist()}[row["quote_id"]]


FERRY = quote("a", "The ferry to the northern islands will run all winter, whatever the ice does.")
FERRY_RETOLD = quote(
    "b", "the northern islands' ferry would be running through the winter in spite of ice", kind="indirect"
)
SCHOOL = quote("b", "The new school needs a bigger kitchen and two more teachers.")


def test_a_reworded_quote_in_another_document_is_the_same_statement() -> None:
    result = reconcile([FERRY, FERRY_RETOLD, SCHOOL])
    assert statement_of(result, FERRY) == statement_of(result, FERRY_RETOLD) != statement_of(result, SCHOOL)
    row = next(r for r in result.statements.to_pylist() if r["statement_id"] == statement_of(result, FERRY))
    assert (row["quote_count"], row["document_count"], row["outlet_count"]) == (2, 2, 2)
    assert row["text"] == row["wordings"][0] == FERRY["text"]
    assert row["speaker_name"] == "Ana Lind"


def test_the_same_words_of_somebody_else_are_another_statement() -> None:
    other = quote("b", FERRY["text"], "ole")
    result = reconcile([FERRY, other])
    assert statement_of(result, FERRY) != statement_of(result, other)


def test_a_medium_may_speak_for_the_person_of_its_country_only() -> None:
    aired = quote("b", "The ferry to the northern islands will run all winter whatever the ice may do.", "radio")
    foreign = quote("c", "The ferry to the northern islands will run all winter whatever the ice may do.", "far")
    result = reconcile([FERRY, aired, foreign])
    assert statement_of(result, FERRY) == statement_of(result, aired) != statement_of(result, foreign)
    row = next(r for r in result.statements.to_pylist() if r["statement_id"] == statement_of(result, FERRY))
    assert row["speaker_id"] == "ana"


def test_a_denial_of_speech_is_not_the_speech() -> None:
    unsaid = quote("b", FERRY["text"], is_negated=True)
    result = reconcile([FERRY, unsaid])
    assert statement_of(result, FERRY) != statement_of(result, unsaid)


def test_a_long_quote_makes_a_statement_for_each_sentence() -> None:
    long = quote("c", f"{FERRY['text']} {SCHOOL['text']}")
    result = reconcile([FERRY, SCHOOL, long])
    row = next(r for r in result.quotes.to_pylist() if r["quote_id"] == long["quote_id"])
    assert set(row["statement_ids"]) == {statement_of(result, FERRY), statement_of(result, SCHOOL)}
    assert row["statement_id"] in row["statement_ids"]


def test_a_sentence_with_two_thoughts_words_both_statements() -> None:
    both = quote(
        "a", "In the face of unheard-of storms and floods from the north, we stand by our common fishing rules."
    )
    storms = quote("b", "the islands' efforts to weather “unheard-of northern storms and floods”", kind="mixed")
    rules = quote("c", "We stand by our common fishing rules and will keep them.")
    result = reconcile([both, storms, rules])
    (row,) = [r for r in result.quotes.to_pylist() if r["quote_id"] == both["quote_id"]]
    assert set(row["statement_ids"]) == {statement_of(result, storms), statement_of(result, rules)}


def test_other_numbers_in_one_document_are_other_statements() -> None:
    first = quote("a", "Among the young people of the islands unemployment is 33 percent.")
    second = quote("a", "Among the old people of the islands unemployment is 51 percent.")
    result = reconcile([first, second])
    assert statement_of(result, first) != statement_of(result, second)


def test_another_story_is_another_statement_that_recurs() -> None:
    again = quote("z", FERRY["text"], story="later story")
    days = {"a": dt.date(2031, 1, 3), "z": dt.date(2031, 5, 3)}
    result = reconcile([FERRY, again], days)
    rows = {r["statement_id"]: r for r in result.statements.to_pylist()}
    assert statement_of(result, FERRY) != statement_of(result, again)
    assert rows[statement_of(result, again)]["recurs_of"] == statement_of(result, FERRY)
    assert rows[statement_of(result, FERRY)]["recurs_of"] is None


def test_a_formula_in_marks_recurs_in_other_company() -> None:
    first = quote("a", "our “no limits” friendship with the mainland", kind="mixed")
    again = quote(
        "z", "a partnership that knows “no boundaries” and needs no treaty", kind="mixed", story="later story"
    )
    result = reconcile([first, again], {"a": dt.date(2031, 1, 3), "z": dt.date(2031, 5, 3)})
    rows = {r["statement_id"]: r for r in result.statements.to_pylist()}
    assert rows[statement_of(result, again)]["recurs_of"] == statement_of(result, first)


def formulas_of(quotes: list[dict[str, Any]], days: dict[str, dt.date] | None = None) -> list[str | None]:
    """The formula of each quote's main statement."""
    result = reconcile(quotes, days)
    formulas = {row["statement_id"]: row["formula_id"] for row in result.statements.to_pylist()}
    return [formulas[statement_of(result, row)] for row in quotes]


def test_a_formula_is_one_in_undated_stories_too() -> None:
    first = quote("a", "our “no limits” friendship with the mainland", kind="mixed")
    again = quote("z", "an “unrestricted” strategic partnership", kind="mixed", story="another story")
    third = quote("y", "relations at the level of an “unlimited partnership”", kind="mixed", story="a third story")
    formulas = formulas_of([first, again, third, FERRY])
    assert formulas[0] is not None
    assert formulas[0] == formulas[1] == formulas[2]
    assert formulas[3] is None


def test_a_state_and_its_leader_share_a_formula() -> None:
    leader = quote("a", "our “no limits” friendship with the mainland", kind="mixed")
    medium = quote("z", "a “limitless” friendship", speaker="radio", kind="mixed", story="another story")
    stranger = quote("y", "a “limitless” friendship", speaker="far", kind="mixed", story="a third story")
    formulas = formulas_of([leader, medium, stranger])
    assert formulas[0] is not None
    assert formulas[0] == formulas[1] != formulas[2]


def test_names_and_the_frame_of_any_plan_make_no_statement() -> None:
    first = quote("a", "Norway and Iceland should strengthen “cod” research", kind="mixed")
    other = quote("b", "Norway and Iceland should continue to strengthen trust within the Northern Research Council")
    result = reconcile([first, other])
    assert statement_of(result, first) != statement_of(result, other)


def test_a_label_joins_no_longer_name() -> None:
    label = quote("a", "friends")
    name = quote("b", "Brandt a “dear friend”", kind="mixed")
    result = reconcile([label, name])
    assert statement_of(result, label) != statement_of(result, name)


def test_what_a_relative_clause_tells_of_somebody_is_no_part_of_what_they_say() -> None:
    whole = quote("a", "Norway, which refuses to pay or forgive the debt, would keep its distance", kind="indirect")
    aside = quote("a", "to pay or forgive the debt", kind="indirect")
    result = reconcile([whole, aside])
    assert statement_of(result, whole) != statement_of(result, aside)


def test_an_excerpt_goes_with_the_sentence_it_stands_in() -> None:
    whole = quote(
        "a", "Norway was ready to mend the northern quay in view of what she called a “difficult” winter", kind="mixed"
    )
    others = [
        quote(doc, f"We are ready to mend the northern quay {more}") for doc, more in (("b", "at once"), ("c", "alone"))
    ]
    excerpt = quote("a", "a “difficult” winter", kind="mixed")
    result = reconcile([whole, *others, excerpt])
    (row,) = [r for r in result.quotes.to_pylist() if r["quote_id"] == excerpt["quote_id"]]
    assert row["statement_ids"] == [statement_of(result, whole)]
    assert len(result.statements) == 1


def test_words_in_marks_and_their_translation_are_one_formula() -> None:
    marked = quote(
        "a", "the island, which runs no boats, would keep its “objective and impartial” view on the issue", kind="mixed"
    )
    retold = quote(
        "b", "Norway will keep its objective and fair view and play a part in the talks by bringing the crews together"
    )
    result = reconcile([marked, retold])
    assert statement_of(result, marked) == statement_of(result, retold)


def test_how_much_so_makes_no_other_statement() -> None:
    plain = quote(
        "a", "the captain apparently did discuss the question of the harbour with the Oslo guild, but it was “brief”"
    )
    degree = quote("b", "The harbour question was discussed quite briefly")
    result = reconcile([plain, degree])
    assert statement_of(result, plain) == statement_of(result, degree)


def test_half_alike_sentences_do_not_chain_strangers() -> None:
    chain = [
        quote("a", "Ferries harbour winter islands icebreaker captain"),
        quote("b", "Icebreaker captain harbour winter budget schools"),
        quote("c", "Budget schools winter teachers kitchen roof"),
        quote("d", "Teachers kitchen roof garden bees honey"),
    ]
    result = reconcile(chain)
    assert statement_of(result, chain[0]) != statement_of(result, chain[3])


def test_no_quotes_no_statements() -> None:
    result = reconcile([])
    assert (result.quotes.num_rows, result.statements.num_rows) == (0, 0)


def test_a_title_ends_no_sentence() -> None:
    text = "I expect you, Mr. Brandt, in the spring. It will be a fine visit."
    assert [text[a:b] for a, b in sentences(text)] == [
        "I expect you, Mr. Brandt, in the spring.",
        "It will be a fine visit.",
    ]


def test_inflections_and_synonyms_are_one_word() -> None:
    assert stem("sanctions") == stem("sanction's")
    assert stem("discuss") == stem("discussed")
    assert set(telling_words("a friendship without limits")) == set(telling_words("an unlimited partnership"))


WORDS = [
    "ferry",
    "island",
    "winter",
    "school",
    "kitchen",
    "ice",
    "teacher",
    "harbour",
    "“no limits”",
    "33",
    "storm.",
    "We",
]


@st.composite
def corpora(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for _ in range(draw(st.integers(0, 12))):
        text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)))
        row = quote(
            draw(st.sampled_from("abc")), text, draw(st.sampled_from(["ana", "ole", "radio", None])),
            draw(st.sampled_from(["one", "two"])),
        )  # fmt: skip
        rows[row["quote_id"]] = row
    return list(rows.values())


@settings(max_examples=60, deadline=None)
@given(rows=corpora(), order=st.randoms(use_true_random=False))
def test_order_never_matters_and_every_quote_has_its_statement(rows: list[dict[str, Any]], order: Any) -> None:
    shuffled = list(rows)
    order.shuffle(shuffled)
    result, again = reconcile(rows), reconcile(shuffled)
    assert result.quotes.equals(again.quotes)
    assert result.statements.equals(again.statements)
    assert result.statements.schema.equals(STATEMENTS.schema)
    known = set(result.statements.column("statement_id").to_pylist())
    assert len(known) == result.statements.num_rows
    for row in result.quotes.to_pylist():
        assert row["statement_id"] in row["statement_ids"]
        assert set(row["statement_ids"]) <= known
