"""What a number counts and what it measures: the counted noun beside it and, over the parse, the measured thing.

The measured thing is rarely the nearest noun. "Sales at the chain rose 5 per cent to $3 million" measures the sales both
times; "a 25 per cent tax" the tax; "13 per cent of the firm" the firm. The walk starts at the quantity's head and climbs
the dependency tree to a noun it modifies, an "of" it governs, an object moved "to" it, or the subject of its verb.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.figures.filters import token_at
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_COUNTED = (
    6  # tokens from the number to the noun it counts: "two of the three new Danish combat jets" needs five
)
LONGEST_MEASURE = 14  # tokens; a longer span is a clause the parser took for a noun phrase
HIGHEST_CLIMB = 10  # steps up the tree before giving up
NOUNS = ("NOUN", "PROPN")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
RELATIVES = frozenset(("which", "that", "who", "whom"))
CARRIED = frozenset(
    ["of", "in", "for", "to", "on", "at", "between", "against", "from", "with", "among", "per", "across", "by"]
)
LEFT_OUT = ("det", "punct", "predet", "cc", "mark", "advmod", "case", "preconj")
TOTALS = frozenset(
    ["total", "sum", "average", "number", "amount", "rest", "majority", "minority", "most", "maximum", "minimum"]
)


# ---- the counted noun ------------------------------------------------------------------------------------------------


def find_counted(doc: Doc, number: Span, is_hyphened: bool) -> Span | None:
    """The noun a bare number counts, with the words between that describe it; null where there is none."""
    last = token_at(doc, number.end - 1)
    if last is None:
        return None
    if is_hyphened:
        return _hyphened_noun(doc, number)
    following = _next(last)
    if following is not None and following.lower_ == "of":
        return _noun_of(following)
    head = _modified(last, number)
    if head is None:
        head = _chunk_head(following)
    if head is None:
        return None
    start = number.end
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


def _chunk_head(token: Token | None) -> Token | None:
    """The last noun of a run of adjectives and nouns."""
    head = None
    for _ in range(LONGEST_COUNTED):
        if token is None or (token.is_sent_start and head is not None):
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
    return Span(own[0].idx, noun.idx + len(noun)) if own else None


def _hyphened_noun(doc: Doc, number: Span) -> Span | None:
    match = re.match(r"\s?-\s?([A-Za-z]+)", doc.text[number.end : number.end + 30])
    if match is None:
        return None
    return Span(number.end + match.start(1), number.end + match.end(1))


# ---- the measured thing ----------------------------------------------------------------------------------------------


def find_measure(doc: Doc, quantity: Span, is_count: bool) -> Span | None:
    """The thing measured by the quantity that `quantity` encloses (with its counted noun, if it has one)."""
    span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    head = span.root
    part = None if is_count else _part_of(head, quantity)
    noun = part or _climb(head, quantity)
    if noun is None or noun.pos_ == "PRON":
        return None
    return _phrase(noun, quantity)


def _part_of(head: Token, quantity: Span) -> Token | None:
    """The whole of a share or amount: "13% of the firm", "127 tonnes of ice", "$5 million in deposits"."""
    for child in head.children:
        if (
            child.dep_ == "prep"
            and child.idx >= quantity.end
            and child.lower_ in ("of", "in")
            and child.idx - quantity.end <= 2
        ):
            noun = next((t for t in child.children if t.dep_ == "pobj"), None)
            if noun is None or noun.pos_ not in NOUNS or noun.ent_type_ in ("DATE", "TIME"):
                continue
            if child.lower_ == "of" or (noun.ent_type_ not in ("GPE", "LOC") and noun.tag_ == "NNS"):
                return noun
    return None


def _climb(head: Token, quantity: Span) -> Token | None:
    token = head
    for _ in range(HIGHEST_CLIMB):
        parent = token.head
        if parent == token:
            return _subject(token, quantity) if token.pos_ in ("VERB", "AUX", "NOUN", "NUM", "SYM", "PROPN") else None
        dep = token.dep_
        if dep in ("nummod", "compound", "amod", "nmod", "poss", "quantmod") and parent.pos_ in NOUNS:
            if _outside(parent, quantity):
                return parent
        elif dep == "npadvmod" and parent.pos_ in NOUNS and _outside(parent, quantity):
            return parent
        elif dep == "pobj":
            found = _over_preposition(parent, quantity)
            if found is not None:
                return found
        elif dep in SUBJECTS:
            return _attribute(parent, quantity)
        elif parent.pos_ in ("VERB", "AUX"):
            return _subject(parent, quantity)
        token = parent
    return None


def _over_preposition(prep: Token, quantity: Span) -> Token | None:
    governor = prep.head
    if governor.pos_ in NOUNS and _outside(governor, quantity):
        return _named_by(governor)
    if governor.pos_ in ("VERB", "AUX"):
        moved = next(
            (
                t
                for t in governor.children
                if t.dep_ in ("dobj", "nsubjpass") and _outside(t, quantity) and t.i < prep.i
            ),
            None,
        )
        if moved is not None and moved.pos_ in NOUNS:
            return moved
        return _subject(governor, quantity)
    return None


def _named_by(noun: Token) -> Token | None:
    """ "a total of 435 homes": the total measures nothing by itself."""
    if noun.lower_ in TOTALS and noun.head != noun and noun.dep_ in ("dobj", "attr", "pobj"):
        verb = noun.head
        if verb.pos_ in ("VERB", "AUX"):
            return _subject(verb, Span(noun.idx, noun.idx + len(noun)))
    return noun


def _attribute(verb: Token, quantity: Span) -> Token | None:
    """The quantity is itself the subject: only a copula's other side can be what it measures."""
    return None


