"""Whom pronouns of the third person and relative pronouns mean; the first and second person are the quotation's to solve."""

from __future__ import annotations

from collections.abc import Callable

from transforms.language.binding import Binding
from transforms.language.discourse import (
    NOBODY,
    PRONOUN_AHEAD,
    PRONOUN_CLEAR,
    PRONOUN_GROUP,
    PRONOUN_RELATIVE,
    PRONOUN_SEVERAL,
    PRONOUN_THING,
    PRONOUN_UNCLEAR,
    UNKNOWN,
    Discourse,
    Meaning,
)  # fmt: skip
from transforms.language.drafts import Draft
from transforms.language.people import PRONOUN_GENDERS
from transforms.language.salience import SUBJECT
from transforms.language.tokens import SUBJECTS

# What a candidate gains by standing before the pronoun in its own sentence, and loses by being of no known gender or
# without a name; tuned on the development quotes, where +-50 % of each changes less than one pronoun in a hundred.
SAME_SENTENCE, SAME_SENTENCE_OWNER = 0.1, 0.6
UNKNOWN_GENDER, UNNAMED = 0.8, 0.7
CLEAR = 1.3  # how many times the runner-up's score makes a choice clear
PERSONAL = frozenset(PRONOUN_GENDERS)
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
THINGS = frozenset({"it", "its", "itself"})
SPEECH_ROLES = frozenset(
    {"i", "we", "you", "me", "us", "my", "our", "your", "mine", "ours", "yours", "myself", "ourselves"}
)
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
GROUPS = frozenset({"group", "organisation", "government"})
PROPER, PLURALS = frozenset({"NNP", "NNPS"}), frozenset({"NNS", "NNPS"})
SINGULAR = frozenset({"NN"}) | PROPER
RELATIVE = frozenset({"who", "whom", "whose", "which"})
VERBAL = frozenset({"VERB", "AUX"})
LOOSE = frozenset(
    {"ROOT", "nsubj", "npadvmod", "preconj", "dep", "meta", "intj"}
)  # what no preposition or verb governs
PRONOUNS = PERSONAL | PLURAL | THINGS | SPEECH_ROLES | RELATIVE
# Verbs an empty "it" takes.
FILLING = frozenset({"be", "seem", "appear", "take", "remain", "look", "become", "rain", "snow", "turn", "happen"})


