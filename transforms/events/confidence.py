"""How likely an event of a class of rules is right, measured on development data (`confidence.tsv`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from transforms.events.triggers import Trigger

TABLE = Path(__file__).parent / "confidence.tsv"
UNSEEN = 0.5


def rule_class(trigger: Trigger) -> str:
    """The class a trigger's rule is calibrated in: its type or OTHER, part of speech, and whether the frame is certain."""
    group = "other" if trigger.rule.type == "OTHER" else "plover"
    shape = "phrase" if trigger.partner is not None else "framed" if trigger.rule.conditions else "bare"
    return f"{group}-{trigger.rule.part}-{shape}"


def confidence_of(trigger: Trigger, has_actor: bool, has_recipient: bool) -> float:
    """The measured share of right rows in the trigger's class and with as many arguments."""
    arguments = has_actor + has_recipient
    table = measured()
    name = rule_class(trigger)
    return table.get((name, arguments), table.get((name, -1), UNSEEN))


@cache
def measured() -> dict[tuple[str, int], float]:
    """(class, number of arguments) to share of right rows; -1 stands for any number."""
    rows: dict[tuple[str, int], float] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, arguments, share = line.split("\t")[:3]
            rows[name, int(arguments)] = float(share)
    return rows
