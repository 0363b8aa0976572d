"""Entities and mentions of one document: who is named, described or meant by a pronoun, and where.

Names first, over the whole document (a headline's surname is explained by the first paragraph); then descriptions and
pronouns in text order, each resolved by role, country, gender and by who is talked about at that point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.language.drafts import Cast
from transforms.language.institutions import gather_institutions
from transforms.language.model import DocumentEntities, LocalEntity, Mention, Published
from transforms.language.names import Name, find_names
from transforms.language.nominals import Nominal, find_nominals
from transforms.language.people import Reference, count_pronouns, gather_people
from transforms.language.resolve import NOBODY, PRONOUNS, Meaning, Resolver, as_meaning
from transforms.language.roles import roles_beside
from transforms.language.salience import mention_weight
from transforms.language.tokens import Tokens, read_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_entities(doc: Doc, published: Published) -> DocumentEntities:
    """The entities of a parsed document and all their mentions, in text order and free of overlap.

    `published` decides who held an office the text does not name the holder of; without it only holders the document
    itself names are taken.
    """
    if not len(doc):
        return DocumentEntities()
    tokens = read_tokens(doc)
    names = find_names(tokens, doc.ents)
    cast = Cast()
    references = gather_people(tokens, names, published, cast)
    references |= gather_institutions(tokens, names, cast)
    described, consumed = _described(tokens, names, references)
    taken = [False] * len(tokens)
    for i in references:
        for token in range(names[i].first, names[i].last):
            taken[token] = names[i].lexeme is None or names[i].lexeme.kind != "adjective"  # type: ignore[union-attr]
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


def _read(
    tokens: Tokens, names: list[Name], references: dict[int, Reference], nominals: list[Nominal],
    described: dict[int, int], published: Published, cast: Cast,
) -> list[Mention]:  # fmt: skip
    """Go through the text once and resolve every mention in its turn."""
    named = sorted((names[i].first, reference.entity) for i, reference in references.items())
    resolver = Resolver(tokens, cast, published, named)
    items: list[tuple[int, int, int | Nominal]] = [(names[i].first, 1, i) for i in references]
    items += [(nominal.first, 0, nominal) for nominal in nominals]
    items += [
        (i, 2, i) for i, lower in enumerate(tokens.lower) if lower in PRONOUNS and tokens.pos[i] in ("PRON", "DET")
    ]
    mentions: list[Mention] = []
    covered = 0
    people_before: tuple[int, int] = (-1, -1)  # token and entity of the person named last, for "X and Y"
    for first, sort, item in sorted(items, key=lambda entry: (entry[0], entry[1])):
        if isinstance(item, Nominal):
            start, end, head, form = tokens.starts[first], tokens.ends[item.last - 1], item.head, "nominal"
            if start < covered:
                continue
            meaning = _description(tokens, resolver, item, described)
        elif sort == 1:
            name = names[item]
            start, end, head = name.start, name.end, name.head
            form = "nominal" if name.lexeme is not None and name.lexeme.kind == "adjective" else "name"
            meaning = as_meaning(references[item])
        else:
            start, end, head, form = tokens.starts[item], tokens.ends[item], item, "pronoun"
            meaning = resolver.pronoun(item) if start >= covered else Meaning(None, 0.0)
        if meaning.entity is not None:
            resolver.meant[head] = meaning.entity
            adjective = form == "nominal" and sort == 1
            resolver.salience.mention(
                meaning.entity, tokens.sentence[head], mention_weight(tokens, head) * (0.5 if adjective else 1.0), head
            )
            if sort == 1 and not adjective and cast[meaning.entity].kind in ("person", "government"):
                if (
                    tokens.dep[head] == "conj"
                    and 0 < head - people_before[0] < 8
                    and people_before[1] != meaning.entity
                ):
                    resolver.coordinated(tokens.sentence[head], tuple(sorted((people_before[1], meaning.entity))))
                people_before = (head, meaning.entity)
        if start < covered or meaning is NOBODY:
            continue
        mentions.append(Mention(start, end, form, meaning.entity, meaning.confidence, meaning.members))
        covered = end
    return mentions


def _description(tokens: Tokens, resolver: Resolver, nominal: Nominal, described: dict[int, int]) -> Meaning:
    """What a description means: the name beside it, the subject it is said of, or what the resolver finds."""
    entity = described.get(nominal.head)
    if entity is not None:
        draft = resolver.cast[entity]
        if nominal.group is not None and draft.kind != "person":
            draft.groups[nominal.group.group] += 1
        return Meaning(entity, 0.9)
    if tokens.dep[nominal.head] == "appos" and (entity := resolver.meant.get(tokens.head[nominal.head])) is not None:
        draft = resolver.cast[entity]
        if (draft.kind == "person") == (nominal.person is not None):
            if nominal.group is not None:
                draft.groups[nominal.group.group] += 1
            return Meaning(entity, 0.9)
    return resolver.description(nominal)


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
