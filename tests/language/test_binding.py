"""Pronouns that grammar alone resolves, and whom it rules out; sentences of our own about invented people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.language.conftest import Reader

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        # whose a thing is: the nearest subject, or the object that the clause is about
        ("Peter Falk told the council that Karl Brandt would go if nobody paid for his boat.", "his", "Karl Brandt"),
        ("A judge barred Karl Brandt from spending the money on his mill. Peter Falk sued.", "his", "Karl Brandt"),
        ("The port praised Karl Brandt for his patience, Peter Falk said.", "his", "Karl Brandt"),
        ("Karl Brandt lost the race. A man shouted at him because of his hat.", "his", "Karl Brandt"),
        # who stresses a name, and who does a thing to himself
        ("Peter Falk spoke to reporters. The mayor, Karl Brandt, himself called it weak.", "himself", "Karl Brandt"),
        ("Karl Brandt, who met Peter Falk, bought a boat for himself.", "himself", "Karl Brandt"),
        # the subject a joined verb shares is not its object, and a concession is about the clause it stands in
        ("Ruwa Omari mocked Peter Falk's hat, accused him of fraud, and left the mill.", "him", "Peter Falk"),
        ("Peter Falk asked whether Karl Brandt was rich even though he was born in a mill.", "he", "Karl Brandt"),
        ("Ida Lind spoke on Monday. Ruwa Omari, a doctor, said she bought the old mill.", "she", "Ruwa Omari"),
        # he whom several told something
        ("Peter Falk said rowers had the courage to tell Karl Brandt he was wrong.", "he", "Karl Brandt"),
        # nobody is "he" in his own words, and the subject of the main clause does not wait for a name behind it
        ('Karl Brandt kept silent. "He will never get the mill," Peter Falk said.', "He", "Karl Brandt"),
        ("Peter Falk was angry. Still, he told the paper, last year Karl Brandt lost the race.", "he told", "Peter Falk"),
        # who lives somewhere
        ("Peter Falk of Norrby, Ruritania, who mends nets, stayed at home.", "who", "Peter Falk"),
    ],
)  # fmt: skip
def test_grammar_binds_he(read: Reader, text: str, pronoun: str, name: str) -> None:
    found = read(text)
    at = text.index(f" {pronoun}") + 1 if f" {pronoun}" in text else text.index(pronoun)
    mention = found.found.mention_at(at)
    assert mention is not None and mention.entity is not None
    assert found.found.entities[mention.entity].name == name


def test_the_speaker_beside_a_quotation_is_not_whom_it_speaks_of(read: Reader) -> None:
    found = read('Peter Falk met reporters. "Mr. Brandt has lost. He should go," he said. Karl Brandt was silent.')
    assert found.entity("He").name == "Karl Brandt"
    assert found.entity(" he").name == "Peter Falk"


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("Norrby Ferries sued. The caravan broke up at the wish of its members.", "its"),
        ("The firms Norrby Ferries and Tolvane Docks sued. Two old sloops were made to change their names.", "their"),
    ],
)
def test_what_belongs_to_a_thing_is_nobody_elses(read: Reader, text: str, pronoun: str) -> None:
    mention = read(text).mention(pronoun)
    assert mention.entity is None and mention.members == ()


def test_a_list_of_names_is_one_breath(read: Reader) -> None:
    found = read("Ida Falk, Karl Brandt and Lena Holm met on Monday. They signed the lease.")
    assert found.members("They") == {"Ida Falk", "Karl Brandt", "Lena Holm"}


# ---- descriptions of whose ----------------------------------------------------------------------------------------------


def test_whoever_was_her_rival_stays_her_rival(read: Reader) -> None:
    found = read(
        "Ida Falk wants the seat. Her rival, Karl Brandt, lost it last year. The mill burnt. Falk said her rival lied."
    )
    assert found.entity("rival", 2).name == "Karl Brandt"


def test_their_father_is_nobody_elses_father(read: Reader) -> None:
    found = read(
        "Emil Falk, the father of the mayor, owned the mill. Karl Brandt's daughters said their father worked there."
    )
    assert found.entity("their father").name != "Emil Falk"


# ---- family, offices ----------------------------------------------------------------------------------------------------


def test_a_surname_with_an_office_is_the_holder_not_the_only_relative_named_in_full(read: Reader) -> None:
    found = read(
        "Jill Biden is in hospital. President Biden visited her on Monday. Biden left at noon.", dt.date(2022, 5, 4)
    )
    assert found.entity("President Biden").name == "Joe Biden"
    assert found.entity("Biden", 3).name == "Joe Biden"
    assert found.entity("her").name == "Jill Biden"


def test_two_surnames_side_by_side_are_two_people(read: Reader) -> None:
    found = read("Ida Torvald rows. Karl Brandt sails. The loyalty won Torvald Brandt's early help in the race.")
    assert found.entity("won Torvald").name == "Ida Torvald"
    assert found.entity("Brandt", 2).name == "Karl Brandt"


def test_the_president_is_who_holds_the_office_not_who_did(read: Reader) -> None:
    found = read(
        "Joe Biden spoke on Friday. Barack Obama praised the bill that the president had signed.", dt.date(2022, 5, 4)
    )
    assert found.entity("the president").name == "Joe Biden"


def test_a_surname_before_an_administration_is_its_presidents(read: Reader) -> None:
    found = read("Jill Biden came to a Biden rally. The Biden administration was silent.", dt.date(2022, 5, 4))
    assert found.entity("a Biden").name == "Joe Biden"
    assert found.entity("administration").name == "United States"


def test_whom_a_body_acts_on_is_not_the_body(read: Reader) -> None:
    assert read("Dreamers did what the Harbour Commission asked of them.").mention("them").entity is None
