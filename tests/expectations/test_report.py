"""The report tells a person what broke, where and why it matters; the page needs no network."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.catalogue import rules_page
from expectations.model import (
    SAMPLES,
    BuildRefused,
    Finding,
    Sample,
    merge_findings,
    order_findings,
)
from expectations.report import build_report, render_html, render_markdown, write_report
from expectations.suites import rules_of
from tests.expectations.ledger import small_dataset, write_dataset
from warehouse.tables import TABLES

NASTY = "<script>alert('x')</script> | `kind`"


def finding(**changes) -> Finding:
    given = {
        "rule": "quotes.kind.allowed", "table": "quotes", "severity": "reject", "passed": False, "checked": 100,
        "unexpected": 2, "samples": (Sample("quo_1", "`kind` is \"spoken\""), Sample("quo_2", NASTY)),
        "why": "People filter by it.", "message": "In quo_1 `kind` is \"spoken\", but must be one of direct, mixed.",
    }  # fmt: skip
    return Finding(**{**given, **changes})


@pytest.fixture
def folder(tmp_path):
    return write_dataset(small_dataset(), tmp_path / "staged")


def test_the_report_shows_tables_broken_rules_rejects_and_how_full_columns_are(folder):
    text = render_markdown(build_report(folder, [finding(), finding(rule="quotes.x", passed=True, samples=())]))
    assert "Fit to publish: 1 rule turned rows away." in text
    assert "| quotes | 3 | 2 | 1 | 0 | 1 | 0 |" in text
    assert "2 of 100 in `quotes`: In quo_1 `kind` is" in text
    assert "Why: People filter by it." in text
    assert "| ingest | empty | 1 | d.txt | The file is empty; remove it or fetch it again. |" in text
    assert "| source_key | 100 % |  |" in text


def test_a_refused_build_says_so_first(folder):
    report = build_report(folder, [finding(severity="fail")])
    assert render_markdown(report).splitlines()[2] == (
        "Refused: 1 rule that may not break did. The last good warehouse stays in place."
    )
    assert 'class="verdict refused"' in render_html(report)


def test_the_page_needs_nothing_from_elsewhere_and_shows_data_as_text(folder):
    page = render_html(build_report(folder, [finding()]))
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//|@import|url\(""", page)
    assert "<script>alert" not in page
    assert "prefers-color-scheme: dark" in page
    assert "<code>kind</code>" in page


def test_a_bar_in_the_data_does_not_break_a_markdown_table(folder):
    assert "&lt;script>alert('x')&lt;/script> \\| `kind`" in render_markdown(build_report(folder, [finding()]))


def test_the_same_findings_give_the_same_bytes_in_any_order(folder, tmp_path):
    findings = [finding(), finding(rule="quotes.b"), finding(table="dates", rule="dates.a", severity="warn")]
    write_report(folder, findings, tmp_path / "one")
    write_report(folder, findings[::-1], tmp_path / "two")
    for name in ("quality.md", "quality.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_page_in_a_real_browser_opens_the_table_that_a_link_leads_to(folder, tmp_path):
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed; apt-get install chromium")
    write_report(folder, [finding()], tmp_path / "out")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    address = (tmp_path / "out" / "quality.html").as_uri() + "#table-quotes"
    run = subprocess.run(
        [browser, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", address],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert re.findall(r'<details id="table-(\w+)" open', run.stdout) == ["quotes"]


# ---- findings ------------------------------------------------------------------------------------------------------------

BATCHES = st.lists(
    st.builds(
        lambda rule, table, passed, ids: finding(
            rule=rule, table=table, passed=passed, unexpected=len(ids),
            samples=tuple(Sample(f"quo_{n}", "") for n in sorted(ids)[:SAMPLES]), message=f"first is {sorted(ids)[:1]}",
        ),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["quotes", "dates"]),
        st.booleans(),
        st.sets(st.integers(0, 50), min_size=1),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=50)
@given(BATCHES, st.randoms(use_true_random=False))
def test_batches_join_to_the_same_findings_in_any_order(findings, random):
    shuffled = random.sample(findings, len(findings))
    assert merge_findings(findings) == merge_findings(shuffled)
    assert sum(f.checked for f in merge_findings(findings)) == sum(f.checked for f in findings)
    assert order_findings(findings) == order_findings(shuffled)


@settings(max_examples=50)
@given(BATCHES)
def test_one_broken_batch_breaks_the_whole(findings):
    broken = {(f.table, f.rule) for f in findings if not f.passed}
    assert {(f.table, f.rule) for f in merge_findings(findings) if not f.passed} == broken


def test_a_refused_build_names_the_first_rules_and_counts_the_rest():
    refusal = BuildRefused([finding(severity="fail", rule=f"quotes.{n:02}") for n in range(11)])
    lines = str(refusal).splitlines()
    assert lines[0] == "The build was not published: 11 rules that may not break did."
    assert lines[1].startswith("  quotes.00, 2 of 100: In quo_1")
    assert "  and 3 more" in lines


def test_a_refused_build_crosses_processes_and_says_where_to_look():
    refusal = pickle.loads(pickle.dumps(BuildRefused([finding(severity="fail")], Path("out") / "quality.html")))
    assert str(refusal).endswith("The quality report shows the rows: out/quality.html")


def test_the_page_of_rules_names_every_rule_with_what_it_costs():
    page = rules_page()
    for table in TABLES:
        for rule in rules_of(table.name):
            assert f"| `{rule.name}` | {rule.severity} |" in page
    assert "| `documents.copy.one_canonical` | fail |" in page
    assert "| `quotes.share_without_speaker` | warn |" in page
    assert "| `mentions.text.stands_in_text` | fail |" in page
