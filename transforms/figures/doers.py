"""Who does, pays, wins or says what an amount is the extent of: not the thing measured, at most whose it is.

"The firm sold 30 ferries" counts ferries, which the row's counted noun says; "the town paid $5 million" measures a payment
and the town paid it; "she won by 9 points" has a winner; "he served for two decades" measures no person.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from transforms.figures.beside import NOUNS
from transforms.figures.cues import cues, measuring_words
from transforms.figures.noun_phrase import noun_phrase
from transforms.figures.parsed import ParsedText
from transforms.figures.subjects import SUBJECTS, own_subject
from transforms.language.lexicons import group_nouns, person_nouns, speech_verbs
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMED = ("PERSON", "ORG", "GPE", "NORP")
PERSONS = ("PERSON", "NORP")
VERBS = ("VERB", "AUX")
STAND_INS = frozenset(("who", "that", "which", "he", "she", "it", "they"))


@dataclass(frozen=True, slots=True)
class Doer:
    """What stood for the measured thing and is none; `holder` is the same words where the amount is theirs, else null."""

    holder: Span | None


def find_doer(parsed: ParsedText, quantity: Span, found: Span, kind: str, is_counted: bool) -> Doer | None:
    """Judges `found`, which the parse gives as measured by the quantity that `quantity` encloses; null where it is.

    `is_counted` says that a counted noun, which `quantity` takes in, already tells what the number is of.
    """
    span = parsed.tokens(found.start, found.end)
    amount = parsed.token_at(quantity.end - 1)
    if span is None or amount is None:
        return None
    thing = span.root
    if thing.pos_ not in NOUNS:
        return None
    verb = next((t for t in amount.ancestors if t.pos_ in VERBS), None)
    if kind == "duration":
        return _of_time(found, thing, amount, verb)
    if kind == "count" and is_counted:
        if verb is not None and _is_said_of(verb, thing, amount) and _acts(verb):
            has_them = _is_its(thing, verb) and (
                _is_object(amount, verb) or thing.ent_type_ in NAMED or _is_body(thing)
            )
            return Doer(found if has_them else None)
        return Doer(None) if _is_whole(thing, amount) else None
    if kind == "money" and thing.dep_ in SUBJECTS and thing.head.lemma_.lower() in measuring_words("payers"):
        return Doer(found)
    if kind == "percent" and verb is not None and _is_margin(amount, verb):
        winner = own_subject(verb, quantity)
        return Doer(noun_phrase(parsed.text, winner, quantity) if winner is not None and winner.pos_ in NOUNS else None)
    return None


def _is_person(thing: Token) -> bool:
    return thing.ent_type_ in PERSONS or thing.lemma_.lower() in person_nouns()


def _of_time(found: Span, thing: Token, amount: Token, verb: Token | None) -> Doer | None:
    """Who "served for two decades" is not measured by them; who "spent nine days at sea" has them."""
    if verb is None or not _is_person(thing) or not _is_said_of(verb, thing, amount):
        return None
    return Doer(found if amount.dep_ == "dobj" else None)


def _is_said_of(verb: Token, thing: Token, amount: Token) -> bool:
    """Whether `thing` is a subject or has the verb's clause behind it, and the amount is not part of its noun phrase."""
    if thing.is_ancestor(verb):
        return True
    return thing.dep_ in SUBJECTS and not thing.is_ancestor(amount)


def _acts(verb: Token) -> bool:
    """Whether the verb does something to the counted things, instead of saying that its subject is or becomes so many."""
    lemma = verb.lemma_.lower()
    if any(child.dep_ == "nsubjpass" for child in verb.children):
        return False
    return lemma not in measuring_words("amounting") and lemma not in cues().up | cues().down


def _is_its(thing: Token, verb: Token) -> bool:
    """Whether the counted things are those of `thing`, which the verb over them is said of; not who reports or accuses them."""
    if verb.lemma_.lower() in measuring_words("accusing"):
        return False
    token = verb
    while token.head != token:
        if token != verb and token.lemma_.lower() in speech_verbs():
            return False
        subject = next((t for t in token.children if t.dep_ in SUBJECTS), None)
        if subject is not None:
            return subject == thing or subject.lower_ in STAND_INS
        if token.dep_ == "acl" and (token.tag_ != "VB" or token.head == thing):
            return token.head == thing
        token = token.head
    return (token == verb or token.lemma_.lower() not in speech_verbs()) and any(t == thing for t in token.children)


def _is_object(amount: Token, verb: Token) -> bool:
    """Whether nothing but the noun phrase lies between the number and the verb: no "revolved around two"."""
    between = takewhile(lambda token: token != verb, (amount, *amount.ancestors))
    return not any(token.dep_ == "prep" and token.lower_ not in ("of", "than") for token in between)


def _is_body(thing: Token) -> bool:
    return _is_person(thing) or thing.lemma_.lower() in group_nouns()


def _is_whole(thing: Token, amount: Token) -> bool:
    """Whether the noun found are those counted: "a panel of five nominees", "dozens of parents, including two bakers"."""
    between = list(takewhile(lambda token: token != thing, amount.ancestors))
    if not any(t.dep_ == "prep" for t in between) or any(t.pos_ in VERBS for t in between if t.dep_ != "prep"):
        return False
    return _is_person(thing) or thing.lemma_.lower() in measuring_words("groups")


def _is_margin(amount: Token, verb: Token) -> bool:
    """ "won by 9 points": the margin is the winner's."""
    if verb.lemma_.lower() not in measuring_words("winning"):
        return False
    return any(token.lower_ == "by" and token.head == verb for token in amount.ancestors)
