"""To whom it was said: "told reporters", "said to the crew", "wrote in a letter to the council", "called on the guild".

Only whom the cue's own sentence names counts; nobody is carried over from another sentence. How an addressee stands
beside each cue is told by the column `addressee` of `cues.tsv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.language.lexicons import group_nouns, person_nouns
from transforms.language.model import DocumentEntities, Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.cues import particle_of
from transforms.quotes.lexicon import CueEntry, messages, venues
from transforms.quotes.speakers import Speaker, is_passive, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

RECEIVING = frozenset({"to", "with", "before"})  # behind a letter, an interview, an address
WITHIN = frozenset({"in", "at", "during", "on", "via", "by"})  # before the place or means of speaking
HEARERS = frozenset({"him", "her", "them", "me", "us", "you", "it", "himself", "herself", "themselves", "everyone", "everybody", "anyone"})  # fmt: skip
LISTENING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
TALES = frozenset({"story", "truth", "lie", "tale", "joke", "question", "questions"})  # are told and hear nothing
FAR = 12  # tokens from a cue to the preposition before its addressee; further off the phrase belongs elsewhere


def addressee_of(reading: Reading, attribution: Attribution, entities: DocumentEntities) -> Speaker | None:
    """Who is spoken to at the attribution's cue: the words that name them and the offset of the head word."""
    if attribution.cue_word is None:
        return None
    cue, entry = reading.doc[attribution.cue_word], reading.cues.get(attribution.cue_word)
    if entry is None:
        return None
    head = _object(cue, entry, entities) or _behind_preposition(cue, entry, entities) or _behind_message(cue, entities)
    if head is None or reading.is_quoted(head.i) or attribution.head is head:
        return None
    named = _named(head)
    is_content = any(part.covers(named.span) for part in attribution.parts)
    return None if is_content and not _is_called_on(head) else named


def _object(cue: Token, entry: CueEntry, entities: DocumentEntities) -> Token | None:
    """The object of "tell" and the like: anything before a clause or marks ("told a news conference that ..."), else
    only somebody, since "ordered the use of brakes" speaks to no one."""
    if not entry.takes_addressee:
        return None
    if is_passive(cue) or any(child.dep_ == "agent" for child in cue.rights):
        told = [child for child in cue.lefts if child.dep_ == "nsubjpass"]
        return told[0] if told and _can_hear(told[0]) else None
    for child in cue.rights:
        if child.dep_ in ("dobj", "dative") and child.pos_ != "ADP":
            return child if _is_told(cue, child) or _is_somebody(child, entities) else None
    following = cue.nbor(1) if cue.i + 1 < len(cue.doc) else None
    if following is not None and following.pos_ == "PRON" and following.lower_ in HEARERS:
        return following  # the parser took "them" for the subject of what they are told
    return None


def _is_told(cue: Token, hearer: Token) -> bool:
    """Whether a finite clause or marks stand behind the object, which then can only be the hearer."""
    if hearer.lower_ in TALES or cue.lemma_ in ("ask", "order", "question", "query"):
        return False
    behind = hearer.doc[hearer.right_edge.i + 1 : hearer.right_edge.i + 2]
    clause = any(child.dep_ == "ccomp" and child.i > hearer.i and child.tag_ != "VB" for child in cue.rights)
    return clause or any(token.is_quote or token.text in (":", ",") for token in behind)


def _behind_preposition(cue: Token, entry: CueEntry, entities: DocumentEntities) -> Token | None:
    """The object of "to" beside the cue or its particle, where it is somebody: "said to the crew", not "to no avail"."""
    particle = particle_of(cue, entry) if entry.particle else None
    for verb in filter(None, (cue, particle)):
        for child in verb.rights:
            if child.dep_ in ("prep", "dative") and child.lower_ in entry.addressee and child.i - cue.i <= FAR:
                target = _object_of(child)
                if target is not None and _is_somebody(target, entities):
                    return target
    return None


def _behind_message(cue: Token, entities: DocumentEntities) -> Token | None:
    """Whom the letter, speech or interview was for that something is said in: "in a letter to the council"."""
    for child in cue.children:
        if child.dep_ != "prep" or child.lower_ not in WITHIN:
            continue
        message = _object_of(child)
        if message is None or (message.lower_ not in messages() and message.lemma_ not in messages()):
            continue
        for preposition in (*message.rights, *cue.rights):
            if preposition.dep_ == "prep" and preposition.lower_ in RECEIVING and preposition.i > message.i:
                target = _object_of(preposition)
                if target is not None and _is_somebody(target, entities):
                    return target
    return None


def _object_of(preposition: Token) -> Token | None:
    return next((word for word in preposition.rights if word.dep_ == "pobj"), None)


def _is_called_on(head: Token) -> bool:
    return head.dep_ == "pobj" and head.head.lower_ == "on"


def _can_hear(head: Token) -> bool:
    """Whether the noun alone tells that it is somebody."""
    if head.pos_ == "PRON":
        return head.lower_ in HEARERS or head.dep_ == "nsubjpass"
    lower = head.lower_
    return head.ent_type_ in LISTENING or lower in person_nouns() or bool(group_nouns().get(lower))


def _is_somebody(head: Token, entities: DocumentEntities) -> bool:
    if head.lower_ in venues() and not head.ent_type_:
        return False
    mention = entities.mention_at(head.idx)
    known = mention is not None and (mention.entity is not None or bool(mention.members)) and mention.form == "name"
    return known or _can_hear(head)


def _named(head: Token) -> Speaker:
    """The phrase around `head`, without the place and time it runs on into ("reporters in Norrby on Monday")."""
    whole = noun_phrase(head)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in (*WITHIN, "after", "before") and child.idx > whole.span.start:
            end = child.nbor(-1)
            if end.idx >= head.idx:
                return Speaker(Span(whole.span.start, min(whole.span.end, end.idx + len(end))), whole.head)
    return whole
