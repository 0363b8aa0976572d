"""Firms, authorities and groups: who is named, who only described, and which descriptions are nobody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.language.conftest import Read, Reader
from transforms.language.mentions import find_entities
from transforms.language.model import Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    pass


def names(found: Read, kind: str) -> list[str]:
    return [entity.name for entity in found.found.entities if entity.kind == kind]


# ---- descriptions beside a firm's name -------------------------------------------------------------------------------------


def test_a_firm_described_beside_its_name_is_one_entity(read: Reader) -> None:
    found = read(
        "Bergen Ferries, the largest ferry operator on the fjord, cancelled all sailings. The operator blamed fog."
    )
    assert found.entity("operator").name == found.entity("The operator").name == "Bergen Ferries"
    assert names(found, "person") == [] and names(found, "organisation") == ["Bergen Ferries"]


def test_a_firm_described_before_its_name_is_one_entity(read: Reader) -> None:
    found = read("Battery maker Fjell Cells bought a plant. Shares fell a day after the battery maker spoke.")
    assert names(found, "organisation") == ["Fjell Cells"] and names(found, "person") == []
    assert found.entity("the battery maker").name == "Fjell Cells"


def test_an_operator_of_something_is_a_person_only_where_a_person_is_named(read: Reader) -> None:
    found = read("Ola Bergstrand, an operator of cranes, said the wind was strong.")
    assert found.entity("operator").name == "Ola Bergstrand"


def test_the_company_is_no_union_and_not_its_own_accuser(read: Reader) -> None:
    found = read(
        "Fjell Cells chief executive Ida Moor said no jobs would go. "
        "The Harbour Workers' League accused the company of hiding plans."
    )
    assert found.entity("the company").name == "Fjell Cells"


def test_a_firm_described_first_may_be_named_by_its_head_next(read: Reader) -> None:
    found = read(
        "Moor said the strike would end if the operator gave in.\n\n"
        "Fjordline chief executive Peter Strand refused. The delay cost the company two million crowns."
    )
    assert found.entity("the operator").name == found.entity("the company").name == "Fjordline"


# ---- bodies without a name -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "name", "kind"),
    [
        ("Ten ships waited, the port authority said.", "the port authority", "port authority", "organisation"),
        ("According to the port authority, ten ships waited.", "the port authority", "port authority", "organisation"),
        ("The civil protection service expects rain.", "The civil protection service", "civil protection service", "organisation"),
        ("She appealed to the regional government for aid.", "the regional government", "regional government", "government"),
        ("The firm would go to the labour court.", "the labour court", "labour court", "organisation"),
        ("The region sent two helicopters.", "The region", "region", "government"),
    ],
)  # fmt: skip
def test_a_body_without_a_name_goes_by_its_description(
    read: Reader, text: str, words: str, name: str, kind: str
) -> None:
    entity = read(text).entity(words)
    assert (entity.name, entity.kind) == (name, kind)


def test_a_list_of_shifts_is_no_body(read: Reader) -> None:
    found = read("The night roster comes off the wall. A night roster is no joke, the captain said.")
    assert names(found, "organisation") == []


# ---- groups ------------------------------------------------------------------------------------------------------------------


def test_a_bare_plural_is_somebody_only_where_it_acts_or_speaks(read: Reader) -> None:
    found = read("The captain told reporters that officials had said the leaders’ meeting was off.")
    assert found.mention("reporters").entity is None
    assert names(found, "group") == ["officials"]


def test_a_count_of_people_is_nobody(read: Reader) -> None:
    found = read("The storm hurt 12 people and drove 46 residents from their homes. Eleven people were arrested.")
    assert names(found, "group") == []


def test_a_group_of_people_is_no_organisation(read: Reader) -> None:
    found = read("The square was cleared after a group of protesters threw stones.")
    assert names(found, "organisation") == []


def test_the_presidents_of_three_states_are_the_three_where_the_day_is_known(read: Reader) -> None:
    text = "She received the presidents of Tajikistan, Kyrgyzstan and Turkmenistan on Thursday."
    found = read(text, dt.date(2022, 9, 16))
    assert found.members("presidents") == {"Sadyr Japarov", "Emomali Rahmon", "Serdar Berdimuhamedov"}
    undated = read(text)
    assert undated.mention("presidents").members == ()
    entity = undated.entity("presidents")
    assert (entity.kind, entity.country) == ("group", None) and entity.name.endswith("Turkmenistan")


def test_the_two_are_the_two_people_just_named(read: Reader) -> None:
    found = read(
        "Erik Dahl thanked Maria Strand. Erik Dahl said the plan of Maria Strand was good. "
        "Ola Bergstrand met Ida Moor in Oslo. The two are talking in the town hall."
    )
    assert found.members("The two") == {"Ola Bergstrand", "Ida Moor"}


# ---- names --------------------------------------------------------------------------------------------------------------------


def test_a_speaker_of_the_house_leaves_no_organisation(read: Reader) -> None:
    found = read("US House Speaker Clara Lindqvist flew home.")
    assert names(found, "organisation") == []
    assert found.entity("Lindqvist").role == "house speaker"


@pytest.mark.parametrize(
    "text",
    [
        "CASTEL LINDOR, Italy, Nov 21 — A landslide buried the only road to the hill town of Castel Lindor.",
        "A wall of mud closed the road to Castel Lindor early on Tuesday.",
    ],
)
def test_a_town_is_no_person(read: Reader, text: str) -> None:
    found = read(text)
    assert names(found, "person") == [] and "Castel Lindor" in names(found, "place")


def test_a_town_somebody_goes_to_is_no_government(read: Reader) -> None:
    found = read("The only road to the hill town of Castel Lindor was shut.")
    assert names(found, "government") == [] and names(found, "place") == ["Castel Lindor"]


def test_a_council_is_no_company(read: Reader) -> None:
    found = read(
        "Water Company director Ola Bergstrand said no. Ida Moor, who leads the opposition on the council, left."
    )
    assert found.found.mention_at(found.text.index("council")) is None


def test_a_group_is_called_alike_at_the_start_of_a_sentence_and_inside_it(read: Reader) -> None:
    assert read("Police said the bridge was open.").entity("Police").name == "police"
    assert read("The bridge is open.\n\nOfficers said so.").entity("Officers").name == "officers"
    assert read("Norwegian troops said so.").entity("troops").name == "Norwegian troops"


def test_names_end_in_a_letter(read: Reader) -> None:
    found = read("Ola\u00a0Bergstrand\u200b said so. The Harbour Council* agreed.")
    for entity in found.found.entities:
        for name in (entity.name, *entity.aliases):
            assert name == " ".join(name.split()) and name[-1].isalnum()


def test_a_credit_line_ends_a_name(read: Reader) -> None:
    found = read("Ola Bergstrand speaks. REUTERS/File Photo Editorial Desk – This image is old.")
    assert not any("/" in entity.name for entity in found.found.entities)


def test_a_company_is_not_called_by_a_common_word(read: Reader) -> None:
    found = read("Water Company director Ola Bergstrand said the Water Company needed money.")
    assert names(found, "organisation") == ["Water Company"]


# ---- writings speak for who issued them --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "writing", "issuer"),
    [
        (
            "Ana Lind is suing the city over the ice. The lawsuit claims the ice was rotten.",
            "The lawsuit",
            "Ana Lind",
        ),
        (
            "On Monday Ana Lind filed a complaint against the city. Nobody came. The complaint said the ice was rotten.",
            "The complaint",
            "Ana Lind",
        ),
        (
            "The harbour authority released a study in May. Fishermen were angry. The study found the quay was safe.",
            "The study",
            "harbour authority",
        ),
    ],
)
def test_a_writing_speaks_for_who_the_text_before_says_issued_it(nlp, text, writing, issuer):
    entities = find_entities(parse_document(nlp, text), Published())
    mention = entities.mention_at(text.index(writing))
    assert mention is not None
    assert mention.entity is not None
    assert entities.entities[mention.entity].name == issuer


def test_a_first_name_of_both_does_not_part_a_person_from_the_title(nlp):
    text = "Lee Brandvik runs the mill. Ms. Brandvik said the wheel turns. Ana Torvald owns the land. Mr. Torvald disagreed."
    entities = find_entities(parse_document(nlp, text), Published())
    named = {entities.entities[entities.mention_at(text.index(words) + 4).entity].name for words in ("Ms. B", "Mr. T")}
    assert named == {"Lee Brandvik", "Torvald"}


def test_half_of_a_hyphenated_noun_is_no_firm(nlp):
    entities = find_entities(parse_document(nlp, "Ana Lind met the co-worker who sold the boat."), Published())
    assert [entity.name for entity in entities.entities if entity.kind == "organisation"] == []
