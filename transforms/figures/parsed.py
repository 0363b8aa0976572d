"""A parsed text with its characters at hand: `Doc.text` builds the whole string anew each time it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The text and its parse; offsets of one hold in the other."""

    text: str
    doc: Doc

    def token_at(self, offset: int) -> Token | None:
        """The token that covers the character at `offset`."""
        found = self.tokens(offset, offset + 1)
        return found[0] if found is not None else None

    def tokens(self, start: int, end: int) -> Span | None:
        """The tokens that cover the characters from `start` to `end`; null where there are none."""
        found = self.doc.char_span(start, end, alignment_mode="expand")
        return found if found is not None and len(found) else None
