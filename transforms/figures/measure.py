"""What a number measures: the thing the text gives it for.

The measured thing is rarely the nearest noun. "Sales at the chain rose 5 per cent to $3 million" measures the sales both
times; "a 25 per cent tax" the tax; "13 per cent of the firm" the firm. Where a label or a bracket ties number and name,
the text is enough; else the walk starts at the quantity's head and climbs the dependency tree to a noun it modifies, an
"of" it governs, an object moved "to" it, or the subject of its verb.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.figures.beside import (
    CARDINAL_LABELS,
    NOUNS,
    aged,
    is_thing,
    labelled,
    noun_left,
    part_of,
    run_of_names,
    subject_beside,
)
from transforms.figures.cues import measuring_words
from transforms.figures.noun_phrase import MONEY_WORDS, TIMES, fuller_before, noun_phrase
from transforms.figures.parsed import ParsedText
from transforms.figures.subjects import (
    HIGHEST_CLIMB,
    SUBJECTS,
    is_reported,
    meant,
    object_of,
    outside,
    own_subject,
    subject_of,
)
from transforms.language.lexicons import speech_verbs
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

MODIFIERS = ("nummod", "compound", "amod", "nmod", "poss", "quantmod", "npadvmod")
SENTENCE_BREAK = re.compile(r"[.!?][\"”’)]?\s")
AMOUNTS = ("money", "percent", "measurement")
OF_BEHIND = re.compile(r"\sof\s")
AT_AGE = re.compile(r"\bat\s(?:the\s)?age\s(?:of\s)?$")
AGED_ONE = re.compile(r"\d+(?:-|\s)year(?:-|\s)olds?$")
NAMING = re.compile(r"[^\W\d_]")
INSIDE_PHRASE = ("nummod", "compound", "quantmod", "pobj", "prep", "dobj")


def find_measure(parsed: ParsedText, quantity: Span, kind: str, is_count: bool) -> Span | None:
    """The thing measured by the quantity that `quantity` encloses (with its counted noun, if it has one).

    `kind` is the figure's kind; `is_count` says whether a counted noun was found, whose "of" then belongs to it.
    """
    span = parsed.tokens(quantity.start, quantity.end)
    if span is None:
        return None
    named = None if is_count or OF_BEHIND.match(parsed.text, quantity.end) else labelled(parsed, quantity)
    if named is not None:
        return run_of_names(named, quantity)
    old = aged(parsed, quantity.end) if kind == "age" else None
    if old is not None:
        return old
    noun = _measured_noun(parsed, quantity, span, kind, is_count)
    if noun is not None and noun.lower_ in ("old", "olds"):
        aged_one = AGED_ONE.search(parsed.text, noun.left_edge.idx, noun.idx + len(noun))
        return Span(*aged_one.span()) if aged_one and not quantity.overlaps(Span(*aged_one.span())) else None
    if noun is not None and kind in AMOUNTS and not is_count:
        noun = fuller_before(noun) or noun
    found = noun_phrase(parsed.text, noun, quantity) if noun is not None else None
    if not is_count and (found is None or re.search(r"\d", parsed.text[found.end : quantity.start])):
        beside = subject_beside(
            parsed, span.start
        )  # the parser loses track in "A rose 5 cents to $2, B added 7 cents to $3"
        found = noun_phrase(parsed.text, beside, quantity) if beside is not None else found
    if found is None or quantity.covers(found) or not NAMING.search(parsed.text, found.start, found.end):
        return None
    return found


def _measured_noun(parsed: ParsedText, quantity: Span, span: SpacySpan, kind: str, is_count: bool) -> Token | None:
    if kind == "age" and span[-1].lower_ in ("old", "olds") and span[-1].dep_ in (*SUBJECTS, "conj", "dobj", "pobj"):
        return None  # "a 70-year-old would take": the age is the person
    head = _head(span)
    if kind == "age" and AT_AGE.search(parsed.text[max(0, quantity.start - 16) : quantity.start]):
        return _subject_over(head, quantity)
    noun = None if is_count or kind == "duration" else _raised(head, quantity) or _enlarged(head, quantity)
    if noun is None and not is_count:
        noun = part_of(parsed, quantity, kind == "money")
    if noun is None and kind == "money":
        noun = _paid_for(head, quantity)
    noun = noun or _climb(head, quantity, kind)
    if noun is not None and noun.ent_type_ in TIMES and noun.dep_ == "pobj" and kind != "duration":
        noun = _climb(noun, quantity, kind) or noun  # "guidance for the quarter ended in May to $84 billion"
    if noun is None and not is_count:
        noun = noun_left(parsed, span.start)
    noun = _of_amount(noun) if noun is not None else None
    if noun is not None and noun.pos_ != "PRON" and _is_amount(noun):
        return None
    # "TA-125" is no pronoun, whatever the tagger says
    if noun is not None and noun.pos_ == "PRON" and not noun.text[-1].isdigit():
        noun = meant(noun)
    return noun


def _of_amount(noun: Token) -> Token:
    """The rain of "60 millimetres of rain fell in six hours"."""
    if noun.ent_type_ not in ("QUANTITY", "PERCENT") or not any(t.like_num for t in noun.lefts):
        return noun
    of = next((t for t in noun.rights if t.lower_ == "of"), None)
    return next((t for t in of.children if t.dep_ == "pobj"), noun) if of is not None else noun


def _is_amount(noun: Token) -> bool:
    """Whether the noun found is another amount."""
    return noun.ent_type_ in ("PERCENT", "MONEY") or noun.lower_ in MONEY_WORDS or noun.pos_ == "NUM"


def _subject_over(token: Token, quantity: Span) -> Token | None:
    """Who did at the age of 16 what the verb above says."""
    verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
    subject = subject_of(verb, quantity) if verb is not None else None
    return meant(subject) if subject is not None and subject.pos_ == "PRON" else subject


def continues(parsed: ParsedText, quantity: Span, last: int) -> bool:
    """Whether "it" or "they" still speaks of what the amount that ends at `last` measured: "… It is back to 11 per cent"."""
    span = parsed.tokens(quantity.start, quantity.end)
    if span is None or len(SENTENCE_BREAK.findall(parsed.text[last : quantity.start])) > 1:
        return False
    verb = _head(span)
    for _ in range(HIGHEST_CLIMB):
        if verb.pos_ in ("VERB", "AUX") or verb.head == verb:
            break
        verb = verb.head
    subject = own_subject(verb, quantity)
    return subject is not None and subject.lower_ in ("it", "they") and subject.idx > last


def find_object(parsed: ParsedText, verb: Span) -> Span | None:
    """What a verb such as "doubled" at `verb` doubles, where it has an object."""
    token = parsed.token_at(verb.start)
    noun = (
        next((t for t in token.children if t.dep_ == "dobj" and t.pos_ in NOUNS), None) if token is not None else None
    )
    return noun_phrase(parsed.text, noun, verb) if noun is not None else None


def _head(tokens: SpacySpan) -> Token:
    """The head of the number's own phrase: of a quantity that the parser tears apart ("to .5 | per cent") the first."""
    head = next((t for t in tokens if t.like_num or t.pos_ in ("NUM", "SYM")), tokens.root)
    while head.head != head and tokens.start <= head.head.i < tokens.end:
        head = head.head
    return head


