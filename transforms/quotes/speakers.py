"""Who speaks: the subject of a cue, the words that name it, and the entity behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.language.model import DocumentEntities, Span
from transforms.quotes.asides import after_dateline, before_party, is_caption_label
from transforms.quotes.lexicon import accounts, sources

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

GLUED = re.compile(r"[a-z]{3,}(?=[A-Z][a-z])")  # two sentences lost the space between them ("warAlthough")
SUBJECTS = frozenset({"nsubj"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
ISSUING = frozenset({"release", "publish", "issue", "sign", "adopt", "present", "deliver", "send", "write", "post"})
OPEN_PRONOUNS = frozenset({"those", "all", "many", "some", "several", "others", "both", "one", "none", "few", "most"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
LEFT_PARTS = frozenset(
    {
        "det",
        "amod",
        "compound",
        "poss",
        "nmod",
        "nummod",
        "predet",
        "quantmod",
        "case",
        "advmod",
        "neg",
        "appos",
        "punct",
    }
)
# Participle clauses and infinitives without a subject take that of the clause they hang on.
CONTROLLED = frozenset({"advcl", "xcomp", "conj", "pcomp", "ccomp", "dep", "prep"})
CLAUSES = frozenset({"relcl", "appos", "advcl", "ccomp", "parataxis"})
CLAUSE_TAGS = frozenset({"VBD", "VBG"})
LONGEST_ASIDE = 40  # tokens of a relative clause or apposition between a subject and its verb
CONTROL_STEPS = 5  # enough for "went on by warning ..., adding ..., noting ..."
STOPS = frozenset({",", ";", ":", "(", "[", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as it stands: its words, and the offset of its head word."""

    span: Span
    head: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """The entities behind a speaker: one, or several for a joint statement, or none known."""

    entity: int | None = None
    entities: tuple[int, ...] = ()


def subject_of(verb: Token) -> Token | None:
    """The head word of who does `verb`: its own subject, its agent, or the one it shares with the clause it hangs on.

    Never a word of a dateline or of a bracket with party and place: the name behind or before it.
    """
    head = _subject(verb)
    if head is None:
        return None
    begins = after_dateline(head.doc, head.i)
    return before_party(head) if begins == head.i else _first_noun(head.doc, begins, verb.i)


def _first_noun(doc: Doc, start: int, end: int) -> Token | None:
    """The head of the first noun phrase in tokens `start`..`end`."""
    for token in doc[start:end]:
        if token.pos_ in ("PROPN", "NOUN", "PRON"):
            while token.dep_ in ("compound", "nmod", "poss", "amod") and token.i < token.head.i < end:
                token = token.head
            return token
    return None


def _subject(verb: Token) -> Token | None:
    current = verb
    for _ in range(CONTROL_STEPS):
        own = _own_subject(current)
        if own is not None:
            if own.lower_ in RELATIVE and current.dep_ in ("relcl", "acl", "ccomp") and current.head.pos_ != "VERB":
                return current.head
            return None if own.lower_ in ("there", "what") else own
        if current is verb and _is_finite(current):
            beside = _noun_beside(current) or _before_aside(current)
            if beside is not None:
                return beside
        if current.dep_ in ("acl", "relcl"):
            return _issuer_of(current.head) or current.head
        if current.dep_ not in CONTROLLED or current.head.i == current.i:
            return None
        controller = _object_control(current)
        if controller is not None:
            return controller
        current = current.head
    return None


def _issuer_of(paper: Token) -> Token | None:
    """Who speaks in a paper that is issued here: the mayors, in "the mayors released a paper voicing ..."."""
    if paper.dep_ != "dobj" or paper.lemma_ not in sources() or paper.head.lemma_ not in ISSUING:
        return None
    return subject_of(paper.head)


