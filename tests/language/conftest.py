"""What tests of names and pronouns share: sentences in, entities and their mentions out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from transforms.language.mentions import find_entities
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language


class Read:
    """A text and what was found in it."""

    def __init__(self, text: str, found: DocumentEntities) -> None:
        self.text = text
        self.found = found

    def mention(self, words: str, occurrence: int = 1) -> Mention:
        """The mention that covers the last character of the n-th place of `words`."""
        at = -1
        for _ in range(occurrence):
            at = self.text.index(words, at + 1)
        mention = self.found.mention_at(at + len(words) - 1)
        assert mention is not None, f"nothing found at {words!r}"
        return mention

    def entity(self, words: str, occurrence: int = 1) -> LocalEntity:
        entity = self.mention(words, occurrence).entity
        assert entity is not None, f"{words!r} is not resolved"
        return self.found.entities[entity]

    def members(self, words: str) -> set[str]:
        return {self.found.entities[member].name for member in self.mention(words).members}


Reader = Callable[..., Read]


@pytest.fixture(scope="session")
def read(nlp: Language) -> Reader:
    """Who is found in a text, told on a day if one is given."""

    def reader(text: str, on: dt.date | None = None) -> Read:
        return Read(text, find_entities(parse_document(nlp, text), Published(on, on, on)))

    return reader
