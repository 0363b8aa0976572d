"""What a clause's own words say of its form: denied, conditional, asked, demanded, an infinitive, a present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.tense import PRESENT, is_headline
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "JJ"})
NEVER = frozenset({"never", "hardly", "barely"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
MANDATIVE = frozenset(  # what follows is wanted, not told: "demanded that he resign"
    {"demand", "insist", "ask", "request", "propose", "recommend", "urge", "suggest", "order", "require", "move", "beg"}
)
PART_OF_A_CLAUSE = frozenset({"conj", "xcomp", "acl", "pcomp", "prep", "dobj", "ccomp"})


def is_denied(verb: Token) -> bool:
    """Whether the clause denies its verb: "not", "never", "nobody", "no" before its object, "less" before an adjective."""
    words = [verb, *(c for c in verb.children if c.dep_ == "auxpass")]  # "would never get rid of"
    denied = any(c.dep_ == "neg" or c.lower_ in NEVER for word in words for c in word.children)
    denied = denied or any(c.dep_ in syntax.OBJECT and _has_no(c) for c in verb.children)
    denied = denied or any(c.dep_ in syntax.SUBJECT and _is_nobody(c) for c in verb.children)
    return denied or (verb.pos_ == "ADJ" and any(c.lower_ in ("less", "least") for c in verb.children))


def _has_no(noun: Token) -> bool:
    return any(child.lower_ == "no" and child.dep_ == "det" for child in noun.children)


def _is_nobody(subject: Token) -> bool:
    """Whether a subject says that there was none: "nobody", "no passengers", but not "no fewer than ten"."""
    if subject.lower_ in NOBODY:
        return True
    more = any(child.lower_ in ("fewer", "less", "more") for child in subject.subtree)
    return not more and any(
        child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj", "neg", "cc")
        for child in subject.children
    )


def is_conditional(verb: Token) -> bool:
    """Whether the clause, or the one it is part of, stands under "if", "unless" or "whether", or is a question."""
    lists = word_lists("status.txt")
    for _ in range(syntax.MAX_CLIMB):
        if any(c.dep_ == "mark" and c.lower_ in lists["conjunction_hypothetical"] for c in verb.children):
            return True
        if _is_asked(verb, [c for c in verb.children if c.dep_ in ("aux", "auxpass")]):
            return True
        part = verb.dep_ in PART_OF_A_CLAUSE and not (verb.dep_ == "ccomp" and is_finite(verb))
        if not part or (verb.dep_ == "conj" and any(c.dep_ in syntax.SUBJECT for c in verb.children)):
            return False
        if verb.dep_ == "acl" and not is_infinitive(verb):
            return False
        verb = verb.head
    return False


def _is_asked(verb: Token, auxiliaries: list[Token]) -> bool:
    """Whether the auxiliary stands before the subject: "Did Ruritania attack?", "Had Ruritania attacked, …"."""
    if not auxiliaries or any(child.tag_ in ("WRB", "WP", "WDT") for child in verb.children):
        return False  # "Why did Ruritania attack?" takes it for granted
    first = auxiliaries[0]
    inverted = any(child.dep_ in syntax.SUBJECT and child.i > first.i for child in verb.children)
    inverted = inverted and not any(child.dep_ in ("neg", "advmod") and child.i < first.i for child in verb.children)
    asked = any(token.text == "?" for token in verb.sent[-3:])
    return inverted and (asked or (verb.dep_ == "advcl" and first.lower_ in ("had", "should", "were")))


def is_demanded(verb: Token) -> bool:
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


def is_finite(verb: Token) -> bool:
    """Whether the verb or its first auxiliary has a tense."""
    if verb.tag_ in FINITE or any(c.dep_ == "aux" and c.lower_ != "to" for c in verb.children):
        return True
    return any(c.dep_ == "auxpass" and c.tag_ in FINITE for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether "to" stands with the verb."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def is_aim(verb: Token) -> bool:
    """Whether the clause tells what for: "to be seen"."""
    return verb.dep_ in ("advcl", "acl") and is_infinitive(verb)


def is_second_infinitive(verb: Token) -> bool:
    """Whether a word tagged as a present is an infinitive: it is coordinated with a past tense or an infinitive
    and has no subject."""
    if verb.dep_ != "conj" or verb.lower_ != verb.lemma_.lower() or verb.head.tag_ not in ("VBD", "VB"):
        return False
    return not any(child.dep_ in syntax.SUBJECT for child in verb.children)


def is_present(verb: Token) -> bool:
    """Whether the first word of the verb is in the present."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    first = auxiliaries[0] if auxiliaries else verb
    return first.tag_ in PRESENT


def has_tense(verb: Token, tag: str) -> bool:
    """Whether any word of the verb has this tag."""
    return verb.tag_ == tag or any(c.dep_ in ("aux", "auxpass") and c.tag_ == tag for c in verb.children)


def is_on_the_way(verb: Token) -> bool:
    """Whether somebody is under way to it: "on her way to meet them"."""
    before = verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]
    return any(token.lower_ == "way" and any(c.dep_ == "poss" for c in token.children) for token in before)


def is_habitual(verb: Token) -> bool:
    """Whether a present tense tells what is done as a rule: "often sells", "many are arrested"."""
    lists = word_lists("status.txt")
    while verb.dep_ in ("conj", "advcl") and verb.tag_ in ("VBN", "VBD") and verb.head.pos_ == "VERB":
        if any(child.dep_ in (*syntax.SUBJECT, "aux", "auxpass", "mark") for child in verb.children):
            break
        verb = verb.head  # "many are arrested, held and freed"
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    passive = verb.tag_ == "VBN" and len(auxiliaries) == 1 and auxiliaries[0].dep_ == "auxpass"
    plain = auxiliaries[0].tag_ in PRESENT if passive else verb.tag_ in PRESENT and not auxiliaries
    if not plain or is_headline(verb):
        return False
    if any(child.dep_ == "advmod" and child.lower_ in lists["habits"] for child in verb.children):
        return True
    subjects = [child for child in verb.children if child.dep_ in syntax.SUBJECT] if passive else []
    return any(child.lower_ in lists["many"] for subject in subjects for child in (subject, *subject.children))
