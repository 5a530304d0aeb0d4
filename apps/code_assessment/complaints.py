"""Where compilers and programs that broke off say that something is wrong: the lines of what somebody wrote."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from apps.code_assessment.library import LANGUAGES as FUNCTION_LANGUAGES
from apps.code_assessment.sandbox.languages import LANGUAGES

MOST = 20
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One message and the line that it is about; a column where one is named."""

    line: int
    message: str
    column: int | None = None
    severity: str = ERROR


Reader = Callable[[str, str], Iterator[Complaint]]
# The folder in front of the name, as far as a tool names one; what ends in the name is another file.
FOLDER = r"(?<![\w.-])(?:[\w.~-]*/)*"


def complaints(language: str, said: str, *, is_function: bool = False) -> list[Complaint]:
    """What is said of the file that was written, in the order in which it is said; of other files nothing."""
    reader = READERS.get(language)
    if reader is None or not said:
        return []
    found = dict.fromkeys(reader(_file(language, is_function=is_function), said))
    return [one for one in found if one.line > 0][:MOST]


def _file(language: str, *, is_function: bool) -> str:
    """A pattern for the name of the file that was written."""
    if is_function and language in FUNCTION_LANGUAGES:
        return FOLDER + re.escape(FUNCTION_LANGUAGES[language].function)
    # A file of Java is called as its public class is.
    return FOLDER + (r"\w+\.java" if language == "java" else re.escape(LANGUAGES[language].main))


def _colons(file: str, said: str) -> Iterator[Complaint]:
    """main.c:3:5: error: …, as most compilers write it."""
    pattern = rf"^{file}:(\d+)(?::(\d+))?:\s*(?:(fatal error|error|warning|note):\s*)?(.+)$"
    for found in re.finditer(pattern, said, re.MULTILINE):
        line, column, kind, message = found.groups()
        if kind != "note":
            yield Complaint(
                int(line), message.strip(), int(column) if column else None, kind if kind == WARNING else ERROR
            )


def _rust(file: str, said: str) -> Iterator[Complaint]:
    """The message stands above its place."""
    pattern = rf"^(error|warning)(?:\[\w+\])?: (.+)\n\s*--> {file}:(\d+):(\d+)"
    for kind, message, line, column in re.findall(pattern, said, re.MULTILINE):
        yield Complaint(int(line), message, int(column), kind)


def _esbuild(file: str, said: str) -> Iterator[Complaint]:
    for kind, message, line, column in re.findall(rf"\[(ERROR|WARNING)\] (.+)\n\s*\n\s*{file}:(\d+):(\d+)", said):
        # Its columns begin at zero.
        yield Complaint(int(line), message, int(column) + 1, kind.lower())
    yield from _node(file, said)


def _node(file: str, said: str) -> Iterator[Complaint]:
    """The place comes first, then the line itself, and what is wrong below that or, of errors in runs, in the trace."""
    message = _last(r"^(?:Uncaught )?(\w*(?:Error|Exception)\b.*)$", said, first=True)
    place = re.search(rf"^{file}:(\d+)$", said, re.MULTILINE) or re.search(
        rf"^[ \t]*at .*?(?<![\w.-]){file.removeprefix(FOLDER)}:(\d+):(\d+)", said, re.MULTILINE
    )
    if place and message:
        yield Complaint(int(place[1]), message, int(place[2]) if len(place.groups()) > 1 else None)


def _python(file: str, said: str) -> Iterator[Complaint]:
    """The innermost place of a trace, with the last line that names an error."""
    message = _last(r"^([^\W\d][\w.]*(?:: .*)?)$", said)
    places = re.findall(rf"^[ \t]*File \"{file}\", line (\d+)", said, re.MULTILINE)
    if places and message:
        yield Complaint(int(places[-1]), message)


def _java(file: str, said: str) -> Iterator[Complaint]:
    yield from _colons(file, said)
    message = _last(r"^Exception in thread \"[^\"]*\" (.+)$", said) or _last(
        r"^((?:\w+\.)+\w*(?:Error|Exception)\b.*)$", said
    )
    place = re.search(rf"^[ \t]*at .*\({file}:(\d+)\)", said, re.MULTILINE)
    if place and message:
        yield Complaint(int(place[1]), message)


def _ruby(file: str, said: str) -> Iterator[Complaint]:
    yield from _colons(file, re.sub(r":in [`'][^']*':", ":", said))


def _bash(file: str, said: str) -> Iterator[Complaint]:
    for line, message in re.findall(rf"^{file}: line (\d+): (.+)$", said, re.MULTILINE):
        yield Complaint(int(line), message)


def _last(pattern: str, said: str, *, first: bool = False) -> str:
    found = re.findall(pattern, said, re.MULTILINE)
    return str(found[0 if first else -1]).strip() if found else ""


READERS: dict[str, Reader] = {
    "bash": _bash,
    "c": _colons,
    "cpp": _colons,
    "go": _colons,
    "java": _java,
    "javascript": _node,
    "python": _python,
    "ruby": _ruby,
    "rust": _rust,
    "typescript": _esbuild,
}
