"""What a clause says of its own happening: that it took place, is under way, is to come, may be, or did not take place.

A verb's own words (auxiliaries, denial, conjunction) come first; a bare infinitive or participle takes over what the
verb or noun above it says. What those words mean is data: `lexicon/status.txt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.clauses import (
    has_tense,
    is_aim,
    is_conditional,
    is_demanded,
    is_denied,
    is_finite,
    is_infinitive,
    is_on_the_way,
    is_present,
    is_second_infinitive,
)
from transforms.events.tense import FUTURE, POSSIBLE
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

HAPPENED, ONGOING, PLANNED, HYPOTHETICAL, NEGATED = "happened", "ongoing", "planned", "hypothetical", "negated"
NOW = frozenset({"is", "are", "am", "'s", "'re", "been", "’s", "’re", "’m"})
Lists = dict[str, frozenset[str]]


def verb_status(verb: Token, depth: int = 0) -> str:
    """The status a verb's own words give, or what it takes over from the verb or noun it hangs on."""
    lists = word_lists("status.txt")
    if is_conditional(verb):
        return HYPOTHETICAL  # "if they do not agree" denies nothing
    denied = is_denied(verb)
    own = HYPOTHETICAL if is_demanded(verb) else _own_tense(verb, lists)
    if own in (None, HAPPENED, ONGOING):
        inherited = _inherited(verb, lists, depth) if depth < syntax.MAX_CLIMB else None
        if inherited is not None and (own != ONGOING or inherited in (HYPOTHETICAL, NEGATED)):
            own = inherited
    own = own or HAPPENED
    if denied and own == HYPOTHETICAL and is_aim(verb):
        return HYPOTHETICAL  # "in order not to be hit": that is feared, not denied
    if denied:
        return HAPPENED if own == NEGATED else NEGATED
    return own


def _own_tense(verb: Token, lists: Lists) -> str | None:
    """What the verb's auxiliaries say; null for a bare infinitive or participle."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in auxiliaries}
    if words & FUTURE:
        return PLANNED
    if words & POSSIBLE:
        told_later = "would" in words and "have" not in words and _is_reported(verb, lists)
        return PLANNED if told_later else HYPOTHETICAL
    if words & NOW and "had" not in words and (verb.tag_ == "VBG" or (verb.tag_ == "VBN" and "being" in words)):
        return ONGOING
    if verb.tag_ == "VBP" and is_second_infinitive(verb):
        return None
    if verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and auxiliaries):
        return HAPPENED
    if "to" in words and verb.dep_ == "ROOT":
        return PLANNED  # headline: "Flavia to visit Strelsau"
    return None


def _is_reported(verb: Token, lists: Lists) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_ in lists["speech"]


def _of_infinitive_relative(verb: Token, lists: Lists, depth: int) -> str | None:
    """An infinitive after a noun: "the first state to sign" is as sure as the clause it stands in, "asks that men be
    freed" is wished for, others are to come."""
    if is_finite(verb) or not (verb.tag_ == "VB" or is_infinitive(verb)):
        return None
    noun = verb.head
    over = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.lemma_.lower() in lists["ways"] | lists["purposes"]:
        return HYPOTHETICAL  # "the only way to win", "a first step to peace"
    if any(child.lower_ in lists["ranking"] for child in (noun, *noun.children)):
        above = verb_status(over, depth + 1) if over.pos_ in ("VERB", "AUX") else HAPPENED
        denied = HAPPENED if has_tense(over, "VBD") else HYPOTHETICAL  # "was not the first to sign": others did
        return denied if above == NEGATED else above
    implied = (
        by_word(over, lists, depth) if noun.dep_ in syntax.OBJECT and over.lemma_ not in lists["transparent"] else None
    )
    return implied or PLANNED


# ---- what stands above ---------------------------------------------------------------------------------------------


def _inherited(verb: Token, lists: Lists, depth: int) -> str | None:
    """What the word above says about the clause; null where it says nothing."""
    head, dep = verb.head, verb.dep_
    if head == verb:
        return None
    if (rule := OF_RELATIONS.get(dep)) is not None:
        return rule(verb, lists, depth)
    if dep == "csubj" and is_infinitive(verb) and not has_tense(head, "VBD"):
        return HYPOTHETICAL  # "to attack now is wrong"
    return None


