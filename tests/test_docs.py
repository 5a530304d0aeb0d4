"""What the documents promise, compared with the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from apps.core.modules import ModuleConfig
from apps.core.problems import ProblemError
from apps.cv_analysis.models import Cv

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
# What config/env.py's readers and the environment itself are asked for.
READERS = {
    "text",
    "required",
    "choice",
    "boolean",
    "integer",
    "words",
    "servers",
    "database",
    "broker",
    "running_engine",
    "given",
    "probe",
    "read",
}
ENVIRONMENT = re.compile(r"""environ(?:\.get\(|\[)\s*["']([A-Z_]+)["']""")
SHELL = re.compile(r"\$\{([A-Z][A-Z_]+):[-+]")
# Set by ourselves for our own children, or by the system.
NOT_FOR_USERS = {"DJANGO_SETTINGS_MODULE", "PATH", "BENCH_SCHEMA"}


def said(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def in_code_style(text: str) -> set[str]:
    """Every word that stands `like this`, alone or before its arguments."""
    return {part.split()[0] for part in re.findall(r"`([^`\n]+)`", text) if part.strip()}


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        # Programs of coding problems are data.
        rest = (file for file in (PROJECT / folder).rglob("*.py") if not {"tests", "problems"} & set(file.parts))
        yield from rest


@cache
def variables_read() -> frozenset[str]:
    """The names of all environment variables that the product, its supervisor and set-up read."""
    names = set(SHELL.findall(said("setup.sh")))
    for file in python_files("config", "apps", "stripe_simulator"):
        source = file.read_text(encoding="utf-8")
        names |= set(ENVIRONMENT.findall(source))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                value = node.args[0].value
                if name in READERS and isinstance(value, str) and re.fullmatch("[A-Z][A-Z_]+", value):
                    names.add(value)
    return frozenset(names - NOT_FOR_USERS)


def problem_codes() -> set[str]:
    """The code of every kind of problem, and those that statuses without a kind of their own get."""
    codes = set()
    for file in python_files("apps"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name.endswith("Error")):
            for line in kind.body:
                if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(line.value, ast.Constant):
                    target = line.targets[0] if isinstance(line, ast.Assign) else line.target
                    if isinstance(target, ast.Name) and target.id == "code":
                        codes.add(str(line.value.value))
    by_status = said("apps/core/api_problems.py") + said("apps/home/errors.py")
    return codes | set(re.findall(r'\d{3}: "([a-z-]+)"', by_status))


def problem_kinds() -> list[type[ProblemError]]:
    """Every kind of problem that the apps declare."""
    found: list[type[ProblemError]] = [ProblemError]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("apps.")]


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app.startswith("apps.")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []


def test_pictures_are_small() -> None:
    assert [file.name for file in (PROJECT / "docs" / "img").iterdir() if file.stat().st_size > 300_000] == []


def test_every_command_is_explained() -> None:
    assert sorted(own_commands() - in_code_style(said("docs/operations.md"))) == []


def test_every_environment_variable_is_explained() -> None:
    assert sorted(variables_read() - in_code_style(said("docs/operations.md"))) == []


def test_no_environment_variable_is_explained_that_nobody_reads() -> None:
    explained = said("docs/operations.md").split("## Settings")[1].split("## Commands")[0]
    rows = "".join(line.split("|")[1] for line in explained.splitlines() if line.startswith("| `"))
    assert sorted(set(re.findall("`([A-Z_]+)`", rows)) - variables_read()) == []


def test_everything_a_module_can_declare_is_explained() -> None:
    declared = {name for name in ModuleConfig.__annotations__ if name != "default"}
    assert sorted(declared - in_code_style(said("docs/write-a-module.md"))) == []


def test_every_problem_code_is_explained() -> None:
    assert sorted(problem_codes() - in_code_style(said("docs/api.md"))) == []


def test_problem_codes_are_explained_with_their_status() -> None:
    explained = set(re.findall(r"^\| `([a-z_-]+)` \| (\d+) \|", said("docs/api.md"), re.MULTILINE))
    codes = {code for code, _status in explained}
    # One code may stand for more than one status.
    kinds = {(kind.code, str(kind.status)) for kind in problem_kinds() if kind.code in codes}
    assert sorted(kinds - explained) == []


def test_no_problem_code_is_explained_that_is_never_sent() -> None:
    table = said("docs/api.md").split("| code | status |")[1].split("Only in")[0]
    explained = set(
        re.findall("`([a-z_-]+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    )
    assert sorted(explained - problem_codes()) == []


def test_every_status_of_a_cv_is_explained() -> None:
    assert sorted(set(Cv.Status.values) - in_code_style(said("docs/api.md"))) == []


def test_modules_of_the_tree_are_in_the_table() -> None:
    found = {
        f"apps/{file.parent.name}" for file in PROJECT.glob("apps/*/apps.py") if "(ModuleConfig)" in said(str(file))
    }
    assert sorted(found - in_code_style(said("README.md"))) == []
