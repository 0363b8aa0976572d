"""Whether a happening took place, is under way, is planned, merely possible, or did not take place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.events import syntax
from transforms.events.triggers import Trigger
from transforms.events.wordlists import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

HAPPENED, ONGOING, PLANNED, HYPOTHETICAL, NEGATED = "happened", "ongoing", "planned", "hypothetical", "negated"
# Types whose present tense says that something holds now ("backs", "refuses"), not that it happens now ("meets").
STANCES = frozenset({"SUPPORT", "REJECT", "AID", "COOPERATE", "SANCTION", "COERCE"})
FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo", "wilt"})
POSSIBLE = frozenset({"would", "could", "may", "might", "can", "should", "must", "ought", "ca", "'d"})
LONG_WORD = 5  # letters: shorter words are set small in headlines
MIN_TITLE = 3  # capitalised words that make a headline of a line with a full stop
NEVER = frozenset({"never", "hardly", "barely"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
MANDATIVE = frozenset(  # what follows is wanted, not told: "demanded that he resign"
    {"demand", "insist", "ask", "request", "propose", "recommend", "urge", "suggest", "order", "require", "move", "beg"}
)


def find_status(trigger: Trigger, *, dated: bool) -> str:
    """One of `warehouse.tables.EVENT_STATUSES`. `dated`: whether an expression of time belongs to the trigger."""
    clause = trigger.clause
    if trigger.frame.is_verb:
        return _settle(trigger, verb_status(trigger.token))
    own = _noun_marking(trigger.token)
    if own is not None:
        return own
    if trigger.token.pos_ == "ADJ":
        return _adjective_status(trigger.token)
    if clause is None:
        status = _governed_noun(trigger)
        return ONGOING if status == HAPPENED and not dated and _is_lasting(trigger) else status
    status = verb_status(clause)
    if status == HAPPENED and clause.lemma_ in word_lists("status.txt")["planned_light"]:
        return PLANNED
    light = trigger.frame.light
    if status == HAPPENED and light is not None and light.phase == "continue":
        return ONGOING
    return _settle(trigger, status)


def _adjective_status(adjective: Token) -> str:
    """What the verb of being says of the adjective under it: "is not ready", "may be willing"; "less critical" denies."""
    if any(child.lower_ in ("less", "least", "hardly") for child in adjective.children):
        return NEGATED
    copula = adjective.head
    if copula.pos_ not in ("AUX", "VERB") or adjective.dep_ not in ("acomp", "oprd", "attr", "ccomp"):
        return HAPPENED
    denied = any(child.dep_ == "neg" for child in adjective.children)
    above = verb_status(copula)
    return NEGATED if denied and above == HAPPENED else above


def _settle(trigger: Trigger, status: str) -> str:
    clause = trigger.clause
    if status != HAPPENED or clause is None or trigger.rule.type not in STANCES:
        return status
    if clause.tag_ in ("VBZ", "VBP") and not _has_auxiliary(clause) and not _is_headline(clause):
        return ONGOING
    return status


def verb_status(verb: Token, depth: int = 0) -> str:
    """The status a verb's own words give, or what it takes over from the verb or noun it hangs on."""
    lists = word_lists("status.txt")
    denied = any(c.dep_ == "neg" or c.lower_ in NEVER for c in verb.children)
    denied = denied or any(
        c.dep_ in syntax.OBJECT and any(d.lower_ == "no" and d.dep_ == "det" for d in c.children) for c in verb.children
    )
    denied = denied or any(c.dep_ in syntax.SUBJECT and _is_nobody(c) for c in verb.children)
    denied = denied or (verb.pos_ == "ADJ" and any(c.lower_ in ("less", "least") for c in verb.children))
    own = HYPOTHETICAL if _is_demanded(verb) else _own_tense(verb, lists)
    if own is None or own == HAPPENED:
        inherited = _inherited(verb, lists, depth) if depth < syntax.MAX_CLIMB else None
        if inherited is not None:
            own = inherited
    own = own or HAPPENED
    if denied:
        return HAPPENED if own == NEGATED else NEGATED
    return own


