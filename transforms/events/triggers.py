"""Which words of a document name happenings: lexicon rules matched against their frames, each happening once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.conditions import meets
from transforms.events.frames import Frame
from transforms.events.happenings import likelihoods
from transforms.events.lexicon import NO_HAPPENING_AT_ALL, Lexicon, Rule, learned_rule, load
from transforms.events.referents import HYPHENS
from transforms.events.sides import is_party
from transforms.events.wordlists import word_lists
from transforms.language.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CHANNELS = frozenset({"via", "by", "through", "over", "on"})
REACH = 6  # words a trigger of two parts ("held a second round of talks") may stretch over
# From where the second opinion is believed: .4 to .6 give the same trigger F1 on ECB+ dev (.82). A noun before another
# mostly tells what kind of thing that is ("investment firms"), one without any word of its own a subject matter.
LIKELY = 0.5
LIKELY_KIND = 0.7
PARTS = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
# Verbs that make a phrase with a noun the lexicon knows ("had talks"), but say nothing with another ("had doubts").
WEAK = frozenset({"have", "be", "show", "make", "take", "play", "get"})
MOTIONS = frozenset({"take", "walk", "march", "go"})
STEPS = frozenset({"to", "off", "out", "of", "from", "on"})
DESTINATIONS = frozenset({"to", "into", "from", "by", "off"})
MONTHS = frozenset({"March", "May"})
QUALITIES = ("ness", "esty", "iety", "imacy", "otency", "iosity", "iarity", "ship", "hood", "ism")  # honesty, piety
IN_COMPOUNDS = frozenset({"OTHER", "ASSAULT", "ACCUSE", "PROTEST"})  # "a murder inquiry" tells of a murder
OWN_WORDS = frozenset({"det", "poss", "amod", "nmod", "compound", "nummod", "prep", "relcl", "acl"})
PHASE = "aspect"
TIMES = frozenset({"DATE", "TIME"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a happening by `rule`. `partner` is the other half of a light-verb or verb-object phrase."""

    frame: Frame
    rule: Rule
    partner: Token | None
    likelihood: float | None = None

    @property
    def token(self) -> Token:
        return self.frame.token

    @property
    def clause(self) -> Token | None:
        """The verb that carries tense and denial: the word itself or the light verb over it."""
        return self.token if self.frame.is_verb else self.frame.light_verb

    @property
    def span(self) -> Span:
        tokens = [self.token]
        if self.partner is not None and abs(self.partner.i - self.token.i) <= REACH:
            tokens.append(self.partner)
        tokens += [child for child in self.token.children if self._belongs(child)]
        first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
        return Span(first.idx, last.idx + len(last.text))

    def _belongs(self, child: Token) -> bool:
        if child.dep_ == "prt":
            return 0 < child.i - self.token.i <= 2
        named = [c for c in self.rule.conditions if c.slot in ("comp", "amod") and c.lemmas]
        return child.i == self.token.i - 1 and any(child.lemma_.lower() in (c.lemmas or ()) for c in named)


def find_triggers(doc: Doc) -> list[Trigger]:
    """The triggers of `doc` in text order, a light verb and its noun as one."""
    lexicon = load()
    matched: dict[int, Trigger] = {}
    for token in doc:
        rule = PARTS.get(token.pos_)
        if rule is None or token.ent_type_ in TIMES or not _may_name(token):
            continue
        trigger = _match(token, lexicon)
        if trigger is not None:
            matched[token.i] = trigger
    matched |= _second_opinion(doc, matched, lexicon)
    _join_binomials(doc, matched, lexicon)
    _join_phrases(matched)
    _leave_out_phases(matched)
    return [matched[i] for i in sorted(matched)]


def _second_opinion(doc: Doc, matched: dict[int, Trigger], lexicon: Lexicon) -> dict[int, Trigger]:
    """Words that the lexicon does not know in their frame, as far as the second opinion finds them likely."""
    found: dict[int, Trigger] = {}
    for i, likelihood in likelihoods(doc, frozenset(matched)).items():
        token = doc[i]
        least = LIKELY_KIND if token.dep_ == "compound" or _is_bare(token) else LIKELY
        if likelihood < least or _is_preposition(token) or _is_opposed(token):
            continue
        if (token.pos_ != "NOUN" and names_state(token, lexicon)) or _is_ruled_out(token, lexicon):
            continue
        learned = _learned(token, lexicon, likelihood)
        if token.dep_ != "compound" or learned.rule.type in IN_COMPOUNDS:  # "the sanctions list" imposes none
            found[i] = learned
    return found


def _is_bare(noun: Token) -> bool:
    """Whether a noun in the singular stands without any word of its own: mostly a subject matter ("with respect")."""
    return noun.tag_ == "NN" and noun.dep_ != "compound" and not any(child.dep_ in OWN_WORDS for child in noun.children)


