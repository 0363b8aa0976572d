"""Whom a noun means: the word a pronoun stands for, the words of a side, and the entities these name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.sides import MODIFIERS, is_party, is_side
from transforms.events.voices import Voices
from transforms.events.wordlists import word_lists
from transforms.language.lexicons import state_names
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Span
from transforms.language.name import YOUNGER

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME = "name"
HYPHENS = frozenset({"-", "–", "‐"})
SKIPPED_IN_SPAN = frozenset({"relcl", "acl", "advcl", "punct", "appos", "cc", "conj", "prep", "parataxis", "case"})
THIRD_PERSON = frozenset("it its he his she her him they them their".split())  # noqa: SIM905
SINGULAR = frozenset({"he", "him", "she", "her"})
NOBODY_KNOWN = frozenset({"it"})  # says nothing where it stands for nobody: "when it came to opposing"
ABOUT_OBJECT = frozenset({"over", "in", "for", "about", "of", "on"})
BELONGING = frozenset({"of", "in", "from", "between", "among"})


@dataclass(frozen=True, slots=True)
class Argument:
    """Words and the entities they mean. `head` is the word the span was read from."""

    span: Span
    entities: tuple[int, ...]
    head: Token


def meant_by(token: Token, entities: DocumentEntities) -> Token:
    """The noun a pronoun stands for by grammar, unless the document knows it for somebody else: "she" for a woman."""
    noun = _listed_noun(named_for(token))
    own, other = entities.mention_at(token.idx), entities.mention_at(noun.idx)
    if token == noun or token.tag_ != "PRP" or token.lower_ not in SINGULAR or own is None or own.entity is None:
        return noun
    return noun if other is not None and other.entity == own.entity else token


def _listed_noun(token: Token) -> Token:
    """The noun that describing words before a comma belong to: "four minority, liberal senators" are senators."""
    counted = any(child.dep_ == "nummod" and child.lower_ not in ("one", "1") for child in token.children)
    if token.tag_ != "NN" or not counted:
        return token
    apart = (child for child in token.children if child.dep_ == "appos" and child.tag_ == "NNS")
    return next((noun for noun in apart if not any(word.dep_ in ("det", "nummod") for word in noun.children)), token)


def named_for(token: Token) -> Token:
    """For a pronoun, the noun it stands for where grammar tells: "Ruritania said it had expelled", "lifted its ban"."""
    if token.tag_ not in ("PRP", "PRP$") or token.lower_ not in THIRD_PERSON:
        return token
    avoided: Token | None = None
    clause, own = token.head, token.tag_ == "PRP" and token.dep_ not in syntax.SUBJECT
    for _ in range(syntax.MAX_CLIMB):
        if clause.pos_ in ("VERB", "AUX"):
            found = syntax.subject(clause)
            if own:  # "Graustark attacked it": another than who acts in its own clause
                own, avoided = found is None, found
                found = None
            if token.tag_ == "PRP$" and _follows_object(token):
                held = syntax.logical_object(clause)
                if held is None or held.i > token.i or not _hangs_on(token, clause):
                    return token  # whose it is, is not for grammar to tell
                return held  # "criticised Graustark over its visit", "helping Ruritania in its war"
            if (
                found is not None
                and found != avoided
                and found.pos_ in ("NOUN", "PROPN")
                and found.i < token.i
                and _fits(found, token)
            ):
                return found
        if clause.head == clause:
            break
        clause = clause.head
    return token


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
    """Whether nobody else stands before a "they", which then is the one named and those behind him or her."""
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    if any(word.tag_ in ("NNS", "NNPS") and word != noun and is_party(word) for word in before):
        return False  # "kept up his attacks on the mayors, saying they": the mayors
    return all(span.label_ != "PERSON" or span.start <= noun.i < span.end for span in before.ents)


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


def argument(head: Token, entities: DocumentEntities, voices: Voices, *, alone: bool) -> Argument | None:
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
    name = entities.mention_at(head.idx)
    if name is not None and name.form == NAME and span.start <= name.start < span.end < name.end:
        span = Span(span.start, name.end)  # a parse that splits a name: "the Ministry of Trade Ports"
    return Argument(span, tuple(found), head)


def noun_span(head: Token) -> Span:
    """The noun phrase around `head` with its "of" phrase, without clauses, appositions and what is coordinated."""
    first, last = head, head
    if head.dep_ == "appos" and _listed_noun(head.head) == head:
        first = head.head.left_edge
    ended = max((child.i for child in head.lefts if child.lower_ in YOUNGER), default=-1)
    for child in head.children:
        if child.i <= ended:
            continue  # "Karl Lind Jr. Flavia's guards": the parse joins two sentences
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
    if head.tag_ == "PRP$" and head.lower_ in THIRD_PERSON and _follows_object(head):
        return ()  # whose it is, neither grammar nor nearness tells
    mention = entities.mention_at(head.idx)
    own = () if mention is None else _members(mention)
    if head.pos_ == "PRON":
        return own or voices.meant_by(head)
    whose = _whose(head, entities, voices)
    state = _state_behind(head, own, entities) if len(whose) < 2 else None
    if state is not None:
        return (state,)
    apposed = _apposed(head, entities)
    if len(apposed) > len(own) and head.tag_ == "NNS":
        return apposed  # "the two sides, Ruritania and Graustark"
    if own and not (len(own) == 1 and _is_nameless(entities, own[0], len(whose))):
        return own
    return apposed or whose or own


def _apposed(head: Token, entities: DocumentEntities) -> tuple[int, ...]:
    """The entities named beside a noun: "the two sides, Ruritania and Graustark"."""
    nouns = [one for child in head.children if child.dep_ == "appos" for one in syntax.coordinated(child)]
    mentions = [entities.mention_at(noun.idx) for noun in nouns]
    return tuple(dict.fromkeys(index for mention in mentions if mention is not None for index in _members(mention)))


def _state_behind(head: Token, own: tuple[int, ...], entities: DocumentEntities) -> int | None:
    """For "Ruritanian troops", which the text takes for a group of its own, the state they act for, if it is named."""
    if len(own) != 1 or entities.entities[own[0]].kind != "group":
        return None
    words = word_lists("words.txt")
    country = entities.entities[own[0]].country
    modifiers = {child.lower_ for child in head.children if child.dep_ in MODIFIERS}
    if country is None or head.lemma_.lower() not in words["state_bodies"] or modifiers & words["no_longer"]:
        return None
    return _state(country, entities)


def _state(country: str, entities: DocumentEntities) -> int | None:
    name = state_names().get(country)
    return next((index for index, entity in enumerate(entities.entities) if entity.name == name), None)


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
    hosts.sort(key=lambda host: host.tag_ == "PRP$")  # "our Norwegian friends" are Norway's
    is_foreign = head.lemma_.lower() in word_lists("words.txt")["foreigners"]  # where they are is not whose they are
    belonging = BELONGING - {"in"} if is_foreign else BELONGING
    hosts += [noun for word, noun in syntax.prepositional(head) if word in belonging]
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
