"""A name in the text, and the words that tell what sort of thing it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from transforms.language.lexicons import Lexeme, word_list
from transforms.language.tokens import Tokens

NameLabel = Literal["person", "organisation", "place", "people", "known"]

ORGANISATION_WORDS = word_list("organisation_words")
FACILITY_WORDS = word_list("facility_words")
NOT_NAMES = word_list("not_names")
CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
YOUNGER = frozenset({"jr.", "sr."})  # the last word of a name, whatever capital follows


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: tokens `first` up to `last`, characters `start` up to `end` (inside the tokens where words
    are glued), what it names, and the lexicon's entry where there is one."""

    first: int
    last: int
    start: int
    end: int
    label: NameLabel
    lexeme: Lexeme | None = None

    @property
    def head(self) -> int:
        return self.last - 1


def is_several(tokens: Tokens, name: Name) -> bool:
    """Whether a name is one of several people: "Ruritanians", "the Falks"."""
    if tokens.tag[name.head] in ("NNPS", "NNS"):
        return True
    return tokens.lower[name.head].endswith("s") and name.first > 0 and tokens.lower[name.first - 1] == "the"


def without_overlap(names: list[Name]) -> list[Name]:
    """`names` in text order, of two that overlap the one that begins first, then the longer."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept
