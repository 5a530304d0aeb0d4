"""What a Java file has to be called, and which of its classes is run: read from its words, as nothing is compiled yet.

Whoever wrote the file is not trusted: every pattern here takes time that grows with the file and no faster.
"""

import re
from dataclasses import dataclass, field

from apps.code_assessment.sandbox.contract import SourceFile

USUAL = "Main"
# A comment or text that does not end goes on to the end of the file, one in a line to the end of the line.
NOT_CODE = re.compile(
    r"//[^\n]*"
    r"|/\*.*?(?:\*/|\Z)"
    r'|"""(?:\\.|.)*?(?:"""|\Z)'
    r'|"(?:\\.|[^"\\\n])*+"?'
    r"|'(?:\\.|[^'\\\n])*+'?",
    re.DOTALL,
)
PARTS = re.compile(r"[{};]|\b(?:class|record|enum|interface)\s+(?P<type>\w+)|\b(?P<main>main)\s*\(")
PACKAGE = re.compile(r"\s*package\s+([\w.]+)\s*;")
PUBLIC, STATIC, VOID = (re.compile(rf"\b{word}\b") for word in ("public", "static", "void"))
# Modifiers stand not farther in front of what they are about.
NEAR = 300
LONGEST = 50


@dataclass(slots=True)
class Types:
    """The types of a file that lie in no other, in their order."""

    names: list[str] = field(default_factory=list)
    public: str = ""
    with_main: list[str] = field(default_factory=list)

    @property
    def to_run(self) -> str:
        """The one whose `main` is meant: the public one's, then that of the usual name, then the first."""
        for name in (self.public, USUAL):
            if name in self.with_main:
                return name
        return (self.with_main or [self.public or USUAL])[0]


def types_in(code: str) -> Types:
    """Read types and their `main` from a file without comments and texts."""
    found = Types()
    depth = begun = 0
    for part in PARTS.finditer(code):
        before = slice(max(begun, part.start() - NEAR), part.start())
        if name := part["type"]:
            if depth == 0:
                found.names.append(name)
                if not found.public and PUBLIC.search(code[before]):
                    found.public = name
        elif part["main"]:
            if depth == 1 and found.names and STATIC.search(code[before]) and VOID.search(code[before]):
                found.with_main.append(found.names[-1])
        else:
            depth += {"{": 1, "}": -1}.get(part[0], 0)
            begun = part.end()
    return found


def code_of(file: SourceFile) -> str:
    return NOT_CODE.sub(" ", file.content.decode("utf-8", "replace"))


def has_main(file: SourceFile) -> bool:
    """Whether a program can begin in this file."""
    return bool(types_in(code_of(file)).with_main)


def java_entry(file: SourceFile) -> tuple[str, str]:
    """The name that a Java file must have, and the class that has `main`."""
    code = code_of(file)
    types = types_in(code)
    package = PACKAGE.match(code)
    if max(len(types.public), len(types.to_run)) > LONGEST:
        # No file can be called that; the compiler will say so.
        return f"{USUAL}.java", USUAL
    run = f"{package.group(1)}.{types.to_run}" if package else types.to_run
    return f"{types.public or USUAL}.java", run
