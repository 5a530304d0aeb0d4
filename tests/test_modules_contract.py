"""Adding a module changes no existing file: one made as docs/write-a-module.md says, and one that is a package."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

PROJECT = Path(__file__).resolve().parent.parent
GUIDE = (PROJECT / "docs" / "write-a-module.md").read_text(encoding="utf-8")
JOURNEY = Path(__file__).with_name("module_journey.py")
LABEL = "reference_checks"
PACKAGE = f"rostrum_{LABEL}"
# Whoever measures coverage measures the tree, not its copies.
NOT_FOR_COPIES = ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "COVERAGE", "COV_CORE")
CLOSED = {
    "page": 402,
    "api": 402,
    "api without version": 402,
    "api of the tenant": 402,
    "in navigation": False,
    "task": ["refused", "license-required"],
}
OPEN = {
    "page": 200,
    "api": 200,
    "api without version": 200,
    "api of the tenant": 200,
    "in navigation": True,
    "task": ["done", ""],
}
EXPECTED = {
    "offered": True,
    "without license": CLOSED,
    "shown": {
        "its page": [True, True, True],
        "its rights": [f"{LABEL}.view", f"{LABEL}.edit"],
        "in the table of rights": [True, True],
    },
    "trial": 201,
    "with license": OPEN,
    "use": {
        "made": [302, 201],
        "listed": ["By program", "By hand"],
        "shown": [True, True],
        "counted": [["entries", 2]],
        "in the admin": [True, True],
        "in the API's description": True,
    },
    "switched off": 200,
    "afterwards": CLOSED,
}
# What somebody would give up after; nothing is claimed of it.
PATIENCE_SECONDS = 600
# What the guide tells to type, one after the other, and the lines that make a package a module.
MAKE_IT, MIGRATE_IT, PREPARE_IT = (
    line.split() for line in re.findall(r"^\.venv/bin/python manage\.py (.+)$", GUIDE, re.M)
)
(TEST_IT,) = (line.split() for line in re.findall(r"^\./setup\.sh test (.+)$", GUIDE, re.M))
(ENTRY_POINT,) = re.findall(r"```toml\n(.+?)```", GUIDE, re.S)
PYPROJECT = f"""
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[project]
name = "{PACKAGE.replace("_", "-")}"
version = "1.0"
description = "Reference checks for Rostrum."

{ENTRY_POINT}
"""


class Copy:
    """The project in a folder and with databases of its own."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder
        self.state = state
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_COPIES)},
            "ROSTRUM_HOME": str(state),
            "REDIS_URL": settings.REDIS_URL,
            "TENANT_POOL_SIZE": "0",
            "SECRET_KEY": "of-no-use-to-anybody-outside-this-test-run",
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *command: str, **environment: str) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str, **environment: str) -> str:
        return self.run(sys.executable, "manage.py", *arguments, **environment)

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
        return self.run("git", *identity, *arguments)

    def changes(self) -> list[str]:
        return self.git("status", "--porcelain").splitlines()

    def journey(self, **environment: str) -> object:
        return json.loads(self.run(sys.executable, str(JOURNEY), LABEL, **environment).splitlines()[-1])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the project as git sees it, with the built front end, all of it committed."""
    folder = tmp_path_factory.mktemp("contract")
    copy = Copy(folder / "project", folder / "state")
    copy.state.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (source := PROJECT / name).is_file():
            target = copy.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    shutil.copytree(PROJECT / "static" / "build", copy.folder / "static" / "build")
    copy.git("init", "--quiet")
    copy.git("add", ".")
    copy.git("commit", "--quiet", "--message", "As it was")
    return copy


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database beside the one of the tests."""
    server = settings.DATABASES["default"]
    name = f"contract_{uuid4().hex[:12]}"
    who = f"{quote(server['USER'], safe='')}:{quote(server['PASSWORD'], safe='')}"
    where = f"postgresql://{who}@{quote(server['HOST'] or '127.0.0.1', safe='')}:{server['PORT'] or 5432}"
    with psycopg.connect(f"{where}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{where}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def module(project: Copy) -> Path:
    """A module as startmodule writes it, with its first migration."""
    project.manage(*MAKE_IT)
    project.manage(*MIGRATE_IT)
    return project.folder / "apps" / LABEL


def test_what_startmodule_writes_works_at_once_and_changes_nothing_else(
    project: Copy, module: Path, database: str
) -> None:
    project.manage(*PREPARE_IT, DATABASE_URL=database)

    assert project.journey(DATABASE_URL=database) == EXPECTED
    assert " passed" in project.run(sys.executable, "-m", "pytest", "-q", *TEST_IT, DATABASE_URL=database)
    assert project.changes() == [f"?? apps/{LABEL}/"]


def test_what_startmodule_writes_is_as_the_house_wants_it(project: Copy, module: Path) -> None:
    python = (sys.executable, "-m")
    folder = f"apps/{LABEL}"
    templates = [str(path) for path in module.rglob("*.html")]
    assert project.run(*python, "ruff", "check", "--no-cache", "--quiet", folder) == ""
    assert project.run(*python, "ruff", "format", "--no-cache", "--check", "--quiet", folder) == ""
    djade = str(Path(sys.executable).with_name("djade"))
    assert project.run(djade, "--target-version", "5.2", "--check", *templates) == ""
    assert project.run(*python, "djlint", "--lint", "--quiet", folder).strip() == ""


def test_what_startmodule_writes_speaks_german(project: Copy, module: Path) -> None:
    assert project.manage("messages", LABEL, "--check") == ""
    (module / "texts.py").write_text('from django.utils.translation import gettext as _\n\nTEXT = _("One more")\n')
    assert "not translated: 'One more'" in project.manage("messages", LABEL)
    (module / "texts.py").unlink()
    project.manage("messages", LABEL)


def test_module_that_is_a_package_of_its_own_works_the_same(
    project: Copy, module: Path, database: str, tmp_path: Path
) -> None:
    """The same module moved out of the tree and built into a wheel: other import path, found by its entry point."""
    source, site = tmp_path / "source", tmp_path / "site"
    package = source / PACKAGE
    shutil.move(module, package)
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8").replace(f"apps.{LABEL}", PACKAGE)
        if file.name == "apps.py":
            text = text.replace(f'name = "{PACKAGE}"\n', f'name = "{PACKAGE}"\n    label = "{LABEL}"\n')
        file.write_text(text, encoding="utf-8")
    (source / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    pip, offline = (sys.executable, "-m", "pip"), ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet")
    project.run(*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(tmp_path), str(source))
    (wheel,) = tmp_path.glob("*.whl")
    project.run(*pip, "install", *offline, "--target", str(site), str(wheel))

    project.manage(*PREPARE_IT, DATABASE_URL=database, PYTHONPATH=str(site))

    assert project.journey(DATABASE_URL=database, PYTHONPATH=str(site)) == EXPECTED
    assert project.changes() == []
