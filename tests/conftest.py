"""Fixtures every room's tests share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.environment import keep_quiet

keep_quiet()

if TYPE_CHECKING:
    from spacy.language import Language

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default language model, loaded once for the whole run."""
    from transforms.language.parse import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The first customers' stories, which stand beside the checkout and are never committed."""
    folder = PROJECT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed stories do not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus in raw/, built once by two workers. Tests may read it and must not write to it."""
    from flows.build import build
    from flows.clock import utc_now
    from flows.executors import LocalExecutor
    from flows.progress import Silence
    from flows.settings import Settings

    warehouse = tmp_path_factory.mktemp("sample") / "warehouse"
    with LocalExecutor(2, Silence()) as executor:
        build(Settings(raw=(PROJECT / "raw",), warehouse=warehouse, workers=2, batch_documents=8), executor, utc_now)
    return warehouse
