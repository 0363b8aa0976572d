"""Who did it to whom, where and when: through passives, coordination, apposition, possession and control."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.events.conftest import Read
from transforms.events.model import Event
from transforms.language.model import DateExpression, DocumentEntities, LocalEntity, Mention


def _only(events: tuple[Event, ...], event_type: str) -> Event:
    (found,) = [event for event in events if event.event_type == event_type]
    return found


SIDES = [
    ("The envoy was expelled by Norway.", "SANCTION", "Norway", "The envoy"),
    ("Norway criticised Sweden and backed Finland.", "SUPPORT", "Norway", "Finland"),
    ("Norway, which borders Sweden, expelled the envoy.", "SANCTION", "Norway", "the envoy"),
    ("Norway's invasion of Ruritania lasted a week.", "ASSAULT", "Norway", "Ruritania"),
    ("Swedish troops attacked the fort.", "ASSAULT", "Swedish troops", "the fort"),
    ("Norway was accused by Sweden of spying.", "ACCUSE", "Sweden", "Norway"),
    ("Norway said it had expelled the envoy.", "SANCTION", "Norway", "the envoy"),
    ("Norway and Sweden held talks.", "CONSULT", "Norway", "Sweden"),
    ("Talks between Norway and Sweden collapsed.", "CONSULT", "Norway", "Sweden"),
    ("Norway imposed sanctions on Sweden.", "COERCE", "Norway", "Sweden"),
    ("Sanctions imposed on Sweden by Norway failed.", "COERCE", "Norway", "Sweden"),
]


@pytest.mark.parametrize(("text", "event_type", "actor", "recipient"), SIDES)
def test_sides(read: Read, text: str, event_type: str, actor: str, recipient: str) -> None:
    event = _only(read(text), event_type)
    assert event.actor is not None and event.recipient is not None
    assert text[slice(*event.actor)] == actor
    assert recipient in text[slice(*event.recipient)]


def test_thanks_to_is_no_subject(read: Read) -> None:
    text = "Thanks to joint efforts, Norway released the prisoners."
    event = _only(read(text), "RETREAT")
    assert event.actor is not None and text[slice(*event.actor)] == "Norway"


def test_a_nationality_adjective_means_the_state(read: Read) -> None:
    text = "Swedish troops attacked the fort."
    entities = DocumentEntities((LocalEntity("Sweden", "government", "SWE"),), (Mention(0, 7, "name", 0, 1.0),))
    assert _only(read(text, entities), "ASSAULT").actor_entities == (0,)


def test_an_expression_for_both_sides_fills_both(read: Read) -> None:
    text = "The two leaders met in Oslo."
    known = (LocalEntity("Anna Rassen", "person"), LocalEntity("Paul Sapt", "person"))
    entities = DocumentEntities(known, (Mention(0, 15, "nominal", None, 1.0, (0, 1)),))
    event = _only(read(text, entities), "CONSULT")
    assert set(event.actor_entities) | set(event.recipient_entities) == {0, 1}


def test_the_place_is_the_locative_phrase(read: Read) -> None:
    text = "Anna Rassen met Paul Sapt on the sidelines of a summit in Oslo."
    event = next(event for event in read(text) if text[slice(*event.trigger)] == "met")
    assert event.place is not None and text[slice(*event.place)] == "Oslo"


def _date(text: str, words: str, day: dt.date) -> DateExpression:
    start = text.index(words)
    return DateExpression(start, start + len(words), day, day, "day", "explicit")


def test_a_date_belongs_to_the_act_it_hangs_on(read: Read) -> None:
    text = "Norway expelled the envoy on 3 May 2024 after Sweden had arrested a diplomat on 1 May 2024."
    days = dt.date(2024, 5, 3), dt.date(2024, 5, 1)
    events = read(text, dates=(_date(text, "3 May 2024", days[0]), _date(text, "1 May 2024", days[1])))
    assert _only(events, "SANCTION").happened_on == days[0]
    assert _only(events, "COERCE").happened_on == days[1]


def test_the_day_something_was_said_is_not_the_day_it_happened(read: Read) -> None:
    text = "Norway said on 3 May 2024 that it had expelled the envoy."
    event = _only(read(text, dates=(_date(text, "3 May 2024", dt.date(2024, 5, 3)),)), "SANCTION")
    assert event.happened_on is None and event.date_basis is None


def test_no_date_without_words_for_it(read: Read) -> None:
    event = _only(read("Norway expelled the envoy."), "SANCTION")
    assert (event.happened_on, event.happened_until, event.date) == (None, None, None)
