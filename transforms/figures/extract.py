"""Finds the stated quantities of one document: how much of what, bounded how, for when and where.

    text → numerals → filters → quantities → one `Figure` each: kind, counted noun, bound, change, measure, period, place

Numbers are found and read in the text; the parse is asked only for what is counted or measured and for scope.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from transforms.figures import cues, elision, kinds, periods
from transforms.figures.counted import find_counted, is_membership, is_one_of, is_reference
from transforms.figures.doers import find_doer
from transforms.figures.filters import keep_figures
from transforms.figures.happenings import find_contest, find_happening, happening
from transforms.figures.holder import find_holder
from transforms.figures.measure import continues, find_measure, find_object
from transforms.figures.model import Figure
from transforms.figures.number_words import DATA, MULTIPLE, ORDINAL, VAGUE
from transforms.figures.numerals import find_numerals
from transforms.figures.parsed import ParsedText
from transforms.figures.quantities import Quantity, read_quantities
from transforms.figures.units import read_rate
from transforms.language.model import DateExpression, DocumentEntities, Published, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "the two leaders" names whom the text spoke of and "one of the leaders" says who is among them; neither counts anything:
# none of the eight such rows a reader judged in real stories told a fact. Below the one half from which `reconcile.facts` joins figures.
REFERENCE = 0.3
OTHER = "anything else"  # the class of figures that no development set holds
RESTATED_GAP = re.compile(r"\s?(?:\(\s?|,\s?or\s|or\s|,\s|/\s?)", re.I)
SAME_MEASURE_GAP = re.compile(
    r"\s?(?:\(\s?|,?\s?(?:or|to|and)\s|,\s|/\s?|,?\s(?:to|at|up|down)\s|,?\s(?:to\s)?(?:close|end|finish|fall|rise|trade)\s(?:at|to)\s)"
    r"(?:about\s|around\s|roughly\s|nearly\s|almost\s|some\s|just\s|over\s|more\sthan\s|a\ssharp\s)?",
    re.I,
)
COMPARED_GAP = re.compile(
    r"\b(?:(?:up|down)\sfrom|compared\s(?:with|to)|against|versus|vs\.?)(?:\s(?:about|around|nearly|just|a|the|its))*\s$"
)
FOR_ANOTHER = re.compile(r"\sfor\s[^,;.\d]{1,40},?\s(?:and|but)\s")  # "a fine of $5 for Arden and $7 for Brill"
FROM_NOW = re.compile(r"\s(?:ago|earlier|later|after|before)\b")
FOR_AFTER = re.compile(r"\sfor\s")
SENTENCE_END = re.compile(
    r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!St)(?<!Sen)(?<!Gov)(?<!Rep)(?<!\b[A-Z])[.!?;][\"”’)]?\s|\n"
)
HYPHEN = re.compile(r"\s?-\s?(?!(?:plus|odd|ish|some|or|to|and)\b)[A-Za-z]")


def find_figures(
    doc: Doc, entities: DocumentEntities, dates: Sequence[DateExpression], published: Published
) -> tuple[Figure, ...]:
    """The figures of `doc` in text order; offsets are code points into its text, `date` and `place_entity` index the
    arguments. `published` is not needed beyond what `dates` was resolved with; it stands here for the common signature.
    """
    text = doc.text
    parsed = ParsedText(text, doc)
    numerals = keep_figures(parsed, find_numerals(text), dates)
    quantities = read_quantities(text, numerals, [date.span for date in dates])
    figures: list[Figure] = []
    ends: list[int] = []
    for quantity in quantities:
        figure, end = _figure(parsed, quantity, figures, ends, entities, dates)
        figures.append(figure)
        ends.append(end)
    return tuple(figures)


def _figure(
    parsed: ParsedText, quantity: Quantity, figures: list[Figure], ends: list[int],
    entities: DocumentEntities, dates: Sequence[DateExpression],
) -> tuple[Figure, int]:  # fmt: skip
    """The figure a quantity states, and where it ends with its counted noun; `figures` are those before it."""
    text = parsed.text
    sort = kinds.sort_of(parsed, quantity)
    counted = _counted(parsed, quantity, sort)
    refers = counted is not None and sort.unit == "count" and _only_refers(parsed, quantity.number, counted)
    rate_end = None
    if counted is not None and sort.unit == "count":
        rate = read_rate(text, counted.end)
        if rate is not None:
            sort, rate_end = kinds.Sort(sort.kind, f"count per {rate[0]}"), rate[1]
    end = kinds.age_end(text, quantity.end) if sort.kind == "age" else quantity.end
    whole = Span(quantity.start, max(end, quantity.end, counted.end if counted else 0, rate_end or 0))
    last = figures[-1] if figures else None
    elided = elision.unit_from_before(parsed, quantity, sort, counted is not None, figures, ends)
    restates = last is not None and bool(RESTATED_GAP.fullmatch(text, ends[-1], quantity.start))
    is_unmeasured = refers or is_one_of(parsed, quantity.number)
    measured = None if is_unmeasured else _measured(parsed, quantity, whole, sort, counted, figures, ends, dates)
    doer = find_doer(parsed, whole, measured, sort.kind, counted is not None) if measured is not None else None
    holder = doer.holder if doer else _holder(parsed, whole, measured, sort, entities)
    measured = None if doer else measured
    change = _change(parsed, quantity, sort, last if restates else None)
    date = None if refers else periods.find_period(parsed, Span(quantity.start, quantity.end), sort.kind, dates)
    period = dates[date] if date is not None else None
    bound = _bound(text, quantity, whole, sort, last if restates else None)
    figure = Figure(
        start=quantity.start,
        end=end,
        value=quantity.value,
        value_high=quantity.value_high,
        is_vague=quantity.form == VAGUE,
        unit=sort.unit,
        unit_text=_unit_text(text, quantity),
        counted=text[counted.start : counted.end] if counted else None,
        kind=sort.kind,
        bound=bound,
        change=change,
        measure=measured,
        period_start_on=period.from_on if period else None,
        period_end_on=period.until_on if period else None,
        period=period.span if period else None,
        confidence=REFERENCE if refers else _confidence(sort, quantity, counted),
        place_entity=periods.find_place(parsed, whole, measured, entities),
        date=date,
        holder=holder,
    )
    return (elided.given_to(figure) if elided else figure), whole.end


def _only_refers(parsed: ParsedText, number: Span, counted: Span) -> bool:
    return is_reference(parsed, number, counted) or is_membership(parsed, number)


def _unit_text(text: str, quantity: Quantity) -> str | None:
    if quantity.unit is None:
        return None
    return text[quantity.unit.unit_start : quantity.unit.unit_end].strip(" -")


def _counted(parsed: ParsedText, quantity: Quantity, sort: kinds.Sort) -> Span | None:
    if sort.unit not in ("count", "share") or quantity.is_score:
        return None
    hyphened = sort.unit == "count" and bool(HYPHEN.match(parsed.text, quantity.end))
    return find_counted(parsed, quantity.number, hyphened)


def _measured(
    parsed: ParsedText, quantity: Quantity, whole: Span, sort: kinds.Sort, counted: Span | None,
    figures: list[Figure], ends: list[int], dates: Sequence[DateExpression],
) -> Span | None:  # fmt: skip
    """The measured thing; of an amount that restates or follows on another ("rose 18 cents to $23"), that one's."""
    verb = find_happening(parsed, whole, sort.kind, sort.unit) if counted is None else None
    if quantity.is_score:
        verb = find_contest(parsed, whole)
    if verb is not None:
        return happening(verb, whole)
    if sort.kind == "duration" and FROM_NOW.match(parsed.text, quantity.end):
        return None
    if sort.kind == "duration" and periods.date_around(Span(quantity.start, quantity.end), dates) is not None:
        last = parsed.token_at(quantity.end - 1)
        if last is None or last.dep_ != "dobj":  # but "spent the last nine days at sea" does
            return None  # "nine days later", "in the last three months" measure nothing but time
    if counted is None and sort.kind != "ordinal" and figures:
        gap = parsed.text[ends[-1] : quantity.start]
        if SAME_MEASURE_GAP.fullmatch(gap):
            return figures[-1].measure
        if COMPARED_GAP.search(gap) and not SENTENCE_END.search(gap) and figures[-1].unit == sort.unit:
            return figures[-1].measure
        if FOR_ANOTHER.fullmatch(gap) and FOR_AFTER.match(parsed.text, quantity.end):
            return figures[-1].measure
    if quantity.form == MULTIPLE and quantity.direction:
        doubled = find_object(parsed, whole)
        if doubled is not None:
            return doubled
    found = find_measure(parsed, whole, sort.kind, counted is not None or sort.kind == "ordinal")
    if (
        found is None
        and counted is None
        and figures
        and sort.kind == figures[-1].kind
        and sort.unit == figures[-1].unit
    ):
        return figures[-1].measure if continues(parsed, whole, figures[-1].end) else None
    return found


