"""Expressions of time: where they stand and which days they mean."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from transforms.language.dates import find_dates
from transforms.language.model import DateExpression, Published
from warehouse import tables

FRIDAY = dt.date(2022, 12, 30)


@dataclass
class Text:
    """Nearly all dates are read from the text alone, so a text without a parse will do."""

    text: str

    def has_annotation(self, _: str) -> bool:
        return False


def dates_of(text: str, published: Published) -> tuple[DateExpression, ...]:
    return find_dates(cast(Doc, Text(text)), published)


# sentence, expression, first day, last day, granularity, basis
CASES = [
    ("It opened on February 4, 2022.", "February 4, 2022", "2022-02-04", "2022-02-04", "day", "explicit"),
    ("It opened on 4 February 2022.", "4 February 2022", "2022-02-04", "2022-02-04", "day", "explicit"),
    ("It opened on 2022-02-04.", "2022-02-04", "2022-02-04", "2022-02-04", "day", "explicit"),
    ("It opened on 24/12/2021.", "24/12/2021", "2021-12-24", "2021-12-24", "day", "explicit"),
    ("It opened on 5/6/2021.", "5/6/2021", None, None, "day", "explicit"),
    ("Troops left on Feb. 24.", "Feb. 24", "2022-02-24", "2022-02-24", "day", "relative"),
    ("The fair ran April 20-21, 2019.", "April 20-21, 2019", "2019-04-20", "2019-04-21", "span", "explicit"),
    ("It closed in June 2018.", "June 2018", "2018-06-01", "2018-06-30", "month", "explicit"),
    ("It closed in early February.", "early February", "2022-02-01", "2022-02-14", "month", "relative"),
    ("It closed in August last year.", "August last year", "2021-08-01", "2021-08-31", "month", "relative"),
    ("They spoke last December.", "last December", "2021-12-01", "2021-12-31", "month", "relative"),
    ("The road was built in 2013.", "2013", "2013-01-01", "2013-12-31", "year", "explicit"),
    ("Prices doubled in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31", "decade", "explicit"),
    ("It is the best of the 21st century.", "the 21st century", "2001-01-01", "2100-12-31", "span", "explicit"),
    ("Trade grew in January-November.", "January-November", "2022-01-01", "2022-11-30", "span", "relative"),
    ("It peaked in the first 11 months of 2022.", "the first 11 months of 2022", "2022-01-01", "2022-11-30", "span", "explicit"),
    ("It shrank in the third quarter of 2021.", "the third quarter of 2021", "2021-07-01", "2021-09-30", "quarter", "explicit"),
    ("It shrank in the third quarter.", "the third quarter", None, None, "quarter", "relative"),
    ("He said on Thursday that it was over.", "Thursday", "2022-12-29", "2022-12-29", "day", "relative"),
    ("Both sides said they would meet again on Thursday.", "Thursday", "2023-01-05", "2023-01-05", "day", "relative"),
    ("He said on Friday that it was over.", "Friday", "2022-12-30", "2022-12-30", "day", "relative"),
    ("The council will meet on Monday.", "Monday", "2023-01-02", "2023-01-02", "day", "relative"),
    ("They left last Friday.", "last Friday", "2022-12-23", "2022-12-23", "day", "relative"),
    ("They left yesterday evening.", "yesterday evening", "2022-12-29", "2022-12-29", "day", "relative"),
    ("They met last week.", "last week", "2022-12-19", "2022-12-25", "week", "relative"),
    ("They met last year.", "last year", "2021-01-01", "2021-12-31", "year", "relative"),
    ("A visit is planned early next year.", "early next year", "2023-01-01", "2023-07-01", "year", "relative"),
    ("He invited her to come next spring.", "next spring", "2023-03-01", "2023-05-31", "season", "relative"),
    ("It was sold in the summer of 2019.", "the summer of 2019", "2019-06-01", "2019-08-31", "season", "explicit"),
    ("It has risen since February.", "since February", "2022-02-01", "2022-12-30", "span", "relative"),
    ("We will be done by the end of the year.", "by the end of the year", "2022-12-30", "2022-12-31", "span", "relative"),
    ("It fell over the past three months.", "the past three months", "2022-09-30", "2022-12-30", "span", "relative"),
    ("She died eight years ago.", "eight years ago", "2014-01-01", "2014-12-31", "year", "relative"),
    ("She died a few weeks ago.", "a few weeks ago", None, None, "week", "relative"),
    ("Navies drilled hours before the talks.", "hours before", None, None, "time", "document"),
    ("The fire began at 9:01 p.m.", "9:01 p.m.", None, None, "time", "document"),
    ("They meet at 2 p.m. Wednesday.", "2 p.m. Wednesday", "2022-12-28", "2022-12-28", "time", "relative"),
    ("He ruled from 1985 to 1988.", "1985 to 1988", "1985-01-01", "1988-12-31", "span", "explicit"),
    ("Profit rose in the 12 months ended Dec. 31, 2018.", "the 12 months ended Dec. 31, 2018", "2018-01-01", "2018-12-31", "span", "explicit"),
    ("A study of data up to 2015 found none.", "2015", "2015-01-01", "2015-12-31", "year", "explicit"),
    ("The lease runs until at least 2031.", "2031", "2031-01-01", "2031-12-31", "year", "explicit"),
    ("It is expected to shrink, the firm wrote in a report in December.", "December", "2022-12-01", "2022-12-31", "month", "relative"),
    ("The pills came 14 hours earlier.", "14 hours earlier", None, None, "time", "document"),
    ("The fire began on Thursday evening.", "Thursday evening", "2022-12-29", "2022-12-29", "time", "relative"),
    ("The mill was recently sold.", "recently", None, None, "span", "relative"),
    ("We will build it in the near future.", "in the near future", None, None, "span", "relative"),
    ("Shortly after, the dam broke.", "Shortly after", None, None, "span", "document"),
    ("The mayor later withdrew the plan.", "later", None, None, "span", "document"),
    ("The crew marked the New Year at sea.", "the New Year", None, None, "day", "relative"),
    ("The crew left on New Year's Day 2021.", "New Year's Day 2021", "2021-01-01", "2021-01-01", "day", "explicit"),
    ("Tomorrow, the ferry stops.", "Tomorrow", "2022-12-31", "2022-12-31", "day", "relative"),
    ("They sail the day after tomorrow.", "the day after tomorrow", "2023-01-01", "2023-01-01", "day", "relative"),
    ("They sailed the day before yesterday.", "the day before yesterday", "2022-12-28", "2022-12-28", "day", "relative"),
    ("Prices doubled in the 60s.", "the 60s", "1960-01-01", "1969-12-31", "decade", "explicit"),
    ("Prices doubled in the mid-80s.", "mid-80s", "1982-07-02", "1987-07-01", "decade", "explicit"),
    # the verb that governs the time looks ahead
    ("Shops can reopen Monday at the harbour.", "Monday", "2023-01-02", "2023-01-02", "day", "relative"),
    ("The baths may reopen Wednesday.", "Wednesday", "2023-01-04", "2023-01-04", "day", "relative"),
    ("The bathing beach should stay shut until at least June 22.", "June 22", "2023-06-22", "2023-06-22", "day", "relative"),
    ("The ferry had yet to report into Saturday morning.", "Saturday morning", "2022-12-31", "2022-12-31", "time", "relative"),
    ("The town said that it would leave the pact on Saturday.", "Saturday", "2022-12-31", "2022-12-31", "day", "relative"),
    ("The council announced it would close the bridge in February.", "February", "2023-02-01", "2023-02-28", "month", "relative"),
    ("Both ran in the fair, set to open Tuesday.", "Tuesday", "2023-01-03", "2023-01-03", "day", "relative"),
    ("The order is likely to run past May 3.", "May 3", "2023-05-03", "2023-05-03", "day", "relative"),
    ("The chamber moved the vote from March's general election.", "March", "2023-03-01", "2023-03-31", "month", "relative"),
    ("She could face the mayor in February's election.", "February", "2023-02-01", "2023-02-28", "month", "relative"),
    ("He lost February's election.", "February", "2022-02-01", "2022-02-28", "month", "relative"),
    # and back
    ("In March, she gave the mill to her son, who will run it.", "March", "2022-03-01", "2022-03-31", "month", "relative"),
    ("The mayor could have won on Monday.", "Monday", "2022-12-26", "2022-12-26", "day", "relative"),
    ("It fell after the September 11 attacks.", "September 11", "2001-09-11", "2001-09-11", "day", "explicit"),
    ("It fell after the Sept. 11th, 2012, fire.", "Sept. 11th, 2012", "2012-09-11", "2012-09-11", "day", "explicit"),
    ("The widow of a 9/11 victim sang.", "9/11", "2001-09-11", "2001-09-11", "day", "explicit"),
    ("Ties have grown in recent years.", "recent years", None, None, "span", "relative"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_an_expression_means_its_days(case: tuple[str, str, str | None, str | None, str, str]) -> None:
    sentence, words, first, last, granularity, basis = case
    found = {sentence[d.start : d.end]: d for d in dates_of(sentence, Published(on=FRIDAY))}
    assert list(found) == [words]
    date = found[words]
    days = (first and dt.date.fromisoformat(first), last and dt.date.fromisoformat(last))
    assert (date.from_on, date.until_on, date.granularity, date.basis) == (*days, granularity, basis)


@pytest.mark.parametrize("case", [case for case in CASES if case[5] == "relative"], ids=lambda case: case[1])
def test_nothing_is_guessed_without_a_publication_date(case: tuple[str, ...]) -> None:
    (date,) = dates_of(case[0], Published())
    assert (date.from_on, date.until_on) == (None, None)


def test_a_bracket_resolves_what_is_the_same_on_all_its_days() -> None:
    bracket = Published(earliest=dt.date(2022, 12, 26), latest=dt.date(2022, 12, 30))
    last_year, thursday = dates_of("Trade fell last year, he said on Thursday.", bracket)
    assert (last_year.from_on, last_year.until_on) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    assert thursday.from_on is None  # the 22nd or the 29th


@pytest.mark.parametrize(
    "text",
    [
        "You may march on.",
        "Call as soon as you can, sooner or later, and no later than she does.",
        "He may be back and she will march them home.",
        "The mill employs 2018 people and spent $2019.",
        "April Dunmore said nothing.",
        "Verse 3:99 and version 1.2.3 were cited.",
        "She told USA TODAY and Psychology Today.",
        "Shares stood in the low 30s and she is in her mid-20s.",
    ],
)
def test_other_words_and_amounts_are_no_dates(text: str) -> None:
    assert [text[d.start : d.end] for d in dates_of(text, Published(on=FRIDAY))] == []


PIECES = st.sampled_from(
    [
        "May",
        "March",
        "Jan.",
        "Dec",
        "30",
        "31",
        "2022",
        "1999",
        "Monday",
        "Thurs.",
        "last",
        "next",
        "this",
        "early",
        "mid-",
        "late",
        "year",
        "week",
        "month",
        "quarter",
        "half",
        "first",
        "11",
        "months",
        "of",
        "the",
        "since",
        "by",
        "until",
        "from",
        "to",
        "between",
        "and",
        "-",
        "ago",
        "before",
        "two",
        "a",
        "few",
        "spring",
        "9:30",
        "p.m.",
        "noon",
        "99/99/9999",
        "0000-00-00",
        ",",
        ".",
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join)),
    st.sampled_from([Published(), Published(on=FRIDAY), Published(on=dt.date.min), Published(on=dt.date.max)]),
)
def test_any_text_gives_rows_that_fit_their_columns(text: str, published: Published) -> None:
    found = dates_of(text, published)
    assert found == dates_of(text, published)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for date in found:
        assert 0 <= date.start < date.end <= len(text)
        assert date.granularity in tables.DATE_GRANULARITIES
        assert date.basis in tables.DATE_BASES
        assert date.from_on is None or date.until_on is None or date.from_on <= date.until_on
