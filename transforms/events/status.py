"""Whether a happening took place, is under way, is planned, merely possible, or did not take place.

For a verb that is its clause's own (`modality.py`); for a noun, what stands before it, the verb that carries it, and the
verb or noun it hangs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.clauses import is_habitual
from transforms.events.modality import (
    HAPPENED,
    HYPOTHETICAL,
    NEGATED,
    ONGOING,
    PLANNED,
    Lists,
    by_word,
    is_denied_noun,
    verb_status,
)
from transforms.events.tense import PRESENT, has_auxiliary, has_past, is_headline, is_past
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

# Types whose present tense says that something holds now ("backs", "refuses"), not that it happens now ("meets").
STANCES = frozenset({"SUPPORT", "REJECT", "AID", "COOPERATE", "SANCTION", "COERCE"})
SPOKEN_ACTS = frozenset({"REQUEST", "ACCUSE", "THREATEN"})  # "agree to his demand": the demand was made
POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
UNDERGOING = frozenset({"obj", "by", "to", "in", "into", "under"})
TOLD_OF = frozenset({"obj", "for", "to", "on", "forward", "against", "of", "from"})


def find_status(trigger: Trigger, *, dated: bool) -> str:
    """One of `warehouse.tables.EVENT_STATUSES`. `dated`: whether an expression of time belongs to the trigger."""
    if trigger.frame.is_verb:
        return _settle(trigger, verb_status(trigger.token))
    own = _noun_marking(trigger.token)
    if own is not None:
        return own
    if trigger.token.pos_ == "ADJ":
        return _adjective_status(trigger.token)
    if trigger.clause is None:
        status = _governed_noun(trigger)
        return ONGOING if status == HAPPENED and not dated and _is_lasting(trigger) else status
    return _carried_noun(trigger, trigger.clause)


def _carried_noun(trigger: Trigger, clause: Token) -> str:
    """A noun with a light verb: the verb's status, unless it only ends, goes on with or lets come about what is there."""
    status = verb_status(clause)
    if status == HAPPENED and clause.lemma_ in word_lists("status.txt")["planned_light"]:
        return PLANNED
    light = trigger.frame.light
    if light is None:
        return _settle(trigger, status)
    known = _is_lasting_word(trigger.token) or (_is_definite(trigger.token) and trigger.rule.type != "OTHER")
    if light.phase == "end" and status != HAPPENED and known:
        return ONGOING  # "wants to end the sanctions"
    once_more = clause.lemma_ in word_lists("status.txt")["again"] and trigger.rule.type in SPOKEN_ACTS
    lasts = status == HAPPENED and light.phase == "continue" and not once_more
    return ONGOING if lasts else _settle(trigger, status)


def _adjective_status(adjective: Token) -> str:
    """What the verb of being says of the adjective under it: "is not ready", "may be willing"; "less critical" denies."""
    if any(child.lower_ in ("less", "least", "hardly") for child in adjective.children):
        return NEGATED
    copula = adjective.head
    if copula.pos_ not in ("AUX", "VERB") or adjective.dep_ not in ("acomp", "oprd", "attr", "ccomp"):
        return HAPPENED
    denied = any(child.dep_ == "neg" for child in adjective.children)
    above = verb_status(copula)
    return NEGATED if denied and above == HAPPENED else above


def _settle(trigger: Trigger, status: str) -> str:
    clause = trigger.clause
    if status == HAPPENED and clause is not None and is_habitual(clause):
        return ONGOING
    if status != HAPPENED or clause is None or trigger.rule.type not in STANCES:
        return status
    if clause.tag_ in PRESENT and not has_auxiliary(clause) and not is_headline(clause):
        return ONGOING
    return status


def _noun_marking(noun: Token) -> str | None:
    """What determiners, adjectives and the preposition before a noun say."""
    lists = word_lists("status.txt")
    for word in (noun, syntax.outer_noun(noun)):
        for child in word.children:
            if child.dep_ in ("det", "amod", "compound", "neg"):
                for status in (NEGATED, PLANNED, HYPOTHETICAL, ONGOING):
                    if child.lower_ in lists[f"adjective_{status}"] and child.i < noun.i:
                        return status
        if _comes_instead(word):
            return NEGATED
        if word.dep_ == "pobj":
            preposition = word.head
            if preposition.lower_ in lists["preposition_negated"]:
                return NEGATED
            if preposition.lower_ == "of" and preposition.head.lower_ == "ahead":
                return PLANNED
    return None


