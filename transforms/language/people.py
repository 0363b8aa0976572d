"""Who the people of a document are: full names, surnames and titles joined, with role, country and gender.

Two people of one surname stay two. A surname alone is the person of that surname named last; a surname that no full
name of the document explains is looked up among the holders of offices of state, and taken only where the document
names the country or the office and the date allows one holder.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from transforms.language.drafts import Cast, Draft
from transforms.language.lexicons import (
    Office,
    PersonNoun,
    first_names,
    fold,
    holders_by_name,
    holders_by_surname,
    person_nouns,
    titles,
    word_list,
)
from transforms.language.model import Published
from transforms.language.name import Name
from transforms.language.roles import Role, roles_beside
from transforms.language.tokens import SUBJECTS, Tokens

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
UNISEX_NAMES = word_list("unisex_names")
TITLE_WEIGHT, NOUN_WEIGHT, FIRST_NAME_WEIGHT, HOLDER_WEIGHT = (
    6,
    4,
    2,
    8,
)  # what each tells of a gender; a pronoun weighs 1
LONGEST_INITIALS = 4  # letters; a name of more in capitals is written large, not abbreviated
UNSEEN = str.maketrans("", "", ",\u200b\u200c\u200d\ufeff")  # commas and characters of no width
SURE, LIKELY, UNSURE = 0.97, 0.9, 0.65


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a name in the text means."""

    entity: int
    confidence: float


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name that tell people apart: without initials and suffixes."""
    words = [word for word in fold(text).translate(UNSEEN).split() if word not in SUFFIXES]
    full = [word for word in words if len(word.rstrip(".")) > 1]
    return tuple(full or words or fold(text).split())


def gather_people(tokens: Tokens, names: list[Name], published: Published, cast: Cast) -> dict[int, Reference]:
    """Draft the people of a document; returns whom the name at each position in `names` means."""
    references: dict[int, Reference] = {}
    owned: list[tuple[int, int]] = []
    people = _People(cast)
    persons = [i for i, name in enumerate(names) if name.label == "person"]
    texts = {i: tokens.text[names[i].start : names[i].end] for i in persons}
    for i in persons:
        if len(name_words(texts[i])) > 1:
            references[i] = Reference(people.full(texts[i], names[i].first), SURE)
    countries: set[str | None] = {name.lexeme.country for name in names if name.lexeme and name.lexeme.country}
    people.learn_principals([(i, texts[i], _office_beside(tokens, names[i])) for i in persons], names, published)
    for i in persons:
        gender = _title_gender(tokens, names[i].first)
        if i not in references:
            references[i] = people.surname(texts[i], names[i], gender, countries, published, tokens)
        people.seen(references[i].entity)
        draft = cast[references[i].entity]
        draft.aliases.add(texts[i])
        if gender:
            draft.genders[gender] += TITLE_WEIGHT
        for role in roles_beside(tokens, names[i]):
            _add_role(draft, role)
            if role.owner is not None:
                owned.append((references[i].entity, role.owner))
    for entity in sorted({reference.entity for reference in references.values()}):
        _complete(cast[entity], published)
    holder = {names[i].head: reference.entity for i, reference in references.items()}
    for entity, owner in owned:  # a president's aide speaks for the president's state
        if owner in holder and cast[entity].country is None:
            cast[entity].country = cast[holder[owner]].country
    return references


def _add_role(draft: Draft, role: Role) -> None:
    if role.noun.group != "counterpart":
        draft.add_role(role.text, role.noun.group)
    draft.country = draft.country or role.country
    if role.noun.gender:
        draft.genders[role.noun.gender] += NOUN_WEIGHT


class _People:
    """The people found so far, by the words of their names."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by_last: defaultdict[str, list[int]] = defaultdict(list)
        self.by_first: defaultdict[str, list[int]] = defaultdict(list)
        self.words: dict[int, tuple[str, ...]] = {}
        self.latest: dict[int, int] = {}
        self.principals: dict[str, int] = {}  # surname to whom the text calls by an office and that surname
        self.clock = 0

    def learn_principals(
        self, persons: list[tuple[int, str, PersonNoun | None]], names: list[Name], published: Published
    ) -> None:
        """Let a surname that the text gives with an office mean its holder, not another of the family: "President X"."""
        for i, text, noun in persons:
            words = name_words(text)
            if noun is None or len(words) > 1:
                continue
            key = words[-1]
            holder = _holder_called(key, noun, published)
            full = name_words(holder.name) if holder is not None else ()
            namesakes = self.by_last[key]
            found = next((entity for entity in namesakes if full and _same_person(self.words[entity], full)), None)
            if found is None and holder is not None and namesakes:
                found = self.cast.add(Draft(holder.name, "person", names[i].first, wikidata_id=holder.wikidata_id))
                self._index(found, full)
            if found is not None:
                self.principals.setdefault(key, found)

    def seen(self, entity: int) -> None:
        self.clock += 1
        self.latest[entity] = self.clock

    def full(self, text: str, first: int) -> int:
        words = name_words(text)
        for entity in self.by_last[words[-1]] + self.by_first[words[0]]:
            if _same_person(self.words[entity], words):
                if len(words) > len(self.words[entity]):
                    self._index(entity, words)
                    self.cast[entity].name = text
                return entity
        entity = self.cast.add(Draft(_in_small_letters(text), "person", first))
        self._index(entity, words)
        return entity

    def _index(self, entity: int, words: tuple[str, ...]) -> None:
        self.words[entity] = words
        if entity not in self.by_last[words[-1]]:
            self.by_last[words[-1]].append(entity)
        if entity not in self.by_first[words[0]]:
            self.by_first[words[0]].append(entity)

    def surname(
        self,
        text: str,
        name: Name,
        gender: str | None,
        countries: set[str | None],
        published: Published,
        tokens: Tokens,
    ) -> Reference:
        """Whom a single word or initialled surname means."""
        words = name_words(text)
        key = words[-1]
        candidates = self.by_last[key] or self.by_first[key]
        if gender:
            agreeing = [entity for entity in candidates if _likely_gender(self.cast[entity]) in (gender, None)]
            candidates = agreeing  # a Mr. is nobody known to be a woman
        if candidates:
            principal = self.principals.get(key)
            if principal in candidates:
                return Reference(principal, LIKELY)
            chosen = max(candidates, key=lambda entity: (self.latest.get(entity, 0), -self.cast[entity].first))
            return Reference(chosen, SURE if len(candidates) == 1 else UNSURE)
        holder = _known_holder(key, gender, countries, published, _has_office_before(tokens, name.first))
        if holder is not None:
            entity = self.cast.add(Draft(holder.name, "person", name.first, wikidata_id=holder.wikidata_id))
            self._index(entity, name_words(holder.name))
            if key not in (self.words[entity][-1], self.words[entity][0]):
                self.by_last[key].append(entity)
            return Reference(entity, LIKELY)
        entity = self.cast.add(Draft(text, "person", name.first))
        self.words[entity] = words
        self.by_last[key].append(entity)
        return Reference(entity, LIKELY)


