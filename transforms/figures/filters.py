"""Tells numbers that are figures from those that are not: dates, names, labels, list numbers, phone numbers, ids.

Each rule looks at one number in its text; what the parse adds is whether an entity's name holds the number. Where
nothing speaks against it, a number is a figure.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from transforms.figures.number_words import CARDINAL, DATA, MULTIPLE, ORDINAL, Numeral
from transforms.figures.parsed import ParsedText
from transforms.figures.units import read_unit
from transforms.language.model import DateExpression, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME_LABELS = frozenset(("PRODUCT", "ORG", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PERSON", "GPE", "NORP", "LOC"))

# Stretches of text no number in which is a figure.
NOT_TEXT = re.compile(
    r"<[^<>\n]{2,300}>|\b\d{16,}\b|https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+"  # addresses, handles, hashtags
    r"|\+?\d[\d-]*\s?\(\d{2,4}\)\s?\d[\d\s-]{5,}\d|\(\d{3}\)\s?\d{3}[-\s]\d{4}|\+\d{1,3}[\s-]\d[\d\s-]{6,}\d"  # phones
    r"|\b(?:[Cc]all|[Dd]ial)\w*\s(?:911|999|988|112|311|811)\b|\b(?:911|999|112)\s(?:call|dispatch|operator|emergency)"
    r"|\b\d{3}-\d{3}-\d{4}\b|\b\d-\d{3}-\d{3}-\d{4}\b|\b\d{3}-\d{4}\b(?!\s?(?:people|km|miles))"
    r"|\b\d+(?:\.\d+){2,}\b"  # versions, IP addresses
    r"|(?<![\d-])\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])|\b\d-on-\d\b"  # team records, line-ups
    r"|\b\d{1,3}\s?-\s?for\s?-\s?\d{1,3}\b(?=\s(?:[a-z]+\s)?split)|\b[Ff]light\s[A-Z0-9]{2}\s\d{1,4}\b"  # stock splits, flight numbers
    r"|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]"  # citations
    r"|(?im:(?:^|[-–—(:,]\s?)\d{1,2}(?:st|nd|rd|th)\s(?:update|ld|lead|writethru|roundup)\b)"  # marks of a wire's versions
    r"|(?im:(?:^|[-–—(]\s?)update\s?#?\d{1,2}(?=\s*(?:$|[-–—):])))"
    r"|\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"  # postal codes
    r"|\b(?:Caption|Photo|Image|Slide|Picture)\s\d{1,3}\s?(?:of|/)\s?\d{1,3}\b(?:\s(?:Photo|Image|Slide|Picture)s?\b)?"  # galleries
    r"|\bISBN[\s:]*[\d-]+|\b[A-Z]{2,5}:\s?[A-Z]{1,5}\b"
)
LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*[(#]?$")
LONGEST_LIST = 20.0  # items that a sentence numbers
LIST_MARK = re.compile(r"[.)](?=\s)|\)")
INLINE_LIST = re.compile(r"(?:^|[\s;:,])\(?$")
GLUED_BEFORE = re.compile(r"(?P<word>[A-Za-z][\w.&/]*)[-‑–]?$")
GLUED_AFTER = re.compile(r"[A-Za-z]|-[A-Z]\w*\d")
WORD_BEFORE = re.compile(r"(?P<word>[A-Za-z&][\w&.’'-]*)\s$")
UNIT_BEFORE_HALF = re.compile(r"\b(?:year|month|week|day|hour|minute|mile|decade|century|point)s?\sand\s$")
POINT_AFTER = re.compile(r",\s")
POINT_BEFORE = re.compile(r"(?:^|[.;:!?\n“\"]\s?)$")
HOUR_BEFORE = re.compile(r"\b(?:at|by|until|till|before|after|around)\s$", re.I)
HOUR_AFTER = re.compile(
    r"\s(?:o['’]clock|sharp|tonight|in\sthe\s(?:morning|afternoon|evening)|at\snight|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
ERA = re.compile(r"\b(?:pre|post|mid|early|late)[-–]$", re.I)
PROGRAMME = re.compile(r"\s(?:Seconds|Minutes|Hours|Days|Weeks|Years)\b")
NAME_AFTER = re.compile(r"\s[A-Z][A-Za-z]*\b")
NAME_BEFORE = re.compile(r"[A-Z][\w-]*$|[a-z][A-Z]\w*$")
PLURAL_AFTER = re.compile(r"\s(?:[a-z]+[\s-]){0,2}[a-z]{3,}s\b|\s(?:people|percent|per\s+cent|men|women|children)\b")
AGED_PERSON = re.compile(r"\s(?:has|is|was|who|had|said|says)\b|,\s")
ONE_MORE = re.compile(
    r"\s(?:last|final|more|single|further)\s[a-z]+"
)  # "one last time" counts, whatever the parser says
ONE_IN = re.compile(r"\s(?:in|out\s+of)\s(?:every\s)?(?:\d|two|three|four|five|six|seven|eight|nine|ten)\b")
ONE_OF = re.compile(r"\s+of\s+", re.I)
CLOSED = re.compile(r"\s?(?:[.,;:)!?”\"]|$)")
PIECE_BEFORE = re.compile(r"\b(?:first|last|final|opening|closing)\s$", re.I)
PIECE_AFTER = re.compile(r"\s(?:months|quarters|weeks)\s(?:of|in)\b")
DEFINITE = re.compile(r"\b(?:the|these|those)\s$", re.I)
DURATION_AHEAD = re.compile(r"\s(?:or|to)\s\w+\s(?:seconds|minutes|hours|days|weeks|months|years|decades)\b")


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads((DATA / "filters.toml").read_text(encoding="utf-8"))
    return {
        "labels": frozenset(data["labels"]),
        "prefixes": frozenset(data["prefixes"]),
        "street": re.compile(
            rf"\s(?:[NSEW]\.?\s)?(?:[A-Z][\w’'-]*\s){{1,3}}(?:{'|'.join(map(re.escape, data['streets']))})(?![\w])"
        ),
        "idiom": re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(i) for i in sorted(data['idioms'], key=len, reverse=True))})(?!\w)", re.I
        ),
        "numbered": re.compile(rf"\s(?:U\.S\.\s|US\s)?(?:{'|'.join(data['numbered'])})\b"),
        "name": re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, data['names']))})(?!\w)"),
    }


def keep_figures(parsed: ParsedText, numerals: Sequence[Numeral], dates: Sequence[DateExpression]) -> list[Numeral]:
    """The numerals of the text that state a quantity."""
    text = parsed.text
    closed = _Stretches(match.span() for match in NOT_TEXT.finditer(text))
    idioms = _Stretches(match.span() for name in ("idiom", "name") for match in _lists()[name].finditer(text))
    calendar = _Stretches((date.start, date.end) for date in dates)
    kept = []
    for numeral in numerals:
        span = Span(numeral.start, numeral.end)
        if closed.covers(span) or idioms.covers(span):
            continue
        if calendar.covers(span) and (not _is_duration(text, numeral) or _is_piece(text, numeral)):
            continue
        if (
            _is_programme(text, numeral)
            or _is_year(text, numeral)
            or _is_half_more(text, numeral)
            or _is_hour(text, numeral)
            or _is_label(text, numeral)
            or _is_list_number(text, numeral)
            or _lists()["street"].match(text, numeral.end)
        ):
            continue
        if (
            _is_in_name(parsed, text, numeral)
            or _is_named_elsewhere(text, numeral)
            or _is_pronoun(parsed, text, numeral)
            or _is_adverb(parsed, numeral)
        ):
            continue
        kept.append(numeral)
    return kept


class _Stretches:
    """Sorted stretches that answer whether one of them holds the end of a span."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def covers(self, span: Span) -> bool:
        index = bisect_right(self._starts, span.end - 1) - 1
        return index >= 0 and self._spans[index][1] >= span.end and self._spans[index][1] > span.start


