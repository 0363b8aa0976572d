"""What names other than people's mean: organisations with their short forms, places, and states that act.

A country is its government where it acts, speaks or is acted upon, and a place where something happens in it; a
capital is a place unless it acts or stands beside another capital that does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.language.drafts import Cast
from transforms.language.home import (
    LIKELY,
    administration_of,
    chamber_reference,
    home_country,
    is_team,
    without_article,
)
from transforms.language.lexicons import (
    Lexeme,
    countries_by_name,
    fold,
    group_nouns,
    short_forms,
    state_names,
    word_list,
)
from transforms.language.name import FACILITY_WORDS, ORGANISATION_WORDS, Name, is_several
from transforms.language.people import Reference
from transforms.language.tokens import SUBJECTS, Tokens

SURE = 0.95  # where the lexicons know a name; where the model sees it, `LIKELY`
LOCATIVE = word_list("locative")
# Verbs and nouns that turn a following "to" or an object into a destination.
MOTION = word_list("motion")
# Verbs whose object is a government, not its city: nobody accuses a town.
ADDRESSING = word_list("addressing")
# Nouns whose "of" or possessive names a stretch of land, not a state that acts.
LAND = word_list("land")
LONGEST_INITIALS = 4  # letters; a place in more capitals is written large, not abbreviated
ORGANISATION_SHORT = 3  # letters below which a word of a name is no short form of it
STATE_BODIES = frozenset(
    {
        "ministry",
        "department",
        "army",
        "navy",
        "parliament",
        "government",
        "senate",
        "treasury",
        "cabinet",
        "military",
        "embassy",
    }
)
CORPORATE_HEADS = word_list("corporate_heads")  # nouns of a firm's officers
LEGAL_FORMS = word_list("legal_forms")
# Words after a firm's own name that it is called with or without.
BUSINESS = LEGAL_FORMS | frozenset(
    [
        "energy",
        "oil",
        "gas",
        "foods",
        "airlines",
        "airways",
        "motors",
        "group",
        "industries",
        "holdings",
        "communications",
        "pharmaceuticals",
        "technologies",
        "systems",
        "resources",
        "bank",
        "brewing",
        "breweries",
        "entertainment",
        "international",
    ]
)
SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "&", "to", "at"})


def gather_institutions(tokens: Tokens, names: list[Name], cast: Cast) -> dict[int, Reference]:
    """Draft everything named but people; returns what the name at each position in `names` means."""
    references: dict[int, Reference] = {}
    known = [i for i, name in enumerate(names) if name.lexeme is not None]
    acting = _acting_countries(tokens, names, known)
    for i in known:
        references[i] = _known_reference(tokens, names[i], cast, acting)
    organisations = [i for i, name in enumerate(names) if name.label == "organisation"]
    firsts: dict[str, int] = {}
    for i in organisations:
        firsts.setdefault(without_article(tokens, names[i]), names[i].first)
    spelled = _spelled_initials(tokens)
    country = home_country(names)
    headed = [i for i in organisations if _has_head(tokens, names[i])]
    for i in sorted(organisations, key=lambda i: (names[i].last - names[i].first == 1, i)):
        chamber = chamber_reference(tokens, names[i], country, cast)
        references[i] = chamber or _organisation(tokens, names[i], firsts, spelled, cast)
    for i in headed:
        cast[references[i].entity].is_firm = True
    for i in organisations:
        if is_team(tokens, names[i]):
            cast[references[i].entity].groups["team"] += 1
        group = _described_before(tokens, names[i])
        if group == "company":
            cast[references[i].entity].is_firm = True
        elif group is not None:
            cast[references[i].entity].groups[group] += 1
    for i, name in enumerate(names):
        if name.label == "place" and tokens.words[name.head] == "West" and name.last - name.first == 1:
            references[i] = Reference(cast.keyed("bloc", "the West", name.first), LIKELY)
        elif name.label == "place":
            form = without_article(tokens, name)
            place = cast.keyed("place", form.title() if _is_shouted(form) else form, name.first)
            references[i] = Reference(place, LIKELY)
        elif name.label == "people" and is_several(tokens, name):
            form = tokens.text[name.start : name.end]
            of_party = country if country in short_forms("party").get(fold(form), ()) else None
            references[i] = Reference(cast.keyed("group", form, name.first, of_party), LIKELY)
    return references


# ---- states -----------------------------------------------------------------------------------------------------------


def _acting_countries(tokens: Tokens, names: list[Name], known: list[int]) -> set[str]:
    """Countries whose capital acts somewhere in the document by the plainest sign: it is the subject of a verb."""
    found = set()
    for i in known:
        lexeme = names[i].lexeme
        if lexeme and lexeme.country and lexeme.kind in ("capital", "country") and _is_agent(tokens, names[i]):
            found.add(lexeme.country)
    return found


def _known_reference(tokens: Tokens, name: Name, cast: Cast, acting: set[str]) -> Reference:
    lexeme = name.lexeme
    assert lexeme is not None
    form = tokens.text[name.start : name.end]
    if lexeme.kind == "people":
        return Reference(cast.keyed("group", lexeme.name, name.first, lexeme.country), LIKELY)
    if lexeme.kind in ("country", "adjective", "capital"):
        if lexeme.country is None:
            return Reference(cast.known(lexeme, "bloc", name.first), LIKELY)
        if lexeme.kind == "adjective" and tokens.tag[name.head] in ("NNS", "NNPS"):  # a people, not its state
            return Reference(cast.keyed("group", form, name.first, lexeme.country), LIKELY)
        if lexeme.kind == "adjective" or _acts(tokens, name, lexeme, acting):
            government = cast.known(lexeme, "government", name.first)
            if lexeme.kind == "capital":
                cast[government].aliases.add(form)
            return Reference(government, SURE if lexeme.kind == "country" else LIKELY)
        if lexeme.kind == "capital":
            place = cast.keyed("place", form.title() if form.isupper() else form, name.first, lexeme.country)
            return Reference(place, SURE)
        return Reference(cast.known(lexeme, "place", name.first), SURE)
    kind = "government" if lexeme.kind == "place" and lexeme.country and _is_agent(tokens, name) else lexeme.kind
    index = cast.known(lexeme, kind, name.first)
    cast[index].aliases.add(form)
    cast[index].is_institution = lexeme.kind in ("government", "bloc", "organisation") and lexeme.name != "the West"
    return Reference(index, SURE)


def _acts(tokens: Tokens, name: Name, lexeme: Lexeme, acting: set[str]) -> bool:
    """Whether a country or capital stands for its government here."""
    if _is_located(tokens, name):
        return False
    if lexeme.kind == "country":
        return True
    relation = tokens.relation(name.head)
    if _is_agent(tokens, name) or (relation == "dobj" and tokens.lemma[tokens.governor(name.head)] in ADDRESSING):
        return True
    if lexeme.country not in acting:
        return False
    return relation in SUBJECTS or relation in ("poss", "pobj", "agent", "dative")


def _is_agent(tokens: Tokens, name: Name) -> bool:
    """Whether the name is the subject of a verb that a government can be the subject of."""
    if tokens.relation(name.head) not in SUBJECTS or _is_dateline(tokens, name):
        return False
    verb = tokens.governor(name.head)
    return tokens.pos[verb] in ("VERB", "AUX") and (
        tokens.lemma[verb] != "be" or tokens.dep[verb] in ("aux", "auxpass")
    )


def _is_located(tokens: Tokens, name: Name) -> bool:
    head = name.head
    relation = tokens.relation(head)
    governor = tokens.governor(head)
    if _is_dateline(tokens, name):
        return True
    if tokens.dep[head] == "appos" or (
        name.first >= 2
        and tokens.words[name.first - 1] == ","
        and tokens.pos[name.first - 2] == "PROPN"
        and tokens.dep[head] in ("appos", "npadvmod")
    ):
        return True
    if relation == "pobj":
        word = tokens.lower[governor]
        if word in LOCATIVE:
            return not (word == "from" and _is_verb_of_giving(tokens, tokens.head[governor]))
        above = tokens.lower[tokens.head[governor]]
        if word in ("to", "for") and above in MOTION:
            return True
        if word in ("of", "between") and above in LAND:
            return True
        return above == "ambassador"
    if relation == "dobj":
        return tokens.lower[governor] in MOTION and tokens.lower[governor] not in (
            "invited",
            "invite",
            "invites",
            "left",
            "leave",
            "leaving",
        )
    if relation == "poss":
        return tokens.lower[governor] in LAND
    if relation == "npadvmod":
        return True
    return relation == "ROOT" and head + 1 < len(tokens) and tokens.words[head + 1] in ("(", "–", "—", "-")


def _is_dateline(tokens: Tokens, name: Name) -> bool:
    """Whether the name opens a paragraph and is set off by a dash, a bracket or a date: "OSLO (Newswire) - "."""
    if name.first and "\n" not in tokens.words[name.first - 1]:
        return False
    if name.last >= len(tokens) or (tokens.words[name.last] == "-" and tokens.is_joined(name.last)):
        return False
    following = tokens.words[name.last]
    return following in ("—", "–", "-", "--", "(") or (following == "," and tokens.words[name.head].isupper())


def _is_verb_of_giving(tokens: Tokens, index: int) -> bool:
    return tokens.lower[index] in (
        "pressure",
        "threat",
        "threats",
        "provocations",
        "support",
        "imports",
        "demands",
        "comment",
        "response",
        "attack",
        "attacks",
        "aid",
        "calls",
    )


# ---- organisations ----------------------------------------------------------------------------------------------------


def _organisation(tokens: Tokens, name: Name, firsts: dict[str, int], spelled: dict[str, str], cast: Cast) -> Reference:
    """The organisation of a name; acronyms and short forms join the long name they stand for."""
    text = without_article(tokens, name)
    country = administration_of(tokens, name, cast)
    if country is not None:
        return Reference(cast.keyed("government", state_names()[country], name.first, country), LIKELY)
    plain = _without_form(text)
    found = cast.find("organisation", plain)
    if found is None:
        found = _long_form(plain, name.first, firsts, cast)
    if found is None:
        country, possessor = _country_of(tokens, name)
        words = fold(plain).split()
        if country and not STATE_BODIES.isdisjoint((words[0], words[-1])):
            found = cast.keyed("government", f"{possessor}'s {plain}" if possessor else plain, name.first, country)
        else:
            found = cast.keyed("organisation", spelled.get(plain, plain), name.first, country)
        _define_acronyms(tokens, name, plain, found, cast)
    cast.call(found, "organisation", plain)
    cast[found].aliases.add(text)
    return Reference(found, LIKELY)


def _has_head(tokens: Tokens, name: Name) -> bool:
    """Whether a firm's officer follows: "X chief executive Y"; a name that says what it is needs no such sign."""
    words = [tokens.lower[i] for i in range(name.first, name.last)]
    if name.last >= len(tokens) or any(word in group_nouns() for word in words):
        return False
    return tokens.lower[name.last] in CORPORATE_HEADS and tokens.words[name.last].islower()


