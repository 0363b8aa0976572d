"""What the pages say holds: their queries answer on the sample, the files they name exist, their numbers are the code's."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").rglob("*.md"))]
MAY_BE_EMPTY = "-- may be empty"

BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```", re.M | re.S)
COMMAND = re.compile(r'newsledger sql (?:-\S+ \S+ )*"([^"]+)"')
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!\w+:)(?P<page>[^)#]*)(?:#(?P<heading>[^)]+))?\)")
ROOMS = ("benchmarks", "docs", "expectations", "flows", "raw", "requirements", "tests", "transforms", "warehouse")
PATH = re.compile(rf"(?:{'|'.join(ROOMS)})/[\w./-]+")
# What builds and benchmarks write; it is described, not committed.
MADE = (
    "warehouse/parquet",
    "warehouse/newsledger.duckdb",
    "warehouse/exports",
    "warehouse/.work",
    "benchmarks/results",
)
CONSTANT = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<value>[\d.]+) \| `(?P<module>[\w/.]+\.py)` \|", re.M)
DATA = re.compile(r"transforms/.+\.(?:tsv|toml|txt)$")
RULE = re.compile(r'(?:UnreadableError|Problem|_reject|_turned_away)\(\s*(?:source,\s*)?(?:record,\s*)?"([a-z_]+)"')


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    return BLOCK.sub("", _text(page))


def _name(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def _queries() -> Iterator[Any]:
    """Every statement in a block of SQL and every query on a command line, named after its page and line."""
    for page in PAGES:
        text = _text(page)
        for block in BLOCK.finditer(text):
            body = block["body"]
            statements = body.split(";\n") if block["language"] == "sql" else COMMAND.findall(body)
            line = text.count("\n", 0, block.start("body")) + 1
            for number, query in enumerate(filter(str.strip, statements), start=1):
                yield pytest.param(query, MAY_BE_EMPTY in body, id=f"{_name(page)}:{line}:{number}")


@pytest.fixture(scope="module")
def reading(sample_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(sample_warehouse / "newsledger.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.slow
@pytest.mark.parametrize(("query", "may_be_empty"), list(_queries()))
def test_every_query_answers_on_the_sample(reading: duckdb.DuckDBPyConnection, query: str, may_be_empty: bool) -> None:
    rows = reading.execute(query).fetchall()
    assert rows or may_be_empty


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_file_a_page_names_exists(page: Path) -> None:
    named = {path.rstrip("/.") for path in CODE.findall(_prose(page)) if PATH.fullmatch(path)}
    assert not [path for path in sorted(named) if not path.startswith(MADE) and not (PROJECT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.finditer(_prose(page)):
        target = page.parent / link["page"] if link["page"] else page
        headings = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", _prose(target), re.M)} if target.is_file() else set()  # fmt: skip
        if not target.exists() or (link["heading"] and link["heading"] not in headings):
            broken.append(link.group())
    assert not broken


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _constants(module: Path) -> dict[str, object]:
    """The numbers that a module assigns to names at its top level, several at once included."""
    found: dict[str, object] = {}
    for node in ast.parse(_text(module)).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            pairs: list[tuple[ast.expr, ast.expr]] = list(zip(node.targets[0].elts, node.value.elts, strict=True))
        elif isinstance(node, ast.Assign):
            pairs = [(node.targets[0], node.value)]
        else:
            continue
        for target, value in pairs:
            if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
                found[target.id] = value.value
    return found


def test_thresholds_are_those_of_the_code() -> None:
    rows = list(CONSTANT.finditer(_text(PROJECT / "docs" / "extraction.md")))
    stated = {(row["module"], row["name"]): float(row["value"]) for row in rows}
    found = {(module, name): _constants(PROJECT / module).get(name) for module, name in stated}
    assert len(stated) > 40
    assert stated == found


def test_every_data_file_has_its_origin() -> None:
    listed = subprocess.run(["git", "ls-files", "transforms"], cwd=PROJECT, capture_output=True, text=True, check=False)
    files = {line for line in listed.stdout.splitlines() if DATA.search(line)}
    if not files:
        pytest.skip("not a git checkout")
    page = _text(PROJECT / "docs" / "sources.md")
    assert not sorted(file for file in files if f"`{file}`" not in page)


def test_every_direct_dependency_has_its_licence() -> None:
    import tomllib

    dependencies = tomllib.loads(_text(PROJECT / "pyproject.toml"))["project"]["dependencies"]
    names = {re.split(r"[<>=]", dependency)[0].replace("_", "-") for dependency in dependencies}
    page = _text(PROJECT / "docs" / "sources.md").lower().replace("_", "-")
    assert not sorted(name for name in names if f"\n| {name} |" not in page)


def test_every_rule_of_ingest_has_its_advice() -> None:
    code = "".join(_text(module) for module in sorted((PROJECT / "transforms" / "ingest").rglob("*.py")))
    rules = set(RULE.findall(code))
    page = _text(PROJECT / "docs" / "using.md")
    assert len(rules) > 15
    assert not sorted(rule for rule in rules if f"`{rule}`" not in page)


def test_every_setting_has_its_default() -> None:
    import dataclasses

    from flows.settings import Settings

    page = _text(PROJECT / "docs" / "using.md")
    for setting in dataclasses.fields(Settings):
        row = re.search(rf"^\| `{setting.name}` \| (?P<default>[^|]+) \|", page, re.M)
        assert row, f"docs/using.md does not explain {setting.name}"
        if isinstance(setting.default, int):
            assert row["default"] == str(setting.default)
