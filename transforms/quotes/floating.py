"""Quotes with no cue in their sentence: whose they are, by stated rules.

1. A floating quote belongs to the speaker of the last attribution before it in its own paragraph.
2. A paragraph that opens with one takes the last speaker of the paragraphs before it, no further than
   `PARAGRAPHS_BACK`.
3. Further inside a paragraph that names no speaker before it, nobody is carried over.
4. Only who is said to speak counts: not who thinks, wants or judges, and no speaker inside another's words.
"""

from __future__ import annotations

from transforms.quotes.attribution import Attribution, Reading

# Frames of what was asked for, promised or called something: they tell no words that marks could go on with.
UNTOLD = frozenset({"to", "np", "as", "label", "ing", "noun_np", "noun_to"})
PARAGRAPHS_BACK = 3  # further back the speaker has usually changed


def carry_speakers(reading: Reading, attributions: list[Attribution]) -> None:
    """Fill in the speaker of every floating quote in `attributions` (text order) from those before it."""
    text = reading.text
    last: Attribution | None = None
    for attribution in attributions:
        floating = attribution.speaker is None and attribution.frame == "floating"
        if floating and last is not None and _reaches(text, last, attribution):
            attribution.speaker, attribution.head = last.speaker, last.head
        if attribution.speaker is not None and _is_told(attribution, last):
            last = attribution


def _is_told(attribution: Attribution, last: Attribution | None) -> bool:
    """Whether the text itself says who speaks here: a wish or thought, or a cue inside another's words, does not."""
    if attribution.cue_class in ("think", "show", "judge"):
        return False
    inside = last is not None and any(part.covers(attribution.span) for part in last.parts)
    return not inside and attribution.frame.split(":")[0] not in UNTOLD


def _reaches(text: str, last: Attribution, floating: Attribution) -> bool:
    """Whether the speaker of `last` is still the one who speaks: in one paragraph, or at the opening of a later one."""
    between = _paragraphs_between(text, last, floating)
    opens = not text[text.rfind("\n", 0, floating.span.start) + 1 : floating.span.start].strip(" \"'“‘«„")
    return between <= (PARAGRAPHS_BACK if opens else 0)


def _paragraphs_between(text: str, before: Attribution, after: Attribution) -> int:
    between = text[before.span.end : after.span.start]
    return sum(1 for line in between.split("\n")[1:] if line.strip()) + ("\n" in between)
