"""Who stands where around a word: the grammatical relations the lexicon's frames and the arguments are read from.

Everything reads spaCy's dependency labels (the CLEAR scheme of the English models). Tokens in, tokens out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.events.wordlists import word_lists
from transforms.language.lexicons import group_nouns, person_nouns

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_CLIMB = 8  # no clause chain in the development texts was longer; bounds the walk on a broken parse
RELATIVE = frozenset({"who", "which", "that", "whom"})
PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
PASSIVE = frozenset({"nsubjpass", "csubjpass", "auxpass"})
SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECT = frozenset({"dobj", "obj"})
# Verbs whose object is the one who acts in what follows after a preposition: accused X of doing.
DATELINE = 12  # words a dateline may have before its dash
DASHES = frozenset({"-", "–", "—", "--"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
UNFINISHED = frozenset({"VBG", "VB"})
ASKING_WHERE = frozenset({"where", "when", "why", "how", "whereby"})
AMOUNTS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY"})
BLAMED_FOR = frozenset({"for", "over"})  # "rebuked Flavia for letters urging": it is she who urges
LINKING = frozenset({"be", "seem", "appear", "become", "look", "remain", "feel", "sound"})
STRIKING = frozenset({"against", "on", "upon"})
OBJECT_CONTROL = frozenset({"of", "for", "from", "with", "into", "against"})


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The verb's grammatical subject: its own, else the one it shares with the verb or noun it hangs on."""
    own = [child for child in verb.children if child.dep_ in SUBJECT and child.lower_ != "thanks"]
    if own:  # the nearest: a dateline or "thanks to …" before the clause is often taken for a subject too
        before = [child for child in own if child.i < verb.i]
        stated = _after_dateline((before or own)[-1], verb)
        meant = antecedent(stated, verb)
        return meant if meant == stated else _who_is(meant, depth)
    outside = _after_according(verb) or _stray_subject(verb)
    if outside is not None or depth > MAX_CLIMB:
        return outside
    head, dep = verb.head, verb.dep_
    if head == verb:
        return None
    if dep == "relcl" and verb.tag_ == "VB":  # "took up a position to fire"
        return _noun_controller(head, depth)
    if dep == "relcl":
        return None if any(child.dep_ in SUBJECT for child in verb.children) else _who_is(head, depth)
    if dep == "acl":
        if verb.tag_ == "VBG" and head.lemma_.lower() in word_lists("words.txt")["spent"] and head.dep_ in OBJECT:
            return subject(head.head, depth + 1)  # "spent years arming Graustark"
        if verb.tag_ == "VBG" and head.lemma_.lower() in word_lists("words.txt")["documents"] and head.dep_ in OBJECT:
            return subject(head.head, depth + 1)  # "issued a report accusing": it is the issuer who accuses
        if verb.tag_ == "VBN" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
            aims = word_lists("words.txt")["aims"]  # "a chance to be appointed", but "the plan to be unveiled"
            return _noun_controller(head, depth) if head.lemma_.lower() in aims else head
        if verb.tag_ == "VBG":
            return _whose_words(head, depth) or head
        return head if verb.tag_ == "VBN" else _noun_controller(head, depth)
    if dep == "conj" and head.pos_ in ("VERB", "AUX"):
        return subject(_joined_to(verb), depth + 1)
    if dep in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
        if dep == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return None
        held = _own_object(head) if dep == "xcomp" else None
        if held is not None and _can_act(held):
            return held
        return _whose_aim(_host_subject(head, depth), head, depth)
    if dep == "advcl" and head.pos_ in ("VERB", "AUX", "ADJ"):
        return _host_subject(head, depth)
    if dep == "pcomp":
        return _after_preposition(head, depth)
    return None


def _joined_to(verb: Token) -> Token:
    """The verb a coordinated one shares its subject with: not "was leaving" in "said she was leaving and joined"."""
    head = verb.head
    if head.dep_ != "ccomp" or verb.tag_ not in FINITE or verb.tag_ != head.head.tag_:
        return head
    if any(child.dep_ in ("aux", "auxpass") for child in verb.children):
        return head
    subjects = [child for child in head.children if child.dep_ in SUBJECT]
    is_about_thing = head.lemma_ == "be" and verb.pos_ == "VERB" and not any(_is_somebody(one) for one in subjects)
    return head.head if head.tag_ in UNFINISHED or (subjects and is_about_thing) else head


