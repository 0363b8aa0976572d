"""The words of a thing: a noun with what describes it, in one stretch that leaves out articles and amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.figures.cues import measuring_words
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TIMES = ("DATE", "TIME")
MONEY_WORDS = frozenset(
    ["mln", "bln", "dlr", "dlrs", "million", "billion", "trillion", "dollar", "euro", "pct", "percent"]
)
LONGEST_MEASURE = 14  # tokens; a longer span is a clause the parser took for a noun phrase
CARRIED = frozenset(
    ["of", "in", "for", "to", "on", "at", "between", "against", "from", "with", "among", "per", "across", "by"]
)
TIED = frozenset(
    ["of", "in", "for", "on"]
)  # prepositions whose phrase names the thing even where the parser ties it elsewhere
RESTRICTING = frozenset(
    ["outside", "inside", "within", "beyond", "into", "through", "toward", "towards", "under", "over"]
)
DEFINITES = ("det", "punct", "case")
LEFT_OUT = ("det", "punct", "predet", "cc", "mark", "advmod", "case", "preconj")
ARTICLES = ("det", "predet", "mark", "case", "cc")


def noun_phrase(text: str, noun: Token, quantity: Span) -> Span | None:
    """The noun with what describes it, in one stretch that leaves out articles, other amounts and the quantity."""
    doc = noun.doc
    first, last = _first_word(noun, quantity), _last_word(noun, quantity)
    amounts = [t.i for t in doc[first : noun.i] if _is_amount(t)]
    first = amounts[-1] + 1 if amounts else first  # "estimated 5 million children"
    while amounts and first < noun.i and doc[first].lower_ in MONEY_WORDS:
        first += 1  # "100 mln dlr credit"
    while first < noun.i and _opens_badly(doc[first]):
        is_compound = doc[first].like_num and doc[first + 1].text == "-"  # the whole "four-day" of "four-day strike"
        first = min(noun.i, first + (3 if is_compound else 1))
    if last - first >= LONGEST_MEASURE:
        last, first = noun.i, max(first, noun.i - 4)
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if start < quantity.end and quantity.start < end:
        if noun.idx >= quantity.end:
            start = _next_letter(text, quantity.end, noun.idx)
        else:
            end = noun.idx + len(noun)
    return _quoted_whole(text, Span(start, end)) if start < end else None


def fuller_before(noun: Token) -> Token | None:
    """The same noun told apart by an "of", "in" or "between" in the sentence before, which a bare noun takes up.

    "… an increase in the trade of farm goods. In May trade rose 36 per cent": the trade of farm goods.
    """
    doc, sentence = noun.doc, noun.sent
    if noun.pos_ != "NOUN" or any(t.dep_ not in DEFINITES for t in noun.lefts) or sentence.start == 0:
        return None
    for token in reversed(doc[doc[sentence.start - 1].sent.start : sentence.start]):
        if token.is_space and "\n" in token.text:
            return None
        if token.lemma_ == noun.lemma_ and token.pos_ == "NOUN":
            following = token.nbor(1)
            is_apart = following.dep_ == "prep" and following.lower_ in ("of", "in", "between")
            return token if is_apart and following.head == token else None
    return None


def _quoted_whole(text: str, span: Span) -> Span:
    """The span with the mark that opens a quotation closed in it: `"top secret" information`."""
    inside = text[span.start : span.end]
    opens = span.start > 0 and text[span.start - 1] in '"“'
    closes = inside.count('"') % 2 == 1 or inside.count("”") > inside.count("“")
    return Span(span.start - 1, span.end) if opens and closes else span


def _is_amount(token: Token) -> bool:
    """A number that is no part of a compound ("four-day strike") and no name's ("the 2019 list" keeps its year)."""
    return (
        token.pos_ == "NUM"
        and token.ent_type_ in ("CARDINAL", "MONEY", "PERCENT", "QUANTITY")
        and token.nbor(1).text != "-"
    )


