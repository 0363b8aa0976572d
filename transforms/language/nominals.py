"""Descriptions that stand for somebody: "the Chinese leader", "a spokeswoman", "Russian troops", "the two leaders"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from transforms.language.lexicons import (
    GroupNoun,
    PersonNoun,
    countries_by_name,
    document_nouns,
    fold,
    group_nouns,
    known_names,
    peoples,
    person_nouns,
    speech_verbs,
    word_list,
)
from transforms.language.roles import person_noun_at, phrase_end
from transforms.language.tokens import SUBJECTS, Tokens

Determiner = Literal["definite", "possessive", "indefinite", "bare"]

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
INDEFINITE = word_list("indefinite")
POSSESSIVE = frozenset({"his", "her", "their", "its", "our", "my", "your", "whose"})
ACTING = frozenset({"nsubj", "nsubjpass", "agent", "pobj", "dobj", "poss", "dative", "ROOT"})
GENERIC = frozenset(
    {"each", "every", "any", "no", "which", "what", "whose", "whatever"}
)  # "every artist" is nobody in particular
PREDICATE = frozenset({"attr", "oprd", "acomp"})
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
PAIR_NOUNS = {"pair": 2, "duo": 2, "couple": 2, "trio": 3, "twosome": 2}
SHOWING = frozenset(["show", "find", "call", "outline", "detail"])
# Prepositions whose object has a part in what happens.
INVOLVING = frozenset(
    {
        "by",
        "with",
        "against",
        "from",
        "to",
        "between",
        "among",
        "for",
        "on",
        "toward",
        "towards",
        "via",
        "through",
        "according",
    }
)
# Nouns for a body that before "of" and a plural make a crowd: "a group of protesters".
CROWDS = frozenset({"group", "team", "crew", "party", "alliance", "coalition", "movement"})
# Groups and nouns that act only as subjects: "countries" and "partners" elsewhere are nobody in particular.
SUBJECT_ONLY = frozenset({"bodies"})
RELATED = frozenset(
    {"friends", "partners", "allies", "leaders", "heads", "members", "counterparts", "colleagues", "supporters"}
)
# Words before "of" that make what follows a crowd to choose from, not somebody: "one of the leaders".
PARTS = word_list("parts")
# Nouns for a firm as well as for a person, more often for the firm.
FIRMS_FIRST = word_list("firms_first")
FEMALE, MALE = frozenset(["female", "woman"]), frozenset(["male"])


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description: tokens `first` up to `last` with the noun `head`; `person` or `group` is what the noun means.

    A possessor is no part of it; `owner` is its last token. `count` is the number of a plural that means several
    already named. `country` and `institution` are named in the description, by its possessor or after "of".
    """

    first: int
    last: int
    head: int
    determiner: Determiner
    person: PersonNoun | None = None
    group: GroupNoun | None = None
    country: str | None = None
    institution: str | None = None
    owner: int | None = None
    count: int = 0
    is_document: bool = False

    @property
    def is_modified(self) -> bool:
        """Whether more than a determiner stands before the noun."""
        return self.head - self.first > 1


def find_nominals(tokens: Tokens, taken: list[bool], consumed: set[int]) -> list[Nominal]:
    """All descriptions, in text order; `taken` tokens belong to names, `consumed` ones to a name's own title."""
    found: list[Nominal] = []
    for i, pos in enumerate(tokens.pos):
        if taken[i] or i in consumed:
            continue
        if pos in ("NOUN", "PROPN", "ADJ") and tokens.dep[i] not in ("compound", "amod", "nmod"):
            nominal = _nominal(tokens, i)
        elif tokens.lower[i] in NUMBERS and tokens.dep[i] in ("nsubj", "nsubjpass"):
            nominal = _bare_number(tokens, i)
        else:
            continue
        if nominal is not None and not (found and nominal.first < found[-1].last):
            found.append(nominal)
    return found


