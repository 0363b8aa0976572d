"""When and where a figure holds: the date expression and the place that belong to it in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from transforms.figures.parsed import ParsedText
from transforms.language.date_grammar import date_words
from transforms.language.lexicons import speech_verbs
from transforms.language.model import DateExpression, DocumentEntities, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_SINCE = re.compile(r"\b(?:most|least|fewest|[a-z]+est|first|first\stime|record)(?:\s[a-z]+)?\s(?:in\s)?$", re.I)
COMPARED = re.compile(
    r"\b(?:compared\s(?:with|to)|against|versus|vs\.?|up\sfrom|down\sfrom|than|from|after)\s"
    r"(?:[^.;]|\.\d){0,40}?\d(?:[^,;.]|[.,]\d)*$"
)
BASE = re.compile(r"\b(?:from|than)\s(?:in\s|during\s)?(?:the\s)?$")
BESIDE = re.compile(r"\s(?:in\s|for\s|during\s|on\s|at\s|by\s)?(?:the\s)?")
CLOCK = re.compile(r"\b(?:noon|midday|midnight|o[’']clock|\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\d{1,2}:\d\d)", re.I)
DATELINE_AFTER = re.compile(r"(?:,?\s\d{4})?\s?(?:\([^()\n]{2,40}\)\s?)?(?:—|–|--?)\s")
LONGEST_DATELINE = 60  # characters before the date of a dateline
DUE = re.compile(r"\b(?:due|maturing|matures|expiring|expires|dated)\s(?:on\s|in\s|by\s)?$", re.I)
APART = re.compile(r"[;“”\"]")
PLACE_BEFORE = re.compile(r"\b(?:in|across|throughout|within|inside|at|around)\s+(?:the\s+)?(?:[a-z]+\s){0,2}$", re.I)
OPENING_PLACE = re.compile(r"(?:^|[.!?:“\"]\s?|\n)(?:In|Across|At|Throughout)\s(?:the\s)?$")
PLACE_LABELS = ("GPE", "LOC", "FAC")
FARTHEST_ORDINAL = 20.0  # "this year marks the 75th anniversary"; a date farther off dates the clause, not the rank
FARTHEST_PLACE = 90  # characters: beyond it the place belongs to another clause more often than not
VERBS = ("VERB", "AUX")
TIMELESS = ("duration", "age")  # how long and how old holds for no period; the date near it dates something else
KNOWN_COUNT = re.compile(r"\b(?:the|these|those|both|its|their|all)\s$", re.I)  # "the two leaders" are always two


def find_period(parsed: ParsedText, figure: Span, kind: str, dates: Sequence[DateExpression]) -> int | None:
    """Index into `dates` of the one that says when the figure holds; null where none does."""
    holding = date_around(figure, dates)
    if holding is not None:
        return holding
    if kind in TIMELESS or (
        kind == "count" and KNOWN_COUNT.search(parsed.text[max(0, figure.start - 8) : figure.start])
    ):
        return None
    token = parsed.token_at(figure.start if figure.start < len(parsed.text) else figure.end - 1)
    if token is None:
        return None
    sentence = token.sent
    start, end = sentence.start_char, sentence.end_char
    near = [
        index
        for index in range(bisect_left(dates, start, key=_start), bisect_left(dates, end, key=_start))
        if dates[index].end <= end and not _is_apart(parsed, dates[index], figure)
    ]
    if not near:
        return None
    home = _governors(token)
    best: tuple[float, int] | None = None
    for index in near:
        cost = _cost(parsed, figure, home, dates[index])
        if kind == "ordinal" and cost is not None and cost > FARTHEST_ORDINAL:
            continue
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, index)
    return best[1] if best else None


def date_around(figure: Span, dates: Sequence[DateExpression]) -> int | None:
    """Index of the expression of time that the figure is part of ("the last three months")."""
    index = bisect_right(dates, figure.start, key=_start) - 1
    return index if index >= 0 and dates[index].span.covers(figure) else None


def _start(date: DateExpression) -> int:
    return date.start


def _is_apart(parsed: ParsedText, date: DateExpression, figure: Span) -> bool:
    """Whether the date cannot be the figure's: told from another event, in other quotation marks, another clause."""
    if date.end <= figure.start and _is_dateline(parsed.text, date):
        return True
    if figure.overlaps(date.span):
        return True  # "from 65 per cent in May to 29": two times for two amounts
    is_untold = (
        date.from_on is None and date.basis == "document" and not CLOCK.search(parsed.text, date.start, date.end)
    )
    if is_untold and not BESIDE.fullmatch(parsed.text, figure.end, date.start):
        return True
    if " ".join(parsed.text[date.start : date.end].lower().split()) in date_words()["vague"]:
        return True  # "soon", "in the near future"
    if MOST_SINCE.search(parsed.text[max(0, date.start - 24) : date.start]):
        return True  # "the most since May": as far back as the record holds
    if date.start >= figure.end and COMPARED.search(parsed.text[figure.end : date.start]):
        return True  # "28 per cent, against 33 per cent last month"
    before = parsed.text[max(0, date.start - 12) : date.start]
    if date.start >= figure.end and (BASE.search(before) or (date.basis == "document" and before.endswith(" on the "))):
        return True  # "rose 7 per cent from January", "higher than in 1986"
    if DUE.search(parsed.text[max(0, date.start - 16) : date.start]):
        return True
    return bool(APART.search(parsed.text[min(date.end, figure.end) : max(date.start, figure.start)]))


