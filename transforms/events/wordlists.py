"""The plain word lists beside the lexicon: `name: word, word, …`, read once."""

from __future__ import annotations

from functools import cache

from transforms.events.lexicon import FOLDER


@cache
def word_lists(file: str) -> dict[str, frozenset[str]]:
    """Name to words of one list file in the lexicon folder."""
    lists: dict[str, frozenset[str]] = {}
    for line in (FOLDER / file).read_text(encoding="utf-8").splitlines():
        name, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            lists[name.strip()] = frozenset(word.strip() for word in words.split(",") if word.strip())
    return lists


@cache
def lists_by_word(file: str) -> dict[str, tuple[str, ...]]:
    """The reverse: word to the names of the lists it stands in, in the file's order."""
    names: dict[str, list[str]] = {}
    for name, words in word_lists(file).items():
        for word in words:
            names.setdefault(word, []).append(name)
    return {word: tuple(found) for word, found in names.items()}
