"""`python -m benchmarks.speed`: what each extractor costs on top of the one language pass, in the same run.

The peer is spaCy itself over the same stories, so the figures are ratios and hold on a slow or busy machine. Uses the
development stories where they stand beside the project, else the sample in raw/.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flows.environment import keep_quiet

Value = TypeVar("Value")
STORIES = 48


def texts() -> list[str]:
    from benchmarks.quality.measure import data_folder, read_jsonl

    gold = data_folder() / "quotes" / "ggt98.dev.jsonl"
    if gold.exists():
        return [record["text"] for record in read_jsonl(gold)][:STORIES]
    raw = Path(__file__).resolve().parents[1] / "raw"
    return [path.read_text(encoding="utf-8") for path in sorted(raw.rglob("*.txt")) if "1252" not in path.name]


def timed(work: Callable[[], Value]) -> tuple[Value, float]:
    """The result of `work` and the CPU seconds it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def main() -> None:
    keep_quiet()
    from rich.console import Console
    from rich.table import Table

    from transforms.events.extract import find_events
    from transforms.figures.extract import find_figures
    from transforms.language.dates import find_dates
    from transforms.language.mentions import find_entities
    from transforms.language.model import Published
    from transforms.language.parse import load_pipeline, parse_document
    from transforms.quotes.extract import find_quotes

    nlp, stories, published = load_pipeline(), texts(), Published()
    warm = parse_document(nlp, stories[0])  # lexicons are loaded once a process, not once a document
    entities = find_entities(warm, published)
    quotes = find_quotes(warm, entities)
    dates = find_dates(warm, published)
    find_figures(warm, entities, dates, published)
    find_events(warm, entities, dates, quotes, published)

    rows: list[tuple[str, float]] = []
    _, spacy_seconds = timed(lambda: list(nlp.pipe(stories, batch_size=8)))
    rows.append(("spaCy, whole stories (the peer)", spacy_seconds))
    docs, seconds = timed(lambda: [parse_document(nlp, story) for story in stories])
    rows.append(("the language pass, paragraph by paragraph", seconds))
    cast, seconds = timed(lambda: [find_entities(doc, published) for doc in docs])
    rows.append(("entities", seconds))
    said, seconds = timed(lambda: [find_quotes(doc, who) for doc, who in zip(docs, cast, strict=True)])
    rows.append(("quotes", seconds))
    when, seconds = timed(lambda: [find_dates(doc, published) for doc in docs])
    rows.append(("dates", seconds))
    _, seconds = timed(
        lambda: [find_figures(doc, who, on, published) for doc, who, on in zip(docs, cast, when, strict=True)]
    )
    rows.append(("figures", seconds))
    _, seconds = timed(
        lambda: [
            find_events(doc, who, on, quoted, published)
            for doc, who, on, quoted in zip(docs, cast, when, said, strict=True)
        ]
    )
    rows.append(("events", seconds))

    words = sum(len(story.split()) for story in stories)
    table = Table("step", "words a CPU second", "share of the spaCy pass", box=None)
    for name, seconds in rows:
        table.add_row(name, f"{words / seconds:,.0f}", f"{seconds / spacy_seconds:.1%}")
    Console().print(f"{len(stories)} stories, {words:,} words")
    Console().print(table)


if __name__ == "__main__":
    main()