def _holder(
    parsed: ParsedText, whole: Span, measured: Span | None, sort: kinds.Sort, entities: DocumentEntities
) -> Span | None:
    """Whose the measured thing is; a rank has a holder only if it is one of happenings ("met for the first time")."""
    if measured is None:
        return None
    if sort.kind == "ordinal":
        verb = parsed.token_at(measured.start)
        if verb is None or verb.pos_ != "VERB":
            return None
    return find_holder(parsed, whole, measured, sort.kind, entities)


def _bound(text: str, quantity: Quantity, whole: Span, sort: kinds.Sort, restated: Figure | None) -> str:
    if quantity.form == VAGUE:
        return ">="
    if quantity.form == ORDINAL:
        return "="
    found = cues.read_bound(text, quantity.start, quantity.end, whole.end, sort.kind == "duration")
    if found == "=" and restated is not None and restated.bound in (">", "<", ">=", "<="):
        return restated.bound if re.search(r"[(/]", text[restated.end : quantity.start]) else found
    return found


def _change(parsed: ParsedText, quantity: Quantity, sort: kinds.Sort, restated: Figure | None) -> str | None:
    text = parsed.text
    if sort.kind in ("ordinal", "age") or quantity.is_score:
        return None
    if quantity.form == MULTIPLE:
        return quantity.direction
    level = cues.read_level(text, quantity.start)
    if level:
        return level
    things = sort.unit == "count"
    lemma_at = _lemmas(parsed)
    change = cues.read_change(text, quantity.start, quantity.end, lemma_at, things)
    if change is None and quantity.value_high is not None:
        change = _change_from_to(parsed, quantity, lemma_at)
    if change is None:
        change = cues.read_change_noun(text, quantity.start, quantity.end, sort.kind, things)
    if change is None and restated is not None and "(" not in text[restated.end : quantity.start]:
        return restated.change
    return change


