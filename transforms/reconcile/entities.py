"""One entity for everybody the corpus names, joined from what each document tells.

People join by full name where role and country do not speak against it; a surname that its own document does not
explain joins the one person of that surname in its story, also where a document took it for a firm. Whoever is
described and never named stays with his document, since two papers' "a spokesman" are two men; bodies and groups that
are only described join within their story ("the port authority"), and by country where it is known ("Russian troops").
An organisation's short form joins the one organisation of its story that begins or ends with it. Everything else joins
by kind, name and country, institutions under all their names.

An id is made of what the entity's own documents say (kind, name, country, and what tells namesakes apart), so that
documents which speak of others change none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pyarrow as pa

from transforms.ids import make_id
from transforms.language.institutions import is_facility
from transforms.language.lexicons import countries_by_name, fold, known_names, person_nouns
from transforms.language.people import name_words
from warehouse.tables import ENTITIES

LINKS = pa.schema(
    [pa.field("local_id", pa.string(), nullable=False), pa.field("entity_id", pa.string(), nullable=False)]
)
# Kinds that two documents may see in one unknown name: "Halden will pay" is a firm, "to Halden" looks like a town.
UNSURE_KINDS = frozenset({"organisation", "place"})
ATHLETES = frozenset({"player", "coach"})  # nobody else's namesake is so often in the news


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """`links` maps every `local_id` to its `entity_id`; `entities` has the schema of `warehouse.tables.ENTITIES`."""

    links: pa.Table
    entities: pa.Table


class _Local(NamedTuple):
    """One row of `local` with the words that tell people's names apart."""

    local_id: str
    doc_id: str
    name: str
    kind: str
    country: str | None
    role: str | None
    aliases: tuple[str, ...]
    wikidata_id: str | None
    words: tuple[str, ...]


Key = tuple[str, ...]
Groups = defaultdict[Key, list[_Local]]


def link_entities(local: pa.Table, documents: pa.Table) -> LinkedEntities:
    """Join the entities of single documents across the corpus.

    `local` has local_id, doc_id, name, kind, country, role, aliases and wikidata_id; `documents` gives the `story_id`
    of every `doc_id`. Neither the order of rows nor unrelated documents change an `entity_id`.
    """
    stories: dict[str, str] = dict(zip(documents["doc_id"].to_pylist(), documents["story_id"].to_pylist(), strict=True))  # type: ignore[arg-type]
    groups: Groups = defaultdict(list)
    surnames: list[_Local] = []
    bodies: list[_Local] = []
    named: defaultdict[Key, list[_Local]] = defaultdict(list)
    for row in _read(local):
        if is_description(row.kind, row.name):
            groups[_description_key(row, stories)].append(row)
        elif row.kind in UNSURE_KINDS and row.country is None and row.wikidata_id is None:
            bodies.append(row)
        elif row.kind != "person":
            groups[(row.kind, _canonical(row.name, row.country), row.country or "")].append(row)
        elif len(row.words) > 1:
            named[row.words].append(row)
        else:
            surnames.append(row)
    for words, people in named.items():
        _add_namesakes(words, people, groups, stories)
    surnames += _add_bodies(bodies, surnames, groups, stories)
    _join_surnames(surnames, groups, stories)
    return _tables(groups)


def _read(local: pa.Table) -> list[_Local]:
    names = ("local_id", "doc_id", "name", "kind", "country", "role", "aliases", "wikidata_id")
    columns = [local[name].to_pylist() for name in names]
    return [
        _Local(
            local_id,
            doc_id,
            name,
            kind,
            country,
            role,
            tuple(aliases or ()),
            item,
            name_words(name) if kind == "person" else (),
        )
        for local_id, doc_id, name, kind, country, role, aliases, item in zip(*columns, strict=True)
    ]


# ---- who is one -------------------------------------------------------------------------------------------------------


def is_description(kind: str, name: str) -> bool:
    """Whether a name is a description ("government spokesman"), told by the small letter of its first or last word."""
    return kind in ("person", "group", "organisation", "government") and (
        name[:1].islower() or name.split()[-1][:1].islower()
    )


def _description_key(row: _Local, stories: dict[str, str]) -> Key:
    if row.kind in ("group", "government") and row.country:
        return (row.kind, _canonical(row.name, row.country), row.country)
    place = row.doc_id if row.kind == "person" else stories[row.doc_id]
    return (row.kind, fold(row.name), row.country or "", place)