def _raised(head: Token, quantity: Span) -> Token | None:
    """ "boost its output to 2 million tonnes of ore": the output."""
    if head.dep_ != "pobj" or head.head.lower_ != "to":
        return None
    verb = head.head.head
    if verb.lower_ in ("down", "up", "back") and verb.head != verb:
        verb = verb.head  # "get the rate down to 6 per cent"
    return object_of(verb, quantity, head.i) if verb.pos_ == "VERB" else None


def _enlarged(head: Token, quantity: Span) -> Token | None:
    """ "add $300 to the price of a house": the price."""
    verb = head.head
    if head.dep_ != "dobj" or verb.lemma_.lower() != "add":
        return None
    to = next((t for t in verb.children if t.dep_ in ("prep", "dative") and t.lower_ == "to" and t.i > head.i), None)
    noun = next((t for t in to.children if t.dep_ == "pobj"), None) if to is not None else None
    return noun if noun is not None and is_thing(noun) else None


def _paid_for(head: Token, quantity: Span) -> Token | None:
    """ "paid $5 million for the mill", "spent it on seed": the thing that was bought."""
    verb = head
    while verb.dep_ in INSIDE_PHRASE and verb.pos_ != "VERB" and verb.head != verb:
        verb = verb.head
    if verb.lemma_.lower() not in measuring_words("paying"):
        return None
    for preposition in verb.subtree:
        if preposition.lower_ in ("for", "on") and preposition.dep_ == "prep" and preposition.idx >= quantity.end:
            noun = next((t for t in preposition.children if t.dep_ == "pobj"), None)
            if noun is not None and noun.pos_ in NOUNS and noun.ent_type_ not in CARDINAL_LABELS:
                return noun
    return None


# ---- over the parse --------------------------------------------------------------------------------------------------