def _own_tense(verb: Token, lists: dict[str, frozenset[str]]) -> str | None:
    """What the verb's auxiliaries and conjunctions say; null for a bare infinitive or participle."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in auxiliaries}
    if any(c.dep_ == "mark" and c.lower_ in lists["conjunction_hypothetical"] for c in verb.children):
        return HYPOTHETICAL
    if _is_asked(verb, auxiliaries):
        return HYPOTHETICAL
    if words & FUTURE:
        return PLANNED
    if words & POSSIBLE:
        told_later = "would" in words and "have" not in words and _is_reported(verb, lists)
        return PLANNED if told_later else HYPOTHETICAL
    if verb.tag_ == "VBG" and any(
        c.lower_ in ("is", "are", "am", "'s", "'re", "been", "’s", "’re", "’m") for c in auxiliaries
    ):
        return ONGOING
    if verb.tag_ in ("VBD", "VBZ", "VBP") or (verb.tag_ == "VBN" and auxiliaries):
        return HAPPENED
    if "to" in words and verb.dep_ == "ROOT":
        return PLANNED  # headline: "Flavia to visit Strelsau"
    return None


def _is_asked(verb: Token, auxiliaries: list[Token]) -> bool:
    """Whether the auxiliary stands before the subject: "Did Ruritania attack?", "Had Ruritania attacked, …"."""
    if not auxiliaries or any(child.tag_ in ("WRB", "WP", "WDT") for child in verb.children):
        return False  # "Why did Ruritania attack?" takes it for granted
    first = auxiliaries[0]
    inverted = any(child.dep_ in syntax.SUBJECT and child.i > first.i for child in verb.children)
    inverted = inverted and not any(child.dep_ in ("neg", "advmod") and child.i < first.i for child in verb.children)
    asked = any(token.text == "?" for token in verb.sent[-3:])
    return inverted and (asked or (verb.dep_ == "advcl" and first.lower_ in ("had", "should", "were")))


def _is_reported(verb: Token, lists: dict[str, frozenset[str]]) -> bool:
    return verb.dep_ == "ccomp" and verb.head.lemma_ in lists["speech"]


def _inherited(verb: Token, lists: dict[str, frozenset[str]], depth: int) -> str | None:
    """What the word above says about the clause; null where it says nothing."""
    head, dep = verb.head, verb.dep_
    finite = verb.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        c.dep_ == "aux" and c.lower_ != "to" for c in verb.children
    )
    above_finite = head.tag_ in ("VBD", "VBZ", "VBP", "JJ")
    if dep == "conj" and verb.tag_ == "VB" and above_finite and head.lemma_ in lists["hypothetical"]:
        return HYPOTHETICAL  # "they need to train and arm": the parser hangs the second verb on the first finite one
    if dep == "conj" and head.pos_ in ("VERB", "AUX"):
        shares = not any(c.dep_ in syntax.SUBJECT for c in verb.children) and not finite
        return verb_status(head, depth + 1) if shares or verb.tag_ == "VB" else None
    if head == verb or dep not in ("xcomp", "ccomp", "pcomp", "advcl", "acl", "relcl", "prep"):
        return None
    if dep == "ccomp" and finite and head.lemma_ in lists["denying"]:
        return NEGATED
    if dep in ("ccomp", "advcl") and finite:
        return HYPOTHETICAL if verb.tag_ == "VB" and head.lemma_ in lists["hypothetical"] else None
    if dep == "pcomp":
        preposition = head
        if preposition.lower_ in lists["preposition_negated"]:
            return NEGATED
        if _opens_denial(preposition, lists):
            return NEGATED
        if preposition.lower_ in lists["preposition_planned"]:
            return None
        head = preposition.head
        if preposition.lower_ in lists["preposition_shared"]:  # "ready to work in building", "won by attacking"
            above = verb_status(head, depth + 1) if head.pos_ in ("VERB", "AUX") else HAPPENED
            return above if above in (PLANNED, HYPOTHETICAL, ONGOING) else None
    if dep == "acl" and verb.tag_ in ("VBN", "VBG"):
        return None
    if dep == "relcl":
        return PLANNED if verb.tag_ == "VB" and not finite else None
    if dep == "advcl":
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
        if not infinitive and head.pos_ != "ADJ":
            above = verb_status(head, depth + 1) if verb.tag_ == "VBG" else HAPPENED
            return None if above in (HAPPENED, NEGATED) else above
        if head.lemma_ in lists["transparent"] and head.lemma_ in ("meet", "gather", "sit"):
            return verb_status(head, depth + 1)
        return _by_word(head, lists, depth) or HYPOTHETICAL
    if dep == "xcomp" and head.lemma_ in lists["trying"] and _comes_to_nothing(head, lists):
        return NEGATED
    if head.pos_ == "AUX" and head.lemma_ == "be":
        return PLANNED if verb.tag_ == "VB" else None  # "is to visit"
    return _by_word(head, lists, depth)


def _comes_to_nothing(attempt: Token, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the attempt goes on to fail: "tried to swim ashore but failed"."""
    return any(child.dep_ == "conj" and child.lemma_ in lists["failing"] for child in attempt.children)


