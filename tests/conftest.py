"""Fixtures every room's tests share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
