"""Indirect and mixed speech: the clause or phrase that a cue takes as its content, read off the parse.

The frames are those of the lexicon. Every rule returns pieces of text; marks inside them are left alone, so that a
piece that holds a quotation becomes a mixed quote later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Attribution, Reading
from transforms.quotes.cues import cue_span, is_negated
from transforms.quotes.lexicon import CueEntry, cue_nouns, sources, venues
from transforms.quotes.speakers import GLUED, is_passive, noun_phrase, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whether", "if"})
FRAME_PARTS = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "neg",
        "advmod",
        "npadvmod",
        "dative",
        "dobj",
        "prep",
        "prt",
        "agent",
        "mark",
        "expl",
    }
)
GAPS = frozenset({"which", "that", "who", "whom"})
SEPARATORS = frozenset({",", ";", ":", "–", "—", "--", "-", ".", "!", "?", "…", "...", "(", ")", "[", "]"})
CUE_ADVERBS = frozenset(
    {"repeatedly", "publicly", "flatly", "bluntly", "simply", "again", "recently", "earlier", "later", "then"}
)
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
OTHERS = frozenset({"each", "one", "him", "her", "it", "them", "himself", "herself"})  # who is called something
MIN_WORDS_NOUN = 2  # "criticized it", "backed Clinton" attribute no words
CONTRASTS = frozenset({"though", "although", "while", "whereas", "even"})
CONDITIONS = frozenset({"if", "unless", "because", "until", "once"})
DANGLING = frozenset({"and", "but", "or", "likely", "yet"})  # left over where the next cue was cut off
SPEECH = frozenset({"say", "report", "show", "ask", "commit"})
NOUN_FRAMES = frozenset({"np", "as", "label"})  # "did not criticize the plan" reports no words at all
MIN_WORDS_LEFT = 2  # a parenthetical cue needs something to be said around it


def indirect_attributions(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[Attribution]:
    """Every attribution that `cue` makes through the grammar of its sentence (usually one)."""
    found = list(_right_contents(reading, cue, entry))
    if not found:
        found = list(_parenthetical(reading, cue, entry))
    if is_passive(cue) and not _holds_marks(reading, cue):
        return  # nobody speaks in "it was announced that ..."
    head = speaker_of(reading, cue)
    if entry.cue_class == "show" and head is not None and not _can_show(head):
        return
    negated = is_negated(cue)
    for frame, parts in found:
        if parts and not ((negated and frame in NOUN_FRAMES) or (frame.startswith("np:") and negated)):
            yield Attribution(
                parts, frame, entry.cue_class, cue_span(cue, entry), cue.i,
                noun_phrase(head) if head is not None else None, head, is_negated=negated,
            )  # fmt: skip


def _can_show(head: Token) -> bool:
    """Whether `head` is somebody, or something like a study that speaks for those who made it."""
    return head.pos_ in ("PROPN", "PRON") or bool(head.ent_type_) or head.lemma_ in sources()


def _holds_marks(reading: Reading, cue: Token) -> bool:
    return any(reading.is_quoted(i) for i in range(cue.i + 1, cue.right_edge.i + 1))


def speaker_of(reading: Reading, cue: Token) -> Token | None:
    """The head word of who speaks at `cue`."""
    leading = reading.shared.get(cue.i)
    if leading is not None:
        return speaker_of(reading, reading.doc[leading])
    if is_passive(cue):
        return None
    governor = cue.head
    if cue.tag_ == "VBG" and cue.dep_ == "advcl" and reading.is_quoted(governor.i):
        while reading.is_quoted(governor.i) and governor.head.i != governor.i:
            governor = governor.head  # "..., she said, adding ...": the parser hung it on a word in marks
        return subject_of(governor)
    return subject_of(cue)


# ---- content to the right of the cue ---------------------------------------------------------------------------------


def _right_contents(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    clauses = [child for child in cue.rights if child.dep_ in ("ccomp", "xcomp") or _is_loose_clause(child, cue)]
    for clause in clauses:
        frame = _clause_frame(clause, cue)
        if (frame == "that" and ("that" in entry.frames or "direct" in entry.frames)) or frame in entry.frames:
            content = _clause_parts(reading, cue, clause, frame, entry.cue_class)
            yield frame, _antecedent(reading, cue, clause) + content if content else content
            return
        if frame == "label" and "label" in entry.frames:
            yield frame, range_parts(reading, cue.i + 1, clause.right_edge.i)
            return
    lost = _lost_clause(reading, cue) if "that" in entry.frames else None
    if lost is not None:
        yield "that", range_parts(reading, lost.left_edge.i, _clause_end(reading, cue, lost))
        return
    yield from _noun_contents(reading, cue, entry)


def _antecedent(reading: Reading, cue: Token, clause: Token) -> tuple[Span, ...]:
    """What a relative clause says something of: "the island, which it claims to be its own" begins with the island."""
    pronoun = next((word for verb in (cue, clause) for word in verb.lefts if word.lower_ in GAPS), None)
    if cue.dep_ != "relcl" or pronoun is None or pronoun.i > cue.i or not _has_subject(cue):
        return ()
    if next(word for word in cue.lefts if word.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")).i == pronoun.i:
        return ()
    noun = cue.head
    if noun.pos_ not in ("NOUN", "PROPN") or reading.is_quoted(noun.i) != reading.is_quoted(cue.i):
        return ()
    return (noun_phrase(noun).span,)


def _lost_clause(reading: Reading, cue: Token) -> Token | None:
    """A that-clause the parser hung on a word of the cue's adjuncts ("said after the talks that ...")."""
    for token in reading.doc[cue.i + 1 : cue.sent.end]:
        if token.pos_ in ("VERB", "AUX") or token.text in (";", ":") or token.is_quote:
            return None
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.head if _is_finite(token.head) and token.head.i > token.i else None
    return None


