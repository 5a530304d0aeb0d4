"""Programs of a problem's author in the words of the sandbox: what compares answers, and what talks with programs."""

from apps.code_assessment.content import Content
from apps.code_assessment.sandbox import contract

CHECKINGS = {"exact": "text", "tokens": "tokens", "float": "floats", "unordered-lines": "unordered"}
# The sandbox leaves a checker three files and hears 42 for right and 43 for wrong; those of problems read one JSON
# object, and end well or say what is wrong. One that breaks says neither.
CHECKER_STARTER = """import io
import json
import runpy
import sys


def read(name):
    with open("/work/" + name, encoding="utf-8", errors="replace") as file:
        return file.read()


case = {"stdin": read("input"), "expected": read("answer"), "stdout": read("output")}
sys.stdin = io.StringIO(json.dumps(case))
try:
    runpy.run_path("/work/checker.py", run_name="__main__")
except SystemExit as end:
    if end.code:
        print(end.code, file=sys.stderr)
        sys.exit(43)
sys.exit(42)
"""
# An interactor is given the names of two files, talks by its input and output, and ends as a checker does, or says
# by 45 that the program hung up in the middle; whatever else breaks is the interactor's fault.
INTERACTOR_STARTER = """import io
import os
import runpy
import sys

LONGEST = 1_000_000


class Lines(io.TextIOWrapper):
    def readline(self, size=-1):
        line = super().readline(LONGEST)
        if len(line) == LONGEST:
            sys.exit("A line of the program is too long.")
        return line

    def __next__(self):
        if line := self.readline():
            return line
        raise StopIteration


sys.argv = ["interactor.py", "/work/input", "/work/answer"]
sys.stdin = Lines(sys.stdin.buffer, errors="replace")
sys.stdout.reconfigure(line_buffering=True)
status = 42
try:
    runpy.run_path("/work/interactor.py", run_name="__main__")
    sys.stdout.flush()
except SystemExit as end:
    if end.code:
        print(end.code, file=sys.stderr)
        status = 43
except (EOFError, BrokenPipeError):
    print("The program ended before it was done.", file=sys.stderr)
    status = 45
sys.stderr.flush()
os._exit(status)
"""


def _started_by(starter: str, name: str, source: str) -> contract.Program:
    files = (contract.SourceFile("main.py", starter.encode()), contract.SourceFile(name, source.encode()))
    return contract.Program("python", files)


def checking_of(content: Content) -> contract.Checking:
    if content.checker == "program":
        return contract.Checking("program", program=_started_by(CHECKER_STARTER, "checker.py", content.checker_source))
    kind = CHECKINGS[content.checker]
    if content.tolerance is None:
        return contract.Checking(kind)
    return contract.Checking(kind, tolerance=content.tolerance)


def interactor_of(content: Content) -> contract.Program | None:
    return _started_by(INTERACTOR_STARTER, "interactor.py", content.interactor) if content.is_interactive else None
