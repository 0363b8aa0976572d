"""Whose words a happening stands in: the quote that vouches for it, if it is not the report itself.

In reported speech the report goes on telling: a relative clause set off by commas is its own, and a known happening
("the invasion") that it tells of elsewhere, or that is still in force, is only named by the one who speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.antecedents import Told
from transforms.events.model import Event
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import Span
from transforms.quotes.model import Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

RELATIVE = frozenset({"which", "who", "whose", "whom"})
OPENING, CLOSING = frozenset({"“", "«", "„"}), frozenset({"”", "»"})
TAKING_FOR_GRANTED = frozenset({"the", "this", "that", "these", "those"})


def claiming_quote(trigger: Trigger, quotes: Sequence[Quote]) -> int | None:
    """Index of the innermost quote whose speaker says that it happened; null where the report itself does.

    What somebody refused, wanted or criticised is told by the report, though it is the content of a stand.
    """
    span = trigger.span
    around = [
        (quote.end - quote.start, index)
        for index, quote in enumerate(quotes)
        if quote.start <= span.start < quote.end and any(Span(*part).covers(span) for part in quote.parts)
    ]
    return next((index for _, index in sorted(around) if _claims(quotes[index], trigger)), None)


def release_known(told: Sequence[Told], quotes: Sequence[Quote]) -> list[Told]:
    """The mentions of one document, without a claimant for what reported speech only names and the report itself tells."""
    own = {key for one in told if one.event.quote is None for key in _sides(one.event) | _mode(one.event)}
    return [_released(one, own, quotes) for one in told]


def _sides(event: Event) -> set[tuple[str, object]]:
    return {(event.event_type, side) for side in event.recipient_entities}


def _mode(event: Event) -> set[tuple[str, object]]:
    return {(event.event_type, event.mode)} if event.event_type != "OTHER" else set()  # everyday modes are wide


def _released(one: Told, own: set[tuple[str, object]], quotes: Sequence[Quote]) -> Told:
    event, token = one.event, one.trigger.token
    if (
        event.quote is None
        or quotes[event.quote].kind == "direct"
        or one.trigger.clause is not None
        or _in_marks(token)
    ):
        return one
    lasting = token.lemma_.lower() in word_lists("status.txt")["lasting"]
    if not _is_given(token) or not (lasting or (_sides(event) or _mode(event)) & own):
        return one
    return replace(one, event=replace(event, quote=None))


def _claims(quote: Quote, trigger: Trigger) -> bool:
    if quote.kind == "direct":
        return True
    if _is_aside(trigger.token, quote.cue) or _is_circumstance(trigger.token):
        return False
    if quote.act == "speech":
        return True
    if quote.cue is None:
        return True
    cue = trigger.token.doc.char_span(quote.cue.start, quote.cue.end, alignment_mode="expand")
    lemmas = set() if cue is None else {token.lemma_.lower() for token in cue}
    return bool(lemmas & word_lists("claims.txt")["claiming"]) and not _is_given(trigger.token)


def _is_circumstance(token: Token) -> bool:
    """Whether the noun is what the saying is done amid, which the report tells: "insisted amid criticism that …"."""
    noun = syntax.outer_noun(token)
    return noun.dep_ == "pobj" and noun.head.lower_ in word_lists("claims.txt")["circumstance"] and not _in_marks(token)


def _is_aside(token: Token, cue: Span | None) -> bool:
    """Whether the word stands in a relative clause that interrupts what is said: "Flavia, who fled the siege, said …".

    One that ends the sentence may go on with it ("by an agent, who paid her"); one with the cue in it holds what is said
    ("whom, she said, they had beaten").
    """
    if _in_marks(token):
        return False
    node = token
    for _ in range(syntax.MAX_CLIMB):
        if node.dep_ == "relcl":
            return _interrupts(node) and not _holds(node, cue)
        if node.head == node:
            return False
        node = node.head
    return False


def _interrupts(clause: Token) -> bool:
    opening, closing = clause.left_edge, clause.right_edge
    if opening.i == clause.sent.start or closing.i + 1 >= clause.sent.end or opening.nbor(-1).text != ",":
        return False
    relative = {opening.lower_, opening.nbor(1).lower_} & RELATIVE
    return bool(relative) and closing.nbor(1).text in (",", "—", "–", "-")


def _holds(clause: Token, cue: Span | None) -> bool:
    return cue is not None and clause.left_edge.idx <= cue.start <= clause.right_edge.idx


def _in_marks(token: Token) -> bool:
    """Whether the word stands between quotation marks in its sentence."""
    before = token.doc[token.sent.start : token.i]
    opened = sum(mark.text in OPENING for mark in before) - sum(mark.text in CLOSING for mark in before)
    return opened > 0 or sum(mark.text == '"' for mark in before) % 2 == 1


def _is_given(token: Token) -> bool:
    """Whether a noun takes its happening for granted: "feared the raid", "doubts Ruritania's attack helped"."""
    if token.pos_ == "VERB":
        return False
    return any(child.dep_ == "poss" or child.lower_ in TAKING_FOR_GRANTED for child in token.children)
