"""Attributions told by layout alone: signed lines, embedded posts, pull quotes, headlines and transcripts.

None of these has a verb of saying, and none needs the parse: a line's shape says whose words it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.marks import trim
from transforms.quotes.speakers import Speaker, noun_phrase, token_at

if TYPE_CHECKING:
    from spacy.tokens import Token

LINE = re.compile(r"[^\n]+")
NAME = r"(?:[A-Z][\w.'’&-]*)(?: (?:[A-Z][\w.'’&-]*|of|de|von|van|bin|al|the|and))*"
# "... — Town Water (@townwater) January 3, 2031": how posts are embedded in articles.
POST = re.compile(
    rf"^(?P<said>.+?)(?:\s*(?:https?://|pic\.twitter\.com/)\S+)*\s*[—–―-]+\s*(?P<name>{NAME}) \(@\w+\)\s+[A-Z]\w+ \d{{1,2}}, \d{{4}}\s*$"
)
# "'...' ― Ana Lind": a signature behind a quotation.
SIGNATURE = re.compile(rf"\s*[—–―]+\s*(?P<name>{NAME})(?=[.,]?\s*(?:\n|\Z)|,)")
HEADLINE = re.compile(rf"^(?P<name>{NAME}): (?P<said>\S.*?[^.!?\s][.!?]?)$")
TURN = re.compile(r"^[\"“]?(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):\s+(?P<said>\S.*?)[\"”]?$")
# Words before a colon that name no speaker.
LABELS = re.compile(
    r"^(?:READ|WATCH|SEE|MORE|LISTEN|RELATED|VIDEO|PHOTOS?|UPDATE|UPDATED|CORRECTION|EXCLUSIVE|OPINION|ANALYSIS|LIVE|THE LATEST|"
    r"BREAKING|NOTE|EDITOR|SOURCE|CREDIT|CONTRIBUTING|DEAR|PS|WARNING|FACT CHECK|REPORT|POLL|STUDY|AP|Q|A)\b",
    re.I,
)
MIN_TURNS = 3  # names before colons, one of them again, make a transcript; once each they are headings
MIN_PULLED = 30  # characters a pull quote repeats of a quotation in the story
MAX_CREDIT = 60  # characters of name and role behind a pull quote
MAX_HEADLINE = 160  # a longer first line is no headline


def layout_attributions(reading: Reading, quoted: Sequence[Attribution]) -> Iterator[Attribution]:
    """Attributions of whole lines. `quoted` are the direct attributions of the running text, which pull quotes repeat."""
    text = reading.text
    lines = [line for line in LINE.finditer(text) if line.group().strip()]
    turns = [match for line in lines if (match := TURN.match(line.group())) and not LABELS.match(match["name"])]
    names = [match["name"] for match in turns]
    is_transcript = len(names) >= MIN_TURNS and len(set(names)) < len(names)
    pulled = _beginnings(reading, quoted)
    for number, line in enumerate(lines):
        found = POST.match(line.group())
        if found is None and number == 0 and len(line.group()) <= MAX_HEADLINE:
            found = _headline(reading, line)
        if found is None and is_transcript:
            found = TURN.match(line.group())
        if found is not None and not LABELS.match(found["name"]):
            said: Span | None = trim(text, line.start() + found.start("said"), line.start() + found.end("said"))
            name: Span | None = Span(line.start() + found.start("name"), line.start() + found.end("name"))
            frame = "headline" if number == 0 else "signed"
        else:
            said, name = _pull_quote(text, line, pulled)
            frame = "signed"
        if said is not None and name is not None:
            speaker, head = _named(reading, name)
            yield Attribution((said,), frame, "say", speaker=speaker, head=head)


def signature_after(reading: Reading, end: int) -> tuple[Speaker, Token | None] | None:
    """Who signed the quotation that ends at offset `end`: "― Ana Lind" at the line's end."""
    match = SIGNATURE.match(reading.text, end)
    if match is None or "\n" in match.group().strip(" "):
        return None
    return _named(reading, Span(*match.span("name")))


def _headline(reading: Reading, line: re.Match[str]) -> re.Match[str] | None:
    """ "Lind: Bridge Will Stay Closed" as the first line, where what stands before the colon is a name the parse knows."""
    match = HEADLINE.match(line.group())
    if match is None or len(match["name"].split()) > 4:
        return None
    token = token_at(reading.doc, line.start() + match.end("name") - 1)
    return match if token is not None and token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") else None


def _beginnings(reading: Reading, quoted: Sequence[Attribution]) -> dict[str, int]:
    """How each quotation of the story begins, with its offset; pull quotes repeat it word for word."""
    text = reading.text
    found: dict[str, int] = {}
    for attribution in quoted:
        for part in attribution.parts:
            if part.end - part.start >= MIN_PULLED:
                found.setdefault(text[part.start : part.start + MIN_PULLED], part.start)
    return found


def _pull_quote(text: str, line: re.Match[str], pulled: dict[str, int]) -> tuple[Span | None, Span | None]:
    """A line without marks that repeats a quotation of the story and names its speaker behind it."""
    if line.group()[:MIN_PULLED] not in pulled:
        return None, None
    end = max(line.group().rfind(mark) for mark in (". ", "! ", "? "))
    if end < MIN_PULLED or len(line.group()) - end > MAX_CREDIT:
        return None, None
    name = re.match(NAME, line.group()[end + 2 :])
    if name is None:
        return None, None
    start = line.start() + end + 2
    return trim(text, line.start(), line.start() + end + 1), Span(start, start + name.end())


def _named(reading: Reading, name: Span) -> tuple[Speaker, Token | None]:
    """The name as a speaker, its last word as the head."""
    token = token_at(reading.doc, name.end - 1)
    if token is None:
        return Speaker(name, name.start), None
    phrase = noun_phrase(token)
    head = token if phrase.head == token.idx else token_at(reading.doc, phrase.head)
    return Speaker(name, token.idx), head if head is not None and name.start <= head.idx < name.end else token
