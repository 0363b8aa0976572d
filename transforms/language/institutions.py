"""What names other than people's mean: organisations with their short forms, places, and states that act.

A country is its government where it acts, speaks or is acted upon, and a place where something happens in it; a
capital is a place unless it acts or stands beside another capital that does.
"""

from __future__ import annotations

import re
from collections import defaultdict

from transforms.language.drafts import Cast, Draft
from transforms.language.lexicons import Lexeme, fold, speech_verbs, state_names
from transforms.language.names import FACILITY_WORDS, Name
from transforms.language.people import Reference
from transforms.language.tokens import SUBJECTS, Tokens

SURE, LIKELY, UNSURE = 0.95, 0.85, 0.7
LOCATIVE = frozenset(
    ["in", "at", "near", "across", "outside", "inside", "throughout", "around", "within", "into", "through", "over", "via", "off", "along", "above", "beneath", "from", "onto", "toward", "towards"]
)
# Verbs and nouns that turn a following "to" or an object into a destination.
MOTION = frozenset(
    ["visit", "visits", "visited", "visiting", "trip", "trips", "travel", "travels", "travelled", "traveled", "traveling", "travelling", "flight", "flew", "fly", "flying", "flown", "go", "goes", "went", "going", "gone", "return", "returned", "returning", "returns", "come", "came", "coming", "arrive", "arrived", "arriving", "move", "moved", "moving", "head", "headed", "heading", "leave", "left", "leaving", "tour", "toured", "reach", "reached", "enter", "entered", "drive", "drove", "border", "borders", "journey", "invited", "invite", "invites", "host", "hosts", "hosted", "live", "lived", "living", "born", "based", "rushed", "fled", "flee", "relocate", "relocated"]
)
# Nouns whose "of" or possessive names a stretch of land, not a state that acts.
LAND = frozenset(
    ["border", "borders", "capital", "city", "cities", "coast", "region", "regions", "part", "parts", "area", "areas", "north", "south", "east", "west", "territory", "outskirts", "suburbs", "suburb", "streets", "street", "downtown", "province", "state", "airport", "port", "map", "corner", "centre", "center", "rest"]
)
ORGANISATION_SHORT = 3  # letters below which a word of a name is no short form of it
SMALL_WORDS = frozenset(["of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "&", "to", "at"])


def gather_institutions(tokens: Tokens, names: list[Name], cast: Cast) -> dict[int, Reference]:
    """Draft everything named but people; returns what the name at each position in `names` means."""
    references: dict[int, Reference] = {}
    known = [i for i, name in enumerate(names) if name.lexeme is not None]
    acting = _acting_countries(tokens, names, known)
    for i in known:
        references[i] = _known_reference(tokens, names[i], cast, acting)
    organisations = [i for i, name in enumerate(names) if name.label == "organisation"]
    for i in sorted(organisations, key=lambda i: (names[i].last - names[i].first == 1, i)):
        references[i] = _organisation(tokens, names[i], cast)
    for i, name in enumerate(names):
        if name.label == "place":
            place = cast.keyed("place", _without_article(tokens, name), name.first)
            references[i] = Reference(place, LIKELY)
        elif name.label == "people" and tokens.tag[name.head] == "NNPS":
            references[i] = Reference(cast.keyed("group", tokens.text[name.start : name.end], name.first), LIKELY)
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
    if lexeme.kind in ("country", "adjective", "capital"):
        if lexeme.country is None:
            return Reference(cast.known(lexeme, "bloc", name.first), LIKELY)
        if lexeme.kind == "adjective" or _acts(tokens, name, lexeme, acting):
            government = cast.known(lexeme, "government", name.first)
            if lexeme.kind == "capital":
                cast[government].aliases.add(form)
            return Reference(government, SURE if lexeme.kind == "country" else LIKELY)
        if lexeme.kind == "capital":
            place = cast.keyed("place", lexeme.form if not lexeme.form.isupper() else form, name.first, lexeme.country)
            return Reference(place, SURE)
        return Reference(cast.known(lexeme, "place", name.first), SURE)
    index = cast.known(lexeme, lexeme.kind, name.first)
    cast[index].aliases.add(form)
    return Reference(index, SURE)


def _acts(tokens: Tokens, name: Name, lexeme: Lexeme, acting: set[str]) -> bool:
    """Whether a country or capital stands for its government here."""
    if _is_located(tokens, name):
        return False
    if lexeme.kind == "country":
        return True
    relation = tokens.relation(name.head)
    if _is_agent(tokens, name):
        return True
    if lexeme.country not in acting:
        return False
    if relation in ("poss", "pobj", "dobj", "agent", "dative"):
        return tokens.governor(name.head) != name.head
    return False


def _is_agent(tokens: Tokens, name: Name) -> bool:
    """Whether the name is the subject of a verb that a government can be the subject of."""
    if tokens.relation(name.head) not in SUBJECTS:
        return False
    verb = tokens.governor(name.head)
    return tokens.pos[verb] in ("VERB", "AUX") and (
        tokens.lemma[verb] != "be" or tokens.dep[verb] in ("aux", "auxpass")
    )


def _is_located(tokens: Tokens, name: Name) -> bool:
    head = name.head
    relation = tokens.relation(head)
    governor = tokens.governor(head)
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


def _without_article(tokens: Tokens, name: Name) -> str:
    text = tokens.text[name.start : name.end]
    return re.sub(r"^(?:the|The|THE)\s+", "", text)


def _organisation(tokens: Tokens, name: Name, cast: Cast) -> Reference:
    """The organisation of a name; acronyms and short forms join the long name they stand for."""
    text = _without_article(tokens, name)
    found = cast.find("organisation", text)
    if found is None:
        found = _long_form(tokens, name, text, cast)
    if found is not None:
        cast.call(found, "organisation", text)
        cast[found].aliases.add(text)
        return Reference(found, LIKELY)
    index = cast.keyed("organisation", text, name.first, _country_of(tokens, name))
    _define_acronyms(tokens, name, text, index, cast)
    return Reference(index, LIKELY)


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


def _long_form(tokens: Tokens, name: Name, text: str, cast: Cast) -> int | None:
    """The organisation a one-word name is short for: the last word of one, or the first."""
    if " " in text or len(text) < ORGANISATION_SHORT or fold(text) in FACILITY_WORDS:
        return None
    short = fold(text)
    matches: defaultdict[bool, list[int]] = defaultdict(list)
    for index, draft in enumerate(cast.drafts):
        if draft.kind == "organisation" and not draft.is_anonymous:
            words = fold(draft.name).split()
            if len(words) > 1 and short in (words[0], words[-1]):
                matches[True].append(index)
    return matches[True][0] if len(matches[True]) == 1 else None


def _country_of(tokens: Tokens, name: Name) -> str | None:
    """The country in an organisation's name or directly before it: "Ruritania's Defence Ministry"."""
    from transforms.language.lexicons import countries_by_name

    first = name.first
    candidates = [fold(tokens.words[i]) for i in range(first, name.last)]
    if first >= 2 and tokens.lower[first - 1] in ("'s", "’s"):
        candidates.append(fold(tokens.words[first - 2]))
    elif first >= 1 and tokens.same_sentence(first - 1, first):
        candidates.append(fold(tokens.words[first - 1]))
    for word in candidates:
        found = countries_by_name().get(word)
        if found is not None and found.kind in ("country", "adjective"):
            return found.country
    return None


def country_name(country: str) -> str:
    return state_names()[country]


def add_organisation(name: str, first: int, cast: Cast) -> int:
    return cast.add(Draft(name, "organisation", first))


SPEECH = speech_verbs