def _is_duration(text: str, numeral: Numeral) -> bool:
    """Whether a number inside an expression of time counts years or hours ("the last three years"), as no date does."""
    if numeral.form != CARDINAL:
        return False
    unit = read_unit(text, numeral)
    if unit is None:  # the "three" of "three or four years"
        return bool(DURATION_AHEAD.match(text, numeral.end))
    return (
        unit is not None
        and unit.unit.kind == "duration"
        and unit.unit_start > numeral.end - 1
        and not re.match(r"[a-z]*\.?m\b", text[unit.unit_start : unit.unit_start + 4])
    )


def _is_piece(text: str, numeral: Numeral) -> bool:
    """The months of "the first 11 months of 2022", which name a stretch of the calendar and measure nothing."""
    before = text[max(0, numeral.start - 16) : numeral.start]
    return bool(PIECE_BEFORE.search(before)) and bool(PIECE_AFTER.match(text, numeral.end))


def _is_year(text: str, numeral: Numeral) -> bool:
    """ "the post-1973 boom": a year behind a prefix of time."""
    at = numeral.end - 4
    is_year = text[at : numeral.end].isdigit() and 1500 <= abs(numeral.value) <= 2100
    return is_year and bool(ERA.search(text[max(0, at - 6) : at]))


def _is_half_more(text: str, numeral: Numeral) -> bool:
    """The half of "a year and a half", which by itself is a half of nothing."""
    return numeral.value == 0.5 and bool(UNIT_BEFORE_HALF.search(text[max(0, numeral.start - 14) : numeral.start]))


