"""Shares and orders of magnitude that stand without a number of their own: "a quarter of", "half a million", "dozens".

The words are those of ordinals and of times of the year, so most of this says when they are not shares. Times that are compared
without a number ("more in a week than", "strongest in decades") are read here too.
"""

from __future__ import annotations

import re

from transforms.figures.number_words import CARDINAL, FRACTION, ORDINAL, VAGUE, Numeral, words

SHARE_AFTER = re.compile(
    r"\s+(?:of|as|the|a|an|more|less|larger|smaller|million|billion|thousand|hundred|dozen|trillion|"
    r"its|their|his|her|our|my|this|that|those|these|percent|per\s+cent|say|said|believe|think)\b"
)
AMOUNT_OF_CHANGE = re.compile(
    r"\b(?:by|than|about|nearly|almost|over|up|down|rose|fell|grew|dropped|least|roughly|around|to)\s+an?\s+$"
)
APPROXIMATE_BEFORE = re.compile(
    r"(?:about|nearly|almost|over|than|around|roughly|approximately|least|exactly|some|by|only|just|or|up\s+to|a|an|"
    r"another|the\s+other)\s+$",
    re.I,
)
HALF_OF = re.compile(r"-(?:hundred|thousand|million|billion|trillion|dozen)\b")  # "a half-million"
SEVERAL = 2.0  # what a plural says at least
SINGLE_TIME = re.compile(
    r"(?<=\bin )an?(?=\s(?:minute|hour|day|week|month|quarter|year|decade)\sthan\s)"
    r"|(?:(?<=\bthan )|(?<=\babout )|(?<=\bnearly )|(?<=\balmost )|(?<=\bleast ))"
    r"an?(?=\s(?:minute|hour|week|month|year)\b(?!\s(?:ago|earlier|before|ahead)\b|[’'-]))"
)
SEVERAL_TIMES = re.compile(r"(?<=\bin )(?:decades|centuries)(?=[\s]*(?:[.,;:)”\"’]|$))")


def read_bare_fraction(text: str, start: int, word: str) -> Numeral | None:
    """ "a quarter of", "half a million", "half the votes", "a third"; and ordinals, which share their words."""
    lexicon = words()
    end = start + len(word)
    article = re.search(r"(?<!\w)(an?)\s+$", text[max(0, start - 4) : start], re.I)
    if word in ("half", "quarter") or (word in lexicon.fractions and article and _stands_for_share(text, start, end)):
        share = _read_share(text, start, word, article)
        if share is not None:
            return share
    if word in lexicon.ordinals:
        return Numeral(start, end, lexicon.ordinals[word], ORDINAL, True)
    return None


def _stands_for_share(text: str, start: int, end: int) -> bool:
    """ "a third of", "by a fifth in 2020", "fell a tenth."; not "a third term"."""
    if SHARE_AFTER.match(text, end):
        return True
    closes = re.match(r"\s*(?:[.,;:)!?]|$)|\s(?:to|in|from|since|over|on|last|this|compared)\b", text[end : end + 12])
    return (bool(closes) and bool(AMOUNT_OF_CHANGE.search(text[max(0, start - 24) : start]))) or end == len(text)


def _read_share(text: str, start: int, word: str, article: re.Match[str] | None) -> Numeral | None:
    lexicon = words()
    end = start + len(word)
    if (text[end : end + 1] == "-" and not HALF_OF.match(text, end)) or text[max(0, start - 1) : start] == "-":
        return None
    before = text[max(0, start - 16) : start]
    if word == "half":
        if not (HALF_OF.match(text, end) or SHARE_AFTER.match(text, end) or APPROXIMATE_BEFORE.search(before)):
            return None
    elif not _stands_for_share(text, start, end) or (
        word == "quarter" and not article and not re.match(r"\s+(?:of\s+a\s+)?million", text[end:])
    ):
        return None
    if word == "quarter" and re.match(
        r"\s+of\s+(?:\d{4}|the\s+(?:year|fiscal))|\s+(?:said|the)\b", text[end : end + 14]
    ):
        return None
    if (
        re.search(r"\b(?:first|second|other|latter|final|last|third|fourth|this|that|previous)\s+$", before, re.I)
        and "other" not in before
    ):
        return None
    value = 1 / lexicon.fractions[word]
    begin = start - len(article.group()) if article else start
    magnitude = re.compile(
        r"(?:\s+(?:of\s+)?(?:an?\s+)?|-)(hundred|thousand|million|billion|trillion|dozen)\b", re.I
    ).match(text, end)
    if magnitude:
        name = magnitude.group(1).lower()
        value *= lexicon.magnitudes.get(name) or lexicon.groups[name]
        return Numeral(begin, magnitude.end(), value, CARDINAL, True)
    return Numeral(begin, end, value, FRACTION, True)


def read_vague(text: str, start: int, word: str) -> Numeral | None:
    """ "thousands", "tens of thousands", "hundreds of millions"; "test scores" are none."""
    lexicon = words()
    value, end = lexicon.vague[word], start + len(word)
    if word == "scores" and not text.startswith(" of", end):
        return None
    chain = re.compile(r"(?:\s+(?:of|and))\s+(hundreds|thousands|millions|billions|trillions)\b", re.I)
    while match := chain.match(text, end):
        factor = lexicon.vague[match.group(1).lower()]
        value = max(value, factor) if match.group(1).lower() == word else value * factor
        end = match.end()
    return Numeral(start, end, value, VAGUE, True)


def read_time(text: str, start: int) -> Numeral | None:
    """Times that are compared: the "a" of "more in a week than in five months", the "decades" of "strongest in decades"."""
    one = SINGLE_TIME.match(text, start)
    if one:
        return Numeral(start, one.end(), 1.0, CARDINAL, True)
    several = SEVERAL_TIMES.match(text, start)
    return Numeral(start, several.end(), SEVERAL, VAGUE, True) if several else None
