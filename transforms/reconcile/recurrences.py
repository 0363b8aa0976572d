"""The same formula on another occasion: statements that repeat a speaker's words.

A formula is a wording used again almost word for word, or words in marks that are taken over with all their synonyms
("a "no limits" friendship", "an "unrestricted" partnership"). All statements with one share a `formula_id`, whether their
days are known or not; `recurs_of` leads from a dated one to the earliest before it in another story.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.ids import make_id
from transforms.reconcile.groups import joined_groups
from transforms.reconcile.wording import candidate_pairs, jaccard, marked_words, overlap, telling_words, weigh

RECURS = 0.7  # weighted Jaccard at which the words of another story are the same formula
SAME_FORMULA = 0.9  # part of the words in marks that must be the same
RARE_WORD = 30  # a word in more statements of one speaker than this brings no pairs together


@dataclass(frozen=True, slots=True)
class Voice:
    """Who makes a statement: the speakers' ids, the countries they may speak for, and whether all are people."""

    speakers: frozenset[str]
    countries: frozenset[str]
    are_people: bool

    def speaks_for(self, other: Voice) -> bool:
        """Whether the two are one voice: a speaker in common, or a state, medium or firm of the other's country."""
        if self.speakers & other.speakers:
            return True
        return bool(self.countries & other.countries) and not (self.are_people and other.are_people)


def link_recurrences(table: Sequence[dict[str, Any]], story_ids: Sequence[str], voices: Sequence[Voice]) -> None:
    """Set `formula_id` and `recurs_of` of the rows of `statements` in `table`.

    The three run in parallel: the rows, the story of each and who makes it.
    """
    pairs = _same_formulas(table, voices)
    for group in joined_groups(len(table), pairs):
        if len(group) > 1:
            formula = make_id("for", min(table[index]["statement_id"] for index in group))
            for index in group:
                table[index]["formula_id"] = formula
    earliest: dict[int, tuple[dt.date, str]] = {}
    for pair in pairs:
        if not voices[pair[0]].speakers & voices[pair[1]].speakers:
            continue
        if any(table[index]["first_published_on"] is None for index in pair):
            continue
        first, then = sorted(pair, key=lambda index: table[index]["first_published_on"])
        day: dt.date = table[first]["first_published_on"]
        if story_ids[first] != story_ids[then] and day < table[then]["first_published_on"]:
            found = (day, str(table[first]["statement_id"]))
            earliest[then] = min(earliest.get(then, found), found)
    for index, (_, statement) in earliest.items():
        table[index]["recurs_of"] = statement


def _same_formulas(table: Sequence[dict[str, Any]], voices: Sequence[Voice]) -> list[tuple[int, int]]:
    """Pairs of rows with the same formula by one voice, in order and each once."""
    said_by: defaultdict[str, list[int]] = defaultdict(list)
    for index, voice in enumerate(voices):
        for source in sorted(voice.speakers | voice.countries):
            said_by[source].append(index)
    found: set[tuple[int, int]] = set()
    for said in said_by.values():
        words = [frozenset(telling_words(table[index]["text"])) for index in said]
        weights = weigh(words)
        for a, b in _formula_pairs(words, [frozenset(marked_words(table[index]["text"])) for index in said]):
            if voices[said[a]].speaks_for(voices[said[b]]) and _is_same_formula(
                words[a], words[b], table[said[a]]["text"], table[said[b]]["text"], weights
            ):
                found.add((min(said[a], said[b]), max(said[a], said[b])))
    return sorted(found)


def _formula_pairs(words: Sequence[frozenset[str]], marked: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs that may be the same formula: those that share rare words, and each with the one before it of just the same
    words, or of a word in marks."""
    pairs = set(candidate_pairs(words, RARE_WORD))
    keys: list[list[object]] = [[wording] if wording else [] for wording in words]
    for held, marks in zip(keys, marked, strict=True):
        held.extend(sorted(marks))
    last: dict[object, int] = {}
    for index, held in enumerate(keys):
        for key in held:
            if key in last:
                pairs.add((last[key], index))
            last[key] = index
    return sorted(pairs)


def _is_same_formula(
    a: frozenset[str], b: frozenset[str], text_a: str, text_b: str, weights: Mapping[str, float]
) -> bool:
    """Whether two wordings are the same all through, or take over the same words in marks."""
    if jaccard(a, b, weights) >= RECURS:
        return True
    marked_a, marked_b = marked_words(text_a), marked_words(text_b)
    return bool(marked_a) and bool(marked_b) and overlap(marked_a, marked_b, weights) >= SAME_FORMULA
