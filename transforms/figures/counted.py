"""The noun that a bare number counts, beside it or behind an "of"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.figures.noun_phrase import TIMES
from transforms.figures.parsed import ParsedText
from transforms.language.lexicons import group_nouns, person_nouns
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_COUNTED = (
    6  # tokens from the number to the noun it counts: "two of the three new Danish combat jets" needs five
)
NOUNS = ("NOUN", "PROPN")
SMALL_NUMBER = re.compile(r"two|three|four|five|six|seven|[2-7]", re.I)  # more are seldom all named before
DEFINITE = re.compile(r"\b(?:the|these|those|both)\s$", re.I)
SINGLE_BEFORE = re.compile(r"\b(?:an?|another)\s+(?P<noun>[a-z]+)\s+or\s+$")  # "a week or two", "another pick or two"
MEMBER = re.compile(r"one\s+of\s+(?!\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)", re.I)
PREDICATES = ("attr", "appos")
TOLD_APART = re.compile(r"\s(?:who|whom|that|which|killed|injured|hurt|wounded|arrested|missing|of|in|from|on|with)\b")


def find_counted(parsed: ParsedText, number: Span, is_hyphened: bool) -> Span | None:
    """The noun a bare number counts, with the words between that describe it; null where there is none."""
    last = parsed.token_at(number.end - 1)
    if last is None:
        return None
    if is_hyphened:
        return _hyphened_noun(parsed, number)
    single = _single_before(parsed, number)
    if single is not None:
        return single
    following = _next(last)
    if following is not None and following.lower_ == "of":
        return _noun_of(following)
    head = _modified(last, number)
    if head is None:
        head = _chunk_head(last, following)
    if head is None:
        return None
    head, following = _past_numbers(head, following)
    token = following
    while (
        token is not None
        and token.i < head.i
        and (token.is_punct or token.is_space or token.lower_ in ("other", "more", "of", "the", "-"))
    ):
        token = _next(token)
    if token is None or token.i > head.i:
        return None
    start = token.idx
    return Span(start, head.idx + len(head))


def is_membership(parsed: ParsedText, number: Span) -> bool:
    """Whether "has become one of the leaders" only says that somebody is among them, and counts nothing."""
    one = parsed.token_at(number.start)
    if one is None or not is_one_of(parsed, number):
        return False
    return one.dep_ in PREDICATES or (one.dep_ == "pobj" and one.head.lower_ == "as")


def is_one_of(parsed: ParsedText, number: Span) -> bool:
    """Whether it is "one of the hostages", which counts one hostage and measures nothing else."""
    return bool(MEMBER.match(parsed.text, number.start))


def is_reference(parsed: ParsedText, number: Span, counted: Span) -> bool:
    """Whether "the two leaders" only takes up persons, countries or sides named before, and counts nothing new."""
    text = parsed.text
    if not SMALL_NUMBER.fullmatch(text[number.start : number.end]):
        return False
    if not DEFINITE.search(text[max(0, number.start - 7) : number.start]) or TOLD_APART.match(text, counted.end):
        return False
    noun = text[counted.start : counted.end].lower().split()[-1]
    return noun in participants()


@cache
def participants() -> frozenset[str]:
    """Plural nouns for those who take part in a story: persons, bodies of people, countries, sides."""
    groups = {noun for noun, meanings in group_nouns().items() if any(m.sort in ("group", "pair") for m in meanings)}
    return frozenset(groups) | frozenset(person_nouns())


def _single_before(parsed: ParsedText, number: Span) -> Span | None:
    """ "a pick or two": the noun that one of stands before the number."""
    at = max(0, number.start - 32)
    match = SINGLE_BEFORE.search(parsed.text[at : number.start])
    noun = parsed.token_at(at + match.start("noun")) if match else None
    return Span(noun.idx, noun.idx + len(noun)) if noun is not None and noun.pos_ in NOUNS else None


def _past_numbers(head: Token, first: Token | None) -> tuple[Token, Token | None]:
    """Leave out another amount that describes the thing: the bottles of "eight million 250ml bottles"."""
    if first is None:
        return head, first
    numbers = [t for t in head.doc[first.i : head.i] if _is_amount(t)]
    if not numbers:
        return head, first
    if numbers[-1].i == head.i - 1 and head.dep_ in ("compound", "nmod", "npadvmod") and head.head.i > head.i:
        return head.head, head.head
    return head, head.doc[numbers[-1].i + 1]


def _is_amount(token: Token) -> bool:
    """Whether a token among the words before a noun is another number; the "first" of "first-team players" is none."""
    following = _next(token)
    is_compound = token.is_alpha and following is not None and following.text == "-"
    return (token.like_num or token.text[0].isdigit()) and not is_compound


def _next(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


def _modified(last: Token, number: Span) -> Token | None:
    """The noun right of the number that the parser makes it modify."""
    token = last
    for _ in range(4):
        if token.head == token:
            return None
        token = token.head
        if (
            token.idx >= number.end
            and token.pos_ in NOUNS
            and token.i - last.i <= LONGEST_COUNTED
            and _unbroken(last, token)
        ):
            return token
    return None


def _unbroken(last: Token, head: Token) -> bool:
    between = last.doc[last.i + 1 : head.i]
    return not any(
        t.is_space
        or (t.pos_ in ("VERB", "AUX", "SCONJ", "ADP", "PRON") and t.tag_ not in ("VBN", "VBG"))
        or t.text in ".;:()?!"
        for t in between
    )


def _chunk_head(last: Token, token: Token | None) -> Token | None:
    """The last noun of a run of adjectives and nouns; a time behind the number ("2.1 last year") is nothing counted."""
    head = None
    for _ in range(LONGEST_COUNTED):
        if token is None or (token.is_sent_start and head is not None):
            break
        if token.ent_type_ in TIMES and token.ent_type_ != last.ent_type_:
            break
        if token.pos_ in NOUNS:
            head = token
        elif head is not None or token.pos_ != "ADJ":
            break
        token = _next(token)
    return head


def _noun_of(of: Token) -> Span | None:
    """ "thousands of tests", "one of my local stores"."""
    noun = next((child for child in of.children if child.dep_ == "pobj"), None)
    if noun is None or noun.pos_ not in NOUNS or noun.i < of.i or noun.i - of.i > 8:
        return None
    inside = [
        t
        for t in noun.doc[of.i + 1 : noun.i + 1]
        if t.pos_ not in ("DET", "PRON", "NUM") and t.lower_ not in ("the", "’s", "'s")
    ]
    own = [t for t in inside if t.is_ancestor(noun) or noun.is_ancestor(t) or t == noun]
    amounts = [t for t in noun.doc[of.i + 1 : noun.i] if _is_amount(t)]
    if amounts:  # "half of the 2.1M paper copies"
        own = [t for t in own if t.i > amounts[-1].i and (t.nbor(-1) != amounts[-1] or t.nbor(-1).whitespace_)]
    return Span(own[0].idx, noun.idx + len(noun)) if own else None


def _hyphened_noun(parsed: ParsedText, number: Span) -> Span | None:
    match = re.match(r"\s?-\s?([A-Za-z]+)", parsed.text[number.end : number.end + 30])
    if match is None:
        return None
    return Span(number.end + match.start(1), number.end + match.end(1))
