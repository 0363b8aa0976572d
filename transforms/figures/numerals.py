"""Finds the numbers of a text and reads their values: digits, number words and what news writes between the two.

Purely textual: nothing here looks at a parse, at units or at meaning. `find_numerals` gives every number as it stands;
which of them are figures is for `filters` to say.

The reader is our own because a numeral in running text needs its offsets and mixes digits, words and fractions ("3
hundred and 21", "one and a half million"), on which text2num 3.1 gives up (measured: FACTS of the design notes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.figures.number_words import CARDINAL, FRACTION, MULTIPLE, ORDINAL, VULGAR, Numeral, words
from transforms.figures.shares import SEVERAL_TIMES, SINGLE_TIME, read_bare_fraction, read_time, read_vague
from transforms.figures.signs import sign_before

SPACE = r"[ \u00a0\u2009\u202f]"
DIGITS = re.compile(
    r"""(?:
        \d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?     # 1,234,567.8 and the Indian 12,34,567
      | \d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?
      | \d{1,3}(?:\ \d{3}){2,}(?!\d|[,.]\d)           # plain spaces only where there are two groups
      | \d{1,3}\ 000(?!\d|[,.]\d)                         # or where the group can only be one
      | \d+\.\d+ | \d+ | (?<![\w.])\.\d+
    )""",
    re.X,
)
POWER = re.compile(r"\s?[x×*]\s?10\s?(?:\^?\s?([-−+]?\d+))|[eE]([-+]?\d{1,3})(?!\w)")
SLASH_FRACTION = re.compile(r"(\d+)\s?[/⁄]\s?(\d+)(?![\d/⁄])")
MIXED_FRACTION = re.compile(rf"(?:{SPACE}+|-)(\d+)\s?[/⁄]\s?(\d+)(?![\d/⁄])")
GAP = re.compile(r"(?:\s{1,3}|\s?-\s?)(?:and\s+)?(?:an?\s+)?")
ROUND_ORDINAL = re.compile(
    r"(?:\s|-)(?P<magnitude>hundred|thousand|million|billion|trillion)th\b(?!\sof\s(?:an?|one|the)\b)", re.I
)
ORDINAL_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)\s?(?:st|nd|rd|th)(?!\w)", re.I)


def find_numerals(text: str) -> list[Numeral]:
    """Every number in `text`, in order and free of overlap."""
    found: list[Numeral] = []
    position = 0
    for start in _starts(text):
        if start < position:
            continue
        numeral = _read_ordinal_digits(text, start) or read_time(text, start) or _read(text, start)
        if numeral is not None:
            found.append(numeral)
            position = numeral.end
    return found


def _starts(text: str) -> Iterator[int]:
    """Where a number can begin: at a digit that no digit precedes, a vulgar fraction or a number word."""
    lexicon = words()
    digit = re.compile(rf"(?<![\d])(?:(?<=[^\w])|^|(?<=[A-Za-z$£€¥_]))\.?\d|[{VULGAR}]")
    places = {match.start() for match in lexicon.atom.finditer(text)}
    places.update(match.start() for match in SINGLE_TIME.finditer(text))
    places.update(match.start() for match in SEVERAL_TIMES.finditer(text))
    places.update(match.start() for match in digit.finditer(text))
    return iter(sorted(places))


def _read_ordinal_digits(text: str, start: int) -> Numeral | None:
    match = ORDINAL_DIGITS.match(text, start)
    if match is None:
        return None
    return Numeral(start, match.end(), float(match.group(1).replace(",", "")), ORDINAL)


# ---- one number, read from left to right -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """What has been read of a number: closed thousands and millions, the open group below them, where it ends."""

    text: str
    start: int
    end: int
    total: float = 0.0
    group: float | None = None
    magnitude: float = float("inf")
    is_words: bool = True
    decimals: int = 0

    @property
    def value(self) -> float:
        return self.total + (self.group or 0.0)


def _read(text: str, start: int) -> Numeral | None:
    lexicon = words()
    word = _word_at(text, start)
    if word in lexicon.multiples:
        value, way = lexicon.multiples[word]
        return Numeral(start, start + len(word), value, MULTIPLE, True, way or None)
    if word in lexicon.vague:
        return read_vague(text, start, word)
    reading = _Reading(text, start, start)
    if not _first_atom(reading):
        return read_bare_fraction(text, start, word)
    while _next_atom(reading):
        pass
    return _finish(reading)


def _word_at(text: str, start: int) -> str:
    match = words().atom.match(text, start)
    return match.group().lower() if match and match.group()[0].isalpha() else ""


def _first_atom(reading: _Reading) -> bool:
    lexicon = words()
    if _digits(reading):
        return True
    word = _word_at(reading.text, reading.start)
    if word in lexicon.small or word in lexicon.tens:
        reading.group = lexicon.small.get(word, lexicon.tens.get(word))
        reading.end = reading.start + len(word)
        return True
    if word in lexicon.magnitudes or word == "dozen":
        reading.start = _article_before(reading.text, reading.start)
        return _multiply(reading, word, reading.end)
    return False


def _article_before(text: str, start: int) -> int:
    """Where `a` or `an` before a bare magnitude begins ("a million"), else `start`."""
    match = re.search(r"(?<!\w)(?:an?|half\s+an?)\s+$", text[max(0, start - 12) : start], re.I)
    return start - len(match.group()) if match else start


def _digits(reading: _Reading) -> bool:
    """Digits at the reading's end: grouped, decimal, fraction or power of ten."""
    text, at = reading.text, reading.end
    if at < len(text) and text[at] in VULGAR:
        reading.group, reading.end, reading.is_words = unicodedata.numeric(text[at]), at + 1, False
        return True
    slash = SLASH_FRACTION.match(text, at)
    if slash and 0 < int(slash.group(2)) <= 1000 and len(slash.group(1)) <= 3 and (at == 0 or text[at - 1] != "/"):
        reading.group, reading.end = int(slash.group(1)) / int(slash.group(2)), slash.end()
        reading.is_words = False
        return True
    match = DIGITS.match(text, at)
    if match is None:
        return False
    raw = re.sub(r"[,\s]", "", match.group())
    value, end = float(raw), match.end()
    reading.decimals = len(raw.partition(".")[2])
    power = POWER.match(text, end)
    if power:
        exponent = int((power.group(1) or power.group(2)).replace("−", "-"))
        if abs(exponent) < 100:
            value, end = float(f"{raw}e{exponent}"), power.end()
    mixed = MIXED_FRACTION.match(text, end)
    if mixed and 0 < int(mixed.group(1)) < int(mixed.group(2)) <= 64 and "." not in raw:
        value, end = value + int(mixed.group(1)) / int(mixed.group(2)), mixed.end()
    elif end < len(text) and text[end] in VULGAR:
        value, end = value + unicodedata.numeric(text[end]), end + 1
    reading.group, reading.end, reading.is_words = value, end, False
    return True


