"""Parses of the development texts, kept between runs: the parse is most of the time and none of what is measured."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.quality.measure import RESULTS
from flows.code import PARSING, code_digest
from transforms.language import parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

CHUNK = 40


@cache
def pipeline() -> Language:
    return parse.load_pipeline()


def parse_all(texts: Sequence[str], workers: int = 2) -> list[Doc]:
    """The texts' parses in order; read from `benchmarks/results/parsed` where an earlier run left them."""
    from spacy.tokens import DocBin

    code = code_digest(*PARSING).encode()
    folder = RESULTS / "parsed"
    folder.mkdir(parents=True, exist_ok=True)
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    paths = [
        folder / (hashlib.sha256(code + "\0".join(chunk).encode("utf-8", "surrogatepass")).hexdigest()[:24] + ".spacy")
        for chunk in chunks
    ]
    missing = [(list(chunk), path) for chunk, path in zip(chunks, paths, strict=True) if not path.exists()]
    if len(missing) == 1:
        _parse_chunk(*missing[0])
    elif missing:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            for job in [pool.submit(partial(_parse_chunk, *pair)) for pair in missing]:
                job.result()
    vocab = pipeline().vocab
    return [doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab)]


def _parse_chunk(texts: list[str], path: Path) -> None:
    from spacy.tokens import DocBin

    nlp = pipeline()
    docs = DocBin(store_user_data=False)
    for text in texts:
        docs.add(parse.parse_document(nlp, text))
    temporary = path.with_suffix(".part")
    docs.to_disk(temporary)
    temporary.replace(path)
