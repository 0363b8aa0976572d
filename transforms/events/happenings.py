"""A second opinion on words the lexicon does not know: does this verb or noun name a happening?

A logistic regression over the word's vector and its place in the sentence, trained on the train part of ECB+ (Cybulska
and Vossen 2014, CC BY 3.0) by `python -m benchmarks.quality.events_training`; `happenings.tsv` holds its weights and
the name of the word vectors they belong to. With another language model there is no second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from transforms.events.lexicon import load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TABLE = Path(__file__).parent / "happenings.tsv"
Floats = npt.NDArray[np.float64]

PARTS = frozenset({"VERB", "NOUN", "PROPN", "ADJ"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "CARDINAL"})
NAMES |= {"QUANTITY", "ORDINAL", "PRODUCT", "LANGUAGE", "WORK_OF_ART", "LAW"}
VECTOR = "vector"
SHORTEST = 3  # letters; shorter "words" are pieces the tokenizer left


@dataclass(frozen=True)
class Model:
    """Weights by feature name, those of the word vector apart. `vectors` names the vectors they were trained with."""

    vectors: str
    bias: float
    vector: Floats
    features: dict[str, float]


@cache
def read_model() -> Model | None:
    """The committed weights; null where there are none."""
    if not TABLE.exists():
        return None
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]
    weights = dict(rows)
    vectors, bias = weights.pop("vectors"), float(weights.pop("bias"))
    vector = np.array([float(x) for x in weights.pop(VECTOR).split()])
    return Model(vectors, bias, vector, {name: float(weight) for name, weight in weights.items()})


def candidates(doc: Doc) -> list[Token]:
    """Words that could name a happening: not speech, not a name, not one of the bare verbs of being and having."""
    lexicon = load()
    found = []
    for token in doc:
        if token.pos_ not in PARTS or token.ent_type_ in NAMES or not token.is_alpha:
            continue
        lemma = token.lemma_.lower()
        if len(lemma) < SHORTEST:
            continue
        if token.pos_ == "VERB" and (lemma in lexicon.speech or lemma in lexicon.thought or lemma in ("be", "have")):
            continue
        found.append(token)
    return found


def features(token: Token) -> list[str]:
    """What the model looks at besides the vector: word class, place in the sentence, form of the word."""
    head = token.head
    lemma = token.lemma_.lower()
    tag, dep = token.tag_, token.dep_
    deps = {child.dep_ for child in token.children}
    lexicon = load()
    found = [
        f"tag={tag}",
        f"dep={dep}",
        f"tag+dep={tag}+{dep}",
        f"head={head.pos_}",
        f"end={lemma[-3:]}",
        f"entity={token.ent_type_}",
    ]
    if tag[0] == "V":
        found += [f"verb+{dep}" for dep in ("dobj", "nsubj", "nsubjpass", "aux", "neg", "mark", "prt") if dep in deps]
        if lemma in lexicon.state:
            found.append("state")
        if lemma in lexicon.light_verbs:
            found.append("light")
    else:
        found += [f"noun+{dep}" for dep in ("det", "poss", "amod", "prep", "compound", "nummod") if dep in deps]
        if dep == "pobj":
            found.append(f"after={head.lower_}")
        elif head.pos_ == "VERB":
            found.append(f"of={'light' if head.lemma_ in lexicon.light_verbs else 'verb'}+{dep}")
    part = "v" if tag[0] == "V" else "n"
    if (part, lemma) in lexicon.rules:
        found.append(f"known={part}")
    elif ("v", lemma) in lexicon.rules or ("n", lemma) in lexicon.rules:
        found.append("known=other")
    return found


def unit_vector(token: Token) -> Floats:
    """The word's vector at length one; zeros for a word without one."""
    lexeme = token.vocab[token.lower]
    vector = np.asarray(lexeme.vector, dtype=np.float64)
    length = float(np.sqrt(vector @ vector))
    return vector / length if length else vector


def likelihoods(doc: Doc, known: frozenset[int]) -> dict[int, float]:
    """Token index to how likely the word names a happening, for the candidates not in `known`."""
    model = read_model()
    if model is None or doc.vocab.vectors.name != model.vectors:
        return {}
    found = {}
    for token in candidates(doc):
        if token.i in known:
            continue
        total = model.bias + float(unit_vector(token) @ model.vector)
        total += sum(model.features.get(name, 0.0) for name in features(token))
        found[token.i] = 1.0 / (1.0 + float(np.exp(-total)))
    return found
