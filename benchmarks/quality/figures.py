"""Figures against the development sets: NewsQuant, CogComp, Microsoft's recognizer tests and MeasEval.

The sets name units in words and keep conventions of their own; `_mapped` turns our columns into each set's. Nothing here
feeds back into extraction but the measured confidences (`--calibrate`).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.quality.measure import Score, data_folder, read_jsonl, run_scorer
from benchmarks.quality.parsed import parse_all
from transforms.figures.extract import DATA, REFERENCE, confidence_class, find_figures
from transforms.figures.model import Figure
from transforms.language.dates import find_dates
from transforms.language.model import DateExpression, DocumentEntities, Published

if TYPE_CHECKING:
    from spacy.tokens import Doc

Record = dict[str, Any]
BEST = {"value": 0.914, "value+unit": 0.837, "value+unit+bound": 0.794, "value+unit+measured": 0.659}
TARGET = {"value": 0.95, "value+unit": 0.90, "value+unit+bound": 0.86, "value+unit+measured": 0.74}
MRT_SPAN_TARGET = 0.95
COMPARED_AFTER = re.compile(r"\s(?:higher|lower)\b")
PRIOR = 8.0  # figures of the overall share that a class is judged together with
SET_NAMES = {"degree celsius": "celsius", "degree fahrenheit": "fahrenheit", "part per billion": "parts-per-billion"}
# Numbers the issue leaves out and Microsoft's number set marks: addresses of computers, dates, phone numbers, ids, exercise
# and network numbers.
NO_QUANTITY = re.compile(r"\d+(?:\.\d+){3}|\d/\d+/\d{4}|\+\d-\d{3}|\b[A-Z]{3}-\d|\bnrs?\.\s|^\d+G$")
CHANGE_NAMED = re.compile(
    r"\b(?:increase|rise|gain|jump|growth|hike|improvement|boost|rebound|surge|jump|slide|drop|fall|decline|decrease|reduction|cut)s?\b"
)


def _figures(doc: Doc) -> tuple[tuple[Figure, ...], tuple[DateExpression, ...]]:
    published = Published()
    dates = find_dates(doc, published)
    return find_figures(doc, DocumentEntities(), dates, published), dates


# ---- our columns in the sets' conventions ----------------------------------------------------------------------------


def _currency_name(iso: str) -> str:
    from babel.core import Locale

    name = Locale.parse("en").currencies.get(iso, iso)
    return re.sub(r"\s*\(.*\)", "", name).lower().replace("us dollar", "dollar")


def _unit_name(figure: Figure, doc: Doc) -> str:
    """The unit as NewsQuant words it: the counted noun of a count, the currency's name, `year of age`."""
    head, _, per = figure.unit.partition(" per ")
    if figure.kind == "age":
        return "year of age"
    if figure.kind == "money":
        text = (figure.unit_text or "").lower()
        name = (
            "cent"
            if text.startswith("cent")
            else "sen"
            if text == "sen"
            else "penny"
            if re.match(r"p\b|pence|penn", text)
            else _currency_name(head)
        )
        return f"{name} per {per}" if per else name
    if head == "count":
        return _counted_lemma(figure, doc) + (f" per {per}" if per else "")
    if head == "share":
        return "% " + (_counted_lemma(figure, doc))
    if head == "percent":
        return "percentage"
    if head == "times":
        return "count"
    return SET_NAMES.get(figure.unit, figure.unit)


def _counted_lemma(figure: Figure, doc: Doc) -> str:
    if figure.counted is None:
        return "-"
    start = doc.text.find(figure.counted, figure.start)
    start = start if start >= 0 else doc.text.find(figure.counted)  # a noun that only an earlier figure states
    span = doc.char_span(start, start + len(figure.counted), alignment_mode="expand") if start >= 0 else None
    if span is None:
        return figure.counted
    words = [
        token.whitespace_
        if token.pos_ in ("DET", "CCONJ", "VERB", "PART")
        else (token.lemma_ if token.pos_ in ("NOUN", "ADJ") else token.text) + token.whitespace_
        for token in span
    ]
    return "".join(words).strip()


