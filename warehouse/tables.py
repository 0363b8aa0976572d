"""The dataset, declared once: every table, column, type, meaning, key and rule.

Nothing about a column is written down anywhere else. Change a line here and the Parquet schema, the database, the
expectation suites, the data dictionary and the package metadata follow. Offsets are Unicode code points into
`documents.text`, end exclusive. Confidence is a calibrated share: of rows at 0.8, about four in five are right.
"""

from __future__ import annotations

import pyarrow as pa

from warehouse.schema import Column, Span, Table

STRING = pa.string()
INT = pa.int32()
FLOAT = pa.float64()
DAY = pa.date32()
FLAG = pa.bool_()
MOMENT = pa.timestamp("us")  # UTC without a zone: DuckDB-Wasm cannot read zoned timestamps offline
STRINGS = pa.list_(pa.string())


def _struct_list(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(name, kind, nullable=False) for name, kind in fields.items()]))


PIECES = _struct_list(start=INT, end=INT)

SOURCE_FORMATS = ("txt", "html", "jsonl", "csv", "warc", "feed")
PUBLISHED_BASES = ("metadata", "dateline", "text", "related", "file")
OVERLAP_KINDS = ("exact", "reprint", "update", "excerpt", "shared_passages", "same_story")
ENTITY_KINDS = ("person", "organisation", "government", "bloc", "place", "group")
MENTION_FORMS = ("name", "nominal", "pronoun")
QUOTE_KINDS = ("direct", "mixed", "indirect")
QUOTE_ACTS = ("speech", "stand")
FIGURE_KINDS = (
    "money", "percent", "count", "measurement", "duration", "ordinal", "ratio", "age", "temperature",
)  # fmt: skip
BOUNDS = ("=", "<", "<=", ">", ">=", "~")
CHANGES = ("up", "down", "level")
DATE_GRANULARITIES = ("time", "day", "week", "month", "quarter", "season", "year", "decade", "span")
DATE_BASES = ("explicit", "relative", "document")
EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "OTHER",
)  # fmt: skip
EVENT_STATUSES = ("happened", "ongoing", "planned", "hypothetical", "negated")
SECTORS = (
    "government", "legislature", "judiciary", "military", "police", "rebels", "party", "business", "media", "education",
    "health", "civil", "international",
)  # fmt: skip
REJECT_STAGES = ("ingest", "deduplicate", "extract", "reconcile", "validate")


# ---- shorthands for columns that recur -------------------------------------------------------------------------------


def _id(name: str, meaning: str) -> Column:
    return Column(name, STRING, meaning, nullable=False, severity="fail")


def _ref(name: str, target: str, meaning: str, *, nullable: bool = True) -> Column:
    return Column(name, STRING, meaning, nullable=nullable, references=target)


def _refs(name: str, target: str, meaning: str) -> Column:
    return Column(name, STRINGS, meaning, references=target)


def _text(name: str, meaning: str, *, nullable: bool = True, allowed: tuple[str, ...] | None = None) -> Column:
    return Column(name, STRING, meaning, nullable=nullable, allowed=allowed)


def _offset(name: str, meaning: str, *, nullable: bool = True) -> Column:
    return Column(name, INT, meaning, nullable=nullable, unit="code points", minimum=0)


def _count(name: str, meaning: str, *, minimum: int = 1) -> Column:
    return Column(name, INT, meaning, nullable=False, minimum=minimum)


def _share(name: str, meaning: str) -> Column:
    return Column(name, FLOAT, meaning, nullable=False, unit="0 to 1", minimum=0, maximum=1)


def _day(name: str, meaning: str) -> Column:
    return Column(name, DAY, meaning)


def _country(name: str, meaning: str) -> Column:
    return Column(name, STRING, meaning + " ISO 3166-1 alpha-3.")


def _sector(name: str, meaning: str) -> Column:
    return Column(name, STRING, meaning, allowed=SECTORS)


PLACE_POSITION = (
    _country("place_country", "Country of the place."),
    Column(
        "place_latitude",
        FLOAT,
        "Degrees north of the place if it is a city of 100,000 or more that its name and country tell apart.",
        unit="degrees",
        minimum=-90,
        maximum=90,
    ),
    Column("place_longitude", FLOAT, "Degrees east of it.", unit="degrees", minimum=-180, maximum=180),
)
INTENSITY = Column(
    "intensity",
    INT,
    "From -10 (war) to 10 (surrender), by type and mode; ordinal: not to be averaged. Null for OTHER.",
    minimum=-10,
    maximum=10,
)


