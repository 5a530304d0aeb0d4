"""Finds words in templates that no translator ever sees, and figures that are not written as the reader is used to."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

from apps.core.translation.sources import Source, is_template

# Attributes of elements and components that people read or hear.
TEXT_ATTRIBUTES = frozenset(
    "title aria-label aria-description aria-roledescription aria-valuetext placeholder alt text lead label summary "
    "back_title button hint caption legend heading message step empty note data-tip".split()
)
# Each with the reason why it is the same in every language.
SAME_EVERYWHERE = {
    "Rostrum": "the product's name",
    "API": "an abbreviation used as such",
    "CSV": "a file format",
    "Esc": "what stands on the key",
    "PDF": "a file format",
    "ms": "the unit's symbol",
    "px": "the unit's symbol",
    "MB": "the unit's symbol",
}
# Whole files whose words are content, as a user would write it.
SAMPLES = {
    "home/partials/sample_text.html": "a made-up CV, in the language that it is written in",
    "home/robots.txt": "only programs read it",
}
# Their content is no prose: code, keys, shapes, and what says of itself that it is not to be translated.
NO_PROSE = frozenset({"script", "style", "code", "pre", "kbd", "samp", "c-code-block", "c-kbd"})
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
WORD = re.compile(r"[^\W\d_]{2,}")
# Literal words given to a tag, and to a filter of a value that is shown.
ARGUMENT = re.compile(r"""\b([a-z_]+)=("[^"]*"|'[^']*')""")
FILLER = re.compile(r"""\|(?:default|default_if_none|yesno):("[^"]*"|'[^']*')""")
SENTENCE = re.compile(r"[A-Z][a-z]|[^\W\d_]+ [^\W\d_]+")
# Django's own know nothing of the reader's formats; ours are those of apps/core/templatetags/formats.py.
FIGURES = re.compile(
    r"""\|(?:(date|time)(?!:["'](?:c|Y-m-d)["'])|(floatformat|filesizeformat|naturaltime|naturalday|intcomma))\b"""
)
# Characters that cannot stand in a template: where a tag or a value stood.
HOLE = "\x00"


def words_in(text: str) -> list[str]:
    """The words of a text that differ from language to language."""
    return [word for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


class _Page(HTMLParser):
    """Reads a page whose tags and values have been taken out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)
        if tag not in VOID:
            silent = tag in NO_PROSE or ("translate", "no") in attrs or (tag != "html" and "lang" in dict(attrs))
            self._open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look_at(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _silent in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if words_in(data) and not any(silent for _tag, silent in self._open):
            self._note(" ".join(data.replace(HOLE, " ").split()))

    def _look_at(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            plain = name.removeprefix(":")
            # A colon makes a value of it: only what is quoted inside is words.
            text = " ".join(re.findall(r"""["']([^"']*)["']""", value or "")) if name != plain else value or ""
            is_spoken = plain in TEXT_ATTRIBUTES or (plain.startswith("data-") and SENTENCE.match(text) is not None)
            if tag == "meta":
                is_spoken = name == "content" and given.get("name") == "description"
            if is_spoken and words_in(text):
                self._note(f'{name}="{text.replace(HOLE, " ").strip()}"')

    def _note(self, text: str) -> None:
        self.found.append((self.getpos()[0], text))


def unmarked_in(source: str, *, html: bool = True) -> list[tuple[int, str]]:
    """Lines with words outside of translation tags, and the words."""
    found: list[tuple[int, str]] = []
    rest: list[str] = []
    inside = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if inside:
            inside = "" if token.token_type == TokenType.BLOCK and name == f"end{inside}" else inside
            text = HOLE
        elif token.token_type == TokenType.TEXT:
            rest.append(token.contents)
            continue
        else:
            if token.token_type == TokenType.BLOCK and name in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
                inside = name
            found += [(token.lineno or 0, text) for text in _given_to(token, name)]
            text = HOLE if token.token_type == TokenType.VAR or name in {"translate", "trans"} else ""
        rest.append(text + "\n" * token.contents.count("\n"))
    page = "".join(rest)
    if html:
        reader = _Page()
        reader.feed(page)
        reader.close()
        found += reader.found
    else:
        found += [
            (number, line.replace(HOLE, " ").strip())
            for number, line in enumerate(page.splitlines(), 1)
            if words_in(line)
        ]
    return sorted(found)


def _given_to(token: Token, name: str) -> list[str]:
    """Literal words and figures inside a tag or a value."""
    if token.token_type == TokenType.COMMENT:
        return []
    found = [match[0] for match in FIGURES.finditer(token.contents)]
    found += [match[0] for match in FILLER.finditer(token.contents) if SENTENCE.search(match[1]) and words_in(match[1])]
    if name in {"include", "with"}:
        found += [
            match[0]
            for match in ARGUMENT.finditer(token.contents)
            if match[1] in TEXT_ATTRIBUTES and words_in(match[2])
        ]
    return found


def is_sample(file: Path) -> bool:
    """An example of the gallery, or another text that is shown as its writer left it."""
    return "gallery" in file.parts or file.as_posix().endswith(tuple(SAMPLES))


def unmarked_in_templates(sources: Iterable[Source]) -> list[str]:
    """Every line of every template that has such words, with its file."""
    return [
        f"{source.name}: {file.relative_to(source.root).as_posix()}:{line}: {text}"
        for source in sources
        for file in source.files()
        if is_template(file) and not is_sample(file.relative_to(source.root))
        for line, text in unmarked_in(file.read_text(encoding="utf-8"), html=file.suffix == ".html")
    ]
