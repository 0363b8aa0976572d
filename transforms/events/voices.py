"""Whom "we", "I" and "you" mean inside a quote: the speaker, what the speaker speaks for, and who is spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.events.wordlists import word_lists
from transforms.language.lexicons import state_names
from transforms.language.model import DocumentEntities, Span
from transforms.quotes.model import Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

ONESELF = frozenset({"i", "me", "my", "myself"})
OWN_SIDE = frozenset({"we", "us", "our", "ours", "ourselves"})
OTHER_SIDE = frozenset({"you", "your", "yours"})
SPEAKING = frozenset({"direct", "mixed"})  # in reported speech the pronouns are the reporter's


@dataclass(frozen=True)
class Voices:
    """The quotes of a document, asked for the meaning of their pronouns."""

    quotes: Sequence[Quote]
    entities: DocumentEntities

    def meant_by(self, pronoun: Token) -> tuple[int, ...]:
        """The entities a pronoun of the first or second person means; empty for any other word and where none tells."""
        word = pronoun.lower_
        if word not in ONESELF | OWN_SIDE | OTHER_SIDE:
            return ()
        quote = self._around(pronoun)
        if quote is None:
            return ()
        if word in OTHER_SIDE:
            return () if quote.addressee_entity is None else (quote.addressee_entity,)
        if word in OWN_SIDE and quote.speaker_entities:
            return quote.speaker_entities
        if quote.speaker_entity is None:
            return ()
        return (quote.speaker_entity if word in ONESELF else self._side_of(quote.speaker_entity),)

    def _around(self, token: Token) -> Quote | None:
        span = Span(token.idx, token.idx + len(token.text))
        around = [q for q in self.quotes if q.kind in SPEAKING and any(Span(*part).covers(span) for part in q.parts)]
        return min(around, key=lambda quote: (quote.end - quote.start, quote.start), default=None)

    def _side_of(self, speaker: int) -> int:
        """For a person who speaks for a state, the state where the document names it; else the speaker."""
        person = self.entities.entities[speaker]
        if person.kind != "person" or person.country is None or not _speaks_for_state(person.role):
            return speaker
        name = state_names().get(person.country)
        named = (index for index, entity in enumerate(self.entities.entities) if entity.name == name)
        return next(named, speaker)


def _speaks_for_state(role: str | None) -> bool:
    return role is not None and bool(set(role.lower().split()) & word_lists("words.txt")["state_roles"])
