"""Every type is found in plain sentences, by verb, noun and phrase; speech and states are not."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read

GOLDEN = [
    # text, trigger, type, mode, actor, recipient
    ("Norway agreed to open the pass to Sweden.", "agreed", "AGREE", None, "Norway", "Sweden"),
    ("Norway has promised to help Sweden.", "promised", "AGREE", None, "Norway", "Sweden"),
    ("President Anna Rassen met Chancellor Paul Sapt on Monday.", "met", "CONSULT", "meeting", "President Anna Rassen", "Chancellor Paul Sapt"),
    ("President Anna Rassen held talks with Chancellor Paul Sapt.", "held talks", "CONSULT", "talks", "President Anna Rassen", "Chancellor Paul Sapt"),
    ("President Anna Rassen visited Norway last week.", "visited", "CONSULT", "visit", "President Anna Rassen", "Norway"),
    ("President Anna Rassen paid a visit to Norway.", "paid a visit", "CONSULT", "visit", "President Anna Rassen", "Norway"),
    ("Anna Rassen's visit to Norway drew crowds.", "visit", "CONSULT", "visit", "Anna Rassen", "Norway"),
    ("Norway praised Sweden for its restraint.", "praised", "SUPPORT", "praise", "Norway", "Sweden"),
    ("Norway signed an agreement with Sweden.", "signed an agreement", "SUPPORT", "agreement", "Norway", "Sweden"),
    ("Norway shared intelligence with Sweden.", "shared intelligence", "COOPERATE", "intelligence", "Norway", "Sweden"),
    ("Norway sent food to Ethiopia after the drought.", "sent food", "AID", None, "Norway", "Ethiopia"),
    ("The government lifted the curfew in Bergen.", "lifted", "CONCEDE", "restrictions", "The government", "Bergen"),
    ("The interior minister resigned on Friday.", "resigned", "CONCEDE", "resign", "The interior minister", None),
    ("The army withdrew its troops from Lebanon.", "withdrew its troops", "RETREAT", "withdraw", "The army", "Lebanon"),
    ("The rebels released the hostages.", "released", "RETREAT", "release", "The rebels", "the hostages"),
    ("Norway urged Sweden to open the archive.", "urged", "REQUEST", None, "Norway", "Sweden"),
    ("Norway accused Sweden of spying.", "accused", "ACCUSE", "disapprove", "Norway", "Sweden"),
    ("Police opened an investigation into the mayor.", "opened an investigation", "ACCUSE", "investigate", "Police", "the mayor"),
    ("Norway rejected a request from Sweden.", "rejected", "REJECT", "refuse", "Norway", "Sweden"),
    ("Norway threatened to attack Sweden.", "threatened", "THREATEN", None, "Norway", "Sweden"),
    ("Thousands of students protested against the government.", "protested", "PROTEST", "demo", "Thousands of students", "the government"),
    ("Norway expelled the Swedish ambassador.", "expelled", "SANCTION", "expel", "Norway", "the Swedish ambassador"),
    ("Norway suspended aid to Sudan.", "suspended aid", "SANCTION", "discontinue", "Norway", "Sudan"),
    ("Norway deployed troops along the border with Russia.", "deployed troops", "MOBILIZE", "troops", "Norway", None),
    ("Police arrested the editor of the newspaper.", "arrested", "COERCE", "arrest", "Police", "the editor of the newspaper"),
    ("Rebels attacked an army base in Mali.", "attacked", "ASSAULT", None, "Rebels", "an army base"),
    ("The army launched an air strike on the village.", "launched an air strike", "ASSAULT", None, "The army", "the village"),
    ("An earthquake struck the coast on Sunday.", "earthquake", "OTHER", "disaster", None, None),
    ("The old actor died at his home in Bergen.", "died", "OTHER", "death", "The old actor", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "event_type", "mode", "actor", "recipient"), GOLDEN)
def test_a_plain_sentence_gives_its_row(
    read: Read, text: str, trigger: str, event_type: str, mode: str | None, actor: str | None, recipient: str | None
) -> None:
    found = {text[slice(*event.trigger)]: event for event in read(text)}
    assert trigger in found
    event = found[trigger]
    assert event.event_type == event_type
    if mode is not None:
        assert event.mode == mode
    assert (None if event.actor is None else text[slice(*event.actor)]) == actor
    if recipient is not None:
        assert event.recipient is not None
        assert recipient in text[slice(*event.recipient)]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that the weather was mild.",
        "She believes that the soup is good.",
        "The river is long and the valley is green.",
        "He has two houses and owns a boat.",
    ],
)
def test_speech_thought_and_states_are_no_events(read: Read, text: str) -> None:
    assert read(text) == ()


def test_a_light_verb_and_its_noun_are_one_event(read: Read) -> None:
    text = "The two ministers held a meeting in Oslo."
    meetings = [event for event in read(text) if event.event_type == "CONSULT"]
    assert len(meetings) == 1


def test_talks_held_to_discuss_something_are_one_event(read: Read) -> None:
    text = "Anna Rassen and Paul Sapt held talks to discuss the harbour."
    assert [event.event_type for event in read(text)].count("CONSULT") == 1


def test_an_act_and_what_it_is_about_are_two(read: Read) -> None:
    text = "Norway condemned the invasion of Ruritania."
    assert [event.event_type for event in read(text)] == ["ACCUSE", "ASSAULT"]


def test_the_rule_that_fired_stands_in_the_row(read: Read) -> None:
    (event,) = read("Norway praised Sweden.")
    assert event.coded_by.startswith("SUPPORT/v/praise")
    assert 0 < event.confidence <= 1


def test_everyday_happenings_get_a_field_as_mode(read: Read) -> None:
    text = "Two trains collided near the bridge."
    (event,) = [event for event in read(text) if event.event_type == "OTHER"]
    assert event.mode == "accident"