def _bare_number(tokens: Tokens, index: int) -> Nominal | None:
    """ "The two" or "both" as subject."""
    first = index - 1 if index and tokens.lower[index - 1] == "the" else index
    if (first == index and tokens.lower[index] != "both") or (
        index + 1 < len(tokens) and tokens.lower[index + 1] == "of"
    ):
        return None
    return Nominal(
        first, index + 1, index, "definite", group=GroupNoun("pair", "any"), count=NUMBERS[tokens.lower[index]]
    )


def _nominal(tokens: Tokens, head: int) -> Nominal | None:
    lower = tokens.lower[head]
    person = person_noun_at(tokens, head) if tokens.pos[head] != "ADJ" else None
    if person is None and _is_half(tokens, head):
        return None
    if lower in FIRMS_FIRST:  # "the ferry operator"; beside a person's name the noun belongs to the name
        person = None
    if person is None and _is_demonym(tokens, head):
        known = countries_by_name()[fold(tokens.words[head])]
        return Nominal(head - 1, head + 1, head, "definite", PersonNoun("person", None, False), None, known.country)
    groups = group_nouns().get(lower, ())
    is_document = lower in document_nouns() and _speaks(tokens, head)
    if person is None and not groups and lower not in PAIR_NOUNS and not is_document:
        return None
    if tokens.dep[head] in PREDICATE:
        return None
    whole = tokens.phrase_start(head)
    if tokens.lower[whole] in GENERIC or (person is not None and not _is_somebody(tokens, whole, head, person)):
        return None
    owner = _owner(tokens, whole, head)
    first = _after_owner(tokens, whole, head, owner)
    determiner = _determiner(tokens, first, owner)
    country, institution = _country(tokens, whole, head)
    base = Nominal(first, head + 1, head, determiner, None, None, country, institution, owner)
    number = next(
        (NUMBERS[tokens.lower[i]] for i in range(whole, min(whole + 3, head)) if tokens.lower[i] in NUMBERS), 0
    )
    if number and determiner == "indefinite":
        number = 0
    is_plural = tokens.tag[head] in ("NNS", "NNPS")
    if (
        lower in PAIR_NOUNS
        and determiner in ("definite", "bare")
        and tokens.lower[min(head + 1, len(tokens) - 1)] != "of"
    ):
        return _with(base, group=GroupNoun("pair", "people"), count=PAIR_NOUNS[lower])
    if number and is_plural:
        pair = next((group for group in groups if group.sort == "pair"), None)
        if pair is not None or person is not None:
            return _with(base, group=pair or GroupNoun("pair", "people"), count=number)
    if person is not None and not person.is_plural and not is_plural:
        if determiner == "bare" and (tokens.dep[head] != "appos" or tokens.quoted[head]):
            return None
        return _with(base, person=_gendered(tokens, person, first, head))
    if is_document and not groups:
        return _with(base, is_document=True)
    return _collective(tokens, base, groups, person)


def _is_half(tokens: Tokens, index: int) -> bool:
    """Whether a hyphen joins the word to the next: "co" in "co-worker" is no firm."""
    return index + 2 < len(tokens) and tokens.words[index + 1] == "-" and tokens.is_joined(index + 1)


def _is_demonym(tokens: Tokens, head: int) -> bool:
    """Whether a people's name means one of them: "the German said"; "the Chinese" may be all and is left alone."""
    if not head or tokens.lower[head - 1] != "the" or tokens.relation(head) not in SUBJECTS:
        return False
    lower = tokens.lower[head]
    if tokens.tag[head] not in ("NN", "NNP", "JJ") or lower.endswith(("ese", "sh", "ch", "swiss")):
        return False
    known = countries_by_name().get(fold(lower))
    return (
        known is not None and known.kind == "adjective" and tokens.words[head][0].isupper() and not lower.endswith(".")
    )


