"""Clauses as content: which frame a clause has, and where it begins and ends inside its sentence.

A clause ends where the story goes on with another report, whether the same speaker's (", adding that ...") or another's
(", though the guild said ..."), and takes in what belongs to it though the parser hung it elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.attribution import Reading
from transforms.quotes.lexicon import venues
from transforms.quotes.pieces import SEPARATORS, range_parts
from transforms.quotes.speakers import is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whether", "if"})
CUE_ADVERBS = frozenset(
    {"repeatedly", "publicly", "flatly", "bluntly", "simply", "again", "recently", "earlier", "later", "then"}
)
CONTRASTS = frozenset({"though", "although", "while", "whereas", "even"})
CONDITIONS = frozenset({"if", "unless", "because", "until", "once"})
SPEECH = frozenset({"say", "report", "show", "ask", "commit"})


def clause_frame(clause: Token, cue: Token) -> str:
    first = cue.doc[max(clause.left_edge.i, cue.i + 1)]
    if first.lower_ in WH_WORDS:
        return "wh"
    if is_finite(clause) or any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.lefts):
        return "that"
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.lefts):
        has_object = any(child.dep_ in ("dobj", "dative") and child.i < clause.i for child in cue.rights)
        return "to_obj" if has_object or has_subject(clause) else "to"
    if clause.tag_ == "VB" and has_subject(clause):
        return "that"
    if clause.tag_ == "VBG":
        return "ing"
    if clause.pos_ in ("ADJ", "NOUN", "PROPN", "VERB"):
        return "label"
    return "other"


def clause_parts(reading: Reading, cue: Token, clause: Token, frame: str, entry_class: str) -> tuple[Span, ...]:
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
    return range_parts(reading, start, clause_end(reading, cue, clause))


def is_finite(verb: Token) -> bool:
    if verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    return any(
        child.dep_ in ("aux", "auxpass", "cop") and child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in verb.lefts
    )


def has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.lefts)


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


def clause_end(reading: Reading, cue: Token, clause: Token) -> int:
    """The clause's last token, before another cue of the same speaker (", adding that ...", "and he said ...")."""
    end = _joined_end(reading, cue, clause)
    for i in range(clause.i + 1, end + 1):
        other = reading.doc[i]
        if other.lower_ == "according" and other.nbor(-1).text == "," and not reading.is_quoted(i):
            return i - 2  # ", according to testimony": who tells of the telling
        if _is_next_deed(other, clause, cue):
            return i - 1 if other.left_edge.i >= i else other.left_edge.i - 1
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
        added = other.dep_ == "conj" and is_finite(other) and not any(c.dep_ == "ccomp" for c in other.rights)
        condition = other.left_edge.lower_ in CONDITIONS and other.left_edge.i <= end + 2
        if added or (condition and reading.doc[end + 1].text != ","):
            end = max(end, other.right_edge.i)
    return end


def _is_quoted_partner(reading: Reading, other: Token, clause: Token) -> bool:
    """Whether `other`, in marks, is one more verb of the clause's subject: "must mend the quay, "buy a ferry ..."".

    It has no subject of its own and the form of the clause's verb or of an infinitive that hangs on it.
    """
    if not reading.is_quoted(other.i) or reading.is_quoted(clause.i) or has_subject(other):
        return False
    forms = {clause.tag_, *(child.tag_ for child in clause.rights if child.dep_ == "xcomp")}
    return other.dep_ in ("ccomp", "xcomp", "conj", "dep", "advcl") and other.tag_ in forms


def _goes_on(other: Token, clause: Token) -> bool:
    """Whether `other` is the speaker's next cue rather than part of what is said."""
    if other.tag_ == "VBG" and other.dep_ == "advcl" and not has_subject(other):
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


def _is_next_deed(other: Token, clause: Token, cue: Token) -> bool:
    """Whether the story goes on with what the speaker has done since: "said the boat was lost and has taken up ...".

    Told words stay in the past after "said"; a perfect in the present is the story's own.
    """
    if other.dep_ != "conj" or other.head.i != clause.i or has_subject(other) or cue.tag_ != "VBD":
        return False
    backshifted = clause.tag_ == "VBD" or any(child.tag_ == "VBD" for child in clause.lefts)
    return backshifted and any(child.lower_ in ("has", "have") and child.dep_ == "aux" for child in other.lefts)


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
