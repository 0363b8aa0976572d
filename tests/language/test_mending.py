"""Lists of links run into a sentence and words glued together: the model reads round them, every character stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.language.mending import mended, mends_of
from transforms.language.mentions import find_entities
from transforms.language.model import Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

LINKS = " Ida Maria FalkRowers voice concerns about tolls Brandt: ferry stays in port MORE"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (f"Port chief Falk{LINKS} has won the race.", "Port chief Falk has won the race."),
        (f"Nobody thanked Ida Falk{LINKS}.", "Nobody thanked Ida Falk."),
        ("Falk toured Graustarkwhere she opened a bridge.", "Falk toured Graustark where she opened a bridge."),
        ("Elsewhere, nobody came. Meanwhile it rained.", "Elsewhere, nobody came. Meanwhile it rained."),
        (
            "The McAllister mill and FerryLine sell MORE than before.",
            "The McAllister mill and FerryLine sell MORE than before.",
        ),
    ],
)
def test_the_model_is_spared_links_and_given_spaces(text: str, read_as: str) -> None:
    assert mended(text, mends_of(text)) == read_as


def test_a_list_of_links_is_one_token_of_no_word_class(nlp: Language) -> None:
    text = f"On Monday, port chief Falk{LINKS} (I-Norrby) opened Tolvanewhere ferries lay. She left."
    doc = parse_document(nlp, text)
    assert doc.text == text
    links = [token for token in doc if " " in token.text and token.pos_ == "SPACE"]
    assert [token.text for token in links] == [LINKS.strip()]
    opened = next(token for token in doc if token.text == "opened")
    assert [token.text for token in opened.children if token.dep_ == "nsubj"] == ["Falk"]
    assert {"Tolvane", "where"} <= {token.text for token in doc}


def test_nobody_in_a_list_of_links_is_mentioned(nlp: Language) -> None:
    text = f"Ida Falk{LINKS} won the vote. Falk thanked the rowers."
    found = find_entities(parse_document(nlp, text), Published())
    assert [entity.name for entity in found.entities if entity.kind == "person"] == ["Ida Falk"]


def test_a_known_place_with_a_word_glued_to_it_is_found(nlp: Language) -> None:
    text = "On Tuesday the mayor visits Kazakhstanwhere he will open a mill."
    found = find_entities(parse_document(nlp, text), Published())
    mention = found.mention_at(text.index("Kazakhstan"))
    assert mention is not None and mention.entity is not None
    assert found.entities[mention.entity].name == "Kazakhstan"
