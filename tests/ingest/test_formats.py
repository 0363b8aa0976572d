"""Every format gives its texts, keys and metadata; plain text and records keep their text to the letter."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import tracemalloc

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.ingest.reading import STORY, documents, only_document, read, rejects
from transforms.ids import make_id
from transforms.ingest.model import IngestSettings, SourceFile
from transforms.ingest.read import read_source

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pier reopens in Eastmere | Eastmere Post</title>
<meta property="article:published_time" content="2023-03-02T09:15:00+01:00"><meta name="author" content="Tove Lindqvist">
<meta property="og:site_name" content="Eastmere Post"></head><body><nav><ul><li><a href="/">Home</a></li>
<li><a href="/sport">Sport</a></li></ul></nav><article><h1>Pier reopens in Eastmere</h1>
<p>The harbour board of Eastmere voted on Thursday to reopen the northern pier after eleven months of repairs.</p>
<p>“The work came in under its budget,” said board chair Imke Olander, who thanked the crews that had worked nights.</p>
<p>Advertisement</p>
<p>The pier had been closed since a freighter struck it in heavy fog. Fishing boats moved to the southern basin.</p>
</article><footer>© Eastmere Post</footer></body></html>"""


def test_a_text_file_is_one_story_kept_to_the_letter(tmp_path):
    text = "  " + STORY + "\n\n\n"
    document = only_document(read(tmp_path / "pier.txt", text))
    assert document.text == text
    assert document.source_key is None
    assert document.source_format == "txt"
    assert document.source_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert document.doc_id == make_id("doc", "pier.txt", "")
    assert document.boilerplate == ()
    assert document.language == "en"


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_are_unified(tmp_path, line_end):
    assert only_document(read(tmp_path / "pier.txt", STORY.replace("\n", line_end))).text == STORY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_other_encodings_are_recognised(tmp_path, encoding):
    text = STORY + "\n\nA café on the quay, run by Søren Muñoz, sold 300 cups — at €2 each."
    assert only_document(read(tmp_path / "pier.txt", text.encode(encoding))).text == text


def test_clean_text_with_unusual_characters_is_not_repaired(tmp_path):
    text = STORY + "\n\nThe ﬁrst ‘CAFÉ…’ on São João street charged ½ of the １２ crowns; “Ä” stood on its door. \u00a0"
    assert only_document(read(tmp_path / "pier.txt", text)).text == text


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252"])
def test_mojibake_is_repaired_and_nothing_else(tmp_path, codec):
    import ftfy.bad_codecs  # noqa: F401  # registers windows-1252 as browsers read it

    clean = STORY + "\n\nThe ﬂag of café “Bodø” hung low."
    assert only_document(read(tmp_path / "pier.txt", clean.encode("utf-8").decode(codec))).text == clean


def test_closing_quotes_that_lost_a_byte_are_repaired(tmp_path):
    broken = (STORY + "\n").encode("utf-8").replace(b"\x9d", b"").decode("cp1252")
    assert only_document(read(tmp_path / "pier.txt", broken)).text == STORY + "\n"


def test_one_ruined_word_does_not_keep_others_from_repair(tmp_path):
    text = STORY + "\n\nFranÃ§ois met JosÃ© and Kuro\ufffdda at the cafÃ©."
    assert only_document(read(tmp_path / "a.txt", text)).text.endswith(
        "François met José and Kuro\ufffdda at the café."
    )


def test_an_html_page_gives_its_story_and_what_its_head_says(tmp_path):
    document = only_document(read(tmp_path / "pier.html", PAGE))
    assert "northern pier after eleven months" in document.text
    assert "Sport" not in document.text
    assert "Advertisement" not in document.text
    assert [cut.kind for cut in document.boilerplate] == ["advertisement"]
    assert document.title == "Pier reopens in Eastmere"
    assert document.bylines == ("Tove Lindqvist",)
    assert document.outlet == "Eastmere Post"
    assert document.published_on == dt.date(2023, 3, 2)
    assert document.published_basis == "metadata"