def _of_conjunct(verb: Token, lists: Lists, depth: int) -> str | None:
    """A second verb shares what is said of the first, unless it has a subject or a tense of its own."""
    head = verb.head
    if head.pos_ not in ("VERB", "AUX"):
        return None
    if _comes_instead(verb):
        return NEGATED
    bare = verb.tag_ == "VB" or is_second_infinitive(verb)
    if bare and (is_finite(head) or head.tag_ == "VBN"):
        # "urged them to train and arm": the parser hangs the second infinitive on the finite verb
        first = next((c for c in head.children if c.dep_ in ("xcomp", "ccomp", "advcl") and c.tag_ == "VB"), None)
        if first is not None and head.i < first.i < verb.i:
            return verb_status(first, depth + 1)
        if head.lemma_ in lists["hypothetical"] and head.tag_ != "VB":
            return HYPOTHETICAL  # but "will vote against it and urge them" shares its "will"
    shares = not any(c.dep_ in syntax.SUBJECT for c in verb.children) and not is_finite(verb)
    return verb_status(head, depth + 1) if shares or verb.tag_ == "VB" else None


def _comes_instead(verb: Token) -> bool:
    """Whether "rather than" stands right before a second verb: "chose to wait rather than attack"."""
    before = verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]
    return [token.lower_ for token in before] == ["rather", "than"]


def _of_content(verb: Token, lists: Lists, depth: int) -> str | None:
    head = verb.head
    if not is_finite(verb):
        return _of_complement(verb, lists, depth)
    if head.lemma_ in lists["denying"]:
        return NEGATED
    if head.lemma_ in lists["fearing"]:
        return HYPOTHETICAL
    if head.lemma_ in lists["showing"] and verb_status(head, depth + 1) == HYPOTHETICAL:
        return HYPOTHETICAL  # "could mean that Ruritania is arming"
    return HYPOTHETICAL if verb.tag_ == "VB" and head.lemma_ in lists["hypothetical"] else None


def _of_complement(verb: Token, lists: Lists, depth: int) -> str | None:
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ in lists["trying"] and _comes_to_nothing(head, lists):
        return NEGATED
    if is_infinitive(verb) and any(c.dep_ == "advmod" and c.lower_ == "yet" for c in (*head.children, *verb.children)):
        return NEGATED  # "has yet to sign"
    if head.pos_ == "AUX" and head.lemma_ == "be":
        ahead = NEGATED if is_denied(head) else PLANNED
        return ahead if verb.tag_ == "VB" else None  # "is to visit"
    asked = head.dep_ in syntax.SUBJECT and head.i > head.head.i and head.head.lemma_ == "be"
    if asked and head.lower_.endswith("ing") and is_denied(head.head):
        return NEGATED  # "Why isn't the council voting to sign?", where the parser takes "voting" for a noun
    if head.lemma_ == "go" and head.tag_ == "VBG" and is_infinitive(verb):
        return _of_prospect(head, lists, depth)
    if head.lemma_ in lists["hypothetical_clause"] and is_infinitive(verb):
        return HYPOTHETICAL
    if head.lemma_ == "able":
        return _of_ability(head, depth)
    if is_on_the_way(verb):
        return PLANNED
    between = any(c.dep_ in ("prep", "advmod") and head.i < c.i < verb.i for c in head.children)
    if between and is_infinitive(verb) and head.lemma_ in lists["purpose_done"]:
        return verb_status(head, depth + 1)  # "appeared on television to condemn", not "appeared to condemn"
    implied = by_word(head, lists, depth)
    if implied is None and head.tag_ == "VBN" and head.dep_ == "acl" and is_infinitive(verb):
        return (
            None if head.lemma_ in lists["speech"] else HYPOTHETICAL
        )  # "two days left to sign", "a bill drafted to end"
    if implied is not None or not is_infinitive(verb) or head.pos_ != "VERB" or head.lemma_ in lists["transparent"]:
        return implied
    above = verb_status(head, depth + 1)
    return above if above in (PLANNED, HYPOTHETICAL) else None


def _of_prospect(going: Token, lists: Lists, depth: int) -> str:
    """ "is going to sign" is to come; "was going to sign" only was to."""
    if is_denied(going):
        return NEGATED
    above = _inherited(going, lists, depth + 1)
    if above == HYPOTHETICAL or has_tense(going, "VBD"):
        return HYPOTHETICAL
    return PLANNED


def _of_ability(able: Token, depth: int) -> str:
    """ "was able to land" tells that it landed, "is able to land" that it could."""
    copula = able.head
    if copula.pos_ != "AUX" or not has_tense(copula, "VBD"):
        return HYPOTHETICAL
    denied = is_denied(copula) or any(child.dep_ == "neg" for child in able.children)
    return NEGATED if denied else verb_status(copula, depth + 1)


