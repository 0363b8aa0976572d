"""What the steps of quote extraction hand to each other: one attribution still bound to the parse."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from transforms.language.model import DocumentEntities, Span
from transforms.quotes.lexicon import CueEntry
from transforms.quotes.marks import Quotation, find_quotations
from transforms.quotes.speakers import Speaker

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(slots=True)
class Attribution:
    """Content, cue and speaker of one attribution. `frame` names the rule that found the content.

    `head` is the speaker's head word, null where the speaker was carried over from another sentence; `via` the head
    word of the medium it was reported through.
    """

    parts: tuple[Span, ...]
    frame: str
    cue_class: str
    cue: Span | None = None
    cue_word: int | None = None
    speaker: Speaker | None = None
    head: Token | None = None
    via: Token | None = None
    is_negated: bool = False

    @property
    def span(self) -> Span:
        return Span(self.parts[0].start, self.parts[-1].end)


@dataclass(frozen=True)
class Reading:
    """A document as the rules read it: the parse, its quotations, and which quotation each token stands in."""

    doc: Doc
    text: str  # `doc.text`, which spaCy would put together anew at every use
    quotations: tuple[Quotation, ...]
    inside: Sequence[int]  # per token: index of its quotation, or -1
    cues: dict[int, CueEntry] = field(default_factory=dict)  # token index to entry, cue verbs outside of marks
    names: dict[str, int] = field(default_factory=dict)  # filled by `named`
    shared: dict[int, int] = field(default_factory=dict)  # cue to the cue before it whose speaker it shares

    @cached_property
    def _ends(self) -> list[int]:
        return [quotation.outer.end for quotation in self.quotations]

    def quotations_in(self, span: Span) -> tuple[Quotation, ...]:
        """The quotations that share a character with `span`."""
        first = bisect_right(self._ends, span.start)
        last = first
        while last < len(self.quotations) and self.quotations[last].outer.start < span.end:
            last += 1
        return self.quotations[first:last]

    def named(self, entities: DocumentEntities) -> dict[str, int]:
        """Every name of the document that means one entity, for names that the parse hid inside another token."""
        if not self.names:
            for mention in entities.mentions:
                if mention.form == "name" and mention.entity is not None:
                    self.names.setdefault(self.text[mention.start : mention.end], mention.entity)
        return self.names

    def is_quoted(self, index: int) -> bool:
        return self.inside[index] >= 0


def read_document(doc: Doc) -> Reading:
    """Find the quotations of `doc` and place every token inside or outside of them."""
    text = doc.text
    quotations = find_quotations(text)
    inside = [-1] * len(doc)
    position = 0
    for token in doc:
        while position < len(quotations) and quotations[position].outer.end <= token.idx:
            position += 1
        if position < len(quotations) and quotations[position].outer.start <= token.idx:
            inside[token.i] = position
    return Reading(doc, text, quotations, inside)
