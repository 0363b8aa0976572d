"""What a text says somebody is, beside the name: "Kremlin spokesman X", "X, a professor of law", "the mayor, X"."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.language.lexicons import PersonNoun, countries_by_name, fold, group_nouns, person_nouns, titles
from transforms.language.name import Name
from transforms.language.tokens import Tokens

AGENT_SUFFIXES = (
    "ologist",
    "ographer",
    "woman",
    "man",
    "person",
    "ician",
    "smith",
    "keeper",
    "maker",
    "worker",
    "owner",
)
SHORTEST_AGENT = 7  # letters; "human" and "woman" are no compounds
LONGEST_ROLE = 8  # tokens before the noun
ARTICLES = frozenset({"the", "a", "an", "one", "another"})
OWN = frozenset({"his", "her", "their", "its", "our", "my", "your"})
CONTINUES = frozenset({"of", "for", "at", "in", "with", "from", "to", "on"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role as it stands beside a name: words, what the noun means, country, and tokens `first` up to `last`.

    `owner` is the token of a possessor ("Putin" in "Putin's aide") where there is one.
    """

    text: str
    noun: PersonNoun
    country: str | None
    first: int
    last: int
    owner: int | None


def person_noun_at(tokens: Tokens, index: int) -> PersonNoun | None:
    """What the noun at `index` says of a person, read with its neighbours: "prime minister", "secretary of state"."""
    lower, nouns = tokens.lower, person_nouns()
    words = lower[max(0, index - 2) : index + 3]
    at = min(index, 2)
    for first, last in ((at - 1, at), (at, at + 2), (at - 2, at)):
        if first >= 0 and last < len(words) and (last == first + 1 or words[first + 1] in ("of", "-")):
            phrase = " ".join(words[first : last + 1]).replace(" - ", "-")
            if (found := nouns.get(phrase)) is not None:
                return found
    noun = nouns.get(lower[index])
    if (
        noun is None
        and len(lower[index]) >= SHORTEST_AGENT
        and lower[index].endswith(AGENT_SUFFIXES)
        and lower[index] not in group_nouns()
    ):
        gender = "f" if lower[index].endswith("woman") else "m" if lower[index].endswith("man") else None
        return PersonNoun(lower[index], gender, False)
    return noun


def roles_beside(tokens: Tokens, name: Name) -> list[Role]:
    """The roles before the name, in an apposition after it, and in the description it is itself in apposition to."""
    found = [role_before(tokens, name.first), role_after(tokens, name.last), _role_of_appositive(tokens, name)]
    if found[2] is None:
        found[2] = _role_before_comma(tokens, name)
    return [role for role in found if role is not None]


def role_before(tokens: Tokens, first: int) -> Role | None:
    """The role noun directly before a name, with its modifiers; the noun may stand before "of <country>"."""
    if first == 0 or not tokens.same_sentence(first - 1, first):
        return None
    role = titles().get(tokens.lower[first - 1], (None, None))[1]
    if role is not None and tokens.words[first - 1][0].isupper() and role in person_nouns():
        return Role(role, person_nouns()[role], None, first - 1, first, None)
    at = first - 1
    country = None
    place = countries_by_name().get(fold(tokens.words[at]))
    if place is not None and at >= 2 and tokens.lower[at - 1] == "of":
        country, at = place.country, at - 2
    noun = person_noun_at(tokens, at)
    if noun is None or noun.is_plural or tokens.pos[at] not in ("NOUN", "PROPN", "ADJ"):
        return None
    start = at
    while start > 0 and at - start < LONGEST_ROLE and _modifies_role(tokens, start - 1, at):
        start -= 1
    return _role(tokens, start, at + 1, noun, country)


def _modifies_role(tokens: Tokens, index: int, noun: int) -> bool:
    lower = tokens.lower[index]
    if lower in ARTICLES or lower in OWN or not tokens.same_sentence(index, noun):
        return False
    if lower in ("'s", "’s") or (lower == "-" and tokens.is_joined(index)) or tokens.dep[index] == "amod":
        return True
    return tokens.pos[index] in ("NOUN", "PROPN", "ADJ", "NUM")


def role_after(tokens: Tokens, last: int) -> Role | None:
    """The role in an apposition after a name, which ends in a comma or with the sentence."""
    if last + 1 >= len(tokens) or tokens.words[last] != "," or not tokens.same_sentence(last, last - 1):
        return None
    start = last + 1
    if tokens.pos[start] == "NUM" and start + 2 < len(tokens) and tokens.words[start + 1] == ",":
        start += 2  # "X, 41, a nurse"
    has_article = tokens.lower[start] in ARTICLES
    for i in range(start, min(len(tokens), start + LONGEST_ROLE + 4)):
        if not tokens.same_sentence(i, last - 1):
            return None
        noun = person_noun_at(tokens, i)
        if noun is not None and not noun.is_plural and _ends_phrase(tokens, i):
            end = phrase_end(tokens, i)
            if not (has_article or tokens.lower[i] in person_nouns()) or not _closes(tokens, end):
                return None
            return _role(tokens, start, end, noun, None)
        if not _inside_phrase(tokens, i):
            return None
    return None


