"""How alike two wordings are: weighted overlap of their telling words, blind to inflection, marks and word order.

Quotes reach this step as text alone, so words are compared by a light stem and a small table of words that
translations swap for one another (`synonyms.tsv`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENTENCE = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bGov\.)(?<!\bRep\.)(?<!\b[A-Z]\.)"
    r"(?<=[.!?…])[\"”’»']?\s+(?=[\"“‘«']?[A-Z0-9])|\n+"
)
SEGMENT = re.compile(r"[,;:–—“”\"«»()]\s*|\s-\s")
CLAUSE = re.compile(r"[,;:–—()]\s*|\s-\s")  # words in marks stay with the phrase they stand in
RELATIVE_LEAD = re.compile(r"\b(?:which|who|whom|whose)\b[^,;:]*\Z", re.I)
OPENING = re.compile(r"(?:\A|[.!?…:]\s)[\s\"“‘«(]*\Z")  # what stands before the first word of a sentence
MARKED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’")
NAME_SHARE = 0.6  # of the words of "the Shanghai Cooperation Organization" more than this are capitalised
# Longest first; what is left must keep MIN_STEM letters.
SUFFIXES = (
    "izations", "ization", "ational", "ations", "ation", "itions", "ition", "nesses", "ments", "ment", "ness", "ings",
    "ively", "ures", "ions", "ing", "ion", "ure", "ies", "ian", "ese", "ern", "ers", "ive", "ity", "ed", "es", "er",
    "en", "ly", "an", "al", "y", "s", "e", "n",
)  # fmt: skip
MIN_STEM = 4
UNSEEN_WEIGHT = 1.0
MIN_SHARED = 2  # words a pair must share before it is compared


def stem(word: str) -> str:
    """`word` in lower case without its possessive and the longest suffix that leaves enough of it."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_STEM and not (suffix == "s" and word[-2] == "s"):
            return word.removesuffix(suffix)
    return word


def telling_words(text: str) -> tuple[str, ...]:
    """The stems that carry what `text` says, in order; words of one synonym group share a stem."""
    lowered = text.lower().replace("’", "'")
    pattern, groups = _synonyms()
    lowered = pattern.sub(lambda match: f" {groups[match.group()]} ", lowered)
    ignored = stopwords()
    return tuple(stem(word) for word in WORD.findall(lowered) if word not in ignored)


@cache
def stopwords() -> frozenset[str]:
    """Words that tell nothing about what was said."""
    lines = (files(__package__) / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every form, and the word that stands for its group."""
    groups: dict[str, str] = {}
    for line in (files(__package__) / "synonyms.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            forms = [form.strip() for form in line.split(",")]
            groups.update(dict.fromkeys(forms, forms[0].replace(" ", "")))
    longest_first = sorted(groups, key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"), groups


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, cut at end punctuation before a capital."""
    cuts = [0]
    ends = []
    for match in SENTENCE.finditer(text):
        ends.append(match.start())
        cuts.append(match.end())
    ends.append(len(text))
    return [(start, end) for start, end in zip(cuts, ends, strict=True) if text[start:end].strip()]


def segments(text: str) -> list[str]:
    """The pieces of a sentence between its commas, colons and dashes, with and without its marks, but for mere names."""
    pieces = dict.fromkeys([*SEGMENT.split(text), *CLAUSE.split(text)])
    return [piece for piece in pieces if piece.strip() and not _is_name(piece)]


def marked_words(text: str) -> tuple[str, ...]:
    """The telling words of `text` that stand in quotation marks: the formula that was taken over to the letter."""
    return tuple(word for match in MARKED.finditer(text) for word in telling_words(match.group()))


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """Words, in lower case, that `texts` write with a capital and never without: a name, even at a sentence's head."""
    capitalised: set[str] = set()
    small: set[str] = set()
    for text in texts:
        if not _is_name(text):
            for word in WORD.findall(text):
                (capitalised if word[0].isupper() else small).add(word.lower())
    return frozenset(capitalised - small)


def content_words(text: str, names: Collection[str]) -> frozenset[str]:
    """The telling words of `text` without its names and the verbs any plan is put in ("should strengthen").

    `names` tells which first words are names. A text that is mostly capitals keeps all its words.
    """
    if not _is_name(text):
        for word, is_first in sorted(_capitalised(text)):
            if not is_first or word.lower() in names:
                text = re.sub(rf"\b{re.escape(word)}\b", " ", text)
    return frozenset(telling_words(text)) - _frame_words()


def _capitalised(text: str) -> frozenset[tuple[str, bool]]:
    """The capitalised words of `text`, and whether each begins a sentence."""
    return frozenset(
        (match.group(), bool(OPENING.search(text, 0, match.start())))
        for match in WORD.finditer(text)
        if match.group()[0].isupper()
    )


@cache
def _frame_words() -> frozenset[str]:
    """Stems of the verbs and adjectives that say of any matter that it shall go on or be dealt with."""
    lines = (files(__package__) / "frame_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in telling_words(line))


def is_aside_in(inner: str, outer: str) -> bool:
    """Whether `inner` is what a relative clause of `outer` holds: "the town, which refused to pay, will build"."""
    at = outer.find(inner)
    return at > 0 and RELATIVE_LEAD.search(outer, 0, at) is not None


def _is_name(piece: str) -> bool:
    words = piece.split()
    return sum(word[:1].isupper() for word in words) > NAME_SHARE * len(words)


def weigh(wordings: Iterable[Collection[str]]) -> dict[str, float]:
    """Weight of every stem: how few of `wordings` hold it (smoothed inverse document frequency, 1 for the commonest)."""
    counts: Counter[str] = Counter()
    total = 0
    for words in wordings:
        counts.update(set(words))
        total += 1
    return {word: 1.0 + math.log((1 + total) / (1 + count)) for word, count in counts.items()}


def shared_weight(a: Collection[str], b: Collection[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, UNSEEN_WEIGHT) for word in set(a) & set(b))


def overlap(a: Collection[str], b: Collection[str], weights: Mapping[str, float]) -> float:
    """Shared weight over the weight of the lighter wording: 1 where one says all that the other says."""
    lighter = min(_weight(a, weights), _weight(b, weights))
    return shared_weight(a, b, weights) / lighter if lighter else 0.0


def jaccard(a: Collection[str], b: Collection[str], weights: Mapping[str, float]) -> float:
    """Shared weight over the weight of both together."""
    both = _weight(set(a) | set(b), weights)
    return shared_weight(a, b, weights) / both if both else 0.0


def _weight(words: Collection[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, UNSEEN_WEIGHT) for word in set(words))


def candidate_pairs(wordings: Sequence[Collection[str]], common: int) -> list[tuple[int, int]]:
    """Pairs of indices that share at least `MIN_SHARED` words, found through the words that no more than `common` hold."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(wordings):
        for word in sorted(set(words)):
            postings[word].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for holders in postings.values():
        if len(holders) <= common:
            shared.update((a, b) for i, a in enumerate(holders) for b in holders[i + 1 :])
    few = {index for index, words in enumerate(wordings) if len(set(words)) < MIN_SHARED}
    return sorted(pair for pair, count in shared.items() if count >= MIN_SHARED or pair[0] in few or pair[1] in few)
