"""What the project promises about itself: permissive dependencies, locks without addresses, no machine's paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from tests.conftest import PROJECT

COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
# Offered under a choice of licences, one of them permissive: tld under MPL-1.1, text-unidecode under Artistic.
CHOICE_OF_LICENCES = {"tld", "text-unidecode"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [PROJECT / name for name in listed.stdout.split("\0") if name]


def test_no_dependency_is_copyleft() -> None:
    found = set()
    for distribution in distributions():
        meta = distribution.metadata
        stated = [meta.get("License-Expression") or "", (meta.get("License") or "")[:80]]
        stated += [line for line in meta.get_all("Classifier") or [] if line.startswith("License")]
        if any(COPYLEFT.search(text) for text in stated):
            found.add(meta["Name"].lower())
    assert found <= CHOICE_OF_LICENCES


def test_locks_hold_hashes_and_no_addresses() -> None:
    for lock in (PROJECT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text), lock.name


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    machine = re.compile(r"(?<![A-Za-z0-9_.])/(work|root)/[a-z]|" + r"pypi\." + r"org|files\.python" + "hosted")
    for path in tracked_files():
        if path.suffix in {".py", ".toml", ".md", ".yaml", ".yml", ".txt", ".sql", ""} and path.name != "LICENSE":
            hit = machine.search(path.read_text(encoding="utf-8", errors="replace"))
            assert hit is None, f"{path.relative_to(PROJECT)}: {hit and hit.group()}"


# Which rooms a room may import from, and which libraries would make a transform depend on more than its input.
MAY_IMPORT = {
    "transforms": {"transforms", "warehouse.tables", "warehouse.schema"},
    "warehouse": {"warehouse"},
    "expectations": {"expectations", "warehouse", "transforms.ids"},
}
IMPURE = {"prefect", "random", "secrets", "time", "uuid", "socket", "httpx", "requests", "urllib.request"}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_rooms_import_only_what_they_may() -> None:
    rooms = {"transforms", "warehouse", "expectations", "flows", "tests", "benchmarks"}
    for room, allowed in MAY_IMPORT.items():
        for path in (PROJECT / room).rglob("*.py"):
            ours = {name for name in imported(path) if name.split(".")[0] in rooms}
            foreign = {name for name in ours if not any((name + ".").startswith(free + ".") for free in allowed)}
            foreign -= {free.rpartition(".")[0] for free in allowed}  # `from warehouse import tables`
            assert not foreign, f"{path.relative_to(PROJECT)} imports {sorted(foreign)}"


def test_transforms_have_no_clock_chance_or_network() -> None:
    for path in (PROJECT / "transforms").rglob("*.py"):
        assert not imported(path) & IMPURE, path.relative_to(PROJECT)


def test_help_loads_no_heavy_library() -> None:
    heavy = ["spacy", "pandas", "pyarrow", "duckdb", "great_expectations", "prefect", "trafilatura"]
    code = (
        "import sys; from typer.testing import CliRunner; from flows.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_generated_pages_are_up_to_date(tmp_path: Path) -> None:
    from expectations.catalogue import rules_page
    from warehouse.dictionary import write_dictionary

    pages = write_dictionary(tmp_path)
    (tmp_path / "rules.md").write_text(rules_page(), encoding="utf-8")
    for page in [*pages, tmp_path / "rules.md"]:
        committed = (PROJECT / "docs" / page.name).read_text(encoding="utf-8")
        assert committed == page.read_text(encoding="utf-8"), f"run `make docs` and commit docs/{page.name}"
