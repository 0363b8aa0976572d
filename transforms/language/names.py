"""Where names stand and what they name: the model's entities, corrected by lexicons and by the rest of the document.

The model splits hyphenated foreign names, swallows words that lost the space before them and labels what it has never
seen at random. What the lexicons know is believed over the model unless the model sees a longer name around it; one
wording has one label in a document, that of most of its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from transforms.language.lexicons import Lexeme, first_names, fold, known_names, word_list
from transforms.language.modelled_names import modelled_names
from transforms.language.name import CAPITALISED, Name, without_overlap
from transforms.language.tokens import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan

# Words that begin where a space was lost: "Ruritaniawhere he ...".
GLUED_WORDS = word_list("glued_words")


def find_names(tokens: Tokens, entities: Iterable[SpacySpan]) -> list[Name]:
    """The names that the lexicons or the model see, in text order, free of overlap."""
    return _settle(tokens, _known_names(tokens), modelled_names(tokens, entities))


# ---- what the lexicons know -------------------------------------------------------------------------------------------


def _known_names(tokens: Tokens) -> list[Name]:
    index = known_names()
    text = tokens.text
    found: list[Name] = []
    covered = 0
    for i, start in enumerate(tokens.starts):
        if start < covered or not tokens.words[i][0].isalpha():
            continue
        for lexeme in index.get(text[start : start + 2], ()):
            if not text.startswith(lexeme.form, start):
                continue
            end = start + len(lexeme.form)
            last = _last_token(tokens, i, end)
            if (
                not _ends_word(tokens, last - 1, end, lexeme)
                or (lexeme.form.isupper() and len(lexeme.form) > 3 and _is_capitals(tokens, last))
            ) or (lexeme.needs_article and not _has_article(tokens, i, last)):
                continue
            if lexeme.kind != "people" or lexeme.form[-1] in "sS":
                found.append(Name(i, last, start, end, "known", lexeme))
            covered = end  # an adjective for a people names nobody, and no state inside it
            break
    return found


def _is_capitals(tokens: Tokens, index: int) -> bool:
    """Whether the next word is in capitals too: a credit such as "CHAD NOVAK", or a headline."""
    return (
        index < len(tokens)
        and len(tokens.words[index]) > 2
        and tokens.words[index].isupper()
        and tokens.pos[index] == "PROPN"
    )


def _last_token(tokens: Tokens, first: int, end: int) -> int:
    last = first + 1
    while last < len(tokens) and tokens.starts[last] < end:
        last += 1
    return last


def _ends_word(tokens: Tokens, last: int, end: int, lexeme: Lexeme) -> bool:
    """Whether a known name ends where a word ends, or where the next word is glued to it."""
    rest = tokens.text[end : tokens.ends[last]]
    if not rest:
        return not (
            lexeme.form.endswith(".") is False
            and tokens.text[end : end + 1] == "."
            and lexeme.form.isupper()
            and len(lexeme.form) == 1
        )
    return rest in GLUED_WORDS or not rest[0].isalnum()


def _has_article(tokens: Tokens, first: int, last: int) -> bool:
    """Whether "the" stands before, and no other capitalised word of a longer name follows."""
    before = first - 1
    while before >= 0 and (
        tokens.pos[before] == "ADJ" or tokens.lower[before] in ("-", "led", "hegemonic", "collective")
    ):
        before -= 1
        if first - before > 4:
            return False
    if before < 0 or (tokens.lower[before] != "the" and not tokens.is_joined(first)):
        return False
    return last >= len(tokens) or not (tokens.words[last][0].isupper() and tokens.pos[last] == "PROPN")


# ---- one reading of both ----------------------------------------------------------------------------------------------


def _settle(tokens: Tokens, known: list[Name], modelled: list[Name]) -> list[Name]:
    """Where both see a name, the longer wins, and the lexicon where it sees the whole of it."""
    settled: list[Name] = []
    by_start = sorted(modelled, key=lambda name: name.start)
    people_words = {
        tokens.lower[i]
        for name in by_start
        if name.label == "person" and name.last - name.first > 1
        for i in range(name.first, name.last)
    }
    rejected: set[int] = set()
    k = 0
    for name in by_start:
        inside: list[int] = []
        while k < len(known) and known[k].end <= name.start:
            k += 1
        j = k
        while j < len(known) and known[j].start < name.end:
            inside.append(j)
            j += 1
        if not inside:
            settled.append(name)
        elif _is_longer_name(tokens, name, [known[j] for j in inside], people_words):
            leading = known[inside[0]]
            if (
                name.label == "person"
                and leading.start == name.start
                and leading.lexeme
                and leading.lexeme.kind == "adjective"
            ):
                first = leading.last  # "Ruritanian Boris Novak": the adjective is no part of the name
                settled.append(replace(name, first=first, start=tokens.starts[first]))
                rejected.update(inside[1:])
            else:
                rejected.update(inside)
                settled.append(name)
    settled.extend(name for j, name in enumerate(known) if j not in rejected)
    return without_overlap(settled)


def _is_longer_name(tokens: Tokens, name: Name, inside: list[Name], people_words: set[str]) -> bool:
    """Whether the model's name is more than the known names in it: "Bank of Ruritania", "Chad Novak", not "Ruritania"."""
    words = name.last - name.first
    if any(known.start < name.start or known.end > name.end for known in inside):
        return False
    covered = sum(known.last - known.first for known in inside)
    if words - covered <= 0:
        if name.label == "person" and words == 1:
            return tokens.lower[name.first] in people_words
        return False
    rest = [i for i in range(name.first, name.last) if not any(known.first <= i < known.last for known in inside)]
    names_more = [i for i in rest if CAPITALISED.match(tokens.words[i]) and tokens.lower[i] not in ("the", "west")]
    if not names_more:
        return False
    lexeme = inside[0].lexeme
    if name.label == "person":
        # A first name that is a country's too, or a country before a stray word the model took for a surname.
        return (
            inside[0].first > name.first
            or fold(tokens.words[name.first]) in first_names()
            or lexeme is None
            or lexeme.kind != "country"
            or lexeme.name in ("Jordan", "Georgia", "Chad")
        )
    if name.label in ("organisation", "place"):
        return (
            not any(re.search("[a-z][A-Z]", tokens.words[i]) and len(tokens.words[i]) > 8 for i in names_more)
            and tokens.words[name.first + 1 if words > 1 else name.first] != ","
        )
    return False
