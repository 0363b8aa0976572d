"""Whom plurals mean: "the two leaders", "Russian troops", "residents", "the presidents of A and B"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from transforms.language.described import Resolver
from transforms.language.described_people import LEADERS, People
from transforms.language.discourse import BY_SORT, DESCRIBED_ONLY, SEVERAL, UNKNOWN, Discourse, Meaning
from transforms.language.lexicons import fold, person_nouns, short_forms, state_names, word_list
from transforms.language.nominals import Nominal
from transforms.language.roles import phrase_end
from transforms.language.salience import SPEAKER, SUBJECT, mention_weight
from transforms.language.tokens import SUBJECTS

NUMBER_WORDS = word_list("number_words")
LONGEST_LIST = 14  # tokens of "the presidents of A, B and C" after the noun
KINDS_OF_PAIRS = {
    "countries": ("government",),
    "organisations": ("organisation",),
    "leaders": ("person",),
    "people": ("person",),
}


class Groups(Resolver):
    """Resolves descriptions of several: of those already named (`several`) or of a group of its own (`resolve`)."""

    def __init__(self, talk: Discourse, people: People) -> None:
        super().__init__(talk)
        self._people = people
        self._pairs: dict[str, tuple[int, ...]] = {}  # kind of entity to the several last described together

    def resolve(self, nominal: Nominal) -> Meaning:
        assert nominal.group is not None
        listed = self._presidents(nominal)
        if listed is not None:
            return listed
        name = self.describe(nominal)
        if nominal.determiner == "definite" and not nominal.is_modified:
            sentence = self.tokens.sentence[nominal.head]
            head = self.tokens.lower[nominal.head]
            earlier = [
                (self.talk.salience.score(entity, sentence), entity)
                for entity in self.talk.salience.seen()
                if self.cast[entity].kind == "group" and (head in fold(self.cast[entity].name).split())
            ]
            if earlier:
                return Meaning(max(earlier)[1], BY_SORT)
        owner = self.owner(nominal)
        country = nominal.country or (None if owner is None else self.cast[owner].country)
        if self._is_nobody(nominal, country):
            return UNKNOWN
        index = self.cast.keyed("group", name, nominal.first, country)
        self.cast[index].groups[nominal.group.group] += 1
        return Meaning(index, DESCRIBED_ONLY)

    def _presidents(self, nominal: Nominal) -> Meaning | None:
        """ "The presidents of A, B and C": each state's, or a group of no one country where the day is not known."""
        tokens, noun = self.tokens, self.tokens.lower[nominal.head]
        office = person_nouns().get(noun)
        if office is None or not office.is_plural or not office.is_office or nominal.owner is not None:
            return None
        if tokens.lower[min(nominal.last, len(tokens) - 1)] != "of":
            return None
        last, states = nominal.last, []
        for at, entity in self.talk.named_between(nominal.last, nominal.last + LONGEST_LIST):
            gap = tokens.lower[last + (last == nominal.last) : at]
            if self.cast[entity].kind != "government" or not set(gap) <= {",", "and", "the"}:
                break
            states.append(entity)
            last = self.talk.head_of_name(at) + 1
        if len(states) < 2:
            return None
        singular = replace(nominal, person=replace(office, is_plural=False))
        holders = [
            self._people.holder(replace(singular, country=self.cast[state].country), office.group) for state in states
        ]
        members = tuple(sorted({holder for holder in holders if holder is not None}))
        if len(members) == len(states):
            self.talk.plural = (tokens.sentence[nominal.head], members)
            return Meaning(None, SEVERAL, members)
        name = " ".join(tokens.span_text(nominal.first, last).split()).removeprefix("the ")
        return Meaning(self.cast.keyed("group", name, nominal.first), DESCRIBED_ONLY)

    def _is_nobody(self, nominal: Nominal, country: str | None) -> bool:
        """Whether a plural names nobody in particular: a count of people, or a bare noun that neither acts nor speaks."""
        tokens, head = self.tokens, nominal.head
        if country is not None or nominal.group is None or nominal.group.group in ("forces", "police"):
            return country is None and tokens.tag[head] == "NNS" and self._is_bare(nominal) and not self._acts(head)
        is_counted = any(tokens.pos[i] == "NUM" or tokens.lower[i] in NUMBER_WORDS for i in range(nominal.first, head))
        if is_counted:
            return mention_weight(tokens, head) < SPEAKER
        return tokens.tag[head] == "NNS" and self._is_bare(nominal) and not self._acts(head)

    def _is_bare(self, nominal: Nominal) -> bool:
        """Whether neither a possessor, a modifier nor a phrase after it says which ones are meant."""
        if nominal.owner is not None and self.owner(nominal) is not None:
            return False
        words_before = nominal.head - nominal.first
        is_plain = words_before == 0 or (words_before == 1 and nominal.determiner != "bare")
        return is_plain and phrase_end(self.tokens, nominal.head) == nominal.last

    def _acts(self, head: int) -> bool:
        relation = self.tokens.relation(head)
        return relation in (*SUBJECTS, "agent") or mention_weight(self.tokens, head) >= SPEAKER

    def several(self, nominal: Nominal) -> Meaning:
        """The two or three last talked about that fit the noun."""
        assert nominal.group is not None
        sentence = self.tokens.sentence[nominal.head]
        kinds = KINDS_OF_PAIRS.get(nominal.group.group, ("person", "government"))
        if self.tokens.lower[nominal.head] in ("sides", "parties", "foes", "rivals"):
            kinds = ("government", "organisation")
            if nominal.count == 2 and (members := self._two_parties(nominal)):
                self.talk.plural = (sentence, members)
                return Meaning(None, SEVERAL, members)
            kinds = kinds[:1] if self.tokens.lower[nominal.head] == "parties" else kinds
        scored = [
            (self.talk.salience.score(entity, sentence), entity)
            for entity in self.talk.salience.seen()
            if self.cast[entity].kind in kinds
            and not self.cast[entity].is_anonymous
            and not self._is_state_body(entity)
            and not (kinds == ("organisation",) and "team" in self.cast[entity].groups)
        ]
        if kinds == ("person", "government"):
            people = [pair for pair in scored if self.cast[pair[1]].kind == "person"]
            scored = (
                people
                if len(people) >= nominal.count
                else [pair for pair in scored if self.cast[pair[1]].kind == "government"]
            )
        if nominal.group.group == "leaders":
            leaders = [
                (score, entity)
                for score, entity in scored
                if self.cast[entity].is_leader or not LEADERS.isdisjoint(self.cast[entity].groups)
            ]
            scored = leaders if len(leaders) >= nominal.count else scored
        just_named = self._just_named(nominal, {entity for _, entity in scored})
        if just_named:
            scored = [(score, entity) for score, entity in scored if entity in just_named]
        top = [entity for score, entity in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score > 0.05][
            : nominal.count
        ]
        if len(top) < nominal.count:
            top = self._most_named(nominal)
        if len(top) < nominal.count:
            return UNKNOWN
        members = self._same_pair(tuple(sorted(top)), sentence)
        self.talk.plural = (sentence, members)
        return Meaning(None, SEVERAL, members)

    def _two_parties(self, nominal: Nominal) -> tuple[int, ...]:
        """The only two political parties talked about, by their names or their people's, where no two states are more."""
        sentence, known = self.tokens.sentence[nominal.head], short_forms("party")
        parties: dict[str, int] = {}
        states: list[float] = []
        for entity in self.talk.salience.recent(sentence):
            draft = self.cast[entity]
            names = known.get(fold(draft.name), {})
            if names and (draft.country is None or draft.country in names):
                parties.setdefault(names.get(draft.country or "", next(iter(names.values()))), entity)
            elif draft.kind == "government" and draft.name == state_names().get(draft.country or ""):
                states.append(self.talk.salience.score(entity, sentence))
        if len(parties) != 2:
            return ()
        weight = sum(self.talk.salience.score(entity, sentence) for entity in parties.values())
        is_theirs = self.tokens.lower[nominal.head] == "parties" or len(states) < 2
        return tuple(sorted(parties.values())) if is_theirs or weight > sum(sorted(states)[-2:]) else ()

    def _just_named(self, nominal: Nominal, fitting: set[int]) -> set[int]:
        """The people a sentence just before names, where they are as many as "the two" or "the three" wants."""
        assert nominal.group is not None
        if nominal.group.group != "any":
            return set()
        ends, sentence = self.tokens.sentence_ends, self.tokens.sentence[nominal.head]
        if not sentence:
            return set()
        start = ends[sentence - 2] if sentence > 1 else 0
        named = {entity for _, entity in self.talk.named_between(start, ends[sentence - 1])} & fitting
        people = {entity for entity in named if self.cast[entity].kind == "person"}
        return people if len(people) == nominal.count else set()

    def _is_state_body(self, entity: int) -> bool:
        """Whether it is part of a government rather than a state."""
        draft = self.cast[entity]
        return draft.kind == "government" and draft.name != state_names().get(draft.country or "")

    def _same_pair(self, top: tuple[int, ...], sentence: int) -> tuple[int, ...]:
        """The pair spoken of before, where only somebody mentioned in passing has come between."""
        kind = self.cast[top[0]].kind
        before = self._pairs.get(kind, ())
        newcomers = [entity for entity in top if entity not in before]
        is_passing = all(self.talk.salience.score(entity, sentence) < SUBJECT for entity in newcomers)
        members = before if len(before) == len(top) and len(newcomers) < len(top) and is_passing else top
        self._pairs[kind] = members
        return members

    def _most_named(self, nominal: Nominal) -> list[int]:
        """The leaders the document names most, where the text before tells of too few."""
        assert nominal.group is not None
        if nominal.group.group != "leaders":
            return []
        counts = Counter(
            entity
            for _, entity in self.talk.named
            if self.cast[entity].kind == "person" and self.cast[entity].is_leader
        )
        ranked = sorted(counts, key=lambda entity: (-counts[entity], entity))
        return ranked[: nominal.count] if len(ranked) == nominal.count else []
