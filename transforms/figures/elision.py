"""Units and counted nouns that a text leaves out: the second "points" of "rose 64 points to 4,577"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.figures.kinds import Sort
from transforms.figures.model import Figure
from transforms.figures.number_words import CARDINAL
from transforms.figures.parsed import ParsedText
from transforms.figures.quantities import Quantity

ALIKE = 60.0  # how many times one value may be the other and still be the same sort of amount
FARTHEST = 120  # characters between the two numbers
BACKWARDS = 3  # figures to look back over: "rose 64 points, or 1.4 per cent, to 4,577" has one between
BREAK = re.compile(r"[.;!?][\"”’)]?\s|\n")
LINK = re.compile(
    r"\b(?:up|down|from|to|compared|versus|vs|against|than|while|including|at|lowest|highest|previous|earlier|by|and|of)\b"
    r"|\($|\s$"
)
SIZE_OF = re.compile(  # "a population of just over 226,000" says itself what it counts
    r"\b(?:population|turnout|audience|crowd|attendance|membership|enrol?lment|readership|circulation|workforce|capacity|fleet|staff|army|force)"
    r"\s(?:of|at)\s(?:[a-z]+\s){0,3}$",
    re.I,
)
CARRIED_KINDS = ("measurement", "money", "temperature")


@dataclass(frozen=True, slots=True)
class ElidedUnit:
    """The unit an earlier figure lends: its kind, name, counted noun and the factor to main units."""

    kind: str
    unit: str
    counted: str | None
    scale: float

    def given_to(self, figure: Figure) -> Figure:
        high = figure.value_high
        return replace(
            figure,
            kind=self.kind,
            unit=self.unit,
            counted=self.counted,
            value=float(f"{figure.value * self.scale:.14g}"),
            value_high=None if high is None else float(f"{high * self.scale:.14g}"),
        )


def unit_from_before(
    parsed: ParsedText,
    quantity: Quantity,
    sort: Sort,
    is_counting: bool,
    figures: Sequence[Figure],
    ends: Sequence[int],
) -> ElidedUnit | None:
    """What a bare number counts when an earlier one of its sentence says it; null where nothing ties the two."""
    if quantity.unit is not None or sort.unit != "count" or is_counting or quantity.form != CARDINAL:
        return None
    if quantity.is_words or quantity.is_score or not figures:
        return None
    is_of_noun = bool(SIZE_OF.search(parsed.text[max(0, quantity.start - 40) : quantity.start]))
    for figure, end in zip(reversed(figures[-BACKWARDS:]), reversed(ends[-BACKWARDS:]), strict=True):
        gap = parsed.text[end : quantity.start]
        if len(gap) > FARTHEST or BREAK.search(gap):
            return None
        if figure.kind not in CARRIED_KINDS and not (figure.kind == "count" and figure.counted):
            continue
        if figure.is_vague or not LINK.search(gap) or (figure.kind == "count" and is_of_noun):
            continue
        return _lent(figure, quantity)
    return None


def _lent(figure: Figure, quantity: Quantity) -> ElidedUnit | None:
    text = (figure.unit_text or "").lower()
    scale = 0.01 if figure.kind == "money" and re.match(r"cent|sen\b|pence|p$|penn", text) else 1.0
    one, other = abs(figure.value / scale), abs(quantity.value)
    if figure.unit != "point" and not (one and other and 1 / ALIKE <= one / other <= ALIKE):
        return None
    return ElidedUnit(figure.kind, figure.unit, figure.counted, scale)