def _is_somebody(tokens: Tokens, first: int, head: int, person: PersonNoun) -> bool:
    """Whether the noun means a person here: a head may be a body's, and a capitalised noun the end of a name."""
    is_of_place = person.group == "politician" and ends_known_place(tokens, first, head)  # "the Ohio Democrat"
    is_longer_name = tokens.pos[head] == "PROPN" and head > first and tokens.pos[head - 1] == "PROPN"
    if is_longer_name and not person.is_office and not is_of_place:
        return False
    if tokens.lower[head] in ("head", "chief", "boss", "general") and head - first <= 1:
        return tokens.lower[min(head + 1, len(tokens) - 1)] == "of"
    return True


def ends_known_place(tokens: Tokens, first: int, head: int) -> bool:
    """Whether a place the lexicons know stands directly before the noun."""
    for start in range(max(first, head - 3), head):
        text = tokens.span_text(start, head)
        if any(lexeme.form == text and lexeme.kind == "place" for lexeme in known_names().get(text[:2], ())):
            return True
    return False


def _with(base: Nominal, **changes: object) -> Nominal:
    return replace(base, **changes)  # type: ignore[arg-type]


def _speaks(tokens: Tokens, head: int) -> bool:
    """Whether the noun is the subject of a verb of speech or showing, or what something is said according to."""
    above = tokens.governor(head)
    if tokens.relation(head) in SUBJECTS:
        until = (
            tokens.sentence_ends[tokens.sentence[above]]
            if tokens.sentence[above] < len(tokens.sentence_ends)
            else above
        )
        joined = (i for i in range(above + 1, until) if tokens.dep[i] == "conj" and tokens.head[i] == above)
        return any(tokens.lemma[verb] in speech_verbs() or tokens.lemma[verb] in SHOWING for verb in (above, *joined))
    return tokens.lower[above] == "to" and tokens.lower[tokens.head[above]] == "according"


def _gendered(tokens: Tokens, noun: PersonNoun, first: int, head: int) -> PersonNoun:
    """The noun with the gender an adjective gives it: "a female employee"."""
    if noun.gender is None:
        words = set(tokens.lower[first:head])
        gender = "f" if words & FEMALE else "m" if words & MALE else None
        if gender:
            return PersonNoun(noun.group, gender, noun.is_office)
    return noun


def _collective(
    tokens: Tokens, base: Nominal, groups: tuple[GroupNoun, ...], person: PersonNoun | None
) -> Nominal | None:
    """Bodies and plurals: a government where the noun can be one and a country is named, else what the noun says."""
    head = base.head
    if tokens.relation(head) not in ACTING or _is_bystander(tokens, head):
        return None
    is_plural = tokens.tag[head] in ("NNS", "NNPS")
    chosen = next((group for group in groups if group.sort == "government"), None) if base.country else None
    if tokens.lower[head] in CROWDS and _is_of_people(tokens, head):
        chosen = GroupNoun("group", "people")
    if chosen is None:
        chosen = next((group for group in groups if group.sort in ("group", "organisation")), None)
    if chosen is None and person is not None and person.is_plural:
        chosen = GroupNoun("group", person.group)
    if chosen is None:
        return None
    is_vague = chosen.group in SUBJECT_ONLY or (tokens.lower[head] in RELATED and not base.is_modified)
    if is_vague and tokens.relation(head) not in (*SUBJECTS, "agent"):
        return None
    if chosen.sort == "organisation":
        is_bystander = (
            base.determiner == "indefinite" and tokens.relation(head) not in SUBJECTS and not _speaks(tokens, head)
        )
        return None if is_plural or is_bystander or base.determiner == "bare" else _with(base, group=chosen)
    return _with(base, group=chosen)


def _is_of_people(tokens: Tokens, head: int) -> bool:
    """Whether "of" and a plural follow."""
    if head + 2 >= len(tokens) or tokens.lower[head + 1] != "of":
        return False
    return any(tokens.dep[i] == "pobj" and tokens.tag[i] == "NNS" for i in range(head + 2, min(head + 5, len(tokens))))


