"""Actor and recipient of a happening: the first filled slot of its rule, as a span and as entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.lexicon import DEFAULT_RECIPIENTS
from transforms.events.referents import Argument, argument, meant_by, named_for, noun_span
from transforms.events.sides import NAMED_LABELS, is_named, is_party, is_side, owners
from transforms.events.triggers import Trigger
from transforms.events.voices import Voices
from transforms.events.wordlists import word_lists
from transforms.language.lexicons import state_names
from transforms.language.model import DocumentEntities, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SYMMETRIC_TYPES = frozenset({"CONSULT", "COOPERATE"})
SYMMETRIC_MODES = frozenset({"agreement", "relations", "exercise", "ceasefire"})
STATE_KINDS = frozenset({"government", "place"})
ONE_SIDED_MODES = frozenset({"visit", "multilateral"})
ENDED_BY_OTHERS = frozenset({"COERCE", "SANCTION", "ASSAULT", "PROTEST"})  # who ends a war need not have begun it
# Acts that are always towards somebody: the first side named after the verb, where no slot of the rule is filled.
DIRECTED = frozenset({"SANCTION", "COERCE", "AID", "RETREAT", "CONCEDE", "SUPPORT", "REJECT", "COOPERATE", "MOBILIZE"})
UNDIRECTED_MODES = frozenset({"resign", "arrest", "exercise", "agreement", "relations"})
NO_SIDE = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL", "MONEY", "QUANTITY"})
NO_ARGUMENT = frozenset({"face", "there", "that", "this", "what", "which", "who", "itself", "himself", "themselves"})
RECIPROCAL = frozenset({"each", "one"})  # "each other", "one another"

# Acts towards a party: a deal that is praised or an offer that is rejected is none, but may belong to one.
PARTY_TYPES = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
OF_THINGS = frozenset({"SUPPORT", "ACCUSE", "REJECT"})  # have a thing for recipient where no party is behind it
# Acts of words and meetings: what is said to do them stands for its owner ("Ruritania's note accused Graustark").
REFUSING = frozenset({"REJECT", "CONCEDE"})  # refuse or grant what somebody asks for: "dismissed the bakers' petition"
STANDING_FOR_OWNER = PARTY_TYPES | {"CONSULT", "COOPERATE", "AID"}
# Acts one may have from another, and the words that then name who gives.
GIVEN = frozenset({"SUPPORT", "AID", "CONCEDE", "ACCUSE"})
GIVERS = ("poss", "by", "from", "of")
FELT = frozenset({"SANCTION", "COERCE", "ASSAULT"})  # acts that are said to hurt somebody
ANSWERED = "disapprove"  # acts amid which somebody goes or gives way
CIRCUMSTANCES = frozenset({"in", "at", "from", "to", "as", "into", "on", "over"})  # of a happening, if no side
WHEREABOUTS = frozenset({"in", "to", "on", "gin", "deep"})
SOURCES = frozenset({"from", "comp", "amod"})  # name who acts only where they name a side: "release from prison"
HELD = frozenset(
    {"policy", "law", "bill", "measure", "rule", "plan", "decree", "order", "ban", "letter", "note", "report"}
)
OWNING = frozenset({"of", "by", "from", "with", "between"})
# … and whom it helps or hurts, who is meant unless the act is for or against the thing: "condemned the raid on Norrby".
AGAINST = frozenset({"against", "on"})
TOWARDS = {"SUPPORT": frozenset({"to", "for"}), "ACCUSE": frozenset[str](), "REJECT": frozenset[str]()}
# Where nobody is named beside the noun: the guest somebody awaits, the one who acts in the clause it adds to.
FROM_CLAUSE = {"visit": ("guest", "host"), "meeting": ("host",), "talks": ("host",), "phone": ("host",)}


def find_arguments(
    trigger: Trigger, entities: DocumentEntities, voices: Voices
) -> tuple[Argument | None, Argument | None]:
    """(actor, recipient), each null where the sentence does not say."""
    rule = trigger.rule
    _, actor_head = _first(trigger, _actor_slots(trigger), None, entities)
    slot, recipient_head = _first(trigger, _recipient_slots(trigger), actor_head, entities)
    if recipient_head is None and _is_directed(trigger):
        slot, recipient_head = _first(trigger, ("deep",), actor_head, entities)
    if recipient_head is not None and rule.type in PARTY_TYPES and not is_party(recipient_head):
        recipient_head = _party_of(recipient_head, trigger, actor_head)
    if actor_head is not None and rule.type != "OTHER" and not is_party(actor_head):
        actor_head = _holder(actor_head, trigger) or actor_head
    shared = slot is not None and slot.endswith("2")
    actor = None if actor_head is None else argument(actor_head, entities, voices, alone=shared)
    if actor_head is not None and rule.type in STANDING_FOR_OWNER and not is_party(actor_head):
        behind = (argument(owner, entities, voices, alone=shared) for owner in owners(actor_head) if is_side(owner))
        actor = next((owner for owner in behind if owner is not None and owner.entities), actor)
    recipient = None if recipient_head is None else argument(recipient_head, entities, voices, alone=False)
    if actor is not None and recipient is None and trigger.rule.type == "CONSULT" and not trigger.frame.is_verb:
        actor, recipient = _convened(actor, entities)
    if slot == "deep" and actor is not None and len(actor.entities) > 1 and _is_symmetric(trigger):
        recipient = None  # "the two agreed to help Evallonia": with each other
    return _both_sides(trigger, actor, recipient, entities)


def _holder(thing: Token, trigger: Trigger) -> Token | None:
    """Who has or makes the thing a relative clause says acts: "introduced a bill that would ban", "keeps a policy"."""
    if trigger.token.dep_ != "relcl" or thing.dep_ not in syntax.OBJECT or thing.head.pos_ != "VERB":
        return None
    found = syntax.logical_subject(thing.head)
    return found if found is not None and is_party(found) and thing.lemma_.lower() in HELD else None


def _convened(body: Argument, entities: DocumentEntities) -> tuple[Argument, Argument | None]:
    """Who meets with whom where only a body of theirs is named: "a meeting of her cabinet"."""
    own = next((child for child in body.head.children if child.tag_ == "PRP$"), None)
    mention = None if own is None or not is_party(body.head) else entities.mention_at(own.idx)
    if own is None or mention is None or mention.entity is None:
        return body, None
    others = tuple(entity for entity in body.entities if entity != mention.entity)
    return Argument(noun_span(own), (mention.entity,), own), Argument(body.span, others, body.head)


def _actor_slots(trigger: Trigger) -> tuple[str, ...]:
    """The rule's own, then, for a noun that no one's name stands beside, those of the clause around it."""
    rule, light = trigger.rule, trigger.frame.light
    if trigger.frame.is_verb:
        return rule.actor
    if _is_given(trigger):
        return tuple(slot for slot in (*rule.actor, *GIVERS) if slot != "subj")
    slots = rule.actor
    if light is not None and light.subject == "recipient":
        slots = (*slots, "gfrom", "gby")
    if rule.type == "OTHER":
        return (*slots, "contestant", "streaming", "teller")
    if rule.mode not in FROM_CLAUSE:
        return (*slots, "means", "culprit", "holder", "raiser", "streaming")
    indefinite = any(child.lower_ in ("a", "an", "his", "her", "its", "their") for child in trigger.token.children)
    with_party = any(word == "with" for word, _ in syntax.prepositional(trigger.token))
    if rule.mode == "visit" or (indefinite and with_party):
        return slots + FROM_CLAUSE[rule.mode]
    return slots


def _is_given(trigger: Trigger) -> bool:
    """Whether who has it has it from another: "won the backing of Flavia", "has Ruritania's support"."""
    light, verb = trigger.frame.light, trigger.frame.light_verb
    if light is None or verb is None or trigger.rule.type not in GIVEN or _is_symmetric(trigger):
        return False
    if light.subject != "recipient" and verb.lemma_ not in word_lists("words.txt")["having"]:
        return False
    return any(is_side(noun) and noun.tag_ != "PRP$" for slot in GIVERS for noun in trigger.frame.slot(slot))


def _recipient_slots(trigger: Trigger) -> tuple[str, ...]:
    """The rule's own, then what the words around tell of acts of this kind."""
    rule = trigger.rule
    slots = rule.recipient or DEFAULT_RECIPIENTS.get(rule.part, ())
    if rule.part == "n":
        given = ("taker",) if _is_given(trigger) else ()
        slots = ("anti", *given, *slots, "gsubj", "destination", "comp2", "amod2")
        if rule.type in FELT:
            slots = (*slots, "struck", "answered")
        if rule.type in FELT or rule.type == "ACCUSE":
            slots = (*slots, "at_risk", "charged")
        return (*slots, "amid") if rule.mode == ANSWERED else (*slots, "opponent") if rule.type == "OTHER" else slots
    if rule.type in ENDED_BY_OTHERS:
        slots = (*slots, "anti")
    if rule.type in REFUSING and trigger.partner is not None:
        slots = (*slots, "owner")
    further = {"CONSULT": "jointly", "REQUEST": "urged"}.get(rule.type or "")
    return slots if further is None else (*slots, further)


