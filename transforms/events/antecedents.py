"""A bare noun means a happening named elsewhere: "the invasion", "the talks", "their meeting" take over its sides.

The nearest mention of the same kind in the same or the two sentences before counts. Farther off, or after it, one is
taken if all such mentions of the document name the same sides, or if the sentence speaks of its sides and not of
another's. What the noun itself says is never contradicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.arguments import is_symmetric
from transforms.events.around import answered_act
from transforms.events.modality import HAPPENED, PLANNED
from transforms.events.model import Event
from transforms.events.referents import is_plural_word
from transforms.events.sides import is_named
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import DocumentEntities, Span
from transforms.quotes.model import Quote

if TYPE_CHECKING:
    from spacy.tokens import Token

STEM = 4  # letters that a noun of an everyday happening shares with the verb that told of it
RECURRING = frozenset({"election", "sport", "general"})  # of which a text tells of many that the same noun names
NEAR = 2  # sentences back within which the nearest mention is meant, whatever else the document tells of
TOWARDS_DOER = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
WE, YOU = frozenset({"we", "our", "us"}), frozenset({"you", "your"})
NEW = frozenset(
    {
        "a",
        "an",
        "another",
        "other",
        "any",
        "no",
        "some",
        "each",
        "every",
        "further",
        "new",
        "fresh",
        "additional",
        "several",
    }
)
POINTING = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "such", "our"})
# Kinds one noun may stand for: "the talks" may be a meeting or a call, "the war" an invasion.
KINDS = (
    frozenset({"CONSULT-meeting", "CONSULT-talks", "CONSULT-phone"}),
    frozenset({"ASSAULT-war", "ASSAULT-invade", "ASSAULT-None"}),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event with the word it was read from."""

    trigger: Trigger
    event: Event


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who acts on whom, as far as an event names somebody the document knows; by name, for a state may be told of as a
    government here and as a place there."""

    actors: frozenset[str]
    recipients: frozenset[str]
    symmetric: bool

    @property
    def all(self) -> frozenset[str]:
        return self.actors | self.recipients

    def agrees(self, other: _Sides) -> bool:
        """Whether one may be the other told in part."""
        if self.symmetric:
            return self.all <= other.all or other.all <= self.all
        return _may_be_same(self.actors, other.actors) and _may_be_same(self.recipients, other.recipients)


def take_over(told: Sequence[Told], quotes: Sequence[Quote], entities: DocumentEntities) -> list[Event]:
    """The events in the same order, bare nouns with the sides of the happening they mean."""
    done = list(told)
    for index, one in enumerate(told):
        if not _is_bare(one, entities):
            continue
        source = _meant(one, done, index, entities)
        if source is not None:
            done[index] = Told(one.trigger, _completed(one.event, source, entities))
    spoken = [Told(one.trigger, _with_partner(one, done[:index], quotes, entities)) for index, one in enumerate(done)]
    by_word = {one.trigger.token.i: one.event for one in spoken}
    return [_with_doer(one, by_word) for one in spoken]


def _with_doer(one: Told, by_word: dict[int, Event]) -> Event:
    """Whom praise or blame of a happening is for: who did it, as far as that is known ("condemned the raid")."""
    event = one.event
    if event.recipient is None and not one.trigger.frame.is_verb:
        act = answered_act(one.trigger.token)
        done = None if act is None else by_word.get(act.i)
        if done is not None and done.actor is not None and not set(done.actor_entities) & set(event.actor_entities):
            return replace(event, recipient=done.actor, recipient_entities=done.actor_entities)
    if event.event_type not in TOWARDS_DOER:
        return event
    for slot in ("obj", "for", "over", "of"):
        for noun in one.trigger.frame.slot(slot):
            done = by_word.get(noun.i)
            if done is None or done.actor is None or set(done.actor_entities) & set(event.actor_entities):
                continue
            if not event.recipient_entities or event.recipient == done.recipient:
                return replace(event, recipient=done.actor, recipient_entities=done.actor_entities)
    return event


def _with_partner(one: Told, before: Sequence[Told], quotes: Sequence[Quote], entities: DocumentEntities) -> Event:
    """In the words of somebody at talks, "you" is the other side, and so is the one "we" meet or talk with."""
    event, token = one.event, one.trigger.token
    speaker = None if event.quote is None else quotes[event.quote].speaker_entity
    if speaker is None:
        return event
    partner = _partner(entities.entities[speaker].name, before, entities)
    if not partner:
        return event
    if event.actor is not None and not event.actor_entities and _is_word(event.actor, token, YOU):
        return replace(event, actor_entities=partner)
    if event.recipient is not None and not event.recipient_entities and _is_word(event.recipient, token, YOU):
        return replace(event, recipient_entities=partner)
    ours = event.actor is not None and _is_word(event.actor, token, WE)
    if ours and event.recipient is None and event.event_type == "CONSULT" and event.mode in ("talks", "meeting"):
        return replace(event, recipient=event.actor, recipient_entities=partner)
    return event


def _partner(speaker: str, before: Sequence[Told], entities: DocumentEntities) -> tuple[int, ...]:
    """With whom the speaker last met or talked in what is told before; empty where that is not told."""
    for other in reversed(before):
        event = other.event
        if event.event_type == "CONSULT" and is_symmetric(event.event_type, event.mode):
            for own, others in (
                (event.actor_entities, event.recipient_entities),
                (event.recipient_entities, event.actor_entities),
            ):
                if len(others) == 1 and speaker in {entities.entities[index].name for index in own}:
                    return others
    return ()


def _is_word(span: Span, near: Token, words: frozenset[str]) -> bool:
    return any(token.idx == span.start and token.lower_ in words for token in near.sent)


# ---- which mentions are bare ------------------------------------------------------------------------------------------


def _is_bare(one: Told, entities: DocumentEntities) -> bool:
    """Whether a side is missing, or is a word of unknown meaning, in a mention that points to something known."""
    event = one.event
    if event.event_type == "OTHER":
        return event.mode not in RECURRING and not (event.actor or event.recipient) and _is_plainly_known(one.trigger)
    actor, recipient = _known(event.actor_entities, entities), _known(event.recipient_entities, entities)
    if one.trigger.frame.is_verb:
        return _is_bare_verb(one, actor, recipient)
    if (actor and recipient) or (one.trigger.partner is not None and not _is_open(one, actor, recipient)):
        return False
    if event.actor is not None and not actor and not _stands_for_all(event.actor, one.trigger.token):
        return False  # a side of its own, though nobody the document knows
    if event.recipient is not None and not recipient:
        return False
    return _points(one.trigger.token) or bool(actor or recipient)


def _is_plainly_known(trigger: Trigger) -> bool:
    """Whether a noun of everyday happenings has nothing beside it but what points back: "the ruling"."""
    noun = trigger.token
    beside = [child for child in noun.children if not child.is_punct]
    return not trigger.frame.is_verb and len(beside) == 1 and beside[0].lower_ in ("the", "this", "that")


def _is_bare_verb(one: Told, actor: tuple[int, ...], recipient: tuple[int, ...]) -> bool:
    event, token = one.event, one.trigger.token
    if one.trigger.rule.has_object_class and token.dep_ == "acl" and event.actor is None:
        return True  # "the sanctions imposed on Ruritania"
    if actor or recipient or not (event.event_type == "CONSULT" or event.mode == "agreement"):
        return False
    if event.actor is None:
        return event.recipient is None and syntax.is_passive(token)  # "the crisis was discussed"
    return event.recipient is None and _stands_for_all(event.actor, token)


def _is_open(one: Told, actor: tuple[int, ...], recipient: tuple[int, ...]) -> bool:
    """Whether a phrase of light verb and noun names one side of talks by a possessive only: "continue our talks"."""
    pointing = any(child.lower_ in POINTING and child.dep_ == "poss" for child in one.trigger.token.children)
    return pointing and bool(actor or recipient) and is_symmetric(one.event.event_type, one.event.mode)


def _points(token: Token) -> bool:
    """Whether the noun takes its happening for known: definite, a day's ("Thursday's meeting"), or of what lasts."""
    words = {child.lower_ for host in (token, syntax.outer_noun(token)) for child in host.children if child.i < host.i}
    described = {child.lower_ for child in token.children if child.dep_ in ("compound", "amod") and not is_named(child)}
    if described - word_lists("words.txt")["plain_modifiers"]:
        return False  # "the harbour budget talks" are others than those told of before
    if words & NEW or any(child.dep_ == "nummod" for child in token.children):
        return False
    dated = any(child.dep_ == "poss" and child.ent_type_ in ("DATE", "TIME") for child in token.children)
    return bool(words & POINTING) or dated or token.lemma_.lower() in word_lists("status.txt")["lasting"]


