"""Whether the clause around an expression of time looks ahead or back: "on Monday" is the next one or the last one.

The nearest marker of tense decides; where the parse shows that the day hangs on a verb of the present that opens what
is scheduled ("the trial begins on Monday"), or on a noun of the calendar ("Tuesday's primary features two mayors"), it
is to come.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.language.date_grammar import date_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REGULAR_PAST = r"|\w{3,}ed"
TENSE_WINDOW = 160  # characters before and after an expression in which its clause's verb usually stands
SENTENCE_BREAK = re.compile(r"(?<=[.!?;])[\"”’)]?\s+(?=[\"“‘(]?[A-Z])|\n")
REACHING = re.compile(
    r"\b(?:until|till|past|through)\s(?:at\s(?:least|the\searliest)\s|about\s|around\s|the\s)?$", re.I
)
SHIFTED = re.compile(r"\b(?:from|to|until|till)\s(?:the\s)?$")
# Expressions whose day depends on whether the clause looks ahead.
OF_THE_CALENDAR = frozenset({"weekday", "month", "month day", "day month"})
MAX_STEPS = 6  # words between a day and the verb of its clause


@cache
def _tense(name: str) -> re.Pattern[str]:
    """A pattern for the words of `data/date_words.toml` by which a clause looks ahead ("future") or back ("past")."""
    forms = []
    for word in date_words()["tense"][name]:
        form = re.escape(word).replace(r"\ ", r"\s+")
        forms.append(re.sub(r"^be\b", "(?:is|are|was|were|be)", form) if word.startswith("be ") else form)
    left = r"(?:(?<!\w)|(?=['’]))"
    return re.compile(rf"{left}(?:{'|'.join(forms)}{REGULAR_PAST if name == 'past' else ''})(?!\w)", re.I)


@cache
def _modal() -> re.Pattern[str]:
    """The words of possibility and duty, where they look ahead."""
    words = "|".join(map(re.escape, date_words()["tense"]["modals"]))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)(?!\s(?:\w+\s)?have\b)")


@cache
def _shifting() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(date_words()['tense']['shifting'])})(?!\w)", re.I)


def is_future(doc: Doc, start: int, end: int, rule: str) -> bool:
    """Whether the clause around the expression at `start` to `end` looks ahead."""
    text = doc.text
    if rule == "bound" and not re.match(r"before|after", text[start:end], re.I):
        return text[start : start + 2].lower() in ("by", "un", "ti", "th")
    left = SENTENCE_BREAK.split(text[max(0, start - TENSE_WINDOW) : start])[-1]
    right = SENTENCE_BREAK.split(text[end : end + TENSE_WINDOW])[0]
    if REACHING.search(left) or (SHIFTED.search(left) and _shifting().search(left)):
        return True
    if rule in OF_THE_CALENDAR and doc.has_annotation("DEP") and _hangs_on_present(doc, start, end):
        return True
    ahead = _last(left, _tense("future"), _modal())
    behind = _last(left, _tense("past"))
    if ahead or behind:
        return ahead >= behind
    later, earlier = _first(right, _tense("future"), _modal()), _first(right, _tense("past"))
    return later < earlier


def _hangs_on_present(doc: Doc, start: int, end: int) -> bool:
    """Whether the day dates what a present tense tells as scheduled: "is hosting them on Tuesday", "Tuesday's primary
    features two mayors". Headlines tell the past in the present."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not span.sent[-1].is_punct:
        return False
    day, words = span.root, date_words()["tense"]
    if day.dep_ in ("poss", "compound", "nmod"):
        return day.head.lemma_.lower() in words["scheduled"] and _is_of_present(day.head)
    verb = day.head.head if day.dep_ == "pobj" else day.head
    if (
        verb.pos_ not in ("VERB", "AUX")
        or day.dep_ not in ("pobj", "npadvmod")
        or (day.dep_ == "pobj" and day.head.lower_ not in ("on", "in"))
    ):
        return False
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBG":
        return bool(auxiliaries) and auxiliaries[0].tag_ in ("VBZ", "VBP") and auxiliaries[0].lemma_ == "be"
    return verb.tag_ in ("VBZ", "VBP") and not auxiliaries and verb.lemma_ in words["opening"]


def _is_of_present(noun: Token) -> bool:
    """Whether the clause a noun stands in is in the present or future tense, and tells of no outcome."""
    token = noun
    for _ in range(MAX_STEPS):
        if token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG":
            break
        token = token.head
    auxiliaries = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    first = auxiliaries[0] if auxiliaries else token
    perfect = any(child.lemma_ == "have" for child in auxiliaries)
    if perfect or first.tag_ not in ("VBZ", "VBP", "MD"):
        return False
    return token.lemma_ not in date_words()["tense"]["aftermath"]


def _last(text: str, *markers: re.Pattern[str]) -> int:
    """Where the last of the markers ends; 0 for none."""
    return max((match.end() for marker in markers for match in marker.finditer(text)), default=0)


def _first(text: str, *markers: re.Pattern[str]) -> int:
    """Where the first of the markers starts; the text's length for none."""
    return min((match.start() for marker in markers if (match := marker.search(text))), default=len(text))
