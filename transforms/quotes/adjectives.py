"""Cue adjectives: "she is confident that ...", "the guild, wary of ...", "he sounded optimistic about ..."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.clauses import WH_WORDS
from transforms.quotes.cues import is_negated
from transforms.quotes.lexicon import CueEntry, cue_adjectives
from transforms.quotes.pieces import range_parts
from transforms.quotes.speakers import noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

COPULAS = frozenset({"be", "remain", "feel", "sound", "seem", "appear", "become", "grow", "look", "stay", "get"})
CLAUSES = frozenset({"ccomp", "xcomp", "acl", "advcl"})


# Subjects that hold no view: things, and nobody in particular.
NOBODYS = frozenset({"it", "that", "this", "there", "which", "what", "anyone", "anybody", "someone", "somebody"})


def adjective_attributions(reading: Reading) -> Iterator[Attribution]:
    """Attributions by the adjectives of the lexicon, outside of marks, that are said of somebody."""
    lexicon = cue_adjectives()
    for token in reading.doc:
        entry = lexicon.get(token.lower_)
        if entry is None or reading.is_quoted(token.i) or token.i in reading.cues:
            continue
        head = _whose(token, entry)
        if head is None or head.lower_ in NOBODYS:
            continue
        parts, frame = _content(reading, token, entry)
        if parts:
            verb = token.head if token.head.lemma_ in (*COPULAS, "make") else token
            yield Attribution(
                parts, frame, entry.cue_class, Span(token.idx, token.idx + len(token)), token.i, noun_phrase(head),
                head, is_negated=is_negated(verb) or is_negated(token) or _is_less(token),
            )  # fmt: skip


def _is_less(adjective: Token) -> bool:
    """Whether it is said to be so less than others, or hardly."""
    return any(child.lower_ in ("less", "least", "hardly", "barely") for child in adjective.lefts)


def _whose(adjective: Token, entry: CueEntry) -> Token | None:
    """The head word of who is said to be so, or who makes something clear."""
    if adjective.head.lemma_ == "make" and adjective.dep_ in ("acomp", "oprd", "ccomp"):
        return subject_of(adjective.head) if entry.cue_class == "say" else None
    if adjective.dep_ in ("acomp", "oprd", "attr") and adjective.head.lemma_ in COPULAS:
        return subject_of(adjective.head)
    if adjective.tag_ == "VBN" and any(child.dep_ in ("nsubjpass", "auxpass", "nsubj") for child in adjective.lefts):
        return subject_of(adjective)
    if adjective.dep_ in ("amod", "acl", "advcl", "appos") and adjective.i > adjective.head.i:
        noun = adjective.head
        return noun if noun.pos_ in ("PROPN", "NOUN") else subject_of(noun)
    if adjective.dep_ in ("conj", "advcl") and adjective.head.dep_ in ("acomp", "ROOT", "advcl", "conj"):
        return subject_of(adjective.head.head if adjective.head.dep_ == "acomp" else adjective.head)
    return None


def _content(reading: Reading, adjective: Token, entry: CueEntry) -> tuple[tuple[Span, ...], str]:
    for child in adjective.rights:
        if child.dep_ in CLAUSES:
            first = reading.doc[max(child.left_edge.i, adjective.i + 1)]
            infinitive = any(word.lower_ == "to" and word.dep_ == "aux" for word in child.lefts)
            if infinitive and child.tag_ == "VB":
                frame = "to"
            elif first.lower_ in WH_WORDS:
                frame = "wh"
            elif child.dep_ == "ccomp" or first.lower_ == "that":
                frame = "that"
            else:
                continue
            if frame in entry.frames:
                return range_parts(reading, first.i, child.right_edge.i), f"adjective_{frame}"
        if child.dep_ in ("prep", "agent") and child.lower_ in entry.prepositions:
            return range_parts(reading, child.i + 1, child.right_edge.i), "adjective_np"
    return (), ""
