"""Headline, authors, dateline, agency and day: read where they stand, never guessed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.ingest.reading import STORY, only_document, read
from transforms.ingest.dateline import find_dateline
from transforms.ingest.days import read_period
from transforms.ingest.metadata import find_headline

REST = "The harbour board of Eastmere voted to reopen the northern pier."


@pytest.mark.parametrize(
    ("opening", "dateline", "agency"),
    [
        ("Dec 30 (Reuters) – ", "Dec 30 (Reuters)", "Reuters"),
        ("EASTMERE, Sept 15 (AP) — ", "EASTMERE, Sept 15 (AP)", "Associated Press"),
        ("BEIJING (Reuters) - ", "BEIJING (Reuters)", "Reuters"),
        ("WASHINGTON — ", "WASHINGTON", None),
        ("LONDON, May 5 — ", "LONDON, May 5", None),
        ("SAMARKAND, Uzbekistan (AP) — ", "SAMARKAND, Uzbekistan (AP)", "Associated Press"),
        ("KYIV/WARSAW, Dec. 30 (AFP) -- ", "KYIV/WARSAW, Dec. 30 (AFP)", "Agence France-Presse"),
        ("ST. JOHN’S, N.L. — ", "ST. JOHN’S, N.L.", None),
        ("New Delhi, Dec 30 (PTI) ", "New Delhi, Dec 30 (PTI)", "Press Trust of India"),
        ("MOSCOW, December 30. /TASS/. ", "MOSCOW, December 30. /TASS/", "TASS"),
        ("EASTMERE — (AFP) ", "EASTMERE — (AFP)", "Agence France-Presse"),
        ("EASTMERE, Norland (AP) _ ", "EASTMERE, Norland (AP)", "Associated Press"),
        ("Eastmere [Norland], May 3 (ANI): ", "Eastmere [Norland], May 3 (ANI)", "Asian News International"),
        ("REUTERS – ", "REUTERS", "Reuters"),
        ("NEW YORK, Jan. 3, 2023 /PRNewswire/ -- ", "NEW YORK, Jan. 3, 2023 /PRNewswire/", "PR Newswire"),
        ("EASTMERE (CNN) — ", "EASTMERE (CNN)", None),
        ("(Reuters) - ", "(Reuters)", "Reuters"),
        ("LONDON, Friday, May 5 (AP) — ", "LONDON, Friday, May 5 (AP)", "Associated Press"),
    ],
)
def test_datelines(opening, dateline, agency):
    found = find_dateline("Pier to reopen\n\n" + opening + REST)
    assert found is not None
    assert (found.text, found.agency, found.start) == (dateline, agency, len("Pier to reopen\n\n"))


@pytest.mark.parametrize(
    "opening",
    [
        "UPDATE — ",
        "On May 5 — a Friday — ",
        "Imke Olander — the chair — said so. ",
        "OLANDER (R) — ",
        "The Bank (AP) rose. ",
        "BOARD VOTES TO REOPEN NORTHERN PIER — ",
        "WHEAT DEC7 - 4.10 ",
        "",
    ],
)
def test_what_only_looks_like_a_dateline(opening):
    assert find_dateline(opening + REST) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022-12-30", "2022-12-30", "2022-12-30"),
        ("2022-12-30T23:30:00-05:00", "2022-12-30", "2022-12-30"),
        ("20221230", "2022-12-30", "2022-12-30"),
        (20221230, "2022-12-30", "2022-12-30"),
        ("Fri, 30 Dec 2022 10:00:00 GMT", "2022-12-30", "2022-12-30"),
        ("December 30th, 2022", "2022-12-30", "2022-12-30"),
        ("30 Dec. 2022, 10:15", "2022-12-30", "2022-12-30"),
        ("30/12/2022", "2022-12-30", "2022-12-30"),
        (1672400000, "2022-12-30", "2022-12-30"),
        ("1672400000000", "2022-12-30", "2022-12-30"),
        ("03/04/2022", "2022-03-04", "2022-04-03"),
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_written_dates(value, first, last):
    assert read_period(value) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["Thursday", "yesterday", "30 December", "2022-13-45", "", None, True, "n/a", 0, 1e300]
)
def test_dates_that_say_too_little(value):
    assert read_period(value) is None


def published(tmp_path, name="story.txt", text=STORY, **fields):
    (tmp_path / (name + ".meta.json")).write_text(json.dumps(fields))
    document = only_document(read(tmp_path / name, text))
    return document.published_on, document.published_basis


def test_the_day_from_metadata_wins(tmp_path):
    text = "EASTMERE, Dec 30, 2021 (AP) — " + REST
    assert published(tmp_path, text=text, date="2022-12-31") == (dt.date(2022, 12, 31), "metadata")


def test_the_day_from_a_full_dateline(tmp_path):
    assert published(tmp_path, text="EASTMERE, Dec 30, 2022 (AP) — " + REST) == (dt.date(2022, 12, 30), "dateline")


def test_a_dateline_may_stand_on_a_line_of_its_own(tmp_path):
    text = "EASTMERE, Dec 30, 2022 —\n\n" + REST
    assert published(tmp_path, text=text) == (dt.date(2022, 12, 30), "dateline")


def test_a_dateline_without_year_stays_open(tmp_path):
    text = "Dec 30 (Reuters) – " + REST + "\n\nThe board last met on February 4, 2022. It meets again on Thursday."
    assert published(tmp_path, text=text) == (None, None)


def test_a_sure_month_or_year_completes_a_dateline(tmp_path):
    text = "EASTMERE, Dec 30 (AP) — " + REST
    assert published(tmp_path, text=text, date="2022-12") == (dt.date(2022, 12, 30), "dateline")
    assert published(tmp_path, text=text, url="https://p.example/2022/12/pier") == (dt.date(2022, 12, 30), "dateline")


@pytest.mark.parametrize(
    "path",
    [
        "2022/12/30/pier.html", "news/2022-12-30-pier", "2022/1230/pier", "20221230/pier", "news/2022/dec/30/pier/",
        "news/2022/December/30", "pier-2022-12-30?from=home", "pier-2022-12-30.html", "2022/12/30?x=1",
    ],
)  # fmt: skip
def test_the_day_from_an_address(tmp_path, path):
    assert published(tmp_path, url=f"https://p.example/{path}") == (dt.date(2022, 12, 30), "metadata")


@pytest.mark.parametrize("path", ["pier-20221230123", "2022/13/30/pier", "pier-2022-12-30-metres-long", "id/202212305"])
def test_numbers_in_an_address_that_are_no_day(tmp_path, path):
    assert published(tmp_path, url=f"https://p.example/{path}") == (None, None)


def test_the_day_from_a_printed_line(tmp_path):
    text = "Pier to reopen\n\nPublished: 30 December 2022, 10:15 GMT\n\n" + REST
    assert published(tmp_path, text=text) == (dt.date(2022, 12, 30), "text")


def test_the_day_from_the_file_name_comes_last(tmp_path):
    assert published(tmp_path, name="2022-12-30-pier.txt") == (dt.date(2022, 12, 30), "file")
    text = "EASTMERE, Dec 29 (AP) — " + REST
    assert published(tmp_path, name="2022-12-30-pier.txt", text=text) == (dt.date(2022, 12, 29), "dateline")


def test_a_date_in_the_story_is_not_its_day(tmp_path):
    assert published(tmp_path, text=REST + " It was built on 30 December 1922.") == (None, None)


def test_a_fetch_date_far_from_the_dateline_decides_no_year(tmp_path):
    text = "EASTMERE, Dec 29 (AP) — " + REST
    assert published(tmp_path, name="2023-06-01-pier.txt", text=text)[1] != "dateline"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Pier to reopen in Eastmere\n\n" + REST, "Pier to reopen in Eastmere"),
        ("Pier to reopen in Eastmere\n" + REST, "Pier to reopen in Eastmere"),
        ("\n\nWill the pier reopen?\n\n" + REST, "Will the pier reopen?"),
        ("Trade with the U.S. grows\n\n" + REST, "Trade with the U.S. grows"),
        (REST + "\n\n" + REST, None),
        (REST, None),
        ("Pier to reopen", None),
        ("The harbour board of Eastmere voted to\nReopen the northern pier of the town, which\nhad closed.", None),
        ("EASTMERE (AP) — " + REST[:-1] + "\n\n" + REST, None),
    ],
)
def test_headlines(text, headline):
    assert find_headline(text) == headline


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Tove Lindqvist", ("Tove Lindqvist",)),
        ("By TOVE LINDQVIST and Imke de Vries", ("Tove Lindqvist", "Imke de Vries")),
        ("By Tove Lindqvist, Reuters", ("Tove Lindqvist",)),
        (
            "(Reporting by Ann Ash in Eastmere and Ben Birch; Writing by Cy Cole; Editing by Dee Drew)",
            ("Ann Ash", "Ben Birch", "Cy Cole"),
        ),
    ],
)
def test_authors_named_in_the_text_are_cut_and_kept(tmp_path, line, authors):
    document = only_document(read(tmp_path / "a.txt", f"Pier to reopen\n\n{line}\n\n{STORY}\n"))
    assert document.bylines == authors
    assert line not in document.text


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Reporting by Reuters; Editing by Dee Drew", "Reuters"),
        ("(With inputs from PTI)", "Press Trust of India"),
        ("The Associated Press contributed to this report.", "Associated Press"),
        ("This story has been published from a wire agency feed without modifications to the text.", "unnamed agency"),
        ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters"),
        ("Source: Xinhua", "Xinhua"),
        ("The pier closed last year. (AFP)", "Agence France-Presse"),
        ("(Reporting by Ann Ash; Editing by Bo Birch)", "Reuters"),
        ("(Reporting by Ann Ash in Eastmere; Writing by Cy Cole; editing by Bo Birch)", "Reuters"),
        ("Source - AP", "Associated Press"),
        ("AFP, Reuters, dpa", "Agence France-Presse"),
        ("This report by The Canadian Press was first published May 3, 2021.", "The Canadian Press"),
        ("Distributed by Tribune Content Agency, LLC.", "Tribune Content Agency"),
        ("With files from The Canadian Press", "The Canadian Press"),
        ("© 2021 AFP", "Agence France-Presse"),
        ("Reporting by Ann Ash", None),
        ("The board will vote (AP has no say).", None),
        ("Ann Ash wrote to Reuters about it.", None),
    ],
)
def test_agencies(tmp_path, line, agency):
    assert only_document(read(tmp_path / "a.txt", STORY + "\n\n" + line)).wire_source == agency


@pytest.mark.parametrize(
    ("line", "agency", "authors"),
    [
        ("By Reuters", "Reuters", ()),
        ("By THE ASSOCIATED PRESS", "Associated Press", ()),
        ("By Ann Ash, The Associated Press", "Associated Press", ("Ann Ash",)),
        ("By Ann Ash Associated Press", "Associated Press", ("Ann Ash",)),
        ("By Ann Ash | Bloomberg", "Bloomberg", ("Ann Ash",)),
    ],
)
def test_an_agency_in_the_byline(tmp_path, line, agency, authors):
    document = only_document(read(tmp_path / "a.txt", f"Pier to reopen\n\n{line}\n\n{STORY}\n"))
    assert (document.wire_source, document.bylines) == (agency, authors)


def test_an_agency_is_no_author(tmp_path):
    document = only_document(read(tmp_path / "a.jsonl", json.dumps({"text": STORY, "author": "By Ann Ash, AFP"})))
    assert (document.bylines, document.wire_source) == (("Ann Ash",), "Agence France-Presse")