def _of_preposition_clause(verb: Token, lists: Lists, depth: int) -> str | None:
    """What a preposition before a clause in -ing says: "without signing", "for refusing", "by attacking"."""
    preposition = verb.head
    if preposition.lower_ in lists["preposition_negated"] or _opens_denial(preposition, lists):
        return NEGATED
    over = preposition.head
    if preposition.lower_ in lists["preposition_planned"]:
        return None
    if preposition.lower_ == "for" and over.lemma_ in lists["calling"]:
        return by_word(over, lists, depth)
    if over.pos_ == "NOUN":
        return None if preposition.lower_ in lists["when"] else _of_noun_phrase(over, lists, depth)
    if preposition.lower_ in lists["preposition_shared"]:  # "ready to work in building", "won by attacking"
        above = verb_status(over, depth + 1) if over.pos_ in ("VERB", "AUX") else HAPPENED
        return above if above in (PLANNED, HYPOTHETICAL, ONGOING) else None
    return by_word(over, lists, depth)


def _of_noun(verb: Token, lists: Lists, depth: int) -> str | None:
    """A clause that tells what a noun is about: "the chance to sign", "a hard time winning", "fears that they leave"."""
    noun = verb.head
    lemma = noun.lemma_.lower()
    if is_finite(verb) and lemma in lists["fearing"]:
        return HYPOTHETICAL
    if verb.tag_ == "VBN" and not is_infinitive(verb):
        return _of_series(verb, depth)
    if verb.tag_ == "VBG":
        if lemma in lists["instruments"]:
            return _of_instrument(noun, lists, depth)
        return _of_noun_phrase(noun, lists, depth) if lemma in lists["trouble"] else None
    if is_infinitive(verb) and any(c.lower_ == "yet" for c in noun.children):
        return NEGATED
    if is_infinitive(verb) and lemma in lists["instruments"]:
        return _of_instrument(noun, lists, depth) or HYPOTHETICAL
    implied = _of_noun_phrase(noun, lists, depth)
    return HYPOTHETICAL if implied is None and lemma in lists["purposes"] and is_infinitive(verb) else implied


def _of_instrument(noun: Token, lists: Lists, depth: int) -> str | None:
    """What a resolution or bill does is done where it is passed: "a vote on a bill banning arms" bans none."""
    over = noun.head.head if noun.dep_ == "pobj" else noun.head
    if over.pos_ not in ("VERB", "AUX"):
        return None
    above = verb_status(over, depth + 1)
    if above != HAPPENED:
        return above if above in (PLANNED, HYPOTHETICAL, NEGATED) else HYPOTHETICAL
    if over.lemma_ in lists["tabling"]:
        return HYPOTHETICAL
    taken = noun.dep_ in syntax.OBJECT and over.lemma_ not in lists["transparent"]
    return by_word(over, lists, depth) if taken else None


def _of_series(verb: Token, depth: int) -> str | None:
    """A participle after a comma may go on with a passive before it, whose auxiliaries it shares: "would be hunted,
    caught"; the parser hangs it on a clause or noun of the first."""
    if verb.i == verb.sent.start or verb.nbor(-1).text not in (",", ";"):
        return None
    if any(child.dep_ in (*syntax.SUBJECT, "aux", "auxpass", "agent") for child in verb.children):
        return None
    first = verb.head
    for _ in range(syntax.MAX_CLIMB):
        if first.tag_ == "VBN" and any(child.dep_ == "auxpass" for child in first.children):
            status = verb_status(first, depth + 1)
            return status if status in (PLANNED, HYPOTHETICAL, NEGATED) else None
        if first.head == first:
            return None
        first = first.head
    return None


def _of_noun_phrase(noun: Token, lists: Lists, depth: int) -> str | None:
    """What a noun, else the verb over it, says about the clause the noun governs."""
    if is_denied_noun(noun):
        return NEGATED
    over = noun.head
    above = None
    if noun.dep_ in (*syntax.OBJECT, "attr", "npadvmod", "pobj", "nsubjpass"):
        verb = over.head if noun.dep_ == "pobj" else over
        above = verb_status(verb, depth + 1) if verb.pos_ in ("VERB", "AUX") else None
    if above == PLANNED and noun.lemma_.lower() in lists["occasions"]:
        return PLANNED  # "they will have the pleasure to meet"
    implied = by_word(noun, lists, depth)
    return implied or (above if above in (PLANNED, HYPOTHETICAL) else None)


def is_denied_noun(noun: Token) -> bool:
    """Whether there is said to be none: "no sign of", "did not show any willingness to", "nothing but the hope of"."""
    lists = word_lists("status.txt")
    lemma = noun.lemma_.lower()
    if lemma not in lists["hypothetical"] | lists["signs"] | lists["dispositions"]:
        return False
    for _ in range(syntax.MAX_CLIMB):
        if any(child.lower_ in ("no", "little") and child.dep_ in ("det", "amod", "neg") for child in noun.children):
            return True
        over = noun.head
        if noun.dep_ in syntax.OBJECT and over.pos_ == "VERB" and lemma in lists["signs"] | lists["dispositions"]:
            return is_denied(over) and any(child.lower_ in ("any", "a", "an", "much") for child in noun.children)
        if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "for") or noun.head.head.pos_ != "NOUN":
            return False
        noun = noun.head.head
        lemma = noun.lemma_.lower()
        if lemma not in lists["signs"] | lists["hypothetical"]:
            return False
    return False


