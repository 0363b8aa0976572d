"""Descriptions that stand for somebody: "the Chinese leader", "a spokeswoman", "Russian troops", "the two leaders"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.language.lexicons import GroupNoun, PersonNoun, countries_by_name, fold, group_nouns
from transforms.language.people import find_person_noun
from transforms.language.tokens import Tokens

Determiner = Literal["definite", "possessive", "indefinite", "bare"]

DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
INDEFINITE = frozenset(
    ["a", "an", "one", "another", "some", "any", "every", "each", "no", "several", "many", "two", "three", "four", "five", "six", "other", "most"]
)
POSSESSIVE = frozenset(["his", "her", "their", "its", "our", "my", "your", "whose"])
ACTING = frozenset({"nsubj", "nsubjpass", "agent", "pobj", "dobj", "poss", "dative", "ROOT"})
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
PAIR_NOUNS = {"pair": 2, "duo": 2, "couple": 2, "trio": 3, "twosome": 2}
NAME_LENGTH = 10  # tokens of a following phrase that belong to the name of an unnamed speaker


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description: tokens `first` up to `last` with the noun `head`; `person` or `group` is what the noun means.

    `count` is the number of a plural that means several already named. `country` is named in the description or in
    an "of" phrase after it; `office` is the full office where the noun is half of one ("foreign minister").
    """

    first: int
    last: int
    head: int
    determiner: Determiner
    person: PersonNoun | None
    group: GroupNoun | None
    country: str | None
    institution: str | None
    office: str
    count: int = 0

    @property
    def is_modified(self) -> bool:
        return self.last - self.first > 2


def find_nominals(tokens: Tokens, taken: list[bool], consumed: set[int]) -> list[Nominal]:
    """All descriptions, in text order; `taken` tokens belong to names, `consumed` ones to a name's own title."""
    found: list[Nominal] = []
    for i, pos in enumerate(tokens.pos):
        if taken[i] or i in consumed:
            continue
        if pos in ("NOUN", "PROPN", "ADJ") and tokens.dep[i] not in ("compound", "amod"):
            nominal = _nominal(tokens, i, taken)
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
    if (first == index and tokens.lower[index] != "both") or (index + 1 < len(tokens) and tokens.lower[index + 1] == "of"):
        return None
    return Nominal(
        first,
        index + 1,
        index,
        "definite",
        None,
        GroupNoun("pair", "any"),
        None,
        None,
        "",
        NUMBERS[tokens.lower[index]],
    )


def _nominal(tokens: Tokens, head: int, taken: list[bool]) -> Nominal | None:
    lower = tokens.lower[head]
    person = find_person_noun(lower)
    groups = group_nouns().get(lower, ())
    if person is None and not groups and lower not in PAIR_NOUNS:
        return None
    if (
        person is not None
        and lower
        in ("representative", "head", "model", "general", "major", "minor", "private", "private", "official", "local")
        and tokens.pos[head] == "ADJ"
    ):
        return None
    first = tokens.phrase_start(head)
    determiner = _determiner(tokens, first, head)
    country, institution = _country(tokens, first, head)
    number = next(
        (NUMBERS[tokens.lower[i]] for i in range(first, min(first + 3, head)) if tokens.lower[i] in NUMBERS), 0
    )
    if number and determiner == "indefinite" and tokens.lower[first] != "both":
        number = 0
    if (
        lower in PAIR_NOUNS
        and determiner in ("definite", "bare")
        and head + 1 < len(tokens)
        and tokens.lower[head + 1] != "of"
    ):
        return Nominal(
            first,
            head + 1,
            head,
            determiner,
            None,
            GroupNoun("pair", "people"),
            country,
            institution,
            "",
            PAIR_NOUNS[lower],
        )
    is_plural = tokens.tag[head] in ("NNS", "NNPS")
    if number and is_plural:
        sort = next((group for group in groups if group.sort == "pair"), None)
        if sort is None and person is not None:
            sort = GroupNoun("pair", "people")
        if sort is not None:
            return Nominal(first, head + 1, head, "definite", None, sort, country, institution, "", number)
    if person is not None and not person.is_plural and not is_plural:
        if determiner == "bare" and tokens.dep[head] not in ("appos",):
            return None
        return Nominal(first, head + 1, head, determiner, person, None, country, institution, _office(tokens, head))
    return _collective(tokens, first, head, determiner, groups, person, country, institution)