def _comes_instead(noun: Token) -> bool:
    """Whether "rather than" stands before the noun's phrase: "chose talks rather than a raid"."""
    before = noun.doc[max(noun.sent.start, noun.left_edge.i - 2) : noun.left_edge.i]
    return [token.lower_ for token in before] == ["rather", "than"]


def _governed_noun(trigger: Trigger) -> str:
    """A noun without a light verb: what the verb or noun over it implies, else that it happened."""
    lists = word_lists("status.txt")
    noun = syntax.outer_noun(trigger.token)
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    definite = _is_definite(noun)
    found = _over_noun(noun, definite, lists) or _by_time(noun, definite, lists) or _same_time(noun, lists)
    if found is not None:
        return found
    governing = trigger.frame.governing
    if governing is None:
        return HAPPENED
    verb, relation = governing
    if relation == "subj" or noun.dep_ == "nsubjpass":
        return _as_subject(noun, verb, definite, lists)
    if relation == "for" and verb.lemma_ in lists["calling"]:
        return by_word(verb, lists, 0) or HYPOTHETICAL  # "called for his removal"
    if definite and trigger.rule.type in SPOKEN_ACTS:
        return HAPPENED
    return _under_verb(noun, verb, relation, definite, lists)


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ == "poss" or child.lower_ in ("the", "this", "that") for child in noun.children)


def _over_noun(noun: Token, definite: bool, lists: Lists) -> str | None:
    """What the noun it hangs on says: "the prospect of talks", "no sign of talks", "would be a show of solidarity"."""
    if is_denied_noun(noun):
        return NEGATED
    if noun.dep_ != "pobj" or noun.head.head.pos_ not in ("NOUN", "PROPN"):
        return None
    over, word = noun.head.head, noun.head.lower_
    if word not in ("of", "for", "to", "against"):
        return None
    lemma = over.lemma_.lower()
    if word in ("of", "for") and is_denied_noun(over) and lemma not in lists["presupposing"]:
        return NEGATED
    for status in (NEGATED, PLANNED, HYPOTHETICAL):
        if lemma in lists[status] and lemma not in lists["presupposing"]:
            return status
    if word == "of" and lemma in lists["shows"] and over.dep_ in (*syntax.OBJECT, "attr", "pobj"):
        verb = over.head.head if over.dep_ == "pobj" else over.head
        above = verb_status(verb) if verb.pos_ in ("VERB", "AUX") else HAPPENED
        return above if above in (PLANNED, HYPOTHETICAL, NEGATED) else None
    return None


def _by_time(noun: Token, definite: bool, lists: Lists) -> str | None:
    """What is to come once or until the noun's happening comes: "will pay upon completion", "not until the vote"."""
    if noun.dep_ != "pobj" or noun.head.dep_ not in ("prep", "pcomp"):
        return None
    word, clause = noun.head.lower_, noun.head.head
    reaching = word in lists["until"]
    if clause.dep_ == "prep" and clause.lower_ in lists["until"]:  # "until after the vote"
        reaching, clause = True, clause.head
    if clause.pos_ not in ("VERB", "AUX") or is_past(clause):
        return None
    if reaching and not has_past(clause):
        return PLANNED
    if word not in lists["upon"] and not (word in lists["beside"] and noun.lemma_.lower() in lists["scheduled"]):
        return None
    above = verb_status(clause)
    return PLANNED if above == PLANNED or (above == HYPOTHETICAL and word in lists["beside"]) else None