def _next_atom(reading: _Reading) -> bool:
    """Read one more word of the number; false where it ends."""
    lexicon = words()
    text = reading.text
    suffix = lexicon.suffix.match(text, reading.end)
    if suffix and not reading.is_words:
        return _glued(reading, suffix)
    gap = GAP.match(text, reading.end)
    if gap is None:
        return False
    joined_by_and = "and" in gap.group()
    has_article = bool(re.search(r"\ban?\s+$", gap.group()))
    if has_article and not joined_by_and:
        return False
    word = _word_at(text, gap.end())
    if not word and not joined_by_and:
        suffix = re.compile(r"(?:mln|bln|mn|bn|tn|trn)\b|[MB](?=\s[a-z])").match(text, gap.end())
        if suffix and not reading.is_words:
            return _multiply(
                reading,
                {"M": "million", "B": "billion"}.get(suffix.group(), suffix.group()),
                gap.end(),
                len(suffix.group()),
            )
    if word in lexicon.fractions and _fraction(reading, word, gap.end(), joined_by_and, has_article):
        return True
    if has_article:
        return False
    if (word in lexicon.magnitudes or word in lexicon.groups) and not joined_by_and:
        return _multiply(reading, word, gap.end())
    if word in lexicon.small or word in lexicon.tens:
        return _add(reading, lexicon.small.get(word, lexicon.tens.get(word, 0)), gap.end(), len(word), joined_by_and)
    if not word and joined_by_and and reading.group is not None and reading.group >= 100 and reading.group % 100 == 0:
        match = re.compile(r"\d{1,2}(?![\d.,]?\d)").match(text, gap.end())
        if match and _after_hundred(reading):
            return _add(reading, float(match.group()), gap.end(), len(match.group()), True)
    return False


