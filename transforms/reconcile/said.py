"""The sentences of quotes, and how alike two of them are: what `statements` clusters.

Who speaks decides how alike two sentences must be to be one statement, or that they cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from transforms.reconcile.wording import (
    is_aside_in,
    jaccard,
    marked_words,
    overlap,
    segments,
    sentences,
    telling_words,
)

MIN_SENTENCE_WORDS = 3  # a sentence with fewer telling words ("It is a big job.") goes with the one before it
SAME_SPEAKER = 0.45  # mean likeness that joins sentences of one speaker; chosen on the five seed stories
SPEAKS_FOR = 0.6  # and of a speaker and who speaks for them: other words are then more likely another statement
PIECE_DISCOUNT = 0.9  # likeness of pieces counts this much: the rest of both sentences says something else
FORMULA_WORDS = 5  # so short a wording with words in marks is little else than these words
FORMULA_LIKENESS = 0.75


@dataclass(slots=True)
class Sentence:
    """One sentence of a quote: the smallest thing that is the same or not the same statement."""

    quote: int
    position: int
    text: str
    words: frozenset[str]
    segments: tuple[frozenset[str], ...]
    marked: frozenset[str]
    speakers: frozenset[str]
    spokesman_of: frozenset[str]
    is_person: bool
    unknown: str | None
    is_negated: bool
    doc_id: str
    content: frozenset[str] = frozenset()  # its words without names and the frame of any plan
    statements: list[str] = field(default_factory=list)  # its own first


def sentences_of(index: int, row: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[Sentence]:
    """The sentences of one quote's parts, those with too few telling words joined to the one before."""
    speakers, spokesman_of, is_person = _speakers(row, kinds)
    unknown = None if speakers else " ".join(telling_words(row["speaker_text"] or "")) or row["doc_id"]
    pieces: list[str] = []
    for part in row["parts"]:
        content = row["text"][part["start"] - row["start"] : part["end"] - row["start"]]
        for start, end in sentences(content):
            text = content[start:end].strip()
            if pieces and len(telling_words(text)) < MIN_SENTENCE_WORDS:
                pieces[-1] = f"{pieces[-1]} {text}"
            else:
                pieces.append(text)
    if len(pieces) > 1 and len(telling_words(pieces[0])) < MIN_SENTENCE_WORDS:
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    for position, text in enumerate(pieces):
        yield Sentence(
            index, position, text, frozenset(telling_words(text)), _segments(text), frozenset(marked_words(text)),
            speakers, spokesman_of, is_person, unknown, bool(row["is_negated"]), row["doc_id"],
        )  # fmt: skip


def _segments(text: str) -> tuple[frozenset[str], ...]:
    """The words of each piece of a sentence that says enough to be compared by itself."""
    pieces = [frozenset(telling_words(piece)) for piece in segments(text)]
    return tuple(piece for piece in pieces if len(piece) >= MIN_SENTENCE_WORDS) if len(pieces) > 1 else ()


def _speakers(
    row: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]
) -> tuple[frozenset[str], frozenset[str], bool]:
    """The speakers' ids, the countries they may speak for, and whether they are people."""
    ids = frozenset(row["speaker_ids"] or ()) | ({row["speaker_id"]} if row["speaker_id"] else frozenset())
    known = [kinds[entity] for entity in sorted(ids) if entity in kinds]
    countries = frozenset(entity["country"] for entity in known if entity["country"])
    return ids, countries, all(entity["kind"] == "person" for entity in known)


def needed_likeness(a: Sentence, b: Sentence) -> float | None:
    """The likeness two sentences need to be one statement, by who speaks; null where they can't be.

    Two people of one country do not speak for each other; its government, media and firms may speak for them.
    """
    if a.is_negated != b.is_negated or (a.doc_id == b.doc_id and _numbers_differ(a, b)):
        return None
    if a.speakers & b.speakers:
        return SAME_SPEAKER
    if not a.speakers and not b.speakers:
        return SAME_SPEAKER if a.unknown == b.unknown else SPEAKS_FOR
    if not a.speakers or not b.speakers:
        return SPEAKS_FOR
    speaks_for = a.spokesman_of & b.spokesman_of and not (a.is_person and b.is_person)
    return SPEAKS_FOR if speaks_for else None


def _numbers_differ(a: Sentence, b: Sentence) -> bool:
    """Whether both give numbers and share none; in one document they then say different things."""
    in_a, in_b = ({word for word in sentence.words if word[:1].isdigit()} for sentence in (a, b))
    return bool(in_a) and bool(in_b) and not in_a & in_b


def says_other_things(a: Sentence, b: Sentence) -> bool:
    """Whether two sentences share only names and the frame of any plan, a mere label, or one is an aside in the other."""
    if a.words == b.words:
        return False
    if a.content and b.content and not a.content & b.content:
        return True
    if min(len(a.words), len(b.words)) <= 1:
        return True
    return is_aside_in(a.text, b.text) or is_aside_in(b.text, a.text)


def likeness_of(a: Sentence, b: Sentence, weights: Mapping[str, float]) -> float:
    """0..1: how much two sentences say the same, as wholes or in the pieces of theirs that are most alike."""
    whole = (overlap(a.words, b.words, weights) + jaccard(a.words, b.words, weights)) / 2
    pieces = [
        0.75 * overlap(x, y, weights) + 0.25 * jaccard(x, y, weights)
        for x in (a.words, *a.segments)
        for y in (b.words, *b.segments)
        if (x is not a.words or y is not b.words) and len(x & y) >= MIN_SENTENCE_WORDS
    ]
    formula = 0.0
    if a.marked and b.marked and max(len(a.words), len(b.words)) <= FORMULA_WORDS:
        formula = FORMULA_LIKENESS * overlap(a.marked, b.marked, weights)
    return max([whole, formula, *(PIECE_DISCOUNT * piece for piece in pieces)])
