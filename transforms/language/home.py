"""The country a document is about, and what short names mean in it: a chamber of its parliament, a town's team."""

from __future__ import annotations

import re
from collections import Counter

from transforms.language.drafts import Cast
from transforms.language.lexicons import fold, group_nouns, known_names, short_forms
from transforms.language.name import Name
from transforms.language.people import Reference, name_words
from transforms.language.tokens import Tokens

LIKELY = 0.85  # that a name the model sees is what it is called


def home_country(names: list[Name]) -> str | None:
    """The country a document is about: the one it names most, under whatever name."""
    counts = Counter(name.lexeme.country for name in names if name.lexeme is not None and name.lexeme.country)
    return max(counts, key=lambda country: (counts[country], country), default=None)


def chamber_reference(tokens: Tokens, name: Name, country: str | None, cast: Cast) -> Reference | None:
    """The house of parliament that one word means in a document about its country: "the House", "Senate Democrats"."""
    form = without_article(tokens, name)
    full = short_forms("chamber").get(fold(form), {}).get(country or "")
    if full is None or (name.first and tokens.lower[name.first - 1] == "state"):
        return None
    index = cast.keyed("government", full, name.first, country)
    cast[index].aliases.add(form)
    cast[index].groups["legislature"] = 1
    return Reference(index, LIKELY)


def administration_of(tokens: Tokens, name: Name, cast: Cast) -> str | None:
    """The country whose leader an administration is named after: "the Falk Administration"."""
    if name.last - name.first < 2 or tokens.lower[name.head] != "administration":
        return None
    surname = name_words(tokens.span_text(name.first, name.head))[-1]
    leaders = [draft for draft in cast.drafts if draft.kind == "person" and draft.is_leader and draft.country]
    return next((draft.country for draft in leaders if name_words(draft.name)[-1] == surname), None)


def is_team(tokens: Tokens, name: Name) -> bool:
    """Whether the name is a town's or a region's with a plural behind it, as those of teams are: "Norrby Otters"."""
    if name.last - name.first < 2 or tokens.tag[name.head] != "NNPS" or tokens.lower[name.head] in group_nouns():
        return False
    town = tokens.span_text(name.first, name.last - 1)
    return any(
        lexeme.form == town and lexeme.kind in ("place", "capital") for lexeme in known_names().get(town[:2], ())
    )


def without_article(tokens: Tokens, name: Name) -> str:
    text = tokens.text[name.start : name.end]
    return re.sub(r"^(?:the|The|THE)\s+", "", text)