def _after_hundred(reading: _Reading) -> bool:
    return reading.text[max(0, reading.end - 7) : reading.end].lower() == "hundred"


def _glued(reading: _Reading, suffix: re.Match[str]) -> bool:
    """A letter glued to digits: `k`, `bn`; a lone `m`, `b` or `t` only where it cannot be a unit."""
    letters = suffix.group()
    if letters in ("m", "t", "b", "M", "B", "T", "mm", "K") and not _is_magnitude_letter(reading, suffix):
        return False
    if reading.magnitude != float("inf"):
        return False
    reading.total, reading.group = (reading.group or 0) * words().suffixes[letters], None
    reading.magnitude = words().suffixes[letters]
    reading.end = suffix.end()
    return True


MONEY_BEFORE = re.compile(r"(?:[$£€¥₹]|\b(?:RM|PS|Rs\.?|[A-Z]{3}))\s?$")
COUNTED_AFTER = re.compile(
    r"\s(?!is\b|was\b|has\b|as\b|its\b|wide|long|tall|high|deep|above|below)"
    r"(?:(?!of\b|in\b|from\b|at\b|to\b|for\b|by\b|on\b)[A-Za-z-]+\s){0,4}?(?:people|[A-Za-z]{2,}[^s\W]s)\b"
)


def _is_magnitude_letter(reading: _Reading, suffix: re.Match[str]) -> bool:
    """Whether the letter after the digits multiplies: after a currency mark, or before a noun that can be counted."""
    text = reading.text
    if MONEY_BEFORE.search(text[max(0, reading.start - 5) : reading.start]):
        return True
    if suffix.group() in ("M", "B", "b"):
        return True
    return suffix.group() == "m" and bool(COUNTED_AFTER.match(text, suffix.end()))


def _multiply(reading: _Reading, word: str, start: int, length: int | None = None) -> bool:
    lexicon = words()
    factor = lexicon.magnitudes.get(word) or lexicon.groups.get(word) or lexicon.suffixes[word]
    group = reading.group
    if word == "hundred":
        if group is not None and group >= 1000:
            return False
        reading.group = (1.0 if group is None else group) * 100
    elif factor < 100:  # dozen
        reading.total, reading.group = (reading.value or 1.0) * factor, None
        reading.magnitude = factor
    elif factor < reading.magnitude and (group is not None or reading.magnitude == float("inf")):
        reading.total += (1.0 if group is None else group) * factor
        reading.group, reading.magnitude = None, factor
    elif reading.magnitude != float("inf"):  # "three lakh crore", "a hundred thousand million"
        reading.total = reading.value * factor
        reading.group, reading.magnitude = None, factor
    else:
        return False
    reading.end = start + (len(word) if length is None else length)
    return True


def _add(reading: _Reading, value: float, start: int, length: int, joined_by_and: bool) -> bool:
    """Add a small number if it can belong to this one and does not begin the next ("two hundred and | three hundred")."""
    group = reading.group
    end = start + length
    following = _following_magnitude(reading.text, end)
    if group is None:
        if reading.magnitude == float("inf") or reading.magnitude < 1000 or following >= reading.magnitude:
            return False
        if joined_by_and and following == 1.0 and not reading.is_words:
            return False
    elif group >= 20 and group % 10 == 0 and group % 100 != 0 and reading.is_words:
        if not 0 < value < 10 or joined_by_and:
            return False
    elif group >= 100 and group % 100 == 0 and _after_hundred(reading):
        if value >= 100 or following == 100.0 or (joined_by_and and _between_before(reading)):
            return False
    else:
        return False
    reading.group = (group or 0.0) + value
    reading.end = end
    return True


def _between_before(reading: _Reading) -> bool:
    return bool(re.search(r"\bbetween\s+\W?$", reading.text[max(0, reading.start - 10) : reading.start], re.I))


def _following_magnitude(text: str, end: int) -> float:
    gap = re.compile(r"(?:\s+|\s?-\s?)(hundred|thousand|million|billion|trillion)\b", re.I).match(text, end)
    return words().magnitudes[gap.group(1).lower()] if gap else 1.0


