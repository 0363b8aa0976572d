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
# Words the model's lemmatiser takes for another verb ("hoping" for "hop").
LEMMAS = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}
OPEN_MODALS = frozenset({"may", "might", "could", "should", "must", "can", "ought"})
OPENERS = frozenset({"if", "whether", "unless", "how"})
RANKS = frozenset({"first", "last", "only", "latest"})
GENERIC = frozenset({"a", "an", "any", "every", "no"})
# Verbs whose infinitive has not come about: "wants her to say", "is expected to announce".
WISHING = frozenset(
    {"want", "wish", "hope", "expect", "ask", "urge", "order", "tell", "invite", "plan", "intend", "need", "try", "like",
     "allow", "authorize", "authorise", "persuade", "press", "prepare", "aim", "encourage", "call", "promise", "pledge", "vow", "threaten"}
)  # fmt: skip
NEGATIONS = frozenset({"neg"})
NEGATIVE_WORDS = frozenset({"never", "not", "n't", "n’t", "neither", "nor"})


def find_cue_verbs(doc: Doc) -> Iterator[tuple[Token, CueEntry]]:
    """Verb tokens of `doc` that the lexicon knows, each with the entry that fits its particle."""
    lexicon = cue_verbs()
    lemmas = {doc.vocab.strings[lemma]: lemma for lemma in lexicon}
    for token in doc:
        lemma = LEMMAS.get(token.lower_) or lemmas.get(token.lemma)
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
    """Whether the text says it was not said ("never said", "declined to say") or leaves open whether it was or will be
    ("may say", "if she says", "was asked to say")."""
    return _is_denied(token) or _is_open(token)


def _is_open(token: Token) -> bool:
    for child in token.lefts:
        modal = child.tag_ == "MD" and child.lower_ in OPEN_MODALS
        if (modal or (child.dep_ in ("mark", "advmod") and child.lower_ in OPENERS)) and not _has_mark_between(
            child, token
        ):
            return True
    if _is_asked(token) or _is_duty(token) or _is_anybody(token):
        return True
    wished = token.tag_ == "VB" and token.dep_ in ("xcomp", "ccomp", "advcl") and token.head.lemma_ in WISHING
    return wished and any(child.lower_ == "to" for child in token.lefts)


def _is_asked(token: Token) -> bool:
    """Whether the sentence asks if it is so: "Would Lind support ...?"."""
    inverted = any(child.dep_ == "aux" and child.i == token.left_edge.i for child in token.lefts)
    own = any(child.dep_ == "nsubj" for child in token.lefts)
    return inverted and own and any(word.text == "?" for word in token.doc[token.i : token.sent.end])


def _is_duty(token: Token) -> bool:
    """Whether it only hangs on a noun as what is to be done: "a duty to support ..."; "the first to say" did say."""
    to = any(child.lower_ == "to" for child in token.lefts)
    return (
        to
        and token.tag_ == "VB"
        and token.dep_ == "acl"
        and token.head.pos_ == "NOUN"
        and token.head.lower_ not in RANKS
    )


def _is_anybody(token: Token) -> bool:
    """Whether nobody in particular does it: "a mayor who opposes ... would lose"."""
    if token.dep_ != "relcl" or not any(child.lower_ == "who" and child.dep_ == "nsubj" for child in token.lefts):
        return False
    generic = any(child.dep_ == "det" and child.lower_ in GENERIC for child in token.head.lefts)
    return generic and any(child.tag_ == "MD" for child in token.head.head.lefts)


def _has_mark_between(a: Token, b: Token) -> bool:
    """Whether a quotation mark parts two words: what is said in marks negates no cue outside of them."""
    return any(word.is_quote for word in a.doc[min(a.i, b.i) : max(a.i, b.i)])


def _is_denied(token: Token) -> bool:
    for child in token.children:
        denies = child.i < token.i and (child.dep_ in NEGATIONS or child.lower_ in NEGATIVE_WORDS)
        if denies and not _has_mark_between(child, token):
            return True
    governor = token.head.head if token.dep_ == "pcomp" else token.head
    if token.dep_ in ("xcomp", "pcomp") and governor.lemma_ in REFUSING:
        return True
    if token.dep_ == "conj" and token.tag_ == token.head.tag_ and token.tag_ in ("VB", "VBG"):
        return _is_denied(token.head)  # "refrains from condemning or describing"
    return any(
        child.dep_ == "nsubj" and child.lower_ in ("nobody", "none") and not _has_mark_between(child, token)
        for child in token.children
    )
