"""A paragraph as the model should read it, where a web page glued words together or ran a list of links into a sentence.

The model is given a space between glued words and is spared a list of links; `transforms.language.paragraphs` puts its
parse back on the characters of the paragraph, in which the list becomes one token of no word class, so that no extractor
reads it as prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from transforms.language.lexicons import rows

LONGEST_LINKS = 900  # characters of a list of links
# A name and the same name in full, to which the first link of a list is glued: "Falk Ida Maria FalkPort stays shut".
REPEATED = re.compile(
    r"\b(?P<surname>[^\W\d_a-z][\w'’-]+)(?: [JS]r\.)?(?P<links> (?:(?:[^\W\d_a-z][\w.'’-]*|\([^\W\d_]+\)) ){1,5}"
    r"(?P=surname)(?=[^\W\d_a-z]))"
)


@dataclass(frozen=True, slots=True)
class Mend:
    """What the model is spared: characters `start` up to `end` of the paragraph, or, if none, a space it is given there."""

    start: int
    end: int

    @property
    def is_space(self) -> bool:
        return self.start == self.end

    @property
    def shift(self) -> int:
        """By how much the text behind it moves."""
        return 1 if self.is_space else self.start - self.end


def mends_of(paragraph: str) -> list[Mend]:
    """Where a paragraph needs mending, in order and apart from each other."""
    links = _links(paragraph)
    spaces = [match.start("word") for match in _glued_word().finditer(paragraph)]
    spaces = [at for at in spaces if not any(link.start <= at < link.end for link in links)]
    return sorted(links + [Mend(at, at) for at in spaces], key=lambda mend: mend.start)


def mended(paragraph: str, mends: Sequence[Mend]) -> str:
    """The paragraph as the model reads it."""
    pieces, position = [], 0
    for mend in mends:
        pieces += [paragraph[position : mend.start], " " * mend.is_space]
        position = mend.end
    return "".join(pieces) + paragraph[position:]


def _links(paragraph: str) -> list[Mend]:
    """Lists of links: from the space before a name's repetition to the word that ends the list."""
    found: list[Mend] = []
    for match in REPEATED.finditer(paragraph):
        start = match.start("links")
        ends = _list_end().search(paragraph, match.end(), match.end() + LONGEST_LINKS)
        if ends is not None and not (found and start < found[-1].end):
            found.append(Mend(start, ends.end()))
    return found


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(word for row in rows("run_together") if row["kind"] == kind for word in row["words"].split())


@cache
def _list_end() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words('ends'))})\b")


@cache
def _glued_word() -> re.Pattern[str]:
    """A small word glued to a name."""
    follows, whole = ("|".join(_words(kind)) for kind in ("follows", "whole"))
    return re.compile(rf"\b(?!(?:{whole})(?:{follows})\b)[A-Z][a-z]{{2,}}(?P<word>(?:{follows})\b)")
