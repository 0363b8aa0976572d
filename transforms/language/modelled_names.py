"""Names the model sees, put right: cut where words are glued, whole where hyphens split them, labelled by what stands
around them and by the rest of the document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.language.lexicons import NAME_PARTICLES, first_names, fold, group_nouns, person_nouns, titles, word_list
from transforms.language.name import (
    CAPITALISED,
    FACILITY_WORDS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    YOUNGER,
    Name,
    NameLabel,
    is_several,
)
from transforms.language.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan

LABELS: dict[str, NameLabel] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
NO_WIDTH = "\u200b\u200c\u200d\ufeff"
FIRMS = frozenset({"company", "bank"})  # sorts of bodies
LONGEST_APPOSITION = 10  # tokens from a name to the noun beside it
LONGEST_DATELINE = 12  # tokens from a town to the dash or bracket behind its state and day
DASHES = frozenset({"—", "–", "-", "--", "("})
SETTLEMENTS = word_list("settlements")  # with the ways that lead to them
CAPTION_WORDS = word_list("caption_words")
NETWORKS = word_list("networks")  # "Lind Twitter" is Lind
PARTY_PLACE = re.compile(
    r"\((?:R|D|I|DFL)\.?, [^()\s]+$|(?:\((?:R|D|I|DFL)|, (?:R|D|I|DFL)(?=[-–]))(?:[-–][^()\s]+|[-–])?$"
)
GLUED_WORD = re.compile(r"[a-z]{2,}[A-Z]")


def modelled_names(tokens: Tokens, entities: Iterable[SpacySpan]) -> list[Name]:
    """The model's names, cut and labelled anew, one wording with one label in a document."""
    parts = (part for span in entities for part in _parts(tokens, span))
    found = [name for first, last, label in parts if (name := _from_model(tokens, first, last, label)) is not None]
    return _agree_on_labels(tokens, [_repair_label(tokens, name) for name in found]) + _numbered_locals(tokens)


def _parts(tokens: Tokens, span: SpacySpan) -> Iterator[tuple[int, int, str]]:
    """(first, last, label) of the names a model's span holds: two where "Jr." ends one inside it, as it ends a sentence."""
    first = span.start
    if span.label_ == "PERSON":
        for i in range(span.start + 1, span.end - 1):
            if tokens.lower[i] in YOUNGER and CAPITALISED.match(tokens.words[i + 1]):
                yield first, i + 1, span.label_
                first = i + 1
    yield first, span.end, span.label_


def _from_model(tokens: Tokens, first: int, last: int, model_label: str) -> Name | None:
    label = LABELS.get(model_label)
    if label is None:
        return None
    for i in range(first, last):  # a lost space: the name ends before the second word
        if i > first and (GLUED_WORD.match(tokens.words[i]) or (tokens.words[i] == "/" and label != "place")):
            last = i
            break
    while first < last and (tokens.lower[first] in titles() or not _is_name_word(tokens, first, label)):
        if tokens.lower[first] in ("the",) and label == "organisation":
            first += 1
            continue
        first += 1
    while last > first and (
        tokens.lower[last - 1] in ("'s", "’s", "'", "’", ",", ".", "-", "s'")
        or tokens.pos[last - 1] in ("SPACE", "PUNCT")
    ):
        last -= 1
    if last <= first:
        return None
    if _is_party_place(tokens, first):
        return None
    if label == "person":
        first = _after_caption(tokens, first, last)
        first, last = _whole_person(tokens, first, last)
    elif label in ("place", "organisation"):
        first, last = _whole_hyphenated(tokens, first, last)
    if not any(CAPITALISED.match(tokens.words[i]) for i in range(first, last)):
        return None
    is_role = tokens.words[first].isupper() and tokens.lower[first] in person_nouns()
    if last - first == 1 and (is_role or tokens.lower[first] in NOT_NAMES or _begins_office(tokens, first)):
        return None
    if last - first == 1 and label in ("organisation", "place") and tokens.lower[first] in FACILITY_WORDS:
        return None
    return Name(first, last, tokens.starts[first], tokens.ends[last - 1], label)


def _begins_office(tokens: Tokens, index: int) -> bool:
    """Whether the word is half of an office: "Interior" in "Interior Minister"."""
    following = tokens.lower[index + 1] if index + 1 < len(tokens) else ""
    return f"{tokens.lower[index]} {following}" in person_nouns()


