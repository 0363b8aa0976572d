"""From the rows of single documents to the dataset: one id for one entity, statement, fact and episode.

The steps stand in the only order they can: entities first, because statements, facts and episodes ask who; then the
story of each row; then the three kinds of things that documents share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms.extract import EXTRACTED, LOCAL_ENTITIES
from transforms.reconcile.entities import link_entities
from transforms.reconcile.episodes import reconcile_episodes
from transforms.reconcile.facts import reconcile_facts
from transforms.reconcile.statements import reconcile_statements
from warehouse.tables import BY_NAME

ENTITY_KEY = "entities.entity_id"
# References from one extracted row to another that may have been turned away since: they become unknown then.
OPTIONAL_REFERENCES = (
    ("figures", "quote_id", "quotes"),
    ("events", "quote_id", "quotes"),
    ("dates", "event_id", "events"),
    ("dates", "figure_id", "figures"),
)


def reconcile(staged: Mapping[str, pa.Table], documents: pa.Table) -> dict[str, pa.Table]:
    """The tables made from `staged` rows (`transforms.extract`), in their final schemas and any row order.

    `documents` is the whole `documents` table, stories and copies included. Rows of documents not in it must not be
    in `staged`. Returns entities, mentions, quotes, statements, figures, dates, facts, events and episodes.
    """
    linked = link_entities(staged[LOCAL_ENTITIES], documents)
    names = dict(zip(*(linked.entities[column].to_pylist() for column in ("entity_id", "name")), strict=True))
    rows = {name: _with_entities(staged[name], name, linked.links) for name in EXTRACTED}
    rows = {name: _with_stories(table, documents) for name, table in rows.items()}
    for name, column, target in OPTIONAL_REFERENCES:
        rows[name] = _without_dangling(rows[name], column, rows[target][BY_NAME[target].key[0]])
    speakers = pa.array([names.get(speaker) for speaker in rows["quotes"]["speaker_id"].to_pylist()], pa.string())
    rows["quotes"] = _replaced(rows["quotes"], "speaker_name", speakers)

    statements = reconcile_statements(rows["quotes"], documents, linked.entities)
    facts = reconcile_facts(rows["figures"], documents)
    episodes = reconcile_episodes(rows["events"], documents, linked.entities)
    made = {
        "entities": linked.entities,
        "mentions": rows["mentions"],
        "quotes": statements.quotes,
        "statements": statements.statements,
        "figures": facts.figures,
        "dates": rows["dates"],
        "facts": facts.facts,
        "events": episodes.events,
        "episodes": episodes.episodes,
    }
    return {name: table.select(BY_NAME[name].column_names).cast(BY_NAME[name].schema) for name, table in made.items()}


def _replaced(table: pa.Table, column: str, values: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.Table:
    return table.set_column(table.column_names.index(column), table.schema.field(column), values)


def _with_entities(table: pa.Table, name: str, links: pa.Table) -> pa.Table:
    """Local ids replaced by entity ids in every column that refers to entities."""
    for column in BY_NAME[name].columns:
        if column.references == ENTITY_KEY:
            values = table[column.name].combine_chunks()
            linked = _linked_lists(values, links) if column.is_list else _linked(values, links)
            table = _replaced(table, column.name, linked)
    return table


def _linked(local: pa.Array[Any], links: pa.Table) -> pa.Array[Any]:
    places = pc.index_in(local, links["local_id"].combine_chunks(), skip_nulls=True)
    return links["entity_id"].combine_chunks().take(places)


def _linked_lists(lists: pa.Array[Any], links: pa.Table) -> pa.Array[Any]:
    """The same for lists; two names of one entity in a list become one, and an empty list becomes unknown."""
    flat = iter(_linked(pc.list_flatten(lists), links).to_pylist())
    linked: list[list[str] | None] = []
    for length in pc.list_value_length(lists).to_pylist():
        found = [next(flat) for _ in range(length or 0)]
        linked.append(list(dict.fromkeys(one for one in found if one is not None)) or None)
    return pa.array(linked, pa.list_(pa.string()))


def _with_stories(table: pa.Table, documents: pa.Table) -> pa.Table:
    if "story_id" not in table.column_names:
        return table
    places = pc.index_in(table["doc_id"].combine_chunks(), documents["doc_id"].combine_chunks())
    return _replaced(table, "story_id", documents["story_id"].combine_chunks().take(places))


def _without_dangling(table: pa.Table, column: str, keys: pa.ChunkedArray[Any]) -> pa.Table:
    known = pc.is_in(table[column], value_set=keys.combine_chunks(), skip_nulls=True)
    return _replaced(table, column, pc.if_else(known, table[column], pa.scalar(None, pa.string())))
