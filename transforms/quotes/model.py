"""A quote: one attribution of words to a speaker in one document."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.language.model import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """`parts` is the content alone, in text order and never empty; `kind` one of `warehouse.tables.QUOTE_KINDS`.

    `act` is one of `warehouse.tables.QUOTE_ACTS`: whether words were said or a stand was taken.
    `speaker`, `cue` and `addressee` are where those words stand; `speaker_entity`, `speaker_entities` (a joint
    statement), `via_entity` and `addressee_entity` index `DocumentEntities.entities`.
    """

    parts: tuple[Span, ...]
    kind: str
    cue: Span | None
    speaker: Span | None
    speaker_entity: int | None
    confidence: float
    speaker_entities: tuple[int, ...] = ()
    via_entity: int | None = None
    is_negated: bool = False
    act: str = "speech"
    addressee: Span | None = None
    addressee_entity: int | None = None

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end