def _may_name(token: Token) -> bool:
    if token.pos_ == "PROPN" and token.text in MONTHS:
        return False
    if token.pos_ == "PROPN" and token.lower_ in word_lists("words.txt")["named_happenings"]:
        return True
    if token.pos_ == "PROPN":
        return token.ent_type_ not in NAMES and (token.dep_ != "compound" or _is_legal_compound(token))
    if _is_preposition(token) or _is_opposed(token):
        return False
    if _is_before_noun(token):  # "the containment and repression attempts"
        return token.head.head.lemma_ in word_lists("words.txt")["legal_heads"]
    if token.dep_ == "compound":
        return token.pos_ == "NOUN" and _is_legal_compound(token)
    return not (token.dep_ in ("amod", "compound", "nmod") and token.pos_ == "VERB")


def _is_legal_compound(token: Token) -> bool:
    return token.head.lemma_.lower() in word_lists("words.txt")["legal_heads"]


def _is_opposed(token: Token) -> bool:
    """Whether it only names what something is against: "an anti-piracy patrol"."""
    before = token.doc[max(token.i - 2, 0) : token.i]
    return len(before) == 2 and before[1].text in HYPHENS and before[0].lower_ in ("anti", "counter", "pro")


def _is_preposition(token: Token) -> bool:
    """Whether a participle does the work of a preposition: "resigned following a row"."""
    if token.dep_ == "prep":
        return True
    if token.lower_ not in word_lists("words.txt")["prepositions"] or token.dep_ not in (
        "prep",
        "pcomp",
        "advcl",
        "acl",
    ):
        return False
    if token.dep_ == "acl" and is_party(token.head):
        return False  # "a man following the minister"
    return not any(child.dep_ in (*syntax.SUBJECT, "aux", "auxpass", "mark", "neg") for child in token.children)


def _is_before_noun(token: Token) -> bool:
    """Whether a noun is coordinated with one that stands before another noun, and so names its kind only."""
    first = token.head
    return token.dep_ == "conj" and first.dep_ in ("nmod", "compound") and first.head.i > token.i


def _match(token: Token, lexicon: Lexicon) -> Trigger | None:
    rules = lexicon.rules.get((PARTS[token.pos_], token.lemma_.lower()))
    if rules is None:
        return None
    frame = Frame(token)
    none_of: set[int] = set()
    for rule in rules:
        if rule.order in none_of or not meets(frame, rule):
            continue
        if rule.mode == NO_HAPPENING_AT_ALL:
            return None
        if rule.type is None:  # this type is out, another may still fit
            none_of.add(rule.order)
            continue
        return Trigger(frame, rule, None)
    return None


