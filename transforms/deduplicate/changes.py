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
UPDATE_CONTAINMENT = 0.3  # an update keeps this much of both texts; what keeps less is another text with old parts
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
    """A sentence with its words, and whether the other text has it word for word."""

    sentence: Sentence
    words: frozenset[int]
    kept: bool


def find_changes(words: Words, pair: tuple[int, int], texts: tuple[str, str], runs: Sequence[Run]) -> list[Change]:
    """The changes from text a to text b of `pair`, those in a first in its order, then what b added."""
    before = _versions(words, pair[0], texts[0], [(run.a, run.length) for run in runs])
    after = _versions(words, pair[1], texts[1], [(run.b, run.length) for run in runs])
    same = {version.words for version in before} & {version.words for version in after}
    left = [version for version in before if not version.kept and version.words not in same]
    right = [version for version in after if not version.kept and version.words not in same]
    partner = _partners(left, right)
    changed = set(partner.values())
    return [
        Change("changed", old.sentence, right[partner[i]].sentence)
        if i in partner
        else Change("cut", old.sentence, None)
        for i, old in enumerate(left)
    ] + [Change("added", None, new.sentence) for j, new in enumerate(right) if j not in changed]


def is_update(
    changes: Sequence[Change], texts: tuple[str, str], containments: tuple[float, float], same_outlet: bool
) -> bool:
    """Whether two copies are versions: one outlet's own, or a sentence of both that states other numbers."""
    if not changes or min(containments) < UPDATE_CONTAINMENT:
        return False
    return same_outlet or any(
        change.a and change.b and _numbers(texts[0], change.a) != _numbers(texts[1], change.b) for change in changes
    )


def _numbers(text: str, sentence: Sentence) -> list[str]:
    return sorted(NUMBER.findall(DATELINE_DAY.sub("", text[sentence.start : sentence.end])))


def _versions(words: Words, text: int, content: str, runs: Sequence[tuple[int, int]]) -> list[_Version]:
    first, last = int(words.bounds[text]), int(words.bounds[text + 1])
    starts, hashes = words.start[first:last], words.hash[first:last]
    kept = np.zeros(last - first, np.bool_)
    for place, count in runs:
        kept[place : place + count] = True
    versions = []
    for sentence in split_sentences(content):
        head, tail = np.searchsorted(starts, [sentence.start, sentence.end])
        if tail > head:
            own = frozenset(hashes[head:tail].tolist())
            versions.append(_Version(sentence, own, bool(kept[head:tail].all())))
    return versions


def _partners(left: Sequence[_Version], right: Sequence[_Version]) -> dict[int, int]:
    """The closest sentences of the two sides, closest pair first, each used once."""
    scored = []
    for i, old in enumerate(left):
        for j, new in enumerate(right):
            dice = 2 * len(old.words & new.words) / (len(old.words) + len(new.words))
            if dice >= SAME_SENTENCE:
                scored.append((-dice, i, j))
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    return partner
