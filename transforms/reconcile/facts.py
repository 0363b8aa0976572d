"""Joins figures that report the same fact: one thing measured, in one period and place, across a story's documents.

Two figures of different documents of one story are compared when kind, comparable unit and direction of change are the
same and period and place are the same or unknown in one. They join when their measured things share enough words and
their values agree as far as rounding and bounds let them; values that disagree join, and dispute the fact, only on a
much closer match. Two different amounts in one document are two facts. Joining never looks at the order of rows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from transforms.figures.unit_list import units
from transforms.ids import make_id
from transforms.reconcile.counting import SourceCount, count_sources, read_sources
from transforms.reconcile.fact_words import is_told_apart, stem, weighted_words
from transforms.reconcile.fates import fate_of
from warehouse import tables

LEAST_SHARED_WHEN_AGREEING = 0.34  # a third of the weighted words: "bilateral trade" with "trade between the two"
LEAST_SHARED_WHEN_DISPUTED = 0.75  # nearly the same words, else two amounts are two facts
ROUNDING = 0.03  # relative: 146.9 is told as 147 or 150, not as 155
APPROXIMATE = 0.05  # what "about" leaves open either way: about 2,100 and about 2,400 are two counts of one crowd
OPEN_BOUND = 0.25  # "more than 140" is said of 146.9 or 170, not of 300
VAGUE_WIDTH = 10.0  # "dozens" is anything below a hundred and some
EXACT_COUNT = 1000  # counts below it are not rounded: 10 dead and 12 dead disagree
NEAR_COUNTS = 2.0  # 12 and 14 hurt are two tellings of one fire; 12 and 300 are two fires or a sum
COMMON_WORD = 400  # figures of one block that share a word; a commoner word alone proposes no pairs

LEAST_CONFIDENCE = 0.5  # a figure sooner wrong than right, such as "the two leaders", joins no other

COMPARED = [
    "figure_id", "doc_id", "story_id", "start", "end", "value", "value_high", "is_vague", "unit", "counted", "kind", "bound", "change",
    "measure", "holder", "period_start_on", "period_end_on", "period_text", "place_id", "confidence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures with their fact ids, and the facts; schemas of `warehouse.tables`."""

    figures: pa.Table
    facts: pa.Table


@dataclass(frozen=True)
class _Stated:
    """A figure as comparing needs it; values in the base unit."""

    row: Mapping[str, Any]
    fate: str | None = None

    @cached_property
    def factor(self) -> float:
        return _conversion(self.row["unit"])[1]

    @cached_property
    def low(self) -> float:
        return float(self.row["value"]) * self.factor

    @cached_property
    def high(self) -> float:
        top = self.row["value_high"]
        return float(self.row["value"] if top is None else top) * self.factor

    @cached_property
    def words(self) -> dict[str, float]:
        return weighted_words(self.row)

    @cached_property
    def block(self) -> tuple[Any, ...]:
        change = self.row["change"]
        return (
            self.row["story_id"],
            self.row["kind"],
            _conversion(self.row["unit"])[0],
            change if change != "level" else None,
        )

    @property
    def id(self) -> str:
        return str(self.row["figure_id"])

    @cached_property
    def interval(self) -> tuple[float, float]:
        return _interval(self)


def reconcile_facts(figures: pa.Table, documents: pa.Table) -> Facts:
    """Fill `fact_id` of `figures` (rows of `warehouse.tables.FIGURES`, story_id filled) and build the facts.

    `documents` is the table of that name. The row order of neither matters to ids and contents; the figures come back
    in the order they came in, the facts sorted by id.
    """
    rows = figures.select(COMPARED).to_pylist()
    stated = list(_stated(rows, documents))
    clusters = _join(stated)
    sources = read_sources(documents)
    fact_ids: dict[str, str] = {}
    members: list[tuple[str, str]] = []
    for cluster in clusters:
        fact_id = make_id("fac", min(item.id for item in cluster))
        for item in cluster:
            fact_ids[item.id] = fact_id
            members.append((fact_id, item.row["doc_id"]))
    counts = count_sources(members, sources)
    facts = sorted((_fact(cluster, fact_ids, counts) for cluster in clusters), key=lambda fact: str(fact["fact_id"]))
    filled = pa.array([fact_ids[row["figure_id"]] for row in rows], pa.string())
    at = figures.schema.get_field_index("fact_id")
    column = tables.FIGURES.schema.field("fact_id")
    figures = figures.set_column(at, column, filled) if at >= 0 else figures.append_column(column, filled)
    figures = figures.select(tables.FIGURES.column_names).cast(tables.FIGURES.schema)
    return Facts(figures, pa.Table.from_pylist(facts, schema=tables.FACTS.schema))


def _stated(rows: list[dict[str, Any]], documents: pa.Table) -> Iterator[_Stated]:
    """The rows, each count with the fate of whom it counts, read from the text around it one document at a time."""
    places = {doc_id: place for place, doc_id in enumerate(documents["doc_id"].to_pylist())}
    held, text = "", ""
    for row in rows:
        if row["kind"] == "count" and row["counted"] and row["doc_id"] != held:
            held = row["doc_id"]
            text = documents["text"][places[held]].as_py() if held in places else ""
        yield _Stated(row, fate_of(text, row))


