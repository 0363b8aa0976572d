"""An HTML page is one story; the story's text and metadata are found by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from transforms.ingest.contents import Contents
from transforms.ingest.decode import decode
from transforms.ingest.model import IngestSettings, Record

# Menus and footers; trafilatura falls back on them where a page is short.
NOT_STORY = ["//nav", "//footer", "//*[@role='navigation']", "//noscript"]
# `max_date` is set so that htmldate never asks the clock; `extensive_search` would guess from the text.
DATE_SEARCH = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31", "min_date": "1900-01-01"}
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
DECLARED_WITHIN = 4096
LINE_END = "\u2028"  # stands for the end of a block while line breaks of the markup still mean a space
MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>")


def read_page(contents: Contents, settings: IngestSettings) -> Iterator[Record]:
    """The page as it stands; `extract_story` finds its story."""
    yield Record(html=decode_page(contents.whole(settings.max_file_bytes)))


def decode_page(data: bytes, declared: str | None = None) -> str:
    """The page's text; what the server declared comes before what the page does. Raises `UnreadableError`."""
    if declared is None:
        found = XML_DECLARED.search(data[:DECLARED_WITHIN]) or DECLARED.search(data[:DECLARED_WITHIN])
        declared = found[1].decode("ascii", "replace") if found else None
    return decode(data, declared)


def extract_story(html: str, url: str | None = None) -> tuple[str, dict[str, Any]]:
    """The story's text, a paragraph a line, and the fields the page states; empty where the page holds no story."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        page = trafilatura.bare_extraction(
            html, url=url, include_comments=False, include_tables=False, deduplicate=False, with_metadata=True,
            prune_xpath=NOT_STORY, date_extraction_params=dict(DATE_SEARCH),
        )  # fmt: skip
    except Exception:  # page parsers meet markup that nobody wrote them for, and fail in every way there is
        return "", {}
    if page is None or isinstance(page, dict):
        return "", {}
    fields = {
        "title": page.title, "bylines": page.author, "published": page.date, "outlet": page.sitename,
        "url": page.url, "licence": page.license,
    }  # fmt: skip
    return (page.text or "").strip(), {name: value for name, value in fields.items() if value}


def fragment_text(html: str) -> str:
    """The text of a piece of HTML, such as a feed's entry: block elements end lines, everything else stays inline."""
    from lxml import etree
    from lxml import html as lxml_html

    if not MARKUP.search(html) and "&" not in html:
        return html.strip()
    try:
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    etree.strip_elements(tree, "script", "style", "noscript", "iframe", "form", "figure", with_tail=False)
    for element in tree.iter(
        "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "ul", "ol"
    ):
        element.tail = LINE_END + (element.tail or "")
        if element.tag != "br":
            element.text = LINE_END + (element.text or "")
    text = "".join(piece for piece in tree.itertext() if isinstance(piece, str))
    lines = (" ".join(line.split()) for line in text.split(LINE_END))
    return "\n".join(line for line in lines if line)