def _subject(verb: Token, quantity: Span) -> Token | None:
    token = verb
    for _ in range(HIGHEST_CLIMB):
        found = next((t for t in token.children if t.dep_ in SUBJECTS and _outside(t, quantity)), None)
        if found is not None:
            if found.lower_ in RELATIVES:
                return _antecedent(token)
            return found
        if any(t.dep_ == "expl" for t in token.children):
            return None
        if token.dep_ in ("acl", "relcl"):
            return token.head if token.head.pos_ in NOUNS else None
        if token.dep_ in (
            "conj",
            "xcomp",
            "advcl",
            "ccomp",
            "pcomp",
            "prep",
            "dep",
            "aux",
            "auxpass",
            "acomp",
            "advmod",
            "appos",
            "parataxis",
            "npadvmod",
        ):
            token = token.head
            if token.pos_ in NOUNS and _outside(token, quantity):
                return token
            continue
        return None
    return None


def _antecedent(verb: Token) -> Token | None:
    token = verb
    while token.dep_ in ("conj", "xcomp", "aux", "ccomp") and token.head != token:
        token = token.head
    return token.head if token.dep_ in ("relcl", "acl", "ccomp") and token.head.pos_ in NOUNS else None


def _outside(token: Token, quantity: Span) -> bool:
    return token.idx >= quantity.end or token.idx + len(token) <= quantity.start


# ---- the words of the measured thing ---------------------------------------------------------------------------------


def _phrase(noun: Token, quantity: Span) -> Span | None:
    """The noun with what describes it, in one stretch that leaves out articles and the quantity."""
    doc = noun.doc
    first = noun.i
    for token in reversed(list(noun.lefts)):
        if token.dep_ in LEFT_OUT or token.pos_ == "PRON":
            if token.dep_ in ("det", "predet", "mark", "case", "cc"):
                break
            continue
        left = token.left_edge
        if not _outside_tokens(doc, left.i, token.right_edge.i, quantity):
            break
        first = left.i
    last = noun.i
    for token in noun.rights:
        if token.dep_ == "prep" and token.lower_ in CARRIED and token.i == last + 1 and _is_plain(token, quantity):
            last = token.right_edge.i
        elif (token.dep_ == "case" and token.i == last + 1) or token.dep_ not in ("punct",) or token.text not in "-":
            break
    while first < noun.i and (
        doc[first].pos_ in ("DET", "PUNCT", "PRON", "PART")
        or doc[first].dep_ in ("det", "predet")
        or doc[first].is_space
    ):
        first += 1
    if last - first >= LONGEST_MEASURE:
        last, first = noun.i, max(first, noun.i - 4)
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if start < quantity.end and quantity.start < end:
        if noun.idx >= quantity.end:
            start = quantity.end
            while start < noun.idx and not doc.text[start].isalnum():
                start += 1
        else:
            end = quantity.start
            while end > start and not doc.text[end - 1].isalnum():
                end -= 1
            end = max(end, noun.idx + len(noun))
    return Span(start, end) if start < end else None


def _outside_tokens(doc: Doc, first: int, last: int, quantity: Span) -> bool:
    return doc[first].idx >= quantity.end or doc[last].idx + len(doc[last]) <= quantity.start


def _is_plain(prep: Token, quantity: Span) -> bool:
    """Whether a prepositional phrase belongs to the name of the thing: no clause, no quantity, no comma in it."""
    inside = prep.doc[prep.i : prep.right_edge.i + 1]
    if not _outside_tokens(prep.doc, prep.i, prep.right_edge.i, quantity):
        return False
    return not any(
        t.dep_ in ("relcl", "acl", "advcl")
        or t.is_space
        or t.text in ",;:()"
        or t.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT")
        for t in inside
    )
