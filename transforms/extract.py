"""One document in, its rows out: the single language pass and everything that reads it.

The rows have the columns of `warehouse.tables`, but for what only the whole corpus can tell. Entity columns hold local
ids (`loc_…`, one for each entity of one document) until `transforms.reconcile.entities` joins them; story, statement,
fact and episode ids are null until reconciling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms.events.extract import find_events
from transforms.figures.extract import find_figures
from transforms.ids import make_id
from transforms.language.dates import find_dates
from transforms.language.mentions import find_entities
from transforms.language.model import DocumentEntities, Published, Span
from transforms.language.paragraphs import assemble, paragraph_key, paragraphs_of, parse_paragraphs, read_parses
from transforms.quotes.extract import find_quotes
from warehouse.tables import BY_NAME

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from transforms.events.model import Event
    from transforms.figures.model import Figure
    from transforms.language.model import DateExpression
    from transforms.quotes.model import Quote

Row = dict[str, Any]

LOCAL_ENTITIES = "local_entities"
EXTRACTED = ("mentions", "quotes", "figures", "dates", "events")


def staging_schema(name: str) -> pa.Schema:
    """The schema of an extracted table before reconciling: every column of the final one, all nullable.

    `doc_digest` says from which reading of a document a row comes; it is gone from the published tables.
    """
    digest = pa.field("doc_digest", pa.string())
    if name == LOCAL_ENTITIES:
        entity = BY_NAME["entities"].schema
        kept = [entity.field(column) for column in ("name", "kind", "country", "role", "aliases", "wikidata_id")]
        return pa.schema([pa.field("local_id", pa.string()), pa.field("doc_id", pa.string()), *kept, digest])
    return pa.schema([*(field.with_nullable(True) for field in BY_NAME[name].schema), digest])


@dataclass(frozen=True, slots=True)
class Reading:
    """What extraction needs to know of one document. `digest` addresses this reading of it."""

    doc_id: str
    text: str
    published: Published
    digest: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the extractors found in one text, published when it was."""

    entities: DocumentEntities
    dates: tuple[DateExpression, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]


def find_all(doc: Doc, published: Published) -> Findings:
    """Run every extractor over one parsed document."""
    entities = find_entities(doc, published)
    dates = tuple(find_dates(doc, published))
    quotes = tuple(find_quotes(doc, entities))
    figures = tuple(find_figures(doc, entities, dates, published))
    events = tuple(find_events(doc, entities, dates, quotes, published))
    return Findings(entities, dates, quotes, figures, events)


def rows_of(found: Findings, reading: Reading) -> dict[str, list[Row]]:
    """All rows of one document, by table name: `local_entities` and those of `EXTRACTED`."""
    rows = _Rows(reading, found.entities, found.quotes, found.dates)
    figure_rows = [rows.figure(figure) for figure in found.figures]
    event_rows = [rows.event(event) for event in found.events]
    return {
        LOCAL_ENTITIES: rows.local_entities(),
        "mentions": rows.mentions(),
        "quotes": [rows.quote(quote) for quote in found.quotes],
        "figures": figure_rows,
        "dates": rows.dates(found.dates, found.figures, figure_rows, found.events, event_rows),
        "events": event_rows,
    }


