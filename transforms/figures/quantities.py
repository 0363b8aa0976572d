"""Joins numbers and units into quantities: ranges, shared and elided units, shared magnitudes, ratios, compounds.

"$5-8 billion" is one quantity of two numbers; "6 and 13 kg" are two that share a unit; "5 feet 2 inches" is one again.
Purely textual.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.figures.cues import score_words
from transforms.figures.number_words import CARDINAL, FRACTION, VAGUE, Numeral, words
from transforms.figures.units import StatedUnit, read_unit
from transforms.language.model import Span

STRUCK = "\x00"  # stands for the characters of a time between two numbers
HIGHEST_SCORE = 450  # what votes of parliaments and points of ball games reach
SCORE_WINDOW = 70  # characters in which the verb of a score stands before it
WIDEST_FROM_TO = 45  # characters between the two ends of "from $75 in October to $45": a date or a rate fits

RANGE_GAP = re.compile(
    r"\s?(?:[-‐‑–—~−]|to)\s?-?\s?|\s+(?:up\s+)?to\s+(?:about\s+|around\s+|nearly\s+|almost\s+|as\s+much\s+as\s+)?|\s?-?\s?to\s?-?\s?",
    re.I,
)
HYPHENED_TO = re.compile(r"-to-")  # "a six-to-three ruling"
DASH_GAP = re.compile(r"\s?[-‐‑–—−]{1,2}\s?")
BETWEEN_GAP = re.compile(r"\s?(?:and|[-–])\s+", re.I)
OR_GAP = re.compile(r"\s+or\s+", re.I)
COORDINATION_GAP = re.compile(
    r"\s?(?:,\s?(?:and\s|or\s)?|\s(?:and|or|versus|vs\.?|x|by|to)\s|[x×/&]|-?\s(?:or|and|to)\s)\s?", re.I
)
LEVEL_GAP = re.compile(r",?\s(?:up|down)\s(?:by\s)?", re.I)
RATIO_GAP = re.compile(r"\s+(?:out\s+of(?:\s+every)?|in(?:\s+every)?|over)\s+", re.I)
FROM_BEFORE = re.compile(
    r"\b(?:from|between|ranging|range\s+from)\s+(?:about\s+|around\s+|roughly\s+|just\s+|an?\s+|the\s+|its\s+)*\W?$",
    re.I,
)
ROUND_WHOLES = (10, 100)  # "7 in 10 voters"
BETWEEN_BEFORE = re.compile(r"\bbetween\s+(?:the\s+ages\s+of\s+)?(?:about\s+|around\s+)?\W?$", re.I)
CHANGE_BEFORE = re.compile(
    r"\b(?:by|up|down|another|further|rose|risen|rise|rises|rising|fell|fall|falls|fallen|falling|gain|gained|gains|"
    r"lost|lose|loses|losing|add|added|adds|adding|climb|climbed|drop|dropped|drops|jump|jumped|slid|slip|slipped|"
    r"shed|sank|soar|soared|surge|surged|tumble|tumbled|plunge|plunged|increase|increased|decrease|decreased|decline|"
    r"declined|advance|advanced|eased|grew|grown|dip|dipped|cut|raise|raised|lower|lowered|higher|retreated|rebounded|"
    r"inched|edged|ticked|skidded|dived|slumped)\s+(?:(?!from\b|between\b|to\b)\w+\s+){0,2}\W{0,2}$",
    re.I,
)
BY_BEFORE = re.compile(r"\bby\s(?:about\s|around\s|some\s|roughly\s|nearly\s|up\sto\s)?$", re.I)
VOTE_BEFORE = re.compile(
    r"\b(?:vote|votes|ruling|decision|margin|majority|score)\s(?:of|was|is)\s$|\bvoted\s(?:[a-z]+\s)?$", re.I
)
UNIT_THEN_MAGNITUDE = re.compile(r"\s(thousand|million|billion|trillion)\b", re.I)
COMPOUND_GAP = re.compile(r"\s?,?\s?(?:and\s)?")
COMPOUNDS = {
    "foot": "inch",
    "pound-mass": "ounce",
    "hour": "minute",
    "minute": "second",
    "stone": "pound-mass",
    "year": "month",
    "day": "hour",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One or two numbers with their unit. `number` encloses the numbers; `start`..`end` the unit and its rate too."""

    start: int
    end: int
    number: Span
    value: float
    value_high: float | None
    form: str
    is_words: bool
    unit: StatedUnit | None
    unit_is_shared: bool = False
    direction: str | None = None
    is_score: bool = False
    is_ratio: bool = False
    decimals: int = 0
    falls: bool = False

    @property
    def unit_name(self) -> str | None:
        return self.unit.name if self.unit else None


