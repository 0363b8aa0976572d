"""Numbers that measure what happens: how often ("met twice"), for the how-manieth time, and how long it took.

The thing measured is then the verb with its complement, and the holder the verb's subject.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.figures.cues import score_words
from transforms.figures.parsed import ParsedText
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_CONTEST = 70  # characters from the verb of a contest to its score
LONGEST_HAPPENING = 12  # tokens; a longer stretch is more than a verb with its complement
COMPLEMENTS = ("dobj", "dative", "attr", "acomp", "oprd", "prt", "prep", "agent", "advmod")
BEHIND_NOUN = ("relcl", "acl", "advcl", "appos", "punct")
TIMES = ("DATE", "TIME")
VERBS = ("VERB", "AUX")
THAN_BEFORE = re.compile(r"\bthan\b[^.;:!?\"“”]{0,60}\b(?:in|over|for|during)\s(?:the\s(?:whole|entire|previous)\s)?$")
THAN_AFTER = re.compile(r"\sthan\b")
RANKED_TIME = re.compile(r"\s(?:ever\s)?time\b", re.I)


def find_happening(parsed: ParsedText, quantity: Span, kind: str, unit: str) -> Token | None:
    """The verb whose happening the quantity measures; null where it measures a thing."""
    head = _head(parsed, quantity)
    if head is None:
        return None
    if unit.split(" ")[0] == "times" and kind == "count":
        if head.dep_ in ("predet", "advmod", "nummod") and head.head.dep_ == "npadvmod":
            head = head.head  # "twice a day"
        return head.head if head.dep_ in ("npadvmod", "advmod", "dobj") and head.head.pos_ == "VERB" else None
    if kind == "ordinal" and RANKED_TIME.match(parsed.text, quantity.end):
        return _verb_of_time(head)
    if kind == "duration" and is_compared(parsed.text, quantity):
        return _verb_over(head)
    if kind == "duration" and head.dep_ == "pobj" and head.head.lower_ in ("in", "for", "within"):
        verb = head.head.head  # "after charging in 20 minutes"
        return verb if verb.tag_ == "VBG" and verb.dep_ == "pcomp" else None
    return None


def find_contest(parsed: ParsedText, score: Span) -> Token | None:
    """The verb that a score ends: the "beat" of "beat Arden 2-1 thanks to a late goal"; null where a noun has the score."""
    before, after = score_words()
    if after.match(parsed.text, score.end):
        return None  # "a 25-6 vote"
    last = parsed.token_at(score.start)
    start = max(0, score.start - LONGEST_CONTEST)
    for match in reversed(list(before.finditer(parsed.text, start, score.start))):
        verb = parsed.token_at(match.start())
        if verb is not None and last is not None and verb.pos_ == "VERB" and verb.sent == last.sent:
            return verb
    return None


def is_compared(text: str, quantity: Span) -> bool:
    """ "more in a week than in five months": a duration on either side of `than`."""
    return bool(THAN_BEFORE.search(text[max(0, quantity.start - 80) : quantity.start])) or (
        bool(THAN_AFTER.match(text, quantity.end))
        and bool(re.search(r"\b(?:in|over|for)\s$", text[max(0, quantity.start - 6) : quantity.start]))
    )


def happening(verb: Token, quantity: Span) -> Span:
    """The verb with its particles, object and the phrases that follow at once, short of the quantity and of a time."""
    doc, last = verb.doc, verb.i
    for child in verb.rights:
        if child.left_edge.i != last + 1 or child.dep_ not in COMPLEMENTS:
            break
        end = _complement_end(child)
        edge = doc[end].idx + len(doc[end])
        is_apart = edge <= quantity.start or child.left_edge.idx >= quantity.end
        if not is_apart or any(t.ent_type_ in TIMES for t in doc[child.left_edge.i : end + 1]):
            break
        if end - verb.i >= LONGEST_HAPPENING:
            break
        last = end
        if end != child.right_edge.i:
            break
    while last > verb.i and doc[last].dep_ == "advmod":
        last -= 1
    return Span(verb.idx, doc[last].idx + len(doc[last]))


def _complement_end(child: Token) -> int:
    """The last token of a complement, without the clause or apposition that hangs on its noun."""
    clauses = [t.left_edge.i for t in child.subtree if t.dep_ in BEHIND_NOUN and t.i > child.i]
    return min([child.right_edge.i, *(i - 1 for i in clauses)])


def _head(parsed: ParsedText, quantity: Span) -> Token | None:
    span = parsed.tokens(quantity.start, quantity.end)
    if span is None:
        return None
    head = span[0]
    while head.head != head and span.start <= head.head.i < span.end:
        head = head.head
    return head


def _verb_of_time(ordinal: Token) -> Token | None:
    """ "met for the first time": met; "the first time she sang": sang."""
    time = ordinal.head if ordinal.head.lower_ == "time" else None
    if time is None:
        return None
    clause = next((t for t in time.children if t.dep_ in ("relcl", "acl")), None)
    if clause is not None:
        return clause
    if time.dep_ == "pobj" and time.head.lower_ == "for":
        return _nearest_verb(time.head.head, time.head) if time.head.head.pos_ in VERBS else None
    return time.head if time.dep_ == "npadvmod" and time.head.pos_ in VERBS else None


def _nearest_verb(verb: Token, phrase: Token) -> Token:
    """The parser ties "for the first time" high: "spoke days after meeting her for the first time" is about the meeting."""
    between = [t for t in verb.subtree if verb.i < t.i < phrase.i and t.pos_ == "VERB" and t.dep_ in ("pcomp", "advcl")]
    return between[-1] if between else verb


def _verb_over(duration: Token) -> Token | None:
    verb = duration
    while verb.pos_ not in VERBS:
        if verb.head == verb:
            return None
        verb = verb.head
    if verb.lemma_ in ("have", "do") and verb.dep_ == "advcl" and not any(t.dep_ == "dobj" for t in verb.children):
        return verb.head if verb.head.pos_ in VERBS else verb  # "than it had in five months"
    return verb
