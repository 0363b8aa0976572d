"""Sides a noun takes from the clause around it, and a verb from the clause over it. Tokens in, tokens out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.lexicon import load
from transforms.events.sides import is_named, is_side
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

ADJUNCTS = frozenset({"in", "at", "during", "after", "before", "on", "following", "for", "from", "since"})
FIELDS = frozenset({"in", "for", "at", "during", "into", "through"})
UNDER = frozenset({"amid", "amidst", "despite", "after", "following", "under"})


def host(token: Token) -> Token | None:
    """Who acts in the clause the word only adds to: "during a visit to Strelsau, Flavia said"."""
    return _acts_in_clause_over(token, ADJUNCTS)


def within(token: Token) -> Token | None:
    """Who acts in the clause that is done by it: "sold the ferry in a deal with Graustark"."""
    return _acts_in_clause_over(token, frozenset({"in", "under"}))


def amid(token: Token) -> Token | None:
    """Who acts while it is done to them: "the mayor resigned amid allegations"; who gives in to it."""
    noun = _whole(token)
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "to"
        and noun.head.head.lemma_ in word_lists("words.txt")["yielding"]
    ):
        return syntax.logical_subject(noun.head.head)
    return _acts_in_clause_over(token, UNDER)


def _acts_in_clause_over(token: Token, prepositions: frozenset[str]) -> Token | None:
    noun = syntax.outer_noun(token)
    if noun.dep_ != "pobj" or noun.head.lower_ not in prepositions:
        return None
    clause = noun.head.head
    if clause.pos_ in ("NOUN", "PROPN", "ADP", "ADV") and clause.dep_ not in ("ROOT", "pobj"):
        clause = clause.head
    return syntax.logical_subject(clause) if clause.pos_ in ("VERB", "AUX") else None


def culprit(token: Token) -> Token | None:
    """Who is said to have done it: "the cartel is responsible for the killings", "guilty of the raid"."""
    noun = syntax.outer_noun(token)
    over = noun.head.head
    if noun.dep_ != "pobj" or over.lemma_ not in word_lists("words.txt")["answerable"]:
        return None
    return syntax.subject(over) or (syntax.logical_subject(over.head) if over.head.pos_ in ("VERB", "AUX") else None)


def means(token: Token) -> Token | None:
    """Who answered with it: "Ruritania responded with sanctions"."""
    verb = _answering(token)
    return None if verb is None else syntax.logical_subject(verb)


def _answering(token: Token) -> Token | None:
    noun = _whole(token)
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("with", "by"):
        return None
    verb = noun.head.head
    for _ in range(syntax.MAX_CLIMB):  # "responded to the visit with drills": the phrase may hang on the visit
        if verb.pos_ in ("NOUN", "PROPN") and verb.dep_ == "pobj":
            verb = verb.head.head
    if verb.pos_ == "ADJ" or verb.lemma_ not in word_lists("words.txt")["answering"]:
        return None
    passive_agent = noun.head.dep_ == "agent" or (noun.head.lower_ == "by" and syntax.is_passive(verb))
    return None if passive_agent else verb


def answered(token: Token) -> Token | None:
    """Whose act it answers: "Ruritania responded with sanctions to an invasion by Graustark"."""
    act, verb = answered_act(token), _answering(token)
    if act is None or verb is None:
        return None
    own = [child for child in act.children if child.dep_ == "poss" or (child.dep_ == "amod" and is_named(child))]
    by = [noun for host in (act, verb) for word, noun in syntax.prepositional(host) if word == "by"]
    return next((side for side in (*own, *by) if is_side(side)), None)


def answered_act(token: Token) -> Token | None:
    """What it answers: the invasion in "responded to the invasion with sanctions"."""
    verb = _answering(token)
    if verb is None:
        return None
    return next((noun for word, noun in syntax.prepositional(verb) if word in ("to", "for")), None)


def destination(token: Token) -> Token | None:
    """Where an awaited guest comes to: "expects Flavia in Strelsau on a visit"."""
    awaited = guest(token)
    hosts = [] if awaited is None else [awaited, awaited.head]
    return next(
        (noun for over in hosts for word, noun in syntax.prepositional(over) if word in ("in", "to", "at")), None
    )


def guest(token: Token) -> Token | None:
    """Who comes on the visit another awaits: "expects Flavia on a visit"."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ not in ("on", "for"):
        return None
    over = preposition.head
    if over.dep_ in syntax.OBJECT and is_side(over):  # the parser hangs the phrase on the guest
        return over
    if over.lemma_ in load().light_verbs or over.pos_ != "VERB":
        return None
    return syntax.logical_object(over)


