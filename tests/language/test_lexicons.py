"""The lexicons keep what their readers rely on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from transforms.language import lexicons
from transforms.language.lexicons import Lexeme


def known(form: str) -> Lexeme:
    return next(lexeme for lexeme in lexicons.known_names()[form[:2]] if lexeme.form == form)


@pytest.mark.parametrize(
    ("form", "country", "kind"),
    [
        ("Norway", "NOR", "country"),
        ("Norwegian", "NOR", "adjective"),
        ("Oslo", "NOR", "capital"),
        ("U.S.", "USA", "country"),
        ("Kyiv", "UKR", "capital"),
        ("Kiev", "UKR", "capital"),
        ("Kremlin", "RUS", "government"),
        ("NATO", None, "bloc"),
    ],
)
def test_names_adjectives_and_capitals_give_their_country(form: str, country: str | None, kind: str) -> None:
    assert (known(form).country, known(form).kind) == (country, kind)


def test_country_codes_are_three_capitals_and_stand_once() -> None:
    codes = [row["iso3"] for row in lexicons.rows("countries")]
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert len(set(codes)) == len(codes) > 200


@pytest.mark.parametrize("table", ["institutions", "places", "offices"])
def test_every_country_a_table_names_is_in_the_list_of_countries(table: str) -> None:
    codes = set(lexicons.state_names())
    assert {row["country"] for row in lexicons.rows(table)} - {""} <= codes


def test_terms_of_office_end_after_they_begin() -> None:
    for office in lexicons.offices():
        assert office.until is None or office.since < office.until, office
        assert office.gender in ("m", "f"), office
        assert office.country or office.body, office


def test_a_state_has_one_leader_on_a_day() -> None:
    day = dt.date(2022, 12, 30)
    leaders = Counter(
        office.country
        for office in lexicons.offices()
        if office.is_leader and office.country and office.held_in(day, day)
    )
    assert {country for country, count in leaders.items() if count > 1} == set()
    assert leaders["CHN"] == leaders["RUS"] == 1


def test_a_noun_for_people_stands_on_one_line_only() -> None:
    nouns = Counter(noun for row in lexicons.rows("people_nouns") for noun in row["nouns"].split(", "))
    assert [noun for noun, count in nouns.items() if count > 1] == []


def test_a_first_name_tells_one_gender_only() -> None:
    names = Counter(name for row in lexicons.rows("first_names") for name in row["names"].split())
    assert [name for name, count in names.items() if count > 1] == []


def test_plural_nouns_are_known_as_plurals() -> None:
    nouns = lexicons.person_nouns()
    assert nouns["spokeswoman"].gender == "f" and not nouns["spokeswoman"].is_plural
    assert all(nouns[noun].is_plural for noun in ("spokeswomen", "mayors", "secretaries", "children"))


def test_folding_joins_spellings() -> None:
    assert lexicons.fold("Łukasz Żółć’s") == lexicons.fold("łukasz zołc's")


def test_an_unknown_word_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="no list"):
        lexicons.word_list("nothing")