class Pronouns:
    """Resolves the pronouns of one document in text order."""

    def __init__(self, talk: Discourse) -> None:
        self.talk = talk
        self.tokens = talk.tokens
        self.cast = talk.cast
        self._binding = Binding(talk)
        self._latest: dict[str, tuple[int, int | None]] = {}  # gender to place and meaning of the pronoun resolved last

    def resolve(self, index: int) -> Meaning:
        lower = self.tokens.lower[index]
        if lower in REFLEXIVE and (bound := self._binding.reflexive(index)) is not None:
            return Meaning(bound, PRONOUN_CLEAR)
        if lower in PERSONAL:
            gender = PRONOUN_GENDERS[lower]
            meaning = self._he_or_she(index, gender)
            if meaning.entity is not None:
                self._latest[gender] = (index, meaning.entity)
            return meaning
        if lower in PLURAL:
            return self._they(index)
        if lower in THINGS:
            return self._it(index)
        return self._relative(index) if lower in RELATIVE else UNKNOWN

    def _relative(self, index: int) -> Meaning:
        """Who a relative clause is about: what its verb hangs on."""
        node = index
        for _ in range(4):
            if self.tokens.dep[node] == "relcl":
                head = self.tokens.head[node]
                entity = self.talk.meant.get(head)
                if entity is not None and self.tokens.lower[index] != "which" and self._is_no_person(entity):
                    person = self._binding.told_of(head)
                    entity = (
                        None
                        if person is None and self.cast[entity].kind == "place"
                        else (entity if person is None else person)
                    )
                return NOBODY if entity is None else Meaning(entity, PRONOUN_RELATIVE)
            node = self.tokens.head[node]
        return NOBODY

    def _is_no_person(self, entity: int) -> bool:
        return self.cast[entity].kind == "place" or _is_one_body(self.cast[entity])

    def _he_or_she(self, index: int, gender: str) -> Meaning:
        tokens = self.tokens
        sentence = tokens.sentence[index]
        ahead = self._subject_ahead(index, gender)
        if ahead is not None:
            return Meaning(ahead, PRONOUN_AHEAD)
        fronted = self._fronted(index, gender)
        if fronted is not None:
            return Meaning(fronted, PRONOUN_CLEAR)
        bound = self._bound(index, gender)
        if bound is not None:
            return Meaning(bound, PRONOUN_CLEAR)
        excluded = self._co_arguments(index) | self._speaker(index) | self._binding.spoken_of(index)
        scored = []
        for entity in self.talk.salience.recent(sentence):
            draft = self.cast[entity]
            if draft.kind != "person" or entity in excluded or draft.gender not in (gender, None):
                continue
            score = self.talk.salience.score(entity, sentence)
            if self.talk.salience.sentences_since(entity, sentence) == 0:
                score += SAME_SENTENCE_OWNER if tokens.dep[index] == "poss" else SAME_SENTENCE
            if draft.gender is None:
                score *= UNKNOWN_GENDER
            if draft.is_anonymous:
                score *= UNNAMED
            if score > 0:
                scored.append((score, self.talk.salience.position(entity), entity))
        if not scored:
            return UNKNOWN
        scored.sort(reverse=True)
        clear = len(scored) == 1 or scored[0][0] > CLEAR * scored[1][0]
        chosen = scored[0][2]
        if self.cast[chosen].gender is None:
            self.cast[chosen].genders[gender] += 1
        return Meaning(chosen, PRONOUN_CLEAR if clear else PRONOUN_UNCLEAR)

    def _bound(self, index: int, gender: str) -> int | None:
        """Whom grammar says the pronoun means: the owner, who was told, or whom the same pronoun just meant."""

        def fits(entity: int) -> bool:
            return self._is_person(entity, gender)

        before, entity = self._pronoun_before(index, gender)
        if self.tokens.dep[index] == "poss":
            owner = self._binding.owner(index, fits)
            if owner is None or owner == entity or before < self._binding.nearest_subject(index):
                return owner
            return entity  # "threatened him because of his stance"
        for told in (self._binding.told(index, fits), self._binding.conceded(index, fits)):
            if told is not None:
                return told
        if entity is None:
            return self._only_subject_above(index, fits)
        others = {self.talk.meant[i] for i in range(before + 1, index) if i in self.talk.meant} - {entity}
        is_free = entity not in self._co_arguments(index)
        return entity if is_free and not any(self._is_person(other, gender) for other in others) else None

    def _only_subject_above(self, index: int, fits: Callable[[int], bool]) -> int | None:
        """The one person the sentence names before the pronoun, if a clause above tells of him or her: "Falk said she"."""
        tokens = self.tokens
        if tokens.quoted[index]:
            return None
        number = tokens.sentence[index]
        start = tokens.sentence_ends[number - 1] if number else 0
        before = {entity for _, entity in self.talk.named_between(start, index)}
        before |= {self.talk.meant[i] for i in range(start, index) if i in self.talk.meant}
        found = {entity for entity in before - self._co_arguments(index) if fits(entity)}
        above = {self._binding.means(subject) for subject in self._binding.subjects_above(index)}
        return found.pop() if len(found) == 1 and found <= above else None

    def _pronoun_before(self, index: int, gender: str) -> tuple[int, int | None]:
        """Place and meaning of the last pronoun of that gender in the same sentence and on the same side of its marks."""
        before, entity = self._latest.get(gender, (-1, None))
        is_near = before >= 0 and self.tokens.same_sentence(before, index)
        return (before, entity) if is_near and self.tokens.quoted[before] == self.tokens.quoted[index] else (-1, None)

    def _speaker(self, index: int) -> set[int]:
        """Who speaks the quotation around the pronoun, and is none of those it speaks of."""
        head = self._binding.speaker_of(index)
        if head is None:
            return set()
        entity = self._binding.means(head)
        gender = PRONOUN_GENDERS.get(self.tokens.lower[head])
        if entity is None and head > index and gender is not None and not self.tokens.quoted[head]:
            entity = self._he_or_she(head, gender).entity
        return set() if entity is None else {entity}

    def _subject_ahead(self, index: int, gender: str) -> int | None:
        """The person a fronted pronoun waits for: "For his part, X said"."""
        tokens = self.tokens
        start = tokens.sentence_ends[tokens.sentence[index] - 1] if tokens.sentence[index] else 0
        if (
            index - start > 6
            or tokens.quoted[index]
            or (tokens.dep[index] in SUBJECTS and not self._is_in_aside(index))
        ):
            return None
        for _, entity in self.talk.named_between(start, index):
            if self.cast[entity].kind == "person":
                return None
        end = (
            tokens.sentence_ends[tokens.sentence[index]]
            if tokens.sentence[index] < len(tokens.sentence_ends)
            else len(tokens)
        )
        for at, entity in self.talk.named_between(index, end):
            head = self.talk.head_of_name(at)
            if (
                self.cast[entity].kind == "person"
                and tokens.dep[head] == "nsubj"
                and tokens.dep[tokens.head[head]] in ("ROOT", "ccomp")
                and self.cast[entity].gender in (gender, None)
            ):
                return entity if any(tokens.words[i] == "," for i in range(index, at)) else None
        return None

    def _is_in_aside(self, index: int) -> bool:
        """Whether the subject at `index` is that of a clause before the main one: "When she arrived, X said"."""
        start = self.tokens.sentence[index]
        first = self.tokens.sentence_ends[start - 1] if start else 0
        return index > first and self.tokens.dep[self.tokens.head[index]] == "advcl"

    def _fronted(self, index: int, gender: str) -> int | None:
        """The one person named before any verb, in no phrase of its own: "And then X, on his visit, he said ...".

        A sentence without a verb ("On the other side, X.") fronts its name to the next one.
        """
        tokens = self.tokens
        if tokens.dep[index] not in ("nsubj", "poss") or tokens.quoted[index]:
            return None
        number = tokens.sentence[index]
        start = tokens.sentence_ends[number - 1] if number else 0
        if any(tokens.pos[i] in VERBAL for i in range(start, index)):
            return None
        before = tokens.sentence_ends[number - 2] if number > 1 else 0
        if number and not any(tokens.pos[i] in VERBAL or "\n" in tokens.words[i] for i in range(before, start)):
            start = before
        people = {entity: at for at, entity in self.talk.named_between(start, index) if self._is_person(entity, gender)}
        if len(people) != 1:
            return None
        ((entity, at),) = people.items()
        head = self.talk.head_of_name(at)
        while tokens.dep[head] in ("appos", "conj") and tokens.head[head] != head:
            head = tokens.head[head]
        return entity if tokens.dep[head] in LOOSE else None

    def _is_person(self, entity: int, gender: str) -> bool:
        return self.cast[entity].kind == "person" and self.cast[entity].gender in (gender, None)

    def _co_arguments(self, index: int) -> set[int]:
        """Entities that stand beside the pronoun under the same verb, and so are others than it."""
        tokens = self.tokens
        if tokens.dep[index] not in ("nsubj", "dobj", "dative", "nsubjpass"):
            if tokens.dep[index] != "pobj":
                return set()
            verb = tokens.head[tokens.head[index]]
        else:
            verb = tokens.head[index]
        subject = None if tokens.dep[index] in SUBJECTS else self._binding.subject_of(verb)
        found = {
            entity for entity in (None if subject is None else self._binding.means(subject),) if entity is not None
        }
        for at, entity in self.talk.named_between(max(0, index - 25), index + 25):
            head = self.talk.head_of_name(at)
            if tokens.head[head] == verb and tokens.dep[head] in ("nsubj", "dobj", "dative", "nsubjpass"):
                found.add(entity)
        return found

    def _they(self, index: int) -> Meaning:
        """Several named in one breath, or the group or body last talked about, whichever came last."""
        if self.tokens.dep[index] == "poss":
            owners = self._binding.owners(index)
            if owners:
                return Meaning(None, PRONOUN_SEVERAL, owners)
            if self._binding.is_owned_by_unnamed(index, PLURALS | {"DT"}):
                return UNKNOWN
            owner = self._binding.owner(index, lambda entity: self.cast[entity].kind in ("group", "organisation"))
            if owner is not None:
                return Meaning(owner, PRONOUN_GROUP)
        sentence = self.tokens.sentence[index]
        group, group_score = None, 0.0
        for entity in self.talk.salience.recent(sentence):
            draft = self.cast[entity]
            if draft.kind not in GROUPS or self.talk.salience.sentences_since(entity, sentence) > 2:
                continue
            score = self.talk.salience.score(entity, sentence) * (1.0 if draft.kind == "group" else 0.6)
            if score > group_score:
                group, group_score = entity, score
        if self.tokens.dep[index] not in SUBJECTS and group in self._co_arguments(index):
            return UNKNOWN  # those acted upon by whom they most likely mean are others
        pair = self._pair_in_sentence(index)
        if pair and group_score < SUBJECT:
            return Meaning(None, PRONOUN_SEVERAL, pair)
        away = 2 if self.talk.plural is None else sentence - self.talk.plural[0]
        if (
            self.talk.plural is not None
            and away <= 1
            and (group is None or away <= self.talk.salience.sentences_since(group, sentence))
        ):
            return Meaning(None, PRONOUN_SEVERAL, self._others(index, self.talk.plural[1]))
        return Meaning(group, PRONOUN_GROUP) if group is not None else UNKNOWN

    def _others(self, index: int, members: tuple[int, ...]) -> tuple[int, ...]:
        """Three or more without whoever is the subject above: "Falk, Brandt and Novak met; Falk blamed their staff"."""
        above = {self._binding.means(subject) for subject in self._binding.subjects_above(index)}
        rest = tuple(member for member in members if member not in above)
        return rest if len(members) > 2 and len(rest) == len(members) - 1 else members

    def _pair_in_sentence(self, index: int) -> tuple[int, ...]:
        """The two people, or two states, that are all the sentence names before the pronoun."""
        number = self.tokens.sentence[index]
        start = self.tokens.sentence_ends[number - 1] if number else 0
        before = {entity for _, entity in self.talk.named_between(start, index)}
        before |= {self.talk.meant[i] for i in range(start, index) if i in self.talk.meant}
        for kind in ("person", "government"):
            found = sorted(entity for entity in before if self.cast[entity].kind == kind)
            if len(found) == 2:
                return tuple(found)
            if found:
                return ()
        return ()

    def _it(self, index: int) -> Meaning:
        """The body or state last talked about, unless the pronoun only fills the subject's place."""
        tokens = self.tokens
        if tokens.dep[index] not in ("nsubj", "nsubjpass", "poss") or self._is_filler(index):
            return UNKNOWN
        is_owner = tokens.dep[index] == "poss"
        if self._binding.is_owned_by_unnamed(index, SINGULAR if is_owner else PROPER):
            return UNKNOWN
        bound = self._binding.owner(index, lambda entity: _is_one_body(self.cast[entity])) if is_owner else None
        if bound is not None:
            return Meaning(bound, PRONOUN_THING)
        sentence = tokens.sentence[index]
        best, best_score = None, 0.3
        for entity in self.talk.salience.recent(sentence):
            draft = self.cast[entity]
            if not _is_one_body(draft) or self.talk.salience.sentences_since(entity, sentence) > 2:
                continue
            score = self.talk.salience.score(entity, sentence)
            if self.talk.salience.sentences_since(entity, sentence) == 0:
                score += SAME_SENTENCE_OWNER if tokens.dep[index] == "poss" else SAME_SENTENCE
            if score > best_score:
                best, best_score = entity, score
        return Meaning(best, PRONOUN_THING) if best is not None else UNKNOWN

    def _is_filler(self, index: int) -> bool:
        """Whether "it" stands for a clause or for nothing: "it is clear", "it was shown that", "when it comes to"."""
        tokens = self.tokens
        verb = tokens.head[index]
        if tokens.dep[index] == "nsubj":
            comes_to = tokens.lemma[verb] == "come" and tokens.lower[min(verb + 1, len(tokens) - 1)] == "to"
            return comes_to or tokens.lemma[verb] in FILLING or tokens.pos[verb] != "VERB"
        if tokens.dep[index] == "nsubjpass":
            end = min(verb + 15, len(tokens))
            return any(
                tokens.head[i] == verb and tokens.dep[i] in ("ccomp", "xcomp", "csubj") for i in range(verb + 1, end)
            )
        return False


def _is_one_body(draft: Draft) -> bool:
    """Whether "it" may mean it: an organisation, a state, or a group that is a singular noun ("the army")."""
    if draft.kind == "group":
        return not draft.groups.keys().isdisjoint({"forces", "police"}) and not draft.name.endswith("s")
    return draft.kind in ("organisation", "government", "bloc")
