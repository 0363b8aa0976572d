"""Which of the words that could name a happening tell of one: no slogans, general truths, commands or lasting states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.conditions import is_unarmed
from transforms.events.general import is_general
from transforms.events.lexicon import load
from transforms.events.modality import HYPOTHETICAL, NEGATED, PLANNED
from transforms.events.model import Event
from transforms.events.sides import is_named
from transforms.events.tense import is_general_present
from transforms.events.triggers import Trigger, names_state
from transforms.events.wordlists import word_lists
from transforms.language.lexicons import state_names
from transforms.language.model import DocumentEntities, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# The second opinion was trained on reports of crime, accidents, disasters, sport and business.
# In a story of statecraft, where at least this share of the lexicon's words are acts between states (the five seed
# stories: .44 and more; nine in ten documents of ECB+ dev: under .28), it takes lasting states for happenings: there it
# is believed only where it is sure of a verb, and the lexicon's own vaguer words only count where they are told plainly.
STATECRAFT = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "COOPERATE", "CONCEDE"})
STATECRAFT_SHARE = 1 / 3
# The same holds of stories of public affairs, told by how many of their words are of parliaments, governments and
# elections: about three in four political stories have this share, one in six of ECB+ train (first word list).
PUBLIC_SHARE = 0.018
PUBLIC_WORDS = 5  # fewer say nothing about what a text is about
SURE = 0.93  # likelihood from which a verb is believed there: of 35 in twelve political stories 25 told of something
SURE_MODES = frozenset(
    {"death", "disaster", "fire", "accident", "election", "legal", "crime", "birth", "award", "health"}
)
EMPTY_MODES = frozenset({"aspect", "cause", "activity", "plan", "act", "transfer"})  # made, tried, served, led to
BLOWS = frozenset({"in", "with"})  # where, and with what, somebody is hit
TITLE = 8  # words a quoted title has at most
SMALL = frozenset({"ADP", "DET", "CCONJ", "PART", "PRON"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_statecraft(triggers: Sequence[Trigger]) -> bool:
    """Whether the story is about what states and their leaders say and do to each other."""
    known = [trigger.rule.type for trigger in triggers if trigger.likelihood is None]
    return bool(known) and sum(kind in STATECRAFT for kind in known) >= STATECRAFT_SHARE * len(known)


def is_public(doc: Doc) -> bool:
    """Whether the story is about parliaments, governments or elections, by the share of words that belong to them."""
    words = [token for token in doc if token.is_alpha]
    public = word_lists("words.txt")["public_affairs"]
    count = sum(token.lemma_.lower() in public for token in words)
    return count >= PUBLIC_WORDS and count > PUBLIC_SHARE * len(words)


def is_told(
    trigger: Trigger, event: Event, spoken: Sequence[Span], statecraft: bool, entities: DocumentEntities
) -> bool:
    """Whether the text tells of the happening as of one that came about, is planned or is denied.

    `spoken` are the parts of direct quotes.
    """
    said = any(event.trigger.overlaps(part) for part in spoken)
    if is_title(trigger.token) or is_aside(trigger.token) or is_statistic(trigger.token):
        return False
    if is_figurative(trigger, event, entities):
        return False
    headline = any(condition.slot == "headline" for condition in trigger.rule.conditions)
    if (is_command(trigger.token) and not headline) or is_name_only(trigger.token) or is_slogan(trigger, event):
        return False
    if is_generic(trigger, event, said=said, claimed=statecraft and event.quote is not None):
        return False
    if event.event_type != "OTHER":
        return True
    return _is_plainly_told(trigger, event, spoken, statecraft)


def _is_plainly_told(trigger: Trigger, event: Event, spoken: Sequence[Span], statecraft: bool) -> bool:
    """Whether the text itself tells of an everyday happening as something that came about: no denial or possibility, no
    word in a quotation, no general present, no word for a lasting state. The lexicon's words are taken as they are,
    unless the story is one of statecraft."""
    if trigger.frame.is_verb and (is_state_passive(trigger.token) or _is_timeless(trigger)):
        return False
    said = any(event.trigger.overlaps(part) for part in spoken)
    musing = said and (event.status == HYPOTHETICAL or (trigger.frame.is_verb and is_general_present(trigger.token)))
    plain = not statecraft and event.mode not in EMPTY_MODES and not musing
    if trigger.likelihood is None and (plain or event.mode in SURE_MODES):
        return True
    if trigger.likelihood is not None and names_state(trigger.token, load()):
        return False
    if trigger.likelihood is not None and statecraft and not (trigger.frame.is_verb and trigger.likelihood >= SURE):
        return False
    if said or (event.status in (NEGATED, HYPOTHETICAL) and (statecraft or not trigger.frame.is_verb)):
        return False
    if statecraft and (event.status == PLANNED or event.mode in EMPTY_MODES):
        return False
    return not (trigger.frame.is_verb and is_general_present(trigger.token))


def is_aside(verb: Token) -> bool:
    """Whether the word only refers to what is known: "as agreed", "as promised"."""
    if verb.tag_ != "VBN" or any(child.dep_ in (*syntax.SUBJECT, "aux", "auxpass") for child in verb.children):
        return False
    return any(child.lower_ == "as" for child in verb.children) or (verb.i > 0 and verb.nbor(-1).lower_ == "as")


def is_command(verb: Token) -> bool:
    """Whether the word is a bare verb that opens its sentence: "Leave a comment", "Follow us"."""
    if verb.tag_ != "VB" or verb.dep_ != "ROOT":
        return False
    if any(child.dep_ in syntax.SUBJECT or child.dep_ == "aux" for child in verb.children):
        return False
    before = [token for token in verb.doc[verb.sent.start : verb.i] if token.is_alpha and token.pos_ != "ADV"]
    return not before


def is_figurative(trigger: Trigger, event: Event, entities: DocumentEntities) -> bool:
    """Whether a word of force is one of words, votes or games: no state takes part, and nothing in the sentences around
    speaks of arms or blood."""
    words = word_lists("words.txt")
    token = trigger.token
    if event.event_type != "ASSAULT" or token.lemma_.lower() not in words["forceful"]:
        return False
    if any(condition.slot in BLOWS and condition.lemmas for condition in trigger.rule.conditions):
        return False  # "hit in the head", "struck with a club"
    sides = [entities.entities[index] for index in (*event.actor_entities, *event.recipient_entities)]
    states = set(state_names().values())
    if any(side.kind == "government" or side.name in states for side in sides):
        return False
    return is_unarmed(trigger.frame)


def is_statistic(noun: Token) -> bool:
    """Whether a noun counts what happens in general: "the death rate", "nine deaths per 100,000"."""
    if noun.dep_ == "compound" and noun.head.lemma_.lower() in word_lists("words.txt")["rates"]:
        return True
    return noun.pos_ == "NOUN" and any(child.dep_ == "prep" and child.lower_ == "per" for child in noun.children)


def is_state_passive(verb: Token) -> bool:
    """Whether a passive in the present tells how a thing is: "the house is built of stone", "it is located here"."""
    if verb.tag_ != "VBN" or any(child.dep_ == "agent" or child.ent_type_ == "DATE" for child in verb.children):
        return False
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    return len(auxiliaries) == 1 and auxiliaries[0].tag_ in ("VBZ", "VBP") and auxiliaries[0].lemma_ == "be"


def _is_timeless(trigger: Trigger) -> bool:
    """Whether a word of the second opinion stands in a phrase of purpose or kind under a clause of what is so:
    "good for watering the grass"."""
    verb = trigger.token
    if trigger.likelihood is None or verb.tag_ not in ("VB", "VBG"):
        return False
    if any(child.dep_ == "aux" and child.tag_ in ("VBZ", "VBP", "VBD", "MD") for child in verb.children):
        return False
    over = _clause_of(verb.head) if verb.head != verb else None
    for _ in range(syntax.MAX_CLIMB):
        if over is None or over.tag_ in FINITE or over.head == over:
            break
        over = _clause_of(over.head)
    return over is not None and is_general_present(over)


def is_title(token: Token) -> bool:
    """Whether the word stands in the quoted title of a work: all words between the marks are capitalised."""
    doc, sent = token.doc, token.sent
    left = next((i for i in range(token.i - 1, max(sent.start, token.i - TITLE) - 1, -1) if doc[i].is_quote), None)
    right = next((i for i in range(token.i + 1, min(sent.end, token.i + TITLE)) if doc[i].is_quote), None)
    if left is None or right is None:
        return False
    inside = doc[left + 1 : right]
    words = [word for word in inside if word.is_alpha and (word.i == inside.start or word.pos_ not in SMALL)]
    return len(inside) > 1 and all(word.text[0].isupper() for word in words)


def is_name_only(noun: Token) -> bool:
    """Whether a noun is only what something is called or compared with: "what it called an operation", "describing it as
    occupation", "likened it to a massacre", "this is an execution"."""
    words = word_lists("words.txt")
    if noun.dep_ == "oprd":
        return noun.head.lemma_ in words["naming"]
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        subject = syntax.subject(noun.head)
        indefinite = any(child.lower_ in ("a", "an") for child in noun.children)
        return indefinite and subject is not None and subject.lower_ in ("this", "that", "it")
    if noun.dep_ != "pobj":
        return False
    over = noun.head.head
    if noun.head.lower_ in ("to", "with"):  # the phrase may hang on what is compared
        return over.lemma_ in words["comparing"] or (
            over.dep_ in syntax.OBJECT and over.head.lemma_ in words["comparing"]
        )
    return noun.head.lower_ == "as" and over.lemma_ in words["naming"]