@cache
def _canonical_names() -> dict[str, str]:
    """Every form of an institution the lexicons know to its common name, both folded."""
    return {
        fold(lexeme.form): fold(lexeme.name)
        for lexemes in known_names().values()
        for lexeme in lexemes
        if lexeme.kind in ("government", "bloc", "organisation", "country")
    }


def _canonical(name: str, country: str | None = None) -> str:
    """A name as it is compared: an institution's common name; a ministry's without its country, in one spelling."""
    folded = fold(name).removeprefix("the ")
    if folded in _canonical_names():
        return _canonical_names()[folded]
    words = [word.removesuffix("'s") for word in folded.replace("defense", "defence").split()]
    while country and len(words) > 1 and (place := countries_by_name().get(words[0])) and place.country == country:
        words = words[1:]
    if len(words) > 2 and words[:2] == ["ministry", "of"]:  # "Ministry of Defence" is the Defence Ministry
        words = [*words[2:], "ministry"]
    return " ".join(words)


def _is_athlete(row: _Local) -> bool:
    words = fold(row.role).split() if row.role else ()
    return any((noun := person_nouns().get(word)) is not None and noun.group in ATHLETES for word in words)


def _add_namesakes(words: Key, people: list[_Local], groups: Groups, stories: dict[str, str]) -> None:
    """Split people of one full name by country, and athletes from others; who tells neither joins the only one.

    Where there are several to join, the one of the same story is taken, or nobody.
    """
    name = " ".join(words)
    parts: defaultdict[tuple[str, str], list[_Local]] = defaultdict(list)
    unclear: list[_Local] = []
    roles = {_is_athlete(person) for person in people if person.role}
    for person in people:
        trade = "sport" if len(roles) > 1 and _is_athlete(person) else ""
        if person.country is None or (len(roles) > 1 and person.role is None):
            unclear.append(person)
        else:
            parts[person.country, trade].append(person)
    for person in unclear:
        trade = "sport" if len(roles) > 1 and _is_athlete(person) else ""
        fitting = [
            key
            for key in parts
            if (person.country in (None, key[0])) and (person.role is None or len(roles) < 2 or key[1] == trade)
        ]
        if len(fitting) > 1:
            story = stories[person.doc_id]
            fitting = [key for key in fitting if any(stories[member.doc_id] == story for member in parts[key])]
        country, trade = fitting[0] if len(fitting) == 1 else (person.country or "", trade)
        groups[_person_key(name, country, trade)].append(person)
    for (country, trade), members in parts.items():
        groups[_person_key(name, country, trade)].extend(members)


def _person_key(name: str, country: str, trade: str) -> Key:
    return ("person", name, country, trade) if trade else ("person", name, country)


def _add_bodies(bodies: list[_Local], surnames: list[_Local], groups: Groups, stories: dict[str, str]) -> list[_Local]:
    """Join organisations and places nobody knows story by story; returns the rows that bear a person's surname.

    A name that some documents take for a firm and some for a town is what most of the story's documents say, a firm
    where as many do. A short form joins the one organisation of the story that begins or ends with its words.
    """
    told: defaultdict[str, list[_Local]] = defaultdict(list)
    for row in bodies:
        told[stories[row.doc_id]].append(row)
    people = {
        (stories[person.doc_id], word)
        for key, members in groups.items()
        if key[0] == "person"
        for person in members
        if len(person.words) > 1
        for word in person.words[-1:]
    }
    corpus = _documents(bodies)
    mistaken: list[_Local] = []
    for story, rows in told.items():
        kinds = _kinds(rows, corpus)
        firms = {name for name, kind in kinds.items() if kind == "organisation"}
        longer = {name: full for name in kinds if (full := _only_longer(name, firms)) is not None}
        for row in rows:
            name = _canonical(row.name)
            full = longer.get(name)
            if row.kind == "organisation" and full is None and (story, name) in people:
                mistaken.append(row._replace(words=(name,)))
            elif full is not None and (kinds[name] == "organisation" or row.kind == "organisation" or " " not in name):
                groups[("organisation", full, "")].append(row)
            else:
                groups[(kinds[name], name, "")].append(row)
    return mistaken


