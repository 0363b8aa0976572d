"""What holds for any text: no error, offsets in range, the same answer twice, one event a trigger."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.events.conftest import Read
from transforms.events.lexicon import FILES, load
from warehouse.tables import EVENT_STATUSES, EVENT_TYPES

WORDS = st.sampled_from(
    [
        "Norway",
        "Sweden",
        "attacked",
        "talks",
        "held",
        "with",
        "to",
        "refuse",
        "by",
        "and",
        "the",
        ",",
        ".",
        '"',
        "who",
        "visit",
        "sanctions",
        "on",
        "was",
        "not",
        "will",
        "killed",
        "\n",
        "accused",
        "of",
        "meeting",
        "between",
        "troops",
        "thanks",
        "it",
        "its",
        "said",
        "that",
        "’s",
        "5",
        "May",
        "earthquake",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join))
MODEST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@MODEST
@given(text=TEXTS)
def test_any_text_gives_sound_rows(read: Read, text: str) -> None:
    events = read(text)
    spans = [event.trigger for event in events]
    assert len(set(spans)) == len(spans)
    assert spans == sorted(spans)
    for event in events:
        for span in (event.trigger, event.sentence, event.actor, event.recipient, event.place):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert event.event_type in EVENT_TYPES
        assert event.status in EVENT_STATUSES
        assert 0 <= event.confidence <= 1


@MODEST
@given(text=TEXTS)
def test_the_same_text_gives_the_same_rows(read: Read, text: str) -> None:
    assert read(text) == read(text)


def test_the_lexicon_has_words_for_every_type() -> None:
    rules = [rule for rules in load().rules.values() for rule in rules]
    assert {rule.type for rule in rules if rule.type} == set(FILES)
    assert len({rule.lemma for rule in rules if rule.part == "v"}) > 400
    assert len({rule.lemma for rule in rules if rule.part == "n"}) > 200


def test_rules_are_ranked_by_what_they_know_of_the_frame() -> None:
    for rules in load().rules.values():
        weights = [rule.weight for rule in rules]
        assert weights == sorted(weights, reverse=True)