def _whose_words(document: Token, depth: int) -> Token | None:
    """Whose the letters are that a participle behind them tells of: "rebuked Flavia for letters urging", "his letters"."""
    if document.lemma_.lower() not in word_lists("words.txt")["documents"]:
        return None
    named = [child for child in document.children if child.dep_ in ("poss", "compound", "amod")]
    owner = next((child for child in named if child.dep_ == "poss" or child.ent_type_ in PARTIES), None)
    if owner is not None and owner.ent_type_ not in AMOUNTS:
        return owner
    if document.dep_ != "pobj" or document.head.lower_ not in BLAMED_FOR or document.head.head.pos_ != "VERB":
        return None
    blaming = document.head.head
    return logical_object(blaming) or subject(blaming, depth + 1)


def _who_is(noun: Token, depth: int) -> Token | None:
    """Of whom the noun is said: "Ruritania was the first state that signed"; else the noun itself."""
    if noun.dep_ != "attr" or noun.ent_type_ or noun.head.lemma_ not in ("be", "become", "remain"):
        return noun
    found = subject(noun.head, depth + 1)
    return found if found is not None and found.pos_ in ("NOUN", "PROPN") else noun


def _after_dateline(found: Token, verb: Token) -> Token:
    """The subject behind the dash of a dateline the parser took for it: "STRELSAU -- A bomb went off"."""
    between = found.doc[found.i + 1 : verb.i]
    dash = next((token.i for token in between[:DATELINE] if token.text in DASHES), None)
    first = found.doc[found.sent.start]
    opens = first.i == 0 or "\n" in first.nbor(-1).text
    if dash is None or not (first.is_upper or (opens and first.ent_type_ == "GPE")):
        return found
    later = [child for child in found.subtree if dash < child.i < verb.i and child.dep_ in ("appos", "dep", "conj")]
    return later[0] if later else found


def _stray_subject(verb: Token) -> Token | None:
    """The name before a main verb that the parser takes for an adverb: "Ruritania, along with Graustark, closed …"."""
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    names = [child for child in verb.children if child.dep_ == "npadvmod" and child.i < verb.i]
    return next((name for name in names if name.ent_type_ in PARTIES), None)


def _after_according(verb: Token) -> Token | None:
    """The subject the parser takes for an apposition: "According to the mayor, Ruritania closed the pass"."""
    if verb.dep_ != "ROOT" or verb.sent[0].lower_ != "according":
        return None
    nouns = [token for token in verb.doc[verb.sent.start : verb.i] if token.dep_ == "appos"]
    if not nouns:
        return None
    last = nouns[-1]
    between = verb.doc[last.right_edge.i + 1 : verb.i]
    return last if all(token.head == verb or token.is_punct for token in between) else None


def _can_act(noun: Token) -> bool:
    """Whether a noun can do something itself, so that a clause after it tells what: "urged the mayor to resign"."""
    return _is_somebody(noun) or noun.head.lemma_ not in word_lists("words.txt")["taking"]


def _is_somebody(noun: Token) -> bool:
    words, lemma = word_lists("words.txt"), noun.lemma_.lower()
    if bool(noun.ent_type_) or noun.pos_ in ("PRON", "PROPN") or lemma in words["people"] | words["collectives"]:
        return True
    return lemma in person_nouns() or noun.lower_ in group_nouns()


def _host_subject(head: Token, depth: int) -> Token | None:
    if head.pos_ == "ADJ" and head.dep_ in ("acomp", "oprd", "conj") and head.head != head:
        own = subject(head, depth + 1)
        return own if own is not None else subject(head.head, depth + 1)
    return subject(head, depth + 1)


def _whose_aim(found: Token | None, verb: Token, depth: int) -> Token | None:
    """Who acts where an aim is the grammatical subject: "Ruritania's goal is to invade Graustark"."""
    if found is None or verb.lemma_ != "be" or found.lemma_.lower() not in word_lists("words.txt")["aims"]:
        return found
    return _noun_controller(found, depth) or found


def has_object_before(verb: Token, token: Token) -> bool:
    """Whether the verb has an object that stands before `token` and does not contain it."""
    held = _own_object(verb)
    return held is not None and held.i < token.i and held.right_edge.i < token.i


def _own_object(verb: Token) -> Token | None:
    held = next((child for child in verb.children if child.dep_ in OBJECT), None)
    return held if held is not None else _stray_object(verb)