def _as_subject(noun: Token, verb: Token, definite: bool, lists: Lists) -> str:
    """What a verb says of its subject: "talks will follow", "the hearing is due", "the talks are expected to resume"."""
    if _is_due(verb, lists) or _will_come(verb, lists):
        return PLANNED
    if noun.dep_ != "nsubjpass":
        return HAPPENED
    clause = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VB"), None)
    if clause is None:
        return _under_verb(noun, verb, "obj", definite, lists)
    if clause.lemma_ in lists["coming_about"] or syntax.is_passive(clause) or clause.lemma_ == "be":
        return verb_status(clause)
    return HAPPENED  # "the meeting was meant to calm"


def _under_verb(noun: Token, verb: Token, relation: str, definite: bool, lists: Lists) -> str:
    """What a verb implies about the noun that is its object or stands after its preposition."""
    if any(child.dep_ == "oprd" and child.pos_ == "ADJ" for child in verb.children):
        return HAPPENED  # "called the election unfair"
    if noun.lemma_.lower() in lists["scheduled"] and verb.lemma_ in lists["deciding"] and relation == "obj":
        return verb_status(verb)  # "the nomination was decided", "voters will decide primaries"
    if definite and noun.lemma_.lower() in lists["pacts"] and verb.lemma_ in lists["breaking"]:
        return HAPPENED  # "may scrap the agreement"
    given = definite and (verb.lemma_ in lists["presupposing"] or relation == "from")
    if relation in TOLD_OF and not given and verb.lemma_ not in lists["transparent"]:
        implied = by_word(verb, lists, 0)
        if implied is not None:
            return implied
    if relation == "attr" or (relation == "obj" and verb.lemma_ in lists["bringing"]):
        above = verb_status(verb)
        if above in (PLANNED, HYPOTHETICAL) or (above == NEGATED and relation == "attr" and not definite):
            return above
    let_be = relation in ("on", "for", "to") and verb.lemma_ in lists["transparent"]  # "would let work begin on a dam"
    if (relation in UNDERGOING or let_be) and not definite:  # "would trigger sanctions", "not to be hit by sanctions"
        above = verb_status(verb)
        if above in (PLANNED, HYPOTHETICAL):
            return above
    return HAPPENED


def _will_come(verb: Token, lists: Lists) -> bool:
    """Whether the verb says that its subject is still to come: "talks will follow"."""
    return verb.tag_ != "VBD" and verb.lemma_ in lists["coming_about"] and verb_status(verb) == PLANNED


def _is_due(verb: Token, lists: Lists) -> bool:
    """Whether the subject is said to be due: "the hearing is due in June", "the trial is due to begin"."""
    return verb.lemma_ == "be" and any(
        child.dep_ in ("acomp", "oprd") and child.lemma_.lower() in lists["due"] for child in verb.children
    )


def _same_time(noun: Token, lists: Lists) -> str | None:
    """For a happening that another takes place at, what tense says of that one: "will meet at a summit"."""
    steps = word_lists("words.txt")["steps"]
    for _ in range(syntax.MAX_CLIMB):
        if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in steps:
            noun = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in lists["during"] or noun.head.head.pos_ != "VERB":
        return None
    above = verb_status(noun.head.head)
    if above == PLANNED and any(child.dep_ == "poss" and child.lower_ == "today" for child in noun.children):
        return ONGOING  # "during today's meeting we will explain"
    return above if above in (ONGOING, PLANNED) else None


def _is_lasting_word(noun: Token) -> bool:
    lists = word_lists("status.txt")
    return noun.lemma_.lower() in lists["lasting"] and noun.lower_ not in lists["lasting_past"]


def _is_lasting(trigger: Trigger) -> bool:
    """Whether the noun names what goes on until something ends it, and nothing says that it is over."""
    lists = word_lists("status.txt")
    noun = trigger.token
    if not _is_lasting_word(noun):
        return False
    near = {child.lower_ for child in noun.children if child.dep_ in ("amod", "compound", "nmod", "nummod")}
    if near & lists["lasting_past"]:
        return False
    outer = syntax.outer_noun(noun)
    if outer.dep_ == "pobj" and outer.head.lower_ in lists["lasting_bounded"]:
        return False
    governing = trigger.frame.governing
    return governing is None or governing[1] not in ("obj", "subj", "acl") or governing[0].tag_ != "VBD"
