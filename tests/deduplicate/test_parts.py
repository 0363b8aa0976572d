"""What the pieces promise: words, shingles, passages, linkage, sentences and completed dates."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deduplicate.stories import HARBOUR, document, table
from transforms.deduplicate.copies import cluster_copies
from transforms.deduplicate.corpus import read_days
from transforms.deduplicate.dated import Release, days_apart, read_release
from transforms.deduplicate.linkage import average_linkage
from transforms.deduplicate.passages import Run, align, passages, shared_word_pairs
from transforms.deduplicate.related import Dates, complete_dates
from transforms.deduplicate.sentences import split_sentences
from transforms.deduplicate.shingles import sample_shingles
from transforms.deduplicate.words import LONGEST_WORD, find_words, read_words, text_hashes

TEXTS = st.text(st.sampled_from("abcé ’'.,\n123Ñ😀中"), max_size=60)
NO_STANDING_TEXT = np.zeros(0, np.uint64)
TOKENS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"]), max_size=40)


@given(st.lists(TEXTS, max_size=5))
def test_words_are_the_runs_of_letters_and_digits(texts: list[str]) -> None:
    words = find_words(texts)
    for number, text in enumerate(texts):
        place = slice(words.bounds[number], words.bounds[number + 1])
        found = list(zip(words.start[place].tolist(), words.end[place].tolist(), strict=True))
        assert found == [match.span() for match in re.finditer(r"[^\W_😀]+", text)]


@given(TEXTS, TEXTS)
def test_texts_hash_alike_exactly_when_their_words_read_alike(a: str, b: str) -> None:
    def read(text: str) -> list[str]:
        plain = text.lower().replace("é", "e").replace("ñ", "n")
        return re.findall(r"[^\W_😀]+", plain)

    one, other = text_hashes(find_words([a, b])).tolist()
    assert (one == other) == (read(a) == read(b))


@given(st.lists(TEXTS, max_size=5))
def test_words_of_utf_8_are_those_of_the_text(texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    ours = read_words(b"".join(encoded), np.array([len(text) for text in encoded], np.int64))
    theirs = find_words(texts)
    for name in ("bounds", "start", "end", "hash"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()


@given(st.text("abc", min_size=1, max_size=200), st.text("abc", min_size=1, max_size=200))
def test_words_up_to_the_longest_are_told_apart_by_every_letter(a: str, b: str) -> None:
    one, other = find_words([a, b]).hash.tolist()
    if min(len(a), len(b)) <= LONGEST_WORD:
        assert (one == other) == (a == b)


def test_letters_of_an_alphabet_are_told_apart() -> None:
    words = find_words([" ".join("абвгдежзийклмнопрстуфхцчшщъыьэюя"), " ".join("αβγδεζηθικλμνξοπρστυφχψω")])
    cyrillic = words.hash[: words.bounds[1]]
    assert len(set(cyrillic.tolist())) == len(cyrillic) - 1  # й is и with a mark
    assert len(set(words.hash[words.bounds[1] :].tolist())) == 24
    assert find_words(["КУПОЛ"]).hash == find_words(["купол"]).hash


def test_a_text_is_hashed_alike_whatever_stands_around_it() -> None:
    alone, among = find_words([HARBOUR]), find_words(["Other words.", HARBOUR, ""])
    assert among.hash[among.bounds[1] : among.bounds[2]].tolist() == alone.hash.tolist()


def test_texts_that_share_a_passage_sample_the_same_shingles_of_it() -> None:
    words = find_words([HARBOUR, "A lead of its own. " + HARBOUR + " And an end."])
    samples = sample_shingles(words)
    first, second = (set(samples.hash[samples.text == number].tolist()) for number in (0, 1))
    assert len(first) > 20
    assert first <= second


@settings(max_examples=200)
@given(TOKENS, TOKENS)
def test_aligned_runs_are_equal_words_without_overlap(left: list[str], right: list[str]) -> None:
    words = find_words([" ".join(left), " ".join(right)])
    alignment = align(words, NO_STANDING_TEXT, [(0, 1)])[0]
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for run in alignment.runs:
        assert left[run.a : run.a + run.length] == right[run.b : run.b + run.length]
        assert run.length >= 5
        ours, theirs = set(range(run.a, run.a + run.length)), set(range(run.b, run.b + run.length))
        assert not ours & taken_left
        assert not theirs & taken_right
        taken_left |= ours
        taken_right |= theirs
    shingles_left = {tuple(left[i : i + 5]) for i in range(len(left) - 4)}
    shingles_right = {tuple(right[i : i + 5]) for i in range(len(right) - 4)}
    assert bool(alignment.runs) == bool(shingles_left & shingles_right)
    assert 0 <= alignment.jaccard <= alignment.containment <= 1


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=12), min_size=2, max_size=4))
def test_shared_word_pairs_count_each_once(texts: list[list[str]]) -> None:
    pairs = [(a, b) for a in range(len(texts)) for b in range(len(texts)) if a != b]
    found = shared_word_pairs(find_words([" ".join(text) for text in texts]), pairs).tolist()
    distinct = [set(pairwise(text)) for text in texts]
    assert found == [len(distinct[a] & distinct[b]) / max(1, min(len(distinct[a]), len(distinct[b]))) for a, b in pairs]


@settings(max_examples=50)
@given(st.lists(TOKENS, min_size=2, max_size=4))
def test_a_pair_is_aligned_alike_whatever_else_is(texts: list[list[str]]) -> None:
    words = find_words([" ".join(text) for text in texts])
    pairs = [(a, b) for a in range(len(texts)) for b in range(a)]
    together = align(words, NO_STANDING_TEXT, pairs)
    for place, (a, b) in enumerate(pairs):
        alone = align(find_words([" ".join(texts[a]), " ".join(texts[b])]), NO_STANDING_TEXT, [(0, 1)])
        assert together[place] == alone[0]
        assert together.longest[place] == alone[0].longest


def test_a_run_is_no_longer_at_a_place_that_another_took() -> None:
    words = find_words(
        ["one two three four five six seven", "one two three four five six x two three four five six seven"]
    )
    alignment = align(words, NO_STANDING_TEXT, [(0, 1)])[0]
    assert alignment.runs == (Run(0, 0, 6),)
    assert alignment.containment_a == 1.0


def test_days_are_those_of_the_releases() -> None:
    known = [
        {"published_on": dt.date(2023, 5, 1)},
        {"published_from": dt.date(2023, 5, 1), "published_until": dt.date(2023, 5, 4)},
        {"published_from": dt.date(2023, 5, 1), "published_until": dt.date(2023, 5, 5)},
        {"published_from": dt.date(2023, 5, 1)},
        {},
    ]
    rows = [document(f"d{number}", "", **row) for number, row in enumerate(known)]
    days = read_days(table(rows)).tolist()
    assert [None if day != day else day for day in days] == [read_release(row).day for row in rows]


def test_a_passage_is_widened_to_the_sentence_where_it_is_one_in_both_texts() -> None:
    quote = "“We asked for two rested crews and were offered one.”"
    texts = (f"She spoke. {quote} Nobody answered.", f"On the quay:\n\n{quote}\nThen rain fell.")
    words = find_words(texts)
    alignment = align(words, NO_STANDING_TEXT, [(0, 1)])[0]
    ((at,),) = passages([alignment.runs], words, [(0, 1)], texts)
    assert texts[0][at.start_a : at.end_a] == texts[1][at.start_b : at.end_b] == quote


def test_a_passage_inside_a_sentence_stays_between_its_words() -> None:
    shared = "two rested crews for every night shift"
    texts = (f"They want {shared}, she said.", f"Asked about {shared}; he laughed.")
    words = find_words(texts)
    alignment = align(words, NO_STANDING_TEXT, [(0, 1)])[0]
    ((at,),) = passages([alignment.runs], words, [(0, 1)], texts)
    assert texts[0][at.start_a : at.end_a] == texts[1][at.start_b : at.end_b] == shared


def shared_words(a: str, b: str) -> list[str]:
    """The passages of a that stand in b."""
    words = find_words([a, b])
    alignment = align(words, NO_STANDING_TEXT, [(0, 1)])[0]
    return [a[at.start_a : at.end_a] for at in passages([alignment.runs], words, [(0, 1)], [a, b])[0]]


def test_a_passage_ends_before_a_decimal_point_and_begins_after_an_apostrophe() -> None:
    a, b = "Harvests of the valley rose by 12.4 tons a man.", "Harvests of the valley rose by 12.7 tons a head."
    assert shared_words(a, b) == ["Harvests of the valley rose by 12"]
    a, b = "So Orrin’s lower house passed the new budget", "Then Penwick’s lower house passed the new bill"
    assert shared_words(a, b) == ["s lower house passed the new"]


def test_a_passage_takes_in_no_line_break() -> None:
    lines = "The ferry will not sail tonight"
    assert shared_words(f'She said:\n"\n{lines}\n"', f'He wrote:\n"\n{lines}\n"') == [lines]


def test_a_sentence_ends_neither_at_an_abbreviation_nor_at_a_full_line() -> None:
    wrapped = (
        "The council of Orrin Vale met in the old customs house on the\n"
        "Lomme and heard Sen. Petra Lindqvist, who came late from a\n"
        "Jan. 5 dinner in the U.S. The mayor of the town, her brother,\n"
        "had gone to bed.\n"
        "    Nobody voted.\n"
    )
    found = [wrapped[start:end] for start, end in split_sentences(wrapped)]
    assert len(found) == 2
    assert found[0].startswith("The council") and found[0].endswith("gone to bed.")
    listed = "Ferry\nThe Long Mile bridge\nNorthmere"
    assert len(split_sentences(listed)) == 3


def test_a_chain_of_links_does_not_join_its_ends() -> None:
    chain = [(number, number + 1, 0.9) for number in range(9)]
    groups = average_linkage(10, chain, 0.5)
    assert max(groups.count(group) for group in groups) == 2


EDGES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.3, 0.6, 0.9]),
)


@given(EDGES, st.randoms(use_true_random=False))
def test_linkage_does_not_depend_on_the_order_of_edges_and_keeps_its_promise(edges: dict, chance) -> None:
    listed = [(a, b, affinity) for (a, b), affinity in edges.items()]
    groups = average_linkage(10, listed, 0.5)
    chance.shuffle(listed)
    assert average_linkage(10, listed, 0.5) == groups
    members = {group: [node for node in range(10) if groups[node] == group] for group in groups}
    for one in members:
        for other in members:
            if one < other:
                total = sum(edges.get((min(a, b), max(a, b)), 0) for a in members[one] for b in members[other])
                assert total / (len(members[one]) * len(members[other])) < 0.5 + 1e-6


def test_a_copy_of_only_half_a_cluster_stays_out() -> None:
    assert cluster_copies(3, {(0, 1): 0.9, (1, 2): 0.8}) == [0, 0, 2]
    assert cluster_copies(3, {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.3}) == [0, 0, 0]


def test_sentences_end_at_marks_blank_lines_and_line_breaks_but_not_in_wrapped_copy() -> None:
    text = "A headline\nThe port closed early\nin the week. “It rained,” she said.\n\n- one\n- two"
    found = [text[start:end] for start, end in split_sentences(text)]
    assert found == ["A headline", "The port closed early\nin the week.", "“It rained,” she said.", "- one", "- two"]


def release(doc_id: str, **known: dt.date) -> Release:
    return read_release(document(doc_id, "", **known))


def test_days_apart_is_unknown_where_a_day_is() -> None:
    known, later = release("a", published_on=dt.date(2023, 5, 1)), release("b", published_on=dt.date(2023, 5, 9))
    assert days_apart(known, later) == 8
    assert days_apart(known, release("c")) is None
    assert days_apart(known, release("d", published_from=dt.date(2023, 6, 1))) == 31


def test_dates_are_completed_from_the_closest_relation_and_never_guessed() -> None:
    unknown = Dates(None, None, None, None)
    first, second = (release(name, published_on=dt.date(2023, 5, 4)) for name in "ab")
    assert complete_dates(unknown, [first, second], [], []) == Dates(
        first.published_on, first.published_on, first.published_on, "related"
    )
    one_copy = complete_dates(unknown, [first], [], [])
    assert one_copy.on is None
    assert one_copy.earliest is not None and one_copy.earliest < first.published_on < one_copy.latest
    assert complete_dates(unknown, [], [], []) == unknown
    stated = Dates(None, dt.date(2023, 1, 1), None, "text")
    assert complete_dates(stated, [first, second], [], []) == stated
