"""Direct speech: which quotations are utterances, and the cue that stands before, behind or inside each.

A quotation that the sentence around it needs for its grammar ("a 'special' day") is a fragment: it is no utterance and
becomes part of whatever indirect content holds it. Titles, nicknames and scare quotes are fragments and so are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.asides import before_party
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.cues import cue_span, is_negated
from transforms.quotes.indirect import frame_edges, speaker_of
from transforms.quotes.layout import signature_after
from transforms.quotes.lexicon import CueEntry
from transforms.quotes.marks import Quotation, trim
from transforms.quotes.pieces import range_parts
from transforms.quotes.speakers import noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

SENTENCE_END = frozenset(".!?…")
CLOSING_PUNCTUATION = frozenset(".,!?…—–-")
FRAME_START = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "ADV", "VERB", "AUX"})
NO_SPEAKER = frozenset({"and", "but", "that", "which", "when", "as", "in", "of"})  # begin no speaker behind marks
FRAME_TOKENS = 40  # how far from its marks a cue is looked for; appositions are long
PERSONS = frozenset({"he", "she", "they", "i", "we"})
LONGEST_SMALL_WORD = 3  # "of", "the": titles leave these in lower case
MAX_WORDS_HEADING = 10  # words in marks alone in a line, without a full stop, are a heading up to this length
MIN_WORDS_FLOATING = 3  # shorter quotations without a cue are titles and labels more often than speech


@dataclass(frozen=True, slots=True)
class Frame:
    """The cue of a quotation, its speaker's head word, and the last token of the words around the cue."""

    cue: Token | None
    head: Token | None
    last: int
    side: str


@dataclass(frozen=True, slots=True)
class Utterances:
    """`attributions` of all utterances (`frame` "floating" where no cue is near), their quotations and their cues."""

    attributions: list[Attribution]
    quotations: set[int]
    cues: set[int]


def direct_attributions(reading: Reading) -> Utterances:
    """The document's utterances, those cut by their cue as one."""
    found: list[Attribution] = []
    used: set[int] = set()
    cues: set[int] = set()
    bounds = _token_bounds(reading)
    previous: tuple[Attribution, Frame, int] | None = None
    for index, quotation in enumerate(reading.quotations):
        first, last = bounds[index]
        after = _frame_after(reading, last, quotation)
        joined = previous is not None and after is None and _goes_on(reading, previous[1], previous[2], first)
        if joined and previous is not None:
            previous[0].parts += _content_parts(reading, quotation)
            used.add(index)
            previous = (previous[0], previous[1], previous[2])
            continue
        before = _frame_before(reading, first)
        if not _is_utterance(reading, quotation, after, before):
            continue
        cues.update(frame.cue.i for frame in (after, before) if frame is not None and frame.cue is not None)
        frame = _better(reading, quotation, after, before)
        attribution = _attribution(reading, quotation, frame)
        found.append(attribution)
        used.add(index)
        previous = (attribution, frame, last) if frame is not None and frame.side == "after" else None
    return Utterances(found, used, cues)


def _token_bounds(reading: Reading) -> list[tuple[int, int]]:
    """First and last token of every quotation."""
    bounds = [(len(reading.doc), -1)] * len(reading.quotations)
    for i, index in enumerate(reading.inside):
        if index >= 0:
            first, last = bounds[index]
            bounds[index] = (min(first, i), max(last, i))
    return bounds


def _attribution(reading: Reading, quotation: Quotation, frame: Frame | None) -> Attribution:
    parts = _interrupted(reading, quotation, frame) + _content_parts(reading, quotation)
    if frame is None:
        signed = signature_after(reading, quotation.outer.end)
        if signed is not None:
            return Attribution(parts, "signed", "say", speaker=signed[0], head=signed[1])
        return Attribution(parts, "floating", "say")
    entry = reading.cues.get(frame.cue.i) if frame.cue is not None else None
    return Attribution(
        parts,
        f"direct_{frame.side}",
        entry.cue_class if entry else "say",
        _cue_words(frame.cue, entry),
        frame.cue.i if frame.cue is not None else None,
        noun_phrase(frame.head) if frame.head is not None else None,
        frame.head,
        is_negated=frame.cue is not None and is_negated(frame.cue),
    )