def _is_loose_clause(child: Token, cue: Token) -> bool:
    """A finite clause that the parser hung on the cue by another name."""
    return child.dep_ in ("dep", "parataxis", "advcl") and child.i == cue.i + 1 and _is_finite(child)


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    return any(
        child.dep_ in ("aux", "auxpass", "cop") and child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in verb.lefts
    )


def _clause_frame(clause: Token, cue: Token) -> str:
    first = cue.doc[max(clause.left_edge.i, cue.i + 1)]
    if first.lower_ in WH_WORDS:
        return "wh"
    if _is_finite(clause) or any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.lefts):
        return "that"
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.lefts):
        has_object = any(child.dep_ in ("dobj", "dative") and child.i < clause.i for child in cue.rights)
        return "to_obj" if has_object or _has_subject(clause) else "to"
    if clause.tag_ == "VB" and _has_subject(clause):
        return "that"
    if clause.tag_ == "VBG":
        return "ing"
    if clause.pos_ in ("ADJ", "NOUN", "PROPN", "VERB"):
        return "label"
    return "other"


def _clause_parts(reading: Reading, cue: Token, clause: Token, frame: str, entry_class: str) -> tuple[Span, ...]:
    start = max(clause.left_edge.i, cue.i + 1)
    if frame == "to_obj" and entry_class == "think":  # "expects X to go": X goes, X is not spoken to
        start = cue.i + 1
    if frame == "that":
        start = _clause_start(cue, start)
        if clause.doc[start].lemma_ == "be" and any(child.lower_ == "what" for child in (*cue.lefts, *clause.lefts)):
            start += 1  # "what officials say is his birthday"
    elif frame == "to_obj" and entry_class != "think":
        to = next(child for child in clause.lefts if child.lower_ == "to" and child.dep_ == "aux")
        start = to.i - 1 if to.i and to.nbor(-1).lower_ in ("not", "never") else to.i
    return range_parts(reading, start, _clause_end(reading, cue, clause))


def _clause_start(cue: Token, start: int) -> int:
    """Where the clause begins: before its "that", or, without one, before what stands in front of it and is no venue.

    "said in a statement the plan failed" against "said in some towns the plan failed".
    """
    doc = cue.doc
    if doc[start].lower_ == "that" or (start > 0 and doc[start - 1].lower_ == "that" and start - 1 > cue.i):
        return start
    for child in cue.rights:
        if child.i >= start:
            break
        if child.dep_ == "dobj" and child.right_edge.i >= start - 2 and child.right_edge.i + 1 < start:
            return child.left_edge.i  # the first of several subjects, taken for an object
        fronted = child.dep_ in ("prep", "advmod", "npadvmod", "advcl") and not _is_venue(child)
        if fronted and child.lower_ not in CUE_ADVERBS and child.right_edge.i in (start - 1, start - 2):
            return child.left_edge.i
    return start


