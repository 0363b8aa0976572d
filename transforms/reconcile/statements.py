"""Quotes to statements: what was said once, however many documents carry it and in whatever words.

A quote is cut into its sentences. Inside one story, sentences of the same speaker (or of a medium or government that
speaks for them) whose words overlap enough become one statement, by average linkage so that a chain of half-alike
sentences never joins strangers. Candidate pairs come from shared words, never from all pairs. The same words in another
story are another statement, linked to the earlier one by `recurs_of`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from transforms.ids import make_id
from transforms.reconcile.counting import count_sources, read_sources
from transforms.reconcile.recurrences import link_recurrences
from transforms.reconcile.wording import (
    candidate_pairs,
    content_words,
    is_aside_in,
    jaccard,
    marked_words,
    names_of,
    overlap,
    segments,
    sentences,
    telling_words,
    weigh,
)
from warehouse.tables import QUOTES, STATEMENTS

MIN_SENTENCE_WORDS = 3  # a sentence with fewer telling words ("It is a big job.") goes with the one before it
SAME_SPEAKER = 0.45  # mean likeness that joins sentences of one speaker; chosen on the five seed stories
SPEAKS_FOR = 0.6  # and of a speaker and who speaks for them: other words are then more likely another statement
FURTHER = 0.1  # likeness above what is needed at which a sentence makes a second statement too
PIECE_DISCOUNT = 0.9  # likeness of pieces counts this much: the rest of both sentences says something else
FORMULA_WORDS = 5  # so short a wording with words in marks is little else than these words
FORMULA_LIKENESS = 0.75
COMMON_WORD = 200  # a word in more sentences of one story than this brings no pairs together
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Statements:
    """`quotes` with statement ids filled in, and the `statements` they make; both in the schemas of warehouse.tables."""

    quotes: pa.Table
    statements: pa.Table


@dataclass(slots=True)
class Sentence:
    """One sentence of a quote: the smallest thing that is the same or not the same statement."""

    quote: int
    position: int
    text: str
    words: frozenset[str]
    segments: tuple[frozenset[str], ...]
    marked: frozenset[str]
    speakers: frozenset[str]
    spokesman_of: frozenset[str]
    is_person: bool
    unknown: str | None
    is_negated: bool
    doc_id: str
    content: frozenset[str] = frozenset()  # its words without names and the frame of any plan
    statements: list[str] = field(default_factory=list)  # its own first


@dataclass(slots=True)
class Cluster:
    """A statement in the making."""

    sentences: list[Sentence] = field(default_factory=list)
    further: list[Sentence] = field(default_factory=list)
    statement_id: str = ""
    story_id: str = ""


def reconcile_statements(quotes: pa.Table, documents: pa.Table, entities: pa.Table) -> Statements:
    """Fill `statement_id` and `statement_ids` of `quotes` (final entity and story ids) and build `statements`.

    The result does not depend on the order of any input's rows. `statement_id` is never null: a quote that no other
    repeats is a statement of its own.
    """
    rows = sorted(quotes.to_pylist(), key=lambda row: row["quote_id"])
    kinds = {row["entity_id"]: row for row in entities.select(["entity_id", "kind", "country"]).to_pylist()}
    stories: defaultdict[str, list[Sentence]] = defaultdict(list)
    for index, row in enumerate(rows):
        stories[row["story_id"]].extend(_sentences_of(index, row, kinds))
    clusters: list[Cluster] = []
    members: list[list[str]] = [[] for _ in rows]
    main: list[str] = [""] * len(rows)
    for story_id in sorted(stories):
        names = names_of(sentence.text for sentence in stories[story_id])
        for sentence in stories[story_id]:
            sentence.content = content_words(sentence.text, names)
        wordings = _same_wordings(stories[story_id])
        weights = weigh(sentence.words for sentence in stories[story_id])
        margins = _margins(wordings, weights)
        found = list(_cluster_story(wordings, margins))
        for cluster in found:
            cluster.story_id = story_id
            cluster.statement_id = make_id("sta", *_first_sentence(cluster, rows))
            for sentence in cluster.sentences:
                sentence.statements.append(cluster.statement_id)
        _add_further_statements(wordings, margins, {cluster.statement_id: cluster for cluster in found})
        _assign(stories[story_id], members, main)
        clusters.extend(found)
    for index, row in enumerate(rows):
        row["statement_id"], row["statement_ids"] = main[index], members[index]
    table = _statement_table(clusters, rows, members, documents, kinds)
    filled = pa.Table.from_pylist(rows, schema=QUOTES.schema).sort_by([(name, "ascending") for name in QUOTES.order])
    return Statements(filled, table)


# ---- sentences -------------------------------------------------------------------------------------------------------


def _sentences_of(index: int, row: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[Sentence]:
    """The sentences of one quote's parts, those with too few telling words joined to the one before."""
    speakers, spokesman_of, is_person = _speakers(row, kinds)
    unknown = None if speakers else " ".join(telling_words(row["speaker_text"] or "")) or row["doc_id"]
    pieces: list[str] = []
    for part in row["parts"]:
        content = row["text"][part["start"] - row["start"] : part["end"] - row["start"]]
        for start, end in sentences(content):
            text = content[start:end].strip()
            if pieces and len(telling_words(text)) < MIN_SENTENCE_WORDS:
                pieces[-1] = f"{pieces[-1]} {text}"
            else:
                pieces.append(text)
    if len(pieces) > 1 and len(telling_words(pieces[0])) < MIN_SENTENCE_WORDS:
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    for position, text in enumerate(pieces):
        yield Sentence(
            index, position, text, frozenset(telling_words(text)), _segments(text), frozenset(marked_words(text)),
            speakers, spokesman_of, is_person, unknown, bool(row["is_negated"]), row["doc_id"],
        )  # fmt: skip


