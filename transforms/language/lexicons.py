"""What the language step knows of the world: countries, institutions, offices, nouns for people, first names.

The knowledge stands in `data/*.tsv`, each with a line on where it comes from; this module reads every file once and
offers it as plain lookups. All lookups of words are by lower case; folded means without diacritics too.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

LexemeKind = Literal["country", "adjective", "capital", "government", "bloc", "organisation", "place", "people"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A name the lexicons know. `kind` says how the form stands for the entity `name`: a country by its name, its
    adjective or its capital; else what the entity is. `form` is the wording that was looked up."""

    form: str
    name: str
    kind: LexemeKind
    country: str | None
    wikidata_id: str | None = None
    group: str | None = None
    needs_article: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody's time in an office of state or at the head of an international body."""

    name: str
    office: str
    country: str | None
    body: str | None
    since: dt.date
    until: dt.date | None
    gender: str
    is_leader: bool
    wikidata_id: str | None
    aliases: tuple[str, ...]

    def held_in(self, earliest: dt.date, latest: dt.date) -> bool:
        """Whether it was held on every day from `earliest` to `latest`."""
        return self.since <= earliest and (self.until is None or latest <= self.until)


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun that names a person; nouns of one `group` are synonyms when descriptions are compared."""

    group: str
    gender: str | None
    is_office: bool
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A noun for several people or a body; `sort` is how a description with it is resolved."""

    sort: str
    group: str


