"""Whether a word's surroundings meet what a line of the lexicon asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.frames import Frame
from transforms.events.lexicon import Condition, Rule
from transforms.events.sides import has_party, is_side
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

Words = frozenset[str] | None
COMMITTING = frozenset({"will", "would", "shall", "'ll", "to"})
BENEFICIARIES = ("to", "iobj", "with", "in", "for", "giobj", "gto", "into", "obj")
MODIFYING = {"comp": ("compound",), "amod": ("amod", "nmod", "compound"), "det": ("det", "poss")}


def meets(frame: Frame, rule: Rule) -> bool:
    """Whether every condition of `rule` holds around the word of `frame`."""
    return all(_holds(frame, condition) == condition.wanted for condition in rule.conditions)


def _holds(frame: Frame, condition: Condition) -> bool:
    slot, lemmas = condition.slot, condition.lemmas
    special = _SPECIAL.get(slot)
    if special is not None:
        return special(frame, lemmas)
    if slot in MODIFYING:
        hosts = [frame.token]  # "joint patrols and exercises": both are joint
        if frame.token.dep_ == "conj" and frame.token.head.pos_ == "NOUN" and slot == "amod":
            hosts.append(frame.token.head)
        return any(c.dep_ in MODIFYING[slot] and _is_among(c, lemmas) for host in hosts for c in host.children)
    if slot in ("xcomp", "ccomp"):
        return _has_clause(frame.token, slot, lemmas)
    fillers = frame.slot(slot)
    if lemmas and "DAY" in lemmas:
        return any(noun.ent_type_ == "DATE" for noun in fillers)
    if lemmas and "SIDE" in lemmas:
        return any(is_side(noun) for noun in fillers)
    if lemmas and "PERSON" in lemmas:
        return any(noun.ent_type_ == "PERSON" for noun in fillers)
    if not lemmas:
        return bool(fillers)
    return any(_is_among(near, lemmas) for filler in fillers for near in _heads(filler))


def _is_among(token: Token, lemmas: Words) -> bool:
    return not lemmas or token.lemma_.lower() in lemmas or token.lower_ in lemmas


def _has_particle(frame: Frame, lemmas: Words) -> bool:
    return any(c.dep_ in ("prt", "advmod") and (not lemmas or c.lower_ in lemmas) for c in frame.token.children)


def _is_passive(frame: Frame, _: Words) -> bool:
    token = frame.token
    if (
        frame.is_verb
        and token.tag_ == "VBN"
        and token.dep_ == "conj"
        and not any(c.dep_ == "aux" for c in token.children)
    ):
        token = token.head  # "was clubbed and beaten"
    return frame.is_verb and syntax.is_passive(token)


def _is_infinitive(frame: Frame, _: Words) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in frame.token.children)


def _is_light(frame: Frame, lemmas: Words) -> bool:
    return frame.light is not None and (not lemmas or frame.light.lemma in lemmas)


def _is_governed(frame: Frame, lemmas: Words) -> bool:
    return frame.governing is not None and (not lemmas or frame.governing[0].lemma_ in lemmas)


def _stands_in_sentence(frame: Frame, lemmas: Words) -> bool:
    return any(near.lemma_.lower() in (lemmas or ()) for near in frame.token.sent)


def _stands_in_clause(frame: Frame, lemmas: Words) -> bool:
    return any(near.lemma_.lower() in (lemmas or ()) for near in frame.token.subtree)


def _has_form(frame: Frame, lemmas: Words) -> bool:
    """Whether the word stands in this very form: "votes", not "vote"."""
    return frame.token.lower_ in (lemmas or ())


def _has_preposition(frame: Frame, lemmas: Words) -> bool:
    """Whether a phrase with such a preposition hangs on it, be it of a noun or a clause: "suspected of", "accused of"."""
    return any(child.dep_ == "prep" and child.lower_ in (lemmas or ()) for child in frame.token.children)


def _is_preceded(frame: Frame, lemmas: Words) -> bool:
    """Whether it stands right behind such a word, an article aside: "under fire", "in the wake of"."""
    token = frame.token
    before = [t for t in token.doc[max(token.sent.start, token.i - 2) : token.i] if t.pos_ != "DET"]
    return bool(before) and before[-1].lower_ in (lemmas or ())


def _is_share_of(frame: Frame, lemmas: Words) -> bool:
    """Whether the word stands in the "of" phrase of such a noun: "54 percent of the vote"."""
    over = frame.token.head
    return frame.token.dep_ == "pobj" and over.lower_ == "of" and _is_among(over.head, lemmas)


def _has_beneficiary(frame: Frame, _: Words) -> bool:
    """Whether what is given goes to a side: "gave money to the flooded town", not "for border security"."""
    found = [noun for slot in (*BENEFICIARIES, "deep") for noun in frame.slot(slot)]
    return any(is_side(noun) or noun.pos_ == "PROPN" for noun in found)


def _is_remaining(frame: Frame, _: Words) -> bool:
    """Whether it only says how much there still is: "four days left"."""
    token = frame.token
    counted = token.head.ent_type_ in ("DATE", "TIME") or any(c.dep_ == "nummod" for c in token.head.children)
    return token.tag_ == "VBN" and token.dep_ == "acl" and counted and token.head.i == token.i - 1


def _tells_source(frame: Frame, _: Words) -> bool:
    """Whether it only tells where words come from: "said in remarks released by the palace"."""
    token = frame.token
    over = token.head
    return token.tag_ == "VBN" and token.dep_ == "acl" and over.dep_ == "pobj" and over.head.lower_ in ("in", "to")


def _is_bloodless(frame: Frame, _: Words) -> bool:
    """Whether nothing in the sentences around speaks of arms, blood or accidents."""
    words = word_lists("words.txt")
    harm = words["bodily"] | words["nature"]
    return not any(near.lemma_.lower() in harm for near in frame.token.sent) and not _is_armed(frame.token)


def _has_agent(frame: Frame, _: Words) -> bool:
    """Whether a side or an armed body acts, or, where nobody is named, the sentence speaks of an attack."""
    words = word_lists("words.txt")
    subject = syntax.logical_subject(frame.token)
    if subject is None or subject.lemma_.lower() in words["measures"]:
        return any(near.lemma_.lower() in words["violence"] for near in frame.token.sent if near != frame.token)
    if any(near.lemma_.lower() in words["violence"] for near in subject.subtree):
        return True
    return is_side(subject) and not any(near.lemma_.lower() in words["nature"] for near in subject.subtree)


def _has_thing(frame: Frame, _: Words) -> bool:
    acting = syntax.logical_subject(frame.token)
    return acting is not None and not is_side(acting)


def _has_party_object(frame: Frame, _: Words) -> bool:
    """Whether the object is a side or something of one: "backs Ruritania's bid", not "backs stability"."""
    found = syntax.logical_object(frame.token) if frame.is_verb else None
    return found is not None and has_party(found)


def _has_person_object(frame: Frame, _: Words) -> bool:
    found = syntax.logical_object(frame.token) if frame.is_verb else None
    return found is not None and found.ent_type_ == "PERSON"


def is_unarmed(frame: Frame, _: Words = None) -> bool:
    """Whether no state acts, and nothing in the sentences around speaks of arms or blood."""
    acting = [word for slot in ("subj", "gsubj", "poss", "comp", "amod", "by", "from") for word in frame.slot(slot)]
    return not any(word.ent_type_ == "GPE" for word in acting) and not _is_armed(frame.token)


def _is_armed(token: Token) -> bool:
    """Whether the sentence of a word of force, or one beside it, speaks of arms or blood."""
    armed, doc, sent = word_lists("words.txt")["armed"], token.doc, token.sent
    first = doc[sent.start - 1].sent.start if sent.start else 0
    last = doc[sent.end].sent.end if sent.end < len(doc) else sent.end
    return any(near.lemma_.lower() in armed for near in doc[first:last] if near.i != token.i)


def _asks_question(frame: Frame, _: Words) -> bool:
    """Whether an indirect question follows: "asked whether", "asked how"."""
    return any(
        near.tag_ in ("WRB", "WP", "WDT") or near.lower_ in ("whether", "if")
        for child in frame.token.children
        if child.dep_ in ("ccomp", "advcl")
        for near in child.lefts
    )


def _is_opinion(frame: Frame, _: Words) -> bool:
    """Whether a clause follows that tells what is so rather than what one will do: "agreed that it was late"."""
    clause = syntax.complement(frame.token) if frame.is_verb else None
    if clause is None or clause.dep_ != "ccomp" or (clause.tag_ == "VB" and not _modals(clause)):
        return False
    return not _modals(clause) & COMMITTING


def _modals(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ == "aux" and child.tag_ in ("MD", "TO")}


def _is_misread_noun(frame: Frame, _: Words) -> bool:
    """Whether a capitalised verb without a subject opens the sentence: a headline's noun, read as a command."""
    token = frame.token
    return frame.is_verb and token.is_title and token.is_sent_start is True and frame.slot("subj") == []