def _segments(text: str) -> tuple[frozenset[str], ...]:
    """The words of each piece of a sentence that says enough to be compared by itself."""
    pieces = [frozenset(telling_words(piece)) for piece in segments(text)]
    return tuple(piece for piece in pieces if len(piece) >= MIN_SENTENCE_WORDS) if len(pieces) > 1 else ()


def _speakers(
    row: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]
) -> tuple[frozenset[str], frozenset[str], bool]:
    """The speakers' ids, the countries they may speak for, and whether they are people."""
    ids = frozenset(row["speaker_ids"] or ()) | ({row["speaker_id"]} if row["speaker_id"] else frozenset())
    known = [kinds[entity] for entity in sorted(ids) if entity in kinds]
    countries = frozenset(entity["country"] for entity in known if entity["country"])
    return ids, countries, all(entity["kind"] == "person" for entity in known)


def _needed_likeness(a: Sentence, b: Sentence) -> float | None:
    """The likeness two sentences need to be one statement, by who speaks; null where they can't be.

    Two people of one country do not speak for each other; its government, media and firms may speak for them.
    """
    if a.is_negated != b.is_negated or (a.doc_id == b.doc_id and _numbers_differ(a, b)):
        return None
    if a.speakers & b.speakers:
        return SAME_SPEAKER
    if not a.speakers and not b.speakers:
        return SAME_SPEAKER if a.unknown == b.unknown else SPEAKS_FOR
    if not a.speakers or not b.speakers:
        return SPEAKS_FOR
    speaks_for = a.spokesman_of & b.spokesman_of and not (a.is_person and b.is_person)
    return SPEAKS_FOR if speaks_for else None


def _numbers_differ(a: Sentence, b: Sentence) -> bool:
    """Whether both give numbers and share none; in one document they then say different things."""
    in_a, in_b = ({word for word in sentence.words if word[:1].isdigit()} for sentence in (a, b))
    return bool(in_a) and bool(in_b) and not in_a & in_b


# ---- clusters inside one story ---------------------------------------------------------------------------------------


