"""Events against the development sets: `score(data)`, or `python -m benchmarks.quality.events --errors type`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from benchmarks.quality.measure import Score, data_folder, read_jsonl, run_scorer
from benchmarks.quality.parsed import parse_all
from transforms.events.extract import find_events
from transforms.events.intentions import intended_type
from transforms.events.model import Event
from transforms.ids import make_id
from transforms.language.dates import find_dates
from transforms.language.mentions import find_entities
from transforms.language.model import DocumentEntities, Published
from transforms.quotes.extract import find_quotes
from transforms.reconcile.episodes import reconcile_episodes
from warehouse.tables import DOCUMENTS, ENTITIES, EVENTS

if TYPE_CHECKING:
    from spacy.tokens import Doc

Record = dict[str, Any]
SCORER = Path("events") / "score_events.py"


def score(data: Path, fast: bool = False) -> list[Score]:
    """PLV: type given the pair, and the arguments found. ECB+: triggers, and chains inside sub-topics."""
    results = _score_plv(data)
    if not fast:
        results += _score_ecb(data)
    return results


# ---- PLV: who did what to whom, one coded pair a sentence ------------------------------------------------------------


def _score_plv(data: Path) -> list[Score]:
    gold = data / "events" / "plv.train.jsonl"
    records = list(read_jsonl(gold))
    found = find_all(records)
    given = [_given_pair(record, events) for record, (events, _) in zip(records, found, strict=True)]
    typed = run_scorer(data / SCORER, gold, given, "--task", "type", "--json")["type_given_pair"]
    main = [_main_event(record, events) for record, (events, _) in zip(records, found, strict=True)]
    arguments = run_scorer(data / SCORER, gold, main, "--task", "args", "--json")["args"]
    scores = [
        Score("plv.train", "type given pair, accuracy", typed["accuracy"], best_known=0.73, target=0.80),
        Score("plv.train", "type given pair, macro F1", typed["macroF1"], best_known=0.70, target=0.78),
    ]
    for role, best, target in (("actor", 0.86, 0.92), ("recipient", 0.63, 0.80)):
        row = arguments[role]["ov"]
        scores.append(Score("plv.train", f"{role} overlap", row["F1"], row["P"], row["R"], best, target))
    return scores


def _given_pair(record: Record, events: Sequence[Event]) -> Record:
    """One event for every gold pair: ours that touches it most; without any, an event of no type (counted wrong)."""
    rows = []
    for gold in record["events"]:
        best = max(events, key=lambda event: _touch(event, gold), default=None)
        kind = None if best is None else intended_type(best.event_type, best.status)
        rows.append({"trigger": None, "type": kind, "actor": gold["actor"], "recipient": gold["recipient"]})
    return {"doc_id": record["doc_id"], "text": record["text"], "events": rows}


def _touch(event: Event, gold: Record) -> tuple[float, ...]:
    actor = _overlap(event.actor, gold["actor"]) > 0
    recipient = _overlap(event.recipient, gold["recipient"]) > 0
    coded = event.event_type != "OTHER"
    return (coded, 2 * actor + recipient, event.status != "hypothetical", -event.trigger.start)


def _overlap(one: Sequence[int] | None, other: Sequence[int] | None) -> int:
    return 0 if one is None or other is None else max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _main_event(record: Record, events: Sequence[Event]) -> Record:
    """The event a sentence is coded by: the first typed one that names who acts, told by a verb rather than a bare noun."""
    best = max(
        events,
        key=lambda event: (
            event.event_type != "OTHER",
            event.actor is not None,
            "/n/" not in event.coded_by or " " in record["text"][slice(*event.trigger)],
            -event.trigger.start,
        ),
        default=None,
    )
    return {"doc_id": record["doc_id"], "text": record["text"], "events": [] if best is None else [_row(best)]}


# ---- ECB+: triggers and chains across documents -----------------------------------------------------------------------


def _score_ecb(data: Path) -> list[Score]:
    gold = data / "events" / "ecbplus.dev.jsonl"
    records = list(read_jsonl(gold))
    predicted = chained(records)
    options = ("--selected", "--coref-level", "subtopic", "--json")
    result = run_scorer(data / SCORER, gold, predicted, "--task", "all", *options)
    trigger, coref = result["trigger"], result["coref"]
    return [
        Score("ecbplus.dev", "trigger", trigger["F1"], trigger["P"], trigger["R"], 0.80, 0.82),
        Score("ecbplus.dev", "CoNLL F1 of chains", coref["CoNLL_F1"], None, None, 0.61, 0.65),
    ]


def chained(records: Sequence[Record]) -> list[Record]:
    """Our events of every document with their episodes as chains; a sub-topic stands for a story."""
    found = find_all(records)
    tables = _tables(records, found)
    rows = reconcile_episodes(*tables).events.to_pylist()
    by_doc: dict[str, list[Record]] = {record["doc_id"]: [] for record in records}
    for row in rows:
        by_doc[row["doc_id"]].append(
            {"trigger": [row["start"], row["end"]], "type": row["event_type"], "coref_id": row["episode_id"]}
        )
    return [{"doc_id": doc_id, "text": "", "events": events} for doc_id, events in by_doc.items()]


def _tables(
    records: Sequence[Record], found: Sequence[tuple[tuple[Event, ...], DocumentEntities]]
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Events, documents and entities as reconciling takes them; entities of one name are one."""
    events: list[Record] = []
    documents: list[Record] = []
    entities: dict[str, Record] = {}
    for record, (rows, known) in zip(records, found, strict=True):
        ids = [make_id("ent", entity.kind, entity.name) for entity in known.entities]
        for entity_id, entity in zip(ids, known.entities, strict=True):
            entities.setdefault(
                entity_id,
                {
                    "entity_id": entity_id, "name": entity.name, "kind": entity.kind, "country": entity.country,
                    "aliases": [], "document_count": 1,
                },
            )  # fmt: skip
        text, doc_id = record["text"], record["doc_id"]
        documents.append(
            {
                "doc_id": doc_id,
                "copy_id": doc_id,
                "is_canonical": True,
                "outlet": None,
                "published_on": None,
                "text": text,
            }
        )
        events += [_table_row(event, record, text, ids) for event in rows]
    columns = ["doc_id", "outlet", "copy_id", "is_canonical", "published_on", "text"]
    schema = pa.schema([DOCUMENTS.schema.field(name) for name in columns])
    nullable = pa.schema([field.with_nullable(True) for field in EVENTS.schema])
    return (
        pa.Table.from_pylist(events, schema=nullable),
        pa.Table.from_pylist(documents, schema=schema),
        pa.Table.from_pylist(list(entities.values()), schema=ENTITIES.schema),
    )