def _asks_for_clause(frame: Frame, _: Words) -> bool:
    """Whether a clause with "for" follows: "called for the mayor to go"."""
    return any(
        child.dep_ in ("advcl", "ccomp", "xcomp")
        and any(c.lower_ == "for" and c.dep_ == "mark" for c in child.children)
        for child in frame.token.children
    )


def _has_predicate(frame: Frame, lemmas: Words) -> bool:
    for child in frame.token.children:
        small = child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("ADJ", "NOUN")
        if (small or child.dep_ in ("oprd", "acomp")) and (not lemmas or child.lemma_.lower() in lemmas):
            return True
    return False


def _has_attribute(frame: Frame, lemmas: Words) -> bool:
    """Whether it says what somebody is or becomes: "became mayor"."""
    return any(c.dep_ == "attr" and _is_among(c, lemmas) for c in frame.token.children)


def _has_clause(token: Token, slot: str, lemmas: Words) -> bool:
    for child in token.children:
        if child.dep_ == "xcomp" or (child.dep_ == "ccomp" and (slot == "ccomp" or child.tag_ == "VB")):
            if slot == "xcomp" and child.dep_ == "ccomp" and not any(c.lower_ == "to" for c in child.children):
                continue
            if slot == "ccomp" and child.dep_ == "xcomp":
                continue
            if not lemmas or child.lemma_ in lemmas:
                return True
        purpose = slot == "xcomp" and child.dep_ in ("advcl", "acl") and child.tag_ == "VB"
        if purpose and (not lemmas or child.lemma_ in lemmas):
            return True
    return False


def _heads(token: Token) -> list[Token]:
    """The word, what is coordinated with it, and the happening behind a counting word."""
    found = syntax.coordinated(token)
    inner = syntax.inner_noun(token)
    return found if inner == token else [*found, inner]


_SPECIAL: dict[str, Callable[[Frame, Words], bool]] = {
    "prt": _has_particle, "pass": _is_passive, "inf": _is_infinitive, "light": _is_light, "gov": _is_governed,
    "sentence": _stands_in_sentence, "clause": _stands_in_clause, "agent": _has_agent, "thing": _has_thing,
    "party": _has_party_object, "headline": _is_misread_noun, "clausefor": _asks_for_clause,
    "person": _has_person_object, "unarmed": is_unarmed, "opinion": _is_opinion, "question": _asks_question,
    "oprd": _has_predicate, "attr": _has_attribute, "acomp": _has_predicate, "form": _has_form, "prep": _has_preposition, "preceded": _is_preceded, "within": _is_share_of,
    "beneficiary": _has_beneficiary, "remaining": _is_remaining, "bloodless": _is_bloodless, "source": _tells_source,
}  # fmt: skip
