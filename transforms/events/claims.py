"""Whose words a happening stands in: the quote that vouches for it, if it is not the report itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import Span
from transforms.quotes.model import Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

TAKING_FOR_GRANTED = frozenset({"the", "this", "that", "these", "those"})


def claiming_quote(trigger: Trigger, quotes: Sequence[Quote]) -> int | None:
    """Index of the innermost quote whose speaker says that it happened; null where the report itself does.

    What somebody refused, wanted or criticised is told by the report, though it is the content of a stand.
    """
    span = trigger.span
    around = [
        (quote.end - quote.start, index)
        for index, quote in enumerate(quotes)
        if any(Span(*part).covers(span) for part in quote.parts)
    ]
    return next((index for _, index in sorted(around) if _claims(quotes[index], trigger)), None)


def _claims(quote: Quote, trigger: Trigger) -> bool:
    if quote.act == "speech" or quote.kind == "direct":
        return True
    if quote.cue is None:
        return True
    cue = trigger.token.doc.char_span(quote.cue.start, quote.cue.end, alignment_mode="expand")
    lemmas = set() if cue is None else {token.lemma_.lower() for token in cue}
    return bool(lemmas & word_lists("claims.txt")["claiming"]) and not _is_given(trigger.token)


def _is_given(token: Token) -> bool:
    """Whether a noun takes its happening for granted: "feared the raid", "doubts Ruritania's attack helped"."""
    if token.pos_ == "VERB":
        return False
    return any(child.dep_ == "poss" or child.lower_ in TAKING_FOR_GRANTED for child in token.children)
