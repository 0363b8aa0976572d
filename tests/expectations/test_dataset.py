"""The last gate: what may not be published is found, named and explained."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from expectations.dataset import validate_dataset
from expectations.model import BuildRefused, refuse_if_failed
from tests.expectations.ledger import Dataset, small_dataset, write_dataset


@pytest.fixture
def check(tmp_path):
    """Write a dataset, validate it, and give the broken findings by rule."""

    def run(dataset: Dataset):
        folder = write_dataset(dataset, tmp_path / "staged")
        findings = validate_dataset(folder, tmp_path / "scratch")
        return {finding.rule: finding for finding in findings if not finding.passed}

    return run


def test_a_good_dataset_passes_every_rule(check):
    assert check(small_dataset()) == {}


def test_contradictions_refuse_the_build_and_name_the_rows(check):
    dataset = small_dataset()
    dataset["mentions"][0]["text"] = "Mila Torvalt"  # not what the text says
    dataset["quotes"][2]["via_id"] = "ent_ghost"  # leads nowhere
    dataset["events"][0]["actor_ids"] = ["ent_union", "ent_ghost"]  # in a list, too
    dataset["facts"][0]["figure_count"] = 9  # does not add up
    dataset["rejects"][0]["stage"] = "lunch"  # a row rule of a table that grew to the end
    dataset["stories"].append({**dataset["stories"][0]})  # twice
    broken = check(dataset)
    assert broken["mentions.text.stands_in_text"].sample_ids == (dataset["mentions"][0]["mention_id"],)
    assert broken["quotes.via_id.references"].sample_ids == ("quo_doc_c",)
    assert broken["events.actor_ids.references"].sample_ids == ("eve_doc_a",)
    assert broken["facts.figure_count.adds_up"].message.startswith("In facts, fac_1: says 9 figures, has 3.")
    assert broken["rejects.stage.allowed"].refuses
    assert broken["stories.story_id.unique"].unexpected == 1
    with pytest.raises(BuildRefused, match="The last good warehouse is untouched"):
        refuse_if_failed(broken.values())


def test_an_empty_dataset_is_not_published(check):
    broken = check({name: [] for name in small_dataset()})
    assert [rule for rule, finding in broken.items() if finding.refuses] == ["documents.rows.minimum"]


def test_unusual_shares_warn_with_the_evidence_and_rows_and_do_not_refuse(check):
    dataset = small_dataset()
    quote = dataset["quotes"][0]
    dataset["quotes"] += [
        {**quote, "quote_id": f"quo_{n}", "speaker_id": None, "speaker_name": None, "speaker_ids": []}
        for n in range(60)
    ]
    dataset["statements"][0]["quote_count"] += 60
    broken = check(dataset)
    finding = broken["quotes.share_without_speaker.maximum"]
    assert (finding.severity, len(finding.samples)) == ("warn", 5)
    assert "here 0.95" in finding.message
    assert "21 in 100" in finding.why
    assert not any(finding.refuses for finding in broken.values())


def test_small_datasets_are_not_judged_by_shares(check):
    dataset = small_dataset()
    for document in dataset["documents"]:
        document["outlet"] = None
    assert "documents.share_with_outlet.minimum" not in check(dataset)


def test_a_forgotten_table_is_named_and_nothing_else_is_said(tmp_path):
    dataset = small_dataset()
    del dataset["facts"]
    folder = write_dataset(dataset, tmp_path / "staged")
    broken = [f for f in validate_dataset(folder, tmp_path) if not f.passed]
    assert [(f.rule, f.refuses) for f in broken] == [("facts.present", True)]


def test_the_row_of_the_build_itself_may_come_last(tmp_path):
    dataset = small_dataset()
    del dataset["runs"]
    folder = write_dataset(dataset, tmp_path / "staged")
    assert [f.rule for f in validate_dataset(folder, tmp_path) if not f.passed] == []


def test_a_file_with_other_columns_is_found_among_good_ones(tmp_path):
    folder = write_dataset(small_dataset(), tmp_path / "staged")
    good = pq.read_table(folder / "quotes" / "part-0.parquet")
    pq.write_table(good.drop_columns(["cue"]), folder / "quotes" / "part-1.parquet")
    broken = [f for f in validate_dataset(folder, tmp_path) if not f.passed]
    assert [f.rule for f in broken] == ["quotes.columns"]
    assert "lacks cue: string" in broken[0].message