def _is_directed(trigger: Trigger) -> bool:
    rule = trigger.rule
    return trigger.frame.is_verb and rule.type in DIRECTED and rule.mode not in UNDIRECTED_MODES


def _both_sides(
    trigger: Trigger, actor: Argument | None, recipient: Argument | None, entities: DocumentEntities
) -> tuple[Argument | None, Argument | None]:
    """Where one expression names both sides ("the two leaders met"), the first is actor and the rest recipient."""
    if not (_is_symmetric(trigger) or trigger.frame.is_reciprocal):
        return actor, recipient
    if recipient is None:
        return (actor, None) if actor is None or len(actor.entities) < 2 else _parted(actor)
    if actor is None:
        return _parted(recipient) if recipient.head.head.lower_ in ("between", "among") else (None, recipient)
    if set(recipient.entities) < set(actor.entities):  # "they keep a partnership with Graustark"
        others = tuple(entity for entity in actor.entities if entity not in recipient.entities)
        return Argument(actor.span, others, actor.head), recipient
    own = {entities.entities[index].country for index in actor.entities} - {None}
    others = tuple(index for index in recipient.entities if entities.entities[index].country not in own)
    are_states = all(entities.entities[index].kind in STATE_KINDS for index in recipient.entities)
    if len(recipient.entities) < 2 or len(others) == len(recipient.entities) or not are_states:
        return actor, recipient
    if others:  # "we want more trade between Ruritania and Graustark"
        return actor, Argument(_second_words(recipient), others, recipient.head)
    return _parted(recipient)


