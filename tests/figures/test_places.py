"""Where a figure holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.figures.extract import find_figures
from transforms.language.dates import find_dates
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

CASES = [
    ("Unemployment in Norway rose to 4 per cent.", "4 per cent", "Norway", "Norway"),
    ("In Canada, magazines make up 2.2 per cent of spending.", "2.2 per cent", "Canada", "Canada"),
    ("About 400 people were arrested in Portugal last year.", "400", "Portugal", "Portugal"),
    (
        "In Portugal, hospitals are running short, and 85 per cent of beds are taken.",
        "85 per cent",
        "Portugal",
        "Portugal",
    ),
    ("A baker at two shops in Lisbon, she rose early.", "two", "Lisbon", "Lisbon"),
    (
        "In Norway, under its new chief, the bureau acted after the daily number of cases neared 9,000.",
        "9,000",
        "Norway",
        "Norway",
    ),
    ("In Norway, the chief said that Portugal sold 30 ferries.", "30", "Norway", None),
    ("Norway sold 30 ferries.", "30", "Norway", None),
    ("The firm cut 300 jobs, and its chief flew home to a house in Portugal.", "300", "Portugal", None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_place_belongs_to_the_figure_of_its_clause(nlp: Language, case: tuple[str, str, str, str | None]) -> None:
    sentence, words, named, expected = case
    doc = parse_document(nlp, sentence)
    start = sentence.index(named)
    entities = DocumentEntities((LocalEntity(named, "place"),), (Mention(start, start + len(named), "name", 0, 0.9),))
    figures = find_figures(doc, entities, find_dates(doc, Published()), Published())
    (figure,) = [f for f in figures if sentence[f.start : f.end] == words]
    found = entities.entities[figure.place_entity].name if figure.place_entity is not None else None
    assert found == expected