DOC_ID = _ref("doc_id", "documents.doc_id", "The document the row was read from.", nullable=False)
STORY_ID = _ref("story_id", "stories.story_id", "The story that document belongs to.", nullable=False)
START = _offset("start", "First character.", nullable=False)
END = _offset("end", "One past the last character.", nullable=False)
CONFIDENCE = _share("confidence", "How likely the row is right, calibrated on development data.")
DOCUMENT_COUNT = _count("document_count", "Documents it stands in.")
OUTLET_COUNT = _count(
    "outlet_count",
    "Outlets that carried it; copies of one text count once, an unnamed outlet counts as one.",
)

# ---- tables ----------------------------------------------------------------------------------------------------------

DOCUMENTS = Table(
    "documents",
    "One row for every news text that was read, copies included.",
    (
        _id("doc_id", "Made from `source_uri` and `source_key`."),
        _text(
            "source_uri",
            "The file's path below the raw folder, with forward slashes.",
            nullable=False,
        ),
        _text(
            "source_key",
            "The record's own id in a file that holds many records; null in a file of one text.",
        ),
        _text("source_format", "What the file was read as.", nullable=False, allowed=SOURCE_FORMATS),
        _text(
            "source_sha256",
            "Checksum of the file's bytes as they stood in the raw folder.",
            nullable=False,
        ),
        _text("url", "Address the text was published at."),
        _text("licence", "Terms the text may be used under, as the sidecar states them."),
        _text("outlet", "Who published this copy."),
        _text("title", "Headline."),
        Column("bylines", STRINGS, "The reporters named as authors.", nullable=False),
        _text("dateline", "Place, day and agency that open the text, as they stand."),
        _day("published_on", "Day of publication where it is known to the day."),
        _day("published_from", "Earliest day it can have been published."),
        _day("published_until", "Latest day it can have been published."),
        _text(
            "published_basis",
            "Where the day or bracket was read; null when there is neither.",
            allowed=PUBLISHED_BASES,
        ),
        _text("language", "ISO 639-1 code.", nullable=False),
        Column(
            "text",
            STRING,
            "The story: encoding repaired, line ends unified, boilerplate cut, else to the letter.",
            nullable=False,
            severity="fail",
        ),
        Column(
            "boilerplate",
            _struct_list(kind=STRING, text=STRING, raw_start=INT, raw_end=INT),
            "What was cut and where it stood: offsets into the repaired text before anything was cut.",
            nullable=False,
        ),
        _count("word_count", "Words in `text`.", minimum=0),
        _text("wire_source", "The agency that the text credits."),
        STORY_ID,
        _text(
            "copy_id",
            "Shared by documents that are copies of each other; a text without copies has one of its own.",
            nullable=False,
        ),
        Column("is_canonical", FLAG, "Whether this document stands for its copies.", nullable=False),
    ),
    key=("doc_id",),
    order=("source_uri", "source_key", "doc_id"),
)

OVERLAPS = Table(
    "overlaps",
    "Pairs of documents that share text or report the same happening.",
    (
        _ref("doc_id_a", "documents.doc_id", "The one with the smaller id.", nullable=False),
        _ref("doc_id_b", "documents.doc_id", "The other.", nullable=False),
        _text("kind", "What they are to each other, closest kind first.", nullable=False, allowed=OVERLAP_KINDS),
        _share("jaccard", "Shared word shingles over all shingles of both, standing text left out."),
        _share("containment_a", "Part of a's word shingles that b has too, standing text left out."),
        _share("containment_b", "Part of b's word shingles that a has too, standing text left out."),
        Column("shared_passages", _struct_list(start_a=INT, end_a=INT, start_b=INT, end_b=INT), "Where the same words stand in both texts, standing text among them.", nullable=False),
        Column(
            "changes",
            pa.list_(pa.struct([pa.field("kind", STRING, nullable=False), *(pa.field(n, INT) for n in ("start_a", "end_a", "start_b", "end_b"))])),
            "For an update: sentences `added` (in the later text only), `cut` (in the earlier only) or `changed` (in both). "
            "Where `later_doc_id` is unknown, b is taken for the later.",
            nullable=False,
        ),
        _ref("later_doc_id", "documents.doc_id", "The one that appeared on a later day; null where days are the same or unknown."),
    ),
    key=("doc_id_a", "doc_id_b"),
    order=("doc_id_a", "doc_id_b"),
)  # fmt: skip

