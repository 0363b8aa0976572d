"""Elections, trials and summits that are still to come, and what a document says of one for its bare mentions.

A noun of the calendar ("the primary") tells its time by a day, a tense or a word such as "upcoming" in one place, and is
bare in others. The nearest mention of the same one that tells its time decides: after "Tuesday's primary", to come,
"a bruising primary" is to come too. A race or campaign for an election to come is under way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.antecedents import Told
from transforms.events.modality import HAPPENED, HYPOTHETICAL, ONGOING, PLANNED, verb_status
from transforms.events.tense import has_auxiliary, has_past, is_past
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import DateExpression, Published

if TYPE_CHECKING:
    from spacy.tokens import Token

UNSURE = frozenset({HAPPENED, HYPOTHETICAL, ONGOING})  # what another mention may correct
PLACED = frozenset({"in", "at", "during", "after", "following", "since"})
AHEAD, OVER = "ahead", "over"
ELECTION = "election"


@dataclass(frozen=True, slots=True)
class _Occasion:
    """Which occasion a mention means: its family of words, what kind of election, whose."""

    family: str
    kinds: frozenset[str]
    names: frozenset[str]

    def may_be(self, other: _Occasion) -> bool:
        """Whether this mention may mean the occasion of `other`, which tells its time."""
        apart = bool(self.names and other.names) and not self.names & other.names
        return self.family == other.family and self.kinds <= other.kinds and not apart


def is_coming(trigger: Trigger, date: DateExpression | None, published: Published) -> bool:
    """Whether a noun of the calendar is named in a way that only what is still to come is: "today's primary", "Tuesday's
    primary features two mayors"."""
    if not is_scheduled(trigger):
        return False
    verb = _clause_of(trigger.token)
    if verb is not None and has_past(verb):
        return False
    if date is not None and date.from_on is None and date.granularity == "day":
        return published.on is None and verb is not None and verb.tag_ not in ("VB", "VBG")
    if date is not None:
        return published.on is not None and date.from_on == date.until_on == published.on
    subject = verb is not None and trigger.token.dep_ == "nsubj" and trigger.token.head == verb
    return subject and verb is not None and verb_status(verb) in (PLANNED, HYPOTHETICAL) and verb.lemma_ != "be"


def is_scheduled(trigger: Trigger) -> bool:
    """Whether the trigger is a noun of what has its day in a calendar."""
    return not trigger.frame.is_verb and trigger.token.lemma_.lower() in word_lists("status.txt")["scheduled"]


def expect_coming(told: Sequence[Told], published: Published) -> list[Told]:
    """The mentions of one document, the bare ones with the status of the occasion they mean.

    In a clause of the present or future that is one to come, if the document tells of such a one; in a past clause what
    the nearest mention that tells its time says.
    """
    occasions = [_occasion(one.trigger) for one in told]
    verdicts = [_verdict(one, published) if known else None for one, known in zip(told, occasions, strict=True)]
    ahead = {known for known, verdict in zip(occasions, verdicts, strict=True) if known and verdict == AHEAD}
    if not ahead:
        return list(told)
    place = {one.trigger.token.i: index for index, one in enumerate(told)}
    nearest = _nearest(occasions, verdicts)
    found: list[Told] = []
    for index, (one, occasion) in enumerate(zip(told, occasions, strict=True)):
        first = place.get(_first_named(one.trigger.token).i, index)  # "the primary and the run-off" share their time
        bare = occasion is not None and verdicts[index] is None and verdicts[first] is None
        lasts = one.trigger.token.lemma_.lower() in word_lists("status.txt")["races"]
        past = bare and not lasts and _is_past_clause(_clause_of(one.trigger.token))
        met = nearest[index] == AHEAD if past else occasion is not None and any(map(occasion.may_be, ahead))
        found.append(_awaited(one) if bare and met else one)
    return found


def _first_named(noun: Token) -> Token:
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun


