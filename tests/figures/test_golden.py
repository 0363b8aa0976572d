"""Sentences of our own, each with the figure it states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from transforms.figures.extract import find_figures
from transforms.figures.model import Figure
from transforms.language.dates import find_dates
from transforms.language.model import DocumentEntities, Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden.yaml").read_text(encoding="utf-8"))
SPANS = ("measure", "period", "holder")


def figures_of(nlp: Language, text: str) -> tuple[Figure, ...]:
    doc = parse_document(nlp, text)
    return find_figures(doc, DocumentEntities(), find_dates(doc, Published()), Published())


def column(figure: Figure, name: str, text: str) -> Any:
    if name in SPANS:
        span = getattr(figure, name)
        return text[span.start : span.end] if span else None
    return getattr(figure, {"high": "value_high", "vague": "is_vague"}.get(name, name))


@pytest.mark.parametrize("case", GOLDEN["figures"], ids=lambda case: f"{case['text']} | {case['sentence'][:40]}")
def test_a_sentence_states_its_figure(nlp: Language, case: dict[str, Any]) -> None:
    text = case["sentence"]
    figures = {text[figure.start : figure.end]: figure for figure in figures_of(nlp, text)}
    assert case["text"] in figures
    figure = figures[case["text"]]
    expected = {name: value for name, value in case.items() if name not in ("sentence", "text")}
    found = {name: column(figure, name, text) for name in expected}
    for name in ("value", "high"):
        if expected.get(name) is not None:
            expected[name] = pytest.approx(expected[name], rel=1e-3)
    assert found == expected


@pytest.mark.parametrize("sentence", GOLDEN["none"])
def test_names_dates_and_labels_are_no_figures(nlp: Language, sentence: str) -> None:
    assert [sentence[figure.start : figure.end] for figure in figures_of(nlp, sentence)] == []


def test_the_two_leaders_count_nothing_new(nlp: Language) -> None:
    reference, count = (
        figures_of(nlp, text)[0] for text in ("The two mayors spoke.", "Two mayors of the valley lost their seats.")
    )
    assert reference.confidence < 0.5 < count.confidence


def test_one_of_the_leaders_says_who_is_among_them(nlp: Language) -> None:
    member, freed = (
        figures_of(nlp, text)[0]
        for text in ("Lindau has become one of the leaders of the fight.", "The army freed one of the hostages.")
    )
    assert member.confidence < 0.5 < freed.confidence
    assert member.measure is None and freed.measure is None
