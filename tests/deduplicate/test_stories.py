"""What the story clusters promise: strangers stay apart, and what is known of days decides what must agree."""

from __future__ import annotations

from pathlib import Path

from tests.deduplicate.stories import BRIDGE, FAIR, HARBOUR, HARBOUR_OTHER, OBSERVATORY, column, day, document, run

# Another strike in the same port months later: same subject, another happening.
HARBOUR_LATER = """\
Pilots in the port of Velmarra refused night duty on Saturday in a quarrel over fog rules, union officials said.
Tugs brought in four tankers without them, and the harbour master spoke of a reckless gamble.
The pilots' guild wants a second pair of eyes on the bridge whenever visibility falls below a mile.
Crane drivers, who won new rosters in the spring, said they would not handle ships that came in without a pilot.
Insurers in Northmere asked owners to wait outside until the fog had gone.
"""


def stories(rows: list[dict], tmp_path: Path) -> dict[str, str]:
    return column(run(rows, tmp_path), "story_id")


def test_undated_reports_of_one_happening_are_one_story(tmp_path: Path) -> None:
    texts = {"a": HARBOUR, "b": HARBOUR_OTHER, "c": OBSERVATORY, "d": BRIDGE, "e": FAIR}
    found = stories([document(name, text) for name, text in texts.items()], tmp_path)
    assert found["a"] == found["b"]
    assert len(set(found.values())) == 4


def test_another_happening_on_the_same_subject_is_another_story(tmp_path: Path) -> None:
    texts = {"a": HARBOUR, "b": HARBOUR_OTHER, "later": HARBOUR_LATER}
    found = stories([document(name, text) for name, text in texts.items()], tmp_path)
    assert found["a"] == found["b"] != found["later"]


def test_a_document_without_a_day_joins_the_day_its_weekday_fits(tmp_path: Path) -> None:
    rows = [
        document("a", HARBOUR, published_on=day(2)),  # a Tuesday, which both texts name
        document("b", HARBOUR_OTHER),
        document("c", BRIDGE, published_on=day(20)),
    ]
    found = stories(rows, tmp_path)
    assert found["a"] == found["b"] != found["c"]


def test_reports_more_than_a_week_apart_are_never_one_story(tmp_path: Path) -> None:
    rows = [document("a", HARBOUR, published_on=day(2)), document("b", HARBOUR_OTHER, published_on=day(10))]
    assert len(set(stories(rows, tmp_path).values())) == 2


def test_an_outlet_that_brings_out_everything_may_report_a_happening_twice(tmp_path: Path) -> None:
    texts = {"a": HARBOUR, "b": HARBOUR_OTHER, "c": OBSERVATORY, "d": BRIDGE}
    rows = [document(name, text, outlet="Grain Wire", published_on=day(2)) for name, text in texts.items()]
    found = stories(rows, tmp_path)
    assert found["a"] == found["b"]
    assert len(set(found.values())) == 3


def test_notices_of_one_form_are_no_story(tmp_path: Path) -> None:
    firms = [f"{first}{second}" for first in ("Arl", "Bor", "Cam", "Dun", "Ost") for second in
             ("ton", "wick", "ley", "stead", "mere", "field", "den", "ford", "gate", "holm", "bury", "combe")]  # fmt: skip
    notice = "{} Holdings third quarter results. Share {} pence against {}. Net {} crowns. Sales {} crowns. Nine months share {} pence."
    rows = [
        document(name, notice.format(name, *(number * 7 + step * 13 for step in range(5))), published_on=day(2))
        for number, name in enumerate(firms)
    ]
    found = stories(rows, tmp_path)
    assert max(list(found.values()).count(story) for story in found.values()) <= 2
