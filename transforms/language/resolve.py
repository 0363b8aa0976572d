"""Whom descriptions and pronouns mean, decided in text order from what the document has said so far."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.language.drafts import Cast, Draft
from transforms.language.lexicons import Office, countries_by_name, fold, offices, state_names
from transforms.language.model import Published
from transforms.language.nominals import Nominal, describe
from transforms.language.people import PRONOUN_GENDERS, Reference, name_words, office_group
from transforms.language.salience import Salience
from transforms.language.tokens import SUBJECTS, Tokens

LEADERS = frozenset(
    {"president", "prime minister", "chancellor", "king", "queen", "pope", "emir", "leader", "head of state", "monarch"}
)
GENERIC = frozenset({"person", "man", "woman", "resident", "member", "player", "worker", "father", "mother"})
ROLE_MATCH, COUNTRY_MATCH, WORD_MATCH = 3.0, 2.0, 0.5
CATAPHORA_SENTENCES = 6  # how far on a person may be named who was described first
PERSONAL = frozenset(PRONOUN_GENDERS)
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
THINGS = frozenset(["it", "its", "itself"])
SPEECH_ROLES = frozenset(["i", "we", "you", "me", "us", "my", "our", "your", "mine", "ours", "yours", "myself", "ourselves"])
PRONOUNS = PERSONAL | PLURAL | THINGS | SPEECH_ROLES


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a description or pronoun means: an entity, several, or nobody known."""

    entity: int | None
    confidence: float
    members: tuple[int, ...] = ()


UNKNOWN = Meaning(None, 0.5)