def fold(text: str) -> str:
    """Lower case without diacritics, for comparing names across spellings."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("’", "'").lower()


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/<name>.tsv` by column, its comment lines skipped."""
    source = files(__package__).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if line and not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _listed(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


@cache
def known_names() -> dict[str, tuple[Lexeme, ...]]:
    """Every name of a country, capital, institution or place by its first two characters, longest form first."""
    lexemes: dict[str, Lexeme] = {}

    def learn(
        form: str, name: str, kind: LexemeKind, country: str | None, wikidata_id: str | None, group: str | None = None
    ) -> None:
        needs_article = form.startswith("the ") and form[4].isupper()
        form = form.removeprefix("the ") if needs_article else form
        spellings = {form, form.replace("'", "’")}
        if len(form) > 3:  # headlines and agencies' all-capital lines
            spellings |= {spelling.upper() for spelling in spellings}
        for spelling in spellings:
            lexemes.setdefault(spelling, Lexeme(spelling, name, kind, country, wikidata_id, group, needs_article))

    for row in rows("countries"):
        country, name, item = row["iso3"], row["name"], row["wikidata_id"] or None
        for form in [name, *_listed(row["other_names"])]:
            learn(form, name, "country", country, item)
        for form in _listed(row["adjectives"]):
            learn(form, name, "adjective", country, item)
        for form in _listed(row["capitals"]):
            learn(form, name, "capital", country, item)
    for row in rows("institutions"):
        forms = _listed(row["names"])
        name = forms[0].removeprefix("the ") if forms[0] != "the West" else "the West"
        for form in forms:
            learn(form, name, row["kind"], row["country"] or None, row["wikidata_id"] or None, row["class"] or None)  # type: ignore[arg-type]
        for form in _listed(row["adjectives"]):
            learn(form, name, "adjective", row["country"] or None, row["wikidata_id"] or None)
    for row in rows("places"):
        for form in _listed(row["names"]):
            learn(form, form.removeprefix("the "), "place", row["country"] or None, None)
    for row in rows("peoples"):
        for form in _listed(row["names"]):
            learn(form, f"{form}s", "people", row["country"] or None, None)
            learn(f"{form}s", f"{form}s", "people", row["country"] or None, None)
    index: defaultdict[str, list[Lexeme]] = defaultdict(list)
    for lexeme in lexemes.values():
        index[lexeme.form[:2]].append(lexeme)
    return {key: tuple(sorted(found, key=lambda lexeme: -len(lexeme.form))) for key, found in index.items()}


@cache
def countries_by_name() -> dict[str, Lexeme]:
    """Folded name, adjective or capital to its country."""
    found: dict[str, Lexeme] = {}
    for lexemes in known_names().values():
        for lexeme in lexemes:
            if lexeme.country and lexeme.kind in ("country", "adjective", "capital", "government"):
                found.setdefault(fold(lexeme.form), lexeme)
    return found


@cache
def peoples() -> frozenset[str]:
    """Folded adjectives of two words for peoples that are no state's: "native american"."""
    return frozenset(fold(form) for row in rows("peoples") for form in _listed(row["names"]))


@cache
def short_forms(kind: str) -> dict[str, dict[str, str]]:
    """Folded short form of a chamber or a party to the name it stands for, by country."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("short_forms"):
        if row["class"] == kind:
            for form in _listed(row["forms"]):
                found[fold(form)][row["country"]] = row["name"]
    return dict(found)


@cache
def state_names() -> dict[str, str]:
    """ISO code to the country's common name."""
    return {row["iso3"]: row["name"] for row in rows("countries")}


@cache
def offices() -> tuple[Office, ...]:
    return tuple(
        Office(
            row["name"],
            row["office"],
            row["country"] or None,
            row["body"] or None,
            dt.date.fromisoformat(row["from"]),
            dt.date.fromisoformat(row["until"]) if row["until"] else None,
            row["gender"],
            row["leader"] == "yes",
            row["wikidata_id"] or None,
            tuple(_listed(row["aliases"])),
        )
        for row in rows("offices")
    )


@cache
def holders_by_name() -> dict[str, tuple[Office, ...]]:
    """Folded full name or alias to that person's offices."""
    found: defaultdict[str, list[Office]] = defaultdict(list)
    for office in offices():
        for name in {fold(name) for name in (office.name, *office.aliases)}:
            found[name].append(office)
    return {name: tuple(held) for name, held in found.items()}


@cache
def holders_by_surname() -> dict[str, tuple[Office, ...]]:
    """Folded surname (the last word; the first of names that put the family first) to offices held under it."""
    found: defaultdict[str, list[Office]] = defaultdict(list)
    for office in offices():
        words = fold(office.name).split()
        if len(words) < 2:
            continue
        surname = words[0] if words[0] in family_first_surnames() else words[-1]
        if words[-1].rstrip(".") in ("jr", "ii", "iii") or (surname == words[-1] and office.name.endswith(" Jr.")):
            surname = words[-2]
        found[surname].append(office)
        joined = next((i for i, word in enumerate(words) if word in NAME_PARTICLES), 0)
        if joined:
            found[" ".join(words[joined:])].append(office)
    return {name: tuple(held) for name, held in found.items()}


@cache
def family_first_surnames() -> frozenset[str]:
    """Family names of East Asia, which stand before the given name."""
    return word_list("family_first_surnames")


@cache
def person_nouns() -> dict[str, PersonNoun]:
    """Lower-case noun of one or more words, singular or plural, to what it says of a person."""
    found: dict[str, PersonNoun] = {}
    plurals: dict[str, PersonNoun] = {}
    for row in rows("people_nouns"):
        for noun in row["nouns"].split(", "):
            meaning = PersonNoun(row["class"], row["gender"] or None, row["office"] == "yes")
            found.setdefault(noun, meaning)
            plurals.setdefault(_plural(noun), PersonNoun(meaning.group, meaning.gender, meaning.is_office, True))
    return {**plurals, **found}


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("wife"):
        return noun[:-2] + "ves"
    if noun == "child":
        return "children"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def group_nouns() -> dict[str, tuple[GroupNoun, ...]]:
    """Lower-case noun to the ways a description with it may be meant, in the order of the file."""
    found: defaultdict[str, list[GroupNoun]] = defaultdict(list)
    for row in rows("group_nouns"):
        for noun in row["nouns"].split(", "):
            found[noun].append(GroupNoun(row["sort"], row["class"]))
    return {noun: tuple(meanings) for noun, meanings in found.items()}


@cache
def titles() -> dict[str, tuple[str | None, str | None]]:
    """Lower-case title to (gender, role)."""
    return {row["title"]: (row["gender"] or None, row["role"] or None) for row in rows("titles")}


@cache
def first_names() -> dict[str, str]:
    """Folded first name to the gender it tells: `m` or `f`."""
    return {name: row["gender"] for row in rows("first_names") for name in row["names"].split()}


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list of `word_lists.tsv`; `KeyError` if there is none by that name."""
    words = frozenset(word for row in rows("word_lists") if row["name"] == name for word in row["words"].split())
    if not words:
        raise KeyError(f"word_lists.tsv has no list {name!r}")
    return words


@cache
def document_nouns() -> frozenset[str]:
    """Nouns for writings, singular and plural, that speak for whoever issued them."""
    nouns = [noun for row in rows("documents") for noun in row["nouns"].split()]
    return frozenset(nouns) | frozenset(_plural(noun) for noun in nouns)


@cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of verbs whose subject says something."""
    return frozenset(verb for row in rows("speech_verbs") for verb in row["verbs"].split())


NAME_PARTICLES = word_list("name_particles")
