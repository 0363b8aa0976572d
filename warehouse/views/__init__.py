"""The views, one `.sql` file each, and how they come into the database with their comments.

A file is one SELECT. The comment that opens it says which question the view answers and how to use it, and becomes the
view's comment. Every column of the outermost SELECT ends in a comment of its own (`… AS name, -- meaning`), which
becomes the column's comment. `macros/` holds the expressions that several views share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.checks import literal, quoted

FOLDER = Path(__file__).parent
OUTPUT_COLUMN = re.compile(r'(?:^|\W)"?(\w+)"?,? +-- (.+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class View:
    """A view: `meaning` is its opening comment, `columns` the commented columns in order, `sql` the whole file."""

    name: str
    meaning: str
    columns: dict[str, str]
    sql: str


@cache
def load_views() -> tuple[View, ...]:
    """The views by name."""
    return tuple(_read_view(path) for path in sorted(FOLDER.glob("*.sql")))


def view_statements() -> Iterator[str]:
    """Every statement that adds the views, what they share, and their comments to a database that has the tables."""
    for path in sorted((FOLDER / "macros").glob("*.sql")):
        yield path.read_text(encoding="utf-8")
    for view in load_views():
        yield f"CREATE VIEW {quoted(view.name)} AS\n{view.sql}"
        yield f"COMMENT ON VIEW {quoted(view.name)} IS {literal(view.meaning)}"
        for column, meaning in view.columns.items():
            yield f"COMMENT ON COLUMN {quoted(view.name)}.{quoted(column)} IS {literal(meaning)}"


def _read_view(path: Path) -> View:
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    opening = re.match(r"(?:--.*\n)+", sql)
    assert opening, f"{path.name} must open with a comment that says what the view answers"
    lines = [line.removeprefix("--").strip() for line in opening.group().splitlines()]
    return View(path.stem, " ".join(lines), dict(OUTPUT_COLUMN.findall(sql[opening.end() :])), sql)
