"""The marks automaton: any style of quotation marks, and no broken one that loses the rest of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quotes.marks import find_quotations


def inner(text: str) -> list[list[str]]:
    """The parts of every quotation of `text`."""
    return [[text[part.start : part.end] for part in quotation.parts] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [('"', '"'), ("“", "”"), ("«", "»"), ("« ", " »"), ("„", "“"), ("„", "”"), ("»", "«"), ("‘", "’"), ("'", "'"), ("''", "''"), ("``", "''"), ("‘‘", "’’")],
)  # fmt: skip
def test_every_style_of_marks(opening: str, closing: str) -> None:
    text = f"The mayor said: {opening}The bridge stays closed.{closing} Then she left."
    assert inner(text) == [["The bridge stays closed."]]


def test_apostrophes_open_nothing() -> None:
    assert inner("The workers' pay isn't what it was in the '90s, and the firm's owners don't care.") == []


def test_possessive_plural_inside_single_marks_closes_nothing() -> None:
    assert inner("He said: 'The workers' pay is too low.'") == [["The workers' pay is too low."]]


def test_a_quotation_inside_a_quotation_stays_in_it() -> None:
    text = "“She told me ‘never again’ and meant it,” he said. “Truly.”"
    assert inner(text) == [["She told me ‘never again’ and meant it,"], ["Truly."]]


def test_nested_marks_of_the_same_style() -> None:
    assert inner("“He shouted “stop” twice,” she said.") == [["He shouted “stop” twice,"]]


def test_a_paragraph_that_reopens_its_quotation_continues_it() -> None:
    text = "“The pier is old.\n\n“It needs money,” said the warden.\n\n“Soon.”"
    assert inner(text) == [["The pier is old.", "It needs money,"], ["Soon."]]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“The pier is old, he said.\nThe town has “no plan” for it."
    assert inner(text) == [["The pier is old, he said."], ["no plan"]]


def test_a_close_without_an_open_begins_with_the_paragraph() -> None:
    text = "Trade will grow next year,” he said.\nThe town has “no plan” for it."
    assert inner(text) == [["Trade will grow next year,"], ["no plan"]]


def test_marks_the_wrong_way_round_and_glued() -> None:
    assert inner("”The harbour will open”, the mayor said.") == [["The harbour will open"]]
    assert inner('She said,"We will open the harbour."He left.') == [["We will open the harbour."]]


def test_a_second_open_without_a_close_goes_on_with_the_first() -> None:
    assert inner("“We agreed on trade and “we will sign it soon,” he said.") == [
        ["We agreed on trade and “we will sign it soon,"]
    ]


@given(st.text(alphabet="aB .,\n\"“”‘’'«»„?!-", max_size=120))
def test_any_text_gives_ordered_quotations_without_overlap(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert quotation.outer.start >= end
        end = quotation.outer.end
        position = quotation.outer.start
        for part in quotation.parts:
            assert position <= part.start < part.end <= quotation.outer.end <= len(text)
            assert text[part.start : part.end].strip() == text[part.start : part.end]
            position = part.end


@given(st.text(alphabet='ab .,\n"“”', max_size=60))
def test_broken_marks_never_reach_the_next_paragraph(broken: str) -> None:
    """Whatever stands before it, a clean quotation in a paragraph of its own is found."""
    text = f"{broken}\n\nThe mayor said: «All is well today.»"
    assert ["All is well today."] in inner(text)
