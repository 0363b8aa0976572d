"""What a clause says of its own happening: that it took place, is under way, is to come, may be, or did not take place.

A verb's own words (auxiliaries, denial, conjunction) come first; a bare infinitive or participle takes over what the
verb or noun above it says. What those words mean is data: `lexicon/status.txt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.tense import FUTURE, POSSIBLE, PRESENT
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

HAPPENED, ONGOING, PLANNED, HYPOTHETICAL, NEGATED = "happened", "ongoing", "planned", "hypothetical", "negated"
NOW = frozenset({"is", "are", "am", "'s", "'re", "been", "’s", "’re", "’m"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "JJ"})
NEVER = frozenset({"never", "hardly", "barely"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
MANDATIVE = frozenset(  # what follows is wanted, not told: "demanded that he resign"
    {"demand", "insist", "ask", "request", "propose", "recommend", "urge", "suggest", "order", "require", "move", "beg"}
)
PART_OF_A_CLAUSE = frozenset({"conj", "xcomp", "acl", "pcomp", "prep", "dobj", "ccomp"})
Lists = dict[str, frozenset[str]]


def verb_status(verb: Token, depth: int = 0) -> str:
    """The status a verb's own words give, or what it takes over from the verb or noun it hangs on."""
    lists = word_lists("status.txt")
    if is_conditional(verb):
        return HYPOTHETICAL  # "if they do not agree" denies nothing
    denied = is_denied(verb)
    own = HYPOTHETICAL if _is_demanded(verb) else _own_tense(verb, lists)
    if own is None or own == HAPPENED:
        inherited = _inherited(verb, lists, depth) if depth < syntax.MAX_CLIMB else None
        if inherited is not None:
            own = inherited
    own = own or HAPPENED
    if denied and own == HYPOTHETICAL and _is_aim(verb):
        return HYPOTHETICAL  # "in order not to be hit": that is feared, not denied
    if denied:
        return HAPPENED if own == NEGATED else NEGATED
    return own


def is_denied(verb: Token) -> bool:
    """Whether the clause denies its verb: "not", "never", "nobody", "no" before its object, "less" before an adjective."""
    words = [verb, *(c for c in verb.children if c.dep_ == "auxpass")]  # "would never get rid of"
    denied = any(c.dep_ == "neg" or c.lower_ in NEVER for word in words for c in word.children)
    denied = denied or any(c.dep_ in syntax.OBJECT and _has_no(c) for c in verb.children)
    denied = denied or any(c.dep_ in syntax.SUBJECT and _is_nobody(c) for c in verb.children)
    return denied or (verb.pos_ == "ADJ" and any(c.lower_ in ("less", "least") for c in verb.children))


def _has_no(noun: Token) -> bool:
    return any(child.lower_ == "no" and child.dep_ == "det" for child in noun.children)


def is_conditional(verb: Token) -> bool:
    """Whether the clause, or the one it is part of, stands under "if", "unless" or "whether", or is a question."""
    lists = word_lists("status.txt")
    for _ in range(syntax.MAX_CLIMB):
        if any(c.dep_ == "mark" and c.lower_ in lists["conjunction_hypothetical"] for c in verb.children):
            return True
        if _is_asked(verb, [c for c in verb.children if c.dep_ in ("aux", "auxpass")]):
            return True
        part = verb.dep_ in PART_OF_A_CLAUSE and not (verb.dep_ == "ccomp" and _is_finite(verb))
        if not part or (verb.dep_ == "conj" and any(c.dep_ in syntax.SUBJECT for c in verb.children)):
            return False
        if verb.dep_ == "acl" and not _infinitive(verb):
            return False
        verb = verb.head
    return False


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in FINITE or any(c.dep_ == "aux" and c.lower_ != "to" for c in verb.children):
        return True
    return any(c.dep_ == "auxpass" and c.tag_ in FINITE for c in verb.children)


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _is_aim(verb: Token) -> bool:
    return verb.dep_ in ("advcl", "acl") and _infinitive(verb)