def _stray_object(verb: Token) -> Token | None:
    """The name behind a verb that the parser takes for an adverb: "said that Ruritania had attacked Graustark"."""
    after = [child for child in verb.children if child.dep_ == "npadvmod" and child.i > verb.i]
    if verb.pos_ != "VERB" or len(after) != 1 or after[0].left_edge.i != verb.i + 1:
        return None
    return after[0] if after[0].ent_type_ in PARTIES and not is_passive(verb) else None


def _noun_controller(noun: Token, depth: int) -> Token | None:
    """Whose "plan to leave" it is: the possessor, else the subject of the verb that governs the noun."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for word, owner in prepositional(noun):
        if word in ("of", "by") and owner.ent_type_ not in ("DATE", "TIME"):
            return owner
    if noun.dep_ in (*OBJECT, "npadvmod") and noun.head.pos_ == "VERB":
        return _who_was_given(noun) or (subject(noun.head, depth + 1) if noun.dep_ in OBJECT else None)
    if noun.dep_ == "attr" and noun.head.lemma_ in ("be", "become"):  # "became the first state to sign"
        found = _who_is(noun, depth)
        return None if found == noun else found
    if noun.dep_ == "ROOT" and noun.ent_type_:
        return noun  # a headline: "Ruritania to Sign Treaty"
    if noun.dep_ == "pobj" and noun.head.head.pos_ in ("VERB", "AUX"):  # "is on the verge of", "in an attempt to"
        return subject(noun.head.head, depth + 1)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and depth < MAX_CLIMB:  # "no sign of willingness to yield"
        return _noun_controller(noun.head.head, depth + 1)
    return None


def _who_was_given(noun: Token) -> Token | None:
    """Who is given the time, the right or the order for what follows: "gave Flavia an hour to leave"."""
    words, lemma = word_lists("words.txt"), noun.lemma_.lower()
    if lemma in words["own_word"] or lemma not in words["aims"] | words["spent"] | words["leave"]:
        return None
    return next((child for child in noun.head.children if child.dep_ == "dative" and child.pos_ != "ADP"), None)


def _after_preposition(preposition: Token, depth: int) -> Token | None:
    governor = preposition.head
    if governor.pos_ in ("ADV", "SCONJ", "ADP"):  # "instead of condemning", "because of"
        governor = governor.head
    if governor.pos_ == "ADJ":  # "is guilty of breaking the truce"
        return _host_subject(governor, depth)
    if governor.pos_ not in ("VERB", "AUX"):
        return _noun_controller(governor, depth)
    held = _own_object(governor)
    if is_passive(governor) or held is None:
        return subject(governor, depth + 1)
    if preposition.lower_ == "in" and governor.lemma_ in word_lists("words.txt")["helping"]:
        return held
    accused = preposition.lower_ in OBJECT_CONTROL and preposition.i > held.i
    return held if accused else subject(governor, depth + 1)


def antecedent(token: Token, verb: Token) -> Token:
    """The noun a relative pronoun stands for; any other token itself."""
    if token.lower_ in RELATIVE:
        clause, climbed = verb, 0
        while clause.dep_ == "conj" and climbed < MAX_CLIMB:
            clause, climbed = clause.head, climbed + 1
        if clause.dep_ == "relcl":
            return _person_behind(clause.head) if token.lower_ in ("who", "whom") else clause.head
    return token


def _person_behind(noun: Token) -> Token:
    """The people "who" is said of, where the parser hangs it on a place or body of theirs: "mayors of both towns who"."""
    over = noun.head.head
    if noun.dep_ != "pobj" or noun.ent_type_ in ("PERSON", "NORP") or _is_person_noun(noun):
        return noun
    return over if over.pos_ in ("NOUN", "PROPN") and _is_person_noun(over) else noun


def _is_person_noun(noun: Token) -> bool:
    return noun.ent_type_ == "PERSON" or noun.lemma_.lower() in person_nouns()


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive: "was expelled", "troops sent by"; a bare participle after a noun counts."""
    if any(child.dep_ in PASSIVE for child in verb.children):
        return True
    for child in verb.children:
        if child.dep_ == "nsubj" and _lacks_auxiliary(verb):
            return True
        if child.dep_ in ("nsubj", "aux"):
            return False
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "amod", "advcl"):
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and is_passive(verb.head)


