"""How likely an event of a class of rules is right, measured on development data (`confidence.tsv`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "confidence.tsv"
ANY = -1
UNSEEN = 0.5


def rule_class(rule_id: str, is_phrase: bool) -> str:
    """The class a rule is calibrated in: PLOVER's types, other happenings or the second opinion; verb, noun or adjective;
    a phrase of two words, a word in a certain frame, or the bare word."""
    event_type, part, _, *frame = rule_id.split("/")
    if event_type == "model":
        return f"learned-{part}"
    group = "other" if event_type == "OTHER" else "plover"
    return f"{group}-{part}-{'phrase' if is_phrase else 'framed' if frame else 'bare'}"


def confidence_of(rule_id: str, is_phrase: bool, arguments: int) -> float:
    """The measured share of right rows in the rule's class, with as many of actor and recipient as `arguments`."""
    table = measured()
    name = rule_class(rule_id, is_phrase)
    return table.get((name, arguments), table.get((name, ANY), UNSEEN))


@cache
def measured() -> dict[tuple[str, int], float]:
    """(class, number of arguments) to share of right rows; `ANY` stands for any number."""
    rows: dict[tuple[str, int], float] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, arguments, share = line.split("\t")[:3]
            rows[name, int(arguments)] = float(share)
    return rows
