"""The data dictionary, in Markdown and as one HTML page that needs nothing from elsewhere.

Both are rendered from `warehouse.tables` and the views' own files; there is no second description to keep in step.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.checks import quoted
from warehouse.ddl import duckdb_type, table_statements, value_range
from warehouse.schema import Column, Table
from warehouse.tables import TABLES
from warehouse.views import View, load_views, view_statements

TEMPLATE = Path(__file__).parent / "dictionary.html.j2"
CONVENTIONS = (
    "An id is a string: the kind of row and a hash of the fewest values that make it what it is. The same input gives "
    "the same ids on every machine.",
    "Offsets count Unicode code points into `documents.text`, end exclusive: `text[start:end]` is exactly the row's text.",
    "`confidence` is 0 to 1 and calibrated: of rows at 0.8, about four in five are right.",
    "Null says unknown; an empty string never does. Days are dates, times are UTC.",
    "Every `outlet_count` counts copies of one text a single time.",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One column as the dictionary shows it; `notes` are its unit, range, allowed values and reason, where declared."""

    name: str
    type: str
    is_required: bool
    is_key: bool
    meaning: str
    notes: tuple[str, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One table or view as the dictionary shows it; `facts` are lines about the whole of it."""

    name: str
    kind: Literal["table", "view"]
    meaning: str
    fields: tuple[Field, ...]
    facts: tuple[str, ...] = ()
    sql: str | None = None


@cache
def sections() -> tuple[Section, ...]:
    """The tables in their declared order, then the views by name."""
    return (*(_table_section(table) for table in TABLES), *_view_sections())


def write_dictionary(folder: Path) -> tuple[Path, Path]:
    """Write `dictionary.md` and `dictionary.html` into `folder`, and return their paths."""
    markdown, page = folder / "dictionary.md", folder / "dictionary.html"
    markdown.write_text(dictionary_markdown(), encoding="utf-8")
    page.write_text(dictionary_html(), encoding="utf-8")
    return markdown, page


# ---- what is said ----------------------------------------------------------------------------------------------------


def _table_section(table: Table) -> Section:
    facts = [f"Key: {_names(table.key)}. Rows are sorted by {_names(table.order)}."]
    for span in table.spans:
        words = f"is `{span.text}`" if span.text else "lies within the text"
        facts.append(f"`documents.text[{span.start}:{span.end}]` {words}.")
    users = list(_users(table))
    if users:
        facts.append(f"Referred to by {_names(users)}.")
    fields = tuple(_table_field(table, column) for column in table.columns)
    return Section(table.name, "table", table.meaning, fields, tuple(facts))


def _table_field(table: Table, column: Column) -> Field:
    notes = []
    if column.unit:
        notes.append(f"Unit: {column.unit}.")
    bounds = value_range(column)
    if bounds and bounds != column.unit:
        notes.append(f"Range: {bounds}.")
    if column.allowed:
        notes.append("One of " + ", ".join(f"`{value}`" for value in column.allowed) + ".")
    if column.why:
        notes.append(column.why)
    return Field(
        column.name, duckdb_type(column.type).replace('"', ""), not column.nullable, column.name in table.key, column.meaning,
        tuple(notes), column.references,
    )  # fmt: skip


def _users(table: Table) -> Iterator[str]:
    for other in TABLES:
        for column in other.columns:
            if column.references and column.references.split(".")[0] == table.name:
                yield f"{other.name}.{column.name}"


def _view_sections() -> Iterator[Section]:
    with duckdb.connect() as connection:
        for statement in (*table_statements(), *view_statements()):
            connection.execute(statement)
        for view in load_views():
            rows = connection.execute(f"DESCRIBE {quoted(view.name)}").fetchall()
            yield _view_section(view, {name: kind.replace('"', "") for name, kind, *_ in rows})


def _view_section(view: View, types: dict[str, str]) -> Section:
    fields = (Field(name, kind, False, False, view.columns.get(name, "")) for name, kind in types.items())
    return Section(view.name, "view", view.meaning, tuple(fields), (), view.sql)


def _names(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# ---- Markdown --------------------------------------------------------------------------------------------------------


def dictionary_markdown() -> str:
    """The dictionary in Markdown."""
    lines = ["# Data dictionary", "", "Made from `warehouse/tables.py` and `warehouse/views/`: change it there.", ""]
    lines += [f"- {convention}" for convention in CONVENTIONS]
    for kind in ("table", "view"):
        lines += ["", f"## {kind.capitalize()}s", ""]
        chosen = [section for section in sections() if section.kind == kind]
        lines += [f"- [{section.name}](#{section.name}): {_first_sentence(section.meaning)}" for section in chosen]
        for section in chosen:
            lines += _markdown_section(section)
    return "\n".join(lines) + "\n"


def _markdown_section(section: Section) -> list[str]:
    lines = ["", f"### {section.name}", "", section.meaning, ""]
    lines += [*(f"- {fact}" for fact in section.facts), ""] if section.facts else []
    lines += ["| column | type | meaning |", "|---|---|---|"]
    for field in section.fields:
        reference = f"Refers to `{field.reference}`." if field.reference else ""
        required = "Always there." if field.is_required and not field.is_key else ""
        meaning = " ".join(filter(None, [field.meaning, *field.notes, reference, required]))
        name = f"**`{field.name}`**" if field.is_key else f"`{field.name}`"
        lines.append(f"| {name} | {field.type} | {meaning.replace('|', chr(92) + '|')} |")
    return lines


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!]) ", text, maxsplit=1)[0]


# ---- HTML ------------------------------------------------------------------------------------------------------------


def dictionary_html() -> str:
    """The dictionary as one page: styles and script inside, nothing fetched."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters["code"] = _code
    environment.filters["first_sentence"] = _first_sentence
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(sections=sections(), conventions=CONVENTIONS)


def _code(text: str) -> object:
    """`text` as markup, with what stands in backticks as code."""
    from markupsafe import Markup

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False)))
