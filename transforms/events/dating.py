"""When a happening took place: the expression of time that hangs on it, and nothing else.

A date belongs to the nearest word above it in the sentence's structure that names a happening. Under a verb of speech
it dates the saying; the publication date is never put in for a missing one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.triggers import Trigger
from transforms.language.model import DateExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOT_A_DATE = frozenset({"span"})  # a duration says how long, not when
# A happening inside another's phrase shares its date: "met on Monday during a visit", "at talks on Monday".
PASSED = frozenset({"xcomp", "conj", "acl", "auxpass", "aux"})  # clauses a date may hang on from below
DATELINE_WORDS = 24  # the longest dateline in the development texts has 17
DASHES = frozenset({"-", "–", "—", "--"})
SHARING = frozenset({"during", "at", "in", "for"})


def assign_dates(doc: Doc, triggers: Sequence[Trigger], dates: Sequence[DateExpression]) -> dict[int, int]:
    """Index of a trigger to index of its date expression."""
    owners = _owners(triggers)
    assigned: dict[int, int] = {}
    for index, date in enumerate(dates):
        if date.granularity in NOT_A_DATE:
            continue
        anchor = _anchor(doc, date)
        if anchor is None or _in_dateline(anchor):
            continue
        owner = _owner(anchor, owners)
        if owner is None:
            continue
        held = assigned.get(owner)
        if held is None or _fineness(date) > _fineness(dates[held]):
            assigned[owner] = index
    _share(triggers, owners, assigned)
    return assigned


def _owners(triggers: Sequence[Trigger]) -> dict[int, int]:
    """Token index of every trigger word, and of its light verb, to the trigger."""
    owners: dict[int, int] = {}
    for index, trigger in enumerate(triggers):
        verb = trigger.token.head if trigger.token.pos_ == "ADJ" and trigger.token.head.pos_ == "VERB" else None
        for token in (verb, trigger.clause, trigger.partner, trigger.token):
            if token is not None:
                owners[token.i] = index
                owners.setdefault(syntax.outer_noun(token).i, index)
    return owners


def _anchor(doc: Doc, date: DateExpression) -> Token | None:
    span = doc.char_span(date.start, date.end, alignment_mode="expand")
    return None if span is None or len(span) == 0 else span.root


def _in_dateline(anchor: Token) -> bool:
    """Whether the date stands before the dash of a dateline, where it tells when the report was written.

    Such a line opens a paragraph with a place in capitals and holds no verb: "STRELSAU, March 12 (Northwire) —".
    """
    doc, first = anchor.doc, anchor.i
    while first > 0 and "\n" not in doc[first - 1].text and anchor.i - first < DATELINE_WORDS:
        first -= 1
    opening = doc[first : first + DATELINE_WORDS]
    dash = next((token.i for token in opening if token.text in DASHES and token.i > anchor.i), None)
    if dash is None or not doc[first].is_upper:
        return False
    return not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in doc[first:dash])


def _owner(anchor: Token, owners: dict[int, int]) -> int | None:
    node = anchor
    for _ in range(syntax.MAX_CLIMB):
        if node.i in owners and node != anchor:
            return owners[node.i]
        if node.head == node:
            return None
        is_other_verb = node.pos_ in ("VERB", "AUX") and node != anchor
        if is_other_verb and node.dep_ not in PASSED and node.lemma_ != "be":
            return None
        node = node.head
    return None


def _share(triggers: Sequence[Trigger], owners: dict[int, int], assigned: dict[int, int]) -> None:
    for index, trigger in enumerate(triggers):
        if index in assigned or trigger.frame.is_verb:
            continue
        noun = syntax.outer_noun(trigger.token)
        if noun.dep_ == "pobj" and noun.head.lower_ in SHARING:
            over = owners.get(noun.head.head.i)
            if over is not None and over in assigned and over != index:
                assigned[index] = assigned[over]


def _fineness(date: DateExpression) -> int:
    if date.from_on is None:
        return -1
    until = date.until_on or date.from_on
    return 100_000 - (until - date.from_on).days