def _described_before(tokens: Tokens, name: Name) -> str | None:
    """What sort of body the noun directly before a name says it is: "battery maker X"."""
    at = name.first - 1
    if at < 0 or not tokens.same_sentence(at, name.first) or tokens.pos[at] != "NOUN":
        return None
    return next((noun.group for noun in group_nouns().get(tokens.lower[at], ()) if noun.sort == "organisation"), None)


def _spelled_initials(tokens: Tokens) -> dict[str, str]:
    """Initials to the first three or more capitalised words in a row that have them: "RGB" for "Royal Grain Board"."""
    found: dict[str, str] = {}
    first = 0
    for i in range(len(tokens) + 1):
        is_capital = i < len(tokens) and tokens.words[i][0].isupper() and not tokens.words[i].isupper()
        is_link = i < len(tokens) and i > first and tokens.lower[i] in ("of", "and", "for", "the")
        if is_capital or is_link:
            continue
        start = first + 1 if first < i and tokens.lower[first] == "the" else first
        initials = "".join(tokens.words[k][0] for k in range(start, i) if tokens.words[k][0].isupper())
        if len(initials) >= 3:
            found.setdefault(initials, tokens.span_text(start, i))
        first = i + 1
    return found


def _is_shouted(text: str) -> bool:
    """Whether a name stands in capitals only because it opens a dateline."""
    return text.isupper() and len(text) > LONGEST_INITIALS


