"""How much speaks for two mentions telling of one happening: their words, sides, place and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from transforms.events.arguments import is_symmetric
from transforms.reconcile.derivation import bare_words, families, stem_of

# What each piece of evidence counts, and from where two mentions belong together. Chosen on the cross-document chains
# of ECB+ train (CC BY 3.0) by benchmarks/quality/events.py; 0.05 more or less on any of them moves CoNLL F1 by < 1.
JOIN_FROM = 0.4
SAME_WORD, SAME_FAMILY, SAME_MODE = 0.5, 0.42, 0.15
BARE_WORD = 0.35  # of a verb that says little by itself: made, took, began
SAME_SIDE, OTHER_SIDE = 0.2, -0.25
BOTH_OTHER = -0.2
SAME_PLACE, OTHER_PLACE = 0.1, -0.2
SAME_DATE = 0.2
OTHER_TYPE, UNTYPED = -0.15, -0.05
MERELY_POSSIBLE = -0.1
OTHER_OCCASION = -0.2  # enough to keep a bare "talks" of one document out of the talks another tells of
NEARNESS = 0.02
DISPUTED_DAYS = 1  # documents that differ by a day on an otherwise equal happening disagree; more, and it is another
CONFLICT = float("-inf")

DRILLS = frozenset({("COOPERATE", "exercise"), ("MOBILIZE", "exercise")})
ACTS_FOR_STATE = frozenset({"person", "place"})  # a leader or a capital, named for the state itself
VISIT, MANY = "visit", "multilateral"
# Acts that are told apart by who does them to whom: two governments that condemn one raid are two happenings. A raid, a
# fire or a match is one happening in its story, whoever of those concerned a sentence names.
TOLD_BY_SIDES = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "AID", "CONCEDE", "CONSULT"})


@dataclass(frozen=True, slots=True)
class Known:
    """What comparing needs of an entity: the state it belongs to or acts for, its kind, the words of its name, and
    whether that is a name at all, not a description such as "the man"."""

    state: str | None
    kind: str
    words: frozenset[str]
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """What comparing needs of an event row. `word` is the trigger's lemma, the sides are entity ids."""

    row: Mapping[str, Any]
    word: str
    stem: str
    families: frozenset[int]
    actors: frozenset[str]
    recipients: frozenset[str]
    symmetric: bool
    told_on: dt.date | None = None

    @property
    def event_id(self) -> str:
        return str(self.row["event_id"])

    @property
    def is_of_many(self) -> bool:
        """Whether it is a gathering of many: called a summit or conference, and not of two named sides."""
        return self.row["mode"] == MANY and len(self.actors | self.recipients) < 2

    @property
    def is_anchored(self) -> bool:
        """Whether the row says who or whom."""
        return bool(self.actors or self.recipients)

    @property
    def is_told_by_verb(self) -> bool:
        """Whether a verb tells it, so that tense says whether it took place."""
        return "/v/" in (self.row["coded_by"] or "")

    @property
    def is_bare(self) -> bool:
        """Whether its verb says little without its object: made, took, held."""
        return self.word in bare_words() and self.row["event_type"] == "OTHER"

    @property
    def kind(self) -> tuple[str, str | None]:
        """Type and mode; drills count as one kind whoever is taken to be addressed by them."""
        key = (self.row["event_type"], self.row["mode"])
        return ("MOBILIZE", "exercise") if key in DRILLS else key


def read_mention(row: Mapping[str, Any], told_on: dt.date | None = None) -> Mention:
    """An event row (columns of `warehouse.tables.EVENTS`) as comparing sees it; `told_on` is the day its document appeared."""
    coded = (row["coded_by"] or "").split("/")
    word = coded[2] if len(coded) > 2 else str(row["trigger"]).lower()
    actors = frozenset(row["actor_ids"] or ([row["actor_id"]] if row["actor_id"] else ()))
    recipients = frozenset(row["recipient_ids"] or ([row["recipient_id"]] if row["recipient_id"] else ()))
    symmetric = is_symmetric(row["event_type"], row["mode"])
    return Mention(row, word, stem_of(word), families().get(word, frozenset()), actors, recipients, symmetric, told_on)


def read_known(entities: pa.Table) -> dict[str, Known]:
    """Entity id to what comparing needs of it."""
    columns = entities.select(["entity_id", "country", "kind", "name"]).to_pylist()
    return {
        row["entity_id"]: Known(
            row["country"], row["kind"], frozenset(row["name"].lower().split()), row["name"].lower() != row["name"]
        )
        for row in columns
    }


