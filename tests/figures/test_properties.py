"""What holds for the figures of any text."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.figures.extract import find_figures
from transforms.figures.numerals import find_numerals
from transforms.figures.quantities import read_quantities
from transforms.language.dates import find_dates
from transforms.language.model import DocumentEntities, Published
from transforms.language.parse import parse_document
from warehouse import tables

if TYPE_CHECKING:
    from spacy.language import Language

PIECES = st.sampled_from(
    [
        "$",
        "€",
        "£",
        "%",
        "5",
        "12",
        "1,234",
        "1.5",
        "-3",
        "0",
        "½",
        "1/3",
        "1990s",
        "2019",
        "75th",
        "one",
        "two",
        "dozen",
        "hundred",
        "million",
        "billion",
        "third",
        "half",
        "quarter",
        "a",
        "an",
        "and",
        "or",
        "to",
        "from",
        "between",
        "by",
        "per",
        "cent",
        "percent",
        "dollars",
        "euros",
        "km",
        "kg",
        "years",
        "old",
        "up",
        "down",
        "rose",
        "fell",
        "more",
        "than",
        "about",
        "nearly",
        ",",
        ".",
        ";",
        "(",
        ")",
        "-",
        "–",
        "May",
        "March",
        "Monday",
        "last",
        "year",
        "G20",
        "No.",
        "said",
        "Norrland",
        "tonnes",
        "of",
        "ice",
        "\n",
        "10.45pm",
        "twice",
        "tripled",
        "each",
        "3-4",
        "52-48",
        "US$",
        "m",
        "bn",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=16).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
)
PUBLISHED = Published(on=dt.date(2023, 5, 17))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_numbers_are_read_in_order_without_overlap(text: str) -> None:
    numerals = find_numerals(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numerals)
    assert all(a.end <= b.start for a, b in itertools.pairwise(numerals))
    for quantity in read_quantities(text, numerals):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value_high is None or quantity.value <= quantity.value_high


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_every_row_fits_its_columns(nlp: Language, text: str) -> None:
    doc = parse_document(nlp, text)
    dates = find_dates(doc, PUBLISHED)
    figures = find_figures(doc, DocumentEntities(), dates, PUBLISHED)
    assert figures == find_figures(doc, DocumentEntities(), find_dates(doc, PUBLISHED), PUBLISHED)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.kind in tables.FIGURE_KINDS
        assert figure.bound in tables.BOUNDS
        assert figure.change is None or figure.change in tables.CHANGES
        assert figure.value_high is None or figure.value <= figure.value_high
        assert 0 <= figure.confidence <= 1
        assert figure.unit
        assert figure.date is None or figure.period == dates[figure.date].span
        for span in (figure.measure, figure.period, figure.holder):
            assert span is None or 0 <= span.start < span.end <= len(text)
    assert list(figures) == sorted(figures, key=lambda figure: (figure.start, figure.end))