def _stands_for_all(span: Span, near: Token) -> bool:
    """Whether the words of a side are a pronoun or mean whoever the talks are between: "they", "the two"."""
    words = word_lists("words.txt")["both_sides"]
    inside = [token for token in near.sent if span.start <= token.idx < span.end]
    return any(token.lower_ in words for token in inside) or (len(inside) == 1 and inside[0].pos_ == "PRON")


def _known(indexes: Sequence[int], entities: DocumentEntities) -> tuple[int, ...]:
    """The sides that are more than a plural word of the text ("navies")."""
    return tuple(index for index in indexes if not is_plural_word(entities.entities[index]))


# ---- which happening is meant -----------------------------------------------------------------------------------------


def _meant(one: Told, told: Sequence[Told], index: int, entities: DocumentEntities) -> Event | None:
    own = _sides(one.event, entities)
    candidates = [
        (other.event, _sentences_between(other, one))
        for position, other in enumerate(told)
        if position != index and _same_kind(one, other) and _fits(one.event, other.event, own, entities)
    ]
    before = [event for event, _ in candidates if event.trigger < one.event.trigger]
    near = [event for event, back in candidates if back <= NEAR and event.trigger < one.event.trigger]
    if near or (own.actors and before):
        return _fullest([*(near or before)][::-1], entities) if near else before[-1]
    events = [event for event, _ in candidates]
    if _agree(events, entities):
        return _fullest([*before[::-1], *events], entities)
    spoken_of = _spoken_of(one, events, entities)
    return _fullest(spoken_of, entities) if spoken_of and _agree(spoken_of, entities) else None