def _parted(both: Argument) -> tuple[Argument | None, Argument | None]:
    if len(both.entities) < 2:
        return None, both
    first = Argument(both.span, both.entities[:1], both.head)
    return first, Argument(_second_words(both), both.entities[1:], both.head)


def _second_words(both: Argument) -> Span:
    """The words of the other side where one phrase names both: "the armies of Ruritania and Graustark"."""
    for word, noun in syntax.prepositional(both.head):
        others = syntax.coordinated(noun)[1:]
        if word in ("of", "between", "from") and others:
            return noun_span(others[0])
    return both.span


def _party_of(thing: Token, trigger: Trigger, taken: Token | None) -> Token | None:
    """Whose the thing is that was praised, rejected or asked for; else the thing, or null where that says nothing."""
    asked = syntax.complement(trigger.token) if trigger.rule.type == "REQUEST" else None
    if asked is not None and syntax.is_passive(asked) and thing == syntax.logical_object(asked):
        return None  # nobody is named who should do it: "ordered all Ruritanian flags to be lowered"
    owning = OWNING | TOWARDS.get(trigger.rule.type or "", AGAINST)
    candidates = [*owners(thing), *(noun for word, noun in syntax.prepositional(thing) if word in owning)]
    for owner in candidates:
        party = named_for(owner)
        if is_side(party) and party.pos_ != "PRON" and _can_be_argument(party, trigger, taken):
            return party
    clauses = [inner for child in thing.children if child.dep_ in ("relcl", "acl") for inner in child.subtree]
    named = any(inner.ent_type_ in NAMED_LABELS and inner not in clauses for inner in thing.subtree)
    return thing if named or thing.pos_ in ("NUM", "PROPN") or trigger.rule.type in OF_THINGS else None


