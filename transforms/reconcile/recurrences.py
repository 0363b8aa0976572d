"""The same formula on another occasion: statements of other stories that repeat a speaker's words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from transforms.reconcile.wording import candidate_pairs, jaccard, marked_words, overlap, telling_words, weigh

RECURS = 0.7  # weighted Jaccard at which the words of another story are the same formula
SAME_FORMULA = 0.9  # part of the words in marks that must be the same
RARE_WORD = 30  # a word in more statements of one speaker than this brings no pairs together


def link_recurrences(
    table: Sequence[dict[str, Any]], story_ids: Sequence[str], speakers: Sequence[frozenset[str]]
) -> None:
    """Set `recurs_of` to the earliest statement of the same speaker, in an earlier story, with the same formula.

    The three run in parallel: rows of `statements`, the story of each and who said it. A statement of unknown day recurs nothing and is recurred by none.
    """
    said_by: defaultdict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(table):
        if row["first_published_on"] is not None:
            for speaker in sorted(speakers[index]):
                said_by[speaker].append(index)
    earliest: dict[int, tuple[dt.date, str]] = {}
    for said in said_by.values():
        words = [frozenset(telling_words(table[index]["text"])) for index in said]
        weights = weigh(words)
        for a, b in _formula_pairs(words, [frozenset(marked_words(table[index]["text"])) for index in said]):
            if not _is_same_formula(words[a], words[b], table[said[a]]["text"], table[said[b]]["text"], weights):
                continue
            first, then = sorted((said[a], said[b]), key=lambda index: table[index]["first_published_on"])
            day: dt.date = table[first]["first_published_on"]
            if story_ids[first] != story_ids[then] and day < table[then]["first_published_on"]:
                found = (day, str(table[first]["statement_id"]))
                earliest[then] = min(earliest.get(then, found), found)
    for index, (_, statement) in earliest.items():
        table[index]["recurs_of"] = statement


def _formula_pairs(words: Sequence[frozenset[str]], marked: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs that may be the same formula: each with the one before it of just the same words, and those that share rare
    ones."""
    pairs = set(candidate_pairs(words, RARE_WORD))
    for wordings in (words, marked):
        last: dict[frozenset[str], int] = {}
        for index, wording in enumerate(wordings):
            if wording and wording in last:
                pairs.add((last[wording], index))
            last.setdefault(wording, index)
    return sorted(pairs)


def _is_same_formula(
    a: frozenset[str], b: frozenset[str], text_a: str, text_b: str, weights: Mapping[str, float]
) -> bool:
    """Whether two wordings are the same all through, or take over the same words in marks."""
    if jaccard(a, b, weights) >= RECURS:
        return True
    marked_a, marked_b = marked_words(text_a), marked_words(text_b)
    return bool(marked_a) and bool(marked_b) and overlap(marked_a, marked_b, weights) >= SAME_FORMULA
