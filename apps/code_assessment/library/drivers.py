"""Makes the starter code of a problem, and the program that calls a candidate's function and prints its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .signatures import Signature, camel

PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True, slots=True)
class LanguageFiles:
    """Where a language keeps the function that a candidate writes, and the program that is started."""

    function: str
    program: str


LANGUAGES: Mapping[str, LanguageFiles] = {
    "python": LanguageFiles("solution.py", "main.py"),
    "javascript": LanguageFiles("solution.js", "main.js"),
    "java": LanguageFiles("Solution.java", "Main.java"),
    "typescript": LanguageFiles("solution.ts", "main.ts"),
    # The driver includes it, so that it may take its arguments as it likes.
    "cpp": LanguageFiles("solution.hpp", "main.cpp"),
    # Both are of one package.
    "go": LanguageFiles("solution.go", "main.go"),
}
# Names that no parameter can have there.
GO_WORDS = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package "
    "range return select struct switch type var".split()
)
# A problem that names no languages has a right solution in each of these; the first gives the answers.
REFERENCE_LANGUAGES = ("python", "javascript", "java")
# The file of a program that is no function, in the languages that the library has solutions in.
PROGRAM_FILES: Mapping[str, str] = {**{name: files.program for name, files in LANGUAGES.items()}, "sql": "main.sql"}


def submission(signature: Signature | None, language: str, source: str) -> dict[str, str]:
    """The files of a submission by name: what the candidate wrote and, for a function, the driver that calls it."""
    files = LANGUAGES[language]
    if signature is None:
        return {files.program: source}
    return {files.function: source, files.program: driver(signature, language)}


def driver(signature: Signature, language: str) -> str:
    """The program that reads the arguments as JSON, calls the function and prints what it gives back as JSON."""
    name = signature.name if language == "python" else camel(signature.name)
    if language == "typescript":
        # Bundled into one program, it is called as JavaScript is.
        return (
            driver(signature, "javascript").replace("./solution.js", "./solution").replace("solution.js", "solution.ts")
        )
    types = ", ".join(one.type.cpp for one in signature.parameters)
    places = [f"argument{number}" for number in range(len(signature.parameters))]
    reads = [f"\tvar {place} {one.type.go}" for place, one in zip(places, signature.parameters, strict=True)]
    words = {
        "TYPES_OF_THE_ARGUMENTS": types,
        "PLACES_OF_THE_ARGUMENTS": "\n".join([*reads, f"\tdriverRead({', '.join(f'&{place}' for place in places)})"]),
        "NAMES_OF_THE_ARGUMENTS": ", ".join(places),
        "NAME_OF_THE_FUNCTION": name,
    }
    text = _program(LANGUAGES[language].program)
    for word, meaning in words.items():
        text = text.replace(word, meaning)
    return text


def starter(signature: Signature | None, language: str) -> str:
    """What the editor shows before anything is written; it runs, and is not right."""
    if signature is None:
        return program_starter(PROGRAM_FILES[language])
    made = {
        "python": _python,
        "javascript": _javascript,
        "java": _java,
        "typescript": _typescript,
        "cpp": _cpp,
        "go": _go,
    }
    return made[language](signature)


def program_starter(main: str, *, talks: bool = False) -> str:
    """The same for a whole program, by the name of its file; one that talks reads a line and answers at once."""
    if talks and (PROGRAMS / f"talking/{main}.txt").is_file():
        return _program(f"talking/{main}")
    return _program(f"starter/{main}")


@cache
def _program(name: str) -> str:
    return (PROGRAMS / f"{name}.txt").read_text(encoding="utf-8")


def _python(signature: Signature) -> str:
    parameters = ", ".join(f"{one.name}: {one.type.python}" for one in signature.parameters)
    return (
        f"def {signature.name}({parameters}) -> {signature.returns.python}:\n"
        '    raise NotImplementedError("Write the function here.")\n'
    )


def _javascript(signature: Signature) -> str:
    name = camel(signature.name)
    parameters = ", ".join(camel(one.name) for one in signature.parameters)
    types = "".join(f" * @param {{{one.type.javascript}}} {camel(one.name)}\n" for one in signature.parameters)
    return (
        f"/**\n{types} * @returns {{{signature.returns.javascript}}}\n */\n"
        f"function {name}({parameters}) {{\n"
        '  throw new Error("Write the function here.");\n'
        "}\n\n"
        f"module.exports = {{ {name} }};\n"
    )


def _typescript(signature: Signature) -> str:
    parameters = ", ".join(f"{camel(one.name)}: {one.type.typescript}" for one in signature.parameters)
    return (
        f"export function {camel(signature.name)}({parameters}): {signature.returns.typescript} {{\n"
        '  throw new Error("Write the function here.");\n'
        "}\n"
    )


def _cpp(signature: Signature) -> str:
    parameters = ", ".join(f"{one.type.cpp} {camel(one.name)}" for one in signature.parameters)
    headers = ("map", "optional", "stdexcept", "string", "vector")
    return (
        "".join(f"#include <{name}>\n" for name in headers)
        + f"\n{signature.returns.cpp} {camel(signature.name)}({parameters}) {{\n"
        '    throw std::logic_error("Write the function here.");\n'
        "}\n"
    )


def _go(signature: Signature) -> str:
    names = [camel(one.name) for one in signature.parameters]
    named = zip(names, signature.parameters, strict=True)
    parameters = ", ".join(
        f"{name}_ {one.type.go}" if name in GO_WORDS else f"{name} {one.type.go}" for name, one in named
    )
    return (
        f"package main\n\nfunc {camel(signature.name)}({parameters}) {signature.returns.go} {{\n"
        '\tpanic("Write the function here.")\n'
        "}\n"
    )


def _java(signature: Signature) -> str:
    parameters = ", ".join(f"{one.type.java} {camel(one.name)}" for one in signature.parameters)
    return (
        "import java.util.*;\n\n"
        "public class Solution {\n"
        f"    public {signature.returns.java} {camel(signature.name)}({parameters}) {{\n"
        '        throw new UnsupportedOperationException("Write the function here.");\n'
        "    }\n"
        "}\n"
    )