STORIES = Table(
    "stories",
    "Clusters of documents that report the same happening.",
    (
        _id(
            "story_id",
            "Made from the cluster's first document, so later arrivals do not rename it.",
        ),
        _text("headline", "Headline of the canonical document."),
        _ref(
            "canonical_doc_id",
            "documents.doc_id",
            "The document that stands for the story.",
            nullable=False,
        ),
        _day("first_published_on", "Earliest known day of publication."),
        _day("last_published_on", "Latest known day of publication."),
        DOCUMENT_COUNT,
        OUTLET_COUNT,
        Column(
            "keywords",
            STRINGS,
            "Words that set the story apart, most telling first.",
            nullable=False,
        ),
    ),
    key=("story_id",),
    order=("story_id",),
)

ENTITIES = Table(
    "entities",
    "People, organisations, governments, blocs and places that the texts name.",
    (
        _id("entity_id", "Made from kind, name and, for people, country or role."),
        _text("name", "Full name.", nullable=False),
        _text("kind", "What it is.", nullable=False, allowed=ENTITY_KINDS),
        Column(
            "country",
            STRING,
            "ISO 3166-1 alpha-3 of the state it belongs to or speaks for; null for blocs and where unknown.",
        ),
        _text("role", "Office or occupation the texts give."),
        Column("aliases", STRINGS, "Other names the texts use.", nullable=False),
        _text("wikidata_id", "Wikidata item, where our name lists know it."),
        DOCUMENT_COUNT,
    ),
    key=("entity_id",),
    order=("entity_id",),
)

MENTIONS = Table(
    "mentions",
    "Where an entity stands in a text.",
    (
        _id("mention_id", "Made from document and offsets."),
        DOC_ID,
        START,
        END,
        _text("text", "The words.", nullable=False),
        _text(
            "form",
            "Whether it is named, described or a pronoun.",
            nullable=False,
            allowed=MENTION_FORMS,
        ),
        _ref("entity_id", "entities.entity_id", "Whom it means; null where the text does not tell."),
        CONFIDENCE,
    ),
    key=("mention_id",),
    order=("doc_id", "start", "end", "mention_id"),
    spans=(Span("start", "end", "text"),),
)

QUOTES = Table(
    "quotes",
    "One row for every attribution of words to a speaker in one document.",
    (
        _id("quote_id", "Made from document and offsets."),
        DOC_ID,
        STORY_ID,
        _offset("start", "First character of the content.", nullable=False),
        _offset(
            "end",
            "One past the content's last character; a cue may stand in between.",
            nullable=False,
        ),
        _text("text", "Everything from `start` to `end`.", nullable=False),
        Column(
            "parts",
            PIECES,
            "The content alone: without cue, `that` and, in direct speech, the marks.",
            nullable=False,
        ),
        _text(
            "kind",
            "In the speaker's words, partly so, or retold.",
            nullable=False,
            allowed=QUOTE_KINDS,
        ),
        _text(
            "act",
            "`speech`: the content is what was said; `stand`: what was thought, wanted, judged or promised, as the text has it.",
            allowed=QUOTE_ACTS,
        ),
        _text("speaker_text", "The words that name the speaker."),
        _offset("speaker_start", "First character of `speaker_text`."),
        _offset("speaker_end", "One past its last character."),
        _ref("speaker_id", "entities.entity_id", "The speaker."),
        _text("speaker_name", "The speaker's full name."),
        _refs("speaker_ids", "entities.entity_id", "All speakers of a joint statement."),
        _ref("via_id", "entities.entity_id", "The source it was reported through."),
        _text("addressee_text", "The words that name whom it was said to, where the cue's own sentence does."),
        _offset("addressee_start", "First character of `addressee_text`."),
        _offset("addressee_end", "One past its last character."),
        _ref("addressee_id", "entities.entity_id", "Whom it was said to."),
        _text("cue", "The words that mark the speech act."),
        _offset("cue_start", "First character of `cue`."),
        _offset("cue_end", "One past its last character."),
        Column(
            "is_negated",
            FLAG,
            "Whether the text says this was not said, or that it is unknown.",
            nullable=False,
        ),
        _ref(
            "statement_id",
            "statements.statement_id",
            "The statement its main clause makes.",
            nullable=False,
        ),
        _refs("statement_ids", "statements.statement_id", "All statements it makes."),
        CONFIDENCE,
    ),
    key=("quote_id",),
    order=("doc_id", "start", "end", "quote_id"),
    spans=(
        Span("start", "end", "text"),
        Span("speaker_start", "speaker_end", "speaker_text"),
        Span("addressee_start", "addressee_end", "addressee_text"),
        Span("cue_start", "cue_end", "cue"),
    ),
)

