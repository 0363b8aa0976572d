"""What stands beside a speaker and is none: datelines, brackets with party and place, the labels of captions."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LABELS = "caption_labels.txt"
DATELINE_TOKENS = 16  # "HARBOUR TOWN, State, Nov. 3 (Agency) -": longer openings of a paragraph are sentences
AGENCY = re.compile(r"[A-Z][\w.]*")
DASHES = frozenset({"-", "–", "—", "--"})
BRACKET_TOKENS = 8  # "(R - Stafford", "(D-Upper Marlow"
PARTY = re.compile(r"(?:R|D|I|L|DFL|GOP|Rep|Dem|Ind)\.?(?:[-–].*)?$")


def after_dateline(doc: Doc, index: int) -> int:
    """The first token behind the dateline that token `index` stands in, or `index` itself.

    A dateline opens its paragraph and ends with an agency in brackets and a dash: "(Reuters) -", "OSLO (AP) —".
    """
    start = index
    while start > 0 and "\n" not in doc[start - 1].text:
        start -= 1
        if index - start > DATELINE_TOKENS:
            return index
    for i in range(start + 2, min(start + DATELINE_TOKENS, len(doc) - 1)):
        if doc[i].text == ")" and doc[i + 1].text in DASHES and AGENCY.match(doc[i - 1].text):
            return max(i + 2, index)
        if "\n" in doc[i].text or doc[i].text in ("!", "?", ";", ":"):
            return index
    return index


def before_party(head: Token) -> Token:
    """The name before the bracket with party and place that `head` stands in ("Lind (R-Stafford) said"), or `head`."""
    doc = head.doc
    for i in range(head.i, max(head.i - BRACKET_TOKENS, 0), -1):
        if doc[i].text == ")" and i < head.i:
            return head
        if doc[i].text == "(":
            named = doc[i - 1].pos_ in ("PROPN", "NOUN") and PARTY.match(doc[i + 1].text)
            return doc[i - 1] if named else head
    return head


def is_caption_label(token: Token) -> bool:
    """Whether `token` ends a label such as "Media caption" that a page sets before a name."""
    return token.i > 0 and f"{token.nbor(-1).lower_} {token.lower_}" in _labels()


@cache
def _labels() -> frozenset[str]:
    lines = (files(__package__) / LABELS).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
