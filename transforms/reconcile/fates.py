"""What became of counted people: whether "12 people" were hurt, killed, missing or held.

A figure's row holds the noun it counts and not its verb, and 12 people killed are another fact than 14 people hurt. The
verb stands right behind the noun ("12 people were hurt") or right before the number ("injuring 12 people"); `fates.tsv`
says which verbs tell the same fate.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

LONGEST_CLAUSE = 160  # characters from the number to the verb's end: a described noun and its auxiliaries
LONGEST_LEAD = 60  # characters before the number: the verb and the words that bound the number
SMALL_WORDS = (
    r"(?:at|least|most|about|around|some|nearly|almost|more|than|over|as|many|up|to|another|an|estimated|the|other)"
)
AUXILIARIES = (
    r"(?:(?:who|that|were|was|are|is|have|has|had|been|being|be|feared|confirmed|reported|reportedly|also|all|still|now|"
    r"seriously|slightly|badly|critically|severely)\s)"
)


def fate_of(text: str, row: Mapping[str, Any]) -> str | None:
    """The fate of those a count counts, by the words around it in `text`; null where none is told or it counts no noun."""
    if row["kind"] != "count" or not row["counted"]:
        return None
    behind, before = _patterns()
    tail = text[row["end"] : row["end"] + LONGEST_CLAUSE]
    at = tail.find(row["counted"])
    if at >= 0 and len(tail[:at].split()) <= 2:
        match = behind.match(tail, at + len(row["counted"]))
        if match is not None:
            return _fates()[_plain(match["verb"])]
    match = before.search(text[max(0, row["start"] - LONGEST_LEAD) : row["start"]])
    return _fates()[_plain(match["verb"])] if match is not None else None


def _plain(verb: str) -> str:
    return " ".join(verb.lower().split())


@cache
def _fates() -> dict[str, str]:
    return {form: fate for _, fate, form in _rows()}


def _rows() -> Iterator[tuple[str, str, str]]:
    with (Path(__file__).parent / "fates.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            for form in row["forms"].split(", "):
                yield row["place"], row["fate"], form


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind the counted noun, and what stands before the number."""
    forms = {
        place: "|".join(
            re.escape(form).replace(r"\ ", r"\s")
            for at, _, form in sorted(_rows(), key=lambda r: -len(r[2]))
            if at == place
        )
        for place in ("behind", "before")
    }
    behind = re.compile(rf"\s{AUXILIARIES}*(?P<verb>{forms['behind']})\b", re.I)
    before = re.compile(rf"\b(?P<verb>{forms['before']})\s(?:{SMALL_WORDS}\s)*$", re.I)
    return behind, before