def _noun_beside(verb: Token) -> Token | None:
    """The noun right before a finite verb whose subject the parser missed."""
    i = verb.i - 1
    while i >= 0 and verb.doc[i].pos_ in ("AUX", "ADV", "PART"):
        i -= 1
    before = verb.doc[i] if i >= 0 else None
    if before is None or before.pos_ not in ("PROPN", "PRON") or before.dep_ in ("pobj", "dobj", "poss"):
        return None
    return None if before.lower_ in RELATIVE else before


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in FINITE or any(child.dep_ == "aux" and child.tag_ in FINITE for child in verb.lefts)


def _before_aside(verb: Token) -> Token | None:
    """The noun before the commas or brackets right before a finite verb whose subject the parser missed: Lind, in
    "On Friday Lind, who chairs the board, said ..." and "Lind (N-Norrby) said ..."."""
    doc, i = verb.doc, verb.i - 1
    while i > 0 and (
        doc[i].pos_ in ("AUX", "ADV", "PART") or doc[i].ent_type_ in ("DATE", "TIME") or doc[i].lower_ == "on"
    ):
        i -= 1
    if verb.dep_ == "conj" or i <= 0 or doc[i].text not in (",", ")"):
        return None
    found = None
    for j in range(i if doc[i].text == ")" else i - 1, max(i - LONGEST_ASIDE, 0), -1):
        token = doc[j]
        if token.is_quote or (token.is_space and "\n" in token.text) or token.text in (";", ":"):
            break
        if token.text not in (",", "(") or not j:
            continue
        head = doc[j - 1]
        if head.pos_ not in ("PROPN", "NOUN") or head.dep_ in ("pobj", "dobj") or not _opens_clause(head):
            continue
        if head.pos_ == "PROPN":
            return head
        found = found or head
    return found


def _opens_clause(head: Token) -> bool:
    """Whether the phrase of `head` stands at the start of a sentence or clause, or behind a comma."""
    doc, start = head.doc, head.i
    while start > 0 and (doc[start - 1].pos_ in ("PROPN", "NOUN", "ADJ", "DET", "NUM") or doc[start - 1].tag_ == "POS"):
        start -= 1
    before = doc[start - 1] if start else None
    return (
        before is None
        or before.text == ","
        or before.is_sent_end
        or before.is_space
        or before.pos_ in ("ADV", "CCONJ", "SCONJ", "INTJ")
    )


def _object_control(verb: Token) -> Token | None:
    """The object that does an infinitive ("prompted the city to urge ..."), but for promising and the like."""
    if verb.dep_ not in ("xcomp", "ccomp") or verb.tag_ != "VB" or verb.head.lemma_ in ("promise", "threaten", "vow"):
        return None
    return next((child for child in verb.head.rights if child.dep_ == "dobj" and child.i < verb.i), None)


def _own_subject(verb: Token) -> Token | None:
    passive = None
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
        if child.dep_ == "agent":
            return next((word for word in child.children if word.dep_ == "pobj"), None)
        if child.dep_ == "nsubjpass":
            passive = child
    return passive


def is_passive(verb: Token) -> bool:
    """Whether `verb` itself is passive and names nobody with "by": its subject is then no speaker."""
    deps = {child.dep_ for child in verb.children}
    participle = verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl") and not deps & {"aux", "nsubj"}
    return (participle or bool(deps & {"nsubjpass", "auxpass"})) and "agent" not in deps


def noun_phrase(head: Token) -> Speaker:
    """The phrase around `head`: its modifiers, its prepositional phrases and partners, up to a comma or relative clause."""
    if head.pos_ == "PRON" and head.lower_ not in OPEN_PRONOUNS:
        return Speaker(Span(head.idx, head.idx + len(head)), head.idx)
    glued = GLUED.match(head.text)
    if glued is not None:  # "warXi said": the name begins where the sentence before it was glued on
        return Speaker(Span(head.idx + glued.end(), head.idx + len(head)), head.idx + glued.end())
    named = _name_after(head)
    if named is not None:
        return Speaker(Span(_left_end(head), noun_phrase(named).span.end), named.idx)
    end = head.doc[_last_word(head)]
    return Speaker(Span(_left_end(head), end.idx + len(end)), head.idx)


