"""A word with its surroundings: which slots of a lexicon frame are filled, and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.around import OF_NOUNS, OF_VERBS
from transforms.events.lexicon import LightVerb, load
from transforms.events.referents import HYPHENS
from transforms.events.sides import NAMED_LABELS, is_named, is_side, owners
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

# "engaged in talks", "went on strike", "entered into an agreement": the verb is as light as "held".
LIGHT_WITH_PREPOSITION = frozenset(
    {("engage", "in"), ("enter", "into"), ("embark", "on"), ("go", "on"), ("participate", "in"), ("take", "in"),
     ("be", "in"), ("be", "on"), ("sit", "for"), ("join", "in"),
     ("proceed", "with"), ("join", "for"), ("go", "to")}
)  # fmt: skip
# "came under attack": the subject is the one it is done to.
SUFFERED = frozenset({("come", "under"), ("subject", "to"), ("be", "under"), ("fall", "under")})
HARMFUL = frozenset({"ACCUSE", "COERCE", "SANCTION", "ASSAULT", "THREATEN", "REJECT"})
CIRCUMSTANCES = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
TOWARDS = frozenset({"to", "with", "from"})
LATE = frozenset({"to", "from", "against"})
WHERE = frozenset({"in", "at", "on", "during", "before"})
AGAINST_ALONE = frozenset({"against"})  # "filed a suit in an Oslo court against"
PASSED_ON = frozenset({"with", "against", "from"})
MEANWHILE = frozenset({"after", "before", "during", "since", "amid"})
AGAINST = "anti"  # "anti-Ruritanian sanctions": the adjective names whom they hit


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
        return LightVerb(verb.lemma_, "", "recipient") if (verb.lemma_, relation) in SUFFERED else None

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

    @property
    def is_reciprocal(self) -> bool:
        """Whether it is done by each to the other: "accused each other", "support for one another"."""
        words = [*self.token.children, *(noun for found in self._phrases.values() for noun in found)]
        return any(
            word.lower_ in ("other", "another") and any(left.lower_ in ("each", "one") for left in word.lefts)
            for word in words
        )

    @cached_property
    def refuses_harm(self) -> bool:
        """Whether what is refused would have hurt somebody, who then is not the one refused: "refused to condemn"."""
        clause = syntax.complement(self.token) if self.is_verb else None
        rules = () if clause is None else load().rules.get(("v", clause.lemma_.lower()), ())
        types = [rule.type for rule in rules if rule.type not in (None, "OTHER")]
        return bool(types) and all(one in HARMFUL for one in types)

    # ---- slots --------------------------------------------------------------------------------------------------------

    def slot(self, name: str) -> list[Token]:
        """The words that fill `name`, most telling first; empty where nothing does."""
        special = getattr(self, f"_slot_{name}", None)
        around = (OF_VERBS if self.is_verb else OF_NOUNS).get(name)
        found: Token | None = special() if special is not None else around(self.token) if around is not None else None
        if found is not None or special is not None or around is not None:
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
            for word, noun in _phrases_on(host):
                found.setdefault(word, []).append(noun)
        return found

    @cached_property
    def _governor_phrases(self) -> dict[str, list[Token]]:
        found: dict[str, list[Token]] = {}
        if self.light_verb is not None:
            for word, noun in _phrases_on(self.light_verb):
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

    def _slot_taker(self) -> Token | None:
        """Who has what the light verb is about: "Flavia has Ruritania's support"."""
        return None if self.light_verb is None else syntax.logical_subject(self.light_verb)

    def _slot_owner(self) -> Token | None:
        """Whose the object is: "ordered the pirate's release", "Ruritanian troops were sent"."""
        return None if self.object is None else next(owners(self.object), None)

    def _slot_subj2(self) -> Token | None:
        first = self.slot("subj")
        others = syntax.coordinated(first[0])[1:] if first else []
        return others[0] if others else None

    def _slot_obj(self) -> Token | None:
        if self.is_verb:
            return self.object if self.object is not None else self._small_subject()
        if self.token.pos_ == "ADJ":
            return next((child for child in self.token.children if child.dep_ in syntax.SUBJECT), None)
        return None

    def _small_subject(self) -> Token | None:
        """Whom a small clause is about: "found the mayor guilty"."""
        small = [child for child in self.token.children if child.dep_ in ("ccomp", "xcomp") and child.pos_ == "ADJ"]
        return next((inner for child in small for inner in child.children if inner.dep_ in syntax.SUBJECT), None)

    def _slot_iobj(self) -> Token | None:
        return _given_to(self.token)

    def _slot_giobj(self) -> Token | None:
        return None if self.light_verb is None else _given_to(self.light_verb)

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

    def _slot_cparty(self) -> Token | None:
        """The first side any part of that clause names: "refused to send him troops", "to meet with the miners"."""
        clause = syntax.complement(self.token) if self.is_verb else None
        if clause is None:
            return None
        given = [child for child in clause.children if child.dep_ == "dative" and child.pos_ != "ADP"]
        held = syntax.logical_object(clause)
        towards = (noun for word, noun in syntax.prepositional(clause) if word in TOWARDS)
        inner = syntax.complement(clause)  # "refused to let the ship dock"
        acting = [] if inner is None else [child for child in inner.children if child.dep_ in syntax.SUBJECT]
        parties = (*given, *([] if held is None else [held]), *acting, *towards)
        return next((party for party in parties if is_side(party)), None)

    def _slot_comp(self) -> Token | None:
        return self._coupled[0] if self._coupled else self._modifier("compound") or self._modifier("nmod")

    def _slot_imposer(self) -> Token | None:
        """The name before "sanctions", where it is one of those who impose them."""
        name = self._modifier("compound") or self._modifier("nmod")
        return name if name is not None and name.lower_ in word_lists("words.txt")["imposers"] else None

    def _slot_target(self) -> Token | None:
        """The name before "sanctions" otherwise."""
        name = self._modifier("compound") or self._modifier("nmod")
        return None if name is None or name.lower_ in word_lists("words.txt")["imposers"] else name

    def _slot_comp2(self) -> Token | None:
        return self._coupled[1] if self._coupled else None

    @cached_property
    def _coupled(self) -> tuple[Token, Token] | None:
        """The two names of "Ruritania-Graustark talks"."""
        second = self._modifier("compound")
        earlier = [] if second is None else [child for child in second.children if child.dep_ == "compound"]
        first = next((child for child in earlier if is_named(child) and child.nbor(1).text in HYPHENS), None)
        return None if first is None or second is None else (first, second)

    def _slot_amod(self) -> Token | None:
        return self._modifier("amod") or self._modifier("nmod")

    def _slot_amod2(self) -> Token | None:
        """The second of two adjectives: "the Ruritanian and Graustarkian foreign ministers", "Ruritanian-Graustarkian"."""
        first = self._slot_amod()
        others = [] if first is None else syntax.coordinated(first)[1:]
        return others[0] if others and is_named(others[0]) else None

    def _modifier(self, dep: str) -> Token | None:
        for child in self.token.children:
            if child.dep_ != dep or _is_against(child):
                continue
            if is_named(child):
                return child
            for inner in child.children:  # "Russian-backed offensive"
                if inner.ent_type_ in NAMED_LABELS and not _is_against(inner):
                    return inner
        return None

    def _slot_anti(self) -> Token | None:
        """The named side an adjective is against: "anti-Ruritanian sanctions"."""
        hosts = [self.token] if not self.is_verb else [] if self.object is None else [self.object]
        found = [child for host in hosts for child in host.children if _is_against(child)]
        return next((child for child in found if child.text[0].isupper() and child.lower_ != AGAINST), None)

    def _slot_deep(self) -> Token | None:
        """The first named side in what follows the word: "agreed to open its borders to Graustark"."""
        apart = (token for token in self._named_after if not _is_in_relative(token, self.token))
        first = next(apart, None)
        return self._slot_late() if first is None else _head_of_name(first, self.token.i)

    def _slot_late(self) -> Token | None:
        """The side in a phrase after a relative clause, into which it is often hung: "sent the boat it took to Norrby"."""
        for token in self._named_after:
            if token.dep_ == "pobj" and token.head.lower_ in LATE and _is_in_relative(token, self.token):
                return _head_of_name(token, self.token.i)
        return None

    @cached_property
    def _named_after(self) -> list[Token]:
        actor = self._slot_subj()
        return [
            token
            for token in self.token.subtree
            if token.i > self.token.i
            and token.ent_type_ in NAMED_LABELS
            and token.pos_ not in ("DET", "ADP", "PUNCT")
            and (actor is None or token.lower_ != actor.lower_)
        ]


def _head_of_name(token: Token, start: int) -> Token:
    """The noun a name stands before, within what follows `start`: "Graustarkian ports"."""
    head = token
    while head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.i > start and head.head != head:
        head = head.head
        if head.pos_ not in ("NOUN", "PROPN"):
            return token
    return head


def _given_to(verb: Token) -> Token | None:
    """The indirect object, also where the parser takes a name for part of what is given: "gave Flavia permission"."""
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ != "ADP":
            return child
    held = next((child for child in verb.children if child.dep_ in syntax.OBJECT and child.i > verb.i), None)
    if held is None or held.pos_ != "NOUN" or held.left_edge.i != verb.i + 1:
        return None
    names = (child for child in held.children if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN")
    return next((name for name in names if name.ent_type_ in ("PERSON", "GPE")), None)


def _is_in_relative(token: Token, above: Token) -> bool:
    """Whether a word stands in a clause that only adds to what is told under `above`."""
    for over in token.ancestors:
        if over == above:
            return False
        if over.dep_ == "relcl" and over.tag_ != "VB":  # an aim is none: "went on strike to protest against the mayor"
            return True
        if over.dep_ == "conj" and over.head == above and over.pos_ == "VERB":
            return True  # another act: "called for a vote and left for Strelsau"
        if over.dep_ == "prep" and over.lower_ in MEANWHILE and _is_own_affair(over):
            return True  # "accepts any deal after his stand-off with the mayor"
        if over.lower_ == "according" or (over.dep_ == "pcomp" and over.head.lower_ == "with"):
            return True  # "… , with the mayor telling reporters"
    return False


def _is_own_affair(preposition: Token) -> bool:
    """Whether the phrase tells of another thing somebody did: "after his quarrel with", not "after an agreement with"."""
    nouns = (child for child in preposition.children if child.dep_ == "pobj")
    return any(child.tag_ == "PRP$" for noun in nouns for child in noun.children)


def _phrases_on(host: Token) -> Iterator[tuple[str, Token]]:
    """The phrases on a word, also those the parser hangs on a place or day before: "met in Oslo with Flavia"."""
    for word, noun in syntax.prepositional(host):
        yield word, noun
        meeting = noun.lower_ in word_lists("words.txt")["steps"]  # "in a meeting with Flavia, agreed to"
        passed = PASSED_ON if meeting or noun.ent_type_ in CIRCUMSTANCES else AGAINST_ALONE
        yield from ((inner, far) for inner, far in syntax.prepositional(noun) if word in WHERE and inner in passed)


def _is_against(adjective: Token) -> bool:
    """Whether "anti-" stands before the word, or is the word."""
    if adjective.lower_.startswith(AGAINST):
        return True
    before = adjective.doc[max(adjective.i - 2, 0) : adjective.i]
    return len(before) == 2 and before[0].lower_ == AGAINST and before[1].text in HYPHENS
