"""A paragraph's parse, and a document put together from the parses of its paragraphs.

The paragraph is the unit of the language pass: its parse depends on its own characters alone (measured bit for bit, in
batches of any size and company), so one that stands in many documents is parsed once and kept as a row of Arrow data.
Every document is put together from such rows, whether they were just made or come from a shelf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from transforms.language.headlines import as_sentence, is_misread
from transforms.language.mending import Mend, mended, mends_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# A row a token, a column each of `PLACED`, `NUMBERS` and `LABELS`: numbers as they are, labels as the vocabulary's ids.
Parse = npt.NDArray[np.uint64]

AT_ONCE = 64  # paragraphs the model sees at once: bounds memory; 8 take a fifth longer, 128 save nothing more

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

# What is kept of a token. Its text is cut from the paragraph; where sentences begin follows from the heads.
PLACED = ("LENGTH", "SPACY")  # characters, and whether a space follows
NUMBERS = ("HEAD", "ENT_IOB")  # the head's distance in tokens; inside, outside or at the beginning of an entity
LABELS = ("TAG", "POS", "MORPH", "DEP", "ENT_TYPE", "LEMMA")
KEPT = (*PLACED, *NUMBERS, *LABELS)

KEY = "paragraph"  # column: `paragraph_key`
STORED: Mapping[str, pa.DataType] = {
    "LENGTH": pa.int32(),
    "SPACY": pa.bool_(),
    "HEAD": pa.int32(),
    "ENT_IOB": pa.int8(),
    **dict.fromkeys(LABELS, pa.dictionary(pa.int32(), pa.string())),
}
PARSES = pa.schema([(KEY, pa.string()), *((name.lower(), pa.list_(STORED[name])) for name in KEPT)])

# ENT_IOB of a token that belongs to no entity, goes on with one, or begins one.
OUTSIDE, INSIDE, BEGINNING = 2, 1, 3


def fold(text: str) -> str:
    """`text` as the model reads it, of the same length."""
    return text.translate(FOLDED)


def paragraphs_of(text: str) -> Iterator[str]:
    """The paragraphs of `text` as the model reads them, in order, each as often as it stands there."""
    return (match.group() for match in PARAGRAPH.finditer(fold(text)))


def paragraph_key(paragraph: str) -> str:
    """The address of a paragraph's parse, but for model and code: 32 hex digits over its characters."""
    return blake2b(paragraph.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def parse_paragraphs(nlp: Language, paragraphs: Sequence[str]) -> pa.Table:
    """Parse every one of `paragraphs` (as `paragraphs_of` gives them): a table of schema `PARSES` in their order."""
    kept = [_attribute(name) for name in KEPT]
    mends = [mends_of(paragraph) for paragraph in paragraphs]
    texts = [mended(paragraph, needed) for paragraph, needed in zip(paragraphs, mends, strict=True)]
    docs = [_reread(nlp, doc) for doc in nlp.pipe(texts, batch_size=AT_ONCE)]
    parses = [cast(Parse, doc.to_array(kept)) for doc in docs]
    parses = [_put_back(nlp.vocab, parse, needed) for parse, needed in zip(parses, mends, strict=True)]
    offsets = pa.array(np.cumsum([0, *map(len, parses)]), pa.int32())
    tokens = np.concatenate([*parses, np.empty((0, len(KEPT)), np.uint64)])
    columns: list[pa.Array[Any]] = [pa.array(map(paragraph_key, paragraphs), pa.string())]
    for place, name in enumerate(KEPT):
        values = tokens[:, place]
        stored = _labels(nlp.vocab, values) if name in LABELS else pa.array(values.view(np.int64)).cast(STORED[name])
        columns.append(pa.ListArray.from_arrays(offsets, stored))
    return pa.table(columns, schema=PARSES)


def _reread(nlp: Language, doc: Doc) -> Doc:
    """The parse of a headline as the sentence it stands for, where that is found to have a verb; else `doc`."""
    if not is_misread(doc):
        return doc
    again = nlp(as_sentence(nlp, doc.text))
    return again if any(token.pos_ == "VERB" for token in again) else doc


def _put_back(vocab: Vocab, parse: Parse, mends: Sequence[Mend]) -> Parse:
    """The parse of a mended paragraph on the characters of the paragraph itself, mended from its end to its start."""
    length, spacy = KEPT.index("LENGTH"), KEPT.index("SPACY")
    for place in range(len(mends) - 1, -1, -1):
        mend = mends[place]
        start = mend.start + sum(before.shift for before in mends[:place])
        ends = np.cumsum((parse[:, length] + parse[:, spacy]).astype(np.int64)) - parse[:, spacy].astype(np.int64)
        at = int(np.searchsorted(ends, start))
        if mend.is_space:
            parse[at, spacy] = 0
        elif ends[at] == start:
            parse = _with_links(vocab, parse, at, mend.end - mend.start - 1)
        else:  # what follows the list and the word before it make one token
            parse[at, length] += mend.end - mend.start
    return parse


def _with_links(vocab: Vocab, parse: Parse, at: int, length: int) -> Parse:
    """The parse with a list of links of so many characters, and the space before it, behind the token `at`."""
    heads, position = parse[:, KEPT.index("HEAD")].view(np.int64), np.arange(len(parse))
    reached = position + heads
    parse[:, KEPT.index("HEAD")] = (
        heads + ((position <= at) & (reached > at)) - ((position > at) & (reached <= at))
    ).view(np.uint64)
    links = _spacing(vocab, length, head=-1)
    links[0, KEPT.index("SPACY")] = parse[at, KEPT.index("SPACY")]
    parse[at, KEPT.index("SPACY")] = 1
    if at + 1 < len(parse) and parse[at + 1, KEPT.index("ENT_IOB")] == INSIDE:
        parse[at + 1, KEPT.index("ENT_IOB")] = BEGINNING
    return np.concatenate([parse[: at + 1], links, parse[at + 1 :]])


def _labels(vocab: Vocab, ids: Parse) -> pa.Array[Any]:
    distinct, places = np.unique(ids, return_inverse=True)
    words = [vocab.strings[int(label)] for label in distinct]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(words, pa.string()))