def _last_word(head: Token) -> int:
    """Index of the last word of the phrase: behind `head` up to a comma that no partner follows, or a clause."""
    doc = head.doc
    partners = {token.i for token in head.conjuncts}
    last = head.right_edge.i
    stop_at = min((c.left_edge.i for c in head.rights if c.dep_ in CLAUSES or c.tag_ in CLAUSE_TAGS), default=last + 1)
    end = head.i
    for token in doc[head.i + 1 : min(last + 1, stop_at)]:
        if token.is_space or (token.is_quote and token.dep_ != "case"):
            break
        if token.text == "-" and token.whitespace_ and token.nbor(-1).whitespace_:
            break
        if token.text in STOPS and not any(partner > token.i for partner in partners):
            break
        end = token.i
    while end > head.i and (doc[end].is_punct or doc[end].pos_ == "CCONJ" or doc[end].dep_ in ("prep", "case")):
        end -= 1
    return end


def _name_after(head: Token) -> Token | None:
    """The name that a title runs into without a comma ("chief economist Ana Lind")."""
    for child in head.rights:
        beside = child.left_edge.i == head.i + 1 and child.left_edge.text not in STOPS
        if child.dep_ == "appos" and beside and child.pos_ == "PROPN":
            return child
    return None


def _left_end(head: Token) -> int:
    """Offset at which the modifiers right before `head` begin."""
    start = head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ not in LEFT_PARTS or child.right_edge.i != start - 1 or child.left_edge.text[:1] in STOPS:
            break
        if child.dep_ in ("punct", "advmod") and child.text not in ("-", "–", "’", "'"):
            break
        if is_caption_label(child):
            break
        start = max(child.left_edge.i, min(after_dateline(head.doc, child.left_edge.i), child.i))
    while start > 0 and _is_half_of(head.doc[start - 1], head):
        start -= 1
    return head.doc[start].idx


def _is_half_of(word: Token, head: Token) -> bool:
    """Whether `word` is a part of the name that ends in `head`, where the parser hung both on a bracket behind it."""
    return (
        head.dep_ == word.dep_ == "compound" and word.head.i == head.head.i and word.i < head.i and word.pos_ == "PROPN"
    )


def resolve(speaker: Speaker | None, head: Token | None, entities: DocumentEntities) -> Resolved:
    """The entity mentioned at the speaker's head; for partners ("A and B said") and plurals all of them."""
    if speaker is None:
        return Resolved()
    found = list(_mentioned(_named_offset(speaker, head, entities), entities))
    if head is not None:
        for partner in head.conjuncts:
            if speaker.span.start <= partner.idx < speaker.span.end:
                found.extend(entity for entity in _mentioned(partner.idx, entities) if entity not in found)
    if len(found) > 1:
        return Resolved(None, tuple(sorted(found)))
    return Resolved(found[0] if found else None)


def _named_offset(speaker: Speaker, head: Token | None, entities: DocumentEntities) -> int:
    """The speaker's head, or the name in apposition to it ("her father, Ole Brandt, says")."""
    mention = entities.mention_at(speaker.head)
    if head is None or (mention is not None and mention.form == "name"):
        return speaker.head
    if head.lemma_.lower() in accounts():  # "Lind's Twitter feed says": whoever keeps it
        for child in head.lefts:
            if child.dep_ in ("poss", "compound") and entities.mention_at(child.idx) is not None:
                return child.idx
    for child in head.rights:
        if child.dep_ == "appos" and before_party(child).i == child.i:
            named = entities.mention_at(child.idx)
            if named is not None and named.form == "name" and named.entity is not None:
                return child.idx
    return speaker.head


def _mentioned(offset: int, entities: DocumentEntities) -> Iterator[int]:
    mention = entities.mention_at(offset)
    if mention is None:
        return
    if mention.entity is not None:
        yield mention.entity
    yield from mention.members


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that covers the character at `offset`, or the first after it."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        token = doc[middle]
        if token.idx + len(token) <= offset:
            low = middle + 1
        else:
            high = middle
    return doc[low] if low < len(doc) else None