# ---- comparing two figures -------------------------------------------------------------------------------------------


def _conversion(unit: str) -> tuple[str, float]:
    """The unit to compare in and the factor to it; a rate keeps what it is per."""
    head, _, per = unit.partition(" per ")
    known = units().by_name.get(unit) or units().by_name.get(head)
    if known is None or known.base is None or known.factor is None or known.kind == "money":
        return unit, 1.0
    if known.name == unit:
        return known.base, known.factor
    return (f"{known.base} per {per}" if per else known.base), known.factor


def _likeness(first: _Stated, second: _Stated) -> float:
    """Weighted share of words in common, of the shorter wording's weight and the longer's in equal parts."""
    one, two = first.words, second.words
    if not one or not two:
        return 0.0
    common = sum(min(one[word], two[word]) for word in one.keys() & two.keys())
    return common * 2 / (sum(one.values()) + sum(two.values()))


def _share_a_fate(first: _Stated, second: _Stated) -> bool:
    """Whether both count the same people by noun and by what became of them, and are near enough to be two tellings of it."""
    if first.fate is None or first.fate != second.fate:
        return False
    if stem(_last_word(first)) != stem(_last_word(second)):
        return False
    low, high = sorted((first.low, second.low))
    return high <= low * NEAR_COUNTS


def _can_contradict(first: _Stated, second: _Stated) -> bool:
    """Whether two amounts of what both measure exclude each other.

    Not where the words they share are those any story has ("increase"), nor where a sum has only its giver ("Congress
    provided $350 billion", "asked Congress for $250 billion").
    """
    if not is_told_apart(first.words.keys() & second.words.keys()):
        return False
    return not (first.row["kind"] == "money" and _is_bare_name(first) and _is_bare_name(second))


def _is_bare_name(item: _Stated) -> bool:
    measure = str(item.row["measure"] or item.row["holder"] or "")
    return item.row["change"] is None and bool(measure) and all(word[:1].isupper() for word in measure.split())


def _last_word(item: _Stated) -> str:
    return str(item.row["counted"]).lower().split()[-1]


def _interval(item: _Stated) -> tuple[float, float]:
    """Where the true value may lie, given bound and vagueness."""
    low, high, bound = item.low, item.high, item.row["bound"]
    if item.row["is_vague"]:
        return low, low * VAGUE_WIDTH
    slack_low, slack_high = abs(low), abs(high)
    if bound == "~":
        return low - slack_low * APPROXIMATE, high + slack_high * APPROXIMATE
    if bound in (">", ">="):
        return low, high + slack_high * OPEN_BOUND
    if bound in ("<", "<="):
        return low - slack_low * OPEN_BOUND, high
    return low, high


def _agree(first: _Stated, second: _Stated) -> bool:
    """Whether both can be true: their intervals meet, or one is the other rounded."""
    (a, b), (c, d) = first.interval, second.interval
    if max(a, c) <= min(b, d) * (1 + 1e-9) + 1e-12:
        return True
    if first.row["kind"] in ("ordinal", "age") or (first.row["kind"] == "count" and max(abs(b), abs(d)) < EXACT_COUNT):
        return False
    if first.low != first.high or second.low != second.high:
        return False
    return _is_rounding(first.low, second.low)


def _is_rounding(one: float, two: float) -> bool:
    if max(abs(one), abs(two)) == 0 or abs(one - two) > ROUNDING * max(abs(one), abs(two)):
        return False
    place = max(_last_place(one), _last_place(two))
    return round(one / place) == round(two / place)


def _last_place(value: float) -> float:
    """The decimal place of the last digit that is not zero: 146.9 has 0.1, 140 billion 10 billion."""
    digits, _, exponent = f"{abs(value):.12e}".partition("e")
    significant = digits.replace(".", "").rstrip("0") or "0"
    return float(10.0 ** (int(exponent) - len(significant) + 1))