def test_a_page_in_the_encoding_it_declares(tmp_path):
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252")
    assert "“The work came in" in only_document(read(tmp_path / "pier.htm", page)).text


def test_json_lines_keep_ids_columns_and_order(tmp_path):
    lines = [
        {
            "id": "a1",
            "text": STORY + "\n",
            "title": "Pier",
            "published": "2023-03-02",
            "outlet": "Post",
            "mood": "glad",
        },
        {"id": 17, "text": "Short.", "url": "https://news.example/2022/12/30/short"},
        {"text": "The ferry stayed in port.", "published": "2022-12", "bylines": ["Ann Ash", "Ben Birch"]},
    ]
    path = tmp_path / "wire.jsonl"
    first, second, third = documents(read(path, "\n".join(map(json.dumps, lines)) + "\n\n"))
    assert (first.source_key, first.title, first.outlet, first.published_on) == (
        "a1",
        "Pier",
        "Post",
        dt.date(2023, 3, 2),
    )
    assert first.text == STORY + "\n"
    assert second.source_key == "17"
    assert second.published_on == dt.date(2022, 12, 30)
    assert third.source_key == "line 3"
    assert third.bylines == ("Ann Ash", "Ben Birch")
    assert (third.published_on, third.published_from, third.published_until) == (
        None, dt.date(2022, 12, 1), dt.date(2022, 12, 31),
    )  # fmt: skip


def test_columns_can_be_mapped(tmp_path):
    line = json.dumps({"doc_id": "x", "body": "The ferry stayed.", "when": "30 December 2022", "id": "other"})
    document = only_document(
        read(tmp_path / "a.jsonl", line, columns={"id": "doc_id", "text": "body", "published": "when"})
    )
    assert (document.source_key, document.text, document.published_on) == (
        "x",
        "The ferry stayed.",
        dt.date(2022, 12, 30),
    )


def test_an_unknown_field_cannot_be_mapped(tmp_path):
    with pytest.raises(ValueError, match="Cannot map headline: the fields that can be mapped are id, text"):
        read(tmp_path / "a.jsonl", "{}", columns={"headline": "h"})


def test_records_may_hold_html(tmp_path):
    line = json.dumps({"id": "p", "html": PAGE, "title": "Own title"})
    document = only_document(read(tmp_path / "a.jsonl", line))
    assert document.title == "Own title"
    assert document.outlet == "Eastmere Post"
    assert document.text.startswith(("Pier reopens", "The harbour board"))


def test_csv_with_line_breaks_quotes_and_large_fields(tmp_path):
    large = "The ferry stayed in port. " * 8000
    rows = f'id,title,text\n1,"Pier, reopened","First paragraph.\n\n""Good,"" she said."\n2,Ferry,"{large}"\n'
    first, second = documents(read(tmp_path / "wire.csv", rows))
    assert first.text == 'First paragraph.\n\n"Good," she said.'
    assert first.title == "Pier, reopened"
    assert second.text == large
    assert (first.source_key, second.source_key) == ("1", "2")


def test_csv_rows_without_id_are_named_by_the_line_they_begin_on(tmp_path):
    rows = 'text;outlet\n"One\ntwo.";Post\nThe ferry stayed.;Post\n'
    assert [d.source_key for d in documents(read(tmp_path / "wire.csv", rows))] == ["line 2", "line 4"]


def test_tab_separated_and_legacy_csv(tmp_path):
    tabs = "id\ttext\n1\tThe ferry, it seems, stayed.\n"
    assert only_document(read(tmp_path / "a.tsv", tabs)).text == "The ferry, it seems, stayed."
    legacy = 'id,text\n1,"The café “Quay” opened – at last."\n'.encode("cp1252")
    assert only_document(read(tmp_path / "b.csv", legacy)).text == "The café “Quay” opened – at last."