def _opens_denial(preposition: Token, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the preposition and the word before it, or over it, say that what follows was not done."""
    before = [preposition.nbor(-1)] if preposition.i > preposition.sent.start else []
    firsts = {word.lemma_.lower() for word in (*before, preposition.head)}
    return any(f"{first} {preposition.lower_}" in lists["phrase_negated"] for first in firsts)


def _is_demanded(verb: Token) -> bool:
    """Whether the clause is in the subjunctive of demands: a bare verb under "that", whatever tag the parser gives."""
    head = verb.head
    lemma = head.lemma_.lower()
    if verb.dep_ not in ("ccomp", "acl", "relcl", "advcl") or lemma not in MANDATIVE:
        return False
    if any(child.dep_ in ("aux", "auxpass") and child.lower_ == "be" for child in verb.children):
        return True
    if verb.tag_ not in ("VB", "VBP") or verb.lower_ != verb.lemma_.lower():
        return False
    clear = head.tag_ in ("VBD", "VBN", "VBG", "NN", "NNS")
    singular = any(c.dep_ in syntax.SUBJECT and c.tag_ in ("NN", "NNP") for c in verb.children)
    return lemma not in ("suggest", "insist", "move") or clear or singular


def _is_nobody(subject: Token) -> bool:
    """Whether a subject says that there was none: "nobody", "no passengers", but not "no fewer than ten"."""
    if subject.lower_ in NOBODY:
        return True
    more = any(child.lower_ in ("fewer", "less", "more") for child in subject.subtree)
    return not more and any(
        child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj", "neg", "cc")
        for child in subject.children
    )


def _by_word(head: Token, lists: dict[str, frozenset[str]], depth: int) -> str | None:
    lemma = _phrasal(head)
    denied = any(c.dep_ == "neg" for c in head.children)
    if lemma in lists["transparent"]:
        status = verb_status(head, depth + 1) if head.pos_ in ("VERB", "AUX") else HAPPENED
        return ONGOING if status == HAPPENED and lemma in lists["ongoing_over"] else status
    for status in (NEGATED, PLANNED, HYPOTHETICAL):
        if lemma in lists[status]:
            if denied:
                return HAPPENED if status == NEGATED else NEGATED
            above = verb_status(head, depth + 1) if status == PLANNED and head.pos_ == "VERB" else status
            return HYPOTHETICAL if above == HYPOTHETICAL else status  # "if they agreed to release"
    return None


def _phrasal(verb: Token) -> str:
    """The word with its particle where the lists know the two together: "look forward", "call off"."""
    lists = word_lists("status.txt")
    for child in verb.children:
        if child.dep_ in ("prt", "advmod"):
            phrase = f"{verb.lemma_.lower()} {child.lower_}"
            if any(phrase in lists[status] for status in (NEGATED, PLANNED, HYPOTHETICAL)):
                return phrase
    return verb.lemma_.lower()


def _noun_marking(noun: Token) -> str | None:
    """What determiners, adjectives and the preposition before a noun say."""
    lists = word_lists("status.txt")
    for word in (noun, syntax.outer_noun(noun)):
        for child in word.children:
            if child.dep_ in ("det", "amod", "compound", "neg"):
                for status in (NEGATED, PLANNED, HYPOTHETICAL, ONGOING):
                    if child.lower_ in lists[f"adjective_{status}"] and child.i < noun.i:
                        return status
        if word.dep_ == "pobj":
            preposition = word.head
            if preposition.lower_ in lists["preposition_negated"]:
                return NEGATED
            if preposition.lower_ in lists["preposition_planned"] and preposition.head.lemma_ not in ("day", "month"):
                return None
            if preposition.lower_ == "of" and preposition.head.lower_ == "ahead":
                return PLANNED
    return None


def _governed_noun(trigger: Trigger) -> str:
    """A noun without a light verb: what the verb or noun over it implies, else that it happened."""
    lists = word_lists("status.txt")
    noun = syntax.outer_noun(trigger.token)
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    definite = any(child.dep_ == "poss" or child.lower_ in ("the", "this", "that") for child in noun.children)
    if noun.dep_ == "pobj":
        over = noun.head.head
        if over.pos_ in ("NOUN", "PROPN") and noun.head.lower_ in ("of", "for", "to", "against"):
            lemma = over.lemma_.lower()
            for status in (NEGATED, PLANNED, HYPOTHETICAL):
                if lemma in lists[status] and lemma not in lists["presupposing"]:
                    return status
    together = _same_time(noun, lists)
    if together is not None:
        return together
    governing = trigger.frame.governing
    if governing is None:
        return HAPPENED
    verb, relation = governing
    if relation in ("obj", "for", "to", "on", "forward", "against", "of", "from"):
        implied = _by_word(verb, lists, 0) if verb.lemma_ not in lists["transparent"] else None
        if implied is not None and not (definite and verb.lemma_ in lists["presupposing"]):
            return implied
    if relation == "obj" and not definite:  # "would trigger sanctions"
        above = verb_status(verb)
        if above in (PLANNED, HYPOTHETICAL):
            return above
    if relation == "subj" and (_is_due(verb, lists) or _will_come(verb, lists)):
        return PLANNED
    return HAPPENED


def _will_come(verb: Token, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the verb says that its subject is still to come: "talks will follow"."""
    return verb.tag_ != "VBD" and verb.lemma_ in lists["coming_about"] and verb_status(verb) == PLANNED


def _is_due(verb: Token, lists: dict[str, frozenset[str]]) -> bool:
    """Whether the subject is said to be due: "the hearing is due in June", "the trial is due to begin"."""
    return verb.lemma_ == "be" and any(
        child.dep_ in ("acomp", "oprd") and child.lemma_.lower() in lists["due"] for child in verb.children
    )


def _same_time(noun: Token, lists: dict[str, frozenset[str]]) -> str | None:
    """For a happening that another takes place at, what tense says of that one: "will meet at a summit"."""
    steps = word_lists("words.txt")["steps"]
    for _ in range(syntax.MAX_CLIMB):
        if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in steps:
            noun = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in lists["during"] or noun.head.head.pos_ != "VERB":
        return None
    above = verb_status(noun.head.head)
    return above if above in (ONGOING, PLANNED) else None


def _is_lasting(trigger: Trigger) -> bool:
    """Whether the noun names what goes on until something ends it, and nothing says that it is over."""
    lists = word_lists("status.txt")
    noun = trigger.token
    if noun.lemma_.lower() not in lists["lasting"] or noun.lower_ in lists["lasting_past"]:
        return False
    near = {child.lower_ for child in noun.children if child.dep_ in ("amod", "compound", "nmod", "nummod")}
    if near & lists["lasting_past"]:
        return False
    outer = syntax.outer_noun(noun)
    if outer.dep_ == "pobj" and outer.head.lower_ in lists["lasting_bounded"]:
        return False
    governing = trigger.frame.governing
    return governing is None or governing[1] not in ("obj", "subj", "acl") or governing[0].tag_ != "VBD"


def _has_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def is_past(verb: Token) -> bool:
    """Whether the verb's own form says that it is done: simple past or perfect, without a modal."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & (FUTURE | POSSIBLE):
        return False
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(auxiliaries & {"has", "have", "was", "were"}))


def is_general_present(verb: Token) -> bool:
    """Whether the verb says what is so in general: simple present outside a headline."""
    return verb.tag_ in ("VBZ", "VBP") and not _has_auxiliary(verb) and not _is_headline(verb)


def _is_headline(token: Token) -> bool:
    """Whether the word stands in a headline, which is no full sentence or has all its long words capitalised: headlines
    use the present tense for what happened."""
    long = [word for word in token.sent if word.is_alpha and len(word) >= LONG_WORD]
    if len(long) >= MIN_TITLE and all(word.text[0].isupper() for word in long):
        return True
    last = token.sent[-1]
    while last.is_space and last.i > token.sent.start:
        last = last.nbor(-1)
    return not (last.is_punct or last.is_quote)
