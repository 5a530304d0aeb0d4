"""Large tests that a problem's generator prints: made in the sandbox once, then kept beside the uploaded files."""

import gzip
import hashlib
import json
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.code_assessment.content import REFERENCE_LANGUAGE, Content
from apps.code_assessment.engine import engine
from apps.code_assessment.library import GeneratedTest, Test
from apps.code_assessment.sandbox import contract

# Generators and references are ours or an author's: they have more room than what is judged.
LIMITS = contract.Limits(cpu_ms=20_000, wall_ms=60_000, memory_mib=1024, output_kib=65_536)
# Gives the generator its arguments, which it reads as from a command line.
STARTER = """import json
import runpy
import sys

sys.argv = ["generator.py", *json.loads(sys.stdin.readline())]
runpy.run_path("/work/generator.py", run_name="__main__")
"""


class GeneratorError(RuntimeError):
    """The generator or the reference solution of a problem failed; the message says which and how."""


def all_tests(content: Content, scope_name: str) -> tuple[Test, ...]:
    """Those that are written down, then those that are generated. `scope_name` is whose the problem is: a schema's."""
    return (*content.tests, *_generated(content, scope_name)) if content.generated else content.tests


def _generated(content: Content, scope_name: str) -> list[Test]:
    name = _file_name(content, scope_name)
    if default_storage.exists(name):
        with default_storage.open(name) as stored:
            cases = json.loads(gzip.decompress(stored.read()))
    else:
        cases = _make(content)
        packed = gzip.compress(json.dumps(cases).encode(), compresslevel=6, mtime=0)
        default_storage.save(name, ContentFile(packed))
    return [
        Test(one.name, one.group, one.points, is_sample=False, stdin=stdin, expected=expected)
        for one, (stdin, expected) in zip(content.generated, cases, strict=True)
    ]


def _file_name(content: Content, scope_name: str) -> str:
    """Named by what it is made of; the library's lie apart from the workspaces'."""
    made_of = [
        content.generator,
        content.reference,
        json.dumps(content.signature),
        *(json.dumps(one.args) for one in content.generated),
    ]
    digest = hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:40]
    folder = f"tenants/{scope_name}/code_assessment" if scope_name else "library/code_assessment"
    return f"{folder}/{digest}.gz"


def _make(content: Content) -> list[tuple[str, str]]:
    inputs = _inputs(content.generator, content.generated)
    # What talks with a program knows by itself what is right.
    answers = [""] * len(inputs) if content.is_interactive else _answers(content, inputs)
    return list(zip(inputs, answers, strict=True))


def _inputs(generator: str, tests: Sequence[GeneratedTest]) -> list[str]:
    files = (
        contract.SourceFile("main.py", STARTER.encode()),
        contract.SourceFile("generator.py", generator.encode()),
    )
    program = contract.Program(REFERENCE_LANGUAGE, files)
    return _written(program, [f"{json.dumps(one.args)}\n" for one in tests], "generator")


def _answers(content: Content, inputs: Sequence[str]) -> list[str]:
    files = content.files(content.reference_language, content.reference)
    program = contract.Program(
        content.reference_language, tuple(contract.SourceFile(name, text.encode()) for name, text in files.items())
    )
    return _written(program, inputs, "reference solution")


def _written(program: contract.Program, inputs: Sequence[str], what: str) -> list[str]:
    """What the program writes for each input; GeneratorError when it comes to no good end."""
    tests = tuple(contract.Test(text.encode(), b"") for text in inputs)
    found = engine().judge(contract.Submission(program, tests, LIMITS))
    if not found.compiled.ok:
        raise GeneratorError(f"the {what} does not compile: {found.compiled.output[:500]}")
    texts = []
    for number, result in enumerate(found.tests, 1):
        # Nothing was expected, so whatever it wrote counts as another answer.
        if result.verdict not in {contract.Verdict.AC, contract.Verdict.WA}:
            raise GeneratorError(f"the {what} failed on generated test {number}: {result.verdict}, {result.reason}")
        texts.append(result.stdout.decode())
    return texts
