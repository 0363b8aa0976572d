"""What a reader would call wrong in kind: demands told as done, storms that assault, fees that accuse, datelines that date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.events.conftest import Read
from transforms.language.dates import find_dates
from transforms.language.model import Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

STATUSES = [
    # text, trigger, type, status
    ("The union demanded that Anna Rassen resign.", "resign", "CONCEDE", "hypothetical"),
    ("The council demanded that the sanctions be lifted.", "lifted", "CONCEDE", "hypothetical"),
    ("Thousands called on Anna Rassen to step down.", "step down", "CONCEDE", "hypothetical"),
    ("The mayor called for Anna Rassen to resign.", "resign", "CONCEDE", "hypothetical"),
    ("Norway asked Sweden to withdraw its troops.", "withdraw its troops", "RETREAT", "hypothetical"),
    ("Norway must withdraw its troops, the envoy said.", "withdraw its troops", "RETREAT", "hypothetical"),
    ("Sweden should expel the envoy.", "expel", "SANCTION", "hypothetical"),
    ("The minister suggested that the envoy leave the city.", "leave", "OTHER", "hypothetical"),
    ("Norway refuses to sign the treaty.", "sign the treaty", "SUPPORT", "negated"),
    ("The army refrained from attacking the town.", "attacking", "ASSAULT", "negated"),
    ("The council adjourned without approving the budget.", "approving", "OTHER", "negated"),
    ("Nobody was killed.", "killed", "OTHER", "negated"),
    ("No one was hurt in the crash.", "hurt", "OTHER", "negated"),
    ("No passengers were injured when the train derailed.", "injured", "OTHER", "negated"),
    ("No fewer than nine men were injured when the train derailed.", "injured", "OTHER", "happened"),
]


@pytest.mark.parametrize(("text", "trigger", "event_type", "status"), STATUSES)
def test_what_is_wanted_or_denied_did_not_happen(
    read: Read, text: str, trigger: str, event_type: str, status: str
) -> None:
    found = {text[slice(*event.trigger)]: (event.event_type, event.status) for event in read(text)}
    assert found[trigger] == (event_type, status)


TYPES = [
    # text, trigger, type, mode
    ("Thousands called on Anna Rassen to step down.", "called", "REQUEST", None),
    ("A landslide buried the road and injured twelve workers.", "injured", "OTHER", "accident"),
    ("The storm killed four people.", "killed", "OTHER", "death"),
    ("Gunmen killed four people.", "killed", "ASSAULT", "kill"),
    ("Four people were killed in an air strike.", "killed", "ASSAULT", "kill"),
    ("A fire injured two nurses.", "injured", "OTHER", "accident"),
    ("Strike shuts port", "Strike", "PROTEST", "strike"),
    ("A strike shuts the port of Bergen.", "strike", "PROTEST", "strike"),
    ("A strike shuts the port of Bergen.", "shuts", "OTHER", "disruption"),
    ("Dock workers walked out on Monday.", "walked out", "PROTEST", "strike"),
    ("Nurses walked off the job in Bergen.", "walked off the job", "PROTEST", "strike"),
    ("The crew laid down their tools.", "laid down their tools", "PROTEST", "strike"),
    ("Pilots went on strike in Bergen.", "went on strike", "PROTEST", "strike"),
    ("Thousands took to the streets of Bergen.", "took to the streets", "PROTEST", "demo"),
    ("The mayor faces charges of fraud.", "faces charges", "ACCUSE", "charge"),
    ("Norway announced a state of emergency.", "announced a state", "COERCE", None),
]


@pytest.mark.parametrize(("text", "trigger", "event_type", "mode"), TYPES)
def test_the_type_fits_who_acts(read: Read, text: str, trigger: str, event_type: str, mode: str | None) -> None:
    found = {text[slice(*event.trigger)]: event for event in read(text)}
    assert found[trigger].event_type == event_type
    assert mode is None or found[trigger].mode == mode


EMPTY = [
    ("The march was against water charges.", "charges"),
    ("The standing charge doubled.", "charge"),
    ("Norway sent emergency aid to Sudan.", "emergency"),
    ("Rescue crews reached the village.", "Rescue"),
    ("She made it home.", "made"),
    ("The deal left Norway poorer.", "left"),
    ("The river gave way to a lake.", "gave"),
    ("He got a cold.", "got"),
    ("They let the river run through Budapest.", "let"),
]


@pytest.mark.parametrize(("text", "word"), EMPTY)
def test_what_names_no_happening_is_no_row(read: Read, text: str, word: str) -> None:
    assert word not in {text[slice(*event.trigger)] for event in read(text)}


RECIPIENTS = [
    ("Norway has threatened to sue the Dockers' Union over the walkout.", "threatened", "the Dockers' Union"),
    ("The minister praised the deal.", "praised", "the deal"),
    ("The minister praised Sweden.", "praised", "Sweden"),
    ("The council rejected the offer.", "rejected", "the offer"),
    ("Norway let the inspectors visit the dam.", "let", "the inspectors"),
    ("Norway criticised the plan of Sweden.", "criticised", "Sweden"),
]


@pytest.mark.parametrize(("text", "trigger", "recipient"), RECIPIENTS)
def test_the_recipient_is_a_party_or_else_the_thing(read: Read, text: str, trigger: str, recipient: str | None) -> None:
    found = {text[slice(*event.trigger)]: event.recipient for event in read(text)}
    span = found[trigger]
    assert (None if span is None else text[slice(*span)]) == recipient


def test_a_dateline_dates_the_report_and_no_event(nlp: Language, read: Read) -> None:
    published = Published(dt.date(2024, 3, 12))
    text = "STRELSAU, March 12 (Wire) — Norway expelled the Swedish envoy on Monday."
    (event,) = [event for event in _read_dated(nlp, read, text, published) if event[0] == "expelled"]
    assert event[1] == dt.date(2024, 3, 11)
    text = "STRELSAU, March 12 (Wire) — Norway expelled the Swedish envoy."
    (event,) = [event for event in _read_dated(nlp, read, text, published) if event[0] == "expelled"]
    assert event[1] is None


def _read_dated(nlp: Language, read: Read, text: str, published: Published) -> list[tuple[str, dt.date | None]]:
    dates = find_dates(parse_document(nlp, text), published)
    return [(text[slice(*event.trigger)], event.happened_on) for event in read(text, None, dates, published)]


def test_vague_words_of_public_affairs_are_no_happenings(read: Read) -> None:
    private, public = (
        "The baker, a stout cook, lost his hat. The farmer helped the miller bake. The guests tried the cake.",
        "The senator, a party politician, lost his hat. The governor helped the minister bake. The voters tried the cake.",
    )
    assert "tried" in {private[event.trigger.start : event.trigger.end] for event in read(private)}
    assert "tried" not in {public[event.trigger.start : event.trigger.end] for event in read(public)}