def _without_form(text: str) -> str:
    """The name without "Inc.", "Corp." and the like."""
    words = text.split()
    while len(words) > 1 and words[-1].rstrip(".,").lower() in LEGAL_FORMS - {"company"}:
        words.pop()
    return " ".join(words).rstrip(",")


def _define_acronyms(tokens: Tokens, name: Name, text: str, index: int, cast: Cast) -> None:
    """Let "Ruritanian Grain Board (RGB)" be called by its initials, written after it or not."""
    words = [word for word in re.split(r"[\s\-]+", text) if word]
    initials = "".join(word[0] for word in words if word.lower() not in SMALL_WORDS and word[0].isalpha())
    if len(initials) >= 3 and initials.isupper():
        cast.call(index, "organisation", initials)
    after = name.last
    if (
        after + 2 < len(tokens)
        and tokens.words[after] == "("
        and tokens.words[after + 2] == ")"
        and tokens.words[after + 1].isupper()
    ):
        cast.call(index, "organisation", tokens.words[after + 1])


def _long_form(text: str, first: int, firsts: dict[str, int], cast: Cast) -> int | None:
    """The organisation a one-word name is short for: the only one that ends in it, or begins with it and came before."""
    if " " in text or len(text) < ORGANISATION_SHORT or fold(text) in FACILITY_WORDS:
        return None
    short = fold(text)
    matches = []
    for index, draft in enumerate(cast.drafts):
        words = fold(draft.name).split()
        if draft.kind == "organisation" and not draft.is_anonymous and len(words) > 1 and not is_facility(words):
            is_plain = all(word.rstrip(".,") in BUSINESS for word in words[1:])
            is_first = words[0] == short and (draft.first < firsts.get(text, first) or is_plain)
            is_first = is_first and short not in ORGANISATION_WORDS and short not in group_nouns()
            if words[-1] == short or is_first:
                matches.append(index)
    return matches[0] if len(matches) == 1 else None


def is_facility(words: Sequence[str]) -> bool:
    """Whether a name of several words is that of a place called after somebody: "Halden Field" is not Halden."""
    return len(words) > 1 and words[-1] in FACILITY_WORDS


def _country_of(tokens: Tokens, name: Name) -> tuple[str | None, str | None]:
    """The country in an organisation's name or directly before it, and a possessor's words: "Ruritania's Navy"."""
    first = name.first
    possessor = None
    candidates = [fold(tokens.words[i]) for i in range(first, name.last)]
    if first >= 2 and tokens.lower[first - 1] in ("'s", "’s"):
        candidates.append(fold(tokens.words[first - 2]))
        possessor = tokens.words[first - 2]
    elif first >= 1 and tokens.same_sentence(first - 1, first):
        candidates.append(fold(tokens.words[first - 1]))
    for word in candidates:
        found = countries_by_name().get(word)
        if found is not None and found.kind in ("country", "adjective"):
            return found.country, possessor if possessor and fold(possessor) == word else None
    return None, None
