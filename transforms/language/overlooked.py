"""Names the model overlooked: after titles and first names, halves of names, and further places of names it found."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.language.lexicons import first_names, fold, person_nouns, titles
from transforms.language.name import (
    CAPITALISED,
    FACILITY_WORDS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    YOUNGER,
    Name,
    without_overlap,
)
from transforms.language.tokens import Tokens

GLUED_NAME = re.compile(r"[a-z]{2,}([A-Z][a-z]+)$")  # a surname glued to the word before it


def add_overlooked(tokens: Tokens, names: list[Name]) -> list[Name]:
    """`names` with those the model overlooked, in text order and free of overlap."""
    names = _part_surnames(tokens, _join_halves(tokens, _add_titled_people(tokens, names)))
    return _add_repeats(tokens, names)


def _part_surnames(tokens: Tokens, names: list[Name]) -> list[Name]:
    """Two surnames that stand side by side, each of somebody named in full, are two people: "lost Falk Brandt's help"."""
    people = [name for name in names if name.label == "person"]
    full = {(tokens.lower[name.first], tokens.lower[name.last - 1]) for name in people if name.last - name.first > 1}
    surnames = {last for _, last in full}
    parted: list[Name] = []
    for name in names:
        pair = tokens.lower[name.first : name.last]
        others = surnames - {pair[-1]} if (pair[0], pair[-1]) in full else surnames
        is_two = name.label != "known" and len(pair) == 2 and pair[0] in others and pair[0] not in first_names()
        if is_two and any(last == pair[1] and first != pair[0] for first, last in full):
            middle = name.last - 1
            parted += [
                replace(name, last=middle, end=tokens.ends[middle - 1], label="person"),
                replace(name, first=middle, start=tokens.starts[middle], label="person"),
            ]
        else:
            parted.append(name)
    return parted


def _join_halves(tokens: Tokens, names: list[Name]) -> list[Name]:
    """Two people's names with nothing but a space between them are one that the model cut."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before is not None and before.label == name.label == "person" and before.last == name.first
            and name.start == before.end + 1 and tokens.same_sentence(before.first, name.first)
            and tokens.lower[before.last - 1] not in YOUNGER
        ):  # fmt: skip
            joined[-1] = replace(before, last=name.last, end=name.end)
        else:
            joined.append(name)
    return joined


def _add_titled_people(tokens: Tokens, names: list[Name]) -> list[Name]:
    """Capitalised words after a title, an office or a first name that the model overlooked or cut short."""
    taken = _taken(len(tokens), names)
    added: list[Name] = []
    labels = {i: name for name in names for i in range(name.first, name.last)}
    for i in range(len(tokens) - 1):
        nxt = i + 1
        if not _introduces_person(tokens, i) or not _could_be_surname(tokens, nxt):
            continue
        name = labels.get(nxt)
        if name is not None and (name.label in ("person", "known") or name.first != nxt):
            continue
        first, last = nxt, nxt + 1
        while (
            last < len(tokens)
            and (_could_be_surname(tokens, last) or (tokens.words[last] == "-" and tokens.is_joined(last)))
            and last - first < 6
            and tokens.lower[last - 1] not in YOUNGER
        ):
            last += 1
        while tokens.words[last - 1] == "-":
            last -= 1
        if name is not None and last < name.last:
            continue
        if tokens.lower[i] not in titles() and last - first < 2:
            continue
        added.append(Name(first, last, tokens.starts[first], tokens.ends[last - 1], "person"))
    for i in range(len(tokens) - 1):
        if (
            fold(tokens.words[i]) in first_names() and tokens.pos[i] == "PROPN" and not taken[i] and not taken[i + 1]
            and _could_be_surname(tokens, i + 1) and tokens.lower[i + 1] not in ORGANISATION_WORDS | FACILITY_WORDS
            and not tokens.words[i].isupper()
        ):  # fmt: skip
            added.append(Name(i, i + 2, tokens.starts[i], tokens.ends[i + 1], "person"))
    starts = {name.start for name in added}
    return without_overlap(added + [name for name in names if name.start not in starts]) if added else names


def _introduces_person(tokens: Tokens, index: int) -> bool:
    lower = tokens.lower[index]
    if lower in titles():
        return tokens.words[index][0].isupper()
    noun = person_nouns().get(lower)
    return noun is not None and noun.is_office and tokens.words[index][0].isupper() and not noun.is_plural


def _could_be_surname(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return (
        bool(CAPITALISED.match(word)) and tokens.pos[index] == "PROPN" and (len(word) > 1)
        and tokens.lower[index] not in person_nouns() and tokens.lower[index] not in titles() and tokens.lower[index] not in NOT_NAMES
    )  # fmt: skip


def _add_repeats(tokens: Tokens, names: list[Name]) -> list[Name]:
    """Further places of names already found: whole people's names, their surnames, and words glued before them."""
    people: dict[str, str] = {}
    for name in names:
        if name.label == "person":
            words = tokens.words[name.first : name.last]
            if len(words) > 1 and len(words[-1]) > 2:
                people.setdefault(words[-1], words[0])
                people.setdefault(words[0], words[-1])
            elif len(words) == 1:
                people.setdefault(words[0], "")
    taken = _taken(len(tokens), names)
    added: list[Name] = []
    i = 0
    while i < len(tokens):
        word = tokens.words[i]
        if taken[i]:
            i += 1
            continue
        if (
            len(word) > 3
            and word.isupper()
            and (word.title() in people or word in people)
            and tokens.words[min(i + 1, len(tokens) - 1)] == ":"
        ):
            added.append(Name(i, i + 1, tokens.starts[i], tokens.ends[i], "person"))  # a speaker in a transcript
        elif word in people and tokens.pos[i] in ("PROPN", "NOUN", "ADJ", "X"):
            last = i + 1
            if last < len(tokens) and not taken[last] and people[word] == tokens.words[last]:
                last += 1
            if last - i > 1 or not _is_common_word(tokens, i):
                added.append(Name(i, last, tokens.starts[i], tokens.ends[last - 1], "person"))
            i = last
            continue
        glued = GLUED_NAME.match(word)
        if glued and glued.group(1) in people:
            added.append(Name(i, i + 1, tokens.ends[i] - len(glued.group(1)), tokens.ends[i], "person"))
        i += 1
    return without_overlap(names + added) if added else names


def _is_common_word(tokens: Tokens, index: int) -> bool:
    """Whether a capitalised word may stand there for itself or for a longer name: "Guests said", "Young Bridge"."""
    following = tokens.lower[index + 1] if index + 1 < len(tokens) and tokens.pos[index + 1] == "PROPN" else ""
    if following in ORGANISATION_WORDS or following in FACILITY_WORDS:
        return True
    if tokens.pos[index] == "PROPN":
        return False
    before = tokens.pos[index - 1] if index else ""
    return tokens.tag[index] != "NN" or before in ("DET", "ADJ") or tokens.dep[index] not in ("nsubj", "poss")


def _taken(size: int, names: list[Name]) -> list[bool]:
    taken = [False] * size
    for name in names:
        for i in range(name.first, name.last):
            taken[i] = True
    return taken