def _is_venue(child: Token) -> bool:
    words = venues()
    return child.lower_ in ("to", "by", "of", "about", "as", "through", "via") or any(
        word.lower_ in words or word.ent_type_ in ("DATE", "TIME") for word in child.subtree
    )


def _clause_end(reading: Reading, cue: Token, clause: Token) -> int:
    """The clause's last token, before another cue of the same speaker (", adding that ...", "and he said ...")."""
    end = _joined_end(reading, cue, clause)
    for i in range(clause.i + 1, end + 1):
        other = reading.doc[i]
        if i not in reading.cues:
            continue
        own = _own_subject(other)
        if reading.cues[i].cue_class in SPEECH and _goes_on(other, clause):
            reading.shared[i] = cue.i
            return max(min(other.left_edge.i, i) - 1, cue.i + 1) if own is not None else i - 1
        if own is not None and _is_next_report(other, own, clause):
            return max(other.left_edge.i - 1, cue.i + 1)
    return end


def _joined_end(reading: Reading, cue: Token, clause: Token) -> int:
    """The clause's end, with what belongs to it though the parser hung it on the cue.

    That is a clause that "and" or "but" adds to it, a condition right behind it, and further verbs in marks.
    """
    end = clause.right_edge.i
    for other in cue.rights:
        if other.i > end and _is_quoted_partner(reading, other, clause):
            end = other.right_edge.i
            continue
        if other.i <= end or other.i in reading.cues or other.dep_ not in ("conj", "advcl"):
            continue
        added = other.dep_ == "conj" and _is_finite(other) and not any(c.dep_ == "ccomp" for c in other.rights)
        condition = other.left_edge.lower_ in CONDITIONS and other.left_edge.i <= end + 2
        if added or (condition and reading.doc[end + 1].text != ","):
            end = max(end, other.right_edge.i)
    return end


def _is_quoted_partner(reading: Reading, other: Token, clause: Token) -> bool:
    """Whether `other`, in marks, is one more verb of the clause's subject: "must mend the quay, "buy a ferry ..."".

    It has no subject of its own and the form of the clause's verb or of an infinitive that hangs on it.
    """
    if not reading.is_quoted(other.i) or reading.is_quoted(clause.i) or _has_subject(other):
        return False
    forms = {clause.tag_, *(child.tag_ for child in clause.rights if child.dep_ == "xcomp")}
    return other.dep_ in ("ccomp", "xcomp", "conj", "dep", "advcl") and other.tag_ in forms


def _goes_on(other: Token, clause: Token) -> bool:
    """Whether `other` is the speaker's next cue rather than part of what is said."""
    if other.tag_ == "VBG" and other.dep_ == "advcl" and not _has_subject(other):
        i = other.i - 1
        while i >= 0 and (other.doc[i].is_quote or other.doc[i].pos_ == "ADV"):
            i -= 1
        return i >= 0 and other.doc[i].text == ","
    goes_on = other.dep_ == "conj" and other.head == clause and not is_passive(other)
    if not goes_on or not any(child.dep_ in ("ccomp", "xcomp") for child in other.rights):
        return False
    own = next((child for child in other.lefts if child.dep_ == "nsubj"), None)
    if own is not None:
        return own.lower_ in ("he", "she") and not any(child.lower_ == "that" for child in other.lefts)
    subject = next((child for child in clause.lefts if child.dep_ == "nsubj"), None)
    thing = subject is not None and subject.pos_ == "NOUN"
    return other.tag_ != clause.tag_ or thing or (subject is not None and subject.pos_ == "PRON")


def _is_next_report(other: Token, subject: Token, clause: Token) -> bool:
    """Whether the story goes on with another report: "..., and one in four said ...", ", though Lind said ...",
    ", and he railed against ..."."""
    if other.head.i != clause.i:
        return False
    reports = any(child.dep_ == "ccomp" for child in other.rights)
    if other.dep_ == "conj":
        return reports or (subject.lower_ in ("he", "she") and other.left_edge.i > 0 and _after_comma(other))
    return other.dep_ == "advcl" and reports and other.left_edge.lower_ in CONTRASTS and _after_comma(other)


def _after_comma(verb: Token) -> bool:
    """Whether a comma or dash stands before the clause of `verb`, its conjunction apart."""
    i = verb.left_edge.i - 1
    while i > 0 and verb.doc[i].pos_ == "CCONJ":
        i -= 1
    return verb.doc[i].text in SEPARATORS