class Resolver:
    """Reads one document from its start; `salience` must be told of every mention in passing."""

    def __init__(self, tokens: Tokens, cast: Cast, published: Published, named: list[tuple[int, int]]) -> None:
        self.tokens = tokens
        self.cast = cast
        self.published = published
        self.named = named  # (token, entity) of every name, in text order
        self.salience = Salience()
        self.plural: tuple[int, tuple[int, ...]] | None = None  # sentence and members of the last plural

    # ---- descriptions ----

    def description(self, nominal: Nominal) -> Meaning:
        if nominal.count:
            return self._several(nominal)
        if nominal.person is not None:
            return self._person(nominal)
        assert nominal.group is not None
        if nominal.group.sort == "government" and nominal.country:
            index = self.cast.keyed("government", state_names()[nominal.country], nominal.first, nominal.country)
            return Meaning(index, 0.85)
        if nominal.group.sort == "organisation":
            return self._organisation(nominal)
        return self._group(nominal)

    def _person(self, nominal: Nominal) -> Meaning:
        assert nominal.person is not None
        if nominal.determiner == "indefinite":
            return self._introduced(nominal)
        sentence = self.tokens.sentence[nominal.head]
        best, best_score, matched = None, 0.0, False
        for entity in self._people():
            score, role = self._fit(nominal, entity, sentence)
            if score > best_score:
                best, best_score, matched = entity, score, role
        if best is not None and matched:
            return Meaning(best, 0.85)
        if nominal.country:
            holder = self._holder(nominal)
            if holder is not None:
                return Meaning(holder, 0.85)
        if best is not None and self._is_anaphoric(nominal):
            return Meaning(best, 0.55)
        return self._introduced(nominal)

    def _people(self) -> list[int]:
        return [entity for entity in self.salience.seen() if self.cast[entity].kind == "person"]

    def _fit(self, nominal: Nominal, entity: int, sentence: int) -> tuple[float, bool]:
        """How well a person fits a description, and whether by role; zero where they cannot be the same."""
        draft, noun = self.cast[entity], nominal.person
        assert noun is not None
        if noun.gender and draft.gender and noun.gender != draft.gender:
            return 0.0, False
        if nominal.country and draft.country and nominal.country != draft.country:
            return 0.0, False
        if self._owns(nominal, entity):
            return 0.0, False
        score = self.salience.score(entity, sentence)
        office = "prime minister" if nominal.office == "prime minister" else noun.group
        matched = office in draft.groups or nominal.office in draft.groups or nominal.office in draft.roles
        if noun.group == "leader" and (draft.is_leader or not LEADERS.isdisjoint(draft.groups)):
            matched = bool(nominal.country) or "leader" in draft.groups
        if (
            office_group(nominal.office) != noun.group
            and nominal.office not in ("prime minister",)
            and " " in nominal.office
        ):
            matched = nominal.office in draft.groups or any(nominal.office in role for role in draft.roles)
        words = {word for role in draft.roles for word in fold(role).split()}
        shared = sum(self.tokens.lower[i] in words for i in range(nominal.first, nominal.head))
        if nominal.country and not draft.country and not matched:
            return 0.0, False
        if matched:
            score += ROLE_MATCH + (COUNTRY_MATCH if nominal.country and nominal.country == draft.country else 0.0)
        return score + WORD_MATCH * shared, matched

    def _owns(self, nominal: Nominal, entity: int) -> bool:
        """Whether the person is named inside the description: nobody is his own aide."""
        start, end = nominal.first, nominal.head
        return any(start <= at < end and owner == entity for at, owner in self._named_between(start, end))

    def _named_between(self, start: int, end: int) -> list[tuple[int, int]]:
        from bisect import bisect_left

        first = bisect_left(self.named, (start, -1))
        last = bisect_left(self.named, (end, -1))
        return self.named[first:last]

    def _is_anaphoric(self, nominal: Nominal) -> bool:
        """Whether a definite description without a known role takes up somebody: "the 39-year-old", "the man"."""
        assert nominal.person is not None
        if nominal.determiner != "definite" or nominal.country:
            return False
        return nominal.person.group in GENERIC or nominal.is_modified

    def _introduced(self, nominal: Nominal) -> Meaning:
        """Somebody new: named within the next sentences with the same role, or left unnamed."""
        noun = nominal.person
        assert noun is not None
        sentence = self.tokens.sentence[nominal.head]
        if nominal.determiner == "indefinite":
            later = [
                (at, entity) for at, entity in self.named if at > nominal.head and self.cast[entity].kind == "person"
            ]
            for at, entity in later:
                if self.tokens.sentence[at] - sentence > CATAPHORA_SENTENCES:
                    break
                draft = self.cast[entity]
                if (draft.first != at and draft.first < nominal.first) or self.salience.position(entity) >= 0:
                    continue
                if noun.group in draft.groups and noun.group not in GENERIC:
                    return Meaning(entity, 0.7)
        name = describe(self.tokens, nominal)
        for entity in self.salience.seen():
            draft = self.cast[entity]
            if nominal.determiner != "indefinite" and draft.is_anonymous and draft.name == name:
                return Meaning(entity, 0.8)
        draft = Draft(name, "person", nominal.first, nominal.country, is_anonymous=True)
        draft.groups[noun.group] += 1
        if noun.gender:
            draft.genders[noun.gender] += 4
        draft.add_role(nominal.office, None)
        return Meaning(self.cast.add(draft), 0.8)

    # ---- offices of state ----

    def _holder(self, nominal: Nominal) -> int | None:
        """Who held the office the description names when the document came out."""
        latest = self.published.on or self.published.latest
        earliest = self.published.on or self.published.earliest
        fitting = [
            office for office in offices() if office.country == nominal.country and self._is_office(nominal, office)
        ]
        if latest and earliest:
            held = [office for office in fitting if office.held_in(earliest, latest)]
        else:
            named = {fold(draft.name) for draft in self.cast.drafts if draft.kind == "person"}
            held = [office for office in fitting if fold(office.name) in named]
        if len({office.name for office in held}) != 1:
            return None
        office = held[0]
        for index, draft in enumerate(self.cast.drafts):
            if draft.kind == "person" and name_words(draft.name) == name_words(office.name):
                return index
        draft = Draft(
            office.name, "person", nominal.first, office.country, office.wikidata_id, is_leader=office.is_leader
        )
        draft.genders[office.gender] += 8
        draft.add_role(office.office, office_group(office.office))
        return self.cast.add(draft)

    @staticmethod
    def _is_office(nominal: Nominal, office: Office) -> bool:
        assert nominal.person is not None
        if nominal.person.group == "leader" and nominal.office in (
            "leader",
            "ruler",
            "strongman",
            "dictator",
            "head",
            "chief",
            "boss",
        ):
            return office.is_leader and (
                nominal.office not in ("chief", "head", "boss") or nominal.institution is not None
            )
        if nominal.person.group == "spokesperson":
            return office.office.startswith("spokes") and office.body == nominal.institution and office.body is not None
        return office_group(office.office) == office_group(nominal.office)

    # ---- several, groups, organisations ----

    def _several(self, nominal: Nominal) -> Meaning:
        """The two or three last talked about that fit the noun."""
        assert nominal.group is not None
        sentence = self.tokens.sentence[nominal.head]
        kinds = {
            "countries": ("government",), "organisations": ("organisation",), "leaders": ("person",), "people": ("person",),
        }.get(nominal.group.group, ("person", "government"))  # fmt: skip
        scored = [
            (self.salience.score(entity, sentence), entity)
            for entity in self.salience.seen()
            if self.cast[entity].kind in kinds and not self.cast[entity].is_anonymous
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
        top = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[: nominal.count]
        if len(top) < nominal.count or top[-1][0] <= 0.05:
            return UNKNOWN
        members = tuple(sorted(entity for _, entity in top))
        self.plural = (sentence, members)
        return Meaning(None, 0.75, members)

    def _group(self, nominal: Nominal) -> Meaning:
        assert nominal.group is not None
        name = describe(self.tokens, nominal)
        if nominal.determiner == "definite" and not nominal.is_modified:
            sentence = self.tokens.sentence[nominal.head]
            head = self.tokens.lower[nominal.head]
            earlier = [
                (self.salience.score(entity, sentence), entity)
                for entity in self.salience.seen()
                if self.cast[entity].kind == "group" and (head in fold(self.cast[entity].name).split())
            ]
            if earlier:
                return Meaning(max(earlier)[1], 0.75)
        index = self.cast.keyed("group", name, nominal.first, nominal.country)
        self.cast[index].groups[nominal.group.group] += 1
        return Meaning(index, 0.8)

    def _organisation(self, nominal: Nominal) -> Meaning:
        """ "The company": the organisation of that sort last talked about."""
        assert nominal.group is not None
        head, group = self.tokens.lower[nominal.head], nominal.group.group
        sentence = self.tokens.sentence[nominal.head]
        best, best_score, by_word = None, 0.0, False
        if nominal.determiner == "definite":
            for entity in self.salience.seen():
                draft = self.cast[entity]
                if draft.kind not in ("organisation", "government", "bloc") or (
                    nominal.country and draft.country and draft.country != nominal.country
                ):
                    continue
                score = self.salience.score(entity, sentence)
                named = (
                    head in fold(draft.name).split()
                    or group in draft.groups
                    or any(head in fold(alias).split() for alias in draft.aliases)
                )
                if not named and (
                    draft.kind != "organisation" or draft.is_anonymous or (draft.groups and group not in draft.groups)
                ):
                    continue
                if score and named:
                    score += ROLE_MATCH
                if score > best_score:
                    best, best_score, by_word = entity, score, named
        if best is not None and (by_word or group in ("company", "agency", "association", "media", "bank")):
            return Meaning(best, 0.8 if by_word else 0.65)
        name = describe(self.tokens, nominal)
        index = self.cast.keyed("organisation", name, nominal.first, nominal.country)
        self.cast[index].groups[group] += 1
        self.cast[index].is_anonymous = True
        return Meaning(index, 0.7)

    # ---- pronouns ----

    def pronoun(self, index: int) -> Meaning:
        lower = self.tokens.lower[index]
        if lower in PERSONAL:
            return self._he_or_she(index, PRONOUN_GENDERS[lower])
        if lower in PLURAL:
            return self._they(index)
        if lower in THINGS:
            return self._it(index)
        return UNKNOWN

    def _he_or_she(self, index: int, gender: str) -> Meaning:
        sentence = self.tokens.sentence[index]
        ahead = self._subject_ahead(index, gender)
        if ahead is not None:
            return Meaning(ahead, 0.8)
        excluded = self._co_arguments(index)
        scored = []
        for entity in self.salience.seen():
            draft = self.cast[entity]
            if draft.kind != "person" or entity in excluded or draft.gender not in (gender, None):
                continue
            score = self.salience.score(entity, sentence)
            if draft.gender is None:
                score *= 0.8
            if draft.is_anonymous:
                score *= 0.85
            if score > 0:
                scored.append((score, self.salience.position(entity), entity))
        if not scored:
            return UNKNOWN
        scored.sort(reverse=True)
        clear = len(scored) == 1 or scored[0][0] > 1.3 * scored[1][0]
        chosen = scored[0][2]
        if self.cast[chosen].gender is None:
            self.cast[chosen].genders[gender] += 1
        return Meaning(chosen, 0.88 if clear else 0.7)

    def _subject_ahead(self, index: int, gender: str) -> int | None:
        """The person a fronted pronoun waits for: "For his part, X said"."""
        tokens = self.tokens
        start = tokens.sentence_ends[tokens.sentence[index] - 1] if tokens.sentence[index] else 0
        if index - start > 6 or tokens.quoted[index] or (tokens.dep[index] in SUBJECTS and index - start < 2):
            return None
        for _, entity in self._named_between(start, index):
            if self.cast[entity].kind == "person":
                return None
        end = (
            tokens.sentence_ends[tokens.sentence[index]]
            if tokens.sentence[index] < len(tokens.sentence_ends)
            else len(tokens)
        )
        for at, entity in self._named_between(index, end):
            head = self._head_of_name(at)
            if (
                self.cast[entity].kind == "person"
                and tokens.dep[head] == "nsubj"
                and tokens.dep[tokens.head[head]] in ("ROOT", "ccomp")
                and self.cast[entity].gender in (gender, None)
            ):
                return entity if any(tokens.words[i] == "," for i in range(index, at)) else None
        return None

    def _head_of_name(self, at: int) -> int:
        head = at
        while self.tokens.dep[head] == "compound" and self.tokens.head[head] > head:
            head = self.tokens.head[head]
        return head

    def _co_arguments(self, index: int) -> set[int]:
        """Entities that stand beside the pronoun under the same verb, and so are others than it."""
        tokens = self.tokens
        if tokens.dep[index] not in ("nsubj", "dobj", "dative", "nsubjpass"):
            if tokens.dep[index] != "pobj":
                return set()
            verb = tokens.head[tokens.head[index]]
        else:
            verb = tokens.head[index]
        found = set()
        for at, entity in self._named_between(max(0, index - 25), index + 25):
            head = self._head_of_name(at)
            if tokens.head[head] == verb and tokens.dep[head] in ("nsubj", "dobj", "dative", "nsubjpass"):
                found.add(entity)
        return found

    def _they(self, index: int) -> Meaning:
        sentence = self.tokens.sentence[index]
        group, group_score = None, 0.0
        for entity in self.salience.seen():
            draft = self.cast[entity]
            if (
                draft.kind not in ("group", "organisation", "government")
                or self.salience.sentences_since(entity, sentence) > 2
            ):
                continue
            score = self.salience.score(entity, sentence) * (1.0 if draft.kind == "group" else 0.6)
            if score > group_score:
                group, group_score = entity, score
        if (
            self.plural is not None
            and sentence - self.plural[0] <= 1
            and (group is None or sentence - self.plural[0] <= self.salience.sentences_since(group, sentence))
        ):
            return Meaning(None, 0.7, self.plural[1])
        return Meaning(group, 0.65) if group is not None else UNKNOWN

    def _it(self, index: int) -> Meaning:
        tokens = self.tokens
        if tokens.dep[index] not in ("nsubj", "nsubjpass", "poss"):
            return UNKNOWN
        verb = tokens.head[index]
        if tokens.dep[index] == "nsubj" and (
            tokens.lemma[verb] in ("be", "seem", "appear", "take", "remain", "look", "become", "rain", "snow")
            or tokens.pos[verb] not in ("VERB",)
        ):
            return UNKNOWN
        sentence = tokens.sentence[index]
        best, best_score = None, 0.3
        for entity in self.salience.seen():
            draft = self.cast[entity]
            if (
                draft.kind not in ("organisation", "government", "bloc")
                or self.salience.sentences_since(entity, sentence) > 2
            ):
                continue
            score = self.salience.score(entity, sentence)
            if score > best_score:
                best, best_score = entity, score
        return Meaning(best, 0.7) if best is not None else UNKNOWN

    # ---- bookkeeping ----

    def coordinated(self, sentence: int, members: tuple[int, ...]) -> None:
        """Remember people or states named in one breath: "they" may mean them."""
        self.plural = (sentence, members)


def as_meaning(reference: Reference) -> Meaning:
    return Meaning(reference.entity, reference.confidence)


KNOWN = countries_by_name
