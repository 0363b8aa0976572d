"""A paragraph's parse is its own: alone or in company, just made or kept, in one document or in twenty."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import Reading, batch_tables
from transforms.language.model import Published
from transforms.language.paragraphs import (
    KEY,
    PARSES,
    assemble,
    paragraph_key,
    paragraphs_of,
    parse_paragraphs,
    read_parses,
)
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARAGRAPHS = (
    "Harbour pilots in Tolvane walked out at dawn on Monday, and 14 freighters lay at anchor by noon.",
    '"We won\'t sail on four hours\' sleep," said Ilsa Korvan, who leads their union. "Nobody should."',
    "Rain.",
    "The port authority put the loss at $3.2 million a day; the union, led by Korvan, calls that far too high.",
    "Mayor Piet Andrassy (he is up for election in May) has offered to mediate - for the second time this year.",
    "TOLVANE, March 4 -",
)
TEXT = "\n\n".join(PARAGRAPHS)
OTHER = "\n".join((PARAGRAPHS[3], "A ferry ran aground off Tolvane on Tuesday.", PARAGRAPHS[1], PARAGRAPHS[3]))


def reading(doc_id: str, text: str) -> Reading:
    return Reading(doc_id, text, Published(), doc_id)


def seen(doc: Doc) -> list[tuple[object, ...]]:
    """All that an extractor may read of the tokens."""
    return [
        (t.text, t.whitespace_, t.idx, t.tag_, t.pos_, str(t.morph), t.dep_, t.head.i, t.lemma_, t.ent_iob_,
         t.ent_type_, t.is_sent_start, t.left_edge.i, t.right_edge.i, [child.i for child in t.children])
        for t in doc
    ]  # fmt: skip


@contextmanager
def counted(nlp: Language) -> Iterator[Counter[str]]:
    """How often the pipeline parses which text, while this lasts."""
    from spacy.language import Language

    texts: Counter[str] = Counter()

    def count(doc: Doc) -> Doc:
        texts[doc.text] += 1
        return doc

    name = f"parse_counter_{id(texts)}"  # a name is registered for good
    Language.component(name, func=count)
    nlp.add_pipe(name)
    try:
        yield texts
    finally:
        nlp.remove_pipe(name)


def test_company_does_not_change_a_parse(nlp: Language) -> None:
    alone = pa.concat_tables([parse_paragraphs(nlp, [words]) for words in PARAGRAPHS]).to_pylist()
    assert parse_paragraphs(nlp, PARAGRAPHS).to_pylist() == alone
    assert parse_paragraphs(nlp, PARAGRAPHS[::-1]).to_pylist() == alone[::-1]
    crowd = [*PARAGRAPHS, *(f"{words} It was day {day}." for day in range(40) for words in PARAGRAPHS)]
    assert parse_paragraphs(nlp, crowd).to_pylist()[: len(alone)] == alone


def test_company_does_not_change_a_bit_of_what_the_parser_sees(nlp: Language) -> None:
    alone = [nlp(words).tensor for words in PARAGRAPHS]
    together = [doc.tensor for doc in nlp.pipe(PARAGRAPHS, batch_size=len(PARAGRAPHS))]
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


@pytest.mark.parametrize("words", PARAGRAPHS)
def test_a_kept_parse_says_what_the_model_said(nlp: Language, words: str) -> None:
    assert seen(parse_document(nlp, words)) == seen(nlp(words))


def test_parses_come_back_from_disk_as_they_went(nlp: Language) -> None:
    file = io.BytesIO()
    parses = parse_paragraphs(nlp, PARAGRAPHS)
    pq.write_table(parses, file, compression="zstd")
    back = pq.read_table(file, schema=PARSES)
    assert seen(assemble(nlp.vocab, TEXT, read_parses(nlp.vocab, back))) == seen(parse_document(nlp, TEXT))


def test_a_document_is_the_sum_of_its_paragraphs(nlp: Language) -> None:
    doc = parse_document(nlp, TEXT)
    assert doc.text == TEXT
    read = [sentence.text for sentence in doc.sents if sentence.text.strip()]
    assert read == [sentence.text for words in PARAGRAPHS for sentence in nlp(words).sents]


@given(st.text(alphabet="ab.,\"' \u00a0\u2009\t\n\u2028-7é’", max_size=60))
@settings(max_examples=60, deadline=None)
def test_every_character_keeps_its_place(nlp: Language, text: str) -> None:
    doc = parse_document(nlp, text)
    assert len(doc.text) == len(text)
    assert all(first.idx + len(first.text_with_ws) == second.idx for first, second in pairwise(doc))
    assert [paragraph_key(words) for words in paragraphs_of(text)] == [
        paragraph_key(words) for words in paragraphs_of(doc.text)
    ]


def test_a_paragraph_without_a_parse_is_told(nlp: Language) -> None:
    with pytest.raises(KeyError):
        assemble(nlp.vocab, TEXT, read_parses(nlp.vocab, parse_paragraphs(nlp, PARAGRAPHS[:2])))


def test_a_paragraph_of_several_documents_is_parsed_once(nlp: Language) -> None:
    with counted(nlp) as parsed:
        batch_tables(nlp, [reading("a", TEXT), reading("b", OTHER), reading("c", TEXT)])
    assert parsed == Counter({*paragraphs_of(TEXT), *paragraphs_of(OTHER)})


def test_given_parses_save_parsing_and_change_no_row(nlp: Language) -> None:
    readings = [reading("a", TEXT), reading("b", OTHER)]
    plain = batch_tables(nlp, readings)
    parses = parse_paragraphs(nlp, sorted({*paragraphs_of(TEXT), *paragraphs_of(OTHER)}))
    with counted(nlp) as parsed:
        assert batch_tables(nlp, readings, [parses]) == plain
        assert not parsed
        assert batch_tables(nlp, readings, [parses.slice(2, 3), parses.slice(4, 1)]) == plain
    assert sorted(map(paragraph_key, parsed)) == sorted({*parses[KEY].to_pylist()} - {*parses[KEY].to_pylist()[2:5]})


def test_a_document_has_the_same_rows_in_any_company(nlp: Language) -> None:
    both = batch_tables(nlp, [reading("b", OTHER), reading("a", TEXT)])
    alone = [batch_tables(nlp, [one]) for one in (reading("b", OTHER), reading("a", TEXT))]
    for name, rows in both.items():
        assert rows == pa.concat_tables([tables[name] for tables in alone]), name


def test_the_string_store_stays_level(nlp: Language) -> None:
    batch_tables(nlp, [reading("a", TEXT)])
    before = len(nlp.vocab.strings)
    batch_tables(nlp, [reading("b", "Quxelworths snorvled the brindlemarks.")])
    assert len(nlp.vocab.strings) == before


def test_a_copy_of_the_same_day_has_the_rows_of_its_text_under_its_own_ids(nlp: Language) -> None:
    day, next_day = (Published(on, on, on) for on in (dt.date(2024, 3, 4), dt.date(2024, 3, 5)))
    copies = [Reading(name, OTHER, on, name) for name, on in (("a", day), ("b", day), ("c", next_day))]
    together = batch_tables(nlp, copies)
    for name, rows in together.items():
        assert rows == pa.concat_tables([batch_tables(nlp, [copy])[name] for copy in copies]), name
    assert {row["doc_id"]: row["from_on"] for row in together["dates"].to_pylist()} == {
        "a": dt.date(2024, 2, 27), "b": dt.date(2024, 2, 27), "c": dt.date(2024, 3, 5),
    }  # fmt: skip