def _is_dateline(text: str, date: DateExpression) -> bool:
    """Whether the date stands in "ARDEN, March 11 (Northwire) —", which says when the story was sent."""
    line = text[text.rfind("\n", 0, date.start) + 1 : date.start]
    return len(line) <= LONGEST_DATELINE and line[:2].isupper() and bool(DATELINE_AFTER.match(text, date.end))


def _governors(token: Token) -> list[Token]:
    """The verbs above a token, nearest first."""
    found = []
    for ancestor in (token, *token.ancestors):
        if ancestor.pos_ in VERBS:
            found.append(ancestor)
    return found


def _cost(parsed: ParsedText, figure: Span, home: list[Token], date: DateExpression) -> float | None:
    """How far a date is from the figure: the same clause costs its distance, a clause above it more, speech is no period."""
    token = parsed.token_at(date.end - 1)
    if token is None:
        return None
    if BESIDE.fullmatch(parsed.text, figure.end, max(date.start, figure.end)):
        return 0.0  # "1.7 million in 1985"
    distance = float(max(date.start - figure.end, figure.start - date.end, 0))
    if date.start < figure.start:
        distance *= 1.5  # "$3 million last year" ties closer than "last year ... $3 million"
    governors = _governors(token)
    if not governors or not home:
        return distance + 20
    if governors[0] == home[0]:
        return None if governors[0].lemma_.lower() in speech_verbs() and not _is_of_noun(token) else distance
    if governors[0].lemma_.lower() in speech_verbs():
        return None
    if governors[0] in home:
        return None if _is_side_clause(home, governors[0], figure) else distance + 40
    if governors[0].dep_ == "conj" and governors[0].head == home[0]:
        return None  # "spent $5 on boats and met the mayor on Friday"
    if home[0] in governors:
        return None if _is_side_clause(governors, home[0], figure) else distance + 40
    return None


def _is_of_noun(date: Token) -> bool:
    """Whether a date tells a noun apart, as in "inflation for 1987 was forecast"."""
    return date.dep_ == "pobj" and date.head.head.pos_ in ("NOUN", "PROPN")


