"""Entities and mentions of one document: who is named, described or meant by a pronoun, and where.

Names first, over the whole document (a headline's surname is explained by the first paragraph); then descriptions and
pronouns in text order, each resolved by role, country, gender and by who is talked about at that point.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from transforms.language.descriptions import Descriptions
from transforms.language.discourse import BESIDE_NAME, NOBODY, Discourse, Meaning
from transforms.language.drafts import Cast, Draft
from transforms.language.institutions import gather_institutions
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Published
from transforms.language.name import Name
from transforms.language.names import find_names
from transforms.language.nominals import Nominal, find_nominals
from transforms.language.overlooked import add_overlooked
from transforms.language.people import Reference, count_pronouns, gather_people
from transforms.language.pronouns import PRONOUNS, Pronouns
from transforms.language.roles import roles_beside
from transforms.language.tokens import Tokens, read_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc


LONGEST_TITLE = 6  # tokens from a possessor to the name behind the title: "her former business partner, Karl Brandt"


def find_entities(doc: Doc, published: Published) -> DocumentEntities:
    """The entities of a parsed document and all their mentions, in text order and free of overlap.

    `published` decides who held an office the text does not name the holder of; without it only holders the document
    itself names are taken.
    """
    if not len(doc):
        return DocumentEntities()
    tokens = read_tokens(doc)
    names = add_overlooked(tokens, find_names(tokens, doc.ents))
    cast = Cast()
    references = gather_people(tokens, names, published, cast)
    references |= gather_institutions(tokens, names, cast)
    described, consumed = _described(tokens, names, references)
    taken = [False] * len(tokens)
    for i in references:
        for token in range(names[i].first, names[i].last):
            taken[token] = not _is_adjective(names[i])
    count_pronouns(
        tokens, [(names[i].head, r.entity) for i, r in references.items() if names[i].label == "person"], cast
    )
    nominals = find_nominals(tokens, taken, consumed)
    mentions = _read(tokens, names, references, nominals, described, published, cast)
    return _finish(mentions, cast)


def _described(tokens: Tokens, names: list[Name], references: dict[int, Reference]) -> tuple[dict[int, int], set[int]]:
    """Descriptions beside names: token to entity for those after a name, and the tokens of titles before one."""
    described: dict[int, int] = {}
    consumed: set[int] = set()
    for i, reference in references.items():
        if names[i].label != "person":
            root = names[i].head
            if tokens.dep[root] == "appos":
                described.setdefault(tokens.head[root], reference.entity)
            continue
        for role in roles_beside(tokens, names[i]):
            if role.last <= names[i].first and role.last >= names[i].first - 2:
                consumed.update(range(role.first, role.last))
            else:
                described.update((token, reference.entity) for token in range(role.first, role.last))
    return described, consumed


class _Place(NamedTuple):
    """A mention before it is resolved; at one token descriptions come first, since they may hold names."""

    first: int
    order: int
    start: int
    end: int
    head: int
    form: str
    source: Nominal | Reference | None


def _places(
    tokens: Tokens, names: list[Name], references: dict[int, Reference], nominals: list[Nominal]
) -> Iterator[_Place]:
    """Every name, description and pronoun of the document."""
    for nominal in nominals:
        end = tokens.ends[nominal.last - 1]
        yield _Place(nominal.first, 0, tokens.starts[nominal.first], end, nominal.head, "nominal", nominal)
    for i, reference in references.items():
        name = names[i]
        form = "nominal" if _is_adjective(name) else "name"
        yield _Place(name.first, 1, name.start, name.end, name.head, form, reference)
    for i, lower in enumerate(tokens.lower):
        if lower in PRONOUNS and tokens.pos[i] in ("PRON", "DET"):
            yield _Place(i, 2, tokens.starts[i], tokens.ends[i], i, "pronoun", None)


def _is_adjective(name: Name) -> bool:
    return name.lexeme is not None and name.lexeme.kind == "adjective"


def _read(
    tokens: Tokens, names: list[Name], references: dict[int, Reference], nominals: list[Nominal],
    described: dict[int, int], published: Published, cast: Cast,
) -> list[Mention]:  # fmt: skip
    """Go through the text once and resolve every mention in its turn."""
    named = sorted((names[i].first, reference.entity) for i, reference in references.items())
    name_at = {
        token: reference.entity for i, reference in references.items() for token in range(names[i].first, names[i].last)
    }
    talk = Discourse(tokens, cast, named, name_at)
    descriptions, pronouns = Descriptions(talk, published), Pronouns(talk)
    titled = _titled_by_owner(tokens, names, references)
    places = sorted(_places(tokens, names, references, nominals), key=lambda place: (place.first, place.order))
    mentions: list[Mention] = []
    covered = 0
    for place in places:
        is_inside = place.start < covered  # a name in a description: no mention of its own, but remembered
        if is_inside and (place.form != "name" or not isinstance(place.source, Reference)):
            continue
        if isinstance(place.source, Reference):
            meaning = Meaning(place.source.entity, place.source.confidence)
        elif isinstance(place.source, Nominal):
            meaning = _description(descriptions, place.source, described)
        else:
            meaning = pronouns.resolve(place.head)
        if meaning.entity is not None and place.head in titled:
            noun, person = titled[place.head]
            talk.possessed[meaning.entity, noun] = person
        if meaning.entity is not None:
            talk.remember(meaning.entity, place.head, place.form, is_name=place.order == 1)
        elif meaning.members:
            talk.several[place.head] = meaning.members
        if not is_inside and meaning is not NOBODY:
            mentions.append(
                Mention(place.start, place.end, place.form, meaning.entity, meaning.confidence, meaning.members)
            )
            covered = place.end
    return mentions


def _titled_by_owner(tokens: Tokens, names: list[Name], references: dict[int, Reference]) -> dict[int, tuple[str, int]]:
    """Possessors before the title of somebody named: the possessor's token to the title's noun and who that is."""
    found: dict[int, tuple[str, int]] = {}
    for i, reference in references.items():
        first = names[i].first
        if names[i].label != "person" or not first:
            continue
        for owner in range(max(0, first - LONGEST_TITLE), first):
            noun = tokens.head[owner]
            if tokens.dep[owner] == "poss" and owner < noun < first and first - noun <= 2:
                found[owner] = (tokens.lower[noun], reference.entity)
    return found


def _description(descriptions: Descriptions, nominal: Nominal, described: dict[int, int]) -> Meaning:
    """What a description means: the name beside it, the mention it is in apposition to, or what is talked about."""
    talk = descriptions.talk
    entity = described.get(nominal.head)
    if entity is None and talk.tokens.dep[nominal.head] == "appos":
        entity = talk.meant.get(talk.tokens.head[nominal.head])
    if entity is not None and not _can_describe(nominal, talk.cast[entity]):
        entity = None
    if entity is None:
        return descriptions.resolve(nominal)
    draft = talk.cast[entity]
    owner = None if nominal.owner is None else talk.meant.get(nominal.owner)
    if owner is not None and draft.kind == "person":
        talk.possessed[owner, talk.tokens.lower[nominal.head]] = entity
    if nominal.group is not None and draft.kind != "person":
        draft.groups[nominal.group.group] += 1
    return Meaning(entity, BESIDE_NAME)


def _can_describe(nominal: Nominal, draft: Draft) -> bool:
    """Whether a description of a person stands beside a person's name, and one of a body or group beside another."""
    return draft.kind == "person" if nominal.person is not None else draft.kind not in ("person", "place", "group")


def _finish(mentions: list[Mention], cast: Cast) -> DocumentEntities:
    """Keep the entities that are mentioned, numbered in the order of their first mention."""
    order: dict[int, int] = {}
    for mention in mentions:
        for entity in (mention.entity, *mention.members):
            if entity is not None:
                order.setdefault(entity, len(order))
    entities: list[LocalEntity] = [cast[entity].finish() for entity in order]
    renumbered = tuple(
        Mention(
            mention.start, mention.end, mention.form, None if mention.entity is None else order[mention.entity],
            mention.confidence, tuple(sorted(order[member] for member in mention.members)),
        )
        for mention in mentions
    )  # fmt: skip
    return DocumentEntities(tuple(entities), renumbered)
