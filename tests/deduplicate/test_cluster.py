"""What the deduplication promises for whole corpora: kinds, clusters, ids and the rows it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deduplicate.stories import (
    BRIDGE,
    DISCLAIMER,
    FAIR,
    HARBOUR,
    HARBOUR_OTHER,
    OBSERVATORY,
    column,
    day,
    document,
    kinds,
    run,
)
from transforms.deduplicate.assign import ASSIGNMENTS
from transforms.deduplicate.words import find_words
from transforms.reconcile.counting import count_sources, read_sources
from warehouse.tables import OVERLAPS, STORIES

LINES = HARBOUR.splitlines()


def test_another_day_in_the_dateline_makes_no_update(tmp_path: Path) -> None:
    wire = "VELMARRA, May 14 (Grain Wire) — " + HARBOUR
    reprint = "VELMARRA (Grain Wire) - " + HARBOUR
    assert kinds(run([document("a", wire), document("b", reprint)], tmp_path))["a", "b"] == "reprint"


def test_a_copy_without_headline_takes_that_of_the_text_it_copies(tmp_path: Path) -> None:
    rows = [
        document("a", HARBOUR, outlet="Velmarra Post", published_on=day(2), title="Dockworkers walk out in Velmarra"),
        document("b", HARBOUR, published_on=day(3)),
        document("c", BRIDGE, published_on=day(20)),
    ]
    found = {row["doc_id"]: row for row in run(rows, tmp_path).assignments.to_pylist()}
    assert found["b"]["title"] == "Dockworkers walk out in Velmarra"
    assert found["b"]["outlet"] is None, "who published the copy, the original cannot tell"
    assert found["c"]["title"] is None


def words(text: str) -> list[int]:
    return find_words([text]).hash.tolist()


def corpus() -> list[dict]:
    """One of everything."""
    updated = HARBOUR.replace("1,400", "2,100") + "Late on Tuesday the harbour master agreed to meet the union.\n"
    return [
        document("a", HARBOUR, outlet="Velmarra Post", published_on=day(2), title="Dockworkers walk out in Velmarra"),
        document("b", HARBOUR.replace('"', "”"), outlet="Northmere Sun", published_on=day(3)),
        document("c", updated, outlet="Coast Radio", published_on=day(3)),
        document("d", "\n".join(LINES[:5]), outlet="Penwick Mail", published_on=day(2)),
        document("e", HARBOUR_OTHER, outlet="Grain Wire", published_on=day(2), title="Strike shuts Velmarra port"),
        document("f", OBSERVATORY, outlet="Hill Times", published_on=day(2)),
        document("g", BRIDGE, published_on=day(20)),
    ]


def test_every_kind_of_pair_is_told_apart(tmp_path: Path) -> None:
    found = kinds(run(corpus(), tmp_path))
    assert found["a", "b"] == "exact"
    assert found["a", "c"] == "update"
    assert found["a", "d"] == "reprint"
    assert found["a", "e"] == "same_story"
    assert not [pair for pair in found if {"f", "g"} & set(pair)]


def test_a_lightly_edited_reprint_is_a_reprint(tmp_path: Path) -> None:
    edited = (
        HARBOUR.replace("walked off the job", "downed tools").replace("per cent", "percent").replace("roads", "bay")
    )
    found = run([document("a", HARBOUR), document("b", edited)], tmp_path)
    assert kinds(found) == {("a", "b"): "reprint"}
    assert len(set(column(found, "copy_id").values())) == 1


def test_a_passage_from_the_middle_of_a_long_text_is_an_excerpt_and_no_copy(tmp_path: Path) -> None:
    long = OBSERVATORY + BRIDGE + HARBOUR
    found = run([document("a", long), document("b", "\n".join(LINES[3:7]))], tmp_path)
    assert kinds(found) == {("a", "b"): "excerpt"}
    assert len(set(column(found, "copy_id").values())) == 2


def test_a_quotation_in_two_reports_is_a_shared_passage(tmp_path: Path) -> None:
    report = BRIDGE + "In Velmarra, where ships wait too, one leader was blunt.\n" + LINES[2] + "\n"
    found = run([document("a", HARBOUR), document("b", report)], tmp_path)
    assert kinds(found) == {("a", "b"): "shared_passages"}
    passage = found.overlaps.to_pylist()[0]["shared_passages"][0]
    assert HARBOUR[passage["start_a"] : passage["end_a"]] == LINES[2]
    assert report[passage["start_b"] : passage["end_b"]] == LINES[2]


def test_standing_text_makes_no_hole_in_the_passages_of_a_copy(tmp_path: Path) -> None:
    rows = [document(f"s{number}", text + DISCLAIMER) for number, text in enumerate((OBSERVATORY, BRIDGE, FAIR))]
    text = "".join(line + "\n" for line in LINES[:5]) + DISCLAIMER + "\n" + "\n".join(LINES[5:])
    found = run([*rows, document("a", text), document("b", "From our desk. " + text)], tmp_path).overlaps.to_pylist()
    ((row),) = [row for row in found if row["doc_id_a"] == "a"]
    assert row["kind"] == "reprint"
    assert [(at["start_a"], at["end_a"]) for at in row["shared_passages"]] == [(0, len(text))]


def test_an_update_lists_what_was_added_cut_and_changed(tmp_path: Path) -> None:
    added = "Late on Tuesday the harbour master agreed to meet the union.\n"
    before, after = HARBOUR, HARBOUR.replace("1,400", "2,100").replace(LINES[5] + "\n", "") + added
    found = run([document("a", before), document("b", after)], tmp_path).overlaps.to_pylist()[0]
    texts = {
        change["kind"]: (
            change["start_a"] is not None and before[change["start_a"] : change["end_a"]],
            change["start_b"] is not None and after[change["start_b"] : change["end_b"]],
        )
        for change in found["changes"]
    }
    assert found["kind"] == "update"
    assert texts == {
        "changed": (LINES[1], LINES[1].replace("1,400", "2,100")),
        "cut": (LINES[5], False),
        "added": (False, added.strip()),
    }


def changes_of(a: dict, b: dict, tmp_path: Path) -> list[tuple[str, str | None, str | None]]:
    (row,) = run([a, b], tmp_path).overlaps.to_pylist()
    assert row["kind"] == "update"

    def cut(text: str, start: int | None, end: int | None) -> str | None:
        return None if start is None else text[start:end]

    return [
        (one["kind"], cut(a["text"], one["start_a"], one["end_a"]), cut(b["text"], one["start_b"], one["end_b"]))
        for one in row["changes"]
    ]


def test_a_sentence_with_words_more_or_less_is_changed(tmp_path: Path) -> None:
    longer = LINES[4].removesuffix(".") + " before the week was out, as he had promised in a letter to the owners.\n"
    rows = [
        document("a", HARBOUR, outlet="Post"),
        document("b", HARBOUR.replace(LINES[4] + "\n", longer), outlet="Post"),
    ]
    assert changes_of(*rows, tmp_path) == [("changed", LINES[4], longer.strip())]


def test_what_was_added_is_what_the_later_text_has_whatever_the_ids(tmp_path: Path) -> None:
    shorter = HARBOUR.replace(LINES[5] + "\n", "").replace("1,400", "2,100")
    late = document("a", HARBOUR, outlet="Post", published_on=day(3))
    rows = [late, document("b", shorter, outlet="Post", published_on=day(2))]
    assert ("added", LINES[5], None) in changes_of(*rows, tmp_path)
    assert run(rows, tmp_path).overlaps["later_doc_id"].to_pylist() == ["a"]
    rows[1]["published_on"] = rows[1]["published_from"] = rows[1]["published_until"] = None
    assert ("cut", LINES[5], None) in changes_of(*rows, tmp_path)
    assert run(rows, tmp_path).overlaps["later_doc_id"].to_pylist() == [None]


def test_a_short_correction_of_one_outlet_is_an_update(tmp_path: Path) -> None:
    long = HARBOUR + OBSERVATORY + BRIDGE + FAIR
    corrected = LINES[0] + "\n" + LINES[1].replace("1,400", "2,100") + "\n" + "\n".join(LINES[2:4])
    rows = [document("a", long, outlet="Post"), document("b", corrected, outlet="Post")]
    assert ("changed", LINES[1], LINES[1].replace("1,400", "2,100")) in changes_of(*rows, tmp_path)


def test_offsets_bound_the_same_words_on_both_sides(tmp_path: Path) -> None:
    rows = corpus()
    texts = {row["doc_id"]: row["text"] for row in rows}
    passages = 0
    for row in run(rows, tmp_path).overlaps.to_pylist():
        for at in row["shared_passages"]:
            ours = texts[row["doc_id_a"]][at["start_a"] : at["end_a"]]
            theirs = texts[row["doc_id_b"]][at["start_b"] : at["end_b"]]
            assert words(ours) == words(theirs) != []
            passages += 1
    assert passages > 5


def test_copies_and_stories(tmp_path: Path) -> None:
    found = run(corpus(), tmp_path)
    copies, stories = column(found, "copy_id"), column(found, "story_id")
    assert copies["a"] == copies["b"] == copies["c"] == copies["d"] != copies["e"]
    assert stories["a"] == stories["d"] == stories["e"] != stories["f"]
    assert stories["g"] not in (stories["a"], stories["f"])
    sheet = {row["story_id"]: row for row in found.stories.to_pylist()}[stories["a"]]
    assert sheet["document_count"] == 5
    assert sheet["outlet_count"] == 2  # the copies count once
    assert sheet["headline"] == "Dockworkers walk out in Velmarra"
    assert (sheet["first_published_on"], sheet["last_published_on"]) == (day(2), day(3))
    assert "Velmarra" in sheet["keywords"]
    assert all(word.isalpha() for word in sheet["keywords"])


def test_one_document_stands_for_its_copies_by_the_stated_rules(tmp_path: Path) -> None:
    rows = [
        document("a", HARBOUR, outlet="Northmere Sun", published_on=day(3), wire_source="Coast Press"),
        document("b", HARBOUR, outlet="Velmarra Post", published_on=day(2), wire_source="Coast Press"),
        document("c", HARBOUR, outlet="Coast Press", published_on=day(2), wire_source="Coast Press"),
    ]
    assert column(run(rows, tmp_path), "is_canonical") == {"a": False, "b": False, "c": True}
    assert column(run(rows[:2], tmp_path), "is_canonical") == {"a": False, "b": True}


def test_text_that_recurs_over_many_documents_makes_no_pair(tmp_path: Path) -> None:
    rows = []
    for number in range(30):
        own = " ".join(f"town{number}x{word} reported item{number}y{word}" for word in range(25))
        rows.append(document(f"d{number:02}", f"{own}\n{DISCLAIMER}\n"))
    assert kinds(run(rows, tmp_path)) == {}


def test_a_story_that_very_many_papers_edit_is_still_one_text(tmp_path: Path) -> None:
    rows = []
    for number in range(60):
        lines = [line for place, line in enumerate(LINES) if place != 1 + number % 8]
        rows.append(document(f"d{number:02}", f"Paper {number} reports from the coast.\n" + "\n".join(lines)))
    found = run(rows, tmp_path)
    assert len(set(column(found, "copy_id").values())) == 1


def test_a_few_documents_of_different_stories_are_enough_to_know_standing_text(tmp_path: Path) -> None:
    texts = [HARBOUR, OBSERVATORY, BRIDGE, FAIR]
    rows = [document(f"d{number}", text + DISCLAIMER) for number, text in enumerate(texts)]
    assert kinds(run(rows[:2], tmp_path)) == {("d0", "d1"): "shared_passages"}
    assert kinds(run(rows, tmp_path)) == {}


def test_what_only_one_outlet_prints_under_its_stories_is_its_furniture(tmp_path: Path) -> None:
    def printed_by(*outlets: str) -> dict[tuple[str, str], str]:
        rows = [
            document(f"d{number}", text + DISCLAIMER, outlet=outlet, published_on=day(2 + 8 * number))
            for number, (text, outlet) in enumerate(zip((HARBOUR, OBSERVATORY, BRIDGE), outlets, strict=True))
        ]
        return kinds(run(rows, tmp_path))

    assert printed_by("Velmarra Post", "Velmarra Post", "Velmarra Post") == {}
    assert set(printed_by("Velmarra Post", "Coast Radio", "Hill Times").values()) == {"shared_passages"}


def test_short_notices_of_one_form_are_no_copies(tmp_path: Path) -> None:
    notice = "{} Mills declared a quarterly dividend of {} pence a share, payable March 31, record March 16."
    rows = [document(name, notice.format(name, pence)) for name, pence in (("Arbor", 14), ("Brock", 9))]
    assert kinds(run(rows, tmp_path)).get(("Arbor", "Brock")) not in ("exact", "reprint", "update", "excerpt")


def test_few_documents_weeks_apart_are_enough_to_know_standing_text(tmp_path: Path) -> None:
    rows = []
    for number in range(4):
        own = " ".join(f"town{number}x{word} reported item{number}y{word}" for word in range(25))
        rows.append(document(f"d{number}", f"{own}\n{DISCLAIMER}\n", published_on=day(1 + 8 * number)))
    assert kinds(run(rows, tmp_path)) == {}


def test_a_digest_does_not_join_the_stories_it_holds(tmp_path: Path) -> None:
    texts = [OBSERVATORY, BRIDGE, HARBOUR]
    rows = [document(f"s{number}", text, published_on=day(2)) for number, text in enumerate(texts)]
    rows.append(document("digest", "\n".join(texts), published_on=day(2)))
    found = run(rows, tmp_path)
    copies, stories = column(found, "copy_id"), column(found, "story_id")
    assert len({copies[f"s{number}"] for number in range(3)}) == 3
    assert len({stories[f"s{number}"] for number in range(3)}) == 3


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", ""], ["One."], ["?!", "…"], ["", HARBOUR], ["Two words.", "two WORDS"], ["\U0001d518\u0301"]],
)
def test_degenerate_corpora_work(texts: list[str], tmp_path: Path) -> None:
    found = run([document(f"d{number}", text) for number, text in enumerate(texts)], tmp_path)
    assert found.assignments.num_rows == len(texts)
    assert found.assignments.schema.equals(ASSIGNMENTS)
    assert found.overlaps.schema.equals(OVERLAPS.schema)
    assert found.stories.schema.equals(STORIES.schema)
    assert found.overlaps.num_rows == (1 if texts == ["Two words.", "two WORDS"] else 0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)))
def test_the_order_of_the_documents_does_not_matter(order: list[int], tmp_path: Path) -> None:
    rows = corpus()
    once, again = run(rows, tmp_path), run([rows[place] for place in order], tmp_path)
    assert again.assignments.equals(once.assignments)
    assert again.overlaps.equals(once.overlaps)
    assert again.stories.equals(once.stories)


UNRELATED = st.lists(
    st.text(st.characters(codec="utf-8", categories=["Ll", "Nd", "Zs"]), min_size=1, max_size=400),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=UNRELATED)
def test_unrelated_documents_rename_nothing(texts: list[str], tmp_path: Path) -> None:
    rows = corpus()
    more = [document(f"x{number}", f"zq{number} {text}", published_on=day(12)) for number, text in enumerate(texts)]
    before, after = run(rows, tmp_path), run([*more, *rows], tmp_path)
    for name in ("story_id", "copy_id", "is_canonical"):
        known = column(before, name)
        assert {key: value for key, value in column(after, name).items() if key in known} == known


def test_the_seed_stories_of_one_call_are_one_story(seeds: Path, tmp_path: Path) -> None:
    rows = [document(path.name[:3], path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))]
    stories = column(run(rows, tmp_path), "story_id")
    assert stories["002"] == stories["003"] == stories["004"]
    assert len({stories["000"], stories["001"], stories["002"]}) == 3


def test_a_story_counts_documents_and_outlets_as_reconciling_does(tmp_path: Path) -> None:
    found = run([*corpus(), document("h", OBSERVATORY + FAIR), document("i", "", outlet="")], tmp_path)
    members = [(row["story_id"], row["doc_id"]) for row in found.assignments.to_pylist()]
    counts = count_sources(members, read_sources(found.assignments))
    assert {
        row["story_id"]: (row["document_count"], row["outlet_count"], row["first_published_on"])
        for row in found.stories.to_pylist()
    } == {
        story: (count.document_count, count.outlet_count, count.first_published_on) for story, count in counts.items()
    }


def test_the_next_notice_of_a_series_is_no_version_of_the_last(tmp_path: Path) -> None:
    notice = (
        "The Bank of Velmarra took {} million crowns from the money market at noon. It paid a rate of {} per cent for "
        "seven days, the bank said in its daily notice. Balances of the banks stood at {} million crowns. "
        "The next notice is due at noon on the following working day, as always."
    )
    series = [document("a", notice.format(140, "3.1", 905), published_on=day(2), outlet="Grain Wire")]
    series.append(document("b", notice.format(95, "2.9", 861), published_on=day(3), outlet="Grain Wire"))
    copied = document("c", notice.format(140, "3.1", 905) + "Traders shrugged.", published_on=day(3), outlet="Post")
    found = kinds(run([*series, copied], tmp_path))
    assert found.get(("a", "b")) not in ("exact", "reprint", "update", "excerpt")
    assert found["a", "c"] == "reprint"


def test_what_an_interview_said_at_length_in_two_reports_is_a_shared_passage(tmp_path: Path) -> None:
    said = (
        '"We counted every sluice twice and found nine that would not close," Tane said. "Nobody had greased them '
        'since the dry summer, and nobody had asked who should. That is how a town floods: politely and on schedule."'
    )
    first = BRIDGE + "Deputy harbour master Osric Tane spoke to the county radio.\n" + said + "\n"
    second = OBSERVATORY + "The hill road was cut by water, which one official blamed on neglect.\n" + said + "\n"
    found = kinds(run([document("a", first), document("b", second)], tmp_path))
    assert found == {("a", "b"): "shared_passages"}


def test_notices_of_one_form_about_different_parties_are_no_copies(tmp_path: Path) -> None:
    notice = (
        "{} is issuing a {} million crown bond due {} with a coupon of {} per cent and priced at {}, lead manager Coast "
        "Bank said. The bonds are offered in pieces of {} crowns each and will be listed in Northmere. Fees are one per "
        "cent for selling and a half for management and underwriting, and payment is due within the month."
    )
    arbor = notice.format("Arbor Mills", 140, 1994, "5.1", "101", 5000)
    brock = notice.format("Brock Shipping", 75, 1992, "6.2", "99", 1000)
    rows = [document("a", arbor, published_on=day(2)), document("b", brock, published_on=day(2))]
    rows.append(document("c", arbor + "Traders shrugged.", published_on=day(2)))
    found = kinds(run(rows, tmp_path))
    assert found.get(("a", "b")) not in ("reprint", "update", "excerpt")
    assert found["a", "c"] == "reprint"


def test_a_form_that_months_of_notices_share_is_standing_text(tmp_path: Path) -> None:
    form = (
        "Balances that the treasury keeps with the Bank of Velmarra are told below, with those of the banks that take "
        "taxes for it and the sum that the law allows it to borrow before the council must be asked again. The bank "
        "held {} million crowns and the takers of taxes {} million, and {} million crowns may still be borrowed. "
        "Figures are those of the evening before and may be put right later without a notice of their own."
    )
    rows = [document(f"d{n}", form.format(905 + 17 * n, 81 - n, 44 + n), published_on=day(1 + 9 * n)) for n in range(4)]
    assert kinds(run(rows[:3], tmp_path)) != {}
    assert kinds(run(rows, tmp_path)) == {}
