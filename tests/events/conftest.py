"""What every test of events needs: sentences in, events out, spans as words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from transforms.events.extract import find_events
from transforms.events.model import Event
from transforms.language.model import DateExpression, DocumentEntities, Published
from transforms.language.parse import parse_document

if TYPE_CHECKING:
    from spacy.language import Language

Read = Callable[..., tuple[Event, ...]]


@pytest.fixture(scope="session")
def read(nlp: Language) -> Read:
    """Events of a text, without entities and quotes unless given."""

    def read_text(
        text: str,
        entities: DocumentEntities | None = None,
        dates: tuple[DateExpression, ...] = (),
        published: Published | None = None,
    ) -> tuple[Event, ...]:
        doc = parse_document(nlp, text)
        return find_events(doc, entities or DocumentEntities(), dates, (), published or Published())

    return read_text
