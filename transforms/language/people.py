"""Who the people of a document are: full names, surnames and titles joined, with role, country and gender.

Two people of one surname stay two. A surname alone is the person of that surname named last; a surname that no full
name of the document explains is looked up among the holders of offices of state, and taken only where the document
names the country or the office and the date allows one holder.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from transforms.language.drafts import Cast, Draft
from transforms.language.lexicons import (
    NAME_PARTICLES,
    Office,
    PersonNoun,
    countries_by_name,
    first_names,
    fold,
    holders_by_name,
    holders_by_surname,
    person_nouns,
    titles,
)
from transforms.language.model import Published
from transforms.language.names import Name
from transforms.language.tokens import Tokens

SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
TITLE_WEIGHT, NOUN_WEIGHT, FIRST_NAME_WEIGHT, HOLDER_WEIGHT = (
    6,
    4,
    2,
    8,
)  # what each tells of a gender; a pronoun weighs 1
SURE, LIKELY, UNSURE = 0.97, 0.9, 0.65
AGENT_SUFFIXES = (
    "ologist",
    "ographer",
    "man",
    "woman",
    "person",
    "ician",
    "aholic",
    "smith",
    "keeper",
    "maker",
    "worker",
    "owner",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the text gives it beside a name, with the tokens it takes there."""

    text: str
    noun: PersonNoun
    country: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a name in the text means."""

    entity: int
    confidence: float


def find_person_noun(lower: str) -> PersonNoun | None:
    """What a noun says of a person; nouns the lexicon lacks are known by their ending."""
    noun = person_nouns().get(lower)
    if noun is None and len(lower) > 6 and lower.endswith(AGENT_SUFFIXES):
        gender = "f" if lower.endswith("woman") else "m" if lower.endswith("man") else None
        return PersonNoun(lower, gender, False)
    return noun


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name that tell people apart: without initials and suffixes."""
    words = [word for word in fold(text).replace(",", "").split() if word not in SUFFIXES]
    full = [word for word in words if len(word.rstrip(".")) > 1]
    return tuple(full or words)


def gather_people(tokens: Tokens, names: list[Name], published: Published, cast: Cast) -> dict[int, Reference]:
    """Draft the people of a document; returns whom the name at each position in `names` means."""
    references: dict[int, Reference] = {}
    people = _People(cast)
    persons = [i for i, name in enumerate(names) if name.label == "person"]
    texts = {i: tokens.text[names[i].start : names[i].end] for i in persons}
    for i in persons:
        if len(name_words(texts[i])) > 1:
            references[i] = Reference(people.full(texts[i], names[i].first), SURE)
    countries: set[str | None] = {name.lexeme.country for name in names if name.lexeme and name.lexeme.country}
    for i in persons:
        gender = _title_gender(tokens, names[i].first)
        if i not in references:
            references[i] = people.surname(texts[i], names[i], gender, countries, published, tokens)
        people.seen(references[i].entity)
        draft = cast[references[i].entity]
        draft.aliases.add(texts[i])
        if gender:
            draft.genders[gender] += TITLE_WEIGHT
        for role in roles_beside(tokens, names, i):
            draft.add_role(role.text, role.noun.group)
            draft.country = draft.country or role.country
            if role.noun.gender:
                draft.genders[role.noun.gender] += NOUN_WEIGHT
    for entity in {reference.entity for reference in references.values()}:
        _complete(cast[entity], published)
    return references


