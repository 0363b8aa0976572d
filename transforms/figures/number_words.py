"""The words that make numbers, as data and as patterns, and the number they make."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

CARDINAL, FRACTION, ORDINAL, MULTIPLE, VAGUE = "cardinal", "fraction", "ordinal", "multiple", "vague"
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it stands in the text. `value` is what it says; a vague one says at least that."""

    start: int
    end: int
    value: float
    form: str
    is_words: bool = False
    direction: str | None = None
    signed: bool = False
    decimals: int = 0
    magnitude: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """The number words, and one pattern that finds any of them."""

    small: dict[str, float]
    tens: dict[str, float]
    magnitudes: dict[str, float]
    groups: dict[str, float]
    suffixes: dict[str, float]
    fractions: dict[str, float]
    ordinals: dict[str, float]
    vague: dict[str, float]
    multiples: dict[str, tuple[float, str]]
    atom: re.Pattern[str]
    suffix: re.Pattern[str]


@cache
def words() -> Words:
    """The lexicon of `data/numerals.toml`."""
    data: dict[str, Any] = tomllib.loads((DATA / "numerals.toml").read_text(encoding="utf-8"))
    multiples = {word: (float(value), way) for word, (value, way) in data.pop("multiples").items()}
    tables = {name: {word: float(value) for word, value in table.items()} for name, table in data.items()}
    spelled = sorted(
        {word for name, table in tables.items() if name != "suffixes" for word in table} | set(multiples),
        key=len,
        reverse=True,
    )
    suffixes = sorted(tables["suffixes"], key=len, reverse=True)
    return Words(
        **tables,
        multiples=multiples,
        atom=re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, spelled))})(?!\w)|(?<![\w])\d|[{VULGAR}]", re.I),
        suffix=re.compile(rf"(?:{'|'.join(suffixes)})(?![\w])"),
    )
