"""Page furniture goes, wherever it stands; the story stays to the letter."""

from __future__ import annotations

import pytest

from tests.ingest.reading import STORY
from transforms.ingest.boilerplate import cut_boilerplate, raw_offset, restore

FURNITURE = [
    ("comment_form", "Leave a Reply"),
    ("comment_form", "Your email address will not be published."),
    ("comment_form", "Your email will not be shared. Required fields are marked *"),
    ("comment_form", "Be the first to comment"),
    ("comment_form", "No comments:"),
    ("comment_form", "3 Comments"),
    ("related", "Related Articles"),
    ("related", "READ MORE: Ferry stays in port as ‘fog of the century’ settles on Eastmere"),
    ("related", "You may also like"),
    ("source_link", "Source link"),
    ("source_link", "https://news.example/pier"),
    ("source_link", "This article was originally published on The Eastmere Post."),
    ("share", "Share this article"),
    ("share", "Facebook Twitter WhatsApp Email"),
    ("share", "Follow Ann Ash on Twitter: @annash"),
    ("credits", "(Reporting by Ann Ash in Eastmere; Editing by Dee Drew and Ed Elm)"),
    ("credits", "Reporting by Ann Ash; Additional reporting by Ben Birch in Oslo; Editing by Dee Drew"),
    ("credits", "– With files from Ann Ash and The Canadian Press"),
    ("credits", "Ann Ash in Oslo contributed to this report."),
    ("standards", "Our Standards: The Thomson Reuters Trust Principles."),
    ("standards", "Copyright 2023 Eastmere Post. All rights reserved."),
    ("standards", "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)"),
    ("sign_up", "Sign up for our daily newsletter and get the latest in your inbox."),
    ("sign_up", "Already a subscriber? Log in"),
    ("sign_up", "Sign up for the harbour letter and never miss a boat."),
    ("navigation", "Back to top button"),
    ("navigation", "3 min read"),
    ("navigation", "Tags: harbour, fishing, Eastmere"),
    ("advertisement", "ADVERTISEMENT"),
    ("advertisement", "Story continues below advertisement"),
    ("published_line", "Updated at 9:40 p.m. ET, March 2, 2023"),
    ("byline", "By Ann Ash and Ben Birch"),
    ("divider", "* * *"),
    ("photo", "The pier in March. (AP Photo/Ann Ash)"),
    ("photo", "FILE PHOTO: The pier stands in fog in Eastmere, March 2, 2023. REUTERS/Ann Ash/File Photo"),
    ("photo", "Boats wait off the pier, March 2, 2023. Ann Ash/Port Office via REUTERS/Handout Editors Attention – This image was provided by a third party."),
    ("photo", "The pier stands in fog. Ann Ash/Getty Images"),
    ("photo", "Photo: Ann Ash/Eastmere Post"),
    ("photo", "Acquire Licensing Rights"),
]  # fmt: skip

PROSE = [
    "The photo of the pier was taken by a child.",
    "He declined to comment.",
    "No comment from the board came before Friday.",
    "Share prices fell by a third.",
    "Reporting by the commission showed that the pier was unsafe.",
    "Related industries lost jobs too.",
    "“Leave a reply on my desk,” she said.",
    "Updated figures showed that 3 boats sank.",
    "Sign up, the poster said, and hundreds did.",
    "The newsletter went to 300 subscribers in their inbox.",
    "Rising costs also contributed.",
    "By Friday the boats had left.",
    "By then Ann Ash had gone.",
    "Images from the pier showed smoke.",
    "Fishing and trade",
    "trade soars",
    "  • Both are distrustful of the West coast",
    "He shared the picture on Facebook/Instagram.",
    "Advertisements for the fair hung on the pier.",
    "Source material for the play came from Eastmere.",
    "Follow the money, the auditor told the board.",
    "The photographer sold the image to an agency (AFP).",
    "Read the report before you vote, he told them.",
    "Next page of the town’s history opens in May.",
    "Watch out for fog, the office warned.",
    "Print was dead, she wrote.",
    "Published in 1923, the book tells of the pier.",
    "Video showed the freighter turning at 10:30.",
    "Comments made by the mayor drew anger.",
    "12 shares were sold.",
    "The agency’s motto: all rights are ours",
]


@pytest.mark.parametrize(("kind", "line"), FURNITURE)
@pytest.mark.parametrize("place", ["start", "amid", "end"])
def test_furniture_goes_from_anywhere(kind, line, place):
    first, second, third = STORY.split("\n\n")
    raw, left = {
        "start": (f"{line}\n\n{STORY}", f"\n{STORY}"),
        "amid": (f"{first}\n\n{line}\n\n{second}\n\n{third}", f"{first}\n\n\n{second}\n\n{third}"),
        "end": (f"{STORY}\n\n{line}", f"{STORY}\n\n"),
    }[place]
    text, cuts = cut_boilerplate(raw)
    assert [(cut.kind, cut.text.rstrip("\n")) for cut in cuts] == [(kind, line)]
    assert text == left


@pytest.mark.parametrize("line", PROSE)
def test_prose_stays(line):
    raw = STORY.replace("\n\n", f"\n\n{line}\n\n")
    assert cut_boilerplate(raw) == (raw, ())


def test_quoted_speech_is_never_cut():
    raw = "“We will print all of this, share it and pin it,” he said. (Photo: Ann Ash/AFP)\n"
    assert cut_boilerplate(raw)[1] == ()


def test_credits_that_run_over_lines_go_whole():
    raw = (
        STORY
        + "\n\n(Reporting by Ann Ash in Eastmere and Ben Birch in Oslo;\nWriting by Cy Cole; Editing by Dee\nDrew)\n"
    )
    text, cuts = cut_boilerplate(raw)
    assert text == STORY + "\n\n"
    assert {cut.kind for cut in cuts} == {"credits"}


def test_hard_wrapped_prose_stays():
    raw = "The board put its money into the printing of a new\nadvertisement and will\ncontinue to\nshare\nthe costs.\n"
    assert cut_boilerplate(raw)[1] == ()


def test_a_list_of_links_at_the_end_goes_with_its_heading():
    links = (
        "Related Articles\n\nFerry stays in port for a week\nFreighter captain faces inquiry in May\n\nLeave a Reply"
    )
    text, cuts = cut_boilerplate(f"{STORY}\n\n{links}")
    assert text.rstrip() == STORY
    assert [cut.kind for cut in cuts] == ["related", "related", "related", "comment_form"]


def test_a_subhead_after_a_link_heading_stays():
    raw = f"{STORY}\n\nRelated Articles\n\nWhat the board decided next\n\n{STORY}"
    assert "What the board decided next" in cut_boilerplate(raw)[0]


def test_offsets_lead_back_to_the_raw_text():
    raw = f"Share\n{STORY}\nAdvertisement\nThe end came."
    text, cuts = cut_boilerplate(raw)
    assert restore(text, cuts) == raw
    assert raw[raw_offset(cuts, text.index("The end")) :] == "The end came."
    assert all(raw[cut.raw_start : cut.raw_end] == cut.text for cut in cuts)


def test_the_first_customers_stories_lose_their_furniture_and_nothing_else(seeds):
    kept = {path.name: cut_boilerplate(path.read_text(encoding="utf-8")) for path in sorted(seeds.glob("*.txt"))}
    kinds = [[cut.kind for cut in cuts] for _, cuts in kept.values()]
    assert kinds == [
        ["divider"],
        ["comment_form"] * 3,
        ["related", "comment_form", "comment_form", "navigation"],
        ["photo", "credits", "standards", "source_link"],
        ["comment_form", "comment_form"],
    ]