@pytest.mark.parametrize("name", ["rss.xml", "rss.rss"])
def test_rss_entries(tmp_path, name):
    feed = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Eastmere Post</title><item><title>Pier &amp; port</title><guid>post-1</guid><link>https://p.example/1</link>
    <pubDate>Thu, 02 Mar 2023 09:00:00 GMT</pubDate><description>Short.</description>
    <content:encoded><![CDATA[<p>The pier <b>reopened</b> on Thursday.</p><p>Boats came.</p>]]></content:encoded></item>
    <item><title>Ferry</title><link>https://p.example/2</link><description>The ferry stayed in port.</description></item>
    </channel></rss>"""
    first, second = documents(read(tmp_path / name, feed))
    assert first.text == "The pier reopened on Thursday.\nBoats came."
    assert (first.source_key, first.title, first.outlet) == ("post-1", "Pier & port", "Eastmere Post")
    assert (first.published_on, first.url) == (dt.date(2023, 3, 2), "https://p.example/1")
    assert (second.source_key, second.text) == ("https://p.example/2", "The ferry stayed in port.")


def test_atom_entries(tmp_path):
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>tag:1</id><title>Ferry</title>
    <author><name>Ann Ash</name></author><updated>2023-03-02T10:00:00Z</updated><content type="html">&lt;p&gt;The ferry
    stayed.&lt;/p&gt;</content></entry></feed>"""
    document = only_document(read(tmp_path / "a.atom", feed))
    assert (document.source_key, document.text, document.bylines) == ("tag:1", "The ferry stayed.", ("Ann Ash",))


def archive(is_packed: bool) -> bytes:
    """A crawl: its note, two pages, an image and a missing page."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=is_packed)
    out_record = writer.create_warcinfo_record("crawl.warc", {"software": "test"})
    writer.write_record(out_record)
    for number, (status, kind, body) in enumerate(
        [
            ("200 OK", "text/html; charset=utf-8", PAGE.encode()),
            ("200 OK", "image/png", b"\x89PNG"),
            ("404 Not Found", "text/html", b"<p>gone</p>"),
            ("200 OK", "text/html", PAGE.replace("Thursday", "Friday").encode()),
        ]
    ):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://post.example/{number}", "response", payload=io.BytesIO(body), http_headers=headers,
                warc_headers_dict={"WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": "2023-03-05T00:00:00Z"},
            )
        )  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_web_archives_give_their_pages(tmp_path, name):
    first, second = documents(read(tmp_path / name, archive(name.endswith(".gz"))))
    assert (first.source_key, first.url) == ("urn:uuid:0", "https://post.example/0")
    assert "Thursday" in first.text
    assert "Friday" in second.text
    assert first.source_format == "warc"
    assert first.published_on == dt.date(2023, 3, 2)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.xml"])
def test_every_format_may_be_packed(tmp_path, name):
    content = {
        "a.txt": STORY,
        "a.html": PAGE,
        "a.jsonl": json.dumps({"text": STORY}),
        "a.csv": "text\nThe ferry stayed.\n",
        "a.xml": "<rss version='2.0'><channel><item><description>The ferry stayed.</description></item></channel></rss>",
    }[name]
    plain = only_document(read(tmp_path / name, content))
    packed = only_document(read(tmp_path / (name + ".gz"), gzip.compress(content.encode())))
    assert packed.text == plain.text
    assert packed.source_format == plain.source_format


def test_reading_twice_gives_the_same(tmp_path):
    path = tmp_path / "pier.html"
    assert read(path, PAGE) == read(path)
    assert not rejects(read(path))


def test_a_file_of_many_records_is_never_held_whole(tmp_path):
    path = tmp_path / "many.jsonl"
    with path.open("w") as out:
        for number in range(60):
            out.write(
                json.dumps({"id": number, "text": f"Boat {number} stayed in port. " + "Fog lay on it. " * 7000}) + "\n"
            )
    next(iter(read_source(SourceFile(path, path.name), IngestSettings())))  # loads lexicons and models
    tracemalloc.start()
    count = sum(1 for _ in read_source(SourceFile(path, path.name), IngestSettings()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60
    assert peak < path.stat().st_size / 2
