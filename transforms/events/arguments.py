"""Actor and recipient of a happening: the first filled slot of its rule, as a span and as entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.frames import COUPLED, DEEP_LABELS, is_side
from transforms.events.lexicon import DEFAULT_RECIPIENTS
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import DocumentEntities, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SYMMETRIC_TYPES = frozenset({"CONSULT", "COOPERATE"})
SYMMETRIC_MODES = frozenset({"agreement", "relations", "exercise", "ceasefire"})
ONE_SIDED_MODES = frozenset({"visit", "multilateral"})
SKIPPED_IN_SPAN = frozenset({"relcl", "acl", "advcl", "punct", "appos", "cc", "conj", "prep", "parataxis", "case"})
ENDED_BY_OTHERS = frozenset({"COERCE", "SANCTION", "ASSAULT", "PROTEST"})  # who ends a war need not have begun it
# Acts that are always towards somebody: the first side named after the verb, where no slot of the rule is filled.
DIRECTED = frozenset({"SANCTION", "COERCE", "AID", "RETREAT", "CONCEDE", "SUPPORT", "REJECT", "COOPERATE", "MOBILIZE"})
UNDIRECTED_MODES = frozenset({"resign", "arrest", "exercise", "agreement", "relations"})
NO_SIDE = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL"})
THIRD_PERSON = frozenset("it its he his she her him they their them".split())  # noqa: SIM905
NO_ARGUMENT = frozenset({"face", "there", "that", "this", "what", "which", "who", "itself", "himself", "themselves"})


# Acts towards a party: a deal that is praised or an offer that is rejected is none, but may belong to one.
PARTY_TYPES = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
OWNING = frozenset({"of", "by", "from", "against", "on", "with", "between"})


@dataclass(frozen=True, slots=True)
class Argument:
    """Words and the entities they mean. `head` is the word the span was read from."""

    span: Span
    entities: tuple[int, ...]
    head: Token


def find_arguments(trigger: Trigger, entities: DocumentEntities) -> tuple[Argument | None, Argument | None]:
    """(actor, recipient), each null where the sentence does not say."""
    rule, frame = trigger.rule, trigger.frame
    _, actor_head = _first(trigger, rule.actor, None)
    recipients = rule.recipient or DEFAULT_RECIPIENTS.get(rule.part, ())
    recipient_slot, recipient_head = _first(trigger, recipients, actor_head)
    if recipient_head is None and frame.is_verb and rule.type in DIRECTED and rule.mode not in UNDIRECTED_MODES:
        recipient_slot, recipient_head = _first(trigger, ("deep",), actor_head)
    shared = recipient_slot is not None and recipient_slot.endswith("2")
    if recipient_head is not None and rule.type in PARTY_TYPES and not is_side(recipient_head):
        recipient_head = _party_of(recipient_head, trigger, actor_head)
    actor = None if actor_head is None else _argument(actor_head, entities, alone=shared)
    recipient = None if recipient_head is None else _argument(recipient_head, entities, alone=False)
    if recipient is None and actor is not None and _is_symmetric(trigger) and len(actor.entities) > 1:
        # "the two leaders met": one expression names both sides
        recipient = Argument(actor.span, actor.entities[1:], actor.head)
        actor = Argument(actor.span, actor.entities[:1], actor.head)
    return actor, recipient


def _party_of(thing: Token, trigger: Trigger, taken: Token | None) -> Token | None:
    """Whose the thing is that was praised, rejected or asked for; null where no party is named."""
    owners = [child for child in thing.children if child.dep_ == "poss"]
    owners += [noun for word, noun in syntax.prepositional(thing) if word in OWNING]
    for owner in owners:
        party = named_for(owner)
        if is_side(party) and party.pos_ != "PRON" and _can_be_argument(party, trigger, taken):
            return party
    named = any(inner.ent_type_ in DEEP_LABELS for inner in thing.subtree)
    return thing if named or thing.pos_ in ("NUM", "PROPN") else None


def _is_symmetric(trigger: Trigger) -> bool:
    rule = trigger.rule
    if rule.mode in ONE_SIDED_MODES:
        return rule.mode == "multilateral"
    return rule.type in SYMMETRIC_TYPES or rule.mode in SYMMETRIC_MODES


def is_symmetric(event_type: str, mode: str | None) -> bool:
    """Whether actor and recipient of such a happening can change places."""
    if mode == "visit":
        return False
    return event_type in SYMMETRIC_TYPES or mode in SYMMETRIC_MODES


def _first(trigger: Trigger, slots: tuple[str, ...], taken: Token | None) -> tuple[str | None, Token | None]:
    """(slot, word) of the first slot filled by a possible side, else of the first filled at all."""
    fallback: tuple[str | None, Token | None] = (None, None)
    light = trigger.frame.light
    ends_it = light is not None and light.phase == "end" and trigger.rule.type in ENDED_BY_OTHERS
    for slot in slots:
        if slot == "subj" and ends_it:
            continue
        for found in trigger.frame.slot(slot):
            head = named_for(found)
            if not _can_be_argument(head, trigger, taken) or (taken in syntax.coordinated(head) and slot != "deep"):
                continue
            if is_side(head) or (slot == "obj" and slots[0] == "obj"):
                return slot, head
            if fallback[1] is None:
                fallback = (slot, head)
    return fallback


def _can_be_argument(head: Token, trigger: Trigger, taken: Token | None) -> bool:
    if head == taken or head == trigger.partner or head == trigger.token or head.lower_ in NO_ARGUMENT:
        return False
    return head.ent_type_ not in NO_SIDE


def _fits(noun: Token, pronoun: Token) -> bool:
    """Whether gender and kind let the pronoun stand for the noun."""
    if not is_side(noun):
        return False
    is_person = noun.ent_type_ == "PERSON" or noun.lemma_.lower() in word_lists("words.txt")["people"]
    if pronoun.lower_ in ("it", "its"):
        return noun.ent_type_ != "PERSON"
    return is_person or pronoun.lower_ in ("they", "their", "them")


def named_for(token: Token) -> Token:
    """For a pronoun, the noun it stands for where grammar tells: "Ruritania said it had expelled", "lifted its ban"."""
    if token.tag_ not in ("PRP", "PRP$") or token.lower_ not in THIRD_PERSON:
        return token
    clause = token.head
    for _ in range(syntax.MAX_CLIMB):
        if clause.pos_ in ("VERB", "AUX"):
            found = syntax.subject(clause)
            if token.tag_ == "PRP$" and syntax.has_object_before(clause, token):
                return token  # "warned China against helping Russia in its war": whose is not for grammar to tell
            if found is not None and found.pos_ in ("NOUN", "PROPN") and found.i < token.i and _fits(found, token):
                return found
        if clause.head is clause:
            break
        clause = clause.head
    return token


def _follows_object(possessive: Token) -> bool:
    """Whether the verb over "its" governs an object before it, which may own the thing as well as the subject."""
    clause = possessive.head
    for _ in range(syntax.MAX_CLIMB):
        if clause.pos_ in ("VERB", "AUX") or clause.head is clause:
            break
        clause = clause.head
    return clause.pos_ == "VERB" and syntax.has_object_before(clause, possessive)


def _argument(head: Token, entities: DocumentEntities, *, alone: bool) -> Argument:
    heads = [head] if alone else syntax.coordinated(head)
    span = noun_span(head)
    if not alone and len(heads) > 1:
        last = noun_span(heads[-1])
        span = Span(min(span.start, last.start), max(span.end, last.end))
    found: list[int] = []
    for one in heads:
        for entity in _entities_of(one, entities):
            if entity not in found:
                found.append(entity)
    return Argument(span, tuple(found), head)


def noun_span(head: Token) -> Span:
    """The noun phrase around `head` with its "of" phrase, without clauses, appositions and what is coordinated."""
    first, last = head, head
    for child in head.children:
        if child.dep_ in SKIPPED_IN_SPAN and not (child.dep_ == "prep" and child.lower_ == "of" and child.i > head.i):
            continue
        if child.i < head.i:
            first = min(first, child.left_edge, key=lambda t: t.i)
        elif child.dep_ == "prep":
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None and inner.i - head.i < 12:
                end = noun_span(inner).end
                if end > last.idx + len(last.text):
                    last = max(
                        (t for t in child.subtree if t.idx + len(t.text) <= end), key=lambda t: t.i, default=last
                    )
        elif child.dep_ in ("flat", "compound", "nummod", "nmod", "amod", "poss"):
            last = max(last, child.right_edge, key=lambda t: t.i)
    while first.i < last.i and (first.is_punct or first.is_space):
        first = first.nbor(1)
    return Span(first.idx, last.idx + len(last.text))


def _entities_of(head: Token, entities: DocumentEntities) -> tuple[int, ...]:
    """Whom a noun means: its own mention, else the state or body it acts for."""
    if head.tag_ == "PRP$" and _follows_object(head):
        return ()  # whose it is, neither grammar nor nearness tells
    mention = entities.mention_at(head.idx)
    if mention is not None:
        own = _members(mention)
        if own:
            return own
    for child in head.children:
        if child.dep_ == "appos":
            named = entities.mention_at(child.idx)
            if named is not None and _members(named):
                return _members(named)
    if head.lemma_.lower() not in word_lists("words.txt")["collectives"] and head.ent_type_ not in DEEP_LABELS:
        return ()
    for child in head.children:
        if child.dep_ in ("amod", "poss", "compound", "nmod"):
            inner = entities.mention_at(child.idx)
            if inner is not None and _members(inner):
                return _members(inner)
    for word, noun in syntax.prepositional(head):
        if word in ("of", "in", "from") or word in COUPLED:
            inner = entities.mention_at(noun.idx)
            if inner is not None and _members(inner):
                return _members(inner)
    return ()


def _members(mention: Mention) -> tuple[int, ...]:
    if mention.members:
        return mention.members
    return () if mention.entity is None else (mention.entity,)
