"""Tense, denial, modals and governing words decide whether a happening took place."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.events.conftest import Read
from transforms.language.model import DateExpression, Published

CASES = [
    ("Norway sanctioned the company.", "sanctioned", "happened"),
    ("Norway has expelled the envoy.", "expelled", "happened"),
    ("The envoy was expelled by Norway.", "expelled", "happened"),
    ("The rebels are attacking the town.", "attacking", "ongoing"),
    ("The rebels continued to attack the town.", "attack", "ongoing"),
    ("Norway will expel the envoy.", "expel", "planned"),
    ("Norway plans to expel the envoy.", "expel", "planned"),
    ("Norway agreed to release the prisoners.", "release", "planned"),
    ("Norway may expel the envoy.", "expel", "hypothetical"),
    ("Norway threatened to expel the envoy.", "expel", "hypothetical"),
    ("If Norway expels the envoy, the talks are over.", "expels", "hypothetical"),
    ("Norway urged Sweden to expel the envoy.", "expel", "hypothetical"),
    ("Norway did not expel the envoy.", "expel", "negated"),
    ("Norway has never attacked its neighbour.", "attacked", "negated"),
    ("Norway refused to expel the envoy.", "expel", "negated"),
    ("Norway failed to expel the envoy.", "expel", "negated"),
    ("The minister cancelled a planned visit to Sweden.", "visit", "planned"),
    ("The two sides held no talks.", "held no talks", "negated"),
    ("The minister said that Norway would expel the envoy.", "expel", "planned"),
    ("Anna Rassen to visit Norway", "visit", "planned"),
]


@pytest.mark.parametrize(("text", "trigger", "status"), CASES)
def test_status(read: Read, text: str, trigger: str, status: str) -> None:
    found = {text[slice(*event.trigger)]: event.status for event in read(text)}
    assert found[trigger] == status


def test_a_date_after_publication_makes_it_planned(read: Read) -> None:
    text = "The summit in Oslo on 5 May brings three leaders together."
    day = dt.date(2024, 5, 5)
    start = text.index("5 May")
    date = DateExpression(start, start + 5, day, day, "day", "document")
    early = read(text, dates=(date,), published=Published(dt.date(2024, 5, 1)))
    late = read(text, dates=(date,), published=Published(dt.date(2024, 5, 9)))
    assert [event.status for event in early if event.date is not None] == ["planned"]
    assert [event.status for event in late if event.date is not None] == ["happened"]
