"""What changed between two versions of one text, sentence by sentence, and whether that makes one an update."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from transforms.deduplicate.passages import Run
from transforms.deduplicate.sentences import Sentence, split_sentences
from transforms.deduplicate.words import Words

SAME_SENTENCE = 0.5  # of two versions of one sentence, at least this share of the words (Dice) is the same
# A sentence all but whose words stand in the other is that sentence with words added, however many.
PART_OF_SENTENCE, PART_WORDS = 0.8, 5
# An update keeps this much of both texts, or this much of one: corrections and later versions are often half as long.
UPDATE_CONTAINMENT = 0.3
UPDATE_PART = 0.6
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A dateline's day says when a copy was sent, not what it says; reprints often leave it out.
DATELINE_DAY = re.compile(
    r"^[^\n–—]{0,40}?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d[^\n–—]{0,30}[–—-]\s"
)


class Change(NamedTuple):
    """A sentence that was `added` (in b only), `cut` (in a only) or `changed` (in both)."""

    kind: str
    a: Sentence | None
    b: Sentence | None


class _Version(NamedTuple):
    """A sentence, its words, and whether the other text has them all in their order, if not as a sentence."""

    sentence: Sentence
    words: frozenset[int]
    kept: bool


def find_changes(words: Words, pair: tuple[int, int], texts: tuple[str, str], runs: Sequence[Run]) -> list[Change]:
    """The changes from text a to text b of `pair`, those in a first in its order, then what b added."""
    before = _Sentences(words, pair[0], texts[0], [(run.a, run.length) for run in runs])
    after = _Sentences(words, pair[1], texts[1], [(run.b, run.length) for run in runs])
    left, right = after.without(before.versions()), before.without(after.versions())
    changes, added = [], []
    partner = _partners(left, right)
    for i, old in enumerate(left):
        if i in partner:
            changes.append(Change("changed", old.sentence, right[partner[i]].sentence))
        elif not old.kept:
            changes.append(Change("cut", old.sentence, None))
    changed = set(partner.values())
    for j, new in enumerate(right):
        if j not in changed and not new.kept:
            added.append(Change("added", None, new.sentence))
    return [*changes, *added]


def turned(changes: Sequence[Change]) -> list[Change]:
    """The changes from text b to text a, where `changes` are those from a to b; the sides stay."""
    names = {"added": "cut", "cut": "added"}
    return [change._replace(kind=names.get(change.kind, change.kind)) for change in changes]


class _Sentences:
    """The sentences of one text, the words of each, and whether the other text has it word for word."""

    def __init__(self, words: Words, text: int, content: str, runs: Sequence[tuple[int, int]]) -> None:
        first, last = int(words.bounds[text]), int(words.bounds[text + 1])
        self.hashes: list[int] = words.hash[first:last].tolist()
        self.sentences = split_sentences(content)
        bounds = np.array(self.sentences, np.int64).reshape(-1, 2)
        self.heads, self.tails = np.searchsorted(words.start[first:last], bounds.T).tolist()
        kept = np.zeros(last - first + 1, np.int64)
        for place, count in runs:
            kept[place + 1 : place + count + 1] = 1
        self.kept: list[int] = np.cumsum(kept).tolist()

    def versions(self) -> list[_Version]:
        """The sentences with words; none where the other text has every one word for word."""
        places = zip(self.sentences, self.heads, self.tails, strict=True)
        return [
            _Version(sentence, frozenset(self.hashes[head:tail]), self.kept[tail] - self.kept[head] == tail - head)
            for sentence, head, tail in places
            if tail > head
        ]

    def without(self, others: list[_Version]) -> list[_Version]:
        """Those of `others` that are none of these sentences, nor one with its words in another order."""
        same = {frozenset(self.hashes[head:tail]) for head, tail in zip(self.heads, self.tails, strict=True)}
        return [one for one in others if one.words not in same]


def is_update(
    changes: Sequence[Change], texts: tuple[str, str], containments: tuple[float, float], same_outlet: bool
) -> bool:
    """Whether two copies are versions: one outlet's own, or a sentence of both that states other numbers."""
    changed = [(change.a, change.b) for change in changes if change.a and change.b]
    keeps_part = bool(changed) and max(containments) >= UPDATE_PART
    if not changes or (min(containments) < UPDATE_CONTAINMENT and not keeps_part):
        return False
    return same_outlet or any(_numbers(texts[0], one) != _numbers(texts[1], other) for one, other in changed)


def _numbers(text: str, sentence: Sentence) -> list[str]:
    return sorted(NUMBER.findall(DATELINE_DAY.sub("", text[sentence.start : sentence.end])))


def _partners(left: Sequence[_Version], right: Sequence[_Version]) -> dict[int, int]:
    """The closest sentences of the two sides, closest pair first, each used once; at least one of a pair is not kept."""
    scored = []
    for i, old in enumerate(left):
        for j, new in enumerate(right):
            if old.kept and new.kept:
                continue
            common = len(old.words & new.words)
            dice = 2 * common / (len(old.words) + len(new.words))
            fewer = min(len(old.words), len(new.words))
            if dice >= SAME_SENTENCE or (fewer >= PART_WORDS and common >= PART_OF_SENTENCE * fewer):
                scored.append((-dice, i, j))
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    return partner