def struck(token: Token) -> Token | None:
    """Whom it is said to hit: "the sanctions hurt Ruritania", "hit by sanctions, Ruritania …"."""
    noun, words = _whole(token), word_lists("words.txt")
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    found: Token | None = None
    if verb.lemma_ in words["striking"]:
        by_it = noun.dep_ == "pobj" and noun.head.lower_ == "by" and syntax.is_passive(verb)
        found = syntax.subject(verb) if by_it else syntax.logical_object(verb) if noun.dep_ == "nsubj" else None
    elif verb.lemma_ in words["exposed"] and noun.dep_ == "pobj" and noun.head.lower_ in ("to", "from", "under"):
        found = syntax.logical_object(verb) or syntax.subject(verb)
    nobody = found is None or any(child.tag_ == "PRP$" for child in found.children)  # "the sanctions hurt its ports"
    return None if nobody else found


def at_risk(token: Token) -> Token | None:
    """Who is said to be in danger of it: "put thousands at risk of deportation", "faces arrest"."""
    noun, words = _whole(token), word_lists("words.txt")
    if noun.dep_ in syntax.OBJECT and noun.head.lemma_ in words["facing"]:
        return syntax.logical_subject(noun.head)
    danger = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "of" or danger.lemma_ not in words["danger"]:
        return None
    over = danger.head.head if danger.dep_ == "pobj" else danger.head
    return (syntax.logical_object(over) or syntax.subject(over)) if over.pos_ in ("VERB", "AUX") else None


def raiser(token: Token) -> Token | None:
    """Who is said to make more or less of it: "the mayor stepped up deportations"."""
    noun = _whole(token)
    verb = noun.head if noun.dep_ in syntax.OBJECT or noun.dep_ == "nsubjpass" else None
    return (
        None if verb is None or verb.lemma_ not in word_lists("words.txt")["raising"] else syntax.logical_subject(verb)
    )


def streaming(token: Token) -> Token | None:
    """From whom it comes: "tributes poured in from all guilds"."""
    noun = _whole(token)
    if noun.dep_ != "nsubj" or noun.head.lemma_ not in word_lists("words.txt")["streaming"]:
        return None
    return next((found for word, found in syntax.prepositional(noun.head) if word == "from" and is_side(found)), None)


def teller(token: Token) -> Token | None:
    """Who acts in the clause that words of theirs add to: "the mayor, in testimony before the court, recalled"."""
    return (
        _acts_in_clause_over(token, frozenset({"in"}))
        if token.lemma_ in word_lists("words.txt")["own_speech"]
        else None
    )


def contestant(token: Token) -> Token | None:
    """Who takes part in it: "won the primary", "is running for the nomination", "had surgery"."""
    verb = _contested(token)
    return None if verb is None else syntax.logical_subject(verb)


def opponent(token: Token) -> Token | None:
    """Against whom: "lost the primary to Flavia", "won the race against Flavia", "faced Flavia in the election"."""
    verb = _contested(token)
    if verb is None:
        return None
    wanted = ("to", "against") if verb.lemma_ == "lose" else ("against", "over")
    against = (found for word, found in syntax.prepositional(verb) if word in wanted)
    beaten = (child for child in verb.children if child.dep_ in syntax.OBJECT and child != _whole(token))
    return next((found for found in (*against, *beaten) if is_side(found)), None)


