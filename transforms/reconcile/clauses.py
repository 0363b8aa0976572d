"""Words of a mention's sentence: what follows its verb, and the phrase around its noun."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONGEST_TAIL, LONGEST_SNIPPET = 12, 14  # words: a line of a chronicle, not the sentence
# The full stop of an abbreviation ("Gov. Rassen") ends no clause.
TITLES = "Gov|Rep|Sen|Mr|Ms|Mrs|Dr|Gen|Col|Sgt|Lt|Cpl|Adm|Prof|Rev|St|Jr|Sr|vs|No"
ABBREVIATED = "".join(rf"(?<!\b{title})" for title in TITLES.split("|"))
BREAK = re.compile(
    rf"(?<![A-Z]){ABBREVIATED}[.](?=\s|$)|(?<![A-Z]),(?=\s|$)|,(?=\s)|[;:!?\"“”()\n]|\s[-–—]|—|['‘](?=\w)(?<=\s.)"
)
STOPS = frozenset(
    [
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "if",
        "unless",
        "when",
        "while",
        "after",
        "before",
        "because",
        "although",
        "though",
        "but",
        "said",
        "says",
        "saying",
        "told",
        "since",
        "until",
        "as",
        "where",
        "whether",
        "amid",
        "despite",
        "so",
        "what",
        "follows",
        "followed",
    ]
)
LINKS = frozenset(
    [
        "and",
        "or",
        "to",
        "of",
        "the",
        "a",
        "an",
        "by",
        "in",
        "on",
        "at",
        "with",
        "for",
        "from",
        "as",
        "into",
        "its",
        "his",
        "her",
        "their",
        "over",
        "about",
        "against",
        "than",
        "is",
        "was",
        "were",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "will",
        "would",
        "and,",
        "not",
        "such",
        "that",
        "they",
        "he",
        "she",
        "we",
        "it’s",
        "it's",
    ]
)
BEFORE_NOUN = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "any",
        "some",
        "each",
        "every",
        "another",
        "no",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "to",
        "with",
        "from",
        "after",
        "before",
        "during",
        "over",
        "under",
        "against",
        "and",
        "or",
        "but",
        "into",
        "amid",
        "since",
        "until",
        "about",
        "between",
        "despite",
        "so",
    ]
)
AUXILIARIES = frozenset(
    [
        "must",
        "would",
        "will",
        "can",
        "could",
        "should",
        "may",
        "might",
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "did",
        "do",
        "does",
        "not",
    ]
)
AFTER_NOUN = frozenset({"of", "with", "between", "by", "over", "against", "on", "in", "at", "for", "to"})
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
QUOTED = re.compile(r"\s((?:the\s|a\s|an\s)?)[\"“]((?:[^\s\"“”]+\s+){2,}[^\"“”\n]+)")
DATE = re.compile(
    rf"\s(?:(?:on|in|by) )?(?:\d{{1,2}} )?(?:{MONTHS})\b(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|\sin (?:19|20)\d\d\b|\slast (?:year|month|week)\b"
)
WEEKDAY = re.compile(
    r"\s*\b(?:early |late )?(?:on )?(?:last |next |this )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"(?:\s(?:morning|afternoon|evening|night))?\b(?!['’]s)"
)

Row = Mapping[str, Any]


def one_line(text: str | None) -> str | None:
    """The text with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split()) if text else None


def clause_after(row: Row, text: str, skip: int) -> str:
    """What follows the first `skip` characters of the trigger, up to the end of the clause."""
    begin = row["start"] + skip
    kept = max(row["end"] - begin, 0)
    rest = text[begin : row["sentence_end"]]
    opened = QUOTED.match(rest, kept)  # what is done in so many words: denounced "the reckless plan"
    if opened is not None:
        rest = rest[:kept] + " " + opened[1] + opened[2]
    cut = BREAK.search(rest, kept)
    words = rest[: cut.start() if cut else len(rest)]
    if row["happened_on"] is not None:  # the line ends with the day anyway
        words = words[:kept] + DATE.sub("", words[kept:])
    return _trimmed(words, kept)


