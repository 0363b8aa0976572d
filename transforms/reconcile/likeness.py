"""How much speaks for two mentions telling of one happening: their words, sides, place and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from transforms.reconcile.apart import CHANGE, ELECTION, WAR, is_another_of_its_kind, measured_apart
from transforms.reconcile.mention import ANOTHER, EARLIER, PRESENT, REMOTE, REPEATED, TALK, THEN, Known, Mention

# What each piece of evidence counts, and from where two mentions belong together. Chosen on the cross-document chains
# of ECB+ train (CC BY 3.0) by benchmarks/quality/events.py; 0.05 more or less on any of them moves CoNLL F1 by < 1.
JOIN_FROM = 0.4
SAME_WORD, SAME_FAMILY, SAME_MODE = 0.5, 0.42, 0.15
BARE_WORD = 0.35  # of a verb that says little by itself: made, took, began
SAME_SIDE, OTHER_SIDE, OTHER_DEAD = 0.2, -0.35, -0.35
BOTH_OTHER = -0.2
SHARED_WORDS, OTHER_WORDS = 0.1, -0.25  # of the phrases that name a side
# Two mentions of one document: verbs without a side in common, nouns without article, neither of them in the heading.
NO_SIDE_SHARED, BOTH_NEW, HEADING = -0.15, -0.25, 150
SAME_PLACE, OTHER_PLACE = 0.1, -0.2
SAME_DATE = 0.2
OTHER_TYPE, UNTYPED, OTHER_MODE = -0.15, -0.05, -0.15
MERELY_POSSIBLE, IF_SO = -0.1, -0.15
OTHER_CANDIDATES = -0.25
UNRELATED = -0.2  # the same two sides do many things to each other in one story
OTHER_OCCASION = -0.2  # enough to keep a bare "talks" of one document out of the talks another tells of
NEARNESS = 0.02
MARKED = -0.1  # "met face to face" beside a meeting of which that is not said
REFUSED = 0.1  # "refuses" beside "did not condemn": of the same sides, one stance
TAKEN_UP = 0.2  # "the meeting" after one that is told with its sides
DISPUTED_DAYS = 1  # documents that differ by a day on an otherwise equal happening disagree; more, and it is another
CONFLICT = float("-inf")

ACTS_FOR_STATE = frozenset({"person", "place", "government"})  # a leader, a capital or a ministry, for the state itself
CRITICISM = ("ACCUSE", "disapprove")
VISIT, GENERAL = "visit", "general"
REFUSAL, LONGEST_REFUSAL = "REJECT", 30  # characters between "refuses" and what is refused: "to support or"
# What one document tells as given and as promised is two acts: backing so far, and more of it to come.
GIVEN = frozenset({"SUPPORT", "AID"})


def buckets(mention: Mention) -> Iterator[tuple[object, ...]]:
    """Keys of which two mentions must share one to be compared at all."""
    yield ("stem", mention.stem)
    for family in mention.families:
        yield ("family", family)
    if mention.row["event_type"] != "OTHER":
        yield ("kind", *mention.kind)
    if mention.row["event_type"] == REFUSAL or mention.row["status"] == "negated":
        yield ("refusal", mention.actors)


def likeness(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """Evidence for one happening, about -1 to 1.3; `CONFLICT` where the mentions contradict each other."""
    if is_one_refusal(one, other):
        return SAME_WORD + SAME_SIDE
    if _is_denied(one, other) or _is_another_occasion(one, other) or _is_set_apart(one, other):
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
    if (one.is_left_open or other.is_left_open) or (
        (one.is_bare_talk or other.is_bare_talk) and not _are_near(one, other)
    ):
        sides += OTHER_OCCASION
    if one.antecedent == other.event_id or other.antecedent == one.event_id:
        sides += TAKEN_UP
    if is_another_of_its_kind(one, other):
        return CONFLICT
    score = sides + _words(one, other) + _places(one.row["place_id"], other.row["place_id"], known)
    score += measured_apart(one, other) + _no_side_shared(one, other, known) + _candidates(one, other, known)
    plans = one.row["status"] == other.row["status"] == "planned"  # plans are told loosely: early next year, in spring
    if days_meet(one.row, other.row) is False and not plans:
        same_document = one.row["doc_id"] == other.row["doc_id"]
        return CONFLICT if same_document or not _only_the_day_differs(one, other, sides) else score
    if days_meet(one.row, other.row):
        score += SAME_DATE
    if one.called & other.called and one.stem == other.stem:
        score += SAME_PLACE  # "the Ohio primary" in two documents
    if (PRESENT in one.occasions) != (PRESENT in other.occasions):
        score += MARKED
    if ("hypothetical" in (one.row["status"], other.row["status"])) and one.row["status"] != other.row["status"]:
        score += MERELY_POSSIBLE
        if one.row["doc_id"] == other.row["doc_id"] and one.is_told_by_verb and other.is_told_by_verb:
            score += IF_SO  # "if he wins" beside "he lost" in one document
    if one.row["doc_id"] == other.row["doc_id"]:
        score += NEARNESS / (1 + abs(one.row["start"] - other.row["start"]) / 1000)
    return score


def _is_another_occasion(one: Mention, other: Mention) -> bool:
    """Whether one happened and the other, planned, is for another time: "met in May and will meet again in October"."""
    planned, told = (one, other) if one.row["status"] == "planned" else (other, one)
    if planned.row["status"] != "planned" or told.row["status"] not in ("happened", "ongoing"):
        return False
    if days_meet(one.row, other.row) is False:
        return True
    if THEN in (planned.recency, told.recency) and None not in (planned.recency, told.recency):
        return planned.date_words != told.date_words
    starts = planned.row["happened_on"]
    if starts is not None and told.told_on is not None and starts > told.told_on and told.is_told_by_verb:
        return True
    same_document = one.row["doc_id"] == other.row["doc_id"]
    if one.kind == other.kind == ("OTHER", ELECTION) and same_document and told.row["status"] == "happened":
        return True  # of one document's elections some are over and some are to come
    if one.kind[0] in GIVEN and one.row["doc_id"] == other.row["doc_id"]:
        return True
    if one.kind[0] != TALK:
        return False
    if planned.recency == THEN and planned.row["mode"] != VISIT:  # "will continue the talks next year"
        return True
    return one.row["doc_id"] == other.row["doc_id"] and planned.is_told_by_verb and told.is_told_by_verb


def is_one_refusal(one: Mention, other: Mention) -> bool:
    """Whether one of the two is the refusal of the other, told beside it."""
    return _refuses(one, other) or _refuses(other, one)


def _refuses(one: Mention, other: Mention) -> bool:
    """Whether one is the refusal of the other: "refused to condemn" is told by two words and happens once."""
    if one.row["event_type"] != REFUSAL or other.row["status"] != "negated" or one.row["doc_id"] != other.row["doc_id"]:
        return False
    same_sentence = one.row["sentence_start"] == other.row["sentence_start"]
    return bool(same_sentence and 0 <= other.row["start"] - one.row["end"] <= LONGEST_REFUSAL)


def _is_refusal(one: Mention, other: Mention) -> bool:
    """Whether one refuses and the other is said not to be done."""
    refusing, undone = (one, other) if one.row["event_type"] == REFUSAL else (other, one)
    return (
        refusing.row["event_type"] == REFUSAL
        and refusing.row["status"] in ("happened", "ongoing")
        and undone.row["event_type"] != REFUSAL
        and undone.row["status"] == "negated"
    )


def _is_set_apart(one: Mention, other: Mention) -> bool:
    """Whether words set one apart: "last met", "another meeting", "met twice", or a weekday against a month."""
    if TALK in (one.kind[0], other.kind[0]) and (REPEATED in one.occasions) != (REPEATED in other.occasions):
        return True
    if one.event_id == other.antecedent or other.event_id == one.antecedent:
        return False
    if one.recency != other.recency and _is_long_ago(one, other):
        return True
    if one.row["doc_id"] != other.row["doc_id"]:
        return False
    if None not in (one.recency, other.recency) and one.recency != other.recency:
        return True
    return any((cue in one.occasions) != (cue in other.occasions) for cue in (EARLIER, ANOTHER))


def _is_long_ago(one: Mention, other: Mention) -> bool:
    """Whether one is a talk dated by its month or year beside one that needs no date, which their story is about; of
    visits, in one document only. A later "her visit" takes up the one that was dated."""
    dated, plain = (one, other) if one.recency == THEN else (other, one)
    if dated.recency != THEN or one.kind[0] != TALK or dated.row["status"] == "planned":
        return False
    if one.row["doc_id"] != other.row["doc_id"]:
        return VISIT not in (one.row["mode"], other.row["mode"])
    return not (plain.is_definite and plain.row["start"] > dated.row["start"])


def _are_near(one: Mention, other: Mention) -> bool:
    """Whether both stand in one document, or share a day or a place."""
    if one.row["doc_id"] == other.row["doc_id"] or days_meet(one.row, other.row):
        return True
    return one.row["place_id"] is not None and one.row["place_id"] == other.row["place_id"]


def _is_remote(mention: Mention) -> bool:
    return bool(mention.row["mode"] == "phone") or REMOTE in mention.occasions


def _is_on_the_spot(mention: Mention) -> bool:
    """Whether the sides came together somewhere, which a call by phone or video rules out."""
    placed = mention.row["place_text"] and mention.row["event_type"] == TALK and not _is_remote(mention)
    return bool(placed) or PRESENT in mention.occasions


def _words(one: Mention, other: Mention) -> float:
    types = (one.row["event_type"], other.row["event_type"])
    apart = 0.0
    if one.kind[0] != other.kind[0]:
        apart = UNTYPED if "OTHER" in types else OTHER_TYPE
    if one.stem == other.stem:
        if "OTHER" in types:
            apart = OTHER_MODE if _differ_in_mode(one, other) else 0.0
        return (BARE_WORD if one.is_bare and other.is_bare else SAME_WORD) + apart
    if one.families & other.families:
        if WAR in (one.row["mode"], other.row["mode"]) and one.row["mode"] != other.row["mode"]:
            apart += OTHER_MODE  # a battle is part of a war
        return (BARE_WORD if one.is_vague or other.is_vague else SAME_FAMILY) + apart
    if _is_refusal(one, other):
        return REFUSED
    return SAME_MODE if one.kind == other.kind and one.row["mode"] not in (None, GENERAL) else UNRELATED


def _differ_in_mode(one: Mention, other: Mention) -> bool:
    """Whether one word tells two kinds of everyday happening: fired a worker, fired a gun."""
    modes = {one.row["mode"], other.row["mode"]}
    return one.kind[0] == other.kind[0] and len(modes) == 2 and GENERAL not in modes


def _is_denied(one: Mention, other: Mention) -> bool:
    """Whether one is said not to be so, or to be merely possible, where the other tells a fact. A plan and its
    fulfilment go together; so do "to clinch the title" and "clinched the title", which the words alone call possible."""
    statuses = {one.row["status"], other.row["status"]}
    by_sides = one.is_told_by_sides or other.is_told_by_sides
    if _is_refusal(one, other) or statuses == {"planned", "negated"}:  # a plan may be called off
        return False
    if "negated" in statuses and len(statuses) > 1:
        return by_sides or one.is_told_by_verb or other.is_told_by_verb
    return by_sides and "hypothetical" in statuses and bool(statuses & {"happened", "ongoing"})


def _sides(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    if one.symmetric and other.symmetric and _are_other_people(one, other):
        return CONFLICT
    if one.symmetric and other.symmetric:
        if one.is_anchored and other.is_anchored:
            sides = _symmetric_sides(one.actors | one.recipients, other.actors | other.recipients, known)
            if one.row["event_type"] == other.row["event_type"]:
                return sides
            return (
                sides + OTHER_TYPE + _unnamed_sides(one, other)
            )  # drills with a neighbour and drills around an island
        return _unnamed_sides(one, other)
    actors = _role(one.actors, other.actors, known)
    recipients = _role(one.recipients, other.recipients, known)
    same_document = one.row["doc_id"] == other.row["doc_id"]
    if not (one.is_told_by_sides or other.is_told_by_sides):
        words = _side_words(one, other, known) + _fates(one, other, known)
        return words + (BOTH_OTHER if actors < 0 and recipients < 0 else max(actors, 0.0) + max(recipients, 0.0))
    if (actors < 0 and recipients < 0) or (same_document and min(actors, recipients) < 0):
        return CONFLICT
    # What they are called parts critics whom no entity is known for; elsewhere other documents call sides otherwise.
    if same_document or one.kind == other.kind == CRITICISM:
        recipients += _other_words(recipients, one.recipient_words, other.recipient_words)
        actors += _other_words(actors, one.actor_words, other.actor_words)
    elif actors <= 0 and recipients <= 0 and _other_words(0.0, one.recipient_words, other.recipient_words):
        actors += _other_words(actors, one.actor_words, other.actor_words)
    if one.row["mode"] == VISIT:
        goals = one.recipient_words and other.recipient_words and not one.recipient_words & other.recipient_words
        if goals and recipients <= 0:
            return CONFLICT
    if one.row["mode"] == VISIT and min(actors, recipients) < 0:
        return CONFLICT
    return actors + recipients


def _other_words(role: float, ours: frozenset[str], theirs: frozenset[str]) -> float:
    return OTHER_WORDS if role <= 0 and ours and theirs and not ours & theirs else 0.0


def _fates(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """What is against two deaths being one: that they are of people by other names."""
    ours, theirs = ([i for i in mention.undergoers if i in known and known[i].is_person] for mention in (one, other))
    if not ours or not theirs or share_side(frozenset(ours), frozenset(theirs), known):
        return 0.0
    return OTHER_DEAD if not any(known[a].words & known[b].words for a in ours for b in theirs) else 0.0


def _side_words(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """What the phrases add that name the sides of everyday happenings: two in one document that name other people or
    things are likely two, such as exports that rose and prices that rose."""
    evidence = 0.0
    same_document = one.row["doc_id"] == other.row["doc_id"]
    for ours, theirs, ids, others in (
        (one.actor_words, other.actor_words, one.actors, other.actors),
        (one.recipient_words, other.recipient_words, one.recipients, other.recipients),
    ):
        if ours & theirs:
            evidence += SHARED_WORDS
        elif same_document and (ours or ids) and (theirs or others) and not share_side(ids, others, known):
            evidence += OTHER_WORDS
    return evidence


def _candidates(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """What is against two races being one in which other people stand."""
    if not one.row["mode"] == other.row["mode"] == ELECTION:
        return 0.0
    ours, theirs = (
        frozenset(i for i in mention.actors | mention.recipients if i in known and known[i].is_person)
        for mention in (one, other)
    )
    return OTHER_CANDIDATES if ours and theirs and not share_side(ours, theirs, known) else 0.0


def _no_side_shared(one: Mention, other: Mention, known: Mapping[str, Known]) -> float:
    """What is against two verbs of one document being one act that have neither a side nor a word of one in common, and
    against two nouns without article that neither takes up ("a rise in crime", "violent crime")."""
    if one.row["doc_id"] != other.row["doc_id"]:
        return 0.0
    if one.is_definite is False and other.is_definite is False:
        bare = not (one.is_anchored and other.is_anchored)
        return BOTH_NEW if bare and min(one.row["start"], other.row["start"]) > HEADING else 0.0
    if not one.row["event_type"] == other.row["event_type"] == "OTHER":
        return 0.0
    if not ((one.is_told_by_verb and other.is_told_by_verb) or CHANGE in (one.row["mode"], other.row["mode"])):
        return 0.0
    shared = one.theme & other.theme or share_side(one.actors | one.recipients, other.actors | other.recipients, known)
    return 0.0 if shared else NO_SIDE_SHARED


def _are_other_people(one: Mention, other: Mention) -> bool:
    """Whether one document names two whom somebody met, at least one of them no known entity, without a word shared."""
    if one.row["doc_id"] != other.row["doc_id"] or (one.recipients and other.recipients):
        return False
    named = [_capitals(mention.row["recipient_text"]) for mention in (one, other)]
    return all(named) and not named[0] & named[1]


def _capitals(text: str | None) -> frozenset[str]:
    return frozenset(word.strip(".,") for word in (text or "").split() if word[:1].isupper())


def _unnamed_sides(one: Mention, other: Mention) -> float:
    ours, theirs = one.recipient_words, other.recipient_words
    if not (ours and theirs):
        ours, theirs = one.actor_words | ours, other.actor_words | theirs
    apart = ours and theirs and not ours & theirs and one.row["doc_id"] == other.row["doc_id"]
    return OTHER_WORDS if apart else 0.0


def _symmetric_sides(one: frozenset[str], other: frozenset[str], known: Mapping[str, Known]) -> float:
    small, large = sorted((one, other), key=len)
    met = sum(any(same_side(a, b, known) for b in large) for a in small)
    return CONFLICT if met < min(len(small), 2) else SAME_SIDE * met


def _role(one: frozenset[str], other: frozenset[str], known: Mapping[str, Known]) -> float:
    if not one or not other:
        return 0.0
    if share_side(one, other, known):
        return SAME_SIDE
    # "The man was sentenced" and "Rassen was sentenced" may well be one; two names are two.
    return OTHER_SIDE if _any_named(one, known) and _any_named(other, known) else 0.0


def _any_named(ids: frozenset[str], known: Mapping[str, Known]) -> bool:
    return any(entity_id not in known or known[entity_id].is_named for entity_id in ids)


def share_side(one: frozenset[str], other: frozenset[str], known: Mapping[str, Known]) -> bool:
    return any(same_side(a, b, known) for a in one for b in other)


def same_side(one: str, other: str, known: Mapping[str, Known]) -> bool:
    """The same entity, one under a part of the other's name, or one that acts for the state the other is."""
    if one == other:
        return True
    a, b = known.get(one), known.get(other)
    if a is None or b is None:
        return False
    if a.words <= b.words or b.words <= a.words:
        return True
    if a.kind == b.kind == "person" and a.surname == b.surname and a.initial == b.initial:
        return True  # "Fred Rassen" and "Frederick Rassen"
    if a.state is None or a.state != b.state:
        return False
    return (a.is_state and b.kind in ACTS_FOR_STATE) or (b.is_state and a.kind in ACTS_FOR_STATE)


def _places(one: str | None, other: str | None, known: Mapping[str, Known]) -> float:
    if one is None or other is None:
        return 0.0
    a, b = known.get(one), known.get(other)
    within = a is not None and b is not None and a.state is not None and a.state == b.state
    return SAME_PLACE if one == other or within else OTHER_PLACE


def days_meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Whether the spans of days meet; null where one is unknown."""
    if one["happened_on"] is None or other["happened_on"] is None:
        return None
    first = max(one["happened_on"], other["happened_on"])
    last = min(one["happened_until"] or dt.date.max, other["happened_until"] or dt.date.max)
    return bool(first <= last)


def days_disagree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows give days that cannot both be true."""
    return days_meet(one, other) is False


def _only_the_day_differs(one: Mention, other: Mention, sides: float) -> bool:
    apart = abs((one.row["happened_on"] - other.row["happened_on"]).days)
    exact = all(row["happened_on"] == row["happened_until"] for row in (one.row, other.row))
    return exact and apart <= DISPUTED_DAYS and one.word == other.word and sides >= 2 * SAME_SIDE