def _collective(
    tokens: Tokens, first: int, head: int, determiner: Determiner, groups: tuple[GroupNoun, ...], person: PersonNoun | None,
    country: str | None, institution: str | None,
) -> Nominal | None:  # fmt: skip
    """Bodies and plurals: a government where the noun can be one and a country is named, else what the noun says."""
    if tokens.relation(head) not in ACTING:
        return None
    chosen = next((group for group in groups if group.sort == "government"), None) if country else None
    if chosen is None:
        chosen = next((group for group in groups if group.sort in ("group", "organisation")), None)
    if chosen is None and person is not None and person.is_plural:
        chosen = GroupNoun("group", person.group)
    if (
        chosen is None
        or (chosen.sort == "organisation"
        and (determiner == "bare" or tokens.tag[head] in ("NNS", "NNPS")))
    ):
        return None
    return Nominal(first, head + 1, head, determiner, None, chosen, country, institution, "")


def _determiner(tokens: Tokens, first: int, head: int) -> Determiner:
    lower = tokens.lower[first]
    if any(tokens.dep[i] == "poss" and tokens.head[i] == head for i in range(first, head)) or lower in POSSESSIVE:
        return "possessive"
    if lower in DEFINITE:
        return "definite"
    if lower in INDEFINITE:
        return "indefinite"
    return "bare"


def _country(tokens: Tokens, first: int, head: int) -> tuple[str | None, str | None]:
    """The country and the institution that the description names before its noun or after "of"."""
    country = institution = None
    for i in range(first, head):
        if tokens.words[i][0].isupper():
            known = countries_by_name().get(fold(tokens.words[i]))
            if known is not None:
                country = country or known.country
                if known.kind == "government":
                    institution = known.name
    if country is None and head + 2 < len(tokens) and tokens.lower[head + 1] in ("of", "for"):
        at = head + 3 if tokens.lower[head + 2] == "the" and head + 3 < len(tokens) else head + 2
        known = countries_by_name().get(fold(tokens.words[at]))
        if known is not None and tokens.words[at][0].isupper():
            country = known.country
            institution = known.name if known.kind == "government" else None
    return country, institution


def _office(tokens: Tokens, head: int) -> str:
    """The noun with the word before it where the two name an office: "prime minister", "foreign secretary"."""
    lower = tokens.lower[head]
    if (
        head
        and tokens.pos[head - 1] in ("ADJ", "NOUN", "PROPN")
        and lower in ("minister", "secretary", "president", "chancellor", "speaker", "executive", "leader")
    ):
        before = tokens.lower[head - 1].replace("defense", "defence")
        if before in (
            "prime",
            "foreign",
            "defence",
            "finance",
            "vice",
            "interior",
            "press",
            "treasury",
            "supreme",
            "house",
            "economy",
        ):
            return f"{before} {lower}"
    return lower


def describe(tokens: Tokens, nominal: Nominal) -> str:
    """The description as a name for somebody the text leaves unnamed: without article, with one following phrase."""
    first = nominal.first
    if tokens.lower[first] in ("the", "a", "an", "this", "that", "these", "those"):
        first += 1
    last = nominal.last
    if (
        last < len(tokens)
        and tokens.lower[last] in ("of", "for", "at", "in", "with", "from")
        and tokens.head[last] == nominal.head
    ):
        i = last + 1
        while i < min(len(tokens), last + NAME_LENGTH) and (
            tokens.pos[i] in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")
            or tokens.lower[i] in ("of", "for", "-", "’s", "'s", "&")
        ):
            i += 1
        while i > last + 1 and tokens.pos[i - 1] in ("ADP", "DET", "PART"):
            i -= 1
        last = i if i > last + 1 else last
    first = min(first, nominal.head)
    return " ".join(tokens.span_text(first, last).split())