def _is_hour(text: str, numeral: Numeral) -> bool:
    """ "left at six on Saturday morning": an hour of the clock."""
    return (
        1 <= numeral.value <= 24
        and not numeral.decimals
        and bool(HOUR_BEFORE.search(text[max(0, numeral.start - 10) : numeral.start]))
        and bool(HOUR_AFTER.match(text, numeral.end))
    )


def _is_programme(text: str, numeral: Numeral) -> bool:
    """ "60 Minutes": a unit of time with a capital where ordinary words have none is a name."""
    match = PROGRAMME.match(text, numeral.end)
    return match is not None and not _is_title_line(text, numeral)


# ---- labels and lists ------------------------------------------------------------------------------------------------


def _is_label(text: str, numeral: Numeral) -> bool:
    """A number that letters stick to ("G20", "5G", "PLX-R18") or that a label introduces ("Part 3")."""
    if numeral.is_words:
        return False
    start, end = numeral.start, numeral.end
    before = text[max(0, start - 24) : start]
    has_unit = read_unit(text, numeral)
    if numeral.form != ORDINAL and has_unit is None and GLUED_AFTER.match(text, end):
        return not re.match(r"x\b|[a-z]{2,}\s", text[end : end + 8]) or text[end].isupper()
    glued = GLUED_BEFORE.search(before)
    if glued and not (has_unit and has_unit.unit_start < start):
        word = glued.group("word")
        if before.endswith(("-", "‑", "–")):
            if word.lower() not in _lists()["prefixes"] and not word[0].islower():
                return True
            if len(word) == 1 and word.isupper():
                return True  # "A-2 paper"
            if word.lower() not in _lists()["prefixes"] and not has_unit and len(word) > 1 and not word.islower():
                return True
        elif not word.lower().startswith("minus"):
            return True
    elif numeral.signed and text[start] in "-−–" and re.search(r"[A-Za-z]$", before):
        word = re.search(r"([A-Za-z][\w.&]*)$", before)
        return bool(word) and word.group().lower() not in _lists()["prefixes"] and has_unit is None  # type: ignore[union-attr]
    return _is_introduced(text, numeral, before, has_unit is not None)


