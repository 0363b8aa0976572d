"""Who issued the writing that a text says acts: "the memos instruct the guards" after "the ministry issued two memos".

A writing acts for whoever the text says it is from: its owner, else the one told before to have issued such a writing,
or, where the noun only points back, the last to have issued any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.referents import Argument, argument, named_for
from transforms.events.sides import BELONGING, is_side
from transforms.events.voices import Voices
from transforms.events.wordlists import word_lists
from transforms.language.model import DocumentEntities

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

POINTING = frozenset({"the", "this", "that", "these", "those", "both"})


class Issuers:
    """The writings of one document and who issued them, in text order."""

    def __init__(self, doc: Doc, entities: DocumentEntities, voices: Voices) -> None:
        self._entities, self._voices = entities, voices
        self._issued = list(_issuings(doc))

    def of(self, actor: Argument) -> Argument | None:
        """Who issued what is said to act; null where it is no writing or the text does not say."""
        writing = _writing(actor.head)
        if writing is None:
            return None
        owner = _owner_of(writing)
        if owner is not None:
            return self._known(owner)
        if not any(child.lower_ in POINTING for child in writing.children):
            return None
        before = [(noun, issuer) for noun, issuer in self._issued if noun.i < writing.i]
        same = [issuer for noun, issuer in before if noun.lemma_.lower() == writing.lemma_.lower()]
        issuers = same or [issuer for _, issuer in before]
        return self._known(issuers[-1]) if issuers else None

    def _known(self, issuer: Token) -> Argument | None:
        found = argument(named_for(issuer), self._entities, self._voices, alone=False)
        return found if found is not None and found.entities else None


def _writing(head: Token) -> Token | None:
    """The writing that a noun is, or is the text of: "the wording of the motion"."""
    words = word_lists("words.txt")
    if head.lemma_.lower() in words["wordings"]:
        head = next((noun for word, noun in syntax.prepositional(head) if word == "of"), head)
    return head if head.lemma_.lower() in words["documents"] and not head.ent_type_ else None


def _owner_of(writing: Token) -> Token | None:
    """Whose writing it is said to be: "the mayor's memo", "a letter from the guild"."""
    own = [child for child in writing.children if child.dep_ == "poss" and child.ent_type_ != "DATE"]
    own += [noun for word, noun in syntax.prepositional(writing) if word in ("by", "from") and word in BELONGING]
    return next((owner for owner in own if owner.tag_ == "PRP$" or is_side(owner)), None)


def _issuings(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """(writing, issuer) wherever the text says that somebody issues one or has one."""
    words = word_lists("words.txt")
    for token in doc:
        if token.lemma_.lower() not in words["documents"] or token.pos_ != "NOUN":
            continue
        owner = _owner_of(token)
        if owner is None:
            whole = syntax.outer_noun(token)
            verb = whole.head if whole.dep_ in (*syntax.OBJECT, "nsubjpass") else None
            if verb is not None and verb.pos_ == "VERB" and verb.lemma_ in words["issuing"]:
                owner = syntax.logical_subject(verb)
        if owner is not None and (owner.tag_ == "PRP$" or is_side(owner)):
            yield token, owner
