"""Where a happening took place: the locative phrase on it, else the place of the occasion or journey it is told with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.referents import noun_span
from transforms.events.tense import is_past
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists
from transforms.language.model import DocumentEntities, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "off", "around", "over", "within", "throughout"}
)
TOWARDS = frozenset({"to", "into"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
PLACE_KINDS = frozenset({"place", "government"})
BESIDE = frozenset({"at", "during", "on", "in", "of", "for"})  # "criticised her over the visit to Strelsau" elsewhere
MAX_STEPS = 3
OVERHEAD = frozenset({"ASSAULT", "MOBILIZE"})  # acts "over" a country; others are over an issue
GATHERINGS = frozenset({"CONSULT", "OTHER"})


def find_place(trigger: Trigger, entities: DocumentEntities) -> tuple[Span, int | None] | None:
    """The words that say where, and the entity they mean where it is known; null if nothing does."""
    for noun in _candidates(trigger):
        found = _as_place(noun, entities)
        if found is not None:
            return found
    return _before_noun(trigger, entities)


def _as_place(noun: Token, entities: DocumentEntities) -> tuple[Span, int | None] | None:
    mention = entities.mention_at(noun.idx)
    kind = entities.entities[mention.entity].kind if mention is not None and mention.entity is not None else None
    if noun.ent_type_ in PLACE_LABELS or kind == "place":
        known = mention.entity if mention is not None and kind in PLACE_KINDS else None
        return (mention.span if known is not None and mention is not None else noun_span(noun)), known
    if noun.lemma_.lower() in word_lists("places.txt")["towns"] and _is_of_somewhere(noun):
        return noun_span(noun), None  # "the Ruritanian capital" is a town of the state the words name
    return None


def _is_of_somewhere(noun: Token) -> bool:
    named = any(child.ent_type_ in ("NORP", "GPE") for child in noun.children)
    return named or any(child.lower_ in ("the", "its", "this") for child in noun.children)


def _before_noun(trigger: Trigger, entities: DocumentEntities) -> tuple[Span, int | None] | None:
    """The town or building before a noun of what people meet at: "the Strelsau summit"; a state's name is a side."""
    if trigger.frame.is_verb or trigger.rule.type not in GATHERINGS:
        return None
    for child in trigger.token.children:
        if child.dep_ not in ("compound", "poss"):
            continue
        mention = entities.mention_at(child.idx)
        kind = entities.entities[mention.entity].kind if mention is not None and mention.entity is not None else None
        words = noun_span(child)
        seat = syntax.words_between(child.doc, words.start, words.end).removeprefix("the ")
        if seat in word_lists("places.txt")["seats"] and child.dep_ == "compound":
            return words, None
        if child.ent_type_ == "FAC" or (kind == "place" and child.dep_ == "compound"):
            return (mention.span if mention is not None else noun_span(child)), mention.entity if mention else None
    return None


def _candidates(trigger: Trigger) -> Iterator[Token]:
    visit = trigger.rule.mode == "visit"
    # "met on the sidelines of a summit in Strelsau", but not "since the raid at a summit"
    depth = 0 if trigger.frame.is_verb or trigger.rule.type in GATHERINGS else MAX_STEPS
    above = trigger.rule.type in OVERHEAD
    seen: set[int] = set()
    for host in _hosts(trigger):
        if host is None or host.i in seen:
            continue
        seen.add(host.i)
        for word, noun in _locatives(host, visit, depth):
            if word != "over" or above:
                yield noun
    if visit:
        yield from trigger.frame.slot("destination")
        yield from trigger.frame.slot("obj" if trigger.frame.is_verb else "comp")
    if trigger.clause is not None:
        yield from _beside(trigger.clause)
        if trigger.rule.type == "CONSULT":
            yield from _behind_time(trigger.clause)


def _hosts(trigger: Trigger) -> Iterator[Token | None]:
    yield from (trigger.token, trigger.partner, trigger.clause)
    if trigger.frame.is_verb:
        yield trigger.frame.object if trigger.partner is not None else None
    yield syntax.outer_noun(trigger.token)
    if trigger.token.dep_ == "conj" and trigger.frame.governing is not None:
        yield trigger.frame.governing[0]  # "held patrols and exercises in the gulf"


def _locatives(host: Token, visit: bool, depth: int) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) of the locative phrases on `host` and on the steps between it and a place."""
    lists = word_lists("places.txt")
    steps: list[Token] = []
    for word, noun in syntax.prepositional(host):
        if word in LOCATIVE or (visit and word in TOWARDS):
            yield word, noun
        if word in BESIDE and (noun.lemma_.lower() in lists["occasions"] or noun.lower_ in lists["occasions"]):
            steps.append(noun)
    if depth < MAX_STEPS:
        for noun in steps:
            yield from _locatives(noun, visit or noun.lemma_ in lists["journeys"], depth + 1)
            for clause in noun.children:
                if clause.dep_ == "acl" and clause.tag_ == "VBN" and clause.lemma_ in lists["held"]:
                    yield from _locatives(clause, visit, MAX_STEPS)


def _beside(clause: Token) -> Iterator[Token]:
    """The place the clause before has taken the same subject to: "visited Strelsau and met the mayor"; the place a
    clause with "where" is about."""
    if clause.dep_ == "relcl" and any(child.lower_ == "where" for child in clause.children):
        yield clause.head
    head = clause.head
    if clause.dep_ != "conj" or any(child.dep_ in syntax.SUBJECT for child in clause.children):
        return
    if head.lemma_ not in word_lists("places.txt")["arriving"] or is_past(head) != is_past(clause):
        return
    if head.lemma_ in ("visit", "tour"):
        yield from (child for child in head.children if child.dep_ in syntax.OBJECT)
    yield from (noun for word, noun in syntax.prepositional(head) if word in LOCATIVE | TOWARDS)


def _behind_time(clause: Token) -> Iterator[Token]:
    """The place of a summit that the parser hangs on a phrase of time: "for the first time since the war at a summit in
    Strelsau"."""
    occasions = word_lists("places.txt")["occasions"]
    for token in clause.subtree:
        if token.dep_ != "pobj" or token.lemma_.lower() not in occasions or token.head.lower_ not in ("at", "on"):
            continue
        phrase = token.head.head
        if phrase.dep_ == "pobj" and phrase.head.lower_ == "since" and phrase.head.head.lower_ == "time":
            yield from (noun for _, noun in _locatives(token, False, MAX_STEPS))