def _contested(token: Token) -> Token | None:
    """The verb of winning, losing or undergoing whose object or field the noun is."""
    noun, words = _whole(token), word_lists("words.txt")
    if noun.dep_ in syntax.OBJECT:
        return noun.head if noun.head.lemma_ in words["contesting"] else None
    if noun.dep_ == "pobj" and noun.head.lower_ in FIELDS and noun.head.head.lemma_ in words["competing"]:
        return noun.head.head
    return None


def holder(token: Token) -> Token | None:
    """Who shows what the noun names: "showed no sign of willingness", "expressed readiness"."""
    noun = _whole(token)
    for _ in range(syntax.MAX_CLIMB):
        if noun.dep_ != "pobj" or noun.head.lower_ != "of" or noun.head.head.pos_ != "NOUN":
            break
        noun = noun.head.head
    if noun.dep_ not in syntax.OBJECT or noun.head.lemma_ not in word_lists("words.txt")["showing"]:
        return None
    return syntax.logical_subject(noun.head)


def addressee(token: Token) -> Token | None:
    """To whom the clause over a participle speaks: "wrote to Flavia, demanding"."""
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl", "xcomp", "conj"):
        return None
    verb = token.head
    if token.dep_ == "acl":  # "sent a letter to Flavia demanding": the parser hangs the clause on the letter or on her
        for _ in range(syntax.MAX_CLIMB):
            if verb.pos_ == "VERB" or verb.head == verb:
                break
            verb = verb.head
    if verb.lemma_ not in word_lists("words.txt")["writing"]:
        return None
    given = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    hosts = [verb, *(child for child in verb.children if child.dep_ in syntax.OBJECT)]
    given += [noun for over in hosts for word, noun in syntax.prepositional(over) if word == "to" and is_side(noun)]
    return given[0] if given else None


def jointly(token: Token) -> Token | None:
    """With whom it is met to do something: "met to discuss the harvest with the growers"."""
    aims = [child for child in token.children if child.dep_ in ("advcl", "xcomp") and child.tag_ == "VB"]
    purposes = [noun for word, noun in syntax.prepositional(token) if word == "to"]  # an aim taken for a phrase
    hosts = (host for aim in aims for host in (aim, *aim.children))
    phrases = [found for host in (*hosts, *purposes) for found in syntax.prepositional(host)]
    return next((noun for word, noun in phrases if word == "with" and is_side(noun)), None)


def urged(token: Token) -> Token | None:
    """Who is to do what the clause over it tells: "the bakers should yield, as the mayor urged"."""
    if token.dep_ != "advcl" or not any(child.lower_ == "as" for child in token.children):
        return None
    found = syntax.logical_subject(token.head)
    return found if found is not None and is_side(found) else None


def charged(token: Token) -> Token | None:
    """Of whom the clause behind a charge is told: "the accusation that the guild cheats"."""
    clause = next((child for child in token.children if child.dep_ in ("acl", "ccomp")), None)
    if clause is None or not any(child.lower_ == "that" for child in clause.children):
        return None
    found = syntax.logical_subject(clause) or syntax.subject(clause)
    return found if found is not None and is_side(found) else None


def _whole(token: Token) -> Token:
    """The noun that stands for all it is coordinated with, and for the word that counts it."""
    noun = syntax.outer_noun(token)
    for _ in range(syntax.MAX_CLIMB):
        if noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN"):
            break
        noun = syntax.outer_noun(noun.head)
    return noun


OF_NOUNS: dict[str, Callable[[Token], Token | None]] = {
    "host": host,
    "amid": amid,
    "within": within,
    "culprit": culprit,
    "means": means,
    "destination": destination,
    "guest": guest,
    "struck": struck,
    "at_risk": at_risk,
    "answered": answered,
    "charged": charged,
    "raiser": raiser,
    "streaming": streaming,
    "teller": teller,
    "contestant": contestant,
    "opponent": opponent,
    "holder": holder,
}
OF_VERBS: dict[str, Callable[[Token], Token | None]] = {"addressee": addressee, "jointly": jointly, "urged": urged}
