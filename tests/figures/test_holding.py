"""When and where a figure holds, whether it rose or fell, and who claims it: sentences of our own with all four as gold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from transforms.extract import Reading, find_all, rows_of
from transforms.language.model import Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = Published(on=dt.date(2024, 5, 15))
SENTENCES = yaml.safe_load((Path(__file__).parent / "holding.yaml").read_text(encoding="utf-8"))["sentences"]


def holding_of(nlp: Language, sentence: str, words: str) -> dict[str, Any]:
    """What the figure `words` of the sentence, published as a document, holds for."""
    rows = rows_of(find_all(parse_document(nlp, sentence), PUBLISHED), Reading("doc", sentence, PUBLISHED, "digest"))
    names = {entity["local_id"]: entity["name"] for entity in rows["local_entities"]}
    figures = {figure["text"]: figure for figure in rows["figures"]}
    assert words in figures, sorted(figures)
    figure = figures[words]
    return {
        "period": figure["period_text"],
        "days": [figure["period_start_on"], figure["period_end_on"]],
        "place": names.get(figure["place_id"]),
        "change": figure["change"],
        "by": names.get(figure["claimed_by_id"]) or ("somebody" if figure["quote_id"] else None),
    }


def expected_of(case: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The gold; somebody without a name is written as the noun for them, and only that somebody claims it is compared."""
    by = case.get("by")
    if by is not None and by.islower():
        by = found["by"] if found["by"] else by
    return {
        "period": case.get("period"),
        "days": case.get("days", [None, None]),
        "place": case.get("place"),
        "change": case.get("change"),
        "by": by,
    }


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: f"{case['f']} | {case['s'][:50]}")
def test_a_figure_holds_for_its_time_place_change_and_claimant(nlp: Language, case: dict[str, Any]) -> None:
    found = holding_of(nlp, case["s"], case["f"])
    assert found == expected_of(case, found)


def test_the_sentences_are_many_enough() -> None:
    assert len(SENTENCES) >= 120
    for column in ("period", "place", "change", "by"):
        assert sum(column in case for case in SENTENCES) >= 15, column
