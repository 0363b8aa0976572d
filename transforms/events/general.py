"""What is said of things in general: what somebody can do, does as a habit, or what a rule says of a kind of people.

None of it tells of one happening, though its words are those of happenings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.clauses import is_habitual, is_infinitive
from transforms.events.modality import HYPOTHETICAL, PLANNED
from transforms.events.model import Event
from transforms.events.sides import is_named
from transforms.events.tense import is_past
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

EVERYDAY = "OTHER"
INNER = frozenset({"xcomp", "pcomp", "prep", "pobj", "dobj", "conj", "advcl", "ccomp", "agent", "compound", "amod"})
OWN = frozenset({"poss", "nummod"})


def is_general(trigger: Trigger, event: Event) -> bool:
    """Whether the word speaks of no single happening: an ability, a habit, a mere auxiliary, a case of a rule."""
    if event.date is None and _is_of_kind(trigger.token):
        return True
    if event.event_type != EVERYDAY:
        return False
    verb = trigger.clause if trigger.clause is not None else trigger.token
    if _is_auxiliary(trigger):
        return True
    if verb.pos_ != "VERB":
        return False
    if is_habitual(verb) and event.date is None:
        return True
    return _is_ability(verb, event) or (verb.dep_ == "csubj" and event.status == HYPOTHETICAL)


def _is_auxiliary(trigger: Trigger) -> bool:
    """Whether a verb only says how far the next one came: "failed to pass", "sought to calm", "helped bring about"."""
    verb = trigger.token
    if not trigger.frame.is_verb or verb.lemma_ not in word_lists("status.txt")["aspect"]:
        return False
    return any(child.dep_ == "xcomp" and child.tag_ == "VB" and child.i > verb.i for child in verb.children)


def _is_ability(verb: Token, event: Event) -> bool:
    """Whether the verb tells what is possible or hard, not what is done: "able to sell", "barriers to joining"."""
    lists = word_lists("status.txt")
    if not (is_infinitive(verb) or verb.dep_ == "pcomp"):
        return False
    over = verb.head
    if verb.dep_ == "pcomp":  # the parser may hang "barriers to joining" on the verb
        before = verb.head.nbor(-1) if verb.head.i > verb.sent.start else verb.head
        over = before if before.pos_ == "NOUN" else verb.head.head
    lemma = over.lemma_.lower()
    if event.mode == "death" and lemma in lists["disposed"]:
        return True  # "ready to die"
    if verb.dep_ == "pcomp":
        return verb.head.lower_ in ("to", "of", "for", "in") and lemma in lists["ways"]
    return lemma in lists["abilities"] | lists["ways"] and event.status in (HYPOTHETICAL, PLANNED)


def _is_of_kind(token: Token) -> bool:
    """Whether the word stands in a clause that marks off a kind of people a rule is about: "the law bars men who have
    been convicted", "orders that smugglers caught at sea be held"."""
    node = token
    for _ in range(syntax.MAX_CLIMB):
        if node.dep_ in ("relcl", "acl") and node.tag_ in ("VBN", "VBP", "VBG") and not is_infinitive(node):
            return _is_kind(node.head) and _is_ruled(node.head)
        if node.dep_ not in INNER or node.head == node:
            return False
        node = node.head
    return False


def _is_kind(noun: Token) -> bool:
    """Whether a noun names a kind, not certain ones: a bare plural, "people who", "those who"."""
    if noun.lemma_.lower() in word_lists("status.txt")["kinds"]:
        return True
    if noun.tag_ != "NNS" or any(child.dep_ in OWN or is_named(child) for child in noun.children):
        return False
    return not any(child.dep_ == "det" and child.lower_ != "any" for child in noun.children)


def _is_ruled(noun: Token) -> bool:
    """Whether the clause around is one of a rule: its subject is a law or order, and it is in the present or future."""
    node = noun
    for _ in range(syntax.MAX_CLIMB):
        if node.head == node:
            break
        node = node.head
        subject = syntax.subject(node) if node.pos_ in ("VERB", "AUX") else None
        if subject is not None and subject != noun:
            return subject.lemma_.lower() in word_lists("status.txt")["rules"] and not is_past(node)
    return False
