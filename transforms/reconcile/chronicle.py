"""The line an episode reads as: a sentence of a chronicle, from its sides, its act, its place and its day.

Where a type of act has a phrase of its own (`episode_phrases.txt`) and both sides are known, the phrase is filled in.
Elsewhere the line is made of the words of one mention: who, the verb in the tense the status asks for, and what follows
it in the text up to the end of the clause; for a noun, the noun with what stands before and after it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from transforms.language.lexicons import countries_by_name, fold
from transforms.reconcile.clauses import (
    clause_after,
    noun_phrase,
    one_line,
    snippet,
    without_article,
    without_loose_marks,
)
from transforms.reconcile.verbs import base_of, is_plural, participle_of, past_of

PHRASES = Path(__file__).parent / "episode_phrases.txt"
OWN = "i me my we us our you your he him his she her it its they them their who one that this both which what here"
REFLEXIVES = {"myself", "ourselves", "yourself", "himself", "herself", "itself", "themselves"}
PRONOUNS = (
    frozenset(OWN.split()) | {"there", "those", "these", "all", "some", "the", "each other", "one another"} | REFLEXIVES
)
POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my", "your"})
ARTICLES = frozenset({"The", "A", "An"})
YEAR_FROM, MONTH_FROM = 200, 7  # days a stretch of time lasts that is told as a year, as a month
# Types of which the phrase is vaguer than the words of the text: "gave way to", "restricted or coerced".
VAGUE = frozenset(
    {"AGREE", "REQUEST", "REJECT", "THREATEN", "CONCEDE", "RETREAT", "COERCE", "ACCUSE", "SANCTION", "AID", "PROTEST"}
)
AUXILIARIES = re.compile(r"(?: (?:was|were|is|are|be|been|being|had|has|have))+$")
NEVER_WHOM = re.compile(r"(no|nobody|none|neither)\b", re.IGNORECASE)
BY_TYPE = {"CONSULT": "with", "COOPERATE": "with", "ASSAULT": "against", "PROTEST": "against", "THREATEN": "against",
           "SANCTION": "against", "COERCE": "against", "ACCUSE": "against", "AID": "to", "REQUEST": "to"}  # fmt: skip

TALK = "CONSULT"
# Two words run together where a heading or a list lost its line break: such a sentence is quoted only for want of another.
GLUED = re.compile(r"[a-z]{4}[A-Z][a-z]{2}")

Row = Mapping[str, Any]


def summarize(
    rows: Sequence[Row],
    episode: Mapping[str, Any],
    names: Mapping[str, str],
    texts: Mapping[str, str],
) -> str:
    """One line about the episode of `rows`. `names` gives entity id to name, `texts` document id to text where known."""
    same = {"happened", "ongoing"} if episode["status"] in ("happened", "ongoing") else {episode["status"]}
    told = [row for row in rows if row["status"] in same] or list(rows)
    fullest = max(told, key=lambda row: (not _is_glued(row, texts.get(row["doc_id"])), *_fullness(row)))
    who = names.get(episode["actor_id"] or "") or _noun(_first(told, fullest, "actor_text"))
    if episode["event_type"] == "OTHER":  # what rose may be of Norway and not be Norway
        who = _in_own_words(fullest["actor_text"], who)
    whom = names.get(episode["recipient_id"] or "") or _noun(_first(told, fullest, "recipient_text"))
    if whom == who:
        whom = None
    line = _line(rows, fullest, episode, one_line(who), one_line(whom), texts.get(fullest["doc_id"]))
    line = without_loose_marks(line).rstrip(" ,;:.")
    place = names.get(episode["place_id"] or "") or next(
        (one_line(r["place_text"]) for r in rows if r["place_text"]), None
    )
    if place and place.lower() not in line.lower():
        line += f", {place}"
    day = _day(rows, episode["happened_on"])
    if day and day not in line:
        line += f", {day}"
    return line[:1].upper() + line[1:]


def _fullness(row: Row) -> tuple[int, bool, int, str]:
    """Mentions that name more sides first, then those told by a verb, then those of short sentences."""
    sides = sum(_noun(row[column]) is not None for column in ("actor_text", "recipient_text"))
    return sides, "/v/" in (row["coded_by"] or ""), row["sentence_start"] - row["sentence_end"], row["event_id"]


def _is_glued(row: Row, text: str | None) -> bool:
    return text is not None and GLUED.search(text, row["sentence_start"], row["sentence_end"]) is not None


def _in_own_words(text: str | None, name: str | None) -> str | None:
    """The words a mention has for the actor; of "its shares" the name for its possessor."""
    if _noun(text) is None or text is None:
        return name
    first, _, rest = text.partition(" ")
    if first.lower() in POSSESSIVES:
        if name is not None and name.lower().endswith(rest.lower()):
            return name  # of "his wife" who is nobody but "wife"
        return f"{name}'s {rest}" if rest and name is not None else name
    return text


def _first(rows: Sequence[Row], fullest: Row, column: str) -> str | None:
    if _noun(fullest[column]) is not None:
        return str(fullest[column])
    return next((row[column] for row in rows if _noun(row[column]) is not None), None)


def _noun(text: str | None) -> str | None:
    """The phrase unless it is a pronoun, its article small: no line but one begins with it."""
    if text is None or text.lower() in PRONOUNS:
        return None
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}" if first in ARTICLES and rest and not rest[:1].isupper() else text


def _line(
    rows: Sequence[Row], row: Row, episode: Mapping[str, Any], who: str | None, whom: str | None, text: str | None
) -> str:
    event_type, status = episode["event_type"], episode["status"]
    modes = [other["mode"] for other in rows if other["event_type"] == event_type]
    mode = "phone" if "phone" in modes else episode["mode"]
    has_words = text is not None and _part(row) != "n" and (event_type, mode) not in _phrases()
    vague = event_type in VAGUE and has_words
    if not vague:
        phrase = _phrase(event_type, mode, status, who, whom)
        if phrase is not None:
            return phrase
    return (
        _told(row, status, who, whom, text)
        or _phrase(event_type, mode, status, who, whom)
        or _named(row, status, who, whom, text)
    )


def _part(row: Row) -> str:
    coded = (row["coded_by"] or "").split("/")
    return coded[1] if len(coded) > 2 else "v"


def _word(row: Row) -> str:
    coded = (row["coded_by"] or "").split("/")
    return coded[2] if len(coded) > 2 else str(row["trigger"]).split()[0].lower()


def _phrase(event_type: str, mode: str | None, status: str, who: str | None, whom: str | None) -> str | None:
    if event_type == TALK and mode == "meeting" and _is_state(who) != _is_state(whom):
        mode = None  # people meet people; with a state they hold talks
    phrases = _phrases().get((event_type, mode or "-")) or _phrases().get((event_type, "-"))
    if phrases is None or who is None or (whom is None and "{r}" in phrases[0]):
        return None
    column = {"happened": 0, "ongoing": 0, "planned": 1, "hypothetical": 1, "negated": 2}[status]
    phrase = phrases[column].format(a=who, r=whom)
    if status == "hypothetical":
        phrase = phrase.replace(f"{who} is to ", f"{who} may ", 1)
    return phrase.replace(f"{who} is ", f"{who} are ", 1) if is_plural(who) else phrase


def _is_state(name: str | None) -> bool:
    return fold(name or "") in countries_by_name()


def _told(row: Row, status: str, who: str | None, whom: str | None, text: str | None) -> str | None:
    """Who did what, in the words of the mention; null where it is told by a noun alone or names no side."""
    first, *more = str(row["trigger"]).split()
    part = _part(row)
    tail = clause_after(row, text, len(first)) if text is not None else " ".join(more)
    if text is None and whom is not None and part == "v" and row["actor_text"]:
        tail = " ".join([*more, whom])
    if part == "a":
        return None if who is None else _being(who, status, _join(str(row["trigger"]), tail))
    if part == "n" and (not more or first.lower() == _word(row) or first[:1].isupper()):
        return None
    base = _word(row) if part == "v" else base_of(first.lower())
    if part == "v" and more and first.lower() not in _forms(base) and more[-1].lower() in _forms(base):
        return _passive(" ".join([first, *more[:-1]]), base, status, "")
    if row["actor_text"] and text is not None and row["actor_start"] > row["start"] and part == "v":
        undergone = _noun(row["recipient_text"])  # "comments released by the palace"
        if undergone is not None and row["recipient_start"] < row["start"]:
            return _passive(one_line(undergone) or "", base, status, tail)
        tail = tail.partition("by ")[0].rstrip()
    if len(row["actor_ids"] or ()) + len(row["recipient_ids"] or ()) > 1 and row["actor_text"] == row["recipient_text"]:
        who = one_line(row["actor_text"])  # "the two leaders"
    if row["actor_text"] and who is not None:
        return _active(who, base, status, tail)
    affected = whom or (_noun(row["recipient_text"]) if text is None else None)
    if affected is not None and part == "v" and _is_undergone(row):
        after = tail if row["recipient_start"] is not None and row["recipient_start"] < row["start"] else " ".join(more)
        return _passive(affected, base, status, after)
    return None


def _is_undergone(row: Row) -> bool:
    """Whether the recipient is a name for whom it was done to, rather than a place or a matter spoken of."""
    start = row["recipient_start"]
    return start is not None and (start < row["start"] or start - row["end"] <= 2)


def _forms(base: str) -> frozenset[str]:
    return frozenset({base, past_of(base), participle_of(base), base + "s", base + "es", base.rstrip("e") + "ing"})


def _active(who: str, base: str, status: str, tail: str) -> str:
    denied_once = NEVER_WHOM.match(who) or NEVER_WHOM.match(
        tail
    )  # "showed no interest", not "did not show no interest"
    if denied_once and status in ("negated", "happened"):
        return _join(who, past_of(base), tail)
    verb = {
        "planned": f"{'are' if is_plural(who) else 'is'} to {base}",
        "hypothetical": f"may {base}",
        "negated": f"did not {base}",
    }.get(status, past_of(base))
    return _join(who, verb, tail)


def _being(who: str, status: str, what: str) -> str:
    """Who was what: ready to sign, critical of the plan."""
    many = is_plural(who)
    was = "were" if many else "was"
    verb = {"planned": "are to be" if many else "is to be", "hypothetical": "may be", "negated": f"{was} not"}
    return _join(who, verb.get(status, was), what)


def _passive(whom: str, base: str, status: str, tail: str) -> str:
    whom = AUXILIARIES.sub("", whom)  # of "stones were thrown", told as one trigger
    many = is_plural(whom)
    was = "were" if many else "was"
    verb = {
        "planned": "are to be" if many else "is to be",
        "hypothetical": "may be",
        "negated": was if NEVER_WHOM.match(whom) else f"{was} not",
    }.get(status, was)
    return _join(whom, verb, participle_of(base), tail)


def _named(row: Row, status: str, who: str | None, whom: str | None, text: str | None) -> str:
    """A happening named by a noun: the noun with its modifiers and the sides it does not name itself."""
    if text is not None and (_part(row) != "n" or len(str(row["trigger"]).split()) > 3):
        return snippet(row, text)
    phrase = without_article(noun_phrase(row, text) if text is not None else one_line(row["trigger"]) or "")
    sides = []
    if who is not None and who.lower() not in phrase.lower():
        sides.append(f"of {who}" if row["event_type"] in ("CONSULT", "COOPERATE", "OTHER") else f"by {who}")
    if whom is not None and whom.lower() not in phrase.lower():
        link = "to" if row["mode"] == "visit" else BY_TYPE.get(row["event_type"], "of")
        sides.append(f"{link} {whom}")
    if len(phrase.split()) == 1 and not sides and text is not None:
        return snippet(row, text)
    mark = {"planned": "planned", "hypothetical": "possible", "negated": "no"}.get(status)
    if mark and mark not in phrase.lower().split():
        phrase = f"{mark} {phrase}"
    return _join(phrase, *sides)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# ---- the day ----------------------------------------------------------------------------------------------------------


def _day(rows: Sequence[Row], day: dt.date | None) -> str | None:
    """The day as a reader writes it: a day, a month or a year, as exactly as any mention gives it."""
    if day is None:
        return None
    ends = [row["happened_until"] for row in rows if row["happened_on"] == day and row["happened_until"] is not None]
    lasts = (min(ends) - day).days if ends else 0
    if lasts >= YEAR_FROM:
        return str(day.year)
    return f"{day:%B %Y}" if lasts >= MONTH_FROM else f"{day.day} {day:%B %Y}" if lasts == 0 else f"{day:%B %Y}"


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, *phrases = (field.strip() for field in line.split("|"))
            event_type, mode = head.split()
            found[event_type, mode] = tuple(phrases)
    return found
