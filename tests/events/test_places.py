"""Where: the place a sentence tells for a happening, its own or that of the journey or occasion it is told with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from transforms.extract import Reading, batch_tables
from transforms.language.model import Published

if TYPE_CHECKING:
    from spacy.language import Language

DAY = dt.date(2030, 5, 10)
CASES = [
    (
        "The navies held joint drills in the Pacific Ocean hours before the summit.",
        "held joint drills",
        "Pacific Ocean",
    ),
    ("Anna Rassen visited Oslo on Monday and met Chancellor Paul Sapt.", "met", "Oslo"),
    ("Anna Rassen met Chancellor Paul Sapt during a visit to Oslo.", "met", "Oslo"),
    ("Anna Rassen met Chancellor Paul Sapt during a visit to Oslo.", "visit", "Oslo"),
    ("Anna Rassen paid a visit to Oslo.", "visit", "Oslo"),
    ("Anna Rassen met Chancellor Paul Sapt at a regional summit in Oslo.", "met", "Oslo"),
    ("Anna Rassen met Chancellor Paul Sapt for the first time since the war at a summit in Oslo.", "met", "Oslo"),
    ("Norway and Sweden conducted joint patrols and exercises in the Baltic Sea.", "exercises", "Baltic Sea"),
    ("An Oslo meeting between Norway and Sweden failed.", "meeting", "Oslo"),
    ("The Oslo summit ended on Monday.", "summit", "Oslo"),
    ("Anna Rassen met Paul Sapt twice, at the games held in Oslo and at a summit in Bergen.", "met", "Oslo"),
    ("Police arrested the mayor in Bergen on Monday and charged her with fraud.", "arrested", "Bergen"),
    ("Anna Rassen visited the Swedish capital on Monday.", "visited", "the Swedish capital"),
    ("Norway criticized Sweden over the minister's visit to Oslo.", "criticized", None),
    ("They flew to Oslo, where Anna Rassen met Paul Sapt.", "met", "Oslo"),
    ("A Kremlin meeting between Norway and Sweden failed.", "meeting", "Kremlin"),
]


@pytest.mark.parametrize(("text", "trigger", "place"), CASES)
def test_the_place_of_a_happening(nlp: Language, text: str, trigger: str, place: str | None) -> None:
    reading = Reading("doc_test", text, Published(DAY, DAY, DAY), "digest")
    rows = batch_tables(nlp, [reading])["events"].to_pylist()
    found = [row["place_text"] for row in rows if trigger in (row["trigger"], *row["trigger"].split())]
    found = found or [row["place_text"] for row in rows if row["trigger"].startswith(trigger)]
    assert [name and str(name).removeprefix("the ") for name in found] == [place and place.removeprefix("the ")]