def _documents(rows: list[_Local]) -> dict[str, dict[str, set[str]]]:
    """The documents that take a name for each kind."""
    documents: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        documents[_canonical(row.name)][row.kind].add(row.doc_id)
    return {name: dict(kinds) for name, kinds in documents.items()}


def _kinds(rows: list[_Local], corpus: dict[str, dict[str, set[str]]]) -> dict[str, str]:
    """What most documents of a story take each name for; where as many say either, or only one, most of all."""
    chosen = {}
    for name, told in _documents(rows).items():
        is_single = sum(map(len, told.values())) == 1
        kinds = {kind: 0 if is_single else len(told.get(kind, ())) for kind in corpus[name]}
        chosen[name] = min(kinds, key=lambda kind: (-kinds[kind], -len(corpus[name][kind]), kind not in told, kind))
    return chosen


def _only_longer(name: str, firms: set[str]) -> str | None:
    """The one organisation whose name begins or ends with all the words of `name`, the longest of one line of names."""
    words = name.split()
    found = [
        firm
        for firm in firms
        if len(other := firm.split()) > len(words)
        and words in (other[: len(words)], other[-len(words) :])
        and not is_facility(other)
    ]
    longest = max(found, key=lambda firm: (len(firm), firm), default=None)
    if longest is None or any(firm not in longest for firm in found):
        return None
    return longest


def _join_surnames(surnames: list[_Local], groups: Groups, stories: dict[str, str]) -> None:
    """A lone surname joins the one full name of its story that ends (or, family name first, begins) with it."""
    by_story: defaultdict[tuple[str, str], set[Key]] = defaultdict(set)
    wanted = {(stories[row.doc_id], row.words[-1]) for row in surnames if row.words}
    for key, members in groups.items():
        if key[0] != "person":
            continue
        words = members[0].words
        for member in members:
            for word in words[:1] + words[-1:]:
                if (stories[member.doc_id], word) in wanted:
                    by_story[stories[member.doc_id], word].add(key)
    for row in surnames:
        word = row.words[-1] if row.words else fold(row.name)
        found = by_story.get((stories[row.doc_id], word), set())
        fitting = [key for key in found if row.country is None or key[2] in ("", row.country)]
        groups[fitting[0] if len(fitting) == 1 else ("person", word, row.country or "", stories[row.doc_id])].append(
            row
        )


# ---- tables -----------------------------------------------------------------------------------------------------------


def _tables(groups: Groups) -> LinkedEntities:
    links: list[tuple[str, str]] = []
    rows: list[dict[str, object]] = []
    for key, members in groups.items():
        entity_id = make_id("ent", *key)
        links.extend((member.local_id, entity_id) for member in members)
        name = _name(key[0], members)
        aliases = {alias for member in members for alias in (*member.aliases, member.name)} - {name}
        rows.append(
            {
                "entity_id": entity_id,
                "name": name,
                "kind": key[0],
                "country": _most_common(member.country for member in members),
                "role": _most_common(member.role for member in members),
                "aliases": sorted(aliases),
                "wikidata_id": _most_common(member.wikidata_id for member in members),
                "document_count": len({member.doc_id for member in members}),
            }
        )
    rows.sort(key=lambda row: str(row["entity_id"]))
    links.sort()
    return LinkedEntities(
        pa.table({"local_id": [link[0] for link in links], "entity_id": [link[1] for link in links]}, schema=LINKS),
        pa.Table.from_pylist(rows, schema=ENTITIES.schema),
    )


def _name(kind: str, members: list[_Local]) -> str:
    """The name most documents use; a full name before a surname, the lexicon's name before an institution's initials."""
    if kind == "person":
        full = [member.name for member in members if len(member.words) > 1]
        return _most_common(full) or _most_common(member.name for member in members) or ""
    canonical = max((_canonical(member.name, member.country) for member in members), key=lambda name: (len(name), name))
    for member in sorted(members):
        for name in sorted((member.name, *member.aliases)):
            if fold(name) == canonical:
                return name
    return _most_common(member.name for member in members) or ""


def _most_common(values: Iterable[str | None]) -> str | None:
    """The most frequent value that is known, the first in the alphabet among equals; null of none."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return known[0] if known else None
    counts = Counter(known)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
