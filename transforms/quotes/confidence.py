"""How far a quote can be trusted: the share of quotes found by the same rule that were right on development data.

The table `calibration.tsv` is written by `python -m benchmarks.quality.quotes --calibrate`; a quote was right where at
least half of its words and the gold quote's are the same and its speaker is the gold speaker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.quotes.attribution import Attribution
    from transforms.quotes.model import Quote

TABLE = "calibration.tsv"
SURE = 0.01  # no share is taken to be nearer to 0 or 1, whatever few quotes say
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
    return share_of(rule, _table())


def share_of(rule: str, shares: Mapping[str, float]) -> float:
    """The share of `rule` in `shares`, or what its kin let expect of it."""
    return shares[rule] if rule in shares else expected_share(rule, shares)


def expected_share(rule: str, shares: Mapping[str, float]) -> float:
    """What the frame's share and the speaker's together let expect of a rule (their log-odds against the act's add).

    A quote without a speaker is then not taken to be as good as the same frame with one.
    """
    act, frame, speaker = rule.split(" ")
    whole = shares.get(f"{act} {FALLBACK} {FALLBACK}", shares[f"{FALLBACK} {FALLBACK} {FALLBACK}"])
    by_frame = shares.get(f"{act} {frame} {FALLBACK}", whole)
    by_speaker = shares.get(f"{act} {FALLBACK} {speaker}", whole)
    return 1 / (1 + math.exp(_log_odds(whole) - _log_odds(by_frame) - _log_odds(by_speaker)))


def _log_odds(share: float) -> float:
    bounded = min(max(share, SURE), 1 - SURE)
    return math.log(bounded / (1 - bounded))


@cache
def _table() -> dict[str, float]:
    lines = (files(__package__) / TABLE).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {rule: float(share) for rule, share, _ in rows[1:]}
