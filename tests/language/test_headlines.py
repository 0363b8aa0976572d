"""Headlines in capitals are parsed as the sentences they stand for; every other line is left to the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.language.headlines import as_sentence
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("Korvan To Host Tolvane Harbour Gala", "Host"),
        ("Council Nominates Strand As Harbour Master", "Nominates"),
        ("Tolvane Pilots Union To Nominate Korvan", "Nominate"),
    ],
)
def test_the_verb_of_a_headline_is_one(nlp: Language, line: str, verb: str) -> None:
    doc = parse_document(nlp, line)
    assert doc.text == line
    assert next(token for token in doc if token.text == verb).pos_ == "VERB"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Norrby Faces Flood After Dam Leaks", "Norrby faces Flood after Dam leaks"),
        ("Strand To Leave Norrby", "Strand to leave Norrby"),
        ("NATO Ends Drill In Norrby", "NATO ends Drill in Norrby"),
        ("McCall Wins", "McCall wins"),
    ],
)
def test_only_verbs_and_small_words_lose_their_capitals(nlp: Language, line: str, read: str) -> None:
    assert as_sentence(nlp, line) == read


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=50, deadline=None)
def test_a_line_keeps_its_length(nlp: Language, line: str) -> None:
    read = as_sentence(nlp, line)
    assert len(read) == len(line)
    assert read.lower() == line.lower()
