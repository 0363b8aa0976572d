"""A parsed document as plain lists: reading spaCy tokens one attribute at a time costs more than the rules that read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

OPENING = "“„«"
CLOSING = "”»"
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
LEFT_PARTS = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nummod",
        "nmod",
        "quantmod",
        "advmod",
        "case",
        "punct",
        "predet",
        "npadvmod",
        "prt",
    }
)
LEANING = frozenset({"case", "prt", "punct"})  # parts that hang on the word before them
LONGEST_PHRASE = 12  # tokens; longer left sides of a noun are misparses


@dataclass(frozen=True, slots=True)
class Tokens:
    """One document, token by token. `head` is the index of the governor (a root's own), `sentence` counts sentences
    that hold words, and `quoted` says whether a token stands between quotation marks."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    lemma: list[str]
    sentence: list[int]
    sentence_ends: list[int]
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def is_joined(self, index: int) -> bool:
        """Whether the token stands directly against the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def same_sentence(self, a: int, b: int) -> bool:
        return self.sentence[a] == self.sentence[b]

    def span_text(self, first: int, last: int) -> str:
        """The text of tokens `first` up to, not including, `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def phrase_start(self, noun: int) -> int:
        """First token of the phrase that ends in `noun`: its determiner, adjectives and the nouns before it."""
        first = noun
        lowest = max(0, noun - LONGEST_PHRASE)
        while first > lowest and self._belongs_left(first - 1, noun):
            first -= 1
        while first < noun and self.dep[first] == "punct":
            first += 1
        return first

    def _belongs_left(self, index: int, noun: int) -> bool:
        """Whether the token before a phrase belongs to it: every step up to the noun is a part a noun has on its left."""
        if (
            self.sentence[index] != self.sentence[noun]
            or self.pos[index] == "SPACE"
            or self.words[index] in ',;:()“”"—–'
        ):
            return False
        node = index
        for _ in range(4):
            if self.dep[node] not in LEFT_PARTS and self.dep[node] not in ("conj", "cc"):
                return False
            above = self.head[node]
            if above == noun:
                return True
            if above == node or above > noun or (above < index and self.dep[node] not in LEANING):
                return False
            node = above
        return False

    def governor(self, index: int) -> int:
        """The token that governs `index` from outside its coordination: for "Oslo" in "Rome and Oslo" that of "Rome"."""
        node = index
        while self.dep[node] == "conj" and self.head[node] != node:
            node = self.head[node]
        return self.head[node]

    def relation(self, index: int) -> str:
        """The relation of `index`, that of the first conjunct where it is coordinated or in apposition."""
        node = index
        while self.dep[node] in ("conj", "appos") and self.head[node] != node:
            node = self.head[node]
        return self.dep[node]


def read_tokens(doc: Doc) -> Tokens:
    """The lists of one parsed document."""
    words = [token.text for token in doc]
    starts = [token.idx for token in doc]
    sentence: list[int] = []
    sentence_ends: list[int] = []
    count = 0
    for span in doc.sents:
        holds_words = any(words[i][:1].isalnum() for i in range(span.start, span.end))
        sentence.extend([count] * (span.end - span.start))
        if holds_words:
            sentence_ends.append(span.end)
            count += 1
    return Tokens(
        text=doc.text,
        words=words,
        lower=[word.lower() for word in words],
        starts=starts,
        ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
        pos=[token.pos_ for token in doc],
        tag=[token.tag_ for token in doc],
        dep=[token.dep_ for token in doc],
        head=[token.head.i for token in doc],
        lemma=[token.lemma_ for token in doc],
        sentence=sentence,
        sentence_ends=sentence_ends,
        quoted=_quoted(words),
    )


def _quoted(words: list[str]) -> list[bool]:
    """A rough mask of quoted words: marks pair up within a paragraph, and a mark left open runs to its end."""
    mask: list[bool] = []
    is_open = False
    for word in words:
        if "\n" in word:
            is_open = False
        elif word in OPENING or word == "``":
            is_open = True
        elif word in CLOSING or word == "''":
            is_open = False
        elif word == '"':
            is_open = not is_open
        mask.append(is_open)
    return mask
