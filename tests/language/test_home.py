"""Chambers, parties, governments, teams and peoples: what short names mean in a document about their country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.language.conftest import Reader

if TYPE_CHECKING:
    pass

AMERICAN = "The White House and Congress argued about the American budget on Monday. "


# ---- chambers, parties, governments --------------------------------------------------------------------------------------


def test_a_chamber_is_its_countrys_and_no_short_form_of_a_committee(read: Reader) -> None:
    found = read(AMERICAN + "Ida Falk sits on the House Bridges and Fords Committee. The bill failed in the House.")
    house = found.entity("the House", 2)
    assert (house.name, house.kind, house.country) == ("House of Representatives", "government", "USA")


def test_a_chamber_of_no_known_country_is_nobody_elses(read: Reader) -> None:
    assert read("The Senate of Strelsau sat on Monday. The Senate will sit again.").entity("Senate", 2).country is None


def test_the_people_of_a_party_are_of_the_country_the_text_is_about(read: Reader) -> None:
    found = read(AMERICAN + "Democrats and Republicans disagreed. The two parties will meet again.")
    assert found.entity("Democrats").country == "USA"
    assert found.members("The two parties") == {"Democrats", "Republicans"}


def test_the_government_is_the_only_state_there_is(read: Reader) -> None:
    found = read(AMERICAN + "Falk sits on the Government Bridges Committee. The government will close on Friday.")
    assert found.entity("The government").name == "United States"


def test_the_government_is_of_no_state_where_several_are_named(read: Reader) -> None:
    found = read("Norway and Denmark argued about herring. The government will answer on Friday.")
    assert found.entity("The government").name not in ("Norway", "Denmark")


# ---- teams and what a description names ----------------------------------------------------------------------------------


@pytest.mark.parametrize("description", ["The team", "The franchise", "The organization"])
def test_a_team_is_taken_up_by_what_teams_are_called(read: Reader, description: str) -> None:
    found = read(f"The Boston Otters have won again. {description} said the streets would be closed.")
    assert found.entity(description).name == "Boston Otters"


def test_a_team_described_by_its_league_is_not_the_league(read: Reader) -> None:
    found = read(
        "The National Rowing League met on Monday. The Norrby National Rowing League team announced it will move."
    )
    assert "team" in found.entity("team").name
    assert found.entity(" it").name == found.entity("team").name


def test_a_body_is_not_described_by_anothers_name(read: Reader) -> None:
    found = read("The Boston Otters have won. The Tolvane Herons rowing team said nothing.")
    assert found.entity("rowing team").name != "Boston Otters"


# ---- peoples, lines and lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", ["Native Americans", "African Americans", "Latin Americans"])
def test_a_people_is_not_the_state_in_its_name(read: Reader, people: str) -> None:
    found = read(f"The mill is dear to {people}, the mayor said.")
    entity = found.entity(people)
    assert (entity.name, entity.kind) == (people, "group")


def test_an_adjective_of_a_people_is_no_state(read: Reader) -> None:
    found = read("Latin American farmers protested in Norrby on Monday.")
    assert found.entity("farmers").country is None
    assert all(entity.country != "USA" for entity in found.found.entities)


@pytest.mark.parametrize(
    "text",
    [
        "State Sen. Karl Brandt, R-Norrby Hills, voted against the bridge.",
        "Senator Karl Brandt, D-Norrby, voted against the bridge.",
    ],
)
def test_a_party_and_a_seat_behind_a_name_are_nobody(read: Reader, text: str) -> None:
    assert [entity.name for entity in read(text).found.entities] == ["Karl Brandt"]


def test_who_takes_a_turn_in_a_transcript_is_a_person(read: Reader) -> None:
    found = read("RACHEL TORVALD, HOST:\n\nGood morning.\n\nTORVALD: So the bridge is shut.\n\nTORVALD: And the ferry?")
    assert found.entity("TORVALD", 2).kind == "person"


def test_a_family_is_several(read: Reader) -> None:
    found = read("Ida Torvald owns the mill. The Torvalds have sold it to the town.")
    assert found.entity("Torvalds").kind == "group"


def test_a_member_of_a_party_of_somewhere_is_the_politician_talked_about(read: Reader) -> None:
    found = read("Sen. Karl Brandt met the rowers. The Ohio Democrat said the bridge would be built.")
    assert found.entity("Democrat").name == "Karl Brandt"