def _trimmed(words: str, kept: int) -> str:
    whole = words[:kept].split()
    more = WEEKDAY.sub("", words[kept:]).split()
    begin = 1 if more[:1] == ["that"] else 0
    end = next((i for i in range(begin, len(more)) if more[i].lower() in STOPS or _starts_clause(more, i)), len(more))
    taken = more[: min(end, max(LONGEST_TAIL - len(whole), 0))]
    while taken and taken[-1].lower() in LINKS:
        taken.pop()
    return " ".join(whole + taken)


def _starts_clause(words: list[str], i: int) -> bool:
    """Whether "and" at this place joins another verb rather than another noun."""
    following = words[i + 1].lower() if i + 1 < len(words) else ""
    return words[i] in ("and", "but", "or") and (following.endswith("ed") or following in AUXILIARIES)


def without_loose_marks(line: str) -> str:
    """The line without quotation marks and brackets of which it has only one of a pair."""
    if line.startswith("“"):
        return line  # words of the text, marks and all
    for opening, closing in ("“”", "()", "[]"):
        if line.count(opening) != line.count(closing):
            line = line.replace(opening, "").replace(closing, "")
    return line.replace('"', "") if line.count('"') % 2 else line


def noun_phrase(row: Row, text: str) -> str:
    """The noun with the words that stand before it up to an article or preposition, and one phrase after it."""
    before = text[row["sentence_start"] : row["start"]]
    start = max((found.end() for found in BREAK.finditer(before)), default=0)
    words = before[start:].split()
    modifiers: list[str] = []
    while words and words[-1].lower() not in BEFORE_NOUN | AUXILIARIES and len(modifiers) < 5:
        modifiers.insert(0, words.pop())
    if not words and start == 0 and modifiers:  # the line's own beginning: a verb may stand there
        modifiers = modifiers if modifiers[0][:1].isupper() else []
    elif len(modifiers) == 5 or (words and words[-1].lower() in {"to", "and", "or", "but"} | AUXILIARIES):
        modifiers = []
    after = _trimmed(text[row["end"] : row["sentence_end"]].split("\n")[0], 0)
    cut = BREAK.search(text[row["end"] : row["sentence_end"]])
    if cut:
        after = _trimmed(text[row["end"] : row["end"] + cut.start()], 0)
    tail = _first_phrase(after.split())
    return " ".join([*modifiers, *str(row["trigger"]).split(), *tail])


def _first_phrase(words: list[str]) -> list[str]:
    """A preposition and the noun phrase after it: names, or an article with a few words before the next link."""
    if not words or words[0].lower() not in AFTER_NOUN:
        return []
    taken = [words[0]]
    for word in words[1:6]:
        is_article = word.lower() in ("the", "a", "an") and len(taken) == 1
        if not is_article and (word.lower() in LINKS or word.lower() in AFTER_NOUN or word.endswith(("ed", "ing"))):
            break
        if taken[1:] and taken[-1][:1].isupper() and word[:1].islower():
            break
        taken.append(word)
    return taken if len(taken) > 1 and taken[-1].lower() not in LINKS else []


def snippet(row: Row, text: str) -> str:
    """The words around the trigger, where nothing else tells what it is about: as a quotation of the sentence."""
    before = text[row["sentence_start"] : row["start"]].split()
    whole = text[row["sentence_start"] : row["sentence_end"]].split()
    start = 0 if len(before) < LONGEST_SNIPPET - 2 else len(before) - LONGEST_SNIPPET // 2
    words = " ".join(whole[start : start + LONGEST_SNIPPET]).strip(' .,;:"“”')
    left = "… " if start else ""
    right = " …" if start + LONGEST_SNIPPET < len(whole) else ""
    return f"“{left}{words}{right}”"


def without_article(phrase: str) -> str:
    """The phrase without the article or possessive it begins with."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an", "his", "her", "its", "their", "this") else phrase
