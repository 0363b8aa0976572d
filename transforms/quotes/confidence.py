"""How far a quote can be trusted: the share of quotes found by the same rule that were right on development data.

The table `calibration.tsv` is written by `python -m benchmarks.quality.quotes --calibrate`; a quote was right where at
least half of its words and the gold quote's are the same and its speaker is the gold speaker.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.quotes.attribution import Attribution
    from transforms.quotes.model import Quote

TABLE = "calibration.tsv"
FALLBACK = "any"  # the row for rules the development data did not show


def rule_of(quote: Quote, attribution: Attribution) -> str:
    """The rule in three words: the act, the frame that gave the content, and how well the speaker is known."""
    if quote.speaker_entity is not None or quote.speaker_entities:
        speaker = "known"
    else:
        speaker = "worded" if quote.speaker is not None else "missing"
    frame = attribution.frame.split(":")[0]
    return f"{quote.act} {attribution.cue_class}/{frame} {speaker}"


def confidence_of(rule: str) -> float:
    """The calibrated share (0 to 1) of quotes right under `rule`; rules seen too rarely lean on their kin."""
    table = _table()
    act, frame, speaker = rule.split(" ")
    for key in (rule, f"{act} {frame} {FALLBACK}", f"{act} {FALLBACK} {speaker}", f"{act} {FALLBACK} {FALLBACK}"):
        if key in table:
            return table[key]
    return table[f"{FALLBACK} {FALLBACK} {FALLBACK}"]


@cache
def _table() -> dict[str, float]:
    lines = (files(__package__) / TABLE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {rule: float(share) for rule, share, _ in rows[1:]}
