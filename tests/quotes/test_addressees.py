"""Whom it was said to: found only where the cue's own sentence names somebody who can hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.language.mentions import find_entities
from transforms.language.model import Published
from transforms.language.parse import parse_document
from transforms.quotes.extract import find_quotes

if TYPE_CHECKING:
    from spacy.language import Language

SPOKEN_TO = {
    "object of told, marks before": ('"The quay is closed," Marta Lind told reporters on Friday.', "reporters"),
    "object of told, clause behind": (
        "Marta Lind told the harbour board that the quay was closed.",
        "the harbour board",
    ),
    "colon": ('Marta Lind told a news conference: "The quay is closed."', "a news conference"),
    "a pronoun": ("The crew had waited. Marta Lind told them the quay was closed.", "them"),
    "said to": ('"The quay is closed," Marta Lind said to Ole Brandt.', "Ole Brandt"),
    "a letter": ("In a letter to the council, Marta Lind wrote that the quay was closed.", "the council"),
    "a letter behind the cue": (
        "Marta Lind said in a message to the parliament that the quay was closed.",
        "the parliament",
    ),
    "an interview": (
        "Marta Lind said in an interview with Reuters that the quay was closed.",
        "Reuters",
    ),
    "urged": ("Marta Lind urged lawmakers to close the quay.", "lawmakers"),
    "passive": ("The crew was told by Marta Lind that the quay was closed.", "The crew"),
    "called on": ("Marta Lind called on the government to close the quay.", "the government"),
}
NOBODY_NAMED = {
    "nobody": "Marta Lind said that the quay was closed.",
    "a thing ordered": "Marta Lind ordered the use of brakes on every crane.",
    "a thing answered": "Marta Lind responded to criticism by saying that the quay was closed.",
    "a venue": "Marta Lind wrote on Twitter that the quay was closed.",
    "agreeing": "Marta Lind agreed with Ole Brandt that the quay was closed.",
}


def _addressees(nlp: Language, text: str) -> list[str]:
    doc = parse_document(nlp, text)
    quotes = find_quotes(doc, find_entities(doc, Published()))
    assert quotes, text
    return [text[slice(*quote.addressee)] for quote in quotes if quote.addressee is not None]


@pytest.mark.parametrize(("text", "hearer"), SPOKEN_TO.values(), ids=SPOKEN_TO)
def test_who_is_spoken_to_is_found(nlp, text, hearer):
    assert _addressees(nlp, text) == [hearer]


@pytest.mark.parametrize("text", NOBODY_NAMED.values(), ids=NOBODY_NAMED)
def test_nobody_is_guessed(nlp, text):
    assert _addressees(nlp, text) == []


def test_addressee_is_the_entity_named_elsewhere(nlp):
    text = 'Mayor Ole Brandt came to the quay. "We are closing it," Marta Lind told the mayor.'
    doc = parse_document(nlp, text)
    entities = find_entities(doc, Published())
    (quote,) = find_quotes(doc, entities)
    assert quote.addressee_entity is not None
    assert entities.entities[quote.addressee_entity].name == "Ole Brandt"
