"""Cue nouns: "the claim that ...", "her message is simple: ...", "his promise to ..."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.lexicon import CueEntry, cue_nouns
from transforms.quotes.phrases import is_named
from transforms.quotes.pieces import range_parts
from transforms.quotes.speakers import noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT_VERBS = frozenset(
    {"make", "issue", "give", "repeat", "express", "voice", "send", "deliver", "have", "offer", "raise"}
)
REJECTING = frozenset({"reject", "dismiss", "deny", "dispute", "refute", "rebut", "challenge", "question", "doubt"})


def noun_attributions(reading: Reading) -> Iterator[Attribution]:
    """Attributions by the nouns of the lexicon, outside of marks, where the text tells whose words they are."""
    lexicon = cue_nouns()
    lemmas = {reading.doc.vocab.strings[lemma]: lemma for lemma in lexicon}
    for token in reading.doc:
        lemma = lemmas.get(token.lemma)
        if lemma is None or token.pos_ != "NOUN" or reading.is_quoted(token.i):
            continue
        entry = lexicon[lemma]
        parts, frame = _content(reading, token, entry)
        head = _owner(reading, token)
        if parts and head is not None:
            cue = Span(token.idx, token.idx + len(token))
            denied = _is_rejected(token, head)
            if denied and entry.cue_class in ("ask", "commit"):
                continue  # "denied requests to land": somebody else asked
            yield Attribution(
                parts, frame, entry.cue_class, cue, token.i, noun_phrase(head), head, is_negated=denied
            )  # fmt: skip


def _is_rejected(noun: Token, owner: Token) -> bool:
    """Whether the one it is credited to is who turns it down: "Lind rejected the notion that ..."."""
    return noun.dep_ == "dobj" and noun.head.lemma_ in REJECTING and owner.i < noun.head.i


def _content(reading: Reading, noun: Token, entry: CueEntry) -> tuple[tuple[Span, ...], str]:
    for child in noun.rights:
        has_that = any(word.lower_ == "that" and word.dep_ == "mark" for word in child.lefts)
        if child.dep_ in ("acl", "ccomp") and has_that and "that" in entry.frames:
            return range_parts(reading, child.left_edge.i, child.right_edge.i), "noun_that"
        if child.dep_ == "acl" and "to" in entry.frames and any(word.lower_ == "to" for word in child.lefts):
            return range_parts(reading, child.left_edge.i, child.right_edge.i), "noun_to"
        if child.dep_ == "prep" and child.lower_ in entry.prepositions:
            if is_named(reading, child.i + 1, child.right_edge.i):
                continue  # "her criticism of Lind" tells nothing that was said
            return range_parts(reading, child.i + 1, child.right_edge.i), "noun_np"
    if "is" in entry.frames and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        return _after_copula(reading, noun.head), "noun_is"
    return (), ""


def _after_copula(reading: Reading, copula: Token) -> tuple[Span, ...]:
    """What follows "is": a clause with "that", or whatever stands behind a colon."""
    sentence = copula.sent
    for token in reading.doc[copula.i + 1 : sentence.end]:
        if token.text == ":":
            if token.i + 1 >= sentence.end or reading.is_quoted(token.i + 1):
                return ()
            return range_parts(reading, token.i + 1, sentence.end - 1)
    for child in copula.rights:
        if child.dep_ in ("ccomp", "acl", "advcl") and any(word.lower_ == "that" for word in child.lefts):
            return range_parts(reading, child.left_edge.i, child.right_edge.i)
    return ()


def _owner(reading: Reading, noun: Token) -> Token | None:
    """Whose words they are: "her message", "the claim by X", "X made the claim"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            target = next((word for word in child.children if word.dep_ == "pobj"), None)
            if target is not None and (
                target.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or (child.lower_ == "from" and noun.dep_ == "dobj")
            ):
                return target
    if noun.dep_ == "dobj" and (noun.head.lemma_ in LIGHT_VERBS or noun.head.i in reading.cues):
        return subject_of(noun.head)
    return None