def _in_small_letters(text: str) -> str:
    """A name that stands in capitals as names are written: of a transcript's "IDA FALK, HOST"."""
    return text.title() if text.isupper() and len(text) > LONGEST_INITIALS else text


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are one person's: equal, one the end or start of the other, or a short first name."""
    if a == b:
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) > 1 and (long[-len(short) :] == short or long[: len(short)] == short):
        return True
    if short[-1] != long[-1] or len(short) < 2:
        return False
    if short[0] == long[0]:
        return True
    first, other = sorted((short[0], long[0]), key=len)
    return len(first) >= 3 and (other.startswith(first) or (len(first) > 4 and other.endswith(first)))


def _likely_gender(draft: Draft) -> str | None:
    return draft.gender or _first_name_gender(name_words(draft.name)[0] if draft.name else "")


def _first_name_gender(first: str) -> str | None:
    """The gender a first name tells; none for a Lee or a Laurence, who are as often the other."""
    return None if first in UNISEX_NAMES else first_names().get(first)


def _title_gender(tokens: Tokens, first: int) -> str | None:
    if first == 0:
        return None
    return titles().get(tokens.lower[first - 1], (None, None))[0]


def _has_office_before(tokens: Tokens, first: int) -> bool:
    return _office_before(tokens, first) is not None


