"""Where a happening took place: the locative phrase that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.referents import noun_span
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
MAX_STEPS = 3
OVERHEAD = frozenset({"ASSAULT", "MOBILIZE"})  # acts "over" a country; others are over an issue


def find_place(trigger: Trigger, entities: DocumentEntities) -> tuple[Span, int | None] | None:
    """The words that say where, and the entity they mean where it is known; null if nothing does."""
    for noun in _candidates(trigger):
        mention = entities.mention_at(noun.idx)
        kind = entities.entities[mention.entity].kind if mention is not None and mention.entity is not None else None
        if noun.ent_type_ in PLACE_LABELS or kind == "place":
            known = mention.entity if mention is not None and kind in PLACE_KINDS else None
            return (mention.span if known is not None and mention is not None else noun_span(noun)), known
    return None


def _candidates(trigger: Trigger) -> Iterator[Token]:
    visit = trigger.rule.mode == "visit"
    # "met on the sidelines of a summit in Strelsau", but not "since the raid at a summit"
    depth = 0 if trigger.frame.is_verb or trigger.rule.type in ("CONSULT", "OTHER") else MAX_STEPS
    above = trigger.rule.type in OVERHEAD
    hosts = [trigger.token, trigger.partner, trigger.clause]
    if trigger.frame.is_verb:
        hosts += [trigger.frame.object if trigger.partner is not None else None]
    hosts.append(syntax.outer_noun(trigger.token))
    seen: set[int] = set()
    for host in hosts:
        if host is None or host.i in seen:
            continue
        seen.add(host.i)
        for word, noun in _locatives(host, visit, depth):
            if word != "over" or above:
                yield noun
    if visit:
        yield from trigger.frame.slot("destination")
        yield from trigger.frame.slot("obj" if trigger.frame.is_verb else "comp")


def _locatives(host: Token, visit: bool, depth: int) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) of the locative phrases on `host` and on the steps between it and a place."""
    steps: list[Token] = []
    for word, noun in syntax.prepositional(host):
        if word in LOCATIVE or (visit and word in TOWARDS):
            yield word, noun
        if noun.lower_ in word_lists("words.txt")["steps"]:
            steps.append(noun)
    if depth < MAX_STEPS:
        for noun in steps:
            yield from _locatives(noun, visit, depth + 1)
