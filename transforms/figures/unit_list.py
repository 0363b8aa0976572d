"""Every unit the dataset knows: its name, kind, forms and conversion.

From `data/units.tsv` (SI and everyday units), `data/currencies.tsv` (newsroom habits) and Babel's English currency names
(CLDR). Loaded once.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from transforms.figures.number_words import DATA


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the unit list; `base` and `factor` convert for comparing, never in place of the stated value."""

    name: str
    kind: str
    base: str | None = None
    factor: float | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class UnitList:
    words: dict[str, Unit]
    symbols: dict[str, Unit]
    before: dict[str, Unit]
    ambiguous: frozenset[str]
    before_pattern: re.Pattern[str]
    symbol_pattern: re.Pattern[str]
    by_name: dict[str, Unit]
    rate_nouns: dict[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def units() -> UnitList:
    """Every unit we know, by its forms."""
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    before: dict[str, Unit] = {}
    ambiguous: set[str] = set()
    by_name: dict[str, Unit] = {}
    for row in _rows("units.tsv"):
        factor = float(row["factor"]) if row["factor"] else None
        unit = Unit(row["unit"], row["kind"], row["base"] or None, factor)
        by_name[unit.name] = unit
        words.update((plain(form), unit) for form in row["words"].split("|") if form)
        symbols.update((form, unit) for form in row["symbols"].split("|") if form)
    words = {**_babel_names(), **words}
    for row in _rows("currencies.tsv"):
        unit = Unit(row["iso"], "money", row["iso"], float(row["scale"]), float(row["scale"]))
        by_name.setdefault(unit.name, Unit(row["iso"], "money", row["iso"], 1.0))
        before.update((form, unit) for form in row["before"].split("|") if form)
        symbols.update((form, unit) for form in row["after"].split("|") if form)
        for form in filter(None, row["words"].split("|")):
            name = plain(form.rstrip("*"))
            if form.endswith("*"):
                ambiguous.add(name)
            if not (name in words and words[name].kind == "measurement"):
                words[name] = unit
    pounds = Unit("GBP", "money", "GBP", 1.0)
    words |= {"pound sterling": pounds, "pounds sterling": pounds}
    for iso in _iso_codes():
        before.setdefault(iso, by_name.get(iso) or Unit(iso, "money", iso, 1.0))
        symbols.setdefault(iso, by_name.get(iso) or Unit(iso, "money", iso, 1.0))
    rate_nouns = {noun: noun for noun in _rate_nouns()}
    rate_nouns |= {form: unit.name for form, unit in words.items() if unit.kind in ("duration", "measurement")}
    rate_nouns |= {form: unit.name for form, unit in symbols.items() if unit.kind in ("duration", "measurement")}
    return UnitList(
        words, symbols, before, frozenset(ambiguous), _alternatives(before, r"(?<![A-Za-z$.])", r"\s?$"),
        _alternatives(symbols, "", ""), by_name, rate_nouns,
    )  # fmt: skip


def _rate_nouns() -> list[str]:
    lines = (DATA / "rate_nouns.txt").read_text(encoding="utf-8").splitlines()
    return [noun for line in lines if not line.startswith("#") for noun in line.split()]


def _alternatives(forms: dict[str, Unit], left: str, right: str) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(f"{left}(?P<form>{'|'.join(map(re.escape, longest_first))}){right}")


def plain(form: str) -> str:
    return re.sub(r"[\s-]+", " ", form.lower()).strip()


@cache
def _iso_codes() -> tuple[str, ...]:
    """Codes in use, but for those that spell a word of ordinary capitals (ALL, TOP, TRY)."""
    from babel.core import Locale
    from babel.numbers import get_territory_currencies

    territories = [str(code) for code in Locale.parse("en").territories if re.fullmatch("[A-Z]{2}", str(code))]
    codes = {code for territory in territories for code in get_territory_currencies(territory)}
    return tuple(sorted(codes - {"ALL", "TOP", "TRY", "MAD", "GEL", "LAK", "SOS", "ANG", "MOP", "CUP", "BAM"}))


@cache
def _babel_names() -> dict[str, Unit]:
    """Names of the currencies in use, singular and plural, as CLDR spells them in English."""
    from babel.core import Locale

    locale = Locale.parse("en")
    names: dict[str, Unit] = {}
    for iso in _iso_codes():
        unit = Unit(iso, "money", iso, 1.0)
        plurals = locale._data["currency_names_plural"].get(iso, {})
        for name in {locale.currencies.get(iso, iso), *plurals.values()}:
            if " " in name:  # one-word names are shared by several currencies; the habits file decides those
                names.setdefault(plain(re.sub(r"\s*\(.*\)", "", name)), unit)
    return names
