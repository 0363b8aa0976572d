"""What grammar alone says of a pronoun: whom it must mean, or whom it cannot.

A possessive means the nearest subject above it that fits ("prevent Falk from spending on her wall"), a reflexive the
subject of its own clause or the noun it stands behind, "who" the person a place or body is told of ("Falk of Norrby,
who"). Nobody calls himself "he" inside his own quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property

from transforms.language.discourse import Discourse
from transforms.language.lexicons import speech_verbs, word_list

CLAUSES_UP = 10  # steps from a pronoun to the subject that binds it
LEFT, RIGHT = 30, 12  # tokens around a verb within which its subject or object stands
FRAME = 14  # tokens from the marks of a quotation to the verb of speech beside it
TELLING = word_list("telling")  # verbs that put their object in the know about something
TAKING = word_list("taking")  # verbs whose object is as a rule not the subject's own
ABOUT_OBJECT = frozenset({"for", "over"})  # "thanked X for his help": the object's as a rule
HELPING = word_list("helping")  # the same with "in": "assisted X in its war"
ARRIVING = frozenset({"come", "follow"})  # "the decision came after": what happened, not whoever it is about
VERBAL = frozenset({"VERB", "AUX"})
OWN_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative"})


class Binding:
    """Grammar of the pronouns of one document; `talk.meant` tells what the words before them mean."""

    def __init__(self, talk: Discourse) -> None:
        self.talk = talk
        self.tokens = talk.tokens

    def means(self, head: int) -> int | None:
        """What the word at `head` means: what it was resolved to, or the name it is part of."""
        return self.talk.meant.get(head, self.talk.name_at.get(head))

    def subjects_above(self, index: int) -> Iterator[int]:
        """Heads of the subjects, or controlling objects, of the clauses around `index`, the innermost first.

        The phrase `index` stands in is none of them, and a quotation's frame is not above what stands inside it.
        """
        tokens = self.tokens
        path, node = {index}, index
        for _ in range(CLAUSES_UP):
            above = tokens.head[node]
            if above == node or (tokens.quoted[index] and not tokens.quoted[above]):
                return
            path.add(above)
            subject = self._controller(above, node) if tokens.pos[above] in VERBAL else None
            if subject is not None and subject < index and subject not in path:
                yield subject
            node = above

    def subject_of(self, verb: int) -> int | None:
        """The head of a verb's subject, its own or the one it shares with the verb it is joined to."""
        for _ in range(CLAUSES_UP):
            own = self._child(verb, OWN_SUBJECTS)
            if (
                own is not None
                or self.tokens.dep[verb] != "conj"
                or self.tokens.pos[self.tokens.head[verb]] not in VERBAL
            ):
                return own
            verb = self.tokens.head[verb]
        return None

    def _controller(self, verb: int, clause: int) -> int | None:
        """Whom the part `clause` of a verb is told of: its object in "prevent X from spending" and "criticised X over",
        else its subject."""
        held = self._child(verb, OBJECTS)
        if held is not None and not self._opens_clause(clause):
            word, is_help = self.tokens.lower[clause], self.tokens.lemma[verb] in HELPING
            is_about = self.tokens.dep[clause] == "prep" and (word in ABOUT_OBJECT or (word == "in" and is_help))
            held = held if is_about and (self.means(held) is not None or held in self.talk.several) else None
        return self._child(verb, OWN_SUBJECTS) if held is None else held

    def _opens_clause(self, node: int) -> bool:
        """Whether the word is a verb without a subject, or a preposition that governs one."""
        tokens = self.tokens
        if tokens.dep[node] == "xcomp":
            return tokens.pos[node] in VERBAL
        if tokens.dep[node] != "prep":
            return False
        return any(
            tokens.head[i] == node and tokens.dep[i] == "pcomp" for i in range(node + 1, min(node + 6, len(tokens)))
        )

    def _child(self, verb: int, relations: frozenset[str]) -> int | None:
        tokens = self.tokens
        for i in range(max(0, verb - LEFT), min(len(tokens), verb + RIGHT)):
            if tokens.head[i] == verb and tokens.dep[i] in relations and i != verb:
                return i
        return None

    def owner(self, index: int, fits: Callable[[int], bool]) -> int | None:
        """Whose the possessive at `index` says something is: the nearest subject that fits, unless it takes the thing."""
        tokens = self.tokens
        if tokens.dep[tokens.head[index]] == "dobj" and tokens.lemma[tokens.governor(tokens.head[index])] in TAKING:
            return None
        entities = (self.means(subject) for subject in self.subjects_above(index))
        return next((entity for entity in entities if entity is not None and fits(entity)), None)

    def nearest_subject(self, index: int) -> int:
        """The head of the nearest subject above, or -1."""
        return next(self.subjects_above(index), -1)

    def owners(self, index: int) -> tuple[int, ...]:
        """The several that the nearest subject above means: "the two mayors", "Norrby and Tolvane"."""
        subject = next(self.subjects_above(index), None)
        if subject is None:
            return ()
        tokens, found = self.tokens, [self.means(subject)]
        for i in range(subject + 1, min(index, subject + LEFT)):
            if tokens.dep[i] == "conj" and tokens.head[i] in range(subject, i) and tokens.relation(i) in OWN_SUBJECTS:
                found.append(self.means(i))
        members = tuple(sorted({entity for entity in found if entity is not None}))
        return self.talk.several.get(subject, members if len(members) > 1 and None not in found else ())

    def is_owned_by_unnamed(self, index: int, tags: frozenset[str]) -> bool:
        """Whether the nearest subject above is a noun of one of the `tags` that stands for nobody known."""
        subject = next(self.subjects_above(index), None)
        if subject is None or self.tokens.tag[subject] not in tags:
            return False
        is_event = self.tokens.lemma[self.tokens.governor(subject)] in ARRIVING
        return not is_event and self.means(subject) is None and subject not in self.talk.several

    def reflexive(self, index: int) -> int | None:
        """Whom "himself" means: the noun it stresses, else the subject of its clause."""
        tokens = self.tokens
        above = tokens.head[index]
        stressed = above if tokens.dep[index] in ("appos", "npadvmod", "nmod") and above < index else index - 1
        if tokens.dep[index] not in ("dobj", "dative", "pobj") and (entity := self.means(stressed)) is not None:
            return entity
        return next((entity for i in self.subjects_above(index) if (entity := self.means(i)) is not None), None)

    def told(self, index: int, fits: Callable[[int], bool]) -> int | None:
        """Whom "he" means in what several or nobody named tell one person: "they told the mayor he was wrong"."""
        tokens = self.tokens
        verb = tokens.head[index]
        telling = tokens.head[verb]
        if tokens.dep[index] not in OWN_SUBJECTS or tokens.dep[verb] != "ccomp" or tokens.lemma[telling] not in TELLING:
            return None
        hearer = self._child(telling, OBJECTS)
        teller = self._child(telling, OWN_SUBJECTS)
        teller = next(self.subjects_above(telling), None) if teller is None else teller
        told = None if hearer is None or hearer > index else self.means(hearer)
        if told is None or not fits(told) or (teller is not None and self._is_person(teller)):
            return None
        return told

    def conceded(self, index: int, fits: Callable[[int], bool]) -> int | None:
        """Whom "he" means in a clause that adds to what somebody is said to be: "asked if Falk was ill though he rowed"."""
        tokens = self.tokens
        clause = tokens.head[index]
        over = tokens.head[clause]
        is_inside = tokens.dep[clause] == "advcl" and over < clause and tokens.dep[over] == "ccomp"
        if not is_inside or tokens.dep[index] not in OWN_SUBJECTS or tokens.quoted[index]:
            return None
        subject = self._child(over, OWN_SUBJECTS)
        entity = None if subject is None else self.means(subject)
        return entity if entity is not None and fits(entity) else None

    def _is_person(self, head: int) -> bool:
        entity = self.means(head)
        return entity is not None and self.talk.cast[entity].kind == "person"

    def told_of(self, head: int) -> int | None:
        """Of whom a place or a body is told: of Falk in "Falk of Norrby, Ruritania" and "Falk, a fan of the team"."""
        tokens, node = self.tokens, head
        for _ in range(5):
            above = tokens.head[node]
            if above == node or tokens.dep[node] not in ("pobj", "prep", "appos", "npadvmod", "conj"):
                return None
            node = above
            entity = self.talk.meant.get(node)
            if entity is not None and self.talk.cast[entity].kind in ("person", "group"):
                return entity
        return None

    # ---- quotations ---------------------------------------------------------------------------------------------------

    @cached_property
    def _frames(self) -> list[tuple[int, int]]:
        """(verb, head of its subject) of the verbs of speech outside quotations."""
        tokens = self.tokens
        return sorted(
            (tokens.head[i], i)
            for i, dep in enumerate(tokens.dep)
            if dep == "nsubj" and not tokens.quoted[i] and tokens.lemma[tokens.head[i]] in speech_verbs()
        )

    def speaker_of(self, index: int) -> int | None:
        """The head of the subject of the verb of speech beside the quotation around `index`."""
        if not self.tokens.quoted[index]:
            return None
        first, last = self._quotation(index)
        if not self.tokens.words[min(first + 1, last - 1)][0].isupper():
            return None  # words taken over into the reporter's own sentence, pronouns and all
        near = self._frames[
            bisect_left(self._frames, (first - FRAME, -1)) : bisect_left(self._frames, (last + FRAME, -1))
        ]
        end = len(self.tokens) - 1
        for verb, subject in sorted(near, key=lambda frame: (frame[0] < last, abs(frame[0] - last))):
            beside = min(last + 1, end) if verb > last else max(first - 1, 0)
            if self.tokens.same_sentence(verb, beside):
                return subject
        return None

    def spoken_of(self, index: int) -> set[int]:
        """Whom the quotation that the speaker at `index` is the frame of speaks of: others than its speaker."""
        tokens = self.tokens
        verb = tokens.head[index]
        if tokens.dep[index] != "nsubj" or tokens.quoted[index] or tokens.lemma[verb] not in speech_verbs():
            return set()
        found: set[int] = set()
        lowest, highest = min(index, verb), max(index, verb)
        for inside in (*range(lowest - 1, max(-1, lowest - 3), -1), *range(highest + 1, min(highest + 4, len(tokens)))):
            if tokens.quoted[inside]:
                first, last = self._quotation(inside)
                found |= {entity for i in range(first, last) if (entity := self.means(i)) is not None}
        return found

    def _quotation(self, index: int) -> tuple[int, int]:
        """First token of the quotation around `index`, and the one behind its last."""
        first, last = index, index + 1
        while first and self.tokens.quoted[first - 1]:
            first -= 1
        while last < len(self.tokens) and self.tokens.quoted[last]:
            last += 1
        return first, last
