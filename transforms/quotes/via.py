"""Speech reported through somebody: "state media said that Xi said ..." is one quote of the innermost speaker."""

from __future__ import annotations

from transforms.language.lexicons import person_nouns
from transforms.language.model import Span
from transforms.quotes.attribution import Attribution

MAX_FRAME = 60  # characters of speaker and cue that the outer content may hold beyond the inner
MAX_REST = 28  # of these, characters that are neither ("also", the one spoken to, "that", a day)
STANDS = frozenset({"think", "commit", "judge"})
OWN_WORDS = frozenset({"he", "she", "it", "they", "we", "i"})


def report_sources(attributions: list[Attribution]) -> list[Attribution]:
    """`attributions` (text order) with every pure report of another's speech named as the `via` of that speech.

    A medium's report is folded into the speech. A person who says what another said has said it: both rows stay.
    Dropped too is a wish or thought that only repeats what its own speaker is said to have said ("she said she wants to
    ..."): the outer row has it whole.
    """
    dropped: set[int] = set()
    for index, outer in enumerate(attributions):
        for inner in attributions[index + 1 :]:
            if inner.span.start > outer.span.end:
                break
            if inner.cue is None or not any(part.covers(inner.cue) for part in outer.parts):
                continue
            if _is_same_speaker(outer, inner):
                if inner.cue_class in STANDS and inner.frame in ("to", "np", "to_obj"):
                    dropped.add(id(inner))
            elif _only_reports(outer, inner):
                inner.via = outer.head
                if not _is_person(outer):
                    dropped.add(id(outer))
    return [attribution for attribution in attributions if id(attribution) not in dropped]


def _is_same_speaker(outer: Attribution, inner: Attribution) -> bool:
    """Whether it is the same word that speaks, or a pronoun that takes it up."""
    if inner.head is None or (outer.head is not None and inner.head.i == outer.head.i):
        return True
    return inner.head.lower_ in OWN_WORDS and outer.head is not None


def _only_reports(outer: Attribution, inner: Attribution) -> bool:
    """Whether the outer content is the inner speaker, cue and content and no more."""
    if (
        outer.head is None
        or outer.frame in ("floating", "signed", "headline")
        or inner.cue_class not in ("say", "report", "ask")
        or inner.frame.startswith(("noun", "adjective"))
    ):
        return False
    rest = sum(_outside(part, inner.parts) for part in outer.parts)
    own = [span for span in (inner.cue, inner.speaker.span if inner.speaker else None) if span is not None]
    known = sum(span.end - span.start for span in own if outer.span.covers(span))
    return 0 < rest <= MAX_FRAME and rest - known <= MAX_REST and inner.span.end >= outer.span.end - 2


def _is_person(attribution: Attribution) -> bool:
    head = attribution.head
    return head is not None and (head.ent_type_ == "PERSON" or head.pos_ == "PRON" or head.lower_ in person_nouns())


def _outside(part: Span, parts: tuple[Span, ...]) -> int:
    covered = sum(max(0, min(part.end, other.end) - max(part.start, other.start)) for other in parts)
    return part.end - part.start - covered
