"""Who is named, described or meant by a pronoun, on sentences of our own about invented people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.language.conftest import Reader
from transforms.language.mentions import find_entities
from transforms.language.model import DocumentEntities, Published
from transforms.language.parse import parse_document
from warehouse.tables import ENTITY_KINDS, MENTION_FORMS

if TYPE_CHECKING:
    from spacy.language import Language

UNDATED = Published()


# ---- names --------------------------------------------------------------------------------------------------------------


def test_a_title_gives_role_and_country_and_is_no_part_of_the_name(read: Reader) -> None:
    found = read("Norwegian Finance Minister Ola Bergstrand said on Monday that taxes would fall.")
    person = found.entity("Bergstrand")
    assert (person.name, person.kind, person.country) == ("Ola Bergstrand", "person", "NOR")
    assert person.role is not None and person.role.lower() == "finance minister"
    assert found.text[slice(*found.mention("Bergstrand").span)] == "Ola Bergstrand"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Del. Ole Brandt (R-Stafford) voted for the bill.", "Ole Brandt"),
        ("Media caption Lena Holm Andersson visits the harbour.", "Lena Holm Andersson"),
        ("Lindqvist Twitter said the ferry would run. Marta Lindqvist has many readers.", "Marta Lindqvist"),
    ],
)
def test_what_is_glued_to_a_name_is_nobody(read: Reader, text: str, name: str) -> None:
    assert [entity.name for entity in read(text).found.entities] == [name]


def test_an_apposition_gives_role_and_country(read: Reader) -> None:
    found = read("Marek Havlik, a spokesman for the Czech army, said the bridge had been repaired.")
    person = found.entity("Havlik")
    assert person.role is not None and person.role.startswith("spokesman")
    assert found.entity("spokesman").name == "Marek Havlik"


def test_an_apposition_ends_before_the_next_subject(read: Reader) -> None:
    found = read("According to Marek Havlik, the Chinese delegation left early.")
    assert found.entity("Havlik").country is None


def test_a_surname_means_the_person_named_in_full_before_and_after(read: Reader) -> None:
    found = read("Bergstrand resigns\n\nOla Bergstrand resigned on Monday. Mr. Bergstrand gave no reason.")
    assert {found.entity("Bergstrand", i).name for i in (1, 2, 3)} == {"Ola Bergstrand"}


def test_two_people_of_one_surname_stay_two_and_a_title_tells_them_apart(read: Reader) -> None:
    found = read(
        "Peter Strand and Maria Strand own the farm. Mrs. Strand said it was for sale. Mr. Strand declined to comment."
    )
    assert found.entity("Strand", 3).name == "Maria Strand"
    assert found.entity("Strand", 4).name == "Peter Strand"


def test_the_halves_of_a_hyphenated_name_are_one(read: Reader) -> None:
    found = read("Kazakh President Erlan-Daniyar Sadykov met Ola Bergstrand in Astana.")
    assert found.entity("Sadykov").name == "Erlan-Daniyar Sadykov"
    assert found.entity("Sadykov").country == "KAZ"


def test_a_word_glued_to_a_country_is_no_part_of_it(read: Reader) -> None:
    found = read("In May she flew to Kazakhstanwhere the talks went on.")
    mention = found.mention("Kazakhstan")
    assert found.text[slice(*mention.span)] == "Kazakhstan"
    assert found.entity("Kazakhstan").country == "KAZ"


def test_a_possessive_ending_is_no_part_of_a_name(read: Reader) -> None:
    found = read("Ola Bergstrand’s speech drew applause.")
    assert found.text[slice(*found.mention("Bergstrand").span)] == "Ola Bergstrand"


def test_initials_mean_the_organisation_they_were_defined_for(read: Reader) -> None:
    found = read("The Baltic Fisheries Council (BFC) met on Friday. The BFC said quotas would stay.")
    assert found.entity("BFC", 2).name == "Baltic Fisheries Council"


# ---- states, blocs, places ------------------------------------------------------------------------------------------------


def test_a_capital_is_its_government_where_it_acts_and_a_place_where_something_happens_in_it(read: Reader) -> None:
    found = read("Beijing accused Moscow of delay. The talks were held in Beijing.")
    assert (found.entity("Beijing").kind, found.entity("Beijing").name) == ("government", "China")
    assert (found.entity("Moscow").kind, found.entity("Moscow").name) == ("government", "Russia")
    assert (found.entity("Beijing", 2).kind, found.entity("Beijing", 2).name) == ("place", "Beijing")


def test_a_state_its_capital_and_its_side_are_one_government(read: Reader) -> None:
    found = read("Russia rejected the plan. Moscow called it useless. The Russian side released a statement.")
    assert found.mention("Russia").entity == found.mention("Moscow").entity == found.mention("side").entity
    assert found.entity("side").country == "RUS"


def test_a_state_in_which_something_happens_is_a_place(read: Reader) -> None:
    found = read("The storm killed three people in Norway. Norway asked for help.")
    assert [found.entity("Norway", i).kind for i in (1, 2)] == ["place", "government"]


def test_a_dateline_is_a_place(read: Reader) -> None:
    found = read("OSLO (Newswire) - Ola Bergstrand resigned on Monday.")
    assert (found.entity("OSLO").kind, found.entity("OSLO").name) == ("place", "Oslo")


def test_blocs_belong_to_no_country(read: Reader) -> None:
    found = read("NATO warned the West and the European Union of new risks.")
    for words in ("NATO", "West", "European Union"):
        assert (found.entity(words).kind, found.entity(words).country) == ("bloc", None)


# ---- descriptions -------------------------------------------------------------------------------------------------------


def test_an_office_means_the_person_the_text_gives_it_to(read: Reader) -> None:
    found = read(
        "Mayor Ola Bergstrand met Erik Dahl, the owner of the ferry, on Monday. "
        "The mayor promised help. The owner said he was grateful."
    )
    assert found.entity("The mayor").name == "Ola Bergstrand"
    assert found.entity("The owner").name == "Erik Dahl"


def test_the_day_decides_who_held_an_office_of_state(read: Reader) -> None:
    text = "The British prime minister was in London."
    assert read(text, dt.date(2018, 5, 1)).entity("minister").name == "Theresa May"
    assert read(text, dt.date(2023, 5, 1)).entity("minister").name == "Rishi Sunak"


def test_without_a_day_only_a_holder_the_text_names_is_taken(read: Reader) -> None:
    assert read("The Chinese leader is in Beijing.").entity("leader").name == "Chinese leader"
    named = read("Xi Jinping is the president of China. The Chinese leader is in Beijing.")
    assert named.entity("leader").name == "Xi Jinping"


def test_a_counterpart_holds_the_possessors_office(read: Reader) -> None:
    found = read("The French president was in Rome with his Italian counterpart.", dt.date(2018, 3, 1))
    assert found.entity("president").name == "Emmanuel Macron"
    assert found.entity("counterpart").name == "Sergio Mattarella"


def test_heads_of_international_bodies_are_told_apart_by_the_body(read: Reader) -> None:
    found = read("The NATO secretary-general met the UN secretary-general in Geneva.", dt.date(2023, 3, 1))
    assert found.entity("NATO secretary").name == "Jens Stoltenberg"
    assert found.entity("UN secretary").name == "Antonio Guterres"


def test_two_leaders_are_the_two_last_talked_about(read: Reader) -> None:
    found = read(
        "President Anna Kovacs of Hungary met President Ion Popa of Romania on Monday. The two leaders signed a treaty."
    )
    assert found.members("The two leaders") == {"Anna Kovacs", "Ion Popa"}


def test_two_countries_are_governments(read: Reader) -> None:
    found = read("Norway and Sweden signed a treaty. The two countries will share a railway.")
    assert found.members("The two countries") == {"Norway", "Sweden"}


def test_the_company_is_the_organisation_last_talked_about(read: Reader) -> None:
    found = read("Bergen Ferries Inc. cancelled forty sailings. The company said crews were ill.")
    assert found.entity("The company").name == "Bergen Ferries"


def test_troops_are_a_group_of_their_country(read: Reader) -> None:
    found = read("Norwegian troops crossed the river at dawn.")
    group = found.entity("troops")
    assert (group.name, group.kind, group.country) == ("Norwegian troops", "group", "NOR")


def test_an_unnamed_speaker_goes_by_the_description(read: Reader) -> None:
    found = read("A spokeswoman for the harbour said two ships had left.")
    assert found.entity("spokeswoman").name == "spokeswoman for the harbour"


def test_somebody_described_first_may_be_named_next(read: Reader) -> None:
    found = read("A former director said she would return. Clara Lindqvist said the board had asked her.")
    assert found.entity("director").name == "Clara Lindqvist"


def test_a_writing_speaks_for_who_issued_it(read: Reader) -> None:
    found = read(
        "The Baltic Fisheries Council met on Friday. A Baltic Fisheries Council statement said quotas would stay."
    )
    assert found.entity("statement").name == "Baltic Fisheries Council"


def test_a_readout_of_a_call_speaks_for_its_side(read: Reader) -> None:
    found = read("Norway's official reading of the two captains’ harbour summit stressed that the ferry would run.")
    assert found.entity("reading").name == "Norway"


# ---- pronouns -----------------------------------------------------------------------------------------------------------


def test_pronouns_follow_gender(read: Reader) -> None:
    found = read("Maria Strand met Erik Dahl in Oslo. She said the talks went well. He agreed.")
    assert found.entity("She").name == "Maria Strand"
    assert found.entity("He").name == "Erik Dahl"


def test_a_fronted_pronoun_waits_for_its_subject(read: Reader) -> None:
    found = read("Erik Dahl praised the plan. For his part, Ola Bergstrand said that it was too dear.")
    assert found.entity("his").name == "Ola Bergstrand"


def test_a_name_before_any_verb_is_whom_the_pronoun_takes_up(read: Reader) -> None:
    praise = "Erik Dahl praised the crew, and Erik Dahl thanked the town."
    talks = "After talks with the captain, Ola Bergstrand, he left."
    loose = "On the other hand, Norway and Denmark, Ola Bergstrand During a visit to Oslo in May, he left."
    alone = "On the other hand, Ola Bergstrand. During a visit to Oslo in May, he left."
    assert read(f"{praise} {talks}").entity(" he").name == "Erik Dahl"
    assert read(f"{praise} {loose}").entity(" he").name == "Ola Bergstrand"
    assert read(f"{praise} {alone}").entity(" he").name == "Ola Bergstrand"


def test_an_object_pronoun_is_not_the_subject_beside_it(read: Reader) -> None:
    found = read("Erik Dahl waited outside. Ola Bergstrand told him to go home.")
    assert found.entity("him").name == "Erik Dahl"


def test_people_named_inside_a_quotation_do_not_take_over_the_pronoun_outside(read: Reader) -> None:
    found = read("Erik Dahl spoke to reporters. “Peter Strand is wrong,” he said.")
    assert found.entity("he said"[:2]).name == "Erik Dahl"


def test_a_first_person_is_left_to_the_quotation(read: Reader) -> None:
    found = read("“I will stay,” Erik Dahl said.")
    mention = found.mention("I")
    assert (mention.form, mention.entity) == ("pronoun", None)


def test_an_empty_it_means_nobody(read: Reader) -> None:
    found = read("Bergen Ferries cancelled forty sailings. It is clear that crews were ill.")
    assert found.mention("It").entity is None


# ---- what holds for every text --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "Ola Bergstrand said",
        "the Norwegian prime minister",
        "Beijing and Moscow",
        "“I am sure,”",
        "she told him",
        "the two leaders",
        "Mr. Strand’s aide",
        "NATO",
        "the company (BFC)",
        "in Oslo,",
        "\n\n",
        ". ",
        "According to Erik-Jan Dahl,",
        "—",
        "🙂",
        "KYIV",
        "'s",
        "“",
        "the",
    ]
)


@given(pieces=st.lists(PIECES, max_size=14))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mentions_are_in_order_apart_and_point_to_entities(nlp: Language, pieces: list[str]) -> None:
    text = " ".join(pieces)
    doc = parse_document(nlp, text)
    found = find_entities(doc, UNDATED)
    end = 0
    for mention in found.mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.form in MENTION_FORMS and 0 <= mention.confidence <= 1
        assert (
            all(0 <= entity < len(found.entities) for entity in (*mention.members, mention.entity or 0))
            or not found.entities
        )
        assert mention.entity is None or not mention.members
        end = mention.end
    assert all(entity.kind in ENTITY_KINDS and entity.name for entity in found.entities)
    assert find_entities(doc, UNDATED) == found


def test_an_empty_text_has_nobody(nlp: Language) -> None:
    assert find_entities(parse_document(nlp, ""), UNDATED) == DocumentEntities()
    assert find_entities(parse_document(nlp, " \n "), UNDATED).mentions == ()


def test_the_leaders_of_the_seed_stories_are_known_by_their_full_names(nlp: Language, seeds: Path) -> None:
    countries = {
        "Xi Jinping": "CHN",
        "Vladimir Putin": "RUS",
        "Dmitry Peskov": "RUS",
        "Kassym-Jomart Tokayev": "KAZ",
        "Shavkat Mirziyoyev": "UZB",
        "Nancy Pelosi": "USA",
        "Yuri Ushakov": "RUS",
    }
    found: dict[str, set[str | None]] = {}
    for path in sorted(seeds.glob("*.txt")):
        entities = find_entities(parse_document(nlp, path.read_text(encoding="utf-8")), UNDATED)
        for entity in entities.entities:
            if entity.kind == "person":
                found.setdefault(entity.name, set()).add(entity.country)
    assert {name: found.get(name) for name in countries} == {name: {country} for name, country in countries.items()}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The council praised the Rev. Karl Brandt Jr. Falk's rallies drew thousands.", {"Karl Brandt Jr.", "Falk"}),
        (
            "Ida Lind, director of the Norrby Museum, left. Peter Falk met the director of the Ports Agency.",
            {"Ida Lind", "Peter Falk", "director of the Ports Agency"},
        ),
        ("The mayor of Norrby met the mayor of Tolvane.", {"mayor of Norrby", "mayor of Tolvane"}),
    ],
)
def test_two_people_are_not_one(nlp: Language, text: str, names: set[str]) -> None:
    entities = find_entities(parse_document(nlp, text), UNDATED).entities
    assert {entity.name for entity in entities if entity.kind == "person"} == names
