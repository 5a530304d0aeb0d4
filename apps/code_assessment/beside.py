"""Files that stand beside a program: how many there can be, and how each language calls them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from apps.code_assessment.content import Content

MOST_FILES = 5
# Language -> endings of what its programs can use; a language that is not here has one file.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "python": (".py",),
    "javascript": (".js",),
    "typescript": (".ts",),
    "java": (".java",),
    "c": (".c", ".h"),
    "cpp": (".cpp", ".h", ".hpp"),
    "go": (".go",),
    "ruby": (".rb",),
    "rust": (".rs",),
    "bash": (".sh",),
}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}\.[a-z]{1,4}", re.ASCII)


Rows = Sequence[tuple[str, str]]


def pairs(names: Iterable[str], texts: Iterable[str]) -> list[tuple[str, str]]:
    """Rows of a form: what has neither a name nor a text is none."""
    rows = [
        (name.replace("\0", "").strip(), text.replace("\r\n", "\n")) for name, text in zip(names, texts, strict=False)
    ]
    return [(name, text) for name, text in rows if name or text.strip()]


def fault_of(content: Content, language: str, rows: Rows) -> str:
    """What is wrong with the files, in words; nothing where they can stand beside the program."""
    names = [name for name, _text in rows]
    endings = ENDINGS.get(language, ())
    if not names:
        return ""
    if not endings:
        return _("A program in this language is one file.")
    if len(names) > MOST_FILES:
        return _("There can be %(n)s files beside the program.") % {"n": MOST_FILES}
    if len({name.casefold() for name in names}) < len(names):
        return _("Two files have the same name.")
    faults = (_fault_of_name(content, language, name) for name in names)
    return next(filter(None, faults), "")


def _fault_of_name(content: Content, language: str, name: str) -> str:
    endings = ENDINGS[language]
    if not NAME.fullmatch(name) or not name.endswith(endings):
        return _("“%(name)s” is no name for a file here: letters and digits, and at its end %(endings)s.") % {
            "name": name[:40],
            "endings": ", ".join(endings),
        }
    if name.casefold() in {one.casefold() for one in content.files(language, "")}:
        return _("“%(name)s” is taken by the program itself.") % {"name": name}
    return ""


def fit_files(content: Content, language: str, rows: Rows) -> dict[str, str]:
    """Those that can be judged of what stands in an editor, where nobody can be asked for better ones any more."""
    found: dict[str, str] = {}
    for name, text in rows:
        if not fault_of(content, language, [*found.items(), (name, text)]):
            found[name] = text
    return found