def read_quantities(text: str, numerals: Sequence[Numeral], times: Sequence[Span] = ()) -> list[Quantity]:
    """The quantities of `text`, in order; every number of `numerals` belongs to one of them.

    `times` are the expressions of time, which may stand between the two ends of a range.
    """
    single = _join_compounds(text, _singles(text, numerals))
    by_offset = {n.start: n for n in numerals} | {n.end: n for n in numerals}
    joined = _join_ranges(_without(text, times, numerals), single, by_offset)
    return _share_units(text, joined)


def _singles(text: str, numerals: Sequence[Numeral]) -> list[Quantity]:
    """One quantity a number, but for numbers inside another's unit: the 100,000 of "12 per 100,000 people"."""
    found: list[Quantity] = []
    for numeral in numerals:
        if not found or numeral.start >= found[-1].end:
            found.append(_quantity(text, numeral))
    return found


def _without(text: str, times: Sequence[Span], numerals: Sequence[Numeral]) -> str:
    """The text with every time that holds no quantity struck out, offsets kept."""
    struck = list(text)
    starts = [numeral.start for numeral in numerals]
    for time in times:
        if bisect_left(starts, time.start) == bisect_left(starts, time.end):
            struck[time.start : time.end] = STRUCK * (time.end - time.start)
    return "".join(struck)


def _quantity(text: str, numeral: Numeral) -> Quantity:
    unit = read_unit(text, numeral) if numeral.form in (CARDINAL, FRACTION, VAGUE) else None
    if unit is None and numeral.form == VAGUE:
        unit = _unit_of_vague(text, numeral)
    if unit is None and numeral.form in (FRACTION, CARDINAL):
        unit = _unit_after_of(text, numeral)
    value = numeral.value * (unit.unit.scale if unit else 1.0)
    end = max(numeral.end, unit.end if unit else 0)
    if unit and unit.unit.kind == "money" and unit.unit_start >= numeral.end:
        magnitude = UNIT_THEN_MAGNITUDE.match(text, end)
        if magnitude:  # "75 USD million"
            value *= words().magnitudes[magnitude.group(1).lower()]
            end = magnitude.end()
    return Quantity(
        min(numeral.start, unit.start if unit else numeral.start), end, Span(numeral.start, numeral.end),
        float(f"{value:.14g}"), None, numeral.form, numeral.is_words, unit,
        direction=numeral.direction, decimals=numeral.decimals,
    )  # fmt: skip


def _unit_of_vague(text: str, numeral: Numeral) -> StatedUnit | None:
    """ "thousands of dollars", "hundreds of miles"."""
    of = re.compile(r"\s+of\s+(?:the\s+)?").match(text, numeral.end)
    if of is None:
        return None
    stated = read_unit(text, replace(numeral, start=of.end(), end=of.end(), form=CARDINAL))
    return replace(stated, start=numeral.start) if stated and stated.unit_start >= of.end() else None


def _unit_after_of(text: str, numeral: Numeral) -> StatedUnit | None:
    """ "half an hour", "a quarter of a mile", "1/16 of a US pint"."""
    of = re.compile(r"\s+(?:of\s+)?an?\s+(?:US\s+)?").match(text, numeral.end)
    if of is None or numeral.value >= 1:
        return None
    stated = read_unit(text, replace(numeral, start=of.end(), end=of.end(), form=CARDINAL))
    return replace(stated, start=numeral.start) if stated and stated.unit_start >= of.end() else None


