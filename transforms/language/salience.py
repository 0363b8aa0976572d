"""Who is talked about at a point of the text: the memory that descriptions and pronouns are resolved by.

A mention counts by its grammatical place (a speaker most, then subjects, then the rest; words inside a quotation
little, since the frame around it is about the speaker) and fades by the sentence. The order of places follows the
centering literature (Grosz, Joshi and Weinstein 1995); the weights were tuned on the development quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transforms.language.lexicons import speech_verbs
from transforms.language.tokens import SUBJECTS, Tokens

SPEAKER, SUBJECT, OTHER, OWNER = 1.6, 1.2, 0.7, 0.7
QUOTED = 0.35  # factor for a mention inside quotation marks
FADING = 0.72  # factor a sentence
FREQUENT = 0.015  # added for every earlier mention, up to ten
MEMORY = 12  # sentences


class Salience:
    """Weights of the entities mentioned so far."""

    def __init__(self) -> None:
        self._weight: dict[int, tuple[int, float]] = {}
        self._count: dict[int, int] = {}
        self._order: dict[int, int] = {}

    def mention(self, entity: int, sentence: int, weight: float, at: int) -> None:
        last, before = self._weight.pop(entity, (sentence, 0.0))  # put back last: the order is that of recency
        faded = before * FADING ** (sentence - last)
        self._weight[entity] = (sentence, max(weight, faded))
        self._count[entity] = self._count.get(entity, 0) + 1
        self._order[entity] = at

    def score(self, entity: int, sentence: int) -> float:
        """How present an entity is in `sentence`; zero if it was not named lately."""
        if entity not in self._weight:
            return 0.0
        last, weight = self._weight[entity]
        if sentence - last > MEMORY:
            return 0.0
        return weight * FADING ** (sentence - last) + FREQUENT * min(self._count[entity], 10)

    def sentences_since(self, entity: int, sentence: int) -> int:
        return sentence - self._weight[entity][0] if entity in self._weight else MEMORY + 1

    def position(self, entity: int) -> int:
        """The token at which it was mentioned last, or -1."""
        return self._order.get(entity, -1)

    def recent(self, sentence: int, within: int = MEMORY) -> Iterator[int]:
        """The entities mentioned in the last `within` sentences, latest first."""
        for entity in reversed(self._weight):
            if sentence - self._weight[entity][0] > within:
                return
            yield entity

    def seen(self) -> Iterable[int]:
        return self._weight


def mention_weight(tokens: Tokens, head: int) -> float:
    """What the mention with the head token `head` weighs."""
    relation = tokens.relation(head)
    weight = OTHER
    if relation in SUBJECTS:
        verb = tokens.governor(head)
        weight = SPEAKER if tokens.lemma[verb] in speech_verbs() else SUBJECT
    elif relation == "poss":
        weight = OWNER
    elif (
        relation == "pobj"
        and head
        and tokens.lower[tokens.governor(head)] == "to"
        and tokens.lower[tokens.head[tokens.governor(head)]] == "according"
    ):
        weight = SPEAKER
    return weight * QUOTED if tokens.quoted[head] else weight
