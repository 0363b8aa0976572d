"""Headlines in capitals ("Court Clears Mayor To Run"), read as the sentence they stand for.

A parser trained on sentences takes the capitalised verb of such a line for a part of a name. Where it found no verb to
hang the line on, the line is parsed again with its verbs and small words in lower case. Only the reading changes: the
words keep their characters, and every offset holds.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from transforms.language.lexicons import rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
FEWEST_WORDS = 4
CAPITALISED = 0.75  # share of the longer words that begin with a capital: fewer in a sentence full of names
LONGER = 4  # letters of a word that a headline capitalises
SENTENCE_ENDS = frozenset(".!”\"'’:;,")
INFLECTED = re.compile(r"(?:s|ed|ing)$")
# What an inflected form may have added to a verb, and what stood there before.
ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))


def is_misread(doc: Doc) -> bool:
    """Whether a line in headline capitals was parsed without a verb at its root."""
    return _is_capitalised(doc.text) and not any(sent.root.pos_ in ("VERB", "AUX") for sent in doc.sents)


def as_sentence(nlp: Language, line: str) -> str:
    """`line` with the capitals of its verbs and small words lowered, of the same length.

    What is a verb the pipeline's lemmatizer tells; a pipeline without such tables leaves verbs as they are.
    """
    letters = list(line)
    small, before_verbs = _listed("small"), _listed("before_verbs")
    words = list(WORD.finditer(line))
    for before, match in pairwise(words):
        word = match.group()
        if not word[0].isupper() or word[1:] != word[1:].lower():
            continue
        is_small = word.lower() in small
        if is_small or _is_verb(nlp, word.lower(), bare=before.group().lower() in before_verbs):
            letters[match.start()] = word[0].lower()
    return "".join(letters)


def _is_capitalised(line: str) -> bool:
    words = WORD.findall(line)
    longer = [word for word in words if len(word) >= LONGER]
    if len(words) < FEWEST_WORDS or not longer or line.rstrip()[-1:] in SENTENCE_ENDS:
        return False
    return sum(map(str.istitle, longer)) >= CAPITALISED * len(longer)


def _is_verb(nlp: Language, word: str, *, bare: bool) -> bool:
    """Whether `word` is an inflected form of a verb, or, after "to" and the like, a verb at all."""
    index, irregular = _verbs(nlp)
    if word in irregular:
        return True
    if not bare and INFLECTED.search(word) is None:
        return False
    stems = {word} if bare else {word[: -len(end)] + put for end, put in ENDINGS if word.endswith(end)}
    doubled = {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    return not index.isdisjoint(stems | doubled)


@cache
def _verbs(nlp: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The verbs and the irregular forms of verbs in the lemmatizer's tables."""
    if "lemmatizer" not in nlp.pipe_names:
        return frozenset(), frozenset()
    lookups: Any = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    tables = [
        lookups.get_table(name).get("verb", ()) if lookups is not None and lookups.has_table(name) else ()
        for name in ("lemma_index", "lemma_exc")
    ]
    return frozenset(tables[0]), frozenset(tables[1])


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word for row in rows("headlines") if row["name"] == name for word in row["words"].split())