@dataclass(frozen=True, slots=True)
class _Rows:
    """Turns one document's findings into rows: cuts out their texts and names what they point to."""

    reading: Reading
    entities: DocumentEntities
    quotes: Sequence[Quote]
    found_dates: Sequence[DateExpression]

    def _words(self, span: Span | None) -> str | None:
        return None if span is None else self.reading.text[span.start : span.end]

    def _local(self, entity: int | None) -> str | None:
        return None if entity is None else make_id("loc", self.reading.doc_id, entity)

    def _locals(self, entities: Sequence[int]) -> list[str] | None:
        return [make_id("loc", self.reading.doc_id, entity) for entity in entities] or None

    def _id(self, prefix: str, start: int, end: int, *more: str) -> str:
        return make_id(prefix, self.reading.doc_id, start, end, *more)

    def _row(self, span: Span, **values: object) -> Row:
        return {
            "doc_id": self.reading.doc_id,
            "doc_digest": self.reading.digest,
            "start": span.start,
            "end": span.end,
            **values,
        }

    def _named(self, name: str, span: Span | None, text: str | None = None) -> Row:
        """The three columns of a stretch of text: its words (in the column `text`, else `name`), start and end."""
        start, end = (span.start, span.end) if span else (None, None)
        return {text or name: self._words(span), f"{name}_start": start, f"{name}_end": end}

    def _located(self, name: str, span: Span | None) -> Row:
        return self._named(name, span, text=f"{name}_text")

    def _quote_around(self, span: Span) -> Quote | None:
        """The innermost quote that has `span` in its content."""
        around = [quote for quote in self.quotes if any(Span(*part).covers(span) for part in quote.parts)]
        return min(around, key=lambda quote: (quote.end - quote.start, quote.start), default=None)

    def _claim(self, span: Span) -> Row:
        """Whose words `span` stands in."""
        return self._said_in(self._quote_around(span))

    def _said_in(self, quote: Quote | None) -> Row:
        if quote is None:
            return {"quote_id": None, "claimed_by_id": None}
        return {
            "quote_id": self._id("quo", quote.start, quote.end),
            "claimed_by_id": self._local(quote.speaker_entity),
        }

    def local_entities(self) -> list[Row]:
        return [
            {
                "local_id": self._local(index),
                "doc_id": self.reading.doc_id,
                "doc_digest": self.reading.digest,
                "name": entity.name,
                "kind": entity.kind,
                "country": entity.country,
                "role": entity.role,
                "aliases": list(entity.aliases),
                "wikidata_id": entity.wikidata_id,
            }
            for index, entity in enumerate(self.entities.entities)
        ]

    def mentions(self) -> list[Row]:
        return [
            self._row(
                mention.span,
                mention_id=self._id("men", mention.start, mention.end),
                text=self._words(mention.span),
                form=mention.form,
                entity_id=self._local(mention.entity),
                confidence=mention.confidence,
            )
            for mention in self.entities.mentions
        ]

    def quote(self, quote: Quote) -> Row:
        span = Span(quote.start, quote.end)
        return self._row(
            span,
            quote_id=self._id("quo", span.start, span.end),
            text=self._words(span),
            parts=[{"start": part.start, "end": part.end} for part in quote.parts],
            kind=quote.kind,
            act=quote.act,
            **self._located("speaker", quote.speaker),
            speaker_id=self._local(quote.speaker_entity),
            speaker_ids=self._locals(quote.speaker_entities),
            via_id=self._local(quote.via_entity),
            **self._located("addressee", quote.addressee),
            addressee_id=self._local(quote.addressee_entity),
            **self._named("cue", quote.cue),
            is_negated=quote.is_negated,
            confidence=quote.confidence,
        )

    def figure(self, figure: Figure) -> Row:
        span = Span(figure.start, figure.end)
        return self._row(
            span,
            figure_id=self._id("fig", span.start, span.end),
            text=self._words(span),
            value=figure.value,
            value_high=figure.value_high,
            is_vague=figure.is_vague,
            unit=figure.unit,
            unit_text=figure.unit_text,
            counted=figure.counted,
            kind=figure.kind,
            bound=figure.bound,
            change=figure.change,
            **self._named("measure", figure.measure),
            **self._named("holder", figure.holder),
            period_start_on=figure.period_start_on,
            period_end_on=figure.period_end_on,
            period_text=self._words(figure.period),
            place_id=self._local(figure.place_entity),
            confidence=figure.confidence,
            **self._claim(span),
        )

    def event(self, event: Event) -> Row:
        return self._row(
            event.trigger,
            event_id=self._id("evt", event.trigger.start, event.trigger.end, event.event_type),
            trigger=self._words(event.trigger),
            sentence_start=event.sentence.start,
            sentence_end=event.sentence.end,
            event_type=event.event_type,
            mode=event.mode,
            contexts=list(event.contexts),
            actor_id=self._local(event.actor_entities[0] if event.actor_entities else None),
            actor_ids=self._locals(event.actor_entities),
            **self._located("actor", event.actor),
            recipient_id=self._local(event.recipient_entities[0] if event.recipient_entities else None),
            recipient_ids=self._locals(event.recipient_entities),
            **self._located("recipient", event.recipient),
            place_id=self._local(event.place_entity),
            **self._located("place", event.place),
            **self._located("date", None if event.date is None else self.found_dates[event.date].span),
            happened_on=event.happened_on,
            happened_until=event.happened_until,
            date_basis=event.date_basis,
            status=event.status,
            coded_by=event.coded_by,
            confidence=event.confidence,
            **self._said_in(None if event.quote is None else self.quotes[event.quote]),
        )

    def dates(
        self,
        dates: Sequence[DateExpression],
        figures: Sequence[Figure],
        figure_rows: Sequence[Row],
        events: Sequence[Event],
        event_rows: Sequence[Row],
    ) -> list[Row]:
        """One row a date; of several figures or events that one date serves, it names the first."""
        figure_of = _first_user(figures, figure_rows, "figure_id")
        event_of = _first_user(events, event_rows, "event_id")
        return [
            self._row(
                date.span,
                date_id=self._id("dat", date.start, date.end),
                text=self._words(date.span),
                from_on=date.from_on,
                until_on=date.until_on,
                granularity=date.granularity,
                basis=date.basis,
                event_id=event_of.get(index),
                figure_id=figure_of.get(index),
            )
            for index, date in enumerate(dates)
        ]