STATEMENTS = Table(
    "statements",
    "What was said, once, however many documents carry it and in whatever wording.",
    (
        _id("statement_id", "Made from its first quote."),
        _ref("speaker_id", "entities.entity_id", "Who said it."),
        _text("speaker_name", "The speaker's full name."),
        _text("text", "The fullest wording.", nullable=False),
        _count("quote_count", "Quotes that carry it."),
        DOCUMENT_COUNT,
        OUTLET_COUNT,
        _day("first_published_on", "Earliest known day a document carried it."),
        Column("wordings", STRINGS, "The distinct wordings, fullest first.", nullable=False),
        _ref(
            "recurs_of",
            "statements.statement_id",
            "An earlier occasion on which the speaker used the same formula.",
        ),
        _text(
            "formula_id",
            "Shared by the statements, of any story and day, known or not, in which a speaker or who speaks for them uses the "
            "same formula; null where no other statement does.",
        ),
    ),
    key=("statement_id",),
    order=("statement_id",),
)

FIGURES = Table(
    "figures",
    "One row for every stated quantity in one document.",
    (
        _id("figure_id", "Made from document and offsets."),
        DOC_ID,
        STORY_ID,
        START,
        END,
        _text("text", "The quantity as it stands, number and unit.", nullable=False),
        Column("value", FLOAT, "The number, in `unit`; the lower end of a range.", nullable=False),
        Column("value_high", FLOAT, "The upper end of a range."),
        Column(
            "is_vague",
            FLAG,
            "Whether only an order of magnitude is stated (dozens, millions).",
            nullable=False,
        ),
        _text(
            "unit",
            "ISO 4217 for money in main units; percent, count, times, ordinal; an SI or named unit.",
            nullable=False,
        ),
        _text("unit_text", "The unit as it stands."),
        _text("counted", "The counted noun of a count, as it stands."),
        _text("kind", "What sort of quantity.", nullable=False, allowed=FIGURE_KINDS),
        _text("bound", "How the stated number bounds the true one.", nullable=False, allowed=BOUNDS),
        _text(
            "change",
            "Whether it is a rise or fall; `level` only where the text says unchanged.",
            allowed=CHANGES,
        ),
        _text("measure", "The thing measured."),
        _offset("measure_start", "First character of `measure`."),
        _offset("measure_end", "One past its last character."),
        _text("holder", 'Whose the measured thing is: of "the bank raised its fee", the bank.'),
        _offset("holder_start", "First character of `holder`."),
        _offset("holder_end", "One past its last character."),
        _day("period_start_on", "First day of the period it holds for."),
        _day("period_end_on", "Last day of that period."),
        _text("period_text", "The words that give the period."),
        _ref("place_id", "entities.entity_id", "Where it holds."),
        _ref("claimed_by_id", "entities.entity_id", "Whose claim it is."),
        _ref("quote_id", "quotes.quote_id", "The quote it stands in."),
        _ref("fact_id", "facts.fact_id", "The fact it is a report of.", nullable=False),
        CONFIDENCE,
    ),
    key=("figure_id",),
    order=("doc_id", "start", "end", "figure_id"),
    spans=(
        Span("start", "end", "text"),
        Span("measure_start", "measure_end", "measure"),
        Span("holder_start", "holder_end", "holder"),
    ),
)

