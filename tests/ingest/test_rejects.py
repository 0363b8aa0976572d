"""Whatever cannot be let in says why, in words a person understands, and the rest of its file is still read."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from tests.ingest.reading import STORY, documents, only_document, only_reject, read, rejects
from tests.ingest.test_formats import PAGE, archive

FRENCH = (
    "Le conseil du port a voté jeudi la réouverture de la jetée nord après onze mois de travaux. Les pêcheurs, qui "
    "attendaient cette décision depuis longtemps, ont salué le vote. La jetée était fermée depuis qu’un cargo l’avait "
    "heurtée dans un épais brouillard au mois d’avril de l’année dernière."
)
NUMBERED = "".join(
    json.dumps({"id": n, "text": f"Boat {n} left for {random.Random(n).getrandbits(512):x}."}) + "\n"
    for n in range(2000)
)


@pytest.mark.parametrize(
    ("name", "content", "rule", "words"),
    [
        ("a.txt", b"", "empty", "empty"),
        ("a.txt", b" \n\t\n", "empty", "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "wrong_format", "is a PNG image"),
        ("a.txt", b"%PDF-1.7\n", "wrong_format", "is a PDF"),
        ("a.html", b"PK\x03\x04rest", "wrong_format", "ZIP archive or office document"),
        ("a.txt", b"<!DOCTYPE html><html><body><p>x</p></body></html>", "wrong_format", "is an HTML page"),
        ("a.txt", b'{"id": 1, "text": "The ferry stayed."}', "wrong_format", "is JSON"),
        ("a.txt", gzip.compress(b"The ferry stayed."), "wrong_format", "gzip-compressed"),
        ("a.txt.gz", b"The ferry stayed.", "wrong_format", "remove the .gz"),
        ("a.xml", PAGE.encode(), "wrong_format", "is an HTML page"),
        ("a.pdf", b"%PDF-1.7\n", "unknown_format", "Files ending in .pdf are not read"),
        ("story", b"The ferry stayed.", "unknown_format", "ending in nothing"),
        ("a.txt", b"The ferry\x00\x01\x02 stayed \x00\x03 in", "binary", "binary data"),
        ("a.txt", bytes(range(1, 32)) * 20, "binary", "binary data"),
        ("a.txt", "The café said “no”, the naïve mayor".encode() + b"\xff", "undecodable", "is broken although the rest"),
        ("a.txt", b"The ferry \x81\x8d\x8f stayed", "undecodable", "save it again as UTF-8"),
        ("a.html", b"<html><body></body></html>", "no_story", "no story"),
        ("a.txt", b"Leave a Reply\n\nYour email address will not be published.\n", "only_boilerplate", "page furniture"),
        ("a.txt", FRENCH.encode(), "wrong_language", "It is French, not English"),
        ("a.jsonl", b"\n\n", "no_records", "no records"),
        ("a.jsonl", b'[{"text": "x"}]', "malformed_json", "one object"),
        ("a.jsonl", b"[" * 100_000, "malformed_json", "nested too deeply"),
        ("a.jsonl", b'{"id": "b", "text": ""}', "no_text", "empty text"),
        ("a.jsonl", b'{"id": "b", "text": "Le quai.", "language": "fr"}', "wrong_language", "stated to be French"),
        ("a.csv", b"id,body\n1,The ferry stayed.\n", "no_text_column", "the first line has id, body"),
        ("a.csv", b"id,text\n", "no_records", "no records"),
        ("a.csv", b'id,text\n1,"The ferry stayed\n', "malformed_csv", "from line 2"),
        ("a.warc", b"no archive", "wrong_format", "does not begin like one"),
        ("a.warc", b"WARC/1.0\r\n\r\n", "no_records", "no records"),
        ("a.xml", b"<?xml version='1.0'?><sitemap><url>x</url></sitemap>", "not_a_feed", "neither RSS nor Atom"),
        ("a.rss", b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no_records", "no entries"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:-20], "truncated_gzip", "breaks off"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:12] + b"\xff" * 90, "broken_gzip", "is broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path, name, content, rule, words):
    reject = only_reject(read(tmp_path / name, content))
    assert reject.rule == rule, reject
    assert words in reject.reason
    assert reject.source_uri == name
    assert reject.stage == "ingest"


def test_a_malformed_line_is_named_and_the_others_are_read(tmp_path):
    lines = b'{"id": 1, "text": "The ferry stayed."}\n{"id": 2, "text": "The\n{"id": 3, "text": "Boats left."}\n'
    items = read(tmp_path / "a.jsonl", lines)
    assert [d.source_key for d in documents(items)] == ["1", "3"]
    (reject,) = rejects(items)
    assert reject.rule == "malformed_json"
    assert "line 2" in reject.reason
    assert json.loads(reject.row or "") == {"place": "line 2"}


def test_a_record_without_text_names_the_fields_it_has(tmp_path):
    reject = only_reject(read(tmp_path / "a.jsonl", '{"id": 1, "body": "The ferry stayed."}'))
    assert reject.rule == "no_text"
    assert "it has id, body" in reject.reason
    assert "columns" in reject.reason


def test_an_empty_text_under_a_mapped_name_is_called_empty(tmp_path):
    items = read(tmp_path / "a.jsonl", '{"id": 1, "body": " "}\n', columns={"text": "body"})
    reject = only_reject(rejects(items))
    assert "has an empty text" in reject.reason


def test_the_second_record_of_an_id_is_turned_away(tmp_path):
    rows = "id,text\n1,The ferry stayed.\n1,Boats left.\n"
    items = read(tmp_path / "a.csv", rows)
    assert only_document(documents(items)).text == "The ferry stayed."
    reject = only_reject(rejects(items))
    assert (reject.rule, reject.doc_id) == ("duplicate_id", None), "the id's document is the one that was let in"


def test_a_csv_row_with_too_many_fields_is_turned_away_alone(tmp_path):
    rows = "id,text\n1,The ferry, again, stayed.\n2,Boats left.\n"
    items = read(tmp_path / "a.csv", rows)
    assert [d.source_key for d in documents(items)] == ["2"]
    assert "has 4 fields and the header 2" in only_reject(rejects(items)).reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_records_before_a_break_in_a_packed_file_are_kept(tmp_path, name):
    content = NUMBERED
    if name.startswith("a.csv"):
        rows = map(json.loads, NUMBERED.splitlines())
        content = "id,text\n" + "".join(f"{row['id']},{row['text']}\n" for row in rows)
    packed = gzip.compress(content.encode(), mtime=0)
    items = read(tmp_path / name, packed[: len(packed) // 2])
    kept = documents(items)
    assert 800 < len(kept) < 1200
    assert [d.source_key for d in kept] == [str(n) for n in range(len(kept))]
    assert only_reject(rejects(items)).rule == "truncated_gzip"


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_before_a_break_in_an_archive_are_kept(tmp_path, name):
    content = archive(name.endswith(".gz"))
    items = read(tmp_path / name, content[:-200])
    assert [d.source_key for d in documents(items)] == ["urn:uuid:0"]
    assert only_reject(rejects(items)).rule in ("broken_warc", "truncated_gzip")


def test_a_broken_feed_gives_the_entries_before_the_break(tmp_path):
    feed = "<rss version='2.0'><channel><item><description>The ferry stayed.</description></item><item><desc & <"
    items = read(tmp_path / "a.xml", feed)
    assert documents(items)[0].text == "The ferry stayed."
    assert rejects(items)[-1].rule == "malformed_xml"


def test_sizes_are_bounded(tmp_path):
    assert only_reject(read(tmp_path / "a.txt", STORY, max_file_bytes=100)).rule == "too_large"
    packed = gzip.compress(b"The ferry stayed. " * 10_000)
    assert only_reject(read(tmp_path / "a.txt.gz", packed, max_file_bytes=1000)).rule == "too_large"
    assert only_reject(read(tmp_path / "b.txt", STORY, max_text_length=100)).rule == "too_large"
    lines = json.dumps({"id": 1, "text": STORY}) + '\n{"id": 2, "text": "Boats left."}\n'
    items = read(tmp_path / "a.jsonl", lines, max_record_bytes=100)
    assert [d.source_key for d in documents(items)] == ["2"]
    assert "line 1" in only_reject(rejects(items)).reason


def test_files_the_system_refuses(tmp_path, monkeypatch):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert "link to a file that is not there" in only_reject(read(tmp_path / "gone.txt")).reason
    (tmp_path / "folder.txt").mkdir()
    assert only_reject(read(tmp_path / "folder.txt")).rule == "not_a_file"


def test_a_file_without_permission(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(STORY)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert "not permitted" in only_reject(read(path)).reason
    else:
        pytest.skip("this user may read every file")


def test_permission_is_explained_whoever_runs_the_tests(tmp_path, monkeypatch):
    from transforms.ingest import read as module

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module, "open_source", refuse)
    reject = only_reject(read(tmp_path / "secret.txt", STORY))
    assert (reject.rule, "not permitted" in reject.reason) == ("unreadable", True)


@pytest.mark.parametrize(
    "text",
    [
        "192.",
        "Non.",
        "BOARD VOTES TO REOPEN PIER AFTER ELEVEN MONTHS , CHAIR SAYS IN EASTMERE ON THURSDAY .",
        "The board ca n't say when ; `` We wo n't guess , '' said Olander , who led the vote on the 2 nd of March .",
        "Olander (EAST) 12.4 +0.3; Birch (PIER) 8.1 -0.2; Lindqvist (QUAY) 77.0 unch; Ash (PORT) 3.2 +1.1",
        STORY.upper(),
    ],
)
def test_short_capitalised_and_tokenised_english_is_let_in(tmp_path, text):
    assert only_document(read(tmp_path / "a.txt", text)).language == "en"


@pytest.mark.parametrize("stated", ["en", "en-GB", "en_US", "eng", "English", "", None, "??"])
def test_stated_english_in_any_spelling_is_let_in(tmp_path, stated):
    line = json.dumps({"text": "The ferry stayed.", "language": stated})
    assert only_document(read(tmp_path / "a.jsonl", line)).language == "en"


def test_dutch_is_no_english_for_the_words_they_share(tmp_path):
    text = (
        "Het havenbestuur heeft donderdag besloten de noordelijke pier na elf maanden weer te openen. Het werk was "
        "goedkoper dan gepland, zei de voorzitter, en of dat zo blijft was nog niet zeker, of het nu mist of niet. "
        "De vissers, die lang op dit besluit hadden gewacht, waren blij met de uitslag van de stemming."
    )
    assert only_reject(read(tmp_path / "a.txt", text)).rule == "wrong_language"


def test_other_languages_can_be_let_in(tmp_path):
    assert only_document(read(tmp_path / "a.txt", FRENCH, languages=("en", "fr"))).language == "fr"


def test_text_in_another_script_is_turned_away_even_if_short(tmp_path):
    text = "Совет порта проголосовал за открытие причала."
    assert only_reject(read(tmp_path / "a.txt", text.encode("koi8_r"))).rule == "wrong_language"