def _of_adverbial(verb: Token, lists: Lists, depth: int) -> str | None:
    """A clause of purpose, of time or beside another."""
    head = verb.head
    infinitive = is_infinitive(verb)
    if is_finite(verb):
        if verb.tag_ == "VB" and head.lemma_ in lists["hypothetical"]:
            return HYPOTHETICAL
        return _of_time(verb, lists, depth)
    if verb.tag_ == "VBN" and not infinitive:
        return _of_series(verb, depth)
    if not infinitive and head.pos_ != "ADJ":
        above = verb_status(head, depth + 1) if verb.tag_ == "VBG" else HAPPENED
        return None if above in (HAPPENED, NEGATED) else above
    if is_on_the_way(verb):
        return PLANNED
    above = verb_status(head, depth + 1) if head.pos_ in ("VERB", "AUX") else HAPPENED
    if verb.lemma_ in lists["done_by_doing"]:  # "laid a wreath to honour"
        return above
    if head.lemma_ in lists["purpose_done"]:  # "met to discuss", "went on television to condemn"
        return above
    if head.lemma_ in lists["purpose_under_way"] and above == ONGOING:
        return ONGOING  # "are working to build"
    return by_word(head, lists, depth) or HYPOTHETICAL


def _of_time(verb: Token, lists: Lists, depth: int) -> str | None:
    """A present tense under a conjunction of time looks ahead where the clause above does, and under "until" at all."""
    mark = next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in lists["until"]), None)
    mark = mark or next((c.lower_ for c in verb.children if c.lower_ in lists["when"] and c.i < verb.i), None)
    if mark is None or not is_present(verb):
        return None
    if mark in lists["until"] and not has_tense(verb.head, "VBD"):
        return PLANNED
    return PLANNED if verb_status(verb.head, depth + 1) == PLANNED else None


def by_word(head: Token, lists: Lists, depth: int) -> str | None:
    """What the word's own meaning says about what it governs: "refused to", "plans to", "the threat of"; else null."""
    lemma = _phrasal(head)
    denied = any(c.dep_ == "neg" for c in head.children)
    if lemma in lists["transparent"]:
        status = verb_status(head, depth + 1) if head.pos_ in ("VERB", "AUX") else HAPPENED
        return ONGOING if status == HAPPENED and lemma in lists["ongoing_over"] else status
    for status in (NEGATED, PLANNED, HYPOTHETICAL):
        if lemma in lists[status]:
            above = verb_status(head, depth + 1) if head.pos_ == "VERB" else status
            if above == HYPOTHETICAL:
                return HYPOTHETICAL  # "if they agreed to release", "wants to avoid"
            if denied:
                return HAPPENED if status == NEGATED else NEGATED
            return status
    return None


def _phrasal(verb: Token) -> str:
    """The word with its particle where the lists know the two together: "look forward", "call off"."""
    lists = word_lists("status.txt")
    for child in verb.children:
        if child.dep_ in ("prt", "advmod"):
            phrase = f"{verb.lemma_.lower()} {child.lower_}"
            if any(phrase in lists[status] for status in (NEGATED, PLANNED, HYPOTHETICAL)):
                return phrase
    return verb.lemma_.lower()


def _comes_to_nothing(attempt: Token, lists: Lists) -> bool:
    """Whether the attempt goes on to fail: "tried to swim ashore but failed"."""
    return any(child.dep_ == "conj" and child.lemma_ in lists["failing"] for child in attempt.children)


def _opens_denial(preposition: Token, lists: Lists) -> bool:
    """Whether the preposition and the word before it, or over it, say that what follows was not done."""
    before = [preposition.nbor(-1)] if preposition.i > preposition.sent.start else []
    firsts = {word.lemma_.lower() for word in (*before, preposition.head)}
    return any(f"{first} {preposition.lower_}" in lists["phrase_negated"] for first in firsts)


OF_RELATIONS: dict[str, Callable[[Token, Lists, int], str | None]] = {
    "conj": _of_conjunct,
    "ccomp": _of_content,
    "pcomp": _of_preposition_clause,
    "advcl": _of_adverbial,
    "relcl": _of_infinitive_relative,
    "acl": _of_noun,
    "xcomp": _of_complement,
    "prep": _of_complement,
}  # by the clause's relation to the word above
