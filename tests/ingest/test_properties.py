"""What ingest promises for any bytes whatever."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.ingest.boilerplate import cut_boilerplate, raw_offset, restore
from transforms.ingest.decode import repair
from transforms.ingest.model import Document, IngestSettings, Reject, SourceFile
from transforms.ingest.read import read_source
from transforms.ingest.rows import documents_table, rejects_table

ENDINGS = [".txt", ".html", ".htm", ".jsonl", ".csv", ".tsv", ".warc", ".xml", ".rss", ".atom", ".pdf", ""]
STARTS = [
    b"",
    b"id,text\n1,",
    b'{"text": "',
    b'{"id": 1, "text": "The harbour opened."}\n',
    b"<html><body><p>",
    b"<rss version='2.0'><channel><title>x</title><item><title>",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\n",
    b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>",
    b"\x1f\x8b\x08\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
]
LINES = st.sampled_from(
    ["Leave a Reply", "", "The harbour was closed.", "Related Articles", "By Jane Doe", "Advertisement", "---", "Share",
     "Four more words here", "Another link to some story", "\u2028", " \t", "(AP Photo/Jane Doe)"]
)  # fmt: skip
FAST = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@FAST
@given(
    start=st.sampled_from(STARTS), data=st.binary(max_size=300), ending=st.sampled_from(ENDINGS), is_packed=st.booleans(),
    cut=st.integers(0, 12),
)  # fmt: skip
def test_any_bytes_under_any_name_give_documents_or_rejects(start, data, ending, is_packed, cut):
    content = gzip.compress(start + data, mtime=0) if is_packed else start + data
    with tempfile.TemporaryDirectory() as folder:
        name = "story" + ending + (".gz" if is_packed else "")
        path = Path(folder) / name
        path.write_bytes(content[: len(content) - cut])
        items = list(read_source(SourceFile(path, name), IngestSettings()))
    assert items
    assert all(isinstance(item, Document | Reject) for item in items)
    documents_table(items).validate(full=True)
    rejects = rejects_table(items)
    rejects.validate(full=True)
    ids = rejects.column("reject_id").to_pylist()
    assert len(set(ids)) == len(ids)


@FAST
@given(st.lists(st.one_of(LINES, st.text(max_size=30))))
def test_what_was_cut_can_be_put_back(lines):
    raw = "\n".join(lines)
    text, cuts = cut_boilerplate(raw)
    assert restore(text, cuts) == raw
    assert all(raw[cut.raw_start : cut.raw_end] == cut.text for cut in cuts)
    assert all(raw[raw_offset(cuts, at)] == char for at, char in enumerate(text))


@FAST
@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_characters="\r"), max_size=200))
def test_plain_ascii_text_comes_through_to_the_letter(text):
    assert repair(text) == text


@FAST
@given(st.text(max_size=200))
def test_repairing_twice_changes_nothing_more(text):
    once = repair(text)
    assert repair(once) == once
    assert "\r" not in once
    once.encode("utf-8")
