"""Invented languages that show what is not translated, does not fit, or does not turn: no person speaks them."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from django.utils.translation import trans_real

from apps.core.translation.catalogs import read_catalog
from apps.core.translation.faults import PLACEHOLDER, forms
from apps.core.translation.sources import all_sources, languages

ACCENTS = str.maketrans(
    "aceginorsuyzACDEGHIKLNORSTUYZbdfhklmptvw",
    "àçéğîñöřšûýžÀÇÐÉĞĤÎĶĻÑÖŘŠŢÛÝŽƀđƒĥķļɱþţṽŵ",
)
WORD = re.compile(r"[^\W\d_]+")
LONGER = 0.3
# Right-to-left override around each word, between right-to-left marks.
MIRROR_START, MIRROR_END = "\u200f\u202e", "\u202c\u200f"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its placeholders; True for what is words."""
    at = 0
    for match in PLACEHOLDER.finditer(text):
        yield text[at : match.start()], True
        yield match[0], False
        at = match.end()
    yield text[at:], True


def accented(text: str) -> str:
    """ "[Šîğñ öûţ~~]": still readable, a third longer, and in brackets that show where it is cut off."""
    body = "".join(piece.translate(ACCENTS) if words else piece for piece, words in _pieces(text))
    head, tail = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
    letters = sum(len(piece) for piece, words in _pieces(text) if words)
    return f"{head}[{body.strip()}{'~' * max(1, round(letters * LONGER))}]{tail}" if body.strip() else text


def mirrored(text: str) -> str:
    """Every word runs from right to left, as in Arabic, and stays readable in a mirror."""
    turn = f"{MIRROR_START}\\g<0>{MIRROR_END}"
    return "".join(WORD.sub(turn, piece) if words else piece for piece, words in _pieces(text))


VOICES: dict[str, Callable[[str], str]] = {"en-xa": accented, "ar-xb": mirrored}


def pseudo_catalog(code: str, files: Iterable[Path]) -> Catalog:
    """Every text of our files and of the libraries, in the invented language."""
    voice = VOICES[code]
    # Two forms as in English, also where the real language of that name has six.
    made = Catalog(locale="en")
    language = languages()[0]
    for message in [*_of_libraries(language), *(m for file in files for m in read_catalog(file, language))]:
        if not message.id:
            continue
        said = [voice(text) for text in forms(message.id)]
        made.add(message.id, string=said[0] if isinstance(message.id, str) else said, context=message.context)
    return made


def _of_libraries(language: str) -> Iterator[Message]:
    """Django and the packages beside it ship compiled translations; their keys are the texts."""
    own = {source.locale for source in all_sources()}
    for folder in map(Path, trans_real.all_locale_paths()):
        file = folder / language / "LC_MESSAGES" / "django.mo"
        if folder not in own and file.is_file():
            with file.open("rb") as stream:
                for message in read_mo(stream):
                    context: object = message.context
                    if isinstance(context, bytes):  # as read_mo leaves it
                        message.context = context.decode()
                    yield message
