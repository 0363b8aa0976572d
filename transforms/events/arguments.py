"""Actor and recipient of a happening: the first filled slot of its rule, as a span and as entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.frames import HYPHENS
from transforms.events.lexicon import DEFAULT_RECIPIENTS
from transforms.events.sides import MODIFIERS, NAMED_LABELS, is_named, is_party, is_side, owners
from transforms.events.triggers import Trigger
from transforms.events.voices import Voices
from transforms.events.wordlists import word_lists
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Span

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
THIRD_PERSON = frozenset("it its he his she her him they them their".split())  # noqa: SIM905
NO_ARGUMENT = frozenset({"face", "there", "that", "this", "what", "which", "who", "itself", "himself", "themselves"})
RECIPROCAL = frozenset({"each", "one"})  # "each other", "one another"
NOBODY_KNOWN = frozenset({"it"})  # says nothing where it stands for nobody: "when it came to opposing"

# Acts towards a party: a deal that is praised or an offer that is rejected is none, but may belong to one.
PARTY_TYPES = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
# Acts of words and meetings: what is said to do them stands for its owner ("Ruritania's note accused Graustark").
STANDING_FOR_OWNER = PARTY_TYPES | {"CONSULT", "COOPERATE", "AID"}
ABOUT_OBJECT = frozenset({"over", "in", "for", "about", "of"})
SOURCES = frozenset({"from", "comp", "amod"})  # name who acts only where they name a side: "release from prison"
HELD = frozenset(
    {"policy", "law", "bill", "measure", "rule", "plan", "decree", "order", "ban", "letter", "note", "report"}
)
OWNING = frozenset({"of", "by", "from", "against", "on", "with", "between"})
BELONGING = frozenset({"of", "in", "from", "between", "among"})
# Where nobody is named beside the noun: the guest somebody awaits, the one who acts in the clause it adds to.
FROM_CLAUSE = {"visit": ("guest", "host"), "meeting": ("host",), "talks": ("host",), "phone": ("host",)}


@dataclass(frozen=True, slots=True)
class Argument:
    """Words and the entities they mean. `head` is the word the span was read from."""

    span: Span
    entities: tuple[int, ...]
    head: Token


def find_arguments(
    trigger: Trigger, entities: DocumentEntities, voices: Voices
) -> tuple[Argument | None, Argument | None]:
    """(actor, recipient), each null where the sentence does not say."""
    rule, frame = trigger.rule, trigger.frame
    _, actor_head = _first(trigger, _actor_slots(trigger), None)
    recipients = rule.recipient or DEFAULT_RECIPIENTS.get(rule.part, ())
    if rule.part == "n":
        recipients = ("anti", *recipients, "gsubj", "destination", "comp2", "amod2")
    elif rule.type in ENDED_BY_OTHERS:
        recipients = (*recipients, "anti")
    recipient_slot, recipient_head = _first(trigger, recipients, actor_head)
    if recipient_head is None and frame.is_verb and rule.type in DIRECTED and rule.mode not in UNDIRECTED_MODES:
        recipient_slot, recipient_head = _first(trigger, ("deep",), actor_head)
    shared = recipient_slot is not None and recipient_slot.endswith("2")
    if recipient_head is not None and rule.type in PARTY_TYPES and not is_party(recipient_head):
        recipient_head = _party_of(recipient_head, trigger, actor_head)
    if actor_head is not None and rule.type != "OTHER" and not is_party(actor_head):
        actor_head = _holder(actor_head, trigger) or actor_head
    if actor_head is not None and rule.type in STANDING_FOR_OWNER and not is_party(actor_head):
        actor_head = next((owner for owner in owners(actor_head) if is_side(owner)), actor_head)
    actor = None if actor_head is None else _argument(actor_head, entities, voices, alone=shared)
    recipient = None if recipient_head is None else _argument(recipient_head, entities, voices, alone=False)
    return _both_sides(trigger, actor, recipient)


def _holder(thing: Token, trigger: Trigger) -> Token | None:
    """Who has or makes the thing a relative clause says acts: "introduced a bill that would ban", "keeps a policy"."""
    if trigger.token.dep_ != "relcl" or thing.dep_ not in syntax.OBJECT or thing.head.pos_ != "VERB":
        return None
    found = syntax.logical_subject(thing.head)
    return found if found is not None and is_party(found) and thing.lemma_.lower() in HELD else None


def _actor_slots(trigger: Trigger) -> tuple[str, ...]:
    """The rule's own, then, for a noun that no one's name stands beside, those of the clause around it."""
    mode = trigger.rule.mode
    if trigger.frame.is_verb:
        return trigger.rule.actor
    if mode not in FROM_CLAUSE:
        return (*trigger.rule.actor, "means", "culprit")
    indefinite = any(child.lower_ in ("a", "an", "his", "her", "its", "their") for child in trigger.token.children)
    with_party = any(word == "with" for word, _ in syntax.prepositional(trigger.token))
    if mode == "visit" or (indefinite and with_party):
        return trigger.rule.actor + FROM_CLAUSE[mode]
    return trigger.rule.actor


def _both_sides(
    trigger: Trigger, actor: Argument | None, recipient: Argument | None
) -> tuple[Argument | None, Argument | None]:
    """Where one expression names both sides ("the two leaders met"), the first is actor and the rest recipient."""
    if recipient is None and actor is not None and _is_symmetric(trigger) and len(actor.entities) > 1:
        recipient = Argument(actor.span, actor.entities[1:], actor.head)
        actor = Argument(actor.span, actor.entities[:1], actor.head)
    return actor, recipient


def _party_of(thing: Token, trigger: Trigger, taken: Token | None) -> Token | None:
    """Whose the thing is that was praised, rejected or asked for; null where no party is named."""
    candidates = [*owners(thing), *(noun for word, noun in syntax.prepositional(thing) if word in OWNING)]
    for owner in candidates:
        party = named_for(owner)
        if is_side(party) and party.pos_ != "PRON" and _can_be_argument(party, trigger, taken):
            return party
    clauses = [inner for child in thing.children if child.dep_ in ("relcl", "acl") for inner in child.subtree]
    named = any(inner.ent_type_ in NAMED_LABELS and inner not in clauses for inner in thing.subtree)
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
    light, rule_part = trigger.frame.light, trigger.rule.part
    ends_it = light is not None and light.phase == "end" and trigger.rule.type in ENDED_BY_OTHERS
    for slot in slots:
        if slot == "subj" and ends_it:
            continue
        for found in trigger.frame.slot(slot):
            head = named_for(found)
            if not _can_be_argument(head, trigger, taken) or (taken in syntax.coordinated(head) and slot != "deep"):
                continue
            if slot == "deep" and taken is not None and head in syntax.coordinated(taken):
                continue
            if slot in SOURCES and rule_part == "n" and not (is_side(head) or is_named(head)):
                continue
            if is_side(head) or (slot == "obj" and slots[0] == "obj"):
                return slot, head
            if fallback[1] is None:
                fallback = (slot, head)
    return fallback


def _can_be_argument(head: Token, trigger: Trigger, taken: Token | None) -> bool:
    if head == taken or head == trigger.partner or head == trigger.token or head.lower_ in NO_ARGUMENT:
        return False
    if head.lower_ in ("other", "another") and any(word.lower_ in RECIPROCAL for word in head.lefts):
        return False
    return head.ent_type_ not in NO_SIDE or (head.tag_ in ("NNP", "NNPS") and head.dep_ == "nsubj")


def _fits(noun: Token, pronoun: Token) -> bool:
    """Whether gender and kind let the pronoun stand for the noun."""
    if not is_side(noun):
        return False
    if pronoun.lower_ in ("they", "them", "their") and noun.ent_type_ == "PERSON":
        return len(syntax.coordinated(noun)) > 1 or _is_only_person(noun, pronoun)
    is_person = noun.ent_type_ == "PERSON" or noun.lemma_.lower() in word_lists("words.txt")["people"]
    if pronoun.lower_ in ("it", "its"):
        return noun.ent_type_ != "PERSON"
    return is_person or pronoun.lower_ in ("they", "their", "them")


def _is_only_person(noun: Token, pronoun: Token) -> bool:
    """Whether no other person stands before a "they", which then is the one named and those behind him or her."""
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    return all(span.label_ != "PERSON" or span.start <= noun.i < span.end for span in before.ents)


def named_for(token: Token) -> Token:
    """For a pronoun, the noun it stands for where grammar tells: "Ruritania said it had expelled", "lifted its ban"."""
    if token.tag_ not in ("PRP", "PRP$") or token.lower_ not in THIRD_PERSON:
        return token
    clause = token.head
    for _ in range(syntax.MAX_CLIMB):
        if clause.pos_ in ("VERB", "AUX"):
            found = syntax.subject(clause)
            if token.tag_ == "PRP$" and _follows_object(token):
                held = syntax.logical_object(clause)
                if held is None or held.i > token.i or not _hangs_on(token, clause):
                    return token  # whose it is, is not for grammar to tell
                return held  # "criticised Graustark over its visit", "helping Ruritania in its war"
            if found is not None and found.pos_ in ("NOUN", "PROPN") and found.i < token.i and _fits(found, token):
                return found
        if clause.head == clause:
            break
        clause = clause.head
    return token


def _hangs_on(possessive: Token, verb: Token) -> bool:
    """Whether the thing owned stands in a phrase of the verb that tells about its object: over, in, for its …"""
    preposition = possessive.head.head
    return possessive.head.dep_ == "pobj" and preposition.lower_ in ABOUT_OBJECT and verb in preposition.ancestors


def _follows_object(possessive: Token) -> bool:
    """Whether the verb over "its" governs an object before it, which may own the thing as well as the subject."""
    clause = possessive.head
    for _ in range(syntax.MAX_CLIMB):
        if clause.pos_ in ("VERB", "AUX") or clause.head == clause:
            break
        clause = clause.head
    if clause.pos_ != "VERB" or not syntax.has_object_before(clause, possessive):
        return False
    held = syntax.logical_object(clause)
    return held is not None and _fits(held, possessive)


def _argument(head: Token, entities: DocumentEntities, voices: Voices, *, alone: bool) -> Argument | None:
    heads = [head] if alone else syntax.coordinated(head)
    span = noun_span(head)
    if not alone and len(heads) > 1:
        last = noun_span(heads[-1])
        span = Span(min(span.start, last.start), max(span.end, last.end))
    found: list[int] = []
    for one in heads:
        for entity in _entities_of(one, entities, voices):
            if entity not in found:
                found.append(entity)
    if not found and head.lower_ in NOBODY_KNOWN:
        return None
    return Argument(span, tuple(found), head)


def noun_span(head: Token) -> Span:
    """The noun phrase around `head` with its "of" phrase, without clauses, appositions and what is coordinated."""
    first, last = head, head
    for child in head.children:
        if child.dep_ in SKIPPED_IN_SPAN and not (child.dep_ == "prep" and child.lower_ == "of" and child.i > head.i):
            continue
        if child.i < head.i:
            if child.dep_ == "compound" and child.nbor(1).text in HYPHENS:
                continue  # "Ruritania-Graustark": two names
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


def _entities_of(head: Token, entities: DocumentEntities, voices: Voices) -> tuple[int, ...]:
    """Whom a noun means: its own mention, else the state or body it acts for."""
    if head.tag_ == "PRP$" and _follows_object(head):
        return ()  # whose it is, neither grammar nor nearness tells
    mention = entities.mention_at(head.idx)
    own = () if mention is None else _members(mention)
    if head.pos_ == "PRON":
        return own or voices.meant_by(head)
    whose = _whose(head, entities, voices)
    if own and not (len(own) == 1 and _is_nameless(entities, own[0], len(whose))):
        return own
    for child in head.children:
        if child.dep_ == "appos":
            named = entities.mention_at(child.idx)
            if named is not None and _members(named):
                return _members(named)
    return whose or own


def is_plural_word(entity: LocalEntity) -> bool:
    """Whether an entity is no name but a word of the text for several: "navies", "the attackers"."""
    return entity.kind in ("group", "organisation") and (entity.name[:1].islower() or entity.name[:1].isdigit())


def _is_nameless(entities: DocumentEntities, index: int, owners: int) -> bool:
    """Whether an entity is only a plural of the text ("navies"), so that whose they are tells more."""
    entity = entities.entities[index]
    return (entity.country is None or owners > 1) and is_plural_word(entity)


def _whose(head: Token, entities: DocumentEntities, voices: Voices) -> tuple[int, ...]:
    """The sides a body, a person or a thing belongs to: "the Ruritanian and Graustarkian navies", "our troops"."""
    hosts = [child for child in head.children if child.dep_ in MODIFIERS]
    hosts += [noun for word, noun in syntax.prepositional(head) if word in BELONGING]
    for host in hosts:
        found: list[int] = []
        for one in syntax.coordinated(host):
            mention = entities.mention_at(one.idx)
            members = () if mention is None else _members(mention)
            named = [index for index in members if not is_plural_word(entities.entities[index])]
            found += [entity for entity in named or voices.meant_by(one) if entity not in found]
        if found:
            return tuple(found)
    return ()


def _members(mention: Mention) -> tuple[int, ...]:
    if mention.members:
        return mention.members
    return () if mention.entity is None else (mention.entity,)