def is_generic(trigger: Trigger, event: Event, *, said: bool, claimed: bool) -> bool:
    """Whether a word speaks of happenings in general: "sanctions never work", "able to sell" (`general.py`).

    `said`: the word stands in a direct quote; `claimed`: in a reported one of a story of statecraft.
    """
    if is_general(trigger, event):
        return True
    noun = trigger.token
    if trigger.frame.is_verb or trigger.partner is not None or event.place is not None or event.date is not None:
        return False
    if event.actor is not None or event.recipient is not None or noun.pos_ == "ADJ":
        return False
    while noun.dep_ in ("conj", "compound") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    modifiers = ("det", "poss", "nummod", "acl", "relcl")
    hosts = (trigger.token,) if trigger.token.dep_ == "conj" else (noun, trigger.token)
    if any(child.dep_ in modifiers or is_named(child) for host in hosts for child in host.children):
        return False
    verb = _clause_of(noun)
    if noun.tag_ == "NN" and noun.lemma_.lower() in word_lists("status.txt")["lasting"] and not list(noun.lefts):
        return True  # "about war and love"
    if said or (verb is not None and _is_called_for(verb, word_lists("claims.txt"))):
        return True
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return claimed and event.event_type != "OTHER"
    return verb is not None and not _tells_past(verb)


