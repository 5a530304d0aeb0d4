"""What is wrong with translations: forgotten, left over, empty, or with other placeholders than the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog, Message

from apps.core.translation.catalogs import extract_all, read_catalog
from apps.core.translation.sources import Source

PLACEHOLDER = re.compile(r"%{1,2}\([a-z_0-9.]+\)[sd]|%[sd%]|\{[a-z_0-9.]*\}|</?[a-z]+[^>]*>|&[a-z]+;")


def placeholders(text: str) -> Counter[str]:
    """Everything in a text that is no word: %(name)s, {name}, and tags."""
    return Counter(PLACEHOLDER.findall(text))


def forms(value: str | Iterable[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, forms(message.id)[0]


def _named(message: Message) -> str:
    return repr(forms(message.id)[0]) + (f" ({message.context})" if message.context else "")


def _differs(message: Message) -> bool:
    """A form of a plural may have the placeholders of either English form: "one seat" needs no number."""
    allowed = [placeholders(text) for text in forms(message.id)]
    return any(placeholders(text) not in allowed for text in forms(message.string))


def faults_between(found: Catalog, known: Catalog) -> Iterator[str]:
    """What the translations lack, or have too much, against the texts of the sources."""
    texts = {_key(message): message for message in found if message.id}
    kept = {_key(message): message for message in known if message.id}
    for key, message in texts.items():
        if key not in kept or forms(kept[key].id) != forms(message.id):
            yield f"not in the file: {_named(message)}"
    for key, message in kept.items():
        if key not in texts:
            yield f"no longer used: {_named(message)}"
        elif not all(forms(message.string)) or len(forms(message.string)) != expected_forms(message, known):
            yield f"not translated: {_named(message)}"
        elif _differs(message):
            yield f"other placeholders: {_named(message)}"
        elif message.fuzzy:
            yield f"marked as a guess: {_named(message)}"


def expected_forms(message: Message, catalog: Catalog) -> int:
    return 1 if isinstance(message.id, str) else catalog.num_plurals


def all_faults(sources: Iterable[Source], languages: Iterable[str]) -> Iterator[str]:
    """Everything that stands in the way of a complete language, one line each."""
    languages = list(languages)
    said: dict[tuple[str, tuple[str | None, str]], tuple[str, list[str]]] = {}
    for source in sources:
        found = extract_all(source)
        for language in languages:
            known = read_catalog(source.po_file(language), language)
            for fault in faults_between(found, known):
                yield f"{source.name}, {language}: {fault}"
            for message in known:
                # All files become one at run time: of two translations, the first would win everywhere.
                other, words = said.setdefault((language, _key(message)), (source.name, forms(message.string)))
                if message.id and words != forms(message.string) and all(words) and all(forms(message.string)):
                    yield f"{source.name}, {language}: said differently in {other}: {_named(message)}"