def _lacks_auxiliary(verb: Token) -> bool:
    """Whether a verb that needs an object has none, as in headlines: "Mayor arrested in Strelsau"."""
    if verb.tag_ not in ("VBN", "VBD") or verb.lemma_ not in word_lists("words.txt")["needs_object"]:
        return False
    if verb.dep_ in ("relcl", "conj") or _shared_object(verb) is not None:
        return False
    return not any(child.dep_ in (*OBJECT, "aux", "ccomp", "xcomp", "oprd", "dative", "prt") for child in verb.children)


def _shared_object(verb: Token) -> Token | None:
    """The object two coordinated verbs have in common: "attacked and looted the port"."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - verb.i <= 3 and child.tag_ == verb.tag_:
            held = _own_object(child)
            if child.lemma_ in LINKING:
                return None  # "smiled and seemed a good mayor"
            if held is not None:  # "arrest and open a case": a thing may be the second verb's only
                return held if _is_somebody(held) else _whom_it_strikes(child, held)
            return _shared_object(child)
    return None


def _whom_it_strikes(verb: Token, thing: Token) -> Token | None:
    """Whom the second of two verbs does something against: "attacked and opened fire on the convoy"."""
    phrases = [phrase for host in (verb, thing) for phrase in prepositional(host)]
    return next((noun for word, noun in phrases if word in STRIKING and _is_somebody(noun)), None)


def logical_subject(verb: Token) -> Token | None:
    """Who acts: the subject, or the agent of a passive."""
    if not is_passive(verb):
        return subject(verb)
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for complement in child.children:
                if complement.dep_ == "pobj" and not _is_amount(complement):
                    return complement
    return None


def _is_amount(noun: Token) -> bool:
    """Whether a noun says by how much, not by whom: "lowered by a modest 3,000"."""
    if noun.ent_type_ in AMOUNTS:
        return True
    digits = noun.pos_ == "NUM" and any(letter.isdigit() for letter in noun.text)
    return digits and not any(child.lower_ == "of" for child in noun.children)


def logical_object(verb: Token) -> Token | None:
    """Whom it is done to: the object, the subject of a passive, or the noun a relative clause is about."""
    if is_passive(verb):
        return subject(verb)
    own = _own_object(verb)
    if own is not None:
        return antecedent(own, verb)
    shared = None if verb.dep_ == "relcl" else _shared_object(verb)
    if shared is not None and not any(child.dep_ in ("ccomp", "xcomp", "prep") for child in verb.children):
        return shared
    if any(child.lower_ in ASKING_WHERE for child in verb.children):
        return None
    if verb.dep_ == "relcl" and any(child.dep_ == "nsubj" and child.lower_ not in RELATIVE for child in verb.children):
        return verb.head
    return None


def prepositional(head: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) for the phrases that hang on `head`; "out of Syria" counts for both its words."""
    for child in head.children:
        if child.dep_ in ("prep", "agent", "dative") or (child.dep_ in ("prt", "advmod") and child.n_rights):
            word = child.lower_
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield word, inner
                elif inner.dep_ == "prep":
                    for innermost in inner.children:
                        if innermost.dep_ == "pobj":
                            yield inner.lower_, innermost
                            yield word, innermost


def coordinated(token: Token) -> list[Token]:
    """The token and what is coordinated with it: "Ruritania, Graustark and Evallonia"."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                found.append(child)
                queue.append(child)
    return found


def inner_noun(token: Token) -> Token:
    """The happening behind a word that only counts or bounds it: "a series of raids" is about raids."""
    if token.lemma_.lower() in word_lists("words.txt")["measures"]:
        for word, noun in prepositional(token):
            if word == "of":
                return noun
    return token


def outer_noun(token: Token) -> Token:
    """The reverse: the word that counts or bounds this one, else itself."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        counted = token.head.head
        if counted.lemma_.lower() in word_lists("words.txt")["measures"]:
            return counted
    return token


def complement(verb: Token) -> Token | None:
    """The clause a verb governs: what was agreed, refused, urged."""
    return next((child for child in verb.children if child.dep_ in ("xcomp", "ccomp")), None)


def words_between(doc: Doc, start: int, end: int) -> str:
    """The characters of `doc` from `start` to `end`, lower case. `doc.text` would put the whole document together for it."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return "" if found is None else found.text.lower()
