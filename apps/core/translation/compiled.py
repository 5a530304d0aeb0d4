"""Compiles .po files into the .mo files that Django reads, when they are older; no gettext programs are needed."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from apps.core.translation.sources import PSEUDO, all_sources, languages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

logger = logging.getLogger(__name__)


def compile_stale() -> list[Path]:
    """Compile what is missing or older than its text; whoever starts first does it, and the next has nothing to do."""
    written = []
    try:
        for source in all_sources():
            for language in languages():
                file = source.po_file(language)
                if file.is_file() and _is_older(file.with_suffix(".mo"), [file]):
                    written.append(_compile(file, language))
        if settings.PSEUDO_LOCALES:
            written += _pseudo()
    except OSError as error:
        # A folder that only its owner may write to: pages speak English until the owner starts once.
        logger.warning("Translations could not be compiled: %s", error)
    return written


def _is_older(made: Path, parts: list[Path]) -> bool:
    try:
        age = made.stat().st_mtime_ns
    except FileNotFoundError:
        return True
    return any(part.stat().st_mtime_ns > age for part in parts)


def _compile(file: Path, language: str) -> Path:
    from apps.core.translation.catalogs import read_catalog  # noqa: PLC0415 -- only whoever compiles needs Babel

    return write_mo(file.with_suffix(".mo"), read_catalog(file, language))


def write_mo(file: Path, catalog: "Catalog") -> Path:
    """In one step, as other processes may read or write the same file at this moment."""
    from babel.messages.mofile import write_mo as write

    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".django-", delete=False) as stream:
        write(stream, catalog)
        Path(stream.name).chmod(0o644)
    return Path(stream.name).replace(file)


def po_files() -> Iterator[Path]:
    """The texts of all parts, in the language that is translated first."""
    for source in all_sources():
        for language in languages()[:1]:
            if (file := source.po_file(language)).is_file():
                yield file


def _pseudo() -> list[Path]:
    """The invented languages are made of all texts that there are, ours and those of the libraries."""
    folder = Path(settings.STATE_DIR) / "pseudo"
    files = list(po_files())
    targets = {code: folder / locale_name(code) / "LC_MESSAGES" / "django.mo" for code in PSEUDO}
    if not any(_is_older(target, [*files, Path(__file__)]) for target in targets.values()):
        return []
    from apps.core.translation.pseudo import pseudo_catalog  # noqa: PLC0415 -- only whoever compiles needs it

    return [write_mo(target, pseudo_catalog(code, files)) for code, target in targets.items()]


def locale_name(code: str) -> str:
    """The folder's name for a language: en_XA for en-xa."""
    language, _dash, region = code.partition("-")
    return f"{language}_{region.upper()}" if region else language