def _opens_badly(token: Token) -> bool:
    if (
        token.pos_ in ("DET", "PUNCT", "PRON", "PART", "SCONJ", "CCONJ")
        or token.dep_ in ("det", "predet")
        or token.is_space
    ):
        return True
    if token.ent_type_ in ("MONEY", "PERCENT", "QUANTITY") or token.pos_ in ("NUM", "SYM"):
        return True
    return token.i + 1 < len(token.doc) and token.nbor(1).text in ("-",) and token.like_num


def _next_letter(text: str, start: int, limit: int) -> int:
    while start < limit and not text[start].isalnum():
        start += 1
    return start


def _first_word(noun: Token, quantity: Span) -> int:
    first = noun.i
    for token in reversed(list(noun.lefts)):
        if token.dep_ in ARTICLES:
            break
        if token.dep_ in LEFT_OUT or token.pos_ == "PRON":
            continue
        if not _apart(noun.doc, token.left_edge.i, token.right_edge.i, quantity):
            break
        first = token.left_edge.i
    return first


def _last_word(noun: Token, quantity: Span) -> int:
    """The end of the prepositional phrases that follow the noun at once, tied to it or, for the closest, to its verb."""
    doc, last = noun.doc, _with_number(noun, quantity)
    for _ in range(3):
        if last + 1 >= len(doc):
            break
        prep = doc[last + 1]
        if prep.dep_ != "prep" or not (prep.lower_ in CARRIED or _restricts(prep, noun)):
            break
        own = prep.head.i <= last and (prep.head == noun or noun.is_ancestor(prep.head))
        if not own and not (prep.lower_ in TIED and prep.head == noun.head and noun.dep_ == "dobj"):
            break
        end = _phrase_end(prep, quantity)
        if end is None:
            break
        last = end
        if end < prep.right_edge.i:
            break
    return last


def _with_number(noun: Token, quantity: Span) -> int:
    """The end of a name that closes with a number: "CAC 40"."""
    number = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    is_part = noun.pos_ == "PROPN" and number.is_digit and number.head == noun and number.whitespace_
    return number.i if is_part and _apart(noun.doc, number.i, number.i, quantity) else noun.i


def _restricts(prep: Token, noun: Token) -> bool:
    """A place or way behind the noun of a happening or a part: without it "first trip" is another trip."""
    return prep.lower_ in RESTRICTING and prep.head == noun and noun.lemma_.lower() in measuring_words("restricted")


def _phrase_end(prep: Token, quantity: Span) -> int | None:
    """Where a prepositional phrase that belongs to the name of the thing ends: before a bracket or a clause in it, and not
    at all with a quantity or a time in it; null where none of it belongs."""
    noun = next((t for t in prep.children if t.dep_ == "pobj"), None)
    if not _apart(prep.doc, prep.i, prep.right_edge.i, quantity):
        return _end_before(noun, quantity)
    phrase = prep.doc[prep.i : prep.right_edge.i + 1]
    for token in phrase:
        if token.ent_type_ in (*TIMES, "MONEY", "PERCENT"):
            is_after = noun is not None and token.i > noun.i and noun.ent_type_ not in TIMES
            return noun.i if is_after and noun is not None else None  # "issue of bonds due 2012"
        if token.dep_ in ("relcl", "acl", "advcl") or token.is_space or token.text in ",;:()":
            return None if noun is None or token.left_edge.i <= noun.i else min(token.i, token.left_edge.i) - 1
    return phrase[-1].i


def _end_before(noun: Token | None, quantity: Span) -> int | None:
    """The end of "a loss from shipping of $4": the phrase short of the amount that the parser hangs on its noun."""
    if noun is None or noun.idx + len(noun) > quantity.start:
        return None
    branch = next((t for t in noun.rights if t.right_edge.idx >= quantity.start), None)
    return branch.left_edge.i - 1 if branch is not None and branch.lower_ == "of" else None


def _apart(doc: Doc, first: int, last: int, quantity: Span) -> bool:
    return doc[first].idx >= quantity.end or doc[last].idx + len(doc[last]) <= quantity.start