def _same_wordings(found: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences of the same words by the same speakers together, so that copies of a text cost nothing."""
    same: defaultdict[tuple[object, ...], list[Sentence]] = defaultdict(list)
    for sentence in found:
        numbered = sentence.doc_id if any(word[:1].isdigit() for word in sentence.words) else None
        same[sentence.words, sentence.speakers, sentence.unknown, sentence.is_negated, numbered].append(sentence)
    return list(same.values())


def _margins(wordings: Sequence[Sequence[Sentence]], weights: Mapping[str, float]) -> dict[tuple[int, int], float]:
    """For every pair of wordings that share words and may join: their likeness above what they need."""
    pairs = candidate_pairs([sentences_[0].words for sentences_ in wordings], COMMON_WORD)
    found = {(a, b): _margin(wordings[a][0], wordings[b][0], weights) for a, b in pairs}
    return {pair: margin for pair, margin in found.items() if margin is not None}


def _cluster_story(
    wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float]
) -> Iterator[Cluster]:
    """The story's statements, as groups of alike wordings."""
    components = _components(len(wordings), [pair for pair, margin in margins.items() if margin >= 0])
    number = {index: n for n, component in enumerate(components) for index in component}
    inside: defaultdict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for (a, b), margin in margins.items():
        if number[a] == number[b]:
            inside[number[a]][a, b] = margin
    groups = [group for n, component in enumerate(components) for group in _average_linkage(component, inside[n])]
    for group in _with_excerpts(groups, wordings, margins):
        yield Cluster([sentence for index in group for sentence in wordings[index]])


def _with_excerpts(
    groups: Sequence[list[int]], wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """`groups`, but a wording alone that stands word for word in one of another group goes with it.

    "a “slow” winter" is no statement beside "the town is ready for what she called a “slow” winter". Only the excerpt
    moves: groups are never joined by it.
    """
    group_of = {index: group for group in groups for index in group}
    homes: dict[int, tuple[float, int]] = {}
    for (a, b), margin in margins.items():
        for excerpt, whole in ((a, b), (b, a)):
            part, text = wordings[excerpt][0], wordings[whole][0].text
            alone = len(group_of[excerpt]) == 1 and margin >= 0 and len(part.words) > 1
            if alone and len(part.text) < len(text) and part.text in text:
                homes[excerpt] = min(homes.get(excerpt, (-margin, whole)), (-margin, whole))
    merged: defaultdict[int, list[int]] = defaultdict(list)
    for group in groups:
        home = group[0]
        while home in homes:
            home = homes[home][1]
        merged[group_of[home][0]].extend(group)
    return [sorted(group) for group in merged.values()]


def _margin(a: Sentence, b: Sentence, weights: Mapping[str, float]) -> float | None:
    """Likeness above what this pair needs; null where the speakers or the matters differ."""
    needed = _needed_likeness(a, b)
    if needed is None or _says_other_things(a, b):
        return None
    return likeness_of(a, b, weights) - needed


def _says_other_things(a: Sentence, b: Sentence) -> bool:
    """Whether two sentences share only names and the frame of any plan, a mere label, or one is an aside in the other."""
    if a.words == b.words:
        return False
    if a.content and b.content and not a.content & b.content:
        return True
    if min(len(a.words), len(b.words)) <= 1:
        return True
    return is_aside_in(a.text, b.text) or is_aside_in(b.text, a.text)


def likeness_of(a: Sentence, b: Sentence, weights: Mapping[str, float]) -> float:
    """0..1: how much two sentences say the same, as wholes or in the pieces of theirs that are most alike."""
    whole = (overlap(a.words, b.words, weights) + jaccard(a.words, b.words, weights)) / 2
    pieces = [
        0.75 * overlap(x, y, weights) + 0.25 * jaccard(x, y, weights)
        for x in (a.words, *a.segments)
        for y in (b.words, *b.segments)
        if (x is not a.words or y is not b.words) and len(x & y) >= MIN_SENTENCE_WORDS
    ]
    formula = 0.0
    if a.marked and b.marked and max(len(a.words), len(b.words)) <= FORMULA_WORDS:
        formula = FORMULA_LIKENESS * overlap(a.marked, b.marked, weights)
    return max([whole, formula, *(PIECE_DISCOUNT * piece for piece in pieces)])


def _components(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Groups of indices joined by any chain of pairs."""
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, b in pairs:
        parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(count):
        groups[root(index)].append(index)
    return list(groups.values())


def _average_linkage(component: Sequence[int], margins: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """`component` cut into groups whose mean margin, group to group, stays at least 0.

    A pair that was no candidate, or may not join, counts as the worst margin.
    """
    if len(component) == 1:
        return [list(component)]
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    place = {index: position for position, index in enumerate(component)}
    distances = np.full((len(component), len(component)), SPEAKS_FOR + 1.0)
    for (a, b), margin in margins.items():
        distances[place[a], place[b]] = 1.0 - margin
    upper = np.triu_indices(len(component), 1)
    labels = fcluster(linkage(distances[upper], method="average"), t=1.0 + ROUNDING, criterion="distance")
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, label in zip(component, labels, strict=True):
        groups[int(label)].append(index)
    return sorted(groups.values())


def _first_sentence(cluster: Cluster, rows: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
    """The quote id and position that name the statement: its first sentence's, whatever order the rows came in."""
    return min((rows[sentence.quote]["quote_id"], sentence.position) for sentence in cluster.sentences)


def _add_further_statements(
    wordings: Sequence[Sequence[Sentence]], margins: Mapping[tuple[int, int], float], clusters: Mapping[str, Cluster]
) -> None:
    """Give sentences the statements they make besides their own: those whose wordings they are, on average, alike to.

    "In the face of such pressure, we agree on trade" can be one wording of a statement on pressure and of one on trade.
    """
    own = [sentences_[0].statements[0] for sentences_ in wordings]
    sizes = Counter(own)
    likeness: defaultdict[tuple[int, str], float] = defaultdict(float)
    for (a, b), margin in margins.items():
        if own[a] != own[b]:
            likeness[a, own[b]] += margin + SPEAKS_FOR
            likeness[b, own[a]] += margin + SPEAKS_FOR
    for (index, statement), total in sorted(likeness.items()):
        if total / sizes[statement] >= SPEAKS_FOR + FURTHER:
            clusters[statement].further.extend(wordings[index])
            for sentence in wordings[index]:
                sentence.statements.append(statement)


def _assign(found: Sequence[Sentence], members: list[list[str]], main: list[str]) -> None:
    """Write every quote's statements; its main one is that of its weightiest sentence."""
    heaviest: dict[int, int] = {}
    for sentence in found:
        for statement in sentence.statements:
            if statement not in members[sentence.quote]:
                members[sentence.quote].append(statement)
        if len(sentence.words) > heaviest.get(sentence.quote, -1):
            heaviest[sentence.quote] = len(sentence.words)
            main[sentence.quote] = sentence.statements[0]


# ---- the table -------------------------------------------------------------------------------------------------------


def _statement_table(
    clusters: Sequence[Cluster],
    rows: Sequence[Mapping[str, Any]],
    members: Sequence[Sequence[str]],
    documents: pa.Table,
    kinds: Mapping[str, Mapping[str, Any]],
) -> pa.Table:
    quoted: defaultdict[str, list[int]] = defaultdict(list)
    for index, statements in enumerate(members):
        for statement in statements:
            quoted[statement].append(index)
    sources = read_sources(documents)
    pairs = [(statement, rows[index]["doc_id"]) for statement, indices in quoted.items() for index in indices]
    counts = count_sources(pairs, sources)
    table: list[dict[str, Any]] = []
    for cluster in clusters:
        wordings = _wordings(cluster, rows)
        speaker_id, speaker_name = _speaker(cluster, rows, kinds)
        count = counts[cluster.statement_id]
        table.append(
            {
                "statement_id": cluster.statement_id,
                "speaker_id": speaker_id,
                "speaker_name": speaker_name,
                "text": wordings[0],
                "quote_count": len(quoted[cluster.statement_id]),
                "document_count": count.document_count,
                "outlet_count": count.outlet_count,
                "first_published_on": count.first_published_on,
                "wordings": wordings,
                "recurs_of": None,
            }
        )
    speakers = [frozenset().union(*(sentence.speakers for sentence in cluster.sentences)) for cluster in clusters]
    link_recurrences(table, [cluster.story_id for cluster in clusters], speakers)
    table.sort(key=lambda row: str(row["statement_id"]))
    return pa.Table.from_pylist(table, schema=STATEMENTS.schema)


def _wordings(cluster: Cluster, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Distinct wordings: the speaker's own words before retold ones, then the fullest first.

    Sentences whose main statement is another stand behind those that say this alone.
    """
    retold = {"direct": 0, "mixed": 1, "indirect": 2}
    seen: dict[str, tuple[bool, int, int, str]] = {}
    for aside, sentences_ in ((False, cluster.sentences), (True, cluster.further)):
        for sentence in sentences_:
            key = " ".join(sentence.text.lower().split()).strip("\"'“”‘’«».,!?… ")
            rank = (aside, retold[rows[sentence.quote]["kind"]], -len(sentence.words), sentence.text)
            seen[key] = min(seen.get(key, rank), rank)
    return [text for *_, text in sorted(seen.values())]


def _speaker(
    cluster: Cluster, rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Mapping[str, Any]]
) -> tuple[str | None, str | None]:
    """The speaker most of the quotes name; a person before the medium or government that speaks for them."""
    named = Counter(
        (rows[sentence.quote]["speaker_id"], rows[sentence.quote]["speaker_name"])
        for sentence in cluster.sentences
        if rows[sentence.quote]["speaker_id"] in kinds
    )
    if not named:
        return None, None
    return min(named, key=lambda pair: (kinds[pair[0]]["kind"] != "person", -named[pair], str(pair[0])))
