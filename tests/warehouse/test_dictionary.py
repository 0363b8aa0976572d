"""The data dictionary: every table, view and column, from the declarations, on a page that needs no network."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from warehouse.dictionary import dictionary_html, dictionary_markdown, write_dictionary
from warehouse.tables import TABLES
from warehouse.views import load_views

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Page(HTMLParser):
    """Ids, link targets and everything a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href" and tag == "a":
                self.targets.append(value or "")
            elif name in ("src", "href", "data", "srcset"):
                self.fetched.append(value or "")


@pytest.fixture(scope="module")
def page() -> Page:
    parser = Page()
    parser.feed(dictionary_html())
    return parser


def test_every_column_of_every_table_and_view_has_an_anchor_and_a_meaning(page):
    expected = [f"{table.name}.{column.name}" for table in TABLES for column in table.columns]
    expected += [f"{view.name}.{column}" for view in load_views() for column in view.columns]
    assert set(expected) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_somewhere_on_the_page_and_nothing_is_fetched(page):
    assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)
    assert page.fetched == []
    assert not re.search(r"@import|url\(|https?://", dictionary_html())


def test_markdown_says_what_is_declared():
    text = dictionary_markdown()
    for table in TABLES:
        section = text.split(f"### {table.name}\n")[1].split("\n### ")[0]
        assert table.meaning in section
        for column in table.columns:
            [line] = [line for line in section.splitlines() if re.match(rf"\| (\*\*)?`{column.name}`", line)]
            assert column.meaning.replace("|", "\\|") in line
            assert column.references is None or f"Refers to `{column.references}`." in line
            assert all(f"`{value}`" in line for value in column.allowed or ())
            assert column.unit is None or f"Unit: {column.unit}." in line
    for view in load_views():
        assert view.meaning in text


def test_the_same_declarations_give_the_same_pages(tmp_path):
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        assert [path.name for path in write_dictionary(folder)] == ["dictionary.md", "dictionary.html"]
    for name in ("dictionary.md", "dictionary.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")
def test_the_filter_works_in_a_real_browser(tmp_path):
    typed = """<script>
    const answers = [];
    for (const words of ["", "ISO 4217", "no such word at all", "quotes speaker_id"]) {
      box.value = words; box.dispatchEvent(new Event("input"));
      const shown = [...document.querySelectorAll("tbody tr")].filter(row => row.offsetParent !== null).map(row => row.id);
      answers.push(shown.length > 9 ? String(shown.length) : shown.join(" ") + " / " + found.value);
    }
    const key = new KeyboardEvent("keydown", { key: "/" }); document.body.focus(); document.dispatchEvent(key);
    answers.push(document.activeElement.id);
    document.title = answers.join(" | ");
    </script></body>"""
    (tmp_path / "page.html").write_text(dictionary_html().replace("</body>", typed), encoding="utf-8")
    answers = browse(tmp_path / "page.html")
    columns = sum(len(table.columns) for table in TABLES) + sum(len(view.columns) for view in load_views())
    assert answers[0] == str(columns)
    assert answers[1] == "figures.unit / 1 column in 1 place"
    assert answers[2] == " / 0 columns in 0 places"
    assert answers[3].startswith("quotes.speaker_id quotes.speaker_ids / 2 columns in 1 place")
    assert answers[4] == "filter"


def browse(page: Path) -> list[str]:
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={page.parent / 'profile'}", "--dump-dom", page.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", result.stdout, re.DOTALL)
    assert title
    return title.group(1).split(" | ")