def _is_introduced(text: str, numeral: Numeral, before: str, has_unit: bool) -> bool:
    if has_unit or numeral.decimals or numeral.magnitude != 1.0 or numeral.form != CARDINAL:
        return False
    if re.search(r"(?:^|[\s(])(?:No|Nos|Nr|nr|nrs|№)\.\s?$|#$", before):
        return True
    word = WORD_BEFORE.search(before)
    if word is None:
        return False
    form = word.group("word").rstrip(".")
    if form.lower() in _lists()["labels"] and (form[0].isupper() or not PLURAL_AFTER.match(text, numeral.end)):
        return not re.search(
            r"\b(?:a|the)\s+(?:total\s+)?number\s$|\bmark\s$|\bunit\s$|\barea\s$|\bcase\s$", before[-20:]
        )
    return False


def _is_list_number(text: str, numeral: Numeral) -> bool:
    if numeral.is_words or numeral.value > 200 or numeral.decimals:
        return False
    before = text[max(0, numeral.start - 40) : numeral.start]
    mark = LIST_MARK.match(text, numeral.end)
    if mark is None:
        return False
    if LIST_NUMBER.search(before) and (numeral.start > 0 or mark) and text[mark.end() : mark.end() + 3].strip():
        return text[numeral.end] == ")" or bool(re.match(r"\s+[A-Z“\"]", text[mark.end() : mark.end() + 4]))
    if text[numeral.end] == ")" and before.endswith("(") and numeral.value <= LONGEST_LIST:
        return all(f"({number})" in text for number in (1, 2))  # "both fail: (1) he is late, and (2) he is old"
    return text[numeral.end] == ")" and "(" not in before and bool(INLINE_LIST.search(before)) and numeral.value < 20


# ---- with the parse --------------------------------------------------------------------------------------------------


def _is_in_name(parsed: ParsedText, text: str, numeral: Numeral) -> bool:
    """Whether the number is part of a name: inside a named entity, or behind a capitalised word that it does not count."""
    token = parsed.token_at(numeral.end - 1)
    if token is None or numeral.form == MULTIPLE:
        return False
    has_unit = read_unit(text, numeral) is not None
    if numeral.is_words:
        written = text[numeral.start : numeral.end]
        is_title = written[0].isupper() and not _opens_sentence(parsed, token, numeral)
        return is_title and not has_unit and _next_is_capital(text, numeral.end) and not _is_title_line(text, numeral)
    if has_unit or numeral.decimals or numeral.magnitude != 1.0 or "," in text[numeral.start : numeral.end]:
        return False
    if token.ent_type_ in NAME_LABELS and numeral.form in (CARDINAL, ORDINAL):
        others = [
            other
            for other in parsed.doc[max(0, token.i - 4) : token.i + 5]
            if other.ent_type_ == token.ent_type_ and other.i != token.i
        ]
        if any(other.text[:1].isupper() for other in others) and not _counts_noun_after(token):
            return not (token.ent_type_ == "PERSON" and AGED_PERSON.match(text, numeral.end))
    if numeral.form != CARDINAL:
        return False
    before = WORD_BEFORE.search(text[max(0, numeral.start - 24) : numeral.start])
    if before is None or not before.group("word")[0].isupper():
        return False
    previous = token.nbor(-1) if token.i > 0 else None
    if previous is not None and previous.ent_type_ == "PERSON" and AGED_PERSON.match(text, numeral.end):
        return False
    return previous is not None and previous.pos_ == "PROPN" and not _counts_noun_after(token) and _heads_left(token)


def _is_named_elsewhere(text: str, numeral: Numeral) -> bool:
    """The second 11 of "the Lumen 11 Pro and 11 Pro Max": a number that the text has given the same name after a name."""
    name = NAME_AFTER.match(text, numeral.end)
    if name is None or numeral.is_words or numeral.form != CARDINAL:
        return False
    again = f" {text[numeral.start : numeral.end]}{name.group()}"
    at = text.find(again)
    while at >= 0:
        if at + 1 != numeral.start and NAME_BEFORE.search(text[max(0, at - 24) : at]):
            return True
        at = text.find(again, at + 1)
    return False


