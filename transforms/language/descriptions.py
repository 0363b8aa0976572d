"""Whom descriptions mean: "the mayor", "the Chinese leader", "the company", "the two leaders", "the ministry's report"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace

from transforms.language.discourse import (
    BESIDE_NAME,
    BY_RECENCY,
    BY_ROLE,
    BY_SORT,
    DESCRIBED_ONLY,
    ISSUER,
    NAMED_LATER,
    NOBODY,
    SEVERAL,
    TAKEN_UP,
    UNKNOWN,
    Discourse,
    Meaning,
)  # fmt: skip
from transforms.language.drafts import Draft
from transforms.language.holders import find_holder
from transforms.language.institutions import STATE_BODIES
from transforms.language.lexicons import PersonNoun, fold, group_nouns, person_nouns, state_names, word_list
from transforms.language.model import Published
from transforms.language.nominals import Nominal, describe
from transforms.language.people import NOUN_WEIGHT, name_words
from transforms.language.roles import phrase_end
from transforms.language.salience import SPEAKER, SUBJECT, mention_weight
from transforms.language.tokens import SUBJECTS

LEADERS = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "pope", "emir", "leader", "head of state", "monarch"}
)
# "The man" may be anybody just talked about.
GENERIC = frozenset({"person", "man", "woman", "resident", "member", "player", "worker", "father", "mother"})
# Groups of nouns that name an office or a part in a trial; nobody without that role is meant by them.
OFFICIAL = frozenset(
    {
        "judge", "spokesperson", "official", "police officer", "doctor", "prosecutor", "witness", "victim", "minister", "president",
        "leader", "prime minister", "mayor", "lawyer", "defendant", "plaintiff", "commissioner", "ambassador", "aide", "chair",
    }
)  # fmt: skip
LOOSE = frozenset(
    {"company", "agency", "association", "bank"}
)  # "the agency" may be any organisation just talked about
# Sorts of bodies that go by a description: there is one labour court, and one port authority of a town.
PUBLIC_BODIES = frozenset({"agency", "court", "government", "military"})
AMBIGUOUS_BODIES = word_list("ambiguous_bodies")  # things, unless a modifier says whose
TOWNS = word_list("towns")  # they act, but more often something happens in them
NUMBER_WORDS = word_list("number_words")
LONGEST_LIST = 14  # tokens of "the presidents of A, B and C" after the noun
CATAPHORA_SENTENCES = 6  # how far on a person may be named who was described first
NEXT_SPEAKER_SENTENCES = 3  # the same for one whose role is not given with the name
LEAD_SENTENCES = 6  # a description this early may be of somebody a caption or headline named before
# What a candidate gains by a role or country that fits, or by a word of the description that stands in its role.
ROLE_MATCH, COUNTRY_MATCH, WORD_MATCH = 3.0, 2.0, 0.5

KINDS_OF_PAIRS = {
    "countries": ("government",),
    "organisations": ("organisation",),
    "leaders": ("person",),
    "people": ("person",),
}


class Descriptions:
    """Resolves the descriptions of one document in text order."""

    def __init__(self, talk: Discourse, published: Published) -> None:
        self.talk = talk
        self.tokens = talk.tokens
        self.cast = talk.cast
        self.published = published
        self._issuers: dict[str, int] = {}  # noun for a writing to who issued it; "" is the last of all
        self._pairs: dict[str, tuple[int, ...]] = {}  # kind of entity to the several last described together

    def resolve(self, nominal: Nominal) -> Meaning:
        if nominal.count:
            return self._several(nominal)
        if nominal.person is not None:
            return self._person(nominal)
        if nominal.is_document:
            return self._document(nominal)
        assert nominal.group is not None
        if nominal.group.sort == "government" and nominal.country:
            index = self.cast.keyed("government", state_names()[nominal.country], nominal.first, nominal.country)
            return Meaning(index, BY_ROLE)
        if nominal.group.sort == "organisation":
            return self._organisation(nominal)
        return self._group(nominal)

    def _person(self, nominal: Nominal) -> Meaning:
        if nominal.determiner == "indefinite":
            return self._named_later(nominal) or self._unnamed(nominal)
        if nominal.country is None and (holder := self._holder(nominal)) is not None:
            return Meaning(holder, BY_ROLE)  # of all secretaries-general that of the body the description names
        sentence = self.tokens.sentence[nominal.head]
        by_role: list[tuple[float, int]] = []
        others: list[tuple[float, int]] = []
        for entity in self._people():
            score, matched = self._fit(nominal, entity, sentence)
            if score > 0:
                (by_role if matched else others).append((score, entity))
        if by_role:
            return Meaning(max(by_role)[1], BY_ROLE)
        best = max(
            ((score, entity) for score, entity in others if not self.cast[entity].is_anonymous), default=(0.0, None)
        )[1]
        if nominal.country and (holder := self._holder(nominal)) is not None:
            return Meaning(holder, BY_ROLE)
        if best is not None and self._is_anaphoric(nominal, best):
            return Meaning(best, TAKEN_UP)
        return self._named_later(nominal) or self._unnamed(nominal)

    def _people(self) -> list[int]:
        return [entity for entity in self.talk.salience.seen() if self.cast[entity].kind == "person"]

    def _fit(self, nominal: Nominal, entity: int, sentence: int) -> tuple[float, bool]:
        """How well a person fits a description, and whether by role; zero where they cannot be the same."""
        draft, noun = self.cast[entity], nominal.person
        assert noun is not None
        if noun.gender and draft.gender and noun.gender != draft.gender:
            return 0.0, False
        if nominal.country and draft.country and nominal.country != draft.country:
            return 0.0, False
        owner = self._owner(nominal)
        if owner == entity or self._is_named_inside(nominal, entity):
            return 0.0, False
        matched = noun.group in draft.groups or any(group.endswith(f" {noun.group}") for group in draft.groups)
        if draft.is_anonymous:
            matched = self.tokens.lower[nominal.head] in draft.roles
        if owner is not None and self.cast[owner].kind == "person":  # "his lawyer" is somebody called X's lawyer
            surname = name_words(self.cast[owner].name)[-1]
            matched = matched and any(f"{surname}'s" in fold(name) for name in (*draft.roles, draft.name))
        if noun.group in ("leader", "counterpart") and nominal.country and not LEADERS.isdisjoint(draft.groups):
            matched = True
        if nominal.country and not draft.country and not matched and noun.group not in GENERIC:
            return 0.0, False
        words = {word for role in draft.roles for word in fold(role).split()}
        shared = sum(self.tokens.lower[i] in words for i in range(nominal.first, nominal.head))
        score = self.talk.salience.score(entity, sentence) + WORD_MATCH * shared
        if matched:
            score += ROLE_MATCH + (COUNTRY_MATCH if nominal.country and nominal.country == draft.country else 0.0)
        return score, matched

    def _owner(self, nominal: Nominal) -> int | None:
        """The entity of the possessor."""
        return None if nominal.owner is None else self.talk.meant.get(nominal.owner)

    def _is_named_inside(self, nominal: Nominal, entity: int) -> bool:
        return any(other == entity for _, other in self.talk.named_between(nominal.first, nominal.head))

    def _is_anaphoric(self, nominal: Nominal, entity: int) -> bool:
        """Whether a definite description takes up somebody whose role the text does not give: "the 39-year-old"."""
        assert nominal.person is not None
        draft = self.cast[entity]
        if nominal.determiner != "definite" or draft.is_anonymous:
            return False
        if nominal.person.group in GENERIC:
            return True
        if nominal.country:
            return False
        is_other = not (set(draft.groups) <= GENERIC)
        return nominal.is_modified and not is_other and nominal.person.group not in OFFICIAL

    def _named_later(self, nominal: Nominal) -> Meaning | None:
        """Somebody described first and named after: by the same role soon, or as the next to speak who is new."""
        noun, tokens = nominal.person, self.tokens
        assert noun is not None
        if noun.group in GENERIC or nominal.owner is not None or tokens.quoted[nominal.head]:
            return None
        sentence = tokens.sentence[nominal.head]
        speaks = mention_weight(tokens, nominal.head) >= SPEAKER
        start = bisect_left(self.talk.named, (nominal.last, -1))
        for at, entity in self.talk.named[start:]:
            away = tokens.sentence[at] - sentence
            draft = self.cast[entity]
            if away > CATAPHORA_SENTENCES:
                break
            if draft.kind != "person" or (noun.gender and draft.gender not in (noun.gender, None)):
                continue
            if noun.group in draft.groups and (draft.first >= nominal.first or sentence < LEAD_SENTENCES):
                return Meaning(entity, NAMED_LATER)
            is_new = draft.first == at and self.talk.salience.position(entity) < 0
            is_next = (
                is_new and speaks and not draft.groups and 0 < away <= NEXT_SPEAKER_SENTENCES and " " in draft.name
            )
            if is_next and mention_weight(tokens, self.talk.head_of_name(at)) >= SPEAKER:
                return Meaning(entity, NAMED_LATER)
        return None

    def _unnamed(self, nominal: Nominal) -> Meaning:
        """Somebody the text leaves without a name; a definite description takes up an earlier one."""
        noun = nominal.person
        assert noun is not None
        name = self._describe(nominal)
        if nominal.determiner != "indefinite":
            for entity in self.talk.salience.seen():
                if self.cast[entity].is_anonymous and self.cast[entity].name == name:
                    return Meaning(entity, DESCRIBED_ONLY)
        draft = Draft(name, "person", nominal.first, nominal.country, is_anonymous=True)
        draft.groups[noun.group] += 1
        if noun.gender:
            draft.genders[noun.gender] += NOUN_WEIGHT
        draft.add_role(self.tokens.lower[nominal.head], None)
        return Meaning(self.cast.add(draft), DESCRIBED_ONLY)

    def _describe(self, nominal: Nominal) -> str:
        """A name for somebody unnamed, with the full name of a possessor that has one."""
        owner = self._owner(nominal)
        is_named = owner is not None and not self.cast[owner].is_anonymous and self.cast[owner].kind != "group"
        return describe(self.tokens, nominal, self.cast[owner].name if owner is not None and is_named else None)

    def _document(self, nominal: Nominal) -> Meaning:
        """A writing that says something speaks for whoever issued it: "the ministry's statement", "the study"."""
        tokens = self.tokens
        issuer = self._owner(nominal)
        if issuer is None:
            inside = self.talk.named_between(nominal.first, nominal.head)
            issuer = inside[-1][1] if inside else self._issuer_after(nominal)
        lower = tokens.lower[nominal.head]
        if issuer is None:
            issuer = self._issuing_body(nominal)
        if issuer is None and nominal.determiner == "definite":
            issuer = self._issuers.get(lower, self._issuers.get("") if nominal.head - nominal.first == 1 else None)
        if issuer is None or self.cast[issuer].kind == "place":
            return UNKNOWN
        self._issuers[lower] = self._issuers[""] = issuer
        return Meaning(issuer, ISSUER)

    def _issuing_body(self, nominal: Nominal) -> int | None:
        """The organisation described before the noun: "the parole board" in "the parole board decision"."""
        for i in range(nominal.head - 1, nominal.first - 1, -1):
            group = next(
                (group for group in group_nouns().get(self.tokens.lower[i], ()) if group.sort == "organisation"), None
            )
            if group is not None:
                described = Nominal(nominal.first, i + 1, i, "definite", group=group, country=nominal.country)
                return self._organisation(described).entity
        first = nominal.head
        while (
            first > nominal.first
            and self.tokens.pos[first - 1] == "PROPN"
            and self.tokens.words[first - 1][0].isupper()
        ):
            first -= 1
        if first == nominal.head:
            return None
        return self.cast.keyed("organisation", self.tokens.span_text(first, nominal.head), first)

    def _issuer_after(self, nominal: Nominal) -> int | None:
        """Who is named after the noun as its source: "by", "from", "of" or "for" somebody."""
        for at, entity in self.talk.named_between(nominal.last, nominal.last + 10):
            before = at - 1
            while before > nominal.head and self.tokens.lower[before] in ("the", "a"):
                before -= 1
            if self.tokens.lower[before] in ("by", "from", "of", "for"):
                return entity
        return None

    def _holder(self, nominal: Nominal, office_word: str | None = None) -> int | None:
        """Who held the office the description names when the document came out; who the text names, without a date."""
        noun, word = nominal.person, office_word or self.tokens.lower[nominal.head]
        assert noun is not None
        body = nominal.institution or self._body(nominal)
        if nominal.country is None and body is None:
            return None
        named = {fold(draft.name) for draft in self.cast.drafts if draft.kind == "person"}
        meanings = self._counterparts(nominal) if noun.group == "counterpart" else [(noun, word)]
        holders = (find_holder(noun, word, nominal.country, body, self.published, named) for noun, word in meanings)
        office = next((office for office in holders if office is not None), None)
        if office is None:
            return None
        for index, draft in enumerate(self.cast.drafts):
            if draft.kind == "person" and name_words(draft.name) == name_words(office.name):
                return index
        draft = Draft(
            office.name, "person", nominal.first, office.country, office.wikidata_id, is_leader=office.is_leader
        )
        draft.genders[office.gender] += NOUN_WEIGHT
        draft.add_role(office.office, person_nouns()[office.office].group if office.office in person_nouns() else None)
        return self.cast.add(draft)

    def _body(self, nominal: Nominal) -> str | None:
        """The international body the description names: "the NATO chief", "the secretary-general of the UN"."""
        for _, entity in self.talk.named_between(nominal.first, nominal.last + 4):
            if self.cast[entity].kind in ("bloc", "organisation"):
                return self.cast[entity].name
        return None

    def _counterparts(self, nominal: Nominal) -> list[tuple[PersonNoun, str]]:
        """The offices a counterpart may hold: that of the possessor, then, for a leader's, the country's first."""
        owner = self._owner(nominal)
        groups = set() if owner is None else set(self.cast[owner].groups)
        nouns = person_nouns()
        same = [(nouns[group], group) for group in sorted(groups) if group in nouns and nouns[group].is_office]
        return same if groups and LEADERS.isdisjoint(groups) else [*same, (nouns["leader"], "leader")]

    def _several(self, nominal: Nominal) -> Meaning:
        """The two or three last talked about that fit the noun."""
        assert nominal.group is not None
        sentence = self.tokens.sentence[nominal.head]
        kinds = KINDS_OF_PAIRS.get(nominal.group.group, ("person", "government"))
        if self.tokens.lower[nominal.head] in ("sides", "parties", "foes", "rivals"):
            kinds = ("government", "organisation")
        scored = [
            (self.talk.salience.score(entity, sentence), entity)
            for entity in self.talk.salience.seen()
            if self.cast[entity].kind in kinds
            and not self.cast[entity].is_anonymous
            and not self._is_state_body(entity)
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
        holders = [self._holder(replace(singular, country=self.cast[state].country), office.group) for state in states]
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
        if nominal.owner is not None and self._owner(nominal) is not None:
            return False
        words_before = nominal.head - nominal.first
        is_plain = words_before == 0 or (words_before == 1 and nominal.determiner != "bare")
        return is_plain and phrase_end(self.tokens, nominal.head) == nominal.last

    def _acts(self, head: int) -> bool:
        relation = self.tokens.relation(head)
        return relation in (*SUBJECTS, "agent") or mention_weight(self.tokens, head) >= SPEAKER

    def _group(self, nominal: Nominal) -> Meaning:
        assert nominal.group is not None
        listed = self._presidents(nominal)
        if listed is not None:
            return listed
        name = self._describe(nominal)
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
        owner = self._owner(nominal)
        country = nominal.country or (None if owner is None else self.cast[owner].country)
        if self._is_nobody(nominal, country):
            return UNKNOWN
        index = self.cast.keyed("group", name, nominal.first, country)
        self.cast[index].groups[nominal.group.group] += 1
        return Meaning(index, DESCRIBED_ONLY)

    def _organisation(self, nominal: Nominal) -> Meaning:
        """ "The company": the organisation of that sort last talked about."""
        assert nominal.group is not None
        inside = self._organisation_inside(nominal)
        if inside is not None:
            return Meaning(inside, BESIDE_NAME)
        group, sentence = nominal.group.group, self.tokens.sentence[nominal.head]
        best, best_score, is_sure = None, 0.0, False
        if nominal.determiner == "definite":
            for entity in self.talk.salience.seen():
                score, sure = self._fit_organisation(nominal, entity, sentence)
                if score > best_score:
                    best, best_score, is_sure = entity, score, sure
        if best is not None and is_sure:
            return Meaning(best, BY_SORT)
        later = self._firm_named_later(nominal)
        if later is not None:
            return Meaning(later, NAMED_LATER)
        if best is not None:
            return Meaning(best, BY_RECENCY)
        if not self._is_a_body(nominal):
            return NOBODY
        name = self._describe(nominal)
        is_state = self.tokens.lower[nominal.head] in STATE_BODIES and nominal.country is not None
        is_state = is_state or group == "government"
        index = self.cast.keyed("government" if is_state else "organisation", name, nominal.first, nominal.country)
        self.cast[index].groups[group] += 1
        if is_state and nominal.country is not None:
            return Meaning(index, DESCRIBED_ONLY)
        self.cast[index].is_anonymous = True
        return Meaning(index, DESCRIBED_ONLY)

    def _is_a_body(self, nominal: Nominal) -> bool:
        """Whether a body without a name is one that acts, speaks or is turned to; "service" alone is a thing."""
        tokens, head = self.tokens, nominal.head
        assert nominal.group is not None
        speaks = mention_weight(tokens, head) >= SPEAKER
        is_thing = tokens.lower[head] in AMBIGUOUS_BODIES and not nominal.is_modified
        if (is_thing or tokens.lower[head] in TOWNS) and not speaks:
            verb = tokens.governor(head)
            return tokens.relation(head) == "nsubj" and tokens.pos[verb] == "VERB"
        if nominal.country is not None or speaks or tokens.relation(head) in SUBJECTS:
            return True
        is_turned_to = tokens.relation(head) in ("pobj", "dobj", "agent", "poss")
        return (
            nominal.determiner == "definite"
            and nominal.is_modified
            and is_turned_to
            and (nominal.group.group in PUBLIC_BODIES)
        )

    def _firm_named_later(self, nominal: Nominal) -> int | None:
        """A firm described first ("the operator") and named soon after by its head: "X chief executive Y"."""
        assert nominal.group is not None
        if nominal.group.group != "company" or nominal.determiner != "definite":
            return None
        start = bisect_left(self.talk.named, (nominal.last, -1))
        for at, entity in self.talk.named[start:]:
            if self.tokens.sentence[at] - self.tokens.sentence[nominal.head] > NEXT_SPEAKER_SENTENCES:
                return None
            if self.cast[entity].kind == "organisation" and self.cast[entity].is_firm:
                return entity
        return None

    def _organisation_inside(self, nominal: Nominal) -> int | None:
        """The organisation named before its own kind ("the Grain Board agency"), or the government of a named leader."""
        named = self.talk.named_between(nominal.first, nominal.head)
        if not named:
            return None
        at, entity = named[-1]
        draft = self.cast[entity]
        if (
            draft.kind == "person"
            and draft.country
            and self.tokens.lower[nominal.head] in ("administration", "government", "regime")
        ):
            return self.cast.keyed("government", state_names()[draft.country], nominal.first, draft.country)
        is_adjacent = self.talk.head_of_name(at) == nominal.head or at == nominal.head - 1
        is_body = draft.kind in ("organisation", "bloc") and self.tokens.lower[nominal.head] in (
            "group",
            "movement",
            "organization",
            "organisation",
        )
        return entity if is_adjacent and is_body else None

    def _fit_organisation(self, nominal: Nominal, entity: int, sentence: int) -> tuple[float, bool]:
        """How well an organisation fits a description, and whether its name or an earlier description says so."""
        assert nominal.group is not None
        draft, group, head = self.cast[entity], nominal.group.group, self.tokens.lower[nominal.head]
        if self._is_beside(nominal, entity):
            return 0.0, False
        score = self.talk.salience.score(entity, sentence)
        if draft.kind not in ("organisation", "government", "bloc"):
            return 0.0, False
        if nominal.country and draft.country and draft.country != nominal.country:
            return 0.0, False
        words = [word for name in (draft.name, *sorted(draft.aliases)) for word in fold(name).split()]
        inside = self.tokens.lower[nominal.first : nominal.head]
        if draft.is_anonymous and (head not in words or not set(inside[1:]) <= set(words)):
            return 0.0, False
        if head in words:
            return score + ROLE_MATCH + WORD_MATCH, True
        if group in draft.groups or any(noun.group == group for word in words for noun in group_nouns().get(word, ())):
            return score + ROLE_MATCH, True
        is_loose = group in LOOSE and draft.kind == "organisation" and not draft.is_anonymous and not draft.groups
        is_other = any(noun.sort in ("organisation", "name") for word in words for noun in group_nouns().get(word, ()))
        is_other = is_other and (group == "company" or draft.is_firm or "company" in words)
        if not is_loose or is_other:
            return 0.0, False
        if nominal.is_modified:  # "the battery maker" is the only body named so far
            return (score, False) if group == "company" and self._is_only_body(entity) else (0.0, False)
        return score + WORD_MATCH * (draft.is_firm and group == "company"), False

    def _is_only_body(self, entity: int) -> bool:
        bodies = [
            other
            for other in self.talk.salience.seen()
            if self.cast[other].kind == "organisation" and not self.cast[other].is_anonymous
        ]
        return bodies == [entity]

    def _is_beside(self, nominal: Nominal, entity: int) -> bool:
        """Whether the entity is the subject of the verb that the description is the object of."""
        tokens = self.tokens
        if tokens.relation(nominal.head) != "dobj":
            return False
        verb = tokens.governor(nominal.head)
        return any(
            other == entity and tokens.relation(head) in SUBJECTS and tokens.governor(head) == verb
            for head, other in self.talk.meant.items()
            if tokens.sentence[head] == tokens.sentence[nominal.head]
        )
