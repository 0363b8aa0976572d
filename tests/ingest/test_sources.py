"""Which files are sources and what they are called; what people write beside them."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.ingest.reading import STORY, documents, rejects
from transforms.ingest.model import IngestSettings
from transforms.ingest.read import read_source
from transforms.ingest.sidecar import companions
from transforms.ingest.sources import list_sources


def fill(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STORY)
    return root


def uris(*roots):
    return [source.uri for source in list_sources(list(roots))]


def test_folders_are_searched_and_sidecars_and_hidden_files_left_out(tmp_path):
    fill(
        tmp_path,
        "b.txt",
        "a/z.txt",
        "a/y.html",
        ".hidden.txt",
        ".git/x.txt",
        "b.txt.meta.json",
        "sources.yml",
        "a/sources.yml",
    )
    assert uris(tmp_path) == ["a/y.html", "a/z.txt", "b.txt"]


def test_a_root_may_be_a_file(tmp_path):
    fill(tmp_path, "a/one.txt")
    assert uris(tmp_path / "a" / "one.txt") == ["one.txt"]


def test_roots_whose_names_clash_are_told_apart_by_the_roots_name(tmp_path):
    fill(tmp_path, "first/a.txt", "second/a.txt", "third/b.txt")
    roots = [tmp_path / "first", tmp_path / "second", tmp_path / "third"]
    assert uris(*roots) == ["b.txt", "first/a.txt", "second/a.txt"]
    fill(tmp_path, "x/raw/a.txt", "y/raw/a.txt")
    assert uris(tmp_path / "x/raw", tmp_path / "y/raw") == ["x/raw/a.txt", "y/raw/a.txt"]


def test_a_file_is_listed_once_in_whatever_order_the_roots_come(tmp_path):
    fill(tmp_path, "a/one.txt", "a/b/two.txt")
    roots = [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "one.txt", tmp_path / "a"]
    assert uris(*roots) == uris(*reversed(roots)) == ["b/two.txt", "one.txt"]


def test_links_that_lead_back_up_and_nowhere(tmp_path):
    fill(tmp_path, "a/one.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert uris(tmp_path) == ["a/gone.txt", "a/one.txt"]


def test_a_missing_root_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no file or folder .*nowhere"):
        list_sources([tmp_path / "nowhere"])


def read_all(root):
    return [item for source in list_sources([root]) for item in read_source(source, IngestSettings())]


def test_the_nearer_statement_wins(tmp_path):
    fill(tmp_path, "a/one.txt", "a/two.txt", "three.txt")
    (tmp_path / "sources.yml").write_text("outlet: Folder Post\nlicence: CC-BY-4.0\ndate: 2022-12-30\n")
    (tmp_path / "a" / "sources.yml").write_text('outlet: Near Post\nfiles:\n  "tw*.txt": {outlet: Own Post}\n')
    (tmp_path / "a" / "one.txt.meta.json").write_text(json.dumps({"outlet": "Sidecar", "date": "2022-12-31"}))
    one, two, three = documents(read_all(tmp_path))
    assert [d.outlet for d in (one, two, three)] == ["Sidecar", "Own Post", "Folder Post"]
    assert {d.licence for d in (one, two, three)} == {"CC-BY-4.0"}
    assert [d.published_on for d in (one, two)] == [dt.date(2022, 12, 31), dt.date(2022, 12, 30)]
    assert one.published_basis == "metadata"


def test_a_record_knows_better_than_its_files_sidecar(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": STORY, "outlet": "Own"}) + "\n" + json.dumps({"text": "Boats left."})
    )
    (tmp_path / "a.meta.json").write_text(json.dumps({"outlet": "Sidecar"}))
    assert [d.outlet for d in documents(read_all(tmp_path))] == ["Own", "Sidecar"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.txt.meta.json", "{outlet: no quotes}"),
        ("one.txt.meta.json", "[1, 2]"),
        ("sources.yml", "outlet: [unclosed"),
        ("sources.yml", "just words"),
        ("sources.yml", "files: [one.txt]"),
    ],
)
def test_a_malformed_sidecar_is_said_and_the_story_read(tmp_path, name, content):
    fill(tmp_path, "one.txt")
    (tmp_path / name).write_text(content)
    items = read_all(tmp_path)
    assert documents(items)[0].text == STORY
    (reject,) = rejects(items)
    assert reject.rule == "malformed_sidecar"
    assert name in reject.reason


def test_companions_are_what_a_rebuild_must_look_at(tmp_path):
    fill(tmp_path, "a/one.txt", "a/one.txt.meta.json", "sources.yml")
    (source,) = list_sources([tmp_path])
    assert companions(source) == [tmp_path / "sources.yml", tmp_path / "a" / "one.txt.meta.json"]