def _opens_sentence(parsed: ParsedText, token: Token, numeral: Numeral) -> bool:
    before = parsed.text[max(0, numeral.start - 3) : numeral.start]
    return bool(token.is_sent_start) or numeral.start == 0 or bool(re.search(r"[.:!?\n“\"‘(•]\s*$", before))


def _next_is_capital(text: str, end: int) -> bool:
    return bool(re.match(r"[\s-][A-Z]", text[end : end + 2]))


def _is_title_line(text: str, numeral: Numeral) -> bool:
    """A headline that capitalises every word says nothing about names."""
    start = text.rfind("\n", 0, numeral.start) + 1
    end = text.find("\n", numeral.end)
    line = text[start : end if end >= 0 else len(text)]
    longer = re.findall(r"\b[A-Za-z]{5,}", line)
    return len(line) < 160 and len(longer) > 2 and all(word[0].isupper() for word in longer)


def _counts_noun_after(token: Token) -> bool:
    return token.dep_ in ("nummod", "quantmod") and token.head.i > token.i


def _heads_left(token: Token) -> bool:
    return (
        token.head.i < token.i
        and token.dep_ in ("nummod", "appos", "npadvmod", "flat", "compound", "dep")
        and token.head.i == token.i - 1
    ) or (token.pos_ == "PROPN" or (token.dep_ == "pobj" and token.nbor(-1).pos_ == "PROPN"))


def _is_adverb(parsed: ParsedText, numeral: Numeral) -> bool:
    """The `first` of "first made headlines" and of "First, the road is closed", which number nothing."""
    if numeral.form != ORDINAL:
        return False
    if _lists()["numbered"].match(parsed.text, numeral.end):
        return True
    if not numeral.is_words:
        return False
    if POINT_AFTER.match(parsed.text, numeral.end) and POINT_BEFORE.search(parsed.text[: numeral.start][-3:]):
        return True
    if numeral.value != 1.0:
        return False
    token = parsed.token_at(numeral.end - 1)
    return token is not None and token.pos_ == "ADV" and token.dep_ == "advmod" and token.head.pos_ in ("VERB", "AUX")


def _is_pronoun(parsed: ParsedText, text: str, numeral: Numeral) -> bool:
    """`one` that stands for a thing, for anybody or for a member ("one of the leaders"), and "the two" of those just named."""
    if not numeral.is_words or numeral.form != CARDINAL:
        return False
    token = parsed.token_at(numeral.end - 1)
    if numeral.value != 1.0:
        return token is not None and _takes_up(text, numeral, token)
    if token is None or token.lower_ != "one" or ONE_IN.match(text, numeral.end) or ONE_MORE.match(text, numeral.end):
        return False
    if ONE_OF.match(text, numeral.end):
        return token.tag_ not in ("CD", "NN", "PRP") or bool(
            re.search(
                r"\b(?:the|this|that|only|another|which)\s$", text[max(0, numeral.start - 9) : numeral.start], re.I
            )
        )
    if text[numeral.end : numeral.end + 1] == "-":
        return False
    return (
        not (token.dep_ in ("nummod", "quantmod", "compound") and token.head.i > token.i)
        and read_unit(text, numeral) is None
    )


def _takes_up(text: str, numeral: Numeral, token: Token) -> bool:
    """ "The two are talking": a number without a noun that only stands for persons or things named before."""
    if numeral.value != 2.0 or not DEFINITE.search(text[max(0, numeral.start - 7) : numeral.start]):
        return False
    return (
        (
            token.dep_ in ("nsubj", "nsubjpass")
            or (token.dep_ in ("pobj", "dobj") and bool(CLOSED.match(text, numeral.end)))
        )
        and read_unit(text, numeral) is None
        and not ONE_OF.match(text, numeral.end)
    )
