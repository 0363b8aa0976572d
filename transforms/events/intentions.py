"""The type PLOVER gives an act that is announced, refused or demanded rather than done.

PLOVER codes what an act says about relations now: a promise to free prisoners is AGREE, a vow to shell a town THREATEN,
a refusal to lift a ban REJECT. The dataset keeps the act itself (RETREAT, planned) beside its status, so that a visit
announced and a visit paid can be one episode; this module gives PLOVER's reading of such a row.
"""

from __future__ import annotations

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "THREATEN"})
VERBAL = frozenset({"REQUEST", "ACCUSE", "REJECT", "OTHER"})


def intended_type(event_type: str, status: str) -> str:
    """PLOVER's type for an act of `event_type` that has `status`."""
    if status == "planned":
        if event_type in COOPERATIVE:
            return "AGREE"
        if event_type in HOSTILE:
            return "THREATEN"
    if status == "negated" and event_type in COOPERATIVE:
        return "REJECT"
    return event_type
