"""Findings come back as they were written, or not at all."""

from __future__ import annotations

from pathlib import Path

from flows.findings import Findings
from tests.deduplicate.stories import HARBOUR, OBSERVATORY, document, table
from transforms.deduplicate.cluster import deduplicate
from transforms.deduplicate.known import NOTHING, Known


def known(folder: Path) -> Known:
    return deduplicate(table([document("a", HARBOUR), document("b", OBSERVATORY + HARBOUR)]), folder).known


def test_findings_are_read_as_they_were_written(tmp_path: Path) -> None:
    found = known(tmp_path)
    findings = Findings(tmp_path / "compared", "code")
    findings.write(NOTHING)
    findings.write(found)
    read = findings.read()
    assert read.alignments.num_rows == 1
    for name in ("texts", "terms", "alignments", "rows"):
        assert getattr(read, name).equals(getattr(found, name))
    assert [place.name for place in (tmp_path / "compared").iterdir()] == ["code"]


def test_findings_of_other_code_are_not_read_and_go_when_new_ones_are_written(tmp_path: Path) -> None:
    old, new = (Findings(tmp_path / "compared", code) for code in ("old", "new"))
    old.write(known(tmp_path))
    assert new.read() == NOTHING
    new.write(NOTHING)
    assert [place.name for place in (tmp_path / "compared").iterdir()] == ["new"]


def test_spoilt_findings_count_as_none(tmp_path: Path) -> None:
    findings = Findings(tmp_path / "compared", "code")
    findings.write(known(tmp_path))
    (tmp_path / "compared" / "code" / "rows.arrow").write_bytes(b"torn")
    assert findings.read() == NOTHING