def _sentences_between(earlier: Told, later: Told) -> int:
    first, last = sorted((earlier.trigger.token.i, later.trigger.token.i))
    doc = earlier.trigger.token.doc
    return sum(1 for token in doc[first + 1 : last + 1] if token.is_sent_start and not token.is_space)


def _agree(events: Sequence[Event], entities: DocumentEntities) -> bool:
    """Whether all name the same sides, some perhaps only one of them."""
    sides = [_sides(event, entities) for event in events]
    return bool(sides) and all(one.agrees(other) for i, one in enumerate(sides) for other in sides[:i])


def _fullest(events: Sequence[Event], entities: DocumentEntities) -> Event | None:
    """The first of those that name the most sides."""
    return max(events, key=lambda event: _count(_sides(event, entities)), default=None)


def _count(sides: _Sides) -> int:
    return bool(sides.actors) + bool(sides.recipients)


def _spoken_of(one: Told, events: Sequence[Event], entities: DocumentEntities) -> list[Event]:
    """Those of which the sentence names, by themselves or their states, more sides than of any other's; latest first."""
    sentence = one.trigger.token.sent
    indexes = [
        index
        for mention in entities.mentions_in(sentence.start_char, sentence.end_char)
        for index in (*mention.members, *(() if mention.entity is None else (mention.entity,)))
    ]
    named = {entities.entities[index].name for index in indexes}
    countries = {entities.entities[index].country for index in indexes} - {None}

    def named_sides(event: Event) -> int:
        sides = {entities.entities[index] for index in (*event.actor_entities, *event.recipient_entities)}
        return len({side.name for side in sides if side.name in named or side.country in countries})

    most = max((named_sides(event) for event in events), default=0)
    return [event for event in reversed(events) if most and named_sides(event) == most]