def _first_user(found: Sequence[Figure | Event], rows: Sequence[Row], key: str) -> dict[int, str]:
    users: dict[int, str] = {}
    for finding, row in zip(found, rows, strict=True):
        if finding.date is not None:
            users.setdefault(finding.date, row[key])
    return users


def read_batch(documents: pa.Table) -> list[Reading]:
    """`Reading`s from the columns doc_id, text, published_on, published_from, published_until and doc_digest."""
    return [
        Reading(
            row["doc_id"],
            row["text"],
            Published(row["published_on"], row["published_from"], row["published_until"]),
            row["doc_digest"],
        )
        for row in documents.to_pylist()
    ]


def batch_tables(nlp: Language, readings: Sequence[Reading], parses: Iterable[pa.Table] = ()) -> dict[str, pa.Table]:
    """The staging tables of a batch of documents, by name.

    `parses` (of schema `paragraphs.PARSES`) saves parsing the paragraphs it has; the others are parsed here. A text
    that stands in several documents of one date is read once.
    """
    rows: dict[str, list[Row]] = {name: [] for name in (LOCAL_ENTITIES, *EXTRACTED)}
    findings: dict[tuple[str, Published], Findings] = {}
    with nlp.memory_zone():  # keeps the model's string store level from batch to batch
        known = {key: parse for table in parses for key, parse in read_parses(nlp.vocab, table).items()}
        wanted = {paragraph_key(words): words for reading in readings for words in paragraphs_of(reading.text)}
        missing = [words for key, words in wanted.items() if key not in known]
        known |= read_parses(nlp.vocab, parse_paragraphs(nlp, missing))
        for reading in readings:
            read = (reading.text, reading.published)
            if read not in findings:
                findings[read] = find_all(assemble(nlp.vocab, reading.text, known), reading.published)
            for name, found in rows_of(findings[read], reading).items():
                rows[name].extend(found)
    return {name: pa.Table.from_pylist(found, schema=staging_schema(name)) for name, found in rows.items()}