class _People:
    """The people found so far, by the words of their names."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by_last: defaultdict[str, list[int]] = defaultdict(list)
        self.by_first: defaultdict[str, list[int]] = defaultdict(list)
        self.words: dict[int, tuple[str, ...]] = {}
        self.latest: dict[int, int] = {}
        self.clock = 0

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
        entity = self.cast.add(Draft(text, "person", first))
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
            chosen = max(candidates, key=lambda entity: (self.latest.get(entity, 0), -self.cast[entity].first))
            return Reference(chosen, SURE if len(candidates) == 1 else UNSURE)
        holder = _known_holder(key, countries, published, _has_office_before(tokens, name.first))
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
    return len(first) >= 3 and other.startswith(first)


def _likely_gender(draft: Draft) -> str | None:
    return draft.gender or first_names().get(name_words(draft.name)[0] if draft.name else "")


def _title_gender(tokens: Tokens, first: int) -> str | None:
    if first == 0:
        return None
    return titles().get(tokens.lower[first - 1], (None, None))[0]


def _has_office_before(tokens: Tokens, first: int) -> bool:
    noun = person_nouns().get(tokens.lower[first - 1]) if first else None
    return noun is not None and noun.is_office


def _known_holder(surname: str, countries: set[str | None], published: Published, has_office: bool) -> Office | None:
    """The one office holder a surname can mean, where the text speaks of the country or gives the office."""
    offices = holders_by_surname().get(surname, ())
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
    if len(words) > 1 and words[0] in first_names():
        draft.genders[first_names()[words[0]]] += FIRST_NAME_WEIGHT
    held = holders_by_name().get(fold(draft.name)) or holders_by_name().get(" ".join(words))
    if not held or (draft.country and not any(office.country in (draft.country, None) for office in held)):
        return
    latest = published.on or published.latest
    earliest = published.on or published.earliest
    current = [office for office in held if latest and earliest and office.held_in(earliest, latest)]
    office = current[0] if current else held[-1]
    draft.aliases.add(draft.name)
    draft.name = office.name
    draft.wikidata_id = office.wikidata_id
    draft.genders[office.gender] += HOLDER_WEIGHT
    draft.country = draft.country or office.country
    draft.is_leader = office.is_leader
    for entry in current or held[-1:]:
        noun = person_nouns().get(entry.office.split()[-1]) or person_nouns().get(entry.office)
        draft.groups[office_group(entry.office)] += 1
        if noun:
            draft.groups[noun.group] += 1
        if current and not draft.roles:
            draft.roles[entry.office] += 1


def office_group(office: str) -> str:
    """The synonym group of an office, so that a premier is a prime minister and never a foreign minister."""
    if office in ("premier", "taoiseach"):
        return "prime minister"
    noun = person_nouns().get(office)
    return noun.group if noun else office.replace("defense", "defence")


# ---- roles beside a name ----------------------------------------------------------------------------------------------


def roles_beside(tokens: Tokens, names: list[Name], index: int) -> list[Role]:
    """The roles that stand before the name ("Kremlin spokesman X") or after it ("X, a professor of law, ...")."""
    name = names[index]
    found = [role_before(tokens, name.first), role_after(tokens, name.last), _role_of_appositive(tokens, name)]
    return [role for role in found if role is not None]


def role_before(tokens: Tokens, first: int) -> Role | None:
    """The role noun directly before a name, with its modifiers; the noun may stand before "of <country>"."""
    if first == 0 or not tokens.same_sentence(first - 1, first):
        return None
    title = titles().get(tokens.lower[first - 1])
    if title is not None and title[1] and tokens.words[first - 1][0].isupper():
        noun = person_nouns().get(title[1])
        if noun is not None:
            return Role(title[1], noun, None, first - 1, first)
    at = first - 1
    country = None
    place = countries_by_name().get(tokens.lower[at])
    if place is not None and at >= 2 and tokens.lower[at - 1] == "of":
        country, at = place.country, at - 2
    noun = find_person_noun(tokens.lower[at])
    if noun is None or noun.is_plural or tokens.pos[at] not in ("NOUN", "PROPN", "ADJ"):
        return None
    start = at
    while start > 0 and at - start < 7 and _modifies_role(tokens, start - 1, at):
        start -= 1
    return _role(tokens, start, at + 1, noun, country)


def _modifies_role(tokens: Tokens, index: int, noun: int) -> bool:
    lower = tokens.lower[index]
    if lower in ("the", "a", "an", "his", "her", "their", "its", "our", "my") or not tokens.same_sentence(index, noun):
        return False
    if lower in ("'s", "’s"):
        return True
    return (
        tokens.pos[index] in ("NOUN", "PROPN", "ADJ", "NUM")
        or (lower == "-"
        and tokens.is_joined(index))
        or tokens.dep[index] == "amod"
    )


def role_after(tokens: Tokens, last: int) -> Role | None:
    """The role in an apposition after a name: up to the next comma, or to the end of the sentence."""
    if last + 1 >= len(tokens) or tokens.words[last] != "," or not tokens.same_sentence(last, last - 1):
        return None
    start = last + 1
    if tokens.pos[start] == "NUM" and start + 2 < len(tokens) and tokens.words[start + 1] == ",":
        start += 2  # "X, 41, a nurse"
    has_article = tokens.lower[start] in ("a", "an", "the", "one", "another")
    i = start
    while i < min(len(tokens), start + 12) and tokens.same_sentence(i, last - 1):
        noun = find_person_noun(tokens.lower[i])
        ends_phrase = (
            i + 1 >= len(tokens) or (tokens.pos[i + 1] not in ("NOUN", "PROPN", "PART") and tokens.words[i + 1] != "-")
        )
        if noun is not None and not noun.is_plural and ends_phrase and tokens.pos[i] in ("NOUN", "PROPN", "ADJ"):
            if not has_article and tokens.lower[i] not in person_nouns():
                return None
            end = _phrase_end(tokens, i)
            return _role(tokens, start, end, noun, None)
        if (
            tokens.pos[i] not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "CCONJ", "ADV")
            and tokens.words[i] not in ("-", "’s", "'s", "&")
            and tokens.tag[i] not in ("VBN", "VBG")
        ):
            return None
        i += 1
    return None


def _phrase_end(tokens: Tokens, noun: int) -> int:
    """The end of "spokesman for the Foreign Ministry": the noun with one following of, for, at, in or with phrase."""
    end = noun + 1
    if end < len(tokens) and tokens.lower[end] in ("of", "for", "at", "in", "with", "from", "and", "to", "on"):
        i = end + 1
        while i < min(len(tokens), end + 9) and (
            tokens.pos[i] in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "CCONJ")
            or tokens.lower[i] in ("of", "for", "-", "'s", "’s", "&")
        ):
            i += 1
        while i > end + 1 and tokens.pos[i - 1] in ("ADP", "CCONJ", "DET", "PART"):
            i -= 1
        return i if i > end + 1 else end
    return end


def _role_of_appositive(tokens: Tokens, name: Name) -> Role | None:
    """The description a name stands in apposition to: "the ministry's spokeswoman, X,"."""
    root = name.head
    if tokens.dep[root] != "appos" or tokens.head[root] >= name.first:
        return None
    at = tokens.head[root]
    noun = find_person_noun(tokens.lower[at])
    if noun is None or noun.is_plural or tokens.pos[at] not in ("NOUN", "PROPN"):
        return None
    return _role(tokens, tokens.phrase_start(at), min(_phrase_end(tokens, at), name.first), noun, None)


def _role(tokens: Tokens, first: int, last: int, noun: PersonNoun, country: str | None) -> Role | None:
    """The role of tokens `first` up to `last`, without article and country, and that country."""
    start = first
    while start < last and (
        tokens.lower[start] in ("the", "a", "an", "one", "another", "his", "her", "their", "its")
        or (tokens.pos[start] == "NUM"
        and False)
    ):
        start += 1
    for i in range(start, last):
        place = countries_by_name().get(fold(tokens.words[i]))
        if place is not None and tokens.words[i][0].isupper() and country is None:
            country = place.country
            if i == start and place.kind in ("adjective", "country"):
                start = i + 2 if i + 1 < last and tokens.lower[i + 1] in ("'s", "’s") else i + 1
    if start >= last:
        return None
    text = tokens.span_text(start, last).strip()
    if (text.istitle() and " " not in text) or (text[:1].isupper() and tokens.lower[start] in person_nouns()):
        text = text[0].lower() + text[1:]
    if text == "prime minister" or text.startswith("prime minister"):
        noun = PersonNoun("prime minister", noun.gender, True)
    return Role(text.replace("\n", " "), noun, country, first, last)


def count_pronouns(tokens: Tokens, people: list[tuple[int, int]], cast: Cast) -> None:
    """Let pronouns vote on genders: in a sentence with one person and pronouns of one gender they agree.

    `people` are (token, entity) of the names of persons.
    """
    named: defaultdict[int, set[int]] = defaultdict(set)
    for at, entity in people:
        named[tokens.sentence[at]].add(entity)
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for i, lower in enumerate(tokens.lower):
        gender = PRONOUN_GENDERS.get(lower)
        if gender and not tokens.quoted[i]:
            votes[tokens.sentence[i]][gender] += 1
    for sentence, entities in named.items():
        if len(entities) == 1 and len(votes[sentence]) == 1:
            cast[next(iter(entities))].genders.update(votes[sentence].keys())


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
PARTICLES = NAME_PARTICLES
