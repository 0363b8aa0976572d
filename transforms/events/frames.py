"""A word with its surroundings: which slots of a lexicon frame are filled, and by which words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.lexicon import Condition, LightVerb, Rule, load
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

# "engaged in talks", "went on strike", "entered into an agreement": the verb is as light as "held".
LIGHT_WITH_PREPOSITION = frozenset(
    {("engage", "in"), ("enter", "into"), ("embark", "on"), ("go", "on"), ("participate", "in"), ("take", "in"),
     ("come", "under"), ("be", "in"), ("be", "on"), ("be", "under"), ("sit", "for"), ("join", "in"),
     ("proceed", "with"), ("subject", "to"), ("join", "for"), ("go", "to")}
)  # fmt: skip
ENTITY_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
DEEP_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
SIDE_LABELS = DEEP_LABELS | {"FAC", "LOC"}
COUPLED = frozenset({"between", "among"})


class Frame:
    """One word that may name a happening. `governor` is the verb a noun hangs on, `light` what that verb adds."""

    def __init__(self, token: Token) -> None:
        self.token = token
        self.is_verb = token.pos_ == "VERB"

    # ---- the verb a noun hangs on -----------------------------------------------------------------------------------

    @cached_property
    def governing(self) -> tuple[Token, str] | None:
        """For a noun: (verb, relation), the relation `obj`, `subj`, `acl` or a preposition."""
        if self.is_verb:
            return None
        for child in self.token.children:  # "talks held in Strelsau", "the sanctions that Ruritania imposed"
            if child.dep_ in ("acl", "relcl") and child.tag_ != "VBG" and child.lemma_ in load().light_verbs:
                if child.dep_ == "acl" and child.tag_ != "VBN":
                    continue
                if child.dep_ == "relcl" and syntax.logical_object(child) is not self.token:
                    continue
                return child, "acl"
        noun = syntax.outer_noun(self.token)
        for _ in range(syntax.MAX_CLIMB):
            if noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN"):
                break
            noun = syntax.outer_noun(noun.head)
        head = noun.head
        if noun.dep_ in syntax.OBJECT and head.pos_ in ("VERB", "AUX"):
            return head, "obj"
        if noun.dep_ == "nsubjpass":
            return head, "obj"
        if noun.dep_ == "nsubj" and head.pos_ in ("VERB", "AUX"):
            return head, "subj"
        if noun.dep_ in ("attr", "oprd") and head.pos_ in ("VERB", "AUX"):
            return head, "attr"
        if noun.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX", "ADJ"):
            return head.head, head.lower_
        if self.token.pos_ == "ADJ" and head.pos_ in ("VERB", "AUX"):
            return head, "obj"
        return None

    @cached_property
    def light(self) -> LightVerb | None:
        """What the governing verb adds, where it is one that names no happening of its own."""
        if self.governing is None:
            return None
        verb, relation = self.governing
        found = load().light_verbs.get(verb.lemma_)
        if relation in ("obj", "acl"):
            return found if found is not None and found.subject != "happening" else None
        if relation == "subj":
            if found is not None and found.subject == "happening":
                return found
            return LightVerb(verb.lemma_, found.phase, "happening") if found is not None and found.phase else None
        if (verb.lemma_, relation) in LIGHT_WITH_PREPOSITION:
            return LightVerb(verb.lemma_, "", "actor")
        return None

    @property
    def light_verb(self) -> Token | None:
        return self.governing[0] if self.light is not None and self.governing is not None else None

    @cached_property
    def object(self) -> Token | None:
        """A verb's object, looking through "a series of"; null for a noun."""
        if not self.is_verb:
            return None
        found = syntax.logical_object(self.token)
        return None if found is None else syntax.inner_noun(found)

    # ---- slots --------------------------------------------------------------------------------------------------------

    def slot(self, name: str) -> list[Token]:
        """The words that fill `name`, most telling first; empty where nothing does."""
        special = getattr(self, f"_slot_{name}", None)
        if special is not None:
            found: Token | None = special()
            return [] if found is None else [found]
        if name in self._phrases:
            return self._phrases[name]
        if name.startswith("g"):
            return self._governor_phrases.get(name[1:], [])
        if name.endswith("2"):  # "between Ruritania and Graustark": the second side
            return [later for first in self._phrases.get(name[:-1], []) for later in syntax.coordinated(first)[1:]]
        return []

    @cached_property
    def _phrases(self) -> dict[str, list[Token]]:
        """Prepositional phrases of the word, then of its object and of the light verb over it."""
        found: dict[str, list[Token]] = {}
        hosts = [self.token]
        if self.object is not None:
            hosts.append(self.object)
        outer = syntax.outer_noun(self.token)
        if outer != self.token:
            hosts.append(outer)
        if self.is_verb and self.object is not None:
            plain = syntax.logical_object(self.token)
            if plain is not None and plain != self.object:
                hosts.append(plain)
        for host in hosts:
            for word, noun in syntax.prepositional(host):
                found.setdefault(word, []).append(noun)
        return found

    @cached_property
    def _governor_phrases(self) -> dict[str, list[Token]]:
        found: dict[str, list[Token]] = {}
        if self.light_verb is not None:
            for word, noun in syntax.prepositional(self.light_verb):
                if noun != self.token:
                    found.setdefault(word, []).append(noun)
        return found

    def _slot_subj(self) -> Token | None:
        if self.is_verb:
            return syntax.logical_subject(self.token)
        if self.token.pos_ == "ADJ":
            return self._adjective_subject()
        if self.light_verb is not None and self.light is not None and self.light.subject == "actor":
            return syntax.logical_subject(self.light_verb)
        return None

    def _adjective_subject(self) -> Token | None:
        own = syntax.subject(self.token)
        if self.governing is None:
            return own
        verb, _ = self.governing
        return own if own is not None and verb.lemma_ == "be" else syntax.subject(verb)

    def _slot_gsubj(self) -> Token | None:
        if self.light_verb is not None and self.light is not None and self.light.subject == "recipient":
            return syntax.logical_subject(self.light_verb)
        return None

    def _slot_subj2(self) -> Token | None:
        first = self.slot("subj")
        others = syntax.coordinated(first[0])[1:] if first else []
        return others[0] if others else None

    def _slot_obj(self) -> Token | None:
        if self.is_verb:
            return self.object
        if self.token.pos_ == "ADJ":
            return next((child for child in self.token.children if child.dep_ in syntax.SUBJECT), None)
        return None

    def _slot_iobj(self) -> Token | None:
        return next((child for child in self.token.children if child.dep_ == "dative" and child.pos_ != "ADP"), None)

    def _slot_giobj(self) -> Token | None:
        if self.light_verb is None:
            return None
        return next((c for c in self.light_verb.children if c.dep_ == "dative" and c.pos_ != "ADP"), None)

    def _slot_poss(self) -> Token | None:
        outer = syntax.outer_noun(self.token)
        for host in (self.token, outer):
            for child in host.children:
                if child.dep_ == "poss":
                    return child
        return None

    def _slot_cside(self) -> Token | None:
        """The side that acts in the clause the verb governs: "let the inspectors in", not "let the river run"."""
        clause = syntax.complement(self.token) if self.is_verb else None
        found = None if clause is None else syntax.subject(clause)
        return found if found is not None and is_side(found) else None

    def _slot_cobj(self) -> Token | None:
        """The side that the clause the verb governs is done to: "threatened to sue the union"."""
        clause = syntax.complement(self.token) if self.is_verb else None
        found = None if clause is None else syntax.logical_object(clause)
        return found if found is not None and is_side(found) else None

    def _slot_poss2(self) -> Token | None:
        return None

    def _slot_comp(self) -> Token | None:
        return self._modifier("compound")

    def _slot_amod(self) -> Token | None:
        return self._modifier("amod") or self._modifier("nmod")

    def _modifier(self, dep: str) -> Token | None:
        for child in self.token.children:
            if child.dep_ == dep:
                if child.ent_type_ in DEEP_LABELS:
                    return child
                for inner in child.children:  # "Russian-backed offensive"
                    if inner.ent_type_ in DEEP_LABELS:
                        return inner
        return None

    def _slot_deep(self) -> Token | None:
        """The first named side in what follows the word: "agreed to open its borders to Graustark"."""
        start = self.token.i
        actor = self._slot_subj()
        for token in self.token.subtree:
            if token.i <= start or token.ent_type_ not in DEEP_LABELS or token.pos_ in ("DET", "ADP", "PUNCT"):
                continue
            if actor is not None and token.ent_iob_ != "O" and token.lower_ == actor.lower_:
                continue
            head = token
            while head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.i > start and head.head != head:
                head = head.head
                if head.pos_ not in ("NOUN", "PROPN"):
                    return token
            return head
        return None

    # ---- conditions -----------------------------------------------------------------------------------------------------

    def meets(self, rule: Rule) -> bool:
        return all(self._holds(condition) == condition.wanted for condition in rule.conditions)

    def _holds(self, condition: Condition) -> bool:
        slot, lemmas = condition.slot, condition.lemmas
        token = self.token
        if slot == "prt":
            return any(c.dep_ in ("prt", "advmod") and (not lemmas or c.lower_ in lemmas) for c in token.children)
        if slot == "pass":
            return self.is_verb and syntax.is_passive(token)
        if slot == "inf":
            return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
        if slot in ("xcomp", "ccomp"):
            return self._has_clause(slot, lemmas)
        if slot in ("oprd", "acomp"):
            return self._has_predicate(lemmas)
        if slot in ("comp", "amod"):
            deps = ("compound",) if slot == "comp" else ("amod", "nmod", "compound")
            return any(
                c.dep_ in deps and (not lemmas or c.lemma_.lower() in lemmas or c.lower_ in lemmas)
                for c in token.children
            )
        if slot == "light":
            return self.light is not None and (not lemmas or self.light.lemma in lemmas)
        if slot == "gov":
            return self.governing is not None and (not lemmas or self.governing[0].lemma_ in lemmas)
        if slot == "sentence":
            return any(near.lemma_.lower() in (lemmas or ()) for near in token.sent)
        if slot == "agent":
            return self._has_agent()
        if slot == "thing":
            acting = syntax.logical_subject(token)
            return acting is not None and not is_side(acting)
        if slot == "headline":
            return self._is_misread_noun()
        if slot == "clausefor":
            return self._asks_for_clause()
        if slot == "clause":
            return any(near.lemma_.lower() in (lemmas or ()) for near in token.subtree)
        if lemmas and "DAY" in lemmas:
            return any(noun.ent_type_ == "DATE" for noun in self.slot(slot))
        fillers = self.slot(slot)
        if not lemmas:
            return bool(fillers)
        return any(
            near.lemma_.lower() in lemmas or near.lower_ in lemmas for filler in fillers for near in _heads(filler)
        )

    def _has_agent(self) -> bool:
        """Whether a side or an armed body acts, or, where nobody is named, the sentence speaks of an attack."""
        words = word_lists("words.txt")
        subject = syntax.logical_subject(self.token)
        if subject is None or subject.lemma_.lower() in words["measures"]:
            return any(near.lemma_.lower() in words["violence"] for near in self.token.sent if near != self.token)
        if any(near.lemma_.lower() in words["violence"] for near in subject.subtree):
            return True
        return is_side(subject) and not any(near.lemma_.lower() in words["nature"] for near in subject.subtree)

    def _is_misread_noun(self) -> bool:
        """Whether a capitalised verb without a subject opens the sentence: a headline's noun, read as a command."""
        token = self.token
        return self.is_verb and token.is_title and token.is_sent_start is True and self.slot("subj") == []

    def _asks_for_clause(self) -> bool:
        """Whether a clause with "for" follows: "called for the mayor to go"."""
        return any(
            child.dep_ in ("advcl", "ccomp", "xcomp")
            and any(c.lower_ == "for" and c.dep_ == "mark" for c in child.children)
            for child in self.token.children
        )

    def _has_clause(self, slot: str, lemmas: frozenset[str] | None) -> bool:
        for child in self.token.children:
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

    def _has_predicate(self, lemmas: frozenset[str] | None) -> bool:
        for child in self.token.children:
            small = child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("ADJ", "NOUN")
            if (small or child.dep_ in ("oprd", "acomp")) and (not lemmas or child.lemma_.lower() in lemmas):
                return True
        return False


def is_side(head: Token) -> bool:
    """Whether a noun can act or be acted upon: a name, a person, a body, or something that a named side has."""
    words = word_lists("words.txt")
    if head.ent_type_ in SIDE_LABELS or head.pos_ == "PRON":
        return True
    lemma = head.lemma_.lower()
    if lemma in words["collectives"] or lemma in words["people"]:
        return True
    return any(c.ent_type_ in DEEP_LABELS for c in head.children if c.dep_ in ("poss", "amod", "compound", "nmod"))


def _heads(token: Token) -> list[Token]:
    """The word, what is coordinated with it, and the happening behind a counting word."""
    found = syntax.coordinated(token)
    inner = syntax.inner_noun(token)
    return found if inner == token else [*found, inner]