def _table_row(event: Event, record: Record, text: str, ids: Sequence[str]) -> Record:
    actors = [ids[i] for i in event.actor_entities]
    recipients = [ids[i] for i in event.recipient_entities]
    return {
        "event_id": make_id("eve", record["doc_id"], *event.trigger),
        "doc_id": record["doc_id"],
        "story_id": str(record["subtopic"]),
        "start": event.trigger.start,
        "end": event.trigger.end,
        "trigger": text[event.trigger.start : event.trigger.end],
        "sentence_start": event.sentence.start,
        "sentence_end": event.sentence.end,
        "event_type": event.event_type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "actor_id": actors[0] if actors else None,
        "actor_ids": actors,
        "actor_text": text[slice(*event.actor)] if event.actor else None,
        "actor_start": event.actor.start if event.actor else None,
        "actor_end": event.actor.end if event.actor else None,
        "recipient_id": recipients[0] if recipients else None,
        "recipient_ids": recipients,
        "recipient_text": text[slice(*event.recipient)] if event.recipient else None,
        "recipient_start": event.recipient.start if event.recipient else None,
        "recipient_end": event.recipient.end if event.recipient else None,
        "place_id": None if event.place_entity is None else ids[event.place_entity],
        "place_text": text[slice(*event.place)] if event.place else None,
        "date_text": None,
        "happened_on": event.happened_on,
        "happened_until": event.happened_until,
        "date_basis": event.date_basis,
        "status": event.status,
        "coded_by": event.coded_by,
        "confidence": event.confidence,
    }


# ---- shared ---------------------------------------------------------------------------------------------------------------


def find_all(records: Sequence[Record]) -> list[tuple[tuple[Event, ...], DocumentEntities]]:
    """Events and entities of every record's text."""
    docs = parse_all([record["text"] for record in records])
    return [_find(doc) for doc in docs]


def _find(doc: Doc) -> tuple[tuple[Event, ...], DocumentEntities]:
    published = Published()
    entities = find_entities(doc, published)
    dates = find_dates(doc, published)
    quotes = find_quotes(doc, entities)
    return find_events(doc, entities, dates, quotes, published), entities


def _row(event: Event) -> Record:
    return {
        "trigger": list(event.trigger),
        "type": intended_type(event.event_type, event.status),
        "actor": list(event.actor) if event.actor else None,
        "recipient": list(event.recipient) if event.recipient else None,
    }


# ---- reading errors ---------------------------------------------------------------------------------------------------------


def show_type_errors(data: Path, count: int) -> None:
    """Print sentences of PLV whose type we get wrong, with the rule that fired."""
    records = list(read_jsonl(data / "events" / "plv.train.jsonl"))
    wrong = []
    for record, (events, _) in zip(records, find_all(records), strict=True):
        for gold in record["events"]:
            best = max(events, key=lambda event: _touch(event, gold), default=None)
            kind = None if best is None else intended_type(best.event_type, best.status)
            kind = "YIELD" if kind in ("CONCEDE", "RETREAT") else kind
            if kind != gold["type"]:
                wrong.append((record, gold, best, kind))
    print(f"{len(wrong)} wrong")
    for record, gold, best, kind in _sample(wrong, count):
        rule = None if best is None else f"{best.coded_by} [{best.status}]"
        print(f"{gold['type']} / {kind} by {rule}: {record['text'][:200]}")


def show_argument_errors(data: Path, count: int) -> None:
    """Print sentences of PLV whose actor or recipient we miss."""
    records = list(read_jsonl(data / "events" / "plv.train.jsonl"))
    wrong = []
    for record, (events, _) in zip(records, find_all(records), strict=True):
        (rows,) = (_main_event(record, events)["events"],)
        for gold in record["events"]:
            ours = rows[0] if rows else {"actor": None, "recipient": None, "trigger": [0, 0], "type": None}
            for role in ("actor", "recipient"):
                if not _overlap(ours[role], gold[role]) and gold[role]:
                    wrong.append((role, record["text"], gold, ours))
    print(f"{len(wrong)} missed")
    for role, text, gold, ours in _sample(wrong, count):
        words = [text[slice(*span)] if span else None for span in (gold[role], ours[role], ours["trigger"])]
        print(f"{role}: gold {words[0]!r}, ours {words[1]!r} of {words[2]!r}: {text[:200]}")


def _sample(rows: Sequence[Any], count: int) -> Iterable[Any]:
    return random.Random(0).sample(list(rows), min(count, len(rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder())
    parser.add_argument("--errors", choices=["type", "arguments"])
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args()
    if options.errors == "type":
        show_type_errors(options.data, options.count)
    elif options.errors == "arguments":
        show_argument_errors(options.data, options.count)
    else:
        for row in score(options.data):
            print(row)


if __name__ == "__main__":
    main()
