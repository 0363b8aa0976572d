"""When a happening took place: the expression of time that hangs on it, or that it shares with its neighbours.

A date belongs to the nearest word above it in the sentence's structure that names a happening. Under a verb of speech
it dates the saying; the publication date is never put in for a missing one. A happening without a date takes that of
the clause or the noun it is told at, with or beside ("killing two", "and signed it", "at her meeting on Monday").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.tense import is_past
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import DateExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPAN = "span"  # a duration says how long, not when, unless it has days ("over the past year")
FINE = frozenset({"day", "time"})
PASSED = frozenset({"xcomp", "conj", "acl", "auxpass", "aux"})  # clauses a date may hang on from below
DATELINE_WORDS = 24  # the longest dateline in the development texts has 17
DASHES = frozenset({"-", "–", "—", "--"})
# A happening inside another's phrase shares its date: "met on Monday during a visit", "at talks on Monday".
SHARING = frozenset({"during", "at", "in", "for", "upon"})
HOSTING = frozenset({"during", "at", "in", "on"})
FROM_AN_EVENT = ("after", "before", "later", "earlier")  # "days after Ruritania invaded": dates the clause above
BOUNDS = ("since", "until", "till", "through", "by ", "from", "between")
LONGEST_SPAN = 366  # days: "over the past year" dates a visit, a century or a term of office does not
BESIDE = 8  # words between "is" and its day; farther off stands the date of a signature
MODIFYING = frozenset({"nummod", "compound", "nmod", "amod", "poss"})
APART = frozenset({"after", "before", "from", "since", "than", "until"})  # before what is told of another time
SAID_OF_A_DAY = frozenset({"be", "see", "mark", "bring"})  # "Tuesday will be the first election", "Monday saw talks"
Dates = Sequence[DateExpression]


def assign_dates(doc: Doc, triggers: Sequence[Trigger], dates: Dates) -> dict[int, int]:
    """Index of a trigger to index of its date expression."""
    owners = _owners(triggers)
    assigned: dict[int, int] = {}
    clauses: dict[int, int] = {}  # verbs that name no happening, such as "said", to their date
    for index, date in enumerate(dates):
        if date.granularity == SPAN and not _tells_when(date, doc):
            continue
        anchor = _anchor(doc, date)
        if anchor is None or _in_dateline(anchor):
            continue
        distance = _tells_distance(date, doc)
        start = _clause_above(anchor) if distance else anchor
        owner, verb = (
            (None, None) if start is None else _owner(start, owners, fine=distance or date.granularity in FINE)
        )
        if owner is not None:
            held = assigned.get(owner)
            if held is None or _fineness(date) > _fineness(dates[held]):
                assigned[owner] = index
        elif verb is not None:
            clauses.setdefault(verb.i, index)
    _share(triggers, owners, assigned, clauses, dates)
    return assigned


def _owners(triggers: Sequence[Trigger]) -> dict[int, int]:
    """Token index of every trigger word, and of its light verb, to the trigger."""
    owners: dict[int, int] = {}
    for index, trigger in enumerate(triggers):
        verb = trigger.token.head if trigger.token.pos_ == "ADJ" and trigger.token.head.pos_ == "VERB" else None
        for token in (verb, trigger.clause, trigger.partner, trigger.token):
            if token is not None:
                owners[token.i] = index
    for index, trigger in enumerate(triggers):  # "another round of elections today" dates the elections
        for token in (trigger.clause, trigger.partner, trigger.token):
            outer = token if token is None else syntax.outer_noun(token)
            if outer is not None and outer != token:
                owners[outer.i] = index
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


def _tells_when(date: DateExpression, doc: Doc) -> bool:
    """Whether a stretch has days and is more than the start or end of what lasts: not "since 2005", "1999 to 2003"."""
    if date.from_on is None or syntax.words_between(doc, date.start, date.end).startswith(BOUNDS):
        return False
    return ((date.until_on or date.from_on) - date.from_on).days <= LONGEST_SPAN


def _tells_distance(date: DateExpression, doc: Doc) -> bool:
    """Whether the words count from another happening: "days after", "two weeks before"."""
    return date.from_on is None and syntax.words_between(doc, date.start, date.end).endswith(FROM_AN_EVENT[:2])


def _clause_above(anchor: Token) -> Token | None:
    """The clause that "days after" dates: the one over the clause or phrase it opens."""
    if anchor.head.dep_ in ("advcl", "relcl"):
        return anchor.head.head
    return anchor


def _owner(anchor: Token, owners: dict[int, int], *, fine: bool) -> tuple[int | None, Token | None]:
    """The trigger the date belongs to, else the verb of its clause."""
    if anchor.dep_ in syntax.OBJECT:  # "celebrated the New Year", "spent Monday": no time of what is told
        return None, None
    if anchor.dep_ == "nsubj" and anchor.head.lemma_ in SAID_OF_A_DAY:
        named = [child for child in anchor.head.children if child.dep_ in ("attr", *syntax.OBJECT)]
        return next((owners[child.i] for child in named if child.i in owners), None), None
    if _dates_a_thing(anchor, owners):
        return None, None
    node = anchor
    for _ in range(syntax.MAX_CLIMB):
        if node.i in owners and (node != anchor or node.pos_ == "VERB"):
            return owners[node.i], None
        if node.dep_ == "prep" and node.lower_ in APART and anchor.head != node and not fine:
            return None, None  # "fell from a peak in 2029", "after gains last year"
        is_being = node.lemma_ == "be" and node in (anchor.head, anchor.head.head) and node.i < anchor.i
        being = _of_being(node, owners) if is_being and anchor.i - node.i <= BESIDE else None
        if being is not None:
            return being, None
        if node.head == node:
            break
        is_other_verb = node.pos_ in ("VERB", "AUX") and node != anchor
        if is_other_verb and node.dep_ not in PASSED and node.lemma_ != "be":
            break
        node = node.head
    return None, node if node.pos_ in ("VERB", "AUX") else None


def _dates_a_thing(anchor: Token, owners: dict[int, int]) -> bool:
    """Whether the date stands before a noun that names no happening: "the 2011 film", but not "in a Monday statement"."""
    if anchor.dep_ not in MODIFYING:
        return False
    kept = word_lists("words.txt")["documents"] | word_lists("status.txt")["seasons"]
    noun = anchor.head
    for _ in range(syntax.MAX_CLIMB):
        if noun.i in owners or noun.dep_ not in MODIFYING:
            break
        noun = noun.head
    return noun.pos_ == "NOUN" and noun.i not in owners and noun.lemma_ not in kept


def _of_being(copula: Token, owners: dict[int, int]) -> int | None:
    """What is said to be on a day: "the hearing is on Tuesday", "there are elections today"."""
    told = [child for child in copula.children if child.dep_ in ("attr", "acomp")]  # "is 80 this year" dates the 80
    named = told or [child for child in copula.children if child.dep_ == "nsubj"]
    return next((owners[child.i] for child in named if child.i in owners and child.pos_ != "VERB"), None)


# ---- shared dates ----------------------------------------------------------------------------------------------------


def _share(
    triggers: Sequence[Trigger],
    owners: dict[int, int],
    assigned: dict[int, int],
    clauses: dict[int, int],
    dates: Dates,
) -> None:
    """Give what has no date that of its neighbours, from the happening it is told at to the clauses beside it."""
    for index, trigger in enumerate(triggers):
        if index not in assigned and not trigger.frame.is_verb:
            found = _of_phrase(trigger, owners, assigned, clauses)
            if found is not None:
                assigned[index] = found
    for index, trigger in enumerate(triggers):
        clause = trigger.clause
        if index in assigned or clause is None:
            continue
        for found in (
            _of_host(clause, owners, assigned),
            _of_neighbour(clause, owners, assigned, clauses, dates),
            _of_partner(clause, owners, assigned, dates),
        ):
            if found is not None:
                assigned.setdefault(index, found)


def _of_phrase(
    trigger: Trigger, owners: dict[int, int], assigned: dict[int, int], clauses: dict[int, int]
) -> int | None:
    """For a noun, the date of the clause it only adds to, or that awaits it: "expects Flavia on a visit in June"."""
    noun = syntax.outer_noun(trigger.token)
    if noun.dep_ == "pobj" and noun.head.lower_ in SHARING:
        over = noun.head.head
        found = assigned.get(owners[over.i]) if over.i in owners else clauses.get(over.i)
        if found is not None:
            return found
    verb = trigger.frame.governing[0] if trigger.frame.governing is not None else None
    lists = word_lists("status.txt")
    if verb is not None and verb.lemma_ in lists["deciding"] and trigger.token.lemma_.lower() in lists["scheduled"]:
        return assigned.get(owners[verb.i]) if verb.i in owners else clauses.get(verb.i)
    if noun.dep_ == "pobj" and noun.head.lower_ == "on" and noun.head.head.dep_ in syntax.OBJECT:
        verb = noun.head.head.head
    if verb is None or verb.i in owners or verb.lemma_ not in lists["planned"]:
        return None
    return clauses.get(verb.i)


def _of_host(clause: Token, owners: dict[int, int], assigned: dict[int, int]) -> int | None:
    """The day of the meeting, visit or session at which something is done: "at her meeting on Monday she denounced"."""
    if clause.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children):
        return None  # "sought help to win, during a session in May": the seeking has the date
    for child in clause.children:
        if child.dep_ != "prep" or child.lower_ not in HOSTING:
            continue
        for noun in child.children:
            found = assigned.get(owners[noun.i]) if noun.dep_ == "pobj" and noun.i in owners else None
            if found is not None and _happens_at(clause, noun):
                return found
    return None


def _happens_at(clause: Token, noun: Token) -> bool:
    """Whether what a clause tells is done at the noun's happening: one wins in an election, but runs before it."""
    lists = word_lists("status.txt")
    return noun.lemma_.lower() not in lists["elections"] or clause.lemma_ in lists["deciding"] | lists["electing"]