def _is_bystander(tokens: Tokens, head: int) -> bool:
    """Whether the noun cannot act where it stands: what a part is taken of, or an "as", "like" or "in" phrase."""
    if tokens.lower[min(head + 1, len(tokens) - 1)] == "to" and tokens.lower[head] == "opposition":
        return True
    if tokens.relation(head) != "pobj":
        return False
    preposition = tokens.governor(head)
    if tokens.lower[preposition] != "of":
        return tokens.lower[preposition] not in INVOLVING
    above = tokens.head[preposition]
    return tokens.lower[above] in PARTS or tokens.pos[above] == "NUM"


def _owner(tokens: Tokens, first: int, head: int) -> int | None:
    """The last token of a possessor: "Putin" in "Putin's aide", "his" in "his aide"."""
    return next((i for i in range(head - 1, first - 1, -1) if tokens.dep[i] == "poss" and tokens.head[i] == head), None)


def _after_owner(tokens: Tokens, first: int, head: int, owner: int | None) -> int:
    if owner is None:
        return first
    start = owner + 1
    while start < head and tokens.lower[start] in ("'s", "’s", "'", "’", "own"):
        start += 1
    return min(start, head)


def _determiner(tokens: Tokens, first: int, owner: int | None) -> Determiner:
    lower = tokens.lower[first]
    if owner is not None or lower in POSSESSIVE:
        return "possessive"
    if lower in DEFINITE:
        return "definite"
    return "indefinite" if lower in INDEFINITE else "bare"


def _country(tokens: Tokens, first: int, head: int) -> tuple[str | None, str | None]:
    """The country and the institution that the description names before its noun or after "of"."""
    country = institution = None
    for i in range(first, head):
        if f"{tokens.lower[i - 1]} {tokens.lower[i]}" in peoples():
            continue
        if tokens.words[i][0].isupper() and (known := countries_by_name().get(fold(tokens.words[i]))) is not None:
            country = country or known.country
            institution = known.name if known.kind == "government" else institution
    if country is None and head + 2 < len(tokens) and tokens.lower[head + 1] in ("of", "for"):
        at = head + 3 if tokens.lower[head + 2] == "the" and head + 3 < len(tokens) else head + 2
        known = countries_by_name().get(fold(tokens.words[at]))
        if known is not None and tokens.words[at][0].isupper():
            return known.country, known.name if known.kind == "government" else None
    return country, institution


def describe(tokens: Tokens, nominal: Nominal, owner: str | None) -> str:
    """The description as a name for somebody the text leaves unnamed: without article, with the phrase that says of
    what or for whom, and with its possessor, `owner` being the full name where that is known."""
    first, last = nominal.first, phrase_end(tokens, nominal.head)
    is_body = nominal.group is not None and nominal.group.sort == "organisation"
    if is_body and tokens.lower[min(nominal.last, len(tokens) - 1)] != "of":
        last = nominal.last
    if nominal.first < nominal.head and tokens.lower[first] in ("the", "a", "an", "this", "that", "these", "those"):
        first += 1
    text = " ".join(tokens.span_text(first, last).split())
    if nominal.owner is None:
        return _as_inside(tokens, first, text)
    if owner is None and tokens.lower[nominal.owner] in POSSESSIVE:
        return text
    possessor = owner or tokens.words[nominal.owner]
    return f"{possessor}' {text}" if possessor.endswith("s") else f"{possessor}'s {text}"


def _as_inside(tokens: Tokens, first: int, text: str) -> str:
    """A description as it stands inside a sentence: "police" of "Police said", but "Norwegian troops"."""
    before = first - 1
    opens = first == 0 or tokens.sentence[before] != tokens.sentence[first] or "\n" in tokens.words[before]
    is_noun = tokens.lower[first] in group_nouns() or tokens.lower[first] in person_nouns()
    is_name = tokens.tag[first].startswith("NNP") and not is_noun
    is_name = is_name or fold(tokens.words[first]) in countries_by_name()
    if not opens or is_name or tokens.words[first][1:] != tokens.lower[first][1:]:
        return text
    return text[0].lower() + text[1:]
