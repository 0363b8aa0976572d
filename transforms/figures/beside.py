"""The measured thing where the text beside the number names it: labels, brackets, "of" and "in", the noun of an age.

What stands right beside a number needs little of the parse, which fails first in lists and fragments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.figures.cues import cues, measuring_words
from transforms.figures.noun_phrase import MONEY_WORDS, TIMES, noun_phrase
from transforms.figures.parsed import ParsedText
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUNS = ("NOUN", "PROPN")
CARDINAL_LABELS = ("CARDINAL", "MONEY", "PERCENT", "QUANTITY", *TIMES)
FARTHEST_VERB = 5  # tokens from a verb of change to its amount: "rose by more than a"
LONGEST_AGED = 3  # tokens: "28-year-old deep-sea diver"

AMOUNT = re.compile(r"(?:[A-Z]{1,3})?[$€£¥]?\d|%$")
LABELLED = re.compile(r"(?P<name>[A-Za-z][\w’'&./-]*)(?:\s\(|:\s|\s[-–—]\s)\W{0,2}$")
UP_OR_DOWN = re.compile(
    r"(?P<name>[A-Za-z][\w’'&./-]*)\s(?:up|down|[-+−–](?=\d))\s?(?:by\s|about\s|around\s|nearly\s|almost\s|more\sthan\s|over\s|just\s|some\s)*$"
)
SIGNED = re.compile(r"(?P<name>[A-Za-z0-9][\w’'&./-]*),?\s$")  # "Nasdaq +0.8%", "Mylan MYL, +6.20%"
NAMED_WITHIN = re.compile(r"\s(?:[a-z-]+\s)?[a-z]+\)")  # "(1.5 mm internal diameter)"
BEHIND = re.compile(r"(?:\s?\([^()]{1,40}\))?\s(?:worth\s)?(?P<prep>of|in)\s", re.I)


def is_thing(token: Token) -> bool:
    """Whether a token can name a measured thing: a noun that is no amount, whatever the tagger makes of "RM2.70"."""
    if token.pos_ not in NOUNS or token.ent_type_ in CARDINAL_LABELS or token.lower_ in MONEY_WORDS:
        return False
    return not AMOUNT.match(token.text)


def labelled(parsed: ParsedText, quantity: Span) -> Token | None:
    """The name right before "(3.4", ": $5", "up 4%", "+0.8%": it needs no parse."""
    before = parsed.text[max(0, quantity.start - 60) : quantity.start]
    is_signed = parsed.text[quantity.start] in "+-−–"
    for pattern in (LABELLED, UP_OR_DOWN, *((SIGNED,) if is_signed else ())):
        match = pattern.search(before)
        if match is None or NAMED_WITHIN.match(parsed.text, quantity.end):
            continue
        token = parsed.token_at(quantity.start - len(before) + match.start("name"))
        if token is not None and _can_be_label(token, pattern is SIGNED):
            return token
    return None


def _can_be_label(token: Token, is_signed: bool) -> bool:
    if is_signed:  # index names before "+0.8%" confuse the tagger, capitals do not
        return token.text[0].isupper() or token.text.isdigit()
    return is_thing(token) and not _counted_already(token)


def _counted_already(noun: Token) -> bool:
    """The noun of another number: "8 miles (13 kilometres)"."""
    return any(child.dep_ == "nummod" and child.like_num for child in noun.children) and noun.tag_ in ("NNS", "NN")


def run_of_names(noun: Token, quantity: Span) -> Span:
    """The noun with the run of nouns, names and adjectives before it."""
    doc, first = noun.doc, noun.i
    while first > 0 and noun.i - first < 8:
        previous = doc[first - 1]
        if (
            (previous.pos_ in (*NOUNS, "ADJ") and not previous.text[0].isdigit() and previous.text != "%")
            or (previous.pos_ == "NUM" and doc[first].pos_ == "PROPN")
            or previous.text in ("&", "-", "/")
        ):
            first -= 1
        elif previous.lower_ == "of" and first > 1 and doc[first - 2].pos_ in NOUNS:
            first -= 2
        elif previous.lower_ == "the" and first > 1 and doc[first - 2].lower_ == "of":
            first -= 1
        else:
            break
    while first < noun.i and not doc[first].text[0].isalnum():
        first += 1
    return Span(doc[first].idx, noun.idx + len(noun))


def part_of(parsed: ParsedText, quantity: Span, is_money: bool) -> Token | None:
    """The whole of a share or amount: "13% of the firm", "8 miles (13 km) of tunnels", "$5 million in deposits"."""
    match = BEHIND.match(parsed.text, quantity.end)
    if match is None:
        return None
    preposition = parsed.token_at(match.start("prep"))
    noun = next((t for t in preposition.children if t.dep_ == "pobj"), None) if preposition is not None else None
    if preposition is None or noun is None or noun.pos_ not in NOUNS or noun.ent_type_ in TIMES:
        return None
    if preposition.lower_ == "of":
        return noun
    if (
        noun.ent_type_ in ("GPE", "LOC", "ORG", "FAC")
        or noun.pos_ != "NOUN"
        or noun.lower_ in measuring_words("manner")
    ):
        return None
    if is_money:  # "$1 million in advertising", whatever the parser ties it to
        return noun
    holder = preposition.head
    return noun if noun.tag_ == "NNS" and quantity.overlaps(Span(holder.idx, holder.idx + len(holder))) else None


def noun_left(parsed: ParsedText, first: int) -> Token | None:
    """The last resort, in fragments without a verb: the noun just before the number."""
    for index in range(first - 1, max(-1, first - 6), -1):
        token = parsed.doc[index]
        if token.pos_ in NOUNS:
            return token if is_thing(token) and not _counted_already(token) else None
        if token.pos_ in ("VERB", "AUX", "NUM", "PRON", "SPACE", "CCONJ", "SCONJ") or token.text in ",.;:":
            return None
    return None


def aged(parsed: ParsedText, end: int) -> Span | None:
    """The person or thing behind "18-year-old", whatever the parser ties the age to."""
    token = parsed.token_at(end + 1) if parsed.text[end : end + 1] == " " else None
    first, last = token, None
    for _ in range(LONGEST_AGED):
        if token is None or token.pos_ not in (*NOUNS, "ADJ"):
            break
        last = token if token.pos_ in NOUNS else last
        token = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if first is None or last is None:
        return None
    whole = noun_phrase(parsed.text, last, Span(0, end))
    return Span(first.idx, max(whole.end if whole else 0, last.idx + len(last)))


def subject_beside(parsed: ParsedText, first: int) -> Token | None:
    """The name right before the verb of change right before the number: "…, Brill climbed 11 cents"."""
    token = parsed.doc[first - 1] if first else None
    for _ in range(FARTHEST_VERB):
        if token is None or token.i == 0 or token.is_punct:
            return None
        if token.pos_ == "VERB":
            break
        token = token.nbor(-1)
    if token is None or token.pos_ != "VERB" or token.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if token.lemma_.lower() not in cues().up | cues().down:
        return None
    before = token.nbor(-1)
    return before if is_thing(before) else None