def _is_ruled_out(token: Token, lexicon: Lexicon) -> bool:
    """Whether the second opinion is not to be asked: a verb light without its noun, or a frame that names nothing."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in word_lists("words.txt")["empty_verbs"]:
        return True
    if token.pos_ == "VERB" and lemma in word_lists("words.txt")["carrying_verbs"]:
        carried = any(word in DESTINATIONS for word, _ in syntax.prepositional(token))
        return not carried and not any(child.dep_ in ("prt", "advmod") for child in token.children)
    if token.dep_ == "compound" and lemma in word_lists("words.txt")["purposes"]:
        return True
    rules = lexicon.rules.get((PARTS[token.pos_], lemma), ())
    frame = Frame(token)
    return any(rule.mode == NO_HAPPENING_AT_ALL and meets(frame, rule) for rule in rules)


def names_state(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word the lexicon has no frame for names a lasting state, which is no happening."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        return lemma in lexicon.state and lemma not in lexicon.light_verbs
    if lemma.endswith(QUALITIES):
        return True
    return lemma in lexicon.state_nouns or token.lower_ in lexicon.state_nouns or token.pos_ == "ADJ"


def _learned(token: Token, lexicon: Lexicon, likelihood: float) -> Trigger:
    """A word the second opinion found: typed by the lexicon where that knows it ("a murder trial"), else OTHER."""
    known = _match(token, lexicon)
    rule = learned_rule(PARTS[token.pos_], token.lemma_.lower()) if known is None else known.rule
    return Trigger(Frame(token), rule, None, likelihood)


def _join_phrases(matched: dict[int, Trigger]) -> None:
    """Make "held talks", "imposed sanctions", "launched an attack" one trigger each."""
    for i, trigger in list(matched.items()):
        if trigger.frame.is_verb and trigger.rule.has_object_class and trigger.rule.type != "OTHER":
            _absorb_object(matched, i, trigger)
        elif trigger.frame.is_verb and trigger.rule.part == "v":
            _absorb_phrase(matched, i, trigger)
    _join_consultations(matched)
    for i, trigger in list(matched.items()):
        if i not in matched or trigger.frame.is_verb:
            continue
        verb = trigger.frame.light_verb
        if verb is None or trigger.frame.light is None:
            continue
        if trigger.likelihood is not None and verb.lemma_ in WEAK:
            continue
        over = matched.get(verb.i)
        if over is not None and (over.partner is not None or _names_with_object(over)):
            continue
        if over is not None and trigger.token.lower_ in word_lists("words.txt")["named_happenings"]:
            continue  # whoever hosts the Oscars, they take place
        if over is not None and over.rule.type != "OTHER" and trigger.rule.type == "OTHER":
            continue
        matched.pop(verb.i, None)
        partner = verb if trigger.frame.light.subject != "happening" else None
        matched[i] = Trigger(trigger.frame, trigger.rule, partner, trigger.likelihood)


def _leave_out_phases(matched: dict[int, Trigger]) -> None:
    """ "Began to criticise" is one happening: the verb that only tells its phase is none of its own."""
    for i, trigger in list(matched.items()):
        if trigger.rule.mode != PHASE or not trigger.frame.is_verb:
            continue
        clause = syntax.complement(trigger.token)
        if clause is not None and (clause.i in matched or any(t.partner == clause for t in matched.values())):
            matched.pop(i)


def _join_binomials(doc: Doc, matched: dict[int, Trigger], lexicon: Lexicon) -> None:
    """Make "a hit and run" one trigger, and none where it only tells the kind of what follows ("a hit-and-run crash")."""
    for token in doc[1:-1]:
        if token.lower_ not in ("and", "&"):
            continue
        first, last = _past_hyphens(token, -1), _past_hyphens(token, 1)
        known = None if first is None or last is None else lexicon.rules.get(("n", f"{first.lower_}-and-{last.lower_}"))
        if first is None or last is None or known is None:
            continue
        matched.pop(first.i, None)
        matched.pop(last.i, None)
        after = _past_hyphens(last, 1)
        if known[0].type is not None and (after is None or after.pos_ not in ("NOUN", "PROPN")):
            matched[first.i] = Trigger(Frame(first), known[0], last)


def _past_hyphens(token: Token, step: int) -> Token | None:
    """The next word before or after `token` in its sentence, hyphens skipped."""
    i = token.i + step
    while token.sent.start <= i < token.sent.end:
        if token.doc[i].text not in HYPHENS:
            return token.doc[i]
        i += step
    return None


def _join_consultations(matched: dict[int, Trigger]) -> None:
    """Make "held talks to discuss" and "met by video link" one: the second word tells how or about what."""
    for i, trigger in list(matched.items()):
        token = trigger.token
        if trigger.rule.type != "CONSULT":
            continue
        if trigger.frame.is_verb and trigger.rule.mode == "talks" and token.dep_ in ("xcomp", "advcl", "acl", "relcl"):
            host = _consultation_above(token.head, matched)
            if host is not None and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children):
                matched.pop(i)
        elif trigger.rule.mode == "phone" and token.dep_ == "pobj" and token.head.lower_ in CHANNELS:
            host = _consultation_above(token.head.head, matched)
            if host is not None:
                outer = matched[host]
                matched.pop(i)
                matched[host] = replace(outer, rule=replace(outer.rule, mode="phone"))


def _consultation_above(token: Token, matched: dict[int, Trigger]) -> int | None:
    """The meeting or talks that `token`, or the noun it governs or hangs on, names."""
    near = [token, *(child for child in token.children if child.dep_ in ("dobj", "pobj")), token.head, token.head.head]
    for word in near:
        found = matched.get(word.i)
        if found is not None and found.rule.type == "CONSULT":
            return word.i
    return None


def _absorb_object(matched: dict[int, Trigger], i: int, trigger: Trigger) -> None:
    held = trigger.frame.object
    if held is None:
        return
    nouns = [held, *syntax.coordinated(held)[1:]]
    for noun in nouns:
        under = matched.get(noun.i)
        if under is not None and _is_part_of_name(under, trigger):
            matched.pop(noun.i)
    whole = held.i not in matched and not trigger.rule.names_participant
    matched[i] = Trigger(trigger.frame, trigger.rule, held if whole else None)


def _absorb_phrase(matched: dict[int, Trigger], i: int, trigger: Trigger) -> None:
    """Make "took to the streets" and "walked off the job" one trigger with the noun that tells what they mean."""
    if trigger.token.lemma_ not in MOTIONS:
        return
    for condition in trigger.rule.conditions:
        if condition.lemmas and condition.wanted and condition.slot in STEPS:
            for noun in trigger.frame.slot(condition.slot):
                if noun.lemma_.lower() in condition.lemmas:
                    matched.pop(noun.i, None)
                    matched[i] = replace(trigger, partner=noun)
                    return


def _names_with_object(verb: Trigger) -> bool:
    """Whether a verb of approval is an act of its own with this object ("approved the extradition"), not only light."""
    approves = verb.token.lemma_ in word_lists("status.txt")["planned_light"]
    return approves and verb.rule.has_object_class and verb.rule.type != "OTHER"


def _is_part_of_name(noun: Trigger, verb: Trigger) -> bool:
    """Whether the noun under a verb of "imposed sanctions" or "suspended aid" names nothing besides the phrase."""
    return noun.rule.type == verb.rule.type or noun.likelihood is not None or _needs_light_verb(noun.rule)


def _needs_light_verb(rule: Rule) -> bool:
    return any(condition.slot == "light" for condition in rule.conditions)
