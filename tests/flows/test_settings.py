"""Settings come from a file and the command line, and a wrong one is named in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.settings import Settings, SettingsError, load_settings, parse_columns


def test_given_values_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "newsledger.toml"
    file.write_text(f'raw = ["{tmp_path}"]\nworkers = 3\n[columns]\nid = "doc_id"\n', encoding="utf-8")
    settings = load_settings(file, workers=1, warehouse=None)
    assert settings == Settings(raw=(tmp_path,), workers=1, columns={"id": "doc_id"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("wokers = 2", "wokers"),
        ("workers = 'two'", "workers"),
        ("workers = true", "workers"),
        ("workers = 0", "workers"),
        ("[columns]\nheadline = 'h'", "headline"),
        ("raw = ['no/such/folder']", "no/such/folder"),
        ("raw = [", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "newsledger.toml"
    file.write_text(text if "raw" in text else f"raw = '{tmp_path}'\n{text}", encoding="utf-8")
    with pytest.raises(SettingsError, match=named):
        load_settings(file)


def test_workers_do_not_shape_rows(tmp_path: Path) -> None:
    assert Settings(raw=(tmp_path,), workers=1).shaping() == Settings(raw=(tmp_path,), workers=2).shaping()


def test_column_pairs() -> None:
    assert parse_columns(["id=doc_id", "text = body"]) == {"id": "doc_id", "text": "body"}
    with pytest.raises(SettingsError, match="OURS=YOURS"):
        parse_columns(["doc_id"])
