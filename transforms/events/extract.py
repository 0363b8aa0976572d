"""Events of one document: every mention of a happening, with who, whom, where, when and whether."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.antecedents import Told, take_over
from transforms.events.arguments import find_arguments, is_symmetric
from transforms.events.claims import claiming_quote, release_known
from transforms.events.coming import UNSURE, expect_coming, is_coming
from transforms.events.confidence import rated
from transforms.events.dating import assign_dates
from transforms.events.issuers import Issuers
from transforms.events.lexicon import Rule
from transforms.events.modality import HAPPENED, ONGOING, PLANNED
from transforms.events.model import Event
from transforms.events.places import find_place
from transforms.events.referents import Argument
from transforms.events.status import find_status
from transforms.events.tense import is_past
from transforms.events.told import is_public, is_statecraft, is_told
from transforms.events.triggers import Trigger, find_triggers
from transforms.events.voices import Voices
from transforms.events.wordlists import lists_by_word
from transforms.language.lexicons import state_names
from transforms.language.model import DateExpression, DocumentEntities, Published, Span
from transforms.quotes.model import Quote

VISIT = "visit"
BEYOND_WORDS = frozenset({"OTHER", "ASSAULT"})  # what a writing is said to do, but nobody does by writing it

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_events(
    doc: Doc,
    entities: DocumentEntities,
    dates: Sequence[DateExpression],
    quotes: Sequence[Quote],
    published: Published,
) -> tuple[Event, ...]:
    """The events of `doc` in text order, no two with the same trigger span.

    Offsets are code points into the document's text. A word that is the cue of a quote is no event unless the lexicon
    knows it as an act (accused, demanded).
    """
    cues = {quote.cue: quote.act for quote in quotes if quote.cue is not None}
    triggers = [t for t in find_triggers(doc) if not (t.span in cues and _only_speaks(t, cues[t.span], quotes))]
    statecraft = is_statecraft(triggers) or is_public(doc)
    spoken = [part for quote in quotes for part in quote.parts if quote.kind == "direct"]
    dated = assign_dates(doc, triggers, dates)
    voices = Voices(quotes, entities)
    issuers = Issuers(doc, entities, voices)
    told: dict[Span, Told] = {}
    for index, trigger in enumerate(triggers):
        event = _event(trigger, entities, voices, issuers, dates, dated.get(index), published)
        event = replace(event, quote=claiming_quote(trigger, quotes))
        if is_told(trigger, event, spoken, statecraft, entities):
            told.setdefault(event.trigger, Told(trigger, event))
    mentions = release_known(expect_coming([told[span] for span in sorted(told)], published), quotes)
    found = take_over(mentions, quotes, entities)
    return tuple(rated(event, entities) for event in found)


def _only_speaks(trigger: Trigger, act: str, quotes: Sequence[Quote]) -> bool:
    """Whether the cue of a quote is no act besides: any but the lexicon's acts ("decided" is one, though it is the cue of
    a stand), and "asked" before a question."""
    if trigger.rule.type == "OTHER":
        return act == "speech" or trigger.likelihood is not None
    return trigger.rule.lemma == "ask" and any(q.cue == trigger.span and q.kind == "direct" for q in quotes)


def _event(
    trigger: Trigger,
    entities: DocumentEntities,
    voices: Voices,
    issuers: Issuers,
    dates: Sequence[DateExpression],
    date_index: int | None,
    published: Published,
) -> Event:
    rule = trigger.rule
    actor, recipient = find_arguments(trigger, entities, voices)
    if actor is not None and not actor.entities and rule.type not in BEYOND_WORDS:
        issuer = issuers.of(actor)
        against = () if recipient is None else recipient.entities
        actor = actor if issuer is None or set(issuer.entities) & set(against) else issuer
    if actor is not None and recipient is not None:
        recipient = _others(recipient, actor, rule)
    place = find_place(trigger, entities)
    if rule.mode == VISIT and _is_home(recipient, actor, entities):
        place = None if place is not None and recipient is not None and place[0] == recipient.span else place
        recipient = None
    date = None if date_index is None else dates[date_index]
    to_come = _is_to_come(date, published) or _is_called_coming(date, trigger)
    if to_come and trigger.clause is not None and is_past(trigger.clause):
        date, date_index = None, None  # "invited her to Strelsau next spring": what is done has no day to come
    known = date is not None and (date.from_on is not None or date.until_on is not None)
    sentence = trigger.token.sent
    first, last = sentence[0], sentence[-1]
    assert rule.type is not None
    return Event(
        trigger=trigger.span,
        sentence=Span(first.idx, last.idx + len(last.text)),
        event_type=rule.type,
        mode=rule.mode,
        contexts=find_contexts(trigger),
        actor=None if actor is None else actor.span,
        actor_entities=() if actor is None else actor.entities,
        recipient=None if recipient is None else recipient.span,
        recipient_entities=() if recipient is None else recipient.entities,
        place=None if place is None else place[0],
        place_entity=None if place is None else place[1],
        happened_on=date.from_on if date is not None and known else None,
        happened_until=date.until_on if date is not None and known else None,
        date_basis=date.basis if date is not None and known else None,
        status=_status(trigger, date, published),
        coded_by=rule.rule_id,
        confidence=0.0,  # rated when its sides are complete
        date=date_index,
    )


def _others(recipient: Argument, actor: Argument, rule: Rule) -> Argument | None:
    """The recipient without the actor's own side, where it names others ("We will help Norway and Sweden"); nobody, where
    it names the same side by other words, since few act upon themselves."""
    others = tuple(entity for entity in recipient.entities if entity not in actor.entities)
    if others:
        return replace(recipient, entities=others)
    mutual = rule.type == "OTHER" or is_symmetric(rule.type or "", rule.mode) or recipient.span == actor.span
    return recipient if mutual or not recipient.entities else None


def _is_home(goal: Argument | None, guest: Argument | None, entities: DocumentEntities) -> bool:
    """Whether somebody is said to visit the very state he speaks for: a slip, of which the goal is better left open."""
    if goal is None or guest is None or not goal.entities or not guest.entities:
        return False
    goals = [entities.entities[index] for index in goal.entities]
    home = {entities.entities[index].country for index in guest.entities} - {None}
    return all(one.country in home and one.name == state_names().get(one.country or "") for one in goals)


def _status(trigger: Trigger, date: DateExpression | None, published: Published) -> str:
    status = find_status(trigger, dated=date is not None)
    if status in (HAPPENED, ONGOING) and _is_to_come(date, published):
        return PLANNED
    return PLANNED if status in UNSURE and is_coming(trigger, date, published) else status


def _is_to_come(date: DateExpression | None, published: Published) -> bool:
    latest: dt.date | None = published.on or published.latest
    starts = None if date is None else date.from_on
    return latest is not None and starts is not None and starts > latest


def _is_called_coming(date: DateExpression | None, trigger: Trigger) -> bool:
    """Whether the words of a date whose days are not known say that it lies ahead: "in the coming spring"."""
    if date is None or date.from_on is not None:
        return False
    words = syntax.words_between(trigger.token.doc, date.start, date.end).split()
    return bool({"coming", "next", "upcoming", "tomorrow"} & set(words))


def find_contexts(trigger: Trigger) -> tuple[str, ...]:
    """Subject areas: the rule's own, then those that words under the trigger's clause bring in."""
    by_word = lists_by_word("contexts.txt")
    found = list(trigger.rule.contexts)
    clause = trigger.clause or trigger.token
    for token in clause.subtree:
        for context in by_word.get(token.lemma_.lower(), ()):
            if context not in found:
                found.append(context)
    return tuple(found)
