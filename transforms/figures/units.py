"""Reads the unit that stands before or behind a number: money, percent, SI and everyday units, and what it is per.

The unit's name in the dataset, its kind and its conversion come from `data/units.tsv`; currencies from Babel's names
(CLDR) and from newsroom habits in `data/currencies.tsv`. Purely textual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.figures.number_words import Numeral
from transforms.figures.unit_list import Unit, plain, units

LEAST_FOR_AMBIGUOUS_MONEY = 1_000.0  # "200 won" is as likely a verb; no price in won, dong or marks of note is smaller
LEAST_FOR_POUNDS_STERLING = 100_000.0  # nothing in the news weighs so much in pounds (mrt_dimension, mrt_currency)
LONGEST_UNIT = 4  # words: "miles per hour" and two-word currencies before "dollars" fit

STERLING_CONTEXT = re.compile(r"£|\bsterling\b|\bpence\b|\bBritish\b|\bBritain\b|\bU\.?K\.?\b|\bLondon\b|\bshares?\b")
NEXT_WORD = re.compile(r"[A-Za-zµμ.$']*[A-Za-zµμ$.]")
JOINT = re.compile(r"(?:\s?[-‑]\s?|[ \u00a0\u2009\u202f]{0,2})")
RATE = re.compile(
    r"(?P<joint>\s+per\s+|\s+(?:for\s+)?(?:each|every)\s+|\s+an?\s+|\s?/\s?|\s?-\s?per\s?-\s?|\s?-\s?an?\s?-\s?|\s+per-)"
    r"(?P<amount>[\d,.]+\s(?:thousand\s|million\s)?)?(?P<noun>(?:square|cubic|metric|troy)\s[a-z]+|[A-Za-z]+[²³23]?)",
)
NUMBER_BEFORE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|[a-z]+teen|[a-z]+ty))"
    r"\s?(?:us\s|u\.s\.\s)?$"
)
REPEATED_NAME = re.compile(r"\s(?:US\s|U\.S\.\s)?(?:dollars|euros|pounds|yen|yuan)\b")  # "$100,000 dollars"
MEASURING_SYSTEM = re.compile(r"\s(?:US|U\.S\.|imperial|British)(?=\s[a-z])")  # "one US fluid ounce"
MORE_OF = re.compile(  # "eight more years", "three long weeks", "two straight quarters"
    r"\s(?:more|additional|further|extra|full|whole|long|short|straight|consecutive|solid|entire|business|working|trading|calendar)"
    r"(?=\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters|years?|decades?|miles?|kilomet(?:er|re)s?|points?)\b)"
)
SPACED_LETTERS = frozenset(
    ["g", "m", "l", "L", "t", "h", "C", "F", "W", "V"]
)  # one-letter symbols that may stand apart from their number
NOT_A_SYMBOL_AFTER = re.compile(r"[\w'’]|\.\w")


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit as it stands. `start` and `end` enclose number, unit and rate; `unit_start`, `unit_end` the unit alone."""

    unit: Unit
    start: int
    end: int
    unit_start: int
    unit_end: int
    per: str | None = None

    @property
    def name(self) -> str:
        return f"{self.unit.name} per {self.per}" if self.per else self.unit.name


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_unit(text: str, numeral: Numeral) -> StatedUnit | None:
    """The unit of the number, with its rate; null where none stands beside it."""
    stated = _money_before(text, numeral)
    if stated is None or _belongs_to_number_before(text, stated):
        stated = _after(text, numeral, numeral.end) or stated
    return _with_rate(text, stated) if stated else None


def _belongs_to_number_before(text: str, stated: StatedUnit) -> bool:
    """ "100₾ 100元", "10 us dollar and 100": a mark or name right behind another number may be that number's."""
    mark = text[stated.unit_start : stated.unit_end]
    return mark.islower() or (stated.unit_start > 0 and text[stated.unit_start - 1].isdigit())