def _climb(head: Token, quantity: Span, kind: str) -> Token | None:
    token = head
    for _ in range(HIGHEST_CLIMB):
        parent = token.head
        if kind == "count" and token.pos_ in NOUNS and _ends_reach(token):
            return None
        if token.pos_ in ("NUM", "SYM") or token.like_num:
            own = own_subject(
                token, quantity
            )  # "that makes the cart 25,000 cheaper", where the parser takes the number for a verb
            if own is not None and own.pos_ in NOUNS:
                return own
        if parent == token:
            if token.pos_ in NOUNS and outside(token, quantity):
                return token
            return subject_of(token, quantity)
        dep = token.dep_
        if dep in MODIFIERS and parent.pos_ in NOUNS and _coordinated(token):
            return _of_preposition_left(token, quantity, kind)
        if dep in MODIFIERS and parent.pos_ in NOUNS:
            if (
                outside(parent, quantity)
                and parent.ent_type_ not in TIMES
                and parent.lower_ not in measuring_words("totals")
                and not (kind == "money" and parent.lower_ in measuring_words("manner"))
            ):
                return parent
        elif dep == "pobj":
            found = _over_preposition(parent, quantity, kind)
            if found is not None:
                return found
        elif dep in SUBJECTS:
            return None  # the quantity is its own subject
        elif parent.pos_ in ("VERB", "AUX"):
            if is_reported(token):
                return None  # the parser takes the amount for what is said
            if dep == "dobj" and kind == "count" and parent.lemma_.lower() in measuring_words("expecting"):
                return None
            moved = _object_before(token, parent, quantity) if kind != "duration" else None
            return moved or subject_of(parent, quantity)
        token = parent
    return None


def _coordinated(token: Token) -> bool:
    """Whether an "and" stands between a modifier and its noun: "from 13.5 to 14 mm and the valve stayed" is torn apart."""
    return any(child.dep_ == "cc" and token.i < child.i < token.head.i for child in token.children) and not any(
        child.dep_ == "conj" for child in token.children
    )


def _of_preposition_left(token: Token, quantity: Span, kind: str) -> Token | None:
    first = token.left_edge
    prep = first.nbor(-1) if first.i > 0 else first
    return _over_preposition(prep, quantity, kind) if prep.dep_ == "prep" else None


def _ends_reach(counted: Token) -> bool:
    """Whether a counted noun is possessor or partner of another noun: "the two firms' ties", "trade between two towns"."""
    if counted.dep_ == "poss":
        return True
    return counted.dep_ == "pobj" and counted.head.lower_ in measuring_words("partnering")


def _object_before(token: Token, verb: Token, quantity: Span) -> Token | None:
    """ "pulled the sector 0.7 per cent lower" is about the sector, "reduce costs 25 per cent" about the costs."""
    if token.dep_ not in ("npadvmod", "advmod", "oprd", "acomp", "advcl", "dobj"):
        return None
    return object_of(verb, quantity, token.i)


def _over_preposition(prep: Token, quantity: Span, kind: str) -> Token | None:
    governor = prep.head
    if governor.pos_ == "ADP" and governor.dep_ == "prep":
        return _over_preposition(governor, quantity, kind)  # "raised outlays by between 5 and 7 million"
    if governor.head.lower_ == "per" and governor.head.head.pos_ in NOUNS:
        governor = governor.head.head  # "earnings per share of 2 dollars"
    if governor.head.lower_ == "from" and governor.head.head.lemma_.lower() in measuring_words("results"):
        governor = governor.head.head  # "a loss from shipping of 4 million dollars"
    if governor.pos_ in NOUNS and outside(governor, quantity):
        if governor.ent_type_ in TIMES:
            return _climb(governor, quantity, kind)
        return _named_by(governor, quantity)
    if governor.pos_ in ("VERB", "AUX"):
        if governor.lower_ == "ranging":
            return _noun_before(governor)
        beside = prep.nbor(-1) if prep.i > 0 else None
        if (
            prep.lower_ in measuring_words("levels")
            and kind != "duration"
            and beside is not None
            and _is_levelled(beside, quantity)
        ):
            return _whole_of(beside, quantity)
        moved = (
            object_of(governor, quantity, prep.i)
            if prep.lower_ in measuring_words("moving") and kind != "duration"
            else None
        )
        if moved is None and prep.lower_ == "of" and governor.lemma_.lower() in speech_verbs():
            return None  # "organisers spoke of 9,000"
        return moved or subject_of(governor, quantity)
    return None


def _is_levelled(noun: Token, quantity: Span) -> bool:
    """Whether the noun right before "at 1,200" is what stands at it."""
    is_object = noun.pos_ == "NOUN" and noun.dep_ in ("pobj", "dobj")
    return is_object and outside(noun, quantity) and noun.ent_type_ not in CARDINAL_LABELS


def _whole_of(noun: Token, quantity: Span) -> Token:
    """ "the price of bread at 2 euros": the price, which the bread only tells apart."""
    of = noun.head
    is_part = noun.dep_ == "pobj" and of.lower_ == "of" and of.head.lemma_.lower() in measuring_words("relations")
    return of.head if is_part and outside(of.head, quantity) else noun


def _noun_before(token: Token) -> Token | None:
    for index in range(token.i - 1, max(-1, token.i - 4), -1):
        if token.doc[index].pos_ in NOUNS:
            return token.doc[index]
    return None


def _named_by(noun: Token, quantity: Span) -> Token | None:
    """ "a total of 435 homes": the total measures nothing by itself."""
    if (
        noun.lower_ in measuring_words("totals")
        and noun.head != noun
        and noun.dep_ in ("dobj", "attr", "pobj")
        and noun.head.pos_ in ("VERB", "AUX")
    ):
        return subject_of(noun.head, quantity) or noun
    return noun
