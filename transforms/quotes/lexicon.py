"""The cue lexicon: which words attribute words to somebody, and what can stand as their content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VERBS = "cues.tsv"
NOUNS = "cue_nouns.tsv"
ADJECTIVES = "cue_adjectives.tsv"
VENUES = "venues.txt"
SOURCES = "sources.txt"
MESSAGES = "messages.txt"
BONDS = "bonds.txt"
ACCOUNTS = "accounts.txt"


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One cue: its class (see `cues.tsv`) and its frames; `prepositions` are those whose noun phrase is the content.

    `addressee` tells how the one spoken to stands: "obj" as the verb's object, else after that preposition.
    """

    cue: str
    cue_class: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    addressee: frozenset[str] = frozenset()

    @property
    def takes_addressee(self) -> bool:
        """Whether its object is the one spoken to ("told the crew ...") and not what is said."""
        return "obj" in self.addressee

    @property
    def particle(self) -> str | None:
        """The particle of a phrasal cue ("out" of "point out")."""
        _, _, particle = self.cue.partition(" ")
        return particle or None


@cache
def cue_verbs() -> dict[str, tuple[CueEntry, ...]]:
    """Verb lemma to its entries, those with a particle first."""
    found: defaultdict[str, list[CueEntry]] = defaultdict(list)
    for entry in _read(VERBS):
        found[entry.cue.split(" ")[0]].append(entry)
    return {lemma: tuple(sorted(entries, key=lambda e: e.particle is None)) for lemma, entries in found.items()}


@cache
def cue_nouns() -> dict[str, CueEntry]:
    """Noun lemma to its entry."""
    return {entry.cue: entry for entry in _read(NOUNS)}


@cache
def cue_adjectives() -> dict[str, CueEntry]:
    """Adjective to its entry."""
    return {entry.cue: entry for entry in _read(ADJECTIVES)}


@cache
def venues() -> frozenset[str]:
    """Nouns for where and when something is said."""
    return _words(VENUES)


@cache
def sources() -> frozenset[str]:
    """Nouns for what can show something without being anybody."""
    return _words(SOURCES)


@cache
def messages() -> frozenset[str]:
    """Nouns for what is sent or held to speak to somebody."""
    return _words(MESSAGES)


@cache
def bonds() -> frozenset[str]:
    """Nouns for what ties two parties."""
    return _words(BONDS)


@cache
def accounts() -> frozenset[str]:
    """Nouns for what somebody keeps in a network of public messages, and the networks."""
    return _words(ACCOUNTS)


def _words(name: str) -> frozenset[str]:
    lines = (files(__package__) / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _read(name: str) -> Iterator[CueEntry]:
    lines = (files(__package__) / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    for row in rows[1:]:
        cue, cue_class, frames, *addressee = row.split("\t")
        listed = frames.split()
        yield CueEntry(
            cue,
            cue_class,
            frozenset(frame for frame in listed if not frame.startswith("np:")),
            frozenset(frame.removeprefix("np:") for frame in listed if frame.startswith("np:")),
            frozenset(word for cell in addressee for word in cell.split()),
        )