DATES = Table(
    "dates",
    "Every expression of time.",
    (
        _id("date_id", "Made from document and offsets."),
        DOC_ID,
        START,
        END,
        _text("text", "The words.", nullable=False),
        _day("from_on", "First day it can mean."),
        _day("until_on", "Last day it can mean."),
        _text("granularity", "How fine it is.", nullable=False, allowed=DATE_GRANULARITIES),
        _text(
            "basis",
            "Whether the words alone, the publication date or another date in the text fixed it.",
            nullable=False,
            allowed=DATE_BASES,
        ),
        _ref("event_id", "events.event_id", "The event it dates."),
        _ref("figure_id", "figures.figure_id", "The figure whose period it gives."),
    ),
    key=("date_id",),
    order=("doc_id", "start", "end", "date_id"),
    spans=(Span("start", "end", "text"),),
)

FACTS = Table(
    "facts",
    "What was measured, once: one thing, period and place, whatever number each document gives.",
    (
        _id("fact_id", "Made from its first figure."),
        _text("measure", "The thing measured, in its fullest wording."),
        _text("unit", "Unit of the values.", nullable=False),
        _text("kind", "What sort of quantity.", nullable=False, allowed=FIGURE_KINDS),
        _day("period_start_on", "First day of the period."),
        _day("period_end_on", "Last day of the period."),
        Column("value_low", FLOAT, "Smallest value stated.", nullable=False),
        Column("value_high", FLOAT, "Largest value stated.", nullable=False),
        Column(
            "is_disputed",
            FLAG,
            "Whether documents disagree by more than rounding and bounds explain.",
            nullable=False,
        ),
        _count("figure_count", "Figures that report it."),
        DOCUMENT_COUNT,
        OUTLET_COUNT,
    ),
    key=("fact_id",),
    order=("fact_id",),
)

EVENTS = Table(
    "events",
    "One row for every mention of a happening in one document.",
    (
        _id("event_id", "Made from document, trigger offsets and type."),
        DOC_ID,
        STORY_ID,
        _offset("start", "First character of the trigger.", nullable=False),
        _offset("end", "One past its last character.", nullable=False),
        _text("trigger", "The words that name the happening.", nullable=False),
        _offset("sentence_start", "First character of its sentence.", nullable=False),
        _offset("sentence_end", "One past the sentence's last character.", nullable=False),
        _text("event_type", "PLOVER type, or OTHER.", nullable=False, allowed=EVENT_TYPES),
        _text("mode", "PLOVER mode, finer than the type."),
        INTENSITY,
        Column(
            "contexts",
            STRINGS,
            "Subject areas: military, economic, diplomatic and the like.",
            nullable=False,
        ),
        _ref("actor_id", "entities.entity_id", "Who did it."),
        _refs("actor_ids", "entities.entity_id", "All who did it."),
        _text("actor_text", "The words that name the actor."),
        _offset("actor_start", "First character of `actor_text`."),
        _offset("actor_end", "One past its last character."),
        _country("actor_country", "Country the actor belongs to or speaks for."),
        _sector("actor_sector", "Part of society the actor acts for."),
        _ref("recipient_id", "entities.entity_id", "Whom it was done to or with."),
        _refs("recipient_ids", "entities.entity_id", "All it was done to or with."),
        _text("recipient_text", "The words that name the recipient."),
        _offset("recipient_start", "First character of `recipient_text`."),
        _offset("recipient_end", "One past its last character."),
        _country("recipient_country", "Country the recipient belongs to or speaks for."),
        _sector("recipient_sector", "Part of society the recipient acts for."),
        _ref("place_id", "entities.entity_id", "Where it happened."),
        _text("place_text", "The words that name the place."),
        _offset("place_start", "First character of `place_text`."),
        _offset("place_end", "One past its last character."),
        *PLACE_POSITION,
        _day(
            "happened_on",
            "First day it can have happened, and the only one if `happened_until` equals it.",
        ),
        _day("happened_until", "Last day it can have happened."),
        _text(
            "date_basis",
            "Where that was read; null when the text does not tell.",
            allowed=DATE_BASES,
        ),
        _text("date_text", "The words that date it."),
        _offset("date_start", "First character of `date_text`."),
        _offset("date_end", "One past its last character."),
        _text(
            "status",
            "Whether it took place, is under way, is planned, merely possible, or did not.",
            nullable=False,
            allowed=EVENT_STATUSES,
        ),
        _ref(
            "claimed_by_id",
            "entities.entity_id",
            "Whose claim it is, where the text does not vouch for it itself.",
        ),
        _ref("quote_id", "quotes.quote_id", "The quote it stands in."),
        _ref("episode_id", "episodes.episode_id", "The episode it is a report of.", nullable=False),
        _text("coded_by", "The rule or model that typed it.", nullable=False),
        CONFIDENCE,
    ),
    key=("event_id",),
    order=("doc_id", "start", "end", "event_id"),
    spans=(
        Span("start", "end", "trigger"),
        Span("sentence_start", "sentence_end"),
        Span("actor_start", "actor_end", "actor_text"),
        Span("recipient_start", "recipient_end", "recipient_text"),
        Span("place_start", "place_end", "place_text"),
        Span("date_start", "date_end", "date_text"),
    ),
)

