"""Indirect and mixed speech: the clause or phrase that a cue takes as its content, read off the parse.

The frames are those of the lexicon. Every rule returns pieces of text; marks inside them are left alone, so that a
piece that holds a quotation becomes a mixed quote later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.lexicons import group_nouns, person_nouns
from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.clauses import SPEECH, clause_end, clause_frame, clause_parts, has_subject, is_finite
from transforms.quotes.cues import REFUSING, cue_span, is_negated
from transforms.quotes.lexicon import CueEntry, sources
from transforms.quotes.phrases import noun_contents
from transforms.quotes.pieces import SEPARATORS, range_parts
from transforms.quotes.speakers import is_passive, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

FRAME_PARTS = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "neg",
        "advmod",
        "npadvmod",
        "dative",
        "dobj",
        "prep",
        "prt",
        "agent",
        "mark",
        "expl",
    }
)
GAPS = frozenset({"which", "that", "who", "whom"})
OWN_CONTENT = frozenset({"whose", "which", "whom"})  # what a relative clause's verb has for its content
VIEWS = frozenset({"think", "judge", "commit"})
ANYBODY = frozenset({"anyone", "anybody", "someone", "somebody", "whoever"})  # hold no view that could be told of them
NOUN_FRAMES = frozenset({"np", "as", "label"})  # "did not criticize the plan" reports no words at all
MIN_WORDS_LEFT = 2  # a parenthetical cue needs something to be said around it


def indirect_attributions(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[Attribution]:
    """Every attribution that `cue` makes through the grammar of its sentence (usually one)."""
    found = list(_right_contents(reading, cue, entry))
    if not found:
        found = list(_parenthetical(reading, cue, entry))
    if is_passive(cue) and not _holds_marks(reading, cue):
        return  # nobody speaks in "it was announced that ..."
    head = speaker_of(reading, cue)
    if entry.cue_class == "show" and head is not None and not _can_show(head):
        return
    if entry.cue_class in VIEWS and head is not None and head.lower_ in ANYBODY:
        return
    negated = is_negated(cue)
    for frame, parts in found:
        if parts and not ((negated and frame in NOUN_FRAMES) or (frame.startswith("np:") and negated)):
            yield Attribution(
                parts, frame, entry.cue_class, cue_span(cue, entry), cue.i,
                noun_phrase(head) if head is not None else None, head, is_negated=negated,
            )  # fmt: skip


def _can_show(head: Token) -> bool:
    """Whether `head` is somebody, or something like a study that speaks for those who made it."""
    named = head.pos_ in ("PROPN", "PRON") or bool(head.ent_type_)
    return named or head.lemma_ in sources() or head.lower_ in person_nouns() or head.lower_ in group_nouns()


def _holds_marks(reading: Reading, cue: Token) -> bool:
    return any(reading.is_quoted(i) for i in range(cue.i + 1, cue.right_edge.i + 1))


def speaker_of(reading: Reading, cue: Token) -> Token | None:
    """The head word of who speaks at `cue`."""
    leading = reading.shared.get(cue.i)
    if leading is not None:
        return speaker_of(reading, reading.doc[leading])
    if is_passive(cue):
        return None
    governor = cue.head
    if cue.tag_ == "VBG" and cue.dep_ == "advcl" and reading.is_quoted(governor.i):
        while reading.is_quoted(governor.i) and governor.head.i != governor.i:
            governor = governor.head  # "..., she said, adding ...": the parser hung it on a word in marks
        return subject_of(governor)
    return subject_of(cue)


# ---- content to the right of the cue ---------------------------------------------------------------------------------


def _right_contents(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    clauses = [child for child in cue.rights if child.dep_ in ("ccomp", "xcomp") or _is_loose_clause(child, cue)]
    for clause in clauses:
        frame = clause_frame(clause, cue)
        if cue.lemma_ in REFUSING and clause.i in reading.cues and reading.cues[clause.i].cue_class in SPEECH:
            return  # "declined to say whether ...": a row of its own, negated
        if (frame == "that" and ("that" in entry.frames or "direct" in entry.frames)) or frame in entry.frames:
            content = clause_parts(reading, cue, clause, frame, entry.cue_class)
            yield frame, _antecedent(reading, cue, clause) + content if content else content
            return
        if frame == "label" and "label" in entry.frames:
            yield frame, range_parts(reading, cue.i + 1, clause.right_edge.i)
            return
    lost = _lost_clause(reading, cue) if "that" in entry.frames else None
    if lost is not None:
        yield "that", range_parts(reading, lost.left_edge.i, clause_end(reading, cue, lost))
        return
    yield from noun_contents(reading, cue, entry)


def _antecedent(reading: Reading, cue: Token, clause: Token) -> tuple[Span, ...]:
    """What a relative clause says something of: "the islet, which the town calls its own" begins with the islet."""
    pronoun = next((word for verb in (cue, clause) for word in verb.lefts if word.lower_ in GAPS), None)
    if cue.dep_ != "relcl" or pronoun is None or pronoun.i > cue.i or not has_subject(cue):
        return ()
    if next(word for word in cue.lefts if word.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")).i == pronoun.i:
        return ()
    noun = cue.head
    if noun.pos_ not in ("NOUN", "PROPN") or reading.is_quoted(noun.i) != reading.is_quoted(cue.i):
        return ()
    return (noun_phrase(noun).span,)


def _lost_clause(reading: Reading, cue: Token) -> Token | None:
    """A that-clause the parser hung on a word of the cue's adjuncts ("said after the talks that ...")."""
    for token in reading.doc[cue.i + 1 : cue.sent.end]:
        if token.pos_ in ("VERB", "AUX") or token.text in (";", ":") or token.is_quote:
            return None
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.head if is_finite(token.head) and token.head.i > token.i else None
    return None