def _fraction(reading: _Reading, word: str, start: int, joined_by_and: bool, has_article: bool) -> bool:
    """ "two thirds", "one and a half", "three and two fifths" is left to the caller's next number."""
    denominator = words().fractions[word]
    plural = word.endswith("s") or word == "halves"
    end = start + len(word)
    if joined_by_and and has_article:
        if plural or _names_time(reading.text, end):
            return False
        reading.total, reading.group = _add_fraction(reading, 1 / denominator), None
    elif joined_by_and:
        return False
    else:
        count = reading.value
        if not reading.is_words or not (plural or (count == 1 and _is_share(reading.text, reading.end, end))):
            return False
        if count != int(count) or count > 99 or reading.magnitude != float("inf"):
            return False
        reading.total, reading.group = count / denominator, None
    reading.end = end
    if reading.magnitude == float("inf"):
        following = re.compile(r"\s+(?:of\s+an?\s+)?(hundred|thousand|million|billion|trillion)\b", re.I).match(
            reading.text, end
        )
        if following:
            reading.total *= words().magnitudes[following.group(1).lower()]
            reading.magnitude = words().magnitudes[following.group(1).lower()]
            reading.end = following.end()
    return True


def _add_fraction(reading: _Reading, part: float) -> float:
    """ "two and a half" adds half; "two million and a half" adds half a million."""
    unit = reading.magnitude if reading.group is None and reading.magnitude != float("inf") else 1.0
    return reading.value + part * unit


def _is_share(text: str, start: int, end: int) -> bool:
    """ "one third" and "one-fifth" are shares; "one second" and "one fourth-quarter" are not."""
    return text[start:end].strip(" -").lower() not in ("second", "seconds") and not text[end : end + 8].startswith(
        "-quarter"
    )


def _names_time(text: str, end: int) -> bool:
    return bool(re.match(r"\s+(?:time|person|party|term|man|woman)\b", text[end : end + 10]))


def _finish(reading: _Reading) -> Numeral | None:
    text, value = reading.text, reading.value
    form = FRACTION if reading.is_words and 0 < value < 1 else CARDINAL
    fraction = re.compile(r"\s+and\s+([a-z]+)[\s-]+([a-z]+s)\b", re.I).match(text, reading.end)
    if fraction and form == CARDINAL and reading.is_words:
        numerator = words().small.get(fraction.group(1).lower())
        denominator = words().fractions.get(fraction.group(2).lower())
        if numerator and denominator:
            value, reading.end = value + numerator / denominator, fraction.end()
    ordinal = _closing_ordinal(reading)
    if ordinal is not None:
        return ordinal
    value = float(f"{value:.14g}")  # 16.4 million is not 16,399,999.999999998
    magnitude = _stated_magnitude(reading)
    sign = sign_before(text, reading.start, reading.end, reading.is_words, bool(reading.decimals))
    if "+" not in sign:
        value = -value if sign else value
    start = reading.start - len(sign)
    return Numeral(start, reading.end, value, form, reading.is_words, None, bool(sign), reading.decimals, magnitude)


def _stated_magnitude(reading: _Reading) -> float:
    """The multiplier the number closes with, which a range's first number may share ("5 to 8 billion")."""
    if reading.group is None and reading.magnitude != float("inf"):
        return reading.magnitude
    return 100.0 if reading.group and _after_hundred(reading) else 1.0


def _closing_ordinal(reading: _Reading) -> Numeral | None:
    """ "twenty-fifth", "one hundred twenty fifth"."""
    round_one = ROUND_ORDINAL.match(reading.text, reading.end)
    if round_one and reading.is_words and reading.value >= 1:  # "two hundredth"; "one hundredth of a second" is a share
        rank = reading.value * words().magnitudes[round_one["magnitude"].lower()]
        return Numeral(reading.start, round_one.end(), rank, ORDINAL, True)
    if not reading.is_words or reading.magnitude < 1000:
        return None
    match = re.compile(r"(?:\s|-|\sand\s)([a-z]+)(?!\w)", re.I).match(reading.text, reading.end)
    if match is None:
        return None
    value = words().ordinals.get(match.group(1).lower())
    group = reading.group or 0.0
    if value is None or value > 19 or not (group >= 20 and group % 10 == 0):
        return None
    if group % 100 and value > 9:
        return None
    if re.match(r"\s+(?:of|half)\b", reading.text[match.end() : match.end() + 6]) and value == 2:
        return None
    return Numeral(reading.start, match.end(), reading.value + value, ORDINAL, True)