def _money_before(text: str, numeral: Numeral) -> StatedUnit | None:
    lexicon = units()
    start = numeral.start
    match = lexicon.before_pattern.search(text[max(0, start - 9) : start])
    if match is None and numeral.signed:
        return None
    if match is None:
        signed = re.search(r"([-−+])$", text[max(0, start - 1) : start])
        match = lexicon.before_pattern.search(text[max(0, start - 10) : start - 1]) if signed else None
        if match is None:
            return None
    form = match.group("form")
    offset = max(0, start - 9)
    mark_start, mark_end = offset + match.start("form"), offset + match.end("form")
    if mark_end < start and NUMBER_BEFORE.search(text[max(0, mark_start - 10) : mark_start]):
        return None  # "15 dollars 50", "17 USD 25": the mark belongs to the number before it
    if form.isalpha() and len(form) <= 2 and mark_end != start:
        return None  # "P 5" and "N 3" are labels
    if form in ("dollar", "dollars", "euro", "sen") and text[mark_end:start].strip():
        return None
    end = numeral.end
    following = re.compile(r"\s?(US|U\.S\.|USD|Canadian|Cdn|CAD|AUD|Australian)(?![\w])").match(text, end)
    if following and form == "$":
        iso = {"US": "USD", "U.S.": "USD", "USD": "USD", "AUD": "AUD", "Australian": "AUD"}.get(
            following.group(1), "CAD"
        )
        return StatedUnit(lexicon.by_name[iso], mark_start, following.end(), mark_start, mark_end)
    repeated = REPEATED_NAME.match(text, end)
    return StatedUnit(lexicon.before[form], mark_start, repeated.end() if repeated else end, mark_start, mark_end)


def _after(text: str, numeral: Numeral, end: int) -> StatedUnit | None:
    word = _word_unit(text, numeral, end)
    system = (MEASURING_SYSTEM.match(text, end) or MORE_OF.match(text, end)) if word is None else None
    if system:
        word = _word_unit(text, numeral, system.end())
    symbol = _symbol_unit(text, numeral, end)
    if word and symbol:
        return symbol if symbol.end > word.end or text[end : end + 1] == text[symbol.unit_start] else word
    return word or symbol


def _candidates(text: str, end: int) -> list[tuple[int, int, str]]:
    """The next one to four words as (start, end, plain form), longest first."""
    joint = JOINT.match(text, end)
    position = joint.end() if joint else end
    found: list[tuple[int, int, str]] = []
    start = position
    for _ in range(LONGEST_UNIT):
        word = NEXT_WORD.match(text, position)
        if word is None:
            break
        found.append((start, word.end(), plain(text[start : word.end()])))
        joint = JOINT.match(text, word.end())
        if joint is None or joint.end() == word.end():
            break
        position = joint.end()
    return found[::-1]


def _word_unit(text: str, numeral: Numeral, end: int) -> StatedUnit | None:
    lexicon = units()
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit():
        return None
    for start, stop, form in _candidates(text, end):
        for candidate, trimmed in ((form, stop), (form.rstrip("."), stop - (len(form) - len(form.rstrip("."))))):
            unit = lexicon.words.get(candidate)
            if unit is None or _is_other_word(text, numeral, unit, candidate, trimmed):
                continue
            if candidate in ("pound", "pounds", "lb", "lbs") and not candidate.startswith("lb"):
                unit = _pounds(text, numeral, start)
            return StatedUnit(unit, numeral.start, trimmed, start, trimmed)
    return None


def _is_other_word(text: str, numeral: Numeral, unit: Unit, form: str, end: int) -> bool:
    lexicon = units()
    if form in lexicon.ambiguous and numeral.value < LEAST_FOR_AMBIGUOUS_MONEY:
        return True
    if form in ("in.", "in", "c", "f", "cal", "mi", "gal", "mark", "real") and form != "in.":
        if form == "in":
            return not re.search(
                r"(?:ft|feet|foot|['′])\.?,?\s(?:and\s)?$", text[max(0, numeral.start - 10) : numeral.start]
            )
        return numeral.value < 0
    if form == "in.":
        return not re.match(r"\s*(?:[,;)]|tall|long|wide|high|deep|x|$)", text[end : end + 6])
    if form in ("time",) and numeral.form == "ordinal":
        return True
    return unit.name == "point" and bool(re.match(r"\s+(?:guard|of\s+view|man)\b", text[end : end + 9]))


def _pounds(text: str, numeral: Numeral, start: int) -> Unit:
    """Sterling or weight: by size, or by a British amount standing near."""
    lexicon = units()
    near = text[max(0, start - 120) : start + 60]
    if numeral.value >= LEAST_FOR_POUNDS_STERLING or (
        STERLING_CONTEXT.search(near) and not re.search(r"\bweigh", near)
    ):
        return lexicon.by_name["GBP"]
    return lexicon.by_name["pound-mass"]


BRACKETED_SYMBOL = re.compile(r"\s?[(\[{<](?P<inner>[A-Za-zµμ°]{1,4})[)\]}>]")
ELECTRIC = re.compile(r"\b(?:capacit|condenser|electr|charge|volt|circuit)", re.I)
QUOTE_INCHES = re.compile(r"\s?[\"”″](?=\s?(?:long|wide|tall|high|deep|thick|screen|display|\)|x|×))")


