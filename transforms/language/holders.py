"""Who held an office of state, or headed an international body, when a document came out."""

from __future__ import annotations

from collections.abc import Collection

from transforms.language.lexicons import Office, PersonNoun, fold, offices, person_nouns
from transforms.language.model import Published

CHIEFS = frozenset({"chief", "head", "boss"})  # lead a country only by its institution: "the Kremlin chief"


def find_holder(
    noun: PersonNoun, word: str, country: str | None, body: str | None, published: Published, named: Collection[str]
) -> Office | None:
    """The only holder of the office that `word` with its meaning `noun` names for a country or a body.

    With the day of publication, or its bracket, who held it throughout; without, who is among the folded full names
    `named` in the document.
    """
    fitting = [office for office in offices() if _is_meant(office, noun, word, country, body)]
    latest = published.on or published.latest
    earliest = published.on or published.earliest
    if latest and earliest:
        held = [office for office in fitting if office.held_in(earliest, latest)]
    else:
        held = [office for office in fitting if fold(office.name) in named]
    return held[0] if len({office.name for office in held}) == 1 else None


def _is_meant(office: Office, noun: PersonNoun, word: str, country: str | None, body: str | None) -> bool:
    if country is None:  # an international body has one head, whatever he is called
        is_head = (
            office.country is None
            and body is not None
            and office.body == body
            and not office.office.startswith("spokes")
        )
        return is_head and (noun.group == "leader" or _group(office) == noun.group)
    if office.country != country:
        return False
    if noun.group == "leader":
        return office.is_leader and (word not in CHIEFS or body is not None)
    if noun.group == "spokesperson":
        return body is not None and office.body == body and office.office.startswith("spokes")
    return noun.is_office and _group(office) == noun.group and office.body in (None, body)


def _group(office: Office) -> str | None:
    noun = person_nouns().get(office.office)
    return noun.group if noun else None
