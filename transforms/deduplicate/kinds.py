"""What two texts that share words are to each other: a reprint, an excerpt, or two reports with common passages.

The thresholds were read off two sets: reprints made by `benchmarks/reprints.py`, and pairs of independent reports of
one happening in the development stories. Containment is the share of the shorter text's five-word shingles that the
other has too; `wording` is the same for pairs of words. Rewording breaks most shingles but few word pairs, shared
quotations keep long shingles but leave the rest of the wording apart, so the two together tell copies from reports.
"""

from __future__ import annotations

import re
from collections import Counter

from transforms.deduplicate.passages import Alignment, Run

COPY_KINDS = ("exact", "reprint", "update")

# Half of the shingles: below every made update (.64 and up); of 1,222 pairs of development reports five share as much,
# two of them reprints.
COPY_CONTAINMENT = 0.5
# Below that both signs are needed. Heavily edited copies start at .26 / .44 / .13 and reworded ones at .25 / .60 / .14
# (containment / wording / jaccard); 99 of 100 pairs of independent reports stay below .30 / .47 / .12.
EDITED_CONTAINMENT = 0.2
EDITED_WORDING = 0.42
EDITED_JACCARD = 0.12
# Two short notices of a kind ("... pay March 31, record March 16") share a good part of their few words by form alone.
COPY_WORDS = 20
EDITED_WORDS = 40
# Reprints come out within days. Later, only near-identity is taken for copying: most false matches are form texts
# (weekly figures, site pages) weeks apart, which keep up to .85 of their shingles.
REPRINT_DAYS = 3
LATE_CONTAINMENT = 0.9
# A short notice of another day that keeps less than this is the next of its series (yesterday's rates, today's): in 80
# words one figure breaks five shingles.
NOTICE_WORDS, NOTICE_CONTAINMENT = 130, 0.95
# Short texts that share fewer of their numbers than this are two of one form (bond issues, market reports), as are those
# that share few and whose openings name different parties. Above this containment the wording tells enough.
FORM_WORDS, FORM_CONTAINMENT = 200, 0.7
FORM_NUMBERS = 3
OTHER_NUMBERS, OTHER_NAMES_NUMBERS = 0.5, 0.75
HEAD_CHARACTERS = 120
NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
NAME = re.compile(r"\b[A-Z][\w&'’-]+")
# A text that shares something other than the opening of one twice its size is no reprint of it (copy is cut from the
# end) but an excerpt, or a report that quotes it at length: half of a report can be quotation.
EXCERPT_CONTAINMENT = 0.6
EXCERPT_SIZE = 0.5
OPENING_SLACK = 1.3
# Stock phrases of news English reach eleven words.
PASSAGE_WORDS = 12
SIDE_PASSAGE_WORDS = 8


def needs_wording(alignment: Alignment) -> bool:
    """Whether the kind of a pair hangs on its wording (see `passages.shared_word_pairs`), which is dearer to compute."""
    return EDITED_CONTAINMENT <= alignment.containment < COPY_CONTAINMENT and alignment.jaccard >= EDITED_JACCARD


def judge(alignment: Alignment, wording: float, sizes: tuple[int, int], gap: int | None) -> str | None:
    """`reprint`, `excerpt` or `shared_passages`; null where the pair shares too little to be one.

    `sizes` are the texts' words, `gap` the days between their publication (null: unknown).
    """
    far = gap is not None and gap > REPRINT_DAYS
    if gap and max(sizes) < NOTICE_WORDS and alignment.containment < NOTICE_CONTAINMENT:
        return "shared_passages" if alignment.longest >= PASSAGE_WORDS else None
    common = sum(run.length for run in alignment.runs)
    if _is_part(alignment, sizes):
        enough = alignment.containment >= (LATE_CONTAINMENT if far else EXCERPT_CONTAINMENT)
        if enough and common >= COPY_WORDS:
            return "excerpt"
    elif alignment.containment >= (LATE_CONTAINMENT if far else COPY_CONTAINMENT):
        if common >= COPY_WORDS:
            return "reprint"
    elif not far and needs_wording(alignment) and wording >= EDITED_WORDING and common >= EDITED_WORDS:
        return "reprint"
    return "shared_passages" if alignment.longest >= PASSAGE_WORDS else None


def may_be_form(alignment: Alignment, sizes: tuple[int, int]) -> bool:
    """Whether two texts with these many words share so little that it may be a form only (see `is_form`)."""
    return max(sizes) < FORM_WORDS and alignment.containment < FORM_CONTAINMENT


def is_form(a: str, b: str) -> bool:
    """Whether two short texts share little more than a form: their numbers differ, or most do and so do the names."""
    numbers = [Counter(NUMBER.findall(text)) for text in (a, b)]
    fewer = min(one.total() for one in numbers)
    if fewer < FORM_NUMBERS:
        return False
    common = (numbers[0] & numbers[1]).total() / fewer
    names = [set(NAME.findall(text[:HEAD_CHARACTERS])) for text in (a, b)]
    return common < OTHER_NUMBERS or (common < OTHER_NAMES_NUMBERS and bool(all(names)) and not names[0] & names[1])


def telling_runs(alignment: Alignment, kind: str) -> tuple[Run, ...]:
    """The runs worth listing: all of a copy's, of other pairs those that are more than a turn of phrase."""
    if kind in (*COPY_KINDS, "excerpt"):
        return alignment.runs
    return tuple(run for run in alignment.runs if run.length >= SIDE_PASSAGE_WORDS)


def _is_part(alignment: Alignment, sizes: tuple[int, int]) -> bool:
    """Whether what they share is a part of the larger text from anywhere but its opening, and much smaller."""
    small, large = sorted(sizes)
    if small > EXCERPT_SIZE * large:
        return False
    in_large = [run.b if sizes[0] <= sizes[1] else run.a for run in alignment.runs for _ in range(run.length)]
    inside = sum(1 for place in in_large if place <= OPENING_SLACK * small)
    return inside < 0.8 * len(in_large)
