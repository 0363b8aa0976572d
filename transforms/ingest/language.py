"""Is a text in a language that is let in? Only a long text that is clearly something else is turned away."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 200  # below that English names, tables and scores are taken for other languages
MIN_FOREIGN_LETTERS = 20  # text in another script is recognised sooner
MIN_CONFIDENCE = 0.9
SAMPLE_LENGTH = 4_000  # code points; more costs time and tells nothing new
ENGLISH_SCRIPT_SHARE = 0.5  # English quoting at length in another script keeps more Latin letters than this
# Frequent words that are English only (not `of` and `was`, which Dutch has, or `have`, which Danish has). Where they
# stand this dense the identifier, which takes as long as everything else together, need not be asked: so it is in
# 97 % of 5,800 English development texts, and German, Dutch, Spanish, Danish and Indonesian samples had none of them.
ENGLISH_WORD = re.compile(r"\b(?:the|and|that|with|which|from|said|their|would|this|were|they)\b", re.IGNORECASE)
ENGLISH_WORD_SHARE = 0.06
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Languages that news is written in. Left out are those that English headlines and tables are mistaken for
# (Latin, Esperanto, creoles, Welsh ...) and that hardly any newspaper is written in.
CANDIDATES = (
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fr", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo",
    "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk",
    "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip


def stated_code(value: str) -> str | None:
    """ISO 639-1 code of a stated language (`en`, `en-GB`, `eng`, `English`), or null if it names none."""
    name = value.strip().lower()
    if re.fullmatch(r"[a-z]{2}([-_].*)?", name):
        return name[:2]
    return _codes_by_name().get(re.split(r"[-_]", name)[0]) or _codes_by_name().get(name)


def identify(text: str) -> tuple[str | None, float]:
    """The language of `text` and how sure that is; null where the text is too short or too mixed to tell."""
    sample = text[:SAMPLE_LENGTH]
    if len(sample) >= MIN_LETTERS and len(ENGLISH_WORD.findall(sample)) >= ENGLISH_WORD_SHARE * len(sample.split()):
        return "en", 1.0
    letters = sum(char.isalpha() for char in sample)
    latin = len(LATIN.findall(sample))
    other_script = letters >= MIN_FOREIGN_LETTERS and latin < ENGLISH_SCRIPT_SHARE * letters
    if letters < MIN_LETTERS and not other_script:
        return None, 0.0
    code, confidence = _identifier().classify(sample)
    if other_script and code == "en":
        return "und", 1.0
    return (code, confidence) if other_script or confidence >= MIN_CONFIDENCE else (None, confidence)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(CANDIDATES)
    return identifier


@cache
def _codes_by_name() -> dict[str, str]:
    """English and own names of languages, and three-letter codes of the candidates, each with its two-letter code."""
    from babel import Locale

    names = {str(name).lower(): code for code, name in Locale("en").languages.items() if len(code) == 2}
    three_letters = {
        "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
        "rus": "ru", "ukr": "uk", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "hin": "hi",
        "tur": "tr", "pol": "pl", "nld": "nl", "dut": "nl", "ind": "id", "vie": "vi", "fas": "fa", "per": "fa",
    }  # fmt: skip
    return {**three_letters, **names}


def language_name(code: str) -> str:
    """The English name of a language code, for messages."""
    from babel import Locale

    return str(Locale("en").languages.get(code, "a language we do not know" if code == "und" else code))