def _periods_meet(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Equal, or unknown on one side; a period inside the other is another period."""
    one = (first["period_start_on"], first["period_end_on"])
    two = (second["period_start_on"], second["period_end_on"])
    if one == (None, None) or two == (None, None):
        return not (first["period_text"] and second["period_text"]) or _same_words(
            first["period_text"], second["period_text"]
        )
    return one == two


def _same_words(one: str, two: str) -> bool:
    return one.lower() == two.lower()


def _places_meet(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return first["place_id"] is None or second["place_id"] is None or first["place_id"] == second["place_id"]


@dataclass(frozen=True, slots=True)
class _Bond:
    """A reason to join two figures; stronger ones are joined first."""

    agrees: bool
    likeness: float
    first: str
    second: str

    @property
    def rank(self) -> tuple[bool, float, str, str]:
        return (not self.agrees, -self.likeness, self.first, self.second)


def _bond(first: _Stated, second: _Stated) -> _Bond | None:
    if not (_periods_meet(first.row, second.row) and _places_meet(first.row, second.row)):
        return None
    if first.fate and second.fate and first.fate != second.fate:
        return None  # 12 killed and 14 hurt
    likeness = 1.0 if _share_a_fate(first, second) else _likeness(first, second)
    if likeness < LEAST_SHARED_WHEN_AGREEING:
        return None
    agrees = _agree(first, second)
    same_document = first.row["doc_id"] == second.row["doc_id"]
    if same_document and not (agrees and likeness >= LEAST_SHARED_WHEN_DISPUTED and first.low == second.low):
        return None
    if not agrees and (first.fate is None) != (second.fate is None):
        return None  # "14 people" may be anybody
    if not agrees and first.fate is None and not _can_contradict(first, second):
        return None
    if not agrees and (
        likeness < LEAST_SHARED_WHEN_DISPUTED or first.row["kind"] in ("ordinal", "duration", "age", "ratio")
    ):
        return None
    ids = sorted((first.id, second.id))
    return _Bond(agrees, round(likeness, 6), ids[0], ids[1])


# ---- joining ---------------------------------------------------------------------------------------------------------


def _join(stated: list[_Stated]) -> list[list[_Stated]]:
    """Clusters of figures; in one cluster no document states two values that exclude each other."""
    by_id = {item.id: item for item in stated}
    blocks: defaultdict[tuple[Any, ...], list[_Stated]] = defaultdict(list)
    for item in stated:
        if item.row["confidence"] < LEAST_CONFIDENCE:
            continue
        blocks[item.block].append(item)
    cluster_of = {item.id: [item] for item in stated}
    for block in blocks.values():
        for bond in sorted(_bonds(block), key=lambda bond: bond.rank):
            one, two = cluster_of[bond.first], cluster_of[bond.second]
            if one is two or not _may_merge(one, two, bond):
                continue
            merged = one + two
            for item in merged:
                cluster_of[item.id] = merged
    seen: set[int] = set()
    clusters = []
    for figure_id in sorted(by_id):
        cluster = cluster_of[figure_id]
        if id(cluster) not in seen:
            seen.add(id(cluster))
            clusters.append(sorted(cluster, key=lambda item: item.id))
    return clusters


def _bonds(block: list[_Stated]) -> Iterator[_Bond]:
    by_word: defaultdict[str, list[_Stated]] = defaultdict(list)
    for item in sorted(block, key=lambda item: item.id):
        for word in item.words:
            by_word[word].append(item)
    compared: set[tuple[str, str]] = set()
    for word in sorted(by_word):
        items = by_word[word]
        if len(items) > COMMON_WORD:
            continue
        for index, first in enumerate(items):
            for second in items[index + 1 :]:
                pair = (first.id, second.id)
                if pair in compared:
                    continue
                compared.add(pair)
                bond = _bond(first, second)
                if bond is not None:
                    yield bond


def _may_merge(one: list[_Stated], two: list[_Stated], bond: _Bond) -> bool:
    """Two clusters become one fact if no document would then state two differing amounts, and all of their times meet."""
    for first in one:
        for second in two:
            if not _periods_meet(first.row, second.row) or not _places_meet(first.row, second.row):
                return False
            if first.row["doc_id"] == second.row["doc_id"] and first.low != second.low:
                return False
            if bond.agrees and not _agree(first, second):
                return False
    return True


# ---- one fact --------------------------------------------------------------------------------------------------------


def _fact(cluster: list[_Stated], fact_ids: Mapping[str, str], counts: Mapping[str, SourceCount]) -> dict[str, Any]:
    rows = [item.row for item in cluster]
    fact_id = fact_ids[cluster[0].id]
    unit = _commonest(row["unit"] for row in rows)
    factor = _conversion(unit)[1]
    period = next(
        (
            (row["period_start_on"], row["period_end_on"])
            for row in rows
            if row["period_start_on"] or row["period_end_on"]
        ),
        (None, None),
    )
    return {
        "fact_id": fact_id,
        "measure": _fullest(rows),
        "unit": unit,
        "kind": rows[0]["kind"],
        "period_start_on": period[0],
        "period_end_on": period[1],
        "value_low": _in_unit(min(item.low for item in cluster), factor),
        "value_high": _in_unit(max(item.high for item in cluster), factor),
        "is_disputed": any(not _agree(a, b) for i, a in enumerate(cluster) for b in cluster[i + 1 :]),
        "figure_count": len(cluster),
        "document_count": counts[fact_id].document_count,
        "outlet_count": counts[fact_id].outlet_count,
    }


def _in_unit(value: float, factor: float) -> float:
    return float(f"{value / factor:.12g}") if math.isfinite(value) else value


def _commonest(values: Iterable[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value))


def _fullest(rows: list[Mapping[str, Any]]) -> str | None:
    """The longest wording of what was counted or measured."""
    wordings = [row["counted"] or row["measure"] for row in rows if row["measure"] or row["counted"]]
    return min(wordings, key=lambda text: (-len(text), text)) if wordings else None
