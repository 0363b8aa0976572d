"""Noun phrases as content: "criticised the plan", "called for a vote", "accused the guild of lying", "called it a ruin"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Reading
from transforms.quotes.lexicon import CueEntry, bonds, cue_nouns
from transforms.quotes.pieces import range_parts

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
OTHERS = frozenset({"each", "one", "him", "her", "it", "them", "himself", "herself"})  # who is called something
MIN_WORDS_NOUN = 2  # "criticized it", "backed Clinton" attribute no words


def noun_contents(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for child in cue.rights:
        if child.dep_ == "prep" and child.lower_ in entry.prepositions:
            target = next((word for word in child.rights if word.dep_ in ("pobj", "pcomp")), None)
            if target is not None and not is_named(reading, child.i + 1, target.right_edge.i):
                start = _target_start(cue, entry, child)
                yield f"np:{child.lower_}", range_parts(reading, start, target.right_edge.i)
                return
    if "as" in entry.frames or entry.cue_class == "judge":
        objects = [word for word in cue.rights if word.dep_ == "dobj"]
        for child in (*cue.rights, *(word for noun in objects for word in noun.rights)):
            if child.dep_ == "prep" and child.lower_ == "as":
                in_marks = reading.is_quoted(child.i + 1)
                shown = objects[:1] if objects and (objects[0].pos_ != "PRON" or not in_marks) else []
                start = shown[0].left_edge.i if shown else child.i + 1
                yield "as", range_parts(reading, start, child.right_edge.i)
                return
    if "label" in entry.frames:
        names = [child for child in cue.rights if child.dep_ in ("oprd", "attr", "ccomp")]
        objects = [child for child in cue.rights if child.dep_ in ("dobj", "dative")]
        if names:
            in_marks = reading.is_quoted(names[0].left_edge.i)
            shown = [word for word in objects if word.pos_ != "PRON" or not in_marks]
            yield "label", range_parts(reading, min(c.left_edge.i for c in [*shown, *names]), names[-1].right_edge.i)
            return
        quoted = [word.i for word in objects[-1].subtree if reading.is_quoted(word.i)] if objects else []
        if quoted and objects[-1].left_edge.lower_ in OTHERS:
            yield "label", range_parts(reading, quoted[0], quoted[-1])
            return
        if objects and any(child.lower_ == "what" for child in cue.lefts):
            yield "label", range_parts(reading, objects[0].left_edge.i, objects[0].right_edge.i)
            return
    if "np_bond" in entry.frames:
        for child in cue.rights:
            words = range(child.left_edge.i, child.i + 1)
            if child.dep_ == "dobj" and child.lower_ in bonds() and any(reading.is_quoted(i) for i in words):
                yield "np", range_parts(reading, child.left_edge.i, child.i)
                return
    if "np" in entry.frames or "np_marks" in entry.frames:
        for child in cue.rights:
            if child.dep_ == "dobj":
                if carries_content(child):
                    return  # "expressed hope that ...": the noun is the cue
                end = _noun_end(cue, child)
                bare = end == child.right_edge.i and _is_bare(reading, child.left_edge.i, end)
                marked = any(reading.is_quoted(i) for i in range(child.left_edge.i, end + 1))
                if not bare and (marked or "np" in entry.frames):
                    yield "np", range_parts(reading, child.left_edge.i, end)
                return


def _target_start(cue: Token, entry: CueEntry, preposition: Token) -> int:
    """Where the content behind `preposition` begins: with whoever is blamed for it or warned against it, if named.

    "accused the guild of lying" says something of the guild; "told the guild of a plan" only addresses it.
    """
    if entry.cue_class == "judge" or preposition.lower_ == "against":
        for child in cue.rights:
            if child.dep_ in ("dobj", "dative") and child.i < preposition.i:
                return child.left_edge.i
    return preposition.i + 1


def _noun_end(cue: Token, noun: Token) -> int:
    """The end of an object with the phrase that completes it ("efforts to ...", "X for doing ...")."""
    end = noun.right_edge.i
    for child in cue.rights:
        starts = child.left_edge.i == end + 1
        if starts and (
            (child.left_edge.lower_ == "to" and noun.ent_type_ != "PERSON")
            or (child.dep_ == "prep" and child.lower_ in ("for", "over", "as"))
        ):
            end = child.right_edge.i
    return end


def carries_content(noun: Token) -> bool:
    """Whether `noun` is a cue noun with its own content behind it ("hope that ...", "a plea for ...")."""
    entry = cue_nouns().get(noun.lemma_)
    if entry is None:
        return False
    return any(
        (child.dep_ in ("acl", "ccomp") and child.left_edge.lower_ == "that")
        or (child.dep_ == "prep" and child.lower_ in entry.prepositions)
        for child in noun.rights
    )


def _is_bare(reading: Reading, start: int, end: int) -> bool:
    """Whether tokens `start`..`end` only name somebody or something: nothing is said of it."""
    words = [token for token in reading.doc[start : end + 1] if not token.is_punct and token.pos_ != "DET"]
    return len(words) < MIN_WORDS_NOUN or is_named(reading, start, end)


def is_named(reading: Reading, start: int, end: int) -> bool:
    """Whether tokens `start`..`end` are nothing but a name or pronoun."""
    words = [token for token in reading.doc[start : end + 1] if not token.is_punct and token.pos_ != "DET"]
    return all(token.ent_type_ in NAMES or token.pos_ in ("PROPN", "PRON") for token in words)