def _is_loose_clause(child: Token, cue: Token) -> bool:
    """A finite clause that the parser hung on the cue by another name."""
    return child.dep_ in ("dep", "parataxis", "advcl") and child.i == cue.i + 1 and is_finite(child)


# ---- cue inside or behind its content --------------------------------------------------------------------------------


def _parenthetical(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """ "Those efforts, he said, have failed", "Two were hurt, police said.", "As police said, ..."."""
    if "that" not in entry.frames or entry.cue_class not in SPEECH | {"think"}:
        return
    if cue.dep_ == "relcl" and any(word.lower_ in OWN_CONTENT for word in cue.subtree if word.i < cue.i):
        return  # "whose name she would not reveal"
    doc, sentence = cue.doc, cue.sent
    first, last = frame_edges(cue)
    introduced = doc[first].lower_ == "as"
    opening = sentence.start
    if introduced and first == opening + 1 and doc[opening].pos_ == "CCONJ":
        first = opening  # "But as she noted, ..."
    if not introduced and not _can_interrupt(cue, entry):
        return
    before = doc[first - 1] if first > sentence.start else None
    if before is not None and not before.is_quote and (before.text == ":" or before.text not in SEPARATORS):
        return
    if last + 1 < sentence.end and doc[last + 1].text not in SEPARATORS and not doc[last + 1].is_quote:
        return
    if first == sentence.start and not introduced:
        return
    left_clause = next((c for c in cue.lefts if c.dep_ in ("ccomp", "advcl", "parataxis")), None)
    start = left_clause.left_edge.i if left_clause is not None else sentence.start
    parts = range_parts(reading, start, first - 1)
    if left_clause is None or left_clause.right_edge.i > last:
        parts += range_parts(reading, last + 1, sentence.end - 1)
    if _word_count(reading, parts) >= MIN_WORDS_LEFT:
        yield "around", parts


def _can_interrupt(cue: Token, entry: CueEntry) -> bool:
    """Whether `cue` has a subject of its own and nothing else to be its object."""
    if cue.tag_ == "VBG" or not any(child.dep_ == "nsubj" for child in cue.children):
        return False
    return entry.takes_addressee or not any(child.dep_ == "dobj" for child in cue.rights)


def frame_edges(cue: Token) -> tuple[int, int]:
    """First and last token of the cue's own words: its subject, adverbs, objects and phrases."""
    first = last = cue.i
    for child in sorted(cue.lefts, key=lambda token: -token.i):
        if child.dep_ in FRAME_PARTS and child.right_edge.i >= first - 2:
            first = min(first, child.left_edge.i)
    for child in cue.rights:
        if child.dep_ in FRAME_PARTS and child.left_edge.i <= last + 2:
            last = max(last, child.right_edge.i)
    return first, last


def _word_count(reading: Reading, parts: tuple[Span, ...]) -> int:
    return sum(len(reading.text[part.start : part.end].split()) for part in parts)
