"""Who can act and be acted upon: names, people, bodies, and what belongs to them. Tokens in, tokens out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.wordlists import word_lists
from transforms.language.lexicons import group_nouns, person_nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMED_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
SIDE_LABELS = NAMED_LABELS | {"FAC", "LOC"}
PREFIXES = frozenset({"intra", "inter", "pro", "non", "trans", "pan", "Intra", "Inter", "Pro", "Non", "Trans", "Pan"})
MODIFIERS = frozenset({"poss", "amod", "compound", "nmod"})
DOING = frozenset({"by", "from"})  # tell who acts, before "of" may tell on whom
BELONGING = frozenset({"of", "by", "from", "in", "between", "among"})


def is_named(token: Token) -> bool:
    """Whether a word is part of a side's name or an adjective of one: "Ruritanian", "Western"."""
    return (token.ent_type_ in NAMED_LABELS and token.text not in PREFIXES) or token.lower_ in word_lists("words.txt")[
        "side_adjectives"
    ]


def is_party(head: Token) -> bool:
    """Whether a noun itself is a side: a name, a person, a body; not what one has or does."""
    words = word_lists("words.txt")
    if head.ent_type_ in SIDE_LABELS or head.pos_ == "PRON":
        return True
    lemma = head.lemma_.lower()
    if lemma in words["collectives"] or lemma in words["people"]:
        return True
    return lemma in person_nouns() or head.lower_ in group_nouns()


def is_side(head: Token) -> bool:
    """Whether a noun can act or be acted upon: a party, or something that a named party has."""
    return is_party(head) or any(is_named(child) for child in head.children if child.dep_ in MODIFIERS)


def owners(thing: Token) -> Iterator[Token]:
    """Whose a thing is, the closest relation first: possessor, adjective or compound of a name, "of" phrase."""
    for dep in ("poss", "amod", "nmod", "compound"):
        for child in thing.children:
            if child.dep_ == dep and (dep == "poss" or is_named(child)):
                yield child
    phrases = [(word, noun) for word, noun in syntax.prepositional(thing) if word in BELONGING and is_side(noun)]
    yield from (noun for _, noun in sorted(phrases, key=lambda phrase: phrase[0] not in DOING))


def has_party(thing: Token) -> bool:
    """Whether a thing is a party or some party's: "backed Ruritania", "backed the stance of its mayor"."""
    if thing.lower_ in ("it", "that", "which", "this"):
        return False
    return is_party(thing) or any(is_side(owner) and owner.tag_ != "PRP$" for owner in owners(thing))