def _interrupted(reading: Reading, quotation: Quotation, frame: Frame | None) -> tuple[Span, ...]:
    """What the sentence says before a cue in commas: "Those plans, she said, "have failed"" begins with those plans."""
    text, doc = reading.text, reading.doc
    if frame is None or frame.side != "before" or frame.cue is None or not text[quotation.inner.start].islower():
        return ()
    first, last = frame_edges(frame.cue)
    sentence = frame.cue.sent.start
    if first - 1 <= sentence or doc[first - 1].text != "," or doc[last + 1 : last + 2].text != ",":
        return ()
    return range_parts(reading, sentence, first - 2)


def _cue_words(cue: Token | None, entry: CueEntry | None) -> Span | None:
    if cue is None:
        return None
    if entry is not None:
        return cue_span(cue, entry)
    following = cue.nbor(1)  # "according to"
    return Span(cue.idx, following.idx + len(following))


def _content_parts(reading: Reading, quotation: Quotation) -> tuple[Span, ...]:
    return without_comma(reading.text, quotation.parts)


def without_comma(text: str, parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """A quotation's parts without the comma that belongs to its frame."""
    cut = (trim(text, part.start, part.end - 1) if text[part.end - 1] == "," else part for part in parts)
    return tuple(part for part in cut if part is not None) or parts


# ---- utterance or fragment -------------------------------------------------------------------------------------------


def _is_utterance(reading: Reading, quotation: Quotation, after: Frame | None, before: Frame | None) -> bool:
    text = reading.text
    inner = text[quotation.inner.start : quotation.inner.end]
    words = len(inner.split())
    lead = text[: quotation.outer.start].rstrip(" ")[-1:]
    starts_free = lead in ("", "\n", ":") or lead in SENTENCE_END or lead in '”"’»—–-(|•*'
    capital = inner[:1].isupper() or inner[:1].isdigit() or inner[:1] in "[($…."
    rest = text[quotation.outer.end :].lstrip(" ")
    ends_free = inner[-1:] in CLOSING_PUNCTUATION or rest[:1] in ("", "\n") or rest[:1] in CLOSING_PUNCTUATION
    if after is not None and (starts_free or (lead == "," and (capital or words >= MIN_WORDS_FLOATING))):
        return True
    if before is not None and (capital or lead in (",", ":")):
        if before.side != "before_colon":
            return lead == "," or not _is_title(inner)
        return (ends_free or words > MIN_WORDS_FLOATING) and not _is_in_headline(text, quotation)
    if starts_free and signature_after(reading, quotation.outer.end) is not None:
        return True
    if not (starts_free and ends_free and words >= MIN_WORDS_FLOATING) or _is_in_headline(text, quotation):
        return False
    if words <= MAX_WORDS_HEADING and inner[-1] not in CLOSING_PUNCTUATION and _is_alone(text, quotation):
        return False
    return capital or words > 2 * MIN_WORDS_FLOATING


def _is_title(words: str) -> bool:
    """Whether `words` are capitalised like a title ("read "The Long Crossing"") and end like none of speech."""
    long = [word for word in words.split() if len(word) > LONGEST_SMALL_WORD]
    return words[-1:] not in CLOSING_PUNCTUATION and all(word[:1].isupper() for word in long)


def _is_alone(text: str, quotation: Quotation) -> bool:
    """Whether the quotation and its marks are the whole of a line."""
    before, after = text[: quotation.outer.start].rstrip(" "), text[quotation.outer.end :].lstrip(" ")
    return before[-1:] in ("", "\n") and after[:1] in ("", "\n")


def _is_in_headline(text: str, quotation: Quotation) -> bool:
    """Whether the quotation stands among other words in a line that does not end like a sentence."""
    start = text.rfind("\n", 0, quotation.outer.start) + 1
    end = text.find("\n", quotation.outer.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    return len(line) > quotation.outer.end - quotation.outer.start and line[-1] not in ".!?…:\"”’»')]"


def _better(reading: Reading, quotation: Quotation, after: Frame | None, before: Frame | None) -> Frame | None:
    """Both sides may hold a cue; a quotation that ends in a comma goes on to its own."""
    if after is None or before is None:
        return after or before
    return after if reading.text[quotation.inner.end - 1] in ",?!—–-" and before.side != "before_colon" else before


def _goes_on(reading: Reading, frame: Frame, quoted_until: int, first: int) -> bool:
    """Whether the quotation at token `first` continues the one that ended at `quoted_until` around its cue.

    It does where it opens right after the sentence of that cue, or later in that sentence in lower case.
    """
    between = reading.doc[quoted_until + 1 : first]
    if frame.side != "after" or not len(between) or any("\n" in token.text for token in between[:-1]):
        return False
    stops = [token.i for token in between if token.text in (".", "!", "?")]
    if stops:
        return all(reading.doc[i].is_space or reading.doc[i].is_quote or i == stops[0] for i in range(stops[0], first))
    tail = reading.doc[max(frame.last, quoted_until) + 1 : first]
    joined = all(token.is_punct or token.lower_ in ("and", "but", "that") for token in tail)
    lower = reading.doc[min(first + 1, len(reading.doc) - 1)].is_lower and between[-1].text == ","
    return joined or (lower and not any(token.i in reading.cues and token.tag_ != "VBG" for token in tail))


# ---- cues around a quotation -----------------------------------------------------------------------------------------


def _frame_after(reading: Reading, last: int, quotation: Quotation) -> Frame | None:
    """The cue behind a quotation whose last token is `last`: "said X", "X, who runs the port, said"."""
    doc = reading.doc
    start = last + 1
    while start < len(doc) and doc[start].text in (",", "–", "—", "-", "--", "'", "’"):
        start += 1
    if start >= len(doc) or reading.is_quoted(start):
        return None
    if doc[start].pos_ not in FRAME_START and start not in reading.cues:
        return None
    if doc[start].lower_ == "according":
        return _according_frame(reading, start)
    cue = _cue_behind(reading, start)
    leads_on = cue is not None and cue.tag_ != "VBG" and _ends_in_comma(reading.text, quotation)
    if cue is None or (_takes_own_content(reading, cue) and not leads_on):
        return None
    head = _subject_after(reading, cue, start)
    if head is None or head.i < start:
        return None
    first_edge, last_edge = frame_edges(cue)
    if first_edge > start and not _is_apposed(reading, head, start, cue.i):
        return None
    last_edge = max(last_edge, head.i, cue.i)
    ended = reading.text[quotation.inner.end - 1] in SENTENCE_END
    return None if ended and not _ends_frame(reading, cue, last_edge) else Frame(cue, head, last_edge, "after")


def _cue_behind(reading: Reading, start: int) -> Token | None:
    """The first finite cue from token `start` on, in the same sentence and outside of marks."""
    if reading.doc[start].lower_ in NO_SPEAKER:
        return None
    for token in reading.doc[start : start + FRAME_TOKENS]:
        if reading.is_quoted(token.i) or token.text in (".", "!", "?", ";", ":") or "\n" in token.text:
            return None
        entry = reading.cues.get(token.i)
        if entry is not None and "direct" in entry.frames and (token.i == start or token.tag_ not in ("VBG", "VB")):
            return token
    return None


def _according_frame(reading: Reading, cue: int) -> Frame | None:
    """ "..., according to X"."""
    if cue + 1 >= len(reading.doc) or reading.doc[cue + 1].lower_ != "to":
        return None
    head = next((word for word in reading.doc[cue + 1].rights if word.dep_ == "pobj"), None)
    return Frame(reading.doc[cue], head, head.i, "after") if head is not None else None


def _ends_in_comma(text: str, quotation: Quotation) -> bool:
    """Whether a comma leads from the quotation to its cue; words in marks that are no speech have none before a cue."""
    return text[quotation.inner.end - 1] == "," or text[quotation.outer.end : quotation.outer.end + 1] == ","


def _takes_own_content(reading: Reading, cue: Token) -> bool:
    """Whether the cue has its content behind it, so that the quotation before it is a title or the like."""
    return any(
        child.dep_ in ("ccomp", "xcomp") and child.tag_ not in ("VBG", "VBN") and not reading.is_quoted(child.i)
        for child in cue.rights
    )


def _is_apposed(reading: Reading, head: Token, start: int, cue: int) -> bool:
    """Whether the words between the marks and the cue are the speaker's name and what is said of him."""
    return start <= head.i < cue and noun_phrase(head).span.start <= reading.doc[start].idx + len(reading.doc[start])


def _subject_after(reading: Reading, cue: Token, start: int) -> Token | None:
    head = _noun_after(reading, cue, start)
    return before_party(head) if head is not None else None


def _noun_after(reading: Reading, cue: Token, start: int) -> Token | None:
    head = next((child for child in cue.children if child.dep_ == "nsubj" and child.i >= start), subject_of(cue))
    if head is not None and start <= head.i <= cue.i + FRAME_TOKENS and not reading.is_quoted(head.i):
        return head
    if cue.i == start:  # inverted: "said X"
        return _first_noun(reading, cue.i + 1)
    if cue.i == start + 1 and reading.doc[start].is_title:
        return reading.doc[start]  # a name, whatever the tagger makes of it ("Will wrote")
    return _first_noun(reading, start)


def _first_noun(reading: Reading, start: int) -> Token | None:
    """The head of the noun phrase that begins at `start`."""
    doc = reading.doc
    for j in range(start, min(start + 6, len(doc))):
        token = doc[j]
        if reading.is_quoted(j) or token.is_space or token.text in (",", ".", ":"):
            return None
        if token.pos_ in ("PROPN", "NOUN", "PRON"):
            while (
                token.head.i > token.i
                and token.dep_ in ("compound", "nmod", "poss", "amod")
                and token.head.pos_ in ("PROPN", "NOUN")
            ):
                token = token.head
            return token
    return None


def _ends_frame(reading: Reading, cue: Token, last: int) -> bool:
    """Whether the sentence holds nothing beyond the cue's own words, so that the quotation before must be its content."""
    doc = reading.doc
    if _takes_own_content(reading, cue):
        return False
    return (
        last + 1 >= len(doc)
        or doc[last + 1].is_punct
        or doc[last + 1].is_space
        or doc[last + 1].dep_ in ("advcl", "cc")
    )


def _frame_before(reading: Reading, first: int) -> Frame | None:
    doc = reading.doc
    i = first - 1
    while i >= 0 and doc[i].is_space:
        i -= 1
    if i < 0 or reading.is_quoted(i):
        return None
    mark = doc[i].text
    new_paragraph = any("\n" in doc[j].text for j in range(i + 1, first))
    if new_paragraph and mark != ":":
        return None
    if mark in (".", "!", "?", ";") or mark in SENTENCE_END:
        return None
    for j in range(i, max(i - FRAME_TOKENS, -1), -1):
        token = doc[j]
        if reading.is_quoted(j) and mark == ":":
            continue  # "said she hoped "with all her might" to win: ..."
        if reading.is_quoted(j) or (token.is_space and "\n" in token.text) or (token.text in (".", "!", "?") and j < i):
            break
        entry = reading.cues.get(j)
        if entry is None or "direct" not in entry.frames:
            continue
        if mark not in (":", ",") and not _touches(reading, token, entry, i):
            return None
        if mark != ":" and not _only_adjuncts(reading, token, i):
            return None
        head = speaker_of(reading, token)
        return Frame(token, head, i, "before_colon" if mark == ":" else "before")
    return _colon_frame(reading, i) if mark == ":" else None


def _touches(reading: Reading, cue: Token, entry: CueEntry, last: int) -> bool:
    """Whether nothing but the addressee stands between a cue and the marks ("told reporters "We ...")."""
    if cue.i == last or (entry.particle is not None and last - cue.i <= 2):
        return True
    objects = [child for child in cue.rights if child.dep_ in ("dobj", "dative")]
    return entry.takes_addressee and bool(objects) and objects[-1].right_edge.i == last


def _only_adjuncts(reading: Reading, cue: Token, end: int) -> bool:
    """Whether between the cue and the marks there is no other verb that could govern them."""
    return not any(
        token.tag_ == "MD" or (token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"))
        for token in reading.doc[cue.i + 1 : end + 1]
    )


def _colon_frame(reading: Reading, colon: int) -> Frame | None:
    """ "Her mother is more blunt:" without a verb of saying: who is named right before the colon ("no surprise to Lind:",
    "PORT TO CLOSE - Ana Lind:"), else the last person in that sentence who does something."""
    sentence = reading.doc[colon].sent
    named = reading.doc[colon - 1] if colon else None
    if named is not None and named.pos_ == "PROPN" and named.ent_type_ in ("PERSON", "ORG"):
        return Frame(None, named, colon, "before_colon")
    for token in reversed(reading.doc[sentence.start : colon]):
        if (
            token.dep_ == "nsubj"
            and not reading.is_quoted(token.i)
            and (token.ent_type_ == "PERSON" or token.lower_ in PERSONS)
        ):
            return Frame(None, token, colon, "before_colon")
    head = subject_of(sentence.root)
    if head is None and sentence.root.pos_ in ("PROPN", "NOUN"):
        head = sentence.root
    if head is None or head.i > colon or reading.is_quoted(head.i) or head.i < sentence.start:
        return None
    return Frame(None, head, colon, "before_colon")