def read_parses(vocab: Vocab, stored: pa.Table) -> dict[str, Parse]:
    """The parses in `stored` (of schema `PARSES`) by their keys.

    Their lemmas are added to `vocab`: inside a memory zone, the parses serve until it ends.
    """
    found: dict[str, Parse] = {}
    for batch in stored.to_batches():
        lengths = pc.list_value_length(batch.column("length"))
        tokens = np.empty((pc.sum(lengths).as_py() or 0, len(KEPT)), np.uint64)
        for place, name in enumerate(KEPT):
            values: Any = pc.list_flatten(batch.column(name.lower()))
            if name in LABELS:
                ids = np.array([vocab.strings.add(word) for word in values.dictionary.to_pylist()], np.uint64)
                tokens[:, place] = ids[values.indices.to_numpy()]
            else:
                tokens[:, place] = values.cast(pa.int64()).to_numpy().view(np.uint64)
        ends = np.cumsum(lengths.to_numpy())[:-1]
        found.update(zip(map(str, batch.column(KEY)), np.split(tokens, ends), strict=True))
    return found


def assemble(vocab: Vocab, text: str, parses: Mapping[str, Parse]) -> Doc:
    """The `Doc` of `text` from the `parses` of all its paragraphs, of exactly the same length.

    Line breaks between paragraphs become space tokens at the end of the paragraph before them. Raises `KeyError` for a
    paragraph that has no parse.
    """
    from spacy.tokens import Doc

    folded = fold(text)
    pieces: list[Parse] = []
    position = 0
    for match in PARAGRAPH.finditer(folded):
        if match.start() > position:
            pieces.append(_gap(vocab, folded[position : match.start()]))
        pieces.append(parses[paragraph_key(match.group())])
        position = match.end()
    if not pieces and not folded:
        return Doc(vocab)
    if position < len(folded):
        pieces.append(_gap(vocab, folded[position:]))
    tokens = np.concatenate(pieces)
    lengths, spaces = tokens[:, 0].astype(np.int64), tokens[:, 1].astype(np.int64)
    ends = np.cumsum(lengths + spaces)
    starts = ends - lengths - spaces
    words = [folded[start : start + length] for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)]
    doc = Doc(vocab, words=words, spaces=spaces.astype(bool).tolist())
    assert doc.text == folded, "the parse must keep every character in its place"
    annotated = [_attribute(name) for name in (*NUMBERS, *LABELS)]
    annotations: Any = np.ascontiguousarray(tokens[:, len(PLACED) :])
    return doc.from_array(annotated, annotations)


def _gap(vocab: Vocab, text: str) -> Parse:
    """The white space between two paragraphs as a one-token sentence of its own."""
    gap = _spacing(vocab, len(text), head=0)
    gap[0, KEPT.index("LEMMA")] = vocab.strings.add(text)
    return gap


def _spacing(vocab: Vocab, length: int, head: int) -> Parse:
    """A token of no word class, which is its own head (`head` 0) or hangs on one before it."""
    add = vocab.strings.add
    values = {
        "LENGTH": length, "SPACY": 0, "HEAD": head, "ENT_IOB": OUTSIDE, "TAG": add("_SP"), "POS": add("SPACE"),
        "MORPH": 0, "DEP": add("dep" if head else "ROOT"), "ENT_TYPE": 0, "LEMMA": 0,
    }  # fmt: skip
    return np.array([[values[name] % 2**64 for name in KEPT]], np.uint64)


def _attribute(name: str) -> Any:
    from spacy import attrs

    return attrs.IDS[name]
