"""Reads texts out of the sources and keeps the .po files beside them: sorted, without line numbers or guesses."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.utils.translation.template import templatize

from apps.core.translation.names import names_of
from apps.core.translation.sources import Source, is_template

Keywords = dict[str, tuple[int | tuple[int, str], ...] | None]
KEYWORDS: Keywords = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WIDTH = 110
HEADER = """\
# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def extract_from(text: str, *, template: bool, name: str = "") -> Catalog:
    """The marked texts of one file."""
    if template:
        # Calls among blanked-out words; an indentation means nothing there.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=name).splitlines())
    found = Catalog()
    for _line, ids, comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ("Translators:",)):
        found.add(ids, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def extract_all(source: Source) -> Catalog:
    """Every marked text of the source, with the files that it stands in."""
    found = Catalog()
    for file in source.files():
        name = file.relative_to(source.root).as_posix()
        part = extract_from(file.read_text(encoding="utf-8"), template=is_template(file), name=name)
        for message in part:
            if message.id:
                found.add(
                    message.id,
                    locations=message.locations,
                    auto_comments=message.auto_comments,
                    context=message.context,
                )
    if source.name in apps.app_configs:
        for name in names_of(apps.get_app_config(source.name)):
            found.add(name, locations=[("models.py", 0)])
    return found


def read_catalog(file: Path, language: str) -> Catalog:
    """The translations that a file holds; none when it does not exist."""
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def render(catalog: Catalog, title: str) -> bytes:
    """The catalogue as the text of a .po file; the same texts always give the same bytes."""
    body = BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    header = HEADER.format(title=title, language=catalog.locale, plural_forms=catalog.plural_forms)
    return header.encode() + body.getvalue().lstrip().rstrip() + b"\n"


def update(source: Source, language: str, others: Iterable[Catalog] = ()) -> bool:
    """Bring the file up to date with the source; says whether it changed.

    A new text comes untranslated, unless one of the others has exactly this text; one that is gone goes.
    """
    file = source.po_file(language)
    found, known = extract_all(source), [read_catalog(file, language), *others]
    fresh = Catalog(locale=language)
    for message in found:
        if message.id:
            fresh.add(
                message.id,
                string=next(filter(is_said, (translation_in(one, message) for one in known)), None)
                or empty(message, fresh),
                locations=sorted(message.locations),
                auto_comments=message.auto_comments,
                context=message.context,
            )
    if not len(fresh):
        return False
    text = render(fresh, f"Texts of {source.name} in {fresh.locale.english_name if fresh.locale else language}")
    if file.is_file() and file.read_bytes() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    return True


Said = str | tuple[str, ...]


def translation_in(known: Catalog, message: Message) -> Said:
    """What the catalogue says for exactly this text; empty when it says nothing, or for other words or forms."""
    old = known.get(message.id, context=message.context)
    if old is None or old.id != message.id:
        return ""
    return old.string if isinstance(old.string, str) else tuple(old.string or ())


def is_said(words: Said) -> bool:
    return bool(words) and (isinstance(words, str) or all(words))


def empty(message: Message, catalog: Catalog) -> Said:
    return "" if isinstance(message.id, str) else ("",) * catalog.num_plurals
