"""Quotes of our own little stories, one for each way English attributes words to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.language.model import DocumentEntities, LocalEntity, Mention
from transforms.language.parse import parse_document
from transforms.quotes.extract import find_quotes
from warehouse.tables import QUOTE_ACTS, QUOTE_KINDS

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.quotes.model import Quote

NOBODY = DocumentEntities()


def quotes_of(nlp: Language, text: str, entities: DocumentEntities = NOBODY) -> tuple[Quote, ...]:
    return find_quotes(parse_document(nlp, text), entities)


def rows_of(nlp: Language, text: str) -> list[tuple[str, list[str], str | None, str | None]]:
    """Kind, parts, cue and speaker's words of every quote."""
    return [
        (
            quote.kind,
            [text[part.start : part.end] for part in quote.parts],
            text[slice(*quote.cue)] if quote.cue else None,
            text[slice(*quote.speaker)] if quote.speaker else None,
        )
        for quote in quotes_of(nlp, text)
    ]


CASES = {
    "cue behind": (
        '"The ferry will run all winter," Marta Lindqvist said.',
        [("direct", ["The ferry will run all winter"], "said", "Marta Lindqvist")],
    ),
    "cue behind, inverted": (
        "“The ferry will run all winter,” said harbour master Marta Lindqvist.",
        [("direct", ["The ferry will run all winter"], "said", "harbour master Marta Lindqvist")],
    ),
    "cue before": (
        'Marta Lindqvist told reporters: "The ferry will run all winter."',
        [("direct", ["The ferry will run all winter."], "told", "Marta Lindqvist")],
    ),
    "cue inside one sentence": (
        '"The ferry," Lindqvist said, "will run all winter."',
        [("direct", ["The ferry", "will run all winter."], "said", "Lindqvist")],
    ),
    "cue between two sentences": (
        '"The ferry will run all winter," Lindqvist said on Monday. "Nobody will be cut off."',
        [("direct", ["The ferry will run all winter", "Nobody will be cut off."], "said", "Lindqvist")],
    ),
    "opening and closing cue": (
        "Lindqvist said, “The ferry will run all winter,” she said.",
        [("direct", ["The ferry will run all winter"], "said", "she")],
    ),
    "that-clause": (
        "The council said that the ferry would run all winter.",
        [("indirect", ["the ferry would run all winter"], "said", "The council")],
    ),
    "clause without that, time word with the cue": (
        "The council said on Friday the ferry would run all winter.",
        [("indirect", ["the ferry would run all winter"], "said", "The council")],
    ),
    "words in marks inside a clause": (
        'The council said the ferry would run "come what may" this winter.',
        [("mixed", ['the ferry would run "come what may" this winter'], "said", "The council")],
    ),
    "cue in commas": (
        "The ferry, the council said, would run all winter.",
        [("indirect", ["The ferry", "would run all winter"], "said", "the council")],
    ),
    "cue at the end": (
        "The ferry would run all winter, the council said.",
        [("indirect", ["The ferry would run all winter"], "said", "the council")],
    ),
    "according to": (
        "The ferry will run all winter, according to the council.",
        [("indirect", ["The ferry will run all winter"], "according to", "the council")],
    ),
    "called for": (
        "The council called for a second ferry.",
        [("indirect", ["a second ferry"], "called", "The council")],
    ),
    "warned against": (
        "The council warned against hasty cuts to the service.",
        [("indirect", ["hasty cuts to the service"], "warned", "The council")],
    ),
    "accused somebody of": (
        "Lindqvist accused the guild of trying to sink the plan.",
        [("indirect", ["the guild of trying to sink the plan"], "accused", "Lindqvist")],
    ),
    "blamed two for": (
        "Lindqvist blamed the guild and the pilots for provoking the strike.",
        [("indirect", ["the guild and the pilots for provoking the strike"], "blamed", "Lindqvist")],
    ),
    "condemned somebody for": (
        "Lindqvist condemned the guild for burning the boats.",
        [("indirect", ["the guild for burning the boats"], "condemned", "Lindqvist")],
    ),
    "warned somebody against": (
        "The council has repeatedly warned the guild against helping smugglers.",
        [("indirect", ["the guild against helping smugglers"], "warned", "The council")],
    ),
    "refrained from": (
        "The council refrains from condemning the raid on the quay and calling it a “crime”.",
        [("mixed", ["condemning the raid on the quay and calling it a “crime”"], "refrains", "The council")],
    ),
    "verbs in marks go on with the clause": (
        'She told the council that it should buy a ferry, "mend the quay and hire a pilot."',
        [("mixed", ['it should buy a ferry, "mend the quay and hire a pilot."'], "told", "She")],
    ),
    "verbs in marks after must": (
        "She said that the towns must help the guild in doing this, “strengthen unity, keep the peace, and buy a ferry.”",
        [
            (
                "mixed",
                ["the towns must help the guild in doing this, “strengthen unity, keep the peace, and buy a ferry.”"],
                "said",
                "She",
            )
        ],
    ),
    "a relative clause says something of its noun": (
        "The fleet sailed around the small island, which it claims to be Norwegian.",
        [("indirect", ["the small island", "to be Norwegian"], "claims", "it")],
    ),
    "a plural possessive inside the speaker": (
        "The town's official reading of the captains’ harbour summit stressed that the ferry would run.",
        [
            (
                "indirect",
                ["the ferry would run"],
                "stressed",
                "The town's official reading of the captains’ harbour summit",
            )
        ],
    ),
    "a paper that voices something": (
        "The two mayors released a long paper voicing their opposition to “further growth of the fleet”.",
        [("mixed", ["their opposition to “further growth of the fleet”"], "voicing", "The two mayors")],
    ),
    "urged somebody to": (
        "The council urged residents to book early.",
        [("indirect", ["to book early"], "urged", "The council")],
    ),
    "promised to": (
        "The council promised to buy a second ferry.",
        [("indirect", ["to buy a second ferry"], "promised", "The council")],
    ),
    "a message that is": (
        "Lindqvist's message is that the ferry must run.",
        [("indirect", ["the ferry must run"], "message", "Lindqvist")],
    ),
    "a participle before the main cue": (
        "Noting that the pier was old, Lindqvist said the ferry would use the new one.",
        [
            ("indirect", ["the pier was old"], "Noting", "Lindqvist"),
            ("indirect", ["the ferry would use the new one"], "said", "Lindqvist"),
        ],
    ),
    "a participle behind it": (
        "Lindqvist said the ferry would run, adding that nobody would be cut off.",
        [
            ("indirect", ["the ferry would run"], "said", "Lindqvist"),
            ("indirect", ["nobody would be cut off"], "adding", "Lindqvist"),
        ],
    ),
    "a participle behind words in marks": (
        'Lindqvist stressed that "the answer is to share the boats," suggesting that more talks would follow.',
        [
            ("direct", ["the answer is to share the boats"], "stressed", "Lindqvist"),
            ("indirect", ["more talks would follow"], "suggesting", "Lindqvist"),
        ],
    ),
    "called something a name": (
        'Lindqvist called the plan "a slow disaster" on Monday.',
        [("mixed", ['the plan "a slow disaster"'], "called", "Lindqvist")],
    ),
    "in somebody's words": (
        "In her words, the old pier was “a ruin.”",
        [("mixed", ["the old pier was “a ruin.”"], "words", "her")],
    ),
    "a condition at the end": (
        'The warden told Brandt "rough seas await you" if he left.',
        [("mixed", ['"rough seas await you" if he left'], "told", "The warden")],
    ),
    "a clause joined with and": (
        "The council says the quay is sinking, and the cranes are rusty.",
        [("indirect", ["the quay is sinking, and the cranes are rusty"], "says", "The council")],
    ),
    "cue in commas, second half in marks": (
        "Those plans, she said, “have taken an ugly turn.”",
        [("mixed", ["Those plans", "have taken an ugly turn."], "said", "she")],
    ),
    "named what was said": (
        "Lindqvist expressed hope that the talks would go on.",
        [("indirect", ["the talks would go on"], "hope", "Lindqvist")],
    ),
    "told after a meeting that": (
        "The agency said after the talks that both towns should share a ferry.",
        [("indirect", ["both towns should share a ferry"], "said", "The agency")],
    ),
    "a formula for a bond": (
        'The two mayors formulated their "open water" partnership.',
        [("mixed", ['their "open water" partnership'], "formulated", "The two mayors")],
    ),
    "a sentence that goes on behind the marks": (
        '"To lose this many boats is stunning," since so few are left in the port, said Lindqvist.',
        [
            (
                "mixed",
                ['"To lose this many boats is stunning," since so few are left in the port'],
                "said",
                "Lindqvist",
            )
        ],
    ),
    "an adjective": (
        "Lindqvist is confident that the ferry will run all winter.",
        [("indirect", ["the ferry will run all winter"], "confident", "Lindqvist")],
    ),
    "made clear": (
        "Lindqvist made it clear that the ferry would stop.",
        [("indirect", ["the ferry would stop"], "clear", "Lindqvist")],
    ),
    "an adjective behind the name": (
        "The guild, wary of higher fares, walked out.",
        [("indirect", ["higher fares"], "wary", "The guild")],
    ),
    "a verb the model takes for another": (
        "Lindqvist hoped that the ferry would come.",
        [("indirect", ["the ferry would come"], "hoped", "Lindqvist")],
    ),
    "two people's reports in one sentence": (
        "Lindqvist said the ferry was late, and Brandt said it would never come.",
        [
            ("indirect", ["the ferry was late"], "said", "Lindqvist"),
            ("indirect", ["it would never come"], "said", "Brandt"),
        ],
    ),
    "an aside before the verb": (
        "Now Brandt, who helped lead the port for years, has agreed to serve as mayor.",
        [("indirect", ["to serve as mayor"], "agreed", "Brandt")],
    ),
    "a participle clause behind the cue": (
        '"The ferry is late again," said Lindqvist, leaving the hall before the vote was over.',
        [("direct", ["The ferry is late again"], "said", "Lindqvist")],
    ),
    "marks open the next paragraph": (
        '"The ferry is late again," Lindqvist said.\n\n"Nobody was told in time."',
        [("direct", ["The ferry is late again", "Nobody was told in time."], "said", "Lindqvist")],
    ),
    "a name before the colon": (
        'The delay was no surprise to Ole Brandt: "The engines are fifty years old."',
        [("direct", ["The engines are fifty years old."], None, "Ole Brandt")],
    ),
    "a signature": (
        "“The ferry kept us alive all winter.” ― Marta Lindqvist",
        [("direct", ["The ferry kept us alive all winter."], None, "Marta Lindqvist")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_frame(nlp: Language, name: str) -> None:
    text, expected = CASES[name]
    assert rows_of(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'The "Harbour Lights" festival opens today.',
        'Ole "the Gull" Brandt won the race on Sunday.',
        'The so-called "ferry tax" begins in May.',
        'A creek called "Miracle Run" crosses the farm.',
        "It costs five crowns per day in the town.",
        "She read “The Long Crossing” on the boat to the islands.",
        'The two mayors signed a "lasting" harbour pact in May.',
        'The council released its "revised" account of the talks.',
        'The captain launched a "rescue mission" against the pirates.',
        'The council announced a "historic" partnership with the port.',
    ],
)
def test_titles_nicknames_and_scare_quotes_are_no_quotes(nlp: Language, text: str) -> None:
    assert rows_of(nlp, text) == []


def test_a_floating_quote_takes_the_speaker_before_it(nlp: Language) -> None:
    text = 'The ferry will run all winter, Marta Lindqvist said.\n\n"Nobody will be cut off from the mainland."'
    assert rows_of(nlp, text)[-1] == ("direct", ["Nobody will be cut off from the mainland."], None, "Marta Lindqvist")


def test_what_was_not_said_is_marked(nlp: Language) -> None:
    (denied,) = quotes_of(nlp, "The council did not say whether the ferry would run.")
    (said,) = quotes_of(nlp, "The council said the ferry would run.")
    assert denied.is_negated
    assert not said.is_negated


def test_a_not_in_marks_denies_nothing(nlp: Language) -> None:
    (quote,) = quotes_of(nlp, '"Absolutely not," she said of the plan to sell the ferry.')
    assert not quote.is_negated


@pytest.mark.parametrize(
    "text",
    [
        "The council may say that the ferry is late.",
        "The board wants Lindqvist to say that the ferry is late.",
        "Brandt will resign if Lindqvist says that the ferry is late.",
    ],
)
def test_what_may_be_said_is_marked_as_not_said(nlp: Language, text: str) -> None:
    said = [quote for quote in quotes_of(nlp, text) if text[slice(*quote.cue)] in ("say", "says")]
    assert [quote.is_negated for quote in said] == [True]


def test_speech_and_stand_are_told_apart(nlp: Language) -> None:
    (speech,) = quotes_of(nlp, "The council said the ferry would run.")
    (stand,) = quotes_of(nlp, "The council criticized the hasty decision.")
    assert (speech.act, stand.act) == ("speech", "stand")


def entities_for(text: str, *names: str) -> DocumentEntities:
    """Every name at each of its places in `text`, as the language step would give them."""
    found = [
        Mention(start, start + len(name), "name", index, 1.0)
        for index, name in enumerate(names)
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    people = tuple(LocalEntity(name, "person") for name in names)
    return DocumentEntities(people, tuple(sorted(found, key=lambda mention: mention.start)))


def test_the_speaker_is_the_entity_mentioned_there(nlp: Language) -> None:
    text = '"The ferry will run," Marta Lindqvist said.'
    (quote,) = quotes_of(nlp, text, entities_for(text, "Ole Brandt", "Marta Lindqvist"))
    assert quote.speaker_entity == 1


def test_a_joint_statement_has_all_its_speakers(nlp: Language) -> None:
    text = "Marta Lindqvist and Ole Brandt said the ferry would run."
    (quote,) = quotes_of(nlp, text, entities_for(text, "Marta Lindqvist", "Ole Brandt"))
    assert (quote.speaker_entity, quote.speaker_entities) == (None, (0, 1))


def test_an_apposition_names_the_speaker(nlp: Language) -> None:
    text = "Her father, Ole Brandt, said the ferry would run."
    (quote,) = quotes_of(nlp, text, entities_for(text, "Ole Brandt"))
    assert quote.speaker_entity == 0


def test_a_paper_speaks_for_whoever_released_it(nlp: Language) -> None:
    text = "Marta Lindqvist released a paper voicing her opposition to “further growth of the fleet”."
    (quote,) = quotes_of(nlp, text, entities_for(text, "Ole Brandt", "Marta Lindqvist"))
    assert quote.speaker_entity == 1


def test_a_report_of_speech_is_the_speech_and_names_its_source(nlp: Language) -> None:
    text = "The Harbour Gazette reported that Marta Lindqvist said the ferry would run."
    (quote,) = quotes_of(nlp, text, entities_for(text, "Harbour Gazette", "Marta Lindqvist"))
    assert (quote.speaker_entity, quote.via_entity) == (1, 0)
    assert text[quote.start : quote.end] == "the ferry would run"


def test_a_person_who_reports_speech_says_something_too(nlp: Language) -> None:
    text = "Ole Brandt said Marta Lindqvist told the crew that the ferry was late."
    outer, inner = quotes_of(nlp, text, entities_for(text, "Ole Brandt", "Marta Lindqvist"))
    assert (outer.speaker_entity, outer.via_entity) == (0, None)
    assert (inner.speaker_entity, inner.via_entity) == (1, 0)


def test_a_sentence_that_holds_a_claim_is_more_than_its_report(nlp: Language) -> None:
    text = "Polls showed that most voters supported her call for a second ferry."
    assert text[slice(*quotes_of(nlp, text)[0].parts[0])] == "most voters supported her call for a second ferry"


@pytest.mark.parametrize(
    "dateline", ["(Reuters) - ", "OSLO (Reuters) - ", "HARBOUR TOWN, Norway (AP) — ", "BERGEN, Nov. 3 (AFP) – "]
)
def test_a_dateline_is_neither_speaker_nor_content(nlp: Language, dateline: str) -> None:
    said = rows_of(nlp, dateline + "Mayor Ole Brandt warned that the quay would sink.")
    assert said == [("indirect", ["the quay would sink"], "warned", "Mayor Ole Brandt")]
    around = rows_of(nlp, dateline + "Two boats sank off the island on Monday, police said.")
    assert [row[1] for row in around] == [["Two boats sank off the island on Monday"]]


@pytest.mark.parametrize(
    "text",
    ["Rep. Ole Brandt (R-Stafford) told reporters the vote was a farce.", "“No,” said Del. Ole Brandt (R-Stafford)."],
)
def test_party_and_place_in_brackets_are_no_part_of_the_speaker(nlp: Language, text: str) -> None:
    (quote,) = quotes_of(nlp, text, entities_for(text, "R-Stafford", "Ole Brandt"))
    assert quote.speaker is not None
    assert text[slice(*quote.speaker)].endswith("Ole Brandt")
    assert quote.speaker_entity == 1


def test_the_label_of_a_caption_is_no_part_of_the_speaker(nlp: Language) -> None:
    text = "Media caption Ole Brandt says the ferry will run."
    assert rows_of(nlp, text) == [("indirect", ["the ferry will run"], "says", "Ole Brandt")]


def test_a_feed_speaks_for_whoever_keeps_it(nlp: Language) -> None:
    text = "Ole Brandt's Twitter feed said the ferry was late."
    (quote,) = quotes_of(nlp, text, entities_for(text, "Ole Brandt"))
    assert quote.speaker_entity == 0


def test_a_heading_in_marks_is_no_quote(nlp: Language) -> None:
    text = "Marta Lindqvist said the town was ready.\n\n“A town in trouble”\n\nThe ferry is old."
    assert [row[1] for row in rows_of(nlp, text)] == [["the town was ready"]]


def test_marks_inside_a_paragraph_that_names_no_speaker_are_nobodys(nlp: Language) -> None:
    text = "Marta Lindqvist said the town was ready.\n\nThe ferry is slow. “It is the oldest in the north.”"
    assert [row[3] for row in rows_of(nlp, text)] == ["Marta Lindqvist", None]


@pytest.mark.parametrize(
    "text",
    [
        "Would Lindqvist support the bill on ferries?",
        "The mayor has a duty to support the plan for the quay.",
        "A mayor who supports the closing of the quay would lose votes.",
    ],
)
def test_nobody_stands_for_what_is_only_asked_or_due(nlp: Language, text: str) -> None:
    assert rows_of(nlp, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Brandt rejected the notion that the harbour is lost.",
        "Lindqvist was less critical of the plan for the quay.",
        "Do voters want the quay to close?",
        "Brandt declined to say whether the quay would close.",
    ],
)
def test_a_stand_turned_down_left_open_or_lessened_is_negated(nlp: Language, text: str) -> None:
    assert [quote.is_negated for quote in quotes_of(nlp, text)] == [True]


def test_the_first_to_say_something_said_it(nlp: Language) -> None:
    (quote,) = quotes_of(nlp, "Brandt was the first to say that the quay would close.")
    assert not quote.is_negated


def test_what_the_speaker_has_done_since_is_no_content(nlp: Language) -> None:
    text = "Lindqvist said that the quay was sinking and has taken up a post in Bergen."
    assert [row[1] for row in rows_of(nlp, text)] == [["the quay was sinking"]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Lindqvist called him a coward and a liar.", "him a coward and a liar"),
        ("Brandt described himself as a friend of the harbour.", "himself as a friend of the harbour"),
    ],
)
def test_who_is_called_something_belongs_to_what_he_is_called(nlp: Language, text: str, content: str) -> None:
    assert [row[1] for row in rows_of(nlp, text)] == [[content]]


def test_requests_belong_to_whoever_sends_them(nlp: Language) -> None:
    rows = rows_of(nlp, "The ministry denied requests from embassies to fly the flag.")
    assert [row[3] for row in rows if row[2] == "requests"] == ["embassies"]


def test_the_view_of_nobody_in_particular_is_none(nlp: Language) -> None:
    assert rows_of(nlp, "The council fires anyone critical of the harbour plan.") == []
    assert rows_of(nlp, "The council needs someone who supports closing the quay.") == []
    assert rows_of(nlp, "Someone supports closing the quay.") == []


def test_a_credit_behind_reported_words_is_no_part_of_them(nlp: Language) -> None:
    text = "Brandt told the court the crew had left the boat, according to testimony released on Monday."
    assert ["the crew had left the boat"] in [row[1] for row in rows_of(nlp, text)]


def test_calling_something_names_carries_no_speaker_over(nlp: Language) -> None:
    text = "Ole Brandt called the plan a “disgrace”.\n\n“We are ready for the worst of it.”"
    assert rows_of(nlp, text)[-1][3] is None


def test_a_court_can_rule(nlp: Language) -> None:
    rows = rows_of(nlp, "The court ruled unanimously that the quay must close.")
    assert [(row[1], row[3]) for row in rows] == [(["the quay must close"], "The court")]


def test_a_text_without_words_has_no_quotes(nlp: Language) -> None:
    assert quotes_of(nlp, "") == ()
    assert quotes_of(nlp, " \n\n ") == ()


PIECES = ["“", "”", '"', "'", ",", ".", ":", "\n", " said ", " told reporters ", "according to ", "that ", "the ferry ",
          "will run ", "Marta Lindqvist ", "noting ", "she ", "—", "not "]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_text_gives_sound_rows(nlp: Language, pieces: list[str]) -> None:
    text = "".join(pieces)
    quotes = quotes_of(nlp, text)
    assert quotes == quotes_of(nlp, text)
    assert len({(quote.start, quote.end) for quote in quotes}) == len(quotes)
    for quote in quotes:
        position = 0
        for part in quote.parts:
            assert position <= part.start < part.end <= len(text)
            assert text[part.start : part.end] == text[part.start : part.end].strip()
            position = part.end
        for span in (quote.cue, quote.speaker):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert quote.kind in QUOTE_KINDS
        assert quote.act in QUOTE_ACTS
        assert 0 <= quote.confidence <= 1