def _is_side_clause(verbs: list[Token], outer: Token, figure: Span) -> bool:
    """Whether a clause below `outer` hangs on a noun: what "which employs 300" says, the date of the main clause does not date.

    A clause on what the figure itself counts ("30 people killed in March") is no other.
    """
    clauses = [verb for verb in verbs[: verbs.index(outer)] if verb.dep_ in ("relcl", "acl")]
    return any(not _counts(verb.head, figure) for verb in clauses)


def _counts(noun: Token, figure: Span) -> bool:
    return any(figure.start <= child.idx < figure.end for child in noun.children if child.dep_ == "nummod")


def find_place(parsed: ParsedText, figure: Span, measure: Span | None, entities: DocumentEntities) -> int | None:
    """Index of the place entity that an "in", "across" or "at" ties to the figure or to its measured thing."""
    token = parsed.token_at(figure.end - 1)
    if token is None or not entities.mentions:
        return None
    sentence = token.sent
    best: tuple[int, int] | None = None
    for mention in entities.mentions_in(sentence.start_char, sentence.end_char):
        if mention.entity is None or mention.form != "name" or not _is_place(parsed, mention):
            continue
        inside = measure is not None and measure.covers(mention.span)
        distance = 0 if inside else max(mention.start - figure.end, figure.start - mention.end)
        if distance > FARTHEST_PLACE:
            continue
        if not inside and _is_cut_off(parsed.text, mention, figure):
            continue
        if not inside and not _same_clause(parsed, token, mention.end):
            continue
        if best is None or distance < best[0]:
            best = (distance, mention.entity)
    return best[1] if best else _opening_place(parsed, figure, token, entities)


def _opening_place(parsed: ParsedText, figure: Span, token: Token, entities: DocumentEntities) -> int | None:
    """The place that a sentence opens with ("In Norway, …") holds for the clauses that go on from its first one."""
    text, sentence = parsed.text, token.sent
    for mention in entities.mentions_in(sentence.start_char, figure.start):
        if mention.entity is None or mention.form != "name" or not _is_place(parsed, mention):
            continue
        opens = OPENING_PLACE.search(text[max(0, mention.start - 12) : mention.start]) and text[mention.end] == ","
        other = parsed.token_at(mention.end - 1)
        if not opens or other is None or re.search(r"[;“”\"]", text[mention.end : figure.start]):
            continue
        theirs = _governors(other)
        return mention.entity if theirs and _goes_on_from(theirs[0], token) else None
    return None


def _goes_on_from(first: Token, token: Token) -> bool:
    """Whether a token's clause is the verb `first` or hangs on it by "and" or as its circumstances, with nobody speaking between."""
    for verb in _governors(token):
        if verb.lemma_.lower() in speech_verbs():
            return False
        if verb == first:
            return True
        if verb.dep_ not in ("conj", "advcl", "xcomp"):
            return False
    return False


def _is_cut_off(text: str, mention: Mention, figure: Span) -> bool:
    """Whether a comma or quotation mark parts the place from the figure; the comma of an opening "In Norway, …" does not."""
    gap = text[min(mention.end, figure.end) : max(mention.start, figure.start)]
    if OPENING_PLACE.search(text[max(0, mention.start - 12) : mention.start]) and mention.start < figure.start:
        gap = gap.removeprefix(",")
    return bool(re.search(r"[;,“”\"]", gap))


def _is_place(parsed: ParsedText, mention: Mention) -> bool:
    """A named country, town or region behind a preposition of place; "in its fund" and "in the ministry" are none."""
    token = parsed.token_at(mention.start)
    if token is None or token.ent_type_ not in PLACE_LABELS:
        return False
    return bool(PLACE_BEFORE.search(parsed.text[max(0, mention.start - 30) : mention.start]))


def _same_clause(parsed: ParsedText, token: Token, end: int) -> bool:
    other = parsed.token_at(end - 1)
    if other is None:
        return False
    mine, theirs = _governors(token), _governors(other)
    return bool(mine) and bool(theirs) and mine[0] == theirs[0] and mine[0].lemma_.lower() not in speech_verbs()
