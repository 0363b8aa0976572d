"""What tells two mentions of one kind of happening apart: which of its kind it is, what it happens to, and where."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from transforms.reconcile.mention import Mention

MEASURES = Path(__file__).parent / "measures.txt"
TOLD_BY_PLACES = frozenset({"sport", "business"})  # "the Sweden match", "the Norwegian takeover": of whom, not where
IN_ONE_PLACE = frozenset({"ASSAULT", "PROTEST"})  # told by a verb; before the noun stand its sides
WAR, CHANGE, ELECTION = "war", "change", "election"
# What is against two rows of one measure being one that name other kinds of it ("farm wages", "wages in shipping"), and
# against a change of what is measured being the change of something else.
OTHER_MEASURED = -0.25


def is_another_of_its_kind(one: Mention, other: Mention) -> bool:
    """Whether words beside two mentions tell them apart: the special and the general election, the Ohio and the Iowa
    primary, the Vietnam War and the Gulf War, wages that rose and prices that rose. Before a match or a sale stand its
    sides."""
    if differ(one.which, other.which) or _are_other_wars(one, other) or _are_other_measures(one, other):
        return True
    types = {one.row["event_type"], other.row["event_type"]}
    verbs = one.is_told_by_verb and other.is_told_by_verb
    in_one_place = types == {"OTHER"} or (verbs and len(types) == 1 and types <= IN_ONE_PLACE)
    return (
        in_one_place
        and one.row["mode"] not in TOLD_BY_PLACES
        and one.stem == other.stem
        and differ(one.called, other.called)
    )


def differ(one: frozenset[tuple[int, str]], other: frozenset[tuple[int, str]]) -> bool:
    """Whether of some group both say one, and not the same."""
    groups = {group for group, _ in one} & {group for group, _ in other}
    return any(not {said for said in one if said[0] == group} & other for group in groups)


def _are_other_wars(one: Mention, other: Mention) -> bool:
    """Whether two wars bear other names."""
    if WAR not in (one.row["mode"], other.row["mode"]) or not one.families & other.families:
        return False
    return bool(one.names and other.names and not one.names & other.names)


def _are_other_measures(one: Mention, other: Mention) -> bool:
    ours, theirs = _measures_in(one), _measures_in(other)
    return bool(ours and theirs and not ours & theirs)


def measured_apart(one: Mention, other: Mention) -> float:
    """What is against two changes being one: that they are of one measure in two fields, or that only one is of a
    measure, and no word is shared."""
    ours, theirs = _measures_in(one), _measures_in(other)
    if not (ours or theirs) or CHANGE not in (one.row["mode"], other.row["mode"]):
        return 0.0
    rest = (
        [mention.theme - _measures().keys() for mention in (one, other)] if ours & theirs else [one.theme, other.theme]
    )
    return OTHER_MEASURED if all(rest) and not rest[0] & rest[1] else 0.0


def _measures_in(mention: Mention) -> frozenset[int]:
    """The measures an everyday happening is of, by the words of its sides and those beside its noun."""
    if mention.row["event_type"] != "OTHER":
        return frozenset()
    return frozenset(_measures()[word] for word in mention.theme if word in _measures())


@cache
def _measures() -> dict[str, int]:
    lines = [line for line in MEASURES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {word.strip(): number for number, line in enumerate(lines) for word in line.split(",")}