EPISODES = Table(
    "episodes",
    "What happened, once: the same kind of act by the same actors at the same time, across documents.",
    (
        _id("episode_id", "Made from its first event."),
        _text("event_type", "PLOVER type, or OTHER.", nullable=False, allowed=EVENT_TYPES),
        _text("mode", "Mode most mentions give, finer than the type."),
        INTENSITY,
        Column("contexts", STRINGS, "Subject areas any mention gives.", nullable=False),
        _ref("actor_id", "entities.entity_id", "Who did it."),
        _refs(
            "actor_ids", "entities.entity_id", "All who did it, by any mention; unordered between sides of a meeting."
        ),
        _country("actor_country", "Country the actor belongs to or speaks for."),
        _sector("actor_sector", "Part of society the actor acts for."),
        _ref("recipient_id", "entities.entity_id", "Whom it was done to or with."),
        _refs("recipient_ids", "entities.entity_id", "All it was done to or with, by any mention."),
        _country("recipient_country", "Country the recipient belongs to or speaks for."),
        _sector("recipient_sector", "Part of society the recipient acts for."),
        _ref("place_id", "entities.entity_id", "Where."),
        *PLACE_POSITION,
        _day(
            "happened_on", "The first day it can have happened, as exactly as any document gives it; of several, most."
        ),
        _day("happened_until", "The last day it can have happened."),
        _text("status", "Status most documents give.", nullable=False, allowed=EVENT_STATUSES),
        _count("event_count", "Mentions."),
        _count("story_count", "Stories that tell of it."),
        _day("first_published_on", "Earliest known day a document told of it."),
        DOCUMENT_COUNT,
        OUTLET_COUNT,
        Column("disputed", STRINGS, "Columns in which documents disagree.", nullable=False),
        _text("summary", "One line: who, what, whom, where, when.", nullable=False),
    ),
    key=("episode_id",),
    order=("happened_on", "episode_id"),
)

REJECTS = Table(
    "rejects",
    "What was not let in, and why.",
    (
        _id("reject_id", "Made from stage, source, rule and row."),
        _text("stage", "The step that turned it away.", nullable=False, allowed=REJECT_STAGES),
        _text("source_uri", "The file it came from."),
        _text("doc_id", "The document it came from, which may itself have been turned away."),
        _text("row", "The row as JSON, where there was one."),
        _text("rule", "Short name of the rule.", nullable=False),
        _text("reason", "What is wrong and what to do, for a person.", nullable=False),
    ),
    key=("reject_id",),
    order=("stage", "source_uri", "doc_id", "reject_id"),
)

RUNS = Table(
    "runs",
    "One row for every build that was published; the only table that holds clock times.",
    (
        _id("run_id", "Made from start time and input digest."),
        Column("started_at", MOMENT, "Start.", nullable=False, unit="UTC"),
        Column("finished_at", MOMENT, "End.", nullable=False, unit="UTC"),
        _text("code_version", "Version and digest of the code.", nullable=False),
        _text("model_version", "Name and version of the language model.", nullable=False),
        _text("input_digest", "Digest over every raw file's path and checksum.", nullable=False),
        _text("config", "Settings that shape the rows, as JSON.", nullable=False),
        _text("counts", "Rows a table, and files in, as JSON.", nullable=False),
        _text("seconds", "Seconds a stage, as JSON.", nullable=False),
    ),
    key=("run_id",),
    order=("started_at", "run_id"),
)

TABLES: tuple[Table, ...] = (
    DOCUMENTS, OVERLAPS, STORIES, ENTITIES, MENTIONS, QUOTES, STATEMENTS, FIGURES, DATES, FACTS, EVENTS, EPISODES,
    REJECTS, RUNS,
)  # fmt: skip
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
