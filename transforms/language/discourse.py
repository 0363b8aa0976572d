"""What a document has said up to a point: who was named where, what descriptions meant, who is talked about."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from transforms.language.drafts import Cast
from transforms.language.salience import Salience, mention_weight
from transforms.language.tokens import Tokens

# How sure each way of resolving is. Read off the development quotes (share of speaker spans resolved to the gold name):
# clear pronouns .99, others .91; descriptions by role .90, taken up without a role .86 of few; organisations by their
# noun .85, without .84; people named later .9. Speakers are the easiest mentions to resolve, so all stand lower here.
PRONOUN_CLEAR, PRONOUN_UNCLEAR, PRONOUN_AHEAD, PRONOUN_RELATIVE = 0.93, 0.8, 0.8, 0.9
PRONOUN_SEVERAL, PRONOUN_GROUP, PRONOUN_THING = 0.7, 0.65, 0.75
BESIDE_NAME, BY_ROLE, TAKEN_UP, NAMED_LATER = 0.9, 0.87, 0.65, 0.75
BY_SORT, BY_RECENCY, ISSUER, SEVERAL = 0.8, 0.65, 0.75, 0.75
DESCRIBED_ONLY = 0.75  # somebody unnamed, who may have been named without our noticing

ADJECTIVE = 0.5  # what "Norwegian" weighs against "Norway"
COORDINATION = 12  # tokens within which two names of a list stand
LISTED, LONGEST_LIST = ("person", "government", "organisation"), 8  # kinds and number of names in one breath


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mention means: an entity, several, or nobody known."""

    entity: int | None
    confidence: float
    members: tuple[int, ...] = ()


UNKNOWN = Meaning(None, 0.5)
NOBODY = Meaning(None, 0.0)  # nothing that could act or speak: no mention at all


class Discourse:
    """The state of reading one document. `named` holds (token, entity) of every name, in text order and from the start;
    `meant` grows with the reading: the last token of a mention to its entity."""

    def __init__(
        self, tokens: Tokens, cast: Cast, named: list[tuple[int, int]], name_at: dict[int, int] | None = None
    ) -> None:
        self.tokens = tokens
        self.cast = cast
        self.named = named
        self.name_at = name_at or {}  # every token of a name to its entity
        self.several: dict[int, tuple[int, ...]] = {}  # the last token of a plural to the several it means
        self.salience = Salience()
        self.meant: dict[int, int] = {}
        self.possessed: dict[tuple[int, str], int] = {}  # whose and what, to whom that meant: "her lawyer"
        self.plural: tuple[int, tuple[int, ...]] | None = None  # sentence and members of the last plural

    def remember(self, entity: int, head: int, form: str, *, is_name: bool) -> None:
        """Take note that the mention with the head token `head` means `entity`."""
        tokens = self.tokens
        sentence = tokens.sentence[head]
        is_adjective = is_name and form == "nominal"
        weight = mention_weight(tokens, head) * (ADJECTIVE if is_adjective else 1.0)
        self.meant[head] = entity
        self.salience.mention(entity, sentence, weight, head)
        if is_name and not is_adjective and tokens.dep[head] == "conj":
            members = self._listed(head, entity)
            if len(members) > 1:
                self.plural = (sentence, members)

    def _listed(self, head: int, entity: int) -> tuple[int, ...]:
        """The names of one kind that are coordinated up to the one at `head`: "Falk, Brandt and Novak"."""
        kind, found, node = self.cast[entity].kind, {entity}, head
        if kind not in LISTED:
            return ()
        for _ in range(LONGEST_LIST):
            if self.tokens.dep[node] not in ("conj", "appos"):
                break
            before, node = node, self.tokens.head[node]
            other = self.meant.get(node, self.name_at.get(node))
            if other is not None and self.cast[other].kind == kind and before - node < COORDINATION:
                found.add(other)
        return tuple(sorted(found))

    def named_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """(token, entity) of the names that begin from token `start` up to `end`."""
        first = bisect_left(self.named, (start, -1))
        last = bisect_left(self.named, (end, -1))
        return self.named[first:last]

    def head_of_name(self, at: int) -> int:
        """The head token of the name that begins at token `at`."""
        head = at
        while self.tokens.dep[head] == "compound" and self.tokens.head[head] > head:
            head = self.tokens.head[head]
        return head
