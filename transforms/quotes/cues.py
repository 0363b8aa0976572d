"""Finding cues: the verbs and nouns of the lexicon where they really attribute something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.language.model import Span
from transforms.quotes.lexicon import CueEntry, cue_verbs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PARTICLES = frozenset({"prt", "advmod", "prep", "dobj"})
LOOSE_PARTICLES = frozenset({"out", "back"})  # "spoke out", "wrote back" are still speech
REFUSING = frozenset({"decline", "refuse", "fail", "forget", "avoid", "stop", "refrain", "abstain", "shy"})
NEGATIONS = frozenset({"neg"})
NEGATIVE_WORDS = frozenset({"never", "not", "n't", "n’t", "neither", "nor"})


def find_cue_verbs(doc: Doc) -> Iterator[tuple[Token, CueEntry]]:
    """Verb tokens of `doc` that the lexicon knows, each with the entry that fits its particle."""
    lexicon = cue_verbs()
    lemmas = {doc.vocab.strings[lemma]: lemma for lemma in lexicon}
    for token in doc:
        lemma = lemmas.get(token.lemma)
        if lemma is None or (token.pos_ not in ("VERB", "AUX") and not _looks_verbal(token)) or _only_names(token):
            continue
        entry = _fitting(token, lexicon[lemma])
        if entry is not None:
            yield token, entry


def _only_names(token: Token) -> bool:
    """A participle that gives something its name ("a stream called ...") and no one as the speaker."""
    return token.tag_ == "VBN" and token.dep_ == "acl" and not any(child.dep_ == "agent" for child in token.rights)


def _looks_verbal(token: Token) -> bool:
    """Past forms of saying that the tagger took for something else."""
    return token.tag_ in ("VBD", "VBZ", "VBP", "VBG", "VBN")


def _fitting(token: Token, entries: tuple[CueEntry, ...]) -> CueEntry | None:
    """The entry whose particle is there; "wrote off" is not "wrote"."""
    for entry in entries:
        if entry.particle is not None and particle_of(token, entry) is not None:
            return entry
    if any(child.dep_ == "prt" and child.lower_ not in LOOSE_PARTICLES for child in token.rights):
        return None
    return next((entry for entry in entries if entry.particle is None), None)


def particle_of(token: Token, entry: CueEntry) -> Token | None:
    """The word that completes a phrasal cue, where it stands right behind its verb."""
    following = token.doc[token.i + 1 : token.i + 3]
    return next((word for word in following if word.lower_ == entry.particle), None)


def cue_span(token: Token, entry: CueEntry) -> Span:
    """The verb with its particle; auxiliaries are left out."""
    last = particle_of(token, entry) if entry.particle else None
    return Span(token.idx, (last or token).idx + len(last or token))


def is_negated(token: Token) -> bool:
    """Whether the text says it was not said: "did not say", "never said", "declined to say"."""
    for child in token.children:
        if child.dep_ in NEGATIONS or child.lower_ in NEGATIVE_WORDS:
            return True
    governor = token.head.head if token.dep_ == "pcomp" else token.head
    if token.dep_ in ("xcomp", "pcomp") and governor.lemma_ in REFUSING:
        return True
    if token.dep_ == "conj" and token.tag_ == token.head.tag_ and token.tag_ in ("VB", "VBG"):
        return is_negated(token.head)  # "refrains from condemning or describing"
    return any(child.dep_ == "nsubj" and child.lower_ in ("nobody", "none") for child in token.children)