def _join_compounds(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """ "5 feet 2 inches", "3 dollars 50 cents", "15 dollars 50"."""
    joined: list[Quantity] = []
    for quantity in quantities:
        last = joined[-1] if joined else None
        together = _compound(text, last, quantity) if last else None
        if together:
            joined[-1] = together
        else:
            joined.append(quantity)
    return joined


def _compound(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    if first.unit is None or first.unit.per or first.form != CARDINAL or second.form != CARDINAL or second.value < 0:
        return None
    if not COMPOUND_GAP.fullmatch(text, first.end, second.start):
        return None
    if first.unit.unit_start < first.number.start and first.unit.unit.kind != "money":
        return None
    one, two = first.unit.unit, second.unit.unit if second.unit else None
    extra: float | None = None
    if two and one.kind == "money" and two.name == one.name and one.scale == 1.0 and two.scale == 0.01:
        extra = second.value
    elif (
        two
        and COMPOUNDS.get(one.name) == two.name
        and one.factor
        and two.factor
        and second.unit
        and not second.unit.per
    ):
        extra = second.value * two.factor / one.factor
    elif (
        two is None
        and one.kind == "money"
        and first.unit.unit_start >= first.number.end
        and _is_loose_cents(text, second)
    ):
        extra = second.value / 100
    if extra is None:
        return None
    value = float(f"{first.value + extra:.14g}")
    return replace(first, end=second.end, number=Span(first.number.start, second.number.end), value=value)


def _is_loose_cents(text: str, second: Quantity) -> bool:
    """ "15 dollars 50." but not "15 dollars 50 times"."""
    return (
        10 <= second.value < 100
        and not second.decimals
        and bool(re.match(r"\s*(?:[.;,!?)]|$)", text[second.end : second.end + 2]))
    )


# ---- ranges ----------------------------------------------------------------------------------------------------------


def _join_ranges(text: str, quantities: list[Quantity], numerals: dict[int, Numeral]) -> list[Quantity]:
    joined: list[Quantity] = []
    for quantity in quantities:
        last = joined[-1] if joined else None
        together = _range(text, last, quantity, numerals) if last else None
        if together:
            joined[-1] = together
        else:
            joined.append(quantity)
    return joined


def _range(text: str, first: Quantity, second: Quantity, numerals: dict[int, Numeral]) -> Quantity | None:
    if (
        first.value_high is not None
        or first.form not in (CARDINAL, FRACTION)
        or second.form not in (CARDINAL, FRACTION)
    ):
        return None
    gap = re.sub(rf"(?:\s(?:in|on|at|since|during))?\s{STRUCK}+", "", text[first.end : second.start])
    if len(gap) > WIDEST_FROM_TO or "\n" in gap:
        return None
    before = text[max(0, first.start - 40) : first.start]
    ratio = _ratio(text, first, second, gap)
    if ratio:
        return ratio
    if not _spans_range(text, first, second, gap, before):
        return None
    if not _units_agree(text, first, second):
        return None
    return _ranged(text, first, second, numerals)


def _spans_range(text: str, first: Quantity, second: Quantity, gap: str, before: str) -> bool:
    has_from = bool(FROM_BEFORE.search(before))
    if BETWEEN_BEFORE.search(before):
        return bool(BETWEEN_GAP.fullmatch(gap))
    if DASH_GAP.fullmatch(gap):
        return not (gap.strip() == "--" or (gap.startswith(" ") and gap.strip() == "—"))
    if RANGE_GAP.fullmatch(gap):
        if has_from:
            return True
        if first.value > second.value and first.unit is not None and second.unit is not None:
            return False  # "won by 53 per cent to 39 per cent"
        if CHANGE_BEFORE.search(before):  # "rose 64 to 4,577", but "fell by two to 2.5 per cent"
            is_bare = first.unit is None and first.form == CARDINAL and second.unit is not None
            has_unit_behind = second.unit is not None and second.unit.unit_start >= second.number.end
            return is_bare and has_unit_behind and bool(BY_BEFORE.search(before))
        return first.unit is None or second.unit is not None or first.unit.unit_start < first.number.start
    if OR_GAP.fullmatch(gap):
        return (
            first.unit is None
            and 0 < second.value - first.value <= 2
            and first.is_words == second.is_words
            and first.decimals == 0
            and second.value <= 12
        )
    if (
        has_from
        and re.search(r"\s(?:up\s+)?to\s+(?:about\s|around\s|roughly\s|nearly\s|just\s)?$", gap)
        and not re.search(r"[,;.!?]\s|\d|\band\b|\bfrom\b", gap[:-3])
    ):
        return _units_agree(text, first, second) and (first.unit is not None or second.unit is not None)
    return False


def _units_agree(text: str, first: Quantity, second: Quantity) -> bool:
    if first.unit is None or second.unit is None:
        return True
    if first.unit.unit.name == second.unit.unit.name:
        return first.unit.per is None or second.unit.per in (None, first.unit.per)
    marks = [text[stated.unit_start : stated.unit_end] for stated in (first.unit, second.unit)]
    return marks[1] == "$" and "$" in marks[0]  # "C$89 to $93 billion": a plain mark repeats the one before it


def _ranged(text: str, first: Quantity, second: Quantity, numerals: dict[int, Numeral]) -> Quantity | None:
    low, high = first.value, second.value
    closing = numerals.get(second.number.end)
    opening = numerals.get(first.number.start)
    shared = closing.magnitude if closing and opening and opening.magnitude == 1.0 else 1.0
    if shared > 1.0 and abs(opening.value if opening else low) < abs(closing.value if closing else high) / shared:
        low *= shared
    unit = first.unit or second.unit
    if first.unit and second.unit and second.unit.per and not first.unit.per:
        unit = replace(first.unit, per=second.unit.per)
    if first.unit is None and second.unit is not None and second.unit.unit.scale != 1.0:
        low *= second.unit.unit.scale
    if second.unit is None and first.unit is not None and first.unit.unit.scale != 1.0:
        high *= first.unit.unit.scale
    gap = text[first.end : second.start]
    is_hyphened = DASH_GAP.fullmatch(gap) or HYPHENED_TO.fullmatch(gap)
    is_score = bool(is_hyphened) and unit is None and (low > high or _is_score(text, first, second))
    is_score = is_score or (
        unit is None and gap == " to " and bool(VOTE_BEFORE.search(text[max(0, first.start - 24) : first.start]))
    )
    if DASH_GAP.fullmatch(gap) and low > high and unit is not None and not is_score:
        return None
    return Quantity(
        min(first.start, second.start), max(first.end, second.end), Span(first.number.start, second.number.end),
        float(f"{min(low, high):.14g}"), float(f"{max(low, high):.14g}"), CARDINAL, first.is_words and second.is_words, unit,
        is_score=is_score, falls=low > high and not is_score, decimals=max(first.decimals, second.decimals),
    )  # fmt: skip


def _is_score(text: str, first: Quantity, second: Quantity) -> bool:
    """ "won 2-2 on aggregate": what stands around two small whole numbers tells a score or vote from a range."""
    if first.decimals or second.decimals or max(first.value, second.value) > HIGHEST_SCORE:
        return False
    words_before, words_after = score_words()
    clause = re.split(r"[,;:.()]\s", text[max(0, first.start - SCORE_WINDOW) : first.start])[-1]
    if words_after.match(text, second.end):
        return True
    is_closed = bool(
        re.match(
            r"\s*(?:[.,;:)!?]|$)|\s(?:in|on|at|to|with|after|by|over|against|for|thanks)\b",
            text[second.end : second.end + 8],
        )
    )
    return is_closed and bool(words_before.search(clause))


def _ratio(text: str, first: Quantity, second: Quantity, gap: str) -> Quantity | None:
    """ "one in five", "nine out of ten", "1 over 3": the share, with both numbers in its span."""
    if not RATIO_GAP.fullmatch(gap) or first.unit or second.value <= first.value or second.value <= 0:
        return None
    word = gap.split()[0].lower()
    are_words = first.is_words and second.is_words and second.value in (3, 4, 5, 10)
    if word == "in" and not (first.value == 1 or are_words or second.value in ROUND_WHOLES):
        return None
    if word == "over" and (second.unit or not re.match(r"\s*(?:[.?!]|$)", text[second.end : second.end + 2])):
        return None
    if word == "in" and second.unit and second.unit.unit.kind == "duration":
        return None
    if second.unit and second.unit.unit.kind != "times":
        second = replace(second, end=second.number.end)
    return Quantity(
        first.start, second.number.end, Span(first.number.start, second.number.end), first.value / second.value, None,
        FRACTION, first.is_words, None, is_ratio=True,
    )  # fmt: skip


# ---- shared units ----------------------------------------------------------------------------------------------------


def _share_units(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give a number without a unit that of the next one it is coordinated with: "4.5, 6 and 13 kg", "7- or 8-inch"."""
    shared = list(quantities)
    for index in range(len(shared) - 2, -1, -1):
        first, second = shared[index], shared[index + 1]
        if first.unit is not None or second.unit is None or first.form != CARDINAL or second.form != CARDINAL:
            continue
        if first.value_high is not None or not _is_coordinated(text, first, second):
            continue
        if second.unit.unit.kind == "times" or first.value > 1e4 * max(abs(second.value), 1):
            continue
        value = first.value * second.unit.unit.scale
        shared[index] = replace(first, unit=second.unit, unit_is_shared=True, value=float(f"{value:.14g}"))
    return shared


def _is_coordinated(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether the second number's unit reaches back to the first: past "and" if it stands behind, past "or" anywhere."""
    assert second.unit
    if LEVEL_GAP.fullmatch(text, first.end, second.start):  # "closed at 16,369.03 up 58.06 points"
        return second.unit.unit.name == "point"
    if second.unit.unit_start < second.number.start:
        return bool(OR_GAP.fullmatch(text, first.end, second.start))
    gap = COORDINATION_GAP.fullmatch(text, first.end, second.start)
    return bool(gap) and (second.unit_is_shared or "," not in text[first.end : second.start])
