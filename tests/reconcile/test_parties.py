"""Countries, sectors and positions are what the words and the entity tell, and null where they do not."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.events.intensity import intensity_of
from transforms.reconcile.derivation import stem_of
from transforms.reconcile.parties import country_of, sector_of
from transforms.reconcile.places import position_of


def _entity(name: str, kind: str, country: str | None = None, role: str | None = None) -> dict[str, Any]:
    return {"name": name, "kind": kind, "country": country, "role": role}


@pytest.mark.parametrize(
    ("text", "entity", "sector"),
    [
        ("Swedish troops", _entity("Sweden", "government", "SWE"), "military"),
        ("Sweden", _entity("Sweden", "government", "SWE"), "government"),
        ("Rassen", _entity("Anna Rassen", "person", "NOR", "foreign minister"), "government"),
        ("the minister's lawyer, Tarl", _entity("Bersi Tarl", "person", None, "lawyer"), "civil"),
        ("the rebels", None, "rebels"),
        ("Tarl Lines Inc", _entity("Tarl Lines Inc", "organisation"), "business"),
        ("three protesters", None, "civil"),
        ("it", None, None),
        ("the storm", None, None),
    ],
)
def test_a_side_acts_for_a_part_of_society(text: str, entity: dict[str, Any] | None, sector: str | None) -> None:
    assert sector_of(text, entity) == sector


@pytest.mark.parametrize(
    ("text", "entity", "country"),
    [
        ("Rassen", _entity("Anna Rassen", "person", "NOR"), "NOR"),
        ("the alliance", _entity("NATO", "bloc"), None),
        ("Swedish doctors", None, "SWE"),
        ("Swedish and Norwegian doctors", None, None),
        ("doctors", None, None),
    ],
)
def test_a_side_stands_for_a_country(text: str, entity: dict[str, Any] | None, country: str | None) -> None:
    assert country_of(text, entity) == country


def test_a_city_has_a_position_where_its_name_is_no_other() -> None:
    assert position_of("Zürich", "CHE") == position_of("Zurich", None) == (47.37, 8.55)
    assert position_of("London", "CAN") != position_of("London", None)
    assert position_of("Springfield", "USA") is None
    assert position_of("Sweden", "SWE") is None
    assert position_of(None, "SWE") is None


def test_harder_acts_are_lower_on_the_scale() -> None:
    acts = [("ASSAULT", "war"), ("COERCE", "arrest"), ("THREATEN", None), ("CONSULT", "visit"), ("AID", "military")]
    values = [intensity_of(*act) for act in acts]
    assert values == sorted(values, key=lambda value: value or 0)
    assert intensity_of("OTHER", "disaster") is None
    assert intensity_of("CONSULT", "a mode of tomorrow") == intensity_of("CONSULT", None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("negotiate", "negotiation"), ("explode", "explosion"), ("seize", "seizure"), ("stab", "stabbing"), ("deny", "denial"),
     ("injure", "injury"), ("depart", "departure"), ("admit", "admission"), ("discover", "discovery")],
)  # fmt: skip
def test_a_noun_shares_the_stem_of_its_verb(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), [("state", "station"), ("quest", "question"), ("commit", "commission")])
def test_words_that_only_look_alike_keep_their_stems(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)