def _clause_of(token: Token) -> Token | None:
    for _ in range(syntax.MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _tells_past(verb: Token) -> bool:
    """Whether the clause tells of something done: simple past or perfect, or a headline."""
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" and child.dep_ in ("aux", "auxpass") for child in verb.children):
        return True
    perfect = any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
    return perfect or not (is_general_present(verb) or any(child.dep_ in ("aux", "auxpass") for child in verb.children))


def is_slogan(trigger: Trigger, event: Event) -> bool:
    """Whether somebody only says that sides should stand together or against something."""
    lists = word_lists("claims.txt")
    clause = trigger.clause
    if event.mode is not None and event.mode not in lists["slogan_modes"]:
        return False
    if event.event_type not in lists["slogan_types"] or event.status != HYPOTHETICAL or clause is None:
        return False
    return _is_called_for(clause, lists)


def _is_called_for(verb: Token, lists: dict[str, frozenset[str]]) -> bool:
    for _ in range(syntax.MAX_CLIMB):
        if any(child.dep_ == "aux" and child.lower_ in lists["deontic"] for child in verb.children):
            return True
        if verb.dep_ not in ("conj", "xcomp", "advcl", "acl", "pcomp", "prep"):
            return False
        over = verb.head.head if verb.dep_ == "pcomp" else verb.head
        if verb.dep_ in ("xcomp", "acl", "pcomp") and over.lemma_.lower() in lists["deontic_over"]:
            return True
        if verb.tag_ in FINITE:
            return False
        verb = verb.head
    return False
