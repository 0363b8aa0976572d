"""Confidence says of a row what its kind of row was worth when rows were read."""

from __future__ import annotations

import csv
from pathlib import Path

from transforms.events.confidence import confidence_of

JUDGED = Path(__file__).parents[2] / "benchmarks" / "quality" / "events_judged.tsv"


def test_known_sides_of_two_countries_make_a_row_surer() -> None:
    sure = confidence_of(["sides=2", "countries=2", "happened"])
    unsure = confidence_of(["sides=0", "countries=0", "happened"])
    assert 0 < unsure < 0.5 < sure < 1


def test_what_names_both_sides_is_surer() -> None:
    assert confidence_of(["sides=0", "countries=0"]) < confidence_of(["sides=2", "countries=2"])


def test_mean_confidence_is_the_share_that_was_right() -> None:
    read = right = expected = 0.0
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row["texts"] == "news":
                names = [f"sides={row['sides']}", f"countries={row['countries']}"]
                names += [name for name in ("happened", "everyday", "second opinion") if row[name] == "yes"]
                read += int(row["read"])
                right += int(row["right"])
                expected += int(row["read"]) * confidence_of(names)
    assert abs(expected - right) / read < 0.06
