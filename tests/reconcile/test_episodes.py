"""Mentions of one happening become one episode, those of two stay two, in any order of rows."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.ids import make_id
from transforms.reconcile.episodes import Episodes, reconcile_episodes
from transforms.reconcile.mention import read_known
from warehouse.tables import DOCUMENTS, ENTITIES, EPISODES, EVENTS

DAY = dt.date(2024, 5, 3)
NAMES = {"rassen": ("Anna Rassen", "person", "NOR"), "sapt": ("Paul Sapt", "person", "SWE"),
         "norway": ("Norway", "government", "NOR"), "sweden": ("Sweden", "government", "SWE"),
         "tarl": ("Bersi Tarl", "person", "ISL"), "oslo": ("Oslo", "place", "NOR"), "lund": ("Lund", "place", "SWE"),
         "man": ("the man", "group", None)}  # fmt: skip


def _event(number: int, **values: Any) -> dict[str, Any]:
    """A meeting of Rassen and Sapt in document a of story s, but for what `values` change."""
    row = {
        "doc_id": "a", "story_id": "s", "start": number * 100, "end": number * 100 + 3, "trigger": "met",
        "sentence_start": number * 100, "sentence_end": number * 100 + 50, "event_type": "CONSULT", "mode": "meeting",
        "contexts": [], "actor_id": "rassen", "actor_ids": ["rassen"], "actor_text": "Rassen", "actor_start": 0,
        "actor_end": 6, "recipient_id": "sapt", "recipient_ids": ["sapt"], "recipient_text": "Sapt",
        "recipient_start": 0, "recipient_end": 4, "place_id": None, "place_text": None, "date_text": None, "happened_on": None,
        "happened_until": None, "date_basis": None, "status": "happened", "claimed_by_id": None, "quote_id": None,
        "episode_id": None, "coded_by": "CONSULT/v/meet/obj", "confidence": 0.9,
    } | values  # fmt: skip
    for side in ("actor", "recipient"):
        if f"{side}_id" in values:
            row[f"{side}_ids"] = [values[f"{side}_id"]] if values[f"{side}_id"] else []
            row[f"{side}_text"] = NAMES[values[f"{side}_id"]][0] if values[f"{side}_id"] else None
        if f"{side}_text" in values:
            row[f"{side}_text"] = values[f"{side}_text"]
    row["event_id"] = make_id("eve", row["doc_id"], row["start"])
    return row


def _reconcile(rows: list[dict[str, Any]], texts: dict[str, str] | None = None) -> Episodes:
    documents = [
        {"doc_id": doc, "outlet": f"Paper {doc}", "copy_id": doc, "is_canonical": True, "published_on": None}
        for doc in sorted({row["doc_id"] for row in rows} | {"a"})
    ]
    names = ("doc_id", "outlet", "copy_id", "is_canonical", "published_on")
    entities = [
        {
            "entity_id": key,
            "name": name,
            "kind": kind,
            "country": state,
            "role": None,
            "aliases": [],
            "document_count": 1,
        }
        for key, (name, kind, state) in NAMES.items()
    ]
    return reconcile_episodes(
        pa.Table.from_pylist(rows, schema=pa.schema([field.with_nullable(True) for field in EVENTS.schema])),
        _with_texts(
            pa.Table.from_pylist(documents, schema=pa.schema([DOCUMENTS.schema.field(name) for name in names])), texts
        ),
        pa.Table.from_pylist(entities, schema=ENTITIES.schema),
    )


def _with_texts(documents: pa.Table, texts: dict[str, str] | None) -> pa.Table:
    if texts is None:
        return documents
    return documents.append_column("text", pa.array([texts[doc] for doc in documents["doc_id"].to_pylist()]))


def _told(text: str, trigger: str, **values: Any) -> str:
    """The line of one event of a text, its offsets found by its words."""
    spans = {"start": text.index(trigger), "end": text.index(trigger) + len(trigger), "trigger": trigger}
    spans |= {"sentence_start": 0, "sentence_end": len(text)}
    row = _event(0, event_type="OTHER", mode="general", actor_id=None, recipient_id=None) | spans
    for side in ("actor", "recipient"):
        words = values.pop(side, None)
        if words is not None:
            start = text.index(words)
            row |= {f"{side}_text": words, f"{side}_start": start, f"{side}_end": start + len(words)}
    (episode,) = _reconcile([row | values], {"a": text}).episodes.to_pylist()
    return str(episode["summary"])


def _groups(rows: list[dict[str, Any]]) -> set[frozenset[int]]:
    """Which of the rows, by their place in the list, share an episode."""
    number = {row["event_id"]: index for index, row in enumerate(rows)}
    found: dict[str, set[int]] = {}
    for row in _reconcile(rows).events.to_pylist():
        found.setdefault(row["episode_id"], set()).add(number[row["event_id"]])
    return {frozenset(group) for group in found.values()}


DATED = {"happened_on": DAY, "happened_until": DAY, "date_basis": "explicit"}
SPRING = {"happened_on": dt.date(2024, 3, 1), "happened_until": dt.date(2024, 5, 31), "date_basis": "explicit"}
IN_SPRING = {"happened_on": dt.date(2024, 4, 9), "happened_until": dt.date(2024, 4, 9), "date_basis": "explicit"}
NEXT_WEEK = {"happened_on": DAY + dt.timedelta(7), "happened_until": DAY + dt.timedelta(7), "date_basis": "explicit"}

CONDEMN = {"event_type": "ACCUSE", "mode": "disapprove", "trigger": "condemn", "coded_by": "ACCUSE/v/condemn"}
REFUSE = {"event_type": "REJECT", "mode": "refuse", "trigger": "refused", "coded_by": "REJECT/v/refuse"}
STATES = {"actor_id": "norway", "recipient_id": "sweden"}
INVADE = {"event_type": "ASSAULT", "mode": "invade", "trigger": "invasion", "coded_by": "ASSAULT/n/invasion"}
BARE = {"actor_id": None, "recipient_id": None}
RISE = {"event_type": "OTHER", "mode": "change", "trigger": "rose", "coded_by": "OTHER/v/rise", **BARE}
VISIT = {"mode": "visit", "trigger": "visit", "coded_by": "CONSULT/v/visit/obj", "status": "planned"}
CLOSER = {"event_type": "COOPERATE", "mode": None, "status": "planned", "coded_by": "COOPERATE/v/increase/obj=x"}
SAME = {
    "a visit to the capital and to the country": [
        _event(0, **VISIT, actor_id="tarl", recipient_id="oslo"),
        _event(1, **VISIT, doc_id="b", actor_id="tarl", recipient_id="norway"),
    ],
    "stepping up and ramping up cooperation": [
        _event(
            0, **STATES, **CLOSER | {"trigger": "step up military cooperation", "coded_by": "COOPERATE/v/step/obj=x"}
        ),
        _event(1, **STATES, **CLOSER | {"trigger": "increase cooperation"}, doc_id="b"),
    ],
    "told twice": [_event(0), _event(1, doc_id="b")],
    "the sides change places": [_event(0), _event(1, doc_id="b", actor_id="sapt", recipient_id="rassen")],
    "talks and a meeting": [_event(0), _event(1, doc_id="b", trigger="talks", mode="talks", coded_by="CONSULT/n/talk")],
    "one does not say whom": [_event(0), _event(1, doc_id="b", recipient_id=None)],
    "a leader and the state": [_event(0), _event(1, doc_id="b", actor_id="norway", recipient_id="sweden")],
    "dated and undated": [_event(0, **DATED), _event(1, doc_id="b")],
    "a plan and its fulfilment": [_event(0, status="planned"), _event(1, doc_id="b")],
    "a noun and the verb it derives from": [
        _event(0, event_type="OTHER", mode="damage", trigger="exploded", coded_by="OTHER/v/explode"),
        _event(1, doc_id="b", event_type="OTHER", mode="damage", trigger="explosion", coded_by="OTHER/n/explosion"),
    ],
    "refused to condemn": [
        _event(0, **REFUSE, **STATES),
        _event(0, **CONDEMN, **STATES, status="negated", start=12, end=19),
    ],
    "refuses, and did not condemn": [
        _event(0, **REFUSE, **STATES),
        _event(1, **CONDEMN, **STATES, status="negated", doc_id="b"),
    ],
    "a plan called off": [
        _event(0, mode="visit", trigger="visit", coded_by="CONSULT/v/visit/obj", status="planned"),
        _event(1, mode="visit", trigger="visit", coded_by="CONSULT/v/visit/obj", status="negated", doc_id="b"),
    ],
    "a war, in two stories": [
        _event(0, **INVADE, **STATES),
        _event(1, **INVADE, **STATES, doc_id="b", story_id="t"),
    ],
    "the same day, in two stories": [_event(0, **DATED), _event(1, **DATED, doc_id="b", story_id="t")],
    "a visit planned in one story and paid in another": [
        _event(0, **VISIT, **SPRING),
        _event(1, **VISIT | {"status": "happened"}, **IN_SPRING, doc_id="b", story_id="t"),
    ],
    "a name and a description": [
        _event(0, event_type="ACCUSE", mode="convict", coded_by="ACCUSE/v/convict"),
        _event(1, event_type="ACCUSE", mode="convict", coded_by="ACCUSE/v/convict", doc_id="b", recipient_id="man"),
    ],
    "verb and noun": [
        _event(0, event_type="ASSAULT", mode="kill", trigger="killed", coded_by="ASSAULT/v/kill"),
        _event(1, event_type="ASSAULT", mode="kill", trigger="murder", coded_by="ASSAULT/n/murder", doc_id="b"),
    ],
}
APART = {
    "undated, in two stories": [_event(0), _event(1, doc_id="b", story_id="t")],
    "months apart, in two stories": [
        _event(0, **DATED),
        _event(1, **NEXT_WEEK, doc_id="b", story_id="t"),
    ],
    "this week and months ago": [
        _event(0, date_text="on Thursday"),
        _event(1, date_text="in February"),
    ],
    "prices and exports": [
        _event(0, **RISE | {"actor_text": "Bread prices"}),
        _event(1, **RISE | {"actor_text": "Exports of ore"}),
    ],
    "two acts of one mode-less type": [
        _event(0, event_type="SUPPORT", mode=None, coded_by="SUPPORT/v/back/obj", **STATES),
        _event(1, event_type="SUPPORT", mode=None, coded_by="SUPPORT/n/partnership/light", **STATES),
    ],
    "drills with a neighbour and drills around an island": [
        _event(0, event_type="COOPERATE", mode="exercise", trigger="drills", coded_by="COOPERATE/n/drill", **STATES),
        _event(1, event_type="MOBILIZE", mode="exercise", trigger="drills", coded_by="MOBILIZE/n/drill",
               actor_id="norway", recipient_id=None, recipient_text="the northern island"),
    ],
    "support for one and for another": [
        _event(0, event_type="SUPPORT", mode=None, coded_by="SUPPORT/v/back/obj", **STATES),
        _event(1, event_type="SUPPORT", mode=None, coded_by="SUPPORT/v/back/obj", actor_id="norway", recipient_id="tarl"),
    ],
    "support given and support to come, in one document": [
        _event(0, event_type="SUPPORT", mode=None, coded_by="SUPPORT/n/support/light", **STATES),
        _event(1, event_type="SUPPORT", mode=None, coded_by="SUPPORT/n/support/light", status="planned", **STATES),
    ],
    "other days": [_event(0, **DATED), _event(1, **NEXT_WEEK)],
    "another man": [_event(0), _event(1, recipient_id="tarl")],
    "a visit and a meeting": [_event(0), _event(1, mode="visit", trigger="visit", coded_by="CONSULT/n/visit")],
    "done and not done": [_event(0), _event(1, doc_id="b", status="negated")],
    "done and merely possible": [_event(0), _event(1, doc_id="b", status="hypothetical")],
    "visits to two places": [
        _event(0, mode="visit", trigger="visited", coded_by="CONSULT/v/visit/obj", recipient_id="oslo"),
        _event(1, mode="visit", trigger="visited", coded_by="CONSULT/v/visit/obj", recipient_id="lund"),
    ],
    "a call and a meeting on the spot": [_event(0, mode="phone"), _event(1, place_id="oslo", place_text="Oslo")],
    "one held and one planned in the same document": [_event(0), _event(1, status="planned", **NEXT_WEEK)],
    "one held and one planned for another day": [_event(0, **DATED), _event(1, doc_id="b", status="planned", **NEXT_WEEK)],
    "talks of nobody in another document": [
        _event(0),
        _event(1, doc_id="b", trigger="talks", mode="talks", coded_by="CONSULT/n/talk", actor_id=None, recipient_id=None),
    ],
    "who condemns whom": [
        _event(0, event_type="ACCUSE", mode="disapprove", coded_by="ACCUSE/v/condemn", actor_id="norway", recipient_id="sweden"),
        _event(1, event_type="ACCUSE", mode="disapprove", coded_by="ACCUSE/v/condemn", actor_id="sweden", recipient_id="norway"),
    ],
}  # fmt: skip


LINES = [
    ("Exports rose by 4 percent to 1.2 million tons.", "rose", {"actor": "Exports", "coded_by": "OTHER/v/rise"},
     "Exports rose by 4 percent to 1.2 million tons"),
    ("The board of Tarl Lines, which met on Monday, may sell two ships.", "sell",
     {"actor": "The board of Tarl Lines", "recipient": "two ships", "coded_by": "OTHER/v/sell", "status": "hypothetical"},
     "The board of Tarl Lines may sell two ships"),
    ("Tarl Lines will sell two ships.", "sell",
     {"actor": "Tarl Lines", "recipient": "two ships", "coded_by": "OTHER/v/sell", "status": "planned"},
     "Tarl Lines is to sell two ships"),
    ("Tarl Lines has not sold two ships.", "sold",
     {"actor": "Tarl Lines", "recipient": "two ships", "coded_by": "OTHER/v/sell", "status": "negated"},
     "Tarl Lines did not sell two ships"),
    ("Nobody was killed.", "killed", {"recipient": "Nobody", "coded_by": "OTHER/v/kill", "status": "negated"},
     "Nobody was killed"),
    ("Eleven men were detained at the gate.", "detained", {"recipient": "Eleven men", "coded_by": "OTHER/v/detain"},
     "Eleven men were detained at the gate"),
    ("She spoke after the Blue Gorge dam deal.", "deal", {"coded_by": "OTHER/n/deal"}, "Blue Gorge dam deal"),
    ("It was the biggest emergency.", "emergency", {"coded_by": "OTHER/n/emergency"}, "Biggest emergency"),
    ("Norway was critical of the plan.", "critical",
     {"actor": "Norway", "coded_by": "ACCUSE/a/critical/of", "event_type": "ACCUSE", "mode": "disapprove", "status": "negated"},
     "Norway was not critical of the plan"),
    ("Tarl may be ready to sign.", "ready",
     {"actor": "Tarl", "coded_by": "AGREE/a/ready/xcomp", "event_type": "AGREE", "mode": None, "status": "hypothetical"},
     "Tarl may be ready to sign"),
    ("Tarl showed no interest.", "showed", {"actor": "Tarl", "coded_by": "OTHER/v/show", "status": "negated"},
     "Tarl showed no interest"),
    ("So the Norrby dam deal stands.", "deal", {"coded_by": "OTHER/n/deal"}, "Norrby dam deal"),
    ("We cannot let ourselves sell two ships.", "sell",
     {"actor": "ourselves", "recipient": "two ships", "coded_by": "OTHER/v/sell", "status": "negated"},
     "Two ships were not sold"),
    ("The vote was lost.", "vote", {"coded_by": "OTHER/n/vote"}, "“The vote was lost”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "values", "line"), LINES)
def test_a_line_is_a_sentence_in_the_words_of_the_mention(
    text: str, trigger: str, values: dict[str, Any], line: str
) -> None:
    assert _told(text, trigger, **values) == line


YEAR = {"happened_on": dt.date(2019, 1, 1), "happened_until": dt.date(2019, 12, 31), "date_basis": "explicit"}
MONTH = {"happened_on": dt.date(2024, 10, 1), "happened_until": dt.date(2024, 10, 31), "date_basis": "explicit"}


@pytest.mark.parametrize(("values", "ending"), [(YEAR, ", 2019"), (MONTH, ", October 2024"), (DATED, ", 3 May 2024")])
def test_a_day_is_written_as_exactly_as_it_is_known(values: dict[str, Any], ending: str) -> None:
    (episode,) = _reconcile([_event(0, **values)]).episodes.to_pylist()
    assert episode["summary"] == "Anna Rassen met Paul Sapt" + ending


@pytest.mark.parametrize("rows", SAME.values(), ids=SAME)
def test_one_happening_is_one_episode(rows: list[dict[str, Any]]) -> None:
    assert _groups(rows) == {frozenset({0, 1})}


@pytest.mark.parametrize("rows", APART.values(), ids=APART)
def test_two_happenings_are_two_episodes(rows: list[dict[str, Any]]) -> None:
    assert _groups(rows) == {frozenset({0}), frozenset({1})}


def test_a_bare_mention_does_not_bridge_two_happenings() -> None:
    bare = _event(2, actor_id=None, recipient_id=None, trigger="meeting", coded_by="CONSULT/n/meeting")
    groups = _groups([_event(0), _event(1, recipient_id="tarl"), bare])
    assert len(groups) == 2


def test_documents_that_give_other_days_disagree_on_the_day() -> None:
    later = {"happened_on": DAY + dt.timedelta(1), "happened_until": DAY + dt.timedelta(1), "date_basis": "explicit"}
    (episode,) = _reconcile([_event(0, **DATED), _event(1, doc_id="b", **later)]).episodes.to_pylist()
    assert episode["disputed"] == ["happened_on"]


def test_a_month_and_a_day_in_it_do_not_disagree() -> None:
    month = {"happened_on": dt.date(2024, 5, 1), "happened_until": dt.date(2024, 5, 31), "date_basis": "explicit"}
    (episode,) = _reconcile([_event(0, **DATED), _event(1, doc_id="b", **month)]).episodes.to_pylist()
    assert episode["disputed"] == []
    assert episode["happened_on"] == DAY


def test_an_episode_counts_mentions_documents_and_outlets_and_reads_as_a_line() -> None:
    rows = [_event(0, **DATED), _event(1), _event(2, doc_id="b", place_id="oslo", place_text="Oslo")]
    result = _reconcile(rows)
    (episode,) = result.episodes.to_pylist()
    assert (episode["event_count"], episode["document_count"], episode["outlet_count"]) == (3, 2, 2)
    assert episode["summary"] == "Anna Rassen met Paul Sapt, Oslo, 3 May 2024"
    assert (episode["mode"], episode["intensity"], episode["place_country"]) == ("meeting", 2, "NOR")
    assert (episode["place_latitude"], episode["place_longitude"]) == (59.91, 10.75)
    assert result.events.schema.equals(EVENTS.schema)
    assert result.episodes.schema.equals(EPISODES.schema)


def test_a_plan_that_nobody_says_was_carried_out_stays_a_plan() -> None:
    planned = _event(0, status="planned", mode="visit", trigger="visit", coded_by="CONSULT/v/visit/obj")
    bare = _event(1, mode="visit", trigger="visit", coded_by="CONSULT/n/visit")
    (episode,) = _reconcile([planned, bare]).episodes.to_pylist()
    assert episode["status"] == "planned"


TEXT = "Rassen met Sapt on Monday. They last met in Lund. The meeting was short. Peace talks have failed."


def _span(trigger: str, sentence: str) -> dict[str, Any]:
    start = TEXT.index(trigger)
    return {
        "start": start, "end": start + len(trigger), "trigger": trigger, "sentence_start": TEXT.index(sentence),
        "sentence_end": TEXT.index(sentence) + len(sentence),
    }  # fmt: skip


def test_words_around_it_tell_which_meeting_is_meant() -> None:
    bare = {"actor_id": None, "recipient_id": None, "coded_by": "CONSULT/n/meeting"}
    rows = [
        _event(0, **_span("met Sapt", "Rassen met Sapt on Monday.")),
        _event(1, **_span("met in", "They last met in Lund.")),
        _event(2, **_span("meeting", "The meeting was short.") | bare),
        _event(3, **_span("talks", "Peace talks have failed.") | bare, mode="talks"),
    ]
    number = {row["event_id"]: index for index, row in enumerate(rows)}
    found: dict[str, set[int]] = {}
    for row in _reconcile(rows, {"a": TEXT}).events.to_pylist():
        found.setdefault(row["episode_id"], set()).add(number[row["event_id"]])
    assert sorted(map(sorted, found.values())) == [[0], [1, 2], [3]]


def test_what_one_mention_leaves_blank_another_fills() -> None:
    rows = [_event(0, recipient_id=None), _event(1, doc_id="b", **DATED)]
    (episode,) = _reconcile(rows).episodes.to_pylist()
    assert {episode["actor_id"], episode["recipient_id"]} == {"rassen", "sapt"}
    assert (episode["actor_country"], episode["recipient_country"]) in {("NOR", "SWE"), ("SWE", "NOR")}
    assert (episode["happened_on"], episode["happened_until"]) == (DAY, DAY)
    filled = _reconcile(rows).events.sort_by("start").to_pylist()
    assert [row["recipient_id"] for row in filled] == [None, "sapt"]


def test_a_plan_that_was_called_off_did_not_happen() -> None:
    visit = {"mode": "visit", "trigger": "visit", "coded_by": "CONSULT/v/visit/obj"}
    rows = [_event(0, **visit, status="planned"), _event(1, **visit, status="negated", doc_id="b")]
    (episode,) = _reconcile(rows).episodes.to_pylist()
    assert episode["status"] == "negated"


def test_a_visit_paid_has_the_day_it_was_paid() -> None:
    rows = SAME["a visit planned in one story and paid in another"]
    (episode,) = _reconcile(rows).episodes.to_pylist()
    assert (episode["status"], episode["happened_on"], episode["story_count"]) == ("happened", dt.date(2024, 4, 9), 2)


def test_no_events_give_no_episodes() -> None:
    result = _reconcile([])
    assert (result.events.num_rows, result.episodes.num_rows) == (0, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_order_of_rows_does_not_matter(data: st.DataObject) -> None:
    side = st.sampled_from([None, "rassen", "sapt", "tarl", "norway"])
    day = st.sampled_from([{}, DATED, NEXT_WEEK])
    rows = [
        _event(
            number,
            doc_id=data.draw(st.sampled_from("abc")),
            actor_id=data.draw(side),
            recipient_id=data.draw(side),
            status=data.draw(st.sampled_from(["happened", "planned", "negated", "hypothetical"])),
            **data.draw(day),
        )
        for number in range(data.draw(st.integers(0, 9)))
    ]
    shuffled = random.Random(data.draw(st.integers(0, 99))).sample(rows, len(rows))
    first, second = _reconcile(rows), _reconcile(shuffled)
    assert first.episodes.equals(second.episodes)
    key = [("event_id", "ascending")]
    assert first.events.sort_by(key).equals(second.events.sort_by(key))
    assert set(first.events["episode_id"].to_pylist()) == set(first.episodes["episode_id"].to_pylist())


# ---- which of its kind ---------------------------------------------------------------------------------------------------

ELECTION = {"event_type": "OTHER", "mode": "election", "coded_by": "OTHER/n/election", **BARE}
DEATH = {"event_type": "OTHER", "mode": "death", "trigger": "died", "coded_by": "OTHER/v/die", "recipient_id": None}


def _nouns(text: str, *triggers: str) -> int:
    """How many episodes the nouns of one text make."""
    rows = []
    begin = 0
    for trigger in triggers:
        start = text.index(trigger, begin)
        begin = start + len(trigger)
        rows.append(
            _event(0, **ELECTION)
            | {
                "start": start, "end": begin, "trigger": trigger, "sentence_start": 0, "sentence_end": len(text),
                "coded_by": f"OTHER/n/{trigger}", "event_id": make_id("eve", "a", start),
            }
        )  # fmt: skip
    return _reconcile(rows, {"a": text}).episodes.num_rows


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tarl lost the special election before the general election.", 2),
        ("The first election and the second election were quiet.", 2),
        ("The Norwegian election came before the Swedish election.", 2),
        ("The election in Norway came before the election in Sweden.", 2),
        ("The Norwegian election was quiet; observers called the election in Norway dull.", 1),
        ("The quiet election was followed by talk of the dull election.", 1),
        ("The GOP election was quiet, the Republican election dull.", 1),
    ],
)
def test_words_before_a_noun_tell_which_of_its_kind_is_meant(text: str, count: int) -> None:
    assert _nouns(text, "election", "election") == count


def test_the_deaths_of_two_people_are_two_and_of_a_man_and_a_name_one() -> None:
    assert len(_groups([_event(0, **DEATH), _event(1, **DEATH, doc_id="b", actor_id="sapt")])) == 2
    assert len(_groups([_event(0, **DEATH), _event(1, **DEATH, doc_id="b", actor_id="man")])) == 1


def test_one_misread_date_does_not_part_those_that_agree() -> None:
    oslo = {"place_id": "oslo", "place_text": "Oslo"}
    rows = [_event(number, doc_id=str(number)) for number in range(3)] + [_event(3, doc_id="3", **oslo)]
    rows += [_event(number, doc_id=str(number), **DATED) for number in range(4, 8)]
    rows += [_event(8, doc_id="8", **NEXT_WEEK, **oslo)]
    assert sorted(len(group) for group in _groups(rows)) == [1, 8]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"trigger": "shut down", "coded_by": "OTHER/v/shut/prt=down"},
            {"trigger": "closed", "coded_by": "OTHER/v/close"},
        ),
        ({"trigger": "sacked", "coded_by": "OTHER/v/sack"}, {"trigger": "laid off", "coded_by": "OTHER/v/lay/prt=off"}),
        ({"trigger": "dies", "coded_by": "OTHER/v/dies"}, {"trigger": "died", "coded_by": "OTHER/v/die"}),
        ({"trigger": "repairs", "coded_by": "OTHER/n/repair"}, {"trigger": "fixed", "coded_by": "OTHER/v/fix"}),
    ],
)
def test_words_for_one_act_make_one_episode(one: dict[str, Any], other: dict[str, Any]) -> None:
    everyday = {"event_type": "OTHER", "mode": "general", **BARE}
    assert len(_groups([_event(0, **everyday, **one), _event(1, doc_id="b", **everyday, **other)])) == 1


def test_people_meet_people_and_hold_talks_with_a_state() -> None:
    (episode,) = _reconcile([_event(0, recipient_id="sweden", status="planned")]).episodes.to_pylist()
    assert episode["summary"] == "Anna Rassen is to hold talks with Sweden"


def test_sanctions_on_one_state_are_not_those_that_threaten_another() -> None:
    sanctions = {"event_type": "COERCE", "mode": "sanctions", "trigger": "sanctions", "coded_by": "COERCE/n/sanction"}
    on_sweden = _event(0, **sanctions, **STATES, status="ongoing")
    on_oslo = _event(1, **sanctions, actor_id="sweden", recipient_id="norway", status="hypothetical")
    assert len(_groups([on_sweden, on_oslo])) == 2


def test_that_meeting_is_the_one_told_right_before_it() -> None:
    text = "Rassen met Sapt on Thursday. Rassen met Sapt in Lund in May. At that meeting they planned a bridge."
    rows = []
    for number, (words, trigger, values) in enumerate(
        [
            ("Rassen met Sapt on Thursday.", "met", {"date_text": "on Thursday"}),
            ("Rassen met Sapt in Lund in May.", "met", {"date_text": "in May"}),
            ("At that meeting they planned a bridge.", "meeting", {"coded_by": "CONSULT/n/meeting"}),
        ]
    ):
        begin = text.index(words)
        start = text.index(trigger, begin)
        span = {"start": start, "end": start + len(trigger), "trigger": trigger}
        span |= {"sentence_start": begin, "sentence_end": begin + len(words), "event_id": make_id("eve", number)}
        rows.append(_event(number) | span | values)
    events = {row["start"]: row["episode_id"] for row in _reconcile(rows, {"a": text}).events.to_pylist()}
    first, second, third = (events[row["start"]] for row in rows)
    assert first != second == third


# -- episodes2: which of several happenings of one kind is told ---------------------------------------------------------------


def _tell(*told: tuple[str, str, dict[str, Any]], doc_id: str = "a") -> int:
    """How many episodes a text makes: for each of its sentences the trigger, and what its row has."""
    text = " ".join(sentence for sentence, _, _ in told)
    rows = []
    for number, (sentence, trigger, values) in enumerate(told):
        begin = text.index(sentence)
        start = begin + sentence.index(trigger)
        span = {"start": start, "end": start + len(trigger), "trigger": trigger, "event_id": make_id("eve", number)}
        span |= {"sentence_start": begin, "sentence_end": begin + len(sentence)}
        rows.append(_event(number) | {"doc_id": doc_id, **BARE, "actor_ids": [], "recipient_ids": []} | span | values)
        for side in ("actor", "recipient"):
            if f"{side}_text" not in values:
                rows[-1][f"{side}_text"] = None
    return len({row["episode_id"] for row in _reconcile(rows, {doc_id: text} | {"a": text}).events.to_pylist()})


ROSE = {"event_type": "OTHER", "mode": "change", "coded_by": "OTHER/v/rise"}
BEATEN = {"event_type": "ASSAULT", "mode": "beat", "coded_by": "ASSAULT/v/beat", "recipient_text": "Tarl",
          "recipient_id": "tarl", "recipient_ids": ["tarl"]}  # fmt: skip
WAR_NOUN = {"event_type": "ASSAULT", "mode": "war", "coded_by": "ASSAULT/n/war"}
HIRING = {"event_type": "OTHER", "mode": "appointment", "coded_by": "OTHER/n/hiring"}
HELPED = {"event_type": "OTHER", "mode": "general", "coded_by": "OTHER/v/shield"}


@pytest.mark.parametrize(
    ("one", "other", "episodes"),
    [
        (("Farm wages rose in Graustark.", "rose", ROSE | {"actor_text": "Farm wages"}),
         ("Unemployment rose too.", "rose", ROSE | {"actor_text": "Unemployment"}), 2),
        (("The wages of dockers rose.", "rose", ROSE | {"actor_text": "The wages of dockers"}),
         ("Wages rose.", "rose", ROSE | {"actor_text": "Wages"}), 1),
        (("Wages in mines rose.", "rose", ROSE | {"actor_text": "Wages in mines"}),
         ("The wages of dockers rose.", "rose", ROSE | {"actor_text": "The wages of dockers"}), 2),
        (("The May hiring was brisk.", "hiring", HIRING), ("Then the June hiring began.", "hiring", HIRING), 2),
        (("The May hiring was brisk.", "hiring", HIRING), ("Clerks praised the hiring.", "hiring", HIRING), 1),
        (("He fought in the Vietnam War.", "War", WAR_NOUN), ("She wrote of the Korean War.", "War", WAR_NOUN), 2),
        (("He fought in the Vietnam War.", "War", WAR_NOUN), ("The Vietnam War was long.", "War", WAR_NOUN), 1),
        (("He was beaten at a station in Alabama.", "beaten", BEATEN),
         ("He was beaten on a bridge in Texas.", "beaten", BEATEN), 2),
        (("Tarl shielded his head.", "shielded", HELPED | {"actor_text": "Tarl", "actor_ids": ["tarl"]}),
         ("A mask shielded the robber.", "shielded", HELPED | {"actor_text": "A mask"}), 2),
    ],
)  # fmt: skip
def test_words_beside_them_tell_happenings_of_one_kind_apart(
    one: tuple[str, str, dict[str, Any]], other: tuple[str, str, dict[str, Any]], episodes: int
) -> None:
    assert _tell(one, other) == episodes


def test_criticism_by_others_or_of_others_is_another() -> None:
    by_rassen = _event(0, **CONDEMN)
    assert len(_groups([by_rassen, _event(1, **CONDEMN, actor_id="tarl")])) == 2
    assert len(_groups([by_rassen, _event(1, **CONDEMN, recipient_id="tarl")])) == 2
    assert len(_groups([by_rassen, _event(1, **CONDEMN)])) == 1
    unnamed = {"actor_id": None, "recipient_id": None, "doc_id": "b"}
    teachers = _event(1, **CONDEMN, **unnamed, actor_text="teachers", recipient_text="the new timetable")
    doctors = _event(2, **CONDEMN, **unnamed, actor_text="doctors", recipient_text="the closing of wards")
    assert len(_groups([teachers, doctors])) == 2


def test_criticism_of_one_man_does_not_make_his_critics_one() -> None:
    bare = _event(0, **CONDEMN, actor_id=None, doc_id="c")
    critics = [_event(1, **CONDEMN), _event(2, **CONDEMN, actor_id="tarl", doc_id="b")]
    assert len(_groups([bare, *critics])) == 2


def test_a_parliament_is_not_the_leader_of_its_state() -> None:
    known = {row["name"]: row for row in read_known_of("House of Representatives", "Kremlin", "Norway")}
    assert [known[name]["is_state"] for name in known] == [False, True, True]


def read_known_of(*names: str) -> list[dict[str, Any]]:
    rows = [{"entity_id": name, "country": None, "kind": "government", "name": name} for name in names]
    known = read_known(pa.Table.from_pylist(rows))
    return [{"name": name, "is_state": known[name].is_state} for name in names]


@pytest.mark.parametrize(
    ("text", "trigger", "values", "line"),
    [
        ("Teachers wrote to Gov. Bersi Tarl in May.", "wrote",
         {"actor": "Teachers", "coded_by": "OTHER/v/write"}, "Teachers wrote to Gov. Bersi Tarl in May"),
        ("Tarl mocked \"the endless talk of bridges\" again.", "mocked",
         {"actor": "Tarl", "coded_by": "OTHER/v/mock"}, "Tarl mocked the endless talk of bridges"),
        ("Tarl hopes the plan will lead to such", "lead", {"actor": "Tarl", "coded_by": "OTHER/v/lead"}, "Tarl led"),
    ],
)  # fmt: skip
def test_a_line_ends_where_its_clause_ends(text: str, trigger: str, values: dict[str, Any], line: str) -> None:
    assert _told(text, trigger, **values) == line