def _of_neighbour(
    clause: Token, owners: dict[int, int], assigned: dict[int, int], clauses: dict[int, int], dates: Dates
) -> int | None:
    """The date of the clause that another is coordinated with or tells more of."""
    head = clause.head
    if head == clause or any(child.dep_ in syntax.SUBJECT for child in clause.children):
        return None
    above = assigned.get(owners[head.i]) if head.i in owners else clauses.get(head.i)
    if clause.dep_ == "advcl" and clause.tag_ == "VBG" and not any(c.dep_ in ("mark", "aux") for c in clause.children):
        return above
    lists = word_lists("status.txt")
    if clause.dep_ == "xcomp" and clause.tag_ == "VB" and head.lemma_ in lists["aspect"] | lists["trying"]:
        return above  # "sought on Monday to calm them"
    if clause.dep_ == "advcl" and clause.tag_ == "VB" and clause.lemma_ in lists["done_by_doing"]:
        return above
    fine = above is not None and dates[above].granularity in FINE
    return above if clause.dep_ == "conj" and fine and _same_tense(clause, head) else None


def _of_partner(clause: Token, owners: dict[int, int], assigned: dict[int, int], dates: Dates) -> int | None:
    """The date behind a second verb that shares its object with the first: "attacked and shelled the port on Monday"."""
    if any(child.dep_ in (*syntax.OBJECT, "prep", "xcomp", "ccomp") for child in clause.children):
        return None
    for child in clause.children:
        found = assigned.get(owners[child.i]) if child.dep_ == "conj" and child.i in owners else None
        if found is not None and child.pos_ == "VERB" and dates[found].granularity in FINE:
            return found
    return None


def _same_tense(clause: Token, head: Token) -> bool:
    """Whether two coordinated verbs tell of one occasion: the same form, and no word of order between them."""
    later = any(child.lower_ in ("then", "later", "afterwards", "subsequently", "since") for child in clause.children)
    return not later and is_past(clause) == is_past(head)


def _fineness(date: DateExpression) -> int:
    if date.from_on is None:
        return -1
    until = date.until_on or date.from_on
    return 100_000 - (until - date.from_on).days
