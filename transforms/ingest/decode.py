"""Bytes to text: which encoding they are in, repair of text that was decoded wrongly before us, unified line ends.

Repair is narrow. Only lines that hold mojibake (UTF-8 once read as a single-byte encoding) change; quotation marks,
ligatures and full-width letters stay as they are, and clean text comes through to the letter.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from transforms.ingest.fields import writable
from transforms.ingest.model import UnreadableError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a file that is not UTF-8 may be in, likeliest for English news first.
WESTERN = ("cp1252", "mac_roman", "cp850")
OTHER = (
    "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_5", "cp866",
    "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
DETECTION_BYTES = 200_000  # enough for a firm decision; detection is slow
MAX_CONTROL_SHARE = 0.01  # chosen: agency wires carry a few control characters a story, random bytes one in nine
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
UTF16_SAMPLE = 4096

# Marks that stand beside letters or alone in English; every other character above ASCII must be a letter in a word.
MARKS = "‘’‚“”„–—…•·€£¥¢§©®™°±¼½¾²³«»¡¿\u00a0†‡‹›"
MARKS_WITHIN_WORDS = "’‘–—…·\u00a0°©®™²³½"
STRANGE = re.compile(r"[\x80-\x9fÿþÞÐð¬¦¤¨¯´¸¹ªº]")
FEW_ASCII = 0.6  # chosen: Latin-script languages keep most letters in ASCII, other scripts almost none

# Compatibility normalisation turns the spacing accents of mojibake into a space and a combining one.
SPACING_ACCENTS = {"\u0308": "¨", "\u0304": "¯", "\u0301": "´", "\u0327": "¸"}
SPLIT_ACCENT = re.compile(r"([ÃÂ]) ([\u0308\u0304\u0301\u0327])")

# `à` whose second byte, a no-break space, became a plain one; Portuguese in capitals has the same letter at word's end.
LOST_NO_BREAK_SPACE = re.compile(r"(?<![A-ZÀ-Þ\x80-\x9f])Ã  ?(?=\S)")

# A closing quotation mark whose third byte (0x9D) has no meaning in windows-1252 and was dropped on the way.
CUT_SHORT_QUOTE = re.compile(r"â€(?=[\s.,;:!?)\]—–-]|$)")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data` without byte order mark. `declared` is an encoding that a header or page claims.

    Raises `UnreadableError` (`binary` or `undecodable`).
    """
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, name).removeprefix("\ufeff")
    guessed = _unmarked_utf16(data)
    if guessed:
        return _strict(data, guessed)
    if b"\x00" in data:
        raise UnreadableError("binary", _BINARY)
    text = _utf8_or_legacy(data, declared)
    if len(CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise UnreadableError("binary", _BINARY)
    return text


def repair(text: str) -> str:
    """`text` with mojibake repaired and line ends unified to `\\n`; everything else to the letter."""
    unified = writable(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if unified.isascii():
        return unified
    return "\n".join(_repair_line(line) for line in unified.split("\n"))


_BINARY = "It holds binary data, not text: export the story as plain text, or give the file its right extension."


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "undecodable",
            f"It is marked as {encoding.upper()} but byte {error.start:,} is not: save the file again as UTF-8.",
        ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters make every other byte zero."""
    sample = data[:UTF16_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and not even:
        return "utf-16-le"
    if even > 0.7 * half and not odd:
        return "utf-16-be"
    return None


def _utf8_or_legacy(data: bytes, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    named = _known_encoding(declared)
    if named:
        text = _try(data, named)
        if text is not None and is_plausible(text):
            return text
    if _is_mostly_utf8(data):
        raise UnreadableError(
            "undecodable",
            f"Byte {broken_at:,} is broken although the rest is UTF-8: mend it at its origin, or save it again as UTF-8.",
        )
    text = _legacy(data)
    if text is None:
        raise UnreadableError(
            "undecodable",
            f"No encoding reads it: byte {broken_at:,} is not UTF-8, and no older encoding gives sensible text; "
            "save it again as UTF-8.",
        )
    return text


def _known_encoding(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name in ("utf-8", "ascii"):
        return None
    return "cp1252" if name == "iso8859-1" else name  # as every browser reads it


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, TypeError, ValueError, AssertionError):
        return None
    return text if isinstance(text, str) else None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken > broken


def _legacy(data: bytes) -> str | None:
    """Text in an encoding from before UTF-8, if one makes sense of it."""
    for encoding in WESTERN:
        text = _try(data, encoding)
        if text is not None and is_plausible(text):
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:DETECTION_BYTES], cp_isolation=list(OTHER), enable_fallback=False).best()
    text = _try(data, best.encoding) if best else None
    return text if text is not None and (_is_in_another_script(text) or is_plausible(text)) else None


def _is_in_another_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) < FEW_ASCII * len(letters)


def is_plausible(text: str) -> bool:
    """Whether text read from a single-byte Western encoding looks like that was right.

    Accented letters stand in words beside plain ones, in lower case after lower case; only marks stand alone.
    """
    from ftfy.badness import is_bad

    letters = sum(char.isalpha() for char in text)
    foreign = [match.start() for match in re.finditer(r"[^\x00-\x7f]", text)]
    if len(foreign) > 0.25 * max(letters, 1) or STRANGE.search(text) or is_bad(text):
        return False
    stray = sum(not (_is_mark_in_place(text, at) or _is_letter_in_place(text, at)) for at in foreign)
    return stray <= 0.02 * len(foreign)


def _around(text: str, at: int) -> tuple[str, str]:
    return text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "


def _is_mark_in_place(text: str, at: int) -> bool:
    before, after = _around(text, at)
    is_within = before.isalpha() and after.isalpha()
    is_low_opening = text[at] in "‚„‹" and before.isalpha()
    return text[at] in MARKS and not is_low_opening and (not is_within or text[at] in MARKS_WITHIN_WORDS)


def _is_letter_in_place(text: str, at: int) -> bool:
    before, _ = _around(text, at)
    if not text[at].isalpha() or (text[at].isupper() and before.islower()):
        return False
    start = end = at
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[start:end] in "àéèóÀÉ" or any(char.isascii() for char in text[start:end])


def _repair_line(line: str) -> str:
    """The line with its mojibake repaired word by word: one word past mending must not keep the others so."""
    if line.isascii():
        return line
    joined = SPLIT_ACCENT.sub(lambda found: found[1] + SPACING_ACCENTS[found[2]], line)
    words = [word if word.isascii() else _mend(word) for word in re.split(r"([ \t]+)", joined)]
    mended = LOST_NO_BREAK_SPACE.sub("à ", CUT_SHORT_QUOTE.sub("”", "".join(words)))
    return line if mended == joined else mended


def _mend(word: str) -> str:
    """`word` with its encoding repaired if that leaves nothing wrong with it, else as it was."""
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    composed = unicodedata.normalize("NFC", word)  # mojibake of which normalisation split the letters is still mojibake
    mended: str = fix_encoding(CUT_SHORT_QUOTE.sub("”", composed), TextFixerConfig(replace_lossy_sequences=False))
    if mended == composed or is_bad(mended) or re.search(r"[\r\n\ufffd]", mended):
        return word
    return mended
