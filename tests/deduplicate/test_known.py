"""A run that recalls what earlier runs found out gives the very tables of one that works everything out."""

from __future__ import annotations

import dataclasses
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
    day,
    document,
    kinds,
    table,
)
from transforms.deduplicate import corpus, overlaps, pairs
from transforms.deduplicate.cluster import deduplicate
from transforms.deduplicate.known import NOTHING, TEXTS, Known

LINES = HARBOUR.splitlines()
TABLES = ("assignments", "overlaps", "stories", "known")


def documents() -> list[dict]:
    """Copies of every kind, and a disclaimer that becomes standing text once enough documents have it."""
    updated = HARBOUR.replace("1,400", "2,100") + "Late on Tuesday the harbour master agreed to meet the union.\n"
    return [
        document("a", HARBOUR, outlet="Velmarra Post", published_on=day(2), title="Dockworkers walk out in Velmarra"),
        document("b", HARBOUR.replace('"', "”"), outlet="Northmere Sun", published_on=day(3)),
        document("c", updated, outlet="Coast Radio", published_on=day(3)),
        document("d", "\n".join(LINES[:5]) + "\n" + DISCLAIMER, outlet="Penwick Mail", published_on=day(2)),
        document("e", HARBOUR_OTHER + DISCLAIMER, outlet="Grain Wire", published_on=day(2)),
        document("f", OBSERVATORY + DISCLAIMER, outlet="Hill Times", published_on=day(2)),
        document("g", BRIDGE + DISCLAIMER, published_on=day(20)),
        document("h", FAIR + DISCLAIMER, published_on=day(28)),
        document("i", OBSERVATORY + BRIDGE + HARBOUR),
        document("j", HARBOUR, published_on=day(1)),
        document("k", ""),
        document("l", ""),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    builds=st.lists(st.sets(st.sampled_from("abcdefghijkl")), min_size=1, max_size=3), order=st.permutations(range(12))
)
def test_any_series_of_builds_ends_in_the_tables_of_one_build(
    builds: list[set[str]], order: list[int], tmp_path: Path
) -> None:
    rows = [documents()[place] for place in order]
    known = NOTHING
    for build in builds:
        chosen = table([row for row in rows if row["doc_id"] in build])
        found = deduplicate(chosen, tmp_path, known)
        known = found.known
    alone = deduplicate(chosen, tmp_path)
    for name in ("assignments", "overlaps", "stories"):
        assert getattr(found, name).equals(getattr(alone, name)), name
    for field in dataclasses.fields(Known):
        assert getattr(found.known, field.name).equals(getattr(alone.known, field.name)), field.name


@pytest.mark.parametrize("days", [(None, None, None, None), (1, 9, 17, 28)])
def test_text_that_came_to_stand_in_many_documents_is_judged_anew(days: tuple[int | None, ...], tmp_path: Path) -> None:
    texts = [HARBOUR, OBSERVATORY, BRIDGE, FAIR]
    rows = [
        document(f"d{number}", text + DISCLAIMER, **({"published_on": day(on)} if on else {}))
        for number, (text, on) in enumerate(zip(texts, days, strict=True))
    ]
    early = deduplicate(table(rows[:2]), tmp_path)
    assert kinds(early) == {("d0", "d1"): "shared_passages"}
    late = deduplicate(table(rows), tmp_path, early.known)
    assert kinds(late) == {}
    assert kinds(deduplicate(table(rows[:2]), tmp_path, late.known)) == kinds(early)


def test_nothing_is_worked_out_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = deduplicate(table(documents()), tmp_path)

    def refuse(*_: object) -> None:
        raise AssertionError("worked out again")

    for module, name in ((corpus, "_sign"), (corpus, "_count"), (pairs, "align"), (overlaps, "passages")):
        monkeypatch.setattr(module, name, refuse)
    again = deduplicate(table(documents()), tmp_path, first.known)
    assert again.overlaps.equals(first.overlaps)


def test_a_new_document_is_compared_and_the_old_ones_are_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        document(f"s{n}", text, published_on=day(2)) for n, text in enumerate([HARBOUR, OBSERVATORY + HARBOUR, BRIDGE])
    ]
    first = deduplicate(table(rows), tmp_path)
    aligned = []
    align = pairs.align

    def listen(words, standing, chosen):
        aligned.append(len(chosen))
        return align(words, standing, chosen)

    monkeypatch.setattr(pairs, "align", listen)
    rows.append(document("t", BRIDGE.replace("eleven", "twelve"), published_on=day(3)))
    deduplicate(table(rows), tmp_path, first.known)
    assert sum(aligned) == 1


def test_findings_of_another_layout_are_refused() -> None:
    with pytest.raises(ValueError, match="alignments do not have the columns of this version"):
        dataclasses.replace(NOTHING, alignments=TEXTS.empty_table())