def _change_from_to(parsed: ParsedText, quantity: Quantity, lemma_at: Callable[[int], str]) -> str | None:
    """ "fell from 24 to 20": both levels in one figure, and the way between them."""
    text = parsed.text
    opening = re.search(r"\bfrom\s(?:about\s|around\s|nearly\s)?$", text[max(0, quantity.start - 14) : quantity.start])
    if opening is None:
        return None
    start = max(0, quantity.start - 14) + opening.start()
    if quantity.falls:
        return "down"
    told = cues.read_change(text, start, quantity.end, lemma_at, False)
    return told or ("up" if _verb_over(parsed, quantity) in cues.cues().up else None)


def _verb_over(parsed: ParsedText, quantity: Quantity) -> str | None:
    """The lemma of the verb whose clause the quantity stands in: "raised its fee from $12 to $24"."""
    token = parsed.token_at(quantity.number.start)
    verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None) if token is not None else None
    return verb.lemma_.lower() if verb is not None else None


def _lemmas(parsed: ParsedText) -> Callable[[int], str]:
    def lemma_at(offset: int) -> str:
        token = parsed.token_at(offset)
        return token.lemma_ if token is not None else ""

    return lemma_at


# ---- confidence ------------------------------------------------------------------------------------------------------


def confidence_class(kind: str, is_vague: bool, is_range: bool, has_counted: bool, lacks_unit: bool) -> str:
    """The class of figures whose share of right rows was measured together."""
    if is_vague:
        return "vague"
    if is_range:
        return "range with a unit" if not lacks_unit or has_counted else "range of nothing named"
    if kind == "count":
        return "count of a noun" if has_counted else "count of nothing named"
    return f"{kind} without its unit" if lacks_unit and kind in ("money", "measurement") else kind


@cache
def _confidences() -> dict[str, float]:
    with (DATA / "confidence.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["class"]: float(row["confidence"]) for row in rows}


def _confidence(sort: kinds.Sort, quantity: Quantity, counted: Span | None) -> float:
    name = confidence_class(
        sort.kind, quantity.form == VAGUE, quantity.value_high is not None, counted is not None, quantity.unit is None
    )
    return _confidences().get(name, _confidences()[OTHER])
