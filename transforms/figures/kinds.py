"""What sort of quantity a number states, and in which unit the dataset gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.figures.number_words import FRACTION, MULTIPLE, ORDINAL, VAGUE
from transforms.figures.parsed import ParsedText
from transforms.figures.quantities import Quantity

OLDEST = 120  # years: more is no person's age

OLD_AFTER = re.compile(r"\s?-?\s?(?:old\b|olds\b|of\s+age\b)", re.I)
AGE_BEFORE = re.compile(
    r"(?:\bage[ds]?|\bages\s+(?:of|from)|\bage\s+of|\bages\s+between|\bage\s+range\s+of)\s+(?:of\s+|from\s+|between\s+|about\s+|under\s+|over\s+|just\s+)?$",
    re.I,
)
AGE_APPOSED = re.compile(r"[A-Za-z.’'-]+(?:,\s?|\s\(|\s)$")
APPOSED_NAME = re.compile(r"\b[A-Z][a-z’'-]+,\s$")
PERSON_AFTER = re.compile(r",\s(?:who|whose|an?|was|is|has|had|said|says|told)\b")
AGE_CLOSED = re.compile(r"\s?(?:,|\)|-year)")
TURNS = re.compile(
    r"\b(?:(?:[Hh]e|[Ss]he|who)['’]s|(?:[Hh]e|[Ss]he|who)\s(?:will\sbe|was|is|turned|turns|had\sturned|would\sbe)|(?:turned|turns|turning|reached|reaches|died\sat))\s(?:only\s|just\s|about\s|around\s)?$"
)
LIFESPAN = re.compile(
    r"\b(?:life\s+expectancy|average\s+age|median\s+age|mean\s+age|retirement\s+age|pension\s+age|state\s+pension\s+age)\b[^.;,]{0,40}$",
    re.I,
)
NO_UNIT_AFTER = re.compile(
    r"\s*(?:[.,;:)!?]|$|\s?[-–—]|\s(?:and|when|in|on|by|or|at|as|but|if|unless|because|since|until|before|after|while|though|now|last|this|next|with|from|to|[a-z]+ing)\b|\s+or\s)"
)
COMPARED = re.compile(
    r"\s+(?:as|more|higher|larger|bigger|greater|the|that|its|their|what|lower|less|faster|longer|better|likelier|smaller|over)\b"
)
WEATHER = re.compile(
    r"\b(?:temperature|heat|cold|warm|weather|cool|chill|forecast|freez\w+|thermometer|global\s+warming|hot|summer|winter|oven|climate|celsius|fahrenheit)\b",
    re.I,
)
DEGREES_WINDOW = 120
VAGUE_TIMES = {"decades": "decade", "centuries": "century"}


@dataclass(frozen=True, slots=True)
class Sort:
    """A figure's kind and unit."""

    kind: str
    unit: str


def sort_of(parsed: ParsedText, quantity: Quantity) -> Sort:
    """Kind and unit of a quantity, from its unit, its form and, for ages and temperatures, what stands around it."""
    text = parsed.text
    time = VAGUE_TIMES.get(text[quantity.start : quantity.end].lower()) if quantity.form == VAGUE else None
    if time is not None:
        return Sort("duration", time)
    if quantity.form == ORDINAL:
        return Sort("ordinal", "ordinal")
    if quantity.form == MULTIPLE:
        return Sort("ratio" if quantity.direction or COMPARED.match(text, quantity.end) else "count", "times")
    if is_age(parsed, quantity):
        return Sort(
            "age", quantity.unit.unit.name if quantity.unit and quantity.unit.unit.kind == "duration" else "year"
        )
    if quantity.unit is not None:
        return _sort_of_unit(text, quantity)
    if quantity.is_ratio or quantity.form == FRACTION:
        return Sort(
            "ratio", "times" if re.match(r"\s+as\s+\w+\s+as\b", text[quantity.end : quantity.end + 24]) else "share"
        )
    if quantity.is_score:
        return Sort("ratio", "count")
    return Sort("count", "count")


def _sort_of_unit(text: str, quantity: Quantity) -> Sort:
    assert quantity.unit
    unit = quantity.unit.unit
    if unit.kind == "times":
        return Sort("ratio" if COMPARED.match(text, quantity.end) or unit.name != "times" else "count", "times")
    if unit.name == "degree" and WEATHER.search(
        text[max(0, quantity.start - DEGREES_WINDOW) : quantity.end + DEGREES_WINDOW]
    ):
        return Sort("temperature", quantity.unit.name)
    kind = "measurement" if quantity.unit.per and unit.kind == "duration" else unit.kind
    return Sort(kind, quantity.unit.name)


def age_end(text: str, end: int) -> int:
    """Where an age ends with the "old" behind it."""
    match = OLD_AFTER.match(text, end)
    return match.end() if match else end


def is_age(parsed: ParsedText, quantity: Quantity) -> bool:
    text = parsed.text
    if quantity.unit is not None:
        if quantity.unit.unit.kind != "duration" or quantity.unit.per:
            return False
        return (
            bool(OLD_AFTER.match(text, quantity.end))
            and not re.match(r"\s+of\s+age", text[quantity.end : quantity.end])
        ) or bool(AGE_BEFORE.search(text[max(0, quantity.start - 24) : quantity.start]))
    if quantity.decimals or quantity.form != "cardinal" or not 0 < (quantity.value_high or quantity.value) <= OLDEST:
        return False
    before = text[max(0, quantity.start - 60) : quantity.start]
    if AGE_BEFORE.search(before):
        return True
    if (TURNS.search(before) or LIFESPAN.search(before)) and NO_UNIT_AFTER.match(text, quantity.end):
        return True
    return (
        not quantity.is_words
        and bool(AGE_APPOSED.search(before))
        and bool(AGE_CLOSED.match(text, quantity.end) or before.endswith(" "))
        and _follows_person(parsed, quantity, before)
    )


def _follows_person(parsed: ParsedText, quantity: Quantity, before: str) -> bool:
    """ "Nick Hague, 44, …": a small bare number set off right behind a person's name."""
    if APPOSED_NAME.search(before) and PERSON_AFTER.match(parsed.text, quantity.end):
        return True  # whatever the parser takes the name for
    token = parsed.token_at(quantity.start)
    if token is None or token.i == 0:
        return False
    previous = token.nbor(-1)
    if previous.text in (",", "(") and previous.i > 0:
        if not AGE_CLOSED.match(parsed.text, quantity.end):
            return False
        previous = previous.nbor(-1)
    elif (
        not before.rstrip()[-1:].isalpha()
        or not (previous.i > 0 and previous.nbor(-1).ent_type_ == "PERSON")
        or parsed.text[quantity.end : quantity.end + 5].strip()[:3] not in ("has", "is", "was", "who", "had", "sai")
    ):
        return False
    return previous.ent_type_ == "PERSON" and quantity.value >= 1 and quantity.value_high is None