def _office_before(tokens: Tokens, first: int) -> PersonNoun | None:
    """The office of state directly before a name."""
    noun = person_nouns().get(tokens.lower[first - 1]) if first else None
    return noun if noun is not None and noun.is_office else None


def _office_beside(tokens: Tokens, name: Name) -> PersonNoun | None:
    """The office before a name, or the president's whose administration follows it."""
    following = tokens.lower[name.last] if name.last < len(tokens) else ""
    return person_nouns()["president"] if following == "administration" else _office_before(tokens, name.first)


def _holder_called(surname: str, noun: PersonNoun, published: Published) -> Office | None:
    """The one of that surname who held that office when the document came out, else the one who ever did before."""
    latest, earliest = published.on or published.latest, published.on or published.earliest
    offices = [office for office in holders_by_surname().get(surname, ()) if _is_office(office, noun)]
    if latest is not None and earliest is not None:
        offices = [office for office in offices if office.since <= latest]
        offices = [office for office in offices if office.held_in(earliest, latest)] or offices
    return offices[-1] if len({office.name for office in offices}) == 1 else None


def _is_office(office: Office, noun: PersonNoun) -> bool:
    meaning = person_nouns().get(office.office)
    return meaning is not None and meaning.group == noun.group


def _known_holder(
    surname: str, gender: str | None, countries: set[str | None], published: Published, has_office: bool
) -> Office | None:
    """The one office holder a surname can mean, where the text speaks of the country or gives the office."""
    offices = holders_by_surname().get(surname, ())
    offices = tuple(office for office in offices if gender in (office.gender, None))
    evident = [office for office in offices if has_office or office.country in countries]
    latest = published.on or published.latest
    if latest is not None:
        evident = [office for office in evident if office.since <= latest + dt.timedelta(days=400)]
    people = {office.name for office in evident}
    if len(people) > 1 and latest is not None:
        earliest = published.on or published.earliest or latest
        evident = [office for office in evident if office.held_in(earliest, latest)]
        people = {office.name for office in evident}
    return evident[-1] if len(people) == 1 else None


def _complete(draft: Draft, published: Published) -> None:
    """Add what the list of offices knows of a person of that full name; gender also from the first name."""
    words = name_words(draft.name)
    told = _first_name_gender(words[0])
    if len(words) > 1 and told is not None:
        draft.genders[told] += FIRST_NAME_WEIGHT
    held = holders_by_name().get(fold(draft.name)) or holders_by_name().get(" ".join(words))
    if not held or (draft.country and not any(office.country in (draft.country, None) for office in held)):
        return
    latest = published.on or published.latest
    earliest = published.on or published.earliest
    current = [office for office in held if latest and earliest and office.held_in(earliest, latest)]
    office = max(current or held, key=lambda entry: (entry.is_leader, entry.since))
    draft.aliases.add(draft.name)
    draft.name = office.name
    draft.wikidata_id = office.wikidata_id
    draft.genders[office.gender] += HOLDER_WEIGHT
    draft.country = draft.country or office.country
    draft.is_leader = office.is_leader
    draft.is_current = bool(current)
    for entry in current or [office]:
        noun = person_nouns().get(entry.office) or person_nouns().get(entry.office.split()[-1])
        if noun:
            draft.groups[noun.group] += 1
        if current and not draft.roles:
            draft.roles[entry.office] += 1


def count_pronouns(tokens: Tokens, people: list[tuple[int, int]], cast: Cast) -> None:
    """Let pronouns tell the gender of people nothing else tells it of: after a sentence's subject, where the sentence
    names nobody else, they mean the subject.

    `people` are (head token, entity) of the names of persons.
    """
    named: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for at, entity in people:
        named[tokens.sentence[at]].setdefault(entity, at)
    unknown = {entity for _, entity in people if cast[entity].gender is None}
    for i, lower in enumerate(tokens.lower):
        gender = PRONOUN_GENDERS.get(lower)
        if gender is None or tokens.quoted[i]:
            continue
        subjects = named.get(tokens.sentence[i], {})
        if len(subjects) == 1:
            entity, at = next(iter(subjects.items()))
            if at < i and entity in unknown and tokens.relation(at) in SUBJECTS:
                cast[entity].genders[gender] += 1


PRONOUN_GENDERS = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
