"""One entity for everybody the corpus names, joined from what each document tells.

People join by full name where role and country do not speak against it; a surname that its own document does not
explain joins the one person of that surname in its story. Whoever is described and never named stays with his
document, since two papers' "a spokesman" are two men. Everything else joins by kind, name and country.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import pyarrow as pa

from transforms.ids import make_id
from transforms.language.lexicons import fold
from transforms.language.people import name_words
from warehouse.tables import ENTITIES

LINKS = pa.schema(
    [pa.field("local_id", pa.string(), nullable=False), pa.field("entity_id", pa.string(), nullable=False)]
)


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """`links` maps every `local_id` to its `entity_id`; `entities` has the schema of `warehouse.tables.ENTITIES`."""

    links: pa.Table
    entities: pa.Table


@dataclass(frozen=True, slots=True)
class _Local:
    local_id: str
    doc_id: str
    name: str
    kind: str
    country: str | None
    role: str | None
    aliases: tuple[str, ...]
    wikidata_id: str | None
    words: tuple[str, ...]


def link_entities(local: pa.Table, documents: pa.Table) -> LinkedEntities:
    """Join the entities of single documents across the corpus.

    `local` has local_id, doc_id, name, kind, country, role, aliases and wikidata_id; `documents` gives the `story_id`
    of every `doc_id`. Neither the order of rows nor unrelated documents change an `entity_id`.
    """
    stories = dict(zip(documents["doc_id"].to_pylist(), documents["story_id"].to_pylist(), strict=True))
    rows = [_read(row) for row in local.to_pylist()]
    rows.sort(key=lambda row: row.local_id)
    groups: defaultdict[tuple[str, ...], list[_Local]] = defaultdict(list)
    surnames: list[_Local] = []
    named: defaultdict[tuple[str, ...], list[_Local]] = defaultdict(list)
    for row in rows:
        if is_description(row):
            groups["description", row.kind, fold(row.name), row.country or row.doc_id].append(row)
        elif row.kind != "person":
            groups[row.kind, fold(row.name), row.country or ""].append(row)
        elif len(row.words) > 1:
            named[row.words].append(row)
        else:
            surnames.append(row)
    for words, people in named.items():
        for country, members in _by_country(people).items():
            groups["person", " ".join(words), country].extend(members)
    _join_surnames(surnames, groups, stories)
    return _tables(groups)


def _read(row: dict[str, object]) -> _Local:
    aliases = row["aliases"]
    assert isinstance(aliases, list)
    return _Local(
        str(row["local_id"]), str(row["doc_id"]), str(row["name"]), str(row["kind"]), _text(row["country"]), _text(row["role"]),
        tuple(aliases), _text(row["wikidata_id"]), name_words(str(row["name"])),
    )  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def is_description(row: _Local) -> bool:
    """Whether the name is a description ("government spokesman"), told by its last word's small letter."""
    return row.kind in ("person", "group", "organisation") and (
        row.name[:1].islower() or row.name.split()[-1][:1].islower()
    )


def _by_country(people: list[_Local]) -> dict[str, list[_Local]]:
    """People of one name by country; those of unknown country join the only one, else stay apart from all."""
    countries = {person.country for person in people if person.country}
    fallback = next(iter(countries)) if len(countries) == 1 else ""
    found: defaultdict[str, list[_Local]] = defaultdict(list)
    for person in people:
        found[person.country or fallback].append(person)
    return found


def _join_surnames(
    surnames: list[_Local], groups: defaultdict[tuple[str, ...], list[_Local]], stories: dict[str, str]
) -> None:
    """A lone surname joins the one full name of its story that ends (or, family name first, begins) with it."""
    by_story: defaultdict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for key, members in groups.items():
        if key[0] == "person":
            words = key[1].split()
            for member in members:
                for word in (words[0], words[-1]):
                    by_story[stories[member.doc_id], word].add(key)
    for row in surnames:
        found = by_story.get((stories[row.doc_id], row.words[-1]), set())
        fitting = [key for key in found if not row.country or key[2] in ("", row.country)]
        if len(fitting) == 1:
            groups[fitting[0]].append(row)
        else:
            groups["surname", " ".join(row.words), row.country or "", stories[row.doc_id]].append(row)


def _tables(groups: dict[tuple[str, ...], list[_Local]]) -> LinkedEntities:
    links: list[tuple[str, str]] = []
    entities: list[dict[str, object]] = []
    for key, members in groups.items():
        kind = members[0].kind
        entity_id = make_id("ent", kind, *key[1:])
        links.extend((member.local_id, entity_id) for member in members)
        name = _most_common(
            [member.name for member in members if member.kind == kind and len(member.words) > 1]
            or [m.name for m in members]
        )
        aliases = {alias for member in members for alias in (*member.aliases, member.name)} - {name}
        entities.append(
            {
                "entity_id": entity_id,
                "name": name,
                "kind": kind,
                "country": _most_common([member.country for member in members if member.country]),
                "role": _most_common([member.role for member in members if member.role]),
                "aliases": sorted(aliases),
                "wikidata_id": _most_common([member.wikidata_id for member in members if member.wikidata_id]),
                "document_count": len({member.doc_id for member in members}),
            }
        )
    entities.sort(key=lambda row: str(row["entity_id"]))
    links.sort()
    return LinkedEntities(
        pa.table({"local_id": [a for a, _ in links], "entity_id": [b for _, b in links]}, schema=LINKS),
        pa.Table.from_pylist(entities, schema=ENTITIES.schema),
    )


def _most_common(values: list[str]) -> str | None:
    """The most frequent value, the first in the alphabet among equals; null of none."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