def buckets(mention: Mention) -> Iterator[tuple[object, ...]]:
    """Keys of which two mentions must share one to be compared at all."""
    yield ("stem", mention.stem)
    for family in mention.families:
        yield ("family", family)
    if mention.row["event_type"] != "OTHER":
        yield ("kind", *mention.kind)


def likeness(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """Evidence for one happening, about -1 to 1.3; `CONFLICT` where the mentions contradict each other."""
    if _is_denied(one, other) or _is_another_occasion(one, other):
        return CONFLICT
    if (VISIT in (one.row["mode"], other.row["mode"])) and one.row["mode"] != other.row["mode"]:
        return CONFLICT
    if (_is_remote(one) and _is_on_the_spot(other)) or (_is_remote(other) and _is_on_the_spot(one)):
        return CONFLICT
    sides = _sides(one, other, known)
    if sides == CONFLICT:
        return CONFLICT
    if sides <= 0 and one.is_of_many != other.is_of_many:
        return CONFLICT  # a summit is not the meeting of two on its sidelines
    if _is_bare_talk(one) != _is_bare_talk(other) and not _are_near(one, other):
        sides += OTHER_OCCASION
    score = sides + _words(one, other) + _places(one.row["place_id"], other.row["place_id"], known)
    plans = one.row["status"] == other.row["status"] == "planned"  # plans are told loosely: early next year, in spring
    if _days_meet(one.row, other.row) is False and not plans:
        same_document = one.row["doc_id"] == other.row["doc_id"]
        return CONFLICT if same_document or not _only_the_day_differs(one, other, sides) else score
    if _days_meet(one.row, other.row):
        score += SAME_DATE
    if ("hypothetical" in (one.row["status"], other.row["status"])) and one.row["status"] != other.row["status"]:
        score += MERELY_POSSIBLE
    if one.row["doc_id"] == other.row["doc_id"]:
        score += NEARNESS / (1 + abs(one.row["start"] - other.row["start"]) / 1000)
    return score


def _is_another_occasion(one: Mention, other: Mention) -> bool:
    """Whether one happened and the other, planned, is for another time: "met in May and will meet again in October"."""
    planned, told = (one, other) if one.row["status"] == "planned" else (other, one)
    if planned.row["status"] != "planned" or told.row["status"] not in ("happened", "ongoing"):
        return False
    if _days_meet(one.row, other.row) is False:
        return True
    starts = planned.row["happened_on"]
    if starts is not None and told.told_on is not None and starts > told.told_on and told.is_told_by_verb:
        return True
    same_document = one.row["doc_id"] == other.row["doc_id"]
    return same_document and one.kind[0] == "CONSULT" and planned.is_told_by_verb and told.is_told_by_verb


def _is_bare_talk(mention: Mention) -> bool:
    """Whether it is a "meeting" or "talks" of nobody named, which may be any."""
    return mention.row["event_type"] == "CONSULT" and not mention.is_anchored


def _are_near(one: Mention, other: Mention) -> bool:
    """Whether both stand in one document, or share a day or a place."""
    if one.row["doc_id"] == other.row["doc_id"] or _days_meet(one.row, other.row):
        return True
    return one.row["place_id"] is not None and one.row["place_id"] == other.row["place_id"]


def _is_remote(mention: Mention) -> bool:
    return bool(mention.row["mode"] == "phone")


def _is_on_the_spot(mention: Mention) -> bool:
    """Whether the sides came together somewhere, which a call by phone or video rules out."""
    return bool(mention.row["place_text"] and mention.row["mode"] != "phone" and mention.row["event_type"] == "CONSULT")


def _words(one: Mention, other: Mention) -> float:
    types = (one.row["event_type"], other.row["event_type"])
    apart = 0.0
    if one.kind[0] != other.kind[0]:
        apart = UNTYPED if "OTHER" in types else OTHER_TYPE
    if one.stem == other.stem:
        return (BARE_WORD if one.is_bare and other.is_bare else SAME_WORD) + (0.0 if "OTHER" in types else apart)
    if one.families & other.families:
        return SAME_FAMILY + apart
    return SAME_MODE if one.kind == other.kind else 0.0


def _is_denied(one: Mention, other: Mention) -> bool:
    """Whether one is said not to be so, or to be merely possible, where the other tells a fact. A plan and its
    fulfilment go together; so do "to clinch the title" and "clinched the title", which the words alone call possible."""
    statuses = {one.row["status"], other.row["status"]}
    by_sides = bool({one.kind[0], other.kind[0]} & TOLD_BY_SIDES)
    if "negated" in statuses and len(statuses) > 1:
        return by_sides or one.is_told_by_verb or other.is_told_by_verb
    return by_sides and "hypothetical" in statuses and bool(statuses & {"happened", "ongoing"})


def _sides(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    if one.symmetric and other.symmetric and _are_other_people(one, other):
        return CONFLICT
    if one.symmetric and other.symmetric:
        return _symmetric_sides(one.actors | one.recipients, other.actors | other.recipients, known)
    actors = _role(one.actors, other.actors, known)
    recipients = _role(one.recipients, other.recipients, known)
    if not {one.kind[0], other.kind[0]} & TOLD_BY_SIDES:
        return BOTH_OTHER if actors < 0 and recipients < 0 else max(actors, 0.0) + max(recipients, 0.0)
    if actors < 0 and recipients < 0:
        return CONFLICT
    if one.row["mode"] == VISIT and min(actors, recipients) < 0:
        return CONFLICT
    return actors + recipients


def _are_other_people(one: Mention, other: Mention) -> bool:
    """Whether one document names two whom somebody met, at least one of them no known entity, without a word shared."""
    if one.row["doc_id"] != other.row["doc_id"] or (one.recipients and other.recipients):
        return False
    named = [_capitals(mention.row["recipient_text"]) for mention in (one, other)]
    return all(named) and not named[0] & named[1]


def _capitals(text: str | None) -> frozenset[str]:
    return frozenset(word.strip(".,") for word in (text or "").split() if word[:1].isupper())


def _symmetric_sides(one: frozenset[str], other: frozenset[str], known: Mapping[str, Known]) -> float:
    small, large = sorted((one, other), key=len)
    if not small:
        return 0.0
    met = sum(any(same_side(a, b, known) for b in large) for a in small)
    return CONFLICT if met < min(len(small), 2) else SAME_SIDE * met


def _role(one: frozenset[str], other: frozenset[str], known: Mapping[str, Known]) -> float:
    if not one or not other:
        return 0.0
    if any(same_side(a, b, known) for a in one for b in other):
        return SAME_SIDE
    # "The man was sentenced" and "Rassen was sentenced" may well be one; two names are two.
    return OTHER_SIDE if _any_named(one, known) and _any_named(other, known) else 0.0


def _any_named(ids: frozenset[str], known: Mapping[str, Known]) -> bool:
    return any(entity_id not in known or known[entity_id].is_named for entity_id in ids)


def same_side(one: str, other: str, known: Mapping[str, Known]) -> bool:
    """The same entity, one under a part of the other's name, or one that acts for the state the other is."""
    if one == other:
        return True
    a, b = known.get(one), known.get(other)
    if a is None or b is None:
        return False
    if a.words <= b.words or b.words <= a.words:
        return True
    return a.state is not None and a.state == b.state and a.kind != b.kind and bool({a.kind, b.kind} & ACTS_FOR_STATE)


def _places(one: str | None, other: str | None, known: Mapping[str, Known]) -> float:
    if one is None or other is None:
        return 0.0
    a, b = known.get(one), known.get(other)
    within = a is not None and b is not None and a.state is not None and a.state == b.state
    return SAME_PLACE if one == other or within else OTHER_PLACE


def _days_meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Whether the spans of days meet; null where one is unknown."""
    if one["happened_on"] is None or other["happened_on"] is None:
        return None
    first = max(one["happened_on"], other["happened_on"])
    last = min(one["happened_until"] or dt.date.max, other["happened_until"] or dt.date.max)
    return bool(first <= last)


def days_disagree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows give days that cannot both be true."""
    return _days_meet(one, other) is False


def _only_the_day_differs(one: Mention, other: Mention, sides: float) -> bool:
    apart = abs((one.row["happened_on"] - other.row["happened_on"]).days)
    exact = all(row["happened_on"] == row["happened_until"] for row in (one.row, other.row))
    return exact and apart <= DISPUTED_DAYS and one.word == other.word and sides >= 2 * SAME_SIDE