def _own_subject(verb: Token) -> Token | None:
    return next((child for child in verb.lefts if child.dep_ == "nsubj"), None)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.lefts)


# ---- noun phrases as content -----------------------------------------------------------------------------------------


def _noun_contents(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for child in cue.rights:
        if child.dep_ == "prep" and child.lower_ in entry.prepositions:
            target = next((word for word in child.rights if word.dep_ in ("pobj", "pcomp")), None)
            if target is not None and not _is_named(reading, child.i + 1, target.right_edge.i):
                start = _target_start(cue, entry, child)
                yield f"np:{child.lower_}", range_parts(reading, start, target.right_edge.i)
                return
    if "as" in entry.frames or entry.cue_class == "judge":
        for child in cue.rights:
            if child.dep_ == "prep" and child.lower_ == "as":
                objects = [word for word in cue.rights if word.dep_ == "dobj"]
                start = objects[0].left_edge.i if objects and objects[0].pos_ != "PRON" else child.i + 1
                yield "as", range_parts(reading, start, child.right_edge.i)
                return
    if "label" in entry.frames:
        names = [child for child in cue.rights if child.dep_ in ("oprd", "attr", "ccomp")]
        objects = [child for child in cue.rights if child.dep_ in ("dobj", "dative")]
        if names:
            shown = [word for word in objects if word.pos_ != "PRON"]
            yield "label", range_parts(reading, min(c.left_edge.i for c in [*shown, *names]), names[-1].right_edge.i)
            return
        quoted = [word.i for word in objects[-1].subtree if reading.is_quoted(word.i)] if objects else []
        if quoted and objects[-1].left_edge.lower_ in OTHERS:
            yield "label", range_parts(reading, quoted[0], quoted[-1])
            return
        if objects and any(child.lower_ == "what" for child in cue.lefts):
            yield "label", range_parts(reading, objects[0].left_edge.i, objects[0].right_edge.i)
            return
    if "np" in entry.frames or "np_marks" in entry.frames:
        for child in cue.rights:
            if child.dep_ == "dobj":
                if carries_content(child):
                    return  # "expressed hope that ...": the noun is the cue
                end = _noun_end(cue, child)
                bare = end == child.right_edge.i and _is_bare(reading, child.left_edge.i, end)
                marked = any(reading.is_quoted(i) for i in range(child.left_edge.i, end + 1))
                if not bare and (marked or "np" in entry.frames):
                    yield "np", range_parts(reading, child.left_edge.i, end)
                return


def _target_start(cue: Token, entry: CueEntry, preposition: Token) -> int:
    """Where the content behind `preposition` begins: with whoever is blamed for it or warned against it, if named.

    "accused the guild of lying" says something of the guild; "told the guild of a plan" only addresses it.
    """
    if entry.cue_class == "judge" or preposition.lower_ == "against":
        for child in cue.rights:
            if child.dep_ in ("dobj", "dative") and child.i < preposition.i:
                return child.left_edge.i
    return preposition.i + 1


def _noun_end(cue: Token, noun: Token) -> int:
    """The end of an object with the phrase that completes it ("efforts to ...", "X for doing ...")."""
    end = noun.right_edge.i
    for child in cue.rights:
        starts = child.left_edge.i == end + 1
        if starts and (
            child.left_edge.lower_ == "to" or (child.dep_ == "prep" and child.lower_ in ("for", "over", "as"))
        ):
            end = child.right_edge.i
    return end


def carries_content(noun: Token) -> bool:
    """Whether `noun` is a cue noun with its own content behind it ("hope that ...", "a plea for ...")."""
    entry = cue_nouns().get(noun.lemma_)
    if entry is None:
        return False
    return any(
        (child.dep_ in ("acl", "ccomp") and child.left_edge.lower_ == "that")
        or (child.dep_ == "prep" and child.lower_ in entry.prepositions)
        for child in noun.rights
    )


def _is_bare(reading: Reading, start: int, end: int) -> bool:
    """Whether tokens `start`..`end` only name somebody or something: nothing is said of it."""
    words = [token for token in reading.doc[start : end + 1] if not token.is_punct and token.pos_ != "DET"]
    return len(words) < MIN_WORDS_NOUN or _is_named(reading, start, end)


def _is_named(reading: Reading, start: int, end: int) -> bool:
    """Whether tokens `start`..`end` are nothing but a name or pronoun."""
    words = [token for token in reading.doc[start : end + 1] if not token.is_punct and token.pos_ != "DET"]
    return all(token.ent_type_ in NAMES or token.pos_ in ("PROPN", "PRON") for token in words)


# ---- cue inside or behind its content --------------------------------------------------------------------------------


def _parenthetical(reading: Reading, cue: Token, entry: CueEntry) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """ "Those efforts, he said, have failed", "Two were hurt, police said.", "As police said, ..."."""
    if not entry.frames & {"that", "direct"} or entry.cue_class not in SPEECH | {"think"}:
        return
    doc, sentence = cue.doc, cue.sent
    first, last = frame_edges(cue)
    introduced = doc[first].lower_ == "as"
    opening = sentence.start
    if introduced and first == opening + 1 and doc[opening].pos_ == "CCONJ":
        first = opening  # "But as she noted, ..."
    if not introduced and not _can_interrupt(cue, entry):
        return
    before = doc[first - 1] if first > sentence.start else None
    if before is not None and not before.is_quote and (before.text == ":" or before.text not in SEPARATORS):
        return
    if last + 1 < sentence.end and doc[last + 1].text not in SEPARATORS and not doc[last + 1].is_quote:
        return
    if first == sentence.start and not introduced:
        return
    left_clause = next((c for c in cue.lefts if c.dep_ in ("ccomp", "advcl", "parataxis")), None)
    start = left_clause.left_edge.i if left_clause is not None else sentence.start
    parts = range_parts(reading, start, first - 1)
    if left_clause is None or left_clause.right_edge.i > last:
        parts += range_parts(reading, last + 1, sentence.end - 1)
    if _word_count(reading, parts) >= MIN_WORDS_LEFT:
        yield "around", parts


def _can_interrupt(cue: Token, entry: CueEntry) -> bool:
    """Whether `cue` has a subject of its own and nothing else to be its object."""
    if cue.tag_ == "VBG" or not any(child.dep_ == "nsubj" for child in cue.children):
        return False
    return entry.takes_addressee or not any(child.dep_ == "dobj" for child in cue.rights)


def frame_edges(cue: Token) -> tuple[int, int]:
    """First and last token of the cue's own words: its subject, adverbs, objects and phrases."""
    first = last = cue.i
    for child in sorted(cue.lefts, key=lambda token: -token.i):
        if child.dep_ in FRAME_PARTS and child.right_edge.i >= first - 2:
            first = min(first, child.left_edge.i)
    for child in cue.rights:
        if child.dep_ in FRAME_PARTS and child.left_edge.i <= last + 2:
            last = max(last, child.right_edge.i)
    return first, last


def _word_count(reading: Reading, parts: tuple[Span, ...]) -> int:
    return sum(len(reading.text[part.start : part.end].split()) for part in parts)


# ---- token ranges to text --------------------------------------------------------------------------------------------


def range_parts(reading: Reading, start: int, end: int) -> tuple[Span, ...]:
    """Tokens `start`..`end` (inclusive) as one piece: without "that", outer commas and space, whole quotations kept."""
    doc = reading.doc
    while start <= end and (
        doc[start].is_space or doc[start].text in SEPARATORS or (doc[start].lower_ == "that" and _is_that(doc[start]))
    ):
        start += 1
    while end >= start and (
        doc[end].is_space or doc[end].text in SEPARATORS - {"?", "!", ")", "]"} or doc[end].lower_ in DANGLING
    ):
        end -= 1
    if start > end:
        return ()
    if end + 1 < len(doc) and reading.is_quoted(end + 1) and not reading.is_quoted(end):
        fragment = reading.quotations[reading.inside[end + 1]]
        if reading.text[fragment.inner.start].islower() and doc[end].whitespace_:
            end += 1  # the parser lost the rest of the sentence at the mark
    first, last = doc[start].idx, doc[end].idx + len(doc[end])
    for token in doc[start : end + 1]:
        if not token.is_lower and (glued := GLUED.match(token.text)):
            return (Span(first, token.idx + glued.end()),)
    if reading.is_quoted(start):
        first = min(first, reading.quotations[reading.inside[start]].outer.start)
    if reading.is_quoted(end):
        last = max(last, reading.quotations[reading.inside[end]].outer.end)
    return (Span(first, last),)


def _is_that(token: Token) -> bool:
    """The conjunction, not "that" as a determiner or subject."""
    return token.dep_ == "mark" or token.pos_ == "SCONJ"