def _is_symmetric(trigger: Trigger) -> bool:
    rule = trigger.rule
    if rule.mode in ONE_SIDED_MODES:
        return rule.mode == "multilateral"
    return rule.type in SYMMETRIC_TYPES or rule.mode in SYMMETRIC_MODES or "subj2" in rule.recipient


def is_symmetric(event_type: str, mode: str | None) -> bool:
    """Whether actor and recipient of such a happening can change places."""
    if mode == "visit":
        return False
    return event_type in SYMMETRIC_TYPES or mode in SYMMETRIC_MODES


def _first(
    trigger: Trigger, slots: tuple[str, ...], taken: Token | None, entities: DocumentEntities
) -> tuple[str | None, Token | None]:
    """(slot, word) of the first slot filled by a possible side, else of the first filled at all."""
    fallback: tuple[str | None, Token | None] = (None, None)
    for slot in slots:
        if _says_nothing(slot, trigger):
            continue
        for found in trigger.frame.slot(slot):
            head = meant_by(found, entities)
            if not _can_be_argument(head, trigger, taken) or _is_beside(head, taken, slot):
                continue
            if trigger.rule.type == "PROTEST" and slot in WHEREABOUTS and _is_spot(head, slot, entities):
                continue
            if slot in SOURCES and trigger.rule.part == "n" and not (is_side(head) or is_named(head)):
                continue
            if is_side(head) or (slot == "obj" == slots[0] and _is_enough(head, trigger, taken)):
                return slot, head
            if fallback[1] is None and not (slot in CIRCUMSTANCES and trigger.rule.type == "OTHER"):
                fallback = (slot, head)
    return fallback


def _is_spot(head: Token, slot: str, entities: DocumentEntities) -> bool:
    """Whether a phrase says where people march, no side they march on: a town or a square, not a state or a body."""
    mention = entities.mention_at(head.idx)
    if mention is None or mention.entity is None:
        is_common = not is_side(head) or head.lemma_.lower() in word_lists("places.txt")["spots"]
        return is_common and slot != "deep"
    found = entities.entities[mention.entity]
    return found.kind == "place" and found.name != state_names().get(found.country or "")


def _is_enough(thing: Token, trigger: Trigger, taken: Token | None) -> bool:
    """Whether a thing that is acted upon will do for the recipient, so that no other slot is looked at."""
    return trigger.rule.type not in PARTY_TYPES or _party_of(thing, trigger, taken) is not None


def _says_nothing(slot: str, trigger: Trigger) -> bool:
    """Whether a slot tells no side here: who ends a war; whom a refused condemnation would have struck."""
    light = trigger.frame.light
    if slot == "subj":
        return light is not None and light.phase == "end" and trigger.rule.type in ENDED_BY_OTHERS
    return slot in ("deep", "cobj", "cparty") and trigger.rule.type == "REJECT" and trigger.frame.refuses_harm


def _is_beside(head: Token, taken: Token | None, slot: str) -> bool:
    """Whether the word stands beside the one taken for the other side: "Ruritania and Graustark"."""
    if taken is None:
        return False
    return (taken in syntax.coordinated(head) and slot != "deep") or (
        slot == "deep" and head in syntax.coordinated(taken)
    )


def _can_be_argument(head: Token, trigger: Trigger, taken: Token | None) -> bool:
    if head == taken or head == trigger.partner or head == trigger.token or head.lower_ in NO_ARGUMENT:
        return False
    if head.lower_ in ("other", "another") and any(word.lower_ in RECIPROCAL for word in head.lefts):
        return False
    if head.dep_ == "nsubj" and (head.tag_ in ("NNP", "NNPS") or head.ent_type_ == "PERCENT"):
        return True  # "Forty percent blamed the mayor"
    return head.ent_type_ not in NO_SIDE