def _ends_phrase(tokens: Tokens, index: int) -> bool:
    """Whether the noun at `index` is the last of its noun group."""
    if tokens.pos[index] not in ("NOUN", "PROPN", "ADJ"):
        return False
    following = index + 1
    return following >= len(tokens) or (
        tokens.pos[following] not in ("NOUN", "PROPN", "PART") and tokens.words[following] != "-"
    )


def _inside_phrase(tokens: Tokens, index: int) -> bool:
    if tokens.words[index] in ("-", "’s", "'s", "&") or tokens.tag[index] in ("VBN", "VBG"):
        return True
    return tokens.pos[index] in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "CCONJ", "ADV")


def _closes(tokens: Tokens, end: int) -> bool:
    """Whether an apposition can end before token `end`: a verb after it would make it a subject."""
    if end >= len(tokens) or tokens.pos[end] in ("PUNCT", "SPACE", "ADP", "SCONJ"):
        return True
    return tokens.lower[end] in ("who", "whose", "and", "or", "that") or tokens.tag[end] in ("VBN", "VBG")


def phrase_end(tokens: Tokens, noun: int) -> int:
    """The end of "spokesman for the Foreign Ministry": the noun with the prepositional phrases that name its body."""
    end = noun + 1
    if end >= len(tokens) or tokens.lower[end] not in CONTINUES:
        return end
    i = end + 1
    while i < min(len(tokens), end + LONGEST_ROLE) and (
        tokens.pos[i] in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART")
        or tokens.lower[i] in ("of", "for", "-", "'s", "’s", "&")
    ):
        i += 1
    while i > end + 1 and tokens.pos[i - 1] in ("ADP", "CCONJ", "DET", "PART", "NUM"):
        i -= 1
    if i <= end + 1 or tokens.pos[i - 1] in ("ADJ", "DET"):
        return end
    names_body = any(tokens.pos[k] == "PROPN" for k in range(end, i)) or tokens.lower[end] in ("of", "for")
    return i if names_body else end


def _role_of_appositive(tokens: Tokens, name: Name) -> Role | None:
    """The description a name stands in apposition to: "the ministry's spokeswoman, X,"."""
    at = tokens.head[name.head]
    if tokens.dep[name.head] != "appos" or at >= name.first or tokens.pos[at] not in ("NOUN", "PROPN"):
        return None
    noun = person_noun_at(tokens, at)
    if noun is None or noun.is_plural:
        return None
    return _role(tokens, tokens.phrase_start(at), min(phrase_end(tokens, at), name.first), noun, None)


def _role_before_comma(tokens: Tokens, name: Name) -> Role | None:
    """The same where the parser misses it: "the director of operations, X, said"."""
    first, last = name.first, name.last
    is_enclosed = (
        first >= 3 and tokens.words[first - 1] == "," and last < len(tokens) and tokens.words[last] in (",", ".")
    )
    if not is_enclosed:
        return None
    found = None
    for i in range(first - 2, max(-1, first - 2 - LONGEST_ROLE - 4), -1):
        if not tokens.same_sentence(i, first) or not (_inside_phrase(tokens, i) or tokens.pos[i] == "ADP"):
            break
        if tokens.lower[i] == "the" and found is not None and tokens.phrase_start(found[0]) == i:
            return _role(tokens, i, first - 1, found[1], None)
        noun = person_noun_at(tokens, i)
        if noun is not None and tokens.pos[i] in ("NOUN", "PROPN"):
            found = (i, noun) if not noun.is_plural else None
    return None


def _role(tokens: Tokens, first: int, last: int, noun: PersonNoun, country: str | None) -> Role | None:
    """The role of tokens `first` up to `last`; its words go without article, possessive and country's adjective."""
    start = first
    while start < last and (tokens.lower[start] in ARTICLES or tokens.lower[start] in OWN):
        start += 1
    owner = None
    for i in range(start, last):
        if tokens.lower[i] in ("'s", "’s"):
            owner = i - 1
        place = countries_by_name().get(fold(tokens.words[i])) if tokens.words[i][0].isupper() else None
        if place is None or country is not None:
            continue
        country = place.country
        if i == start and place.kind in ("adjective", "country"):
            start = i + 2 if i + 1 < last and tokens.lower[i + 1] in ("'s", "’s") else i + 1
    if start >= last:
        return None
    text = " ".join(tokens.span_text(start, last).split())
    if tokens.lower[start] in person_nouns() or person_nouns().get(text.lower()) is not None:
        text = text[0].lower() + text[1:]
    if text.lower() in person_nouns():
        text = text.lower()
    return Role(text, noun, country, first, last, owner)
