"""The language of a document, and what is not looked for in documents of other languages."""

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

ENGLISH = "en"
# Languages with lists of function words in spaCy; the first of two that score the same wins.
LANGUAGES = "en de fr es it pt nl pl sv da nb fi cs sk hu ro hr tr id ru uk bg el".split()
# Scripts that tell the language, or the likeliest one, by themselves.
SCRIPTS = {
    "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh",
    "THAI": "th", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
SCRIPT_SHARE = 0.3
MAX_CHARACTERS = 6000
MIN_WORDS, MIN_HITS = 15, 3
WORD = re.compile(r"[^\W\d_]{2,}")
# CVs in all languages are full of English names of things, so another language has to be clearly ahead.
AHEAD = 1.3
# Headings, titles and degrees are known in English; what has one form in every language is read all the same.
UNREAD_ABROAD = (
    "headline",
    "summary",
    "experience",
    "education",
    "skills",
    "certifications",
    "projects",
    "publications",
)


@cache
def languages_by_word() -> dict[str, tuple[str, ...]]:
    """The languages that have a word among their function words."""
    # Each list by its file: to import a language's package would also build its tokeniser, which takes seconds.
    spec = find_spec("spacy.lang")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("spaCy is not installed")
    folder = Path(spec.origin).parent
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in run_path(str(folder / language / "stop_words.py"))["STOP_WORDS"]:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def language_of(text: str) -> str | None:
    """ISO 639-1 of the likeliest language, or None where too few words tell it."""
    words = [word.lower() for word in WORD.findall(text[:MAX_CHARACTERS])]
    scripts = Counter(script_of(word) for word in words)
    for script, language in SCRIPTS.items():
        if scripts[script] > SCRIPT_SHARE * len(words):
            return language
    if len(words) < MIN_WORDS:
        return None
    known = languages_by_word()
    # A word that several languages share says less about each.
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        for language in (languages := known.get(word, ())):
            scores[language] += 1 / len(languages)
    best = max(LANGUAGES, key=lambda language: scores[language])
    if scores[best] < AHEAD * scores[ENGLISH]:
        best = ENGLISH
    return best if scores[best] >= MIN_HITS else None


def script_of(word: str) -> str:
    return unicodedata.name(word[0], "").split(" ")[0]


def unread_in(language: str | None, found: dict[str, object]) -> tuple[str, ...]:
    """The fields of a document in another language that were not found there, so that nobody takes them for missing."""
    if language in {None, ENGLISH}:
        return ()
    return tuple(name for name in UNREAD_ABROAD if not found.get(name))