def _is_name_word(tokens: Tokens, index: int, label: NameLabel) -> bool:
    word = tokens.words[index]
    if label == "person":
        return bool(CAPITALISED.match(word)) or tokens.lower[index] in NAME_PARTICLES
    return word[:1].isalnum() and tokens.lower[index] not in ("the", "a", "an", "this", "that", "our", "its")


def _is_party_place(tokens: Tokens, first: int) -> bool:
    """Whether the name at token `first` is the place in a bracket with a party: "Lind (R-Stafford)"."""
    end = tokens.ends[first] + (tokens.text[tokens.ends[first] : tokens.ends[first] + 1] in ("-", "–"))
    line = tokens.text[max(0, tokens.starts[first] - 8) : end]
    return PARTY_PLACE.search(line) is not None


def _after_caption(tokens: Tokens, first: int, last: int) -> int:
    """Where the name begins behind a label such as "Media caption" that was glued to it."""
    for i in range(first, last - 1):
        if tokens.lower[i] in CAPTION_WORDS:
            return i + 1
    return first


def _whole_person(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Cut a person's name where it stops being one and take in parts joined by a hyphen."""
    for i in range(first, last):
        word = tokens.words[i]
        if i > first and (
            (tokens.pos[i] in ("VERB", "AUX", "ADP", "CCONJ") and tokens.lower[i] not in NAME_PARTICLES)
            or word in ",;:/"
            or tokens.lower[i] in NETWORKS
        ):
            last = i
            break
    while last > first + 1 and not CAPITALISED.match(tokens.words[last - 1]):
        last -= 1
    return _whole_hyphenated(tokens, first, last)


def _whole_hyphenated(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Take in the other halves of hyphenated names: what stands against a hyphen and is capitalised too."""
    while (
        last + 1 < len(tokens)
        and tokens.words[last] == "-"
        and tokens.is_joined(last)
        and tokens.is_joined(last + 1)
        and CAPITALISED.match(tokens.words[last + 1])
    ):
        last += 2
    while (
        first >= 2
        and tokens.words[first - 1] == "-"
        and tokens.is_joined(first)
        and tokens.is_joined(first - 1)
        and CAPITALISED.match(tokens.words[first - 2])
    ):
        first -= 2
    return first, last


def _repair_label(tokens: Tokens, name: Name) -> Name:
    """A first name followed by one or two capitalised words is a person, whatever the model calls it."""
    words = [tokens.lower[i] for i in range(name.first, name.last)]
    town = _town(tokens, name)
    if town is not None:
        return town
    if _takes_turn(tokens, name) or _is_who(tokens, name):
        return replace(name, label="person")
    if name.label in ("person", "place", "people") and _is_firm(tokens, name):
        return replace(name, label="organisation")
    if name.label == "person":
        if (
            len(words) > 1
            and (words[-1] in FACILITY_WORDS or words[-1] in ORGANISATION_WORDS)
            and words[0] not in first_names()
        ):
            return replace(name, label="place" if words[-1] in FACILITY_WORDS else "organisation")
        return name
    if (
        name.label == "place"
        and len(words) > 1
        and any(noun.sort == "organisation" for noun in group_nouns().get(words[-1], ()))
    ):
        return replace(name, label="organisation")
    if not 2 <= len(words) <= 3 or not all(CAPITALISED.match(tokens.words[i]) for i in range(name.first, name.last)):
        return name
    is_person = fold(words[0]) in first_names() and words[-1] not in ORGANISATION_WORDS | FACILITY_WORDS
    if is_person and not words[-1].endswith("s") and not tokens.words[name.first].isupper():
        return replace(name, label="person")
    return name


def _is_firm(tokens: Tokens, name: Name) -> bool:
    """Whether what stands after the name makes it a firm's: "X chief executive Y", "X, the largest ferry operator"."""
    following = tokens.lower[name.last : name.last + 2]
    if following[:1] == ["ceo"] or following == ["chief", "executive"]:
        return tokens.words[name.last].islower() or following[0] == "ceo"
    if following[:1] != [","]:
        return False
    for i in range(name.last + 1, min(len(tokens), name.last + LONGEST_APPOSITION)):
        if tokens.dep[i] == "appos" and tokens.head[i] == name.head:
            nouns = group_nouns().get(tokens.lower[i], ())
            return any(noun.sort == "organisation" and noun.group in FIRMS for noun in nouns)
    return False


def _takes_turn(tokens: Tokens, name: Name) -> bool:
    """Whether the name, in capitals, opens a turn of a transcript: "FALK: Good morning.", "IDA FALK, HOST: Hello."."""
    opens = name.first == 0 or "\n" in tokens.words[name.first - 1]
    if not opens or not all(
        tokens.words[i].isupper() and len(tokens.words[i]) > 2 for i in range(name.first, name.last)
    ):
        return False
    after = tokens.lower[name.last : name.last + 3]
    return after[:1] == [":"] or (after[:1] == [","] and after[2:] == [":"] and after[1] in person_nouns())


def _is_who(tokens: Tokens, name: Name) -> bool:
    """Whether ", who" makes an unknown word's bearer somebody: "Falk, who bought the mill"; "the Otters, who" are several."""
    words = tokens.lower[name.first : name.last]
    is_body = words[-1] in ORGANISATION_WORDS or words[-1] in FACILITY_WORDS or words[-1].endswith("s")
    return (
        name.label == "organisation" and len(words) == 1 and not is_body and not tokens.words[name.first].isupper()
        and tokens.lower[name.last : name.last + 2] == [",", "who"]
    )  # fmt: skip


def _town(tokens: Tokens, name: Name) -> Name | None:
    """The town a name is by what stands beside it, whole where the model saw half of it in a dateline."""
    first = name.first - 1
    if first >= 0 and tokens.words[first].isupper() and tokens.pos[first] == "PROPN":
        whole = replace(name, first=first, start=tokens.starts[first], label="place")
        if _is_settled(tokens, whole):
            return whole
    is_town = name.label in ("person", "organisation") and _is_settled(tokens, name)
    return replace(name, label="place") if is_town else None


def _is_settled(tokens: Tokens, name: Name) -> bool:
    """Whether the name is a town's by what stands before: "the hill town of X", "the road to X", or a dateline."""
    first = name.first
    if first >= 2 and tokens.lower[first - 1] in ("of", "to") and tokens.lower[first - 2] in SETTLEMENTS:
        return name.label == "person" or tokens.lower[name.last - 1] not in ORGANISATION_WORDS
    opens = first == 0 or "\n" in tokens.words[first - 1]
    is_capitals = all(tokens.words[i].isupper() for i in range(first, name.last))
    if not (opens and is_capitals and name.last < len(tokens)):
        return False
    beside = tokens.words[name.last : name.last + (LONGEST_DATELINE if tokens.words[name.last] == "," else 1)]
    return not DASHES.isdisjoint(beside)


def _agree_on_labels(tokens: Tokens, names: list[Name]) -> list[Name]:
    """One wording, one label: the one most of its places have, a person's first where they are as many."""
    votes: defaultdict[str, Counter[NameLabel]] = defaultdict(Counter)
    towns = {fold(tokens.text[name.start : name.end]) for name in names if _is_settled(tokens, name)}
    texts = [fold(tokens.text[name.start : name.end]).strip(NO_WIDTH) for name in names]
    for text, name in zip(texts, names, strict=True):
        votes[text][name.label] += 1
    people = {
        word for text in votes for word in text.split() if " " in text and votes[text].most_common(1)[0][0] == "person"
    }
    bodies = {text.split()[0] for text in votes if " " in text and votes[text].most_common(1)[0][0] == "organisation"}
    agreed: list[Name] = []
    for text, name in zip(texts, names, strict=True):
        if text in towns:
            agreed.append(replace(name, label="place"))
            continue
        label = max(votes[text], key=lambda label: (votes[text][label], label == "person", label))
        if label in ("person", "place") and text in bodies - people and votes[text].total() < 3:
            label = "organisation"  # "Nordhaven" where "Nordhaven Bank" is named, too seldom named alone to be known
        if text[-1:] == "s" and text[:-1] in people and is_several(tokens, name):
            label = "people"  # "the Falks"
        agreed.append(replace(name, label="person" if text in people and label != "people" else label))
    return agreed


def _numbered_locals(tokens: Tokens) -> list[Name]:
    """Branches of unions: capitals, "Local" and a number."""
    found = []
    for i, word in enumerate(tokens.words):
        if (
            word == "Local"
            and 0 < i < len(tokens) - 1
            and tokens.words[i + 1].isdigit()
            and CAPITALISED.match(tokens.words[i - 1])
        ):
            found.append(Name(i - 1, i + 2, tokens.starts[i - 1], tokens.ends[i + 1], "organisation"))
    return found