def _sides(event: Event, entities: DocumentEntities) -> _Sides:
    return _Sides(
        frozenset(entities.entities[index].name for index in _known(event.actor_entities, entities)),
        frozenset(entities.entities[index].name for index in _known(event.recipient_entities, entities)),
        is_symmetric(event.event_type, event.mode),
    )


def _may_be_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _fits(bare: Event, full: Event, own: _Sides, entities: DocumentEntities) -> bool:
    """Whether `full` names sides that `bare` lacks, and nothing they say contradicts."""
    if full.status == "negated":
        return False
    sides = _sides(full, entities)
    if own.symmetric:
        adds = len(sides.all) > 1 and own.all <= sides.all
    else:
        adds = bool((sides.actors and not own.actors) or (sides.recipients and not own.recipients))
    return adds and own.agrees(sides) and _same_day(bare, full) and _same_place(bare, full)


def _same_kind(one: Told, other: Told) -> bool:
    first, second = (f"{told.event.event_type}-{told.event.mode}" for told in (one, other))
    if one.event.event_type == "OTHER":  # too wide to be a kind: the same act in other words, "ruled" and "the ruling"
        noun, verb = (told.trigger.token.lemma_.lower() for told in (one, other))
        return first == second and noun.startswith(verb.rstrip("e")[:STEM])
    return first == second or any(first in kinds and second in kinds for kinds in KINDS)


def _same_day(one: Event, other: Event) -> bool:
    if one.happened_on is None or other.happened_on is None:
        return True
    return (one.happened_on <= (other.happened_until or other.happened_on)) and (
        other.happened_on <= (one.happened_until or one.happened_on)
    )


def _same_place(one: Event, other: Event) -> bool:
    return one.place_entity is None or other.place_entity is None or one.place_entity == other.place_entity


# ---- taking over ------------------------------------------------------------------------------------------------------


def _completed(event: Event, source: Event, entities: DocumentEntities) -> Event:
    actor, recipient = _known(event.actor_entities, entities), _known(event.recipient_entities, entities)
    if source.status == PLANNED and event.status == HAPPENED and event.event_type == "CONSULT":
        event = replace(event, status=PLANNED)
    if is_symmetric(event.event_type, event.mode):
        return _with_both(event, source, actor, recipient, entities)
    if not actor and source.actor_entities and not set(source.actor_entities) & set(recipient):
        event = replace(event, actor=event.actor or source.actor, actor_entities=source.actor_entities)
    if not recipient and source.recipient_entities and not set(source.recipient_entities) & set(event.actor_entities):
        event = replace(event, recipient=source.recipient, recipient_entities=source.recipient_entities)
    return event


def _with_both(
    event: Event, source: Event, actor: tuple[int, ...], recipient: tuple[int, ...], entities: DocumentEntities
) -> Event:
    """For a meeting: the sides of `source`, those the mention itself names in their place."""
    both = ((source.actor, source.actor_entities), (source.recipient, source.recipient_entities))
    if not actor and not recipient:
        first, second = (event.actor, event.actor) if event.actor is not None else (source.actor, source.recipient)
        return replace(event, actor=first, actor_entities=both[0][1], recipient=second, recipient_entities=both[1][1])
    known = {entities.entities[index].name for index in (*actor, *recipient)}
    others = [
        (span, indexes) for span, indexes in both if not known & {entities.entities[index].name for index in indexes}
    ]
    if not others:
        return event
    span, indexes = others[0]
    if not recipient:
        return replace(event, recipient=span, recipient_entities=indexes)
    return event if actor else replace(event, actor=span, actor_entities=indexes)