def _own_tense(verb: Token, lists: Lists) -> str | None:
    """What the verb's auxiliaries say; null for a bare infinitive or participle."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in auxiliaries}
    if words & FUTURE:
        return PLANNED
    if words & POSSIBLE:
        told_later = "would" in words and "have" not in words and _is_reported(verb, lists)
        return PLANNED if told_later else HYPOTHETICAL
    if words & NOW and (verb.tag_ == "VBG" or (verb.tag_ == "VBN" and "being" in words)):
        return ONGOING
    if verb.tag_ == "VBP" and _is_second_infinitive(verb):
        return None
    if verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and auxiliaries):
        return HAPPENED
    if "to" in words and verb.dep_ == "ROOT":
        return PLANNED  # headline: "Flavia to visit Strelsau"
    return None


def _is_second_infinitive(verb: Token) -> bool:
    """Whether a word tagged as a present is an infinitive: it is coordinated with a past tense or an infinitive
    and has no subject."""
    if verb.dep_ != "conj" or verb.lower_ != verb.lemma_.lower() or verb.head.tag_ not in ("VBD", "VB"):
        return False
    return not any(child.dep_ in syntax.SUBJECT for child in verb.children)


def _is_asked(verb: Token, auxiliaries: list[Token]) -> bool:
    """Whether the auxiliary stands before the subject: "Did Ruritania attack?", "Had Ruritania attacked, …"."""
    if not auxiliaries or any(child.tag_ in ("WRB", "WP", "WDT") for child in verb.children):
        return False  # "Why did Ruritania attack?" takes it for granted
    first = auxiliaries[0]
    inverted = any(child.dep_ in syntax.SUBJECT and child.i > first.i for child in verb.children)
    inverted = inverted and not any(child.dep_ in ("neg", "advmod") and child.i < first.i for child in verb.children)
    asked = any(token.text == "?" for token in verb.sent[-3:])
    return inverted and (asked or (verb.dep_ == "advcl" and first.lower_ in ("had", "should", "were")))


def _is_reported(verb: Token, lists: Lists) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_ in lists["speech"]


# ---- what stands above ---------------------------------------------------------------------------------------------


def _inherited(verb: Token, lists: Lists, depth: int) -> str | None:
    """What the word above says about the clause; null where it says nothing."""
    head, dep = verb.head, verb.dep_
    if head == verb:
        return None
    if dep == "conj":
        return _of_conjunct(verb, lists, depth)
    if dep == "ccomp":
        return _of_content(verb, lists, depth)
    if dep == "pcomp":
        return _of_preposition_clause(verb, lists, depth)
    if dep == "advcl":
        return _of_adverbial(verb, lists, depth)
    if dep == "relcl":
        return PLANNED if verb.tag_ == "VB" and not _is_finite(verb) else None
    if dep == "acl":
        return _of_noun(verb, lists, depth)
    if dep in ("xcomp", "prep"):
        return _of_complement(verb, lists, depth)
    return None


def _of_conjunct(verb: Token, lists: Lists, depth: int) -> str | None:
    """A second verb shares what is said of the first, unless it has a subject or a tense of its own."""
    head = verb.head
    if head.pos_ not in ("VERB", "AUX"):
        return None
    bare = verb.tag_ == "VB" or _is_second_infinitive(verb)
    if bare and (_is_finite(head) or head.tag_ == "VBN"):
        # "urged them to train and arm": the parser hangs the second infinitive on the finite verb
        first = next((c for c in head.children if c.dep_ in ("xcomp", "ccomp", "advcl") and c.tag_ == "VB"), None)
        if first is not None and head.i < first.i < verb.i:
            return verb_status(first, depth + 1)
        if head.lemma_ in lists["hypothetical"]:
            return HYPOTHETICAL
    shares = not any(c.dep_ in syntax.SUBJECT for c in verb.children) and not _is_finite(verb)
    return verb_status(head, depth + 1) if shares or verb.tag_ == "VB" else None


def _of_content(verb: Token, lists: Lists, depth: int) -> str | None:
    head = verb.head
    if not _is_finite(verb):
        return _of_complement(verb, lists, depth)
    if head.lemma_ in lists["denying"]:
        return NEGATED
    return HYPOTHETICAL if verb.tag_ == "VB" and head.lemma_ in lists["hypothetical"] else None


def _of_complement(verb: Token, lists: Lists, depth: int) -> str | None:
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ in lists["trying"] and _comes_to_nothing(head, lists):
        return NEGATED
    if _infinitive(verb) and any(c.dep_ == "advmod" and c.lower_ == "yet" for c in (*head.children, *verb.children)):
        return NEGATED  # "has yet to sign"
    if head.pos_ == "AUX" and head.lemma_ == "be":
        return PLANNED if verb.tag_ == "VB" else None  # "is to visit"
    if _is_on_the_way(verb):
        return PLANNED
    between = any(c.dep_ in ("prep", "advmod") and head.i < c.i < verb.i for c in head.children)
    if between and _infinitive(verb) and head.lemma_ in lists["purpose_done"]:
        return verb_status(head, depth + 1)  # "appeared on television to condemn", not "appeared to condemn"
    implied = by_word(head, lists, depth)
    if implied is None and head.tag_ == "VBN" and head.dep_ == "acl" and _infinitive(verb):
        return (
            None if head.lemma_ in lists["speech"] else HYPOTHETICAL
        )  # "two days left to sign", "a bill drafted to end"
    if implied is not None or not _infinitive(verb) or head.pos_ != "VERB" or head.lemma_ in lists["transparent"]:
        return implied
    above = verb_status(head, depth + 1)
    return above if above in (PLANNED, HYPOTHETICAL) else None


def _of_preposition_clause(verb: Token, lists: Lists, depth: int) -> str | None:
    """What a preposition before a clause in -ing says: "without signing", "for refusing", "by attacking"."""
    preposition = verb.head
    if preposition.lower_ in lists["preposition_negated"] or _opens_denial(preposition, lists):
        return NEGATED
    over = preposition.head
    if preposition.lower_ in lists["preposition_planned"]:
        return None
    if over.pos_ == "NOUN":
        return None if preposition.lower_ in lists["when"] else _of_noun_phrase(over, lists, depth)
    if preposition.lower_ in lists["preposition_shared"]:  # "ready to work in building", "won by attacking"
        above = verb_status(over, depth + 1) if over.pos_ in ("VERB", "AUX") else HAPPENED
        return above if above in (PLANNED, HYPOTHETICAL, ONGOING) else None
    return by_word(over, lists, depth)


def _of_noun(verb: Token, lists: Lists, depth: int) -> str | None:
    """A clause that tells what a noun is about: "the chance to sign", "a hard time winning"."""
    noun = verb.head
    if verb.tag_ == "VBN":
        return None
    if verb.tag_ == "VBG":
        return _of_noun_phrase(noun, lists, depth) if noun.lemma_.lower() in lists["trouble"] else None
    if _infinitive(verb) and any(c.lower_ == "yet" for c in noun.children):
        return NEGATED
    return _of_noun_phrase(noun, lists, depth)


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
    infinitive = _infinitive(verb)
    if _is_finite(verb):
        if verb.tag_ == "VB" and head.lemma_ in lists["hypothetical"]:
            return HYPOTHETICAL
        return _of_time(verb, lists, depth)
    if not infinitive and head.pos_ != "ADJ":
        above = verb_status(head, depth + 1) if verb.tag_ == "VBG" else HAPPENED
        return None if above in (HAPPENED, NEGATED) else above
    if _is_on_the_way(verb):
        return PLANNED
    above = verb_status(head, depth + 1) if head.pos_ in ("VERB", "AUX") else HAPPENED
    if head.lemma_ in lists["purpose_done"]:  # "met to discuss", "went on television to condemn"
        return above
    if head.lemma_ in lists["purpose_under_way"] and above == ONGOING:
        return ONGOING  # "are working to build"
    return by_word(head, lists, depth) or HYPOTHETICAL


def _is_on_the_way(verb: Token) -> bool:
    """Whether somebody is under way to it: "on her way to meet them"."""
    before = verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]
    return any(token.lower_ == "way" and any(c.dep_ == "poss" for c in token.children) for token in before)


def _of_time(verb: Token, lists: Lists, depth: int) -> str | None:
    """A present tense under a conjunction of time looks ahead where the clause above does, and under "until" at all."""
    mark = next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in lists["until"]), None)
    mark = mark or next((c.lower_ for c in verb.children if c.lower_ in lists["when"] and c.i < verb.i), None)
    if mark is None or not _is_present(verb):
        return None
    if mark in lists["until"] and not _has_tense(verb.head, "VBD"):
        return PLANNED
    return PLANNED if verb_status(verb.head, depth + 1) == PLANNED else None


def _is_present(verb: Token) -> bool:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    first = auxiliaries[0] if auxiliaries else verb
    return first.tag_ in PRESENT


def _has_tense(verb: Token, tag: str) -> bool:
    return verb.tag_ == tag or any(c.dep_ in ("aux", "auxpass") and c.tag_ == tag for c in verb.children)


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


def _is_demanded(verb: Token) -> bool:
    """Whether the clause is in the subjunctive of demands: a bare verb under "that", whatever tag the parser gives."""
    head = verb.head
    lemma = head.lemma_.lower()
    if verb.dep_ not in ("ccomp", "acl", "relcl", "advcl") or lemma not in MANDATIVE:
        return False
    if any(child.dep_ in ("aux", "auxpass") and child.lower_ == "be" for child in verb.children):
        return True
    if verb.tag_ not in ("VB", "VBP") or verb.lower_ != verb.lemma_.lower():
        return False
    clear = head.tag_ in ("VBD", "VBN", "VBG", "NN", "NNS")
    singular = any(c.dep_ in syntax.SUBJECT and c.tag_ in ("NN", "NNP") for c in verb.children)
    return lemma not in ("suggest", "insist", "move") or clear or singular


def _is_nobody(subject: Token) -> bool:
    """Whether a subject says that there was none: "nobody", "no passengers", but not "no fewer than ten"."""
    if subject.lower_ in NOBODY:
        return True
    more = any(child.lower_ in ("fewer", "less", "more") for child in subject.subtree)
    return not more and any(
        child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj", "neg", "cc")
        for child in subject.children
    )
