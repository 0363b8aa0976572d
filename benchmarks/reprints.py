"""Made reprints: development stories changed in memory the way desks change wire copy, with a fixed seed.

Each kind imitates one treatment: `light` (house style: marks, spellings, a word here and there), `truncated` (cut from
the end), `updated` (a later version: changed numbers, new sentences, a new lead), `heavily edited` (sentences dropped,
moved and joined, words changed, copy of one's own added) and `reworded` (about one word in five replaced, as spinning
and translation there and back do). Nothing is written to disk.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = 20240229
KINDS = ("light", "truncated", "updated", "heavily edited", "reworded")
MIN_WORDS = 80
ADDED = 30  # stories that lend one sentence each: what a desk adds of its own is not a block of one other story
REWORDED_SHARE = 0.21  # leaves about three in ten five-word shingles as they were
SENTENCE = re.compile(r"[^\n]*?[.!?][\"”’)]*(?=\s|$)|[^\n]+")


@dataclass(frozen=True, slots=True)
class Reprint:
    """A made reprint: which story it was made from, how, and its text."""

    original: int
    kind: str
    text: str


def make_reprints(texts: Sequence[str], per_kind: int, seed: int = SEED) -> list[Reprint]:
    """`per_kind` reprints of every kind, each of another of `texts`; the other texts lend the added sentences."""
    chance = random.Random(seed)
    fit = [number for number, text in enumerate(texts) if len(text.split()) >= MIN_WORDS]
    chosen = chance.sample(fit, min(per_kind * len(KINDS), len(fit)))
    reprints = []
    for place, number in enumerate(chosen):
        kind = KINDS[place % len(KINDS)]
        others = [chance.choice(split(texts[other])) for other in chance.sample(fit, ADDED) if other != number]
        changed = TREATMENTS[kind](split(texts[number]), others, chance)
        reprints.append(Reprint(number, kind, "\n".join(changed)))
    return reprints


def split(text: str) -> list[str]:
    return [match.group().strip() for match in SENTENCE.finditer(text) if match.group().strip()]


def light(sentences: list[str], _others: list[str], chance: random.Random) -> list[str]:
    style = [("“", '"'), ("”", '"'), ("’", "'"), (" percent", " per cent"), ("U.S.", "US"), (" — ", " - ")]
    text = "\n".join(sentences)
    for old, new in style:
        text = text.replace(old, new)
    return [reword(sentence, 0.02, chance) for sentence in text.split("\n")]


def truncated(sentences: list[str], _others: list[str], chance: random.Random) -> list[str]:
    return sentences[: max(4, round(len(sentences) * chance.uniform(0.3, 0.75)))]


def updated(sentences: list[str], others: list[str], chance: random.Random) -> list[str]:
    kept = [renumber(s, chance) if chance.random() < 0.5 else s for s in sentences]
    kept[0] = reword(kept[0], 0.35, chance)
    for _ in range(max(1, len(kept) // 6)):
        kept.insert(chance.randint(0, min(len(kept), 6)), chance.choice(others))
    for _ in range(len(kept) // 8):
        kept.pop(chance.randrange(len(kept)))
    return kept


def heavily_edited(sentences: list[str], others: list[str], chance: random.Random) -> list[str]:
    kept = [s for s in sentences if chance.random() < 0.62] or sentences[:3]
    for _ in range(len(kept) // 4):
        kept.insert(chance.randrange(len(kept)), kept.pop(chance.randrange(len(kept))))
    kept = [reword(s, chance.choice([0.0, 0.08, 0.25]), chance) for s in kept]
    for _ in range(max(2, len(kept) // 3)):
        kept.insert(chance.randint(0, len(kept)), chance.choice(others))
    return kept


def reworded(sentences: list[str], _others: list[str], chance: random.Random) -> list[str]:
    return [reword(sentence, REWORDED_SHARE, chance) for sentence in sentences]


TREATMENTS: dict[str, Callable[[list[str], list[str], random.Random], list[str]]] = {
    "light": light,
    "truncated": truncated,
    "updated": updated,
    "heavily edited": heavily_edited,
    "reworded": reworded,
}


def reword(sentence: str, share: float, chance: random.Random) -> str:
    """Change about `share` of the words: a synonym where the table has one, else drop, move or add a small word."""
    synonyms = _synonyms()
    words = sentence.split()
    changed: list[str] = []
    for word in words:
        if chance.random() >= share:
            changed.append(word)
            continue
        bare = re.sub(r"\W", "", word).lower()
        if bare in synonyms:
            other = chance.choice(synonyms[bare])
            changed.append(other.capitalize() if word[:1].isupper() else other)
        elif changed and chance.random() < 0.4:
            changed.insert(-1, word)
        elif chance.random() < 0.5:
            changed += [chance.choice(FILLERS), word]
        elif word[:1].isupper() or word[:1].isdigit():
            changed.append(word)
    return " ".join(changed)


FILLERS = ("also", "reportedly", "now", "then", "indeed", "again", "in turn", "so far", "by then", "at present")


def renumber(sentence: str, chance: random.Random) -> str:
    return re.sub(r"\b\d{1,3}\b", lambda match: str(int(match.group()) + chance.randint(1, 9)), sentence)


@cache
def _synonyms() -> dict[str, list[str]]:
    """Each word of a line of `synonyms.txt` to the other words of that line."""
    table: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        words = [word.strip() for word in line.split("/")] if not line.startswith("#") else []
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return table
