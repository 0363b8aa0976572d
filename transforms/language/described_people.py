"""Whom descriptions of one person mean: "the mayor", "the Chinese leader", "her lawyer", "the 39-year-old"."""

from __future__ import annotations

from bisect import bisect_left

from transforms.language.described import Resolver
from transforms.language.discourse import BY_ROLE, DESCRIBED_ONLY, NAMED_LATER, TAKEN_UP, Discourse, Meaning
from transforms.language.drafts import Draft
from transforms.language.holders import find_holder
from transforms.language.lexicons import PersonNoun, fold, person_nouns
from transforms.language.model import Published
from transforms.language.nominals import Nominal, ends_known_place
from transforms.language.people import NOUN_WEIGHT, name_words
from transforms.language.salience import SPEAKER, mention_weight

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
# Whom "the Ohio Democrat" may mean.
ELECTED = frozenset(
    {"senator", "congressman", "congresswoman", "legislator", "representative", "spokesperson", "governor", "mayor", "candidate",
     "leader", "speaker"}
)  # fmt: skip
KIN = frozenset({"father", "mother", "husband", "wife", "spouse", "son", "daughter", "relative"})
CATAPHORA_SENTENCES = 6  # how far on a person may be named who was described first
NEXT_SPEAKER_SENTENCES = 3  # the same for one whose role is not given with the name
LEAD_SENTENCES = 6  # a description this early may be of somebody a caption or headline named before
# What a candidate gains by a role or country that fits, or by a word of the description that stands in its role.
ROLE_MATCH, COUNTRY_MATCH, WORD_MATCH = 3.0, 2.0, 0.5
CURRENT_MATCH = 1.0  # the same of whoever holds the office on the day, before those who once did
FORMER = frozenset({"former", "ex", "past", "late", "previous", "then", "erstwhile"})


class People(Resolver):
    """Resolves descriptions of one person."""

    def __init__(self, talk: Discourse, published: Published) -> None:
        super().__init__(talk)
        self.published = published

    def resolve(self, nominal: Nominal) -> Meaning:
        owner = self.owner(nominal)
        known = None if owner is None else self.talk.possessed.get((owner, self.tokens.lower[nominal.head]))
        if known is not None:
            return Meaning(known, BY_ROLE)
        meaning = self._resolve(nominal)
        if owner is not None and meaning.entity is not None:
            self.talk.possessed[owner, self.tokens.lower[nominal.head]] = meaning.entity
        return meaning

    def _resolve(self, nominal: Nominal) -> Meaning:
        if nominal.determiner == "indefinite":
            return self._named_later(nominal) or self._unnamed(nominal)
        if nominal.country is None and (holder := self.holder(nominal)) is not None:
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
        if nominal.country and (holder := self.holder(nominal)) is not None:
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
        owner = self.owner(nominal)
        if owner == entity or self._is_named_inside(nominal, entity) or self._is_of_another_body(nominal, draft):
            return 0.0, False
        matched = noun.group in draft.groups or any(group.endswith(f" {noun.group}") for group in draft.groups)
        is_of_place = noun.group == "politician" and ends_known_place(self.tokens, nominal.first, nominal.head)
        matched = matched or (is_of_place and not draft.is_leader and not ELECTED.isdisjoint(draft.groups))
        if draft.is_anonymous:
            matched = self.tokens.lower[nominal.head] in draft.roles
        if owner is not None and self.cast[owner].kind == "person":  # "his lawyer" is somebody called X's lawyer
            surname = name_words(self.cast[owner].name)[-1]
            matched = matched and any(f"{surname}'s" in fold(name) for name in (*draft.roles, draft.name))
        elif nominal.determiner == "possessive" and noun.group in KIN:
            matched = False  # theirs, whoever they are, is not the father of somebody else
        if noun.group in ("leader", "counterpart") and nominal.country and not LEADERS.isdisjoint(draft.groups):
            matched = True
        if nominal.country and not draft.country and not matched and noun.group not in GENERIC:
            return 0.0, False
        if noun.is_office and draft.is_current:
            if not FORMER.isdisjoint(self.tokens.lower[nominal.first : nominal.head]):
                return 0.0, False
            current = CURRENT_MATCH if matched else 0.0
        else:
            current = 0.0
        words = {word for role in draft.roles for word in fold(role).split()}
        shared = sum(self.tokens.lower[i] in words for i in range(nominal.first, nominal.head))
        score = self.talk.salience.score(entity, sentence) + WORD_MATCH * shared
        if matched:
            score += (
                current + ROLE_MATCH + (COUNTRY_MATCH if nominal.country and nominal.country == draft.country else 0.0)
            )
        return score, matched

    def _is_named_inside(self, nominal: Nominal, entity: int) -> bool:
        return any(other == entity for _, other in self.talk.named_between(nominal.first, nominal.head))

    def _is_of_another_body(self, nominal: Nominal, draft: Draft) -> bool:
        """Whether the text makes somebody the same of another body: "Falk, director of the mint", "the director of ICE"."""
        roles = [draft.name] if draft.is_anonymous else list(draft.roles)
        bodies = [tail for role in roles if _capitals(tail := _after_of(role))]
        if not bodies or self.tokens.lower[nominal.last : nominal.last + 1] not in (["of"], ["at"]):
            return False
        named = next((entity for _, entity in self.talk.named_between(nominal.last, nominal.last + 4)), None)
        if named is None:
            return False
        body = self.cast[named].name.split()
        return all(_capitals(tail).isdisjoint(_capitals(body)) for tail in bodies)

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
        name = self.describe(nominal)
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

    def holder(self, nominal: Nominal, office_word: str | None = None) -> int | None:
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
        owner = self.owner(nominal)
        groups = set() if owner is None else set(self.cast[owner].groups)
        nouns = person_nouns()
        same = [(nouns[group], group) for group in sorted(groups) if group in nouns and nouns[group].is_office]
        return same if groups and LEADERS.isdisjoint(groups) else [*same, (nouns["leader"], "leader")]


def _after_of(role: str) -> list[str]:
    """The words of the body a role is held in: "the Bergen Museum" in "director of the Bergen Museum"."""
    words = role.split()
    return words[words.index("of") + 1 :] if "of" in words else []


def _capitals(words: list[str]) -> set[str]:
    """The capitalised words of a name, and the letters it goes by."""
    found = [word for word in words if word[:1].isupper()]
    return {fold(word) for word in found} | ({"".join(word[0] for word in found).lower()} if found else set())
