"""Whose the measured thing is: its possessor, the fund or firm it is "in", or the subject of its clause.

A possessor named with the thing beats the subject ("the council praised the mill's profit"), and who only brings a
change about ("the council cut the fee") holds nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.figures.beside import NOUNS
from transforms.figures.cues import measuring_words
from transforms.figures.noun_phrase import TIMES, noun_phrase
from transforms.figures.parsed import ParsedText
from transforms.figures.subjects import HIGHEST_CLIMB, SUBJECTS, meant, subject_of
from transforms.language.lexicons import person_nouns, speech_verbs
from transforms.language.model import DocumentEntities, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

OWNED = re.compile(r"(?:his|her|its|their)$", re.I)
FOR = re.compile(r"\sfor\s(?:the\s)?[A-Za-z][\w’'-]*")
FOR_EACH = re.compile(r"\sfor\s(?:the\s)?[A-Za-z][\w’'-]*(?=,?\sand\s\S*\d[\w,.]*\sfor\s)")
FOR_BEFORE = re.compile(r"\d\sfor\s[^,;.\d]{1,40},?\sand\s$")
WITHIN_PHRASE = ("pobj", "prep", "conj", "appos", "compound", "nummod", "nmod")
NAMED = ("PERSON", "ORG", "GPE", "NORP")
PERSONAL = ("his", "her")
VERBS = ("VERB", "AUX")


def find_holder(
    parsed: ParsedText, quantity: Span, measured: Span, kind: str, entities: DocumentEntities
) -> Span | None:
    """The words for whose `measured` is, which may stand inside of it or, for "his" and "its", before; null where unsaid."""
    span = parsed.tokens(measured.start, measured.end)
    if span is None:
        return None
    thing = span.root
    if thing.pos_ in VERBS:
        return _of_clause(parsed, thing, quantity, measured)
    owner = _owner(thing)
    if owner is not None:
        return _owner_words(parsed, owner, quantity, entities)
    if kind == "age" and (thing.ent_type_ == "PERSON" or thing.lemma_.lower() in person_nouns()):
        return None  # the measured one is who has the age
    inside = _owned_within(span.root, measured)
    if inside is not None:
        return noun_phrase(parsed.text, inside, quantity)
    keeper = _named_for(parsed, quantity) or _keeper(thing)
    if keeper is not None:
        return noun_phrase(parsed.text, keeper, quantity)
    verb = _verb_over(thing)
    if verb is None:
        return None
    if _is_changed(thing, verb):
        return None  # who raises or cuts a thing is its agent
    if verb.lemma_.lower() in measuring_words("expecting"):
        return None
    if verb.lemma_.lower() in speech_verbs() and thing.lemma_.lower() not in measuring_words("speeches"):
        return None  # who reports it holds nothing
    return _of_clause(parsed, verb, quantity, measured)


def _owner(thing: Token) -> Token | None:
    return next((t for t in thing.children if t.dep_ == "poss" and t.ent_type_ not in TIMES), None)


def _owner_words(parsed: ParsedText, owner: Token, quantity: Span, entities: DocumentEntities) -> Span | None:
    if owner.pos_ in NOUNS:
        return noun_phrase(parsed.text, owner, quantity)
    if not OWNED.match(owner.lower_):
        return None
    return _named(entities, owner) or _antecedent(parsed, owner, quantity)


def _named(entities: DocumentEntities, pronoun: Token) -> Span | None:
    """The nearest earlier name of whom the language step found a pronoun to mean."""
    mention = entities.mention_at(pronoun.idx)
    if mention is None or mention.entity is None:
        return None
    earlier = entities.mentions_in(0, mention.start)
    return next((m.span for m in reversed(earlier) if m.entity == mention.entity and m.form == "name"), None)


def _antecedent(parsed: ParsedText, pronoun: Token, quantity: Span) -> Span | None:
    """The subject before "his" or "its" in the sentence; for persons else the nearest person named before it."""
    wants_person = pronoun.lower_ in PERSONAL
    before = [t for t in pronoun.sent if t.i < pronoun.i and t.pos_ in NOUNS]
    subjects = [t for t in before if t.dep_ in SUBJECTS and (not wants_person or t.ent_type_ == "PERSON")]
    if wants_person:
        found = subjects[-1:] or [t for t in before if t.ent_type_ == "PERSON" and t.dep_ != "compound"][-1:]
    else:
        found = [t for t in subjects if t.ent_type_ != "PERSON"][-1:]
    return noun_phrase(parsed.text, found[0], quantity) if found else None


def _owned_within(thing: Token, measured: Span) -> Token | None:
    """The fund of "share of gold in its fund"."""
    for token in thing.subtree:
        if (
            token.dep_ == "pobj"
            and token.pos_ in NOUNS
            and token.idx < measured.end
            and token.head.lower_ in ("in", "of")
        ):
            owner = _owner(token)
            if owner is not None and owner.lower_ in ("its", "their"):
                return token
    return None


def _keeper(thing: Token) -> Token | None:
    """The customers of "customers with more than $5 million in deposits"."""
    token = thing
    while token.dep_ in WITHIN_PHRASE and token.head != token:
        token = token.head
        if token.lower_ == "with" and token.dep_ == "prep":
            beside = token.nbor(-1) if token.i > 0 else token
            if token.head.pos_ in NOUNS:
                return token.head
            return beside if beside.pos_ == "PROPN" and beside.ent_type_ in NAMED else None
    return None


def _named_for(parsed: ParsedText, quantity: Span) -> Token | None:
    """ "a penalty of $5 for Arden and $7 for Brill": whom the amount falls on, where two are told apart."""
    match = FOR_EACH.match(parsed.text, quantity.end) or (
        FOR_BEFORE.search(parsed.text[max(0, quantity.start - 60) : quantity.start])
        and FOR.match(parsed.text, quantity.end)
    )
    if not match:
        return None
    noun = parsed.token_at(match.end() - 1)
    return noun if noun is not None and noun.pos_ in NOUNS else None


def _verb_over(token: Token) -> Token | None:
    for _ in range(HIGHEST_CLIMB):
        if token.dep_ in SUBJECTS or token.head == token:
            return None
        token = token.head
        if token.pos_ in VERBS:
            return token
    return None


def _is_changed(thing: Token, verb: Token) -> bool:
    while thing.dep_ in ("pobj", "prep", "compound") and thing.head != verb:
        thing = thing.head  # "enables the production of eight million bottles"
    return thing.dep_ == "dobj" and thing.head == verb and verb.lemma_.lower() in measuring_words("causing")


def _of_clause(parsed: ParsedText, verb: Token, quantity: Span, measured: Span) -> Span | None:
    noun = subject_of(verb, Span(min(quantity.start, measured.start), max(quantity.end, measured.end)))
    if noun is not None and noun.pos_ == "PRON":
        noun = meant(noun)
    if noun is None or noun.pos_ not in NOUNS:
        return None
    found = noun_phrase(parsed.text, noun, quantity)
    return found if found is not None and not found.overlaps(measured) else None
