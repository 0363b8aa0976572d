"""Entities of one document while it is read: drafts that gather names, roles and countries until they are final."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from transforms.language.lexicons import Lexeme, fold
from transforms.language.model import LocalEntity

STRAY = ' ,;:!?*•|/\\[]{}<>"“”‘`´_=~^#@+–—-…('
LONGEST_ROLE = 80  # characters; a longer description is a sentence the parser took for a title


@dataclass(slots=True)
class Draft:
    """What is known so far of one entity. `groups` holds the synonym groups of the nouns it was described with;
    `first` is the token at which it first stands, `is_institution` says that the lexicons know it under that name,
    `is_firm` that its chief executive is named, `is_current` that an office of state was held when the text came out. Anonymous ones have a description for a name."""

    name: str
    kind: str
    first: int
    country: str | None = None
    wikidata_id: str | None = None
    roles: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    is_anonymous: bool = False
    is_leader: bool = False
    is_current: bool = False
    is_institution: bool = False
    is_firm: bool = False

    @property
    def gender(self) -> str | None:
        """`m` or `f` where the evidence is clear."""
        male, female = self.genders["m"], self.genders["f"]
        if male == female:
            return None
        return "m" if male > female else "f"

    def add_role(self, text: str, group: str | None) -> None:
        if text and len(text) <= LONGEST_ROLE:
            self.roles[text] += 1
        if group:
            self.groups[group] += 1

    def finish(self) -> LocalEntity:
        """The entity, its commonest role first found winning; an institution goes by the fullest form the text has."""
        role = max(self.roles, key=lambda role: self.roles[role], default=None)
        name = (
            max(self.aliases, key=lambda alias: (len(alias), alias))
            if self.is_institution and self.aliases
            else self.name
        )
        name = clean_name(name) or self.name
        aliases = tuple(sorted({clean_name(alias) for alias in (*self.aliases, self.name)} - {name, ""}))
        return LocalEntity(name, self.kind, self.country, role, aliases, self.wikidata_id)


def clean_name(text: str) -> str:
    """A name in one line, without invisible characters and the punctuation that came along at its ends."""
    visible = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace())
    name = " ".join(visible.split()).strip(STRAY)
    return name.replace(")", "") if "(" not in name else name


class Cast:
    """The drafts of one document and the names they go by."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._by_key: dict[tuple[str, str], int] = {}

    def __getitem__(self, index: int) -> Draft:
        return self.drafts[index]

    def add(self, draft: Draft) -> int:
        self.drafts.append(draft)
        return len(self.drafts) - 1

    def keyed(self, kind: str, name: str, first: int, country: str | None = None) -> int:
        """The draft of that kind and name, made where there is none."""
        key = (kind, fold(name))
        if key not in self._by_key:
            self._by_key[key] = self.add(Draft(name, kind, first, country))
        return self._by_key[key]

    def find(self, kind: str, name: str) -> int | None:
        return self._by_key.get((kind, fold(name)))

    def call(self, index: int, kind: str, name: str) -> None:
        """Let the draft be found by another name as well."""
        self._by_key.setdefault((kind, fold(name)), index)

    def known(self, lexeme: Lexeme, kind: str, first: int) -> int:
        """The draft of an entity the lexicons know."""
        index = self.keyed(kind, lexeme.name, first, lexeme.country)
        draft = self.drafts[index]
        draft.wikidata_id = draft.wikidata_id or lexeme.wikidata_id
        if lexeme.group:
            draft.groups[lexeme.group] = 1
        return index
