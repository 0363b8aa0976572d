"""Whose clause an amount stands in: the subject of its verb, past auxiliaries and clauses, and whom a pronoun means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.figures.beside import CARDINAL_LABELS, NOUNS
from transforms.figures.cues import measuring_words
from transforms.figures.noun_phrase import TIMES
from transforms.language.lexicons import speech_verbs
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

HIGHEST_CLIMB = 10  # steps up the tree before giving up
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
UPWARD = (
    "conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "aux", "auxpass", "acomp", "advmod", "appos", "parataxis",
    "npadvmod",
)  # fmt: skip
RELATIVES = frozenset(("which", "that", "who", "whom"))


def subject_of(verb: Token, quantity: Span) -> Token | None:
    """The subject of a verb or of the clause it hangs in; null where it has none or the clause above only reports it."""
    token = verb
    for _ in range(HIGHEST_CLIMB):
        found = own_subject(token, quantity)
        if found is not None:
            return _antecedent(token) if found.lower_ in RELATIVES else found
        if any(t.dep_ == "expl" for t in token.children):
            return None
        if token.dep_ in ("acl", "relcl"):
            return token.head if token.head.pos_ in NOUNS else None
        if token.dep_ not in UPWARD or is_reported(token):
            return None
        accused = _accused(token, quantity)
        if accused is not None:
            return accused
        is_amount = token.dep_ == "conj" and token.pos_ not in ("VERB", "AUX")
        token = token.head
        is_thing = token.pos_ in NOUNS and token.ent_type_ not in TIMES  # "days after meeting" is no subject
        if is_thing and outside(token, quantity) and not is_amount:
            return token
    return None


def own_subject(verb: Token, quantity: Span) -> Token | None:
    """The subject among a verb's own words; of two ("Norvik — Shares of the shipper rose") the one beside the verb."""
    found = [
        t
        for t in verb.children
        if t.dep_ in SUBJECTS and outside(t, quantity) and (t.dep_ != "csubj" or t.tag_ == "VBG")
    ]
    before = [t for t in found if t.i < verb.i]
    return before[-1] if before else next(iter(found), None)


def _accused(verb: Token, quantity: Span) -> Token | None:
    """Who did it in "accused the clerk of taking $300", "kept the mill from losing $5 million": the object above."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in ("of", "from"):
        return None
    governor = verb.head.head
    return object_of(governor, quantity, verb.i) if governor.pos_ == "VERB" else None


def is_reported(clause: Token) -> bool:
    """Whether the verb above a clause only tells who says it."""
    return clause.dep_ in ("ccomp", "parataxis") and clause.head.lemma_.lower() in speech_verbs()


def _antecedent(verb: Token) -> Token | None:
    """The noun a relative clause hangs on."""
    token = verb
    while token.dep_ in ("conj", "xcomp", "aux", "ccomp") and token.head != token:
        token = token.head
    return token.head if token.dep_ in ("relcl", "acl", "ccomp") and token.head.pos_ in NOUNS else None


def outside(token: Token, quantity: Span) -> bool:
    return token.idx >= quantity.end or token.idx + len(token) <= quantity.start


def meant(pronoun: Token) -> Token | None:
    """Whom "it", "he" or "they" means in a reported or adverbial clause: the subject of the clause above, if it can."""
    if pronoun.lower_ not in ("it", "he", "she", "they"):
        return None
    verb = pronoun.head
    if pronoun.lower_ == "it" and verb.lemma_ in measuring_words("impersonal"):
        return None
    while verb.dep_ in ("aux", "auxpass", "xcomp", "conj") and verb.head != verb:
        verb = verb.head
    if verb.dep_ not in ("ccomp", "advcl", "relcl") or verb.head == verb:
        return None
    governor = verb.head
    while governor.pos_ not in ("VERB", "AUX") and governor.head != governor:
        governor = governor.head
    above = subject_of(governor, Span(pronoun.idx, pronoun.idx + len(pronoun)))
    if above is None or above.pos_ not in NOUNS or governor.lemma_ in measuring_words("relaying"):
        return None
    is_person = above.ent_type_ == "PERSON"
    return above if is_person == (pronoun.lower_ in ("he", "she")) else None


def object_of(verb: Token, quantity: Span, before: int) -> Token | None:
    return next(
        (
            t
            for t in verb.children
            if t.dep_ in ("dobj", "nsubjpass")
            and t.i < before
            and t.pos_ in NOUNS
            and outside(t, quantity)
            and t.ent_type_ not in CARDINAL_LABELS
        ),
        None,
    )