def _occasion(trigger: Trigger) -> _Occasion | None:
    lists = word_lists("status.txt")
    lemma = trigger.token.lemma_.lower()
    if trigger.frame.is_verb or lemma not in lists["scheduled"] | lists["races"]:
        return None
    near = [child for child in trigger.token.children if child.dep_ in ("amod", "compound", "nmod", "poss", "prep")]
    words = [word for child in near for word in child.subtree]
    kinds = {word.lower_ for word in words if word.lower_ in lists["election_kinds"]}
    names = frozenset(word.lower_ for word in words if word.ent_type_ == "GPE" and word.pos_ == "PROPN")
    if lemma in lists["election_kinds"]:
        kinds.add(lemma)
    family = ELECTION if lemma in lists["elections"] | lists["races"] else lemma
    return _Occasion(family, frozenset() if lemma in lists["races"] else frozenset(kinds), names)


def _verdict(one: Told, published: Published) -> str | None:
    """What a mention tells of its own time; null where it is bare."""
    if one.trigger.token.lemma_.lower() in word_lists("status.txt")["races"]:
        return OVER if _is_over(one.trigger.token) else None
    latest: dt.date | None = published.on or published.latest
    last = one.event.happened_until or one.event.happened_on
    if last is not None and latest is not None and last < latest:
        return OVER
    if one.event.status == PLANNED:
        return AHEAD
    return OVER if one.event.date is not None or _is_over(one.trigger.token) else None


def _is_over(noun: Token) -> bool:
    """Whether the words around a noun say that it has been: "lost the primary", "the last primary", "quit after the vote"."""
    lists = word_lists("status.txt")
    if any(child.lower_ in lists["lasting_past"] | {"recent"} for child in noun.children if child.dep_ == "amod"):
        return True
    if any(child.dep_ == "relcl" and has_past(child) for child in noun.children):
        return True
    outer = syntax.outer_noun(noun)
    if outer.dep_ == "pobj" and outer.head.head.lemma_.lower() in lists["outcomes"]:
        return True
    verb = outer.head.head if outer.dep_ == "pobj" else outer.head
    if verb.pos_ not in ("VERB", "AUX") or not (is_past(verb) or _is_past_clause(verb)):
        return False
    if outer.dep_ == "pobj":
        return outer.head.lower_ in PLACED
    return outer.dep_ in ("nsubj", "nsubjpass", *syntax.OBJECT) and verb.lemma_ in lists["deciding"]


def _nearest(occasions: Sequence[_Occasion | None], verdicts: Sequence[str | None]) -> list[str | None]:
    """For every mention what the nearest one before it, else after it, tells of the same occasion."""
    before = _seen(list(zip(occasions, verdicts, strict=True)))
    after = _seen(list(zip(occasions, verdicts, strict=True))[::-1])[::-1]
    return [first if first is not None else second for first, second in zip(before, after, strict=True)]


def _seen(mentions: Iterable[tuple[_Occasion | None, str | None]]) -> list[str | None]:
    told: dict[_Occasion, str] = {}  # the latest last; a document tells of few different occasions
    found: list[str | None] = []
    for occasion, verdict in mentions:
        matching = [known for known in told if occasion is not None and occasion.may_be(known)]
        found.append(told[matching[-1]] if matching else None)
        if occasion is not None and verdict is not None:
            told.pop(occasion, None)
            told[occasion] = verdict
    return found


def _awaited(one: Told) -> Told:
    if one.event.status not in UNSURE or (one.trigger.clause is not None and one.event.status == HYPOTHETICAL):
        return one
    running = one.trigger.token.lemma_.lower() in word_lists("status.txt")["races"]
    return replace(one, event=replace(one.event, status=ONGOING if running else PLANNED))


def _is_past_clause(verb: Token | None) -> bool:
    if verb is None:
        return False
    untold = verb.tag_ == "VBN" and any(child.dep_ == "nsubj" for child in verb.children)  # "two lost", ill tagged
    return has_past(verb) or (untold and not has_auxiliary(verb))


def _clause_of(token: Token) -> Token | None:
    """The verb of the clause a word stands in."""
    for _ in range(syntax.MAX_CLIMB):
        bare = token.tag_ == "VBN" and not has_auxiliary(token) and token.dep_ in ("acl", "advcl", "amod")
        if token.pos_ in ("VERB", "AUX") and not bare:
            return token
        if token.head == token:
            return token if token.pos_ == "VERB" else None
        token = token.head
    return None