def _symbol_unit(text: str, numeral: Numeral, end: int) -> StatedUnit | None:
    lexicon = units()
    space = 1 if text[end : end + 1] in (" ", "\u00a0", "\u2009", "\u202f") else 0
    if text[end : end + 1] == "-" and numeral.form == "cardinal":
        space = 1
    match = lexicon.symbol_pattern.match(text, end + space) or lexicon.symbol_pattern.match(text, end)
    bracketed = BRACKETED_SYMBOL.match(text, end)
    if (
        bracketed
        and bracketed.group("inner") in lexicon.symbols
        and text[end + space - 1 : end + 2].strip()[:1] in "([{<"
    ):
        unit = lexicon.symbols[bracketed.group("inner")]
        if unit.kind != "money":
            return StatedUnit(unit, numeral.start, bracketed.end(), bracketed.start("inner"), bracketed.end("inner"))
    if match is None:
        inches = QUOTE_INCHES.match(text, end)
        if inches:
            return StatedUnit(lexicon.by_name["inch"], numeral.start, inches.end(), inches.start(), inches.end())
        return None
    form, stop = match.group("form"), match.end()
    while form and form[-1].isalpha() and NOT_A_SYMBOL_AFTER.match(text, stop):
        shorter = next(
            (f for f in sorted(lexicon.symbols, key=len, reverse=True) if len(f) < len(form) and form.startswith(f)),
            None,
        )
        if shorter is None:
            return None
        form, stop = shorter, match.start() + len(shorter)
    unit = lexicon.symbols[form]
    if form == "F" and ELECTRIC.search(text[max(0, numeral.start - 80) : stop + 40]):
        unit = lexicon.by_name["farad"]
    if len(form) == 1 and form.isalpha() and match.start() > end:
        if form not in SPACED_LETTERS or not re.match(r"[\s,.;:)\]/]|$", text[stop : stop + 1]):
            return None
        if form in "CFVWLth" and not (
            (form in "CF" and numeral.value < 1000) or (form in "WVL" and numeral.value < 10000)
        ):
            return None
    if form in ("t", "s") and match.start() == end and numeral.decimals == 0 and form == "s":
        return None  # "1990s", "the 20s"
    if form == "p" and match.start() > end:
        return None
    if form == "$" and text[stop : stop + 2].strip()[:1].isdigit():
        return None  # the mark belongs to the next number
    return StatedUnit(unit, numeral.start, stop, match.start(), stop)


COUNT_RATE = re.compile(
    r"\s+(?:per|an?|each|every)\s+(?P<noun>second|minute|hour|day|week|month|quarter|year|season|game|night)\b(?!\s(?:ago|earlier|later|before|after))"
)
PARENTHESIS = re.compile(r"\s?\([^()]{1,30}\)(?=\s(?:per|an?)\s)")


COMPARING = re.compile(r"\s(?:ago|earlier|later|before|after)\b")


def read_rate(text: str, end: int) -> tuple[str, int] | None:
    """What a count is per ("500 tests a day"), and where those words end."""
    match = COUNT_RATE.match(text, end)
    return (match.group("noun"), match.end()) if match else None


def _with_rate(text: str, stated: StatedUnit) -> StatedUnit:
    """Add "per barrel", "a share", "/m2"; a rate behind a bracketed conversion counts for the amount before it."""
    bracket = PARENTHESIS.match(text, stated.end)
    if bracket:
        beyond = _rated(text, replace(stated, end=bracket.end()))
        return replace(stated, per=beyond.per)
    return _rated(text, stated)


def _rated(text: str, stated: StatedUnit) -> StatedUnit:
    if stated.unit.name in ("times",) or " per " in stated.unit.name:
        return stated
    match = RATE.match(text, stated.end)
    if match is None:
        return stated
    lexicon = units()
    noun = match.group("noun")
    known = lexicon.rate_nouns.get(noun) or lexicon.rate_nouns.get(noun.lower())
    if COMPARING.match(text, match.end()) or (match.group("amount") and "per" not in match.group("joint")):
        return stated  # "a week earlier" is a time, "for every 9 weeks" another figure
    joint = match.group("joint").strip(" -").lower()
    if joint in ("a", "an", "each", "every") and (known is None or match.group("amount")):
        return stated
    if joint == "/" and (known is None or match.group("amount")):
        return stated
    if known is None and not noun.islower():
        return stated
    amount = match.group("amount")
    end = match.end()
    if amount and known is None:
        amount = amount.strip().replace(",", "")
    per = f"{amount.strip()} {known or noun}" if amount else (known or noun)
    if per == "cent":
        return stated
    unit_end = end if stated.unit_end == stated.end else stated.unit_end
    return StatedUnit(stated.unit, stated.start, end, stated.unit_start, unit_end, per)
