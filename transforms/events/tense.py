"""What a verb's form says of time: past, present, with or without an auxiliary, or the present of a headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo", "wilt"})
POSSIBLE = frozenset({"would", "could", "may", "might", "can", "should", "must", "ought", "ca", "'d"})
PRESENT = frozenset({"VBZ", "VBP"})
LONG_WORD = 5  # letters: shorter words are set small in headlines
MIN_TITLE = 3  # capitalised words that make a headline of a line with a full stop


def has_past(verb: Token) -> bool:
    """Whether any word of the verb is in the past tense, or "have" follows a modal."""
    return verb.tag_ == "VBD" or any(
        child.dep_ in ("aux", "auxpass") and (child.tag_ == "VBD" or child.lower_ == "have") for child in verb.children
    )


def has_auxiliary(verb: Token) -> bool:
    """Whether any auxiliary stands with the verb."""
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def is_past(verb: Token) -> bool:
    """Whether the verb's own form says that it is done: simple past or perfect, without a modal."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & (FUTURE | POSSIBLE):
        return False
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(auxiliaries & {"has", "have", "was", "were"}))


def is_general_present(verb: Token) -> bool:
    """Whether the verb says what is so in general: simple present outside a headline."""
    return verb.tag_ in PRESENT and not has_auxiliary(verb) and not is_headline(verb)


def is_headline(token: Token) -> bool:
    """Whether the word stands in a headline, which is no full sentence or has all its long words capitalised: headlines
    use the present tense for what happened."""
    long = [word for word in token.sent if word.is_alpha and len(word) >= LONG_WORD]
    if len(long) >= MIN_TITLE and all(word.text[0].isupper() for word in long):
        return True
    last = token.sent[-1]
    while last.is_space and last.i > token.sent.start:
        last = last.nbor(-1)
    return not (last.is_punct or last.is_quote)
