"""The event lexicon: which verb or noun, in which frame, names a happening of which type, and who does it to whom.

The knowledge stands in `lexicon/*.txt`, one file a type; this module only reads it. A line is

    words | v, n or a | frame | mode | actor | recipient | contexts

The frame is a list of conditions on the words around: `obj=@aid` (the object's lemma is in the class `@aid`), `obj`
(there is one), `-obj` (there is none), `to=@talks` (a phrase with that preposition), `prt=down`. Actor and recipient
name the slots to look in, first filled wins (see `transforms.events.syntax`). A line whose mode is `NONE` says that
the word does not name a happening of that file's type in that frame, `NOTHING` that it names none at all. The line that knows most of the frame wins, then
the first in `FILES` order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.tables import EVENT_TYPES

FOLDER = Path(__file__).parent / "lexicon"
FILES = (*(name for name in EVENT_TYPES if name != "OTHER"), "OTHER")
IDIOMS = "idioms.txt"  # lines without a mode: every one says NOTHING
NOT_A_HAPPENING = "NONE"
NO_HAPPENING_AT_ALL = "NOTHING"
DENIALS = frozenset({NOT_A_HAPPENING, NO_HAPPENING_AT_ALL})
LEARNED_MODE = "general"
DEFAULT_RECIPIENTS = {"v": ("obj", "against", "with", "to", "on", "for"), "n": ("against", "on", "with", "to", "of")}
DEFAULT_ACTORS = {"v": ("subj",), "n": ("poss", "by", "comp", "amod", "subj"), "a": ("subj",)}


class LexiconError(ValueError):
    """A line of the lexicon that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand on a word's surroundings: `slot` filled (by one of `lemmas`, if given), or not filled."""

    slot: str
    lemmas: frozenset[str] | None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One word in one frame. `type` is null where the frame says that this is no such happening."""

    rule_id: str
    lemma: str
    part: str
    conditions: tuple[Condition, ...]
    type: str | None
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    contexts: tuple[str, ...]
    order: int

    @property
    def weight(self) -> int:
        """How much the rule knows of the frame: a condition on words weighs twice one on a slot being filled."""
        return sum(2 if c.lemmas and c.wanted else 1 for c in self.conditions)

    @property
    def names_participant(self) -> bool:
        """Whether the object is a side of the happening ("train pilots") rather than part of its name."""
        return self.recipient[:1] == ("obj",)

    @property
    def has_object_class(self) -> bool:
        """Whether the rule is about a verb with a certain object, so that both name one happening."""
        return any(c.slot == "obj" and c.wanted and c.lemmas for c in self.conditions)


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that adds only voice or phase to the noun it governs. `subject` is what its subject is to the noun."""

    lemma: str
    phase: str
    subject: str


@dataclass(frozen=True)
class Lexicon:
    rules: dict[tuple[str, str], tuple[Rule, ...]]
    light_verbs: dict[str, LightVerb]
    speech: frozenset[str]
    thought: frozenset[str]
    state: frozenset[str]
    state_nouns: frozenset[str]


@cache
def load() -> Lexicon:
    """The lexicon as committed. Raises `LexiconError` with file and line where one cannot be read."""
    classes = _read_classes()
    found: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for order, event_type in enumerate(FILES):
        for where, fields in _lines(f"{event_type.lower()}.txt"):
            for rule in _rules(event_type, order, where, fields, classes):
                found[rule.part, rule.lemma].append(rule)
    for where, fields in _lines(IDIOMS):
        for rule in _rules("OTHER", -1, where, [*fields[:3], NO_HAPPENING_AT_ALL], classes):
            found[rule.part, rule.lemma].append(rule)
    ranked = {
        key: tuple(sorted(rules, key=lambda rule: (-rule.weight, rule.type is not None, rule.order)))
        for key, rules in found.items()
    }
    light = {
        lemma: LightVerb(lemma, fields[1], fields[2])
        for _, fields in _lines("light.txt")
        for lemma in _words(fields[0])
    }
    plain = {fields[0].split(":")[0]: frozenset(_words(fields[0].split(":")[1])) for _, fields in _lines("speech.txt")}
    states = plain["state"] | plain["adhere-like"]
    return Lexicon(ranked, light, plain["speech"], plain["thought"], states, plain["state_nouns"])


def learned_rule(part: str, lemma: str) -> Rule:
    """The stand-in for a lexicon line where the second opinion alone found a happening."""
    return Rule(
        rule_id=f"model/{part}/{lemma}",
        lemma=lemma,
        part=part,
        conditions=(),
        type="OTHER",
        mode=LEARNED_MODE,
        actor=DEFAULT_ACTORS[part],
        recipient=DEFAULT_RECIPIENTS.get(part, ()),
        contexts=(),
        order=len(FILES),
    )


def _rules(
    event_type: str, order: int, where: str, fields: list[str], classes: dict[str, frozenset[str]]
) -> Iterator[Rule]:
    if len(fields) < 4 or fields[1] not in ("v", "n", "a"):
        if len(fields) == 3 and fields[2] in DENIALS:
            fields = [fields[0], fields[1], "", fields[2]]
        else:
            raise LexiconError(
                f"{where}: expected `words | v, n or a | frame | mode | …`, found {' | '.join(fields)!r}."
            )
    fields = fields + [""] * (7 - len(fields))
    words, part, frame, mode, actor, recipient, contexts = fields[:7]
    conditions = tuple(_condition(text, classes, where) for text in frame.split())
    is_none = mode in DENIALS
    for lemma in _words(words):
        yield Rule(
            rule_id="/".join(filter(None, (event_type, part, lemma, "+".join(frame.split())))),
            lemma=lemma,
            part=part,
            conditions=conditions,
            type=None if is_none else event_type,
            mode=NO_HAPPENING_AT_ALL if mode == NO_HAPPENING_AT_ALL else None if is_none or not mode else mode,
            actor=tuple(_words(actor)) or DEFAULT_ACTORS[part],
            recipient=tuple(_words(recipient)),
            contexts=tuple(contexts.split()),
            order=order,
        )


def _condition(text: str, classes: dict[str, frozenset[str]], where: str) -> Condition:
    wanted = not text.startswith("-")
    slot, _, values = text.lstrip("-").partition("=")
    if not values:
        return Condition(slot, None, wanted)
    lemmas: set[str] = set()
    for value in values.split(","):
        if value.startswith("@"):
            if value[1:] not in classes:
                raise LexiconError(f"{where}: no word class {value!r} in classes.txt.")
            lemmas |= classes[value[1:]]
        else:
            lemmas.add(value)
    return Condition(slot, frozenset(lemmas), wanted)


def _read_classes() -> dict[str, frozenset[str]]:
    return {
        name.strip(): frozenset(_words(members))
        for _, fields in _lines("classes.txt")
        for name, _, members in [fields[0].partition(":")]
    }


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{name} line {number}", [field.strip() for field in line.split("|")]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
