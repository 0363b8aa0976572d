"""Forms of English verbs and the number of a subject, as the lines of episodes need them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

IRREGULAR = Path(__file__).parent / "irregular_verbs.txt"
SHORT_VOWEL = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprtz]$")  # plan, stop, ban: the last letter is doubled
PLURALS = frozenset(
    {"people", "police", "men", "women", "children", "both", "dozens", "hundreds", "thousands", "workers", "residents",
     "officials", "protesters", "shares", "prices", "troops", "talks", "officers", "students", "firefighters", "dockers"}
)  # fmt: skip
COUNTED = re.compile(r"(some|about|around|nearly|almost|more than|at least|all|both|several|many|most|few|two|three|four"
                     r"|five|six|seven|eight|nine|ten|eleven|twelve|\d)", re.IGNORECASE)  # fmt: skip
MODIFIED = re.compile(r"\s(?:of|at|in|from|on|for|with|who|that|to|by|against)\s")


def past_of(base: str) -> str:
    """The simple past: rise, rose."""
    return _irregular()[base][0] if base in _irregular() else _regular(base)


def participle_of(base: str) -> str:
    """The past participle: rise, risen."""
    return _irregular()[base][1] if base in _irregular() else _regular(base)


def base_of(form: str) -> str:
    """The base of a form, as far as its ending tells; a form that is none comes back as it is."""
    if form in _bases():
        return _bases()[form]
    for ending, put in (("ied", "y"), ("ies", "y")):
        if form.endswith(ending):
            return form[: -len(ending)] + put
    for ending in ("ed", "ing"):
        stem = form[: -len(ending)]
        if form.endswith(ending) and len(stem) > 2:
            for known in (stem, stem + "e", stem[:-1]):
                if known in _irregular():
                    return known
            if stem[-1] == stem[-2] and stem[-1] not in "lsz":
                return stem[:-1]
            return stem + "e" if _regular(stem + "e") == form and stem[-1] in "cgsuvz" else stem
    return form[:-1] if form.endswith("s") and not form.endswith("ss") else form


def is_plural(subject: str) -> bool:
    """Whether a subject takes "are"; a name is one, however it ends."""
    if COUNTED.match(subject):
        return True
    head = (MODIFIED.split(subject)[0].split() or [""])[-1]
    if " and " in subject or head.lower() in PLURALS:
        return True
    if MODIFIED.search(subject) and subject.split()[0] == head and head.endswith(("ers", "ors", "ists")):
        return True  # "Workers at the plant": the capital is that of the sentence
    return head[:1].islower() and head.endswith("s") and not head.endswith(("ss", "us", "is", "’s", "'s"))


def _regular(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in ("a", "e", "o", "u", ""):
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if SHORT_VOWEL.match(base) else base + "ed"


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    lines = IRREGULAR.read_text(encoding="utf-8").splitlines()
    forms = [line.split() for line in lines if line and not line.startswith("#")]
    return {base: (past, participle) for base, past, participle in forms}


@cache
def _bases() -> dict[str, str]:
    return {form: base for base, forms in _irregular().items() for form in forms}