def _scale(figure: Figure) -> float:
    """NewsQuant counts cents and pence; the dataset has main units."""
    text = (figure.unit_text or "").lower()
    return 100.0 if figure.kind == "money" and re.match(r"(?:us )?cents?\b|¢|sen\b|p\b|pence|penn", text) else 1.0


def _newsquant(doc: Doc) -> list[Record]:
    rows = []
    for figure in _with_elided_marks(_figures(doc)[0]):
        if figure.kind == "ordinal":
            continue  # the set leaves ordinals out
        rows.append(_row(doc, figure, _unit_name(figure, doc)))
    return rows


def _with_elided_marks(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, an amount without a mark ("84.75 cents, the lowest 74.07") with that of the one before."""
    marked: list[Figure] = []
    for figure in figures:
        last = marked[-1] if marked else None
        if figure.kind == "money" and figure.unit_text is None and last is not None and last.unit == figure.unit:
            figure = replace(figure, unit_text=last.unit_text)
        marked.append(figure)
    return marked


def _row(doc: Doc, figure: Figure, unit: str) -> Record:
    scale = _scale(figure)
    value: float | list[float] = float(f"{figure.value * scale:.12g}")
    bound = {">=": ">", "<=": "<"}.get(figure.bound, figure.bound)
    cqe = bound
    if figure.value_high is not None:
        value, bound = [figure.value * scale, figure.value_high * scale], "range"
    elif figure.is_vague:
        value, bound, cqe = [figure.value, figure.value * 10], "range", "="
    named = [doc.text[span.start : span.end] for span in (figure.measure, figure.holder) if span]
    measured = (
        ", ".join(re.sub(r"['’]s?\b|\b['’](?=\s)", "", words) for words in named) or None
    )  # it drops genitive marks
    change = figure.change
    if figure.value_high is not None or figure.is_vague or COMPARED_AFTER.match(doc.text, figure.end):
        change = None  # the set gives no direction to "from 20 to 24" and "closed 3% higher"
    if measured and CHANGE_NAMED.search(measured):
        change = None  # and writes a change that a noun names into the measured thing
    return {
        "span": [figure.start, figure.end], "value": value, "unit": unit, "bound": bound, "cqe_change": cqe,
        "change": change, "measured": measured,
    }  # fmt: skip


def _cogcomp(doc: Doc) -> list[Record]:
    """CogComp marks times from weeks up as quantities too, days where they have a number, and no ordinals."""
    figures, dates = _figures(doc)
    rows = [{"span": [f.start, f.end], "value": f.value} for f in figures if f.kind != "ordinal"]
    for date in dates:
        counts = re.search(r"\d", doc.text[date.start : date.end]) or date.granularity in (
            "week",
            "month",
            "year",
            "decade",
        )
        if counts and not any(date.start < f.end and f.start < date.end for f in figures):
            rows.append({"span": [date.start, date.end], "value": None})
    return rows


def _spans(doc: Doc) -> list[Record]:
    figures, _ = _figures(doc)
    return [{"span": [f.start, f.end], "value": f.value, "unit": f.unit} for f in figures]


def _recognizer(doc: Doc) -> list[Record]:
    """Microsoft's units: a bare mark stays bare ("Dollar", "Pound"), and rates are left off."""
    rows = []
    for figure in _figures(doc)[0]:
        unit = (
            figure.unit.partition(" per ")[0]
            if figure.kind == "money" or figure.unit.startswith("barrel")
            else figure.unit
        )
        text = (figure.unit_text or "").lower()
        if figure.kind == "money":
            bare = re.match(r"(cent|pence|penny|franc|peseta|mark|pound|dollar|rupee|sen\b)", text)
            unit = (
                bare.group(1) if bare else {"$": "dollar", "£": "pound", "p": "pence"}.get(text, _currency_name(unit))
            )
        rows.append(
            {"span": [figure.start, figure.end], "value": float(f"{figure.value * _scale(figure):.12g}"), "unit": unit}
        )
    return rows


# ---- scoring ---------------------------------------------------------------------------------------------------------


def _predict(golds: list[Record], read: Callable[[Doc], list[Record]]) -> list[Record]:
    docs = parse_all([gold["text"] for gold in golds])
    return [
        {"doc_id": gold["doc_id"], "text": gold["text"], "figures": read(doc)}
        for gold, doc in zip(golds, docs, strict=True)
    ]


def _scored(
    folder: Path, name: str, read: Callable[[Doc], list[Record]], keep: Callable[[Record, str], bool] | None = None
) -> Record:
    """The scorer's result on one set; with `keep`, on its gold figures that satisfy it, asked with their text."""
    gold_path = folder / f"{name}.jsonl"
    golds = list(read_jsonl(gold_path))
    predictions = _predict(golds, read)
    if keep is None:
        return run_scorer(folder / "score_figures.py", gold_path, predictions, "--json")
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(scratch) / "gold.jsonl"
        with kept.open("w", encoding="utf-8") as out:
            for gold in golds:
                out.write(json.dumps({**gold, "figures": [f for f in gold["figures"] if keep(f, gold["text"])]}) + "\n")
        return run_scorer(folder / "score_figures.py", kept, predictions, "--json")


def _has_value(figure: Record, text: str) -> bool:
    return figure["value"] is not None


def _is_quantity(figure: Record, text: str) -> bool:
    return not NO_QUANTITY.search(text)


def _recalls(name: str) -> list[tuple[str, Callable[[Record, str], bool] | None]]:
    """The recalls of one of Microsoft's sets: of all it marks and, where it marks more than quantities, of those."""
    if name in ("temperature", "ordinal"):
        return [("span recall", _has_value)]
    every: list[tuple[str, Callable[[Record, str], bool] | None]] = [("span recall", None)]
    if name == "percent":  # "a small percent", "the % of increase", "a percentage" state no number
        every.append(("span recall of stated numbers", _has_value))
    if name == "number":
        every.append(("span recall of quantities", _is_quantity))
    return every


def score(data: Path, fast: bool = False) -> list[Score]:
    """Every figure of issue 5's table; `fast` runs NewsQuant alone."""
    folder = data / "figures"
    result = _scored(folder, "newsquant.devhalf", _newsquant)
    scores = [
        Score(
            "newsquant.devhalf",
            f"{level} F1",
            result[level]["F1"] / 100,
            result[level]["P"] / 100,
            result[level]["R"] / 100,
            BEST[level],
            TARGET[level],
        )
        for level in TARGET
    ]
    if fast:
        return scores
    every = _scored(folder, "cogcomp.train", _cogcomp)["span"]
    for kind in ("NUMBER", "RANGE"):
        found = _scored(folder, "cogcomp.train", _cogcomp, lambda f, text, kind=kind: f["kind"] == kind)["span"]
        scores.append(
            Score(
                "cogcomp.train",
                f"{kind} recall (precision over all kinds)",
                found["R"] / 100,
                every["P"] / 100,
                found["R"] / 100,
                0.87,
                0.93,
            )
        )
    for name, best, target in (("mrt_currency", 0.78, 0.90), ("mrt_dimension", 0.75, 0.85)):
        found = _scored(folder, f"{name}.test", _recognizer, _has_value)["value+unit"]
        scores.append(Score(name, "value+unit recall", found["R"] / 100, None, found["R"] / 100, best, target))
    for name in ("percent", "number", "numberrange", "age", "temperature", "ordinal"):
        for measure, keep in _recalls(name):
            found = _scored(folder, f"mrt_{name}.test", _spans, keep)["span"]
            scores.append(
                Score(f"mrt_{name}", measure, found["R"] / 100, None, found["R"] / 100, None, MRT_SPAN_TARGET)
            )
    found = _scored(folder, "measeval.train", _spans)["span"]
    scores.append(Score("measeval.train", "span F1", found["F1"] / 100, found["P"] / 100, found["R"] / 100, 0.69, 0.72))
    return scores


# ---- confidence ------------------------------------------------------------------------------------------------------


def _class_of(figure: Figure) -> str:
    return confidence_class(
        figure.kind,
        figure.is_vague,
        figure.value_high is not None,
        figure.counted is not None,
        figure.unit_text is None,
    )


def _judged(data: Path) -> list[tuple[str, str, bool]]:
    """(doc_id, class, whether value and unit are right) of every figure found in NewsQuant's development half."""
    folder = data / "figures"
    golds = list(read_jsonl(folder / "newsquant.devhalf.jsonl"))
    judged = []
    for gold, doc in zip(golds, parse_all([gold["text"] for gold in golds]), strict=True):
        for figure in _figures(doc)[0]:
            if figure.kind == "ordinal" or figure.confidence == REFERENCE:
                continue
            row = _row(doc, figure, _unit_name(figure, doc))
            one = [{**gold, "figures": gold["figures"]}]
            judged.append((gold["doc_id"], _class_of(figure), _is_right(folder, one[0], row)))
    return judged


def _is_right(folder: Path, gold: Record, row: Record) -> bool:
    scorer = _scorer(folder)
    return any(
        scorer.overlap(gold["text"], f, row) and scorer.val_eq(f["value"], row["value"])
        and scorer.norm_unit(f["unit"]) == scorer.norm_unit(row["unit"])
        for f in gold["figures"]
    )  # fmt: skip


@cache
def _scorer(folder: Path) -> Any:
    """The external scorer as a module, for its own notion of equal values and units."""
    specification = importlib.util.spec_from_file_location("score_figures", folder / "score_figures.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _shares(judged: Iterable[tuple[str, str, bool]]) -> dict[str, tuple[float, int]]:
    """Share of right figures a class, drawn towards the share of all by `PRIOR` figures."""
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    for _, name, right in judged:
        counts[name].append(right)
    every = [right for rights in counts.values() for right in rights]
    overall = sum(every) / len(every)
    shares = {name: ((sum(r) + PRIOR * overall) / (len(r) + PRIOR), len(r)) for name, r in counts.items()}
    return shares | {"anything else": (overall, len(every))}


def calibrate(data: Path) -> None:
    """Write the measured confidences beside the code that reads them."""
    lines = [
        "# Share of figures with value and unit right, by class, on NewsQuant's development half, drawn towards the share",
        "# of all classes. Written by `python -m benchmarks.quality.figures --calibrate`.",
        "class\tconfidence\tfigures",
    ]
    lines += [f"{name}\t{share:.3f}\t{count}" for name, (share, count) in sorted(_shares(_judged(data)).items())]
    (DATA / "confidence.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def reliability(data: Path) -> list[tuple[float, float, int]]:
    """(stated confidence, share right, figures) by band, each half of the set judged by the confidences of the other."""
    judged = _judged(data)
    halves = [[j for j in judged if hash_half(j[0]) == side] for side in (0, 1)]
    bands: defaultdict[float, list[tuple[float, bool]]] = defaultdict(list)
    for mine, other in (halves, halves[::-1]):
        shares = _shares(other)
        for _, name, right in mine:
            stated = shares.get(name, shares["anything else"])[0]
            bands[int(stated * 20) / 20].append((stated, right))
    return [
        (sum(s for s, _ in band) / len(band), sum(r for _, r in band) / len(band), len(band))
        for _, band in sorted(bands.items())
    ]


def hash_half(doc_id: str) -> int:
    return int(re.sub(r"\D", "", doc_id) or 0) // 2 % 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="NewsQuant alone")
    parser.add_argument("--calibrate", action="store_true", help="measure the confidences again and write them")
    parser.add_argument("--reliability", action="store_true", help="stated confidence against share right")
    options = parser.parse_args()
    if options.calibrate:
        return calibrate(data_folder())
    if options.reliability:
        for stated, right, count in reliability(data_folder()):
            print(f"stated {stated:.2f}  right {right:.2f}  of {count}")
        return None
    for row in score(data_folder(), options.fast):
        target = f"target {row.target:.2f}" if row.target else ""
        detail = f"P {row.precision:.3f} R {row.recall:.3f}" if row.precision is not None else ""
        print(f"{row.dataset:20s} {row.measure:42s} {row.value:.3f} {detail:18s} {target}")
    return None


if __name__ == "__main__":
    main()
