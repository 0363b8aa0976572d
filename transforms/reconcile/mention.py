"""An event row as the search for episodes sees it: its word, its sides, and what the words around it say of which
occasion is meant."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from transforms.events.arguments import is_symmetric
from transforms.language.lexicons import countries_by_name
from transforms.reconcile.derivation import bare_words, families, stem_of
from transforms.reconcile.nouns import (
    WORD,
    is_definite,
    months_in,
    names_before,
    places_behind,
    places_of,
    points_back,
    said_apart,
    words_beside,
)
from transforms.reconcile.wording import stopwords

OCCASIONS = Path(__file__).parent / "occasions.tsv"
SEATS = Path(__file__).parent / "seats.txt"
EARLIER, ANOTHER, REPEATED, PRESENT, REMOTE = "earlier", "another", "many", "present", "remote"
NOW, THEN = "now", "then"

DRILLS = frozenset({("COOPERATE", "exercise"), ("MOBILIZE", "exercise")})
MANY = "multilateral"
TALK = "CONSULT"
TOLD_BY_SIDES = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "AID", "CONCEDE", "CONSULT"})
SANCTIONS = ("COERCE", "sanctions")
DEATH, KILL, BIRTH, PROTEST = "death", "kill", "birth", "PROTEST"

AFTER_WORDS = 6  # words after a trigger among which "twice" and "again" stand
MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
LONGER = re.compile(
    rf"^\D*{MONTH.pattern}[a-z]*\.?(?! \d)|(?<!new )\b(?:year|month|spring|summer|autumn|winter|decade)\b"
)
THIS_WEEK = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|tonight|yesterday|tomorrow)\b")


@dataclass(frozen=True, slots=True)
class Known:
    """What comparing needs of an entity: the state it belongs to or acts for, its kind, the words of its name, whether
    that is a name at all, not a description such as "the man", whether it is the state itself, whether every word is a
    name's, and of people the last name and the first letter of the first."""

    state: str | None
    kind: str
    words: frozenset[str]
    is_named: bool = True
    is_state: bool = False
    is_proper: bool = True
    surname: str = ""
    initial: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is somebody by name: "the Norrby mother" is not."""
        return self.kind == "person" and self.is_proper


@dataclass(frozen=True, slots=True)
class Mention:
    """What comparing needs of an event row. `word` is the trigger's lemma, the sides are entity ids. `told_on` is the day
    its document appeared; `date_words` is a date that no calendar day is known for; `antecedent` is the event that a bare
    "the meeting" takes up; `which` are words before the noun that tell it from others of its kind, by the group of which
    it has one ("the second ruling"), `called` the places there;
    `names` those of a name ("the Vietnam War"), `beside` all of them and those of the phrase behind it;
    `points_back` marks a "that meeting", whosever it is."""

    row: Mapping[str, Any]
    word: str
    stem: str
    families: frozenset[int]
    actors: frozenset[str]
    recipients: frozenset[str]
    actor_words: frozenset[str]
    recipient_words: frozenset[str]
    symmetric: bool
    told_on: dt.date | None = None
    is_definite: bool | None = None
    occasions: frozenset[str] = frozenset()
    date_words: str | None = None
    antecedent: str | None = None
    which: frozenset[tuple[int, str]] = frozenset()
    called: frozenset[tuple[int, str]] = frozenset()
    points_back: bool = False
    names: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    @property
    def event_id(self) -> str:
        return str(self.row["event_id"])

    @property
    def is_of_many(self) -> bool:
        """Whether it is a gathering of many: called a summit or conference, and not of two named sides."""
        return self.row["mode"] == MANY and len(self.actors | self.recipients) < 2

    @property
    def is_anchored(self) -> bool:
        """Whether the row says who or whom."""
        return bool(self.actors or self.recipients)

    @property
    def names_both_sides(self) -> bool:
        """Whether it is of a kind told apart by its sides and names who and whom."""
        return self.is_told_by_sides and bool(self.actors) and bool(self.recipients or self.recipient_words)

    @property
    def is_told_by_sides(self) -> bool:
        """Whether it is told apart by who does it to whom: two governments that condemn one raid are two happenings. A
        raid, a fire or a match is one in its story, whomever of those concerned a sentence names."""
        return self.kind[0] in TOLD_BY_SIDES or self.kind == SANCTIONS

    @property
    def theme(self) -> frozenset[str]:
        """The words that say what or whom it is about: those of its sides and those beside its noun."""
        return self.actor_words | self.recipient_words | self.beside

    @property
    def undergoers(self) -> frozenset[str]:
        """Of a death or birth, whose it is; of a protest, who protests."""
        if self.row["mode"] in (KILL, BIRTH):
            return self.recipients
        return self.actors if self.row["mode"] == DEATH or self.row["event_type"] == PROTEST else frozenset()

    @property
    def is_told_by_verb(self) -> bool:
        """Whether a verb tells it, so that tense says whether it took place."""
        return "/v/" in (self.row["coded_by"] or "")

    @property
    def is_vague(self) -> bool:
        """Whether its everyday verb has so many senses that a family of words tells little: came, passed, left."""
        return self.row["event_type"] == "OTHER" and self.word in bare_words()

    @property
    def is_bare(self) -> bool:
        """Whether its verb says little without its object: made, took, held."""
        return self.word in bare_words() and self.row["event_type"] == "OTHER"

    @property
    def is_bare_talk(self) -> bool:
        """Whether it is a "meeting" or "talks" of nobody named, which may be any."""
        return self.row["event_type"] == TALK and not self.is_anchored

    @property
    def recency(self) -> str | None:
        """`now` or `then` for a date that is no calendar day: a newspaper names a day of this week by its weekday alone
        ("on Thursday"), and what is longer ago by month, season or year ("in February")."""
        if self.date_words is None:
            return None
        if LONGER.search(self.date_words):
            return THEN
        return NOW if THIS_WEEK.search(self.date_words) else None

    @property
    def month(self) -> str | None:
        """The month its date names, as its first three letters, where no calendar day is known."""
        found = MONTH.search(self.date_words or "")
        return found[0] if found else None

    @property
    def is_left_open(self) -> bool:
        """Whether it is talks of nobody named in no particular instance: "peace talks", "through negotiation"."""
        return self.is_bare_talk and self.is_definite is False

    @property
    def kind(self) -> tuple[str, str | None]:
        """Type and mode; drills count as one kind whoever is taken to be addressed by them."""
        key = (self.row["event_type"], self.row["mode"])
        return ("MOBILIZE", "exercise") if key in DRILLS else key


def read_known(entities: pa.Table) -> dict[str, Known]:
    """Entity id to what comparing needs of it."""
    columns = entities.select(["entity_id", "country", "kind", "name"]).to_pylist()
    return {
        row["entity_id"]: Known(
            row["country"],
            row["kind"],
            frozenset(row["name"].lower().split()),
            is_named=row["name"].lower() != row["name"],
            is_state=_is_state(row["name"].lower()),
            is_proper=all(word[:1].isupper() for word in row["name"].split()),
            surname=row["name"].lower().split()[-1] if row["name"].split() else "",
            initial=row["name"].lower()[:1],
        )
        for row in columns
    }


def _is_state(name: str) -> bool:
    """Whether a name is that of a state or of the seat of its government."""
    known = countries_by_name().get(name)
    return known is not None and (known.kind != "government" or name in _seats())


@cache
def _seats() -> frozenset[str]:
    return frozenset(line for line in SEATS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def read_mentions(
    rows: Iterable[Mapping[str, Any]],
    published: Mapping[str, dt.date | None],
    texts: Mapping[str, str],
) -> list[Mention]:
    """The mentions of event rows (columns of `warehouse.tables.EVENTS`), in the order of document and offset.

    `published` gives each document's day, `texts` its text where known.
    """
    ordered = sorted(rows, key=lambda row: (row["doc_id"], row["start"], row["event_id"]))
    found: list[Mention] = []
    for row in ordered:
        mention = read_mention(row, published.get(row["doc_id"]), texts.get(row["doc_id"]))
        if (mention.is_definite and mention.is_bare_talk) or mention.points_back:
            mention = replace(mention, antecedent=_antecedent(mention, found))
        found.append(mention)
    return found


def _antecedent(mention: Mention, before: Sequence[Mention]) -> str | None:
    """The nearest talk that its document tells before it and says whose it was."""
    for earlier in reversed(before):
        if earlier.row["doc_id"] != mention.row["doc_id"]:
            return None
        if earlier.row["event_type"] == TALK and earlier.is_anchored and earlier.families & mention.families:
            return earlier.event_id
    return None


def read_mention(row: Mapping[str, Any], told_on: dt.date | None = None, text: str | None = None) -> Mention:
    """One event row as comparing sees it."""
    word = _word(row)
    before, after = ("", "") if text is None else _around(row, text)
    is_noun = text is not None and "/n/" in (row["coded_by"] or "")
    return Mention(
        row=row,
        word=word,
        stem=stem_of(word),
        families=families().get(word, frozenset()),
        actors=frozenset(row["actor_ids"] or ([row["actor_id"]] if row["actor_id"] else ())),
        recipients=frozenset(row["recipient_ids"] or ([row["recipient_id"]] if row["recipient_id"] else ())),
        actor_words=content_words(row["actor_text"]),
        recipient_words=content_words(row["recipient_text"]),
        symmetric=is_symmetric(row["event_type"], row["mode"]),
        date_words=row["date_text"].lower() if row["date_text"] and row["happened_on"] is None else None,
        told_on=told_on,
        is_definite=is_definite(before, str(row["trigger"])) if is_noun else None,
        occasions=_occasions(before, after),
        points_back=is_noun and row["event_type"] == TALK and points_back(before, str(row["trigger"])),
        which=said_apart(before, str(row["trigger"])) if is_noun else months_in(row["actor_text"]),
        called=_places(row, text, is_noun),
        names=names_before(row, text) if is_noun and text is not None else frozenset(),
        beside=content_words(words_beside(row, text)) if is_noun and text is not None else frozenset(),
    )


def _places(row: Mapping[str, Any], text: str | None, is_noun: bool) -> frozenset[tuple[int, str]]:
    if text is None:
        return frozenset()
    return places_of(row, text) if is_noun else places_behind(row, text)


def _word(row: Mapping[str, Any]) -> str:
    """The lemma that names the happening: of "launched an offensive" the noun, not the verb."""
    _, part, word, *frame = (str(row["coded_by"] or "") + "///").split("/")
    words = str(row["trigger"]).lower().split()
    phrase = f"{word} {words[-1]}"  # "shut down" is another act than to shut
    if part == "v" and len(words) == 2 and phrase in families():
        return phrase
    if part == "v" and len(words) > 1 and any(slot.startswith("obj") for slot in frame):
        return words[-1] if words[-1] in families() else word
    return word or " ".join(words)


@lru_cache(maxsize=100_000)
def content_words(text: str | None) -> frozenset[str]:
    """The words of a phrase, lower case, but for articles, pronouns and prepositions."""
    return frozenset(word for word in WORD.findall((text or "").lower()) if word not in stopwords())


def _around(row: Mapping[str, Any], text: str) -> tuple[str, str]:
    return text[row["sentence_start"] : row["start"]].lower(), text[row["end"] : row["sentence_end"]].lower()


def _occasions(before: str, after: str) -> frozenset[str]:
    last = WORD.findall(before)[-1:]
    following = f" {' '.join(WORD.findall(after)[:AFTER_WORDS])} "
    found = {occasion for occasion, place, cue in _cues() if place == "before" and last == [cue]}
    found |= {occasion for occasion, place, cue in _cues() if place == "after" and f" {cue} " in following}
    return frozenset(found)


@cache
def _cues() -> tuple[tuple[str, str, str], ...]:
    with OCCASIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    return tuple((row["occasion"], row["place"], cue) for row in rows for cue in row["words"].split(", "))
